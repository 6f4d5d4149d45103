//! Who brought a line into a side: the commits since the base, newest first.
//!
//! Not here: a full blame. Only the commits of one side since the fork point are read, and only when a finding asks.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashSet};
use std::rc::Rc;

use git2::{Commit, Oid, Repository, Sort};

use super::Origin;
use crate::documents;
use crate::hash::hash;
use crate::source::extension;

/// A side with more commits since the base is told by its head alone.
const MAX_COMMITS: usize = 3000;

/// A document has to be unpacked to see its lines: of more versions than this nobody waits for the answer.
const MAX_DOCUMENT_STEPS: usize = 40;

/// The commits of one side since it parted from the other.
#[derive(Debug, Default)]
pub(super) struct History {
    /// Newest first.
    commits: Vec<Oid>,
    /// What is known of the paths and versions that findings asked for.
    steps: RefCell<BTreeMap<String, Rc<Vec<Step>>>>,
    lines: RefCell<BTreeMap<Oid, Rc<HashSet<u64>>>>,
}

/// A commit that changed a file.
#[derive(Debug)]
struct Step {
    commit: Oid,
    /// `None` where it took the file away.
    after: Option<Oid>,
    before: Vec<Oid>,
}

impl History {
    /// Lists the commits that `heads` reach and `others` do not.
    pub(super) fn since(repository: &Repository, heads: &[Oid], others: &[Oid]) -> History {
        let list = || -> Result<Vec<Oid>, git2::Error> {
            let mut walk = repository.revwalk()?;
            walk.set_sorting(Sort::TOPOLOGICAL | Sort::TIME)?;
            heads.iter().try_for_each(|head| walk.push(*head))?;
            others.iter().try_for_each(|other| walk.hide(*other))?;
            walk.take(MAX_COMMITS).collect()
        };
        History { commits: list().unwrap_or_default(), ..History::default() }
    }

    /// Finds the newest commit after which a file at `path` holds these lines while before it, on no parent, it did, or
    /// which took them away where none brought them;
    /// where the path was renamed on the way, the commit that brought the file to this path.
    pub(super) fn origin(&self, repository: &Repository, path: &str, lines: &[String]) -> Origin {
        let wanted: Vec<u64> = lines.iter().map(|line| hash(line.trim().as_bytes())).collect();
        let holds = |blob: &Oid| {
            let held = self.lines(repository, path, *blob);
            wanted.iter().all(|line| held.contains(line))
        };
        let steps = self.steps(repository, path);
        let is_document = documents::extensions().any(|known| known == extension(path));
        let searched = if is_document { MAX_DOCUMENT_STEPS } else { steps.len() };
        let held_after = |step: &Step| step.after.as_ref().is_some_and(&holds);
        let held_before = |step: &Step| step.before.iter().any(&holds);
        let mut searched = steps.iter().take(searched);
        let bringing = searched.clone().find(|step| held_after(step) && !held_before(step));
        let taking = || searched.find(|step| !held_after(step) && held_before(step));
        let commit = bringing.or_else(taking).map(|step| step.commit).or(self.commits.first().copied());
        commit.and_then(|oid| repository.find_commit(oid).ok()).map_or_else(Origin::default, |commit| told(&commit))
    }

    /// Lists the commits that changed a path, newest first.
    fn steps(&self, repository: &Repository, path: &str) -> Rc<Vec<Step>> {
        if let Some(known) = self.steps.borrow().get(path) {
            return Rc::clone(known);
        }
        let step = |oid: &Oid| {
            let commit = repository.find_commit(*oid).ok()?;
            let after = blob(&commit, path);
            let before: Vec<Oid> = commit.parents().filter_map(|parent| blob(&parent, path)).collect();
            let is_change = after.map_or(!before.is_empty(), |after| !before.contains(&after));
            is_change.then_some(Step { commit: *oid, after, before })
        };
        let steps: Rc<Vec<Step>> = Rc::new(self.commits.iter().filter_map(step).collect());
        self.steps.borrow_mut().insert(path.to_owned(), Rc::clone(&steps));
        steps
    }

    /// The lines of one version, hashed, white space at their ends aside. Those of a document are those of its outline.
    fn lines(&self, repository: &Repository, path: &str, blob: Oid) -> Rc<HashSet<u64>> {
        if let Some(known) = self.lines.borrow().get(&blob) {
            return Rc::clone(known);
        }
        let held = repository.find_blob(blob).map(|blob| {
            let document = documents::read(path, blob.content());
            let plain = || String::from_utf8_lossy(blob.content()).into_owned();
            let text = document.map_or_else(plain, |document| document.text.as_str().to_owned());
            text.lines().map(|line| hash(line.trim().as_bytes())).collect()
        });
        let held: Rc<HashSet<u64>> = Rc::new(held.unwrap_or_default());
        self.lines.borrow_mut().insert(blob, Rc::clone(&held));
        held
    }
}

fn told(commit: &Commit<'_>) -> Origin {
    let author = commit.author();
    let when = author.when();
    Origin {
        commit: Some(commit.id().to_string()),
        author: Some(String::from_utf8_lossy(author.name_bytes()).into_owned()),
        time: Some((when.seconds(), when.offset_minutes())),
        message: Some(String::from_utf8_lossy(commit.message_bytes()).into_owned()),
    }
}

fn blob(commit: &Commit<'_>, path: &str) -> Option<Oid> {
    commit.tree().ok()?.get_path(std::path::Path::new(path)).ok().map(|entry| entry.id())
}
