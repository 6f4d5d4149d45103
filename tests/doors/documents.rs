//! One document on disk: with a merge in its history, without one, and unreadable.
//!
//! Not here: merges by their names (`tests/suite/cases`).

use oneness::documents::minimal::minimal_deck;

use super::world::{Ran, SAID_TWICE, World};

const AGAIN: &str = "The gateway retries every failed payment request three times before giving up.";

fn deck(one: &[&str], two: &[&str]) -> Vec<u8> {
    minimal_deck(&[("Risks", one, ""), ("What is next", two, "")])
}

#[test]
fn the_last_merge_of_a_deck_is_found() {
    let world = World::new();
    world.oneness("install --merge-driver").expect_code(0);
    world.write("sub/deck.pptx", deck(&["One"], &["Two"]));
    world.commit("base of the deck");
    world.git("checkout -q -b side").expect_code(0);
    world.write("sub/deck.pptx", deck(&["One"], &["Two", AGAIN]));
    world.commit("side");
    world.git("checkout -q main").expect_code(0);
    world.write("sub/deck.pptx", deck(&["One", SAID_TWICE], &["Two"]));
    world.commit("main");
    world.git("merge -q --no-edit side").expect_code(0);
    world.append("one.md", "Another day.");
    world.commit("later");
    let ran = world.oneness("check -v sub/deck.pptx").expect_code(1);
    assert!(ran.out.contains("duplicate-addition") && ran.out.contains("slide 2"), "{}", ran.out);
    assert!(ran.out.contains("only what concerns this file is shown"), "{}", ran.out);
    world.write("sub/deck.pptx", deck(&["One"], &["Two", AGAIN]));
    let ran = world.oneness("check -v sub/deck.pptx").expect_code(0);
    assert!(ran.out.contains("has changed there since the merge"), "{}", ran.out);
}

#[test]
fn without_history_only_what_it_says_twice_is_told() {
    let world = World::new();
    world.write("deck.pptx", deck(&["One", SAID_TWICE], &["Two", SAID_TWICE]));
    // Nobody can tell whether that is meant, so it is a note, and a note alone is no failure.
    let ran = world.oneness("check deck.pptx").expect_code(0);
    assert_eq!(world.oneness("check --fail-on note deck.pptx").expect_code(1).out, ran.out);
    assert!(ran.out.contains("said twice in this deck (no history"), "{}", ran.out);
    assert!(ran.out.contains("1 finding in this document"), "{}", ran.out);
    assert!(!ran.out.contains("added by"), "{}", ran.out);
    let ran = world.oneness("check one.md").expect_code(0);
    assert_eq!((ran.out.as_str(), ran.err.as_str()), ("", ""));
}

#[test]
fn what_cannot_be_read_is_one_line() {
    let world = World::new();
    let whole = deck(&["One"], &["Two"]);
    world.write("cut.pptx", &whole[..whole.len() / 2]);
    world.write("encrypted.pptx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and so on");
    world.write("empty.pptx", b"");
    for name in ["cut.pptx", "encrypted.pptx", "empty.pptx", "missing.pptx", "missing.md"] {
        let Ran { code, out, err } = world.oneness(&format!("check {name}"));
        assert_eq!((code, out.as_str(), err.lines().count()), (2, "", 1), "{name}: {err}");
        assert!(err.contains(name), "{err}");
    }
}
