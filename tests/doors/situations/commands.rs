//! What people type: merges, picks, rebases, stashes, patches, and what lies below them.
//!
//! Not here: what is in the files (`files`), where the repository stands (`layouts`).

use super::{Situation, same};

const MERGES: &[Situation] = &[
    ("a clean merge", "apart", "git merge side"),
    ("a conflict", "clash", "git merge side"),
    ("a conflict that is resolved", "clash", "git merge side\nsettle\ngit merge --continue"),
    ("a conflict that is committed", "clash", "git merge side\nsettle\ngit commit -q --no-edit\ngit log --format=%s"),
    ("a conflict that is given up", "clash", "git merge side\ngit merge --abort"),
    ("a conflict that is left", "clash", "git merge side\ngit merge --quit\ngit status"),
    ("a conflict that is made again", "clash", "git merge side\nlines f gone\ngit checkout --merge -- f"),
    (
        "a conflict that is shown in another style",
        "clash",
        "git merge side\ngit checkout --conflict=diff3 f\ngit checkout --conflict=zdiff3 f",
    ),
    (
        "a conflict of which one side is taken",
        "clash",
        "git merge side\ngit checkout --theirs f\ngit add f\ngit commit -qm taken",
    ),
    ("the style diff3", "clash; git config merge.conflictStyle diff3", "git merge side"),
    ("the style zdiff3", "clash; git config merge.conflictStyle zdiff3", "git merge side"),
    ("no fast-forward", "base nine; side 'line f 2 side'", "git merge --no-ff side"),
    ("a fast-forward", "base nine; side 'line f 2 side'", "git merge side"),
    ("a fast-forward that is none", "apart", "git merge --ff-only side"),
    ("already there", "base nine; side :; git merge -q side", "git merge side"),
    ("a merge without commit", "apart", "git merge --no-commit side\ngit commit -qm later"),
    ("a squash", "apart", "git merge --squash side\ngit commit -qm squashed\ngit log --format=%P%s"),
    ("a squash with a conflict", "clash", "git merge --squash side\nsettle\ngit commit -qm squashed"),
    ("ours is favoured", "clash", "git merge -Xours side"),
    ("theirs is favoured", "clash", "git merge -Xtheirs side"),
    ("the strategy ours", "clash", "git merge -s ours side"),
    ("the strategy resolve", "apart", "git merge -s resolve side"),
    ("the strategy resolve with a conflict", "clash", "git merge -s resolve side"),
    ("the strategy recursive", "clash", "git merge -s recursive -Xpatience side"),
    ("another way to compare", "clash", "git merge -Xdiff-algorithm=minimal side"),
    (
        "white space is ignored",
        "base nine; side 'line f 5 \"  five\"'; main 'line f 5 fifth'",
        "git merge -Xignore-all-space side",
    ),
    (
        "an octopus",
        "base nine; side 'line f 2 side'; new other; line f 5 other; save; main 'line f 8 main'",
        "git merge side other",
    ),
    ("an octopus with a conflict", "clash; new other main; lines g other; save; on main", "git merge other side"),
    (
        "two histories",
        "base nine; git checkout -q --orphan side; git rm -qf f; lines g side; save; on main",
        "git merge side\ngit merge --allow-unrelated-histories side",
    ),
    (
        "two histories of one name",
        "base nine; git checkout -q --orphan side; lines f one 2 three; save; on main",
        "git merge --allow-unrelated-histories side",
    ),
    (
        "a criss-cross",
        "clash; git branch old; git merge side >/dev/null || :; settle; save; on side; git merge old >/dev/null || :; lines f x y; save; on main",
        "git merge side",
    ),
    ("local edits in the way", "apart; line f 5 local", "git merge side"),
    (
        "local edits that are put aside",
        "apart; lines g new; save; on main; lines g local",
        "git merge --autostash side",
    ),
    ("a branch name with a slash", "clash; git branch -m side feature/x-1", "git merge feature/x-1"),
    ("a tag", "clash; git tag v1 side", "git merge v1"),
    ("a commit by its number", "clash; git tag v1 side", "git merge $(git rev-parse side)"),
    (
        "a message with percents and quotes",
        "clash",
        "git merge -m \"50% of 'it' is \\\"done\\\" %P %A\" side\nsettle\ngit commit -q --no-edit\ngit log -1 --format=%B",
    ),
];

