//! What stands behind a command of LaTeX: its arguments and options, and what they say.
//!
//! Not here: what a command means (`latex.rs`).

use std::ops::Range;

/// An argument longer than this was never closed.
const MAX_ARGUMENT: usize = 4000;
/// Brackets nested deeper than this were never closed.
const MAX_NESTED: usize = 30;

/// Returns what stands between two brackets that begin at a byte, spaces before them left out, and where it ends.
pub(super) fn argument(text: &str, at: usize, open: char, close: char) -> Option<(Range<usize>, usize)> {
    argument_within(text, at, (open, close), MAX_ARGUMENT)
}

pub(super) fn argument_within(
    text: &str,
    at: usize,
    (open, close): (char, char),
    longest: usize,
) -> Option<(Range<usize>, usize)> {
    let rest = text.get(at..)?;
    let start = at + (rest.len() - rest.trim_start_matches([' ', '\t']).len());
    let mut depth = 0_usize;
    let mut is_escaped = false;
    for (offset, letter) in text[start..].char_indices().take(longest) {
        match letter {
            _ if offset == 0 && letter != open => return None,
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            _ if letter == close && depth == 1 => return Some((start + 1..start + offset, start + offset + 1)),
            _ if letter == close => depth -= 1,
            _ if letter == open && depth == MAX_NESTED => return None,
            _ if letter == open => depth += 1,
            _ => {}
        }
    }
    None
}

/// Passes over `<2->` and `[options]`; returns the last options and where the next argument may begin.
pub(super) fn options(text: &str, at: usize) -> (&str, usize) {
    let (mut given, mut at) = ("", at);
    loop {
        if let Some((bytes, end)) = argument(text, at, '[', ']') {
            (given, at) = (&text[bytes], end);
        } else if let Some((_, end)) = argument(text, at, '<', '>') {
            at = end;
        } else {
            return (given, at);
        }
    }
}

/// Returns how far rules between rows reach: `\hline`, `\cline{1-2}`, `\toprule`.
pub(super) fn rules_length(row: &str) -> usize {
    const RULES: &[&str] = &["\\hline", "\\cline", "\\toprule", "\\midrule", "\\bottomrule", "\\cmidrule", "\\endhead"];
    let mut rest = row;
    while let Some(rule) = RULES.iter().find(|rule| rest.starts_with(**rule)) {
        let end = argument(rest, rule.len(), '{', '}').map_or(rule.len(), |(_, end)| end);
        rest = rest[end..].trim_start();
    }
    row.len() - rest.len()
}

/// What a line of the preamble brings in that must not come twice: a package, a command.
pub(super) fn definition(said: &str) -> Option<String> {
    const DEFINING: &[&str] =
        &["\\newcommand", "\\DeclareMathOperator", "\\newenvironment", "\\newtheorem", "\\newcounter", "\\definecolor"];
    const USING: &[&str] = &["\\usepackage", "\\RequirePackage"];
    let letters = said.strip_prefix('\\')?;
    let length = letters.find(|letter: char| !letter.is_ascii_alphabetic()).unwrap_or(letters.len());
    let name_end = 1 + length;
    let name = &said[..name_end];
    let is_use = USING.contains(&name);
    if !is_use && !DEFINING.contains(&name) {
        return None;
    }
    let rest = name_end + usize::from(said[name_end..].starts_with('*'));
    let (_, at) = options(said, rest);
    let (inner, _) = argument(said, at, '{', '}')?;
    let inner = said[inner].trim();
    (!inner.is_empty()).then(|| if is_use { format!("package {inner}") } else { inner.to_owned() })
}

/// Takes the names of commands and the braces off a title.
pub(super) fn without_commands(title: &str) -> String {
    let mut plain = String::new();
    let mut in_command = false;
    for letter in title.chars() {
        in_command = letter == '\\' || (in_command && letter.is_ascii_alphabetic());
        if !in_command && !matches!(letter, '{' | '}') {
            plain.push(if letter == '~' { ' ' } else { letter });
        }
    }
    plain
}
