//! Which merge a file of the work tree came out of.
//!
//! Not here: what that merge says twice.

use std::path::Path;

use git2::{Commit, Oid, Sort};

use super::repo::{Repo, wrong};
use crate::error::Result;

/// Nobody looks for a slip that is older than so many commits.
const MAX_COMMITS: usize = 50_000;

impl Repo {
    /// Returns the newest merge of two parents, and these, that HEAD reaches and in which each side had changed this
    /// path in its own way; `None` where there is none.
    ///
    /// # Errors
    /// A history that cannot be walked.
    pub fn merge_touching(&self, path: &str) -> Result<Option<(String, String, String)>> {
        let list = || -> std::result::Result<Vec<Oid>, git2::Error> {
            let mut walk = self.repository.revwalk()?;
            walk.set_sorting(Sort::TOPOLOGICAL | Sort::TIME)?;
            walk.push_head()?;
            walk.take(MAX_COMMITS).collect()
        };
        // A repository without a first commit has no history, which is an answer.
        if self.repository.is_empty().unwrap_or(false) || self.repository.head().is_err() {
            return Ok(None);
        }
        let commits = list().map_err(|error| wrong("cannot walk the history", &error))?;
        let found = commits.into_iter().find_map(|oid| self.touched_by_both(oid, Path::new(path)));
        Ok(found.map(|found| found.map(|oid| oid.to_string()).into()))
    }

    /// Returns a merge and its parents where both sides changed the path.
    fn touched_by_both(&self, oid: Oid, path: &Path) -> Option<[Oid; 3]> {
        let commit = self.repository.find_commit(oid).ok()?;
        if commit.parent_count() != 2 {
            return None;
        }
        let (ours, theirs) = (commit.parent(0).ok()?, commit.parent(1).ok()?);
        let [our_blob, their_blob] = [blob(&ours, path)?, blob(&theirs, path)?];
        if our_blob == their_blob || blob(&commit, path).is_none() {
            return None;
        }
        let base = self.repository.merge_base(ours.id(), theirs.id()).ok()?;
        let base = self.repository.find_commit(base).ok().and_then(|base| blob(&base, path));
        let both = base != Some(our_blob) && base != Some(their_blob);
        both.then(|| [oid, ours.id(), theirs.id()])
    }
}

fn blob(commit: &Commit<'_>, path: &Path) -> Option<Oid> {
    Some(commit.tree().ok()?.get_path(path).ok()?.id())
}
