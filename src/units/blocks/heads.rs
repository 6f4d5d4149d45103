//! What heads call what they open: names, titles, parameters that tell overloads apart.
//!
//! Not here: what stands in it (`braces`).

use super::dialect::{Dialect, Head, Overloads, Shape};
use super::found::Opens;
use super::words::Words;
use crate::units::unit::TokenClass;

/// A name and the parameters behind it are sought among so many words.
const MAX_HEAD: usize = 200;
/// What no name behind a head is.
const NO_NAMES: &[&str] = &["class", "interface", "func", "fun", "in", "is", "as", "if", "for", "while"];
/// What may be given without a name, once.
const NAMELESS: &str = "companion";

/// What a head calls what it opens.
pub(super) struct Named {
    pub name: String,
    pub identity: Option<String>,
    pub opens: Opens,
    /// The last word of the head.
    pub last: usize,
}

/// Reads the name behind a head.
pub(super) fn named(words: &Words<'_>, at: usize, head: &Head, dialect: &Dialect) -> Option<Named> {
    match head.shape {
        Shape::Name | Shape::Worded => plain(words, at, head),
        Shape::Call => call(words, at, dialect.overloads),
        Shape::Own => own(words, at, dialect.overloads),
        Shape::Titled => words.is_string(at + 1).then(|| {
            let title = words.get(at + 1).to_owned();
            Named { identity: Some(title.clone()), opens: Opens::Own(title.clone()), name: title, last: at + 1 }
        }),
        Shape::Line => line(words, at),
        Shape::Again => again(words, at),
        Shape::Through => {
            let opens = Opens::Shared(String::new());
            words.is_name(at + 1).then_some(Named { name: String::new(), identity: None, opens, last: at + 1 })
        }
    }
}

fn plain(words: &Words<'_>, at: usize, head: &Head) -> Option<Named> {
    // What extends a type bears its name: `val List<Int>.total`.
    let mut last = past_angles(words, at + 1);
    if at > 0 && words.get(at - 1) == NAMELESS && matches!(words.get(last), "{" | ":") {
        let (name, opens) = (NAMELESS.to_owned(), Opens::Own(NAMELESS.to_owned()));
        return Some(Named { identity: Some(name.clone()), opens, name, last: at });
    }
    if !words.is_name(last) || NO_NAMES.contains(&words.get(last)) {
        return None;
    }
    let first = last;
    while words.get(past_angles(words, last + 1)) == "." && words.is_name(past_angles(words, last + 1) + 1) {
        last = past_angles(words, last + 1) + 1;
    }
    let own = words.said(first, last);
    let name = words.get(last).trim_matches('`').to_owned();
    let identity = if head.shape == Shape::Worded { format!("{} {own}", head.word) } else { own };
    Some(Named { opens: Opens::Own(identity.clone()), name, identity: Some(identity), last })
}

/// A function: its name stands before its parameters.
fn call(words: &Words<'_>, at: usize, overloads: Overloads) -> Option<Named> {
    let first = past_angles(words, at + 1);
    let open = (first..first + MAX_HEAD).find(|at| matches!(words.get(*at), "(" | "{" | "=" | ":" | ";" | ""))?;
    let name = open.checked_sub(1).filter(|_| open > first)?;
    if words.get(open) != "(" {
        let name = words.get(first).to_owned();
        let is_name = words.is_name(first) && !NO_NAMES.contains(&name.as_str());
        return is_name.then(|| Named {
            identity: Some(name.clone()),
            opens: Opens::Own(name.clone()),
            name,
            last: first,
        });
    }
    // A generic name: `name<T>(`, `name[T](`.
    let name = (first..=name).rev().find(|at| words.is_name(*at) && !within_brackets(words, first, *at))?;
    let own = words.said(first, name);
    let identity = format!("{own}{}", parameters(words, open, overloads));
    let name = words.get(name).trim_matches('`').to_owned();
    Some(Named { opens: Opens::Own(identity.clone()), name, identity: Some(identity), last: words.close(open) })
}

/// Tells whether a word stands in brackets that open behind another one.
fn within_brackets(words: &Words<'_>, first: usize, at: usize) -> bool {
    let mut angles = 0_i32;
    for before in first..at {
        match words.get(before) {
            "<" => angles += 1,
            ">" => angles -= 1,
            "[" if words.close(before) > at => return true,
            _ => {}
        }
    }
    angles > 0
}

