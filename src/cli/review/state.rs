//! What was decided so far. It is kept in git's own folder as soon as it is decided, so that closing the page, or the
//! program, loses nothing; and a file is written only as the page has seen it.
//!
//! Not here: asking and answering (`review`).

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::cli::decide::{self, Decision, Keep, Plan, WorkTree};
use crate::cli::entry::entry;
use crate::cli::{current, written};
use crate::config::{self, Allowed, Wishes};
use crate::error::{Error, Result};
use crate::findings::finding::Severity;
use crate::merge::git::Repo;
use crate::report::report::Report;
use crate::source::Side;

/// The file, in git's folder.
const FILE: &str = "oneness/review.json";
/// More decisions than any merge has findings.
const MAX_KEPT: usize = 10_000;

/// A decision as the page tells it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Decided {
    /// `ours`, `theirs`, `both`, `edit`; empty where nothing is decided.
    keep: String,
    reason: String,
    text: String,
    /// Whether it was written already.
    applied: bool,
}

/// What the page asks to keep.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    id: String,
    keep: String,
    #[serde(default)]
    reason: String,
    #[serde(default)]
    text: String,
}

/// The reports, the decisions, and the files as the page has seen them.
pub(super) struct State {
    merge: Vec<String>,
    tree: WorkTree,
    file: PathBuf,
    reports: Vec<Report>,
    seen: BTreeMap<String, Vec<u8>>,
    decided: BTreeMap<String, Decided>,
}

impl State {
    /// Checks the merge and reads what was decided before.
    ///
    /// # Errors
    /// No such merge, or one that cannot be read.
    pub(super) fn of(merge: Vec<String>, tree: WorkTree) -> Result<State> {
        let file = Repo::open()?.git_dir().join(FILE);
        let text = std::fs::read_to_string(&file).unwrap_or_default();
        // What cannot be read was not written here, or by another version: the person decides anew.
        let decided = serde_json::from_str(&text).unwrap_or_default();
        let mut state = State { merge, tree, file, reports: Vec::new(), seen: BTreeMap::new(), decided };
        state.look_again()?;
        Ok(state)
    }

    /// Checks the merge once more, and sees its files as they are now: the page is new.
    ///
    /// # Errors
    /// Where the merge cannot be read any more.
    pub(super) fn look_again(&mut self) -> Result<()> {
        let reports = reports(&self.merge)?;
        // A merge whose last finding was decided is still the one that the page is about.
        if reports.iter().any(|report| !report.findings.is_empty()) || self.reports.is_empty() {
            self.reports = reports;
        }
        let told = self.reports.iter().flat_map(|report| &report.findings);
        let paths: BTreeSet<&String> = told.flat_map(|told| [&told.ours.path, &told.theirs.path]).collect();
        let read = |path: &String| Some((path.clone(), self.tree.read(path).ok()?));
        self.seen = paths.into_iter().filter_map(read).collect();
        Ok(())
    }

    pub(super) fn reports(&self) -> &[Report] {
        &self.reports
    }

    pub(super) fn has_findings(&self) -> bool {
        self.reports.iter().any(|report| !report.findings.is_empty())
    }

    /// All decisions, by the ids of their findings.
    pub(super) fn decisions(&self) -> Value {
        json!(self.decided)
    }

    /// Keeps one decision.
    ///
    /// # Errors
    /// An unknown finding, something that cannot be decided, a file that cannot be written.
    pub(super) fn decide(&mut self, body: &Value) -> Result<Value> {
        let asked = Asked::deserialize(body).map_err(|_| Error::new("the decision cannot be read"))?;
        if decide::by_id(&self.reports, &asked.id).is_none() {
            return Err(Error::new("there is no such finding here"));
        }
        match asked.keep.as_str() {
            "" => drop(self.decided.remove(&asked.id)),
            "ours" | "theirs" | "both" | "edit" => {
                let decided = Decided { keep: asked.keep, reason: asked.reason, text: asked.text, applied: false };
                self.decided.insert(asked.id, decided);
            }
            _ => return Err(Error::new("that cannot be decided")),
        }
        self.keep()?;
        Ok(json!({}))
    }

