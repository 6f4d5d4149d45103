//! Commands of a shell that stand in data: steps of a workflow, scripts of a pipeline. Each is read as a script of its
//! own.
//!
//! Not here: data around them (`code`), words of one command (`continued`).

use std::ops::Range;

use super::inlay::Inlay;
use super::reading::Reading;
use super::unit::{Unit, UnitKind, in_order};
use crate::source::{Source, Text};

/// Keys whose text is a script, with the ending of the language where nothing else says one.
const KEYS: &[(&str, &str)] = &[
    ("run", "sh"),
    ("script", "sh"),
    ("before_script", "sh"),
    ("after_script", "sh"),
    ("bash", "sh"),
    ("pwsh", "ps1"),
    ("powershell", "ps1"),
    ("command", "sh"),
    ("commands", "sh"),
    ("before_install", "sh"),
    ("install", "sh"),
];
/// What a step says of its shell, and the ending of that language.
const SHELLS: &[(&str, &str)] = &[
    ("bash", "sh"),
    ("sh", "sh"),
    ("python", "py"),
    ("pwsh", "ps1"),
    ("powershell", "ps1"),
    ("node", "js"),
    ("perl", "pl"),
];
/// A script that is handed to an action is one of its own language.
const HANDED: (&str, &str) = (".with", "js");
/// So many scripts of a file are read.
const MAX_SCRIPTS: usize = 300;
/// A shorter one says what its key says.
const MIN_LINES: usize = 2;
/// What stands for a value that is filled in later.
const EXPRESSION: (&str, &str) = ("${{", "}}");

/// Adds to the units of data those of its scripts.
pub(super) fn added(text: &Text, mut units: Vec<Unit>, read: fn(&Source) -> Reading) -> Vec<Unit> {
    let mut found = Vec::new();
    let scripts = units.iter().filter_map(|unit| Some((unit, script(text, unit)?)));
    for (unit, (key, ending, lines)) in scripts.take(MAX_SCRIPTS) {
        let ending = shell(text, unit, &units).unwrap_or(Some(ending));
        let container = format!("{}.{key}", unit.container.path);
        found.extend(ending.map(|ending| of_script(text, lines, ending, (&container, &unit.place), read)));
    }
    let found: Vec<Unit> = found.into_iter().flatten().collect();
    if !found.is_empty() {
        units.extend(found);
        in_order(&mut units);
    }
    units
}

/// Returns the key of a script, the ending of its language and its lines: `run: |`, or `- |` in the list of a `script`.
fn script<'a>(text: &Text, unit: &'a Unit) -> Option<(&'a str, &'static str, Range<usize>)> {
    let names = match unit.kind {
        UnitKind::Key => unit.name.as_deref()?,
        UnitKind::Entry => unit.container.path.as_str(),
        _ => return None,
    };
    let name = names.rsplit('.').next()?;
    let (key, ending) = KEYS.iter().find(|(key, _)| *key == name)?;
    let lines = unit.span.line_range();
    let head = text.line(lines.start).split(" #").next().unwrap_or_default().trim_end();
    let opens = head.trim_end_matches(['-', '+']).ends_with('|');
    let ending = if unit.container.path.ends_with(HANDED.0) { HANDED.1 } else { ending };
    (opens && lines.len() > MIN_LINES).then_some((*key, ending, lines.start + 1..lines.end))
}

/// Returns what the step says of its shell: the ending of its language, where it is known. `None` where it says nothing.
fn shell(text: &Text, unit: &Unit, units: &[Unit]) -> Option<Option<&'static str>> {
    let is_shell = |other: &&Unit| {
        let named = other.name.as_deref().is_some_and(|name| name.rsplit('.').next() == Some("shell"));
        other.kind == UnitKind::Key && named && other.container.path == unit.container.path
    };
    let said = text.slice(&units.iter().find(is_shell)?.span);
    let program = said.split_once(':')?.1.split_whitespace().next()?.trim_matches(['"', '\'']);
    Some(SHELLS.iter().find(|(shell, _)| *shell == program).map(|(_, ending)| *ending))
}

/// Reads a script. What does not parse is left to what its key says.
fn of_script(
    text: &Text,
    lines: Range<usize>,
    ending: &str,
    (container, place): (&str, &str),
    read: fn(&Source) -> Reading,
) -> Vec<Unit> {
    let mut inlay = Inlay::of_lines(text, lines);
    inlay.text = without_expressions(&inlay.text);
    let reading = inlay.read(ending, read);
    let own = reading.units.iter().filter(|unit| match unit.kind {
        UnitKind::Statement | UnitKind::Block => true,
        _ => unit.identity.is_some() && unit.container.set_like,
    });
    own.cloned().map(|unit| inlay.placed(unit, text, container, place)).collect()
}

/// Makes words of what is filled in later, as long as it is: a shell would not read it.
fn without_expressions(script: &str) -> String {
    let mut written = String::with_capacity(script.len());
    let mut rest = script;
    while let Some((before, after)) = rest.split_once(EXPRESSION.0) {
        let Some((inner, behind)) = after.split_once(EXPRESSION.1) else { break };
        written.push_str(before);
        written.push_str("___");
        // A letter of several bytes stays one.
        written.extend(
            inner.chars().map(|letter| if letter.is_ascii() && !letter.is_alphanumeric() { '_' } else { letter }),
        );
        written.push_str("__");
        rest = behind;
    }
    written.push_str(rest);
    written
}
