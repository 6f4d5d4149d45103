//! `oneness demo`: shows what it finds, on a small repository that real git merges.
//!
//! Not here: the story itself (`story`), the same as PowerPoint decks (`decks`).

mod decks;
mod git;
mod story;

use clap::Args;

use super::outcome::Outcome;
use crate::error::{Error, Result};
use git::{Git, checked, command};

const OPENING: &str = "\
An e-mail goes round: \"Please add this important bullet to your deck: support for version 1 ends in March.\"
Anna adds it to slide 5 of the spring review, Ben to slide 6 in slightly other words. On the same days
Chris and Dana need the same helper; each writes it, in two modules and under two names.
Anna and Chris work on `main`, Ben and Dana on `review`. Then somebody merges:
";

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
        let scratch = tempfile::Builder::new().prefix("oneness-demo-").tempdir();
        let scratch = scratch.map_err(|error| Error::new(format!("no temporary folder: {error}")))?;
        let git = Git { folder: scratch.path() };
        git.build()?;
        let mut text = format!("{OPENING}\n{}", command("git merge review"));
        text.push_str(&git.run(("Anna", "2026-03-04T10:00:00+01:00"), &["merge", "--no-edit", "review"])?);
        text.push_str("\nGit is content: no conflict. The same merge, as oneness reads it:\n\n");
        text.push_str(&command("oneness check HEAD"));
        text.push_str(&checked(scratch.path())?);
        text.push('\n');
        text.push_str(&decks::told(&scratch.path().join("decks"))?);
        if self.keep {
            text.push_str(&format!("\nRepository and decks are kept in {}\n", scratch.keep().display()));
        }
        Ok(Outcome::told(text))
    }
}

#[cfg(test)]
mod tests {
    use super::git::put_behind;
    use super::story::{BASE, OURS, THEIRS};

    #[test]
    fn every_change_finds_its_line() {
        for change in OURS.iter().chain(THEIRS) {
            let (_, text) = BASE.iter().find(|(path, _)| *path == change.path).expect("the file is in the base");
            assert!(put_behind(text, change.after, change.text).contains(change.text), "{}", change.subject);
        }
    }
}
