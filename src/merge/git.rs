//! The door to git: which merge is meant, which files it touched, what a blob says, who brought a line.
//! The only place that knows git2. Refs, trees and blobs are read in this process; only the merge that has not
//! happened yet is asked of the `git` program, because nobody else merges as git does.
//!
//! Not here: hooks and merge drivers (`cli`), what the sides added (`edits`).

pub mod ancestry;
mod changes;
mod heads;
pub mod landed;
pub mod later;
mod ranges;
mod read;
mod replaced;
mod repo;
mod staged;
mod standing;
mod touching;
mod tried;
mod uncommitted;
mod under_way;
mod walk;
mod windows;

use std::cell::RefCell;
use std::path::{Path, PathBuf};

use git2::{AttrCheckFlags, Oid, Repository};

pub use self::repo::Repo;
use self::repo::short;
use super::history::History;
use super::{Content, FileMerge, Head, Merge, Origin, Store, Version};
use crate::error::{Error, Result};
use crate::source::{Side, Sides, Source};

impl Repo {
    /// Names the merges that a commit made: one for two parents, one for each pair of parents of an octopus.
    ///
    /// # Errors
    /// An unknown revision, a commit that is not a merge.
    pub fn parents_of(&self, revision: &str) -> Result<(String, Vec<(String, String)>)> {
        let commit = self.commit(revision)?;
        let parents: Vec<Oid> = commit.parent_ids().collect();
        if parents.len() < 2 {
            return Err(not_a_merge(revision, &self.repository, parents.len()));
        }
        let mut pairs = Vec::new();
        for (index, ours) in parents.iter().enumerate() {
            pairs.extend(parents[index + 1..].iter().map(|theirs| (ours.to_string(), theirs.to_string())));
        }
        Ok((commit.id().to_string(), pairs))
    }

    /// Returns when a commit was made: seconds since 1970 and the offset from UTC in minutes.
    #[must_use]
    pub fn time_of(&self, commit: &str) -> Option<(i64, i32)> {
        let time = self.commit(commit).ok()?.time();
        Some((time.seconds(), time.offset_minutes()))
    }

    /// Returns an ordinary commit and its only parent; `None` for a merge and for the first commit.
    ///
    /// # Errors
    /// An unknown revision.
    pub fn only_parent_of(&self, revision: &str) -> Result<Option<(String, String)>> {
        let commit = self.commit(revision)?;
        let parent = if commit.parent_count() == 1 { commit.parent_id(0).ok() } else { None };
        Ok(parent.map(|parent| (commit.id().to_string(), parent.to_string())))
    }

    /// Reads the merge that a commit made of two of its parents.
    ///
    /// # Errors
    /// Unknown revisions, no common ancestor in a shallow clone.
    pub fn finished(&mut self, commit: &str, ours: &str, theirs: &str) -> Result<Merge> {
        let merged = self.commit(commit)?;
        let (merged_id, tree) = (merged.id(), merged.tree_id());
        drop(merged);
        let [ours, theirs] = [self.commit(ours)?.id(), self.commit(theirs)?.id()];
        let named = |oid: Oid| Head { oid: Some(oid.to_string()), name: short(oid) };
        let mut merge = self.between(ours, theirs, None, &|repo, files| repo.merged_from_tree(tree, files))?;
        merge.commit = Some(merged_id.to_string());
        merge.ours = named(ours);
        merge.theirs = named(theirs);
        Ok(merge)
    }

    /// Tries the merge of two revisions without touching work tree, index, refs or objects of the repository.
    ///
    /// # Errors
    /// Unknown revisions, no common ancestor, no `git` on the path.
    pub fn prospective(&mut self, ours: &str, theirs: &str) -> Result<Merge> {
        let [our_id, their_id] = [self.commit(ours)?.id(), self.commit(theirs)?.id()];
        self.bases(our_id, their_id)?;
        let tried = self.try_merge(our_id, their_id)?;
        let named = |name: &str, oid: Oid| Head { oid: Some(oid.to_string()), name: name.to_owned() };
        let mut merge = self.between(our_id, their_id, None, &|repo, files| {
            repo.merged_from_tree(tried.tree, files)?;
            files.iter_mut().for_each(|file| tried.conflicts.note(&mut file.merged));
            Ok(())
        })?;
        merge.conflicts = tried.conflicts.paths();
        merge.ours = named(ours, our_id);
        merge.theirs = named(theirs, their_id);
        Ok(merge)
    }

    /// Reads the merge, cherry-pick, revert or rebase step that is under way; the index is its result.
    ///
    /// # Errors
    /// Where nothing is under way.
    pub fn in_progress(&mut self) -> Result<Vec<Merge>> {
        let head = self.commit("HEAD")?.id();
        let mut merges = Vec::new();
        for (theirs, name, base) in self.incoming()? {
            let mut merge = self.between(head, theirs, base, &|repo, files| repo.merged_from_index(files))?;
            merge.ours = Head { oid: Some(head.to_string()), name: self.branch().unwrap_or_else(|| short(head)) };
            merge.theirs = Head { oid: Some(theirs.to_string()), name };
            merges.push(merge);
        }
        Ok(merges)
    }

