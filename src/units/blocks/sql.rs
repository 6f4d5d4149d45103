//! Reads SQL: what its statements create, the columns of tables, and what is added to a table later.
//!
//! Not here: what a statement asks or changes of data.

use super::found::{Found, Opens};
use super::words::{Syntax, Words};
use crate::units::unit::UnitKind;

/// How SQL looks.
pub(super) const SYNTAX: Syntax<'_> = Syntax {
    line_comments: &["--"],
    block_comments: &[("/*", "*/")],
    strings: &[("'", "'"), ("$$", "$$")],
    joints: "",
    heredocs: false,
};

/// What a statement may create, and whether a second one of that name is an error whatever its parameters.
const CREATED: &[&str] =
    &["table", "index", "view", "type", "sequence", "schema", "domain", "extension", "trigger", "policy", "role"];
/// What bears its parameters with its name: two of one name are two where their types differ.
const OVERLOADED: &[&str] = &["function", "procedure", "aggregate"];
/// Words before the name of a parameter.
const MODES: &[&str] = &["in", "out", "inout", "variadic"];
/// Words that end the type of a parameter.
const BEHIND_TYPES: &[&str] = &["default", "=", ":"];
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
    let overloads = OVERLOADED.contains(&sort.as_str());
    if !overloads && !CREATED.contains(&sort.as_str()) {
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
    let identity = if overloads { format!("{label}{}", parameters(words, end)) } else { label.clone() };
    let kind = if overloads { UnitKind::Function } else { UnitKind::Block };
    let one = Found::named(kind, words.bytes(first, last), if overloads { &name } else { &label });
    found.push(one.identified(Some(identity).filter(|_| !replaces)).opening(Opens::Own(label)).of_sort("create"));
    if sort == "table" && words.get(end) == "(" {
        columns(words, end, found);
    }
}

/// The columns of a table.
fn columns(words: &Words<'_>, open: usize, found: &mut Vec<Found>) {
    for (first, end) in parts(words, open + 1, words.close(open)) {
        let (name, behind) = dotted(words, first);
        let is_name = name.starts_with(|letter: char| letter.is_alphabetic() || letter == '_');
        if is_name && behind < end && !NO_COLUMNS.contains(&name.as_str()) {
            found.push(Found::named(UnitKind::Member, words.bytes(first, end - 1), &name));
        }
    }
}

/// Returns the types of the parameters behind the name of a function.
fn parameters(words: &Words<'_>, open: usize) -> String {
    if words.get(open) != "(" {
        return String::new();
    }
    let lower = |at: usize| words.get(at).to_lowercase();
    let kind = |(first, end): (usize, usize)| {
        let first = if MODES.contains(&lower(first).as_str()) { first + 1 } else { first };
        let last = (first..end).find(|at| BEHIND_TYPES.contains(&lower(*at).as_str())).unwrap_or(end);
        // A name stands before the type, where there are two words.
        let first = if last > first + 1 && words.is_name(first + 1) { first + 1 } else { first };
        (first..last).map(lower).collect::<String>()
    };
    let kinds: Vec<String> = parts(words, open + 1, words.close(open)).into_iter().map(kind).collect();
    format!("({})", kinds.join(","))
}

/// Parts words at the commas between them, the last word left out.
fn parts(words: &Words<'_>, from: usize, end: usize) -> Vec<(usize, usize)> {
    let (mut first, mut at, mut parts) = (from, from, Vec::new());
    while at <= end {
        if at == end || words.get(at) == "," {
            parts.extend((first < at).then_some((first, at)));
            first = at + 1;
        }
        at = if at < end { words.close(at).max(at) + 1 } else { at + 1 };
    }
    parts
}

/// `ALTER TABLE t ADD COLUMN c, ADD INDEX i (…)`: what a table gets, wherever it is added.
fn added(words: &Words<'_>, first: usize, last: usize, found: &mut Vec<Found>) {
    if !words.get(first + 1).eq_ignore_ascii_case("table") {
        return;
    }
    let (table, end) = dotted(words, past(words, first + 2));
    let behind = if words.get(last) == ";" { last } else { last + 1 };
    let clauses = parts(words, end, behind);
    let alone = clauses.len() == 1;
    for (from, to) in clauses {
        let Some(name) = addition(words, from) else { continue };
        let label = format!("{table}.{name}");
        let bytes = if alone { words.bytes(first, last) } else { words.bytes(from, to - 1) };
        found.push(Found::named(UnitKind::Declaration, bytes, &label).of_sort("alter"));
    }
}

/// Returns the name of what a clause adds: a column, a constraint, `index i`.
fn addition(words: &Words<'_>, from: usize) -> Option<String> {
    let lower = |at: usize| words.get(at).to_lowercase();
    let sort = (lower(from) == "add").then(|| lower(from + 1))?;
    let is_said = matches!(sort.as_str(), "column" | "constraint");
    let is_index = matches!(sort.as_str(), "index" | "key");
    let named = past(words, from + 1 + usize::from(is_said || is_index));
    let (name, _) = dotted(words, named);
    let is_name = name.starts_with(|letter: char| letter.is_alphabetic() || letter == '_');
    let is_column = is_said || is_index || !NO_COLUMNS.contains(&sort.as_str());
    (is_name && is_column).then(|| if is_index { format!("index {name}") } else { name })
}
