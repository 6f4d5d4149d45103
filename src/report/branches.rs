//! Open lines of work against each other: who collides with whom, and what is on the main line already.
//!
//! Not here: which lines are compared (`cli::branches`), how one comparison is told at length (`text`).

use std::fmt::Write;

use serde::Serialize;

use super::report::{Note, Report, Told};
use super::style::{Style, Version};
use super::words::{Spot, short};
use super::{json, text};
use crate::error::printable;
use crate::findings::finding::Severity;
use crate::merge::open::Open;

/// After so many days without a commit, what a line of work says counts half: the longer it lies, the less likely it is
/// that anybody will merge it.
const HALF_LIFE_DAYS: f64 = 60.0;
/// A matrix of more lines of work is wider than any terminal.
const MAX_MATRIX: usize = 24;
/// So many findings of a pair are listed; `check` lists all.
const MAX_LISTED: usize = 8;
/// So many paths in conflict are named.
const MAX_PATHS: usize = 4;

/// What was found between open lines of work.
#[derive(Debug, Default)]
pub struct Branches {
    /// The line into which all work goes.
    pub main: Open,
    /// All lines of work that were looked at, the one that asks first.
    pub lines: Vec<Open>,
    /// Whether each was asked against each, and not the first against all.
    pub is_all: bool,
    /// What was compared and has something to tell.
    pub meetings: Vec<Meeting>,
    /// How many pairs there are.
    pub pairs: usize,
    /// How many of them were compared; of the others the sketches say that they cannot meet.
    pub compared: usize,
    /// How many of those could not be read.
    pub unread: usize,
    /// What was left out, and why.
    pub notes: Vec<Note>,
}

/// Two lines of work and what their merge would say twice.
#[derive(Debug)]
pub struct Meeting {
    /// Both, by their place among the lines.
    pub lines: [usize; 2],
    /// The comparison.
    pub report: Report,
    /// The paths that git could not decide.
    pub conflicts: Vec<String>,
    /// Names of further lines of work that hold the second one's part of it, too.
    pub also: Vec<String>,
}

impl Meeting {
    /// How much it matters that both know of each other: the strongest finding, less where one of them lies long.
    #[must_use]
    pub fn strength(&self, lines: &[Open]) -> f64 {
        let weight = |told: &Told| match told.severity {
            Severity::Error => 1.0 + told.confidence,
            Severity::Warning => told.confidence,
            Severity::Note => told.confidence / 10.0,
        };
        let strongest = self.report.findings.iter().map(weight).fold(0.0, f64::max);
        let newest = lines.iter().map(|line| line.time).max().unwrap_or_default();
        let oldest = self.lines.iter().map(|at| lines[*at].time).min().unwrap_or_default();
        let days = (newest - oldest).max(0) as f64 / 86_400.0;
        strongest * 0.5_f64.powf(days / HALF_LIFE_DAYS)
    }
}

impl Branches {
    /// Brings the strongest first; pairs of one strength by their names.
    pub fn rank(&mut self) {
        let lines = &self.lines;
        let names = |meeting: &Meeting| meeting.lines.map(|at| lines[at].name.clone());
        self.meetings.sort_by(|one, other| {
            let strengths = other.strength(lines).total_cmp(&one.strength(lines));
            strengths.then_with(|| names(one).cmp(&names(other)))
        });
    }

    fn has_something(&self) -> bool {
        !self.meetings.is_empty() || self.landed().next().is_some()
    }

    /// Lists what is on the main line already: my own line of work, or all where all were asked.
    fn landed(&self) -> impl Iterator<Item = (&Open, &str)> {
        let asked = if self.is_all { self.lines.len() } else { 1 };
        self.lines.iter().take(asked).filter_map(|line| Some((line, line.landed.as_deref()?)))
    }
}

/// Writes for people; empty where there is nothing to tell.
#[must_use]
pub fn write(branches: &Branches, style: Style) -> String {
    let mut page = String::new();
    if style.verbose {
        page += &format!("oneness: {}\n", examined(branches));
    }
    if !branches.has_something() {
        return page;
    }
    if branches.is_all {
        page += &matrix(branches);
    }
    for meeting in &branches.meetings {
        page += &head(branches, meeting);
        match style.verbose {
            true => page += &text::write(std::slice::from_ref(&meeting.report), Style { verbose: false, ..style }),
            false => page += &findings(meeting),
        }
    }
    for (line, landed) in branches.landed() {
        let (name, main, landed) = (printable(&line.name), printable(&branches.main.name), short(landed));
        let _ = writeln!(page, "{name}: its change is on {main} already, as {landed}");
    }
    page
}

fn examined(branches: &Branches) -> String {
    let Branches { pairs, compared, .. } = branches;
    let lines = branches.lines.len();
    format!("{lines} lines of work, {pairs} pairs, {compared} of them can meet and were compared")
}

fn head(branches: &Branches, meeting: &Meeting) -> String {
    let [one, other] = meeting.lines.map(|at| printable(&branches.lines[at].name));
    let also = match meeting.also.as_slice() {
        [] => String::new(),
        also => format!(" (also in {})", printable(&also.join(", "))),
    };
    let mut told = vec![counted(&meeting.report)];
    if !meeting.conflicts.is_empty() {
        let more = meeting.conflicts.len().saturating_sub(MAX_PATHS);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        let paths = meeting.conflicts.iter().take(MAX_PATHS).map(|path| printable(path)).collect::<Vec<_>>();
        told.push(format!("git would conflict in {}{more}", paths.join(", ")));
    }
    told.extend(meeting.report.diverged_days.map(apart));
    told.retain(|part| !part.is_empty());
    format!("{one} × {other}{also}: {}\n", told.join("; "))
}

