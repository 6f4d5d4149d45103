//! The noun of this stage: everything a run has to tell, as data.
//!
//! Not here: layout; each output is a file beside this one.

use crate::documents::pptx::drawing::Drawing;
use crate::edits::words::{Difference, differences};
use crate::fates::Ending;
use crate::findings::finding::{Kind, Severity};
use crate::merge::{Head, Origin};
use crate::pairs::pair::Likeness;
use crate::source::{Role, Unread};
use crate::units;

/// Everything a run has to tell.
#[derive(Debug, Clone, Default)]
pub struct Report {
    /// The merge commit, where there is one.
    pub commit: Option<String>,
    /// When it was committed, where an audit asked: seconds since 1970 and the offset from UTC in minutes.
    pub time: Option<(i64, i32)>,
    /// The common ancestors.
    pub bases: Vec<String>,
    /// The two heads.
    pub ours: Head,
    /// The side that came in.
    pub theirs: Head,
    /// Days since the sides parted.
    pub diverged_days: Option<f64>,
    /// What was found, by path, line and kind.
    pub findings: Vec<Told>,
    /// What was left out, and why.
    pub notes: Vec<Note>,
    /// How much was examined.
    pub stats: Stats,
    /// The confidence at which warnings begin, 0 to 1.
    pub threshold: f64,
    /// The words by which commands find this merge again; none where they find it by themselves.
    pub again: Option<String>,
    /// Whether `oneness allow` can find the findings again; not those of plain files.
    pub can_be_allowed: bool,
    /// The paths that either side changed.
    pub touched: Vec<String>,
    /// Why the report says nothing at all: nothing that a side changed could be read.
    pub blind: Option<Blind>,
    /// How much was found and is not told.
    pub silenced: Silenced,
}

/// How many findings are not told, by what silences them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Silenced {
    /// They were allowed for good.
    pub allowed: usize,
    /// The configuration of a place switches their kind off.
    pub off: usize,
    /// They were known before: they stand in the baseline.
    pub known: usize,
}

/// Why nothing that a side changed could be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Blind {
    /// What the side is called.
    pub side: String,
    /// A sentence ("it is not in this clone").
    pub reason: String,
}

/// A finding with its places and people.
#[derive(Debug, Clone)]
pub struct Told {
    /// Stable fingerprint of the two contents and the kind.
    pub id: String,
    /// What it says.
    pub kind: Kind,
    /// How much it matters.
    pub severity: Severity,
    /// Probability that a maintainer would agree, 0 to 1.
    pub confidence: f64,
    /// By which principle it stays unsaid whatever its confidence.
    pub unsaid: Option<&'static str>,
    /// By whom it is silenced, where it is told all the same.
    pub silence: Option<Silence>,
    /// The confidence at which warnings begin at its places, where that is known of them.
    pub threshold: Option<f64>,
    /// How alike the texts are, 0 to 1.
    pub likeness: f64,
    /// All measures, for explanations.
    pub measures: Likeness,
    /// The copy of ours.
    pub ours: Site,
    /// The copy of theirs.
    pub theirs: Site,
    /// One sentence.
    pub message: String,
    /// Why, in a few words each.
    pub reasons: Vec<String>,
    /// What became of it in later commits, where that was asked.
    pub ending: Option<Ending>,
}

/// Who silences a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Silence {
    /// It was allowed for good.
    Allowed,
    /// The configuration of one of its places switches its kind off.
    Off,
}

/// One place of a finding.
#[derive(Debug, Clone, Default)]
pub struct Site {
    /// Path in the result, else in the side's version.
    pub path: String,
    /// First and last line, counted from 1; `None` in binary documents.
    pub lines: Option<(usize, usize)>,
    /// What the unit is.
    pub unit: &'static str,
    /// What it is called.
    pub name: Option<String>,
    /// Where it stands, for people.
    pub place: String,
    /// Its text; of a run, all texts, one a line.
    pub text: String,
    /// Who brought it, and when.
    pub origin: Origin,
    /// Whom the document itself names for it, where `origin` does not name the same person.
    pub by_document: Option<Origin>,
    /// How many slides the deck of this side has; `None` where it is no deck.
    pub slides: Option<usize>,
    /// Where it stands in the merged deck, where that is not `place`.
    pub merged_place: Option<String>,
    /// Whether it is the copy that the base held before either side began.
    pub stood_before: bool,
    /// Whether the side took it away.
    pub removed: bool,
    /// Path in the side's own version.
    pub own_path: String,
    /// First and last line in the side's own version, counted from 1; `None` in binary documents.
    pub own_lines: Option<(usize, usize)>,
    /// The number of the slide in the side's own deck, counted from 1.
    pub slide: Option<usize>,
    /// Which box of the slide it stands in, counted from 1 in the order of the file.
    pub shape: Option<usize>,
    /// All that stands on the slide or around the line in the side's own document, where it has no lines.
    pub page: Vec<PageLine>,
    /// The slide as boxes, where the deck says where they stand, and which of them it is.
    pub drawing: Option<(Drawing, String)>,
    /// The slide as a picture (PNG), where another program drew it.
    pub picture: Option<Vec<u8>>,
}

