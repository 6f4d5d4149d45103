//! From findings to what a report holds: places in the result, people, times.
//!
//! Not here: layout.

use super::document;
use super::report::{Note, Report, Site, Told};
use crate::changes::change::Change;
use crate::findings::finding::{Changes, Finding};
use crate::merge::{Merge, Origin, Store};
use crate::pairs::pair::{Family, Measure, Pair};

/// So many telling lines are enough to find the commit that brought a unit.
const LINES_TO_TRACE: usize = 3;

/// Starts the report of a merge.
#[must_use]
pub fn header(merge: &Merge) -> Report {
    let notes = merge.notes.iter().map(|message| Note::remark("", message));
    Report {
        commit: merge.commit.clone(),
        bases: merge.bases.clone(),
        ours: merge.ours.clone(),
        theirs: merge.theirs.clone(),
        diverged_days: merge.diverged_days,
        again: merge.commit.as_deref().map(|commit| commit.get(..10).unwrap_or(commit).to_owned()),
        can_be_allowed: merge.ours.oid.is_some() || merge.theirs.oid.is_some(),
        notes: notes.collect(),
        ..Report::default()
    }
}

/// Tells one finding with its places and people.
#[must_use]
pub fn finding(finding: &Finding, additions: Changes<'_>, merge: &Merge, store: &dyn Store) -> Told {
    let copies = |additions: &[Change], index: fn(&Pair) -> usize, side: usize| -> Vec<Change> {
        let placed = finding.pairs.iter().map(|pair| {
            let mut copy = additions[index(pair)].clone();
            copy.stands.merged = pair.places.map(|places| places[side]).or(copy.stands.merged);
            copy
        });
        placed.collect()
    };
    let ours = in_order(copies(additions.0, |pair| pair.ours, 0));
    let theirs = in_order(copies(additions.1, |pair| pair.theirs, 1));
    let (ours, theirs): (Vec<&Change>, Vec<&Change>) = (ours.iter().collect(), theirs.iter().collect());
    let first = &finding.pairs[0].likeness;
    let likeness = match first.family {
        _ if first.get(Measure::Exact) > 0.0 => 1.0,
        Family::Prose => first.get(Measure::Words),
        Family::Code | Family::Small => (first.get(Measure::Bag) + first.get(Measure::Grams)) / 2.0,
    };
    Told {
        id: finding.id.clone(),
        kind: finding.kind,
        severity: finding.severity,
        confidence: finding.confidence,
        unsaid: finding.unsaid,
        silence: None,
        threshold: None,
        likeness: (likeness * 1000.0).round() / 1000.0,
        measures: first.clone(),
        ours: site(&ours, merge, store),
        theirs: site(&theirs, merge, store),
        message: finding.message.clone(),
        reasons: finding.reasons.clone(),
        ending: None,
    }
}

/// Finds who brought a change, by its first telling lines.
#[must_use]
pub fn origin(change: &Change, store: &dyn Store) -> Origin {
    let telling = change.text.lines().filter(|line| line.chars().filter(|c| c.is_alphanumeric()).count() > 3);
    let telling: Vec<String> = telling.take(LINES_TO_TRACE).map(str::to_owned).collect();
    store.origin(change.side, &change.path, &telling)
}

/// Sorts copies by where they stand: an event is told from its first to its last line.
fn in_order(mut copies: Vec<Change>) -> Vec<Change> {
    copies.sort_by_key(|copy| (copy.stands.merged, copy.unit.span.start_line, copy.unit.span.end_line));
    copies
}

/// Sorts findings by path, line and kind.
pub fn sort(findings: &mut [Told]) {
    findings.sort_by(|one, other| {
        let key = |told: &Told| {
            let lines = told.ours.lines.unwrap_or_default();
            (
                told.ours.path.clone(),
                lines,
                told.kind,
                told.theirs.path.clone(),
                told.theirs.lines,
                told.ours.place.clone(),
            )
        };
        key(one).cmp(&key(other))
    });
}

/// The texts of an event, blank lines between them where others stand there.
fn text_of(units: &[&Change]) -> String {
    let mut text = String::new();
    let mut end = 0;
    for unit in units {
        let (start, last) = unit.stands.merged.unwrap_or((unit.unit.span.start_line, unit.unit.span.end_line));
        if !text.is_empty() {
            text.push_str(if start > end + 1 { "\n\n" } else { "\n" });
        }
        text.push_str(&unit.text);
        end = last;
    }
    text
}

fn site(units: &[&Change], merge: &Merge, store: &dyn Store) -> Site {
    let Some((first, last)) = units.first().zip(units.last()) else { return Site::default() };
    let file = &merge.files[first.file];
    let result =
        first.stands.merged.zip(last.stands.merged).filter(|_| file.merged.is_there() && !merge.result_is_supposed);
    let (path, lines) = match result {
        Some(((start, _), (_, end))) => (file.merged.path.clone(), (start, end)),
        None => (first.path.clone(), (first.unit.span.start_line, last.unit.span.end_line)),
    };
    let own_lines = Some((first.unit.span.start_line, last.unit.span.end_line.max(first.unit.span.start_line)));
    let source = store.read(file.versions.side(first.side));
    let text = text_of(units);
    let origin = origin(first, store);
    let site = Site {
        path,
        lines: (source.outline().is_none() && !first.before.removed).then_some(lines),
        unit: first.unit.kind.name(),
        name: first.unit.name.clone(),
        place: first.unit.place.clone(),
        text,
        origin,
        removed: first.before.removed,
        own_path: first.path.clone(),
        own_lines: own_lines.filter(|_| source.outline().is_none()),
        ..Site::default()
    };
    if source.outline().is_some() { document::told(site, first, &source, file, store) } else { site }
}
