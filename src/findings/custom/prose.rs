//! Sentences, headings and entries that two places may each have.
//!
//! Not here: files that nothing reads (`texts`).

use super::shared::{MIN_SIZE_ELSEWHERE, is_one, nearly_equal};
use crate::changes::change::Change;
use crate::findings::background::Background;
use crate::findings::languages;
use crate::findings::releases;
use crate::pairs::pair::{Family, Measure, Pair};
use crate::pairs::prose::measure_something;
use crate::units::prose::sentence;
use crate::units::unit::UnitKind;

/// A remark under another heading must say at least three words.
const MIN_SIZE_OF_A_REMARK: f64 = 0.075;
/// Two sentences with other values are the same sentence when so much of them stands in the same order.
const MIN_ORDER: f64 = 0.8;
/// Two sentences of which this share of the words answer to each other make one statement, whatever its values.
const ONE_STATEMENT: f64 = 0.75;
/// A unit that is less than this of a new document is a part of it.
const MOST_OF_A_FILE: f64 = 0.5;
/// So much of two sentences stands in the same order when one is the other with another word put in.
const ONE_PATTERN: f64 = 0.7;

/// Entries that begin with a date are told apart by it.
pub(super) fn calendar(pair: &Pair, _: (&Change, &Change), _: &Background) -> bool {
    pair.likeness.other_day
}

/// A few words in two files: a title, a mark, the name of a part. In one file they are an entry when they stand in a
/// list, and a remark, as `Unreleased`, when they stand alone under two headings. A word or two that are not the same,
/// the names of two people, are two entries also there.
pub(super) fn phrase(pair: &Pair, (ours, theirs): (&Change, &Change), _: &Background) -> bool {
    let likeness = &pair.likeness;
    let is_remark = |addition: &Change| addition.unit.kind == UnitKind::Paragraph;
    let remarks = is_remark(ours) && is_remark(theirs) && likeness.get(Measure::SameContainer) == 0.0;
    let is_entry = ours.unit.kind != UnitKind::Heading && theirs.unit.kind != UnitKind::Heading;
    let is_alike = is_entry && !is_one(pair) && likeness.get(Measure::SameLink) == 0.0;
    let least = match (likeness.get(Measure::SameFile) > 0.0, remarks || is_alike) {
        (false, _) => MIN_SIZE_ELSEWHERE,
        (true, true) => MIN_SIZE_OF_A_REMARK,
        (true, false) => 0.0,
    };
    likeness.family == Family::Prose && likeness.get(Measure::Size) < least
}

/// Two names of parts; only nearly all of the words make them one. What mentions a part of another document by its name
/// is no second part, and what was noted on one day may stand below two headings.
pub(super) fn heading(pair: &Pair, (ours, theirs): (&Change, &Change), _: &Background) -> bool {
    let [one, other] = [ours, theirs].map(|change| change.unit.kind == UnitKind::Heading);
    let other_values = !pair.likeness.conflicts.is_empty();
    let is_mention = one != other && ours.file != theirs.file;
    let is_note = |change: &Change| change.unit.name.as_deref().is_some_and(releases::is_of_a_day);
    let are_notes = is_note(ours) && is_note(theirs);
    let are_two = one && other && (other_values || !nearly_equal(pair) || are_notes);
    pair.likeness.get(Measure::SameIdentity) == 0.0 && (is_mention || are_two)
}

/// Sections whose headings differ in a number or a date: a release, a year, a day; two notes of one day, where they are
/// not the same.
pub(super) fn another_section(pair: &Pair, (ours, theirs): (&Change, &Change), _: &Background) -> bool {
    let sections = ours.unit.kind == UnitKind::Section && theirs.unit.kind == UnitKind::Section;
    let names = ours.unit.name.as_deref().zip(theirs.unit.name.as_deref());
    let are_notes = |name: &str| releases::is_of_a_day(name) && !is_one(pair);
    sections && names.is_some_and(|(one, other)| releases::are_named_apart(one, other) || are_notes(one))
}

/// A row of a table is told apart by its first cell, unless both rows point at the same place.
pub(super) fn another_row(pair: &Pair, (ours, theirs): (&Change, &Change), _: &Background) -> bool {
    let first_cell = |addition: &Change| {
        let text = addition.text.trim().trim_start_matches('|');
        let cell = text.split('|').next().unwrap_or_default();
        cell.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>()
    };
    let rows = ours.unit.kind == UnitKind::TableRow && theirs.unit.kind == UnitKind::TableRow;
    rows && pair.likeness.get(Measure::SameLink) == 0.0 && first_cell(ours) != first_cell(theirs)
}

/// Parts of two documents that came as a whole: of one template, of one series, by one hand.
pub(super) fn two_documents(pair: &Pair, (ours, theirs): (&Change, &Change), _: &Background) -> bool {
    let is_part = |addition: &Change| addition.around.of_new_file.is_some_and(|share| share < MOST_OF_A_FILE);
    let is_text = pair.likeness.family == Family::Prose || matches!(ours.unit.kind, UnitKind::Code);
    is_text && ours.file != theirs.file && is_part(ours) && is_part(theirs)
}

