//! Decks in reStructuredText: what tells one from a document, and where its slides begin.
//!
//! Not here: what a slide says (`rst.rs`).

use crate::source::Text;
use crate::units::unit::{Unit, UnitKind};

/// How a deck shows where its slides begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Deck {
    /// It is none.
    No,
    /// At directives.
    Directives,
    /// At headings down to this level.
    Headings(u8),
    /// At the headings of the first level below the title of the whole, if it has one.
    Sections,
    /// At rulers.
    Rulers,
}

/// What tells a deck from a document, at the start of a line, and where its slides begin.
const DECKS: &[(&str, Deck)] = &[
    (".. slide::", Deck::Directives),
    (".. nextslide::", Deck::Directives),
    (".. slideconf::", Deck::Headings(2)),
    (".. revealjs::", Deck::Directives),
    (".. revealjs-", Deck::Headings(2)),
    (".. include:: <s5defs.txt>", Deck::Sections),
    (":data-transition-duration:", Deck::Rulers),
    (":data-x:", Deck::Rulers),
    (":skip-help:", Deck::Rulers),
];

impl Deck {
    /// Returns how a document shows where its slides begin.
    #[must_use]
    pub(super) fn of(text: &Text) -> Deck {
        let deck = |line: &str| DECKS.iter().find(|(mark, _)| line.starts_with(mark)).map(|(_, deck)| *deck);
        text.lines().find_map(deck).unwrap_or(Deck::No)
    }
}

/// Returns how a deck is read whose first slide is all that stands before the first section, and how many slides stand
/// before its first heading. A heading that is alone on its level, and the first, is the title of the whole and stands
/// on that slide. The units are those of the deck as a plain document.
pub(super) fn sections(units: &[Unit]) -> (Deck, usize) {
    let headings: Vec<u8> = units.iter().filter(|unit| unit.kind == UnitKind::Heading).map(|unit| unit.level).collect();
    let first = headings.iter().min().copied().unwrap_or_default();
    let has_title = headings.first() == Some(&first) && headings.iter().filter(|level| **level == first).count() == 1;
    if has_title && headings.len() > 1 {
        return (Deck::Headings(1), 0);
    }
    let is_said = |unit: &&Unit| matches!(unit.kind, UnitKind::Paragraph | UnitKind::Bullet | UnitKind::TableRow);
    let begins = |unit: &Unit| matches!(unit.kind, UnitKind::Heading | UnitKind::Section);
    let before = units.iter().take_while(|unit| !begins(unit)).filter(is_said).count();
    (Deck::Headings(0), before.min(1))
}
