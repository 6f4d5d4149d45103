//! Reads build files of Meson: calls that give a name to something, within the branch that they stand in.
//!
//! Not here: calls that may be given again and again, variables: a name may be set anew.

use super::found::{Found, Opens};
use super::words::Words;
use crate::units::unit::UnitKind;

/// Calls that give a name, and of which set that is one: targets share one.
const NAMING: &[(&str, &str, UnitKind)] = &[
    ("executable", "target", UnitKind::Declaration),
    ("library", "target", UnitKind::Declaration),
    ("static_library", "target", UnitKind::Declaration),
    ("shared_library", "target", UnitKind::Declaration),
    ("both_libraries", "target", UnitKind::Declaration),
    ("shared_module", "target", UnitKind::Declaration),
    ("custom_target", "target", UnitKind::Declaration),
    ("run_target", "target", UnitKind::Declaration),
    ("jar", "target", UnitKind::Declaration),
    ("test", "test", UnitKind::Test),
    ("benchmark", "benchmark", UnitKind::Test),
    ("subdir", "subdir", UnitKind::Import),
    ("option", "option", UnitKind::Declaration),
];
/// What opens and closes a block.
const BLOCKS: &[(&str, &str)] = &[("if", "endif"), ("foreach", "endforeach")];

/// Reads a build file.
pub(super) fn read(words: &Words<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let word = words.get(at);
        let begins = words.begins_line(at);
        let (is_else, opens) = (matches!(word, "else" | "elif"), BLOCKS.iter().any(|(begin, _)| *begin == word));
        if begins && (is_else || BLOCKS.iter().any(|(_, end)| *end == word)) {
            found.extend(open.pop().map(|first| branch(words, first, at - 1)));
        }
        if begins && (is_else || opens) {
            open.push(at);
        }
        match call(words, at) {
            Some((one, close)) => {
                found.push(one);
                at = close + 1;
            }
            None => at += 1,
        }
    }
    found
}

/// One way of a choice, or what is done again and again.
fn branch(words: &Words<'_>, first: usize, last: usize) -> Found {
    let line = words.line(first);
    let end = (first..words.len()).take_while(|at| words.line(*at) == line).last().unwrap_or(first);
    Found::holder(words.bytes(first, last), Opens::Own(words.said(first, end)))
}

/// Reads a call that gives a name; what its result is kept as belongs to it. Returns its closing bracket, too.
fn call(words: &Words<'_>, at: usize) -> Option<(Found, usize)> {
    let (_, sort, kind) = NAMING.iter().find(|(known, ..)| *known == words.get(at))?;
    let is_call = words.get(at + 1) == "(" && words.is_string(at + 2) && !(at > 0 && words.get(at - 1) == ".");
    let close = words.close(at + 1);
    let name = words.get(at + 2).trim_matches(['"', '\'']);
    // A name that goes on behind a sign is made of others.
    let is_whole = matches!(words.get(at + 3), "," | ")") && !name.is_empty();
    let is_kept = at > 1 && words.get(at - 1) == "=" && words.begins_line(at - 2);
    let first = if is_kept { at - 2 } else { at };
    let label = format!("{sort} {name}");
    let found = Found::named(*kind, words.bytes(first, close), name);
    let found = found.identified(is_whole.then(|| label.clone())).opening(Opens::Own(label)).of_sort(sort);
    is_call.then_some((found, close))
}

#[cfg(test)]
mod tests {
    use super::super::words::SHELL_LIKE;
    use super::*;

    #[test]
    fn calls_give_names() {
        let text = "project('tides', 'c')\nlib = library('tide', 'a.c')\nif host == 'x'\n  executable('gauge', 'x.c')\n\
            else\n  executable('gauge', 'y.c')\nendif\nsubdir('docs')\nt.test('no')\nexecutable('a' + suffix, 'z.c')\n";
        let found = read(&Words::of(text, &SHELL_LIKE));
        let told: Vec<_> = found.iter().filter_map(|one| one.identity.as_deref()).collect();
        assert_eq!(told, ["target tide", "target gauge", "target gauge", "subdir docs"]);
        assert_eq!(found.iter().filter(|one| one.only_holds).count(), 2);
    }
}
