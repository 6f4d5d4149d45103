//! Where the repository stands: linked work trees, sparse ones, submodules, folders below, bare repositories.
//!
//! Not here: what is typed there (`commands`).

use super::{Situation, same};

const LAYOUTS: &[Situation] = &[
    (
        "a linked work tree",
        "clash; git worktree add -q ../linked -b third",
        "cd ../linked && git merge side; cd ../work",
    ),
    (
        "a clean merge in a linked work tree",
        "apart; git worktree add -q ../linked -b third",
        "git -C ../linked merge side",
    ),
    ("a folder below", "base 'nine d/f'; side 'line d/f 5 s'; main 'line d/f 5 m'", "cd d && git merge side; cd .."),
    (
        "a sparse work tree",
        "base 'nine in/f; nine out/g'; side 'line in/f 2 s; line out/g 2 s'; main 'line in/f 8 m; line out/g 8 m'; git sparse-checkout set in",
        "git merge side",
    ),
    (
        "a sparse work tree, in conflict",
        "base 'nine in/f; nine out/g'; side 'line out/g 5 s'; main 'line out/g 5 m'; git sparse-checkout set in",
        "git merge side",
    ),
    (
        "a submodule that one side moves",
        "git init -q ../lib; git -C ../lib commit -q --allow-empty -m one; git submodule -q add ../lib lib; nine; save base; side 'git -C lib commit -q --allow-empty -m two; line f 2 s'; git submodule -q update; main 'line f 8 m'",
        "git merge side",
    ),
    (
        "a submodule that both sides move",
        "git init -q ../lib; git -C ../lib commit -q --allow-empty -m one; git submodule -q add ../lib lib; save base; side 'git -C lib commit -q --allow-empty -m two'; git submodule -q update; main 'git -C lib commit -q --allow-empty -m three'",
        "git merge side",
    ),
    (
        "a merge in a submodule",
        "git init -q ../lib; cd ../lib; clash; cd ../work; git submodule -q add ../lib lib; save base; git -C lib branch -q side origin/side",
        "git -C lib merge side",
    ),
    (
        "a subtree",
        "base nine; git checkout -q --orphan side; git rm -qf f; nine; line f 1 lib; save; on main; git merge -q -s ours --no-commit --allow-unrelated-histories side; git read-tree --prefix=lib/ -u side; save; on side; line f 9 more; save; on main",
        "git merge -Xsubtree=lib side",
    ),
    (
        "the strategy subtree",
        "base nine; git checkout -q --orphan side; git rm -qf f; nine; line f 1 lib; save; on main; git merge -q -s ours --no-commit --allow-unrelated-histories side; git read-tree --prefix=lib/ -u side; save; on side; line f 9 more; save; on main; line lib/f 1 mine; save",
        "git merge -s subtree side",
    ),
    ("a folder of git elsewhere", "clash; git init -q --separate-git-dir ../elsewhere", "git merge side"),
    (
        "the folder of git by the environment",
        "clash",
        "cd .. && GIT_DIR=work/.git GIT_WORK_TREE=work git merge side; cd work",
    ),
    ("an index by the environment", "apart; cp .git/index .git/other", "GIT_INDEX_FILE=$PWD/.git/other git merge side"),
    (
        "a fetch of another repository",
        "clash; git clone -q . ../clone; git -C ../clone checkout -q -b third; git -C ../clone reset -q --hard origin/main~1; (cd ../clone; line f 5 third; save)",
        "git pull -q --no-rebase ../clone third",
    ),
    (
        "a shallow clone",
        "clash; git clone -q --no-local --depth 2 --no-single-branch file://$PWD ../clone; cd ../clone; git branch -q side origin/side",
        "cd ../clone && git merge side; cd ../work",
    ),
    (
        "an object format of 256 bits",
        "rm -rf .git; git init -q --object-format=sha256 .; clash; mkdir .git/hooks 2>/dev/null || :",
        "git merge side",
    ),
];

#[test]
fn layouts() {
    // Hooks are not installed where the commits cannot be read.
    same(&LAYOUTS[..LAYOUTS.len() - 1]);
}

#[test]
fn the_driver_works_whatever_names_the_objects() {
    use super::{With, left};
    let situation = &LAYOUTS[LAYOUTS.len() - 1];
    assert_eq!(left(situation, With::Nobody).0, left(situation, With::Driver).0);
}
