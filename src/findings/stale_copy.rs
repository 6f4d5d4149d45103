//! `stale-copy`: one side copied or moved what the other edited; the copy misses the edit.
//!
//! Not here: how the copy is found (`river::copies`).

use super::fault::Fault;
use super::finding::{Kind, Severity};
use super::page::Page;
use crate::changes::change::Change;

/// Of 16 merges of 55 repositories that were told, 11 were right or worth a look when they were first read.
const RIGHT: f64 = 0.7;

/// Of copies of lines: of a dozen that were read in 1,758 merges most were templates, translations and mirrored files.
const RIGHT_OF_LINES: f64 = 0.3;

pub(super) const PAGE: Page =
    Page { kind: Kind::StaleCopy, manual: include_str!("stale-copy.md"), is: None, says: None };

/// What makes a line a copy of another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kin {
    /// What stands around it went along.
    Around {
        /// How many lines around the two are equal.
        equal: usize,
        /// Whether a whole function, type or test of one name went along, and not lines of a document or a template.
        is_whole: bool,
    },
    /// The file had it so many times, and the other side edited them all alike.
    Swept(usize),
}

/// A line of the base that one side copied or moved with what stands around it, and that the other edited.
#[derive(Debug, Clone)]
pub struct Stale {
    /// The copy, in which the line stands as it was.
    pub copy: Change,
    /// The edit of the original.
    pub edit: Change,
    /// The line as it was.
    pub was: String,
    /// The line as the other side has it.
    pub now: String,
    /// What makes it a copy.
    pub kin: Kin,
    /// Whether the original is gone: then nothing of the edit is left.
    pub is_moved: bool,
}

/// Makes a fault of a copy. The side with the edit had no copy, the side with the copy no edit.
#[must_use]
pub fn fault(stale: Stale, copy_is_ours: bool) -> Fault {
    let Stale { copy, edit, was, now, kin, is_moved } = stale;
    let deed = if is_moved { "moved" } else { "copied" };
    let (message, why) = match kin {
        Kin::Around { equal, .. } => (
            format!("one side {deed} these lines, the other edited the original; what was {deed} misses the edit"),
            format!("{equal} lines around it are equal"),
        ),
        Kin::Swept(times) => (
            format!(
                "one side edited all {times} lines of this file that said this; the other wrote one more as it was"
            ),
            format!("{times} lines were edited alike"),
        ),
    };
    let reasons = vec![format!("- {}", was.trim()), format!("+ {}", now.trim()), why];
    let (ours, theirs) = if copy_is_ours { (copy, edit) } else { (edit, copy) };
    // Copies of mere lines are mostly templates and translations, which are kept by hand.
    let is_likely = !matches!(kin, Kin::Around { is_whole: false, .. });
    let (severity, confidence) = if is_likely { (Severity::Warning, RIGHT) } else { (Severity::Note, RIGHT_OF_LINES) };
    Fault { kind: Kind::StaleCopy, severity, confidence, ours, theirs, message, reasons }
}
