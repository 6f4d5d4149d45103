//! The JSON output: a stable promise to programs. A test holds its fields.
//!
//! Not here: any other output.

use std::collections::BTreeMap;

use schemars::{JsonSchema, generate::SchemaSettings};
use serde::Serialize;

use super::report::{Note, Report, Site, Told};
use super::style::Style;
use crate::error::is_hidden;
use crate::merge::Origin;
use crate::pairs::pair::Measure;

/// The version of this promise; it changes when a field changes its meaning or goes.
const SCHEMA: u32 = 1;

/// What one merge was found to hold, as `oneness check --format json` and each line of `oneness audit` tell it.
#[derive(Serialize, JsonSchema)]
#[schemars(title = "A report of oneness")]
pub(super) struct Document<'a> {
    schema: u32,
    merge: MergeOut<'a>,
    findings: Vec<FindingOut<'a>>,
    notes: Vec<NoteOut<'a>>,
    stats: StatsOut,
}

/// The merge.
#[derive(Serialize, JsonSchema)]
struct MergeOut<'a> {
    commit: Option<&'a str>,
    base: &'a [String],
    ours: HeadOut<'a>,
    theirs: HeadOut<'a>,
    diverged_days: Option<f64>,
}

/// One end of a line of work.
#[derive(Serialize, JsonSchema)]
struct HeadOut<'a> {
    oid: Option<&'a str>,
    name: &'a str,
}

/// Something that the result says twice, or wrongly, and neither side did.
#[derive(Serialize, JsonSchema)]
struct FindingOut<'a> {
    id: &'a str,
    kind: &'static str,
    severity: &'static str,
    confidence: f64,
    likeness: f64,
    ours: SiteOut<'a>,
    theirs: SiteOut<'a>,
    message: &'a str,
    reasons: &'a [String],
    differs: Vec<DifferenceOut<'a>>,
    /// What was measured, each from 0 to 1, by the names of the weights; what is 0 is left out.
    measures: BTreeMap<&'static str, f64>,
    /// By which principle it stays unsaid unless all is asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    unsaid: Option<&'static str>,
}

/// One of the two copies: its place in the result, else in that side's version; in documents without lines `place` says where.
#[derive(Serialize, JsonSchema)]
struct SiteOut<'a> {
    path: &'a str,
    start_line: Option<usize>,
    end_line: Option<usize>,
    unit: &'static str,
    name: Option<&'a str>,
    place: &'a str,
    text: &'a str,
    commit: Option<&'a str>,
    author: Option<&'a str>,
    time: Option<String>,
    /// The path in the side's own version.
    own_path: &'a str,
    /// The first line in the side's own version.
    own_start_line: Option<usize>,
    own_end_line: Option<usize>,
    /// The number of the slide in the side's own deck.
    #[serde(skip_serializing_if = "Option::is_none")]
    slide: Option<usize>,
    /// Which box of the slide it stands in, counted from 1 in the order of the file.
    #[serde(skip_serializing_if = "Option::is_none")]
    shape: Option<usize>,
    /// Where it stands in the merged deck, where that differs from `place`.
    #[serde(skip_serializing_if = "Option::is_none")]
    merged_place: Option<&'a str>,
    /// Whom the document itself names, where git names another.
    #[serde(skip_serializing_if = "Option::is_none")]
    document_author: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    document_time: Option<String>,
}

/// Words that differ, as each copy has them.
#[derive(Serialize, JsonSchema)]
struct DifferenceOut<'a> {
    ours: &'a str,
    theirs: &'a str,
}

/// What was not looked at, or is good to know.
#[derive(Serialize, JsonSchema)]
pub(super) struct NoteOut<'a> {
    path: &'a str,
    message: &'a str,
    /// Whether something was not looked at: `remark` (no), `rule`, `undecided` or `failure`.
    cause: &'static str,
}

/// How much was examined.
#[derive(Serialize, JsonSchema)]
struct StatsOut {
    files_ours: usize,
    files_theirs: usize,
    files_not_read: usize,
    units_ours: usize,
    units_theirs: usize,
    pairs: usize,
    silenced: SilencedOut,
    /// Left out of audit lines, which must not depend on the machine.
    #[serde(skip_serializing_if = "Option::is_none")]
    millis: Option<u128>,
}

/// How many findings are not told.
#[derive(Serialize, JsonSchema)]
struct SilencedOut {
    /// By `.oneness/allowed.toml`.
    allowed: usize,
    /// By the configuration of one of their places.
    off: usize,
    /// By the baseline.
    known: usize,
}

/// Returns the JSON Schema of a document, and of a line of an audit.
#[must_use]
pub fn schema() -> serde_json::Value {
    SchemaSettings::draft07().into_generator().into_root_schema_for::<Document<'static>>().to_value()
}

/// Writes one document a merge, indented, with a line break at its end.
#[must_use]
pub(super) fn documents(reports: &[Report], _: Style) -> String {
    reports.iter().map(write).collect()
}

