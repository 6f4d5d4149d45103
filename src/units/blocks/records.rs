//! Reads files of records: messages of gettext, entries of BibTeX.
//!
//! Not here: statements of SQL (`sql`), rows of data (`rows`).

use std::collections::HashSet;

use super::found::{Found, Opens};
use super::makefile::bytes;
use super::words::Words;
use crate::source::Text;
use crate::units::unit::{Container, Unit, UnitKind};

/// Fields of an entry that say which work it is.
const WORKS: &[&str] = &["doi", "eprint"];

/// The messages of a catalogue of gettext, by context and text.
pub(super) fn messages(text: &Text) -> Vec<Found> {
    let mut found = Vec::new();
    let mut next = 0;
    while next < text.line_count() {
        let first = next;
        while next < text.line_count() && !text.line(next).trim().is_empty() {
            next += 1;
        }
        if next > first {
            found.extend(message(text, first, next));
        }
        next = next.max(first + 1);
    }
    found
}

fn message(text: &Text, first: usize, end: usize) -> Option<Found> {
    let (mut key, mut name, mut open, mut begin) = (String::new(), String::new(), false, None);
    for line in first..end {
        let said = text.line(line).trim();
        if said.starts_with('#') {
            continue;
        }
        begin = begin.or(Some(line));
        let is_text = said.starts_with("msgid ");
        if !said.starts_with('"') {
            open = is_text || said.starts_with("msgctxt ");
        }
        if open {
            key += &format!("{said}\n");
            // A context stands before its text, which people know the message by.
            let words = said.split_once('"').map_or("", |(_, words)| words.trim_end_matches('"'));
            name = if said.starts_with('"') { name + words } else { words.to_owned() };
        }
    }
    // The head of a catalogue is a message without a text.
    let begin = begin.filter(|_| !name.is_empty())?;
    Some(Found::named(UnitKind::Entry, bytes(text, begin, end), &name).identified(Some(key)))
}

/// The entries of a bibliography, by key.
pub(super) fn references(words: &Words<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let opens = words.get(at) == "@" && words.is_name(at + 1) && matches!(words.get(at + 2), "{" | "(");
        let Some(comma) = (at + 3..at + 20).find(|comma| words.get(*comma) == ",").filter(|_| opens) else {
            at += 1;
            continue;
        };
        let close = words.close(at + 2);
        let is_entry = !matches!(words.get(at + 1).to_lowercase().as_str(), "string" | "preamble" | "comment");
        if is_entry && comma > at + 3 && comma < close {
            let key = words.said(at + 3, comma - 1);
            let one = Found::named(UnitKind::Entry, words.bytes(at, close), &key);
            found.push(one.identified(Some(key.to_lowercase())).opening(Opens::Own(key)));
            found.extend(work(words, comma, close));
        }
        at = close.max(at + 2) + 1;
    }
    found
}

/// Finds the field of an entry that says which work it is, whatever its key: `doi = {10.5555/tides}`.
fn work(words: &Words<'_>, comma: usize, close: usize) -> Option<Found> {
    let named = |at: usize| WORKS.iter().find(|name| words.get(at).eq_ignore_ascii_case(name));
    let mut at = comma + 1;
    while at + 2 < close {
        let field = named(at).filter(|_| words.get(at + 1) == "=" && matches!(words.get(at + 2), "{" | "\""));
        if let Some(name) = field {
            let last = match words.get(at + 2) {
                "{" => words.close(at + 2),
                _ => (at + 3..close).find(|end| words.get(*end) == "\"")?,
            };
            let bytes = words.bytes(at + 3, last - 1);
            let said = words.text.get(bytes)?.to_lowercase();
            let said = said.rsplit_once("doi.org/").map_or(said.as_str(), |(_, work)| work).replace(['-', ' '], "");
            let identity = format!("{name} {said}");
            return (last > at + 3).then(|| Found::named(UnitKind::Member, words.bytes(at, last), &identity));
        }
        at = words.close(at) + 1;
    }
    None
}

/// Lets a bibliography hold each work once: what says which it is stands in the whole of it and not in its entry. A
/// bibliography that holds one under two keys, as its parts, may hold others so.
pub(super) fn share_works(units: &mut [Unit]) {
    let is_work = |unit: &Unit| unit.kind == UnitKind::Member && unit.identity.is_some();
    let works: Vec<&str> =
        units.iter().filter(|unit| is_work(unit)).filter_map(|unit| unit.identity.as_deref()).collect();
    let set_like = works.iter().collect::<HashSet<_>>().len() == works.len();
    for unit in units.iter_mut().filter(|unit| is_work(unit)) {
        unit.container = Container { path: "works".to_owned(), set_like };
    }
}