const PICKS: &[Situation] = &[
    ("a pick", "apart", "git cherry-pick side"),
    ("a pick with a conflict", "clash", "git cherry-pick side\nsettle\ngit cherry-pick --continue"),
    ("a pick that is given up", "clash", "git cherry-pick side\ngit cherry-pick --abort"),
    ("a pick that is left out", "clash", "git cherry-pick side\ngit cherry-pick --skip"),
    ("a pick without commit", "apart", "git cherry-pick -n side\ngit commit -qm picked"),
    ("a pick that says where it is from", "apart", "git cherry-pick -x side\ngit log -1 --format=%B"),
    ("picks in a row", "apart; on side; line f 3 more; save; on main", "git cherry-pick side~1 side"),
    (
        "picks in a row with a conflict",
        "clash; on side; line f 1 more; save; on main",
        "git cherry-pick side~1 side\nsettle\ngit cherry-pick --continue",
    ),
    ("the pick of a merge", "apart; new other; git merge -q side; on main", "git cherry-pick -m 1 other"),
    ("the pick of nothing", "apart; git merge -q side", "git cherry-pick side\ngit cherry-pick --skip"),
    ("a revert", "base nine; line f 2 x; save; line f 8 y; save", "git revert HEAD~1"),
    (
        "a revert with a conflict",
        "base nine; line f 2 x; save; line f 2 y; save",
        "git revert HEAD~1\nsettle\ngit revert --continue",
    ),
    ("the revert of a merge", "apart; git merge -q side; line f 5 z; save", "git revert -m 1 HEAD~1"),
    (
        "a revert without commit",
        "base nine; line f 2 x; save; line f 8 y; save",
        "git revert -n HEAD~1\ngit diff --cached",
    ),
];

const REBASES: &[Situation] = &[
    ("a rebase", "apart", "git rebase side"),
    ("a rebase with a conflict", "clash", "git rebase side\nsettle\ngit rebase --continue"),
    ("a rebase that is given up", "clash", "git rebase side\ngit rebase --abort"),
    ("a rebase of which one is left out", "clash; line f 9 more; save", "git rebase side\ngit rebase --skip"),
    ("a rebase by patches", "apart", "git rebase --apply side"),
    ("a rebase by patches with a conflict", "clash", "git rebase --apply side\nsettle\ngit rebase --continue"),
    ("a rebase of some", "apart; line f 9 more; save", "git rebase --onto side HEAD~1"),
    (
        "a rebase of a merge",
        "apart; new other; lines g other; save; on main; git merge -q other",
        "git rebase --rebase-merges side",
    ),
    (
        "a rebase that repairs",
        "apart; line f 9 more; git commit -qa --fixup HEAD",
        "git rebase -i --autosquash side\ngit log --format=%s",
    ),
    ("a rebase with a command", "apart", "git rebase --exec 'git log -1 --format=%s' side"),
    ("a rebase with local edits", "apart; lines g new; save; lines g local", "git rebase --autostash side"),
    ("a rebase in which theirs is favoured", "clash", "git rebase -Xtheirs side"),
    ("a rebase in the style diff3", "clash; git config merge.conflictStyle diff3", "git rebase side"),
    ("a pull that rebases", "clash", "git pull -q --rebase . side"),
    ("a pull that merges", "clash", "git pull -q --no-rebase . side"),
    ("a replay", "apart", "git replay --onto side side..main"),
];

