//! The noun of this room: open lines of work, and what any two of them would say twice.
//!
//! Not here: which lines are compared (`cli::branches`), how it is told (one file an output beside this one).

use crate::findings::finding::Severity;
use crate::merge::open::{Open, Standing};
use crate::report::report::{Note, Report, Told};

/// After so many days without a commit, what a line of work says counts half: the longer it lies, the less likely it is
/// that anybody will merge it.
const HALF_LIFE_DAYS: f64 = 60.0;
/// After so many days without a common commit, what two lines of work say counts half: the further they are apart, the
/// more of either was written for another tree.
const HALF_APART_DAYS: f64 = 180.0;
/// What a conflict that git itself shows weighs beside findings: it costs work, and nobody overlooks it.
const CONFLICT: f64 = 0.25;

/// What it weighs that both make one change: somebody works for nothing.
const SAME: f64 = 1.0;

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
    /// How much of the smaller change the other one makes as well, where it is one change.
    pub same: Option<Standing>,
    /// Names of further lines of work that hold the second one's part of it, too.
    pub also: Vec<String>,
}

impl Meeting {
    /// How much it matters that both know of each other: the strongest finding, less where one of them lies long, and less
    /// where they have not seen each other for long. 0 where only git would stop.
    #[must_use]
    pub fn strength(&self, lines: &[Open]) -> f64 {
        let same = if self.same.is_some() { SAME } else { 0.0 };
        let strongest = self.report.findings.iter().map(weight).fold(same, f64::max);
        let newest = lines.iter().map(|line| line.time).max().unwrap_or_default();
        let oldest = self.lines.iter().map(|at| lines[*at].time).min().unwrap_or_default();
        let lies = (newest - oldest).max(0) as f64 / 86_400.0;
        let apart = self.report.diverged_days.unwrap_or_default();
        strongest * 0.5_f64.powf(lies / HALF_LIFE_DAYS + apart / HALF_APART_DAYS)
    }

    /// How much work it is for whoever is merged later, whenever that is.
    #[must_use]
    pub fn cost(&self) -> f64 {
        let findings: f64 = self.report.findings.iter().map(weight).sum();
        findings + if self.conflicts.is_empty() { 0.0 } else { CONFLICT }
    }

    /// Tells whether both say something that the other one should know of, and not only git would stop.
    #[must_use]
    pub fn has_findings(&self) -> bool {
        !self.report.findings.is_empty() || self.same.is_some()
    }
}

fn weight(told: &Told) -> f64 {
    match told.severity {
        Severity::Error => 1.0 + told.confidence,
        Severity::Warning => told.confidence,
        Severity::Note => told.confidence / 10.0,
    }
}

impl Branches {
    /// Notes that two lines of work, named so, could not be compared, and why.
    pub fn left_out(&mut self, names: &str, why: &str) {
        self.unread += 1;
        self.notes.push(Note::failure("", format!("{names} were not compared: {why}")));
    }

    /// Brings the strongest first; pairs of one strength by their names.
    pub fn rank(&mut self) {
        let lines = &self.lines;
        let names = |meeting: &Meeting| meeting.lines.map(|at| lines[at].name.clone());
        self.meetings.sort_by(|one, other| {
            let strengths = other.strength(lines).total_cmp(&one.strength(lines));
            strengths.then_with(|| names(one).cmp(&names(other)))
        });
    }

    /// Tells whether there is anything to tell.
    #[must_use]
    pub fn has_something(&self) -> bool {
        !self.meetings.is_empty() || self.on_main().next().is_some()
    }

    /// Lists the lines of work that collide with any other, by their place.
    #[must_use]
    pub fn shown(&self) -> Vec<usize> {
        let mut shown: Vec<usize> = self.meetings.iter().flat_map(|meeting| meeting.lines).collect();
        shown.sort_unstable();
        shown.dedup();
        shown
    }

    /// What the matrix says of two: the number of findings, `=` where both make one change, `!` where only git would
    /// stop, `·` where nothing is to tell.
    #[must_use]
    pub fn cell(&self, one: usize, other: usize) -> String {
        let found = self.meetings.iter().find(|meeting| meeting.lines == [one.min(other), one.max(other)]);
        match found {
            _ if one == other => String::new(),
            None => "·".to_owned(),
            Some(meeting) if meeting.same.is_some() => "=".to_owned(),
            Some(meeting) if !meeting.has_findings() => "!".to_owned(),
            Some(meeting) => meeting.report.findings.len().to_string(),
        }
    }

    /// Lists what is on the main line already: my own line of work, or all where all were asked.
    pub fn on_main(&self) -> impl Iterator<Item = &Open> {
        let asked = if self.is_all { self.lines.len() } else { 1 };
        self.lines.iter().take(asked).filter(|line| line.is_on_main())
    }
}
