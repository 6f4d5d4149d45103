//! The end of an audit in a few lines.
//!
//! Not here: single merges.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::report::Report;
use crate::findings::finding::Severity;

/// What an audit counts.
#[derive(Debug, Default)]
pub struct Summary {
    /// Merges read.
    pub merges: usize,
    /// Merges with at least one finding at or above the threshold.
    pub with_findings: usize,
    /// Merges that could not be examined.
    pub not_examined: usize,
    kinds: BTreeMap<&'static str, usize>,
    days: Vec<f64>,
}

impl Summary {
    /// Counts one merge.
    pub fn count(&mut self, report: &Report) {
        self.merges += 1;
        self.with_findings += usize::from(report.has_findings());
        let failed = report.notes.iter().any(|note| note.path.is_empty() && note.message.starts_with("not examined"));
        self.not_examined += usize::from(failed);
        for told in report.findings.iter().filter(|told| told.severity != Severity::Note) {
            *self.kinds.entry(told.kind.name()).or_default() += 1;
        }
        self.days.extend(report.diverged_days);
    }

    /// Writes the summary.
    #[must_use]
    pub fn text(&self) -> String {
        let mut text = String::new();
        let (merges, with) = (self.merges, self.with_findings);
        let _ =
            writeln!(text, "oneness: {merges} merges read, {with} with findings, {} not examined", self.not_examined);
        for (kind, count) in &self.kinds {
            let _ = writeln!(text, "  {kind:<26} {count}");
        }
        if let Some(days) = median(&self.days) {
            let _ = writeln!(text, "  median time between the sides: {days:.1} days");
        }
        text
    }
}

fn median(values: &[f64]) -> Option<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted.get(sorted.len() / 2).copied()
}
