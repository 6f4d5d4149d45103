//! `oneness check REV` beside what git needs for both sides: the merge base and two differences.
//!
//! Not here: many merges in one process (`audit`).

use std::path::Path;
use std::process::Command;

use crate::Bench;
use crate::cost::{Task, line, share};
use crate::sample;

/// So many merges of each repository.
const MERGES: usize = 10;

pub(crate) fn run(bench: &Bench) {
    let (mut rows, mut read_none) = (Vec::new(), Vec::new());
    for repository in sample::repositories(&bench.clones) {
        for merge in sample::merges(&repository, MERGES, 2..=50) {
            let [ours, theirs] = &merge.parents;
            let own = line(&[&bench.program, "check", &merge.commit, "--format", "json"]);
            let check = Task { lines: vec![own], fine: vec![1], ..Task::default() };
            let lines = vec![
                line(&["git", "merge-base", "--all", ours, theirs]),
                line(&["git", "diff", &merge.base, ours]),
                line(&["git", "diff", &merge.base, theirs]),
            ];
            let git = Task { lines, ..Task::default() };
            let [own, other] = bench.meter.medians(&repository, [&check, &git]);
            let name = repository.file_name().unwrap_or_default().to_string_lossy().into_owned();
            read_none.extend((!reads_units(bench, &repository, &merge.commit)).then_some(own / other));
            rows.push((own / other, own, other, format!("{name} {} ({} files)", &merge.commit[..10], merge.files)));
        }
    }
    let mut ratios: Vec<f64> = rows.iter().map(|row| row.0).collect();
    let [middle, most, worst] = [0.5, 0.95, 1.0].map(|part| share(&mut ratios, part));
    let (own, other) = rows.iter().fold((0.0, 0.0), |sum, row| (sum.0 + row.1, sum.1 + row.2));
    println!(
        "check of {} merges of 2 to 50 files, against merge base and two diffs: {middle:.2} at the median, {most:.2} at \
         the 95th of 100, {worst:.2} at worst; {own:.0} against {other:.0} {} together",
        rows.len(),
        bench.meter.unit()
    );
    let [middle, most, worst] = [0.5, 0.95, 1.0].map(|part| share(&mut read_none, part));
    println!(
        "  the {} of them in which no file had to be read as units: {middle:.2} at the median, {most:.2} at the 95th of \
         100, {worst:.2} at worst",
        read_none.len()
    );
    rows.sort_by(|one, other| other.0.total_cmp(&one.0));
    for (ratio, own, other, name) in rows.iter().take(8) {
        println!("  {ratio:6.2}  {own:8.1} / {other:6.1}  {name}");
    }
}

/// Tells whether a check read any file as units: it counts them.
fn reads_units(bench: &Bench, repository: &Path, commit: &str) -> bool {
    let output =
        Command::new(&bench.program).args(["check", commit, "--format", "json"]).current_dir(repository).output();
    let said = String::from_utf8_lossy(&output.expect("because it ran before").stdout).into_owned();
    !["ours", "theirs"].iter().all(|side| said.contains(&format!("\"units_{side}\": 0")))
}
