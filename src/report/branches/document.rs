//! Open lines of work as one JSON document: a promise to programs, like `report::json`. A test holds its schema.
//!
//! Not here: the report of one pair, which is as `check --format jsonl` writes it (`report::json`).

use schemars::{JsonSchema, generate::SchemaSettings};
use serde::Serialize;

use super::meeting::Branches;
use super::order;
use crate::merge::open::{Open, Standing};
use crate::report::json;

/// The version of this promise; it changes when a field changes its meaning or goes.
const SCHEMA: u32 = 1;

/// What open lines of work say against each other, as `oneness branches --format json` tells it.
#[derive(Serialize, JsonSchema)]
#[schemars(title = "Open lines of work")]
struct Document<'a> {
    schema: u32,
    /// The line into which all work goes.
    main: Line<'a>,
    /// All lines of work that were looked at, the one that asks first.
    lines: Vec<Line<'a>>,
    /// How many pairs there are.
    pairs: usize,
    /// How many of them can meet at all, and were compared.
    compared: usize,
    /// The pairs that have something to tell, the strongest first.
    meetings: Vec<MeetingOut<'a>>,
    /// In which order those that collide are merged best; only where each was asked against each.
    order: Vec<StepOut<'a>>,
    notes: Vec<json::NoteOut<'a>>,
}

/// A line of work.
#[derive(Serialize, JsonSchema)]
struct Line<'a> {
    name: &'a str,
    /// `branch`, `remote` or `worktree`.
    kind: &'static str,
    oid: &'a str,
    /// When it was committed, in seconds since 1970.
    time: i64,
    /// Other names of the same commit.
    same: &'a [String],
    /// Where it parted from the main line.
    base: Option<&'a str>,
    /// The commit of the main line that holds its whole change already.
    landed: Option<&'a str>,
    /// How many of the lines that it changed the main line says already, in the same files.
    standing: Option<StandingOut>,
    /// Whether the main line holds its change already, and it was not compared.
    on_main: bool,
    /// Whether all of it is committed.
    committed: bool,
}

/// So many lines of so many.
#[derive(Serialize, JsonSchema)]
struct StandingOut {
    stands: usize,
    of: usize,
}

/// Two lines of work that collide.
#[derive(Serialize, JsonSchema)]
struct MeetingOut<'a> {
    ours: &'a str,
    theirs: &'a str,
    /// Further lines of work that say the same.
    also: &'a [String],
    /// How much it matters, from 0 to 2: less where one of the two lies long, or both have not seen each other for long.
    strength: f64,
    /// Days since they parted.
    apart_days: Option<f64>,
    /// The paths in which git would conflict.
    conflicts: &'a [String],
    /// How much of the smaller change the other one makes as well, where both make one change.
    same: Option<StandingOut>,
    report: json::Document<'a>,
}

/// One step of the order.
#[derive(Serialize, JsonSchema)]
struct StepOut<'a> {
    name: &'a str,
    /// What is merged before it and collides with it.
    mended_against: Vec<&'a str>,
}

/// Returns the JSON Schema of the document.
#[must_use]
pub fn schema() -> serde_json::Value {
    SchemaSettings::draft07().into_generator().into_root_schema_for::<Document<'static>>().to_value()
}

/// Writes one JSON document, without times that it took.
#[must_use]
pub fn write(branches: &Branches) -> String {
    let name = |at: usize| branches.lines[at].name.as_str();
    let mut meetings = Vec::new();
    for meeting in &branches.meetings {
        meetings.push(MeetingOut {
            ours: name(meeting.lines[0]),
            theirs: name(meeting.lines[1]),
            also: &meeting.also,
            strength: (meeting.strength(&branches.lines) * 10_000.0).round() / 10_000.0,
            apart_days: meeting.report.diverged_days.map(|days| (days * 100.0).round() / 100.0),
            conflicts: &meeting.conflicts,
            same: meeting.same.map(standing),
            report: json::out(&meeting.report, None),
        });
    }
    let steps = if branches.is_all { order::of(branches) } else { Vec::new() };
    let step = |step: &order::Step| StepOut {
        name: name(step.line),
        mended_against: step.after.iter().map(|at| name(*at)).collect(),
    };
    json::document(&Document {
        schema: SCHEMA,
        main: line(&branches.main),
        lines: branches.lines.iter().map(line).collect(),
        pairs: branches.pairs,
        compared: branches.compared,
        meetings,
        order: steps.iter().map(step).collect(),
        notes: branches.notes.iter().map(json::note).collect(),
    })
}

fn standing(standing: Standing) -> StandingOut {
    StandingOut { stands: standing.stands, of: standing.of }
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
        standing: open.standing.map(standing),
        on_main: open.is_on_main(),
        committed: !open.is_dirty,
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_schema_is_checked_in() {
        crate::checked_in::is("branches.schema.json", &format!("{:#}\n", super::schema()));
    }
}
