//! AsciiDoc: headings, lists, tables, listings, anchors, paragraphs.
//!
//! Not here: conditions; their lines are passed over. A file that is taken in is named and not read.

use super::outline_path::{self, OutlinePath, is_blank};
use crate::source::{Source, Text};
use crate::units::reading::Reading;
use crate::units::unit::UnitKind;

/// Extensions of this format.
pub const EXTENSIONS: &[&str] = &["adoc", "asciidoc", "asc"];
/// What begins a key or a signature, whose files bear one of the extensions, too.
const ARMOUR: &str = "-----BEGIN ";

/// Fences whose inside is no prose: the sign that they repeat, and what stands in them.
const FENCES: &[(char, Option<UnitKind>)] = &[
    ('-', Some(UnitKind::Code)),
    ('.', Some(UnitKind::Code)),
    ('+', Some(UnitKind::Code)),
    ('/', None),
    ('`', Some(UnitKind::Code)),
];
/// Signs that stand around examples, quotes and side notes, whose inside is prose.
const FRAMES: &[char] = &['=', '*', '_', '-'];

/// What only decks set.
const DECK_KEYS: &[&str] = &[":revealjs", ":backend: revealjs", ":backend: deckjs", ":backend: dzslides", ":bespoke"];
/// What takes away the slide that shows the title.
const NO_TITLE: &str = ":notitle:";
/// The levels, from 0, of headings that begin a slide of a deck.
const SLIDE_LEVELS: std::ops::RangeInclusive<u8> = 1..=2;

/// Reads a document of AsciiDoc.
#[must_use]
pub fn read(source: &Source) -> Reading {
    let text = &source.text;
    if text.line(0).starts_with(ARMOUR) {
        return Reading::default();
    }
    let is_deck = text.lines().any(|line| DECK_KEYS.iter().any(|key| line.starts_with(key)));
    let mut document = Document { path: OutlinePath::new(text), text, is_deck, notes: None, is_hidden: false };
    let mut next = 0;
    while next < text.line_count() {
        next = document.step(next).max(next + 1);
    }
    document.path.finish()
}

struct Document<'a> {
    path: OutlinePath<'a>,
    text: &'a Text,
    is_deck: bool,
    /// The line behind what speaks to the speaker.
    notes: Option<usize>,
    /// Whether the next heading is not shown.
    is_hidden: bool,
}

