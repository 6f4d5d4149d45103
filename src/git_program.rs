//! The `git` program, asked questions: configuration, paths, and the merges that only git itself can make.
//!
//! Not here: commits, trees and blobs (`merge::git` reads them without a process a question).

use std::ffi::OsStr;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};
use std::sync::OnceLock;

use crate::error::{Error, Result};

/// The oldest git whose answers this program was built for: `merge-file --diff-algorithm` came with it.
pub const OLDEST: (u32, u32) = (2, 44);

/// The oldest git that can try a merge: `merge-tree --write-tree` came with it.
pub const NEEDED: (u32, u32) = (2, 38);

/// Says what a git that is older lacks; `None` where it is as it should be, or where there is none.
#[must_use]
pub fn shortcoming() -> Option<String> {
    let (major, minor) = version().filter(|version| *version < OLDEST)?;
    Some(format!(
        "git {major}.{minor} does not tell a merge driver what it calls the sides of a conflict (git {}.{} does), so that \
         oneness takes the names from the command that runs",
        OLDEST.0, OLDEST.1
    ))
}

/// Starts a command line of `git` that reads nothing, fetches nothing, and whose messages are in English.
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

/// As [`ask`], for an answer that is a path: its bytes stay what they are.
#[must_use]
pub fn ask_path<I: IntoIterator<Item = S>, S: AsRef<OsStr>>(arguments: I) -> Option<PathBuf> {
    let output = run(arguments).ok().filter(|output| output.status.success())?;
    let line = output.stdout.strip_suffix(b"\n").unwrap_or(&output.stdout);
    (!line.is_empty()).then(|| path(line))
}

#[cfg(unix)]
fn path(bytes: &[u8]) -> PathBuf {
    use std::os::unix::ffi::OsStrExt as _;
    PathBuf::from(OsStr::from_bytes(bytes))
}

#[cfg(not(unix))]
fn path(bytes: &[u8]) -> PathBuf {
    PathBuf::from(String::from_utf8_lossy(bytes).into_owned())
}

/// Returns one value of git's configuration, as the working directory and the environment see it.
#[must_use]
pub fn config(key: &str) -> Option<String> {
    ask(["config", "--get", key])
}

/// Returns the major and minor version of git; `None` where there is no git.
#[must_use]
pub fn version() -> Option<(u32, u32)> {
    static KNOWN: OnceLock<Option<(u32, u32)>> = OnceLock::new();
    *KNOWN.get_or_init(|| {
        let text = ask(["version"])?;
        let mut numbers = text.split_whitespace().nth(2)?.split('.').map(str::parse);
        Some((numbers.next()?.ok()?, numbers.next()?.ok()?))
    })
}
