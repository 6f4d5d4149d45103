//! The repository of the demonstration, and what a command in it looks like.
//!
//! Not here: what is committed there (`story`, `decks`).

use std::path::Path;
use std::process::Command;

use super::story::{BASE, Change, OURS, THEIRS};
use crate::error::{Error, Result};
use crate::findings::Options;
use crate::merge::git::Repo;
use crate::report::{self, Style};
use crate::river;

const BOLD: &str = "\x1b[1m";
const DIM: &str = "\x1b[2m";
const RESET: &str = "\x1b[0m";

pub(super) fn command(line: &str) -> String {
    format!("{DIM}${RESET} {BOLD}{line}{RESET}\n")
}

/// Checks the merge that git made, exactly as `oneness check HEAD` does.
pub(super) fn checked(folder: &Path) -> Result<String> {
    let mut repo = Repo::open_at(folder)?;
    let (commit, parents) = repo.parents_of("HEAD")?;
    let (ours, theirs) = parents.first().ok_or_else(|| Error::new("git made no merge"))?;
    let merge = repo.finished(&commit, ours, theirs)?;
    let report = river::check(&merge, &repo, &Options::default());
    Ok(report::write(&report, Style::default()))
}

/// Git in one folder, deaf to the user's configuration: everybody sees the same demonstration.
pub(super) struct Git<'a> {
    pub(super) folder: &'a Path,
}

impl Git<'_> {
    pub(super) fn build(&self) -> Result<()> {
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

    pub(super) fn write(&self, path: &str, text: &str) -> Result<()> {
        self.write_bytes(path, text.as_bytes())
    }

    pub(super) fn write_bytes(&self, path: &str, bytes: &[u8]) -> Result<()> {
        let file = self.folder.join(path);
        let folder = file.parent().unwrap_or(self.folder);
        let written = std::fs::create_dir_all(folder).and_then(|()| std::fs::write(&file, bytes));
        written.map_err(|error| wrong(path, &error))
    }

    pub(super) fn commit(&self, who: (&str, &str), subject: &str) -> Result<()> {
        self.run(who, &["add", "--all"])?;
        self.run(who, &["commit", "--quiet", "--message", subject]).map(drop)
    }

    /// Runs git as somebody at some time, and returns what it says.
    pub(super) fn run(&self, (name, time): (&str, &str), arguments: &[&str]) -> Result<String> {
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
pub(super) fn put_behind(text: &str, after: &str, addition: &str) -> String {
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
