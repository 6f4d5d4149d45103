//! A fault that a kind finds by itself: two sites that are not alike.
//!
//! Not here: pairs of units that are alike (`pairs`).

use super::finding::{Kind, Severity};
use crate::changes::change::Change;

/// A fault of the result that neither side had, with what each side did to it.
#[derive(Debug, Clone)]
pub struct Fault {
    /// What it is.
    pub kind: Kind,
    /// How much it matters: an error where the language or the tool refuses or silently takes one.
    pub severity: Severity,
    /// Probability that a maintainer would agree, 0 to 1: an estimate of the kind as a whole.
    pub confidence: f64,
    /// What ours did.
    pub ours: Change,
    /// What theirs did.
    pub theirs: Change,
    /// What breaks, in one sentence.
    pub message: String,
    /// Why, in a few words each.
    pub reasons: Vec<String>,
}
