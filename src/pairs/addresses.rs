//! Addresses that stand in a sentence without `https://`, as people write them on slides: `example.org/prices`.
//!
//! Not here: addresses with a scheme, and what form all spellings of one share (`units::prose::address`).

use crate::units::prose::address;

/// Shorter last parts of a host are no names of countries or purposes.
const MIN_LAST: usize = 2;
/// Longer last parts are more often words of which the space was forgotten.
const MAX_LAST: usize = 6;

/// Names that end like files and stand before a slash: `node.js/express`.
const FILES: &[&str] = &["js", "md", "py", "rs", "ts"];

/// Returns the addresses in canonical form: a host with a dot, then a path. A host alone could be a file or a method.
#[must_use]
pub fn without_scheme(text: &str) -> Vec<String> {
    text.split(|letter: char| letter.is_whitespace() || "()[]<>\"',;|`".contains(letter)).filter_map(named).collect()
}

fn named(word: &str) -> Option<String> {
    if word.contains(':') {
        return None;
    }
    let word = word.trim_start_matches("www.").trim_end_matches(['.', '!', '?', '*', '_']);
    let (host, path) = word.split_once('/')?;
    let is_named = is_host(&host.to_lowercase()) && !path.trim_end_matches('/').is_empty();
    is_named.then(|| address::canonical(word))
}

fn is_host(host: &str) -> bool {
    let parts: Vec<&str> = host.split('.').collect();
    let is_part =
        |part: &&str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    let last = parts.last().copied().unwrap_or_default();
    let named = (MIN_LAST..=MAX_LAST).contains(&last.len()) && last.bytes().all(|byte| byte.is_ascii_lowercase());
    parts.len() > 1 && named && !FILES.contains(&last) && parts.iter().all(is_part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_with_a_path_is_an_address() {
        assert_eq!(without_scheme("See go.example.org/Prices."), ["go.example.org/Prices"]);
        assert_eq!(without_scheme("(www.example.org/a/)"), ["example.org/a"]);
    }

    #[test]
    fn files_fractions_and_sentences_are_none() {
        let none = [
            "src/main.rs",
            "./a.b/c",
            "and/or",
            "1.5/2",
            "read.me",
            "https://example.org/a",
            "../x.y/z",
            "Node.js/Express",
        ];
        none.iter().for_each(|text| assert!(without_scheme(text).is_empty(), "{text}"));
    }
}
