//! What is in the files, and what becomes of them: renames, modes, links, bytes, attributes, filters.
//!
//! Not here: which command merges them (`commands`).

use super::{Situation, same};

const MOVES: &[Situation] = &[
    ("a rename and an edit", "base nine; side 'git mv f g; line g 2 side'; main 'line f 8 main'", "git merge side"),
    (
        "a rename and an edit in conflict",
        "base nine; side 'git mv f g; line g 5 side'; main 'line f 5 main'",
        "git merge side",
    ),
    ("a rename of ours", "base nine; side 'line f 5 side'; main 'git mv f g; line g 5 main'", "git merge side"),
    (
        "both rename alike",
        "base nine; side 'git mv f g; line g 2 side'; main 'git mv f g; line g 8 main'",
        "git merge side",
    ),
    (
        "both rename otherwise",
        "base nine; side 'git mv f g; line g 2 side'; main 'git mv f h; line h 2 main'",
        "git merge side",
    ),
    (
        "two files take one name",
        "base 'nine f; lines k q w e r t y u i o'; side 'git mv f z'; main 'git mv k z'",
        "git merge side",
    ),
    (
        "a file is added to a folder that moved",
        "base 'nine d/f; nine d/g'; side 'git mv d e'; main 'lines d/new x'",
        "git merge side",
    ),
    (
        "a rename onto a folder",
        "base 'nine f; lines d/k a b'; side 'git mv f d/f; line d/f 5 s'; main 'line f 5 m'",
        "git merge side",
    ),
    ("a deletion and an edit", "base nine; side 'git rm -q f'; main 'line f 5 main'", "git merge side"),
    (
        "an edit and a deletion",
        "base nine; side 'line f 5 side'; main 'git rm -q f'",
        "git merge side\ngit rm -q f\ngit commit -q --no-edit",
    ),
    ("a rename and a deletion", "base nine; side 'git mv f g; line g 5 side'; main 'git rm -q f'", "git merge side"),
    ("both add the same", "base :; side 'lines f a b'; main 'lines f a b'", "git merge side"),
    ("both add other things", "base :; side 'lines f a b c'; main 'lines f a x c'", "git merge side"),
    ("a file and a folder", "base :; side 'lines f/g a'; main 'lines f a'", "git merge side"),
    (
        "renames are not looked for",
        "base nine; side 'git mv f g; line g 2 s'; main 'line f 8 m'",
        "git merge -Xno-renames side",
    ),
];

const BYTES: &[Situation] = &[
    ("a bit of mode and an edit", "base nine; side 'chmod +x f'; main 'line f 5 main'", "git merge side"),
    (
        "a bit of mode on both sides",
        "base nine; side 'chmod +x f; line f 5 s'; main 'chmod +x f; line f 5 m'",
        "git merge side",
    ),
    ("links", "base 'ln -s a l'; side 'ln -sf b l'; main 'ln -sf c l'", "git merge side"),
    ("a link and a file", "base nine; side 'rm f; ln -s a f'; main 'line f 5 main'", "git merge side"),
    (
        "empty files",
        "base 'put e \"\"; nine'; side 'put n \"\"; put f \"\"'; main 'put n \"\"; line f 5 m'",
        "git merge side",
    ),
    ("an empty base", "base 'put f \"\"'; side 'lines f a'; main 'lines f b'", "git merge side"),
    (
        "bytes that are no text",
        "base 'put b \"a\\\\0b\"'; side 'put b \"a\\\\0s\"'; main 'put b \"a\\\\0m\"'",
        "git merge side",
    ),
    (
        "bytes of which one side is taken",
        "base 'put b \"a\\\\0b\"'; side 'put b \"a\\\\0s\"'; main 'put b \"a\\\\0m\"'",
        "git merge -Xtheirs side",
    ),
    (
        "no line break at the end",
        "base 'put f \"a\\\\nb\\\\nc\"'; side 'put f \"a\\\\nb\\\\ns\"'; main 'put f \"a\\\\nb\\\\nm\"'",
        "git merge side",
    ),
    (
        "line breaks of Windows",
        "base 'put f \"a\\\\r\\\\nb\\\\r\\\\n\"'; side 'put f \"a\\\\r\\\\ns\\\\r\\\\n\"'; main 'put f \"a\\\\r\\\\nm\\\\r\\\\n\"'",
        "git merge side",
    ),
    ("line breaks that git turns", "git config core.autocrlf true; apart", "git merge side"),
    ("line breaks that git turns, in conflict", "git config core.autocrlf true; clash", "git merge side"),
    ("line breaks by attribute", "put .gitattributes '* text eol=crlf\\n'; clash", "git merge side"),
    (
        "line breaks that are made alike",
        "base 'put f \"a\\\\r\\\\nb\\\\r\\\\nc\\\\r\\\\n\"'; side 'put .gitattributes \"* text=auto\\\\n\"; git add --renormalize .; put f \"a\\\\nb\\\\ns\\\\n\"'; main 'put f \"m\\\\r\\\\nb\\\\r\\\\nc\\\\r\\\\n\"'",
        "git merge -Xrenormalize side",
    ),
    (
        "letters that are not UTF-8",
        "base 'put f \"\\\\344\\\\nb\\\\nc\\\\n\"'; side 'put f \"\\\\344\\\\ns\\\\nc\\\\n\"'; main 'put f \"\\\\344\\\\nm\\\\nc\\\\n\"'",
        "git merge side",
    ),
    (
        "markers in the text",
        "base 'lines f \"<<<<<<< a\" x \"=======\" y \">>>>>>> b\"'; side 'line f 2 s'; main 'line f 2 m'",
        "git merge side",
    ),
    (
        "names with spaces, quotes and letters",
        "base 'nine \"a b'\\''s \\$(x) é.md\"'; side 'line \"a b'\\''s \\$(x) é.md\" 5 s'; main 'line \"a b'\\''s \\$(x) é.md\" 5 m'",
        "git merge side",
    ),
    (
        "names that look like options",
        "base 'nine ./-rf'; side 'line ./-rf 5 s'; main 'line ./-rf 5 m'",
        "git merge side",
    ),
    (
        "a long file",
        "base 'seq 20000 >f'; side 'line f 9000 s; line f 11 s'; main 'line f 9000 m; line f 19999 m'",
        "git merge side",
    ),
    (
        "many files",
        "base 'for n in $(seq 40); do nine d$n/f; done'; side 'for n in $(seq 40); do line d$n/f 2 s$n; done'; main 'for n in $(seq 40); do line d$n/f 8 m$n; done; line d7/f 2 m'",
        "git merge side",
    ),
    (
        "a pointer to a large file",
        "base 'lines a.bin \"version https://git-lfs.github.com/spec/v1\" \"oid sha256:1\" \"size 1\"'; side 'line a.bin 2 \"oid sha256:2\"'; main 'line a.bin 2 \"oid sha256:3\"'",
        "git merge side",
    ),
];

