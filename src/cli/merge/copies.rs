//! Two copies without the version that both began as: how they are joined, and what nobody can know of the result.
//!
//! Not here: the joining itself (`three_way::two_way`, `three_way::deck`).

use std::ops::Range;

use super::joined::{CONFLICTED, Joined, MARKER_SIZE, beyond, count_beyond, counted, refused, said, unknown_format};
use crate::error::{Error, Result};
use crate::source::Sides;
use crate::three_way::driver::{self, Written};
use crate::three_way::text::{Request, is_binary};
use crate::three_way::two_way;

/// So many places are named; the rest is counted.
const MAX_NAMED: usize = 8;
/// So much of a line is shown.
const MAX_LETTERS: usize = 60;

const NOBODY_KNOWS: &str = "without the version that both began as nobody knows what was added and what was taken away";

/// Joins two copies.
pub(super) fn join(request: &Request) -> Result<Joined> {
    let files = &request.files;
    let read = |path: &std::path::Path| {
        std::fs::read(path).map_err(|error| Error::new(format!("cannot read {}: {error}", path.display())))
    };
    let (ours, theirs) = (read(&files.ours)?, read(&files.theirs)?);
    if ours == theirs {
        let versions = Sides { base: ours.clone(), ours: ours.clone(), theirs };
        return Ok(Joined { written: Written::clean(ours), versions });
    }
    let versions = Sides { base: Vec::new(), ours, theirs };
    match driver::supposed_base(&request.path.to_string_lossy(), &versions.ours, &versions.theirs) {
        Some(Ok(base)) => structured(request, Sides { base, ..versions }),
        Some(Err(reason)) => Err(refused(request, &reason)),
        None => lines(request, versions),
    }
}

/// Joins a deck slide by slide, and names what stands in a copy and not in the result.
fn structured(request: &Request, versions: Sides<Vec<u8>>) -> Result<Joined> {
    let path = request.path.to_string_lossy();
    let written = driver::structural(&path, &versions);
    let mut written = written.ok_or_else(|| refused(request, "its format is not known"))?;
    if written.is_refused {
        return Err(refused(request, &written.notes.join("; ")));
    }
    let said = |bytes: &[u8]| said(&path, bytes);
    let (ours, theirs, result) = (said(&versions.ours), said(&versions.theirs), said(&written.merged.bytes));
    let labels = [&request.labels.ours, &request.labels.theirs].map(|label| label.to_string_lossy().into_owned());
    let alone = [count_beyond(&ours, &theirs), count_beyond(&theirs, &ours)];
    written.notes.push(format!(
        "{NOBODY_KNOWS}: {} of {} alone and {} of {} alone are kept where the two do not exclude one another",
        counted(alone[0], "line"),
        labels[0],
        counted(alone[1], "line"),
        labels[1]
    ));
    for (copy, label) in [(&ours, &labels[0]), (&theirs, &labels[1])] {
        let lost = beyond(copy, &result);
        written.merged.conflicted |= !lost.is_empty();
        let named =
            lost.iter().take(MAX_NAMED).map(|(line, _)| format!("not in the result, of {label}: \"{}\"", short(line)));
        written.notes.extend(named);
        if lost.len() > MAX_NAMED {
            written.notes.push(format!("and {} more of {label}", counted(lost.len() - MAX_NAMED, "line")));
        }
    }
    Ok(Joined { written, versions })
}

fn short(line: &str) -> String {
    match line.char_indices().nth(MAX_LETTERS) {
        Some((at, _)) => format!("{}…", &line[..at]),
        None => line.to_owned(),
    }
}

/// Joins texts line by line. A binary file of no known format has no lines.
fn lines(request: &Request, versions: Sides<Vec<u8>>) -> Result<Joined> {
    if is_binary(&versions) {
        return Err(unknown_format(request));
    }
    let (files, labels) = (&request.files, &request.labels);
    let contents = [versions.ours.as_slice(), versions.theirs.as_slice()];
    let joined = two_way::join([&files.ours, &files.theirs], contents, [&labels.ours, &labels.theirs], MARKER_SIZE)?;
    let mut notes = Vec::new();
    let [our_name, their_name] = [&labels.ours, &labels.theirs].map(|label| label.to_string_lossy().into_owned());
    let alone = [(&joined.ours_alone, our_name), (&joined.theirs_alone, their_name)];
    let told = alone.iter().filter(|(ranges, _)| !ranges.is_empty());
    let told: Vec<String> = told.map(|(ranges, name)| format!("{} of {name} alone", places(ranges))).collect();
    if !told.is_empty() {
        notes.push(format!("{NOBODY_KNOWS}; kept: {}", told.join(" and ")));
    }
    if joined.merged.conflicted {
        notes.push(CONFLICTED.to_owned());
    }
    let written = Written { merged: joined.merged, notes, is_refused: false };
    Ok(Joined { written, versions: Sides { base: joined.common, ..versions } })
}

/// "line 4", "lines 4, 10-12 and 3 more places"
fn places(ranges: &[Range<usize>]) -> String {
    let named = ranges.iter().take(MAX_NAMED).map(|range| match range.start == range.end {
        true => range.start.to_string(),
        false => format!("{}-{}", range.start, range.end),
    });
    let named = named.collect::<Vec<_>>().join(", ");
    let is_one = matches!(ranges, [only] if only.start == only.end);
    let more = ranges.len().saturating_sub(MAX_NAMED);
    let more = if more == 0 { String::new() } else { format!(" and {}", counted(more, "more place")) };
    format!("{} {named}{more}", if is_one { "line" } else { "lines" })
}
