//! An audit that has nothing to read says why, and what to do.
//!
//! Not here: what an audit finds.

use super::world::{PROGRAM, Ran, SAID_TWICE, World};

#[test]
fn a_range_without_merges_says_so() {
    let world = World::said_twice();
    let ran = world.oneness("audit").expect_code(0);
    for said in ["no merge among the 2 commits of HEAD", "squashed or rebased", "--present"] {
        assert!(ran.err.contains(said), "no '{said}' in {}", ran.err);
    }
    assert!(world.oneness("audit main..main").expect_code(0).err.contains("no commit in main..main"));
    assert!(
        world.oneness("audit --since 2099-01-01").expect_code(0).err.contains("no commit in HEAD since 2099-01-01")
    );
    world.git("merge -q --no-edit side").expect_code(0);
    assert!(!world.oneness("audit").expect_code(1).err.contains("no merge"));
    // Both ends, but for what they share.
    let ran = world.oneness("audit main...side").expect_code(1);
    assert!(ran.err.contains("1 merges read"), "{}", ran.err);
}

#[test]
fn a_project_that_squashes_is_told_what_to_ask_instead() {
    let world = World::new();
    for number in 1..6 {
        world.append("one.md", &format!("Paragraph number {number} of the page."));
        world.commit(&format!("Say more (#{number})"));
    }
    let ran = world.oneness("audit").expect_code(0);
    assert!(ran.err.contains("pull requests are squashed here"), "{}", ran.err);
}

#[test]
fn a_shallow_clone_says_that_it_is_one() {
    let world = World::said_twice();
    world.git("merge -q --no-edit side").expect_code(0);
    world.append("two.md", SAID_TWICE);
    world.commit("later");
    let clone = world.home().join("shallow");
    world.git(&format!("clone -q --depth 2 file://{} {}", world.top.display(), clone.display())).expect_code(0);
    let ran = Ran::of(world.command(PROGRAM).arg("audit").current_dir(&clone).output()).expect_code(0);
    assert!(ran.err.contains("shallow") && ran.err.contains("fetch-depth: 0"), "{}", ran.err);
}