/// Writes one line a merge.
#[must_use]
pub(super) fn lines(reports: &[Report], _: Style) -> String {
    reports.iter().map(line).collect()
}

/// Writes one document, indented, with a line break at its end.
#[must_use]
pub fn write(report: &Report) -> String {
    document(&out(report, Some(report.stats.millis)))
}

/// Writes plain data as an indented document, with a line break at its end.
#[must_use]
pub(super) fn document(data: &impl Serialize) -> String {
    let mut text = serde_json::to_string_pretty(data).expect("because these types hold only plain data");
    text.push('\n');
    escaped(&text)
}

/// Writes one document on one line, without times: the same merge gives the same line.
#[must_use]
pub fn line(report: &Report) -> String {
    let mut text = serde_json::to_string(&out(report, None)).expect("because these types hold only plain data");
    text.push('\n');
    escaped(&text)
}

/// Escapes what a terminal obeys or hides: programs read the same, and people who look at the document are not misled.
/// Such letters stand only within strings; line breaks between fields are no such letters.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        if letter != '\n' && is_hidden(letter) {
            let mut words = [0; 2];
            letter.encode_utf16(&mut words).iter().for_each(|word| safe.push_str(&format!("\\u{word:04x}")));
        } else {
            safe.push(letter);
        }
    }
    safe
}

/// Returns one document as data, so that another one can hold it.
pub(super) fn out(report: &Report, millis: Option<u128>) -> Document<'_> {
    Document {
        schema: SCHEMA,
        merge: MergeOut {
            commit: report.commit.as_deref(),
            base: &report.bases,
            ours: HeadOut { oid: report.ours.oid.as_deref(), name: &report.ours.name },
            theirs: HeadOut { oid: report.theirs.oid.as_deref(), name: &report.theirs.name },
            diverged_days: report.diverged_days.map(|days| (days * 100.0).round() / 100.0),
        },
        findings: report.findings.iter().map(finding).collect(),
        notes: report.notes.iter().map(note).collect(),
        stats: StatsOut {
            files_ours: report.stats.files_ours,
            files_theirs: report.stats.files_theirs,
            files_not_read: report.stats.files_not_read,
            units_ours: report.stats.units_ours,
            units_theirs: report.stats.units_theirs,
            pairs: report.stats.pairs,
            silenced: SilencedOut {
                allowed: report.silenced.allowed,
                off: report.silenced.off,
                known: report.silenced.known,
            },
            millis,
        },
    }
}

pub(super) fn note(note: &Note) -> NoteOut<'_> {
    NoteOut { path: &note.path, message: &note.message, cause: note.cause.name() }
}

fn finding(told: &Told) -> FindingOut<'_> {
    let (ours, theirs) = (told.ours.text.as_str(), told.theirs.text.as_str());
    let differs = told.differences().into_iter();
    FindingOut {
        id: &told.id,
        kind: told.kind.name(),
        severity: told.severity.name(),
        confidence: told.confidence,
        likeness: told.likeness,
        ours: site(&told.ours),
        theirs: site(&told.theirs),
        message: &told.message,
        reasons: &told.reasons,
        unsaid: told.unsaid,
        measures: measures(told),
        differs: differs.map(|d| DifferenceOut { ours: &ours[d.ours], theirs: &theirs[d.theirs] }).collect(),
    }
}

fn measures(told: &Told) -> BTreeMap<&'static str, f64> {
    let all = Measure::ALL.into_iter().map(|measure| (measure.name(), told.measures.get(measure)));
    all.filter(|(_, value)| *value > 0.0).map(|(name, value)| (name, (value * 1000.0).round() / 1000.0)).collect()
}

fn site(site: &Site) -> SiteOut<'_> {
    // Where there is no history, the document's own word is all there is.
    let is_unknown = site.origin == Origin::default();
    let origin = site.by_document.as_ref().filter(|_| is_unknown).unwrap_or(&site.origin);
    let other = site.by_document.as_ref().filter(|_| !is_unknown);
    SiteOut {
        path: &site.path,
        start_line: site.lines.map(|(start, _)| start),
        end_line: site.lines.map(|(_, end)| end),
        unit: site.unit,
        name: site.name.as_deref(),
        place: &site.place,
        text: &site.text,
        commit: origin.commit.as_deref(),
        author: origin.author.as_deref(),
        time: origin.time.map(super::time::rfc3339),
        own_path: if site.own_path.is_empty() { &site.path } else { &site.own_path },
        own_start_line: site.own_lines.map(|(start, _)| start),
        own_end_line: site.own_lines.map(|(_, end)| end),
        slide: site.slide,
        shape: site.shape,
        merged_place: site.merged_place.as_deref(),
        document_author: other.and_then(|origin| origin.author.as_deref()),
        document_time: other.and_then(|origin| origin.time).map(super::time::rfc3339),
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_schema_is_checked_in() {
        crate::checked_in::is("report.schema.json", &format!("{:#}\n", super::schema()));
    }
}
