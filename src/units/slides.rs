//! The noun of decks in Markdown: where slides begin, what in them is body and what the speaker's notes.
//!
//! Not here: what a slide says (`markdown`), office documents (`documents`).

use std::ops::Range;

use super::markdown::Front;
use crate::source::Source;

/// One slide.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Slide {
    /// The whole slide, white space around it left out.
    pub bytes: Range<usize>,
    /// The parts of it that people see.
    pub bodies: Vec<Range<usize>>,
    /// The parts of it that the speaker sees.
    pub notes: Vec<Range<usize>>,
    /// Its title: its first heading, or what its properties say.
    pub title: Option<String>,
    /// What it calls itself, where others refer to it by that name.
    pub identity: Option<String>,
}

/// Returns the slides of a deck; `None` where the document is no deck.
#[must_use]
pub fn of(_source: &Source, _front: &Front) -> Option<Vec<Slide>> {
    None
}
