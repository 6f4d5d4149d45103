//! The labelled merges, read from the files beside this one.

use std::collections::BTreeMap;

use serde::Deserialize;

/// A pair of places in the merged result of a real merge, with its outcome.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Labelled {
    /// Owner and name.
    pub repo: String,
    /// The merge commit.
    pub merge: String,
    /// What it is: list-entry, prose, import …
    pub kind: String,
    /// `redundant` or `legit`.
    pub label: String,
    /// One copy.
    pub a: Place,
    /// The other copy.
    pub b: Place,
    /// Whether the merge commit itself dropped one copy, so that the lines are those of git's automatic merge.
    pub prospective: bool,
}

/// Lines of a file, counted from 1.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Place {
    /// Path in the merged result.
    pub path: String,
    /// First line.
    pub start: usize,
    /// Last line.
    pub end: usize,
}

#[derive(Debug, Deserialize)]
struct Silent {
    repo: String,
    merge: String,
}

/// What is known of one merge.
#[derive(Debug, Default, Clone)]
pub(crate) struct Case {
    /// Pairs with their outcome; empty for a merge that should stay silent.
    pub pairs: Vec<Labelled>,
}

/// Returns all merges by repository and commit.
pub(crate) fn cases() -> BTreeMap<(String, String), Case> {
    let mut cases: BTreeMap<(String, String), Case> = BTreeMap::new();
    for line in include_str!("pairs.jsonl").lines() {
        let labelled: Labelled = serde_json::from_str(line).expect("because the file is ours");
        cases.entry((labelled.repo.clone(), labelled.merge.clone())).or_default().pairs.push(labelled);
    }
    for line in include_str!("silent.jsonl").lines() {
        let silent: Silent = serde_json::from_str(line).expect("because the file is ours");
        cases.entry((silent.repo, silent.merge)).or_default();
    }
    cases
}
