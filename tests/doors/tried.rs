//! `oneness check OURS THEIRS`: the merge that has not happened is tried where nobody sees it.
//!
//! Not here: what is found in it.

use super::world::{PROGRAM, Ran, World, page};

/// A repository in which both sides said the same in one file, at one end each.
fn world() -> World {
    let world = World::said_twice_in_one_file();
    assert!(world.oneness("check main side").expect_code(1).out.contains("duplicate-addition"));
    world
}

/// What `check` says, without the time that it took.
fn said(world: &World, words: &str) -> (i32, String) {
    let ran = world.oneness(words);
    let lines = ran.out.lines().filter(|line| !line.contains("\"millis\"")).collect::<Vec<_>>().join("\n");
    (ran.code, lines)
}

#[test]
fn drivers_of_the_user_are_not_called() {
    let world = world();
    let before = said(&world, "check main side --format json");
    let spy = world.home().join("called");
    let line = format!("touch '{}'; exit 1", spy.display());
    let config = |words: &[&str]| {
        let ran = Ran::of(world.command("git").arg("config").args(words).output());
        ran.expect_code(0);
    };
    for place in ["--local", "--global"] {
        config(&[place, "merge.spy.driver", &line]);
        config(&[place, "merge.default", "spy"]);
        assert_eq!(said(&world, "check main side --format json"), before, "{place}");
        assert!(!spy.exists(), "{place}: merge.default");
    }
    for attributes in [".gitattributes", ".git/info/attributes", "../.config/git/attributes"] {
        world.write(attributes, "* merge=spy\n");
        assert_eq!(said(&world, "check main side --format json"), before, "{attributes}");
        assert!(!spy.exists(), "{attributes}");
    }
    world.oneness("install").expect_code(0);
    assert_eq!(said(&world, "check main side --format json"), before);
    assert!(Ran::of(world.command("git").args(["merge", "-q", "side"]).output()).code >= 0 && spy.exists(), "git does");
}

#[test]
fn the_work_tree_stays_as_it_is_also_while_it_is_tried() {
    let world = world();
    world.oneness("install").expect_code(0);
    let changed = || std::fs::metadata(&world.top).and_then(|folder| folder.modified()).expect("because it is there");
    let (before, objects) = (changed(), world.git("count-objects -v").out);
    world.oneness("check main side").expect_code(1);
    // A file that comes and goes leaves its trace in the time of the folder.
    assert_eq!(changed(), before);
    assert_eq!(world.git("count-objects -v").out, objects);
    assert_eq!(world.git("status --porcelain").out, "");
}

#[test]
fn it_is_tried_by_the_rules_of_the_repository() {
    // Where a file counts as binary git keeps ours, and what theirs says is not in the result: nothing was compared.
    let world = world();
    world.write("three.md", page("three"));
    world.commit("a third page");
    world.git("checkout -q side").expect_code(0);
    for (branch, rule, found) in [("union", "one.md merge=union", 1), ("binary", "one.md -merge", 2)] {
        world.git(&format!("checkout -q -B {branch} main")).expect_code(0);
        world.write(".gitattributes", format!("{rule}\n"));
        world.commit("attributes");
        world.oneness(&format!("check {branch} side")).expect_code(found);
        world.git("checkout -q main").expect_code(0);
        world.oneness(&format!("check {branch} side")).expect_code(found);
        world.oneness("check main side").expect_code(1);
    }
    world.write(".git/info/attributes", "one.md -merge\n");
    world.oneness("check main side").expect_code(2);
}

#[test]
fn a_shallow_clone_and_borrowed_objects_are_no_hindrance() {
    let world = world();
    let home = world.home().to_string_lossy().into_owned();
    world.git("clone -q --shared . ../borrows").expect_code(0);
    world.git("clone -q --no-local --depth 2 --no-single-branch . ../shallow").expect_code(0);
    for clone in ["borrows", "shallow"] {
        let ran = Ran::of(
            world
                .command(PROGRAM)
                .args(["check", "origin/main", "origin/side"])
                .current_dir(format!("{home}/{clone}"))
                .output(),
        );
        assert!(ran.out.contains("duplicate-addition"), "{clone}: {}{}", ran.out, ran.err);
    }
}
