//! Reads build files of CMake: commands that give a name to something, within the branch that they stand in.
//!
//! Not here: commands that may be given again and again.

use super::found::{Found, Opens};
use super::words::{SHELL_LIKE, Syntax, Words};
use crate::units::unit::UnitKind;

/// How the files look.
pub(super) const SYNTAX: Syntax<'_> =
    Syntax { block_comments: &[("#[[", "]]")], strings: &[("\"", "\"")], joints: "-", ..SHELL_LIKE };

/// Commands that give a name, and what people call what they make.
const NAMING: &[(&str, UnitKind)] = &[
    ("add_executable", UnitKind::Declaration),
    ("add_library", UnitKind::Declaration),
    ("add_custom_target", UnitKind::Declaration),
    ("add_test", UnitKind::Test),
    ("add_subdirectory", UnitKind::Declaration),
    ("option", UnitKind::Declaration),
    ("fetchcontent_declare", UnitKind::Declaration),
    ("externalproject_add", UnitKind::Declaration),
    ("function", UnitKind::Function),
    ("macro", UnitKind::Function),
];
/// Targets share one set of names.
const TARGETS: &[&str] = &["add_executable", "add_library", "add_custom_target"];
/// What opens and closes a block.
const BLOCKS: &[(&str, &str)] = &[
    ("if", "endif"),
    ("foreach", "endforeach"),
    ("while", "endwhile"),
    ("function", "endfunction"),
    ("macro", "endmacro"),
];

/// Reads a build file.
pub(super) fn read(words: &Words<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    let mut open: Vec<(usize, String)> = Vec::new();
    let mut at = 0;
    while at < words.len() {
        if !words.is_name(at) || words.get(at + 1) != "(" {
            at = words.close(at) + 1;
            continue;
        }
        let (command, close) = (words.get(at).to_lowercase(), words.close(at + 1));
        if matches!(command.as_str(), "else" | "elseif") || BLOCKS.iter().any(|(_, end)| *end == command) {
            let opened = open.pop();
            let is_block = |(_, opener): &(usize, String)| !matches!(opener.as_str(), "function" | "macro");
            found.extend(
                opened.as_ref().filter(|opened| is_block(opened)).map(|(first, _)| block(words, *first, at - 1)),
            );
            found.extend(opened.filter(|opened| !is_block(opened)).map(|(first, _)| command_of(words, first, close)));
        }
        if matches!(command.as_str(), "else" | "elseif") || BLOCKS.iter().any(|(begin, _)| *begin == command) {
            open.push((at, command));
        } else if NAMING.iter().any(|(known, _)| *known == command) {
            found.push(command_of(words, at, close));
        }
        at = close + 1;
    }
    found
}

/// The branch of a condition, or what is done again and again.
fn block(words: &Words<'_>, first: usize, end: usize) -> Found {
    let label = words.said(first, words.close(first + 1));
    Found::holder(words.bytes(first, end), Opens::Own(label))
}

/// What a command makes, by its name.
fn command_of(words: &Words<'_>, first: usize, last: usize) -> Found {
    let command = words.get(first).to_lowercase();
    let at = if words.get(first + 2) == "NAME" { first + 3 } else { first + 2 };
    // A name that is made of others goes up to the next space.
    let said = words.bytes(at, words.close(first + 1).saturating_sub(1).max(at));
    let rest = words.text.get(said).unwrap_or_default();
    let name = rest.split_whitespace().next().unwrap_or_default().trim_matches('"').to_owned();
    let sort = if TARGETS.contains(&command.as_str()) { "target" } else { command.as_str() };
    let kind = NAMING.iter().find(|(known, _)| *known == command).map_or(UnitKind::Declaration, |(_, kind)| *kind);
    let found = Found::named(kind, words.bytes(first, last), &name);
    let identity = (!name.is_empty() && !name.contains('$')).then(|| format!("{sort} {name}"));
    found.identified(identity).opening(Opens::Own(format!("{sort} {name}"))).of_sort(sort)
}
