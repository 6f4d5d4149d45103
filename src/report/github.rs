//! Annotations of a GitHub workflow: one command a finding, which the runner shows beside the line of the request.
//! It shows ten of each level for a step, so that the strongest come first.
//!
//! Not here: code scanning (`sarif`), which keeps findings from run to run.

use super::report::{Report, Told};
use super::style::Style;
use super::words::{Spot, all};
use crate::error::printable;
use crate::findings::finding::Severity;

/// Writes the commands.
#[must_use]
pub(super) fn write(reports: &[Report], style: Style) -> String {
    let mut found: Vec<(&Report, &Told)> = all(reports).collect();
    found.sort_by(|(_, one), (_, other)| {
        one.severity.cmp(&other.severity).then(other.confidence.total_cmp(&one.confidence))
    });
    found.into_iter().map(|(report, told)| command(report, told, style)).collect()
}

fn command(report: &Report, told: &Told, style: Style) -> String {
    let spot = Spot::of(told, style);
    let site = spot.sites[0];
    let level = match told.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    };
    let lines = spot.lines(site).map(|(start, end)| format!(",line={start},endLine={end}")).unwrap_or_default();
    // A log is shown on terminals: a name that would act on one finds its file no more.
    let path = property(&printable(spot.path(site)));
    let title = property(&format!("oneness: {}", told.kind.name()));
    format!("::{level} file={path}{lines},title={title}::{}\n", message(&spot.sentence(report, told)))
}

/// What ends a message, and what begins an escape, is escaped.
fn message(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Between properties stand further signs.
fn property(text: &str) -> String {
    message(text).replace(':', "%3A").replace(',', "%2C")
}
