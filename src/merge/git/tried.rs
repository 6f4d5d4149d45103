//! A merge that has not happened, tried: git makes its tree in a scratch repository that borrows the objects of the real
//! one. So neither the work tree is touched nor a merge driver of the user called, and nothing can be fetched.
//!
//! Not here: what the merge says twice.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use git2::Oid;

use super::repo::{Repo, wrong};
use crate::documents;
use crate::error::{Error, Result};
use crate::git_program;
use crate::merge::{Content, Version};
use crate::source::{Unread, extension};
use crate::three_way::scratch;

/// The rules of a repository by which its files are merged; all other configuration stays out.
const RULES: &[&str] = &[
    "merge.conflictStyle",
    "merge.renames",
    "merge.renameLimit",
    "merge.directoryRenames",
    "merge.renormalize",
    "diff.renames",
    "diff.renameLimit",
    "core.autocrlf",
    "core.eol",
];

/// The oldest git whose `merge-tree` is told the base.
const TAKES_A_BASE: (u32, u32) = (2, 40);

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

    /// Lists the paths.
    pub(super) fn paths(&self) -> Vec<String> {
        self.0.keys().cloned().collect()
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
    /// Asks git for what a merge would give.
    pub(super) fn try_merge(&mut self, ours: Oid, theirs: Oid) -> Result<Tried> {
        let folder = tempfile::tempdir().map_err(|error| Error::new(format!("no temporary folder: {error}")))?;
        let laid_out = scratch::lay_out(folder.path()).and_then(|()| self.lend(folder.path()));
        laid_out.map_err(|error| Error::new(format!("cannot write a temporary folder: {error}")))?;
        let mut command = scratch::git(folder.path());
        for (key, value) in self.rules() {
            command.arg("-c").arg([key.as_ref(), "=".as_ref(), value.as_os_str()].join("".as_ref()));
        }
        // A git before 2.41 does not know the variable and merges such files as text.
        command.env("GIT_ATTR_SOURCE", ours.to_string());
        command.args(["merge-tree", "--write-tree", "--no-messages", "-z"]);
        // Where the only base is known, git need not look for it once more.
        let bases = self.known.as_ref().and_then(|known| known.bases(ours, theirs)).unwrap_or_default();
        if let ([base], Some(true)) = (bases.as_slice(), git_program::version().map(|version| version >= TAKES_A_BASE))
        {
            command.arg(format!("--merge-base={base}"));
        }
        command.args([ours.to_string(), theirs.to_string()]);
        let output = command.output().map_err(|error| Error::new(format!("cannot run git: {error}")))?;
        let text = String::from_utf8_lossy(&output.stdout);
        let mut entries = text.split('\0');
        let tree = entries.next().unwrap_or_default().lines().next().unwrap_or_default();
        let tree = Oid::from_str(tree).map_err(|_| not_tried(&String::from_utf8_lossy(&output.stderr)))?;
        let odb = self.repository.odb().map_err(|error| wrong("cannot open the objects", &error))?;
        let added = odb.add_disk_alternate(&folder.path().join("objects").to_string_lossy());
        added.map_err(|error| wrong("cannot read the tried merge", &error))?;
        drop(odb);
        self.scratch = Some(folder);
        Ok(Tried { tree, conflicts: Conflicts::of(entries) })
    }

    /// Lets the scratch repository read what the real one holds: objects, where its history was cut off, and the
    /// attributes that are not committed.
    fn lend(&self, folder: &Path) -> std::io::Result<()> {
        let common = self.repository.commondir();
        let mut lines = Vec::new();
        for objects in object_folders(&common.join("objects")).into_iter().chain(self.borrowed.iter().cloned()) {
            // Git unquotes a line that begins with a quotation mark, and takes all others as they stand.
            let path = std::path::absolute(objects)?;
            lines.extend_from_slice(path.as_os_str().as_encoded_bytes());
            lines.push(b'\n');
        }
        std::fs::write(folder.join("objects/info/alternates"), lines)?;
        for name in ["shallow", "info/attributes"] {
            if let Ok(bytes) = std::fs::read(common.join(name)) {
                std::fs::write(folder.join(name), bytes)?;
            }
        }
        Ok(())
    }

    /// Returns the rules that the user or the repository has set.
    pub(super) fn rules(&self) -> Vec<(&'static str, OsString)> {
        let Ok(config) = self.repository.config().and_then(|mut config| config.snapshot()) else { return Vec::new() };
        let set = RULES.iter().filter_map(|key| Some((*key, OsString::from(config.get_str(key).ok()?))));
        let attributes = config.get_path("core.attributesFile").ok().map(PathBuf::into_os_string);
        set.chain(attributes.map(|path| ("core.attributesFile", path))).collect()
    }
}

/// Lists the folders that hold objects: the repository's own, and those that the environment names.
fn object_folders(own: &Path) -> Vec<PathBuf> {
    let mut folders = vec![own.to_path_buf()];
    folders.extend(std::env::var_os("GIT_OBJECT_DIRECTORY").map(PathBuf::from));
    let more = std::env::var_os("GIT_ALTERNATE_OBJECT_DIRECTORIES").unwrap_or_default();
    folders.extend(std::env::split_paths(&more).filter(|path| !path.as_os_str().is_empty()));
    folders
}

/// Words in git's complaints, each with what helps.
const REMEDIES: &[(&str, &str)] = &[
    ("unrelated histories", "the two share no history: git would merge them only with --allow-unrelated-histories"),
    ("unable to read", MISSING),
    ("could not fetch", MISSING),
    ("lazy fetching disabled", MISSING),
    ("missing", MISSING),
    ("promisor", MISSING),
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
        None if git_program::version().is_some_and(|version| version < git_program::NEEDED) => {
            error.hint("git 2.38 or newer is needed to look at a merge that has not happened")
        }
        None => error,
    }
}
