//! Whether the main line holds the change of a branch already, under a commit of its own: by git's patch ids, of each
//! commit (a rebase, a cherry-pick) and of the branch as a whole (a request that was squashed).
//!
//! Not here: changes that are only alike.

use std::collections::HashMap;

use git2::{Commit, Oid, Sort, Tree};

use super::repo::{Repo, wrong};
use super::walk;
use crate::error::Result;
use crate::hash::Running;
use crate::merge::open::Open;

/// So many of the newest commits of the main line are looked at.
const MAX_COMMITS: usize = 3_000;
/// A branch of more commits is only asked as a whole.
const MAX_OWN: usize = 50;
/// A change of more files has no patch that would be read.
const MAX_FILES: usize = 500;

/// The commits of the main line by the paths that they changed: only those of equal paths can be equal patches.
#[derive(Debug, Default)]
pub struct Landed {
    by_paths: HashMap<u64, Vec<Oid>>,
    patches: HashMap<Oid, Option<Oid>>,
}

impl Repo {
    /// Reads which paths each commit of the main line changed since the oldest of these lines of work parted from it.
    ///
    /// # Errors
    /// A history that cannot be walked.
    pub fn landed_since(&self, main: &Open, lines: &[Open]) -> Result<Landed> {
        let bases = lines.iter().filter_map(|line| Oid::from_str(line.base.as_ref()?).ok());
        let Some(oldest) = bases.min_by_key(|oid| self.repository.find_commit(*oid).map_or(0, |c| c.time().seconds()))
        else {
            return Ok(Landed::default());
        };
        let mut landed = Landed::default();
        for oid in self.own_commits(&main.oid, oldest, MAX_COMMITS)? {
            if let Some(paths) = self.repository.find_commit(oid).ok().and_then(|commit| self.paths(&commit)) {
                landed.by_paths.entry(paths).or_default().push(oid);
            }
        }
        Ok(landed)
    }

    /// Returns a commit of the main line that holds the whole change of a line of work.
    pub fn landed(&self, landed: &mut Landed, line: &Open) -> Option<String> {
        let base = Oid::from_str(line.base.as_ref()?).ok()?;
        if landed.by_paths.is_empty() || base.to_string() == line.oid {
            return None;
        }
        let tree = |oid: Oid| self.repository.find_commit(oid).ok()?.tree().ok();
        let (old, new) = (tree(base)?, tree(Oid::from_str(&line.oid).ok()?)?);
        let whole = self.twin(landed, (&old, &new));
        let found = whole.or_else(|| {
            let own = self.own_commits(&line.oid, base, MAX_OWN + 1).ok().filter(|own| own.len() <= MAX_OWN)?;
            let mut newest = None;
            for oid in own.into_iter().rev() {
                let commit = self.repository.find_commit(oid).ok()?;
                let parent = commit.parent(0).and_then(|parent| parent.tree()).ok()?;
                newest = Some(self.twin(landed, (&parent, &commit.tree().ok()?))?);
            }
            newest
        });
        found.map(|oid| oid.to_string())
    }

    /// Finds the commit of the main line that makes the same change.
    fn twin(&self, landed: &mut Landed, (old, new): (&Tree<'_>, &Tree<'_>)) -> Option<Oid> {
        let paths = self.paths_between(old.id(), new.id())?;
        let candidates = landed.by_paths.get(&paths)?.clone();
        let patch = self.patch(old, new)?;
        candidates.into_iter().find(|oid| {
            let known = landed.patches.entry(*oid).or_insert_with(|| {
                let commit = self.repository.find_commit(*oid).ok()?;
                self.patch(&commit.parent(0).ok()?.tree().ok()?, &commit.tree().ok()?)
            });
            *known == Some(patch)
        })
    }

    fn patch(&self, old: &Tree<'_>, new: &Tree<'_>) -> Option<Oid> {
        let diff = self.repository.diff_tree_to_tree(Some(old), Some(new), None).ok()?;
        diff.patchid(None).ok()
    }

    /// The paths that a commit with one parent changed, hashed.
    fn paths(&self, commit: &Commit<'_>) -> Option<u64> {
        if commit.parent_count() != 1 {
            return None;
        }
        self.paths_between(commit.parent(0).ok()?.tree_id(), commit.tree_id())
    }

    fn paths_between(&self, old: Oid, new: Oid) -> Option<u64> {
        let differing = walk::differing(&self.repository, Some(old), &[new]).ok()?;
        if differing.is_empty() || differing.len() > MAX_FILES {
            return None;
        }
        let mut hash = Running::default();
        for file in &differing {
            hash.extend(&file.path);
            hash.extend(&[0, u8::from(file.base.is_some()), u8::from(file.others[0].is_some())]);
        }
        Some(hash.value())
    }

    /// Lists the commits that one end reaches and the other does not, the newest first.
    fn own_commits(&self, end: &str, other: Oid, most: usize) -> Result<Vec<Oid>> {
        let list = || -> std::result::Result<Vec<Oid>, git2::Error> {
            let mut walk = self.repository.revwalk()?;
            walk.set_sorting(Sort::TIME)?;
            walk.push(Oid::from_str(end)?)?;
            walk.hide(other)?;
            walk.take(most).collect()
        };
        list().map_err(|error| wrong("cannot walk the history", &error))
    }
}
