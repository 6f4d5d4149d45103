//! A report as bytes that a later run of the same build reads again, so that what nobody changed is not compared anew.
//!
//! Not here: where they are kept (`kept`), when they hold no longer (`cli::branches`), the promise to programs (`json`).

use serde::{Deserialize, Serialize};

use super::report::{Blind, Cause, Note, Report, Silenced, Site, Stats, Told};
use crate::findings::finding::{Kind, Severity};
use crate::merge::open::Standing;
use crate::merge::{Head, Origin};
use crate::pairs::pair::{Likeness, Measure};
use crate::units::unit::UnitKind;

/// What came of comparing two lines of work.
#[derive(Debug, Default)]
pub struct Known {
    /// The comparison; `None` where one was made of the other, or they were left out.
    pub report: Option<Report>,
    /// Why they were not compared, where a rule leaves them out.
    pub left_out: Option<String>,
    /// The paths that git could not decide.
    pub conflicts: Vec<String>,
    /// How much of the smaller change the other one makes as well, where it is one change: so many lines of so many.
    pub same: Option<Standing>,
    /// The folders whose configuration it hangs on.
    pub folders: Vec<String>,
    /// What that configuration said, as a number.
    pub said: u64,
}

#[derive(Serialize, Deserialize)]
struct WrittenKnown {
    report: Option<Written>,
    left_out: Option<String>,
    conflicts: Vec<String>,
    same: Option<[usize; 2]>,
    folders: Vec<String>,
    said: u64,
}

/// A report as it is written down.
#[derive(Serialize, Deserialize)]
struct Written {
    bases: Vec<String>,
    heads: [(Option<String>, String); 2],
    diverged_days: Option<f64>,
    findings: Vec<WrittenTold>,
    /// Path, message and cause.
    notes: Vec<(String, String, String)>,
    stats: [usize; 6],
    threshold: f64,
    can_be_allowed: bool,
    blind: Option<(String, String)>,
    silenced: [usize; 3],
}

#[derive(Serialize, Deserialize)]
struct WrittenTold {
    id: String,
    kind: String,
    severity: String,
    confidence: f64,
    threshold: Option<f64>,
    likeness: f64,
    measures: Vec<f64>,
    sites: [WrittenSite; 2],
    message: String,
    reasons: Vec<String>,
}

#[derive(Serialize, Deserialize)]
struct WrittenSite {
    path: String,
    lines: Option<(usize, usize)>,
    unit: String,
    name: Option<String>,
    place: String,
    text: String,
    origin: WrittenOrigin,
    by_document: Option<WrittenOrigin>,
    slides: Option<usize>,
    merged_place: Option<String>,
    flags: [bool; 2],
    own_path: String,
    own_lines: Option<(usize, usize)>,
    slide: Option<usize>,
    shape: Option<usize>,
}

type WrittenOrigin = (Option<String>, Option<String>, Option<(i64, i32)>, Option<String>);

const SEVERITIES: [Severity; 3] = [Severity::Error, Severity::Warning, Severity::Note];
const CAUSES: [Cause; 4] = [Cause::Remark, Cause::Rule, Cause::Undecided, Cause::Failure];

/// Writes down what is known; `None` for what holds more than is written down: drawn slides, what stays unsaid, fates.
#[must_use]
pub fn write(known: &Known) -> Option<Vec<u8>> {
    let report = match &known.report {
        Some(report) => Some(written(report)?),
        None => None,
    };
    let (conflicts, folders) = (known.conflicts.clone(), known.folders.clone());
    let same = known.same.map(|same| [same.stands, same.of]);
    let left_out = known.left_out.clone();
    serde_json::to_vec(&WrittenKnown { report, left_out, conflicts, same, folders, said: known.said }).ok()
}

fn written(report: &Report) -> Option<Written> {
    let head = |head: &Head| (head.oid.clone(), head.name.clone());
    let stats = &report.stats;
    let note = |note: &Note| (note.path.clone(), note.message.clone(), note.cause.name().to_owned());
    let silenced = &report.silenced;
    Some(Written {
        bases: report.bases.clone(),
        heads: [head(&report.ours), head(&report.theirs)],
        diverged_days: report.diverged_days,
        findings: report.findings.iter().map(told).collect::<Option<_>>()?,
        notes: report.notes.iter().map(note).collect(),
        stats: [
            stats.files_ours,
            stats.files_theirs,
            stats.files_not_read,
            stats.units_ours,
            stats.units_theirs,
            stats.pairs,
        ],
        threshold: report.threshold,
        can_be_allowed: report.can_be_allowed,
        blind: report.blind.as_ref().map(|blind| (blind.side.clone(), blind.reason.clone())),
        silenced: [silenced.allowed, silenced.off, silenced.known],
    })
}

