#!/usr/bin/env python3
"""Mines copies that came one after the other, and ordinary commits beside them.

    python3 tests/accuracy/mine_present.py CLONES > tests/accuracy/present.jsonl

CLONES is a folder of clones with full history (`owner+name/repo`, `owner+name` or `owner/name`, bare or not). A case
is a commit that brought the second copy of a text into a file that held the first one already, known by a later
commit which says "duplicate", "redundant", "twice" or the like and removed one of the two while the other still stands.
A commit that does nothing but remove such a copy counts too, whatever its message ("says": false).
Texts are compared by their letters and digits, entries of lists also by the address that they point at.
Only facts are written: repositories, commits, paths and lines. The same clones give the same lines, whatever the
clock: commits are sampled by a fixed seed.
"""

import concurrent.futures
import json
import os
import random
import re
import subprocess
import sys

SEED = 20
# Alarms are rare: so many ordinary commits of each repository are asked at least.
MIN_ORDINARY = 30
# No repository may dominate.
MAX_CASES = int(os.environ.get("MAX_CASES", "40"))
# So many commits that say so are read of each repository.
MAX_FIXES = int(os.environ.get("MAX_FIXES", "2500"))
# One commit that removes many copies is one habit.
MAX_CASES_OF_A_FIX = 4
MAX_LINES = 40
MIN_LETTERS = 12
# What stands more often than this beside the removed copy is an idiom.
MAX_STANDING = 2
SECONDS_TO_BLAME = 15
MAX_ADDED_LINES = 2000
WORDS = "duplicat|redundant|twice"
# Read only after the ones that say it plainly.
MORE_WORDS = (
    r"\bdup(e|es|ed|s)?\b|\bdoubled?\b|repeated|copy.?and.?paste|copy.?paste"
    r"|already (listed|included|present|there|exists|imported|declared|documented|defined|mentioned)"
)
# A commit that takes away so little and adds nothing did just that, whatever it says.
MAX_LINES_OF_SILENT = 6
# A line that goes without a word while its like stands far away was not removed as a copy, unless it is in a list.
MAX_GAP_OF_SILENT = 25
# A removed block may hold a comment of its own beside what is said twice.
MIN_SHARE = 0.8
# Whoever adds more to the file made a function of what was said twice; both copies were meant.
MAX_ADDED_BY_FIX = 2
# Whoever removes more places of a file works on something else.
MAX_PLACES_OF_FIX = 8
NOT_TEXT = re.compile(r"\.(png|jpe?g|gif|ico|pdf|zip|jar|svg|lock|min\.js|min\.css|po|snap|map|pptx?|docx?)$", re.I)


def git(repo, *arguments, seconds=60):
    command = ["git", "-C", repo, "-c", "core.quotePath=false", *arguments]
    try:
        done = subprocess.run(command, capture_output=True, timeout=seconds, check=False)
    except subprocess.TimeoutExpired:
        return None
    return done.stdout.decode("utf-8", "replace") if done.returncode == 0 else None


def clones(folder):
    for name in sorted(os.listdir(folder)):
        for end in ("repo", "", ".git"):
            path = os.path.join(folder, name, end)
            if os.path.isdir(os.path.join(path, "objects")) or os.path.isdir(os.path.join(path, ".git")):
                yield name.replace("+", "/", 1), path
                break


def lines_of(repo, commit, path):
    text = git(repo, "show", f"{commit}:{path}")
    return None if text is None or "\0" in text else [folded(line) for line in text.split("\n")]


def folded(line):
    """A line by its letters and digits; an entry of a list by the address that it points at."""
    if entry := re.match(r"\s*(?:[*+|-]|\d+[.)]).*?\]\((https?://[^)\s]{12,})\)", line):
        line = entry.group(1).rstrip("/")
    return re.sub(r"[\W_]+", " ", line.lower()).strip()


def letters(line):
    return sum(letter.isalpha() for letter in line)


HUNK = re.compile(r"@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@")


def hunks(repo, commit):
    """Returns (path, start, count of removed, count of added, first added) of each hunk of files that stayed."""
    diff = git(repo, "diff-tree", "-p", "-U0", "-r", "--no-renames", "--no-color", "--diff-filter=M", commit)
    path, found = None, []
    for line in (diff or "").split("\n"):
        if line.startswith("+++ b/"):
            path = line[6:].rstrip("\t")
        elif path and (match := HUNK.match(line)):
            start, removed, first, added = (int(part) if part else 1 for part in match.groups())
            found.append((path, start, removed, added, first))
    return found


