//! What an addition replaced: whether two replaced texts were alike before, and whether each is still its own.
//!
//! Not here: which lines were replaced (`changes`).

use super::prose::same_letters;
use super::words::{Trigrams, Words};
use crate::changes::change::Change;

/// Two replaced texts were alike when they shared so much of their letters.
const ALIKE: f64 = 0.7;

/// The letters of what a change replaced.
#[derive(Debug, Clone)]
pub(super) struct Former {
    folded: String,
    trigrams: Trigrams,
    /// How far the change is still what it replaced, 0 to 1.
    kept: f64,
}

impl Former {
    /// Reads what a change replaced; `None` where it replaced nothing.
    pub(super) fn of(change: &Change) -> Option<Former> {
        let Words { folded, trigrams, .. } = Words::of(change.before.was.as_ref()?);
        let kept = same_letters(&trigrams, &Trigrams::of(&change.text));
        Some(Former { folded, trigrams, kept })
    }
}

/// Tells whether two changes of one file replaced the same lines: one text of the base became two, and nothing was alike
/// before.
pub(super) fn replaced_one(ours: &Change, theirs: &Change) -> bool {
    let (ours_was, theirs_was) = (&ours.before.was_lines, &theirs.before.was_lines);
    ours.file == theirs.file && ours_was.start < theirs_was.end && theirs_was.start < ours_was.end
}

/// Tells whether the base held the likeness already: both sides edited texts that were alike before.
pub(super) fn were_alike(ours: &Former, theirs: &Former) -> bool {
    ours.folded == theirs.folded || same_letters(&ours.trigrams, &theirs.trigrams) > ALIKE
}

/// Says how much each is still the text that it replaced, where the two replaced two texts: A belongs to A.
pub(super) fn crossed(ours: &Former, theirs: &Former) -> f64 {
    ours.kept.min(theirs.kept)
}
