//! Typst: headings, lists, labels, listings, slides, paragraphs, and the statements between them.
//!
//! Not here: what a function lays out; a call of several lines is kept as it stands.

use std::ops::Range;

use super::outline_path::{self, Nesting, OutlinePath, indent, is_blank, list_mark};
use crate::source::{Source, Text};
use crate::units::reading::Reading;
use crate::units::unit::UnitKind;

/// Extensions of this format.
pub const EXTENSIONS: &[&str] = &["typ"];

/// The level of a slide: it may stand under any heading.
const SLIDE_LEVEL: u8 = 7;
/// A call longer than this many lines was never closed.
const MAX_CALL: usize = 300;
/// Statements that set something up and say nothing to readers.
const STATEMENTS: &[&str] = &["let", "set", "show", "import", "include"];
const SIGNS: &[char] = &['-', '+'];
/// Calls that lay out a slide and say nothing where they stand alone.
const LAYOUT: &[&str] =
    &["pause", "meanwhile", "v", "h", "pagebreak", "colbreak", "linebreak", "outline", "line", "empty-slide"];
/// The package whose slides begin at headings, and the level from 0 at which they do.
const TOUYING: &str = "/touying:";
const TOUYING_LEVEL: u8 = 1;

/// Reads a document of Typst.
#[must_use]
pub fn read(source: &Source) -> Reading {
    let text = &source.text;
    let is_touying = text.lines().any(|line| line.trim_start().starts_with("#import") && line.contains(TOUYING));
    let path = OutlinePath::new(text);
    let mut document = Document { path, text, nesting: Nesting::default(), slide_end: None, is_touying };
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
    /// The line behind the slide that is open.
    slide_end: Option<usize>,
    /// Whether headings begin slides.
    is_touying: bool,
}

