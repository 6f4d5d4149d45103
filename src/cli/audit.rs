//! `oneness audit`: every merge of a range, one line each.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::io::{BufRead, IsTerminal, Write};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc;

use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use rayon::ThreadPoolBuilder;

use super::answer::{self, Exit};
use super::followed;
use super::known::Known;
use super::outcome::{to_stderr, write};
use super::outputs::Outputs;
use crate::config::Wishes;
use crate::error::{Error, Result, printable};
use crate::fates::Until;
use crate::merge::Merge;
use crate::merge::git::Repo;
use crate::merge::range::{Range, Walked};
use crate::report::report::{Cause, Note, Report, Told};
use crate::report::{self, Format, Style, summary::Summary};

/// So many merges are read of a repository before it is opened anew: what libgit2 keeps of it grows.
const MAX_MERGES: usize = 64;
/// The findings of so many merges say which comments silence them.
const MAX_HINTED: usize = 100;

/// Checks every two-parent merge of a range, one line a merge
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  oneness audit                              every merge that HEAD reaches
  oneness audit v1.0..main --format text     what a release merged, for people
  oneness audit --since 2026-01-01 --first-parent
  oneness audit --fates --format text        what became of each finding in later commits
  oneness audit --windows 30d                each commit against what landed while it was open, where nobody merges
  git rev-list --merges HEAD | parallel --pipe -N 100 -k oneness audit --stdin")]
pub struct Audit {
    /// Revisions to walk, as `git log` takes them: A..B, or a branch
    #[arg(default_value = "HEAD")]
    range: String,
    /// Only merges committed on or after this day
    #[arg(long, value_name = "YYYY-MM-DD")]
    since: Option<String>,
    /// Follow only the first parent of each merge
    #[arg(long)]
    first_parent: bool,
    /// Go on after this merge
    #[arg(long, value_name = "OID")]
    after: Option<String>,
    /// Of a history without merges: each commit of the main line against what landed while it, or its request, was open,
    /// at most so long
    #[arg(long, value_name = "30d", value_parser = report::time::span)]
    windows: Option<i64>,
    /// Read the ids of merges from standard input instead
    #[arg(long, conflicts_with_all = ["range", "since", "first_parent", "after", "windows"])]
    stdin: bool,
    /// Follow each finding through the later commits: was it cleaned up, or does it stand until today?
    #[arg(long)]
    fates: bool,
    /// Which outputs.
    #[command(flatten)]
    outputs: Outputs,
    /// What was known before.
    #[command(flatten)]
    known: Known,
    /// How many merges are read at a time; 0 for one a processor
    #[arg(long, short, default_value_t = 0)]
    jobs: usize,
    /// Print no summary
    #[arg(short, long)]
    quiet: bool,
    /// What the exit code says.
    #[command(flatten)]
    exit: Exit,
}

impl Audit {
    /// Writes a line a merge as it is read, in the order of the range, and a summary at the end (on standard error
    /// where the lines are JSON, so that the lines of several runs can be put together).
    ///
    /// # Errors
    /// Where there is no repository or no such range. A merge that cannot be read is a note on its line.
    pub fn run(self, out: &mut dyn Write) -> Result<u8> {
        let merges = self.merges()?;
        let printed = self.outputs.printed(Format::Jsonl);
        if self.fates {
            return self.with_fates(&merges, printed, out);
        }
        let (bar, wishes, before) = (progress(merges.len()), Wishes::here()?, self.known.before()?);
        let (mut summary, mut broken_pipe, mut failure, mut code) = (Summary::default(), false, None, 0);
        let (mut kept, keeps_all) = (Vec::new(), self.keeps_all(printed));
        each(&merges, self.jobs, &|merge| self.checked(merge, &wishes), |mut report| {
            bar.inc(1);
            before.leave_out(&mut report);
            summary.count(&report);
            code = code.max(self.exit.code(&report));
            let line = self.line(&report, printed);
            if let Err(error) = out.write_all(line.as_bytes()) {
                broken_pipe = true;
                failure = (error.kind() != std::io::ErrorKind::BrokenPipe).then_some(error);
            }
            if keeps_all || !report.findings.is_empty() && kept.len() < MAX_HINTED {
                kept.push(report);
            }
            !broken_pipe
        })?;
        bar.finish_and_clear();
        if let Some(error) = failure {
            return Err(Error::new(format!("cannot write the answer: {error}")));
        }
        self.known.write(&kept)?;
        self.outputs.draw(&mut kept);
        self.finish(&kept, printed, &summary.text(), out)?;
        if summary.failed > 0 && summary.not_examined == summary.merges {
            return Err(Error::new("none of these merges could be read").hint("their notes say why"));
        }
        Ok(if self.known.is_written() { 0 } else { code })
    }

