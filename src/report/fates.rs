//! What became of findings in their own history, for people as a table and for programs as JSON, and the sum of it.
//!
//! Not here: finding it out (`fates`), the findings themselves (`text`, `json`).

use serde::Serialize;

use super::report::{Site, Told};
use crate::error::printable;
use crate::fates::{Ending, Fate, Sureness};

/// A finding of a merge and what became of it.
#[derive(Debug, Clone)]
pub struct Row {
    /// The merge commit.
    pub merge: String,
    /// The finding.
    pub told: Told,
    /// What became of it.
    pub ending: Ending,
}

/// What became of a pair, as people see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    CleanedUp,
    LostOne,
    Stands,
    Apart,
    BothGone,
    Unknown,
}

/// Each outcome with its name in JSON and the end of the sentence that counts it, for one and for several.
const OUTCOMES: &[(Outcome, &str, &str, &str)] = &[
    (Outcome::CleanedUp, "cleaned-up", "was cleaned up by hand", "were cleaned up by hand"),
    (Outcome::Stands, "stands", "stands until today", "stand until today"),
    (Outcome::LostOne, "lost-one", "lost a copy in a larger change", "lost a copy in a larger change"),
    (Outcome::Apart, "edited-apart", "was edited apart", "were edited apart"),
    (Outcome::BothGone, "both-gone", "went as a whole", "went as a whole"),
    (Outcome::Unknown, "unknown", "cannot be followed", "cannot be followed"),
];

impl Outcome {
    fn of(ending: &Ending) -> Outcome {
        match ending.fate {
            Fate::OneRemoved if ending.says().1 > Sureness::Unsure => Outcome::CleanedUp,
            Fate::OneRemoved => Outcome::LostOne,
            Fate::BothStand => Outcome::Stands,
            Fate::EditedApart => Outcome::Apart,
            Fate::BothGone => Outcome::BothGone,
            Fate::Unknown => Outcome::Unknown,
        }
    }

    fn name(self) -> &'static str {
        OUTCOMES.iter().find(|(outcome, ..)| *outcome == self).map_or("", |(_, name, ..)| name)
    }
}

#[derive(Serialize)]
struct RowOut<'a> {
    merge: &'a str,
    id: &'a str,
    kind: &'static str,
    confidence: f64,
    ours: PlaceOut<'a>,
    theirs: PlaceOut<'a>,
    became: &'static str,
    days: f64,
    commit: Option<&'a str>,
    says_duplicate: bool,
    later_changes: usize,
}

#[derive(Serialize)]
struct PlaceOut<'a> {
    path: &'a str,
    start_line: Option<usize>,
    end_line: Option<usize>,
}

/// Writes one finding and its fate as one line of JSON.
#[must_use]
pub fn line(row: &Row) -> String {
    let ending = &row.ending;
    let out = RowOut {
        merge: &row.merge,
        id: &row.told.id,
        kind: row.told.kind.name(),
        confidence: row.told.confidence,
        ours: place(&row.told.ours),
        theirs: place(&row.told.theirs),
        became: Outcome::of(ending).name(),
        days: ending.days,
        commit: ending.commit.as_deref(),
        says_duplicate: ending.speaks,
        later_changes: ending.later,
    };
    serde_json::to_string(&out).unwrap_or_default() + "\n"
}

fn place(site: &Site) -> PlaceOut<'_> {
    let (start_line, end_line) = site.lines.map_or((None, None), |(start, end)| (Some(start), Some(end)));
    PlaceOut { path: &site.path, start_line, end_line }
}

/// Writes a table for people: one finding a line, what became of it behind it.
#[must_use]
pub fn table(rows: &[Row]) -> String {
    let cells: Vec<[String; 3]> =
        rows.iter().map(|row| [short(&row.merge), places(&row.told), became(&row.ending)]).collect();
    let width = cells.iter().map(|[_, places, _]| places.chars().count()).max().unwrap_or(0);
    let line = |[merge, places, became]: &[String; 3]| format!("{merge}  {places:<width$}  {became}\n");
    cells.iter().map(line).collect()
}

fn short(commit: &str) -> String {
    commit.get(..10).unwrap_or(commit).to_owned()
}

fn places(told: &Told) -> String {
    let line = |site: &Site| site.lines.map_or(String::new(), |(start, _)| format!(":{start}"));
    let (ours, theirs) = (&told.ours, &told.theirs);
    let other = if ours.path == theirs.path { String::new() } else { printable(&theirs.path) };
    format!("{}{} ~ {other}{}", printable(&ours.path), line(ours), line(theirs))
}

/// Says what became of a finding.
#[must_use]
pub(super) fn became(ending: &Ending) -> String {
    let by = ending.commit.as_deref().map(|commit| format!(" ({})", short(commit))).unwrap_or_default();
    let later = later(ending.days);
    match Outcome::of(ending) {
        Outcome::CleanedUp if ending.speaks => format!("cleaned up {later}, as a duplicate{by}"),
        Outcome::CleanedUp => format!("cleaned up {later}{by}"),
        Outcome::LostOne => format!("one copy went {later}, in a larger change{by}"),
        Outcome::Stands => format!("both stand, {later}"),
        Outcome::Apart => format!("edited apart {later}{by}"),
        Outcome::BothGone => format!("both went {later}{by}"),
        Outcome::Unknown => "cannot be followed".to_owned(),
    }
}

/// Returns the name in JSON of what became of a finding.
#[must_use]
pub(super) fn name(ending: &Ending) -> &'static str {
    Outcome::of(ending).name()
}

fn later(days: f64) -> String {
    match days {
        days if days < 1.0 => "within a day".to_owned(),
        days if days < 2.0 => "a day later".to_owned(),
        days => format!("{days:.0} days later"),
    }
}

/// Says in one sentence what became of all findings.
#[must_use]
pub fn sentence(rows: &[Row]) -> String {
    let outcomes: Vec<Outcome> = rows.iter().map(|row| Outcome::of(&row.ending)).collect();
    let part = |(outcome, _, one, several): &(Outcome, &str, &str, &str)| {
        let count = outcomes.iter().filter(|other| *other == outcome).count();
        let when = median(rows, *outcome).filter(|_| *outcome == Outcome::CleanedUp);
        let when = when.map(|when| format!(", {} at the median", later(when))).unwrap_or_default();
        (count > 0).then(|| format!("{count} {}{when}", if count == 1 { one } else { several }))
    };
    let parts: Vec<String> = OUTCOMES.iter().filter_map(part).collect();
    match rows.len() {
        0 => "oneness: no finding whose fate could be asked\n".to_owned(),
        count => format!("oneness: of {count} finding{} {}\n", if count == 1 { "" } else { "s" }, parts.join("; ")),
    }
}

fn median(rows: &[Row], outcome: Outcome) -> Option<f64> {
    let mut days: Vec<f64> =
        rows.iter().filter(|row| Outcome::of(&row.ending) == outcome).map(|row| row.ending.days).collect();
    days.sort_by(f64::total_cmp);
    days.get(days.len() / 2).copied()
}
