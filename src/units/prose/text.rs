//! Plain text: underlined headings, headings of versions in change logs, paragraphs, lists, indented entries.
//!
//! Not here: files whose lines are their entries (`lines.rs`), texts with a markup of their own.

use super::outline_path::{Nesting, OutlinePath, adornment, indent, is_blank, list_mark};
use crate::source::{Source, Text};
use crate::units::reading::Reading;
use crate::units::unit::UnitKind;

/// Extensions of this format.
pub const EXTENSIONS: &[&str] = &["txt", "text"];

/// Names of texts that need no extension.
const NAMES: &[&str] = &[
    "readme",
    "changelog",
    "changes",
    "news",
    "history",
    "release",
    "releases",
    "todo",
    "authors",
    "contributors",
    "thanks",
    "install",
    "hacking",
    "contributing",
    "notes",
    "bugs",
    "copying",
    "license",
    "licence",
    "notice",
];
/// Names of texts in which a line that begins with a version or a date is a heading.
const LOGS: &[&str] = &["changelog", "changes", "news", "history", "release", "releases"];
/// Files that look like texts and are programs or data.
const OTHERS: &[&str] = &["cmakelists.txt", "robots.txt", "conanfile.txt", "manifest.txt"];
/// Signs that open an entry of a list.
const BULLETS: &[char] = &['-', '*', '+', 'o', '•', '–', '·'];
/// Signs that underline headings, the highest heading first.
const UNDERLINES: &[char] = &['#', '=', '-', '~', '^'];
/// The level of a version in a change log, deeper than the title above it.
const VERSION_LEVEL: u8 = 2;

/// Tells whether a file is plain text by its name. Ask the lists of lines (`lines.rs`) first: some are called `.txt`.
#[must_use]
pub fn reads(path: &str) -> bool {
    let name = crate::source::file_name(path).to_lowercase();
    let extension = crate::source::extension(path);
    let is_other = OTHERS.contains(&name.as_str());
    !is_other && (EXTENSIONS.contains(&extension.as_str()) || (extension.is_empty() && NAMES.contains(&stem(&name))))
}

/// Tells whether a file of an unknown ending is made of sentences: a news fragment, a note.
#[must_use]
pub fn is_prose(text: &Text) -> bool {
    let filled: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).take(LINES_LOOKED_AT).collect();
    let letters = |line: &str| line.chars().filter(|letter| letter.is_alphabetic() || *letter == ' ').count();
    let is_said = |line: &&&str| {
        let words = line.split_whitespace().count();
        words >= MIN_WORDS && letters(line) * 10 >= line.chars().count() * LETTERS_IN_TEN && !line.ends_with(CODE_ENDS)
    };
    let said = filled.iter().filter(is_said).count();
    let ends = filled.iter().any(|line| line.ends_with(['.', '!', '?']));
    ends && said * 10 >= filled.len() * SAID_IN_TEN && said > 0
}

/// So many lines show what a file is made of.
const LINES_LOOKED_AT: usize = 200;
/// A shorter line is no sentence.
const MIN_WORDS: usize = 4;
/// Of ten letters of a sentence so many are letters or spaces.
const LETTERS_IN_TEN: usize = 8;
/// Of ten lines so many are sentences.
const SAID_IN_TEN: usize = 7;
/// How lines of code end and sentences do not.
const CODE_ENDS: &[char] = &['{', '}', ';', '(', '[', '='];

/// Reads a plain text.
#[must_use]
pub fn read(source: &Source) -> Reading {
    let text = &source.text;
    let is_log = LOGS.contains(&stem(&source.file_name().to_lowercase()));
    let mut document = Document { path: OutlinePath::new(text), text, nesting: Nesting::default(), is_log };
    let mut next = 0;
    while next < text.line_count() {
        next = document.step(next).max(next + 1);
    }
    document.path.finish()
}

/// Returns the first word of a file name: `changelog` of `changelog-2024.txt`.
fn stem(name: &str) -> &str {
    name.split(['.', '-', '_']).next().unwrap_or(name)
}

struct Document<'a> {
    path: OutlinePath<'a>,
    text: &'a Text,
    nesting: Nesting,
    is_log: bool,
}