    fn checked(&self, revision: &str, wishes: &Wishes) -> Report {
        match self.windows {
            Some(seconds) => checked_while_open(revision, seconds, wishes),
            None => checked(revision, wishes),
        }
    }

    /// Tells whether an output needs all merges at once.
    fn keeps_all(&self, printed: Option<Format>) -> bool {
        let is_whole = printed.is_some_and(|format| !format.is_line_by_line());
        is_whole || self.outputs.has_files() || self.known.is_written()
    }

    /// Writes what is written of all merges at once: files, a document, and the summary.
    fn finish(&self, kept: &[Report], printed: Option<Format>, summary: &str, out: &mut dyn Write) -> Result<()> {
        self.outputs.write(kept, self.style(Format::Text))?;
        let summary = if self.quiet { "" } else { summary };
        match printed {
            Some(Format::Text) => {
                let hint = report::silence::hint(kept.get(..MAX_HINTED).unwrap_or(kept));
                let hint = if hint.is_empty() { hint } else { format!("oneness: {}\n\n", printable(&hint)) };
                write(out, &(hint + summary))?;
            }
            Some(format) if !format.is_line_by_line() => {
                write(out, &report::write_all(kept, self.style(format)))?;
                to_stderr(summary);
            }
            _ => {
                write(out, "")?;
                to_stderr(summary);
            }
        }
        Ok(())
    }

    /// Checks the merges, follows what was found through the later commits, and says what became of it.
    fn with_fates(&self, merges: &[String], printed: Option<Format>, out: &mut dyn Write) -> Result<u8> {
        let (bar, wishes, before) = (progress(merges.len()), Wishes::here()?, self.known.before()?);
        let (mut reports, mut code) = (Vec::new(), 0);
        each(merges, self.jobs, &|merge| self.checked(merge, &wishes), |mut report| {
            bar.inc(1);
            before.leave_out(&mut report);
            code = code.max(self.exit.code(&report));
            reports.push(report);
            true
        })?;
        bar.finish_and_clear();
        let found = reports.iter().cloned().flat_map(followed::findings).collect();
        let rows = followed::rows(&Repo::open()?, tip_of(&self.range), found, Until::Today)?;
        followed::remember(&mut reports, &rows);
        self.known.write(&reports)?;
        self.outputs.draw(&mut reports);
        let sentence = if self.quiet { String::new() } else { report::fates::sentence(&rows) };
        match printed {
            Some(Format::Text) => {
                self.outputs.write(&reports, self.style(Format::Text))?;
                write(out, &(report::fates::table(&rows) + &sentence))?;
            }
            Some(Format::Jsonl) => {
                self.outputs.write(&reports, self.style(Format::Text))?;
                write(out, &rows.iter().map(report::fates::line).collect::<String>())?;
                to_stderr(&sentence);
            }
            Some(format) if format.is_line_by_line() => {
                write(out, &report::write_all(&reports, self.style(format)))?;
                self.finish(&reports, None, &sentence, out)?;
            }
            other => self.finish(&reports, other, &sentence, out)?,
        }
        Ok(if self.known.is_written() { 0 } else { code })
    }

