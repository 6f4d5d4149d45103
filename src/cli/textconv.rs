//! `oneness textconv`: the text of a document, for `git diff`, `git log -p` and `git blame`.
//!
//! Not here: how it is laid out (`report::plain`), how git is told to call it (`setup::driver`).

use std::io::Read as _;
use std::path::PathBuf;

use clap::Args;

use super::outcome::Outcome;
use crate::decode;
use crate::error::{Error, Result};
use crate::report::plain;

/// More than a deck with films has.
const MAX_BYTES: u64 = 1 << 30;

/// Prints the text of a document; called by git to show what changed in it
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  oneness textconv review.pptx

`oneness install` makes `git diff` show the text of decks and documents by it.")]
pub struct Textconv {
    /// The document; a text is printed as it is
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

impl Textconv {
    /// Writes the text. A document that cannot be read is told in a line, for git shows nothing at all otherwise.
    ///
    /// # Errors
    /// A file that is missing.
    pub fn run(self) -> Result<Outcome> {
        let failed = |error: std::io::Error| Error::new(format!("cannot read {}: {error}", self.file.display()));
        let mut bytes = Vec::new();
        std::fs::File::open(&self.file).map_err(failed)?.take(MAX_BYTES).read_to_end(&mut bytes).map_err(failed)?;
        let path = self.file.to_string_lossy().replace('\\', "/");
        let source = decode::source(&path, &bytes);
        let mut text = plain::write(&source);
        if source.is_unread() {
            // Two versions that cannot be read differ all the same.
            text.push_str(&format!("({} bytes, {:016x})\n", bytes.len(), crate::hash::hash(&bytes)));
        }
        Ok(Outcome::told(text))
    }
}
