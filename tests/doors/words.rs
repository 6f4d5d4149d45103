//! What words on the command line mean: a revision, a file, or both, which is an error; two heads; paths.
//!
//! Not here: what is found.

use super::world::{PROGRAM, Ran, SAID_TWICE, World};

fn merged() -> World {
    let world = World::said_twice();
    world.git("merge -q --no-edit side").expect_code(0);
    world
}

#[test]
fn a_file_named_as_a_revision_hides_no_merge() {
    let world = merged();
    world.git("branch rel").expect_code(0);
    world.oneness("check rel").expect_code(1);
    world.write("rel", "A file without a fault.\n");
    let ran = world.oneness("check rel").expect_code(2);
    for said in ["both a revision and a file", "`oneness check rel --`", "`oneness check -- rel`"] {
        assert!(ran.err.contains(said), "no '{said}' in {}", ran.err);
    }
    assert!(world.oneness("check rel --").expect_code(1).out.contains(SAID_TWICE));
    world.oneness("check -- rel").expect_code(0);
    // A folder is a path, too.
    world.git("branch docs").expect_code(0);
    std::fs::create_dir(world.path("docs")).expect("because tests may write");
    assert!(world.oneness("check docs").expect_code(2).err.contains("both a revision"));
    world.oneness("check docs --").expect_code(1);
}

#[test]
fn head_of_a_bare_repository_is_the_commit() {
    let world = merged();
    let bare = world.home().join("bare.git");
    world.git(&format!("clone -q --bare . {}", bare.display())).expect_code(0);
    let inside = |words: &str| Ran::of(world.command(PROGRAM).args(words.split(' ')).current_dir(&bare).output());
    let told = inside("check HEAD").expect_code(1).out;
    assert!(told.contains(SAID_TWICE) && !told.contains("oneness allow"), "nobody reads allowed pairs here: {told}");
    assert!(inside("check main^1...main^2").expect_code(1).out.contains(SAID_TWICE));
    inside("check HEAD -- one.md").expect_code(1);
    // The words that name no revision name files there, as anywhere.
    assert!(inside("check description").expect_code(0).out.is_empty());
}

#[test]
fn dots_part_two_heads() {
    let world = World::said_twice();
    for words in ["check main...side", "check main..side", "check ...side", "check main side"] {
        assert!(world.oneness(words).expect_code(1).out.contains(SAID_TWICE), "{words}");
    }
    assert!(world.oneness("check main...nowhere").expect_code(2).err.contains("unknown revision 'main...nowhere'"));
    world.git("merge -q --no-edit side").expect_code(0);
    let page = world.oneness("check HEAD --format json").expect_code(1).out;
    let id = page.split("\"id\": \"").nth(1).and_then(|rest| rest.split('"').next()).expect("because one is told");
    assert!(world.oneness(&format!("explain {id} main~1...side")).expect_code(0).out.contains("the base: it held"));
}

#[test]
fn paths_narrow_what_is_told() {
    let world = World::said_twice();
    world.write("docs/a.md", "# A page\n\nOne line.\n");
    world.write("docs/b.md", "# B page\n\nOne line.\n");
    world.commit("docs");
    world.git("merge -q --no-edit side").expect_code(0);
    world.oneness("check HEAD -- one.md").expect_code(1);
    world.oneness("check HEAD -- docs/ two.md").expect_code(1);
    let none = world.oneness("check HEAD -- docs").expect_code(0);
    assert_eq!((none.out.as_str(), none.err.as_str()), ("", ""));
    let misspelt = world.oneness("check HEAD -- dosc/").expect_code(0);
    assert!(misspelt.err.contains("touched no file in 'dosc/'"), "{}", misspelt.err);
    let inside =
        world.command(PROGRAM).args(["check", "HEAD", "--", "../one.md"]).current_dir(world.path("docs")).output();
    Ran::of(inside).expect_code(1);
    assert!(world.oneness("check HEAD docs/").expect_code(2).err.contains("paths stand behind `--`"));
    assert!(world.oneness("check docs").expect_code(2).err.contains("is a folder and no revision"));
}
