//! Decks in a real `git merge` with the driver installed: clean, in conflict, refused.
//!
//! Not here: how slides are merged (`three_way::deck`), texts (`driver`).

use oneness::decode;
use oneness::documents::minimal::minimal_deck;

use super::world::{Ran, SAID_TWICE, World};

const NAME: &str = "a review.pptx";

/// A deck of two slides with these bullets.
fn deck(one: &[&str], two: &[&str]) -> Vec<u8> {
    minimal_deck(&[("Risks", one, ""), ("What is next", two, "")])
}

/// The lines of the deck in the work tree.
fn lines(world: &World) -> String {
    let bytes = std::fs::read(world.path(NAME)).expect("because git left a file");
    decode::source(NAME, &bytes).text.as_str().to_owned()
}

/// Merges two branches that each changed a deck, with the driver installed.
fn merged(base: &[u8], ours: &[u8], theirs: &[u8]) -> (World, Ran) {
    let world = World::new();
    world.oneness("install --merge-driver").expect_code(0);
    world.write(NAME, base);
    world.commit("base of the deck");
    world.git("checkout -q -b side").expect_code(0);
    world.write(NAME, theirs);
    world.commit("side");
    world.git("checkout -q main").expect_code(0);
    world.write(NAME, ours);
    world.commit("main");
    let ran = world.git("merge --no-edit side");
    (world, ran)
}

/// The stages of the index that hold the deck.
fn stages(world: &World) -> Vec<String> {
    let listed = world.git("ls-files -s --").out;
    let own = listed.lines().filter(|line| line.contains("review.pptx"));
    own.filter_map(|line| line.split_whitespace().nth(2).map(str::to_owned)).collect()
}

#[test]
fn bullets_of_both_sides_are_kept_and_what_is_said_twice_is_told() {
    let again = "The gateway retries every failed payment request three times before giving up.";
    let base = deck(&["Two contracts end"], &["Move the last service"]);
    let ours = deck(&["Two contracts end", SAID_TWICE], &["Move the last service"]);
    let theirs = deck(&["Two contracts end"], &["Move the last service", again]);
    let (world, ran) = merged(&base, &ours, &theirs);
    let ran = ran.expect_code(0);
    assert!(ran.told(), "{}", ran.err);
    let expected = format!("Risks\nTwo contracts end\n{SAID_TWICE}\nWhat is next\nMove the last service\n{again}\n");
    assert_eq!(lines(&world), expected);
    assert_eq!(stages(&world), ["0"]);
    assert_eq!(world.git("status --porcelain --untracked-files=no").out, "");
}

#[test]
fn a_bullet_is_told_with_its_slide_in_both_decks_and_with_the_commit_that_brought_it() {
    let again = "The gateway retries every failed payment request three times before giving up.";
    let ours = minimal_deck(&[
        ("Team", &["Fourteen engineers"], ""),
        ("Risks", &["Two contracts end", SAID_TWICE], ""),
        ("What is next", &["Move the last service"], ""),
    ]);
    let theirs = deck(&["Two contracts end"], &["Move the last service", again]);
    let (world, ran) = merged(&deck(&["Two contracts end"], &["Move the last service"]), &ours, &theirs);
    let place = "slide 2 of 2 › What is next › body › bullet 2   (slide 3 of the merged deck)";
    assert!(ran.err.contains(place) && ran.err.contains("slide 2 of 3 › Risks › body › bullet 2"), "{}", ran.err);
    // The newest commit of a side did not bring the bullet; the one before it did.
    world.git("checkout -q side").expect_code(0);
    let brought = world.git("rev-parse --short=10 HEAD").out.trim().to_owned();
    world.write("three.md", "Another page.\n");
    world.commit("another page");
    world.git("checkout -q main").expect_code(0);
    world.git("reset -q --hard ORIG_HEAD").expect_code(0);
    world.git("merge -q --no-edit side").expect_code(0);
    let told = world.oneness("check HEAD").expect_code(1).out;
    assert!(told.contains(place) && told.contains(&format!("commit {brought}")), "{told}");
    let json = world.oneness("check HEAD --format json").out;
    assert!(json.contains("\"merged_place\": \"slide 3 › What is next › body › bullet 2\""), "{json}");
}

#[test]
fn a_conflict_is_named_and_the_deck_opens() {
    let base = deck(&["Support ends in March"], &["Move the last service"]);
    let ours = deck(&["Support ends in April"], &["Move the last service"]);
    let theirs = deck(&["Support ends in June"], &["Move the last service", "Ask the vendor"]);
    let (world, ran) = merged(&base, &ours, &theirs);
    let ran = ran.expect_code(1);
    assert!(ran.err.contains("a review.pptx: conflict at slide 1 › Risks"), "{}", ran.err);
    assert!(ran.err.contains("April") && ran.err.contains("June"), "{}", ran.err);
    let lines = lines(&world);
    assert!(lines.contains("Support ends in April\n") && lines.contains("Ask the vendor\n"), "{lines}");
    assert_eq!(stages(&world), ["1", "2", "3"]);
}

#[test]
fn a_deck_that_cannot_be_read_stays_as_ours() {
    let ours = deck(&["Ours"], &[]);
    let (world, ran) = merged(&deck(&["Base"], &[]), &ours, b"PK\x03\x04 was cut off\0");
    let ran = ran.expect_code(1);
    assert!(ran.err.contains("a review.pptx: not merged, ours is kept: their version "), "{}", ran.err);
    assert_eq!(std::fs::read(world.path(NAME)).ok(), Some(ours));
    assert_eq!(stages(&world), ["1", "2", "3"]);
}

