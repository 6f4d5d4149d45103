//! The noun of this room: a merge of decks that is under way, and what it could not decide.
//!
//! Not here: any step of it (the hall and its plug-ins).

use super::elements::Clash;
use super::output::Output;
use super::version::Deck;
use crate::source::Sides;

/// Something that both sides changed in ways that exclude one another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeckConflict {
    /// Where it is, in the merged deck: `slide 5 › Roadmap`.
    pub place: String,
    /// What it is, in a sentence.
    pub message: String,
    /// What ours says, which is kept.
    pub ours: String,
    /// What theirs says.
    pub theirs: String,
}

/// For each slide of the base its counterpart in each side.
pub(super) struct Found {
    /// In ours.
    pub ours: Vec<Option<usize>>,
    /// In theirs.
    pub theirs: Vec<Option<usize>>,
}

/// A merge under way.
pub(super) struct Merge<'d, 'a> {
    /// What is merged.
    pub decks: &'d Sides<Deck<'a>>,
    /// What it comes to.
    pub output: Output<'d, 'a>,
    /// What cannot be decided, with the slide each is on.
    pub conflicts: Vec<(Option<usize>, DeckConflict)>,
}

impl Merge<'_, '_> {
    /// Notes what could not be decided at a place.
    pub(super) fn clashes(&mut self, slide: Option<usize>, place: &str, clashes: Vec<Clash>) {
        for Clash { message, ours, theirs, .. } in clashes {
            let message = format!("{message}; ours is kept");
            self.conflicts.push((slide, DeckConflict { place: place.to_owned(), message, ours, theirs }));
        }
    }
}
