//! `oneness install`, `uninstall` and `doctor`: nothing of anybody else's is lost, and everything comes back to the byte.
//!
//! Not here: what the hooks and the driver do once they are there.

use std::collections::BTreeMap;
use std::path::Path;

use super::world::{Ran, World};

/// Everything in a folder: names, contents, and whether a file may be executed.
fn snapshot(folder: &Path) -> BTreeMap<String, (Vec<u8>, bool)> {
    use std::os::unix::fs::PermissionsExt as _;
    let mut files = BTreeMap::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for path in std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()) {
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let bytes = std::fs::read(&path).unwrap_or_default();
            let mode = path.metadata().map(|metadata| metadata.permissions().mode()).unwrap_or_default();
            files.insert(path.to_string_lossy().into_owned(), (bytes, mode & 0o111 != 0));
        }
    }
    files
}

#[test]
fn what_was_installed_twice_goes_to_the_byte() {
    let world = World::new();
    world.write(".git/hooks/pre-commit", "#!/bin/sh\nexit 0\n");
    world.write(".git/info/attributes", "*.rs merge=other\n# no line break at the end");
    let config = world.read(".git/config");
    world.write(".git/config", config.trim_end());
    world.git("config --local merge.other.driver true").expect_code(0);
    let config = world.read(".git/config");
    world.write(".git/config", config.trim_end());
    let before = snapshot(&world.path(".git"));
    world.oneness("install --delegate other").expect_code(0);
    let installed = snapshot(&world.path(".git"));
    assert_ne!(before, installed);
    let again = world.oneness("install --delegate other").expect_code(0);
    assert_eq!(installed, snapshot(&world.path(".git")), "{}", again.out);
    world.oneness("uninstall").expect_code(0);
    assert_eq!(before, snapshot(&world.path(".git")));
    assert_eq!(world.oneness("uninstall").expect_code(0).out, "nothing was installed\n");
}

#[test]
fn what_was_installed_for_the_user_goes_to_the_byte() {
    let world = World::new();
    let before = snapshot(world.home());
    world.oneness("install --global").expect_code(0);
    world.oneness("install --global").expect_code(0);
    assert_eq!(world.git("config merge.default").out, "oneness\n");
    world.git("clone -q . ../cloned").expect_code(0);
    assert!(world.home().join("cloned/.git/hooks/pre-merge-commit").exists());
    std::fs::remove_dir_all(world.home().join("cloned")).expect("because it is ours");
    world.oneness("uninstall --global").expect_code(0);
    assert_eq!(before, snapshot(world.home()));
    assert!(!world.home().join(".config/oneness/template").exists());
}

#[test]
fn what_the_user_adds_afterwards_stays() {
    let world = World::new();
    world.oneness("install").expect_code(0);
    world.git("config merge.conflictStyle diff3").expect_code(0);
    world.git("config merge.renames true").expect_code(0);
    world.oneness("uninstall").expect_code(0);
    assert_eq!(world.git("config merge.conflictStyle").out, "diff3\n");
    assert_eq!(world.git("config merge.default").code, 1);
}

#[test]
fn the_driver_that_is_installed_looks_and_leaves_other_drivers_alone() {
    let world = World::said_twice_in_one_file();
    world.git("config merge.other.driver true").expect_code(0);
    world.write(".gitattributes", "*.txt merge=other\n*.log merge=union\n");
    world.commit("attributes");
    let ran = world.oneness("install --merge-driver").expect_code(0);
    assert!(ran.out.contains("*.txt is merged by `other` (.gitattributes:1)"), "{}", ran.out);
    assert!(ran.out.contains("--delegate other") && !ran.out.contains("*.log"), "{}", ran.out);
    assert!(world.git("merge --no-edit side").expect_code(0).told());
    assert_eq!(world.git("check-attr merge a.txt").out, "a.txt: merge: other\n");
    world.oneness("install --merge-driver --delegate other").expect_code(0);
    assert_eq!(world.git("check-attr merge a.txt").out, "a.txt: merge: oneness-other\n");
    assert_eq!(world.git("check-attr merge a.log").out, "a.log: merge: union\n");
    assert_eq!(world.oneness("install --delegate nobody").code, 2);
    let ran = world.oneness("doctor").expect_code(0);
    assert!(ran.out.contains("the merge driver gets every file"), "{}", ran.out);
}

#[test]
fn what_a_hook_will_tell_the_driver_does_not_tell() {
    let world = World::said_twice_in_one_file();
    world.oneness("install").expect_code(0);
    for (words, code) in [("merge --no-edit side", 1), ("cherry-pick side", 128)] {
        let ran = world.git(words).expect_code(code);
        assert_eq!(ran.err.matches("warning[duplicate-addition]").count(), 1, "{words}: {}", ran.err);
        world.git("reset -q --hard").expect_code(0);
    }
    assert!(world.git("merge-tree --write-tree main side").expect_code(0).told());
    world.git("merge -q --no-verify --no-edit side").expect_code(0);
}

