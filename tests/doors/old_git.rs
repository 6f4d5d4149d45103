//! A git before 2.44 tells a merge driver no labels, and its `merge-tree` takes no options: what is left must be git's
//! own all the same.
//!
//! Not here: the driver with a git that tells them (`driver`).

use std::path::{Path, PathBuf};

use super::left::{conflicts, left};
use super::world::{PROGRAM, Ran, World};

/// What people do that ends in conflicts, and what is prepared for it.
const COMMANDS: &[(&str, &str)] = &[
    ("merge side", ""),
    ("merge -Xignore-space-change side", ""),
    ("merge -q -Xtheirs side", ""),
    ("merge moved", ""),
    ("merge other", ""),
    ("pull -q --no-rebase . side", ""),
    ("cherry-pick side", ""),
    ("cherry-pick side~1 side", ""),
    ("cherry-pick moved", ""),
    ("rebase side", ""),
    ("rebase moved", ""),
    ("rebase --apply side", ""),
    ("revert --no-edit side~1", "side"),
    ("checkout -m side", "edited"),
    ("stash pop", "stashed"),
];

/// Compares what git leaves alone and with the driver, whose labels are given so.
fn same(git: &Path, labels: &str) {
    let world = conflicts();
    let driver = format!("merge.oneness.driver='{PROGRAM}' merge-driver %O %A %B -L %L -p %P {labels}");
    for style in ["merge", "diff3"] {
        let style = format!("merge.conflictStyle={style}");
        for command in COMMANDS {
            let plain = left(&world, git, std::slice::from_ref(&style), *command);
            let driven = [style.clone(), "merge.default=oneness".to_owned(), driver.clone()];
            assert_eq!(plain, left(&world, git, &driven, *command), "{} {style}", command.0);
        }
    }
}

#[test]
fn labels_that_git_does_not_tell_are_those_that_it_writes_itself() {
    // So every git hands them over as one that does not know them.
    same(Path::new("git"), "-s %%S -x %%X -y %%Y");
}

#[test]
fn a_git_that_is_old_leaves_with_the_driver_what_it_leaves_alone() {
    if let Some(git) = old_git() {
        same(&git, "-s %S -x %X -y %Y");
    }
}

#[test]
fn who_has_an_old_git_is_told() {
    let Some(git) = old_git() else { return };
    let world = World::new();
    let folder = git.parent().expect("because a program stands in a folder");
    let path = format!("{}:{}", folder.display(), std::env::var("PATH").unwrap_or_default());
    let oneness = |words: &str| Ran::of(world.command(PROGRAM).args(words.split(' ')).env("PATH", &path).output());
    let said = oneness("install --merge-driver").expect_code(0).out;
    assert!(said.contains("does not tell a merge driver") && said.contains("2.44"), "{said}");
    let said = oneness("doctor").out;
    assert!(said.contains("does not tell a merge driver") && said.contains("2.44"), "{said}");
    assert!(!world.git("config merge.oneness.driver").out.contains("-L %X"));
}

/// A git before 2.44 that stands on the path or is named by `ONENESS_OLD_GIT`.
fn old_git() -> Option<PathBuf> {
    let named = std::env::var_os("ONENESS_OLD_GIT").map(PathBuf::from);
    let path = std::env::var_os("PATH").unwrap_or_default();
    let on_path = std::env::split_paths(&path).map(|folder| folder.join("git")).filter(|program| program.is_file());
    let is_old = |program: &PathBuf| {
        let said = Ran::of(std::process::Command::new(program).arg("version").output()).out;
        let version = said.split_whitespace().nth(2).unwrap_or_default();
        let mut numbers = version.split('.').map(|number| number.parse::<u32>().unwrap_or_default());
        matches!((numbers.next(), numbers.next()), (Some(2), Some(minor)) if (38..44).contains(&minor))
    };
    named.into_iter().chain(on_path).find(is_old)
}