impl Document<'_> {
    /// Reads what begins at a line and returns the line behind it.
    fn step(&mut self, first: usize) -> usize {
        if self.slide_end.is_some_and(|end| end <= first) {
            self.slide_end = None;
            self.path.end(self.text.line_bytes(first).start, SLIDE_LEVEL);
        }
        let line = self.text.line(first);
        let said = line.trim();
        if said.starts_with("/*") {
            let rest = first..self.text.line_count();
            return rest.clone().find(|line| self.text.line(*line).contains("*/")).unwrap_or(rest.end) + 1;
        }
        if said.starts_with("//") || !said.contains(char::is_alphanumeric) && !said.starts_with("```") {
            return first + 1;
        }
        if said.starts_with("```") {
            return self.fence(first, said);
        }
        if let Some((level, name)) = heading(said) {
            return self.heading(first, level, name);
        }
        if let Some(call) = said.strip_prefix('#').and_then(name) {
            return self.call(first, call);
        }
        let depth = indent(line);
        if is_entry(said) {
            let level = self.nesting.enter(depth);
            return self.prose(UnitKind::Bullet, first, level, |line| indent(line) > depth);
        }
        self.nesting.leave(depth);
        self.prose(UnitKind::Paragraph, first, 0, |_| true)
    }

    /// Adds the lines up to a blank one or one that begins something else, and the label at their end.
    fn prose(&mut self, kind: UnitKind, first: usize, level: u8, is_more: impl Fn(&str) -> bool) -> usize {
        let rest = first + 1..self.slide_end.unwrap_or(self.text.line_count()).max(first + 1);
        let goes_on = |line: &usize| !self.begins(*line) && is_more(self.text.line(*line));
        let end = rest.take_while(goes_on).last().unwrap_or(first) + 1;
        self.path.add_lines(kind, first..end, level);
        self.label(end - 1);
        end
    }

    fn begins(&self, line: usize) -> bool {
        let said = self.text.line(line).trim();
        let is_sign = said.starts_with("//") || said.starts_with("/*") || said.starts_with("```") || said == "]";
        let is_call = said.strip_prefix('#').and_then(name).is_some_and(|name| STATEMENTS.contains(&name));
        is_blank(self.text, line) || is_sign || is_call || is_entry(said) || heading(said).is_some()
    }

    fn heading(&mut self, first: usize, level: u8, name: &str) -> usize {
        self.nesting.leave(0);
        let name = label(name).map_or(name, |(at, _)| &name[..at]);
        let bytes = self.text.line_bytes(first);
        match self.slide_end {
            Some(_) => self.path.heading_on_slide(bytes, SLIDE_LEVEL, level, name),
            None if self.is_touying && level == TOUYING_LEVEL => self.path.slide(bytes, level, name),
            None => self.path.heading(bytes, level, name),
        }
        self.label(first);
        first + 1
    }

    /// Adds the `<label>` at the end of a line.
    fn label(&mut self, line: usize) {
        let bytes = outline_path::trimmed(self.text.as_str(), self.text.line_bytes(line));
        let said = &self.text.as_str()[bytes.clone()];
        if let Some((at, label)) = label(said) {
            self.path.add_member(UnitKind::Link, bytes.start + at..bytes.end, "labels", label);
        }
    }

    fn fence(&mut self, first: usize, said: &str) -> usize {
        if said.len() > 3 && said[3..].contains("```") {
            self.path.add_lines(UnitKind::Code, first..first + 1, 0);
            return first + 1;
        }
        let mut rest = first + 1..self.text.line_count();
        let end = rest.find(|line| self.text.line(*line).trim().starts_with("```")).unwrap_or(self.text.line_count());
        self.path.add_lines(UnitKind::Code, first + 1..end.max(first + 1), 0);
        end + 1
    }

    /// Reads a statement, a slide or another call.
    fn call(&mut self, first: usize, name: &str) -> usize {
        let end = self.end_of_call(first);
        let bytes = self.text.span_of_lines(first..end).bytes;
        let said = self.text.as_str()[bytes.clone()].split_whitespace().collect::<Vec<_>>().join(" ");
        let head = self.text.line(first).trim();
        let is_alone = !head.contains('[') && head.ends_with(|last: char| last == ')' || last.is_alphanumeric());
        if LAYOUT.contains(&name) && end == first + 1 && is_alone && !head.contains(' ') {
            return end;
        }
        if name.ends_with("slide") && end > first + 1 && self.is_touying && self.path.slides() > 0 {
            // The heading above has begun it.
            return first + 1;
        }
        if name.ends_with("slide") && end > first + 1 {
            let title = said.split_once("title: [").or_else(|| said.split_once("title: \""));
            let title = title.and_then(|(_, rest)| rest.split([']', '"']).next()).unwrap_or_default();
            self.path.begin(UnitKind::Slide, bytes.start, SLIDE_LEVEL, title);
            self.slide_end = Some(end);
            return first + 1;
        }
        match name {
            "import" => self.path.add_member(UnitKind::Import, bytes, "imports", &said),
            _ if STATEMENTS.contains(&name) => self.path.add(UnitKind::Line, bytes, 0),
            _ if name.ends_with("speaker-note") || name == "note" => self.note(bytes),
            _ if end == first + 1 => return self.prose(UnitKind::Paragraph, first, 0, |_| true),
            _ => self.path.add(UnitKind::Code, bytes, 0),
        }
        end
    }

    /// Adds what stands in the brackets of a note.
    fn note(&mut self, bytes: Range<usize>) {
        let said = &self.text.as_str()[bytes.clone()];
        let inner = said.find(['[', '"']).zip(said.rfind([']', '"'])).filter(|(open, close)| open < close);
        let inner = inner.map_or(bytes.clone(), |(open, close)| bytes.start + open + 1..bytes.start + close);
        self.path.add(UnitKind::Note, inner, 0);
    }

    /// Returns the line behind the one that closes all brackets; words in quotes do not count.
    fn end_of_call(&self, first: usize) -> usize {
        let mut depth = 0_i32;
        let last = self.slide_end.unwrap_or(self.text.line_count()).max(first + 1).min(first + MAX_CALL);
        for line in first..last {
            let mut in_quotes = false;
            for letter in self.text.line(line).chars() {
                match letter {
                    '"' => in_quotes = !in_quotes,
                    '(' | '[' | '{' if !in_quotes => depth = depth.saturating_add(1),
                    ')' | ']' | '}' if !in_quotes => depth = depth.saturating_sub(1),
                    _ => {}
                }
            }
            if depth <= 0 {
                return line + 1;
            }
        }
        first + 1
    }
}

fn heading(said: &str) -> Option<(u8, &str)> {
    let name = said.trim_start_matches('=');
    let depth = said.len() - name.len();
    (depth > 0 && name.starts_with(' ') && !name.trim().is_empty())
        .then(|| (outline_path::level(depth - 1), name.trim()))
}

/// `- entry`, `+ entry`, `1. entry`, `/ Term: what it is`.
fn is_entry(said: &str) -> bool {
    list_mark(said, SIGNS).is_some() || (said.starts_with("/ ") && said.contains(':'))
}

/// Returns the name that a call begins with.
fn name(rest: &str) -> Option<&str> {
    let is_letter = |letter: char| letter.is_alphanumeric() || letter == '-' || letter == '_' || letter == '.';
    let name = &rest[..rest.find(|letter| !is_letter(letter)).unwrap_or(rest.len())];
    name.starts_with(char::is_alphabetic).then_some(name)
}

