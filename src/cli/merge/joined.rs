//! What two copies became, and the words that both ways of joining them share.
//!
//! Not here: joining.

use std::collections::BTreeMap;
use std::path::Path;

use crate::decode;
use crate::error::Error;
use crate::source::Sides;
use crate::three_way::driver::Written;
use crate::three_way::text::Request;

/// How long git makes a conflict marker.
pub(super) const MARKER_SIZE: usize = 7;

/// What was joined, and the versions that it came of; the base may be only what both copies hold.
pub(super) struct Joined {
    pub(super) written: Written,
    pub(super) versions: Sides<Vec<u8>>,
}

/// Returns how often a file says each of its lines, blank ones aside.
pub(super) fn said(path: &str, bytes: &[u8]) -> BTreeMap<String, usize> {
    let mut said: BTreeMap<String, usize> = BTreeMap::new();
    for line in decode::source(path, bytes).text.lines().filter(|line| !line.trim().is_empty()) {
        *said.entry(line.trim().to_owned()).or_default() += 1;
    }
    said
}

/// Returns the lines that one file says more often than another one, and how much more often.
pub(super) fn beyond<'t>(text: &'t BTreeMap<String, usize>, other: &BTreeMap<String, usize>) -> Vec<(&'t str, usize)> {
    let more = text.iter().map(|(line, count)| (line, count.saturating_sub(other.get(line).copied().unwrap_or(0))));
    more.filter(|(_, more)| *more > 0).map(|(line, more)| (line.as_str(), more)).collect()
}

/// Counts what one file says beyond another one.
pub(super) fn count_beyond(text: &BTreeMap<String, usize>, other: &BTreeMap<String, usize>) -> usize {
    beyond(text, other).into_iter().map(|(_, more)| more).sum()
}

/// Says that files of this format cannot be merged: they are binary, and of no known format.
pub(super) fn unknown_format(request: &Request) -> Error {
    Error::new(format!("{}: cannot merge this format", name(&request.files.ours)))
        .hint("nothing was written; `oneness merge` knows PowerPoint decks and texts")
}

/// What is said of a result that is not decided.
pub(super) const CONFLICTED: &str = "conflicts stand between markers";

/// "1 line", "3 lines"
pub(super) fn counted(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

/// Says why two files cannot be joined.
pub(super) fn refused(request: &Request, reason: &str) -> Error {
    Error::new(format!("{}: {reason}", name(&request.files.ours))).hint("nothing was written")
}

/// Returns a path for people.
pub(super) fn name(path: &Path) -> String {
    path.display().to_string()
}
