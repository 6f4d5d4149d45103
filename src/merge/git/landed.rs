//! Whether the main line holds the change of a branch already, under a commit of its own: by git's patch ids, of each
//! commit (a rebase, a cherry-pick) and of the branch as a whole (a request that was squashed).
//!
//! Not here: changes that are only alike (`river::heads`).

use std::collections::BTreeSet;
use std::ffi::OsString;

use git2::{Oid, Tree};

use super::repo::Repo;
use super::walk;
use crate::git_program;

/// So many of the newest commits of the main line that touched the same files are looked at.
const MAX_COMMITS: usize = 200;
/// So many files are asked for; a commit that holds the change touched all of them.
const MAX_PATHS: usize = 20;
/// A branch of more commits is only asked as a whole.
const MAX_OWN: usize = 50;
/// A change of more files has no patch that would be read.
const MAX_FILES: usize = 500;

impl Repo {
    /// Returns a commit of the main line that holds the whole change of a line of work, which parted from it at `base`.
    #[must_use]
    pub fn landed(&self, main: &str, line: &str, base: &str) -> Option<String> {
        let base = Oid::from_str(base).ok()?;
        let line = Oid::from_str(line).ok().filter(|line| *line != base)?;
        let tree = |oid: Oid| self.repository.find_commit(oid).ok()?.tree().ok();
        let (old, new) = (tree(base)?, tree(line)?);
        let patch = self.patch(&old, &new)?;
        let candidates = self.touching(main, base, &self.paths(&old, &new)?);
        let patches: Vec<(Oid, Oid)> =
            candidates.into_iter().filter_map(|oid| Some((self.patch_of(oid)?, oid))).collect();
        let twin = |patch: Oid| patches.iter().find(|(known, _)| *known == patch).map(|(_, oid)| *oid);
        let found = twin(patch).or_else(|| {
            let own = self.own(line, base).filter(|own| own.len() <= MAX_OWN)?;
            let mut newest = None;
            for oid in own.into_iter().rev() {
                newest = Some(twin(self.patch_of(oid)?)?);
            }
            newest
        });
        found.map(|oid| oid.to_string())
    }

    /// Lists the commits of the main line since a base that touched any of these files, the newest first.
    fn touching(&self, main: &str, base: Oid, paths: &[Vec<u8>]) -> Vec<Oid> {
        let mut words: Vec<OsString> = ["--literal-pathspecs", "rev-list", "--no-merges"].map(OsString::from).to_vec();
        words.extend(
            [format!("--max-count={MAX_COMMITS}"), format!("{base}..{main}"), "--".to_owned()].map(OsString::from),
        );
        words.extend(
            paths.iter().take(MAX_PATHS).map(|path| OsString::from(String::from_utf8_lossy(path).into_owned())),
        );
        let git_dir = [OsString::from("--git-dir"), self.git_dir().into()];
        let Ok(output) = git_program::run(git_dir.into_iter().chain(words)) else { return Vec::new() };
        let text = String::from_utf8_lossy(&output.stdout);
        text.lines().filter_map(|line| Oid::from_str(line).ok()).collect()
    }

    fn own(&self, line: Oid, base: Oid) -> Option<Vec<Oid>> {
        if let Some(known) = self.known.as_ref().and_then(|known| known.own(line, base)) {
            return Some(known);
        }
        let mut walk = self.repository.revwalk().ok()?;
        walk.set_sorting(git2::Sort::TIME).ok()?;
        walk.push(line).ok()?;
        walk.hide(base).ok()?;
        walk.take(MAX_OWN + 1).collect::<Result<_, _>>().ok()
    }

    /// The patch of a commit with one parent.
    fn patch_of(&self, oid: Oid) -> Option<Oid> {
        let commit = self.repository.find_commit(oid).ok().filter(|commit| commit.parent_count() == 1)?;
        let (old, new) = (commit.parent(0).ok()?.tree().ok()?, commit.tree().ok()?);
        self.paths(&old, &new)?;
        self.patch(&old, &new)
    }

    fn patch(&self, old: &Tree<'_>, new: &Tree<'_>) -> Option<Oid> {
        let diff = self.repository.diff_tree_to_tree(Some(old), Some(new), None).ok()?;
        diff.patchid(None).ok()
    }

    /// The paths that differ; `None` where there are none, or too many.
    fn paths(&self, old: &Tree<'_>, new: &Tree<'_>) -> Option<Vec<Vec<u8>>> {
        let differing = walk::differing(&self.repository, Some(old.id()), &[new.id()]).ok()?;
        let is_read = !differing.is_empty() && differing.len() <= MAX_FILES;
        is_read.then(|| differing.into_iter().map(|file| file.path).collect::<BTreeSet<_>>().into_iter().collect())
    }
}