#[test]
fn generated_files_are_silent_in_the_driver_too() {
    let world = World::said_twice_in_one_file();
    world.oneness("install --merge-driver").expect_code(0);
    world.write(".gitattributes", "one.md linguist-generated\n");
    assert!(!world.git("merge --no-edit side").expect_code(0).told());
}

#[test]
fn a_default_driver_of_somebody_else_stays() {
    let world = World::new();
    world.git("config merge.default union").expect_code(0);
    let ran = world.oneness("install --merge-driver").expect_code(0);
    assert!(ran.out.contains("merge.default is `union` and stays so"), "{}", ran.out);
    assert_eq!(world.git("config merge.default").out, "union\n");
}

#[test]
fn the_strict_driver_is_strict() {
    let world = World::said_twice_in_one_file();
    world.oneness("install --merge-driver --strict").expect_code(0);
    world.git("merge --no-edit side").expect_code(1);
    assert!(world.read("one.md").contains("<<<<<<< HEAD (duplicate-addition"));
}

#[test]
fn hooks_of_husky_are_not_touched() {
    let world = World::new();
    world.write(".husky/_/pre-commit", "#!/usr/bin/env sh\n. \"$(dirname \"$0\")/h\"\n");
    world.git("config core.hooksPath .husky/_").expect_code(0);
    let before = snapshot(&world.top.join(".husky"));
    let ran = world.oneness("install --hooks").expect_code(2);
    assert!(ran.err.contains("husky") && ran.err.contains(".husky/pre-merge-commit"), "{}", ran.err);
    let ran = world.oneness("install").expect_code(0);
    assert!(ran.out.contains("husky looks after them"), "{}", ran.out);
    assert_eq!(before, snapshot(&world.top.join(".husky")));
    world.write(".husky/pre-merge-commit", "oneness hook pre-merge-commit\n");
    world.write(".husky/_/pre-merge-commit", "#!/usr/bin/env sh\n. \"$(dirname \"$0\")/h\"\n");
    let ran = world.oneness("doctor");
    assert!(ran.out.contains("hook pre-merge-commit calls oneness"), "{}", ran.out);
}

#[test]
fn a_bare_repository_and_no_repository_are_told_apart() {
    let world = World::said_twice_in_one_file();
    world.git("clone -q --bare . ../bare.git").expect_code(0);
    let in_folder = |folder: &Path, words: &str| {
        let mut command = world.command(super::world::PROGRAM);
        Ran::of(command.args(words.split(' ')).current_dir(folder).output())
    };
    let bare = world.home().join("bare.git");
    in_folder(&bare, "install --merge-driver").expect_code(0);
    let mut command = world.command("git");
    command.args(["merge-tree", "--write-tree", "main", "side"]).current_dir(&bare);
    assert!(Ran::of(command.output()).expect_code(0).told());
    let ran = in_folder(world.home(), "install").expect_code(2);
    assert!(ran.err.contains("not in a git repository") && ran.err.contains("--global"), "{}", ran.err);
    in_folder(world.home(), "doctor").expect_code(0);
}

#[test]
fn the_doctor_finds_what_is_wrong_and_says_what_to_type() {
    let world = World::new();
    let check = |break_it: &str, sees: &str, types: &str, code: i32| {
        world.oneness("install").expect_code(0);
        let broken = Ran::of(world.command("sh").args(["-c", break_it]).output()).expect_code(0);
        let ran = world.oneness("doctor");
        assert!(ran.out.contains(sees) && ran.out.contains(types), "{break_it}: {}{}", ran.out, broken.err);
        assert_eq!(ran.code, code, "{break_it}: {}", ran.out);
        world.oneness("uninstall").expect_code(0);
    };
    check("true", "the merge driver gets every file", "", 0);
    check("chmod -x .git/hooks/pre-commit", "hook pre-commit may not be executed", "chmod +x", 1);
    check("rm .git/hooks/pre-commit", "hook pre-commit is not installed", "oneness install --hooks", 0);
    check("echo '# mine' > .git/hooks/post-merge", "hook post-merge is somebody else's", "oneness install --hooks", 0);
    world.git("clean -q -f -d").expect_code(0);
    std::fs::remove_file(world.path(".git/hooks/post-merge")).expect("because it was just written");
    check("git config merge.default union", "merge.default is `union`", "--gitattributes", 0);
    world.git("config --unset merge.default").expect_code(0);
    check("echo 'wrong = 1' > oneness.toml", "oneness.toml:1: unknown field `wrong`", "--dump-config", 1);
    std::fs::remove_file(world.path("oneness.toml")).expect("because it was just written");
    check("touch .merge_file_abc", "1 file(s) of a merge that was killed", "rm .merge_file_*", 0);
    std::fs::remove_file(world.path(".merge_file_abc")).expect("because it was just written");
    check("echo > lefthook.yml", "lefthook looks after the hooks here", "lefthook install", 0);
    std::fs::remove_file(world.path("lefthook.yml")).expect("because it was just written");
    world.write(".gitattributes", "*.md merge=oneness\n");
    let ran = world.oneness("doctor").expect_code(1);
    assert!(ran.out.contains("the driver is not configured"), "{}", ran.out);
}

