//! `oneness man`: the manual page, of the program or of one command.
//!
//! Not here: the pages of the kinds of findings (`explain`).

use clap::{Args, Command};
use clap_mangen::Man;

use super::outcome::Outcome;
use crate::error::{Error, Result};

/// Prints the manual page, as `man` reads it
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  oneness man > ~/.local/share/man/man1/oneness.1
  oneness man check | man -l -")]
pub struct Manual {
    /// The page of this command
    command: Option<String>,
}

impl Manual {
    /// Writes the page of the program, or of one of its commands.
    ///
    /// # Errors
    /// A command that does not exist.
    pub fn run(self, mut program: Command) -> Result<Outcome> {
        program.build();
        let page = match &self.command {
            None => program,
            Some(name) => {
                let own = program.find_subcommand(name).filter(|command| !command.is_hide_set()).cloned();
                let own = own.ok_or_else(|| {
                    Error::new(format!("there is no command '{name}'")).hint("`oneness help` lists them")
                })?;
                own.display_name(format!("oneness-{name}"))
            }
        };
        let mut bytes = Vec::new();
        let written = Man::new(page).render(&mut bytes);
        written.map_err(|error| Error::new(format!("cannot write the page: {error}")))?;
        Ok(Outcome::told(String::from_utf8_lossy(&bytes)))
    }
}
