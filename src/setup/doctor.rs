//! What can be wrong between git and oneness, each with what to type.
//!
//! Not here: putting it right (`hooks`, `driver`); a doctor only looks.

use std::path::Path;

use super::Places;
use super::attributes::{self, BUILT_IN};
use super::hooks::{self, State};
use crate::config;
use crate::git_program;

/// One thing that was looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Examined {
    /// Whether it is right.
    pub verdict: Verdict,
    /// What was found, in a sentence.
    pub what: String,
    /// What to type, where something can be done.
    pub remedy: Option<String>,
}

/// Whether a thing is right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// It is.
    Good,
    /// It is as the user may want it, but oneness sees less.
    Fair,
    /// It is not.
    Bad,
}

/// Looks at everything between git and oneness.
#[must_use]
pub fn examine(folder: &Path) -> Vec<Examined> {
    let mut found = vec![git_version(), program(), switch(), temporary_folder()];
    match Places::of_repository() {
        Ok(places) => {
            found.extend(repository(folder));
            found.extend(merge_driver(&places));
            found.extend(attributed(&places));
            found.extend(all_hooks(&places));
            found.push(configuration(folder));
        }
        Err(error) => found.push(fair(error.to_string(), "cd into a repository to see the rest")),
    }
    found
}

fn good(what: impl Into<String>) -> Examined {
    Examined { verdict: Verdict::Good, what: what.into(), remedy: None }
}

fn fair(what: impl Into<String>, remedy: impl Into<String>) -> Examined {
    Examined { verdict: Verdict::Fair, what: what.into(), remedy: Some(remedy.into()) }
}

fn bad(what: impl Into<String>, remedy: impl Into<String>) -> Examined {
    Examined { verdict: Verdict::Bad, what: what.into(), remedy: Some(remedy.into()) }
}

fn git_version() -> Examined {
    let (oldest_major, oldest_minor) = git_program::OLDEST;
    match git_program::version() {
        None => bad("there is no git on PATH", "install git, or put its folder on PATH"),
        Some(version @ (major, minor)) if version < git_program::NEEDED => bad(
            format!("git {major}.{minor} is too old to try a merge that has not happened, as `oneness check A B` does"),
            format!("update git to {oldest_major}.{oldest_minor} or newer"),
        ),
        Some((major, minor)) => match git_program::shortcoming() {
            Some(what) => fair(what, format!("update git to {oldest_major}.{oldest_minor} or newer")),
            None => good(format!("git {major}.{minor}")),
        },
    }
}

/// Asks as git would: in git's own shell, with the folders that git puts before PATH.
fn program() -> Examined {
    let output = git_program::git().args(["-c", "alias.x=!command -v oneness", "x"]).output();
    let path = output.ok().filter(|output| output.status.success());
    if let Some(path) = path.map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned()) {
        return good(format!("git finds the program: {path}"));
    }
    let folder = super::program_folder().map(|folder| folder.display().to_string()).unwrap_or_default();
    let what = "oneness is not on PATH; installed hooks and drivers know its folder, other people's do not";
    fair(what, format!("export PATH=\"$PATH:{folder}\""))
}

fn switch() -> Examined {
    match std::env::var("ONENESS").as_deref() {
        Ok("0") => bad("ONENESS=0 is set: nothing is compared", "unset ONENESS"),
        _ => good("ONENESS is not switched off"),
    }
}

fn temporary_folder() -> Examined {
    let folder = std::env::temp_dir();
    match tempfile::tempdir() {
        Ok(_) => good(format!("temporary files can be written to {}", folder.display())),
        Err(error) => {
            bad(format!("cannot write to {}: {error}", folder.display()), "export TMPDIR=/a/folder/to/write/to")
        }
    }
}

fn repository(folder: &Path) -> Vec<Examined> {
    let says = |what: &str| git_program::ask(["rev-parse", what]).unwrap_or_default();
    let mut found = Vec::new();
    if says("--is-shallow-repository") == "true" {
        let what = "this clone is shallow: where the sides parted may be missing";
        found.push(bad(what, "git fetch --unshallow   (in CI: fetch-depth: 0)"));
    }
    if let Some(remote) = git_program::ask(["config", "--get-regexp", r"^remote\..*\.promisor$", "true"]) {
        let name = remote.split('.').nth(1).unwrap_or("origin").to_owned();
        let what = "this clone is partial: files that are not here are not examined, and nothing is fetched for it";
        found.push(fair(what, format!("git fetch --refetch --filter=blob:limit=1g {name}")));
    }
    if says("--show-object-format") == "sha256" {
        let what =
            "this repository names its objects by SHA-256, which cannot be read: only the merge driver works here";
        found.push(bad(what, "use SHA-1, git's default, where the hooks are to look"));
    }
    if let Err(error) = crate::merge::git::Repo::open_at(folder) {
        found.push(bad(format!("the repository cannot be read: {error}"), "git fsck"));
    }
    found
}

