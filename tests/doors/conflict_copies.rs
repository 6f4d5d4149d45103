//! Conflict copies in a shared folder (`oneness check --conflict-copies`), outside of any repository.
//!
//! Not here: how services name them (`merge::conflict_copies`).

use oneness::documents::minimal::minimal_deck;

use super::world::{SAID_TWICE, World, page};

const SYNCTHING: &str = "notes.sync-conflict-20240102-101010-ABCDEFG.md";
/// The same with other words.
const IN_OTHER_WORDS: &str =
    "Every payment request that failed is retried by the gateway three times before it gives up.";

fn copies(ours: &str, theirs: &str) -> World {
    let world = World::bare_of_files();
    world.write("shared/notes.md", ours);
    world.write(&format!("shared/{SYNCTHING}"), theirs);
    world
}

#[test]
fn what_both_added_is_told() {
    let text = page("one");
    for other in [SAID_TWICE, IN_OTHER_WORDS] {
        let world = copies(&format!("{text}\n{SAID_TWICE}\n"), &text.replacen("\n\n", &format!("\n\n{other}\n\n"), 1));
        let ran = world.oneness("check --conflict-copies shared -v").expect_code(1);
        for part in ["shared/notes.md:63", SYNCTHING, "addition", "as Syncthing names it"] {
            assert!(ran.out.contains(part), "no '{part}' in {}", ran.out);
        }
        assert!(!ran.out.contains("oneness allow"), "nobody could find it again: {}", ran.out);
    }
}

#[test]
fn what_only_one_changed_is_quiet() {
    let text = page("one");
    let base = format!("{text}\n{SAID_TWICE}\n");
    let world = copies(&base, &format!("{text}\n{IN_OTHER_WORDS}\n"));
    let ran = world.oneness("check --conflict-copies shared").expect_code(0);
    assert_eq!(ran.out, "", "an edit of one place");
    let world = copies(&base, &format!("{base}\nAnd here somebody added another paragraph about the weather.\n"));
    assert_eq!(world.oneness("check --conflict-copies shared").expect_code(0).out, "");
    // A copy that says the same as a whole.
    let world = copies(&base, &base);
    assert_eq!(world.oneness("check --conflict-copies shared").expect_code(0).out, "");
}

#[test]
fn an_older_version_is_the_base() {
    let text = page("one");
    let world = copies(&format!("{text}\n{SAID_TWICE}\n"), &format!("{SAID_TWICE}\n\n{text}"));
    world.write("before/notes.md", &text);
    let ran = world.oneness("check --conflict-copies shared --older before -v").expect_code(1);
    assert!(ran.out.contains("the base is the older version"), "{}", ran.out);
    // What stood there before, and one took away, is no addition of the other.
    world.write("before/notes.md", format!("{text}\n{SAID_TWICE}\n"));
    let ran = world.oneness("check --conflict-copies shared --older before").expect_code(0);
    assert_eq!(ran.out, "");
}

#[test]
fn decks_are_joined_by_what_they_say() {
    let deck = |one: &[&str], two: &[&str]| minimal_deck(&[("Risks", one, ""), ("What is next", two, "")]);
    let world = World::bare_of_files();
    world.write("deck.pptx", deck(&["One risk", SAID_TWICE], &["Two steps"]));
    world.write("deck-DESKTOP-1A2B3C4.pptx", deck(&["One risk"], &["Two steps", IN_OTHER_WORDS]));
    let ran = world.oneness("check --conflict-copies .").expect_code(1);
    assert!(ran.out.contains("slide 1") && ran.out.contains("slide 2"), "{}", ran.out);
    world.write("deck-DESKTOP-1A2B3C4.pptx", deck(&["One risk", IN_OTHER_WORDS], &["Two steps"]));
    assert_eq!(world.oneness("check --conflict-copies .").expect_code(0).out, "");
}

#[test]
fn a_name_alone_proves_nothing() {
    let world = World::bare_of_files();
    world.write("minutes.md", format!("# Monday\n\nWe met.\n\n{SAID_TWICE}\n"));
    world.write("minutes (1).md", format!("# Tuesday\n\nNobody came.\n\n{IN_OTHER_WORDS}\n"));
    assert_eq!(world.oneness("check --conflict-copies .").expect_code(0).out, "");
}

#[test]
fn what_is_wrong_is_named() {
    let world = copies("# A\n", "\0\0\0");
    world.write("shared/lost (conflicted copy 2024-01-02 101010).md", "x\n");
    let ran = world.oneness("check --conflict-copies shared").expect_code(0);
    assert!(ran.err.contains("there is no 'lost.md' beside this copy"), "{}", ran.err);
    assert!(ran.err.contains(SYNCTHING), "{}", ran.err);
    for wrong in ["check --conflict-copies nowhere", "check --older shared", "check HEAD --conflict-copies shared"] {
        world.oneness(wrong).expect_code(2);
    }
}
