//! `oneness install`: makes git call oneness.
//!
//! Not here: hook files and git's configuration themselves (`setup`).

use clap::Args;

use super::outcome::Outcome;
use crate::error::{Error, Result, printable};
use crate::merge::git::Repo;
use crate::setup::driver::{self, Wish};
use crate::setup::{Places, hooks, own_config};

/// Makes git call oneness: hooks for whole merges, and a merge driver for single files
#[derive(Debug, Args)]
#[command(after_help = "\
Without --hooks and --merge-driver it installs both. Hooks that are there run first; drivers that are there stay.
`oneness uninstall` takes all of it away again, `oneness doctor` says whether it works.")]
pub struct Install {
    /// Install the hooks
    #[arg(long)]
    hooks: bool,
    /// Install the merge driver
    #[arg(long)]
    merge_driver: bool,
    /// For all of your repositories: the driver at once, the hooks in new clones
    #[arg(long)]
    global: bool,
    /// Make the merge driver report what was said twice as a conflict
    #[arg(long)]
    strict: bool,
    /// Let this driver of git's configuration merge its files, and look afterwards
    #[arg(long, value_name = "DRIVER")]
    delegate: Option<String>,
}

impl Install {
    /// Installs, and says what it did.
    ///
    /// # Errors
    /// Where a file cannot be written, or a hook manager would undo it.
    pub fn run(self) -> Result<Outcome> {
        let places = places(self.global)?;
        let (with_hooks, with_driver) = (self.hooks || !self.merge_driver, self.merge_driver || !self.hooks);
        if with_hooks && !self.global {
            can_run_hooks()?;
        }
        let mut text = String::new();
        if with_driver {
            let wish = Wish { strict: self.strict, delegate: self.delegate };
            let outcome = driver::install(&places, &wish)?;
            text.push_str(&told("merge driver", &places.config.display().to_string(), outcome.changed));
            text.extend(outcome.notes.iter().map(|note| format!("  note: {}\n", printable(note))));
        }
        if with_hooks {
            text.push_str(&install_hooks(&places, self.hooks)?);
        }
        text.push_str("undo with: oneness uninstall");
        text.push_str(if self.global { " --global\n" } else { "\n" });
        Ok(Outcome::told(text))
    }
}

/// Says why a hook could not do its work here, before anything is written.
fn can_run_hooks() -> Result<()> {
    let repo = Repo::open()?;
    if repo.work_tree().is_none() {
        return Err(Error::new("this repository has no work tree, so git runs none of these hooks here")
            .hint("install in a clone; `oneness check` and `oneness audit` read this one as it is"));
    }
    Ok(())
}

/// Returns the places of the repository here, or of all of a user's.
pub(super) fn places(global: bool) -> Result<Places> {
    if global { Places::of_user() } else { Places::of_repository() }
}

/// Where a manager writes its hooks anew, ours would be gone one day without a word: there the manager must call.
fn install_hooks(places: &Places, asked: bool) -> Result<String> {
    let manager = hooks::manager(&places.hooks, places.top.as_deref());
    match manager {
        Some(manager) if manager.overwrites && asked => {
            return Err(Error::new(format!("{} looks after the hooks here and would undo it", manager.name))
                .hint(manager.advice));
        }
        Some(manager) if manager.overwrites => {
            return Ok(format!("hooks: {} looks after them; {}\n", manager.name, manager.advice));
        }
        _ => {}
    }
    let mut text = String::new();
    for (name, sees) in hooks::NAMES {
        let changed = hooks::install(&places.hooks, name)?;
        text.push_str(&told(&format!("hook {name}"), sees, changed));
    }
    if places.global {
        own_config::use_template(places)?;
        text.push_str(
            "  note: hooks come with new clones; in a repository that is there already, type `oneness install`\n",
        );
    }
    if places.top.as_ref().is_some_and(|top| places.hooks.starts_with(top) && !inside_git(places)) {
        text.push_str("  note: core.hooksPath points into the work tree, so the hooks show in `git status`\n");
    }
    if let Some(manager) = manager {
        let name = manager.name;
        let advice = manager.advice;
        text += &format!("  note: {name} looks after the hooks too; so that it knows of this one, {advice}\n");
    }
    Ok(text)
}

fn inside_git(places: &Places) -> bool {
    places.config.parent().is_some_and(|own| places.hooks.starts_with(own))
}

fn told(what: &str, where_or_why: &str, changed: bool) -> String {
    let verb = if changed { "installed" } else { "is installed" };
    format!("{what} {verb} ({})\n", printable(where_or_why))
}
