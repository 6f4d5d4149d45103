//! What a good document says again and again: titles in an agenda, legal lines, phrases of the house, listings.
//!
//! Not here: footers and numbers of slides, which are furniture by their format (`documents`).

use std::collections::{HashMap, HashSet};

use crate::changes::change::Change;
use crate::units::unit::UnitKind;

/// Fewer words ("Any questions?", "See the appendix") stand at many places of a good document.
const MIN_WORDS: usize = 5;
/// What may be told without knowing who wrote it. Headings, keys and imports repeat by the nature of things.
const KINDS: &[UnitKind] = &[
    UnitKind::Bullet,
    UnitKind::Task,
    UnitKind::Paragraph,
    UnitKind::TableRow,
    UnitKind::Note,
    UnitKind::Slide,
    UnitKind::Section,
    UnitKind::Code,
    UnitKind::Cell,
    UnitKind::Function,
    UnitKind::Method,
    UnitKind::Test,
    UnitKind::Type,
];

/// What a line begins with or holds that stands there for lawyers, in lower case.
const LEGAL: &[&str] = &[
    "©",
    "(c) 19",
    "(c) 20",
    "copyright 19",
    "copyright 20",
    "copyright (c)",
    "all rights reserved",
    "alle rechte vorbehalten",
    "tous droits réservés",
    "todos los derechos reservados",
    "tutti i diritti riservati",
    "for internal use only",
    "do not distribute",
    "company confidential",
    "strictly confidential",
    "confidential and proprietary",
];

/// Leaves out what is short, what is a title elsewhere (an agenda names them all), what the law wants to be said, code,
/// and what stands more often than `max_copies`.
#[must_use]
pub(super) fn left_out(units: Vec<Change>, max_copies: usize) -> Vec<Change> {
    let headings = units.iter().filter(|addition| addition.unit.kind == UnitKind::Heading);
    let titles: HashSet<String> = headings.map(|addition| folded(&addition.text)).collect();
    let mut copies: HashMap<(UnitKind, String), usize> = HashMap::new();
    for addition in &units {
        *copies.entry((addition.unit.kind, folded(&addition.text))).or_default() += 1;
    }
    let legal: HashSet<String> = units.iter().filter(|addition| is_legal(&addition.text)).map(place).collect();
    let keep = |addition: &Change| {
        let text = folded(&addition.text);
        KINDS.contains(&addition.unit.kind)
            && text.split(' ').count() >= MIN_WORDS
            && !titles.contains(&text)
            && !legal.contains(&place(addition))
            && !(is_code(&addition.text) && !addition.unit.place.starts_with("slide "))
            && copies.get(&(addition.unit.kind, text)).is_none_or(|count| *count <= max_copies)
    };
    units.into_iter().filter(keep).collect()
}

/// The words of a text, in lower case, signs left out.
#[must_use]
pub(super) fn folded(text: &str) -> String {
    let words = text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect::<Vec<_>>().join(" ")
}

/// Tells whether a line is there for lawyers. Longer texts say more than that.
fn is_legal(text: &str) -> bool {
    let text = text.to_lowercase();
    text.split_whitespace().count() <= 40 && LEGAL.iter().any(|mark| text.contains(mark))
}

/// The box that a text stands in, or the text itself where there are no boxes: what stands with a legal line in one box
/// belongs to it.
fn place(addition: &Change) -> String {
    let container = &addition.unit.container.path;
    let is_box = addition.unit.place.starts_with("slide ") && addition.unit.kind != UnitKind::Slide;
    if is_box {
        format!("{} {container}", addition.unit.place.split(" › ").next().unwrap_or_default())
    } else {
        folded(&addition.text)
    }
}

/// Tells whether a paragraph is a line of a listing, as word processors hold them.
fn is_code(text: &str) -> bool {
    let text = text.trim();
    text.ends_with([';', '{', '}']) || ["::", "->", "=>", "();", "):", "`"].iter().any(|sign| text.contains(sign))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_for_lawyers_and_listings_are_known() {
        for legal in ["© 2024 Acme", "Copyright 2004-2014 Aspose Pty Ltd.", "Acme. All rights reserved."] {
            assert!(is_legal(legal), "{legal}");
        }
        assert!(!is_legal("Customer data is confidential and stays in the region"));
        assert!(is_code("fn next(&mut self) -> Option<Self::Item> {") && is_code("let x = 1;"));
        assert!(!is_code("Support for version 1 ends on 31 March 2027"));
    }
}
