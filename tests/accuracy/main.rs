//! Accuracy on real merges with known outcomes.
//!
//! `cargo run --release --example accuracy -- measure CLONES` reads the labelled merges of `tests/accuracy/*.jsonl` in a
//! folder of clones (bare or not, named `owner/name`, `owner+name` or `name`, with full history) and prints recall on
//! redundant pairs, the share of legitimate pairs that are flagged, and alarms on merges that should stay silent.
//! `... -- fit CLONES` fits the weights of the confidence model on the same merges, by repository, and prints the
//! weights file, cross-validated figures and a reliability table.
//! `... -- bullets TABLE` reads a table of reworded bullets and prints how many are recognised; `bullets.rs` has its form.
//! `... -- synonyms DICTIONARY` is how `src/pairs/synonyms/build` makes the tables beside it.
//!
//! Not here: the labels' making. The text of the repositories is never stored, only positions and outcomes.

mod bullets;
mod fit;
mod labels;
mod measure;
mod observe;
mod synonyms;

use std::path::PathBuf;
use std::process::ExitCode;

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let command = arguments.next().unwrap_or_default();
    let clones = arguments.next().map(PathBuf::from);
    let (Some(clones), "measure" | "fit" | "bullets" | "synonyms") = (clones, command.as_str()) else {
        eprintln!("usage: accuracy measure|fit FOLDER-OF-CLONES, accuracy bullets TABLE");
        return ExitCode::from(2);
    };
    let done = match command.as_str() {
        "bullets" => Some(bullets::run(&clones)),
        "synonyms" => Some(synonyms::run(&clones)),
        _ => None,
    };
    if let Some(done) = done {
        return done.map_or(ExitCode::from(2), |()| ExitCode::SUCCESS);
    }
    let observations = observe::all(&clones);
    match command.as_str() {
        "fit" => fit::run(&observations),
        _ => measure::run(&observations),
    }
    ExitCode::SUCCESS
}
