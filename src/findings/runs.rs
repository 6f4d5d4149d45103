//! Findings that stand together on both sides are one finding: a list of five equal bullets is told once.
//!
//! Not here: which pairs matter.

use super::Changes;
use super::finding::{Finding, Severity};
use crate::changes::change::Change;
use crate::pairs::pair::Pair;

/// Blank lines and a separator may stand between two members of a run.
const MAX_GAP: usize = 3;

/// Joins findings of one kind whose units follow each other on both sides; the first pair stays the most telling.
pub(super) fn joined(mut findings: Vec<Finding>, additions: Changes<'_>) -> Vec<Finding> {
    findings.sort_by_key(|finding| place(&finding.pairs[0], additions));
    let mut runs: Vec<Finding> = Vec::new();
    for finding in findings {
        let run = runs.iter_mut().rev().find(|run| follows(run, &finding, additions));
        match run {
            Some(run) => join(run, finding),
            None => runs.push(finding),
        }
    }
    runs
}

fn place(pair: &Pair, additions: Changes<'_>) -> (usize, usize, usize, usize) {
    let (ours, theirs) = (&additions.0[pair.ours], &additions.1[pair.theirs]);
    (ours.file, ours.unit.span.start_line, theirs.file, theirs.unit.span.start_line)
}

fn follows(run: &Finding, finding: &Finding, additions: Changes<'_>) -> bool {
    let Some(last) = run.pairs.last() else { return false };
    let next = &finding.pairs[0];
    let after = |before: &Change, after: &Change| {
        let (end, start) = (before.unit.span.end_line, after.unit.span.start_line);
        before.file == after.file && before.unit.kind == after.unit.kind && start > end && start - end <= MAX_GAP
    };
    run.kind == finding.kind
        && (run.severity == Severity::Note) == (finding.severity == Severity::Note)
        && run.unsaid == finding.unsaid
        && after(&additions.0[last.ours], &additions.0[next.ours])
        && after(&additions.1[last.theirs], &additions.1[next.theirs])
}

fn join(run: &mut Finding, finding: Finding) {
    run.severity = run.severity.min(finding.severity);
    run.confidence = run.confidence.max(finding.confidence);
    run.pairs.extend(finding.pairs);
}
