//! The noun of this stage: what a side did to a unit, and where it stands in the result.
//!
//! Not here: how changes are found (one file a question beside this one).

use std::ops::Range;
use std::sync::Arc;

use super::places::Origin;
use crate::hash::Set;
use crate::source::{Side, Text};
use crate::units::unit::Unit;

/// So many lines of comments above a unit are searched for a word to this program.
const MAX_COMMENT_LINES: usize = 12;
/// What begins a comment or an attribute in one language or another.
const COMMENT_MARKS: &[&str] = &["//", "/*", "{/*", "*", "#", "@", "--", "<!--", ";", "%", "..", "\"\"\"", "[", "rem "];

/// What a side did to a unit that stands in the merged result.
#[derive(Debug, Clone)]
pub struct Change {
    /// Which file of the merge, by its index.
    pub file: usize,
    /// Who did it.
    pub side: Side,
    /// Path in the side's version.
    pub path: String,
    /// The unit in the side's version.
    pub unit: Unit,
    /// Its text.
    pub text: String,
    /// Lines at or right above the unit that speak to this program (`oneness: allow(…)`).
    pub comments: Vec<String>,
    /// Hash of the whole version it stands in, to put two sides into an order that does not depend on their names.
    pub version: u64,
    /// What became of what into this unit.
    pub before: Before,
    /// Where it stands in the result.
    pub stands: Standing,
    /// What stands around it in its own version.
    pub around: Around,
}

/// What a unit was before the side touched it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Before {
    /// The text of the base that it replaced, where it replaced one line or more.
    pub was: Option<String>,
    /// The lines of the base that it replaced, counted from 0; empty for an insertion.
    pub was_lines: Range<usize>,
    /// Whether the base held the text already: the same side removed it elsewhere, or changed no more than its marks.
    pub moved: bool,
    /// Whether the side changed no more than its marks, at its place: whoever has the old one has what it says.
    pub marked: bool,
    /// Where it stood, if the same side removed it there.
    pub origin: Option<Origin>,
    /// Whether the side took it away: then it stands nowhere, and this is what it was.
    pub removed: bool,
    /// Whether the unit is old and only its name is new: it can clash, and nothing else.
    pub renamed: bool,
}

/// Where a unit stands in the result: first and last line, counted from 1.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Standing {
    /// Its place; `None` where there is no result.
    pub merged: Option<(usize, usize)>,
    /// Another place where the same lines stand once more.
    pub twin: Option<(usize, usize)>,
}

/// What stands around a unit in its own version.
#[derive(Debug, Clone, Default)]
pub struct Around {
    /// Whether it stands in nothing larger that the same side added.
    pub outermost: bool,
    /// How often the side's own version holds the same text, for small things in the same container; for sentences at
    /// least to how many files the side added it. 0 for code.
    pub copies: usize,
    /// What else stood in the same list before, hashed; empty for what is no entry of a list.
    pub siblings: Arc<Set<u64>>,
    /// The sentences of a document that stood in it before, hashed; of a document that the side brought, all of them.
    pub document: Arc<Set<u64>>,
    /// Whether the side brought the section around it, whose heading holds a number, as that of a release does.
    pub of_new_release: bool,
    /// The heading of the release that follows on the section it stands in, as the newest one follows on `Unreleased`;
    /// `None` where the section has a number of its own.
    pub release_below: Option<Arc<str>>,
    /// Which share it is of a file that the side brought as a whole, 0 to 1; `None` where the base has the file.
    pub of_new_file: Option<f64>,
    /// Whether it stands in the result between conflict markers that were committed: the cause of what is wrong there.
    pub marked: bool,
}

impl Change {
    /// Makes a change of a unit that somebody points at: what was before it and what stands around it nobody asked.
    /// `merged` is its place in the result, counted from 1.
    #[must_use]
    pub fn at(
        (file, side): (usize, Side),
        path: &str,
        text: &Text,
        unit: Unit,
        merged: Option<(usize, usize)>,
    ) -> Change {
        Change {
            file,
            side,
            path: path.to_owned(),
            text: text.slice(&unit.span).to_owned(),
            comments: comments(unit.span.line_range(), text),
            version: 0,
            before: Before::default(),
            stands: Standing { merged, twin: None },
            around: Around { outermost: true, ..Around::default() },
            unit,
        }
    }

    /// Tells whether a comment at or above the unit allows a kind of finding: `oneness: allow(duplicate-addition)`.
    #[must_use]
    pub fn allows(&self, kind: &str) -> bool {
        self.comments.iter().any(|comment| {
            let Some((_, rest)) = comment.split_once("oneness: allow(") else { return false };
            let named = rest.split(')').next().unwrap_or_default();
            named.split(',').any(|name| name.trim() == kind || name.trim() == "all")
        })
    }
}

/// Returns those of the lines of a unit, and of the comments and attributes right above it, that speak to this program.
/// One blank line may part a comment from what it is about, as reStructuredText wants it.
pub(super) fn comments(range: Range<usize>, text: &Text) -> Vec<String> {
    let is_comment = |line: &usize| {
        let line = text.line(*line).trim_start();
        COMMENT_MARKS.iter().any(|mark| line.starts_with(mark))
    };
    let is_blank = |line: usize| text.line(line).trim().is_empty();
    let end = range.start - usize::from(range.start > 0 && is_blank(range.start - 1));
    let above = (0..end).rev().take_while(is_comment).take(MAX_COMMENT_LINES);
    let speaking = above.chain(range).map(|line| text.line(line)).filter(|line| line.contains("oneness: allow("));
    speaking.map(str::to_owned).collect()
}
