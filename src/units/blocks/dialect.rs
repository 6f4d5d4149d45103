//! What the reader of brackets must know of a language: how its words look, and which words open what.
//!
//! Not here: the languages (`dialects`), the reading (`braces`).

use super::words::Syntax;
use crate::units::unit::UnitKind;

/// A language with brackets.
#[derive(Debug)]
pub(super) struct Dialect {
    pub syntax: Syntax<'static>,
    /// The words that open something.
    pub heads: &'static [Head],
    /// What stands at the top of a file.
    pub top: Inside,
    /// Whether functions are told by their brackets alone.
    pub bare: Bare,
    /// What tells two functions of one name apart.
    pub overloads: Overloads,
}

/// A word that opens something.
#[derive(Debug)]
pub(super) struct Head {
    pub word: &'static str,
    pub kind: UnitKind,
    pub shape: Shape,
    pub inside: Inside,
}

/// How what a head opens is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// By the name that follows.
    Name,
    /// By the name that follows and the word itself: `object Point` beside `class Point`.
    Worded,
    /// By the name that follows, with parameters.
    Call,
    /// By the word itself, with parameters: `init(…)`.
    Own,
    /// By the string that follows: `test "adds"`.
    Titled,
    /// By the rest of the line: an import.
    Line,
    /// By all of its head, and it may be given again: `extension Point: Codable`.
    Again,
    /// By nothing: what stands in it stands in what is around it.
    Through,
}

/// What stands in something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Inside {
    /// Nothing that is read.
    Nothing,
    /// What heads open.
    Members,
    /// `name: Type`, `name(…): Type`, one a line, and what heads open.
    Fields,
    /// `name …`, one a line.
    Columns,
    /// `Type name = 1;` and what heads open.
    Slots,
    /// Names, one a line or parted by commas.
    Values,
    /// `key = value` and `block "label" { … }`.
    Keys(Ends),
}

/// Where the value of a key ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ends {
    /// With its line.
    Line,
    /// With a semicolon.
    Sign,
}

/// Which functions are told by their brackets: `name(…) { … }`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Bare {
    /// None.
    No,
    /// Those with a type or another word before their name.
    Typed,
    /// All.
    Any,
}

/// What tells two functions of one name apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Overloads {
    /// Nothing: there is one of a name.
    No,
    /// The types, behind the names: `name: Type`.
    After,
    /// The types, before the names: `Type name`.
    Before,
    /// The labels and the types: `for name: Type`.
    Labels,
}

/// Makes a line of a table of heads.
pub(super) const fn head(word: &'static str, kind: UnitKind, shape: Shape, inside: Inside) -> Head {
    Head { word, kind, shape, inside }
}
