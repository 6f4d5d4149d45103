//! Prose without its markup, and the addresses in it.
//!
//! Not here: what a document is made of (one reader a format).

use std::collections::BTreeSet;

/// Parameters that say where a reader came from and nothing of where the link goes.
const TRACKING: &[&str] = &["utm_", "fbclid=", "gclid=", "ref="];

/// Strips Markdown and HTML markup: links leave their text, marks of lists, headings, emphasis and quotes go.
#[must_use]
pub fn plain(text: &str) -> String {
    let lines = text.lines().map(|line| without_inline(without_mark(line.trim())));
    lines.collect::<Vec<_>>().join("\n")
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
        let skipped = skip_target(rest, plain.ends_with(']')).or_else(|| skip_tag(rest)).or_else(|| skip_address(rest));
        let skipped = skipped.or_else(|| skip_command(rest));
        if let Some(length) = skipped {
            plain.push(' ');
            rest = &rest[length..];
        } else {
            plain.push(letter);
            rest = &rest[letter.len_utf8()..];
        }
    }
    plain.replace(['[', ']', '*', '`', '|', '~'], " ").replace("__", " ").replace("&amp;", "&").replace("&nbsp;", " ")
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

fn skip_address(rest: &str) -> Option<usize> {
    let is_address = ["http://", "https://"].iter().any(|scheme| rest.starts_with(scheme));
    is_address.then(|| address_length(rest))
}

/// Returns the addresses in a text in canonical form, each once: scheme, `www.`, a trailing slash and tracking
/// parameters folded away, the host in lower case.
#[must_use]
pub fn links(text: &str) -> Vec<String> {
    let mut found = BTreeSet::new();
    for scheme in ["http://", "https://"] {
        for (at, _) in text.match_indices(scheme) {
            let address = &text[at..at + address_length(&text[at..])];
            found.insert(canonical(&address[scheme.len()..]));
        }
    }
    found.retain(|link| link.contains('.'));
    found.into_iter().collect()
}

/// A link in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FirstLink {
    /// Where it begins: at its text's bracket, or at the address itself.
    pub start: usize,
    /// Where it goes: an address in canonical form, or a target within the project as written.
    pub target: String,
}

/// Returns the link that a text has first, pictures left out.
#[must_use]
pub fn first_link(text: &str) -> Option<FirstLink> {
    let mut bracket = None;
    let mut at = 0;
    while let Some(letter) = text[at..].chars().next() {
        let rest = &text[at..];
        if rest.starts_with("![") {
            at += picture_length(rest);
            continue;
        }
        if letter == '[' {
            bracket = bracket.or(Some(at));
        }
        let scheme = ["http://", "https://"].into_iter().find(|scheme| rest.starts_with(scheme));
        if let Some(scheme) = scheme {
            let target = canonical(&rest[scheme.len()..address_length(rest)]);
            return target.contains('.').then(|| FirstLink { start: bracket.unwrap_or(at), target });
        }
        if let Some(inner) = rest.strip_prefix("](").filter(|inner| is_target(inner)) {
            let target = inner[..address_length(inner)].trim_start_matches("./").to_owned();
            return Some(FirstLink { start: bracket.unwrap_or(at), target });
        }
        if letter == ']' && !rest.starts_with("](") {
            bracket = None;
        }
        at += letter.len_utf8();
    }
    None
}

/// Whether this is where a link within the project begins; addresses with a scheme are found by themselves.
fn is_target(inner: &str) -> bool {
    !inner.starts_with("http://") && !inner.starts_with("https://") && !inner.starts_with(['<', ')', ' '])
}

/// The length of `![words](target)`, or of its first sign where it is no picture.
fn picture_length(rest: &str) -> usize {
    let target = rest.find("](").filter(|at| !rest[..*at].contains('\n'));
    target.and_then(|at| rest[at..].find(')').map(|end| at + end + 1)).unwrap_or(1)
}

/// An address ends at white space, a quote or an angle bracket, and at a closing bracket that it did not open.
fn address_length(text: &str) -> usize {
    let mut depth = 0;
    for (at, letter) in text.char_indices() {
        match letter {
            '(' => depth += 1,
            ')' if depth == 0 => return at,
            ')' => depth -= 1,
            '"' | '\'' | '<' | '>' | '`' | ']' | '|' | '\\' => return at,
            _ if letter.is_whitespace() => return at,
            _ => {}
        }
    }
    text.len()
}

