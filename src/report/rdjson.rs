//! Diagnostics as reviewdog reads them (`-f=rdjson`): each at the request's own lines; the twin stands in the message,
//! because older versions refuse fields that they do not know.
//!
//! Not here: any other output.

use serde::Serialize;

use super::json;
use super::report::{Report, Site, Told};
use super::style::Style;
use super::words::{Spot, all};
use crate::findings::finding::Severity;

#[derive(Serialize)]
struct Document<'a> {
    source: Source,
    diagnostics: Vec<Diagnostic<'a>>,
}

#[derive(Serialize)]
struct Source {
    name: &'static str,
}

#[derive(Serialize)]
struct Diagnostic<'a> {
    message: String,
    location: Location<'a>,
    severity: &'static str,
    code: Code,
}

#[derive(Serialize)]
struct Code {
    value: &'static str,
}

#[derive(Serialize)]
struct Location<'a> {
    path: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    range: Option<Range>,
}

/// Lines; without columns the end is the whole last line.
#[derive(Serialize)]
struct Range {
    start: Position,
    end: Position,
}

#[derive(Serialize)]
struct Position {
    line: usize,
}

/// Writes the document.
#[must_use]
pub(super) fn write(reports: &[Report], style: Style) -> String {
    let diagnostics = all(reports).map(|(report, told)| diagnostic(report, told, style)).collect();
    json::document(&Document { source: Source { name: "oneness" }, diagnostics })
}

fn diagnostic<'a>(report: &Report, told: &'a Told, style: Style) -> Diagnostic<'a> {
    let spot = Spot::of(told, style);
    let site = spot.sites[0];
    let severity = match told.severity {
        Severity::Error => "ERROR",
        Severity::Warning => "WARNING",
        Severity::Note => "INFO",
    };
    Diagnostic {
        message: spot.sentence(report, told),
        location: location(&spot, site),
        severity,
        code: Code { value: told.kind.name() },
    }
}

fn location<'a>(spot: &Spot<'a>, site: &'a Site) -> Location<'a> {
    let range =
        spot.lines(site).map(|(start, end)| Range { start: Position { line: start }, end: Position { line: end } });
    Location { path: spot.path(site), range }
}
