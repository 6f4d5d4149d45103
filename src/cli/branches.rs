//! `oneness branches`: what I add against what every other open line of work adds, before anybody merges.
//!
//! Not here: the work on many lines at a time (`branches::many`), what each line is (`merge::git`).

mod many;
mod warm;
mod watch;

use std::cmp::Reverse;
use std::io::Write;
use std::path::Path;

use clap::{Args, ValueEnum};

use super::answer::{self, Exit};
use super::meant::quoted;
use super::outcome::{self, Outcome, to_stderr};
use crate::config::Wishes;
use crate::error::{Error, Result, printable};
use crate::glob;
use crate::merge::git::Repo;
use crate::merge::open::Open;
use crate::report::Style;
use crate::report::branches::meeting::{Branches, Meeting};
use crate::report::branches::{document, markdown, page, text};
use crate::report::report::{Cause, Note, Told};
use many::{Borrowed, Many};
use warm::Warm;
use watch::Watched;

/// So many pairs are compared; the sketches leave few, and the newest lines come first.
const MAX_COMPARED: usize = 300;

/// So many lines of work are looked at where nobody says how many.
const MAX_LINES: usize = 200;

/// So many things that were not looked at are named one by one.
const MAX_NOTES: usize = 10;

/// Compares what I add with what every other unmerged branch, remote branch and work tree adds
#[derive(Debug, Default, Args)]
#[command(after_help = "\
Examples:
  oneness branches                        my branch against all that is open
  oneness branches --worktrees            the same, with what is not committed in any work tree
  oneness branches 'origin/*'             against these only
  oneness branches --all --format json    each against each
  oneness branches --against release/2    what is open is what release/2 does not hold

Nothing is fetched and no work tree is touched. Prints nothing where there is nothing to tell.")]
pub struct BranchesCommand {
    /// Only lines of work whose name matches one of these, `*` for anything
    #[arg(value_name = "PATTERN")]
    patterns: Vec<String>,
    /// The line into which all work goes; what it holds is not open. By default what `origin/HEAD` says, else main or master
    #[arg(long, value_name = "REV")]
    against: Option<String>,
    /// Compare each with each, not only mine with all
    #[arg(long)]
    all: bool,
    /// Read also what is not committed, in every work tree
    #[arg(long)]
    worktrees: bool,
    /// At most so many lines of work, the newest first
    #[arg(long, value_name = "COUNT", default_value_t = MAX_LINES)]
    limit: usize,
    /// How many are read at a time; 0 for one a processor
    #[arg(long, short, default_value_t = 0)]
    jobs: usize,
    /// Neither read nor write what earlier runs found out, which lies under the git directory
    #[arg(long)]
    no_cache: bool,
    /// Look again every so many seconds (5 where none are named), and print only what is new
    #[arg(long, value_name = "SECONDS", num_args = 0..=1, require_equals = true, default_missing_value = "5")]
    watch: Option<u64>,
    /// What the output looks like
    #[arg(long, value_enum, value_name = "FORMAT", default_value = "text")]
    format: Layout,
    /// Show both texts of each finding, and how much was examined
    #[arg(short, long)]
    verbose: bool,
    /// What the exit code says.
    #[command(flatten)]
    exit: Exit,
}

/// What the output looks like.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
enum Layout {
    /// For people
    #[default]
    Text,
    /// One JSON document; its schema is branches.schema.json
    Json,
    /// A comment: tables and folded cards
    Markdown,
    /// One page that needs no network
    Html,
}

impl BranchesCommand {
    /// Compares the lines of work, once or again and again.
    ///
    /// # Errors
    /// Where there is no repository, no commit, or an unknown revision.
    pub fn run(self, out: &mut dyn Write) -> Result<u8> {
        if let Some(seconds) = self.watch {
            let (look, told) = (|| self.look(), |found: &Branches| self.told(found));
            return watch::run(&Watched { seconds, is_always: self.worktrees, look: &look, told: &told }, out);
        }
        let told = self.once()?;
        outcome::write(out, &told.text)?;
        Ok(told.code)
    }

    /// Asks for my branch against all that is open, as a hook does.
    #[must_use]
    pub fn of_mine() -> BranchesCommand {
        BranchesCommand { limit: MAX_LINES, ..BranchesCommand::default() }
    }

