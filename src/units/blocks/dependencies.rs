//! Reads what projects take in, one a line: `implementation 'group:name:1.0'`, `gem 'name'`, modules of Go.
//!
//! Not here: dependencies in files with a grammar or made of elements.

use super::found::{Found, Opens};
use super::makefile::bytes;
use super::words::Words;
use crate::source::Text;
use crate::units::unit::UnitKind;

/// Words that take in a package by its name in the files of a tool.
const TAKING: &[&str] = &["gem", "pod", "brew", "cask", "tap", "mas"];

/// The dependencies of a build of Gradle. What is taken in for another use is another dependency.
pub(super) fn gradle(words: &Words<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    for at in 0..words.len() {
        if words.get(at) == "{" && words.close(at) > at {
            found.extend(gradle_block(words, at));
        }
        let string = match words.get(at + 1) {
            "(" => at + 2,
            _ => at + 1,
        };
        if !words.is_name(at)
            || !words.begins_line(at)
            || !words.is_string(string)
            || words.line(string) != words.line(at)
        {
            continue;
        }
        let coordinate = words.get(string).trim_matches(['"', '\'']);
        let mut parts = coordinate.split(':');
        let (Some(group), Some(name), Some(_)) = (parts.next(), parts.next(), parts.next()) else { continue };
        let is_word = |part: &str| !part.is_empty() && !part.contains(char::is_whitespace);
        if is_word(group) && is_word(name) {
            let last = if words.get(at + 1) == "(" { words.close(at + 1) } else { string };
            let name = format!("{} {group}:{name}", words.get(at));
            found.push(Found::named(UnitKind::Entry, words.bytes(at, last), &name));
        }
    }
    found
}

/// A block of a build: what stands before its bracket on the line.
fn gradle_block(words: &Words<'_>, open: usize) -> Option<Found> {
    let mut first = open;
    while first > 0 && !words.begins_line(first) && open - first < 8 {
        first -= 1;
    }
    let label = words.said(first, open.checked_sub(1)?);
    if (first..open).any(|at| words.is_string(at) && words.get(at).contains(':')) {
        return None;
    }
    let opens = if label == "dependencies" { Opens::Shared(label) } else { Opens::Own(label) };
    (first < open).then(|| Found::holder(words.bytes(first, words.close(open)), opens))
}

/// The packages of a Gemfile and its relatives. The group is the line above that is less indented.
pub(super) fn gems(text: &Text) -> Vec<Found> {
    let mut found = Vec::new();
    for line in 0..text.line_count() {
        let said = text.line(line).trim();
        let Some((word, rest)) = said.split_once([' ', '(']).filter(|(word, _)| TAKING.contains(word)) else {
            continue;
        };
        let rest = rest.trim_start_matches(['(', ' ']);
        let Some(quote) = rest.chars().next().filter(|quote| matches!(quote, '"' | '\'')) else { continue };
        let Some(name) = rest[1..].split(quote).next().filter(|name| !name.is_empty()) else { continue };
        let name = format!("{word} {name}");
        found.push(Found::named(UnitKind::Entry, bytes(text, line, line + 1), &name));
    }
    found
}

/// The modules of a `go.mod` or `go.work`: each is required once, replaced once in each version.
pub(super) fn modules(text: &Text) -> Vec<Found> {
    let mut found = Vec::new();
    let mut block: Option<(usize, String)> = None;
    for line in 0..text.line_count() {
        let said = text.line(line).split("//").next().unwrap_or_default().trim();
        let words: Vec<&str> = said.split_whitespace().collect();
        match (&block, words.as_slice()) {
            (_, []) => {}
            (Some((first, verb)), [")"]) => {
                found.push(Found::holder(bytes(text, *first, line + 1), Opens::Shared(verb.clone())));
                block = None;
            }
            (None, [verb, "("]) => block = Some((line, (*verb).to_owned())),
            (Some((_, verb)), rest) => found.push(module(text, line, verb, rest)),
            (None, [verb @ ("require" | "replace" | "use"), rest @ ..]) if !rest.is_empty() => {
                let (one, whole) = (module(text, line, verb, rest), bytes(text, line, line + 1));
                found.extend([Found::holder(whole, Opens::Shared((*verb).to_owned())), one]);
            }
            _ => {}
        }
    }
    found
}

fn module(text: &Text, line: usize, verb: &str, words: &[&str]) -> Found {
    let name = match verb {
        "require" | "use" | "tool" => words.first().copied().unwrap_or_default().to_owned(),
        "replace" => words.iter().take_while(|word| **word != "=>").copied().collect::<Vec<_>>().join(" "),
        _ => words.join(" "),
    };
    Found::named(UnitKind::Entry, bytes(text, line, line + 1), &name)
}
