//! The way from each commit to the tip: through the child by which it came into the main line first, and along the main
//! line from there. Walked once for a repository; which files a step changed is compared once, when somebody asks.
//!
//! Not here: what became of a text on the way (`fates`).

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use git2::{Commit, Oid, Sort, Tree};

use super::changes::{content_of, version_in};
use super::repo::{Repo, wrong};
use super::walk::{self, Differing};
use crate::error::Result;
use crate::hash::hash;
use crate::merge::later::{Left, Made, Step};
use crate::merge::{Content, Store, Version};
use crate::source::Source;

/// More commits than this that one merge brought are not asked one by one.
const MAX_BROUGHT: usize = 2000;

/// What came after each commit.
pub struct Later<'r> {
    repo: &'r Repo,
    tip: Oid,
    next: HashMap<Oid, Oid>,
    /// By the two commits of a step the paths that it changed, hashed and sorted.
    touched: RefCell<HashMap<(Oid, Oid), Rc<[u64]>>>,
}

/// How early a commit came into the main line through a child: the child's place on the main line, oldest highest, then
/// whether the child went on from it.
type Landing = (usize, bool);

impl Repo {
    /// Walks the history from a revision, so that for every commit that it reaches the way to it is known.
    ///
    /// # Errors
    /// An unknown revision, a history that cannot be walked.
    pub fn later(&self, tip: &str) -> Result<Later<'_>> {
        let tip = self.commit(tip)?.id();
        let next = self.next(tip).map_err(|error| wrong("cannot walk the history", &error))?;
        Ok(Later { repo: self, tip, next, touched: RefCell::default() })
    }

    /// Finds for each commit that the tip reaches the child by which it came into the main line first.
    fn next(&self, tip: Oid) -> std::result::Result<HashMap<Oid, Oid>, git2::Error> {
        let mut walk = self.repository.revwalk()?;
        walk.set_sorting(Sort::TOPOLOGICAL | Sort::TIME)?;
        walk.push(tip)?;
        let (mut next, mut landed) = (HashMap::new(), HashMap::from([(tip, (0, true))]));
        let (mut main, mut depth) = (Some(tip), 0);
        // Children come before their parents, so that the landing of a commit is known when it is its turn.
        for oid in walk {
            let oid = oid?;
            let commit = self.repository.find_commit(oid)?;
            let is_main = main == Some(oid);
            if is_main {
                (main, depth) = (commit.parent_id(0).ok(), depth + 1);
            }
            let (at, _) = landed.get(&oid).copied().unwrap_or_default();
            for (index, parent) in commit.parent_ids().enumerate() {
                let is_line = is_main && index == 0;
                let landing: Landing = (if is_line { depth } else { at }, index == 0);
                let is_earlier = landed.get(&parent).is_none_or(|known| *known < landing);
                if is_line || is_earlier && main != Some(parent) {
                    landed.insert(parent, landing);
                    next.insert(parent, oid);
                }
            }
        }
        Ok(next)
    }
}