    fn merges(&self) -> Result<Vec<String>> {
        if self.stdin {
            let lines = std::io::stdin().lock().lines().map_while(std::result::Result::ok);
            let ids = lines.filter_map(|line| line.split_whitespace().next().map(str::to_owned));
            return Ok(ids.collect());
        }
        let repo = Repo::open()?;
        // What a revision reaches was known: none of it need be read.
        let range = match self.known.since_ref() {
            Some(known) if !self.range.contains("..") => format!("{known}..{}", self.range),
            _ => self.range.clone(),
        };
        let since = self.since.as_deref().map(crate::report::time::day).transpose().map_err(Error::new)?;
        let range = Range { revisions: &range, since, first_parent: self.first_parent };
        let walked = match self.windows {
            Some(seconds) => repo.windows_in(&range, seconds)?,
            None => repo.merges_in(&range)?,
        };
        to_stderr(&printable_lines(&self.remarks(&walked, repo.is_shallow())));
        let mut merges = walked.merges;
        if let Some(after) = &self.after {
            let seen = merges.iter().position(|oid| oid.starts_with(after.as_str()));
            let seen = seen.ok_or_else(|| Error::new(format!("no merge {after} in this range")))?;
            merges.drain(..=seen);
        }
        Ok(merges)
    }

    /// Says why there is less to audit than somebody may have thought.
    fn remarks(&self, walked: &Walked, is_shallow: bool) -> Vec<String> {
        let mut remarks = Vec::new();
        let commits = format!("{} commit{}", walked.commits, if walked.commits == 1 { "" } else { "s" });
        if walked.commits == 0 {
            remarks.push(format!("there is no commit in {}", self.named_range()));
        } else if self.windows.is_some() {
            remarks.push(format!(
                "while {} of the {commits} of {} were open, others landed",
                walked.merges.len(),
                self.named_range()
            ));
        } else if walked.merges.is_empty() {
            let why = match walked.squashed * 2 > walked.commits {
                true => "pull requests are squashed here, and what both sides added is known only before that",
                false => "squashed or rebased work leaves no merge behind",
            };
            remarks.push(format!(
                "there is no merge among the {commits} of {}: {why}; ask `oneness check main BRANCH` before a merge, or \
                 `oneness audit --windows 30d` and `oneness check --present COMMIT` afterwards",
                self.named_range()
            ));
        }
        if is_shallow {
            remarks.push(
                "this clone is shallow, older merges are not read; `git fetch --unshallow` brings them (in CI: check out \
                 with fetch-depth: 0)"
                    .to_owned(),
            );
        }
        remarks
    }

    fn named_range(&self) -> String {
        let since = self.since.as_ref().map(|since| format!(" since {since}")).unwrap_or_default();
        format!("{}{since}", self.range)
    }

    /// How to silence findings stands once, at the end.
    fn style(&self, format: Format) -> Style {
        let width = answer::columns(std::io::stdout());
        self.outputs.style(Style { format, width, without_hint: true, ..Style::default() })
    }

    /// What is printed of a merge as soon as it is read; nothing where the output is one document of all.
    fn line(&self, report: &Report, printed: Option<Format>) -> String {
        let format = printed.filter(|format| format.is_line_by_line());
        format.map(|format| report::write(report, self.style(format))).unwrap_or_default()
    }
}

/// The end of a range, to which is followed what HEAD does not reach.
pub(super) fn tip_of(range: &str) -> &str {
    let tip = range.rsplit("..").next().unwrap_or_default().trim_start_matches('.');
    if tip.is_empty() { "HEAD" } else { tip }
}

fn printable_lines(remarks: &[String]) -> String {
    remarks.iter().map(|remark| format!("oneness: {}\n", printable(remark))).collect()
}

