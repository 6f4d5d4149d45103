//! Reads languages with brackets by the words that open something, told by a dialect; it never fails, because it passes
//! over what it does not know.
//!
//! Not here: the languages (`dialects`), what stands in data (`keys`), names and parameters (`heads`).

use super::dialect::{Bare, Dialect, Inside};
use super::found::{Found, Opens};
use super::heads::{self, Named};
use super::words::Words;
use super::{functions, keys};
use crate::source::Text;
use crate::units::unit::UnitKind;

/// Words before a head that say that it goes on with another one.
const CONTINUING: &[&str] = &["extend", "partial", "actual", "augment"];
/// What stands right before a word that is no head there.
const NO_HEAD_BEHIND: &[&str] = &[".", "::", "?.", "=", ":", "->", "(", ",", "new", "return", "as", "is"];
/// A word at the end or the beginning of a line that makes two lines one.
const JOINING: &[&str] = &[
    "=",
    ":",
    ",",
    "->",
    "=>",
    "+",
    "-",
    "*",
    "/",
    "|",
    "||",
    "&&",
    "&",
    "?",
    "?:",
    ".",
    "?.",
    "==",
    "!=",
    "<",
    ">",
    "<=",
    ">=",
    "|>",
    "and",
    "or",
    "where",
    "throws",
    "extends",
    "implements",
    "with",
    "by",
    "else",
    "(",
    "[",
    "{",
];

/// An annotation has so many words at most.
const MAX_ANNOTATION: usize = 100;

/// What is being read.
pub(super) struct Reader<'a> {
    pub text: &'a Text,
    pub words: &'a Words<'a>,
    pub dialect: &'static Dialect,
    pub found: Vec<Found>,
    pub waiting: Vec<Level>,
}

/// A stretch of words that is to be read, the last one left out.
#[derive(Debug, Clone, Copy)]
pub(super) struct Level {
    pub from: usize,
    pub to: usize,
    pub inside: Inside,
    pub is_top: bool,
}

/// Reads a text in a dialect.
pub(super) fn read(text: &Text, words: &Words<'_>, dialect: &'static Dialect) -> Vec<Found> {
    let top = Level { from: 0, to: words.len(), inside: dialect.top, is_top: true };
    let mut reader = Reader { text, words, dialect, found: Vec::new(), waiting: vec![top] };
    while let Some(level) = reader.waiting.pop() {
        match level.inside {
            Inside::Nothing => {}
            Inside::Keys(ends) => keys::read(&mut reader, level, ends),
            _ => reader.members(level),
        }
    }
    reader.found
}

