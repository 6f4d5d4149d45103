//! Reads files of records: messages of gettext, entries of BibTeX, statements of SQL.
//!
//! Not here: rows of data, which are what they are.

use super::found::{Found, Opens};
use super::makefile::bytes;
use super::words::{Syntax, Words};
use crate::source::Text;
use crate::units::unit::UnitKind;

/// How SQL looks.
pub(super) const SQL: Syntax<'_> = Syntax {
    line_comments: &["--"],
    block_comments: &[("/*", "*/")],
    strings: &[("'", "'"), ("$$", "$$")],
    joints: "",
    heredocs: false,
};

/// What a statement may create, and whether a second one of that name is an error whatever its parameters.
const CREATED: &[&str] =
    &["table", "index", "view", "type", "sequence", "schema", "domain", "extension", "trigger", "policy", "role"];
/// Words of SQL between the verb and the name.
const BETWEEN: &[&str] = &[
    "if",
    "not",
    "exists",
    "or",
    "replace",
    "unique",
    "temporary",
    "temp",
    "unlogged",
    "concurrently",
    "materialized",
    "only",
    "recursive",
];
/// What begins a line of a table that is no column.
const NO_COLUMNS: &[&str] = &["primary", "foreign", "unique", "constraint", "check", "key", "index", "exclude", "like"];

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
        }
        at = close.max(at + 2) + 1;
    }
    found
}

/// What the statements of SQL create and add.
pub(super) fn statements(words: &Words<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    let mut first = 0;
    while first < words.len() {
        let mut last = first;
        while last + 1 < words.len() && words.get(last) != ";" {
            last = words.close(last).max(last) + 1;
        }
        let last = last.min(words.len() - 1);
        match words.get(first).to_lowercase().as_str() {
            "create" => created(words, first, last, &mut found),
            "alter" => added(words, first, last, &mut found),
            _ => {}
        }
        first = last + 1;
    }
    found
}

/// Passes over words that say nothing of the name.
fn past(words: &Words<'_>, at: usize) -> usize {
    (at..at + BETWEEN.len()).find(|at| !BETWEEN.contains(&words.get(*at).to_lowercase().as_str())).unwrap_or(at)
}

/// Returns a name with its dots, and the word behind it.
fn dotted(words: &Words<'_>, at: usize) -> (String, usize) {
    let mut end = at + 1;
    while words.get(end) == "." {
        end += 2;
    }
    // Quoted names are words in quotes here.
    let quoted = matches!(words.get(at), "\"" | "`" | "[");
    let end = if quoted {
        (at + 1..at + 8).find(|at| matches!(words.get(*at), "\"" | "`" | "]")).unwrap_or(at) + 1
    } else {
        end
    };
    let name: String = words.said(at, end - 1).chars().filter(|letter| !"\"`[]".contains(*letter)).collect();
    (name.to_lowercase(), end)
}

fn created(words: &Words<'_>, first: usize, last: usize, found: &mut Vec<Found>) {
    let sort_at = past(words, first + 1);
    let sort = words.get(sort_at).to_lowercase();
    let replaces = words.get(first + 1).eq_ignore_ascii_case("or");
    if !CREATED.contains(&sort.as_str()) {
        return;
    }
    let (name, end) = dotted(words, past(words, sort_at + 1));
    if name.is_empty() || sort == "index" && name == "on" {
        return;
    }
    // A trigger and a policy bear a name within their table.
    let on = (end..end + 12).find(|at| words.get(*at).eq_ignore_ascii_case("on") && *at < last);
    let table = on.filter(|_| sort == "trigger" || sort == "policy").map(|at| dotted(words, at + 1).0);
    let label = format!("{sort} {name}{}", table.map(|table| format!(" on {table}")).unwrap_or_default());
    let one = Found::named(UnitKind::Block, words.bytes(first, last), &label);
    found.push(one.identified(Some(label.clone()).filter(|_| !replaces)).opening(Opens::Own(label)).of_sort("create"));
    if sort == "table" && words.get(end) == "(" {
        columns(words, end, found);
    }
}

/// The columns of a table.
fn columns(words: &Words<'_>, open: usize, found: &mut Vec<Found>) {
    let close = words.close(open);
    let (mut first, mut at) = (open + 1, open + 1);
    while at <= close {
        if at == close || words.get(at) == "," {
            let (name, end) = dotted(words, first);
            let is_name = name.starts_with(|letter: char| letter.is_alphabetic() || letter == '_');
            if is_name && end < at && !NO_COLUMNS.contains(&name.as_str()) {
                found.push(Found::named(UnitKind::Member, words.bytes(first, at - 1), &name));
            }
            first = at + 1;
        }
        at = if at < close { words.close(at) + 1 } else { at + 1 };
    }
}

/// `ALTER TABLE t ADD COLUMN c`: a column of a table, wherever it is added.
fn added(words: &Words<'_>, first: usize, last: usize, found: &mut Vec<Found>) {
    if !words.get(first + 1).eq_ignore_ascii_case("table") {
        return;
    }
    let (table, end) = dotted(words, past(words, first + 2));
    let is = |at: usize, word: &str| words.get(at).eq_ignore_ascii_case(word);
    let named = if is(end, "add") && (is(end + 1, "column") || is(end + 1, "constraint")) { end + 2 } else { return };
    let (name, _) = dotted(words, past(words, named));
    let label = format!("{table}.{name}");
    found.push(Found::named(UnitKind::Declaration, words.bytes(first, last), &label).of_sort("alter"));
}
