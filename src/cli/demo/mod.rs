//! `oneness demo`: shows what it finds, on a small repository that real git merges.
//!
//! Not here: the story itself (`story`), the same as PowerPoint decks (`decks`).

mod decks;
mod story;

use std::path::Path;
use std::process::Command;

use clap::Args;

use super::Outcome;
use crate::error::{Error, Result};
use crate::findings::Options;
use crate::merge::git::Repo;
use crate::report::{self, Style};
use crate::river;
use story::{BASE, Change, OURS, THEIRS};

const BOLD: &str = "\x1b[1m";
const DIM: &str = "\x1b[2m";
const RESET: &str = "\x1b[0m";

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

fn command(line: &str) -> String {
    format!("{DIM}${RESET} {BOLD}{line}{RESET}\n")
}

/// Checks the merge that git made, exactly as `oneness check HEAD` does.
fn checked(folder: &Path) -> Result<String> {
    let mut repo = Repo::open_at(folder)?;
    let (commit, parents) = repo.parents_of("HEAD")?;
    let (ours, theirs) = parents.first().ok_or_else(|| Error::new("git made no merge"))?;
    let merge = repo.finished(&commit, ours, theirs)?;
    let report = river::check(&merge, &repo, &Options::default());
    Ok(report::write(&report, Style::default()))
}

/// Git in one folder, deaf to the user's configuration: everybody sees the same demonstration.
struct Git<'a> {
    folder: &'a Path,
}

impl Git<'_> {
    fn build(&self) -> Result<()> {
        let carla = ("Carla", "2026-03-01T12:00:00+01:00");
        self.run(carla, &["init", "--quiet", "--initial-branch=main"])?;
        for (path, text) in BASE {
            self.write(path, text)?;
        }
        self.commit(carla, "The spring review, and two modules")?;
        self.run(carla, &["branch", "review"])?;
        OURS.iter().try_for_each(|change| self.change(change))?;
        self.run(carla, &["checkout", "--quiet", "review"])?;
        THEIRS.iter().try_for_each(|change| self.change(change))?;
        self.run(carla, &["checkout", "--quiet", "main"])?;
        Ok(())
    }

    fn change(&self, change: &Change) -> Result<()> {
        let path = self.folder.join(change.path);
        let text = std::fs::read_to_string(&path).map_err(|error| wrong(change.path, &error))?;
        self.write(change.path, &put_behind(&text, change.after, change.text))?;
        self.commit((change.who, change.when), change.subject)
    }

    fn write(&self, path: &str, text: &str) -> Result<()> {
        self.write_bytes(path, text.as_bytes())
    }

    fn write_bytes(&self, path: &str, bytes: &[u8]) -> Result<()> {
        let file = self.folder.join(path);
        let folder = file.parent().unwrap_or(self.folder);
        let written = std::fs::create_dir_all(folder).and_then(|()| std::fs::write(&file, bytes));
        written.map_err(|error| wrong(path, &error))
    }

    fn commit(&self, who: (&str, &str), subject: &str) -> Result<()> {
        self.run(who, &["add", "--all"])?;
        self.run(who, &["commit", "--quiet", "--message", subject]).map(drop)
    }

    /// Runs git as somebody at some time, and returns what it says.
    fn run(&self, (name, time): (&str, &str), arguments: &[&str]) -> Result<String> {
        let nothing = if cfg!(windows) { "NUL" } else { "/dev/null" };
        let email = format!("{}@example.org", name.to_lowercase());
        let mut command = Command::new("git");
        for (variable, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("GIT_")) {
            command.env_remove(variable);
        }
        command.current_dir(self.folder).args(["-c", "core.autocrlf=false", "-c", "color.ui=never"]).args(arguments);
        command.envs([("GIT_CONFIG_GLOBAL", nothing), ("GIT_CONFIG_SYSTEM", nothing), ("GIT_CONFIG_NOSYSTEM", "1")]);
        command.envs([("GIT_AUTHOR_NAME", name), ("GIT_AUTHOR_EMAIL", &email), ("GIT_AUTHOR_DATE", time)]);
        command.envs([("GIT_COMMITTER_NAME", name), ("GIT_COMMITTER_EMAIL", &email), ("GIT_COMMITTER_DATE", time)]);
        command.envs([("LC_ALL", "C"), ("COLUMNS", "80"), ("GIT_TERMINAL_PROMPT", "0")]);
        let output =
            command.output().map_err(|error| Error::new(format!("cannot run git: {error}")).hint("install git"))?;
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        match output.status.success() {
            true => Ok(said),
            false => Err(Error::new(format!(
                "git {}: {said}{}",
                arguments.join(" "),
                String::from_utf8_lossy(&output.stderr)
            ))),
        }
    }
}

/// Puts a text behind the first line that reads like `after`.
fn put_behind(text: &str, after: &str, addition: &str) -> String {
    let mut result = String::new();
    let mut waiting = true;
    for line in text.split_inclusive('\n') {
        result.push_str(line);
        if waiting && line.trim_end() == after {
            result.push_str(addition);
            waiting = false;
        }
    }
    result
}

fn wrong(path: &str, error: &std::io::Error) -> Error {
    Error::new(format!("cannot write {path}: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_change_finds_its_line() {
        for change in OURS.iter().chain(THEIRS) {
            let (_, text) = BASE.iter().find(|(path, _)| *path == change.path).expect("the file is in the base");
            assert!(put_behind(text, change.after, change.text).contains(change.text), "{}", change.subject);
        }
    }
}