    fn keep(&mut self) -> Result<()> {
        while self.decided.len() > MAX_KEPT {
            self.decided.pop_first();
        }
        if let Some(folder) = self.file.parent() {
            std::fs::create_dir_all(folder)
                .map_err(|error| Error::new(format!("cannot keep the decision: {error}")))?;
        }
        written::replace(&self.file, json!(self.decided).to_string().as_bytes())
    }

    /// What would be written, and what cannot be.
    pub(super) fn patch(&self) -> Value {
        let plan = self.plan();
        let both = self.open().filter(|(_, decided)| decided.keep == "both").count();
        let allowed = match both {
            0 => String::new(),
            count => format!("{}: {count} more allowed\n", config::ALLOWED),
        };
        json!({ "patch": plan.patch() + &allowed, "troubles": plan.troubles })
    }

    fn open(&self) -> impl Iterator<Item = (&String, &Decided)> {
        let is_here = |id: &str| decide::by_id(&self.reports, id).is_some();
        self.decided.iter().filter(move |(id, decided)| !decided.applied && is_here(id))
    }

    fn plan(&self) -> Plan {
        let decision = |(id, decided): (&String, &Decided)| {
            let keep = match decided.keep.as_str() {
                "ours" => Keep::One(Side::Ours),
                "theirs" => Keep::One(Side::Theirs),
                "edit" => Keep::Text(decided.text.clone()),
                _ => return None,
            };
            Some(Decision { told: decide::by_id(&self.reports, id)?, keep })
        };
        let decisions: Vec<Decision<'_>> = self.open().filter_map(decision).collect();
        let mut plan = decide::plan(&decisions, &self.tree);
        let changed: Vec<String> = plan
            .files
            .iter()
            .filter(|(path, (before, _))| self.seen.get(*path) != Some(before))
            .map(|(path, _)| path.clone())
            .collect();
        for path in changed {
            plan.files.remove(&path);
            for decision in &decisions {
                if decision.told.ours.path == path || decision.told.theirs.path == path {
                    let why = "the file changed meanwhile; load the page again".to_owned();
                    plan.troubles.insert(decision.told.id.clone(), why);
                }
            }
        }
        plan
    }

    /// Writes what was decided.
    ///
    /// # Errors
    /// A file that changed at the last moment or cannot be written.
    pub(super) fn apply(&mut self) -> Result<Value> {
        let plan = self.plan();
        let allowed: Vec<Allowed> = self
            .open()
            .filter(|(_, decided)| decided.keep == "both")
            .filter_map(|(id, decided)| {
                let told = decide::by_id(&self.reports, id)?;
                Some(Allowed { reason: decided.reason.clone(), ..entry(told) })
            })
            .collect();
        let mut message = plan.apply(&self.tree)?;
        if !allowed.is_empty() {
            config::allow(self.tree.top(), &allowed)?;
            message.push_str(&format!("; {} allowed in {}", allowed.len(), config::ALLOWED));
        }
        for (path, (_, after)) in &plan.files {
            self.seen.insert(path.clone(), after.clone());
        }
        let applied: Vec<String> =
            self.open().map(|(id, _)| id.clone()).filter(|id| !plan.troubles.contains_key(id)).collect();
        for id in &applied {
            if let Some(decided) = self.decided.get_mut(id) {
                decided.applied = true;
            }
        }
        self.keep()?;
        if !plan.troubles.is_empty() {
            message.push_str("; what could not be written says why");
        }
        Ok(json!({ "message": message, "applied": applied, "troubles": plan.troubles }))
    }
}

/// Checks what is to be decided: what is told by default, and of the merge that is meant.
fn reports(merge: &[String]) -> Result<Vec<Report>> {
    let mut reports = current::reports(merge, &Wishes::here()?)?;
    for report in &mut reports {
        report.findings.retain(|told| told.severity != Severity::Note);
    }
    Ok(reports)
}
