//! reStructuredText: headings, lists, paragraphs, fields, directives, tables, labels.
//!
//! Not here: what a directive makes of its body; code keeps its lines, everything else is read on as prose.

mod decks;
mod tables;

use std::ops::Range;

use self::decks::Deck;
use super::outline_path::{self, Nesting, OutlinePath, adornment, end_of_indented, indent, is_blank, list_mark};
use crate::source::{Source, Text};
use crate::units::reading::Reading;
use crate::units::unit::UnitKind;

/// Extensions of this format.
pub const EXTENSIONS: &[&str] = &["rst", "rest"];

/// Signs that open an entry of a list.
const BULLETS: &[char] = &['-', '*', '+', '•', '‣'];
/// Directives whose body is no prose.
const CODE: &[&str] = &[
    "code-block",
    "code",
    "sourcecode",
    "parsed-literal",
    "literalinclude",
    "math",
    "raw",
    "productionlist",
    "doctest",
    "testcode",
    "testoutput",
    "testsetup",
    "graphviz",
    "digraph",
    "mermaid",
    "uml",
    "prompt",
    "ipython",
];
/// Directives whose body is a list of documents, each of which stands in it once.
const LINKS: &[&str] = &["toctree", "autosummary"];

/// Directives whose body speaks to the speaker of a deck.
const NOTES: &[&str] = &["note", "notes", "speaker", "speaker-notes", "revealjs-notes", "handout"];
/// Directives that say since when, and often nothing else.
const SINCE: &[&str] = &["versionadded", "versionchanged", "deprecated"];
/// The level of a slide that a directive opens: it may stand under any heading.
const SLIDE_LEVEL: u8 = 20;

/// Reads a document of reStructuredText.
#[must_use]
pub fn read(source: &Source) -> Reading {
    let text = &source.text;
    let (deck, slides) = match Deck::of(text) {
        Deck::Sections => decks::sections(&read_as(text, Deck::No, 0).units),
        deck => (deck, 0),
    };
    read_as(text, deck, slides)
}

/// Reads a document as a deck of this kind, before whose first heading so many slides stand.
fn read_as(text: &Text, deck: Deck, slides: usize) -> Reading {
    let mut document = Document {
        path: OutlinePath::new(text),
        text,
        styles: Vec::new(),
        nesting: Nesting::default(),
        deck,
        slide_end: None,
        notes: None,
    };
    document.path.count_slides(slides);
    let mut next = 0;
    while next < text.line_count() {
        document.leave_slide(next);
        next = document.step(next).max(next + 1);
    }
    document.path.finish()
}

struct Document<'a> {
    path: OutlinePath<'a>,
    text: &'a Text,
    /// The styles of headings in order of first use: the sign, and whether it stands above as well.
    styles: Vec<(char, bool)>,
    nesting: Nesting,
    deck: Deck,
    /// The line behind the slide that a directive has opened.
    slide_end: Option<usize>,
    /// The line behind what speaks to the speaker.
    notes: Option<usize>,
}

