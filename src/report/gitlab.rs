//! GitLab's report of code quality: a list of issues, each at the request's own lines, which the widget of a merge
//! request compares with those of its target by their fingerprints.
//!
//! Not here: any other output.

use std::collections::BTreeMap;

use serde::Serialize;

use super::json;
use super::report::{Report, Told};
use super::style::Style;
use super::words::{Spot, all};
use crate::findings::finding::Severity;

#[derive(Serialize)]
struct Issue<'a> {
    description: String,
    check_name: &'static str,
    fingerprint: String,
    severity: &'static str,
    location: Location<'a>,
}

#[derive(Serialize)]
struct Location<'a> {
    path: &'a str,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: usize,
    end: usize,
}

/// Writes the list; an empty one where nothing was found.
#[must_use]
pub(super) fn write(reports: &[Report], style: Style) -> String {
    // A fingerprint names one issue: what two merges of a range brought alike is told twice.
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    let issues: Vec<Issue<'_>> = all(reports)
        .map(|(report, told)| {
            let count = seen.entry(&told.id).or_default();
            *count += 1;
            issue(report, told, *count, style)
        })
        .collect();
    json::document(&issues)
}

fn issue<'a>(report: &Report, told: &'a Told, count: usize, style: Style) -> Issue<'a> {
    let spot = Spot::of(told, style);
    let site = spot.sites[0];
    // A document without lines is one thing to GitLab, which asks for a line all the same.
    let (begin, end) = spot.lines(site).unwrap_or((1, 1));
    Issue {
        description: spot.sentence(report, told),
        check_name: told.kind.name(),
        fingerprint: if count == 1 { told.id.clone() } else { format!("{}-{count}", told.id) },
        severity: match told.severity {
            Severity::Error => "major",
            Severity::Warning => "minor",
            Severity::Note => "info",
        },
        location: Location { path: spot.path(site), lines: Lines { begin, end } },
    }
}
