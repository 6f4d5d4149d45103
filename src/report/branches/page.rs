//! Open lines of work as one page: who collides with whom above the cards of all findings.
//!
//! Not here: the page itself (`report::html`).

use super::meeting::{Branches, Meeting};
use super::order;
use super::words::{apart, conflicts, counted, landed, same};
use crate::error::printable;
use crate::report::html::{self, Grid, Overview};
use crate::report::report::Report;
use crate::report::style::Style;

/// A grid of more lines of work is wider than any screen.
const MAX_GRID: usize = 40;

/// Writes the page.
#[must_use]
pub fn write(branches: &Branches, style: Style) -> String {
    let reports: Vec<Report> = branches.meetings.iter().map(|meeting| meeting.report.clone()).collect();
    let steps = if branches.is_all { order::of(branches) } else { Vec::new() };
    let name = |at: &usize| printable(&branches.lines[*at].name);
    let step = |step: &order::Step| match step.after.as_slice() {
        [] => name(&step.line),
        after => {
            format!("{}, mended against {}", name(&step.line), after.iter().map(name).collect::<Vec<_>>().join(", "))
        }
    };
    let overview = Overview {
        title: match branches.meetings.len() {
            0 => "No two open lines of work collide".to_owned(),
            1 => "Two open lines of work collide".to_owned(),
            pairs => format!("{pairs} pairs of open lines of work collide"),
        },
        lead: vec![format!(
            "{} lines of work were looked at; {} of {} pairs can meet at all and were compared.",
            branches.lines.len(),
            branches.compared,
            branches.pairs
        )],
        pairs: branches.meetings.iter().map(|meeting| row(branches, meeting)).collect(),
        grid: branches.is_all.then(|| grid(branches)).flatten(),
        steps: if steps.len() > 1 { steps.iter().map(step).collect() } else { Vec::new() },
        on_main: branches.on_main().map(|line| landed(branches, line)).collect(),
    };
    html::of_lines(&reports, style, overview)
}

fn row(branches: &Branches, meeting: &Meeting) -> [String; 5] {
    let [one, other] = meeting.lines.map(|at| printable(&branches.lines[at].name));
    let other = match meeting.also.as_slice() {
        [] => other,
        also => format!("{other} (also in {})", printable(&also.join(", "))),
    };
    let days = meeting.report.diverged_days.map(apart).unwrap_or_default();
    let found = [same(meeting), counted(&meeting.report)].into_iter().filter(|part| !part.is_empty());
    [one, other, found.collect::<Vec<_>>().join("; "), conflicts(meeting), days]
}

fn grid(branches: &Branches) -> Option<Grid> {
    let shown = branches.shown();
    let row = |one: &usize| {
        let cells = shown.iter().map(|other| branches.cell(*one, *other)).collect();
        (printable(&branches.lines[*one].name), cells)
    };
    (2..=MAX_GRID).contains(&shown.len()).then(|| Grid { rows: shown.iter().map(row).collect() })
}