impl Document<'_> {
    fn leave_slide(&mut self, line: usize) {
        if self.slide_end.is_some_and(|end| end <= line) {
            self.slide_end = None;
            self.path.end(self.text.line_bytes(line).start, SLIDE_LEVEL);
        }
    }

    /// Returns what a text at a line is: a note where it speaks to the speaker.
    fn kind(&self, kind: UnitKind, line: usize) -> UnitKind {
        if self.notes.is_some_and(|end| line < end) { UnitKind::Note } else { kind }
    }

    /// Reads what begins at a line and returns the line behind it.
    fn step(&mut self, first: usize) -> usize {
        let line = self.text.line(first);
        let said = line.trim();
        if said.is_empty() {
            return first + 1;
        }
        let depth = indent(line);
        if list_mark(said, BULLETS).is_some() {
            return self.bullet(first, depth);
        }
        self.nesting.leave(depth);
        if said == ".." || said.starts_with(".. ") {
            return self.explicit(first, depth, said);
        }
        if let Some(end) = self.title(first).or_else(|| self.table(first)) {
            return end;
        }
        if said.starts_with(">>>") {
            return self.lines(UnitKind::Code, first, |line| !is_blank(self.text, line));
        }
        if is_field(said) {
            return self.lines(UnitKind::Key, first, |line| indent(self.text.line(line)) > depth);
        }
        self.paragraph(first, depth)
    }

    /// Adds the line and all that follow while they belong to it.
    fn lines(&mut self, kind: UnitKind, first: usize, belongs: impl Fn(usize) -> bool) -> usize {
        let rest = first + 1..self.text.line_count();
        let end = rest.take_while(|line| !is_blank(self.text, *line) && belongs(*line)).last().unwrap_or(first) + 1;
        self.path.add_lines(kind, first..end, 0);
        end
    }

    fn title(&mut self, first: usize) -> Option<usize> {
        let line = self.text.line(first);
        if line.starts_with(char::is_whitespace) && adornment(self.text.line(first + 1), 1).is_none() {
            return None;
        }
        if let Some(sign) = adornment(line, 2) {
            let title = self.text.line(first + 1);
            let is_title = !title.trim().is_empty() && adornment(self.text.line(first + 2), 2) == Some(sign);
            if is_title {
                self.heading(first..first + 3, (sign, true), title);
                return Some(first + 3);
            }
            // A row of signs that frames no title is a transition.
            if self.deck == Deck::Rulers && line.trim_end().len() >= 4 {
                self.path.begin(UnitKind::Slide, self.text.line_bytes(first + 1).start, 0, "");
            }
            return (line.trim_end().len() >= 4).then_some(first + 1);
        }
        let least = line.trim().chars().count().min(4);
        let sign = adornment(self.text.line(first + 1), least.max(2))?;
        self.heading(first..first + 2, (sign, false), line);
        Some(first + 2)
    }

    fn heading(&mut self, lines: Range<usize>, style: (char, bool), name: &str) {
        let known = self.styles.iter().position(|known| *known == style);
        let level = known.unwrap_or(self.styles.len());
        if known.is_none() {
            self.styles.push(style);
        }
        let bytes = self.text.span_of_lines(lines).bytes;
        let level = outline_path::level(level);
        match self.deck {
            _ if self.slide_end.is_some() => self.path.heading_on_slide(bytes, SLIDE_LEVEL, level, name),
            Deck::Rulers => self.path.heading_on_slide(bytes, 0, level, name),
            Deck::Headings(deepest) if level <= deepest => {
                // However deep its heading is, a slide ends the one before it.
                self.path.end(bytes.start, 0);
                self.path.slide(bytes, level, name);
            }
            _ => self.path.heading(bytes, level, name),
        }
        self.nesting.leave(0);
    }

    fn bullet(&mut self, first: usize, depth: usize) -> usize {
        let level = self.nesting.enter(depth);
        let rest = first + 1..self.text.line_count();
        let is_more = |line: &usize| {
            let said = self.text.line(*line);
            !said.trim().is_empty() && list_mark(said, BULLETS).is_none() && indent(said) > depth
        };
        let end = rest.take_while(is_more).last().unwrap_or(first) + 1;
        self.path.add_lines(self.kind(UnitKind::Bullet, first), first..end, level);
        self.literal(end, depth)
    }

    fn paragraph(&mut self, first: usize, depth: usize) -> usize {
        let rest = first + 1..self.text.line_count();
        let is_more = |line: &usize| {
            let said = self.text.line(*line).trim();
            !said.is_empty() && !said.starts_with(".. ")
        };
        let end = rest.take_while(is_more).last().unwrap_or(first) + 1;
        if self.text.line(first).trim() != "::" {
            self.path.add_lines(self.kind(UnitKind::Paragraph, first), first..end, 0);
        }
        self.literal(end, depth)
    }

    /// Behind a text that ends in `::`, what is indented is code.
    fn literal(&mut self, end: usize, depth: usize) -> usize {
        if self.text.line(end - 1).trim_end().ends_with("::") { self.body(UnitKind::Code, end, depth) } else { end }
    }

    fn body(&mut self, kind: UnitKind, first: usize, depth: usize) -> usize {
        let end = end_of_indented(self.text, first, depth);
        self.path.add_lines(kind, first..end, 0);
        end
    }

    /// Reads what `..` opens: a label, a substitution, a footnote, a directive or a comment.
    fn explicit(&mut self, first: usize, depth: usize, said: &str) -> usize {
        let rest = said.trim_start_matches("..").trim();
        let end = || end_of_indented(self.text, first + 1, depth);
        if let Some(label) = label(rest) {
            let end = end();
            let bytes = self.text.span_of_lines(first..end).bytes;
            self.path.add_member(UnitKind::Link, bytes, "labels", &label);
            return end;
        }
        let Some((name, argument)) = rest.split_once("::").filter(|(name, _)| is_name(name)) else { return end() };
        self.directive(first, depth, (name.trim(), argument.trim()))
    }

    /// Adds the line of a directive: the title of a slide, a note, a file that is taken in, or a text as any.
    fn opening(&mut self, first: usize, depth: usize, (name, argument): (&str, &str)) {
        let line = self.text.line_bytes(first);
        let is_deck = self.deck != Deck::No;
        if is_deck && name == "revealjs-break" {
            self.path.end(line.start, 0);
            self.path.begin(UnitKind::Slide, line.start, 0, argument);
        } else if is_deck && matches!(name, "slide" | "nextslide" | "revealjs") {
            self.path.begin(UnitKind::Slide, line.start, SLIDE_LEVEL, argument);
            if !argument.is_empty() {
                self.path.add_heading(line, SLIDE_LEVEL, argument);
            }
            let end = end_of_indented(self.text, first + 1, depth);
            self.slide_end = (name != "nextslide").then_some(end);
        } else if is_deck && NOTES.contains(&name) {
            self.notes = Some(end_of_indented(self.text, first + 1, depth));
            if !argument.is_empty() {
                let start = self.text.as_str()[line.clone()].find("::").map_or(line.start, |at| line.start + at + 2);
                self.path.add(UnitKind::Note, start..line.end, 0);
            }
        } else if name == "include" && !argument.is_empty() {
            self.path.add_member(UnitKind::Import, line, "includes", argument.trim_start_matches("./"));
        } else if SINCE.contains(&name) && !argument.contains(char::is_whitespace) {
            // A version alone is no sentence; what changed stands below.
        } else if !argument.is_empty() && !CODE.contains(&name) {
            self.path.add_lines(UnitKind::Paragraph, first..first + 1, 0);
        }
    }

    fn directive(&mut self, first: usize, depth: usize, (name, argument): (&str, &str)) -> usize {
        self.opening(first, depth, (name, argument));
        let options = (first + 1..self.text.line_count()).take_while(|line| {
            let said = self.text.line(*line);
            is_field(said.trim()) && indent(said) > depth
        });
        let body = options.last().map_or(first + 1, |line| line + 1);
        if CODE.contains(&name) {
            let end = end_of_indented(self.text, body, depth);
            self.path.add_lines(UnitKind::Code, body..end.max(body), 0);
            return end;
        }
        if LINKS.contains(&name) {
            let end = end_of_indented(self.text, body, depth);
            let list = self.path.path_to(name);
            for line in body..end {
                let said = self.text.line(line).trim().to_owned();
                self.path.add_member(UnitKind::Entry, self.text.line_bytes(line), &list, &said);
            }
            return end;
        }
        body
    }
}