fn own(words: &Words<'_>, at: usize, overloads: Overloads) -> Option<Named> {
    let open = if words.get(at + 1) == "(" { at + 1 } else { at + 2 };
    let fits = words.get(open) == "(" && (open == at + 1 || matches!(words.get(at + 1), "?" | "!"));
    let name = words.get(at).to_owned();
    let identity = format!("{name}{}", parameters(words, open, overloads));
    let opens = Opens::Own(identity.clone());
    fits.then(|| Named { opens, name, identity: Some(identity), last: words.close(open) })
}

fn line(words: &Words<'_>, at: usize) -> Option<Named> {
    let is_last = |at: &usize| *at + 1 >= words.len() || words.begins_line(at + 1) || words.get(*at) == ";";
    let last = (at + 1..at + MAX_HEAD).find(is_last)?;
    let said = words.said(at + 1, last);
    let name = said.trim_end_matches(';').trim().to_owned();
    let fits = !words.begins_line(at + 1) && words.begins_line(at) && !name.is_empty();
    fits.then(|| Named { identity: Some(name.clone()), opens: Opens::Nothing, name, last })
}

fn again(words: &Words<'_>, at: usize) -> Option<Named> {
    let open = (at + 1..at + MAX_HEAD).find(|at| matches!(words.get(*at), "{" | ""))?;
    let name = words.said(at + 1, open.checked_sub(1)?);
    let opens = Opens::Shared(format!("{} {name}", words.get(at)));
    (words.is_name(at + 1) && words.get(open) == "{").then_some(Named { name, identity: None, opens, last: open - 1 })
}

/// Returns the word behind angle brackets that open at a word, or the word itself.
fn past_angles(words: &Words<'_>, at: usize) -> usize {
    if words.get(at) != "<" {
        return at;
    }
    let mut open = 0_usize;
    for inner in at..at + MAX_HEAD {
        match words.get(inner) {
            "<" => open += 1,
            ">" => open -= 1,
            "" | "{" | "}" | ";" => return at,
            _ => {}
        }
        if open == 0 {
            return inner + 1;
        }
    }
    at
}

/// Returns what of the parameters tells two functions of one name apart.
pub(super) fn parameters(words: &Words<'_>, open: usize, overloads: Overloads) -> String {
    let close = words.close(open);
    if overloads == Overloads::No {
        return String::new();
    }
    let mut parts = Vec::new();
    let (mut first, mut at, mut angles) = (open + 1, open + 1, 0_i32);
    while at <= close && at < open + 1 + MAX_HEAD {
        match words.get(at) {
            "<" => angles += 1,
            ">" => angles -= 1,
            "," if angles <= 0 => {
                parts.push((first, at));
                first = at + 1;
            }
            _ => {}
        }
        at = if at < close { words.close(at) + 1 } else { at + 1 };
    }
    if first < close {
        parts.push((first, close));
    }
    let types = parts
        .into_iter()
        .filter(|(first, end)| first < end)
        .map(|(first, end)| parameter(words, first, end, overloads));
    format!("({})", types.collect::<Vec<_>>().join(","))
}

/// Returns the type of a parameter, the last word left out of the range.
fn parameter(words: &Words<'_>, first: usize, end: usize, overloads: Overloads) -> String {
    let at_top = |sign: &str| {
        let mut at = first;
        while at < end && words.get(at) != sign {
            at = words.close(at) + 1;
        }
        (at < end).then_some(at)
    };
    let end = at_top("=").unwrap_or(end);
    let said =
        |from: usize, to: usize| if from < to { words.said(from, to - 1).replace(' ', "") } else { String::new() };
    match (overloads, at_top(":").filter(|colon| *colon < end)) {
        (Overloads::Labels, Some(colon)) => format!("{}:{}", words.get(first), said(colon + 1, end)),
        (Overloads::After, Some(colon)) => said(colon + 1, end),
        (Overloads::Before, _) => {
            let is_chosen = |at: usize| words.list.get(at).is_some_and(|word| word.class == TokenClass::Identifier);
            let has_name = end > first + 1 && is_chosen(end - 1);
            said(first, if has_name { end - 1 } else { end })
        }
        _ => said(first, end),
    }
}
