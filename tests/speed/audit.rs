//! `oneness audit` beside one `git diff-tree --stdin` over the same pairs of trees.
//!
//! Not here: one merge in one process (`check`).

use crate::Bench;
use crate::cost::{Task, line, share};
use crate::sample;

/// So many merges of each repository, with any number of files.
const MERGES: usize = 100;

pub(crate) fn run(bench: &Bench) {
    let mut ratios = Vec::new();
    for repository in sample::repositories(&bench.clones) {
        let merges = sample::merges(&repository, MERGES, 0..=usize::MAX);
        let ids: String = merges.iter().map(|merge| format!("{}\n", merge.commit)).collect();
        let tree = |commit: &str| format!("{commit}^{{tree}}");
        let pair = |(base, side): (&String, &String)| format!("{} {}\n", tree(base), tree(side));
        let sides = merges.iter().flat_map(|merge| merge.parents.iter().map(|side| (&merge.base, side)));
        let pairs: String = sides.map(pair).collect();
        let own = line(&[&bench.program, "audit", "--stdin", "-j1", "--quiet"]);
        let own = Task { lines: vec![own], input: ids, fine: vec![1] };
        let pairs = resolved(&repository, &pairs);
        let git = Task { lines: vec![line(&["git", "diff-tree", "--stdin", "-p", "-M"])], input: pairs, fine: vec![] };
        let [own, other] = bench.meter.medians(&repository, [&own, &git]);
        let name = repository.file_name().unwrap_or_default().to_string_lossy().into_owned();
        println!("  {:6.2}  {own:8.1} / {other:7.1}  {name} ({} merges)", own / other, merges.len());
        ratios.push(own / other);
    }
    let [middle, worst] = [0.5, 1.0].map(|part| share(&mut ratios, part));
    println!(
        "audit -j1 against git diff-tree --stdin -p -M: {middle:.2} at the median repository, {worst:.2} at worst"
    );
}

/// Names become the ids that `git diff-tree --stdin` reads.
fn resolved(repository: &std::path::Path, pairs: &str) -> String {
    use std::io::Write as _;
    use std::process::{Command, Stdio};
    let mut child = Command::new("git")
        .arg("-C")
        .arg(repository)
        .args(["cat-file", "--batch-check=%(objectname)"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("because git is there");
    let mut stdin = child.stdin.take().expect("because it is piped");
    let names = pairs.replace(' ', "\n");
    let writer = std::thread::spawn(move || stdin.write_all(names.as_bytes()));
    let output = child.wait_with_output().expect("because it was started");
    writer.join().expect("because it only writes").expect("because git reads all");
    let ids = String::from_utf8_lossy(&output.stdout).into_owned();
    let ids: Vec<&str> = ids.lines().collect();
    ids.chunks(2).map(|pair| format!("{}\n", pair.join(" "))).collect()
}
