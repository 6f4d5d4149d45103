//! Real merges, the same on each run: spread over the history of each clone.
//!
//! Not here: what is done with them.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// So many repositories are taken.
const REPOSITORIES: usize = 10;
/// A repository with fewer merges of two parents has no history to sample.
const MIN_MERGES: usize = 40;

/// A merge of two sides that parted at one commit.
#[derive(Debug, Clone)]
pub(crate) struct Merge {
    pub(crate) commit: String,
    pub(crate) base: String,
    pub(crate) parents: [String; 2],
    /// How many files the sides touched.
    pub(crate) files: usize,
}

/// Returns clones with a history of merges, spread over the folder.
pub(crate) fn repositories(clones: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(clones).expect("because it is a folder");
    let mut all: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    all.sort();
    let mut found = Vec::new();
    for at in spread(all.len()) {
        if found.len() < REPOSITORIES && commits(&all[at]).len() >= MIN_MERGES {
            found.push(all[at].clone());
        }
    }
    found.sort();
    found
}

/// Returns up to so many merges of a repository whose sides touched so many files together.
pub(crate) fn merges(repository: &Path, count: usize, files: std::ops::RangeInclusive<usize>) -> Vec<Merge> {
    let commits = commits(repository);
    let order = spread(commits.len());
    let wanted =
        order.into_iter().filter_map(|at| merge(repository, &commits[at])).filter(|m| files.contains(&m.files));
    wanted.take(count).collect()
}

/// The numbers below a count in an order that comes everywhere early: steps of the golden section.
fn spread(count: usize) -> Vec<usize> {
    let mut keyed: Vec<(u64, usize)> =
        (0..count).map(|at| ((at as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15), at)).collect();
    keyed.sort_unstable();
    keyed.into_iter().map(|(_, at)| at).collect()
}

fn commits(repository: &Path) -> Vec<String> {
    let list = ["rev-list", "--all", "--merges", "--min-parents=2", "--max-parents=2"];
    git(repository, &list).lines().map(str::to_owned).collect()
}

/// Reads a merge; `None` where it has several bases or a side that did nothing.
fn merge(repository: &Path, commit: &str) -> Option<Merge> {
    let parents = git(repository, &["rev-parse", &format!("{commit}^1"), &format!("{commit}^2")]);
    let mut parents = parents.lines().map(str::to_owned);
    let parents = [parents.next()?, parents.next()?];
    let bases = git(repository, &["merge-base", "--all", &parents[0], &parents[1]]);
    let base = bases.trim().to_owned();
    if base.contains('\n') || base.is_empty() || parents.contains(&base) {
        return None;
    }
    let touched = |side: &str| -> BTreeSet<String> {
        git(repository, &["diff-tree", "-r", "--name-only", &base, side]).lines().map(str::to_owned).collect()
    };
    let sides = parents.each_ref().map(|side| touched(side));
    let files = sides[0].union(&sides[1]).count();
    let both = sides.iter().all(|side| !side.is_empty());
    // In a partial clone git itself cannot show what is not there.
    let is_here = |side: &String| git_can(repository, &["diff", &base, side]);
    let is_whole = both && parents.iter().all(is_here);
    is_whole.then(|| Merge { commit: commit.to_owned(), base, parents, files })
}

fn git_can(repository: &Path, arguments: &[&str]) -> bool {
    let mut command = Command::new("git");
    command.arg("-C").arg(repository).args(arguments).env("GIT_NO_LAZY_FETCH", "1");
    command.stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok_and(|status| status.success())
}

fn git(repository: &Path, arguments: &[&str]) -> String {
    let output = Command::new("git").arg("-C").arg(repository).args(arguments).output();
    String::from_utf8_lossy(&output.expect("because git is there").stdout).into_owned()
}
