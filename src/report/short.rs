//! One line a finding, as editors and `grep` read lines: the place, what was found, and where the other copy is.
//!
//! Not here: who, when and why (`text`).

use super::report::Report;
use super::style::{Style, Version};
use super::words::{Spot, all};
use crate::error::printable;

/// Writes the findings of all reports, each with the place of ours first.
#[must_use]
pub(super) fn write(reports: &[Report], style: Style) -> String {
    // People open what is merged.
    let style = Style { points_into: Version::Result, ..style };
    let line = |(report, told): (&Report, _)| {
        let spot = Spot::of(told, style);
        let [first, second] = [&told.ours, &told.theirs].map(|site| spot.named(site));
        let commit = report.commit.as_deref().filter(|_| reports.len() > 1);
        let commit = commit.map(|commit| format!(" in {}", super::words::short(commit))).unwrap_or_default();
        let (severity, kind, message) = (told.severity.name(), told.kind.name(), printable(&told.message));
        format!("{first}: {severity}[{kind}]: {message} ~ {second}{commit} [{}]\n", told.id)
    };
    all(reports).map(line).collect()
}