const ATTRIBUTES: &[Situation] = &[
    ("union", "put .gitattributes 'f merge=union\\n'; clash", "git merge side"),
    ("binary by attribute", "put .gitattributes 'f binary\\n'; clash", "git merge side"),
    ("never merged", "put .gitattributes 'f -merge\\n'; clash", "git merge side"),
    ("text by attribute", "put .gitattributes 'f merge\\n'; clash", "git merge side"),
    ("long markers", "put .gitattributes 'f conflict-marker-size=15\\n'; clash", "git merge side"),
    (
        "a driver of somebody else",
        "git config merge.mine.driver 'cat %B >>%A; exit 1'; put .gitattributes 'f merge=mine\\n'; clash",
        "git merge side",
    ),
    (
        "a driver of somebody else that succeeds",
        "git config merge.mine.driver 'cat %B >>%A'; put .gitattributes 'f merge=mine\\n'; clash",
        "git merge side",
    ),
    (
        "a filter",
        "git config filter.rot.clean 'tr a-m n-z'; git config filter.rot.smudge 'tr n-z a-m'; put .gitattributes 'f filter=rot\\n'; apart",
        "git merge side",
    ),
    (
        "a filter, in conflict",
        "git config filter.rot.clean 'tr a-m n-z'; git config filter.rot.smudge 'tr n-z a-m'; put .gitattributes 'f filter=rot\\n'; clash",
        "git merge side",
    ),
    (
        "a filter like that of large files",
        "git config filter.big.clean 'sed s/^/big:/'; git config filter.big.smudge 'sed s/^big://'; put .gitattributes 'f filter=big merge=big -text\\n'; clash",
        "git merge side",
    ),
    (
        "an id that git fills in",
        "put .gitattributes 'f ident\\n'; base 'nine; sed -i \"1s/.*/$Id$/\" f'; side 'line f 5 s'; main 'line f 5 m'",
        "git merge side",
    ),
    (
        "an encoding of the work tree",
        "put .gitattributes 'f working-tree-encoding=UTF-16LE\\n'; base 'printf \"a\\0\\n\\0b\\0\\n\\0\" >f'; side 'printf \"a\\0\\n\\0s\\0\\n\\0\" >f'; main 'printf \"a\\0\\n\\0m\\0\\n\\0\" >f'",
        "git merge side",
    ),
    (
        "attributes that one side adds",
        "base nine; side 'put .gitattributes \"f merge=union\\\\n\"; line f 5 s'; main 'line f 5 m'",
        "git merge side",
    ),
];

#[test]
fn moves_and_deletions() {
    same(MOVES);
}

#[test]
fn bytes_modes_and_links() {
    same(BYTES);
}

#[test]
fn attributes_and_filters() {
    same(ATTRIBUTES);
}
