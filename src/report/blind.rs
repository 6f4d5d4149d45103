//! What a report must not be silent about: files that should have been read and could not, and a side of which nothing
//! was read, so that "nothing found" would be no answer.
//!
//! Not here: what is left out by rule, which only `-v` tells.

use std::collections::{BTreeMap, BTreeSet};

use super::report::{Blind, Cause, Note, Report};
use crate::error::printable;
use crate::merge::{FileMerge, Merge};
use crate::source::{Side, Unread};

/// So many files are named; the rest is counted.
const MAX_NAMED: usize = 10;

/// Adds to a report what the sides changed, what the store could not read, and whether a side stayed unread as a whole.
pub fn note(report: &mut Report, merge: &Merge, failures: &BTreeMap<String, Unread>) {
    for (path, why) in failures {
        let file = merge.files.iter().find(|file| has_version_at(file, path));
        let path = file.map_or(path.as_str(), FileMerge::path);
        let is_noted = report.notes.iter().any(|note| note.path == path && note.cause == Cause::Failure);
        if !is_noted {
            report.notes.push(Note::not_examined(path, why));
        }
    }
    report.notes.sort();
    report.touched = merge.files.iter().map(|file| file.path().to_owned()).collect();
    report.blind = Side::BOTH.into_iter().find_map(|side| blind(report, merge, side));
}

fn has_version_at(file: &FileMerge, path: &str) -> bool {
    let versions = &file.versions;
    [&versions.base, &versions.ours, &versions.theirs, &file.merged].iter().any(|version| version.path == path)
}

/// Tells whether all that a side changed, and that people would want read, could not be read.
fn blind(report: &Report, merge: &Merge, side: Side) -> Option<Blind> {
    let paths = |cause: Cause| -> BTreeSet<&str> {
        report.notes.iter().filter(|note| note.cause == cause).map(|note| note.path.as_str()).collect()
    };
    let (failed, quiet) = (paths(Cause::Failure), paths(Cause::Rule));
    let changed =
        |file: &&FileMerge| file.changed_by(side) && file.versions.ours.content != file.versions.theirs.content;
    let mut wanted = merge.files.iter().filter(changed).map(FileMerge::path).filter(|path| !quiet.contains(path));
    let first = wanted.next()?;
    let all = failed.contains(first) && wanted.all(|path| failed.contains(path));
    let why = report.notes.iter().find(|note| note.path == first && note.message.starts_with(NOT_EXAMINED))?;
    let name = match side {
        Side::Ours => &report.ours.name,
        Side::Theirs => &report.theirs.name,
    };
    all.then(|| Blind { side: name.clone(), reason: why.message.replacen(NOT_EXAMINED, "", 1) })
}

const NOT_EXAMINED: &str = "not examined: ";

/// Writes what must be told without being asked for, one line a file. `undecided` tells conflicts too.
#[must_use]
pub fn lines(report: &Report, undecided: bool) -> String {
    let is_told = |note: &&Note| note.cause == Cause::Failure || undecided && note.cause == Cause::Undecided;
    let told: Vec<&Note> = report.notes.iter().filter(is_told).collect();
    let line = |note: &&Note| match note.path.as_str() {
        "" => format!("oneness: {}\n", printable(&note.message)),
        path => format!("oneness: {}: {}\n", printable(path), printable(&note.message)),
    };
    let mut text: String = told.iter().take(MAX_NAMED).map(line).collect();
    if told.len() > MAX_NAMED {
        text.push_str(&format!("oneness: and {} more\n", told.len() - MAX_NAMED));
    }
    text
}
