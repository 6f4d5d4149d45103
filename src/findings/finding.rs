//! The noun of this stage: a pair that matters, and what kinds of it there are.
//!
//! Not here: how a kind is recognised (`mod.rs`), how it is told (`report`).

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
    /// One side added what the merged tree already held.
    AlreadyPresent,
}

/// A kind's name and manual page.
pub struct Page {
    /// The kind.
    pub kind: Kind,
    /// Its name in kebab-case, the same in code, configuration, reports and manual.
    pub name: &'static str,
    /// Its manual page, in Markdown.
    pub manual: &'static str,
}

/// All kinds, in the order of the manual.
pub const PAGES: &[Page] = &[
    Page { kind: Kind::DuplicateAddition, name: "duplicate-addition", manual: include_str!("duplicate-addition.md") },
    Page {
        kind: Kind::NearDuplicateAddition,
        name: "near-duplicate-addition",
        manual: include_str!("near-duplicate-addition.md"),
    },
    Page {
        kind: Kind::ContradictingAddition,
        name: "contradicting-addition",
        manual: include_str!("contradicting-addition.md"),
    },
    Page {
        kind: Kind::IdentifierCollision,
        name: "identifier-collision",
        manual: include_str!("identifier-collision.md"),
    },
    Page { kind: Kind::AlreadyPresent, name: "already-present", manual: include_str!("already-present.md") },
];

impl Kind {
    /// Returns the name in kebab-case.
    #[must_use]
    pub fn name(self) -> &'static str {
        PAGES.iter().find(|page| page.kind == self).map_or("", |page| page.name)
    }

    /// Finds a kind by its name.
    #[must_use]
    pub fn by_name(name: &str) -> Option<Kind> {
        PAGES.iter().find(|page| page.name == name).map(|page| page.kind)
    }

    /// Returns the manual page.
    #[must_use]
    pub fn manual(self) -> &'static str {
        PAGES.iter().find(|page| page.kind == self).map_or("", |page| page.manual)
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
    /// How many more findings stand in other files of the same two folders, which mirror each other.
    pub in_mirrors: usize,
    /// Stable fingerprint of the two contents and the kind: the same when lines move or the sides are swapped.
    pub id: String,
    /// Why, in a few words each.
    pub reasons: Vec<String>,
    /// One sentence for people.
    pub message: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_page_has_its_headings() {
        for page in PAGES {
            assert!(page.manual.starts_with(&format!("# {}\n", page.name)), "{}", page.name);
            for heading in ["## What it finds", "## Why it matters", "## Example", "## How to silence it"] {
                assert!(page.manual.contains(heading), "{}: {heading}", page.name);
            }
        }
    }
}