/// "1 error, 2 warnings".
fn counted(report: &Report) -> String {
    let count = |severity: Severity| report.findings.iter().filter(|told| told.severity == severity).count();
    let parts = [(Severity::Error, "error"), (Severity::Warning, "warning"), (Severity::Note, "note")];
    let parts = parts.map(|(severity, word)| (count(severity), word)).into_iter().filter(|(count, _)| *count > 0);
    let parts: Vec<String> =
        parts.map(|(count, word)| format!("{count} {word}{}", if count == 1 { "" } else { "s" })).collect();
    parts.join(", ")
}

fn apart(days: f64) -> String {
    match days.round() {
        days if days < 1.0 => "apart for less than a day".to_owned(),
        1.0 => "apart for a day".to_owned(),
        days => format!("apart for {days} days"),
    }
}

fn findings(meeting: &Meeting) -> String {
    let mut told: Vec<&Told> = meeting.report.findings.iter().collect();
    told.sort_by(|one, other| {
        (one.severity as u8).cmp(&(other.severity as u8)).then(other.confidence.total_cmp(&one.confidence))
    });
    let mut page = String::new();
    for told in told.iter().take(MAX_LISTED) {
        // Each side opens its own version.
        let spot = Spot::of(told, Style { points_into: Version::Ours, ..Style::default() });
        let [ours, theirs] = [&told.ours, &told.theirs].map(|site| spot.named(site));
        let (severity, kind, message) = (told.severity.name(), told.kind.name(), printable(&told.message));
        let _ = writeln!(page, "  {severity}[{kind}]: {message}\n      {ours} ~ {theirs}");
    }
    if told.len() > MAX_LISTED {
        let _ = writeln!(page, "  and {} more", told.len() - MAX_LISTED);
    }
    if let (Some(again), false) = (&meeting.report.again, told.is_empty()) {
        let _ = writeln!(page, "  `oneness check {}` shows both texts", printable(again));
    }
    page
}

/// Who collides with whom: the number of findings, `!` where only git would stop, `·` where nothing is to tell.
fn matrix(branches: &Branches) -> String {
    let mut shown: Vec<usize> = branches.meetings.iter().flat_map(|meeting| meeting.lines).collect();
    shown.sort_unstable();
    shown.dedup();
    if shown.is_empty() || shown.len() > MAX_MATRIX {
        return String::new();
    }
    let cell = |one: usize, other: usize| {
        let found = branches.meetings.iter().find(|meeting| meeting.lines == [one.min(other), one.max(other)]);
        match found {
            _ if one == other => String::new(),
            None => "·".to_owned(),
            Some(meeting) if meeting.report.findings.is_empty() => "!".to_owned(),
            Some(meeting) => meeting.report.findings.len().to_string(),
        }
    };
    let numbers = (1..=shown.len()).map(|number| format!("{number:>4}")).collect::<String>();
    let mut page = format!("    {numbers}\n");
    for (row, one) in shown.iter().enumerate() {
        let cells = shown.iter().map(|other| format!("{:>4}", cell(*one, *other))).collect::<String>();
        let _ = writeln!(page, "{:>4}{cells}  {}", row + 1, printable(&branches.lines[*one].name));
    }
    page + "\n"
}

#[derive(Serialize)]
struct Document<'a> {
    schema: u32,
    main: Line<'a>,
    lines: Vec<Line<'a>>,
    pairs: usize,
    compared: usize,
    meetings: Vec<MeetingOut<'a>>,
    notes: Vec<NoteOut<'a>>,
}

#[derive(Serialize)]
struct Line<'a> {
    name: &'a str,
    kind: &'static str,
    oid: &'a str,
    time: i64,
    same: &'a [String],
    base: Option<&'a str>,
    landed: Option<&'a str>,
    committed: bool,
}

#[derive(Serialize)]
struct MeetingOut<'a> {
    ours: &'a str,
    theirs: &'a str,
    also: &'a [String],
    strength: f64,
    conflicts: &'a [String],
    report: serde_json::Value,
}

#[derive(Serialize)]
struct NoteOut<'a> {
    path: &'a str,
    message: &'a str,
    cause: &'static str,
}

/// Writes one JSON document, without times that it took; the report of each meeting is as `check --format jsonl` writes it.
#[must_use]
pub fn document(branches: &Branches) -> String {
    let name = |at: usize| branches.lines[at].name.as_str();
    let mut meetings = Vec::new();
    for meeting in &branches.meetings {
        meetings.push(MeetingOut {
            ours: name(meeting.lines[0]),
            theirs: name(meeting.lines[1]),
            also: &meeting.also,
            strength: (meeting.strength(&branches.lines) * 10_000.0).round() / 10_000.0,
            conflicts: &meeting.conflicts,
            report: json::value(&meeting.report),
        });
    }
    let mut notes = Vec::new();
    for note in &branches.notes {
        notes.push(NoteOut { path: &note.path, message: &note.message, cause: note.cause.name() });
    }
    json::document(&Document {
        schema: 1,
        main: line(&branches.main),
        lines: branches.lines.iter().map(line).collect(),
        pairs: branches.pairs,
        compared: branches.compared,
        meetings,
        notes,
    })
}

fn line(open: &Open) -> Line<'_> {
    Line {
        name: &open.name,
        kind: open.kind.name(),
        oid: &open.oid,
        time: open.time,
        same: &open.same,
        base: open.base.as_deref(),
        landed: open.landed.as_deref(),
        committed: !open.is_dirty,
    }
}
