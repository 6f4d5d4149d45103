//! `oneness completions`: what a shell needs to complete commands and options.
//!
//! Not here: where a shell looks for it.

use clap::{Args, Command};
use clap_complete::Shell;

use super::outcome::Outcome;
use crate::error::Result;

/// Prints completions for a shell
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  oneness completions bash > ~/.local/share/bash-completion/completions/oneness
  oneness completions zsh > \"${fpath[1]}/_oneness\"
  oneness completions fish > ~/.config/fish/completions/oneness.fish")]
pub struct Completions {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

impl Completions {
    /// Writes the completions of the program.
    ///
    /// # Errors
    /// None today.
    pub fn run(self, mut program: Command) -> Result<Outcome> {
        let mut bytes = Vec::new();
        clap_complete::generate(self.shell, &mut program, "oneness", &mut bytes);
        Ok(Outcome::told(String::from_utf8_lossy(&bytes)))
    }
}
