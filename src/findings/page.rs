//! What every kind of finding brings: its manual page, how it is recognised and the sentence that it says.
//!
//! Not here: the kinds themselves (one file each), their order (`mod.rs`).

use super::finding::Kind;
use crate::changes::change::Change;
use crate::pairs::pair::Pair;

/// One kind of finding.
pub struct Page {
    /// The kind.
    pub kind: Kind,
    /// Its manual page, in Markdown.
    pub manual: &'static str,
    /// Tells whether a pair is of this kind; the first kind in the order of the hall has it. `None` for a kind that is
    /// not made of two added units that are alike.
    pub(super) is: Option<fn(&Pair, (&Change, &Change)) -> bool>,
    /// Says it to people, in one sentence; `None` where each fault says it by itself.
    pub(super) says: Option<fn(&Telling<'_>) -> String>,
}

/// What a sentence is made of.
pub(super) struct Telling<'a> {
    /// What was added: `bullet`, `5 bullets in a row`, `12 lines`.
    pub(super) what: String,
    /// Where: `at two places of this file`.
    pub(super) place: String,
    /// The change of ours.
    pub(super) ours: &'a Change,
}