impl Document<'_> {
    /// Reads what begins at a line and returns the line behind it.
    fn step(&mut self, first: usize) -> usize {
        let line = self.text.line(first);
        let depth = indent(line);
        let said = line.trim();
        if said.is_empty() {
            return first + 1;
        }
        if let Some(end) = self.title(first).or_else(|| self.fence(first)) {
            return end;
        }
        // A row of signs, and the label that documents in reStructuredText set before a title.
        if said.len() > 2 && adornment(said, 3).is_some() || said.starts_with(".. _") && said.ends_with(':') {
            return first + 1;
        }
        if list_mark(said, BULLETS).is_some() {
            return self.bullet(first, depth);
        }
        self.nesting.leave(depth);
        if self.is_log && depth == 0 && is_version(said) {
            self.nesting.leave(0);
            self.path.heading(self.text.line_bytes(first), VERSION_LEVEL, said);
            return first + 1;
        }
        self.entry(first, depth)
    }

    /// A line with a row of signs below it, or between two rows.
    fn title(&mut self, first: usize) -> Option<usize> {
        let over = adornment(self.text.line(first), 3);
        let at = if over.is_some() { first + 1 } else { first };
        let name = self.text.line(at).trim();
        let sign = adornment(self.text.line(at + 1).trim_start(), 3)?;
        let rank = UNDERLINES.iter().position(|known| *known == sign)?;
        let is_title = !name.is_empty() && adornment(name, 2).is_none() && over.is_none_or(|over| over == sign);
        // Below an entry of a list, a row of signs is a rule.
        if !is_title || (over.is_none() && list_mark(name, &['-', '*', '+']).is_some()) {
            return None;
        }
        let level = super::outline_path::level(rank.saturating_sub(1));
        self.nesting.leave(0);
        self.path.heading(self.text.span_of_lines(first..at + 2).bytes, level, name);
        Some(at + 2)
    }

    fn fence(&mut self, first: usize) -> Option<usize> {
        let is_fence = |line: usize| self.text.line(line).trim_start().starts_with("```");
        let end = is_fence(first).then(|| (first + 1..self.text.line_count()).find(|line| is_fence(*line)))??;
        self.path.add_lines(UnitKind::Code, first + 1..end.max(first + 1), 0);
        Some(end + 1)
    }

    /// An entry of a list, with the lines below it that are indented as far as it or further.
    fn bullet(&mut self, first: usize, depth: usize) -> usize {
        let level = self.nesting.enter(depth);
        let least = depth.max(1);
        let is_more = |line: &usize| {
            let said = self.text.line(*line);
            !said.trim().is_empty() && list_mark(said, BULLETS).is_none() && indent(said) >= least
        };
        let end = (first + 1..self.text.line_count()).take_while(is_more).last().unwrap_or(first) + 1;
        self.path.add_lines(UnitKind::Bullet, first..end, level);
        end
    }

    /// A paragraph, or a line with what is explained below it further in.
    fn entry(&mut self, first: usize, depth: usize) -> usize {
        let has_columns = depth > 0 && self.text.line(first).trim().contains("  ");
        let mut end = first + 1;
        let mut went_in = has_columns;
        while end < self.text.line_count() && !is_blank(self.text, end) {
            let line = self.text.line(end);
            let here = indent(line);
            let is_hang = end == first + 1 && !has_columns;
            if list_mark(line, &['-', '*', '•']).is_some() || self.begins_title(end) {
                break;
            }
            if (here < depth && !is_hang) || (here == depth && went_in) {
                break;
            }
            went_in |= here > depth;
            end += 1;
        }
        let kind = if has_columns { UnitKind::Bullet } else { UnitKind::Paragraph };
        self.path.add_lines(kind, first..end, 0);
        end
    }

    fn begins_title(&self, line: usize) -> bool {
        let is_rule = |line: usize| adornment(self.text.line(line), 3).is_some();
        is_rule(line) || is_rule(line + 1)
    }
}

