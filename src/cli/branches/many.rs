//! Many lines of work, read on several threads, each with a repository of its own.
//!
//! Not here: which lines they are.

use std::path::PathBuf;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::config::Wishes;
use crate::error::Result;
use crate::merge::git::Repo;
use crate::merge::open::Open;
use crate::report::branches::{Branches, Meeting};
use crate::report::report::{Cause, Note};
use crate::river::heads::{self, Added};

/// A line of work that touched more files since it parted is none that anybody would compare.
const MAX_FILES: usize = 2_000;

/// The folders with objects that are not the repository's.
pub(super) type Borrowed = Vec<PathBuf>;

/// What all threads share.
pub(super) struct Many<'a> {
    pub(super) borrowed: &'a Borrowed,
    pub(super) wishes: &'a Wishes,
    /// 0 for one a processor.
    pub(super) jobs: usize,
}

/// What each line of work added, as far as it says with whom it can meet; none where it is not compared.
pub(super) struct Sketches(Vec<Option<Added>>);

impl Sketches {
    pub(super) fn is_left_out(&self, at: usize) -> bool {
        self.0[at].is_none()
    }

    pub(super) fn may_meet(&self, one: usize, other: usize) -> bool {
        matches!((&self.0[one], &self.0[other]), (Some(one), Some(other)) if one.may_meet(other))
    }

    /// Tells whether a path is not one that both lines are known to have touched.
    fn is_of_others(&self, lines: [usize; 2], path: &str) -> bool {
        lines.iter().any(|at| self.0[*at].as_ref().is_some_and(|added| !added.touches(path)))
    }
}

impl Many<'_> {
    /// Finds where each line parted from the main line, and sketches what it added since.
    pub(super) fn sketched(&self, found: &mut Branches) -> Sketches {
        let (main, lines) = (&found.main, &found.lines);
        let read = self.each(lines.len(), |repo, at| sketched(repo, main, &lines[at]));
        let mut sketches = Vec::new();
        for (at, read) in read.into_iter().enumerate() {
            let (base, added, why) = match read {
                Ok(Sketched { base, added, why }) => (base, added, why),
                Err(error) => (None, None, Some(error.to_string())),
            };
            found.lines[at].base = base;
            let name = &found.lines[at].name;
            found.notes.extend(why.map(|why| Note::failure("", format!("{name} was not compared: {why}"))));
            sketches.push(added);
        }
        Sketches(sketches)
    }

    /// Compares these pairs, each as `check` would, and keeps those that have something to tell.
    pub(super) fn compared(&self, found: &mut Branches, added: &Sketches, pairs: &[[usize; 2]]) -> Vec<Meeting> {
        let (lines, main) = (&found.lines, &found.main.oid);
        let read = self.each(pairs.len(), |repo, at| self.meeting(repo, lines, pairs[at]));
        let mut meetings = Vec::new();
        for (at, read) in read.into_iter().enumerate() {
            let name = || pairs[at].map(|at| found.lines[at].name.as_str()).join(" and ");
            match read {
                Ok(None) => {}
                Ok(Some(mut meeting)) => {
                    if !pairs[at].iter().any(|at| lines[*at].oid == *main) {
                        meeting.conflicts.retain(|path| !added.is_of_others(pairs[at], path));
                    }
                    let blind = meeting.report.blind.as_ref().map(|blind| blind.reason.clone());
                    let blind = blind.map(|why| Note::failure("", format!("{} were not compared: {why}", name())));
                    found.unread += usize::from(blind.is_some());
                    found.notes.extend(blind);
                    let failures = meeting.report.notes.iter().filter(|note| note.cause == Cause::Failure);
                    found.notes.extend(failures.cloned());
                    meetings.push(meeting);
                }
                Err(error) => {
                    let message = format!("{} were not compared: {error}", name());
                    found.unread += 1;
                    found.notes.push(Note::failure("", message));
                }
            }
        }
        found.notes.sort();
        found.notes.dedup();
        meetings
    }

    fn meeting(&self, repo: &mut Repo, lines: &[Open], pair: [usize; 2]) -> Result<Option<Meeting>> {
        let [ours, theirs] = pair.map(|at| &lines[at]);
        let base = repo.parted_at(&ours.oid, &theirs.oid)?;
        // One was made of the other, and only one of them did something.
        if base.is_none_or(|base| base == ours.oid || base == theirs.oid) {
            return Ok(None);
        }
        let mut merge = repo.prospective(&ours.oid, &theirs.oid)?;
        ours.name.clone_into(&mut merge.ours.name);
        theirs.name.clone_into(&mut merge.theirs.name);
        let conflicts = std::mem::take(&mut merge.conflicts);
        let report = self.wishes.check(merge, repo)?;
        Ok(Some(Meeting { lines: pair, report, conflicts, also: Vec::new() }))
    }

    /// Does something for each of so many, and returns what came of it in their order.
    fn each<T: Send>(&self, count: usize, work: impl Fn(&mut Repo, usize) -> Result<T> + Sync) -> Vec<Result<T>> {
        let processors = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        let threads = if self.jobs == 0 { processors } else { self.jobs }.min(count);
        let (next, done) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
        std::thread::scope(|scope| {
            for _ in 0..threads {
                scope.spawn(|| {
                    loop {
                        let at = next.fetch_add(1, Ordering::Relaxed);
                        if at >= count {
                            return;
                        }
                        // A merge that was tried leaves its folder with the repository that tried it.
                        let result = self.repo().and_then(|mut repo| work(&mut repo, at));
                        if let Ok(mut done) = done.lock() {
                            done.push((at, result));
                        }
                    }
                });
            }
        });
        let mut done = done.into_inner().unwrap_or_default();
        done.sort_by_key(|(at, _)| *at);
        done.into_iter().map(|(_, result)| result).collect()
    }

    fn repo(&self) -> Result<Repo> {
        let mut repo = Repo::open()?;
        self.borrowed.iter().try_for_each(|objects| repo.borrow_objects(objects))?;
        Ok(repo)
    }
}

/// What was read of one line of work.
struct Sketched {
    base: Option<String>,
    added: Option<Added>,
    /// Why it is not compared, where that is not plain.
    why: Option<String>,
}

fn sketched(repo: &mut Repo, main: &Open, line: &Open) -> Result<Sketched> {
    if line.oid == main.oid {
        return Ok(Sketched { base: None, added: None, why: None });
    }
    let Some(base) = repo.parted_at(&main.oid, &line.oid)? else {
        let why = Some(format!("it shares no history with {}", main.name));
        return Ok(Sketched { base: None, added: None, why });
    };
    let merge = repo.since(&base, &line.oid)?;
    if merge.files.len() > MAX_FILES {
        let why = format!("it changed {} files, more than are compared ({MAX_FILES})", merge.files.len());
        return Ok(Sketched { base: Some(base), added: None, why: Some(why) });
    }
    let added = heads::added(&merge, repo);
    Ok(Sketched { base: Some(base), added: Some(added), why: None })
}
