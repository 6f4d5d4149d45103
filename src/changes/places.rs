//! Where lines stand: in the result of a merge, and in what a side took away.
//!
//! Not here: whose lines they are.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use super::lines::{MIN_LETTERS_TO_FOLLOW, letters, share};
use crate::edits::{self, Edits};
use crate::source::Text;

/// A unit has only moved when this share of its lines was removed elsewhere by the same side.
const MIN_MOVED: f64 = 0.8;

/// The lines of the result, white space at their ends aside, each with its places counted from 0.
#[derive(Debug, Default)]
pub struct Places<'a> {
    lines: HashMap<&'a str, Vec<usize>>,
    merged: Option<&'a Text>,
    undecided: Vec<Range<usize>>,
}

impl<'a> Places<'a> {
    /// Lists the places of every line that is decided: what stands between conflict markers is not.
    #[must_use]
    pub fn of(merged: &'a Text, undecided: &[std::ops::Range<usize>]) -> Places<'a> {
        let mut lines: HashMap<&str, Vec<usize>> = HashMap::new();
        let decided = |place: &usize| !undecided.iter().any(|region| region.contains(place));
        for (place, line) in merged.lines().enumerate().filter(|(place, _)| decided(place)) {
            lines.entry(line.trim()).or_default().push(place);
        }
        Places { lines, merged: Some(merged), undecided: undecided.to_vec() }
    }

    /// Follows each line of a version to its place in the result; what stands between conflict markers has none.
    #[must_use]
    pub fn follow(&self, version: &Text) -> Vec<Option<usize>> {
        let is_decided = |place: &usize| !self.undecided.iter().any(|region| region.contains(place));
        let mapping = self.merged.map(|merged| edits::mapping(version, merged));
        mapping.into_iter().flatten().map(|place| place.filter(is_decided)).collect()
    }

    /// Returns the whole result.
    pub(super) fn merged(&self) -> Option<&'a Text> {
        self.merged
    }

    /// Counts the places of a line.
    pub(super) fn count(&self, line: &str) -> usize {
        self.lines.get(line.trim()).map_or(0, Vec::len)
    }

    /// Finds the nearest place elsewhere than at `taken` where the same run of lines stands, counted from 1. The rarest
    /// line of the run leads to it.
    pub(super) fn twin(&self, lines: &[&str], taken: (usize, usize)) -> Option<(usize, usize)> {
        let merged = self.merged?;
        let rarest = (0..lines.len()).min_by_key(|at| self.count(lines[*at]))?;
        let filled = |place: &usize| !merged.line(*place).trim().is_empty();
        let run = |place: usize| {
            let before = (0..place).rev().filter(filled).zip(lines[..rarest].iter().rev());
            let behind = (place + 1..merged.line_count()).filter(filled).zip(&lines[rarest + 1..]);
            let (mut first, mut last, mut met) = (place, place, 1);
            for (place, line) in before.chain(behind) {
                (merged.line(place).trim() == line.trim()).then_some(())?;
                (first, last, met) = (first.min(place), last.max(place), met + 1);
            }
            (met == lines.len()).then_some((first + 1, last + 1))
        };
        let places = self.lines.get(lines[rarest].trim())?.iter();
        let copies = places.filter_map(|place| run(*place)).filter(|copy| copy.0 != taken.0);
        copies.min_by_key(|copy| (copy.0.abs_diff(taken.0), copy.0))
    }
}

/// The lines that a side removed, each with where it stood, to tell a move from an addition.
#[derive(Debug, Default)]
pub struct Removed {
    lines: HashMap<String, BTreeMap<usize, Vec<usize>>>,
}

/// Where a moved unit stood: the file by its index, and the lines of its base, counted from 0.
pub type Origin = (usize, Range<usize>);

impl Removed {
    /// Notes the lines of the base that a side removed from one file.
    pub fn note(&mut self, file: usize, base: &Text, edits: &Edits) {
        for index in edits.removed.iter().flat_map(Clone::clone) {
            let line = base.line(index).trim();
            if line.len() > 1 {
                self.lines.entry(line.to_owned()).or_default().entry(file).or_default().push(index);
            }
        }
    }

    /// Tells whether the side took these lines away elsewhere, and where. A few letters that went from one file and came
    /// to another were not moved: such lines are many.
    pub(super) fn origin(&self, lines: &[&str], file: usize) -> Option<Origin> {
        let anywhere = letters(lines) >= MIN_LETTERS_TO_FOLLOW;
        let left = |files: &&BTreeMap<usize, Vec<usize>>| anywhere || files.contains_key(&file);
        let places: Vec<_> = lines.iter().map(|line| self.lines.get(line.trim()).filter(left)).collect();
        let found = places.iter().flatten().count();
        if lines.is_empty() || share(found, lines.len()) < MIN_MOVED {
            return None;
        }
        // The rarest line leads to the place, in the unit's own file if it stood there.
        let known = places.iter().enumerate().filter_map(|(at, files)| Some((at, (*files)?)));
        let (at, files) = known.min_by_key(|(_, files)| files.values().map(Vec::len).sum::<usize>())?;
        let (origin, stood) = files.get_key_value(&file).or_else(|| files.first_key_value())?;
        let start = stood.first()?.saturating_sub(at);
        Some((*origin, start..start + lines.len()))
    }
}
