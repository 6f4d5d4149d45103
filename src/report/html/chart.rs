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
const MAX_BARS: usize = 96;
/// Months of a year.
const MONTHS: usize = 12;
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
    let by_month = counts(reports, |year, month| (year * MONTHS + month - 1, format!("{year}-{month:02}")));
    let times = if span(&by_month) > MAX_BARS { counts(reports, |year, _| (year, year.to_string())) } else { by_month };
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
    let name = |bar: Option<&Bar>| bar.map(|bar| bar.when.clone()).unwrap_or_default();
    Chart {
        first: name(bars.first()),
        last: name(bars.last()),
        bars,
        width: WIDTH,
        height: HEIGHT,
        tables: tables.into_iter().filter(|table| !table.rows.is_empty()).collect(),
    }
}

/// Merges and those with findings, by the number of their month or year; each with its name.
type Times = BTreeMap<usize, (String, usize, usize)>;

fn counts(reports: &[Report], place: impl Fn(usize, usize) -> (usize, String)) -> Times {
    let mut times = Times::new();
    for report in reports {
        let when = report.time.map(time::short).unwrap_or_default();
        let mut parts = when.split('-').map_while(|part| part.parse::<usize>().ok());
        let (Some(year), Some(month @ 1..=MONTHS)) = (parts.next(), parts.next()) else { continue };
        let (number, name) = place(year, month);
        let counts = times.entry(number).or_insert((name, 0, 0));
        (counts.1, counts.2) = (counts.1 + 1, counts.2 + usize::from(report.has_findings()));
    }
    times
}

/// From the first to the last, both counted.
fn span(times: &Times) -> usize {
    times.keys().next().zip(times.keys().last()).map_or(1, |(first, last)| last - first + 1)
}

/// A bar where something was merged; where nothing was there is a gap.
fn bars(times: &Times) -> Vec<Bar> {
    let most = times.values().map(|(_, merges, _)| *merges).max().unwrap_or(1).max(1);
    let first = times.keys().next().copied().unwrap_or_default();
    let span = span(times);
    let height = |count: usize| if count == 0 { 0 } else { (count * HEIGHT / most).max(2) };
    let bar = |(number, (when, merges, found)): (&usize, &(String, usize, usize))| Bar {
        x: (number - first) * WIDTH / span,
        width: (WIDTH / span).saturating_sub(2).clamp(1, 40),
        merges: *merges,
        found: *found,
        merges_height: height(*merges),
        found_height: height(*found),
        when: when.clone(),
    };
    times.iter().map(bar).collect()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_has_gaps_and_long_histories_have_years() {
        let at = |seconds| Report { time: Some((seconds, 0)), ..Report::default() };
        let chart = of(&[at(0), at(86_400), at(86_400 * 70)]);
        let told: Vec<_> = chart.bars.iter().map(|bar| (bar.x, bar.merges, &*bar.when)).collect();
        assert_eq!(told, [(0, 2, "1970-01"), (2 * WIDTH / 3, 1, "1970-03")]);
        let chart = of(&[at(0), at(86_400 * 365 * 20), Report::default(), at(i64::MAX)]);
        assert_eq!((chart.first.as_str(), chart.bars.len()), ("1970", 3));
    }
}