/// `:name: value`, but no role such as `:ref:` followed by a backquote.
fn is_field(said: &str) -> bool {
    let Some((name, value)) = said.strip_prefix(':').and_then(|rest| rest.split_once(':')) else { return false };
    !name.trim().is_empty() && !name.starts_with(char::is_whitespace) && (value.is_empty() || value.starts_with(' '))
}

fn is_name(name: &str) -> bool {
    let is_letter = |letter: char| letter.is_alphanumeric() || matches!(letter, '-' | '_' | ':' | '.' | '+');
    !name.is_empty() && name.trim_end().chars().all(is_letter)
}

/// Returns what a definition defines: `_label`, `|name|`, `[note]`; white space and case do not count in it.
fn label(rest: &str) -> Option<String> {
    let folded = |name: &str| name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    if let Some(name) = rest.strip_prefix('_').filter(|name| !name.starts_with('_')) {
        let name = name.strip_prefix('`').and_then(|name| name.split("`:").next()).or_else(|| target(name))?;
        return Some(folded(name));
    }
    let (open, close) = [('|', '|'), ('[', ']')].into_iter().find(|(open, _)| rest.starts_with(*open))?;
    let (name, _) = rest[1..].split_once(close)?;
    // Numbers that the program chooses itself may stand any number of times.
    (!name.is_empty() && name != "#" && name != "*").then(|| format!("{open}{}{close}", folded(name)))
}

