//! Many lines of work, read on several threads, each with a repository of its own; what an earlier run knows is not read.
//!
//! Not here: which lines they are (`branches`), how what is known is written down (`warm`).

use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use super::warm::{Line, Warm};
use crate::config::Wishes;
use crate::error::Result;
use crate::merge::git::Repo;
use crate::merge::git::ancestry::Ancestry;
use crate::merge::open::{Open, Standing};
use crate::report::branches::meeting::{Branches, Meeting};
use crate::report::kept::Known;
use crate::report::report::{Cause, Note};
use crate::river::heads::{self, Added};

/// A line of work that touched more files since it parted is none that anybody would compare.
const MAX_FILES: usize = 2_000;

/// Where the main line and a line of work changed more files since they parted, they are not compared: to read them costs
/// more than all other lines of work together.
const MAX_FILES_OF_MAIN: usize = 600;

/// Of a change of fewer lines nothing follows from how many of them stand on the main line.
const FEW_LINES: usize = 4;

/// The folders with objects that are not the repository's.
pub(super) type Borrowed = Vec<PathBuf>;

/// What all threads share.
pub(super) struct Many<'a> {
    pub(super) borrowed: &'a Borrowed,
    pub(super) wishes: &'a Wishes,
    /// 0 for one a processor.
    pub(super) jobs: usize,
    /// Which commit was made of which, read where the first line or pair is unknown.
    pub(super) ancestry: Option<Arc<Ancestry>>,
}