fn canonical(address: &str) -> String {
    let address = address.trim_end_matches(['.', ',', ';', ':', '!', '*', '_']);
    let (place, query) = address.split_once('?').map_or((address, ""), |(place, query)| (place, query));
    let (host, path) = place.split_once('/').map_or((place, ""), |(host, path)| (host, path));
    let host = host.to_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host);
    let kept = query.split('&').filter(|part| !part.is_empty() && !TRACKING.iter().any(|mark| part.starts_with(mark)));
    let query = kept.collect::<Vec<_>>().join("&");
    let path = path.trim_end_matches('/');
    let tail = if query.is_empty() { String::new() } else { format!("?{query}") };
    if path.is_empty() { format!("{host}{tail}") } else { format!("{host}/{path}{tail}") }
}

/// Returns what an entry begins with when that names a thing: the title of a link or a span of code, in small letters
/// and digits. `None` where it begins with a plain word.
#[must_use]
pub fn head(text: &str) -> Option<String> {
    let text = text.trim_start().trim_start_matches(['*', '-', '+', '|', ' ']);
    let text = text.trim_start_matches(|letter: char| letter.is_ascii_digit() || letter == '.' || letter == ' ');
    let (open, close) = HEADS.iter().find(|(open, _)| text.starts_with(open))?;
    let (title, _) = text[open.len()..].split_once(close)?;
    let title: String = title.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    (!title.is_empty()).then_some(title)
}

/// Tells whether a sentence holds a link.
#[must_use]
pub fn points(text: &str) -> bool {
    !links(text).is_empty()
}

/// Returns the spans of code in a sentence that hold a letter: what they name, it speaks of. Numbers are its values.
#[must_use]
pub fn codes(text: &str) -> BTreeSet<&str> {
    // Closed by other marks they are quotation marks, as TeX and AsciiDoc write them.
    if text.contains("``") && text.contains("''") {
        return BTreeSet::new();
    }
    let mark = if text.contains("``") { "``" } else { "`" };
    let pieces: Vec<&str> = text.split(mark).collect();
    // A mark that nothing closes opens nothing.
    let closed = pieces[..pieces.len() - 1].iter().skip(1).step_by(2);
    closed.map(|span| span.trim()).filter(|span| span.contains(char::is_alphabetic)).collect()
}

/// How what names a thing begins and ends at the head of an entry: Markdown's links and code, the same in rst.
const HEADS: &[(&str, &str)] = &[("[", "]("), ("[", "]["), ("``", "``"), ("`", "`")];

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

    #[test]
    fn the_first_link_is_the_one_that_stands_first() {
        let cases = [
            ("- [Zoo](https://zoo.org/) and [Ape](http://ape.org)", Some((2, "zoo.org"))),
            ("- ![badge](https://b.io/x.svg) [Zoo](docs/zoo.md)", Some((31, "docs/zoo.md"))),
            ("* see https://Zoo.org/a?utm_source=x.", Some((6, "zoo.org/a"))),
            ("* [ ] none (here) at all", None),
        ];
        for (text, expected) in cases {
            let found = first_link(text).map(|link| (link.start, link.target));
            assert_eq!(found, expected.map(|(start, target)| (start, target.to_owned())), "{text}");
        }
    }

    #[test]
    fn spans_of_code_name_things() {
        assert_eq!(codes("Set `a.b` to `30` in `c`").into_iter().collect::<Vec<_>>(), ["a.b", "c"]);
        assert_eq!(codes("The variable ``value`` is").into_iter().collect::<Vec<_>>(), ["value"]);
        assert!(codes("he said ``stop here'' and ``go''").is_empty());
        assert!(codes("at most `12`, and a ` alone").is_empty());
    }

    #[test]
    fn addresses_are_folded() {
        let found = links("see [x](http://www.Example.org/a/) and https://example.org/a?utm_source=b.");
        assert_eq!(found, ["example.org/a"]);
    }
}