    /// Tells whether their head holds all that ours holds.
    fn is_on_top(&self) -> bool {
        let [Some(ours), Some(theirs)] = [self.heads.ours.first(), self.heads.theirs.first()] else { return false };
        self.repository.graph_descendant_of(*theirs, *ours).unwrap_or(false)
    }

    /// Lists what both sides changed since their base, and looks each file up in the result.
    fn between(&mut self, ours: Oid, theirs: Oid, base: Option<Oid>, result: Lookup<'_>) -> Result<Merge> {
        let bases = match base {
            Some(base) => vec![base],
            None => self.bases(ours, theirs)?,
        };
        let notes = notes_on(&bases);
        let diverged_days = self.diverged_days(&bases, ours, theirs);
        let trees = self.trees(&bases, ours, theirs)?;
        let mut files = self.changed_files(&trees)?;
        drop(trees);
        result(self, &mut files)?;
        self.base_tree = bases.first().and_then(|base| Some(self.repository.find_commit(*base).ok()?.tree_id()));
        self.heads = Sides { base: bases.clone(), ours: vec![ours], theirs: vec![theirs] };
        self.history = RefCell::new(None);
        let bases = bases.iter().map(Oid::to_string).collect();
        Ok(Merge { bases, diverged_days, files, notes, ..Merge::default() })
    }
}

type Lookup<'a> = &'a dyn Fn(&Repo, &mut [FileMerge]) -> Result<()>;

impl Store for Repo {
    fn read(&self, version: &Version) -> Source {
        match &version.content {
            Content::Blob(oid) => self.blob(&version.path, oid),
            _ => super::files::FileStore.read(version),
        }
    }

    fn bytes(&self, version: &Version) -> Option<Vec<u8>> {
        match &version.content {
            Content::Blob(oid) => {
                let oid = Oid::from_str(oid).ok()?;
                self.repository.find_blob(oid).ok().map(|blob| blob.content().to_vec())
            }
            _ => super::files::FileStore.bytes(version),
        }
    }

    fn visit_base(&self, wanted: &dyn Fn(&str) -> bool, visit: &mut dyn FnMut(&Source) -> bool) {
        let Some(tree) = self.base_tree.and_then(|oid| self.repository.find_tree(oid).ok()) else { return };
        let mut blobs = Vec::new();
        // The walk only collects names: reading inside the callback would hold the tree's pack open for long.
        let _ = tree.walk(git2::TreeWalkMode::PreOrder, |folder, entry| {
            let path = format!("{}{}", folder, String::from_utf8_lossy(entry.name_bytes()));
            if entry.kind() == Some(git2::ObjectType::Blob) && wanted(&path) {
                blobs.push((path, entry.id()));
            }
            git2::TreeWalkResult::Ok
        });
        for (path, oid) in blobs {
            if !visit(&self.blob(&path, &oid.to_string())) {
                return;
            }
        }
    }

    fn origin(&self, side: Side, path: &str, lines: &[String]) -> Origin {
        let mut history = self.history.borrow_mut();
        let known = history.get_or_insert_with(|| {
            let since = |head: &[Oid], other: &[Oid]| History::since(&self.repository, head, other);
            // What landed while a commit was open stands in that commit's own history.
            let others = if self.is_on_top() { &self.heads.base } else { &self.heads.theirs };
            Sides {
                base: History::default(),
                ours: since(&self.heads.ours, others),
                theirs: since(&self.heads.theirs, &self.heads.ours),
            }
        });
        known.side(side).origin(&self.repository, path, lines)
    }

    fn folder(&self) -> Option<PathBuf> {
        self.work_tree().map(Path::to_owned)
    }

    fn language(&self, path: &str) -> Option<String> {
        let value = self.repository.get_attr(Path::new(path), "linguist-language", AttrCheckFlags::FILE_THEN_INDEX);
        match git2::AttrValue::from_string(value.ok().flatten()) {
            git2::AttrValue::String(name) => Some(name.to_owned()),
            _ => None,
        }
    }

    fn is_generated(&self, path: &str) -> bool {
        ["linguist-generated", "linguist-vendored"].iter().any(|name| {
            let flags = AttrCheckFlags::FILE_THEN_INDEX;
            let value = self.repository.get_attr(Path::new(path), name, flags).ok().flatten();
            matches!(git2::AttrValue::from_string(value), git2::AttrValue::True)
                || value.is_some_and(|value| value == "true")
        })
    }
}

fn notes_on(bases: &[Oid]) -> Vec<String> {
    match bases.len() {
        0 => vec!["the two sides share no history; everything counts as added".to_owned()],
        1 => Vec::new(),
        count => vec![format!("{count} common ancestors (criss-cross); what any of them held is not new")],
    }
}

fn not_a_merge(revision: &str, repository: &Repository, parents: usize) -> Error {
    let error = Error::new(format!("'{revision}' is not a merge: it has {parents} parent{}", plural(parents)));
    match repository.is_shallow() {
        true => error.hint("this clone is shallow; deepen it with `git fetch --unshallow` (in CI: fetch-depth: 0)"),
        false => error.hint("name a commit with two parents, or two branches (`oneness check main feature`)"),
    }
}

fn plural(count: usize) -> &'static str {
    if count == 1 { "" } else { "s" }
}
