//! What an audit shows beside its cards: merges and findings over time, by kind, by folder and by the distance of the two
//! copies, and what became of them.
//!
//! Not here: layout.

use std::collections::BTreeMap;

use crate::error::printable;
use crate::report::fates;
use crate::report::report::{Report, Told};
use crate::report::time;
use crate::report::words::all;

/// The width of the drawing of time, in its own units.
const WIDTH: usize = 960;
/// Its height.
const HEIGHT: usize = 120;
/// More bars cannot be told apart: then one is a year.
const MAX_BARS: usize = 60;
/// So many folders are listed.
const MAX_ROWS: usize = 12;
/// The longest bar of a table, in the units of its drawing.
const LONGEST: usize = 240;

/// What is drawn.
pub(super) struct Chart {
    pub(super) bars: Vec<Bar>,
    pub(super) width: usize,
    pub(super) height: usize,
    pub(super) first: String,
    pub(super) last: String,
    pub(super) tables: Vec<Table>,
}

/// The merges of a month, or of a year.
pub(super) struct Bar {
    pub(super) x: usize,
    pub(super) width: usize,
    pub(super) merges: usize,
    pub(super) found: usize,
    pub(super) merges_height: usize,
    pub(super) found_height: usize,
    pub(super) when: String,
}

impl Bar {
    /// Where a bar of this height begins.
    pub(super) fn top(&self, height: &usize) -> usize {
        HEIGHT - height
    }
}

/// Something counted.
pub(super) struct Table {
    pub(super) title: &'static str,
    pub(super) rows: Vec<Row>,
}

/// One line of a table.
pub(super) struct Row {
    pub(super) name: String,
    pub(super) count: usize,
    pub(super) width: usize,
}

/// Counts all reports.
pub(super) fn of(reports: &[Report]) -> Chart {
    let months = |length: usize| -> BTreeMap<String, (usize, usize)> {
        let mut months = BTreeMap::new();
        for report in reports {
            let Some(time) = report.time else { continue };
            let when = time::short(time).chars().take(length).collect();
            let counts: &mut (usize, usize) = months.entry(when).or_default();
            (counts.0, counts.1) = (counts.0 + 1, counts.1 + usize::from(report.has_findings()));
        }
        months
    };
    let by_month = months("2026-03".len());
    let times = if by_month.len() > MAX_BARS { months("2026".len()) } else { by_month };
    let bars = bars(&times);
    let told: Vec<&Told> = all(reports).map(|(_, told)| told).collect();
    let tables = [
        table("By kind", told.iter().map(|told| told.kind.name().to_owned())),
        table("By folder", told.iter().map(|told| folder(&told.theirs.path))),
        table("By the distance of the two", told.iter().map(|told| distance(told).to_owned())),
        table(
            "What became of them",
            told.iter().filter_map(|told| Some(fates::name(told.ending.as_ref()?).to_owned())),
        ),
    ];
    let name = |at: Option<&String>| at.cloned().unwrap_or_default();
    Chart {
        bars,
        width: WIDTH,
        height: HEIGHT,
        first: name(times.keys().next()),
        last: name(times.keys().last()),
        tables: tables.into_iter().filter(|table| !table.rows.is_empty()).collect(),
    }
}

fn bars(times: &BTreeMap<String, (usize, usize)>) -> Vec<Bar> {
    let most = times.values().map(|(merges, _)| *merges).max().unwrap_or(1).max(1);
    let step = WIDTH / times.len().max(1);
    let height = |count: usize| if count == 0 { 0 } else { (count * HEIGHT / most).max(2) };
    let bar = |(at, (when, (merges, found))): (usize, (&String, &(usize, usize)))| Bar {
        x: at * step,
        width: step.saturating_sub(2).clamp(1, 40),
        merges: *merges,
        found: *found,
        merges_height: height(*merges),
        found_height: height(*found),
        when: when.clone(),
    };
    times.iter().enumerate().map(bar).collect()
}

fn table(title: &'static str, names: impl Iterator<Item = String>) -> Table {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    names.for_each(|name| *counts.entry(name).or_default() += 1);
    let mut counts: Vec<(String, usize)> = counts.into_iter().collect();
    counts.sort_by(|one, other| other.1.cmp(&one.1).then(one.0.cmp(&other.0)));
    let most = counts.first().map_or(1, |(_, count)| *count);
    let row = |(name, count): (String, usize)| Row { name, count, width: (count * LONGEST / most).max(1) };
    Table { title, rows: counts.into_iter().take(MAX_ROWS).map(row).collect() }
}

fn folder(path: &str) -> String {
    let folder = path.rsplit_once('/').map_or("(top)", |(folder, _)| folder);
    let parts: Vec<&str> = folder.split('/').take(2).collect();
    printable(&parts.join("/"))
}

/// How far the two copies stand apart.
fn distance(told: &Told) -> &'static str {
    let (ours, theirs) = (&told.ours, &told.theirs);
    if ours.path != theirs.path {
        let folder = |path: &str| path.rsplit_once('/').map_or(String::new(), |(folder, _)| folder.to_owned());
        let is_near = folder(&ours.path) == folder(&theirs.path);
        return if is_near { "another file of the folder" } else { "another folder" };
    }
    let between = ours.lines.zip(theirs.lines).map(|(one, other)| {
        let (first, second) = if one.0 <= other.0 { (one, other) } else { (other, one) };
        second.0.saturating_sub(first.1)
    });
    match between {
        None => "one document",
        Some(0..=10) => "up to 10 lines",
        Some(11..=100) => "11 to 100 lines",
        Some(_) => "more than 100 lines",
    }
}
