//! Accuracy on real merges with known outcomes.
//!
//! `cargo run --release --example accuracy -- measure CLONES` reads the labelled merges of `tests/accuracy/*.jsonl` in a
//! folder of clones (bare or not, named `owner/name`, `owner+name` or `name`, with full history) and prints recall on
//! redundant pairs, the share of legitimate pairs that are flagged, and alarms on merges that should stay silent.
//! `... -- fit CLONES` fits the weights of the confidence model on the same merges, by repository, and prints the
//! weights file, cross-validated figures and a reliability table.
//! `... -- ablate CLONES [--without=MEASURE] [--table=TABLE]` fits with and without a measure and compares what both find.
//! `... -- fates CLONES --sample=SAMPLE` follows the pairs of sampled merges (`mine_fates.py` draws them) and prints what
//! became of each; `fates.tsv` is what it printed. `... -- fit CLONES --fates` sees them, too, with customs as measures;
//! `... -- rows CLONES [--fates]` prints all that a fit sees.
//! `... -- present CLONES` measures what is said of copies that came one after the other (`present.jsonl`).
//!
//! `... -- plant CLONES` plants changed copies into real clean merges and prints recall by the way they were changed;
//! `--verbose` lists the misses, `--every=N` takes every Nth merge.
//! `... -- bullets TABLE` reads a table of reworded bullets and prints how many are recognised; `bullets.rs` has its form.
//! `... -- synonyms DICTIONARY` is how `src/pairs/synonyms/build` makes the tables beside it.
//!
//! Not here: the labels' making. The text of the repositories is never stored, only positions and outcomes.

mod ablate;
mod bullets;
mod fates;
mod fit;
mod followed;
mod labels;
mod measure;
mod observe;
mod operators;
mod plant;
mod present;
mod synonyms;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [command, clones, rest @ ..] = arguments.as_slice() else { return usage() };
    let (clones, verbose) = (PathBuf::from(clones), rest.iter().any(|word| word == "--verbose"));
    match command.as_str() {
        "measure" => measure::run(&observe::all(&clones)),
        "present" => present::run(&clones),
        "fit" => fit::run(&seen(&clones, rest)),
        "rows" => fit::print_rows(&seen(&clones, rest)),
        "fates" => return done(fates::run(&clones, rest)),
        "ablate" => return done(ablate::run(&clones, rest)),
        "bullets" => return done(bullets::run(&clones)),
        "synonyms" => return done(synonyms::run(&clones)),
        "plant" => {
            let every = rest.iter().find_map(|word| word.strip_prefix("--every=")).and_then(|every| every.parse().ok());
            plant::run(&clones, every.unwrap_or(1), verbose);
        }
        _ => return usage(),
    }
    ExitCode::SUCCESS
}

/// What a fit sees.
fn seen(clones: &Path, rest: &[String]) -> Vec<fit::Row> {
    let fates = rest.iter().any(|word| word == "--fates");
    fit::rows(&observe::all(clones), &plant::for_the_fit(clones), fates)
}

fn done(done: std::io::Result<()>) -> ExitCode {
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("accuracy: {error}");
            ExitCode::from(2)
        }
    }
}

fn usage() -> ExitCode {
    eprintln!(
        "usage: accuracy measure|fit|rows|fates|ablate|plant|present FOLDER-OF-CLONES [--every=N] [--verbose] [--without=MEASURE] [--table=TABLE]"
    );
    eprintln!("       accuracy bullets TABLE | synonyms DICTIONARY");
    ExitCode::from(2)
}
