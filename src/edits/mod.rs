//! A Merge becomes Edits: the line ranges that a side added or changed against the base.
//!
//! Not here: what the lines mean (`units`). Lines are compared without the white space at their ends, so that a block
//! that only moved inwards is no addition.

pub mod alignment;
pub mod conflicts;
pub mod meeting;
pub mod sketch;
pub mod words;

use std::hash::{Hash, Hasher};
use std::ops::Range;

use crate::hash::Map;
use similar::{Algorithm, DiffOp};

use crate::source::Text;

/// A histogram searches all that is left of a text at each of its edits, which takes minutes for the thousand edits of a
/// million lines. Longer texts are data; which of two equal lines was the new one matters less there.
const MAX_HISTOGRAM: usize = 100_000;

/// A range that a side added or changed against the base. Lines are counted from 0, ends are exclusive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// The lines in the side's version.
    pub lines: Range<usize>,
    /// The lines of the base that they replace; empty for an insertion.
    pub was: Range<usize>,
}

/// What a side did to one file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Edits {
    /// What it added or changed, in order.
    pub added: Vec<Edit>,
    /// What it removed or changed: lines of the base.
    pub removed: Vec<Range<usize>>,
}

/// Finds what a side added to the first base. Lines that any other base holds at that place are not new.
#[must_use]
pub fn of(base: &Text, other_bases: &[Text], side: &Text) -> Edits {
    let mut edits = Edits::default();
    for operation in operations(Algorithm::Histogram, base, side, str::trim) {
        let (was, lines) = (operation.old_range(), operation.new_range());
        if matches!(operation, DiffOp::Equal { .. }) {
            continue;
        }
        if !was.is_empty() {
            edits.removed.push(was.clone());
        }
        if !lines.is_empty() {
            edits.added.push(Edit { lines, was });
        }
    }
    for other in other_bases {
        let known = kept_lines(other, side);
        edits.added = edits.added.into_iter().flat_map(|edit| without(edit, &known)).collect();
    }
    edits
}

/// Says for each line of `from` where it stands in `to`, counted from 0; `None` where it does not. Other than for edits,
/// the white space before a line counts: two copies of one text often differ in nothing else.
#[must_use]
pub fn mapping(from: &Text, to: &Text) -> Vec<Option<usize>> {
    let mut map = vec![None; from.line_count()];
    // The result holds nearly all of a side: the longest common subsequence places a line that stands twice best.
    for operation in operations(Algorithm::Myers, from, to, str::trim_end) {
        if let DiffOp::Equal { old_index, new_index, len } = operation {
            for step in 0..len {
                map[old_index + step] = Some(new_index + step);
            }
        }
    }
    map
}

/// Says for each line of a result whether a version holds it, in order.
#[must_use]
pub fn covered(result: &Text, version: &Text) -> Vec<bool> {
    if result.as_str() == version.as_str() {
        return vec![true; result.line_count()];
    }
    mapping(result, version).into_iter().map(|place| place.is_some()).collect()
}

/// A text as lines that a difference is made of.
type Lines<'a> = Vec<Line<'a>>;

/// A line, told apart by what `fold` leaves of it.
#[derive(Clone, Copy)]
struct Line<'a> {
    text: &'a str,
    /// A number that two lines share that are equal; 0 where the line has none.
    number: u32,
    fold: fn(&str) -> &str,
}

impl PartialEq for Line<'_> {
    fn eq(&self, other: &Self) -> bool {
        if self.number > 0 && other.number > 0 {
            return self.number == other.number;
        }
        self.text == other.text || (self.fold)(self.text) == (self.fold)(other.text)
    }
}

impl Eq for Line<'_> {}

impl Hash for Line<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        match self.number {
            0 => (self.fold)(self.text).hash(state),
            number => number.hash(state),
        }
    }
}

fn operations(algorithm: Algorithm, old: &Text, new: &Text, fold: fn(&str) -> &str) -> Vec<DiffOp> {
    if old.as_str() == new.as_str() {
        let len = old.line_count();
        return if len == 0 { Vec::new() } else { vec![DiffOp::Equal { old_index: 0, new_index: 0, len }] };
    }
    let is_huge = old.line_count().max(new.line_count()) > MAX_HISTOGRAM;
    let algorithm = if is_huge { Algorithm::Myers } else { algorithm };
    let [mut old, mut new] = [old, new].map(|text| lines_of(text, fold));
    if matches!(algorithm, Algorithm::Myers) {
        number(&mut old, &mut new);
    }
    similar::capture_diff_slices(algorithm, &old, &new)
}

fn lines_of<'a>(text: &'a Text, fold: fn(&str) -> &str) -> Lines<'a> {
    text.lines().map(|text| Line { text, number: 0, fold }).collect()
}

/// Numbers the lines between the common head and the common tail, where a difference is sought: numbers are compared
/// faster than texts. Most of a file is head and tail.
fn number<'a>(old: &mut Lines<'a>, new: &mut Lines<'a>) {
    let head = old.iter().zip(new.iter()).take_while(|(old, new)| old == new).count();
    let behind = old[head..].iter().rev().zip(new[head..].iter().rev());
    let tail = behind.take_while(|(old, new)| old == new).count();
    let mut numbers: Map<&'a str, u32> = Map::default();
    for lines in [old, new] {
        let end = lines.len() - tail;
        for line in &mut lines[head..end] {
            let next = u32::try_from(numbers.len() + 1).unwrap_or(u32::MAX);
            line.number = *numbers.entry((line.fold)(line.text)).or_insert(next);
        }
    }
}

fn kept_lines(base: &Text, side: &Text) -> Vec<bool> {
    mapping(side, base).into_iter().map(|place| place.is_some()).collect()
}

/// Splits an edit at the lines that are known.
fn without(edit: Edit, known: &[bool]) -> Vec<Edit> {
    let mut parts: Vec<Edit> = Vec::new();
    for line in edit.lines.clone().filter(|line| !known.get(*line).copied().unwrap_or(false)) {
        match parts.last_mut() {
            Some(part) if part.lines.end == line => part.lines.end += 1,
            _ => parts.push(Edit { lines: line..line + 1, was: edit.was.clone() }),
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(lines: &str) -> Text {
        Text::new(lines.replace(' ', "\n"))
    }

    #[test]
    fn an_insertion_and_a_change() {
        let edits = of(&text("a b c"), &[], &text("a x b d"));
        assert_eq!(edits.added, [Edit { lines: 1..2, was: 1..1 }, Edit { lines: 3..4, was: 2..3 }]);
        assert_eq!(edits.removed, [2..3]);
    }

    #[test]
    fn what_another_base_held_is_not_new() {
        let edits = of(&text("a b"), &[text("a x b")], &text("a x y b"));
        assert_eq!(edits.added, [Edit { lines: 2..3, was: 1..1 }]);
    }

    #[test]
    fn moving_inwards_is_no_addition() {
        assert_eq!(of(&Text::new("a\nb\n".into()), &[], &Text::new("  a\n\tb \n".into())), Edits::default());
    }

    #[test]
    fn lines_are_mapped() {
        assert_eq!(mapping(&text("a b c"), &text("x a c")), [Some(1), None, Some(2)]);
    }
}
