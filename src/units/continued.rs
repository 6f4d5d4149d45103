//! Words of one command that stand on lines of their own, each joined to the next by a backslash: packages to install,
//! files to copy. One of them stands in the command once.
//!
//! Not here: commands (`code`), stages and targets (`blocks`), where a shell stands in other files (`steps`).

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::unit::{Container, Unit, UnitKind, in_order};
use crate::source::{Text, extension, file_name};

/// Fewer such lines are no list.
const MIN_WORDS: usize = 3;
/// A command is known by so many letters.
const KNOWN_BY: usize = 60;
/// Files of commands, by ending and by the beginning of the name.
const ENDINGS: &[&str] = &["sh", "bash", "zsh", "ksh", "dockerfile", "mk", "mak"];
const NAMES: &[&str] = &["dockerfile", "containerfile", "makefile", "gnumakefile"];

/// Tells whether the lines of a file are commands, or hold such lines.
pub(super) fn reads(path: &str) -> bool {
    let name = file_name(path).to_lowercase();
    let is_named = |known: &str| name.strip_prefix(known).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
    ENDINGS.contains(&extension(path).as_str()) || NAMES.iter().any(|known| is_named(known))
}

/// Adds the words of such commands to the units of a file, and takes out what told their lines as lines.
pub(super) fn added(text: &Text, mut units: Vec<Unit>) -> Vec<Unit> {
    let words = words(text);
    if words.is_empty() {
        return units;
    }
    let told: HashSet<usize> = words.iter().map(|unit| unit.span.start_line).collect();
    units.retain(|unit| unit.kind != UnitKind::Line || !told.contains(&unit.span.start_line));
    units.extend(words);
    in_order(&mut units);
    units
}

/// Finds the words of all commands of a text that stand on lines of their own.
pub(super) fn words(text: &Text) -> Vec<Unit> {
    let mut found = Vec::new();
    let mut commands: HashMap<String, usize> = HashMap::new();
    let mut next = 0;
    while next < text.line_count() {
        let first = next;
        // A comment between two lines of a command is none of them.
        let goes_on = |line: usize| continued(text.line(line)).is_some() || line > first && is_comment(text.line(line));
        while goes_on(next) && next + 1 < text.line_count() {
            next += 1;
        }
        next += 1;
        if next - first <= MIN_WORDS {
            continue;
        }
        let lists = lists(text, first + 1..next);
        for (list, number) in lists.into_iter().zip(1..) {
            let command: String = text.line(first).trim().chars().take(KNOWN_BY).collect();
            let command = format!("{} … {number}", command.trim_end_matches('\\').trim());
            let count = commands.entry(command.clone()).or_default();
            *count += 1;
            let path = if *count == 1 { command } else { format!("{command}#{count}") };
            found.extend(entries(text, &list, &path));
        }
    }
    found
}

/// Returns what of a line goes on in the next one.
fn continued(line: &str) -> Option<&str> {
    Some(line.trim_end().strip_suffix('\\')?.trim())
}

fn is_comment(line: &str) -> bool {
    line.trim_start().starts_with('#')
}

/// Parts the lines of a command into those lists of words that are long enough.
fn lists(text: &Text, lines: Range<usize>) -> Vec<Vec<usize>> {
    let mut lists: Vec<Vec<usize>> = vec![Vec::new()];
    for line in lines {
        let said = text.line(line).trim();
        match word(continued(said).unwrap_or(said)) {
            Some(_) => lists.last_mut().into_iter().for_each(|list| list.push(line)),
            None if said.is_empty() || is_comment(said) => {}
            None => lists.push(Vec::new()),
        }
    }
    lists.retain(|list| list.len() >= MIN_WORDS);
    lists
}

/// Returns the name that a line is, its version left out: `libssl-dev`, `curl=8.1`, `clang:amd64`.
fn word(said: &str) -> Option<&str> {
    let is_word = said.chars().all(|letter| letter.is_alphanumeric() || "._+-:=~@/*\"'$()^{}<>".contains(letter));
    let name = said.split(['=', '<', '>', '~']).next().unwrap_or_default();
    let name = if name.len() > 1 { name.split_once('@').map_or(name, |(name, _)| name) } else { name };
    let name = if name.is_empty() { said } else { name };
    let begins = name
        .starts_with(|letter: char| letter.is_alphanumeric() || matches!(letter, '.' | '/' | '$' | '@' | '"' | '\''));
    (is_word && begins && name.len() > 1).then_some(name)
}

fn entries(text: &Text, lines: &[usize], path: &str) -> Vec<Unit> {
    let name = |line: usize| {
        let said = text.line(line).trim();
        word(continued(said).unwrap_or(said)).unwrap_or_default().to_owned()
    };
    let names: Vec<String> = lines.iter().map(|line| name(*line)).collect();
    // A command that itself holds a word twice may hold any twice.
    let set_like = names.iter().collect::<HashSet<_>>().len() == names.len();
    let unit = |(line, name): (&usize, String)| {
        let bytes = text.line_bytes(*line);
        let said = text.line(*line);
        let start = bytes.start + (said.len() - said.trim_start().len());
        let length = continued(said).unwrap_or(said.trim()).len();
        Unit {
            name: Some(name.clone()),
            identity: Some(name),
            container: Container { path: path.to_owned(), set_like },
            ..Unit::new(UnitKind::Entry, text.span(start..start + length))
        }
    };
    lines.iter().zip(names).map(unit).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> Vec<String> {
        let text = Text::new(text.to_owned());
        let told = words(&text).into_iter().map(|unit| {
            let star = if unit.container.set_like { "*" } else { "" };
            format!("{} {}{star}", unit.span.start_line, unit.identity.unwrap_or_default())
        });
        told.collect()
    }

    #[test]
    fn words_of_a_command_stand_in_it_once() {
        let text = "RUN apt-get install -y \\\n  curl=8.1 \\\n  git \\\n  libssl-dev \\\n  && rm -rf x\nRUN a \\\n b\n";
        assert_eq!(told(text), ["2 curl*", "3 git*", "4 libssl-dev*"]);
        assert_eq!(told("cp \\\n aa \\\n bb \\\n aa\n"), ["2 aa", "3 bb", "4 aa"], "it may hold a word twice");
        for no_list in
            ["x \\\n -one \\\n -two \\\n -three\n", "x \\\n one two \\\n three four \\\n five six\n", "x \\\n one\n"]
        {
            assert_eq!(told(no_list), Vec::<String>::new(), "{no_list}");
        }
    }
}