def runs(lines, wanted):
    """Finds where the wanted lines stand one after the other, blank lines aside: [(first, last)], from 1."""
    filled = [(number, line) for number, line in enumerate(lines, 1) if line]
    texts = [line for _, line in filled]
    places, count = [], len(wanted)
    for at in range(len(texts) - count + 1):
        if texts[at] == wanted[0] and texts[at : at + count] == wanted:
            places.append((filled[at][0], filled[at + count - 1][0]))
    return places


def blamed(repo, commit, path, first, last, key):
    """Says which commit brought the key line of a range: commit, its line there, its path there."""
    told = git(repo, "blame", "-w", "--porcelain", f"-L{first},{last}", commit, "--", path, seconds=SECONDS_TO_BLAME)
    name, head = path, None
    names, found = {}, None
    for line in (told or "").split("\n"):
        if match := re.match(r"([0-9a-f]{40}) (\d+) (\d+)", line):
            head = (match.group(1), int(match.group(2)))
        elif head and line.startswith("filename "):
            names[head[0]] = line[9:]
        elif head and line.startswith("\t") and folded(line[1:]) == key and not found:
            found = head
    return (found[0], found[1], names.get(found[0], name)) if found else None


def parents(repo, commit):
    return (git(repo, "rev-list", "--parents", "-n1", commit) or "").split()[1:]


def kind_of(path, raw):
    """Guesses what it is by its looks; only to group the figures."""
    ending = path.rsplit(".", 1)[-1].lower() if "." in path else ""
    raw = [line.strip() for line in raw if line.strip()]
    head = raw[0]
    if ending in ("md", "markdown", "rst", "asc", "adoc", "txt", "tex", "org", "html"):
        if re.match(r"([*+-]|\d+[.)]) ", head):
            return "list-entry"
        return "heading" if head.startswith("#") else "table-row" if head.startswith("|") else "prose"
    if ending in ("json", "yml", "yaml", "toml", "ini", "cfg", "properties", "xml"):
        return "data"
    if re.match(r"(import|from|use|using|#\s*include|require|extern crate)\b", head):
        return "import"
    if len(raw) == 1:
        return "line"
    return "block"


def cases_of_fix(repo, name, fix):
    before = parents(repo, fix)
    if len(before) != 1:
        return
    texts, found = {}, hunks(repo, fix)
    for path, start, removed, added, _ in found:
        of_file = [(out, put) for there, _, out, put, _ in found if there == path]
        if sum(put for _, put in of_file) > MAX_ADDED_BY_FIX or len(of_file) > MAX_PLACES_OF_FIX:
            continue
        if added >= removed or not 1 <= removed <= MAX_LINES or NOT_TEXT.search(path):
            continue
        if path not in texts:
            texts[path] = (lines_of(repo, before[0], path), lines_of(repo, fix, path))
        old, new = texts[path]
        if not old or not new:
            continue
        span = standing_part(old, new, start, start + removed - 1)
        wanted = [line for line in old[span[0] - 1 : span[1]] if line] if span else []
        key = max(wanted, key=letters, default="")
        if letters(key) < MIN_LETTERS or not 1 <= len(runs(new, wanted)) <= MAX_STANDING:
            continue
        # A line that only moved stands as often as before.
        if len(runs(new, wanted)) >= len(runs(old, wanted)):
            continue
        case = second_copy(repo, before[0], path, old, wanted, key)
        if case:
            raw = (git(repo, "show", f"{before[0]}:{path}") or "").split("\n")[span[0] - 1 : span[1]]
            yield {"repo": name, **case, "fix": fix, "kind": kind_of(path, raw)}


def standing_part(old, new, first, last):
    """Finds the longest part of removed lines that still stands, if it is most of them."""
    filled = [number for number in range(first, last + 1) if old[number - 1]]
    for count in range(len(filled), 0, -1):
        if count < MIN_SHARE * len(filled):
            return None
        for at in range(len(filled) - count + 1):
            if runs(new, [old[number - 1] for number in filled[at : at + count]]):
                return filled[at], filled[at + count - 1]
    return None


