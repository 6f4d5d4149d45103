//! What a sentence names: its links, the thing at its head, its spans of code.
//!
//! Not here: what a document is made of (one reader a format), what an address is (`address.rs`), how
//! markup is taken off (`plain.rs`).

use std::collections::BTreeSet;

pub use super::address::{FirstLink, first_link, links};
pub use super::plain::plain;

/// Returns what an entry begins with when that names a thing: the title of a link, a span of code, the files before a
/// colon as change logs name them; in small letters and digits. `None` where it begins with a plain word.
#[must_use]
pub fn head(text: &str) -> Option<String> {
    let text = text.trim_start().trim_start_matches(['*', '-', '+', '|', ' ']);
    let text = text.trim_start_matches(|letter: char| letter.is_ascii_digit() || letter == '.' || letter == ' ');
    let title = match HEADS.iter().find(|(open, _)| text.starts_with(open)) {
        Some((open, close)) => text[open.len()..].split_once(close)?.0,
        None => text.split_once(':').map(|(files, _)| files).filter(|files| are_files(files))?,
    };
    let title: String = title.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    (!title.is_empty()).then_some(title)
}

/// Tells whether a text is names of files and nothing else; what stands in brackets is a part of one.
fn are_files(text: &str) -> bool {
    let is_file = |word: &str| {
        let ending = word.rsplit_once('.').map(|(stem, ending)| (stem.len(), ending));
        ending.is_some_and(|(stem, ending)| stem > 1 && ending.len() < 6 && ending.starts_with(char::is_alphabetic))
    };
    let whole = text.split('(').next().unwrap_or_default();
    let mut words = whole.split([',', ' ']).filter(|word| !word.is_empty()).peekable();
    words.peek().is_some() && words.all(is_file)
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
    fn an_entry_begins_with_what_it_is_about() {
        assert_eq!(head("* port.c, lamp.c: light it at dusk").as_deref(), Some("portclampc"));
        assert_eq!(
            head("- tide.rs (high): count twice").as_deref(),
            Some("tiders(high)".replace(['(', ')'], "").as_str())
        );
        assert_eq!(head("- Note: count twice"), None);
        assert_eq!(head("- [Tides](https://tides.example)").as_deref(), Some("tides"));
    }

    #[test]
    fn spans_of_code_name_things() {
        assert_eq!(codes("Set `a.b` to `30` in `c`").into_iter().collect::<Vec<_>>(), ["a.b", "c"]);
        assert_eq!(codes("The variable ``value`` is").into_iter().collect::<Vec<_>>(), ["value"]);
        assert!(codes("he said ``stop here'' and ``go''").is_empty());
        assert!(codes("at most `12`, and a ` alone").is_empty());
    }
}
