//! `oneness look`: the second half of the merge driver, in a process of its own, so that neither a crash nor memory
//! can touch the merge that is already written.
//!
//! Not here: the merge (`merge_driver`).

use std::ffi::OsString;
use std::io::{Read, Write};
use std::path::PathBuf;

use clap::Args;

use super::answer;
use super::outcome::Outcome;
use crate::config::Wishes;
use crate::decode::Reader;
use crate::error::{Error, Result};
use crate::findings::finding::Severity;
use crate::git_program;
use crate::merge::files::{self, FileStore};
use crate::merge::{Content, Origin, Store, Version};
use crate::report::report::Report;
use crate::report::{self, Style, blind, marks};
use crate::setup::{Places, hooks};
use crate::source::{Side, Sides, Source};
use crate::three_way::text::{Request, is_binary};

/// A driver is called file by file while a person waits; what is larger is left to the hooks, which see the whole
/// merge once. Sizes, not seconds: the same merge gets the same answer on every machine.
const MAX_BYTES: usize = 4 << 20;
/// See [`MAX_BYTES`].
const MAX_LINES: usize = 60_000;
/// Longer lines are data or were written by a program.
const MAX_LINE: usize = 100_000;

/// Decks and other documents are mostly pictures, which are not read.
const MAX_DOCUMENT_BYTES: usize = 128 << 20;

/// Compares both sides of one file; called by the merge driver
#[derive(Debug, Args)]
pub struct Look {
    /// The file's own path
    #[arg(long, allow_hyphen_values = true)]
    path: OsString,
    /// What to call our version
    #[arg(long, allow_hyphen_values = true)]
    ours: OsString,
    /// What to call their version
    #[arg(long, allow_hyphen_values = true)]
    theirs: OsString,
    /// Length of conflict markers
    #[arg(long, default_value_t = 7)]
    marker_size: usize,
    /// Print the file with conflict markers around what was said twice
    #[arg(long)]
    strict: bool,
}

/// What is looked at.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Question {
    /// The three versions.
    pub versions: Sides<Vec<u8>>,
    /// The result.
    pub merged: Vec<u8>,
    /// Whether findings become conflicts.
    pub strict: bool,
}

/// Tells whether the user switched everything but the merge off.
#[must_use]
pub fn is_switched_off() -> bool {
    std::env::var_os("ONENESS").is_some_and(|value| value == "0")
}

/// Tells whether nobody will ever commit this merge: the virtual ancestor of a criss-cross merge, or a merge that
/// `git log --remerge-diff` makes again only to compare. Both are known by their labels.
#[must_use]
pub fn is_nobodys_merge(request: &Request) -> bool {
    request.is_virtual() || is_commit_with_subject(&request.labels.ours.to_string_lossy())
}

/// Tells whether a label is a commit as git names it beside its subject: `1a2b3c4 (say hello)`.
fn is_commit_with_subject(label: &str) -> bool {
    let label = label.strip_prefix("parent of ").unwrap_or(label);
    let Some((oid, rest)) = label.split_once(' ') else { return false };
    oid.len() >= 4 && oid.bytes().all(|byte| byte.is_ascii_hexdigit()) && rest.starts_with('(') && rest.contains(')')
}

/// Says why a file is not looked at: it is too large. Binary files of no known format are silent.
///
/// # Errors
/// What is too large, in a sentence.
pub fn within_budget(question: &Question) -> Result<()> {
    let versions = &question.versions;
    for bytes in [&versions.base, &versions.ours, &versions.theirs, &question.merged] {
        let is_text = !bytes.contains(&0);
        let limit = if is_text { MAX_BYTES } else { MAX_DOCUMENT_BYTES };
        let too_much = if bytes.len() > limit {
            format!("a version has {} bytes, the limit is {limit}", bytes.len())
        } else if !is_text {
            continue;
        } else {
            let (lines, longest) = shape(bytes);
            match (lines > MAX_LINES, longest > MAX_LINE) {
                (true, _) => format!("a version has {lines} lines, the limit is {MAX_LINES}"),
                (_, true) => format!("a version has a line of {longest} bytes, the limit is {MAX_LINE}"),
                _ => continue,
            }
        };
        return Err(Error::new(too_much).hint("the hooks and `oneness check` look at larger files"));
    }
    Ok(())
}

fn shape(bytes: &[u8]) -> (usize, usize) {
    bytes.split(|byte| *byte == b'\n').fold((0, 0), |(lines, longest), line| (lines + 1, longest.max(line.len())))
}

impl Question {
    /// Writes the question for the other process: four lengths and four texts.
    ///
    /// # Errors
    /// Where the pipe breaks.
    pub fn write(&self, pipe: &mut impl Write) -> std::io::Result<()> {
        for bytes in [&self.versions.base, &self.versions.ours, &self.versions.theirs, &self.merged] {
            pipe.write_all(&(bytes.len() as u64).to_le_bytes())?;
            pipe.write_all(bytes)?;
        }
        pipe.flush()
    }

