//! `oneness check`: one merge, by whatever door it comes.

mod copies;
#[cfg(any(feature = "automerge", feature = "yjs"))]
mod crdt;
mod document;

use std::path::PathBuf;

use clap::Args;

use super::answer::{self, Exit};
use super::interactive;
use super::known::Known;
use super::meant::{self, Meant};
use super::narrow;
use super::outcome::Outcome;
use super::outputs::Outputs;
use crate::config::Wishes;
use crate::decode::BINARY;
use crate::error::{Error, Result};
use crate::git_program;
use crate::merge::files::{self, FolderStore};
use crate::merge::git::Repo;
use crate::merge::{Merge, Store};
use crate::report::Style;
use crate::report::report::{Cause, Note, Report};

/// Checks a merge: one that is done, one under way, one to come, or plain files
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  oneness check HEAD                 the merge commit HEAD
  oneness check                      the merge, cherry-pick or rebase step under way
  oneness check --present HEAD       what an ordinary commit added although it was there
  oneness check main feature         the merge of two branches, tried without touching anything
  oneness check main...feature       the same
  oneness check --pr main feature    a request: what it adds against what main got since it was begun
  oneness check HEAD -- docs/        only what has a copy in docs/
  oneness check deck.pptx            one document: its last merge, else what it says twice
  oneness check --base b.md --ours o.md --theirs t.md
  oneness check --conflict-copies ~/Dropbox/plans   what a file and its conflict copy would say twice together
  oneness check HEAD --format sarif --output a.sarif --format text
  oneness check HEAD --output report.html --output junit=oneness.xml
  oneness check HEAD --baseline known.json      only what is new

A word that is both a revision and a file is neither until `--` parts them: `oneness check REV --`, `oneness check -- FILE`.")]
pub struct Check {
    /// A merge commit, or two revisions, or one document; nothing for the merge under way
    #[arg(value_name = "REV | OURS THEIRS | FILE", num_args = 0..=2)]
    what: Vec<String>,
    /// Only what has a copy in these files or folders; a single document alone is checked itself
    #[arg(last = true, value_name = "PATH", conflicts_with = "base")]
    paths: Vec<String>,
    /// The common ancestor: a file or a folder
    #[arg(long, value_name = "PATH", requires_all = ["ours", "theirs"], conflicts_with = "what")]
    base: Option<PathBuf>,
    /// One side: a file or a folder
    #[arg(long, value_name = "PATH", requires = "base")]
    ours: Option<PathBuf>,
    /// The other side: a file or a folder
    #[arg(long, value_name = "PATH", requires = "base")]
    theirs: Option<PathBuf>,
    /// The merged result, if there is one
    #[arg(long, value_name = "PATH", requires = "base")]
    merged: Option<PathBuf>,
    /// Pair the conflict copies below a folder (Dropbox, OneDrive, Syncthing, Nextcloud …) with what they are copies of
    #[arg(long, value_name = "FOLDER", conflicts_with_all = ["what", "paths", "base", "interactive", "present"])]
    conflict_copies: Option<PathBuf>,
    /// With --conflict-copies: a folder with older versions under the same names, which the copies began as
    #[arg(long, value_name = "FOLDER", requires = "conflict_copies")]
    older: Option<PathBuf>,
    /// A document of Automerge, or two copies of it: what people added while they did not hear of each other
    #[cfg(feature = "automerge")]
    #[arg(long, value_name = "FILE", num_args = 1..=2, conflicts_with_all = ["what", "paths", "base", "conflict_copies"])]
    automerge: Vec<PathBuf>,
    /// Two copies of a document of Yjs, each saved as one update
    #[cfg(feature = "yjs")]
    #[arg(long, value_name = "FILE", num_args = 1..=2, conflicts_with_all = ["what", "paths", "base", "conflict_copies"])]
    yjs: Vec<PathBuf>,
    /// Which outputs.
    #[command(flatten)]
    outputs: Outputs,
    /// What was known before.
    #[command(flatten)]
    known: Known,
    /// What a request adds against what its target got since it was begun; without words, what is checked out against the
    /// main line
    #[arg(long, conflicts_with_all = ["base", "present"])]
    pr: bool,
    /// Show also what stays below the threshold, as notes
    #[arg(long)]
    all: bool,
    /// Ask also what one side added although it was already there
    #[arg(long)]
    present: bool,
    /// Show the measures and weights behind each finding
    #[arg(long)]
    explain: bool,
    /// Say how much was examined and what was left out
    #[arg(short, long)]
    verbose: bool,
    /// Ask of each finding what shall stand, and write it into the work tree
    #[arg(short, long, conflicts_with_all = ["quiet", "output", "base"])]
    interactive: bool,
    /// Print no findings; the exit code is the answer
    #[arg(short, long, conflicts_with = "verbose")]
    quiet: bool,
    /// What the exit code says.
    #[command(flatten)]
    exit: Exit,
    /// Warnings begin at this confidence, 0 to 1
    #[arg(long, value_name = "NUMBER", value_parser = probability)]
    threshold: Option<f64>,
}

fn probability(text: &str) -> std::result::Result<f64, String> {
    match text.parse() {
        Ok(number) if (0.0..=1.0).contains(&number) => Ok(number),
        _ => Err("must be a number from 0 to 1".to_owned()),
    }
}

