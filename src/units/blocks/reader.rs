//! What is under way while a text with brackets is read: its words, what was found, what waits; and where a statement
//! begins and ends.
//!
//! Not here: what the words mean (`braces`, `functions`, `keys`).

use super::dialect::{Dialect, Inside};
use super::found::Found;
use super::words::Words;
use crate::source::Text;
use crate::units::line::indent;

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

impl Reader<'_> {
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
    pub(super) fn ends_line(&self, at: usize) -> bool {
        let is_annotation = || self.words.get(self.first_of(at, at.saturating_sub(MAX_ANNOTATION))) == "@";
        self.words.begins_line(at + 1) && !self.joins(at, at + 1) && !is_annotation()
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
}
