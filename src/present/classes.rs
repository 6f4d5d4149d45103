//! The classes of what was already there, and which of them speak: those of which at least three in four were right.
//!
//! Not here: finding the copies. The figures are those of `cargo run --release --example accuracy -- present CLONES`, on
//! commits that brought a copy and on ordinary ones together.

use crate::changes::change::Change;
use crate::pairs::pair::{Family, Measure, Pair};
use crate::source::extension;
use crate::units::prose::sentence;
use crate::units::unit::UnitKind;

/// A sentence of fewer words may stand in a file twice ("See below."); measured as a share of forty words.
const MIN_SIZE: f64 = 0.2;
/// A shorter entry ("None.") says nothing.
const MIN_LETTERS: usize = 12;
/// A class speaks by default where this share of what it said was right.
const MIN_RIGHT: f64 = 0.75;
/// Fewer say nothing about a class.
const MIN_SEEN: u32 = 3;
/// An entry is about its link where the link begins so early.
const MAX_BEFORE_LINK: usize = 24;
/// Types whose files are made of elements.
const MARKUP: &[&str] = &["xml", "html", "htm", "erb", "pom", "vue", "xhtml", "svelte", "hbs"];
/// Types whose files are data.
const DATA: &[&str] = &["json", "yml", "yaml", "toml"];

/// One class, with what was measured of it.
#[derive(Debug)]
pub(super) struct Class {
    /// What it is called in the table.
    pub name: &'static str,
    is: fn(&Pair, &Change, &Change) -> bool,
    right: u32,
    of: u32,
}

/// The first one that holds is the class of a pair.
pub(super) const CLASSES: &[Class] = &[
    Class { name: "may stand once here", is: is_member, right: 53, of: 53 },
    Class { name: "a whole piece of code", is: is_piece_of_code, right: 3, of: 3 },
    Class { name: "a whole sentence", is: is_prose, right: 15, of: 19 },
    Class { name: "the same entry of one list", is: is_entry, right: 7, of: 8 },
    Class { name: "an entry about one address", is: is_about_link, right: 24, of: 25 },
    Class { name: "a task about one address", is: is_task_about_link, right: 0, of: 2 },
    Class { name: "a heading of one part", is: is_heading, right: 1, of: 1 },
];

/// The classes of insertions that no reader of units knows.
pub(super) const INSERTIONS: &[Class] = &[
    Class { name: "an element of one parent", is: is_element, right: 10, of: 10 },
    Class { name: "lines of one block", is: |_, _, _| true, right: 10, of: 10 },
];

impl Class {
    /// Returns the share of what it said that was right.
    pub(super) fn confidence(&self) -> f64 {
        f64::from(self.right) / f64::from(self.of)
    }

    /// Tells whether it speaks without being asked.
    pub(super) fn speaks(&self) -> bool {
        self.of >= MIN_SEEN && self.confidence() >= MIN_RIGHT
    }
}

/// Finds the class of a pair in one of the tables.
pub(super) fn of(table: &'static [Class], pair: &Pair, (added, held): (&Change, &Change)) -> Option<&'static Class> {
    table.iter().find(|class| (class.is)(pair, added, held))
}

fn is_exact(pair: &Pair) -> bool {
    pair.likeness.get(Measure::Exact) > 0.0
}

fn is_long(pair: &Pair) -> bool {
    is_exact(pair) && pair.likeness.get(Measure::Size) >= MIN_SIZE
}

/// Only what may stand once: a second one is an error or has no effect.
fn is_member(pair: &Pair, _: &Change, _: &Change) -> bool {
    pair.likeness.get(Measure::SameIdentity) > 0.0 && is_exact(pair)
}

/// A function, a type or a block again; a fence of code in a document may be shown twice.
fn is_piece_of_code(pair: &Pair, added: &Change, _: &Change) -> bool {
    pair.likeness.family == Family::Code && added.unit.kind != UnitKind::Code && is_long(pair)
}

/// A whole sentence again. A heading names a part.
fn is_prose(pair: &Pair, added: &Change, _: &Change) -> bool {
    pair.likeness.family == Family::Prose && added.unit.kind != UnitKind::Heading && is_long(pair)
}

/// One list says a thing once, however short.
fn is_entry(pair: &Pair, added: &Change, held: &Change) -> bool {
    let is_list = matches!(added.unit.kind, UnitKind::Bullet | UnitKind::Task | UnitKind::TableRow | UnitKind::Entry);
    let letters = added.text.chars().filter(|letter| letter.is_alphabetic()).count();
    let same_list = pair.likeness.get(Measure::SameContainer) > 0.0 && added.unit.level == held.unit.level;
    is_list && same_list && is_exact(pair) && letters >= MIN_LETTERS
}

/// A part has one part of a name.
fn is_heading(pair: &Pair, added: &Change, held: &Change) -> bool {
    let same_part = pair.likeness.get(Measure::SameContainer) > 0.0 && added.unit.level == held.unit.level;
    added.unit.kind == UnitKind::Heading && same_part && is_exact(pair)
}

/// One address has one entry in a document, whatever its words; an entry in an entry is about a part of it.
fn is_about_link(pair: &Pair, added: &Change, held: &Change) -> bool {
    let is_task = added.unit.kind == UnitKind::Task || held.unit.kind == UnitKind::Task;
    !is_task && is_about_one_address(pair, added, held)
}

/// A plan of study sends to one page more than once.
fn is_task_about_link(pair: &Pair, added: &Change, held: &Change) -> bool {
    is_about_one_address(pair, added, held)
}

fn is_about_one_address(pair: &Pair, added: &Change, held: &Change) -> bool {
    let same_rank = pair.likeness.get(Measure::SameFile) > 0.0 && added.unit.level == held.unit.level;
    same_rank && link_of_entry(added).is_some_and(|link| link_of_entry(held) == Some(link))
}

/// Returns the address that an entry of a list or table is about: it begins with the link, and the link has a name.
fn link_of_entry(addition: &Change) -> Option<String> {
    let is_entry = matches!(addition.unit.kind, UnitKind::Bullet | UnitKind::Task | UnitKind::TableRow);
    let text = addition.text.trim_start();
    let link = sentence::first_link(text).filter(|link| is_entry && link.start <= MAX_BEFORE_LINK)?;
    let name = text[link.start..].split(']').next().unwrap_or_default();
    let is_named = name.chars().filter(|letter| letter.is_alphabetic()).count() >= 2;
    let is_person = name.starts_with("[@");
    (is_named && !is_person && link.target.contains('.')).then_some(link.target)
}

/// Tells whether a unit is code that means something in its own block alone.
pub(super) fn lives_in_a_block(pair: &Pair, added: &Change) -> bool {
    pair.likeness.family != Family::Prose && !matches!(added.unit.kind, UnitKind::Block | UnitKind::File)
}

/// Tells whether a file of this name is made of elements that each say something.
pub(super) fn is_of_elements(path: &str) -> bool {
    MARKUP.contains(&extension(path).as_str()) || DATA.contains(&extension(path).as_str())
}

fn is_element(_: &Pair, added: &Change, _: &Change) -> bool {
    is_of_elements(&added.path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_was_right_speaks() {
        let speaks = |name: &str| CLASSES.iter().chain(INSERTIONS).any(|class| class.name == name && class.speaks());
        assert!(speaks("may stand once here") && speaks("an element of one parent"));
        assert!(!speaks("a task about one address"), "below three in four");
        assert!(!speaks("a heading of one part"), "too few were seen");
    }
}
