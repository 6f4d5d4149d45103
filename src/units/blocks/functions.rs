//! Functions that no word announces: `bool isExpired(DateTime now) { … }`, `int get size => 3;`.
//!
//! Not here: functions behind a word (`heads`).

use super::dialect::Bare;
use super::found::{Found, Opens};
use super::heads;
use super::reader::{Level, Reader};
use super::words::Words;
use crate::units::unit::UnitKind;

/// Words before brackets that call nothing.
const CONTROL: &[&str] = &[
    "if",
    "for",
    "while",
    "switch",
    "catch",
    "when",
    "foreach",
    "using",
    "lock",
    "synchronized",
    "with",
    "return",
    "new",
    "assert",
    "throw",
    "else",
    "do",
    "try",
    "version",
    "scope",
    "static_assert",
    "layout",
    "super",
    "this",
];

/// Reads the function whose body begins at a bracket or an arrow, if what stands before says so; returns the word behind.
pub(super) fn bare(reader: &mut Reader<'_>, at: usize, begin: usize, level: Level) -> Option<usize> {
    let words = reader.words;
    if reader.dialect.bare == Bare::No || !matches!(words.get(at), "{" | "=>") {
        return None;
    }
    let (name, open) = head(words, begin, at)?;
    if reader.dialect.bare == Bare::Typed && name == begin {
        return None;
    }
    let first_name = dotted(words, name, begin);
    let own = words.said(first_name, name);
    let mark = name.checked_sub(1).map(|before| words.get(before)).filter(|word| matches!(*word, "get" | "set"));
    let signature = open.map(|open| heads::parameters(words, open, reader.dialect.overloads)).unwrap_or_default();
    let identity = format!("{}{own}{signature}", mark.map(|mark| format!("{mark} ")).unwrap_or_default());
    let last = match words.get(at) {
        "{" => words.close(at),
        _ => (at..level.to).find(|at| words.get(*at) == ";").unwrap_or(at),
    };
    let first = reader.first_of(name, begin);
    let kind = if level.is_top { UnitKind::Function } else { UnitKind::Method };
    let found = Found::named(kind, words.bytes(first, last), &own);
    let opens = Opens::Own(identity.clone());
    reader.found.push(found.identified(Some(identity)).opening(opens).of_sort("function"));
    Some(last + 1)
}

/// Finds the name of a function and the bracket of its parameters in what stands before its body.
fn head(words: &Words<'_>, begin: usize, body: usize) -> Option<(usize, Option<usize>)> {
    let mut at = begin;
    while at < body {
        match words.get(at) {
            // An annotation and what it is given.
            "@" => at = if words.get(at + 2) == "(" { words.close(at + 2) + 1 } else { at + 2 },
            "get" if words.is_name(at + 1) && at + 2 == body => return Some((at + 1, None)),
            "=" | "=>" | ";" => return None,
            "(" => {
                let name = at.checked_sub(1).filter(|name| *name >= begin)?;
                let fits = words.is_name(name) && !CONTROL.contains(&words.get(name));
                return fits.then_some((name, Some(at)));
            }
            _ => at = words.close(at) + 1,
        }
    }
    None
}

/// Returns the first word of a name with dots.
fn dotted(words: &Words<'_>, name: usize, begin: usize) -> usize {
    let mut first = name;
    while first >= begin + 2 && words.get(first - 1) == "." && words.is_name(first - 2) {
        first -= 2;
    }
    first
}
