//! The findings of many merges, each followed to a tip of the history: what `audit --fates` and `tune` ask.
//!
//! Not here: following (`fates`), what is told of it (`report::fates`).

use crate::error::Result;
use crate::fates::{Place, Tracer, Until};
use crate::findings::finding::{Kind, Severity};
use crate::merge::git::Repo;
use crate::report::fates::Row;
use crate::report::report::{Report, Told};

/// The findings that were told of a merge and that have two copies.
pub(super) fn findings(report: Report) -> Vec<(String, Told)> {
    let merge = report.commit.unwrap_or_default();
    let told = report.findings.into_iter().filter(|told| told.severity != Severity::Note && has_two_copies(told));
    told.map(|told| (merge.clone(), told)).collect()
}

/// Tells whether a finding shows two copies of one thing in lines of text.
pub(super) fn has_two_copies(told: &Told) -> bool {
    let is_of_two = matches!(
        told.kind,
        Kind::DuplicateAddition
            | Kind::NearDuplicateAddition
            | Kind::ContradictingAddition
            | Kind::IdentifierCollision
            | Kind::AlreadyPresent
    );
    is_of_two && told.ours.lines.is_some() && told.theirs.lines.is_some()
}

/// Follows each finding.
///
/// # Errors
/// An unknown tip, a history that cannot be walked.
pub(super) fn rows(repo: &Repo, tip: &str, found: Vec<(String, Told)>, until: Until) -> Result<Vec<Row>> {
    let later = repo.later(tip)?;
    let tracer = Tracer::new(&later, until);
    let row = |(merge, told): (String, Told)| {
        let lines = told.ours.lines.zip(told.theirs.lines)?;
        let [ours, theirs] = [(&told.ours.path, lines.0), (&told.theirs.path, lines.1)];
        let ending = tracer.fate(&merge, [ours, theirs].map(|(path, lines)| Place { path, lines }));
        Some(Row { merge, told, ending })
    };
    Ok(found.into_iter().filter_map(row).collect())
}
