//! The findings of many merges, each followed through the history after it: what `audit --fates` and `tune` ask.
//!
//! Not here: following (`fates`), what is told of it (`report::fates`).

use crate::error::Result;
use crate::fates::{Place, Tracer, Until};
use crate::findings::finding::{Kind, Severity};
use crate::merge::git::Repo;
use crate::merge::git::later::Later;
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

/// Follows each finding: to HEAD where that reaches its merge, else to the end of the range.
///
/// # Errors
/// An unknown end, a history that cannot be walked.
pub(super) fn rows(repo: &Repo, end: &str, found: Vec<(String, Told)>, until: Until) -> Result<Vec<Row>> {
    let (mut today, mut other) = (Vec::new(), Vec::new());
    let head = repo.later("HEAD").ok();
    for (at, (merge, told)) in found.into_iter().enumerate() {
        let is_reached = head.as_ref().is_some_and(|head| head.reaches(&merge));
        if is_reached { &mut today } else { &mut other }.push((at, merge, told));
    }
    let mut rows: Vec<(usize, Row)> = head.map(|head| followed(&head, today, until)).unwrap_or_default();
    if !other.is_empty() {
        rows.extend(followed(&repo.later(end)?, other, until));
    }
    rows.sort_by_key(|(at, _)| *at);
    Ok(rows.into_iter().map(|(_, row)| row).collect())
}

/// Notes in reports what became of their findings.
pub(super) fn remember(reports: &mut [Report], rows: &[Row]) {
    for row in rows {
        let own = reports.iter_mut().filter(|report| report.commit.as_deref() == Some(row.merge.as_str()));
        let told = own.flat_map(|report| &mut report.findings).filter(|told| told.id == row.told.id);
        told.for_each(|told| told.ending = Some(row.ending.clone()));
    }
}

fn followed(later: &Later<'_>, found: Vec<(usize, String, Told)>, until: Until) -> Vec<(usize, Row)> {
    let tracer = Tracer::new(later, until);
    let row = |(at, merge, told): (usize, String, Told)| {
        let lines = told.ours.lines.zip(told.theirs.lines)?;
        let [ours, theirs] = [(&told.ours.path, lines.0), (&told.theirs.path, lines.1)];
        let ending = tracer.fate(&merge, [ours, theirs].map(|(path, lines)| Place { path, lines }));
        Some((at, Row { merge, told, ending }))
    };
    found.into_iter().filter_map(row).collect()
}
