//! `oneness explain`: the manual page of a kind of finding.

use clap::Args;

use super::Outcome;
use crate::error::{Error, Result};
use crate::findings::finding::{Kind, PAGES};

/// Prints the manual page of a kind of finding
#[derive(Debug, Args)]
pub struct Explain {
    /// The kind, as reports name it; nothing for the list of all kinds
    kind: Option<String>,
}

impl Explain {
    /// Prints a page, or the list of pages.
    ///
    /// # Errors
    /// An unknown kind.
    pub fn run(self) -> Result<Outcome> {
        let names = || PAGES.iter().map(|page| page.name).collect::<Vec<_>>();
        let Some(name) = self.kind else {
            let first_line = |manual: &'static str| manual.lines().nth(2).unwrap_or_default();
            let lines = PAGES.iter().map(|page| format!("{:<24} {}\n", page.name, first_line(page.manual)));
            return Ok(Outcome::told(lines.collect::<String>()));
        };
        let kind = Kind::by_name(&name).ok_or_else(|| {
            Error::new(format!("unknown kind '{name}'")).hint(format!("the kinds are {}", names().join(", ")))
        })?;
        Ok(Outcome::told(kind.manual()))
    }
}