fn merge_driver(places: &Places) -> Vec<Examined> {
    let mut found = Vec::new();
    let line = git_program::config(&format!("merge.{}.driver", attributes::NAME));
    let default = git_program::config("merge.default");
    match (&line, default.as_deref()) {
        (None, _) => found.push(fair("the merge driver is not installed", "oneness install --merge-driver")),
        (Some(line), _) if !line.contains("127)") => found.push(bad(
            "the merge driver does not fall back to git where the program is missing: git would drop a side",
            "oneness install --merge-driver",
        )),
        (Some(_), Some(name)) if attributes::is_ours(name) => found.push(good("the merge driver gets every file")),
        (Some(_), Some(other)) => {
            let what =
                format!("merge.default is `{other}`: the driver gets only files with the attribute merge=oneness");
            found.push(fair(what, "oneness languages --gitattributes >> .gitattributes"));
        }
        (Some(_), None) => {
            let what = "the driver gets only files with the attribute merge=oneness";
            found.push(fair(what, "oneness install --merge-driver"));
        }
    }
    if let (Some(line), Some(delegate)) = (&line, delegate_of(line.as_deref())) {
        let known = git_program::config(&format!("merge.{delegate}.driver")).is_some();
        if !known && !line.is_empty() {
            found
                .push(bad(format!("the driver delegates to `{delegate}`, which git does not know"), "oneness install"));
        }
    }
    found.extend(leftovers(places));
    found
}

fn delegate_of(line: Option<&str>) -> Option<String> {
    let (_, rest) = line?.split_once("--delegate ")?;
    rest.split_whitespace().next().map(|word| word.trim_matches(['\'', ';']).to_owned())
}

/// A driver that was killed between two system calls may leave a file behind.
fn leftovers(places: &Places) -> Option<Examined> {
    let entries = std::fs::read_dir(places.top.as_ref()?).ok()?;
    let names = entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned());
    let count = names.filter(|name| name.starts_with(".merge_file_")).count();
    (count > 0).then(|| fair(format!("{count} file(s) of a merge that was killed lie at the top"), "rm .merge_file_*"))
}

/// Looks at attributes that name a driver.
fn attributed(places: &Places) -> Vec<Examined> {
    let mut found = Vec::new();
    let named = |driver: &str| git_program::config(&format!("merge.{driver}.driver")).is_some();
    let lines =
        git_program::git().args(["grep", "-n", "--untracked", "merge=oneness", "--", "*.gitattributes"]).output();
    let lines = lines.map(|output| String::from_utf8_lossy(&output.stdout).into_owned()).unwrap_or_default();
    if let Some(line) = lines.lines().next().filter(|_| !named(attributes::NAME)) {
        let what =
            format!("{line}: the attribute is there, the driver is not configured; git merges these files as text");
        found.push(bad(what, "oneness install --merge-driver"));
    }
    for attribute in attributes::found(places) {
        let attributes::Attribute { pattern, driver, place } = attribute;
        if BUILT_IN.contains(&driver.as_str()) {
            continue;
        }
        found.push(if named(&driver) {
            let what = format!("{pattern} is merged by `{driver}` ({place}); the driver does not see it, the hooks do");
            fair(what, format!("oneness install --merge-driver --delegate {driver}"))
        } else {
            let what = format!("{pattern} names the driver `{driver}` ({place}), which is not configured");
            fair(what, format!("git config merge.{driver}.driver '…'"))
        });
    }
    found
}

fn all_hooks(places: &Places) -> Vec<Examined> {
    let manager = hooks::manager(&places.hooks, places.top.as_deref());
    let advice = manager.map_or("oneness install --hooks", |manager| manager.advice);
    let mut found: Vec<Examined> = hooks::NAMES.iter().map(|(name, sees)| hook(places, name, sees, advice)).collect();
    if let Some(manager) = manager {
        found.push(fair(format!("{} looks after the hooks here", manager.name), manager.advice));
    }
    found
}

fn hook(places: &Places, name: &str, sees: &str, advice: &str) -> Examined {
    let path = places.hooks.join(name);
    match hooks::state(&places.hooks, places.top.as_deref(), name) {
        State::Ours { executable: true } => good(format!("hook {name}: {sees}")),
        State::Ours { executable: false } => bad(
            format!("hook {name} may not be executed, so git passes it over"),
            format!("chmod +x {}", super::quoted(&path)),
        ),
        State::Calls => good(format!("hook {name} calls oneness: {sees}")),
        State::Absent => fair(format!("hook {name} is not installed: {sees}"), advice),
        State::Foreign => fair(format!("hook {name} is somebody else's and does not call oneness: {sees}"), advice),
    }
}

fn configuration(folder: &Path) -> Examined {
    match config::find(folder).and_then(|found| config::allowed(folder).map(|allowed| (found, allowed.len()))) {
        Ok((found, allowed)) => {
            let path = found.path.map_or("defaults".to_owned(), |path| path.display().to_string());
            good(format!("configuration: {path}; {allowed} pair(s) allowed for good"))
        }
        Err(error) => bad(error.to_string(), "oneness --dump-config"),
    }
}