/// Returns the label at the end of a line and where it begins.
fn label(said: &str) -> Option<(usize, &str)> {
    let at = said.rfind('<')?;
    let name = said[at + 1..].strip_suffix('>')?;
    let is_letter = |letter: char| letter.is_alphanumeric() || matches!(letter, '-' | '_' | ':' | '.');
    (!name.is_empty() && name.chars().all(is_letter)).then_some((at, name))
}

#[cfg(test)]
mod tests {
    use super::super::outline_path::laws;
    use super::*;
    use proptest::prelude::*;

    fn told(text: &str) -> Vec<String> {
        let source = Source::lines("a.typ", text);
        let units = read(&source).units;
        laws::hold(&source, &units);
        laws::told(&source, &units).into_iter().filter(|unit| !unit.starts_with("section")).collect()
    }

    #[test]
    fn blocks() {
        let cases: &[(&str, &[&str])] = &[
            (
                "#import \"a.typ\": *\n#set page(\n  paper: \"a4\",\n)\n// gone\n= Plan <plan>\nWords go\non. #emph[so]\n- one\n  - deep\n+ two\n/ Slug: a word\n",
                &[
                    "import0 #import \"a.typ\": * (#import \"a.typ\": *) in imports",
                    "line0 #set page( paper: \"a4\", ) in ",
                    "heading0 = Plan <plan> in ",
                    "link0 <plan> (plan) in labels",
                    "paragraph0 Words go on. #emph[so] in Plan",
                    "bullet0 - one in Plan/list",
                    "bullet1 - deep in Plan/list",
                    "bullet0 + two in Plan/list",
                    "bullet0 / Slug: a word in Plan/list",
                ],
            ),
            (
                "#slide(title: [Now])[\n  - go\n]\n#figure(\n  image(\"a.png\"),\n)\n```sh\nmake\n```\n/* no\nno */\nEnd\n",
                &[
                    "slide7 #slide(title: [Now])[ - go ] in ",
                    "bullet0 - go in Now/list",
                    "code0 #figure( image(\"a.png\"), ) in ",
                    "code0 make in ",
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
        let places = |text: &str| {
            let source = Source::lines("a.typ", text);
            let units = read(&source).units;
            laws::hold(&source, &units);
            let told = units.iter().filter(|unit| !matches!(unit.kind, UnitKind::Section | UnitKind::Import));
            let told = told.map(|unit| format!("{} {}", unit.kind.name(), unit.place));
            told.collect::<Vec<_>>()
        };
        let touying = "#import \"@preview/touying:0.5.3\": *\n= Part\n== Plan <plan>\n- a\n#pause\n- b\n#speaker-note[\n  + Smile\n]\n== End\nwords\n";
        let expected = [
            "heading Part",
            "slide slide 1 › Plan",
            "heading slide 1 › Plan",
            "link slide 1 › Plan › plan",
            "bullet slide 1 › Plan › bullet 1",
            "bullet slide 1 › Plan › bullet 2",
            "note slide 1 › Plan › note 1",
            "slide slide 2 › End",
            "heading slide 2 › End",
            "paragraph slide 2 › End › paragraph 1",
        ];
        assert_eq!(places(touying), expected);
        let polylux = "#slide[\n  = Plan\n  - a\n  == More\n  - b\n]\nAfter\n";
        let expected = [
            "slide slide 1 › Plan",
            "heading slide 1 › Plan",
            "bullet slide 1 › Plan › bullet 1",
            "heading slide 1 › Plan › More",
            "bullet slide 1 › Plan › More › bullet 1",
            "paragraph paragraph 1",
        ];
        assert_eq!(places(polylux), expected);
    }

    proptest! {
        #[test]
        fn spans_lie_in_the_text_and_in_order(
            parts in prop::collection::vec(prop::sample::select(vec![
                "= A\n", "== B <b>\n", "- a\n", "  + b\n", "/ T: c\n", "#slide[\n", "]\n", "#figure(\n", ")\n", "```\n", "\n", "\r\n", "/*\n",
                "*/\n", "// c\n", "#let x = 1\n", "#import \"é\"\n", "words\n", "é", " ", "<l>\n", "#", "\"", "(", "]",
                "#import \"@preview/touying:0\"\n", "#pause\n", "#speaker-note[é]\n", "#speaker-note[\n",
            ]), 0..40),
        ) {
            let source = Source::lines("a.typ", parts.concat());
            laws::hold(&source, &read(&source).units);
        }
    }
}