impl Document<'_> {
    /// Reads what begins at a line and returns the line behind it.
    fn step(&mut self, first: usize) -> usize {
        let line = self.text.line(first);
        let said = line.trim();
        if said.is_empty() || is_passed_over(said) {
            return first + 1;
        }
        if let Some(file) = said.strip_prefix("include::") {
            let file = file.trim_start_matches("./").trim_end_matches("[]");
            self.path.add_member(UnitKind::Import, self.text.line_bytes(first), "includes", file);
            return first + 1;
        }
        if let Some((level, name)) = heading(line) {
            return self.heading(first, level, name);
        }
        if let Some(kind) = fence(said) {
            return self.fenced(first, kind);
        }
        if is_frame(said) {
            return first + 1;
        }
        if said.starts_with("|===") || said.starts_with("!===") {
            return self.table(first);
        }
        if let Some(name) = anchor(said) {
            self.path.add_member(UnitKind::Link, self.text.line_bytes(first), "labels", name);
            return first + 1;
        }
        if is_attribute(said) {
            self.attribute(first, said);
            return first + 1;
        }
        match bullet(said) {
            Some(level) => self.prose(UnitKind::Bullet, first, level),
            None if is_key(line) => self.prose(UnitKind::Key, first, 0),
            None => self.prose(UnitKind::Paragraph, first, 0),
        }
    }

    fn heading(&mut self, first: usize, level: u8, name: &str) -> usize {
        let bytes = self.text.line_bytes(first);
        let is_slide = self.is_deck && SLIDE_LEVELS.contains(&level);
        if self.is_deck && level == 0 && self.path.slides() == 0 && !self.text.lines().any(|line| line == NO_TITLE) {
            // The title of the whole is shown on a slide of its own.
            self.path.count_slides(1);
        }
        match (is_slide, std::mem::take(&mut self.is_hidden) || name == "!") {
            (true, true) => self.path.begin(UnitKind::Slide, bytes.start, level, name.trim_matches('!')),
            (true, false) => self.path.slide(bytes, level, name),
            (false, _) => self.path.heading(bytes, level, name),
        }
        first + 1
    }

    /// Follows an attribute that says what the next block or heading is.
    fn attribute(&mut self, first: usize, said: &str) {
        self.is_hidden = said.contains("%notitle");
        let is_note = ["[.notes", "[.speaker", "[NOTE.speaker", "[role=notes", "[role=\"notes"];
        if !is_note.iter().any(|mark| said.starts_with(mark)) {
            return;
        }
        let mark = self.text.line(first + 1).trim();
        let rest = first + 2..self.text.line_count();
        let ends = |line: &usize| match is_frame(mark) {
            true => self.text.line(*line).trim() == mark,
            false => is_blank(self.text, *line),
        };
        self.notes = Some(rest.into_iter().find(ends).unwrap_or(self.text.line_count()));
    }

    /// Adds the lines up to a blank one or one that begins something else.
    fn prose(&mut self, kind: UnitKind, first: usize, level: u8) -> usize {
        let rest = first + 1..self.text.line_count();
        let is_more = |line: &usize| kind != UnitKind::Key && !self.begins(*line);
        let end = rest.take_while(is_more).last().unwrap_or(first) + 1;
        let is_note = kind != UnitKind::Key && self.notes.is_some_and(|end| first < end);
        self.path.add_lines(if is_note { UnitKind::Note } else { kind }, first..end, level);
        end
    }

    fn begins(&self, line: usize) -> bool {
        let said = self.text.line(line).trim();
        let is_block = said.starts_with("include::")
            || is_passed_over(said)
            || fence(said).is_some()
            || is_frame(said)
            || said.starts_with("|===");
        let is_mark = said == "+" || anchor(said).is_some() || is_attribute(said);
        is_blank(self.text, line)
            || is_block
            || is_mark
            || bullet(said).is_some()
            || heading(self.text.line(line)).is_some()
    }

    /// Reads up to the line that repeats the fence, or to the end of the file.
    fn fenced(&mut self, first: usize, kind: Option<UnitKind>) -> usize {
        let sign = self.text.line(first).trim_end();
        let sign = if sign.starts_with("```") { "```" } else { sign };
        let mut rest = first + 1..self.text.line_count();
        let end = rest.find(|line| self.text.line(*line).trim_end() == sign).unwrap_or(self.text.line_count());
        if let Some(kind) = kind {
            self.path.add_lines(kind, first + 1..end.max(first + 1), 0);
        }
        end + 1
    }

    /// Rows begin at a line that begins with a bar; lines with one cell each make a row up to a blank line.
    fn table(&mut self, first: usize) -> usize {
        let mut rest = first + 1..self.text.line_count();
        let end = rest.find(|line| self.text.line(*line).trim().starts_with("|===")).unwrap_or(self.text.line_count());
        let mut row = first + 1;
        for line in first + 1..=end {
            let said = self.text.line(line).trim();
            let several = said.matches('|').count() > 1;
            if line == end || said.is_empty() || several {
                self.path.add_lines(UnitKind::TableRow, row..line.max(row), 0);
                row = line;
            }
        }
        end + 1
    }
}

fn heading(line: &str) -> Option<(u8, &str)> {
    let sign = line.chars().next().filter(|sign| matches!(sign, '=' | '#'))?;
    let name = line.trim_start_matches(sign);
    let depth = line.len() - name.len();
    let fits = depth <= 6 && name.starts_with(' ') && !name.trim().is_empty();
    fits.then(|| (outline_path::level(depth - 1), name.trim().trim_end_matches(sign).trim()))
}

/// Tells whether a line is a fence and what it holds.
fn fence(said: &str) -> Option<Option<UnitKind>> {
    let (sign, kind) = FENCES.iter().find(|(sign, _)| said.starts_with(*sign))?;
    let is_ticks = said.starts_with("```") && !said[3..].contains('`');
    let is_row = said.len() >= 4 && *sign != '`' && said.chars().all(|letter| letter == *sign);
    (is_row || is_ticks).then_some(*kind)
}

fn is_frame(said: &str) -> bool {
    let is_row = |sign: &char| said.len() >= 4 && said.chars().all(|letter| letter == *sign);
    said == "--" || said == "'''" || said == "<<<" || FRAMES.iter().any(is_row)
}

/// A comment, a directive for the program, or the `+` that ties two blocks.
fn is_passed_over(said: &str) -> bool {
    let is_comment = said.starts_with("//") && !said.starts_with("////");
    let is_directive = ["image::", "video::", "audio::", "ifdef::", "ifndef::", "ifeval::", "endif::", "toc::"]
        .iter()
        .any(|name| said.starts_with(name));
    said == "+" || is_comment || is_directive
}

/// `[source,rust]` above a block.
fn is_attribute(said: &str) -> bool {
    said.starts_with('[') && said.ends_with(']') && !said.contains("](") && said.matches('[').count() <= 2
}

/// `[#label]`, `[[label]]`.
fn anchor(said: &str) -> Option<&str> {
    let double = said.strip_prefix("[[").and_then(|rest| rest.strip_suffix("]]"));
    let name = double.or_else(|| said.strip_prefix("[#").and_then(|rest| rest.strip_suffix(']')))?;
    let name = name.split([',', '.', '%']).next()?.trim();
    (!name.is_empty()).then_some(name)
}