fn told(told: &Told) -> Option<WrittenTold> {
    let is_plain = told.unsaid.is_none() && told.silence.is_none() && told.ending.is_none();
    is_plain.then_some(())?;
    Some(WrittenTold {
        id: told.id.clone(),
        kind: told.kind.name().to_owned(),
        severity: told.severity.name().to_owned(),
        confidence: told.confidence,
        threshold: told.threshold,
        likeness: told.likeness,
        measures: Measure::ALL.into_iter().map(|measure| told.measures.get(measure)).collect(),
        sites: [site(&told.ours)?, site(&told.theirs)?],
        message: told.message.clone(),
        reasons: told.reasons.clone(),
    })
}

fn site(site: &Site) -> Option<WrittenSite> {
    let is_plain = site.page.is_empty() && site.drawing.is_none() && site.picture.is_none();
    is_plain.then_some(())?;
    Some(WrittenSite {
        path: site.path.clone(),
        lines: site.lines,
        unit: site.unit.to_owned(),
        name: site.name.clone(),
        place: site.place.clone(),
        text: site.text.clone(),
        origin: origin(&site.origin),
        by_document: site.by_document.as_ref().map(origin),
        slides: site.slides,
        merged_place: site.merged_place.clone(),
        flags: [site.stood_before, site.removed],
        own_path: site.own_path.clone(),
        own_lines: site.own_lines,
        slide: site.slide,
        shape: site.shape,
    })
}

fn origin(origin: &Origin) -> WrittenOrigin {
    (origin.commit.clone(), origin.author.clone(), origin.time, origin.message.clone())
}

/// Reads what was written down; `None` where it is nothing such.
#[must_use]
pub fn read(bytes: &[u8]) -> Option<Known> {
    let WrittenKnown { report, left_out, conflicts, same, folders, said } = serde_json::from_slice(bytes).ok()?;
    let report = match report {
        Some(report) => Some(again(report)?),
        None => None,
    };
    let same = same.map(|[stands, of]| Standing { stands, of });
    Some(Known { report, left_out, conflicts, same, folders, said })
}

fn again(written: Written) -> Option<Report> {
    let [ours, theirs] = written.heads.map(|(oid, name)| Head { oid, name });
    let note = |(path, message, cause): (String, String, String)| {
        let cause = CAUSES.into_iter().find(|known| known.name() == cause)?;
        Some(Note { path, message, cause })
    };
    let [files_ours, files_theirs, files_not_read, units_ours, units_theirs, pairs] = written.stats;
    let [allowed, off, known] = written.silenced;
    Some(Report {
        bases: written.bases,
        ours,
        theirs,
        diverged_days: written.diverged_days,
        findings: written.findings.into_iter().map(told_again).collect::<Option<_>>()?,
        notes: written.notes.into_iter().map(note).collect::<Option<_>>()?,
        stats: Stats { files_ours, files_theirs, files_not_read, units_ours, units_theirs, pairs, millis: 0 },
        threshold: written.threshold,
        can_be_allowed: written.can_be_allowed,
        blind: written.blind.map(|(side, reason)| Blind { side, reason }),
        silenced: Silenced { allowed, off, known },
        ..Report::default()
    })
}

fn told_again(written: WrittenTold) -> Option<Told> {
    let [ours, theirs] = written.sites;
    let mut measures = Likeness::default();
    Measure::ALL.into_iter().zip(&written.measures).for_each(|(measure, value)| measures.set(measure, *value));
    Some(Told {
        id: written.id,
        kind: Kind::by_name(&written.kind)?,
        severity: SEVERITIES.into_iter().find(|known| known.name() == written.severity)?,
        confidence: written.confidence,
        unsaid: None,
        silence: None,
        threshold: written.threshold,
        likeness: written.likeness,
        measures,
        ours: site_again(ours)?,
        theirs: site_again(theirs)?,
        message: written.message,
        reasons: written.reasons,
        ending: None,
    })
}

fn site_again(written: WrittenSite) -> Option<Site> {
    let origin = |(commit, author, time, message)| Origin { commit, author, time, message };
    let [stood_before, removed] = written.flags;
    Some(Site {
        path: written.path,
        lines: written.lines,
        unit: UnitKind::by_name(&written.unit)?.name(),
        name: written.name,
        place: written.place,
        text: written.text,
        origin: origin(written.origin),
        by_document: written.by_document.map(origin),
        slides: written.slides,
        merged_place: written.merged_place,
        stood_before,
        removed,
        own_path: written.own_path,
        own_lines: written.own_lines,
        slide: written.slide,
        shape: written.shape,
        ..Site::default()
    })
}
