//! What is staged, as one side of a merge that has not happened: its other side is what others added meanwhile.
//!
//! Not here: merges that are under way.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use git2::{Delta, DiffOptions, Oid};

use super::changes::{content_of, new_mode, path_of, version_in};
use super::repo::{Repo, wrong};
use crate::error::Result;
use crate::merge::{Content, FileMerge, Head, Merge, Version};
use crate::source::Sides;
use crate::three_way::join::join_bytes;

impl Repo {
    /// Compares what is staged with what another line of work added since the two parted. What HEAD holds already is
    /// not new: it was compared when it was committed.
    ///
    /// # Errors
    /// Unknown revisions, no common ancestor in a shallow clone.
    pub fn staged_against(&mut self, other: &str) -> Result<Merge> {
        let [head, theirs] = [self.commit("HEAD")?.id(), self.commit(other)?.id()];
        let bases = self.bases(head, theirs)?;
        let files = self.staged_files(&bases, head, theirs)?;
        self.base_tree = bases.first().and_then(|base| Some(self.repository.find_commit(*base).ok()?.tree_id()));
        self.heads = Sides { base: bases.clone(), ours: vec![head], theirs: vec![theirs] };
        self.history = RefCell::new(None);
        Ok(Merge {
            bases: bases.iter().map(Oid::to_string).collect(),
            ours: Head { oid: None, name: "what is staged".to_owned() },
            theirs: Head { oid: Some(theirs.to_string()), name: other.to_owned() },
            diverged_days: self.diverged_days(&bases, head, theirs),
            files,
            ..Merge::default()
        })
    }

    fn staged_files(&self, bases: &[Oid], head: Oid, theirs: Oid) -> Result<Vec<FileMerge>> {
        let trees = self.trees(bases, head, theirs)?;
        let staged = self.staged()?;
        let changes = self.changes(trees.base.as_ref(), &trees.theirs)?;
        let paths: BTreeSet<&String> = staged.keys().chain(changes.keys()).collect();
        let mut files = Vec::with_capacity(paths.len());
        for path in paths {
            let base = version_in(trees.base.as_ref(), path);
            let known = version_in(Some(&trees.ours), path);
            let is_staged = staged.contains_key(path);
            let ours = staged.get(path).cloned().unwrap_or_else(|| base.clone());
            let theirs = changes.get(path).cloned().unwrap_or_else(|| base.clone());
            let versions = Sides { base, ours, theirs };
            let merged = self.supposed(&versions);
            let mut other_bases: Vec<Version> =
                trees.other_bases.iter().map(|tree| version_in(Some(tree), path)).collect();
            other_bases.extend(is_staged.then_some(known));
            files.push(FileMerge { versions, other_bases, merged });
        }
        Ok(files)
    }

    /// Returns the versions in the index that differ from HEAD.
    fn staged(&self) -> Result<BTreeMap<String, Version>> {
        let head = self.repository.head().and_then(|head| head.peel_to_tree());
        let head = head.map_err(|error| wrong("cannot read HEAD", &error))?;
        let index = self.repository.index().map_err(|error| wrong("cannot read the index", &error))?;
        let mut options = DiffOptions::new();
        options.context_lines(0).skip_binary_check(true);
        let diff = self.repository.diff_tree_to_index(Some(&head), Some(&index), Some(&mut options));
        let diff = diff.map_err(|error| wrong("cannot compare the index with HEAD", &error))?;
        let version = |delta: git2::DiffDelta<'_>| {
            let path = path_of(&delta.new_file());
            let content = match delta.status() {
                Delta::Deleted => Content::Absent,
                _ => content_of(new_mode(&delta), delta.new_file().id()),
            };
            (path.clone(), Version { path, content })
        };
        Ok(diff.deltas().map(version).collect())
    }

    /// Returns what a merge of three versions would come to, as a place for what both sides added.
    fn supposed(&self, versions: &Sides<Version>) -> Version {
        let [base, ours, theirs] = [&versions.base, &versions.ours, &versions.theirs];
        if ours.content == base.content || ours.content == theirs.content {
            return theirs.clone();
        }
        if theirs.content == base.content {
            return ours.clone();
        }
        let bytes = |version: &Version| match &version.content {
            Content::Blob(oid) => Some(self.repository.find_blob(Oid::from_str(oid).ok()?).ok()?.content().to_vec()),
            Content::Absent => Some(Vec::new()),
            _ => None,
        };
        let joined = bytes(base).zip(bytes(ours)).zip(bytes(theirs));
        let joined = joined.and_then(|((base, ours), theirs)| join_bytes(&base, &ours, &theirs));
        joined.map_or_else(|| ours.clone(), |bytes| Version { path: ours.path.clone(), content: Content::Bytes(bytes) })
    }
}