const STASHES: &[Situation] = &[
    ("a stash", "apart; line f 5 local; git stash -q; git merge -q side", "git stash pop"),
    (
        "a stash with a conflict",
        "base nine; line f 5 local; git stash -q; line f 5 x; save",
        "git stash pop\ngit stash list",
    ),
    (
        "a stash with its index",
        "base nine; line f 5 local; git add f; git stash -q; line f 1 x; save",
        "git stash pop --index",
    ),
    (
        "a stash with new files",
        "base nine; lines g new; line f 5 local; git stash -qu; line f 1 x; save",
        "git stash apply\ngit stash drop -q",
    ),
    ("a switch with local edits", "apart; line f 5 local", "git checkout -m side"),
    ("a switch with local edits in the way", "clash; line f 5 local", "git checkout -m side"),
    ("a switch in the style diff3", "clash; line f 5 local", "git switch --merge --conflict=diff3 side"),
    ("patches by mail", "apart; git format-patch -1 --stdout side >../p", "git am -q ../p"),
    (
        "patches by mail that must be merged",
        "apart; on side; line f 3 x; save; git format-patch -1 --stdout >../p; on main; line f 4 w; save",
        "git am -3 ../p",
    ),
    (
        "patches by mail with a conflict",
        "clash; git format-patch -1 --stdout side >../p",
        "git am -3 ../p\nsettle\ngit am --continue",
    ),
    (
        "patches by mail that are given up",
        "clash; git format-patch -1 --stdout side >../p",
        "git am -3 ../p\ngit am --abort",
    ),
    ("a patch that must be merged", "clash; git diff main~1 side >../p", "git apply -3 ../p\ngit status -s"),
    (
        "a conflict that is known",
        "clash; git config rerere.enabled true",
        "git merge side\nlines f known\ngit commit -qam known\ngit reset -q --hard HEAD~1\ngit merge side\ngit rerere status",
    ),
    (
        "a conflict that is known and staged",
        "clash; git config rerere.enabled true; git config rerere.autoUpdate true",
        "git merge side\nlines f known\ngit commit -qam known\ngit reset -q --hard HEAD~1\ngit merge side",
    ),
    (
        "notes of both",
        "base nine; git notes add -m main; git notes --ref other add -m other",
        "git notes merge -s union other\ngit notes show",
    ),
    (
        "notes in conflict",
        "base nine; git notes add -m main; git notes --ref other add -m other",
        "git notes merge other",
    ),
];

const BELOW: &[Situation] = &[
    ("a tree that is written", "apart", "git merge-tree --write-tree main side"),
    (
        "a tree with a conflict",
        "clash",
        "git merge-tree --write-tree main side\ngit merge-tree --write-tree -z --name-only main side | tr '\\0' '|'",
    ),
    ("trees in a row", "clash", "printf 'main side\\nside main\\n' | git merge-tree --stdin | tr '\\0' '|'"),
    ("one file", "clash; git show side:f >../s; git show main~1:f >../b", "git merge-file -p f ../b ../s"),
    ("the plumbing of a merge", "clash", "git read-tree -m -u main~1 main side\ngit merge-index git-merge-one-file -a"),
    ("the strategy by itself", "clash", "git merge-recursive main~1 -- main side"),
    (
        "a merge that is made again to be shown",
        "clash; git merge side >/dev/null || :; lines f both; save",
        "git show --remerge-diff --format=%s\ngit log --remerge-diff --format=%s",
    ),
    ("replaced objects", "clash; git replace side $(git commit-tree -p main~1 -m new main^{tree})", "git merge side"),
];

#[test]
fn merges() {
    same(MERGES);
}

#[test]
fn picks_and_reverts() {
    same(PICKS);
}

#[test]
fn rebases() {
    same(REBASES);
}

#[test]
fn stashes_and_patches() {
    same(STASHES);
}

#[test]
fn plumbing() {
    same(BELOW);
}
