//! Org: headings, lists with check boxes, tables, blocks, drawers, footnotes, paragraphs.
//!
//! Not here: agendas and what a keyword does.

use std::ops::Range;

use super::outline_path::{self, Nesting, OutlinePath, indent, is_blank, list_mark};
use crate::source::{Source, Text};
use crate::units::reading::Reading;
use crate::units::unit::UnitKind;

/// Extensions of this format.
pub const EXTENSIONS: &[&str] = &["org"];

/// Blocks that are kept as they stand, with what they are.
const BLOCKS: &[(&str, Option<UnitKind>)] = &[
    ("src", Some(UnitKind::Code)),
    ("example", Some(UnitKind::Code)),
    ("export", Some(UnitKind::Code)),
    ("notes", Some(UnitKind::Note)),
    ("comment", None),
];
/// Words that tell how far a heading has come.
const STATES: &[&str] = &["TODO", "DONE", "NEXT", "WAITING", "CANCELLED", "COMMENT"];
/// Lines that plan a heading.
const PLANS: &[&str] = &["SCHEDULED:", "DEADLINE:", "CLOSED:", "CLOCK:"];
const SIGNS: &[char] = &['-', '+'];
/// Keywords that only decks have, and whether their slides begin at headlines of one level only.
const DECKS: &[(&str, bool)] =
    &[("#+reveal", false), ("#+beamer", true), ("#+latex_class: beamer", true), ("#+startup: beamer", true)];
/// Headlines of so many levels begin slides where the level is not told.
const SLIDE_LEVELS: u8 = 2;
/// What names a heading for others.
const NAMES: &[&str] = &[":CUSTOM_ID:", ":ID:"];
/// A drawer longer than this many lines was never closed.
const MAX_DRAWER: usize = 200;

/// Reads a document of Org.
#[must_use]
pub fn read(source: &Source) -> Reading {
    let text = &source.text;
    let path = OutlinePath::new(text);
    let mut document = Document { path, text, nesting: Nesting::default(), slides: slide_levels(text) };
    if !document.slides.is_empty() {
        document.path.count_slides(slides_before(text));
    }
    let mut next = 0;
    while next < text.line_count() {
        next = document.step(next).max(next + 1);
    }
    document.path.finish()
}

struct Document<'a> {
    path: OutlinePath<'a>,
    text: &'a Text,
    nesting: Nesting,
    /// The levels, from 0, of headlines that begin a slide.
    slides: Range<u8>,
}

impl Document<'_> {
    /// Reads what begins at a line and returns the line behind it.
    fn step(&mut self, first: usize) -> usize {
        let line = self.text.line(first);
        let said = line.trim();
        if said.is_empty() || said == "#" || said.starts_with("# ") || PLANS.iter().any(|plan| said.starts_with(plan)) {
            return first + 1;
        }
        if let Some((level, words)) = heading(line) {
            self.nesting.leave(0);
            let (start, name) = (self.text.line_bytes(first).start, &line[words.clone()]);
            let bytes = start + words.start..start + words.end;
            match self.slides.contains(&level) {
                true => self.path.slide(bytes, level, name),
                false => self.path.heading(bytes, level, name),
            }
            return first + 1;
        }
        if said.starts_with("#+") {
            return self.keyword(first, said);
        }
        if is_drawer(said) {
            return self.drawer(first);
        }
        if said.starts_with('|') {
            if !said.starts_with("|-") {
                self.path.add_lines(UnitKind::TableRow, first..first + 1, 0);
            }
            return first + 1;
        }
        if said.starts_with(": ") {
            return self.while_more(UnitKind::Code, first, 0, |line| line.trim_start().starts_with(": "));
        }
        let depth = indent(line);
        match mark(line) {
            Some(kind) => {
                let level = self.nesting.enter(depth);
                self.while_more(kind, first, level, |line| indent(line) > depth && !begins(line))
            }
            None => self.paragraph(first, depth, said),
        }
    }

    fn while_more(&mut self, kind: UnitKind, first: usize, level: u8, is_more: impl Fn(&str) -> bool) -> usize {
        let rest = first + 1..self.text.line_count();
        let end = rest
            .take_while(|line| !is_blank(self.text, *line) && is_more(self.text.line(*line)))
            .last()
            .unwrap_or(first)
            + 1;
        self.path.add_lines(kind, first..end, level);
        end
    }

    fn paragraph(&mut self, first: usize, depth: usize, said: &str) -> usize {
        self.nesting.leave(depth);
        let footnote =
            said.strip_prefix("[fn:").and_then(|rest| rest.split(']').next()).filter(|name| !name.is_empty());
        let Some(name) = footnote else {
            return self.while_more(UnitKind::Paragraph, first, 0, |line| !begins(line));
        };
        let rest = first + 1..self.text.line_count();
        let is_more = |line: &usize| !is_blank(self.text, *line) && !begins(self.text.line(*line));
        let end = rest.take_while(is_more).last().unwrap_or(first) + 1;
        let bytes = self.text.span_of_lines(first..end).bytes;
        self.path.add_member(UnitKind::Link, bytes, "footnotes", name);
        end
    }

    /// `#+begin_src` opens a block; other keywords set something.
    fn keyword(&mut self, first: usize, said: &str) -> usize {
        let word = said.split_whitespace().next().unwrap_or_default().to_lowercase();
        if let Some(block) = word.strip_prefix("#+begin_") {
            let Some((_, kind)) = BLOCKS.iter().find(|(known, _)| *known == block) else { return first + 1 };
            let closing = format!("#+end_{block}");
            let is_end = |line: &usize| self.text.line(*line).trim().eq_ignore_ascii_case(&closing);
            let end = (first + 1..self.text.line_count()).find(is_end).unwrap_or(self.text.line_count());
            if let Some(kind) = kind {
                self.path.add_lines(*kind, first + 1..end, 0);
            }
            return end + 1;
        }
        if word.contains(':') {
            self.path.add_lines(UnitKind::Key, first..first + 1, 0);
        }
        first + 1
    }

    /// Passes over a drawer; the identifier of a heading in it is a label.
    fn drawer(&mut self, first: usize) -> usize {
        let is_end = |line: &usize| self.text.line(*line).trim().eq_ignore_ascii_case(":END:");
        let is_inside = |line: &usize| {
            let said = self.text.line(*line);
            heading(said).is_none() && (is_end(line) || !is_drawer(said.trim()))
        };
        let Some(end) = (first + 1..self.text.line_count()).take(MAX_DRAWER).take_while(is_inside).find(is_end) else {
            return first + 1;
        };
        for line in first + 1..end {
            let said = self.text.line(line).trim();
            let name = NAMES.iter().find_map(|mark| said.strip_prefix(mark)).map(str::trim);
            if let Some(name) = name.filter(|name| !name.is_empty()) {
                self.path.add_member(UnitKind::Link, self.text.line_bytes(line), "labels", name);
            }
        }
        end + 1
    }
}

