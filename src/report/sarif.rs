//! SARIF 2.1.0, as code scanning shows it: each finding at the request's own lines, in the version that its reviewers
//! look at; the twin as a related location that the message links to; the manual page of the kind as the rule's help;
//! and a fingerprint by which a finding is the same one when lines move.
//!
//! Not here: any other output.

use serde_json::{Value, json};

use super::json;
use super::report::{Cause, Note, Report, Site, Told};
use super::style::Style;
use super::words::{Spot, all, place};
use crate::error::printable;
use crate::findings::finding::{Kind, Severity};
use crate::findings::{self, PAGES};

const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

/// Writes one run with the findings of all reports.
#[must_use]
pub(super) fn write(reports: &[Report], style: Style) -> String {
    let rules: Vec<Value> = PAGES.iter().map(|page| rule(page.kind)).collect();
    let results: Vec<Value> = all(reports).map(|(report, told)| result(report, told, style)).collect();
    let notes = reports.iter().flat_map(|report| &report.notes).filter(|note| note.cause != Cause::Rule);
    let notifications: Vec<Value> = notes.map(notification).collect();
    let is_blind = reports.iter().any(|report| report.blind.is_some());
    json::document(&json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "oneness",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "shortDescription": { "text": "Tells what has been said twice when two people's work is merged." },
                "rules": rules,
            } },
            "columnKind": "utf16CodeUnits",
            "invocations": [{
                "executionSuccessful": !is_blind,
                "toolExecutionNotifications": notifications,
            }],
            "results": results,
        }],
    }))
}

/// A kind of finding. `problem.severity` and `precision` are what code scanning sorts by.
fn rule(kind: Kind) -> Value {
    let manual = findings::page(kind).manual;
    let sentence = manual.lines().nth(2).unwrap_or_default();
    json!({
        "id": kind.name(),
        "name": pascal(kind.name()),
        "shortDescription": { "text": kind.name().replace('-', " ") },
        "fullDescription": { "text": sentence },
        "help": { "text": manual, "markdown": manual },
        "defaultConfiguration": { "level": "warning" },
        "properties": { "tags": ["merge"], "precision": "high", "problem.severity": "warning" },
    })
}

/// `duplicate-addition` as SARIF writes names: `DuplicateAddition`.
fn pascal(name: &str) -> String {
    let word = |word: &str| word[..1].to_uppercase() + &word[1..];
    name.split('-').filter(|part| !part.is_empty()).map(word).collect()
}

fn result(report: &Report, told: &Told, style: Style) -> Value {
    let spot = Spot::of(told, style);
    let [site, twin] = spot.sites;
    let mut related = location(&spot, twin);
    related["id"] = json!(1);
    related["message"] = json!({ "text": bracketed(&spot.twin(report, told)) });
    let what = if twin.removed { "what it needs" } else { "the other copy" };
    let text = format!(
        "{}. See [{what}](1) at {}. Why: {}",
        bracketed(&printable(&told.message)),
        bracketed(&spot.named(twin)),
        bracketed(&printable(&told.reasons.join("; ")))
    );
    json!({
        "ruleId": told.kind.name(),
        "ruleIndex": PAGES.iter().position(|page| page.kind == told.kind),
        "level": level(told.severity),
        "message": { "text": text },
        "locations": [location(&spot, site)],
        "relatedLocations": [related],
        "partialFingerprints": { "oneness/v1": told.id },
        "rank": (told.confidence * 1000.0).round() / 10.0,
        "properties": {
            "id": told.id,
            "confidence": told.confidence,
            "likeness": told.likeness,
            "commit": report.commit,
            "ours": report.ours.name,
            "theirs": report.theirs.name,
        },
    })
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}

/// A place. Code scanning shows nothing without a line, so that a document without lines has its first one.
fn location(spot: &Spot<'_>, site: &Site) -> Value {
    let (start, end) = spot.lines(site).unwrap_or((1, 1));
    let mut location = json!({
        "physicalLocation": {
            "artifactLocation": { "uri": uri(spot.path(site)), "uriBaseId": "%SRCROOT%" },
            "region": { "startLine": start, "endLine": end.max(start) },
        },
    });
    if !site.place.is_empty() {
        location["logicalLocations"] = json!([{ "fullyQualifiedName": printable(&place(site)), "kind": site.unit }]);
    }
    location
}

fn notification(note: &Note) -> Value {
    let level = if note.cause == Cause::Failure { "error" } else { "note" };
    let mut told = json!({ "level": level, "message": { "text": printable(&note.message) } });
    if !note.path.is_empty() {
        let place = json!({ "physicalLocation": { "artifactLocation": { "uri": uri(&note.path) } } });
        told["locations"] = json!([place]);
    }
    told
}

/// A path as a relative reference: all but letters, digits and a few signs is written in hexadecimal.
fn uri(path: &str) -> String {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte);
    let shown = |byte: u8| if is_plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") };
    path.bytes().map(shown).collect()
}

/// In a message of SARIF, brackets begin a link.
fn bracketed(text: &str) -> String {
    text.replace('\\', r"\\").replace('[', r"\[").replace(']', r"\]")
}
