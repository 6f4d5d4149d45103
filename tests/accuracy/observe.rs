//! What oneness says of each labelled merge, notes below the threshold included.

use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use oneness::findings::Options;
use oneness::merge::git::Repo;
use oneness::report::report::{Report, Site, Told};
use oneness::river;

use crate::labels::{self, Case, Labelled, Place};

/// One merge, what is known of it and what was said.
pub(crate) struct Observation {
    /// Owner and name.
    pub repo: String,
    /// The merge commit.
    pub merge: String,
    /// What is known.
    pub case: Case,
    /// What was said, notes included.
    pub findings: Vec<Told>,
}

impl Observation {
    /// Finds the surest finding that shows both places of a labelled pair, rather one that is said.
    pub(crate) fn answer(&self, labelled: &Labelled) -> Option<&Told> {
        let hits = self.findings.iter().filter(|told| meets(told, labelled));
        hits.max_by(|one, other| {
            other.unsaid.is_some().cmp(&one.unsaid.is_some()).then(one.confidence.total_cmp(&other.confidence))
        })
    }
}

/// Tells whether a finding shows both places of a pair.
pub(crate) fn meets(told: &Told, labelled: &Labelled) -> bool {
    let shows = |site: &Site, place: &Place| {
        let (start, end) = site.lines.unwrap_or_default();
        site.path == place.path && start <= place.end && place.start <= end
    };
    shows(&told.ours, &labelled.a) && shows(&told.theirs, &labelled.b)
        || shows(&told.ours, &labelled.b) && shows(&told.theirs, &labelled.a)
}

/// Checks every labelled merge of the clones that are there.
pub(crate) fn all(clones: &Path) -> Vec<Observation> {
    let cases: Vec<((String, String), Case)> = labels::cases().into_iter().collect();
    let next = AtomicUsize::new(0);
    let found = Mutex::new(Vec::new());
    let workers = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                while let Some(((repo, merge), case)) = cases.get(next.fetch_add(1, Ordering::Relaxed)) {
                    if let Some(observation) = observe(clones, repo, merge, case) {
                        found.lock().expect("because no worker panics").push(observation);
                    }
                }
            });
        }
    });
    let mut found = found.into_inner().expect("because no worker panics");
    found.sort_by(|one: &Observation, other| (&one.repo, &one.merge).cmp(&(&other.repo, &other.merge)));
    eprintln!("{} of {} labelled merges read", found.len(), cases.len());
    found
}

fn observe(clones: &Path, repo: &str, merge: &str, case: &Case) -> Option<Observation> {
    let path = clone_of(clones, repo)?;
    let options = Options { all: true, ..Options::default() };
    let report = check(&path, merge, case.pairs.iter().any(|pair| pair.prospective), &options);
    let findings = match report {
        Ok(report) => report.findings,
        Err(error) => {
            eprintln!("{repo} {merge}: {error}");
            return None;
        }
    };
    Some(Observation { repo: repo.to_owned(), merge: merge.to_owned(), case: case.clone(), findings })
}

fn check(path: &Path, merge: &str, prospective: bool, options: &Options) -> oneness::error::Result<Report> {
    let mut repo = Repo::open_at(path)?;
    let (commit, parents) = repo.parents_of(merge)?;
    let (ours, theirs) = &parents[0];
    let merge = if prospective { repo.prospective(ours, theirs)? } else { repo.finished(&commit, ours, theirs)? };
    Ok(river::check(&merge, &repo, options))
}

/// Finds the clone of a repository, by its owner and name.
pub(crate) fn clone_of(clones: &Path, repo: &str) -> Option<PathBuf> {
    let name = repo.rsplit('/').next().unwrap_or(repo);
    let folders = [repo.to_owned(), repo.replace('/', "+"), name.to_owned()];
    let ends = ["", "repo", ".git"];
    let mut paths = folders.iter().flat_map(|folder| ends.iter().map(move |end| clones.join(folder).join(end)));
    paths.find(|path| path.join("objects").is_dir() || path.join(".git").exists())
}
