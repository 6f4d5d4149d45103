//! One copy of a pair on its way through later versions of its file: which of its lines still stand there, which were
//! reworded, and whether it went, was rewritten or moved.
//!
//! Not here: which versions there are (`merge::git::later`), what the fates of two copies mean (`ending`).

use std::collections::BTreeSet;
use std::ops::Range;

use crate::changes::lines::counted;
use crate::edits::{self, Edits, alignment};
use crate::hash::Map;
use crate::source::Text;

/// A copy stands as long as this share of its lines does.
const MIN_STANDING: f64 = 0.5;
/// What went is elsewhere when this share of it is.
const MIN_MOVED: f64 = 0.7;
/// Where so much was written in the place of what went, it was rewritten.
const REWRITTEN: f64 = 0.5;
/// Of a long copy so many lines are followed.
const MAX_LINES: usize = 200;

/// A copy in one version of its file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Copy {
    /// Where the file is.
    pub path: String,
    /// Its filled lines that still stand, counted from 0.
    pub lines: Vec<usize>,
    /// How many filled lines it had in the beginning.
    pub whole: usize,
    /// Whether any of them was touched since.
    pub edited: bool,
}

/// What became of a copy from one version of its file to the next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Became {
    /// It stands there, as it was or edited.
    Standing(Copy),
    /// Something else was written in its place.
    Rewritten,
    /// It was taken away: so many filled lines went from this file with it, its own among them.
    Deleted(usize),
}

impl Copy {
    /// Takes the lines of a version, first and last counted from 1; `None` where they say nothing.
    pub(super) fn of(path: &str, text: &Text, (first, last): (usize, usize)) -> Option<Copy> {
        let says = |line: &usize| text.line(*line).chars().any(char::is_alphanumeric);
        let lines: Vec<usize> = (first.saturating_sub(1)..last.min(text.line_count())).filter(says).collect();
        let whole = lines.len();
        (1..=MAX_LINES).contains(&whole).then(|| Copy { path: path.to_owned(), lines, whole, edited: false })
    }

    /// Returns the lines of it, white space at their ends aside.
    pub(super) fn texts<'t>(&self, text: &'t Text) -> Vec<&'t str> {
        self.lines.iter().map(|line| text.line(*line).trim()).collect()
    }

    /// Follows it into the next version of its file. `other` are lines of the new version that belong to the other copy.
    pub(super) fn follow(&self, old: &Text, new: &Text, other: &BTreeSet<usize>) -> Became {
        let hunks = Hunks::of(&edits::of(old, &[], new));
        let (mut lines, mut lost) = (Vec::new(), Vec::new());
        let mut reworded = 0;
        for line in &self.lines {
            match hunks.place(*line) {
                Some(place) => lines.push(place),
                None => lost.push(*line),
            }
        }
        if lost.is_empty() {
            return Became::Standing(Copy { lines, ..self.clone() });
        }
        for hunk in hunks.0.iter().filter(|hunk| lost.iter().any(|line| hunk.was.contains(line))) {
            for (was, place) in hunk.reworded(old, new) {
                if lost.contains(&was) && !other.contains(&place) {
                    lines.push(place);
                    reworded += 1;
                }
            }
        }
        let standing = |lines: usize| lines as f64 >= MIN_STANDING * self.whole as f64;
        if standing(lines.len()) {
            lines.sort_unstable();
            lines.dedup();
            return Became::Standing(Copy { lines, edited: true, ..self.clone() });
        }
        let moved = hunks.moved(&lost, old, new, other);
        if moved.len() as f64 >= MIN_MOVED * lost.len() as f64
            && standing(lines.len() + moved.len() - reworded.min(moved.len()))
        {
            lines.extend(moved);
            lines.sort_unstable();
            lines.dedup();
            return Became::Standing(Copy { lines, ..self.clone() });
        }
        hunks.ended(&lost, old, new)
    }
}

/// The places at which two versions differ, in order.
struct Hunks(Vec<Hunk>);

struct Hunk {
    was: Range<usize>,
    lines: Range<usize>,
}

impl Hunks {
    fn of(edits: &Edits) -> Hunks {
        let mut hunks: Vec<Hunk> =
            edits.added.iter().map(|edit| Hunk { was: edit.was.clone(), lines: edit.lines.clone() }).collect();
        let known: BTreeSet<(usize, usize)> = hunks.iter().map(|hunk| (hunk.was.start, hunk.was.end)).collect();
        let gone = edits.removed.iter().filter(|was| !known.contains(&(was.start, was.end)));
        hunks.extend(gone.map(|was| Hunk { was: was.clone(), lines: 0..0 }));
        hunks.sort_by_key(|hunk| (hunk.was.start, hunk.was.end));
        Hunks(hunks)
    }

    /// Says where an old line stands that no hunk holds.
    fn place(&self, line: usize) -> Option<usize> {
        let (mut added, mut removed) = (0, 0);
        for hunk in self.0.iter().take_while(|hunk| hunk.was.start <= line) {
            if hunk.was.contains(&line) {
                return None;
            }
            added += hunk.lines.len();
            removed += hunk.was.len();
        }
        Some(line + added - removed)
    }

