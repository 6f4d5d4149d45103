//! Takes the regular expressions of queries apart into texts that a name may begin with, end with or hold.
//!
//! Not here: repetitions and whatever else no query needs. Who writes one is told by the build.

use std::fmt::Write as _;

/// One of the texts that an expression allows.
#[derive(Debug, Clone, Default)]
struct Choice {
    at_start: bool,
    text: String,
    /// What the next letter must be: ranges of letters, and whether it must be none of them.
    next: Option<(bool, Vec<(char, char)>)>,
    at_end: bool,
}

/// Returns the Rust expression of the choices that a regular expression stands for.
pub(crate) fn compiled(expression: &str) -> String {
    let (choices, rest) = alternatives(expression, expression);
    assert!(rest.is_empty(), "{expression}: a bracket too many");
    let mut code = String::from("&[");
    for choice in choices {
        let Choice { at_start, text, next, at_end } = choice;
        let next = next.map_or("None".to_owned(), |(negated, ranges)| format!("Some(({negated}, &{ranges:?}))"));
        let _ = write!(code, "Choice {{ at_start: {at_start}, text: {text:?}, next: {next}, at_end: {at_end} }}, ");
    }
    code + "]"
}

/// Reads sequences parted by `|`, up to a closing bracket or the end.
fn alternatives<'a>(whole: &str, text: &'a str) -> (Vec<Choice>, &'a str) {
    let (mut all, mut rest) = sequence(whole, text);
    while let Some(after) = rest.strip_prefix('|') {
        let (more, behind) = sequence(whole, after);
        all.extend(more);
        rest = behind;
    }
    (all, rest)
}

fn sequence<'a>(whole: &str, text: &'a str) -> (Vec<Choice>, &'a str) {
    let mut open = vec![Choice::default()];
    let mut rest = text;
    while let Some(letter) = rest.chars().next().filter(|letter| !matches!(letter, '|' | ')')) {
        rest = &rest[letter.len_utf8()..];
        match letter {
            '^' => open.iter_mut().for_each(|choice| choice.at_start = true),
            '$' => open.iter_mut().for_each(|choice| choice.at_end = true),
            '(' => {
                let (inner, behind) = alternatives(whole, rest);
                rest = behind.strip_prefix(')').unwrap_or_else(|| panic!("{whole}: a bracket is not closed"));
                open = open.iter().flat_map(|head| inner.iter().map(|tail| joined(whole, head, tail))).collect();
            }
            '[' => {
                let (class, behind) = rest.split_once(']').unwrap_or_else(|| panic!("{whole}: a class is not closed"));
                rest = behind;
                let class = Choice { next: Some(ranges(class)), ..Choice::default() };
                open = open.iter().map(|head| joined(whole, head, &class)).collect();
            }
            '.' | '*' | '+' | '?' | '{' | '\\' => panic!("{whole}: {letter} is not read in expressions"),
            _ => {
                let letter = Choice { text: letter.to_string(), ..Choice::default() };
                open = open.iter().map(|head| joined(whole, head, &letter)).collect();
            }
        }
    }
    (open, rest)
}

/// Returns what stands for one choice and then another.
fn joined(whole: &str, head: &Choice, tail: &Choice) -> Choice {
    let closed = head.next.is_some() || head.at_end;
    assert!(!closed || tail.text.is_empty() && tail.next.is_none(), "{whole}: a class or $ must stand last");
    Choice {
        at_start: head.at_start || tail.at_start,
        text: format!("{}{}", head.text, tail.text),
        next: head.next.clone().or_else(|| tail.next.clone()),
        at_end: head.at_end || tail.at_end,
    }
}

fn ranges(class: &str) -> (bool, Vec<(char, char)>) {
    let (negated, class) = class.strip_prefix('^').map_or((false, class), |class| (true, class));
    let letters: Vec<char> = class.chars().collect();
    let mut found = Vec::new();
    let mut at = 0;
    while at < letters.len() {
        let is_range = letters.get(at + 1) == Some(&'-') && at + 2 < letters.len();
        let last = if is_range { at + 2 } else { at };
        found.push((letters[at], letters[last]));
        at = last + 1;
    }
    (negated, found)
}