/// Entries of two lines of releases: what was mended in both is told in both.
pub(super) fn two_releases(pair: &Pair, (ours, theirs): (&Change, &Change), _: &Background) -> bool {
    pair.likeness.family == Family::Prose && releases::of_two_lines(pair, ours, theirs)
}

/// Entries that begin with another link or another word of code, and do not meet in any address; entries in other words
/// of which each names a change of its own.
pub(super) fn another_entry(pair: &Pair, (ours, theirs): (&Change, &Change), _: &Background) -> bool {
    let likeness = &pair.likeness;
    if likeness.family == Family::Prose && !is_one(pair) && likeness.get(Measure::OtherChange) > 0.0 {
        return true;
    }
    let same = [Measure::SameLink, Measure::SameIdentity].iter().any(|measure| likeness.get(*measure) > 0.0);
    let heads = [ours, theirs].map(|addition| sentence::head(&addition.text));
    let [Some(one), Some(other)] = heads else { return false };
    // Where they point somewhere, they must point elsewhere: one page may bear two titles.
    let elsewhere =
        likeness.get(Measure::OtherLink) > 0.0 || !sentence::points(&ours.text) || !sentence::points(&theirs.text);
    likeness.family == Family::Prose && !same && elsewhere && one != other
}

/// A few words and an address, and another address; nothing but a reference to another part, in two documents.
pub(super) fn pointer(pair: &Pair, (ours, theirs): (&Change, &Change), _: &Background) -> bool {
    let likeness = &pair.likeness;
    let heads = [ours, theirs].map(|addition| sentence::head(&addition.text));
    let one_title = heads[0].is_some() && heads[0] == heads[1];
    let is_other = likeness.get(Measure::OtherLink) > 0.0 && likeness.get(Measure::Size) < MIN_SIZE_ELSEWHERE;
    is_other && !one_title || ours.file != theirs.file && refers(ours) && refers(theirs)
}

/// Tells whether an entry is nothing but a reference to another part of these documents: `[title][part]`, `[title](#part)`.
fn refers(change: &Change) -> bool {
    let text = change.text.trim().trim_start_matches(['*', '-', '+', ' ']);
    let Some((title, rest)) = text.strip_prefix('[').and_then(|text| text.split_once(']')) else { return false };
    let target = rest.strip_prefix(['(', '[']).and_then(|rest| rest.strip_suffix([')', ']']));
    !title.is_empty() && target.is_some_and(|target| !target.contains("://") && !target.contains([')', ']']))
}

/// One pattern with another word in one place of it, `freezing of Mercurial repositories` and `freezing of Git
/// repositories`, or with other code: `set `a`` and `set `b``. Where the word is a name and all else is equal, it may be a
/// contradiction, and is told as one.
pub(super) fn another_object(pair: &Pair, (ours, theirs): (&Change, &Change), _: &Background) -> bool {
    let likeness = &pair.likeness;
    let same = [Measure::Exact, Measure::SameIdentity];
    let one_pattern = likeness.get(Measure::Order) >= ONE_PATTERN && likeness.substituted > 0.0;
    let told_as_other = likeness.other_name || likeness.shares_target;
    let is_one = told_as_other || same.iter().any(|measure| likeness.get(*measure) > 0.0);
    likeness.family == Family::Prose && !is_one && (one_pattern || of_other_code(ours, theirs))
}

/// Tells whether two sentences name code, and none that both name.
fn of_other_code(ours: &Change, theirs: &Change) -> bool {
    let is_sentence = |addition: &Change| matches!(addition.unit.kind, UnitKind::Bullet | UnitKind::Paragraph);
    let (one, other) = (sentence::codes(&ours.text), sentence::codes(&theirs.text));
    is_sentence(ours) && is_sentence(theirs) && !one.is_empty() && !other.is_empty() && one.is_disjoint(&other)
}

/// Two files whose paths differ in the name of a language alone.
pub(super) fn translation(pair: &Pair, (ours, theirs): (&Change, &Change), _: &Background) -> bool {
    // Two names of one file, as people give to their copies, are no two documents.
    let two_files = ours.file != theirs.file;
    two_files && pair.likeness.family == Family::Prose && languages::apart(&ours.path, &theirs.path)
}

/// Another number or a denial in other words is more often another statement than a contradiction.
pub(super) fn another_statement(pair: &Pair, _: (&Change, &Change), _: &Background) -> bool {
    let likeness = &pair.likeness;
    let same = is_one(pair);
    let contradicts = likeness.opposed || measure_something(&likeness.conflicts);
    let in_order = likeness.get(Measure::Order) >= MIN_ORDER || likeness.statement >= ONE_STATEMENT;
    let in_other_words = !likeness.one_statement && !in_order;
    likeness.family == Family::Prose && !same && contradicts && in_other_words
}
