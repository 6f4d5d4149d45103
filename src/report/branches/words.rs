//! Words that the outputs of this room share.
//!
//! Not here: any output.

use super::meeting::{Branches, Meeting};
use crate::error::printable;
use crate::findings::finding::Severity;
use crate::merge::open::Open;
use crate::report::report::Report;
use crate::report::words::short;

/// So many paths in conflict are named.
const MAX_PATHS: usize = 4;

/// "1 error, 2 warnings".
pub(super) fn counted(report: &Report) -> String {
    let count = |severity: Severity| report.findings.iter().filter(|told| told.severity == severity).count();
    let parts = [(Severity::Error, "error"), (Severity::Warning, "warning"), (Severity::Note, "note")];
    let parts = parts.map(|(severity, word)| (count(severity), word)).into_iter().filter(|(count, _)| *count > 0);
    let parts: Vec<String> =
        parts.map(|(count, word)| format!("{count} {word}{}", if count == 1 { "" } else { "s" })).collect();
    parts.join(", ")
}

/// "one change: 11 of 12 lines"; empty where they are two.
pub(super) fn same(meeting: &Meeting) -> String {
    meeting.same.map_or_else(String::new, |same| match same.of {
        1 => "both make one change: the same line".to_owned(),
        of => format!("both make one change: {} of {of} lines are the same", same.stands),
    })
}

/// "git would conflict in a.md, b.md and 3 more"; empty where it would not.
pub(super) fn conflicts(meeting: &Meeting) -> String {
    if meeting.conflicts.is_empty() {
        return String::new();
    }
    let more = meeting.conflicts.len().saturating_sub(MAX_PATHS);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    let paths = meeting.conflicts.iter().take(MAX_PATHS).map(|path| printable(path)).collect::<Vec<_>>();
    format!("git would conflict in {}{more}", paths.join(", "))
}

/// "apart for 12 days".
pub(super) fn apart(days: f64) -> String {
    match days.round() {
        days if days < 1.0 => "apart for less than a day".to_owned(),
        1.0 => "apart for a day".to_owned(),
        days => format!("apart for {days} days"),
    }
}

/// "feature: its change is on main already, as 1a2b3c4d5e", or how much of it is.
pub(super) fn landed(branches: &Branches, line: &Open) -> String {
    let (name, main) = (printable(&line.name), printable(&branches.main.name));
    match (&line.landed, line.standing) {
        (Some(commit), _) => format!("{name}: its change is on {main} already, as {}", short(commit)),
        (None, Some(standing)) => {
            let (stands, of) = (standing.stands, standing.of);
            format!("{name}: its change is on {main} already, but for words: {stands} of {of} lines stand there")
        }
        (None, None) => String::new(),
    }
}
