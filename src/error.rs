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

/// Replaces control characters, so that a file or author name cannot move the cursor or forge lines of a terminal.
#[must_use]
pub fn printable(text: &str) -> String {
    let safe =
        |letter: char| !(letter.is_control() || matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'));
    text.chars().map(|letter| if safe(letter) || letter == '\t' { letter } else { '\u{fffd}' }).collect()
}