#[test]
fn an_ancestor_that_git_makes_up_is_no_deck_of_ours() {
    let deck_with = |bullet: &str| deck(&["Same", bullet], &[]);
    let (world, _) = merged(&deck(&["Same"], &[]), &deck_with("Ours"), &deck_with("Theirs"));
    world.git("reset -q --hard ORIG_HEAD").expect_code(0);
    world.git("branch main1").expect_code(0);
    for (branch, other, bullet) in [("main", "side", "Ours"), ("side", "main1", "Theirs")] {
        world.git(&format!("checkout -q {branch}")).expect_code(0);
        world.git(&format!("merge -q -s ours --no-edit {other}")).expect_code(0);
        world.write(NAME, deck_with(&format!("{bullet} again")));
        world.commit("crossed");
    }
    assert_eq!(world.git("merge-base --all main side").out.lines().count(), 2);
    let ran = world.git("merge --no-edit main");
    assert!((0..=1).contains(&ran.code), "{}", ran.err);
    assert!(lines(&world).contains("Same\n"));
}

/// Merges with the driver of a world that has it, and with git alone; both must leave the same.
#[track_caller]
fn same_as_git(base: &[u8], ours: &[u8], theirs: &[u8], words: &str) -> Ran {
    let world = World::new();
    world.write(NAME, base);
    world.commit("base of the deck");
    world.git("checkout -q -b side").expect_code(0);
    world.write(NAME, theirs);
    world.commit("side");
    world.git("checkout -q main").expect_code(0);
    world.write(NAME, ours);
    world.commit("main");
    world.git("tag start").expect_code(0);
    let left = || {
        let ran = world.git(words);
        let bytes = std::fs::read(world.path(NAME)).expect("because git left a file");
        let left = (ran.code, stages(&world), bytes);
        world.git("merge --abort");
        world.git("rebase --abort");
        world.git("checkout -q -f -B main start").expect_code(0);
        (left, ran)
    };
    let (alone, _) = left();
    world.oneness("install --merge-driver").expect_code(0);
    let (driven, ran) = left();
    assert_eq!((alone.0, &alone.1), (driven.0, &driven.1), "git {words}\n{}", ran.err);
    assert!(alone.2 == driven.2, "git {words}: {}", String::from_utf8_lossy(&driven.2));
    ran
}

#[test]
fn what_is_called_a_deck_and_is_none_merges_as_git_merges_it() {
    let text = |first: &str, last: &str| format!("{first}\nb\nc\nd\ne\n{last}\n").into_bytes();
    for words in ["merge --no-edit side", "merge --no-edit -Xtheirs side"] {
        let ran = same_as_git(&text("a", "f"), &text("A", "f"), &text("a", "F"), words);
        assert_eq!((ran.code, ran.err.lines().count()), (0, 1), "{}", ran.err);
        assert!(ran.err.contains("not examined: it is not an office document"), "{}", ran.err);
        same_as_git(&text("a", "f"), &text("A", "f"), &text("B", "f"), words);
        let pointer = |oid: &str| {
            let oid = oid.repeat(64);
            format!("version https://git-lfs.github.com/spec/v1\noid sha256:{oid}\nsize 12345\n").into_bytes()
        };
        same_as_git(&pointer("a"), &pointer("b"), &pointer("c"), words);
        // A pointer on one side and the deck itself on the other have no merge at all.
        same_as_git(&pointer("a"), &pointer("b"), &deck(&["Theirs"], &[]), words);
        same_as_git(&deck(&["Base"], &[]), &deck(&["Ours"], &[]), b"no deck\n", words);
        same_as_git(b"\0 base", b"\0 ours", b"\0 theirs", words);
    }
}

#[test]
fn a_side_is_taken_where_git_is_told_to_take_one() {
    let base = deck(&["Support ends in March"], &["Move the last service"]);
    let ours = deck(&["Support ends in April"], &["Move the last service"]);
    let theirs = deck(&["Support ends in June"], &["Move the last service", "Ask the vendor"]);
    for words in ["merge --no-edit -Xours side", "merge --no-edit -qXtheirs side", "rebase -Xtheirs side"] {
        let ran = same_as_git(&base, &ours, &theirs, words).expect_code(0);
        assert!(ran.err.contains("is taken as a whole, as -X"), "{}", ran.err);
    }
    let cut = b"PK\x03\x04 was cut off\0";
    same_as_git(&base, &ours, cut, "merge --no-edit -Xours side").expect_code(0);
    same_as_git(&base, &ours, cut, "merge --no-edit -Xtheirs side").expect_code(0);
}

#[test]
fn what_can_be_merged_is_merged_whatever_side_is_favoured() {
    let base = deck(&["Support ends in March"], &["Move the last service"]);
    let ours = deck(&["Support ends in March", "Tell the customers"], &["Move the last service"]);
    let theirs = deck(&["Support ends in March"], &["Move the last service", "Ask the vendor"]);
    let (world, _) = merged(&base, &ours, &theirs);
    world.git("reset -q --hard ORIG_HEAD").expect_code(0);
    world.git("merge --no-edit -Xtheirs side").expect_code(0);
    let lines = lines(&world);
    assert!(lines.contains("Tell the customers\n") && lines.contains("Ask the vendor\n"), "{lines}");
}
