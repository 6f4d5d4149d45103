//! Open lines of work as a comment: a table of the pairs, the order of merging, and below them the findings of each pair as
//! a comment on a request shows them.
//!
//! Not here: what makes text of a repository safe (`report::markdown`).

use super::meeting::{Branches, Meeting};
use super::order;
use super::words::{apart, conflicts, counted, landed, same};
use crate::report::markdown::{MARK, MAX_BYTES, code, escaped, merge};
use crate::report::style::Style;

/// So many pairs stand in the table.
const MAX_ROWS: usize = 100;
/// So many steps of the order are listed.
const MAX_STEPS: usize = 50;

/// Writes the comment; where nothing is to be told, one that says so.
#[must_use]
pub fn write(branches: &Branches, style: Style) -> String {
    let mut text = MARK.to_owned();
    let names = |at: usize| code(&branches.lines[at].name);
    if !branches.has_something() {
        return text + "**oneness**: no two of these lines of work say anything twice.\n";
    }
    if !branches.meetings.is_empty() {
        let count = branches.meetings.len();
        text += &format!(
            "### oneness: {count} pair{} of open lines of work collide{}\n\n| One | Other | Findings | Git | Apart |\n|---|---|---|---|---|\n",
            if count == 1 { "" } else { "s" },
            if count == 1 { "s" } else { "" },
        );
        text.extend(branches.meetings.iter().take(MAX_ROWS).map(|meeting| row(branches, meeting)));
        text += &more(count, MAX_ROWS);
    }
    let steps = if branches.is_all { order::of(branches) } else { Vec::new() };
    if steps.len() > 1 {
        text += "\nMerged in this order it hurts least:\n\n";
        for step in steps.iter().take(MAX_STEPS) {
            let after: Vec<String> = step.after.iter().map(|at| names(*at)).collect();
            let mends = if after.is_empty() { String::new() } else { format!(", mended against {}", after.join(", ")) };
            text += &format!("1. {}{mends}\n", names(step.line));
        }
        text += &more(steps.len(), MAX_STEPS);
    }
    for line in branches.on_main() {
        text += &format!("\n{}\n", escaped(&landed(branches, line)));
    }
    let mut left = 0;
    for meeting in branches.meetings.iter().filter(|meeting| !meeting.report.findings.is_empty()) {
        let part = format!("\n{}", merge(&meeting.report, style));
        match text.len() + part.len() > MAX_BYTES {
            true => left += 1,
            false => text += &part,
        }
    }
    if left > 0 {
        text += &format!("\nThe findings of {left} more pairs are not shown here.\n");
    }
    text
}

fn row(branches: &Branches, meeting: &Meeting) -> String {
    let [one, other] = meeting.lines.map(|at| code(&branches.lines[at].name));
    let parts = [
        [same(meeting), counted(&meeting.report)]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join("; "),
        conflicts(meeting),
        meeting.report.diverged_days.map(apart).unwrap_or_default(),
    ];
    let [found, git, apart] = parts.map(|part| escaped(&part));
    format!("| {one} | {other} | {found} | {git} | {apart} |\n")
}

fn more(count: usize, shown: usize) -> String {
    if count > shown { format!("\n{} more are not shown here.\n", count - shown) } else { String::new() }
}