/// Reads merges on several threads and hands them on in order, until `take` returns false.
///
/// # Errors
/// Where no threads can be had.
pub(super) fn each(
    merges: &[String],
    jobs: usize,
    check: &(dyn Fn(&str) -> Report + Sync),
    mut take: impl FnMut(Report) -> bool,
) -> Result<()> {
    let pool = ThreadPoolBuilder::new().num_threads(jobs).build();
    let pool = pool.map_err(|error| Error::new(format!("cannot start threads: {error}")))?;
    // A bounded channel: a slow reader of the output must not let reports pile up.
    let (send, receive) = mpsc::sync_channel::<(usize, Report)>(pool.current_num_threads() * 4);
    let is_over = &AtomicBool::new(false);
    pool.in_place_scope_fifo(|scope| {
        for (index, merge) in merges.iter().enumerate() {
            let send = send.clone();
            scope.spawn_fifo(move |_| {
                let is_wanted = !is_over.load(Ordering::Relaxed);
                if is_wanted && send.send((index, check(merge))).is_err() {
                    is_over.store(true, Ordering::Relaxed);
                }
            });
        }
        drop(send);
        let mut early: BTreeMap<usize, Report> = BTreeMap::new();
        let mut due = 0;
        for (index, report) in receive {
            early.insert(index, report);
            while let Some(report) = early.remove(&due) {
                due += 1;
                if !take(report) {
                    is_over.store(true, Ordering::Relaxed);
                    return;
                }
            }
        }
    });
    Ok(())
}

/// Checks one merge; whatever keeps it from being read stands in its notes.
pub(super) fn checked(revision: &str, wishes: &Wishes) -> Report {
    noted(revision, || {
        let open = OPEN.take().filter(|open| open.merges < MAX_MERGES);
        let Open { mut repo, merges } = open.map_or_else(|| Ok(Open { repo: Repo::open()?, merges: 0 }), Ok)?;
        let report = checked_in(&mut repo, revision, wishes);
        repo.forget();
        OPEN.set(Some(Open { repo, merges: merges + 1 }));
        report
    })
}

/// A repository that is open, and how many merges were read of it.
struct Open {
    repo: Repo,
    merges: usize,
}

thread_local! {
    /// The repository of the merge before: to open it takes longer than most merges do.
    static OPEN: Cell<Option<Open>> = const { Cell::new(None) };
}

fn checked_in(repo: &mut Repo, revision: &str, wishes: &Wishes) -> Result<Report> {
    let (commit, parents) = repo.parents_of(revision)?;
    let [(ours, theirs)] = parents.as_slice() else {
        return Err(Error::new("has more than two parents; `oneness check` takes it pair by pair"));
    };
    let merge = repo.finished(&commit, ours, theirs)?;
    let report = wishes.check(merge, repo)?;
    Ok(Report { time: repo.time_of(&commit), ..report })
}

/// Checks one commit against what landed while it was open. Who brought both copies knew of both.
fn checked_while_open(revision: &str, seconds: i64, wishes: &Wishes) -> Report {
    noted(revision, || {
        let mut repo = Repo::open()?;
        let Some(merge) = repo.while_open(revision, seconds)? else { return Ok(made_in_view(revision)) };
        let mut report = wishes.check(merge, &repo)?;
        let is_of_two = |told: &Told| told.ours.origin.author != told.theirs.origin.author;
        let before = report.findings.len();
        report.findings.retain(is_of_two);
        if let own @ 1.. = before - report.findings.len() {
            report.notes.push(Note::remark("", format!("{own} finding(s) not told: one author brought both copies")));
        }
        // No command finds a window again, so none is offered.
        (report.again, report.can_be_allowed) = (None, false);
        Ok(Report { time: repo.time_of(revision), ..report })
    })
}

/// Returns the report of a change that nobody made blindly.
fn made_in_view(revision: &str) -> Report {
    let message = "not examined: its change does not apply to what stood there before the others landed: it was made with \
                   them in view";
    let merge = Merge { commit: Some(revision.to_owned()), ..Merge::default() };
    let note = Note { path: String::new(), message: message.to_owned(), cause: Cause::Rule };
    Report { notes: vec![note], ..report::tell::header(&merge) }
}

/// Returns the report of a merge, or one that says why there is none.
fn noted(revision: &str, check: impl FnOnce() -> Result<Report>) -> Report {
    check().unwrap_or_else(|error| {
        let merge = Merge { commit: Some(revision.to_owned()), ..Merge::default() };
        let mut report = report::tell::header(&merge);
        report.notes.push(Note {
            path: String::new(),
            message: format!("not examined: {error}"),
            cause: Cause::Failure,
        });
        report
    })
}

fn progress(count: usize) -> ProgressBar {
    if !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{bar:30} {pos}/{len} merges, {eta} left");
    ProgressBar::new(count as u64).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}
