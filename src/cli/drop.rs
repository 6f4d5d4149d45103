//! `oneness drop`: one of the two copies of a finding goes.
//!
//! Not here: how it is taken out (`decide`), deciding many at once (`review`).

use clap::{Args, ValueEnum};

use super::current;
use super::decide::{self, Decision, Keep, WorkTree};
use super::outcome::Outcome;
use crate::config::Wishes;
use crate::error::{Error, Result};
use crate::source::Side;

/// Takes away one of the two copies of a finding, in the work tree; during a merge the file is staged
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  oneness drop c91d --dry-run          what would be taken away: the copy of the side that came in
  oneness drop c91d --keep theirs      our copy goes
  oneness drop c91d REV                a finding of a merge commit, where its copies still stand")]
pub struct Drop {
    /// The id that the finding shows, or so much of it that no other begins so
    id: String,
    /// The merge that the finding belongs to, as it was checked
    #[arg(value_name = "REV | OURS THEIRS", num_args = 0..=2)]
    merge: Vec<String>,
    /// Whose copy stays
    #[arg(long, value_enum, default_value = "ours")]
    keep: Kept,
    /// Print the patch and write nothing
    #[arg(short = 'n', long)]
    dry_run: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Kept {
    /// The side that is checked out
    Ours,
    /// The side that came in
    Theirs,
}

impl Drop {
    /// Takes the copy away, and prints the patch.
    ///
    /// # Errors
    /// An id that no finding has, a copy that does not stand any more, a file that cannot be written.
    pub fn run(self) -> Result<Outcome> {
        let side = if self.keep == Kept::Ours { Side::Ours } else { Side::Theirs };
        dropped(&self.id, &self.merge, side, self.dry_run)
    }
}

/// Takes away the copy of the side that does not stay, unless it is only to be shown, and returns the patch.
///
/// # Errors
/// As [`Drop::run`].
pub(super) fn dropped(id: &str, merge: &[String], keep: Side, dry_run: bool) -> Result<Outcome> {
    if !current::is_id(id) {
        return Err(Error::new(format!("'{id}' is not the id of a finding"))
            .hint("each finding shows its own, in text and in `--format json`"));
    }
    let mut wishes = Wishes::here()?;
    (wishes.all, wishes.with_silenced) = (true, true);
    let report = current::finding(id, merge, &wishes)?;
    let tree = WorkTree::here()?;
    let plan = decide::plan(&[Decision { told: &report.findings[0], keep: Keep::One(keep) }], &tree);
    if let Some(why) = plan.troubles.values().next() {
        return Err(Error::new(why.clone()));
    }
    let patch = plan.patch();
    if dry_run {
        return Ok(Outcome::told(patch));
    }
    let told = plan.apply(&tree)?;
    Ok(Outcome::told(format!("{patch}oneness: {told}\n")))
}
