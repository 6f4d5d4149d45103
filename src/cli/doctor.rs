//! `oneness doctor`: whether git will call oneness, and what to type where it will not.
//!
//! Not here: the examination (`setup::doctor`).

use clap::Args;

use super::outcome::Outcome;
use crate::error::{Result, printable};
use crate::setup::doctor::{Examined, Verdict, examine};

/// Says whether git will call oneness, and what to type where it will not
#[derive(Debug, Args)]
#[command(after_help = "Exit codes: 0 nothing is wrong, 1 something is.")]
pub struct Doctor {}

impl Doctor {
    /// Examines the repository of the working directory.
    ///
    /// # Errors
    /// None: what cannot be examined is told.
    pub fn run(self) -> Result<Outcome> {
        let folder = std::env::current_dir().unwrap_or_default();
        let examined = examine(&folder);
        let code = u8::from(examined.iter().any(|examined| examined.verdict == Verdict::Bad));
        Ok(Outcome { text: examined.iter().map(line).collect(), code })
    }
}

fn line(examined: &Examined) -> String {
    let sign = match examined.verdict {
        Verdict::Good => "\x1b[32mok  \x1b[0m",
        Verdict::Fair => "\x1b[33m-   \x1b[0m",
        Verdict::Bad => "\x1b[31mBAD \x1b[0m",
    };
    let remedy = examined.remedy.as_ref().map(|remedy| format!("      type: {}\n", printable(remedy)));
    format!("{sign}{}\n{}", printable(&examined.what), remedy.unwrap_or_default())
}
