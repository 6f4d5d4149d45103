//! Reads data in brackets: `key = value`, `block "label" { … }`, lists of entries.
//!
//! Not here: languages with functions (`braces`).

use super::dialect::{Ends, Inside};
use super::found::{Found, Opens};
use super::reader::{Level, Reader};
use crate::units::unit::UnitKind;

/// Blocks that may be given again and again; what stands in them is one whole.
const SHARED: &[&str] = &["locals"];
/// A key in a block that makes it another one: a provider and its alias.
const ALIAS: &str = "alias";
/// A block has so many labels at most.
const MAX_LABELS: usize = 6;

/// Reads a stretch of data.
pub(super) fn read(reader: &mut Reader<'_>, level: Level, ends: Ends) {
    let mut at = level.from;
    while at < level.to {
        let next = block(reader, at, level, ends).or_else(|| key(reader, at, level, ends));
        // Functions around a set and lists in it are no keys; what stands in braces is looked through.
        if next.is_none() && reader.words.get(at) == "{" {
            let inner = Level { from: at + 1, to: reader.words.close(at), inside: Inside::Keys(ends), is_top: false };
            if inner.from < inner.to {
                reader.waiting.push(inner);
            }
        }
        at = next.unwrap_or(reader.words.close(at) + 1).max(at + 1);
    }
}

/// `resource "type" "name" { … }`; returns the word behind it.
fn block(reader: &mut Reader<'_>, at: usize, level: Level, ends: Ends) -> Option<usize> {
    let words = reader.words;
    let begins = words.is_name(at) && (words.begins_line(at) || at == level.from);
    let is_label = |at: &usize| words.is_string(*at) || words.is_name(*at);
    let open = (at + 1..at + 2 + MAX_LABELS).find(|at| !is_label(at))?;
    if ends != Ends::Line || !begins || words.get(open) != "{" || words.line(open) != words.line(at) {
        return None;
    }
    let close = words.close(open);
    let name = words.said(at, open - 1);
    let label = match alias(reader, open, close) {
        Some(alias) => format!("{name} {alias}"),
        None => name.clone(),
    };
    let claims = level.is_top && open > at + 1;
    let is_shared = SHARED.contains(&words.get(at));
    let opens = if is_shared { Opens::Shared(label.clone()) } else { Opens::Own(label.clone()) };
    let found = Found::named(UnitKind::Block, words.bytes(at, close), &name);
    reader.found.push(found.identified(Some(label).filter(|_| claims)).opening(opens));
    if open + 1 < close {
        reader.waiting.push(Level { from: open + 1, to: close, inside: Inside::Keys(ends), is_top: false });
    }
    Some(close + 1)
}

/// Returns what a block calls itself beside its labels.
fn alias(reader: &Reader<'_>, open: usize, close: usize) -> Option<String> {
    let words = reader.words;
    let is_alias = |at: &usize| words.get(*at) == ALIAS && words.get(at + 1) == "=" && words.begins_line(*at);
    (open + 1..close).take(MAX_LABELS * 40).find(is_alias).map(|at| words.get(at + 2).to_owned())
}

/// `key = value`; returns the word behind it.
fn key(reader: &mut Reader<'_>, at: usize, level: Level, ends: Ends) -> Option<usize> {
    let words = reader.words;
    let is_sign = |sign: &str| sign == "=" || ends == Ends::Line && sign == ":" && !level.is_top;
    let is_key = (words.is_name(at) || words.is_string(at) || hexadecimal(words.get(at)))
        && at + 2 < level.to
        && is_sign(words.get(at + 1));
    let begins =
        at == level.from || words.begins_line(at) || matches!(words.get(at - 1), "," | ";" | "{" | "in" | "let");
    if !is_key || !begins {
        return None;
    }
    let last = match ends {
        Ends::Line => reader.line_end(at + 2, level.to),
        Ends::Sign => up_to_sign(reader, at + 2, level.to),
    };
    let value_end = if matches!(words.get(last), ";" | ",") { last.saturating_sub(1) } else { last };
    let name = words.get(at).trim_matches('"').to_owned();
    let opens = Opens::Own(name.clone());
    let kind = UnitKind::Key;
    reader.found.push(Found::named(kind, words.bytes(at, value_end.max(at)), &name).opening(opens));
    value(reader, at + 2, last + 1, ends);
    Some(last + 1)
}

/// Looks into what a value opens.
fn value(reader: &mut Reader<'_>, from: usize, to: usize, ends: Ends) {
    let words = reader.words;
    let mut at = from;
    while at < to {
        let close = words.close(at);
        match words.get(at) {
            "{" if at + 1 < close => {
                let inside = Inside::Keys(ends);
                reader.waiting.push(Level { from: at + 1, to: close, inside, is_top: false });
            }
            "(" if ends == Ends::Sign => entries(reader, at, close),
            _ => {}
        }
        at = close + 1;
    }
}

/// The entries of a list of an Xcode project. What the comment beside an id says is what people call the entry.
fn entries(reader: &mut Reader<'_>, open: usize, close: usize) {
    let words = reader.words;
    for at in open + 1..close {
        if words.get(at + 1) != "," || words.get(at) == "," || words.line(at) == words.line(open) {
            continue;
        }
        let bytes = words.bytes(at, at + 1);
        let said = words.text.get(bytes.clone()).unwrap_or_default().trim_end_matches(',');
        let comment = said.split_once("/*").and_then(|(_, rest)| rest.split("*/").next()).map(str::trim);
        let name = comment.unwrap_or(said.trim());
        let found = Found::named(UnitKind::Entry, bytes, name);
        // Two files of one name in two folders have one comment: where a list holds such, it holds them by right.
        reader.found.push(found.of_sort(if comment.is_some() { "entry" } else { "" }));
    }
}

fn up_to_sign(reader: &Reader<'_>, from: usize, to: usize) -> usize {
    let mut at = from;
    while at < to && reader.words.get(at) != ";" {
        at = reader.words.close(at) + 1;
    }
    at.min(to.saturating_sub(1))
}

/// Tells whether a word is the id of an object of an Xcode project, which may begin with a digit.
fn hexadecimal(word: &str) -> bool {
    word.len() == 24 && word.bytes().all(|byte| byte.is_ascii_hexdigit())
}
