//! Reads languages with brackets by the words that open something, told by a dialect; it never fails, because it passes
//! over what it does not know.
//!
//! Not here: the languages (`dialects`), what stands in data (`keys`), names and parameters (`heads`), where a statement
//! begins and ends (`reader`).

use super::dialect::{Bare, Dialect, Inside};
use super::found::{Found, Opens};
use super::heads::{self, Named};
use super::reader::{Level, Reader};
use super::words::Words;
use super::{functions, keys};
use crate::source::Text;
use crate::units::unit::UnitKind;

/// Words before a head that say that it goes on with another one.
const CONTINUING: &[&str] = &["extend", "partial", "actual", "augment"];
/// What stands right before a word that is no head there.
const NO_HEAD_BEHIND: &[&str] = &[".", "::", "?.", "=", ":", "->", "(", ",", "new", "return", "as", "is"];
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

    /// `name Type @mark`: a column ends with its line, whatever sign ends that (`String?`).
    fn column(&self, at: usize, to: usize) -> Option<(UnitKind, usize, usize)> {
        let mut last = self.words.close(at);
        while last + 1 < to && !self.words.begins_line(last + 1) {
            last = self.words.close(last + 1);
        }
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

    fn value_end(&self, at: usize, to: usize) -> usize {
        let ends = |next: usize| self.words.begins_line(next) || matches!(self.words.get(next), "," | ";" | "}");
        (at..to).find(|last| *last + 1 >= to || ends(last + 1)).unwrap_or(at)
    }
}