impl Reader<'_> {
    /// Reads what heads open, and what stands between them.
    fn members(&mut self, level: Level) {
        let (mut at, mut begin) = (level.from, level.from);
        while at < level.to {
            if let Some(next) = self.head(at, begin, level) {
                (at, begin) = (next.max(at + 1), next.max(at + 1));
                continue;
            }
            if let Some(next) = self.slot(at, begin, level) {
                (at, begin) = (next.max(at + 1), next.max(at + 1));
                continue;
            }
            if let Some(next) = functions::bare(self, at, begin, level) {
                (at, begin) = (next.max(at + 1), next.max(at + 1));
                continue;
            }
            let closed = self.words.close(at);
            let ends = self.words.get(at) == ";"
                || closed > at && self.words.get(at) == "{"
                || self.dialect.bare != Bare::Any && self.ends_line(closed);
            at = closed + 1;
            if ends {
                begin = at;
            }
        }
    }

    /// Reads what a head opens; returns the word behind it.
    fn head(&mut self, at: usize, begin: usize, level: Level) -> Option<usize> {
        let word = self.words.get(at);
        let head = self.dialect.heads.iter().find(|head| head.word == word)?;
        let before = if at > begin { self.words.get(at - 1) } else { "" };
        if NO_HEAD_BEHIND.contains(&before) && !self.words.begins_line(at) {
            return None;
        }
        let named = heads::named(self.words, at, head, self.dialect)?;
        let (body, last) = match head.shape {
            super::dialect::Shape::Line => (None, named.last),
            _ => self.tail(named.last, level.to),
        };
        let first = self.first_of(at, begin);
        let goes_on = (first..at).any(|at| CONTINUING.contains(&self.words.get(at)));
        let is_test = (first..at).any(|at| self.words.get(at) == "Test");
        let kind = match head.kind {
            UnitKind::Function if is_test => UnitKind::Test,
            UnitKind::Function if !level.is_top => UnitKind::Method,
            UnitKind::Declaration if !level.is_top => UnitKind::Member,
            kind => kind,
        };
        let Named { name, identity, opens, .. } = named;
        let opens = if goes_on { Opens::Shared(name.clone()) } else { opens };
        let found = Found::named(kind, self.words.bytes(first, last), &name);
        let only_holds = head.shape == super::dialect::Shape::Through;
        let identity = identity.filter(|_| !goes_on);
        self.found.push(Found { only_holds, ..found.identified(identity).opening(opens).of_sort(head.word) });
        let (from, to) = body.unwrap_or((named.last + 1, last + 1));
        if from < to && to <= self.words.len() {
            self.waiting.push(Level { from, to, inside: head.inside, is_top: false });
        }
        Some(last + 1)
    }

    /// Returns the body in brackets behind a head, if there is one, and the last word of what the head opens.
    pub(super) fn tail(&self, head: usize, to: usize) -> (Option<(usize, usize)>, usize) {
        let mut at = head;
        while at + 1 < to {
            let next = at + 1;
            let starts = self.words.begins_line(next) && !self.joins(at, next);
            match self.words.get(next) {
                "{" => return (Some((next + 1, self.words.close(next))), self.words.close(next)),
                ";" => return (None, next),
                "}" | ")" | "]" => return (None, at),
                _ if starts => return (None, self.indented(head, at, to)),
                _ => at = self.words.close(next),
            }
        }
        (None, at.min(to.saturating_sub(1)))
    }

    /// Tells whether two words at a break of lines belong to one statement.
    fn joins(&self, last: usize, next: usize) -> bool {
        JOINING.contains(&self.words.get(last)) || JOINING.contains(&self.words.get(next))
    }

    /// What stands deeper than the line of a head belongs to it.
    fn indented(&self, head: usize, last: usize, to: usize) -> usize {
        let depth = indent(self.text.line(self.words.line(head)));
        let mut last = last;
        while last + 1 < to && indent(self.text.line(self.words.line(last + 1))) > depth {
            last += 1;
        }
        last
    }

    /// Returns the first word of the statement that a head is in: on its line, and the annotations above.
    pub(super) fn first_of(&self, at: usize, begin: usize) -> usize {
        let first_on_line = |mut at: usize| {
            while at > begin && !self.words.begins_line(at) {
                at -= 1;
            }
            at
        };
        let mut first = first_on_line(at);
        while first > begin {
            let above = first_on_line(first - 1);
            let next_line = self.words.line(above) + 1 >= self.words.line(first);
            if self.words.get(above) != "@" || !next_line {
                break;
            }
            first = above;
        }
        first
    }

    /// Tells whether a statement may end behind a word: with the line.
    fn ends_line(&self, at: usize) -> bool {
        let is_annotation = || self.words.get(self.first_of(at, at.saturating_sub(MAX_ANNOTATION))) == "@";
        self.words.begins_line(at + 1) && !self.joins(at, at + 1) && !is_annotation()
    }

    /// Reads a field, a column, a slot or a value; returns the word behind it.
    fn slot(&mut self, at: usize, begin: usize, level: Level) -> Option<usize> {
        let (kind, name, last) = match level.inside {
            Inside::Fields if at == begin => self.field(at, level.to)?,
            Inside::Columns if self.words.begins_line(at) => self.column(at, level.to)?,
            Inside::Values if self.words.is_name(at) => (UnitKind::EnumEntry, at, self.value_end(at, level.to)),
            Inside::Slots if at == begin => self.numbered(at, level.to)?,
            _ => return None,
        };
        let found = Found::named(kind, self.words.bytes(at, last), self.words.get(name));
        self.found.push(found);
        Some(last + 1)
    }

    /// `name: Type`, `name(argument: Type): Type`.
    fn field(&self, at: usize, to: usize) -> Option<(UnitKind, usize, usize)> {
        let behind = if self.words.get(at + 1) == "(" { self.words.close(at + 1) + 1 } else { at + 1 };
        let is_field = self.words.is_name(at) && self.words.get(behind) == ":" && behind + 1 < to;
        is_field.then(|| (UnitKind::Member, at, self.line_end(behind + 1, to)))
    }

    /// `name Type @mark`.
    fn column(&self, at: usize, to: usize) -> Option<(UnitKind, usize, usize)> {
        let last = self.line_end(at, to);
        let kind = if last == at { UnitKind::EnumEntry } else { UnitKind::Member };
        self.words.is_name(at).then_some((kind, at, last))
    }

    /// `Type name = 1;`
    fn numbered(&self, at: usize, to: usize) -> Option<(UnitKind, usize, usize)> {
        let mut last = at;
        let mut equals = None;
        while last < to && self.words.get(last) != ";" {
            match self.words.get(last) {
                "{" => return None,
                "=" if equals.is_none() => equals = Some(last),
                _ => {}
            }
            last = self.words.close(last) + 1;
        }
        let name = equals?.checked_sub(1).filter(|name| *name >= at && self.words.is_name(*name))?;
        let is_option = matches!(self.words.get(at), "option" | "reserved" | "extensions" | "syntax" | "edition");
        let kind = if name == at { UnitKind::EnumEntry } else { UnitKind::Member };
        (last < to && !is_option).then_some((kind, name, last))
    }

    /// Returns the last word of a line and of the brackets that open in it.
    pub(super) fn line_end(&self, at: usize, to: usize) -> usize {
        let mut last = self.words.close(at);
        while last + 1 < to && !(self.words.begins_line(last + 1) && !self.joins(last, last + 1)) {
            if matches!(self.words.get(last + 1), ";" | ",") {
                return last + 1;
            }
            last = self.words.close(last + 1);
        }
        last
    }

    fn value_end(&self, at: usize, to: usize) -> usize {
        let ends = |next: usize| self.words.begins_line(next) || matches!(self.words.get(next), "," | ";" | "}");
        (at..to).find(|last| *last + 1 >= to || ends(last + 1)).unwrap_or(at)
    }
}

/// How far a line is indented.
pub(super) fn indent(line: &str) -> usize {
    line.chars().take_while(|letter| letter.is_whitespace()).map(|letter| if letter == '\t' { 4 } else { 1 }).sum()
}
