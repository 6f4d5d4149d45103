#!/usr/bin/env python3
"""Plays past requests back: two that were open at the same time, and what `oneness branches` would have said to the one that
was merged later, at the moment before the first of them was merged.

    replay_branches.py PROGRAM CLONES [--pairs=N] [--seed=N] [--only=NAME] >pairs.jsonl
    replay_branches.py --table pairs.jsonl [VERDICTS]

A request is the second parent of a merge on the first-parent line. Two were open at the same time where the later one had a
commit of its own before the first was merged, and never saw that merge before its own. Of each repository as many pairs are
drawn by chance, each from another request. The first is taken whole, the second as far as it was committed then; the main
line is what stood there then. One line a pair: the two merges, how long the second was still open, and each finding with the
moment since which both its copies were committed, so that `days` is how long before the second merge it could be read.

The clones are not touched: objects are read through a scratch repository. Texts go to the output for reading, and not into
this repository. VERDICTS is a table of repository, both merges, kind and verdict, one event a line.

Not here: what became of the findings (`fates.rs`).
"""
import hashlib
import json
import os
import statistics
import subprocess
import sys
import tempfile

MAX_MERGES = 2500
NEAR = 40
DAY = 86400


def git(path, *arguments):
    done = subprocess.run(["git", "-C", path, *arguments], capture_output=True, check=False)
    return done.stdout.decode("utf-8", "replace").strip(), done.returncode


def requests(path):
    """Lists the merges of two on the first-parent line, the oldest first."""
    log, _ = git(path, "log", "--first-parent", "--merges", f"-{MAX_MERGES}", "--format=%H %P %ct", "HEAD")
    rows = [line.split(" ") for line in log.split("\n") if line.count(" ") == 3]
    return [(merge, one, other, int(time)) for merge, one, other, time in rows][::-1]


def state_at(path, request, time):
    """Returns the newest commit of its own that a request had before a moment; none where it had not begun."""
    _, target, head, _ = request
    log, _ = git(path, "log", "--first-parent", "--format=%H %ct", "-200", f"{target}..{head}")
    for line in filter(None, log.split("\n")):
        commit, committed = line.split(" ")
        if int(committed) < time:
            return commit
    return None


def by_chance(seed, *words):
    return hashlib.sha256("\0".join([seed, *words]).encode()).hexdigest()


def drawn(path, name, count, seed):
    """Draws pairs of requests that were open at the same time; each request is the later one of one pair at most."""
    merges = requests(path)
    order = sorted(range(len(merges)), key=lambda at: by_chance(seed, name, merges[at][0]))
    found = 0
    for at in order:
        if found == count:
            return
        later = merges[at]
        first = sorted(range(max(0, at - NEAR), at), key=lambda n: by_chance(seed, later[0], merges[n][0]))
        for earlier in (merges[n] for n in first):
            state = state_at(path, later, earlier[3])
            if state is None or git(path, "merge-base", "--is-ancestor", earlier[0], later[2])[1] == 0:
                continue
            found += 1
            yield earlier, later, state
            break


def asked(program, scratch, earlier, state):
    refs = {"main": earlier[1], "first": earlier[2], "second": state}
    for name, commit in refs.items():
        with open(os.path.join(scratch, "refs/heads", name), "w") as file:
            file.write(commit + "\n")
    words = [program, "branches", "--against", "main", "first", "--format", "json", "--no-cache"]
    try:
        done = subprocess.run(words, cwd=scratch, capture_output=True, check=False, timeout=120)
        return json.loads(done.stdout)
    except (subprocess.TimeoutExpired, json.JSONDecodeError):
        return None


def site(scratch, told):
    committed = git(scratch, "show", "-s", "--format=%ct", told["commit"])[0] if told["commit"] else ""
    return {
        "path": told["own_path"],
        "line": told["own_start_line"],
        "unit": told["unit"],
        "author": told["author"],
        "time": int(committed) if committed.isdigit() else None,
        "text": told["text"][:1200],
    }


def row(scratch, name, earlier, later, found):
    findings = []
    for meeting in found["meetings"]:
        for told in meeting["report"]["findings"]:
            sites = [site(scratch, told[side]) for side in ("ours", "theirs")]
            times = [one["time"] for one in sites if one["time"]]
            days = round((later[3] - max(times)) / DAY, 2) if len(times) == 2 else None
            kept = {key: told[key] for key in ("kind", "severity", "confidence", "message")}
            findings.append({**kept, "days": days, "sites": sites})
    conflicts = [path for meeting in found["meetings"] for path in meeting["conflicts"]]
    open_days = round((later[3] - earlier[3]) / DAY, 2)
    on_main = [line["name"] for line in found["lines"] if line["on_main"]]
    return {
        "repository": name.replace("+", "/"),
        "earlier": earlier[0][:12],
        "later": later[0][:12],
        "open_days": open_days,
        "findings": findings,
        "conflicts": conflicts,
        "on_main": on_main,
    }


def replay(program, clones, count, seed, only):
    names = [name for name in sorted(os.listdir(clones)) if not only or name in only]
    each = max(1, -(-count // len(names)))
    for name in names:
        path = os.path.realpath(os.path.join(clones, name))
        with tempfile.TemporaryDirectory() as scratch:
            git(scratch, "init", "-q", "--bare", ".")
            objects = git(path, "rev-parse", "--absolute-git-dir")[0] + "/objects"
            with open(os.path.join(scratch, "objects/info/alternates"), "w") as file:
                file.write(objects + "\n")
            git(scratch, "symbolic-ref", "HEAD", "refs/heads/second")
            for earlier, later, state in drawn(path, name, each, seed):
                found = asked(program, scratch, earlier, state)
                if found is not None:
                    print(json.dumps(row(scratch, name, earlier, later, found)), flush=True)


def table(file, verdicts):
    """Counts pairs and events, and how many days before the second merge they could be read."""
    rows = [json.loads(line) for line in open(file)]
    told = [one for one in rows if one["findings"]]
    days = [max(one["days"] for one in row["findings"] if one["days"] is not None) for row in told
            if any(one["days"] is not None for one in row["findings"])]
    print(f"pairs {len(rows)} of {len({row['repository'] for row in rows})} repositories")
    print(f"pairs with findings {len(told)}, only with conflicts of git {sum(bool(r['conflicts']) and not r['findings'] for r in rows)}")
    if days:
        print(f"days before the second merge: median {statistics.median(days):.1f}, least {min(days):.1f}, most {max(days):.1f}")
    if verdicts:
        read = [line.rstrip("\n").split("\t") for line in open(verdicts) if not line.startswith("#")]
        right = sum(one[4] == "right" for one in read)
        print(f"events read {len(read)}, right {right}")


def main():
    options = dict(word[2:].split("=", 1) if "=" in word else (word[2:], "") for word in sys.argv[1:] if word.startswith("--"))
    words = [word for word in sys.argv[1:] if not word.startswith("--")]
    if "table" in options:
        table(words[0], words[1] if len(words) > 1 else None)
    else:
        only = options.get("only", "").split(",") if options.get("only") else None
        replay(os.path.realpath(words[0]), words[1], int(options.get("pairs", 300)), options.get("seed", "1"), only)


main()
