//! Insertions that stand once more in the same block, line by line: what no reader of units knows (elements of an XML
//! file, objects of an array, a group of statements) is seen as the lines that it is.
//!
//! Not here: units, and whether a copy is worth a word (`classes`).

use std::collections::HashMap;

use super::block;
use crate::edits::{Edit, Edits};
use crate::source::Text;

/// Longer insertions are whole units, which the readers know.
const MAX_LINES: usize = 60;
/// One line of so many letters tells it from "else" and closing brackets.
const MIN_LETTERS: usize = 12;

/// Two places of one text in the result; first and last line, counted from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Copy {
    /// Where it was inserted.
    pub new: (usize, usize),
    /// Where it stood before.
    pub held: (usize, usize),
}

/// Finds the insertions of a side whose lines stand exactly once more in the result, in the same block.
#[must_use]
pub(super) fn of(side: &Text, edits: &Edits, kept: &[Option<usize>], result: &Text) -> Vec<Copy> {
    let mut places: HashMap<&str, Vec<usize>> = HashMap::new();
    for (index, line) in result.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        places.entry(line.trim()).or_default().push(index);
    }
    let insertions = edits.added.iter().filter(|edit| edit.was.is_empty() && edit.lines.len() <= MAX_LINES);
    insertions.filter_map(|edit| copy(side, edit, kept, result, &places)).collect()
}

fn copy(
    side: &Text,
    edit: &Edit,
    kept: &[Option<usize>],
    result: &Text,
    places: &HashMap<&str, Vec<usize>>,
) -> Option<Copy> {
    let lines = whole(side, edit)?;
    let filled: Vec<usize> = lines.filter(|line| !side.line(*line).trim().is_empty()).collect();
    let texts: Vec<&str> = filled.iter().map(|line| side.line(*line).trim()).collect();
    let telling = |text: &&str| text.chars().filter(|letter| letter.is_alphabetic()).count() >= MIN_LETTERS;
    if !texts.iter().any(telling) {
        return None;
    }
    let at = |line: &usize| kept.get(*line).copied().flatten();
    let new = (filled.first().and_then(at)? + 1, filled.last().and_then(at)? + 1);
    let starts = places.get(texts.first()?)?;
    let runs: Vec<(usize, usize)> = starts.iter().filter_map(|start| run(result, *start, &texts)).collect();
    let mut others = runs.iter().filter(|run| run.1 < new.0 || new.1 < run.0);
    let held = *others.next()?;
    // What stands three times is the custom of this file.
    let is_only = others.next().is_none() && runs.len() <= 2;
    (is_only && block::is_one(result, new, held)).then_some(Copy { new, held })
}

/// Moves an insertion to where it is a whole: a diff may begin it with the end of the thing before.
fn whole(side: &Text, edit: &Edit) -> Option<std::ops::Range<usize>> {
    let mut lines = edit.lines.clone();
    for _ in 0..=edit.lines.len() {
        if block::is_whole(lines.clone().map(|line| side.line(line))) {
            return Some(lines);
        }
        let before = lines.start.checked_sub(1)?;
        if side.line(before).trim() != side.line(lines.end - 1).trim() {
            return None;
        }
        lines = before..lines.end - 1;
    }
    None
}

/// Follows a text from a line on, blank lines aside.
fn run(result: &Text, start: usize, texts: &[&str]) -> Option<(usize, usize)> {
    let mut last = start;
    for text in &texts[1..] {
        last = (last + 1..result.line_count()).find(|line| !result.line(*line).trim().is_empty())?;
        (result.line(last).trim() == *text).then_some(())?;
    }
    Some((start + 1, last + 1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edits;

    fn copies(base: &str, side: &str) -> Vec<Copy> {
        let (base, side) = (Text::new(base.to_owned()), Text::new(side.to_owned()));
        of(&side, &edits::of(&base, &[], &side), &edits::mapping(&side, &side), &side)
    }

    #[test]
    fn an_element_again() {
        let element = "  <dependency>\n    <artifactId>spring-data-jdbc</artifactId>\n  </dependency>\n";
        let other = "  <dependency>\n    <artifactId>spring-data-jpa</artifactId>\n  </dependency>\n";
        let found =
            copies(&format!("<all>\n{element}{other}</all>\n"), &format!("<all>\n{element}{other}{element}</all>\n"));
        assert_eq!(found, [Copy { new: (8, 10), held: (2, 4) }]);
    }

    #[test]
    fn the_same_in_another_parent_and_a_third_copy_say_nothing() {
        let element = "    <module>the-same-module</module>\n";
        let base = format!("<a>\n  <b>\n{element}  </b>\n  <c>\n  </c>\n</a>\n");
        let side = format!("<a>\n  <b>\n{element}  </b>\n  <c>\n{element}  </c>\n</a>\n");
        assert_eq!(copies(&base, &side), []);
        let twice = format!("<a>\n{element}<x/>\n{element}</a>\n");
        assert_eq!(copies(&twice, &format!("{twice}{element}")), []);
    }
}