impl Later<'_> {
    /// Lists the steps from a commit to the tip, oldest first; none where the tip does not reach the commit.
    pub fn after<'l>(&'l self, commit: &str) -> impl Iterator<Item = Step> + 'l {
        let mut at = Oid::from_str(commit).ok();
        std::iter::from_fn(move || {
            let before = at?;
            let after = *self.next.get(&before)?;
            at = Some(after);
            let commit = self.repo.repository.find_commit(after).ok()?;
            Some(Step {
                before: before.to_string(),
                after: after.to_string(),
                time: commit.time().seconds(),
                is_merge: commit.parent_count() > 1,
            })
        })
    }

    /// Tells whether the tip reaches a commit.
    #[must_use]
    pub fn reaches(&self, commit: &str) -> bool {
        Oid::from_str(commit).is_ok_and(|oid| oid == self.tip || self.next.contains_key(&oid))
    }

    /// Counts the files that a step changed.
    #[must_use]
    pub fn count(&self, step: &Step) -> usize {
        self.touched(step).len()
    }

    /// Says what a step did to a file. A rename is followed.
    #[must_use]
    pub fn left(&self, step: &Step, path: &str) -> Left {
        if self.touched(step).binary_search(&hash(path.as_bytes())).is_err() {
            return Left::Alone;
        }
        let [Some(before), Some(after)] = [&step.before, &step.after].map(|commit| self.tree(commit)) else {
            return Left::Gone;
        };
        if version_in(Some(&after), path).is_there() {
            return Left::Changed(path.to_owned());
        }
        let renamed = self.repo.changes(Some(&before), &after).ok().and_then(|mut changes| changes.remove(path));
        match renamed {
            Some(version) if version.is_there() => Left::Changed(version.path),
            _ => Left::Gone,
        }
    }

    /// Lists the files that a step changed and left there: before, where there was one, and after.
    #[must_use]
    pub fn versions(&self, step: &Step) -> Vec<(Version, Version)> {
        let [Some(before), Some(after)] = [&step.before, &step.after].map(|commit| self.tree(commit)) else {
            return Vec::new();
        };
        let file = |path: &[u8], held: Option<walk::Held>| Version {
            path: String::from_utf8_lossy(path).into_owned(),
            content: held.map_or(Content::Absent, |(_, oid)| content_of(None, oid)),
        };
        let differing = self.differing(&before, &after).unwrap_or_default().into_iter();
        let still_there = differing.filter(|differing| differing.others[0].is_some());
        still_there.map(|both| (file(&both.path, both.base), file(&both.path, both.others[0]))).collect()
    }

    /// Names a file as a commit holds it.
    #[must_use]
    pub fn version(&self, commit: &str, path: &str) -> Version {
        version_in(self.tree(commit).as_ref(), path)
    }

    /// Reads a version.
    #[must_use]
    pub fn read(&self, version: &Version) -> Source {
        self.repo.read(version)
    }

    /// Lists the ordinary commits that a merge brought and that changed a file, newest first, each with its parent.
    #[must_use]
    pub fn brought(&self, step: &Step, path: &str) -> Vec<Step> {
        let list = || -> std::result::Result<Vec<Oid>, git2::Error> {
            let mut walk = self.repo.repository.revwalk()?;
            walk.set_sorting(Sort::TOPOLOGICAL | Sort::TIME)?;
            walk.push(Oid::from_str(&step.after)?)?;
            walk.hide(Oid::from_str(&step.before)?)?;
            walk.skip(1).take(MAX_BROUGHT).collect()
        };
        let commits = list().unwrap_or_default().into_iter();
        commits.filter_map(|oid| self.of_path(&self.repo.repository.find_commit(oid).ok()?, path)).collect()
    }

    fn of_path(&self, commit: &Commit<'_>, path: &str) -> Option<Step> {
        let parent = commit.parent(0).ok().filter(|_| commit.parent_count() == 1)?;
        let [before, after] = [&parent, commit].map(|commit| version_in(commit.tree().ok().as_ref(), path));
        let is_change = before.is_there() && before.content != after.content;
        is_change.then(|| Step {
            before: parent.id().to_string(),
            after: commit.id().to_string(),
            time: commit.time().seconds(),
            is_merge: false,
        })
    }

    /// Says who made a commit, and why.
    #[must_use]
    pub fn made(&self, commit: &str) -> Made {
        let commit = Oid::from_str(commit).and_then(|oid| self.repo.repository.find_commit(oid));
        commit.map_or_else(
            |_| Made::default(),
            |commit| {
                let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
                let author = commit.author();
                Made {
                    message: text(commit.message_bytes()),
                    author: format!("{} <{}>", text(author.name_bytes()), text(author.email_bytes())).to_lowercase(),
                    time: commit.time().seconds(),
                }
            },
        )
    }

    fn tree(&self, commit: &str) -> Option<Tree<'_>> {
        self.repo.repository.find_commit(Oid::from_str(commit).ok()?).ok()?.tree().ok()
    }

    fn differing(&self, before: &Tree<'_>, after: &Tree<'_>) -> Option<Vec<Differing>> {
        walk::differing(&self.repo.repository, Some(before.id()), &[after.id()]).ok()
    }

    fn touched(&self, step: &Step) -> Rc<[u64]> {
        let ids = (Oid::from_str(&step.before), Oid::from_str(&step.after));
        let (Ok(before), Ok(after)) = ids else { return Rc::default() };
        if let Some(known) = self.touched.borrow().get(&(before, after)) {
            return Rc::clone(known);
        }
        let compare = || {
            let differing = self.differing(&self.tree(&step.before)?, &self.tree(&step.after)?)?;
            let path = |path: &[u8]| hash(String::from_utf8_lossy(path).as_bytes());
            let mut paths: Vec<u64> = differing.iter().map(|differing| path(&differing.path)).collect();
            paths.sort_unstable();
            Some(paths)
        };
        let touched: Rc<[u64]> = compare().unwrap_or_default().into();
        self.touched.borrow_mut().insert((before, after), Rc::clone(&touched));
        touched
    }
}
