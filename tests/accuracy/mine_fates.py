#!/usr/bin/env python3
"""Samples merges for `accuracy -- fates`: which ones are worth tracing.

    mine_fates.py CLONES [--merges=N] [--except=FILE] >sample.tsv

Prints one line a merge: repository, commit, stratum. `plain` merges are drawn evenly of all. `spoken` ones are those
after which a commit whose message speaks of duplicates took more lines out of a file than it wrote, within some months,
and in which both sides had changed that file: the nearest few before each such commit. They hold most of what was
doubled; a fit that sees both strata must weigh them, because nobody meets them so often.

Not here: what became of any pair (`fates.rs`).
"""
import hashlib
import os
import subprocess
import sys

WORDS = r"duplic|dedup|de-dup|\bdupes?\b|\bdups?\b|twice|redundan|repeated|\bdoubled?\b|mis-?merge|(bad|botched|broken|wrong|failed) merge|merge (artifact|artefact|error|mistake|problem|issue|fail|conflict)|already (exist|listed|present|there|defined|included)|more than once"
MONTHS = 120 * 86400
NEAREST = 3


def git(path, *arguments):
    out = subprocess.run(["git", "-C", path, *arguments], capture_output=True, check=False).stdout
    return out.decode("utf-8", "replace")


def cleanups(path):
    """Yields time and files of the commits that say that they take a duplicate away."""
    log = git(path, "log", "--no-merges", "-P", "-i", "--grep=" + WORDS, "--numstat", "--no-renames", "--format=%x01%ct")
    for commit in log.split("\x01")[1:]:
        head, *rows = commit.strip("\n").split("\n")
        files = [row.split("\t") for row in rows if row.count("\t") == 2]
        less = [name for added, removed, name in files if removed.isdigit() and int(removed) > int(added)]
        if len(files) <= 20 and less:
            yield int(head), less


def both_changed(path):
    """Returns for each file the merges that both sides brought changes of it to, with their time; and all merges."""
    log = git(path, "log", "--merges", "--max-parents=2", "-c", "--name-only", "--no-renames", "--format=%x01%ct %H")
    files, merges = {}, []
    for commit in log.split("\x01")[1:]:
        head, *names = commit.strip("\n").split("\n")
        time, merge = head.split(" ")
        merges.append(merge)
        for name in filter(None, names):
            files.setdefault(name, []).append((int(time), merge))
    return files, merges


def sample(name, path, count):
    files, merges = both_changed(path)
    spoken = {}
    for time, names in cleanups(path):
        for file in names:
            near = [(time - when, merge) for when, merge in files.get(file, []) if 0 <= time - when <= MONTHS]
            for gap, merge in sorted(near)[:NEAREST]:
                spoken[merge] = min(gap, spoken.get(merge, gap))
    chosen = sorted(spoken, key=lambda merge: (spoken[merge], merge))[:count]
    merges.sort(key=lambda merge: hashlib.sha256((name + merge).encode()).hexdigest())
    plain = [merge for merge in merges[:count] if merge not in set(chosen)]
    return [(merge, "spoken") for merge in chosen] + [(merge, "plain") for merge in plain]


def main():
    clones, *rest = sys.argv[1:]
    options = dict(word.lstrip("-").split("=", 1) for word in rest)
    skip = set(open(options["except"]).read().split()) if "except" in options else set()
    for folder in sorted(os.listdir(clones)):
        name = folder.replace("+", "/", 1)
        if "/" in name and name not in skip and name in options.get("only", name).split(","):
            for merge, stratum in sample(name, os.path.join(clones, folder), int(options.get("merges", "150"))):
                print(f"{name}\t{merge}\t{stratum}", flush=True)


if __name__ == "__main__":
    main()