    /// Compares the lines of work once.
    ///
    /// # Errors
    /// As [`BranchesCommand::run`].
    pub fn once(&self) -> Result<Outcome> {
        self.told(&self.look()?)
    }

    /// Compares them once.
    fn look(&self) -> Result<Branches> {
        let wishes = Wishes::here()?;
        let scratch = tempfile::tempdir().map_err(|error| Error::new(format!("no temporary folder: {error}")))?;
        let mut repo = Repo::open()?;
        let mut found = Branches { is_all: self.all, ..Branches::default() };
        found.main = repo.main_line(self.against.as_deref())?;
        let mut warm = Warm::open(&repo, !self.no_cache);
        let borrowed = self.lines(&mut repo, &mut found, &mut warm, scratch.path())?;
        let mut many = Many { borrowed: &borrowed, wishes: &wishes, jobs: self.jobs, ancestry: None };
        many.parted(&repo, &mut found, &mut warm);
        let pairs = self.pairs(&repo, &mut found, &mut many, &mut warm);
        found.meetings = many.compared(&repo, &mut found, &mut warm, &pairs);
        warm.close();
        found
            .meetings
            .iter_mut()
            .for_each(|meeting| without_what_main_brought(&repo, &found.main, &found.lines, meeting));
        found.rank();
        fold(&mut found);
        for meeting in &mut found.meetings {
            let lines = meeting.lines.map(|at| &found.lines[at]);
            let words = lines.map(|line| quoted(&line.name)).join(" ");
            meeting.report.again = (!lines.iter().any(|line| line.is_dirty)).then_some(words);
        }
        Ok(found)
    }

    /// Lists the lines of work that are asked, mine first, and returns the folders with what is not committed.
    fn lines(&self, repo: &mut Repo, found: &mut Branches, warm: &mut Warm, scratch: &Path) -> Result<Borrowed> {
        let mut mine = repo.checked_out()?;
        let heads = repo.heads()?;
        let unmerged = match warm.unmerged(&found.main, &heads) {
            Some(known) => known,
            None => warm.keep_unmerged(&found.main, &heads, repo.not_merged(&found.main)?),
        };
        let heads = heads.into_iter().filter(|line| unmerged.contains(&line.oid)).collect();
        let mut open = repo.open_lines(&found.main, heads)?;
        let mut borrowed = Borrowed::default();
        let trees = if self.worktrees { repo.work_trees()? } else { Vec::new() };
        for (number, tree) in trees.iter().enumerate() {
            let folder = scratch.join(number.to_string());
            let dirty = match repo.uncommitted(tree, &folder) {
                Ok(Some(dirty)) => dirty,
                Ok(None) => continue,
                Err(error) => {
                    let path = tree.folder.display().to_string();
                    found.notes.push(Note::failure(&path, format!("what is not committed was not read: {error}")));
                    continue;
                }
            };
            borrowed.push(folder.join("objects"));
            if repo.work_tree().is_some_and(|own| is_same(own, &tree.folder)) {
                mine = dirty;
            } else {
                open.push(dirty);
            }
            // What is committed there is part of what is not.
            open.retain(|line| line.is_dirty || line.oid != tree.head);
        }
        open.retain(|line| line.oid != mine.oid && line.name != mine.name);
        open.sort_by_key(|line| Reverse(line.time));
        let is_wanted = |name: &str| self.patterns.is_empty() || self.patterns.iter().any(|p| glob::matches(p, name));
        open.retain(|line| is_wanted(&line.name));
        found.lines = vec![mine];
        if found.main.oid != found.lines[0].oid && is_wanted(&found.main.name) {
            found.lines.push(found.main.clone());
        }
        if open.len() > self.limit {
            let left = open.len() - self.limit;
            let message = format!("{left} older lines of work were not looked at (--limit {})", self.limit);
            found.notes.push(Note::failure("", message));
            open.truncate(self.limit);
        }
        found.lines.extend(open);
        Ok(borrowed)
    }

