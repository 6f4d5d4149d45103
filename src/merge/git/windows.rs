//! Histories without merges: what landed on the main line while a commit, or the request that was squashed into it, was
//! open. The window is a merge that nobody made: its base is the main line when the work was begun, one side is what
//! landed meanwhile, the other the change itself, and the commit is the result.
//!
//! When the work was begun is not written down, and two things bound it: it was not after its author time, and a request
//! with a greater number that landed first was opened later.
//!
//! Not here: which commits a range holds (`ranges`), what the two sides said twice.

use std::cell::RefCell;

use git2::{Commit, Oid};

use super::ranges::request_of;
use super::repo::{Repo, Trees, short, wrong};
use crate::error::{Error, Result};
use crate::merge::range::{Range, Walked};
use crate::merge::{Head, Merge};
use crate::source::Sides;

/// So many landings are looked back upon, whatever the window.
const MAX_LANDED: usize = 2_000;

/// The main line when a piece of work was begun, as far as that is known.
struct Begun {
    base: Oid,
    /// How many commits landed from then on until the work itself.
    landed: usize,
    /// Whether its author time says so, and not only the number of its request.
    by_time: bool,
}

impl Repo {
    /// Lists the commits without a merge on the main line of a range while which others landed, children before parents.
    ///
    /// # Errors
    /// Unknown revisions.
    pub fn windows_in(&self, range: &Range<'_>, seconds: i64) -> Result<Walked> {
        let (commits, mut walked) = self.counted(&Range { first_parent: true, ..*range })?;
        let windows = commits.iter().filter(|commit| self.begun(commit, seconds).is_some());
        walked.merges = windows.map(|commit| commit.id().to_string()).collect();
        Ok(walked)
    }

    /// Reads a commit against what landed while it was open, at most so many seconds back; `None` where its change does
    /// not apply to what stood there before: whoever made it had something of what landed before the eyes.
    ///
    /// # Errors
    /// An unknown revision, objects that are missing; where nothing landed meanwhile.
    pub fn while_open(&mut self, revision: &str, seconds: i64) -> Result<Option<Merge>> {
        let commit = self.commit(revision)?;
        let parted = |error: &git2::Error| wrong("cannot read what stood before a commit", error);
        let parent = commit.parent(0).map_err(|error| parted(&error))?;
        let begun =
            self.begun(&commit, seconds).ok_or_else(|| Error::new("nothing landed while this commit was open"))?;
        let base = self.repository.find_commit(begun.base).map_err(|error| parted(&error))?;
        let Some(theirs) = self.moved(&commit, &base)? else { return Ok(None) };
        let trees = Trees {
            base: Some(base.tree().map_err(|error| parted(&error))?),
            other_bases: Vec::new(),
            ours: parent.tree().map_err(|error| parted(&error))?,
            theirs,
        };
        let mut files = self.changed_files(&trees)?;
        drop(trees);
        self.merged_from_tree(commit.tree_id(), &mut files)?;
        let [our_id, their_id, base_id] = [parent.id(), commit.id(), base.id()];
        let base_tree = base.tree_id();
        let why = if begun.by_time { "its author time" } else { "the number of its request" };
        let plural = if begun.landed == 1 { "" } else { "s" };
        let notes = vec![format!("{} commit{plural} landed while this was open, by {why}", begun.landed)];
        let diverged_days = self.diverged_days(&[base_id], our_id, their_id);
        drop((commit, parent, base));
        self.base_tree = Some(base_tree);
        self.heads = Sides { base: vec![base_id], ours: vec![our_id], theirs: vec![their_id] };
        self.history = RefCell::new(None);
        let named = |oid: Oid| Head { oid: Some(oid.to_string()), name: short(oid) };
        Ok(Some(Merge {
            commit: Some(their_id.to_string()),
            bases: vec![base_id.to_string()],
            ours: named(our_id),
            theirs: named(their_id),
            diverged_days,
            files,
            notes,
            ..Merge::default()
        }))
    }

    /// Makes the tree that the change of a commit gives on another base; `None` where it does not apply there. Its objects
    /// live in memory alone.
    fn moved(&self, commit: &Commit<'_>, base: &Commit<'_>) -> Result<Option<git2::Tree<'_>>> {
        let failed = |error: &git2::Error| wrong("cannot apply a change to its base", error);
        // A partial clone lacks blobs, and those of files that nobody touched are not needed.
        git2::opts::strict_object_creation(false);
        let objects = self.repository.odb().map_err(|error| failed(&error))?;
        // Before all that keep what they are given on disk.
        objects.add_new_mempack_backend(i32::MAX).map_err(|error| failed(&error))?;
        let index = self.repository.cherrypick_commit(commit, base, 0, None);
        let mut index = index.map_err(|error| failed(&error))?;
        if index.has_conflicts() {
            return Ok(None);
        }
        let tree = index.write_tree_to(&self.repository).map_err(|error| failed(&error))?;
        self.repository.find_tree(tree).map(Some).map_err(|error| failed(&error))
    }

    /// Finds the newest state of the main line that the work cannot be older than; `None` where nothing landed since.
    fn begun(&self, commit: &Commit<'_>, seconds: i64) -> Option<Begun> {
        if commit.parent_count() != 1 {
            return None;
        }
        let (landed, authored) = (commit.time().seconds(), commit.author().when().seconds());
        let request = commit.summary().ok().flatten().and_then(request_of);
        let mut found: Option<Begun> = None;
        let mut at = commit.parent(0).ok()?;
        for count in 1..=MAX_LANDED {
            if at.time().seconds() < landed.saturating_sub(seconds) {
                break;
            }
            let by_time = at.time().seconds() > authored;
            let other = || at.summary().ok().flatten().and_then(request_of);
            let by_number = || request.zip(other()).is_some_and(|(own, other)| other > own);
            let Ok(before) = at.parent(0) else { break };
            if by_time || by_number() {
                let by_time = by_time || found.as_ref().is_some_and(|found| found.by_time);
                found = Some(Begun { base: before.id(), landed: count, by_time });
            }
            at = before;
        }
        found
    }
}
