//! A unit that a side added, and where it stands in the merged result.
//!
//! Not here: how units are read.

use std::collections::HashMap;

use super::unit::Unit;
use crate::edits::Edits;
use crate::source::{Side, Text};

/// A unit of several lines is new when this share of its lines is; a diff may keep closing brackets of a neighbour.
const MIN_NEW: f64 = 0.7;
/// A unit has only moved when this share of its lines was removed elsewhere by the same side.
const MIN_MOVED: f64 = 0.8;
/// A unit stands in the result when this share of its lines does; a hand may have touched the rest.
const MIN_KEPT: f64 = 0.6;

/// A unit that a side added and that stands in the merged result.
#[derive(Debug, Clone)]
pub struct Addition {
    /// Which file of the merge, by its index.
    pub file: usize,
    /// Who added it.
    pub side: Side,
    /// Path in the side's version.
    pub path: String,
    /// The unit in the side's version.
    pub unit: Unit,
    /// Its text.
    pub text: String,
    /// The text of the base that it replaced, where it replaced one line or more.
    pub was: Option<String>,
    /// Whether the same side removed the same text elsewhere.
    pub moved: bool,
    /// First and last line in the merged result, counted from 1; `None` where there is no result.
    pub merged: Option<(usize, usize)>,
}

/// What a file's version and its result tell about new units.
pub struct Ground<'a> {
    /// Which file of the merge.
    pub file: usize,
    /// Whose version it is.
    pub side: Side,
    /// Its path.
    pub path: &'a str,
    /// The side's version.
    pub text: &'a Text,
    /// The base's version.
    pub base: &'a Text,
    /// What the side did to it.
    pub edits: &'a Edits,
    /// For each line of the side's version its place in the result, from [`crate::edits::mapping`], conflicts left out.
    pub kept: &'a [Option<usize>],
}

/// Counts the lines that a side removed in all files, to tell a move from an addition.
#[derive(Debug, Default)]
pub struct Removed {
    lines: HashMap<String, usize>,
}

impl Removed {
    /// Counts the lines of the base that a side removed from one file.
    pub fn count(&mut self, base: &Text, edits: &Edits) {
        for line in edits.removed.iter().flat_map(Clone::clone).map(|index| base.line(index).trim()) {
            if line.len() > 1 {
                *self.lines.entry(line.to_owned()).or_default() += 1;
            }
        }
    }

    fn holds(&self, lines: &[&str]) -> bool {
        let found = lines.iter().filter(|line| self.lines.contains_key(line.trim())).count();
        !lines.is_empty() && share(found, lines.len()) >= MIN_MOVED
    }
}

/// Keeps of all units of a version those that the side added and that stand in the result.
#[must_use]
pub fn among(units: Vec<Unit>, ground: &Ground<'_>, removed: &Removed) -> Vec<Addition> {
    let mut new_lines = vec![false; ground.text.line_count()];
    for line in ground.edits.added.iter().flat_map(|edit| edit.lines.clone()) {
        new_lines[line] = true;
    }
    units.into_iter().filter_map(|unit| addition(unit, ground, &new_lines, removed)).collect()
}

fn addition(unit: Unit, ground: &Ground<'_>, new_lines: &[bool], removed: &Removed) -> Option<Addition> {
    let range = unit.span.line_range();
    let filled: Vec<usize> = range.filter(|line| !ground.text.line(*line).trim().is_empty()).collect();
    let new = filled.iter().filter(|line| new_lines.get(**line).copied().unwrap_or(false)).count();
    if filled.is_empty() || share(new, filled.len()) < MIN_NEW {
        return None;
    }
    let places: Vec<usize> = filled.iter().filter_map(|line| ground.kept.get(*line).copied().flatten()).collect();
    if share(places.len(), filled.len()) < MIN_KEPT {
        return None;
    }
    let merged = places.first().zip(places.last()).map(|(first, last)| (first + 1, last + 1));
    let lines: Vec<&str> = filled.iter().map(|line| ground.text.line(*line)).collect();
    let was = replaced(&unit, ground);
    let moved = removed.holds(&lines);
    let text = ground.text.slice(&unit.span).to_owned();
    Some(Addition { file: ground.file, side: ground.side, path: ground.path.to_owned(), unit, text, was, moved, merged })
}

/// Returns the lines of the base that stood where the unit stands now. In an edit of as many lines as it replaced,
/// line answers to line; else the whole replaced range answers.
fn replaced(unit: &Unit, ground: &Ground<'_>) -> Option<String> {
    let lines = unit.span.line_range();
    let edit = ground.edits.added.iter().find(|edit| edit.lines.contains(&lines.start))?;
    if edit.was.is_empty() {
        return None;
    }
    let aligned = edit.was.len() == edit.lines.len() && lines.end <= edit.lines.end;
    let was = match aligned {
        true => edit.was.start + (lines.start - edit.lines.start)..edit.was.start + (lines.end - edit.lines.start),
        false => edit.was.clone(),
    };
    Some(was.map(|line| ground.base.line(line)).collect::<Vec<_>>().join("\n"))
}

#[expect(clippy::cast_precision_loss, reason = "line counts are far below 2^52")]
fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}
