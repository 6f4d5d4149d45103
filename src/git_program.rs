//! The `git` program, asked questions: configuration, paths, and the merges that only git itself can make.
//!
//! Not here: commits, trees and blobs (`merge::git` reads them without a process a question).

use std::ffi::OsStr;
use std::process::{Command, Output, Stdio};

use crate::error::{Error, Result};

/// The oldest git whose answers this program was built for: `merge-file --diff-algorithm` came with it.
pub const OLDEST: (u32, u32) = (2, 44);

/// Starts a command line of `git` that reads nothing and whose messages are in English.
#[must_use]
pub fn git() -> Command {
    let mut command = Command::new("git");
    command.stdin(Stdio::null()).env("LC_ALL", "C").env("GIT_NO_LAZY_FETCH", "1");
    command
}

/// Starts a command line in the shell that git itself uses; what it prints goes to stderr, for people.
#[must_use]
pub fn shell(line: &str) -> Command {
    let mut command = Command::new("sh");
    command.args(["-c", &format!("{{ {line}\n}} 1>&2")]);
    command
}

/// Runs git and returns what it printed, whatever its exit code.
///
/// # Errors
/// Where there is no git to run.
pub fn run<I: IntoIterator<Item = S>, S: AsRef<OsStr>>(arguments: I) -> Result<Output> {
    git()
        .args(arguments)
        .output()
        .map_err(|error| Error::new(format!("cannot run git: {error}")).hint("install git, or put its folder on PATH"))
}

/// Runs git and returns the first line it printed; `None` where git failed or had nothing to say.
#[must_use]
pub fn ask<I: IntoIterator<Item = S>, S: AsRef<OsStr>>(arguments: I) -> Option<String> {
    let output = run(arguments).ok().filter(|output| output.status.success())?;
    let text = String::from_utf8_lossy(&output.stdout);
    let line = text.strip_suffix('\n').unwrap_or(&text);
    (!line.is_empty()).then(|| line.to_owned())
}

/// Returns one value of git's configuration, as the working directory and the environment see it.
#[must_use]
pub fn config(key: &str) -> Option<String> {
    ask(["config", "--get", key])
}

/// Returns the major and minor version of git; `None` where there is no git.
#[must_use]
pub fn version() -> Option<(u32, u32)> {
    let text = ask(["version"])?;
    let mut numbers = text.split_whitespace().nth(2)?.split('.').map(str::parse);
    Some((numbers.next()?.ok()?, numbers.next()?.ok()?))
}
