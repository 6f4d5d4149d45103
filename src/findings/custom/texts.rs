//! Whole files, and text in which no reader knows a name.
//!
//! Not here: sentences (`prose`).

use super::shared::{MIN_SIZE_OF_A_BLOCK, are_tests, is_nameless, is_one};
use crate::changes::change::Change;
use crate::findings::background::Background;
use crate::pairs::pair::{Family, Measure, Pair};
use crate::quiet;
use crate::units::unit::UnitKind;

/// Of a block in which no reader knows a name the base may hold this share of the lines.
const MAX_KNOWN_OF_A_BLOCK: f64 = 0.2;
/// A file of one line that is brought twice must say so much: twelve words of forty.
const MIN_SIZE_OF_A_LINE: f64 = 0.3;
/// Two stretches of a file that nothing reads are one when they share so many of their words and signs.
const ALMOST_EVERY_WORD: f64 = 0.95;
/// A line of a file whose type is unknown must hold so many letters and digits to say something by itself.
const MIN_LETTERS_OF_A_LINE: usize = 12;

/// A file that a test holds the program against, and another file; what nobody reads in files of tests is what a program
/// wrote.
pub(super) fn fixture(pair: &Pair, (ours, theirs): (&Change, &Change), _: &Background) -> bool {
    let is_text = pair.likeness.family == Family::Prose || ours.unit.tokens.is_empty();
    let in_fixtures = quiet::is_fixture(&ours.path) || quiet::is_fixture(&theirs.path);
    let is_output = is_nameless(ours) && is_nameless(theirs) && are_tests(ours, theirs);
    is_text && (ours.file != theirs.file && in_fixtures || is_output)
}

/// Two files that share much: pages of one template, styles of two examples. Only the same file is one, where it is
/// more than a few words in a line: what only calls something is called wherever that is needed.
pub(super) fn two_files(pair: &Pair, (ours, theirs): (&Change, &Change), _: &Background) -> bool {
    let files = ours.unit.kind == UnitKind::File && theirs.unit.kind == UnitKind::File;
    let is_line = ours.text.lines().filter(|line| !line.trim().is_empty()).count() < 2;
    let is_call = is_line && pair.likeness.get(Measure::Size) < MIN_SIZE_OF_A_LINE;
    files && (!is_one(pair) || is_call)
}

/// Two stretches of a file that nothing reads. At two places they must say as much as other code; where they are not the
/// same they must begin alike and say as much as a full sentence, at one place half as much: less is an idiom. Where no
/// reader knows a name in them, only what stands twice in one file and is new to the base was copied: of 14 others that were
/// told in 5,701 merges of 25 repositories none was worth it, and of five in two files one.
pub(super) fn two_blocks(pair: &Pair, (ours, theirs): (&Change, &Change), _: &Background) -> bool {
    let likeness = &pair.likeness;
    let exact = likeness.get(Measure::Exact) > 0.0;
    let is_text = |change: &Change| {
        change.unit.kind == UnitKind::Block && (change.unit.tokens.is_empty() || change.unit.name.is_some())
    };
    if likeness.get(Measure::SameIdentity) > 0.0 {
        return false;
    }
    let is_new = exact && ours.file == theirs.file && likeness.get(Measure::Known) <= MAX_KNOWN_OF_A_BLOCK;
    if is_nameless(ours) && is_nameless(theirs) && !is_new {
        return true;
    }
    let elsewhere = ours.file != theirs.file || ours.unit.container.path != theirs.unit.container.path;
    let begins = |change: &Change| change.unit.span.start_line == 1;
    // What files begin with is their language's: a declaration, a list of names, a licence.
    let are_heads = ours.file != theirs.file && begins(ours) && begins(theirs);
    let nearly = likeness.get(Measure::Bag) >= ALMOST_EVERY_WORD && first_word(&ours.text) == first_word(&theirs.text);
    let least = match (exact, elsewhere) {
        (true, true) => MIN_SIZE_OF_A_BLOCK,
        (true, false) => 0.0,
        (false, true) => 1.0,
        (false, false) => 0.5,
    };
    let is_one = (exact || nearly) && likeness.get(Measure::Size) >= least;
    is_text(ours) && is_text(theirs) && (are_heads || !is_one)
}

/// What a block begins with, up to the first space.
fn first_word(text: &str) -> &str {
    text.split_whitespace().next().unwrap_or_default()
}

/// A line of which nothing tells what it means, unless a file takes it once; an entry that holds no word. Where nobody
/// knows what a line means, nobody knows whether capitals matter to it.
pub(super) fn poor_line(pair: &Pair, (ours, theirs): (&Change, &Change), _: &Background) -> bool {
    let letters = |change: &Change| change.text.chars().filter(|letter| letter.is_alphanumeric()).collect::<String>();
    let (one, other) = (letters(ours), letters(theirs));
    let is_other = one != other && one.to_lowercase() == other.to_lowercase();
    let is_poor = ours.unit.kind == UnitKind::Line && (one.chars().count() < MIN_LETTERS_OF_A_LINE || is_other);
    let has_no_word = |change: &Change| !change.text.contains(char::is_alphabetic);
    let is_number = pair.likeness.family == Family::Prose && has_no_word(ours) && has_no_word(theirs);
    pair.likeness.get(Measure::SameIdentity) == 0.0 && (is_poor || is_number)
}