/// Returns the name before the colon that ends it; a colon inside a name is escaped.
fn target(name: &str) -> Option<&str> {
    let ends = name.match_indices(':').map(|(at, _)| at);
    let mut ends =
        ends.filter(|at| !name[..*at].ends_with('\\') && name[at + 1..].chars().next().is_none_or(char::is_whitespace));
    ends.next().map(|at| &name[..at]).filter(|name| !name.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use super::super::outline_path::laws;
    use super::*;
    use proptest::prelude::*;

    fn told(text: &str) -> Vec<String> {
        let source = Source::lines("a.rst", text);
        let units = read(&source).units;
        laws::hold(&source, &units);
        laws::told(&source, &units).into_iter().filter(|unit| !unit.starts_with("section")).collect()
    }

    #[test]
    fn blocks() {
        let cases: &[(&str, &[&str])] = &[
            (
                "=====\nGuide\n=====\n\nIntro\n-----\nA first\nparagraph.\n",
                &[
                    "heading0 ===== Guide ===== in ",
                    "heading1 Intro ----- in Guide",
                    "paragraph0 A first paragraph. in Guide/Intro",
                ],
            ),
            (
                "Was\n---\n\n~~~~\n\nIs\n===\n\nNow\n---\n",
                &["heading0 Was --- in ", "heading1 Is === in Was", "heading0 Now --- in "],
            ),
            (
                "* one\n  more\n\n  - deep\n  - deeper\n\n1. two\n",
                &[
                    "bullet0 * one more in list",
                    "bullet1 - deep in list",
                    "bullet1 - deeper in list",
                    "bullet0 1. two in list",
                ],
            ),
            (
                ".. _setup-label:\n\n.. |v| replace:: 1.2\n.. [1] See there.\n",
                &[
                    "link0 .. _setup-label: (setup-label) in labels",
                    "link0 .. |v| replace:: 1.2 (|v|) in labels",
                    "link0 .. [1] See there. ([1]) in labels",
                ],
            ),
            (".. a comment\n   of two lines\n\nText.\n", &["paragraph0 Text. in "]),
            (".. versionadded:: 2.7\n\nText.\n", &["paragraph0 Text. in "]),
            (
                ".. code-block:: sh\n   :linenos:\n\n   make\n\n   run\n\nAfter.\n",
                &["code0 make run in ", "paragraph0 After. in "],
            ),
            (
                ".. note:: Mind\n\n   the gap.\n\nRun::\n\n  ls\n",
                &["paragraph0 .. note:: Mind in ", "paragraph0 the gap. in ", "paragraph0 Run:: in ", "code0 ls in "],
            ),
            (":Author: Anna\n   and Ben\n:Date: today\n", &["key0 :Author: Anna and Ben in ", "key0 :Date: today in "]),
            (
                ".. toctree::\n   :maxdepth: 2\n\n   intro\n   usage\n",
                &["entry0 intro (intro) in toctree", "entry0 usage (usage) in toctree"],
            ),
            (
                "+---+---+\n| a | b |\n+===+===+\n| c | d |\n| e |   |\n+---+---+\n",
                &["table-row0 | a | b | in table", "table-row0 | c | d | | e | | in table"],
            ),
            (
                "===  ===\na    b\n===  ===\nc    d\n     e\nf    g\n===  ===\n\nEnd\n",
                &[
                    "table-row0 a b in table",
                    "table-row0 c d e in table",
                    "table-row0 f g in table",
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
            let source = Source::lines("a.rst", text);
            let units = read(&source).units;
            laws::hold(&source, &units);
            let told = units.iter().filter(|unit| !matches!(unit.kind, UnitKind::Section | UnitKind::Key));
            let told = told.map(|unit| format!("{} {}", unit.kind.name(), unit.place));
            told.collect::<Vec<_>>()
        };
        let directives = ".. slide:: Plan\n   :level: 1\n\n   * a\n\n   .. note:: Smile\n\n      at them\n\nAfter\n\n.. slide::\n\n   b\n";
        let expected = [
            "slide slide 1 › Plan",
            "heading slide 1 › Plan",
            "bullet slide 1 › Plan › bullet 1",
            "note slide 1 › Plan › note 1",
            "note slide 1 › Plan › note 2",
            "paragraph paragraph 1",
            "slide slide 2",
            "paragraph slide 2 › paragraph 1",
        ];
        assert_eq!(places(directives), expected);
        let rulers = ":data-x: r1\n\n----\n\nPlan\n====\n\n.. include:: a.txt\n\n----\n\nwords\n";
        let expected = [
            "slide slide 1 › Plan",
            "heading slide 1 › Plan",
            "import slide 1 › Plan › a.txt",
            "slide slide 2",
            "paragraph slide 2 › paragraph 1",
        ];
        assert_eq!(places(rulers), expected);
        let headings =
            "Talk\n====\n\nby us\n\nPlan\n----\n\nwords\n\nMore\n~~~~\n\n* a\n\n.. revealjs-break::\n\n* b\n";
        let expected = [
            "slide slide 1 › Talk",
            "heading slide 1 › Talk",
            "paragraph slide 1 › Talk › paragraph 1",
            "slide slide 2 › Plan",
            "heading slide 2 › Plan",
            "paragraph slide 2 › Plan › paragraph 1",
            "slide slide 3 › More",
            "heading slide 3 › More",
            "bullet slide 3 › More › bullet 1",
            "slide slide 4",
            "bullet slide 4 › bullet 1",
        ];
        assert_eq!(places(headings), expected);
        let shows = ".. include:: <s5defs.txt>\n\nTalk\n====\n\nPlan\n----\n\nPart\n~~~~\n\nwords\n";
        let told =
            |text: &str| places(text).into_iter().filter(|unit| unit.starts_with("slide") || unit.starts_with("p"));
        let expected =
            ["slide slide 1 › Talk", "slide slide 2 › Plan", "paragraph slide 2 › Plan › Part › paragraph 1"];
        assert_eq!(told(shows).collect::<Vec<_>>(), expected);
        let untitled = ".. include:: <s5defs.txt>\n\nby us\n\nOne\n===\n\nTwo\n===\n\nPart\n----\n\nwords\n";
        let expected = [
            "paragraph paragraph 1",
            "slide slide 2 › One",
            "slide slide 3 › Two",
            "paragraph slide 3 › Two › Part › paragraph 1",
        ];
        assert_eq!(told(untitled).collect::<Vec<_>>(), expected);
    }

    proptest! {
        #[test]
        fn spans_lie_in_the_text_and_in_order(
            parts in prop::collection::vec(prop::sample::select(vec![
                "Title\n", "====\n", "----\r\n", "\n", "\r\n", "* a\n", "  - b\n", "1. c\n", ".. _x:\n", ".. _\n", ".. |é| replace:: y\n", "..\n",
                ".. code::\n", "   body\n", "text::\n", ":a: b\n", "+--+\n", "| c |\n", "==  ==\n", "a   b\n", ">>> 1\n", "\t", " ", "é", ".. [#] x\n", "::\n", ":",
                ".. slide:: é\n", ".. slide::\n", ".. note:: n\n", ".. nextslide::\n", ":data-x: 1\n", ".. revealjs\n", ".. include:: a\n",
            ]), 0..40),
        ) {
            let source = Source::lines("a.rst", parts.concat());
            laws::hold(&source, &read(&source).units);
        }
    }
}
