//! A merge that has not happened: git itself makes it, in a scratch folder.
//!
//! Not here: what it says.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::Path;

use git2::Oid;

use super::{Repo, wrong};
use crate::documents;
use crate::error::{Error, Result};
use crate::git_program;
use crate::merge::{Content, Version};
use crate::source::{Unread, extension};

/// What git would make of two heads.
pub(super) struct Tried {
    /// The tree.
    pub(super) tree: Oid,
    /// What it could not decide.
    pub(super) conflicts: Conflicts,
}

/// The paths that are in conflict, each with the blobs of the two sides, where both have one.
#[derive(Default)]
pub(super) struct Conflicts(BTreeMap<String, [Option<String>; 2]>);

impl Conflicts {
    /// Reads the entries `MODE OID STAGE<tab>PATH`.
    fn of<'a>(entries: impl Iterator<Item = &'a str>) -> Conflicts {
        let mut conflicts = Conflicts::default();
        for (entry, path) in entries.filter_map(|entry| entry.split_once('\t')) {
            let mut words = entry.split(' ').skip(1);
            let (oid, stage) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
            let sides = conflicts.0.entry(path.to_owned()).or_default();
            match stage {
                "2" => sides[0] = Some(oid.to_owned()),
                "3" => sides[1] = Some(oid.to_owned()),
                _ => {}
            }
        }
        conflicts
    }

    /// Says of a result that is in conflict without markers that nobody has decided it.
    pub(super) fn note(&self, merged: &mut Version) {
        let Content::Blob(oid) = &merged.content else { return };
        let is_one_sided = |sides: &[Option<String>; 2]| {
            sides.iter().all(Option::is_some) && sides.iter().flatten().any(|side| side == oid)
        };
        if self.0.get(&merged.path).is_some_and(is_one_sided) {
            mark_one_sided(merged);
        }
    }
}

/// Git leaves one side's version of what it takes for binary, as texts in UTF-16: what the other side says does not
/// stand in the result, and silence about it would say nothing. Documents are joined by the stages themselves.
pub(super) fn mark_one_sided(merged: &mut Version) {
    let ending = extension(&merged.path);
    if !documents::extensions().any(|known| known == ending) {
        let reason = "is in conflict, and git left only one side's version: merge it and check again".to_owned();
        merged.content = Content::Unread(Unread { reason, by_rule: false });
    }
}

impl Repo {
    /// Asks git for the tree that a merge would give. New objects go to a scratch folder beside the repository's own.
    pub(super) fn try_merge(&mut self, ours: Oid, theirs: Oid) -> Result<Tried> {
        let scratch = tempfile::tempdir().map_err(|error| Error::new(format!("no temporary folder: {error}")))?;
        let objects = self.repository.commondir().join("objects");
        let mut command = git_program::git();
        if can_stand_elsewhere() {
            // Git lays the files of a merge driver into the folder it is called in; attributes come from our tree then.
            command.current_dir(scratch.path()).arg(format!("--attr-source={ours}"));
        }
        let output = command
            .args(["merge-tree", "--write-tree", "--no-messages", "-z"])
            .args([ours.to_string(), theirs.to_string()])
            .env("GIT_DIR", self.repository.path())
            .env("GIT_OBJECT_DIRECTORY", scratch.path())
            .env("GIT_ALTERNATE_OBJECT_DIRECTORIES", alternates(&objects))
            .env("ONENESS", "0")
            .output()
            .map_err(|error| Error::new(format!("cannot run git: {error}")))?;
        let text = String::from_utf8_lossy(&output.stdout);
        let mut entries = text.split('\0');
        let tree = entries.next().unwrap_or_default().lines().next().unwrap_or_default();
        let tree = Oid::from_str(tree).map_err(|_| not_tried(&String::from_utf8_lossy(&output.stderr)))?;
        let odb = self.repository.odb().map_err(|error| wrong("cannot open the objects", &error))?;
        let added = odb.add_disk_alternate(&scratch.path().to_string_lossy());
        added.map_err(|error| wrong("cannot read the tried merge", &error))?;
        let conflicts = Conflicts::of(entries);
        drop(odb);
        self.scratch = Some(scratch);
        Ok(Tried { tree, conflicts })
    }
}

/// The first git that takes attributes from a tree.
const ATTRIBUTES_OF_A_TREE: (u32, u32) = (2, 43);

/// Tells whether a merge can be tried in a folder of its own: drivers of the user's may name programs by where they stand
/// in the work tree.
fn can_stand_elsewhere() -> bool {
    let drivers =
        git_program::ask(["config", "--name-only", "--get-regexp", r"^merge\..*\.driver$"]).unwrap_or_default();
    let only_ours = drivers.lines().all(|name| name == "merge.oneness.driver");
    only_ours && git_program::version().is_some_and(|version| version >= ATTRIBUTES_OF_A_TREE)
}

/// Words in git's complaints, each with what helps.
const REMEDIES: &[(&str, &str)] = &[
    ("unrelated histories", "the two share no history: git would merge them only with --allow-unrelated-histories"),
    ("is not a git command", "git 2.38 or newer is needed to look at a merge that has not happened"),
    ("usage:", "git 2.38 or newer is needed to look at a merge that has not happened"),
    ("unable to read", MISSING),
    ("could not fetch", MISSING),
    ("lazy fetching disabled", MISSING),
    ("missing", MISSING),
];

/// Nothing is fetched here: the user may.
const MISSING: &str = "objects are missing: `git fetch --refetch --no-filter` brings what a partial clone left out, \
                       `git fsck` names what is damaged";

fn not_tried(said: &str) -> Error {
    // The first line may only say that git will not fetch.
    let why = said.lines().find(|line| line.starts_with("fatal:")).or_else(|| said.lines().next());
    let why = why.unwrap_or("it gave no reason").trim_start_matches("fatal: ");
    let error = Error::new(format!("git could not try the merge: {why}"));
    match REMEDIES.iter().find(|(words, _)| said.contains(words)) {
        Some((_, remedy)) => error.hint(*remedy),
        None => error,
    }
}

/// The list of further object folders, parted by colons. Git takes an entry in quotation marks for a quoted one.
fn alternates(objects: &Path) -> OsString {
    let mut all = OsString::new();
    match objects.to_str().filter(|path| path.contains([':', '"'])) {
        Some(path) => all.push(format!("\"{}\"", path.replace('\\', "\\\\").replace('"', "\\\""))),
        None => all.push(objects),
    }
    if let Some(more) = std::env::var_os("GIT_ALTERNATE_OBJECT_DIRECTORIES") {
        all.push(":");
        all.push(more);
    }
    all
}