impl Check {
    /// Checks what was named.
    ///
    /// # Errors
    /// Where there is no such merge, or it cannot be read.
    pub fn run(self) -> Result<Outcome> {
        let mut wishes = Wishes::here()?;
        (wishes.all, wishes.present, wishes.threshold) = (self.all, self.present, self.threshold);
        let (meant, paths) = match self.pr {
            true => (meant::request(&self.what)?, self.paths.clone()),
            false => meant::of(&self.what, &self.paths)?,
        };
        let mut reports = match (&meant, &self.conflict_copies) {
            (_, Some(folder)) => copies::check(folder, self.older.as_deref(), &wishes)?,
            (Meant::Document(what), None) => document::check(what, &wishes)?,
            _ => self.reports(&meant, &wishes)?,
        };
        // Only who is told something may want it silenced.
        let says_something = reports.iter().any(|report| !report.findings.is_empty());
        let in_work_tree = || git_program::ask(["rev-parse", "--is-inside-work-tree"]).is_some_and(|is| is == "true");
        let has_work_tree = !says_something || in_work_tree();
        for report in &mut reports {
            report.again = meant.again().or(report.again.take());
            report.can_be_allowed &= has_work_tree;
        }
        narrow::to(&mut reports, &paths);
        let before = self.known.before()?;
        reports.iter_mut().for_each(|report| before.leave_out(report));
        self.known.write(&reports)?;
        self.outputs.draw(&mut reports);
        let style = Style { verbose: self.verbose, explain: self.explain, ..Style::default() };
        if self.interactive {
            return interactive::run(&reports, style, &mut std::io::stdin().lock());
        }
        let exit = if self.known.is_written() { self.exit.always_well() } else { self.exit };
        answer::of(&reports, style, &self.outputs, self.quiet, exit)
    }

    fn reports(&self, meant: &Meant, wishes: &Wishes) -> Result<Vec<Report>> {
        #[cfg(feature = "automerge")]
        if !self.automerge.is_empty() {
            return crdt::check(&self.automerge, crate::merge::crdt::automerge, wishes);
        }
        #[cfg(feature = "yjs")]
        if !self.yjs.is_empty() {
            return crdt::check(&self.yjs, crate::merge::crdt::yjs, wishes);
        }
        if let (Some(base), Some(ours), Some(theirs)) = (&self.base, &self.ours, &self.theirs) {
            let merge = files::merge(base, ours, theirs, self.merged.as_deref())?;
            return checked(merge, &FolderStore::over(base, self.merged.as_deref().unwrap_or(ours)), wishes)
                .map(|report| vec![report]);
        }
        reports_of(meant, wishes)
    }
}

/// Checks the merge under way, a commit, or what the merge of two revisions would be.
///
/// # Errors
/// Where there is no such merge, or it cannot be read.
pub(super) fn of_revisions(what: &[String], wishes: &Wishes) -> Result<Vec<Report>> {
    reports_of(&meant::revisions(what)?, wishes)
}

fn reports_of(meant: &Meant, wishes: &Wishes) -> Result<Vec<Report>> {
    let mut repo = Repo::open()?;
    match meant {
        // Each merge is tried in a state of its own: who brought a line is asked of the one that was read last.
        Meant::Commit(revision) | Meant::Document(revision) => {
            let pairs = pairs_of(revision, &repo, wishes)?;
            let check = |(commit, ours, theirs): &(String, String, String)| {
                let merge = repo.finished(commit, ours, theirs)?;
                wishes.check(merge, &repo)
            };
            pairs.iter().map(check).collect()
        }
        _ => merges_of(meant, &mut repo, wishes)?.into_iter().map(|merge| wishes.check(merge, &repo)).collect(),
    }
}

/// Reads the merges that are meant.
///
/// # Errors
/// Where there is no such merge, or it cannot be read.
pub(super) fn merges_of(meant: &Meant, repo: &mut Repo, wishes: &Wishes) -> Result<Vec<Merge>> {
    match meant {
        Meant::UnderWay => repo.in_progress(),
        Meant::Commit(revision) | Meant::Document(revision) => {
            let pairs = pairs_of(revision, repo, wishes)?;
            pairs.iter().map(|(commit, ours, theirs)| repo.finished(commit, ours, theirs)).collect()
        }
        Meant::Heads(ours, theirs) => Ok(vec![repo.prospective(ours, theirs)?]),
    }
}

/// Names a commit and, of its parents, each two; where it is asked for, an ordinary commit is compared with its parent.
fn pairs_of(revision: &str, repo: &Repo, wishes: &Wishes) -> Result<Vec<(String, String, String)>> {
    if let Some((commit, parent)) = repo.only_parent_of(revision)?.filter(|_| wishes.present) {
        return Ok(vec![(commit.clone(), commit, parent)]);
    }
    let (commit, parents) = repo.parents_of(revision)?;
    Ok(parents.into_iter().map(|(ours, theirs)| (commit.clone(), ours, theirs)).collect())
}

/// Checks one document.
///
/// # Errors
/// A file that is missing or cannot be read.
pub(super) fn document(what: &str, wishes: &Wishes) -> Result<Vec<Report>> {
    document::check(what, wishes)
}

/// Checks files that a person named: where the only file cannot be read, that is the answer and not a note.
fn checked(merge: Merge, store: &dyn Store, wishes: &Wishes) -> Result<Report> {
    let count = merge.files.len();
    let report = wishes.check(merge, store)?;
    let is_answer = |note: &&Note| note.cause == Cause::Failure || note.message.ends_with(BINARY);
    match report.notes.iter().find(is_answer) {
        Some(note) if (count, report.stats.files_not_read) == (1, 1) => {
            Err(Error::new(format!("{}: {}", note.path, note.message)))
        }
        _ => Ok(report),
    }
}
