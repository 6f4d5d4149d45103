//! `oneness uninstall`: takes away what `oneness install` wrote, to the byte.
//!
//! Not here: hook files and git's configuration themselves (`setup`).

use clap::Args;

use super::install::places;
use super::outcome::Outcome;
use crate::error::Result;
use crate::setup::own_config::{self, Part};
use crate::setup::{driver, hooks};

/// Takes away what `oneness install` wrote, to the byte
#[derive(Debug, Args)]
pub struct Uninstall {
    /// Only the hooks
    #[arg(long)]
    hooks: bool,
    /// Only the merge driver
    #[arg(long)]
    merge_driver: bool,
    /// What was installed for all of your repositories
    #[arg(long)]
    global: bool,
}

impl Uninstall {
    /// Uninstalls, and says what it did.
    ///
    /// # Errors
    /// Where a file cannot be written.
    pub fn run(self) -> Result<Outcome> {
        let places = places(self.global)?;
        let mut text = String::new();
        if self.hooks || !self.merge_driver {
            for (name, _) in hooks::NAMES {
                let gone = hooks::uninstall(&places.hooks, name)?;
                let kept = gone.kept.map(|path| format!("; what was added to it stays in {}", path.display()));
                if gone.changed {
                    text += &format!("hook {name} is gone{}\n", kept.unwrap_or_default());
                }
            }
            own_config::remove(&places, Part::Template)?;
            own_config::tidy(&places);
        }
        if (self.merge_driver || !self.hooks) && driver::uninstall(&places)? {
            text.push_str("merge driver is gone\n");
        }
        Ok(Outcome::told(if text.is_empty() { "nothing was installed\n".to_owned() } else { text }))
    }
}
