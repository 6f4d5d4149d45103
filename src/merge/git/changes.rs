//! What each side made of the files of the base, renames followed, and where the result holds them.
//!
//! Not here: what the changes say.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use git2::{Delta, DiffFindOptions, DiffOptions, Oid, Tree};

use super::repo::{Repo, Trees, wrong};
use super::tried::mark_one_sided;
use super::walk::{self, Differing};
use crate::error::Result;
use crate::merge::{Content, FileMerge, Version};
use crate::source::{Sides, Unread};

/// Above this many files added or deleted by a side, renames are not looked for: the search grows with the square.
const MAX_RENAME_CANDIDATES: usize = 400;

/// For each path of the base, and for each new path, what a side made of it.
pub(super) type Changes = BTreeMap<String, Version>;

impl Repo {
    /// Lists the files that a side changed, each in its three versions; its result is yet to be looked up.
    pub(super) fn changed_files(&self, trees: &Trees<'_>) -> Result<Vec<FileMerge>> {
        let [mut ours, mut theirs] = self.changes_of(trees.base.as_ref(), [&trees.ours, &trees.theirs])?;
        let is_old = |path: &str| version_in(trees.base.as_ref(), path).is_there();
        follow_renames(&ours, &mut theirs, &is_old);
        follow_renames(&theirs, &mut ours, &is_old);
        let paths: BTreeSet<&String> = ours.keys().chain(theirs.keys()).collect();
        let mut files = Vec::with_capacity(paths.len());
        for path in paths {
            let base = version_in(trees.base.as_ref(), path);
            let side = |changes: &Changes| changes.get(path).cloned().unwrap_or_else(|| base.clone());
            let versions = Sides { base: base.clone(), ours: side(&ours), theirs: side(&theirs) };
            let other_bases = trees.other_bases.iter().map(|tree| version_in(Some(tree), path)).collect();
            files.push(FileMerge { versions, other_bases, merged: Version::absent(path) });
        }
        Ok(files)
    }

    /// Counts the paths at which one of two commits differs from a base, renames not followed.
    ///
    /// # Errors
    /// Commits that cannot be read.
    pub fn count_of_changed(&self, base: &str, sides: [&str; 2]) -> Result<usize> {
        let base = self.commit(base)?.tree_id();
        let [one, other] = sides.map(|side| self.commit(side).map(|commit| commit.tree_id()));
        let differing = walk::differing(&self.repository, Some(base), &[one?, other?]);
        differing.map(|files| files.len()).map_err(|error| wrong("cannot compare two trees", &error))
    }

    /// Returns what a side made of each path of the base that it touched; a new file stands under its own path.
    pub(super) fn changes(&self, base: Option<&Tree<'_>>, side: &Tree<'_>) -> Result<Changes> {
        self.changes_of(base, [side]).map(|[changes]| changes)
    }

    fn changes_of<const N: usize>(&self, base: Option<&Tree<'_>>, sides: [&Tree<'_>; N]) -> Result<[Changes; N]> {
        let differing = walk::differing(&self.repository, base.map(Tree::id), &sides.map(Tree::id));
        let differing = differing.map_err(|error| wrong("cannot compare two trees", &error))?;
        let mut all = [(); N].map(|()| Changes::new());
        for (at, changes) in all.iter_mut().enumerate() {
            for file in differing.iter().filter(|file| file.others[at] != file.base) {
                let path = String::from_utf8_lossy(&file.path).into_owned();
                let there = file.others[at].map(|(mode, oid)| content_of(Some(mode), oid));
                changes.insert(path.clone(), Version { path, content: there.unwrap_or(Content::Absent) });
            }
            self.follow(base, sides[at], &came_and_went(&differing, at), changes)?;
        }
        Ok(all)
    }

    /// Joins what a side added to what it deleted where the one was made of the other.
    fn follow(
        &self,
        base: Option<&Tree<'_>>,
        side: &Tree<'_>,
        (came, went): &(Vec<&[u8]>, Vec<&[u8]>),
        changes: &mut Changes,
    ) -> Result<()> {
        if came.is_empty() || went.is_empty() || came.len().max(went.len()) > MAX_RENAME_CANDIDATES {
            return Ok(());
        }
        let mut options = DiffOptions::new();
        options.context_lines(0).skip_binary_check(true).disable_pathspec_match(true);
        came.iter().chain(went).for_each(|path| _ = options.pathspec(*path));
        let diff = self.repository.diff_tree_to_tree(base, Some(side), Some(&mut options));
        let mut diff = diff.map_err(|error| wrong("cannot compare two trees", &error))?;
        let found = diff.find_similar(Some(DiffFindOptions::new().renames(true)));
        // Where blobs are missing, only what was renamed and left as it was can be known.
        let mut exact = || diff.find_similar(Some(DiffFindOptions::new().renames(true).exact_match_only(true)));
        found.or_else(|_| exact()).map_err(|error| wrong("cannot look for renames", &error))?;
        for path in came.iter().chain(went) {
            changes.remove(&*String::from_utf8_lossy(path));
        }
        for delta in diff.deltas() {
            let (old, new) = (path_of(&delta.old_file()), path_of(&delta.new_file()));
            let version = match delta.status() {
                Delta::Deleted => Version::absent(&old),
                _ => Version { path: new.clone(), content: content_of(new_mode(&delta), delta.new_file().id()) },
            };
            let key = if delta.status() == Delta::Added { new } else { old };
            changes.insert(key, version);
        }
        Ok(())
    }

    /// Looks each file up in the tree of the result.
    pub(super) fn merged_from_tree(&self, tree: Oid, files: &mut [FileMerge]) -> Result<()> {
        let tree = self.repository.find_tree(tree).map_err(|error| wrong("cannot read the merged tree", &error))?;
        for file in files {
            let paths = merged_paths(file);
            let found = paths.iter().map(|path| version_in(Some(&tree), path)).find(Version::is_there);
            file.merged = found.unwrap_or_else(|| Version::absent(&paths[0]));
        }
        Ok(())
    }

    /// Looks each file up in the index, which is the result of a merge that is under way.
    pub(super) fn merged_from_index(&self, files: &mut [FileMerge]) -> Result<()> {
        let index = self.repository.index().map_err(|error| wrong("cannot read the index", &error))?;
        for file in files {
            let paths = merged_paths(file);
            let found = paths.iter().map(|path| self.version_in_index(&index, path)).find(Version::is_there);
            file.merged = found.unwrap_or_else(|| Version::absent(&paths[0]));
        }
        Ok(())
    }

    /// A path that is still in conflict is read from the work tree, where its markers stand.
    fn version_in_index(&self, index: &git2::Index, path: &str) -> Version {
        if let Some(entry) = index.get_path(Path::new(path), 0) {
            return Version { path: path.to_owned(), content: content_of(Some(entry.mode), entry.id) };
        }
        let conflicted = (1..=3).any(|stage| index.get_path(Path::new(path), stage).is_some());
        let file: Option<PathBuf> = self.repository.workdir().map(|top| top.join(path)).filter(|file| file.is_file());
        let Some(file) = file.filter(|_| conflicted) else { return Version::absent(path) };
        let sides = [2, 3].map(|stage| index.get_path(Path::new(path), stage).map(|entry| entry.id));
        let is_one_sided = sides.iter().all(Option::is_some) && {
            let stands = Oid::hash_file(git2::ObjectType::Blob, &file).ok();
            sides.contains(&stands)
        };
        let mut version = Version { path: path.to_owned(), content: Content::File(file) };
        if is_one_sided {
            mark_one_sided(&mut version);
        }
        version
    }
}