    fn read(pipe: &mut impl Read, strict: bool) -> std::io::Result<Question> {
        let mut next = || {
            let mut length = [0; 8];
            pipe.read_exact(&mut length)?;
            let length = u64::from_le_bytes(length);
            let mut bytes = Vec::new();
            pipe.by_ref().take(length).read_to_end(&mut bytes)?;
            let whole = bytes.len() as u64 == length;
            if whole { Ok(bytes) } else { Err(std::io::Error::other("the question ends too early")) }
        };
        let versions = Sides { base: next()?, ours: next()?, theirs: next()? };
        Ok(Question { versions, merged: next()?, strict })
    }
}

impl Look {
    /// Tells the findings on standard error; with `--strict` returns the file with markers.
    ///
    /// # Errors
    /// Where the question or the configuration cannot be read.
    pub fn run(self) -> Result<Outcome> {
        let question = Question::read(&mut std::io::stdin().lock(), self.strict);
        let question = question.map_err(|error| Error::new(format!("`oneness look` is for the driver: {error}")))?;
        if !self.strict && self.is_told_by_a_hook() {
            return Ok(Outcome::default());
        }
        let report = self.report(&question)?;
        let style = Style { width: answer::columns(std::io::stderr()), ..Style::default() };
        let text = blind::lines(&report, false) + &report::write(&report, style);
        let _ = anstream::stderr().write_all(text.as_bytes());
        if !self.strict || !counts(&report) {
            return Ok(Outcome::default());
        }
        let labels = [&self.ours, &self.theirs].map(|label| label.to_string_lossy().into_owned());
        let marked = if is_binary(&question.versions) {
            None
        } else {
            marks::around(&question.merged, &report, &labels, self.marker_size)
        };
        let bytes = marked.unwrap_or(question.merged);
        std::io::stdout().write_all(&bytes).map_err(|error| Error::new(format!("cannot answer: {error}")))?;
        Ok(Outcome { text: String::new(), code: 1 })
    }

    /// Tells whether a hook looks at the whole of this merge, this file included, before it is committed. A stash, a
    /// `checkout -m` or a `merge-tree` meets no hook.
    fn is_told_by_a_hook(&self) -> bool {
        let action = std::env::var("GIT_REFLOG_ACTION").unwrap_or_default();
        let is_merge = action.starts_with("merge") || action.starts_with("pull");
        let is_pick = self.ours == "HEAD" && is_commit_with_subject(&self.theirs.to_string_lossy());
        let hook = match (is_merge, is_pick) {
            (true, _) => "pre-merge-commit",
            (_, true) => "prepare-commit-msg",
            _ => return false,
        };
        let state = |places: Places| hooks::state(&places.hooks, places.top.as_deref(), hook);
        Places::of_repository().is_ok_and(|places| state(places).calls_us())
    }

    fn report(&self, question: &Question) -> Result<Report> {
        let wishes = Wishes::here()?;
        let path = self.path.to_string_lossy();
        let mut merge = files::merge_named(&path, question.versions.clone(), Some(question.merged.clone()));
        merge.ours.name = self.ours.to_string_lossy().into_owned();
        merge.theirs.name = self.theirs.to_string_lossy().into_owned();
        let mut report = wishes.check(merge, &OneFile::default())?;
        // The merge that git is at will be under way, or the newest one, when somebody answers.
        report.can_be_allowed = true;
        Ok(report)
    }
}

/// Reads what the driver was given; git knows whether the path is written by people.
#[derive(Default)]
struct OneFile {
    reader: Reader,
}

impl Store for OneFile {
    fn read(&self, version: &Version) -> Source {
        match &version.content {
            Content::Bytes(bytes) => self.reader.source(&version.path, bytes),
            _ => FileStore.read(version),
        }
    }

    fn visit_base(&self, wanted: &dyn Fn(&str) -> bool, visit: &mut dyn FnMut(&Source) -> bool) {
        FileStore.visit_base(wanted, visit);
    }

    fn origin(&self, side: Side, path: &str, lines: &[String]) -> Origin {
        FileStore.origin(side, path, lines)
    }

    /// Git calls a driver at the top of the work tree.
    fn folder(&self) -> Option<PathBuf> {
        std::env::current_dir().ok()
    }

    fn is_generated(&self, path: &str) -> bool {
        let names = ["check-attr", "linguist-generated", "linguist-vendored", "--", path];
        let told = git_program::ask(names).unwrap_or_default();
        told.lines().any(|line| line.ends_with(": set") || line.ends_with(": true"))
    }
}

/// Tells whether anything was found that is worth a conflict.
fn counts(report: &Report) -> bool {
    report.findings.iter().any(|told| told.severity != Severity::Note)
}
