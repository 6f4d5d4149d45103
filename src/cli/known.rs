//! What was known before: a baseline, or a revision in which both copies stood already. Who adopts this program in a
//! repository with a history hears only what is new.
//!
//! Not here: pairs that a person allowed with a reason (`allow`); a baseline judges nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use clap::Args;
use serde::{Deserialize, Serialize};

use super::outcome::to_stderr;
use super::written;
use crate::error::{Error, Result, printable};
use crate::git_program;
use crate::merge::git::Repo;
use crate::merge::{Content, Store, Version};
use crate::report::report::{Report, Site, Told};

/// The version of the file.
const SCHEMA: u32 = 1;
/// A larger file is no baseline.
const MAX_BYTES: u64 = 256 << 20;

/// What was known before
#[derive(Debug, Clone, Default, Args)]
pub struct Known {
    /// Tell only findings that do not stand in this file
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathBuf>,
    /// Write what is found to a baseline, and end with 0
    #[arg(long, value_name = "FILE", conflicts_with = "baseline")]
    write_baseline: Option<PathBuf>,
    /// Tell only what this revision does not hold already
    #[arg(long, value_name = "REV")]
    since_ref: Option<String>,
}

/// A baseline, as it is written: sorted, one finding a block, so that two of them can be compared and merged.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Baseline {
    schema: u32,
    findings: Vec<Entry>,
}

#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, PartialOrd, Ord)]
#[serde(deny_unknown_fields)]
struct Entry {
    id: String,
    #[serde(default)]
    kind: String,
    #[serde(default)]
    paths: Vec<String>,
}

/// What is left out.
#[derive(Debug, Default)]
pub(super) struct Before {
    ids: BTreeSet<String>,
    revision: Option<String>,
}

impl Known {
    /// Tells whether a baseline is to be written, which is an answer and no failure.
    pub(super) fn is_written(&self) -> bool {
        self.write_baseline.is_some()
    }

    /// The revision that was known, by its words.
    pub(super) fn since_ref(&self) -> Option<&str> {
        self.since_ref.as_deref()
    }

    /// Reads what was known before.
    ///
    /// # Errors
    /// A baseline that cannot be read or understood, an unknown revision.
    pub(super) fn before(&self) -> Result<Before> {
        let ids = self.baseline.as_deref().map(read).transpose()?.unwrap_or_default();
        let revision = self.since_ref.as_ref().map(|revision| {
            let commit = format!("{revision}^{{commit}}");
            git_program::ask(["rev-parse", "--verify", "--quiet", "--end-of-options", &commit])
                .ok_or_else(|| Error::new(format!("unknown revision '{revision}'")))
        });
        Ok(Before { ids, revision: revision.transpose()? })
    }

    /// Writes what was found, where that was asked for, and says so.
    ///
    /// # Errors
    /// A file that cannot be written.
    pub(super) fn write(&self, reports: &[Report]) -> Result<()> {
        let Some(path) = &self.write_baseline else { return Ok(()) };
        let entry = |told: &Told| {
            let mut paths = vec![told.ours.path.clone(), told.theirs.path.clone()];
            paths.sort();
            paths.dedup();
            (told.id.clone(), Entry { id: told.id.clone(), kind: told.kind.name().to_owned(), paths })
        };
        let found: BTreeMap<String, Entry> = reports.iter().flat_map(|report| &report.findings).map(entry).collect();
        let count = found.len();
        let baseline = Baseline { schema: SCHEMA, findings: found.into_values().collect() };
        let text = serde_json::to_string_pretty(&baseline).unwrap_or_default() + "\n";
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)
                .map_err(|error| Error::new(format!("cannot write {}: {error}", path.display())))?;
        }
        written::replace(path, text.as_bytes())?;
        let plural = if count == 1 { "" } else { "s" };
        to_stderr(&format!("oneness: {count} finding{plural} written to {}\n", printable(&path.to_string_lossy())));
        Ok(())
    }
}

fn read(path: &Path) -> Result<BTreeSet<String>> {
    let failed = |why: String| {
        Error::new(format!("cannot read the baseline {}: {why}", path.display()))
            .hint("`--write-baseline FILE` writes a new one")
    };
    let metadata = std::fs::metadata(path).map_err(|error| failed(error.to_string()))?;
    if !metadata.is_file() || metadata.len() > MAX_BYTES {
        return Err(failed("it is no regular file of a sensible size".to_owned()));
    }
    let text = std::fs::read_to_string(path).map_err(|error| failed(error.to_string()))?;
    let baseline: Baseline = serde_json::from_str(&text).map_err(|error| failed(error.to_string()))?;
    if baseline.schema != SCHEMA {
        return Err(failed(format!("its version is {} and not {SCHEMA}", baseline.schema)));
    }
    Ok(baseline.findings.into_iter().map(|entry| entry.id).collect())
}

impl Before {
    /// Takes out of a report what was known, and counts it.
    pub(super) fn leave_out(&self, report: &mut Report) {
        if self.ids.is_empty() && self.revision.is_none() || report.findings.is_empty() {
            return;
        }
        let reached = self.revision.as_deref().is_some_and(|revision| is_reached(revision, report));
        let repo = self.revision.as_ref().and_then(|_| Repo::open().ok());
        let stands = |told: &Told| {
            self.revision.as_deref().zip(repo.as_ref()).is_some_and(|(revision, repo)| both_stand(revision, told, repo))
        };
        let before = report.findings.len();
        report.findings.retain(|told| !(self.ids.contains(&told.id) || reached || stands(told)));
        report.silenced.known += before - report.findings.len();
    }
}

/// Tells whether a revision has the whole merge in its history.
fn is_reached(revision: &str, report: &Report) -> bool {
    let is_ancestor = |commit: &String| {
        git_program::ask(["merge-base", commit.as_str(), revision]).is_some_and(|base| base == *commit)
    };
    report.commit.as_ref().is_some_and(is_ancestor)
}

/// Tells whether both copies stood in a revision, at the paths of either version.
fn both_stand(revision: &str, told: &Told, repo: &Repo) -> bool {
    let texts = [&told.ours, &told.theirs].map(|site| (text_at(revision, site, repo), filled(&site.text)));
    let count = |(whole, wanted): &(String, String)| {
        if wanted.is_empty() { 0 } else { whole.matches(wanted.as_str()).count() }
    };
    // Two equal copies of one file are one text that stands there twice.
    let is_one = texts[0] == texts[1];
    texts.iter().all(|text| count(text) > usize::from(is_one))
}

fn text_at(revision: &str, site: &Site, repo: &Repo) -> String {
    let name = format!("{revision}:{}", site.path);
    let blob = git_program::ask(["rev-parse", "--verify", "--quiet", "--end-of-options", &name]);
    let Some(blob) = blob else { return String::new() };
    let source = repo.read(&Version { path: site.path.clone(), content: Content::Blob(blob) });
    filled(source.text.as_str())
}

/// A text by its filled lines alone.
fn filled(text: &str) -> String {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.collect::<Vec<_>>().join("\n")
}