/// A line of a page of a document, so that a person sees what stands around a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageLine {
    /// What it is.
    pub role: Role,
    /// Depth in a list, from 0.
    pub level: u8,
    /// What it says.
    pub text: String,
    /// Whether it is what the finding is about.
    pub is_it: bool,
}

impl Told {
    /// Returns where the two texts differ; nothing where they are not two copies, and every word does.
    #[must_use]
    pub fn differences(&self) -> Vec<Difference> {
        match self.kind {
            Kind::DanglingReference => Vec::new(),
            _ => differences(&self.ours.text, &self.theirs.text),
        }
    }
}

/// What was left out, and why; or what else there is to know.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Note {
    /// The path; empty for the merge as a whole.
    pub path: String,
    /// Why.
    pub message: String,
    /// Whether something was not looked at, and whether that was meant so.
    pub cause: Cause,
}

/// What a note says of how much was looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cause {
    /// All was looked at; this is only good to know.
    Remark,
    /// Nobody would want it looked at: a lock file, a picture, what the configuration leaves out.
    Rule,
    /// Nobody has decided yet: a conflict.
    Undecided,
    /// It could not be read, so that silence about it says nothing.
    Failure,
}

impl Cause {
    /// The word for it in JSON.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Cause::Remark => "remark",
            Cause::Rule => "rule",
            Cause::Undecided => "undecided",
            Cause::Failure => "failure",
        }
    }
}

impl Note {
    /// Tells whether something could not be read that should have been.
    #[must_use]
    pub fn is_failure(&self) -> bool {
        self.cause == Cause::Failure
    }

    /// Notes what is only good to know.
    #[must_use]
    pub fn remark(path: &str, message: impl Into<String>) -> Note {
        Note { path: path.to_owned(), message: message.into(), cause: Cause::Remark }
    }

    /// Notes a file that was not read.
    #[must_use]
    pub fn not_examined(path: &str, why: &Unread) -> Note {
        let cause = if why.by_rule { Cause::Rule } else { Cause::Failure };
        Note { path: path.to_owned(), message: format!("not examined: it {}", why.reason), cause }
    }

    /// Notes what was not examined although it should have been, in a sentence that says so.
    #[must_use]
    pub fn failure(path: &str, message: impl Into<String>) -> Note {
        Note { path: path.to_owned(), message: message.into(), cause: Cause::Failure }
    }

    /// Notes what a reader of a format has to say.
    #[must_use]
    pub fn of_reader(path: &str, message: String) -> Note {
        let cause = if units::gave_up(&message) { Cause::Failure } else { Cause::Remark };
        Note { path: path.to_owned(), message, cause }
    }
}

/// How much was examined.
#[derive(Debug, Clone, Copy, Default)]
pub struct Stats {
    /// Files that ours changed.
    pub files_ours: usize,
    /// Files that theirs changed.
    pub files_theirs: usize,
    /// Files that could not be read or are quiet by rule.
    pub files_not_read: usize,
    /// Units that ours added.
    pub units_ours: usize,
    /// Units that theirs added.
    pub units_theirs: usize,
    /// Pairs that were judged.
    pub pairs: usize,
    /// Milliseconds.
    pub millis: u128,
}

impl Report {
    /// Tells whether anything was found that matters so much.
    #[must_use]
    pub fn has(&self, least: Severity) -> bool {
        self.findings.iter().any(|told| told.severity <= least)
    }

    /// Tells whether anything at or above the threshold was found.
    #[must_use]
    pub fn has_findings(&self) -> bool {
        self.has(Severity::Warning)
    }
}