/// `1.2.3 (2024-05-01)`, `Version 2.0`, `v3`, `[4.1]`, `2024-05-01  Anna`.
fn is_version(said: &str) -> bool {
    let word = said.to_lowercase();
    let opened = ["version ", "release ", "v", "["].iter().find_map(|open| word.strip_prefix(open));
    let number = opened.unwrap_or(&word);
    let number =
        number.strip_prefix('v').unwrap_or(number).split([' ', '\t', ']', ':', ',']).next().unwrap_or_default();
    let digits = number.bytes().filter(u8::is_ascii_digit).count();
    let parts = number.contains(['.', '-']) || (opened.is_some() && digits > 0);
    number.starts_with(|letter: char| letter.is_ascii_digit()) && parts && digits > 0 && said.len() < 100
}

#[cfg(test)]
mod tests {
    use super::super::outline_path::laws;
    use super::*;
    use proptest::prelude::*;

    fn told(path: &str, text: &str) -> Vec<String> {
        let source = Source::lines(path, text);
        let units = read(&source).units;
        laws::hold(&source, &units);
        laws::told(&source, &units).into_iter().filter(|unit| !unit.starts_with("section")).collect()
    }

    #[test]
    fn blocks() {
        let cases: &[(&str, &str, &[&str])] = &[
            (
                "README",
                "Slugs\n=====\n\nMakes slugs\nof titles.\n\nUse\n---\nCall it.\n",
                &[
                    "heading0 Slugs ===== in ",
                    "paragraph0 Makes slugs of titles. in Slugs",
                    "heading1 Use --- in Slugs",
                    "paragraph0 Call it. in Slugs/Use",
                ],
            ),
            (
                "CHANGES",
                "1.2.0 (2024-05-01)\n\n  * Faster start,\n    by a third.\n  * Less memory.\nv1.1\n - First\n",
                &[
                    "heading2 1.2.0 (2024-05-01) in ",
                    "bullet0 * Faster start, by a third. in 1.2.0 (2024-05-01)/list",
                    "bullet0 * Less memory. in 1.2.0 (2024-05-01)/list",
                    "heading2 v1.1 in ",
                    "bullet0 - First in v1.1/list",
                ],
            ),
            (
                "ChangeLog",
                "2024-05-01  Anna  <anna@example.org>\n\n\t* slug.c (fold): Keep dots.\n\tNoted by Ben.\n",
                &[
                    "heading2 2024-05-01 Anna <anna@example.org> in ",
                    "bullet0 * slug.c (fold): Keep dots. Noted by Ben. in 2024-05-01 Anna/list",
                ],
            ),
            (
                "use.txt",
                "Options:\n\n  -v   say more\n  -q   say\n       nothing\n\nfirst\n  explained\nsecond\n  too\n",
                &[
                    "paragraph0 Options: in ",
                    "bullet0 -v say more in list",
                    "bullet0 -q say nothing in list",
                    "paragraph0 first explained in ",
                    "paragraph0 second too in ",
                ],
            ),
            (
                "a.txt",
                "1. one\n   o deep\n2. two\n\n----------\n\nend\n",
                &["bullet0 1. one in list", "bullet1 o deep in list", "bullet0 2. two in list", "paragraph0 end in "],
            ),
        ];
        for (path, text, expected) in cases {
            assert_eq!(told(path, text), *expected, "{text}");
            assert_eq!(told(path, &text.replace('\n', "\r\n")), *expected, "{text} with CRLF");
        }
    }

    #[test]
    fn names_tell() {
        for (path, expected) in [
            ("docs/a.txt", true),
            ("README", true),
            ("CHANGELOG-2.0", false),
            ("NEWS", true),
            ("lib/CMakeLists.txt", false),
            ("Makefile", false),
            ("README.md", false),
        ] {
            assert_eq!(reads(path), expected, "{path}");
        }
    }

    proptest! {
        #[test]
        fn spans_lie_in_the_text_and_in_order(
            path in prop::sample::select(vec!["a.txt", "NEWS"]),
            parts in prop::collection::vec(prop::sample::select(vec![
                "Title\n", "====\n", "----\r\n", "\n", "\r\n", "* a\n", "  - b\n", "1. c\n", "1.2.3\n", "   body\n", "   a   b\n", "\t",
                " ", "é", "v", "[1.0]", "```\n", "2024-01-01", "\u{a0}\n",
            ]), 0..40),
        ) {
            let source = Source::lines(path, parts.concat());
            laws::hold(&source, &read(&source).units);
        }
    }
}
