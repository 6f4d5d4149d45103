//! What can go wrong at the rim, told in one line with what to do about it.
//!
//! Not here: anything between edits and findings. There a problem is a note beside the result.

use std::fmt;

/// Why a command could not do its work: one sentence and, where there is one, what the user can do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error {
    message: String,
    hint: Option<String>,
}

/// The result of everything at the rim.
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// Makes an error from a sentence without its full stop.
    pub fn new(message: impl Into<String>) -> Error {
        Error { message: message.into(), hint: None }
    }

    /// Adds what the user can do.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Error {
        self.hint = Some(hint.into());
        self
    }
}

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        // One line, whatever a repository puts into names: an error never spans lines or moves the cursor.
        let line = match &self.hint {
            Some(hint) => format!("{}; {hint}", self.message),
            None => self.message.clone(),
        };
        formatter.write_str(&printable(&line))
    }
}

impl std::error::Error for Error {}

/// Shows as escapes what a terminal obeys or hides: control characters, marks that turn the direction of writing, and
/// letters without a shape. A file or author name cannot move the cursor, forge lines, or pass for another one.
#[must_use]
pub fn printable(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for letter in text.chars() {
        if letter != '\t' && is_hidden(letter) {
            shown.extend(letter.escape_unicode());
        } else {
            shown.push(letter);
        }
    }
    shown
}

/// Tells whether a letter is one that nobody sees, or that acts on a terminal. What joins letters in emoji and in Persian
/// or Indian words is none of these.
#[must_use]
pub fn is_hidden(letter: char) -> bool {
    letter.is_control()
        || matches!(
            letter,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}'
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_hides() {
        assert_eq!(
            printable("a\u{200b}\u{ad}\u{9b}2J\t\u{e0041}"),
            r"a\u{200b}\u{ad}\u{9b}2J\t\u{e0041}".replace(r"\t", "\t")
        );
        let family = "👩\u{200d}👧 می\u{200c}خواهم café 日本";
        assert_eq!(printable(family), family);
        assert_eq!(Error::new("a\nb\u{2028}").to_string(), r"a\u{a}b\u{2028}");
    }
}
