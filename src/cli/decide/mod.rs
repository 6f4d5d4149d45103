//! What a person decides of findings, as changes of files: one copy goes, or one text takes the place of both. A plan
//! says what would be written before anything is; and nothing is written over what it did not read.
//!
//! Not here: who asks the person (`drop`, `review`, `check --interactive`).

mod decks;
mod task;
mod texts;
mod work_tree;

use std::collections::{BTreeMap, BTreeSet};

use similar::TextDiff;

use crate::decode;
use crate::error::{Error, Result, printable};
use crate::findings::finding::Kind;
use crate::report::plain;
use crate::report::report::{Report, Site, Told};
use crate::source::{Side, extension};
use task::{Becomes, Task};
pub(super) use work_tree::WorkTree;

/// Lines around a change that a patch shows.
const CONTEXT: usize = 3;

/// What is kept of the two copies of a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Keep {
    /// The copy of one side; the other goes.
    One(Side),
    /// One text in the place of ours; the copy of theirs goes.
    Text(String),
}

/// A decision of which something follows for a file.
pub(super) struct Decision<'a> {
    pub(super) told: &'a Told,
    pub(super) keep: Keep,
}

/// What would be written.
#[derive(Default)]
pub(super) struct Plan {
    /// By path: what the file held and what it would hold.
    pub(super) files: Files,
    /// Why a decision cannot be carried out, by the finding's id.
    pub(super) troubles: BTreeMap<String, String>,
}

/// Plans decisions. What one file cannot take is a trouble of its findings in all files, and the others go on.
pub(super) fn plan(decisions: &[Decision<'_>], tree: &WorkTree) -> Plan {
    let mut plan = Plan::default();
    let mut tasks: Vec<Task<'_>> = Vec::new();
    for decision in decisions {
        match tasks_of(decision) {
            Ok(own) => tasks.extend(own),
            Err(why) => drop(plan.troubles.insert(decision.told.id.clone(), why)),
        }
    }
    // Each round leaves out the findings that made trouble, so that no file loses a copy whose twin cannot be kept.
    loop {
        let count = plan.troubles.len();
        tasks.retain(|task| !plan.troubles.contains_key(task.id));
        plan.files = files(&tasks, tree, &mut plan.troubles);
        if plan.troubles.len() == count {
            return plan;
        }
    }
}

type Files = BTreeMap<String, (Vec<u8>, Vec<u8>)>;

/// Changes each file, and notes whose tasks cannot be done.
fn files(tasks: &[Task<'_>], tree: &WorkTree, troubles: &mut BTreeMap<String, String>) -> Files {
    let mut files = Files::new();
    let paths: BTreeSet<&str> = tasks.iter().map(|task| task.site.path.as_str()).collect();
    for path in paths {
        let mut own: Vec<&Task<'_>> = tasks.iter().filter(|task| task.site.path == path).collect();
        let shown = |why: &dyn std::fmt::Display| format!("{}: {why}", printable(path));
        let before = match tree.read(path) {
            Ok(before) => before,
            Err(why) => {
                troubles.extend(own.iter().map(|task| (task.id.to_owned(), shown(&why))));
                continue;
            }
        };
        // One finding that cannot be decided must not keep the others of its file from it.
        own.retain(|task| match changed(path, &before, &[task]) {
            Ok(_) => true,
            Err(why) => {
                troubles.insert(task.id.to_owned(), shown(&why));
                false
            }
        });
        match changed(path, &before, &own) {
            Ok(after) if after == before => {}
            Ok(after) => drop(files.insert(path.to_owned(), (before, after))),
            Err(why) => troubles.extend(own.iter().map(|task| (task.id.to_owned(), shown(&why)))),
        }
    }
    files
}

/// Each of the copies that something becomes of.
fn tasks_of<'a>(decision: &'a Decision<'_>) -> std::result::Result<Vec<Task<'a>>, String> {
    let told = decision.told;
    let has_copies = !matches!(told.kind, Kind::DanglingReference | Kind::RepeatedChange | Kind::StaleCopy);
    if !has_copies || told.ours.removed || told.theirs.removed {
        return Err("it is not about two copies of which one could go; mend it by hand".to_owned());
    }
    if [&told.ours, &told.theirs].iter().any(|site| site.unit == "file") {
        return Err("two whole files say the same; take one away with `git rm`".to_owned());
    }
    let is_second =
        |site: &Site, other: &Site| site.path == other.path && site.text == other.text && site.lines > other.lines;
    let task =
        |site: &'a Site, other: &Site, becomes| Task { id: &told.id, site, is_second: is_second(site, other), becomes };
    let (ours, theirs) = (&told.ours, &told.theirs);
    Ok(match &decision.keep {
        Keep::One(Side::Ours) => vec![task(theirs, ours, Becomes::Nothing), task(ours, theirs, Becomes::Itself)],
        Keep::One(Side::Theirs) => vec![task(ours, theirs, Becomes::Nothing), task(theirs, ours, Becomes::Itself)],
        Keep::Text(text) if text.trim().is_empty() => return Err("the text that replaces both is empty".to_owned()),
        Keep::Text(text) => vec![task(ours, theirs, Becomes::Text(text)), task(theirs, ours, Becomes::Nothing)],
    })
}

fn changed(path: &str, before: &[u8], tasks: &[&Task<'_>]) -> std::result::Result<Vec<u8>, String> {
    match extension(path).as_str() {
        "pptx" => decks::changed(before, tasks),
        _ => texts::changed(path, before, tasks),
    }
}

impl Plan {
    /// Writes what would be written as a patch; of a deck its text.
    pub(super) fn patch(&self) -> String {
        let text = |path: &str, bytes: &[u8]| plain::write(&decode::source(path, bytes));
        let file = |(path, (before, after)): (&String, &(Vec<u8>, Vec<u8>))| {
            let (old, new) = (text(path, before), text(path, after));
            let shown = printable(path);
            let diff = TextDiff::from_lines(&old, &new);
            let patch = diff
                .unified_diff()
                .context_radius(CONTEXT)
                .header(&format!("a/{shown}"), &format!("b/{shown}"))
                .to_string();
            patch.lines().map(|line| printable(line) + "\n").collect::<String>()
        };
        self.files.iter().map(file).collect()
    }

    /// Writes the files, and stages them during a merge; returns what to tell the person.
    ///
    /// # Errors
    /// A file that changed meanwhile, before any is written; one that cannot be written.
    pub(super) fn apply(&self, tree: &WorkTree) -> Result<String> {
        for (path, (before, _)) in &self.files {
            if tree.read(path)? != *before {
                return Err(Error::new(format!("{path} changed meanwhile, and nothing was written")));
            }
        }
        let mut words = Vec::new();
        for (path, (before, after)) in &self.files {
            let is_staged = tree.write(path, before, after)?;
            words.push(format!("{}{}", printable(path), if is_staged { " (staged)" } else { "" }));
        }
        Ok(match words.as_slice() {
            [] => "no file changed".to_owned(),
            _ => format!("written: {}", words.join(", ")),
        })
    }
}

/// Finds the findings of reports by their ids, the first of each.
pub(super) fn by_id<'r>(reports: &'r [Report], id: &str) -> Option<&'r Told> {
    reports.iter().flat_map(|report| &report.findings).find(|told| told.id == id)
}
