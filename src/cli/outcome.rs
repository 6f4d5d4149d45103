//! What a command leaves behind: text, an exit code, and what people are told beside it.
//!
//! Not here: any command.

use std::io::Write;

use crate::error::{Error, Result};

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

/// Writes an answer. A reader that closed the pipe has seen enough: that is no error of ours.
///
/// # Errors
/// Where the answer cannot be written, as on a full disk: half an answer must not pass for one.
pub(super) fn write(out: &mut dyn Write, text: &str) -> Result<()> {
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
            Err(Error::new(format!("cannot write the answer: {error}")))
        }
        _ => Ok(()),
    }
}

/// Tells people something where standard output belongs to git.
pub(super) fn to_stderr(text: &str) {
    // Nobody can be told that nobody can be told.
    let _ = anstream::stderr().write_all(text.as_bytes());
}