impl Many<'_> {
    /// Finds where each line parted from the main line, and what of it stands there already; where that is not known yet,
    /// what it added since is sketched by the way.
    pub(super) fn parted(&mut self, repo: &Repo, found: &mut Branches, warm: &mut Warm) {
        let known: Vec<Option<Line>> = found.lines.iter().map(|line| warm.line(&found.main, line)).collect();
        let unknown: Vec<usize> = (0..known.len()).filter(|at| known[*at].is_none()).collect();
        if !unknown.is_empty() {
            self.read_ancestry(repo, found);
        }
        let (main, lines) = (&found.main, &found.lines);
        let read = self.each(unknown.len(), |repo, at| parted(repo, main, &lines[unknown[at]]));
        let mut new = Vec::new();
        for (at, read) in unknown.iter().zip(read) {
            let (line, added) = match read {
                Ok(read) => read,
                Err(error) => {
                    new.push((*at, Line { why: Some(error.to_string()), ..Line::default() }));
                    continue;
                }
            };
            warm.keep_line(main, &lines[*at], &line);
            if let (Some(base), Some(added)) = (&line.base, added) {
                warm.keep_added(base, &lines[*at], added);
            }
            new.push((*at, line));
        }
        let known = known.into_iter().enumerate().filter_map(|(at, line)| Some((at, line?)));
        for (at, line) in known.chain(new).collect::<Vec<_>>() {
            let name = &found.lines[at].name;
            found.notes.extend(line.why.map(|why| Note::failure("", format!("{name} was not compared: {why}"))));
            found.lines[at].standing = line.standing.map(|[stands, of]| Standing { stands, of });
            found.lines[at].is_compared = line.is_compared;
            found.lines[at].landed = line.landed;
            found.lines[at].base = line.base;
        }
    }

    /// Tells which of these pairs can meet at all.
    pub(super) fn may_meet(
        &mut self,
        repo: &Repo,
        found: &Branches,
        warm: &mut Warm,
        pairs: &[[usize; 2]],
    ) -> Vec<bool> {
        let lines = &found.lines;
        let mut answers: Vec<Option<bool>> =
            pairs.iter().map(|pair| warm.may_meet(pair.map(|at| &lines[at]))).collect();
        let unknown: Vec<usize> = (0..pairs.len()).filter(|at| answers[*at].is_none()).collect();
        let mut asked: Vec<usize> = unknown.iter().flat_map(|at| pairs[*at]).collect();
        asked.sort_unstable();
        asked.dedup();
        self.load(repo, found, warm, &asked);
        let mut firsts: Vec<(usize, Vec<usize>)> = Vec::new();
        for at in &unknown {
            match firsts.last_mut().filter(|(first, _)| *first == pairs[*at][0]) {
                Some((_, known)) => known.push(*at),
                None => firsts.push((pairs[*at][0], vec![*at])),
            }
        }
        let sketches = &*warm;
        let nothing = Added::default();
        let added = |at: usize| sketches.added(&lines[at]).unwrap_or(&nothing);
        let told = self.shared(firsts.len(), |number| {
            let (first, asked) = &firsts[number];
            let others: Vec<&Added> = asked.iter().map(|at| added(pairs[*at][1])).collect();
            added(*first).may_meet(&others)
        });
        for ((_, asked), told) in firsts.iter().zip(told) {
            asked.iter().zip(told).for_each(|(at, told)| answers[*at] = Some(told));
        }
        for at in unknown {
            warm.keep_meeting(pairs[at].map(|at| &lines[at]), answers[at].unwrap_or(true));
        }
        answers.into_iter().map(|answer| answer.unwrap_or(true)).collect()
    }

    /// Brings into memory what these lines added: as it was written down, else read anew.
    fn load(&mut self, repo: &Repo, found: &Branches, warm: &mut Warm, asked: &[usize]) {
        let lines = &found.lines;
        let is_missing = |at: &usize| lines[*at].is_compared && lines[*at].base.is_some();
        let missing: Vec<usize> =
            asked.iter().copied().filter(is_missing).filter(|at| !warm.load(&lines[*at])).collect();
        if !missing.is_empty() {
            self.read_ancestry(repo, found);
        }
        let main = &found.main;
        let read = self.each(missing.len(), |repo, at| parted(repo, main, &lines[missing[at]]));
        for (at, read) in missing.into_iter().zip(read) {
            if let (Some(base), Ok((_, Some(added)))) = (&lines[at].base, read) {
                warm.keep_added(base, &lines[at], added);
            }
        }
    }

    /// Compares these pairs, each as `check` would, and keeps those that have something to tell.
    pub(super) fn compared(
        &mut self,
        repo: &Repo,
        found: &mut Branches,
        warm: &mut Warm,
        pairs: &[[usize; 2]],
    ) -> Vec<Meeting> {
        let lines = &found.lines;
        let mut read: Vec<Option<Result<Known>>> =
            pairs.iter().map(|pair| warm.known(self.wishes, pair.map(|at| &lines[at])).map(Ok)).collect();
        let unknown: Vec<usize> = (0..pairs.len()).filter(|at| read[*at].is_none()).collect();
        let asked: Vec<usize> = unknown.iter().flat_map(|at| pairs[*at]).collect();
        if !unknown.is_empty() {
            self.read_ancestry(repo, found);
        }
        self.load(repo, found, warm, &asked);
        let (main, sketches) = (&found.main, &*warm);
        let new = self.each(unknown.len(), |repo, at| {
            let pair = pairs[unknown[at]].map(|at| &lines[at]);
            // Mine and the main line are always compared.
            let is_mine = pairs[unknown[at]][0] == 0 && lines[0].oid != main.oid;
            let most = if is_mine { usize::MAX } else { MAX_FILES_OF_MAIN };
            self.meeting(repo, (main, most), pair, pair.map(|line| sketches.added(line)))
        });
        for (at, mut new) in unknown.into_iter().zip(new) {
            if let Ok(known) = &mut new {
                let is_main = pairs[at].iter().any(|at| lines[*at].oid == found.main.oid);
                let is_of_others = |path: &String| {
                    let added = pairs[at].map(|at| warm.added(&lines[at]));
                    !is_main && added.into_iter().flatten().any(|added| !added.touches(path))
                };
                known.conflicts.retain(|path| !is_of_others(path));
                if let [Some(one), Some(other)] = pairs[at].map(|at| warm.added(&lines[at])) {
                    known.same = known.report.as_ref().and_then(|_| one.in_common(other));
                }
                warm.keep(self.wishes, pairs[at].map(|at| &lines[at]), known);
            }
            read[at] = Some(new);
        }
        let mut meetings = Vec::new();
        for (pair, read) in pairs.iter().zip(read) {
            let names = pair.map(|at| found.lines[at].name.as_str()).join(" and ");
            match read {
                Some(Ok(Known { report: Some(report), conflicts, same, .. })) => {
                    report.blind.iter().for_each(|blind| found.left_out(&names, &blind.reason));
                    let failures = report.notes.iter().filter(|note| note.cause == Cause::Failure);
                    found.notes.extend(failures.cloned());
                    meetings.push(Meeting { lines: *pair, report, conflicts, same, also: Vec::new() });
                }
                Some(Ok(Known { left_out: Some(why), .. })) => found.left_out(&names, &why),
                Some(Err(error)) => found.left_out(&names, &error.to_string()),
                _ => {}
            }
        }
        found.notes.sort();
        found.notes.dedup();
        meetings
    }

    fn read_ancestry(&mut self, repo: &Repo, found: &Branches) {
        if self.ancestry.is_none() {
            let lines: Vec<&Open> = found.lines.iter().chain([&found.main]).collect();
            self.ancestry = repo.ancestry(&lines).map(Arc::new);
        }
    }

    /// Compares two lines of work. What neither of them touched since it parted from the main line, that one brought, and it
    /// is told of the main line: it is not read.
    fn meeting(
        &self,
        repo: &mut Repo,
        (main, most): (&Open, usize),
        pair: [&Open; 2],
        added: [Option<&Added>; 2],
    ) -> Result<Known> {
        let [ours, theirs] = pair;
        let base = repo.parted_at(&ours.oid, &theirs.oid)?;
        // One was made of the other, and only one of them did something.
        let Some(base) = base.filter(|base| *base != ours.oid && *base != theirs.oid) else {
            return Ok(Known::default());
        };
        let [one, other] = added;
        let both = one.zip(other);
        let files = if both.is_none() { repo.count_of_changed(&base, [&ours.oid, &theirs.oid])? } else { 0 };
        if files > most {
            let name = &main.name;
            let why = format!("{files} files changed since, on {name} most of them; `oneness check` reads them");
            return Ok(Known { left_out: Some(why), ..Known::default() });
        }
        let mut merge = repo.prospective(&ours.oid, &theirs.oid)?;
        ours.name.clone_into(&mut merge.ours.name);
        theirs.name.clone_into(&mut merge.theirs.name);
        let conflicts = std::mem::take(&mut merge.conflicts);
        if let Some((one, other)) = both {
            merge.files.retain(|file| {
                let versions = &file.versions;
                let paths = [&versions.base, &versions.ours, &versions.theirs].map(|version| version.path.as_str());
                paths.into_iter().any(|path| one.touches(path) || other.touches(path))
            });
        }
        let report = self.wishes.check(merge, repo)?;
        Ok(Known { report: Some(report), conflicts, ..Known::default() })
    }

    /// Does something for each of so many, with a repository for each, and returns what came of it in their order.
    fn each<T: Send>(&self, count: usize, work: impl Fn(&mut Repo, usize) -> Result<T> + Sync) -> Vec<Result<T>> {
        // A merge that was tried leaves its folder with the repository that tried it.
        self.shared(count, |at| self.repo().and_then(|mut repo| work(&mut repo, at)))
    }

    /// Does something for each of so many on several threads, and returns what came of it in their order.
    fn shared<T: Send>(&self, count: usize, work: impl Fn(usize) -> T + Sync) -> Vec<T> {
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
                        let result = work(at);
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
        self.ancestry.iter().for_each(|ancestry| repo.knows(ancestry));
        Ok(repo)
    }
}

fn parted(repo: &mut Repo, main: &Open, line: &Open) -> Result<(Line, Option<Added>)> {
    if line.oid == main.oid {
        return Ok((Line { is_compared: true, ..Line::default() }, None));
    }
    let Some(base) = repo.parted_at(&main.oid, &line.oid)? else {
        let why = Some(format!("it shares no history with {}", main.name));
        return Ok((Line { why, ..Line::default() }, None));
    };
    let merge = repo.since(&base, &line.oid, &main.oid)?;
    if merge.files.len() > MAX_FILES {
        let why = format!("it changed {} files, more than are compared ({MAX_FILES})", merge.files.len());
        return Ok((Line { base: Some(base), why: Some(why), ..Line::default() }, None));
    }
    let (added, standing) = heads::added(&merge, repo);
    // A change of which hardly anything stands on the main line is no commit of it.
    let may_have_landed = standing.of < FEW_LINES || standing.stands * 2 >= standing.of;
    let landed = if may_have_landed { repo.landed(&main.oid, &line.oid, &base) } else { None };
    let standing = Some([standing.stands, standing.of]);
    Ok((Line { base: Some(base), standing, landed, is_compared: true, ..Line::default() }, Some(added)))
}
