//! Prose without its markup.
//!
//! Not here: what a document is made of (one reader a format), what a sentence names (`sentence.rs`).

use super::entities;
use super::scheme::{address_length, is_scheme};
use super::structure::is_structure;

/// Marks of links, emphasis, code and columns.
const MARKS: [char; 6] = ['[', ']', '*', '`', '|', '~'];

/// Strips Markdown and HTML markup: links leave their text, marks of lists, headings, emphasis and quotes go, and so do
/// lines of structure beside others.
#[must_use]
pub fn plain(text: &str) -> String {
    lines(text).collect::<Vec<_>>().join("\n")
}

/// Tells whether a text says a word besides its markup.
pub(super) fn says_a_word(text: &str) -> bool {
    lines(text).any(|line| line.contains(char::is_alphanumeric))
}

/// The lines of a text without their markup.
fn lines(text: &str) -> impl Iterator<Item = String> {
    let is_said = |line: &str| !is_structure(line) && line.contains(char::is_alphanumeric);
    let some_are_said = text.lines().any(is_said);
    let lines = text.lines().filter(move |line| !some_are_said || !is_structure(line));
    lines.map(|line| without_inline(without_mark(line.trim())))
}

/// Takes off what opens a line: quote, list, task and heading marks.
fn without_mark(line: &str) -> &str {
    let line = line.trim_start_matches(['#', '>', '|', '*', '-', '+', '=', ' ', '\t']);
    let digits = line.trim_start_matches(|letter: char| letter.is_ascii_digit());
    let line = match digits.strip_prefix(". ").or_else(|| digits.strip_prefix(") ")) {
        Some(rest) if line.len() - digits.len() <= 3 => rest,
        _ => line,
    };
    ["[ ] ", "[x] ", "[X] "].iter().find_map(|mark| line.strip_prefix(mark)).unwrap_or(line)
}

/// Takes off what stands inside a line: link targets, tags, emphasis, code marks.
fn without_inline(line: &str) -> String {
    let mut plain = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(letter) = rest.chars().next() {
        // Each begins with a sign of its own; nearly all letters are none of them.
        let skipped = match letter {
            '(' => skip_target(rest, plain.ends_with(']')),
            '<' => skip_tag(rest),
            'h' => skip_address(rest),
            '\\' => skip_command(rest),
            'x' | 'l' => skip_macro(rest),
            '{' => skip_attributes(rest),
            _ => None,
        };
        if let Some(length) = skipped {
            plain.push(' ');
            rest = &rest[length..];
        } else {
            plain.push(letter);
            rest = &rest[letter.len_utf8()..];
        }
    }
    let mut plain = entities::decoded(plain);
    if plain.contains(MARKS) {
        plain = plain.replace(MARKS, " ");
    }
    if plain.contains("__") { plain.replace("__", " ") } else { plain }
}

/// `(target)` or `[label]` behind a link's text.
fn skip_target(rest: &str, behind_text: bool) -> Option<usize> {
    if !behind_text || !rest.starts_with('(') {
        return None;
    }
    let mut depth = 0;
    for (at, letter) in rest.char_indices() {
        match letter {
            '(' => depth += 1,
            ')' if depth == 1 => return Some(at + 1),
            ')' => depth -= 1,
            _ => {}
        }
    }
    None
}

fn skip_tag(rest: &str) -> Option<usize> {
    let inner = rest.strip_prefix('<')?;
    let opens = inner.starts_with(|letter: char| letter.is_ascii_alphabetic() || letter == '/' || letter == '!');
    opens.then(|| rest.find('>').map(|at| at + 1)).flatten()
}

/// `\alert<2>[options]` in front of a brace: what a command shows is said, the command is not.
fn skip_command(rest: &str) -> Option<usize> {
    const LONGEST: usize = 60;
    let name = rest.strip_prefix('\\')?;
    let length = name.find(|letter: char| !letter.is_ascii_alphabetic()).filter(|length| *length > 1)?;
    let mut at = 1 + length + usize::from(name[length..].starts_with('*'));
    for (open, close) in [('<', '>'), ('[', ']')] {
        if rest[at..].starts_with(open) {
            at += rest[at..].find(close).filter(|end| *end <= LONGEST)? + 1;
        }
    }
    rest[at..].starts_with('{').then_some(at)
}

/// `{: .wide}` behind what it dresses, or a short code: `{{< ref page >}}`.
fn skip_attributes(rest: &str) -> Option<usize> {
    const LONGEST: usize = 200;
    let close = [("{:", "}"), ("{{<", ">}}"), ("{{%", "%}}")].into_iter().find(|(open, _)| rest.starts_with(open))?.1;
    let near = rest.char_indices().take_while(|(at, _)| *at <= LONGEST);
    near.map(|(at, _)| at).find(|at| rest[*at..].starts_with(close)).map(|at| at + close.len())
}

/// `xref:page.adoc` or `link:page.html` before the text of a link in brackets.
fn skip_macro(rest: &str) -> Option<usize> {
    let target = ["xref:", "link:"].iter().find_map(|name| rest.strip_prefix(name))?;
    let end = target.find('[').filter(|end| *end > 0 && !target[..*end].contains(char::is_whitespace))?;
    Some(rest.len() - target.len() + end)
}

fn skip_address(rest: &str) -> Option<usize> {
    is_scheme(rest).then(|| address_length(rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_goes() {
        let words = |text: &str| plain(text).split_whitespace().map(str::to_owned).collect::<Vec<_>>().join(" ");
        assert_eq!(words("* [The **new** `parser`](https://a.b/c_(d)) – done"), "The new parser – done");
        assert_eq!(words("- [x] Buy <b>milk</b> at https://shop.example"), "Buy milk at");
        assert_eq!(words("### 1. First"), "First");
        assert_eq!(words("C:\\Users \\only<2->{ so } \\textbf{far}"), "C:\\Users { so } {far}");
    }
}
