//! JUnit's XML, which every build server reads: a suite a merge, a test a finding that failed, one that passed where
//! nothing was found, and an error for what could not be read.
//!
//! Not here: any other output.

use askama::Template;

use super::report::{Cause, Note, Report, Told};
use super::style::Style;
use super::words::{Spot, sides};
use crate::error::printable;
use crate::findings::finding::Severity;

#[derive(Template)]
#[template(path = "junit.xml")]
struct Page {
    tests: usize,
    failures: usize,
    errors: usize,
    suites: Vec<Suite>,
}

struct Suite {
    name: String,
    failures: usize,
    errors: usize,
    skipped: usize,
    cases: Vec<Case>,
}

struct Case {
    name: String,
    class: &'static str,
    file: String,
    line: Option<usize>,
    body: String,
    outcome: Outcome,
}

/// How a test ended.
enum Outcome {
    Passed,
    /// The kind and the message.
    Failed(&'static str, String),
    /// It could not be read.
    Unread(String),
    /// It is below the threshold.
    Skipped(String),
}

/// Writes a suite a merge.
#[must_use]
pub(super) fn write(reports: &[Report], style: Style) -> String {
    let suites: Vec<Suite> = reports.iter().map(|report| suite(report, style)).collect();
    let sum = |count: fn(&Suite) -> usize| suites.iter().map(count).sum();
    let page = Page {
        tests: sum(|suite| suite.cases.len()),
        failures: sum(|suite| suite.failures),
        errors: sum(|suite| suite.errors),
        suites,
    };
    // A template that is written into a string cannot fail.
    page.render().unwrap_or_default() + "\n"
}

fn suite(report: &Report, style: Style) -> Suite {
    let mut cases: Vec<Case> = report.findings.iter().map(|told| found(report, told, style)).collect();
    cases.extend(report.notes.iter().filter(|note| note.cause == Cause::Failure).map(unread));
    if cases.is_empty() {
        let name = "nothing is said twice".to_owned();
        let (file, body) = (String::new(), String::new());
        cases.push(Case { name, class: "merge", file, line: None, body, outcome: Outcome::Passed });
    }
    let count = |is: fn(&Outcome) -> bool| cases.iter().filter(|case| is(&case.outcome)).count();
    Suite {
        name: sides(report),
        failures: count(|outcome| matches!(outcome, Outcome::Failed(..))),
        errors: count(|outcome| matches!(outcome, Outcome::Unread(_))),
        skipped: count(|outcome| matches!(outcome, Outcome::Skipped(_))),
        cases,
    }
}

fn found(report: &Report, told: &Told, style: Style) -> Case {
    let spot = Spot::of(told, style);
    let [site, twin] = spot.sites;
    let copy = |text: &str| text.lines().map(|line| format!("    {}\n", printable(line))).collect::<String>();
    let message = printable(&told.message);
    Case {
        name: format!("{} ~ {} [{}]", spot.named(site), spot.named(twin), told.id),
        class: told.kind.name(),
        file: printable(spot.path(site)),
        line: spot.lines(site).map(|(start, _)| start),
        body: format!(
            "{}:\n{}\n{}:\n{}\n{}",
            spot.named(site),
            copy(&site.text),
            spot.named(twin),
            copy(&twin.text),
            spot.sentence(report, told)
        ),
        outcome: match told.severity {
            Severity::Note => Outcome::Skipped(message),
            _ => Outcome::Failed(told.kind.name(), message),
        },
    }
}

fn unread(note: &Note) -> Case {
    Case {
        name: printable(&note.path),
        class: "read",
        file: printable(&note.path),
        line: None,
        body: String::new(),
        outcome: Outcome::Unread(printable(&note.message)),
    }
}
