//! The front matter of a document: its keys, and where the document itself begins.
//!
//! Not here: the meaning of a key (`slides` knows those of decks), YAML as a format.

use std::ops::Range;

use crate::source::Text;

/// Front matter of more lines than this is none: a ruler opens the document.
const LONGEST: usize = 400;

/// The front matter of a document.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Front {
    /// The keys of the first level and the bytes of each with its value.
    pub keys: Vec<(String, Range<usize>)>,
    /// Where the document begins; 0 where there is no front matter.
    pub end: usize,
}

impl Front {
    /// Returns the value of a key, as far as it stands on the key's line, without quotes.
    #[must_use]
    pub fn value<'a>(&self, text: &'a Text, key: &str) -> Option<&'a str> {
        let (_, bytes) = self.keys.iter().find(|(known, _)| known == key)?;
        let line = text.as_str().get(bytes.clone())?.lines().next()?;
        let value = line.split_once([':', '=']).map(|(_, value)| value)?;
        Some(value.trim().trim_matches(['"', '\'']))
    }
}

/// Reads the front matter of a document: YAML between `---`, or TOML between `+++`.
#[must_use]
pub fn of(text: &Text) -> Front {
    let fence = text.line(0).trim_start_matches('\u{feff}').trim_end();
    if fence != "---" && fence != "+++" {
        return Front::default();
    }
    let limit = text.line_count().min(LONGEST);
    let Some(close) = (1..limit).find(|line| is_end(text.line(*line), fence)) else { return Front::default() };
    if !is_settings(text, 1..close) {
        return Front::default();
    }
    Front { keys: keys(text, 1..close), end: text.line_bytes(close).end }
}

fn is_end(line: &str, fence: &str) -> bool {
    let line = line.trim_end();
    line == fence || (fence == "---" && line == "...")
}

/// Tells whether lines are settings and not prose between two rulers.
#[must_use]
pub fn is_settings(text: &Text, lines: Range<usize>) -> bool {
    let mut said = lines.map(|line| text.line(line)).filter(|line| !line.trim().is_empty() && !line.starts_with('#'));
    let Some(first) = said.next() else { return true };
    let is_inner = |line: &str| line.starts_with([' ', '\t', '-', ']', '}', '[']) || key(line).is_some();
    (key(first).is_some() || first.starts_with('[')) && said.all(is_inner)
}

/// Returns the key that a line sets: `title: …` or `title = …`.
#[must_use]
pub fn key(line: &str) -> Option<&str> {
    let length = line.find(|letter: char| !letter.is_alphanumeric() && !matches!(letter, '-' | '_' | '.'))?;
    let rest = line[length..].trim_start();
    let value = rest.strip_prefix(':').or_else(|| rest.strip_prefix('='))?;
    let is_key = length > 0 && (value.is_empty() || value.starts_with([' ', '\t']));
    is_key.then_some(&line[..length])
}

fn keys(text: &Text, lines: Range<usize>) -> Vec<(String, Range<usize>)> {
    let mut found: Vec<(String, Range<usize>)> = Vec::new();
    for line in lines {
        let bytes = text.span_of_lines(line..line + 1).bytes;
        if let Some(key) = key(text.line(line)) {
            found.push((key.to_owned(), bytes));
        } else if let Some((_, last)) = found.last_mut().filter(|_| !text.line(line).trim().is_empty()) {
            last.end = bytes.end;
        }
    }
    found
}
