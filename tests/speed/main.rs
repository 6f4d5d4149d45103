//! How fast the program is, measured side by side with git on the same merges, on this machine.
//!
//! `cargo run --release --example speed -- CLONES [check|audit|driver|growth|start …] [--program=PATH]` takes a folder of
//! bare clones with full history. Everything is run in turn, one program after the other, five times, and the median of
//! what each run cost counts: CPU time of the process and of all that it waited for. Where valgrind is installed,
//! `--count` counts instructions instead, which are the same on a busy machine, and takes fifty times as long.
//! What is written is checked: all runs must say the same, and git must not fail.
//!
//! Not here: what the findings are worth (`tests/accuracy`).

mod audit;
mod check;
mod cost;
mod driver;
mod growth;
mod sample;
mod start;

use std::path::PathBuf;
use std::process::ExitCode;

use cost::Meter;

/// What is measured, by name.
const STAGES: [(&str, fn(&Bench)); 5] = [
    ("start", start::run),
    ("check", check::run),
    ("audit", audit::run),
    ("driver", driver::run),
    ("growth", growth::run),
];

/// What all stages share.
pub(crate) struct Bench {
    pub(crate) clones: PathBuf,
    pub(crate) program: String,
    pub(crate) meter: Meter,
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let option = |name: &str| arguments.iter().find_map(|word| word.strip_prefix(name)).map(str::to_owned);
    let mut words = arguments.iter().filter(|word| !word.starts_with("--"));
    let Some(clones) = words.next().map(PathBuf::from).filter(|clones| clones.is_dir()) else {
        eprintln!("usage: speed CLONES [check|audit|driver|growth|start …] [--program=PATH] [--count]");
        return ExitCode::from(2);
    };
    let wanted: Vec<&String> = words.collect();
    let program = option("--program=").unwrap_or_else(|| beside_this_program().display().to_string());
    let meter = if arguments.iter().any(|word| word == "--count") { Meter::Instructions } else { Meter::Time };
    let bench = Bench { clones, program, meter };
    for (name, stage) in STAGES {
        if wanted.is_empty() || wanted.iter().any(|wanted| *wanted == name) {
            stage(&bench);
        }
    }
    ExitCode::SUCCESS
}

/// The program that the same build made.
fn beside_this_program() -> PathBuf {
    let own = std::env::current_exe().expect("because this program runs");
    let folder = own.ancestors().nth(2).expect("because examples lie in a folder of the build");
    let program = folder.join("oneness");
    assert!(program.is_file(), "{} is not there: `cargo build --release` makes it", program.display());
    program
}
