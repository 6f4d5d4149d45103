//! `oneness allow`: a pair that may stay.
//!
//! Not here: the file it stands in (`config`).

use clap::Args;

use super::outcome::Outcome;
use crate::config;
use crate::error::Result;
use crate::git_program;

/// Allows one pair for good; it is written to .oneness/allowed.toml, to be reviewed and committed like code
#[derive(Debug, Args)]
pub struct Allow {
    /// The id that the finding shows
    id: String,
    /// Why the pair may stay
    #[arg(long, value_name = "TEXT", default_value = "")]
    reason: String,
}

impl Allow {
    /// Writes the pair down.
    ///
    /// # Errors
    /// A word that is no id, a file that cannot be written.
    pub fn run(self) -> Result<Outcome> {
        let top = git_program::ask_path(["rev-parse", "--show-toplevel"]);
        let top = top.or_else(|| std::env::current_dir().ok()).unwrap_or_default();
        let is_new = config::allow(&top, &self.id, &self.reason)?;
        let verb = if is_new { "is allowed now" } else { "was allowed before" };
        Ok(Outcome::told(format!("{} {verb}, in {}\n", self.id, config::ALLOWED)))
    }
}
