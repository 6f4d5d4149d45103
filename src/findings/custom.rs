//! What looks like an accident and is custom: the principles by which a pair stays unsaid whatever its likeness.
//!
//! Not here: likeness, and the principles themselves. Each is one function with the reason beside it; none knows a language
//! or a project.

mod code;
mod prose;
mod repeated;
mod shared;
mod texts;

use super::background::Background;
use crate::changes::change::Change;
use crate::pairs::pair::Pair;
pub(super) use repeated::doubled;

pub(super) type Principle = fn(&Pair, (&Change, &Change), &Background) -> bool;

/// The principles, each with its name in the weights file and what it tells people. One that has a weight there is a
/// matter of degree: it pulls the confidence down, and strong evidence overrules it. One that has none is a veto.
pub(super) const PRINCIPLES: &[(Principle, &str, &str)] = &[
    (repeated::repeated_elsewhere, "repeated-elsewhere", "the base says it already in several files"),
    (repeated::repeated_in_base, "repeated-in-base", "the base says it several times already"),
    (repeated::repeated_by_one, "repeated-by-one", "one side says it several times there itself"),
    (repeated::two_roles, "two-roles", "one person stands in both lists, as another one did before"),
    (repeated::parallel_documents, "parallel-documents", "the two documents say much the same by design"),
    (texts::fixture, "fixture", "what a fixture repeats it repeats on purpose"),
    (code::scaffold, "scaffold", "types and methods much alike in tests are their scaffolds"),
    (prose::calendar, "calendar", "each begins with its own date"),
    (code::overload, "overload", "one name with other parameters is another function"),
    (code::alternative, "alternative", "only one of the two branches is compiled"),
    (code::parallel, "parallel", "two types may each have a method of this name"),
    (prose::phrase, "phrase", "a few words in two files are a phrase"),
    (prose::heading, "heading", "headings that share some words name two parts"),
    (prose::another_section, "another-section", "sections of two versions or days are two sections"),
    (texts::two_blocks, "two-blocks", "text that nothing reads is one only if it is long and the same"),
    (texts::two_files, "two-files", "files that share a part are two files"),
    (texts::poor_line, "poor-line", "so short a line says nothing by itself"),
    (code::step, "step", "two procedures may have one step"),
    (code::statement, "statement", "a statement much like one elsewhere is an idiom"),
    (code::other_work, "other-work", "code of one shape that calls other things does other work"),
    (code::of_a_family, "of-a-family", "the base holds more of this shape"),
    (code::idiom, "idiom", "a few words of code in two places are an idiom"),
    (code::parametrised, "parametrised", "tests with other values are a table"),
    (prose::another_row, "another-row", "a row of a table is told apart by its first cell"),
    (prose::two_documents, "two-documents", "two new documents each say it for themselves"),
    (prose::two_releases, "two-releases", "two releases may each tell it"),
    (code::small_statement, "small-statement", "so small a statement says nothing by itself"),
    (prose::another_entry, "another-entry", "an entry is told apart by what it begins with"),
    (prose::pointer, "pointer", "a few words that point elsewhere are two pointers"),
    (prose::another_object, "another-object", "one sentence about two things is two statements"),
    (prose::translation, "translation", "two languages say it each for itself"),
    (prose::another_statement, "another-statement", "other values in other words are another statement"),
];

/// Returns the principles that hold for a pair, one bit each.
pub(super) fn holding(pair: &Pair, sides: (&Change, &Change), background: &Background) -> u64 {
    let held = PRINCIPLES.iter().enumerate().filter(|(_, (holds, ..))| holds(pair, sides, background));
    held.fold(0, |bits, (at, _)| bits | 1 << at)
}

/// Lists the principles of these bits: name and what people are told, in the order of the table.
pub(super) fn named(bits: u64) -> impl Iterator<Item = (&'static str, &'static str)> {
    let held = PRINCIPLES.iter().enumerate().filter(move |(at, _)| bits >> at & 1 == 1);
    held.map(|(_, (_, name, why))| (*name, *why))
}
