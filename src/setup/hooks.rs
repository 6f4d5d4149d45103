//! Hook files: scripts of a few lines that call `oneness hook`, and first whatever hook was there before.
//!
//! Not here: what a hook finds (`cli::hook`).

use std::path::{Path, PathBuf};

use super::script::{self, BEFORE, MARK};
use crate::error::{Error, Result};

/// The hooks that are written, each with what only it can see.
pub const NAMES: &[(&str, &str)] = &[
    ("pre-merge-commit", "clean merges, before they are committed"),
    ("pre-commit", "merges finished by hand, and what is staged against what others added meanwhile"),
    ("prepare-commit-msg", "rebases, cherry-picks and reverts"),
    ("post-merge", "fast-forwards and squashes; it reports and never blocks"),
];

/// Added to the name of a hook for lines that were added to ours.
const AFTER: &str = ".after-oneness";
/// Names under which hook managers set a foreign hook aside.
const SET_ASIDE: &[&str] = &[".legacy", ".old"];

/// What stands where a hook would be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Nothing.
    Absent,
    /// Our script, and whether git may run it.
    Ours {
        /// Whether the file may be executed.
        executable: bool,
    },
    /// Somebody else's hook that calls oneness.
    Calls,
    /// Somebody else's hook.
    Foreign,
}

impl State {
    /// Tells whether git will come by oneness there.
    #[must_use]
    pub fn calls_us(self) -> bool {
        matches!(self, State::Ours { executable: true } | State::Calls)
    }
}

/// A program that looks after a repository's hooks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Manager {
    /// Its name.
    pub name: &'static str,
    /// What to do so that it calls oneness.
    pub advice: &'static str,
    /// Whether it writes its hooks anew whenever it likes, so that nothing of ours would stay.
    pub overwrites: bool,
}

const HUSKY: Manager = Manager {
    name: "husky",
    advice: "for each hook: echo 'oneness hook pre-merge-commit' >> .husky/pre-merge-commit (see docs/hooks.md)",
    overwrites: true,
};
const LEFTHOOK: Manager = Manager {
    name: "lefthook",
    advice: "add the commands of docs/hooks.md to lefthook.yml and type `lefthook install`",
    overwrites: false,
};
const PRE_COMMIT: Manager = Manager {
    name: "pre-commit",
    advice: "add oneness to .pre-commit-config.yaml and type \
             `pre-commit install -t pre-merge-commit -t pre-commit` (see docs/hooks.md)",
    overwrites: false,
};

const LEFTHOOK_FILES: &[&str] = &["lefthook.yml", "lefthook.yaml", ".lefthook.yml", "lefthook.toml", "lefthook.json"];
const PRE_COMMIT_FILES: &[&str] = &[".pre-commit-config.yaml"];

/// Finds the hook manager of a repository, by its folder and its files.
#[must_use]
pub fn manager(hooks: &Path, top: Option<&Path>) -> Option<Manager> {
    let folder = hooks.to_string_lossy().replace('\\', "/");
    if folder.ends_with("/.husky/_") || folder.ends_with("/.husky") {
        return Some(HUSKY);
    }
    let says = |words: &str| NAMES.iter().any(|(name, _)| read(&hooks.join(name)).contains(words));
    let has = |files: &[&str]| top.is_some_and(|top| files.iter().any(|file| top.join(file).exists()));
    if says("lefthook") || has(LEFTHOOK_FILES) {
        return Some(LEFTHOOK);
    }
    (says("pre-commit.com") || has(PRE_COMMIT_FILES)).then_some(PRE_COMMIT)
}

/// Writes one hook. Returns whether anything changed.
///
/// # Errors
/// Where the folder cannot be written, or a hook was set aside before and a new one has come since.
pub fn install(hooks: &Path, name: &str) -> Result<bool> {
    let (path, before) = (hooks.join(name), aside(hooks, name));
    let mut script = script::text(name).into_bytes();
    let is_there = path.symlink_metadata().is_ok();
    if is_ours(&path) {
        let current = std::fs::read(&path).unwrap_or_default();
        script.extend(script::added(&current, name));
        if current == script && is_executable(&path) {
            return Ok(false);
        }
    } else if is_there && before.symlink_metadata().is_ok() {
        return Err(Error::new(format!("{} and {} are both there", path.display(), before.display()))
            .hint("remove the one that is not needed"));
    } else if is_there {
        std::fs::rename(&path, &before).map_err(|error| failed("set aside", &path, &error))?;
    }
    std::fs::create_dir_all(hooks).map_err(|error| failed("make", hooks, &error))?;
    std::fs::write(&path, script).map_err(|error| failed("write", &path, &error))?;
    make_executable(&path).map_err(|error| failed("make executable", &path, &error))?;
    Ok(true)
}

/// What became of a hook that was to go.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Gone {
    /// Whether anything changed.
    pub changed: bool,
    /// Where the lines stay that somebody had added to it.
    pub kept: Option<PathBuf>,
}

