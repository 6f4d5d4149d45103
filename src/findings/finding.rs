//! The noun of this stage: a pair that matters, and what kinds of it there are.
//!
//! Not here: how a kind is recognised and what it says (one file each beside this one), how it is told (`report`).

use crate::changes::change::Change;
use crate::pairs::pair::Pair;

/// What a finding says. Names read well after "allow".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// Both sides added the same unit at two places.
    DuplicateAddition,
    /// Both sides added the same thing in other words.
    NearDuplicateAddition,
    /// Both sides made the same statement with different values.
    ContradictingAddition,
    /// Both sides claim one identity.
    IdentifierCollision,
    /// One side uses what the other took away.
    DanglingReference,
    /// Both sides made the same change at two places that work on one value.
    RepeatedChange,
    /// One side copied or moved what the other edited.
    StaleCopy,
    /// One side added what the merged tree already held.
    AlreadyPresent,
}

/// The names of all kinds, in the order of the manual: the same word in code, configuration, reports and manual.
const NAMES: &[(Kind, &str)] = &[
    (Kind::DuplicateAddition, "duplicate-addition"),
    (Kind::IdentifierCollision, "identifier-collision"),
    (Kind::ContradictingAddition, "contradicting-addition"),
    (Kind::NearDuplicateAddition, "near-duplicate-addition"),
    (Kind::DanglingReference, "dangling-reference"),
    (Kind::RepeatedChange, "repeated-change"),
    (Kind::StaleCopy, "stale-copy"),
    (Kind::AlreadyPresent, "already-present"),
];

impl Kind {
    /// Returns the name in kebab-case.
    #[must_use]
    pub fn name(self) -> &'static str {
        NAMES.iter().find(|(kind, _)| *kind == self).map_or("", |(_, name)| name)
    }

    /// Finds a kind by its name.
    #[must_use]
    pub fn by_name(name: &str) -> Option<Kind> {
        NAMES.iter().find(|(_, known)| *known == name).map(|(kind, _)| *kind)
    }

    /// Lists all kinds in the order of the manual.
    pub fn all() -> impl Iterator<Item = Kind> {
        NAMES.iter().map(|(kind, _)| *kind)
    }
}

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// A container that holds a thing once, or a scope, holds it twice.
    Error,
    /// The confidence is at or above the threshold.
    Warning,
    /// The confidence is below the threshold: shown on request only.
    Note,
}

impl Severity {
    /// Returns the name in reports.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        }
    }
}

/// The changes of both sides, ours first.
pub type Changes<'a> = (&'a [Change], &'a [Change]);

/// What one cause brought: a pair that matters, or all pairs that stand together on both sides.
#[derive(Debug, Clone)]
pub struct Finding {
    /// What it says.
    pub kind: Kind,
    /// How much it matters.
    pub severity: Severity,
    /// Probability that a maintainer would agree, 0 to 1.
    pub confidence: f64,
    /// By which principle it stays unsaid whatever its confidence: then it is a note.
    pub unsaid: Option<&'static str>,
    /// The pairs, in the order of the result.
    pub pairs: Vec<Pair>,
    /// How many more findings of this cause stand in the same two files, or in other files of two folders that mirror each
    /// other.
    pub more: usize,
    /// Stable fingerprint of the two contents and the kind: the same when lines move or the sides are swapped.
    pub id: String,
    /// Why, in a few words each.
    pub reasons: Vec<String>,
    /// One sentence for people.
    pub message: String,
}
