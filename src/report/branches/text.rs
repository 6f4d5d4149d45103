//! Open lines of work for people, in a terminal: who collides with whom, what of, and in which order they are merged best.
//!
//! Not here: how one comparison is told at length (`report::text`).

use std::fmt::Write;

use super::meeting::{Branches, Meeting};
use super::order;
use super::words::{apart, conflicts, counted, landed, same};
use crate::error::printable;
use crate::report::report::{Site, Told};
use crate::report::style::{Style, Version};
use crate::report::text;
use crate::report::words::Spot;

/// A matrix of more lines of work is wider than any terminal.
const MAX_MATRIX: usize = 24;
/// So many findings of a pair are listed; `check` lists all.
const MAX_LISTED: usize = 8;
/// So many pairs in which only git would stop are listed.
const MAX_CONFLICTS: usize = 12;
/// A longer name is no name.
const MAX_NAME: usize = 60;
/// So many steps of the order are listed.
const MAX_STEPS: usize = 24;

/// Writes for people; empty where there is nothing to tell.
#[must_use]
pub fn write(branches: &Branches, style: Style) -> String {
    let mut page = String::new();
    if style.verbose {
        page += &format!("oneness: {}\n", examined(branches));
    }
    if branches.is_all {
        page += &matrix(branches);
    }
    let (found, conflicts): (Vec<_>, Vec<_>) = branches.meetings.iter().partition(|meeting| meeting.has_findings());
    for meeting in found {
        page += &head(branches, meeting);
        match style.verbose {
            true if !meeting.report.findings.is_empty() => {
                page += &text::write(std::slice::from_ref(&meeting.report), Style { verbose: false, ..style })
            }
            _ => page += &findings(meeting),
        }
    }
    let listed = if style.verbose { conflicts.len() } else { MAX_CONFLICTS };
    conflicts.iter().take(listed).for_each(|meeting| page += &head(branches, meeting));
    if conflicts.len() > listed {
        let more = conflicts.len() - listed;
        let _ = writeln!(page, "and {more} more pairs in which only git would stop; -v lists them");
    }
    branches.on_main().for_each(|line| page += &format!("{}\n", landed(branches, line)));
    if branches.is_all {
        page += &steps(branches);
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
    let told = [
        same(meeting),
        counted(&meeting.report),
        conflicts(meeting),
        meeting.report.diverged_days.map_or_else(String::new, apart),
    ];
    let told: Vec<String> = told.into_iter().filter(|part| !part.is_empty()).collect();
    format!("{one} × {other}{also}: {}\n", told.join("; "))
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
        let named = |site| match short_name(site) {
            Some(name) => format!("{} {}", spot.named(site), printable(name)),
            None => spot.named(site),
        };
        let [ours, theirs] = [&told.ours, &told.theirs].map(named);
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

/// What the unit is called, where that is a name and not half of its text.
fn short_name(site: &Site) -> Option<&str> {
    site.name.as_deref().filter(|name| name.chars().count() <= MAX_NAME && !name.contains(' '))
}

/// Who collides with whom: the number of findings, `=` where both make one change, `!` where only git would stop, `·` where nothing is to tell.
fn matrix(branches: &Branches) -> String {
    let shown = branches.shown();
    if shown.is_empty() || shown.len() > MAX_MATRIX {
        return String::new();
    }
    let numbers = (1..=shown.len()).map(|number| format!("{number:>4}")).collect::<String>();
    let mut page = format!("    {numbers}\n");
    for (row, one) in shown.iter().enumerate() {
        let cells = shown.iter().map(|other| format!("{:>4}", branches.cell(*one, *other))).collect::<String>();
        let _ = writeln!(page, "{:>4}{cells}  {}", row + 1, printable(&branches.lines[*one].name));
    }
    page + "\n"
}

fn steps(branches: &Branches) -> String {
    let steps = order::of(branches);
    if steps.len() < 2 {
        return String::new();
    }
    let name = |at: &usize| printable(&branches.lines[*at].name);
    let mut page = "\nmerged in this order it hurts least:\n".to_owned();
    for (number, step) in steps.iter().take(MAX_STEPS).enumerate() {
        let mends = match step.after.as_slice() {
            [] => String::new(),
            after => format!("  mended against {}", after.iter().map(name).collect::<Vec<_>>().join(", ")),
        };
        let _ = writeln!(page, "{:>4}. {}{mends}", number + 1, name(&step.line));
    }
    if steps.len() > MAX_STEPS {
        let _ = writeln!(page, "      and {} more", steps.len() - MAX_STEPS);
    }
    page
}