/// The paths that a side added and those that it deleted; what became something of another type is both.
fn came_and_went(differing: &[Differing], at: usize) -> (Vec<&[u8]>, Vec<&[u8]>) {
    let (mut came, mut went) = (Vec::new(), Vec::new());
    for file in differing {
        let (is_new, is_gone) = match (file.base, file.others[at]) {
            (Some(was), Some(is)) => (walk::is_other_type(was, is), walk::is_other_type(was, is)),
            (was, is) => (was.is_none() && is.is_some(), was.is_some() && is.is_none()),
        };
        came.extend(is_new.then_some(file.path.as_slice()));
        went.extend(is_gone.then_some(file.path.as_slice()));
    }
    (came, went)
}

/// Joins a file that one side renamed to what the other side made of it: where that one dropped the old path and added
/// the new one, it renamed the file too, and changed too much of it to show.
fn follow_renames(renaming: &Changes, other: &mut Changes, is_old: &dyn Fn(&str) -> bool) {
    let renamed = renaming.iter().filter(|(old, version)| version.is_there() && version.path != **old);
    for (old, version) in renamed {
        let dropped = other.get(old).is_some_and(|found| !found.is_there());
        let added = other.contains_key(&version.path) && !is_old(&version.path);
        if dropped
            && added
            && let Some(found) = other.remove(&version.path)
        {
            other.insert(old.clone(), found);
        }
    }
}

pub(super) fn version_in(tree: Option<&Tree<'_>>, path: &str) -> Version {
    let entry = tree.and_then(|tree| tree.get_path(Path::new(path)).ok());
    let content = entry.map_or(Content::Absent, |entry| {
        let mode = u32::try_from(entry.filemode()).ok();
        if entry.kind() == Some(git2::ObjectType::Tree) { Content::Absent } else { content_of(mode, entry.id()) }
    });
    Version { path: path.to_owned(), content }
}

pub(super) fn content_of(mode: Option<u32>, oid: Oid) -> Content {
    // As trees store them; the numbers of the enum of git2 are others.
    const LINK: u32 = 0o120_000;
    const COMMIT: u32 = 0o160_000;
    match mode {
        Some(LINK) => left_out("is a symbolic link"),
        Some(COMMIT) => left_out("is a submodule"),
        _ => Content::Blob(oid.to_string()),
    }
}

fn left_out(reason: &str) -> Content {
    Content::Unread(Unread { reason: reason.to_owned(), by_rule: true })
}

pub(super) fn new_mode(delta: &git2::DiffDelta<'_>) -> Option<u32> {
    Some(u32::from(delta.new_file().mode()))
}

pub(super) fn path_of(file: &git2::DiffFile<'_>) -> String {
    file.path_bytes().map(|bytes| String::from_utf8_lossy(bytes).into_owned()).unwrap_or_default()
}

/// Where the result can hold a file: under the name that a side gave it, else under its old one.
fn merged_paths(file: &FileMerge) -> Vec<String> {
    let versions = &file.versions;
    let renamed = [&versions.ours, &versions.theirs].into_iter().filter(|version| version.path != versions.base.path);
    let mut paths: Vec<String> = renamed.map(|version| version.path.clone()).collect();
    paths.push(versions.base.path.clone());
    paths
}
