# The words in which situations are written. `main` is checked out where a situation begins.
lines() { to=$1; shift; mkdir -p "$(dirname "$to")"; printf '%s\n' "$@" >"$to"; }
put() { mkdir -p "$(dirname "$1")"; printf "$2" >"$1"; }
line() { sed -i "$2s/.*/$3/" "$1"; }
save() { git add -A; ONENESS=0 git commit -q --no-verify --allow-empty -m "${1:-saved}"; }
on() { git checkout -q "$1"; }
new() { git checkout -q -b "$1" "${2:-main}"; }
# What the two sides do: `side 'line f 2 x'` and `main 'line f 8 y'`.
side() { new side; eval "$1"; save 'side works'; on main; }
main() { on main; eval "$1"; save 'main works'; }
base() { eval "${1:-:}"; save base; }
nine() { lines "${1:-f}" one two three four five six seven eight nine; }
# The usual: one file of nine lines, edited far apart, or at one line.
apart() { base nine; side 'line f 2 side'; main 'line f 8 main'; }
clash() { base nine; side 'line f 5 side'; main 'line f 5 main'; }
settle() { sed -i '/^[<|=>]\{7\}/d' "${1:-f}"; git add -A; }
[ -z "$ONENESS_SETS_UP" ] || git init -q .
