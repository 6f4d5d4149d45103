//! `oneness languages`: what it can read.

use clap::Args;

use super::outcome::Outcome;
use crate::error::Result;

/// Lists what it can read
#[derive(Debug, Args)]
pub struct Languages {
    /// Print the lines for .gitattributes that send these files to the merge driver
    #[arg(long)]
    gitattributes: bool,
}

impl Languages {
    /// Lists the formats with their extensions.
    ///
    /// # Errors
    /// None today.
    pub fn run(self) -> Result<Outcome> {
        let mut text = String::new();
        for (name, extensions) in crate::units::formats() {
            if self.gitattributes {
                text.extend(extensions.iter().map(|extension| format!("*.{extension} merge=oneness\n")));
            } else {
                text.push_str(&format!("{name:<18} {}\n", extensions.join(" ")));
            }
        }
        Ok(Outcome::told(text))
    }
}
