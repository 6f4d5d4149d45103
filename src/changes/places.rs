//! Where lines stand: in the result of a merge, and in what a side took away.
//!
//! Not here: whose lines they are.

use std::collections::BTreeMap;
use std::ops::Range;

use super::lines::{can_be_followed, share};
use crate::edits::{self, Edits};
use crate::hash::Map;
use crate::source::Text;

/// A unit has only moved when this share of its lines was removed elsewhere by the same side.
const MIN_MOVED: f64 = 0.8;

/// So many places of a unit's rarest line are looked at for a copy, the nearest first. Where even that line stands more
/// often, the text is one line over and over, and its nearest copy lies next to it.
const MAX_COPIES_TRIED: usize = 512;

/// The lines of the result, white space at their ends aside, each with its places counted from 0.
#[derive(Debug, Default)]
pub struct Places<'a> {
    numbers: Map<&'a str, u32>,
    /// For each number the places where its line stands decided.
    places: Vec<Vec<usize>>,
    filled: Filled,
    merged: Option<&'a Text>,
    undecided: Vec<Range<usize>>,
}

/// The lines of a text that are not blank, in order.
#[derive(Debug, Default)]
struct Filled {
    /// Where each stands.
    at: Vec<usize>,
    /// Its number.
    number: Vec<u32>,
}

impl<'a> Places<'a> {
    /// Lists the places of every line that is decided: what stands between conflict markers is not.
    #[must_use]
    pub fn of(merged: &'a Text, undecided: &[std::ops::Range<usize>]) -> Places<'a> {
        let mut found = Places { merged: Some(merged), undecided: undecided.to_vec(), ..Places::default() };
        for (place, line) in merged.lines().map(str::trim).enumerate() {
            let next = u32::try_from(found.places.len()).unwrap_or(u32::MAX);
            let number = *found.numbers.entry(line).or_insert(next);
            if number == next {
                found.places.push(Vec::new());
            }
            if !line.is_empty() {
                found.filled.at.push(place);
                found.filled.number.push(number);
            }
            if found.is_decided(place) {
                found.places[number as usize].push(place);
            }
        }
        found
    }

    fn is_decided(&self, place: usize) -> bool {
        let next = self.undecided.partition_point(|region| region.end <= place);
        !self.undecided.get(next).is_some_and(|region| region.contains(&place))
    }

    /// Follows each line of a version to its place in the result; what stands between conflict markers has none.
    #[must_use]
    pub fn follow(&self, version: &Text) -> Vec<Option<usize>> {
        let mapping = self.merged.map(|merged| edits::mapping(version, merged));
        mapping.into_iter().flatten().map(|place| place.filter(|place| self.is_decided(*place))).collect()
    }

    /// Returns the whole result.
    pub(super) fn merged(&self) -> Option<&'a Text> {
        self.merged
    }

    /// Counts the places of a line.
    pub(super) fn count(&self, line: &str) -> usize {
        self.number(line).map_or(0, |number| self.places[number as usize].len())
    }

    fn number(&self, line: &str) -> Option<u32> {
        self.numbers.get(line.trim()).copied()
    }

    /// Finds the nearest place elsewhere than at `taken` where the same run of lines stands, counted from 1. The rarest
    /// line of the run leads to it.
    pub(super) fn twin(&self, lines: &[&str], taken: (usize, usize)) -> Option<(usize, usize)> {
        let run: Vec<u32> = lines.iter().map(|line| self.number(line)).collect::<Option<_>>()?;
        let rarest = (0..run.len()).min_by_key(|at| self.places[run[*at] as usize].len())?;
        let places = &self.places[run[rarest] as usize];
        // The runs around places further down begin further down, so the nearest lies on either side of this one.
        let first_behind = places.partition_point(|place| self.start(*place, rarest) < taken.0);
        let (before, behind) = places.split_at(first_behind);
        let (mut before, mut behind) = (before.iter().rev().peekable(), behind.iter().peekable());
        let away = |place: &usize| self.start(*place, rarest).abs_diff(taken.0);
        for _ in 0..MAX_COPIES_TRIED {
            let is_before = match (before.peek(), behind.peek()) {
                (Some(one), Some(other)) => away(one) <= away(other),
                (one, None) => one.is_some(),
                (None, Some(_)) => false,
            };
            let place = if is_before { before.next() } else { behind.next() }?;
            if let Some(copy) = self.copy(&run, *place, rarest).filter(|copy| copy.0 != taken.0) {
                return Some(copy);
            }
        }
        None
    }

    /// Returns the first line, counted from 1, of a run whose line `at` stands at a place; 0 where there is no room for it.
    fn start(&self, place: usize, at: usize) -> usize {
        let filled = self.filled.at.partition_point(|filled| *filled < place);
        filled.checked_sub(at).map_or(0, |first| self.filled.at[first] + 1)
    }

    /// Returns the first and last line, counted from 1, of the run of which line `at` stands at a place.
    fn copy(&self, run: &[u32], place: usize, at: usize) -> Option<(usize, usize)> {
        let first = self.filled.at.partition_point(|filled| *filled < place).checked_sub(at)?;
        let last = first + run.len() - 1;
        let stands = self.filled.number.get(first..=last)? == run;
        stands.then(|| (self.filled.at[first] + 1, self.filled.at[last] + 1))
    }
}

/// The lines that a side removed, each with where it stood, to tell a move from an addition.
#[derive(Debug, Default)]
pub struct Removed {
    lines: Map<String, BTreeMap<usize, Vec<usize>>>,
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
        if self.lines.is_empty() {
            return None;
        }
        let anywhere = can_be_followed(lines);
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Looks at every place of a run, as slowly as it is plain.
    fn nearest(merged: &Text, lines: &[&str], taken: (usize, usize)) -> Option<(usize, usize)> {
        let filled: Vec<usize> = (0..merged.line_count()).filter(|at| !merged.line(*at).trim().is_empty()).collect();
        let stands = |run: &&[usize]| run.iter().zip(lines).all(|(at, line)| merged.line(*at).trim() == line.trim());
        let copies = filled.windows(lines.len()).filter(stands).map(|run| (run[0] + 1, run[run.len() - 1] + 1));
        copies.filter(|copy| copy.0 != taken.0).min_by_key(|copy| (copy.0.abs_diff(taken.0), copy.0))
    }

    proptest! {
        #[test]
        fn the_nearest_copy_is_found(
            lines in prop::collection::vec(prop::sample::select(vec!["a", "b", " b", "", "c"]), 1..40),
            start in 0..40_usize,
            length in 1..4_usize,
        ) {
            let merged = Text::new(lines.join("\n"));
            let filled: Vec<&str> = lines.iter().copied().filter(|line| !line.trim().is_empty()).collect();
            let run: Vec<&str> = filled.iter().copied().skip(start % (filled.len() + 1)).take(length).collect();
            if !run.is_empty() {
                let taken = (start % lines.len() + 1, start % lines.len() + 1);
                prop_assert_eq!(Places::of(&merged, &[]).twin(&run, taken), nearest(&merged, &run, taken));
            }
        }
    }
}