    /// Lists the pairs that can meet at all.
    fn pairs(&self, repo: &Repo, found: &mut Branches, many: &mut Many<'_>, warm: &mut Warm) -> Vec<[usize; 2]> {
        let lines = &found.lines;
        let is_main = |at: usize| lines[at].oid == found.main.oid;
        let is_asked = |at: usize| is_main(at) || !lines[at].is_on_main() && lines[at].is_compared;
        let firsts = if self.all { lines.len() } else { 1 };
        let mut pairs = Vec::new();
        for one in (0..firsts).filter(|at| is_asked(*at)) {
            pairs.extend((one + 1..lines.len()).filter(|at| is_asked(*at)).map(|other| [one, other]));
        }
        found.pairs = pairs.len();
        let (mut asked, others): (Vec<_>, Vec<_>) =
            pairs.into_iter().partition(|pair| pair.iter().any(|at| is_main(*at)));
        let may = many.may_meet(repo, found, warm, &others);
        asked.extend(others.into_iter().zip(may).filter_map(|(pair, may)| may.then_some(pair)));
        let older = |pair: &[usize; 2]| pair.map(|at| found.lines[at].time).into_iter().min();
        asked.sort_by_key(|pair| Reverse(older(pair)));
        if asked.len() > MAX_COMPARED {
            let left = asked.len() - MAX_COMPARED;
            let message = format!("{left} pairs of older lines of work were not compared: only {MAX_COMPARED} are");
            found.notes.push(Note::failure("", message));
            asked.truncate(MAX_COMPARED);
        }
        found.compared = asked.len();
        asked
    }

    fn told(&self, found: &Branches) -> Result<Outcome> {
        let failures: Vec<&Note> = found.notes.iter().filter(|note| note.cause == Cause::Failure).collect();
        for note in failures.iter().take(MAX_NOTES).filter(|_| self.format == Layout::Text) {
            let path = if note.path.is_empty() { String::new() } else { format!("{}: ", printable(&note.path)) };
            to_stderr(&format!("oneness: {path}{}\n", printable(&note.message)));
        }
        if failures.len() > MAX_NOTES && self.format == Layout::Text {
            to_stderr(&format!("oneness: and {} more, which --format json names\n", failures.len() - MAX_NOTES));
        }
        if found.unread > 0 && found.unread == found.compared {
            return Err(Error::new("none of these lines of work could be compared").hint("the lines above say why"));
        }
        let style = Style { verbose: self.verbose, width: answer::columns(std::io::stdout()), ..Style::default() };
        let text = match self.format {
            Layout::Text => text::write(found, style),
            Layout::Json => document::write(found),
            Layout::Markdown => markdown::write(found, style),
            Layout::Html => page::write(found, style),
        };
        let code = found.meetings.iter().map(|meeting| self.exit.code(&meeting.report)).max().unwrap_or_default();
        Ok(Outcome { text, code })
    }
}

fn is_same(one: &Path, other: &Path) -> bool {
    one.canonicalize().is_ok_and(|one| other.canonicalize().is_ok_and(|other| one == other))
}

/// What the main line brought into one of the two is told of the main line: no finding of these two.
fn without_what_main_brought(repo: &Repo, main: &Open, lines: &[Open], meeting: &mut Meeting) {
    if meeting.lines.iter().any(|at| lines[*at].oid == main.oid) {
        return;
    }
    meeting.report.findings.retain(|told| {
        let commits = [&told.ours, &told.theirs].map(|site| site.origin.commit.as_deref());
        !commits.iter().flatten().any(|commit| repo.line_holds(&main.oid, commit))
    });
}

/// A branch that was made of another one says again all that the other says: it is named where that is told.
fn fold(found: &mut Branches) {
    let mut kept: Vec<Meeting> = Vec::new();
    let key = |told: &Told| (told.id.clone(), told.ours.origin.commit.clone(), told.theirs.origin.commit.clone());
    for mut meeting in std::mem::take(&mut found.meetings) {
        let mut same_conflicts = false;
        for earlier in &mut kept {
            let known: Vec<_> = earlier.report.findings.iter().map(key).collect();
            let before = meeting.report.findings.len();
            meeting.report.findings.retain(|told| !known.contains(&key(told)));
            if meeting.report.findings.len() < before {
                same_conflicts |= earlier.conflicts == meeting.conflicts;
                let others = meeting.lines.iter().filter(|at| !earlier.lines.contains(at));
                earlier.also.extend(others.map(|at| found.lines[*at].name.clone()));
            }
        }
        let has_conflicts = !meeting.conflicts.is_empty() && !same_conflicts;
        if meeting.has_findings() || has_conflicts {
            kept.push(meeting);
        }
    }
    found.meetings = kept;
}