/// Counts the slides that a program makes in front of the first headline: the title, and the table of contents. Both are
/// made unless the document says otherwise.
fn slides_before(text: &Text) -> usize {
    let keywords: Vec<String> = text.lines().filter(|line| line.starts_with("#+")).map(str::to_lowercase).collect();
    let says = |key: &str, value: &str| {
        let mut lines = keywords.iter().filter(|line| line.starts_with(key));
        lines.any(|line| line.split_whitespace().any(|word| word == value))
    };
    let is_beamer = !keywords.iter().any(|line| line.starts_with("#+reveal"));
    let has_title = match is_beamer {
        true => keywords.iter().any(|line| line.starts_with("#+title:")) && !says("#+options:", "title:nil"),
        false => !says("#+reveal_title_slide:", "nil") && !says("#+options:", "reveal_title_slide:nil"),
    };
    let has_contents = !["toc:nil", "toc:0"].iter().any(|word| says("#+options:", word));
    usize::from(has_title) + usize::from(has_contents)
}

/// Returns the levels of headlines that begin a slide; none where the document is no deck.
fn slide_levels(text: &Text) -> Range<u8> {
    let keywords = || text.lines().map(|line| line.trim().to_lowercase()).filter(|line| line.starts_with("#+"));
    let deck = keywords().find_map(|line| DECKS.iter().find(|(mark, _)| line.starts_with(mark)));
    let told = keywords().filter(|line| line.starts_with("#+options:")).find_map(|line| {
        let level = line.split_whitespace().find_map(|word| word.strip_prefix("h:")?.parse::<u8>().ok());
        level.filter(|level| *level > 0)
    });
    match (deck, told) {
        (None, _) => 0..0,
        (Some((_, true)), told) => told.unwrap_or(1) - 1..told.unwrap_or(1),
        (Some((_, false)), _) => 0..SLIDE_LEVELS,
    }
}

/// Returns the level of a heading and where its words stand in the line, without its state, priority and tags.
fn heading(line: &str) -> Option<(u8, Range<usize>)> {
    let name = line.trim_start_matches('*');
    let stars = line.len() - name.len();
    if stars == 0 || !name.starts_with(' ') || name.trim().is_empty() {
        return None;
    }
    let (mut start, mut end) = (line.len() - name.trim_start().len(), line.trim_end().len());
    let is_tags = |word: &&str| word.len() > 2 && word.starts_with(':') && word.ends_with(':');
    if let Some(tags) = line[start..end].split_whitespace().next_back().filter(is_tags) {
        end = start + line[start..end - tags.len()].trim_end().len();
    }
    let is_mark = |word: &&str| STATES.contains(word) || (word.starts_with("[#") && word.ends_with(']'));
    while let Some(mark) = line[start..end].split_whitespace().next().filter(is_mark) {
        start = end - line[start + mark.len()..end].trim_start().len();
    }
    Some((outline_path::level(stars - 1), start..end))
}

/// Tells whether a line opens an entry of a list, and of which kind.
fn mark(line: &str) -> Option<UnitKind> {
    let said = line.trim_start();
    let is_star = said.len() < line.len() && said.starts_with("* ");
    let length = list_mark(said, SIGNS).or_else(|| is_star.then_some(2))?;
    let rest = said.get(length..)?.trim_start();
    let is_task = ["[ ]", "[X]", "[x]", "[-]"].iter().any(|box_| rest.starts_with(box_));
    Some(if is_task { UnitKind::Task } else { UnitKind::Bullet })
}

