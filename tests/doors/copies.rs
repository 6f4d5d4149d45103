//! `oneness merge`: two copies with the version that both began as and without it, and what it says of the result.
//!
//! Not here: how slides and lines are merged (`three_way`).

use oneness::decode;
use oneness::documents::minimal::{Slide, deck};

use super::world::{SAID_TWICE, World, page};

#[test]
fn what_came_of_each_copy_and_what_both_say_twice_is_told() {
    let world = World::new();
    world.write("base.md", page("one"));
    world.write("mine.md", format!("{}\n{SAID_TWICE}\n", page("one")));
    world.write("hers.md", format!("{SAID_TWICE}\n\n{}", page("one")));
    let ran = world.oneness("merge --base base.md --ours mine.md --theirs hers.md -o both.md").expect_code(0);
    assert!(ran.out.contains("both.md is merged") && ran.out.contains("duplicate-addition"), "{}", ran.out);
    assert_eq!(world.read("both.md").matches(SAID_TWICE).count(), 2);
    let quiet = world.oneness("merge -q --base base.md --ours mine.md --theirs hers.md -o both.md").expect_code(0);
    assert_eq!(quiet.out, "");
}

#[test]
fn two_copies_of_a_text_keep_what_stands_in_one_alone() {
    let world = World::new();
    let lines = page("one");
    world.write("mine.md", lines.replace("remembers an old engine", "remembers a new engine") + "\nMine alone.\n");
    world.write("hers.md", lines.replace("# Page one\n", "# Page one\n\nHers alone.\n"));
    let ran = world.oneness("merge --ours mine.md --theirs hers.md -o both.md").expect_code(1);
    let both = world.read("both.md");
    assert!(both.contains("Mine alone.") && both.contains("Hers alone.") && both.contains("<<<<<<< mine.md"), "{both}");
    assert_eq!(both.matches("The candle of page one carries").count(), 1);
    assert!(ran.err.contains("nobody knows what was added and what was taken away"), "{}", ran.err);
    assert!(ran.err.contains("of hers.md alone") && ran.err.contains("conflicts stand between markers"), "{}", ran.err);
}

#[test]
fn two_copies_of_a_deck_keep_what_stands_in_one_alone() {
    let world = World::new();
    let slide = |made, title, bullets| Slide { made, title, bullets, notes: "" };
    world.write("mine.pptx", deck(&[slide(300, "Risks", &["One", "Mine"]), slide(301, "Next", &["Two"])]));
    world.write("hers.pptx", deck(&[slide(300, "Risks", &["One"]), slide(301, "Then", &["Two", "Hers"])]));
    let ran = world.oneness("merge --ours mine.pptx --theirs hers.pptx -o both.pptx").expect_code(1);
    let bytes = std::fs::read(world.path("both.pptx")).expect("because it was written");
    let text = decode::source("both.pptx", &bytes).text.as_str().to_owned();
    assert_eq!(text, "Risks\nOne\nMine\nNext\nTwo\nHers\n");
    assert!(ran.err.contains("not in the result, of hers.pptx: \"Then\""), "{}", ran.err);
    world.write("other.pptx", deck(&[slide(900, "Zoo", &["Zebra", "Giraffe"])]));
    let ran = world.oneness("merge --ours mine.pptx --theirs other.pptx -o none.pptx").expect_code(2);
    assert!(ran.err.contains("share no slide") && !world.path("none.pptx").exists(), "{}", ran.err);
}

#[test]
fn names_of_files_are_no_languages() {
    let world = World::new();
    world.write("b.md", page("one"));
    world.write("eo.md", format!("{}\n{SAID_TWICE}\n", page("one")));
    world.write("et.md", format!("{SAID_TWICE}\n\n{}", page("one")));
    let ran = world.oneness("check --base b.md --ours eo.md --theirs et.md").expect_code(1);
    assert!(ran.out.contains("duplicate-addition"), "{}", ran.out);
    assert!(world.oneness("audit --since 2026-02-31").expect_code(2).err.contains("is no day"));
}