/// Takes one hook away and puts back what was there before. Lines that somebody added to it stay.
///
/// # Errors
/// Where the folder cannot be written.
pub fn uninstall(hooks: &Path, name: &str) -> Result<Gone> {
    let mut gone = Gone::default();
    let mut added = Vec::new();
    for path in std::iter::once(hooks.join(name)).chain(SET_ASIDE.iter().map(|end| with_end(hooks, name, end))) {
        if is_ours(&path) {
            added.extend(script::added(&std::fs::read(&path).unwrap_or_default(), name));
            std::fs::remove_file(&path).map_err(|error| failed("remove", &path, &error))?;
            gone.changed = true;
        }
    }
    let (path, before) = (hooks.join(name), aside(hooks, name));
    if before.symlink_metadata().is_ok() && path.symlink_metadata().is_err() {
        std::fs::rename(&before, &path).map_err(|error| failed("put back", &path, &error))?;
        gone.changed = true;
    }
    if !added.is_empty() {
        let path = free(hooks, name);
        std::fs::write(&path, script::on_its_own(&added)).map_err(|error| failed("write", &path, &error))?;
        make_executable(&path).map_err(|error| failed("make executable", &path, &error))?;
        gone.kept = Some(path);
    }
    Ok(gone)
}

/// Finds a name for lines that are kept: that of the hook itself, or else one beside it.
fn free(hooks: &Path, name: &str) -> PathBuf {
    let beside = (2..).map(|number| with_end(hooks, name, &format!("{AFTER}-{number}")));
    let names = [hooks.join(name), with_end(hooks, name, AFTER)].into_iter().chain(beside);
    names.into_iter().find(|path| path.symlink_metadata().is_err()).unwrap_or_else(|| hooks.join(name))
}

/// Tells what stands where a hook would be.
#[must_use]
pub fn state(hooks: &Path, top: Option<&Path>, name: &str) -> State {
    let path = hooks.join(name);
    if path.symlink_metadata().is_err() {
        State::Absent
    } else if is_ours(&path) {
        State::Ours { executable: is_executable(&path) }
    } else if read(&path).contains("oneness") || read(&beside_husky(hooks, name)).contains("oneness") {
        State::Calls
    } else if top.is_some_and(|top| managed(&read(&path), top)) {
        State::Calls
    } else {
        State::Foreign
    }
}

/// Tells whether a hook belongs to a manager whose configuration names us.
fn managed(hook: &str, top: &Path) -> bool {
    let names_us = |files: &[&str]| files.iter().any(|file| read(&top.join(file)).contains("oneness"));
    hook.contains("lefthook") && names_us(LEFTHOOK_FILES)
        || hook.contains("pre-commit.com") && names_us(PRE_COMMIT_FILES)
}

/// The hooks of husky only call the files one folder up.
fn beside_husky(hooks: &Path, name: &str) -> PathBuf {
    hooks.parent().unwrap_or(hooks).join(name)
}

fn aside(hooks: &Path, name: &str) -> PathBuf {
    with_end(hooks, name, BEFORE)
}

fn with_end(hooks: &Path, name: &str, end: &str) -> PathBuf {
    hooks.join(format!("{name}{end}"))
}

fn is_ours(path: &Path) -> bool {
    read(path).contains(MARK)
}

fn read(path: &Path) -> String {
    std::fs::read(path).map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default()
}

fn failed(what: &str, path: &Path, error: &std::io::Error) -> Error {
    Error::new(format!("cannot {what} {}: {error}", path.display()))
}

#[cfg(unix)]
fn is_executable(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    path.metadata().is_ok_and(|metadata| metadata.permissions().mode() & 0o111 != 0)
}

#[cfg(unix)]
fn make_executable(path: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o755))
}

#[cfg(not(unix))]
fn is_executable(_path: &Path) -> bool {
    true
}

#[cfg(not(unix))]
fn make_executable(_path: &Path) -> std::io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hook_that_was_there_runs_first_and_comes_back() {
        let folder = tempfile::tempdir().expect("because tests may write");
        let path = folder.path().join("pre-commit");
        std::fs::write(&path, "#!/bin/sh\necho before; exit 3\n").expect("because tests may write");
        make_executable(&path).expect("because it is there");
        assert_eq!(install(folder.path(), "pre-commit"), Ok(true));
        assert_eq!(install(folder.path(), "pre-commit"), Ok(false));
        let output = std::process::Command::new(&path).output().expect("because there is a shell");
        assert_eq!((output.stdout.as_slice(), output.status.code()), (b"before\n".as_slice(), Some(3)));
        let gone = |changed| Ok(Gone { changed, kept: None });
        assert_eq!(uninstall(folder.path(), "pre-commit"), gone(true));
        assert_eq!(uninstall(folder.path(), "pre-commit"), gone(false));
        assert_eq!(read(&path), "#!/bin/sh\necho before; exit 3\n");
        assert_eq!(std::fs::read_dir(folder.path()).expect("because it is there").count(), 1);
    }

    #[test]
    fn ours_goes_even_when_a_manager_set_it_aside() {
        let folder = tempfile::tempdir().expect("because tests may write");
        install(folder.path(), "pre-commit").expect("because tests may write");
        let path = folder.path().join("pre-commit");
        std::fs::rename(&path, folder.path().join("pre-commit.legacy")).expect("because it is there");
        std::fs::write(&path, "#!/bin/sh\n# https://pre-commit.com\n").expect("because tests may write");
        assert_eq!(manager(folder.path(), None).map(|manager| manager.name), Some("pre-commit"));
        assert_eq!(state(folder.path(), None, "pre-commit"), State::Foreign);
        assert_eq!(uninstall(folder.path(), "pre-commit"), Ok(Gone { changed: true, kept: None }));
        assert_eq!(std::fs::read_dir(folder.path()).expect("because it is there").count(), 1);
    }
}
