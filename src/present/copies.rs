//! Insertions that stand once more in the same block, line by line: what no reader of units knows (elements of an XML
//! file, objects of an array, a group of statements) is seen as the lines that it is.
//!
//! Not here: units, and whether a copy is worth a word (`classes`).

use std::collections::HashMap;
use std::ops::Range;

use super::block;
use super::versions::Versions;
use crate::edits::Edit;
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

/// Finds the insertions whose lines stand exactly once more, in the same block; with `by_element` each element of an
/// insertion alone, since in data and markup every element is a statement of its own. `kept` is the place in the result
/// of each line of the new version.
#[must_use]
pub(super) fn of(versions: &Versions, kept: &[Option<usize>], by_element: bool) -> Vec<Copy> {
    let Versions { new, old, result, .. } = versions;
    let search = Search { new: &new.text, old: &old.text, result, kept, places: places(result) };
    let edits = versions.edits.added.iter();
    let parts: Vec<Range<usize>> = match by_element {
        true => edits.flat_map(|edit| elements(&new.text, edit)).collect(),
        false => {
            let insertions = edits.filter(|edit| edit.was.is_empty() && edit.lines.len() <= MAX_LINES);
            insertions.filter_map(|edit| whole(&new.text, edit)).collect()
        }
    };
    parts.into_iter().filter_map(|lines| search.copy(lines)).collect()
}

/// The lines of the result, each with its places.
fn places(result: &Text) -> HashMap<&str, Vec<usize>> {
    let mut places: HashMap<&str, Vec<usize>> = HashMap::new();
    for (index, line) in result.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        places.entry(folded(line)).or_default().push(index);
    }
    places
}

/// The line without what stands between two elements.
fn folded(line: &str) -> &str {
    line.trim().trim_end_matches(',')
}

struct Search<'a> {
    new: &'a Text,
    old: &'a Text,
    result: &'a Text,
    kept: &'a [Option<usize>],
    places: HashMap<&'a str, Vec<usize>>,
}

impl Search<'_> {
    fn copy(&self, lines: Range<usize>) -> Option<Copy> {
        let filled: Vec<usize> = lines.filter(|line| !self.new.line(*line).trim().is_empty()).collect();
        let texts: Vec<&str> = filled.iter().map(|line| folded(self.new.line(*line))).collect();
        let telling = |text: &&str| text.chars().filter(|letter| letter.is_alphabetic()).count() >= MIN_LETTERS;
        if !texts.iter().any(telling) {
            return None;
        }
        let at = |line: &usize| self.kept.get(*line).copied().flatten();
        let new = (filled.first().and_then(at)? + 1, filled.last().and_then(at)? + 1);
        let starts = self.places.get(texts.first()?)?;
        let runs: Vec<(usize, usize)> = starts.iter().filter_map(|start| run(self.result, *start, &texts)).collect();
        let mut others = runs.iter().filter(|run| run.1 < new.0 || new.1 < run.0);
        let held = *others.next()?;
        // What stands three times is the custom of this file; what stood twice before was only moved.
        let is_second = others.next().is_none() && runs.len() <= 2 && self.count_of_old(&texts) == 1;
        (is_second && block::is_one(self.result, new, held)).then_some(Copy { new, held })
    }

    /// Counts how often the old version held a text.
    fn count_of_old(&self, texts: &[&str]) -> usize {
        let starts = (0..self.old.line_count()).filter(|start| folded(self.old.line(*start)) == texts[0]);
        starts.filter(|start| run(self.old, *start, texts).is_some()).count()
    }
}

/// Splits an edit into its elements: lines that open what they close, with all that stands deeper.
fn elements(side: &Text, edit: &Edit) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let lines = whole(side, edit).unwrap_or_else(|| edit.lines.clone());
    let mut start = lines.start;
    while start < lines.end {
        let ends = (start + 1..=lines.end.min(start + MAX_LINES)).find(|end| {
            let deeper = *end < lines.end && block::indent(side.line(*end)) > block::indent(side.line(start));
            !deeper && block::is_whole((start..*end).map(|line| side.line(line)))
        });
        found.extend(ends.filter(|_| !side.line(start).trim().is_empty()).map(|end| start..end));
        start = ends.unwrap_or(start + 1);
    }
    found
}

/// Moves an insertion to where it is a whole: a diff may begin it with the end of the thing before.
fn whole(side: &Text, edit: &Edit) -> Option<Range<usize>> {
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
        (folded(result.line(last)) == *text).then_some(())?;
    }
    Some((start + 1, last + 1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Side;

    fn copies(base: &str, side: &str) -> Vec<Copy> {
        let versions = Versions::of_texts("pom.xml", Side::Ours, base, side);
        of(&versions, &versions.places().follow(&versions.new.text), true)
    }

    #[test]
    fn one_element_of_several_in_an_insertion() {
        let other =
            |name: &str| format!("  <dependency>\n    <artifactId>spring-{name}</artifactId>\n  </dependency>\n");
        let base = format!("<all>\n{}</all>\n", other("data-jdbc"));
        let side = format!("<all>\n{}{}{}</all>\n", other("data-jdbc"), other("data-jpa"), other("data-jdbc"));
        assert_eq!(copies(&base, &side), [Copy { new: (8, 10), held: (2, 4) }]);
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
