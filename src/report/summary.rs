//! The end of an audit in a few lines.
//!
//! Not here: single merges.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::report::{Cause, Note, Report};
use crate::error::printable;
use crate::findings::finding::Severity;

/// What an audit counts.
#[derive(Debug, Default)]
pub struct Summary {
    /// Merges read.
    pub merges: usize,
    /// Merges with at least one finding at or above the threshold.
    pub with_findings: usize,
    /// Merges that were not examined.
    pub not_examined: usize,
    /// Those of them that could not be.
    pub failed: usize,
    /// Merges of which single files could not be read, and these files.
    in_part: (usize, usize),
    /// Why merges could not be examined, each with its count.
    reasons: BTreeMap<String, usize>,
    kinds: BTreeMap<&'static str, usize>,
    days: Vec<f64>,
}

impl Summary {
    /// Counts one merge.
    pub fn count(&mut self, report: &Report) {
        self.merges += 1;
        self.with_findings += usize::from(report.has_findings());
        let mut failures = report.notes.iter().filter(|note| note.cause == Cause::Failure);
        let whole = failures.clone().find(|note| note.path.is_empty());
        let failed =
            report.blind.as_ref().map(|blind| blind.reason.as_str()).or(whole.map(|note| note.message.as_str()));
        self.failed += usize::from(failed.is_some());
        let is_left_out = |note: &&Note| note.cause == Cause::Rule && note.path.is_empty();
        let by_rule = || report.notes.iter().find(is_left_out).map(|note| note.message.as_str());
        if let Some(reason) = failed.or_else(by_rule) {
            let reason = reason.trim_start_matches("not examined: ").to_owned();
            self.not_examined += 1;
            *self.reasons.entry(reason).or_default() += 1;
        } else if failures.next().is_some() {
            self.in_part = (self.in_part.0 + 1, self.in_part.1 + 1 + failures.count());
        }
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
        for (reason, count) in &self.reasons {
            let _ = writeln!(text, "  {count} merge{} not examined: {}", plural(*count), printable(reason));
        }
        if let (merges @ 1.., files) = self.in_part {
            let _ = writeln!(
                text,
                "  {merges} merge{} examined in part: {files} file{} could not be read",
                plural(merges),
                plural(files)
            );
        }
        for (kind, count) in &self.kinds {
            let _ = writeln!(text, "  {kind:<26} {count}");
        }
        if let Some(days) = median(&self.days) {
            let _ = writeln!(text, "  median time between the sides: {days:.1} days");
        }
        text
    }
}

fn plural(count: usize) -> &'static str {
    if count == 1 { "" } else { "s" }
}

fn median(values: &[f64]) -> Option<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted.get(sorted.len() / 2).copied()
}