    /// Finds where else in the new version the lost lines were written.
    fn moved(&self, lost: &[usize], old: &Text, new: &Text, other: &BTreeSet<usize>) -> Vec<usize> {
        let wanted: BTreeSet<&str> = lost.iter().map(|line| old.line(*line).trim()).collect();
        let written = self.0.iter().flat_map(|hunk| hunk.lines.clone()).filter(|place| !other.contains(place));
        let mut found = Vec::new();
        let mut left: Vec<&str> = lost.iter().map(|line| old.line(*line).trim()).collect();
        for place in written.filter(|place| wanted.contains(new.line(*place).trim())) {
            if let Some(at) = left.iter().position(|line| *line == new.line(place).trim()) {
                left.swap_remove(at);
                found.push(place);
            }
        }
        found
    }

    /// Tells a copy that went from one that was written anew: by what was written where it stood.
    fn ended(&self, lost: &[usize], old: &Text, new: &Text) -> Became {
        let fills = |text: &Text, lines: &Range<usize>| {
            lines.clone().filter(|line| text.line(*line).chars().any(char::is_alphanumeric)).count()
        };
        // What another line of the hunk became was not written in place of the copy; the rest was written for all that went.
        let instead = |hunk: &Hunk| {
            let own = lost.iter().filter(|line| hunk.was.contains(line)).count();
            let others = hunk.reworded(old, new).into_iter().filter(|(was, _)| !lost.contains(was)).count();
            let written = fills(new, &hunk.lines).saturating_sub(others) as f64;
            let went = fills(old, &hunk.was).saturating_sub(others).max(1) as f64;
            own as f64 * (written / went).min(1.0)
        };
        let instead: f64 = self.0.iter().map(instead).sum();
        if instead >= REWRITTEN * lost.len() as f64 {
            return Became::Rewritten;
        }
        Became::Deleted(self.0.iter().map(|hunk| fills(old, &hunk.was)).sum())
    }
}

impl Hunk {
    /// Says which of its old lines were reworded to which new ones.
    fn reworded(&self, old: &Text, new: &Text) -> Vec<(usize, usize)> {
        let before: Vec<&str> = self.was.clone().map(|line| old.line(line)).collect();
        let after: Vec<&str> = self.lines.clone().map(|line| new.line(line)).collect();
        let alignment = alignment::of(&before, &after).unwrap_or_default();
        let met = self.lines.clone().zip(alignment);
        met.filter_map(|(place, was)| Some((self.was.start + was?, place))).collect()
    }
}

/// Returns the places of what a text holds of these lines: all of them, once more than `old` did, so that they were
/// written here.
pub(super) fn written(lines: &[&str], old: &Text, new: &Text) -> Option<Vec<usize>> {
    let (had, has) = (counted(old), counted(new));
    let count = |held: &Map<&str, usize>, line: &str| held.get(line).copied().unwrap_or(0);
    let came = lines.iter().filter(|line| count(&has, line) > count(&had, line)).count();
    if (came as f64) < MIN_MOVED * lines.len() as f64 {
        return None;
    }
    let wanted: BTreeSet<&str> = lines.iter().copied().collect();
    let hunks = Hunks::of(&edits::of(old, &[], new));
    let places = hunks.0.iter().flat_map(|hunk| hunk.lines.clone());
    Some(places.filter(|place| wanted.contains(new.line(*place).trim())).take(lines.len()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(lines: &str) -> Text {
        Text::new(lines.replace('|', "\n"))
    }

    fn followed(old: &str, lines: (usize, usize), new: &str) -> Became {
        let old = text(old);
        let copy = Copy::of("a", &old, lines).expect("because it says something");
        copy.follow(&old, &text(new), &BTreeSet::new())
    }

    #[test]
    fn what_stands_what_moved_and_what_was_reworded() {
        let lines = |became: Became| match became {
            Became::Standing(copy) => Some((copy.lines, copy.edited)),
            _ => None,
        };
        assert_eq!(lines(followed("x|a b c|y", (2, 2), "new|x|a b c|y")), Some((vec![2], false)));
        assert_eq!(lines(followed("x|a b c|y|z", (2, 2), "x|y|z|a b c")), Some((vec![3], false)));
        assert_eq!(lines(followed("x|a b c|y", (2, 2), "x|a b d|y")), Some((vec![1], true)));
    }

    #[test]
    fn what_was_taken_away_and_what_was_written_anew() {
        assert_eq!(followed("x|a b c|y", (2, 2), "x|y"), Became::Deleted(1));
        assert_eq!(followed("x|a b c|d e f|y", (2, 2), "x|y"), Became::Deleted(2));
        assert_eq!(followed("x|a b c|y", (2, 2), "x|quite other|y"), Became::Rewritten);
        assert_eq!(followed("x|a b c|d e f|y", (2, 2), "x|d e g|y"), Became::Deleted(2));
    }
}
