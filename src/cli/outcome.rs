//! What a command leaves behind: text, an exit code, and what people are told beside it.
//!
//! Not here: any command.

use std::io::Write;

/// What a command leaves to `main`: text for standard output and the exit code.
#[derive(Debug, Default)]
pub struct Outcome {
    /// What to print; may hold colour codes.
    pub text: String,
    /// 0 nothing found, 1 findings.
    pub code: u8,
}

impl Outcome {
    /// Prints a text and ends well.
    pub fn told(text: impl Into<String>) -> Outcome {
        Outcome { text: text.into(), code: 0 }
    }
}

/// Tells people something where standard output belongs to git.
pub(super) fn to_stderr(text: &str) {
    // Nobody can be told that nobody can be told.
    let _ = anstream::stderr().write_all(text.as_bytes());
}
