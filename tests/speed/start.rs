//! What the program costs before it does anything, beside git.
//!
//! Not here: real work.

use crate::Bench;
use crate::cost::{Task, line};
use crate::sample;

pub(crate) fn run(bench: &Bench) {
    let task = |words: &[&str]| Task { lines: vec![line(words)], fine: vec![1], ..Task::default() };
    let unit = bench.meter.unit();
    let [own, git] =
        bench.meter.medians(&bench.clones, [&task(&[&bench.program, "--version"]), &task(&["git", "--version"])]);
    println!("--version: {own:.2} against {git:.2} {unit}");
    // The first merge that comes, of which one side did nothing to any file of the other.
    let Some(repository) = sample::repositories(&bench.clones).into_iter().next() else { return };
    let Some(merge) = sample::merges(&repository, 1, 2..=3).into_iter().next() else { return };
    let check = task(&[&bench.program, "check", &merge.commit, "--format", "json"]);
    let diff = task(&["git", "diff", &merge.base, &merge.parents[0]]);
    let [own, git] = bench.meter.medians(&repository, [&check, &diff]);
    println!("check of a small merge: {own:.2} against {git:.2} {unit} of one git diff");
}