def second_copy(repo, commit, path, old, wanted, key):
    """Finds the commit that brought a second copy while the first one stood in the same file."""
    places = runs(old, wanted)
    told = [blamed(repo, commit, path, first, last, key) for first, last in places]
    told = [one for one in told if one]
    if len(told) < 2 or len({one[0] for one in told}) < 2:
        return None
    for bringer, line, there in told:
        before = parents(repo, bringer)
        if len(before) != 1:
            continue
        now, then = lines_of(repo, bringer, there), lines_of(repo, before[0], there)
        if not now or not then:
            continue
        here, earlier = runs(now, wanted), runs(then, wanted)
        new = [place for place in here if place[0] <= line <= place[1]]
        standing = [place for place in here if place not in new]
        # Whoever only moved a copy brought none.
        if len(new) == 1 and standing and earlier and len(here) == len(earlier) + 1:
            return {
                "commit": bringer,
                "path": there,
                "copy": list(new[0]),
                "standing": [list(place) for place in standing],
            }
    return None


def silent_fixes(repo):
    """Names the commits that only remove a few lines."""
    told = git(repo, "log", "--no-merges", "--no-renames", "--shortstat", "--format=%H", seconds=900) or ""
    commit = None
    for line in told.split("\n"):
        if re.fullmatch(r"[0-9a-f]{40}", line):
            commit = line
        elif match := re.fullmatch(r" [12] files? changed, (\d+) deletions?\(-\)", line):
            if int(match.group(1)) <= MAX_LINES_OF_SILENT:
                yield commit


def is_plain(case):
    """Tells whether the two copies stand so near that one of them was the reason to remove the other."""
    first, last = case["copy"]
    gap = min(max(start - last, first - end) for start, end in case["standing"])
    return gap <= MAX_GAP_OF_SILENT or case["kind"] in ("list-entry", "table-row")


def is_ordinary(repo, commit):
    """Tells whether a commit adds lines to a text file that it did not make."""
    added = [(path, count) for path, _, _, count, _ in hunks(repo, commit) if count and not NOT_TEXT.search(path)]
    return bool(added) and sum(count for _, count in added) <= MAX_ADDED_LINES


def mine(clone):
    name, repo = clone
    draw = random.Random(f"{SEED} {name}")
    fixes = []
    for words in (WORDS, MORE_WORDS):
        said = (git(repo, "log", "--no-merges", "-i", "-E", f"--grep={words}", "--format=%H", seconds=300) or "").split()
        said = sorted(set(said) - set(fixes))
        draw.shuffle(said)
        fixes += said
    says = set(fixes)
    silent = sorted(set(silent_fixes(repo)) - says)
    draw.shuffle(silent)
    fixes = fixes[:MAX_FIXES] + silent
    cases, seen = [], set()
    for fix in fixes:
        count = 0
        for case in cases_of_fix(repo, name, fix):
            place = (case["commit"], case["path"], *case["copy"])
            if place not in seen and (fix in says or is_plain(case)):
                seen.add(place)
                cases.append({**case, "says": fix in says})
                count += 1
            if count >= MAX_CASES_OF_A_FIX:
                break
        if len(cases) >= MAX_CASES:
            break
    ordinary = ordinary_commits(repo, name, {case["commit"] for case in cases}, set(fixes))
    print(f"{name}: {len(fixes)} fixes, {len(cases)} cases, {len(ordinary)} ordinary", file=sys.stderr)
    return cases + ordinary


def ordinary_commits(repo, name, bringers, fixes):
    """Draws ordinary commits: at least as many as commits that brought a copy."""
    draw = random.Random(f"{SEED} ordinary {name}")
    everything = (git(repo, "rev-list", "--no-merges", "HEAD", seconds=300) or "").split()
    everything.sort()
    draw.shuffle(everything)
    ordinary, wanted = [], max(MIN_ORDINARY, len(bringers))
    for commit in everything:
        if len(ordinary) >= wanted:
            break
        is_known = commit in bringers or commit in fixes
        if not is_known and len(parents(repo, commit)) == 1 and is_ordinary(repo, commit):
            ordinary.append({"repo": name, "commit": commit})
    return ordinary


def main():
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        for rows in pool.map(mine, clones(sys.argv[1])):
            for row in rows:
                print(json.dumps(row))


if __name__ == "__main__":
    main()