/// `:name: value` sets an attribute of the document.
fn is_key(line: &str) -> bool {
    let Some((name, value)) = line.strip_prefix(':').and_then(|rest| rest.split_once(':')) else { return false };
    !name.is_empty() && !name.contains(' ') && (value.is_empty() || value.starts_with(' '))
}

/// Returns the level of an entry: as many signs as it opens with, less one.
fn bullet(said: &str) -> Option<u8> {
    let mark = said.split_whitespace().next().filter(|mark| mark.len() < said.len())?;
    let is_row = ['*', '.', '-'].iter().any(|sign| mark.chars().all(|letter| letter == *sign));
    let number = mark.strip_suffix('.').unwrap_or_default();
    let is_number = (1..=3).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit());
    let is_callout = mark.starts_with('<') && mark.ends_with('>') && mark.len() <= 4;
    if is_row && mark.len() <= 6 {
        return Some(outline_path::level(mark.len() - 1));
    }
    (is_number || is_callout).then_some(0)
}

#[cfg(test)]
mod tests {
    use super::super::outline_path::laws;
    use super::*;
    use proptest::prelude::*;

    fn told(text: &str) -> Vec<String> {
        let source = Source::lines("a.adoc", text);
        let units = read(&source).units;
        laws::hold(&source, &units);
        laws::told(&source, &units).into_iter().filter(|unit| !unit.starts_with("section")).collect()
    }

    #[test]
    fn blocks() {
        let cases: &[(&str, &[&str])] = &[
            (
                "= Guide\n:toc: left\n\nIntro over\ntwo lines.\n\n== Setup\n\n* one\n** deep\n  goes on\n. first\n",
                &[
                    "heading0 = Guide in ",
                    "key0 :toc: left in Guide",
                    "paragraph0 Intro over two lines. in Guide",
                    "heading1 == Setup in Guide",
                    "bullet0 * one in Guide/Setup/list",
                    "bullet1 ** deep goes on in Guide/Setup/list",
                    "bullet0 . first in Guide/Setup/list",
                ],
            ),
            (
                "[source,sh]\n----\nmake\n\nrun\n----\n////\nold\n////\n// note\n[#start]\nNOTE: Mind it.\n",
                &["code0 make run in ", "link0 [#start] (start) in labels", "paragraph0 NOTE: Mind it. in "],
            ),
            (
                "[cols=\"1,1\"]\n|===\n|a |b\n\n|c\n|d\n\n|e |f\n|g |h\n|===\nEnd\n",
                &[
                    "table-row0 |a |b in table",
                    "table-row0 |c |d in table",
                    "table-row0 |e |f in table",
                    "table-row0 |g |h in table",
                    "paragraph0 End in ",
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
        let text = "= Talk\n:revealjs_theme: black\n\n[#plan.center]\n== Plan\n\n* a\n\n[.notes]\n--\nSmile at them.\n\n* Wait\n--\n\n\
            [%notitle]\n=== Hidden\n\nwords\n\ninclude::./more.adoc[]\n\n== End\n";
        let source = Source::lines("a.adoc", text);
        let units = read(&source).units;
        laws::hold(&source, &units);
        let told = units.iter().filter(|unit| !matches!(unit.kind, UnitKind::Section | UnitKind::Key));
        let told: Vec<_> = told.map(|unit| format!("{} {}", unit.kind.name(), unit.place)).collect();
        let expected = [
            "heading Talk",
            "link Talk › plan",
            "slide slide 2 › Plan",
            "heading slide 2 › Plan",
            "bullet slide 2 › Plan › bullet 1",
            "note slide 2 › Plan › note 1",
            "note slide 2 › Plan › note 2",
            "slide slide 3 › Hidden",
            "paragraph slide 3 › Hidden › paragraph 1",
            "import slide 3 › Hidden › more.adoc",
            "slide slide 4 › End",
            "heading slide 4 › End",
        ];
        assert_eq!(told, expected);
    }

    proptest! {
        #[test]
        fn spans_lie_in_the_text_and_in_order(
            parts in prop::collection::vec(prop::sample::select(vec![
                "= Title\n", "====\n", "----\r\n", "\n", "\r\n", "* a\n", "** b\n", ". c\n", "|===\n", "|a |b\n", "|c\n", "[[x]]\n", "////\n",
                "--\n", "```\n", "+\n", ":a: b\n", "[#]\n", "é", "words\n", " ", "<1> x\n", "=", "....\n",
                ":revealjs_theme: x\n", "== A\n", "[%notitle]\n", "[.notes]\n", "include::é[]\n", "include::[]\n",
            ]), 0..40),
        ) {
            let source = Source::lines("a.adoc", parts.concat());
            laws::hold(&source, &read(&source).units);
        }
    }
}