#[test]
fn the_doctor_knows_a_shallow_clone() {
    let world = World::said_twice();
    let from = format!("file://{}", world.top.display());
    world.git(&format!("clone -q --depth 1 {from} ../shallow")).expect_code(0);
    let mut command = world.command(super::world::PROGRAM);
    let ran = Ran::of(command.arg("doctor").current_dir(world.home().join("shallow")).output()).expect_code(1);
    assert!(ran.out.contains("shallow") && ran.out.contains("git fetch --unshallow"), "{}", ran.out);
}

#[test]
fn the_doctor_knows_an_old_git_and_a_path_without_the_program() {
    let world = World::new();
    world.oneness("install").expect_code(0);
    let old = world.home().join("old");
    std::fs::create_dir(&old).expect("because tests may write");
    let real = Ran::of(world.command("sh").args(["-c", "command -v git"]).output()).out;
    let script = format!("#!/bin/sh\n[ \"$1\" = version ] && echo git version 2.30.2 || exec {} \"$@\"\n", real.trim());
    std::fs::write(old.join("git"), script).expect("because tests may write");
    Ran::of(world.command("chmod").arg("+x").arg(old.join("git")).output()).expect_code(0);
    let mut command = world.command(super::world::PROGRAM);
    let path = format!("{}:/usr/bin:/bin", old.display());
    let ran = Ran::of(command.arg("doctor").env("PATH", path).output()).expect_code(1);
    assert!(ran.out.contains("git 2.30 is too old") && ran.out.contains("2.44 or newer"), "{}", ran.out);
    assert!(ran.out.contains("oneness is not on PATH") && ran.out.contains("export PATH="), "{}", ran.out);
}

#[test]
fn lines_that_somebody_adds_to_a_hook_stay_when_it_is_written_anew_and_when_it_goes() {
    let world = World::said_twice();
    let add = |line: &str| world.write(".git/hooks/pre-commit", world.read(".git/hooks/pre-commit") + line);
    let commit = |message: &str| {
        world.append("three.md", message);
        world.git("add three.md").expect_code(0);
        world.git(&format!("commit -q -m {message}"))
    };
    world.oneness("install").expect_code(0);
    add("if [ -e three.md ]; then\n  echo mine >> added.log\nfi\n");
    world.oneness("install").expect_code(0);
    assert_eq!(world.read(".git/hooks/pre-commit").matches("echo mine").count(), 1);
    assert_eq!((commit("one").expect_code(0).code, world.read("added.log").as_str()), (0, "mine\n"));
    world.write(".git/hooks/pre-merge-commit", world.read(".git/hooks/pre-merge-commit") + "echo later\n");
    world.git("merge --no-edit side").expect_code(1);
    world.git("merge --abort");
    let said = world.oneness("uninstall").expect_code(0).out;
    assert!(said.contains("hook pre-commit is gone; what was added to it stays in "), "{said}");
    assert!(said.contains("hook post-merge is gone\n"), "{said}");
    let left = "#!/bin/sh\nif [ -e three.md ]; then\n  echo mine >> added.log\nfi\n";
    assert_eq!(world.read(".git/hooks/pre-commit"), left);
    assert_eq!((commit("two").expect_code(0).code, world.read("added.log").as_str()), (0, "mine\nmine\n"));
    // It is a hook of the user's now, and comes back to the byte.
    world.oneness("install").expect_code(0);
    world.oneness("uninstall").expect_code(0);
    assert_eq!(world.read(".git/hooks/pre-commit"), left);
}

#[test]
fn lines_that_were_added_stand_beside_the_hook_that_was_there_before() {
    let world = World::new();
    world.write(".git/hooks/pre-commit", "#!/bin/sh\necho before\n");
    world.oneness("install").expect_code(0);
    let text = world.read(".git/hooks/pre-commit");
    world.write(".git/hooks/pre-commit", text.replace("#!/bin/sh\n", "#!/bin/bash\necho first\n") + "\necho last\n");
    let said = world.oneness("uninstall").expect_code(0).out;
    assert_eq!(world.read(".git/hooks/pre-commit"), "#!/bin/sh\necho before\n");
    assert_eq!(world.read(".git/hooks/pre-commit.after-oneness"), "#!/bin/bash\necho first\n\necho last\n");
    assert!(said.contains("pre-commit.after-oneness"), "{said}");
}