/// Tells whether a line begins something else than more prose.
fn begins(line: &str) -> bool {
    let said = line.trim();
    let is_sign = ["#+", "# ", "|", "[fn:", ": "].iter().any(|sign| said.starts_with(sign));
    is_sign || heading(line).is_some() || mark(line).is_some() || is_drawer(said)
}

/// `:PROPERTIES:`
fn is_drawer(said: &str) -> bool {
    let name = said.strip_prefix(':').and_then(|rest| rest.strip_suffix(':')).unwrap_or_default();
    !name.is_empty() && name.chars().all(|letter| letter.is_alphanumeric() || letter == '_' || letter == '-')
}

#[cfg(test)]
mod tests {
    use super::super::outline_path::laws;
    use super::*;
    use proptest::prelude::*;

    fn told(text: &str) -> Vec<String> {
        let source = Source::lines("a.org", text);
        let units = read(&source).units;
        laws::hold(&source, &units);
        laws::told(&source, &units).into_iter().filter(|unit| !unit.starts_with("section")).collect()
    }

    #[test]
    fn blocks() {
        let cases: &[(&str, &[&str])] = &[
            (
                "#+TITLE: Plan\n# note\n* TODO [#A] Ship it :work:\n:PROPERTIES:\n:CUSTOM_ID: ship\n:END:\nSCHEDULED: <2024-05-01>\n\
                 First words\ngo on.\n** Steps\n- [ ] one\n  more\n  1. deep\n+ two\n",
                &[
                    "key0 #+TITLE: Plan in ",
                    "heading0 Ship it in ",
                    "link0 :CUSTOM_ID: ship (ship) in labels",
                    "paragraph0 First words go on. in Ship it",
                    "heading1 Steps in Ship it",
                    "task0 - [ ] one more in Ship it/Steps/list",
                    "bullet1 1. deep in Ship it/Steps/list",
                    "bullet0 + two in Ship it/Steps/list",
                ],
            ),
            (
                "#+BEGIN_SRC sh\nmake\n\n* run\n#+end_src\n| a | b |\n|---+---|\n| c | d |\n[fn:1] See there.\n: fixed\n",
                &[
                    "code0 make * run in ",
                    "table-row0 | a | b | in table",
                    "table-row0 | c | d | in table",
                    "link0 [fn:1] See there. (1) in footnotes",
                    "code0 : fixed in ",
                ],
            ),
        ];
        for (text, expected) in cases {
            assert_eq!(told(text), *expected, "{text}");
            assert_eq!(told(&text.replace('\n', "\r\n")), *expected, "{text} with CRLF");
        }
    }

    #[test]
    fn slides() {
        let text = "#+REVEAL_ROOT: x\n#+OPTIONS: toc:nil\n* TODO [#A] Plan :tag:\n:PROPERTIES:\n:ID: 77-a\n:END:\n- a\n#+BEGIN_NOTES\nSmile at them.\n#+END_NOTES\n** Then\n*** In\nb\n";
        let source = Source::lines("a.org", text);
        let units = read(&source).units;
        laws::hold(&source, &units);
        let told = units.iter().filter(|unit| unit.kind != UnitKind::Section);
        let told: Vec<_> = told.map(|unit| format!("{} {}", unit.kind.name(), unit.place)).collect();
        let expected = [
            "key key 1",
            "key key 2",
            "slide slide 2 › Plan",
            "heading slide 2 › Plan",
            "link slide 2 › Plan › 77-a",
            "bullet slide 2 › Plan › bullet 1",
            "note slide 2 › Plan › note 1",
            "slide slide 3 › Then",
            "heading slide 3 › Then",
            "heading slide 3 › Then › In",
            "paragraph slide 3 › Then › In › paragraph 1",
        ];
        assert_eq!(told, expected);
    }

    #[test]
    fn words_of_headings() {
        let cases = [
            ("* work :work:", "work"),
            ("* TODO", ""),
            ("** DONE [#A]  a b\t:x:y:", "a b"),
            ("* :a:", ""),
            ("* COMMENT é", "é"),
        ];
        for (line, expected) in cases {
            assert_eq!(heading(line).map(|(_, words)| &line[words]), Some(expected), "{line}");
        }
    }

    proptest! {
        #[test]
        fn spans_lie_in_the_text_and_in_order(
            parts in prop::collection::vec(prop::sample::select(vec![
                "* A\n", "** TODO\n", "- a\n", "  + [ ] b\n", " * c\n", "1) d\n", "#+begin_src\n", "#+end_src\n", "| x |\n", "|-\n", "\n", "\r\n",
                ":P:\n", ":END:\n", ":CUSTOM_ID: é\n", "[fn:1] n\n", ": fix\n", "words\n", "é", " ", "#+K: v\n", "# c\n", "*", ":",
            ]), 0..40),
        ) {
            let source = Source::lines("a.org", parts.concat());
            laws::hold(&source, &read(&source).units);
        }
    }
}
