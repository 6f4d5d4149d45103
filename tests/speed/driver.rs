//! `oneness merge-driver` beside `git merge-file`, on files of several lengths.
//!
//! Not here: real merges (`tests/replay`).

use std::fmt::Write as _;
use std::path::Path;

use crate::Bench;
use crate::cost::{Task, line};

/// So many lines the files have.
const LENGTHS: [usize; 3] = [100, 1_000, 10_000];

/// How a file of a language is made: its ending, and the lines of the unit of a number.
type Kind = (&'static str, fn(usize, &str) -> String, &'static str);

/// Of each kind also what has nothing in common with its units.
const KINDS: [Kind; 3] = [
    (
        "py",
        |number, word| format!("def {word}_{number}(value):\n    total = value + {number}\n    return total\n\n\n"),
        "class Lamp:\n    colour = \"amber\"\n\n\n",
    ),
    (
        "rs",
        |number, word| {
            format!("fn {word}_{number}(value: u64) -> u64 {{\n    let total = value + {number};\n    total\n}}\n\n")
        },
        "enum Lamp {\n    Amber,\n    Violet,\n}\n\n",
    ),
    (
        "md",
        |number, word| format!("## Part {number}\n\nThe {word} of part {number} is told here.\n\n- One thing\n"),
        "Lamps burn amber at night.\n\n",
    ),
];

pub(crate) fn run(bench: &Bench) {
    for (ending, unit, other) in KINDS {
        for length in LENGTHS {
            for (what, theirs) in [("differ", other.to_owned()), ("are alike", unit(90_000, "gathers"))] {
                let folder = tempfile::tempdir().expect("because a temporary folder can be written");
                write(folder.path(), ending, unit, length, [&unit(90_000, "gather"), &theirs]);
                let names = ["base", "ours", "theirs"].map(|name| format!("{name}.{ending}"));
                let mut own = line(&["sh", "-c"]);
                own.push(format!(
                    "cp {1} result.{ending} && {0} merge-driver {2} result.{ending} {3} -L 7 -p file.{ending}; \
                     cat result.{ending}",
                    bench.program, names[1], names[0], names[2]
                ));
                let mut git = line(&["sh", "-c"]);
                git.push(format!(
                    "cp {0} result.{ending} && git merge-file result.{ending} {1} {2}; cat result.{ending}",
                    names[1], names[0], names[2]
                ));
                let tasks = [own, git].map(|line| Task { lines: vec![line], fine: vec![1], ..Task::default() });
                let [own, other] = bench.meter.medians(folder.path(), [&tasks[0], &tasks[1]]);
                println!(
                    "driver, {length} lines of {ending} that {what}: {own:.1} against {other:.1} {} ({:.1})",
                    bench.meter.unit(),
                    own / other
                );
            }
        }
    }
}

/// Writes the three versions: each side adds a text, at another place.
fn write(folder: &Path, ending: &str, unit: fn(usize, &str) -> String, length: usize, added: [&str; 2]) {
    let own = unit(0, "plain").lines().count();
    let units: Vec<String> = (0..length / own).map(|number| unit(number, "plain")).collect();
    let with = |at: usize, added: &str| {
        let mut text = String::new();
        for (number, unit_text) in units.iter().enumerate() {
            if number == at {
                text += added;
            }
            let _ = write!(text, "{unit_text}");
        }
        text
    };
    let versions =
        [("base", usize::MAX, ""), ("ours", units.len() / 4, added[0]), ("theirs", 3 * units.len() / 4, added[1])];
    for (name, at, added) in versions {
        std::fs::write(folder.join(format!("{name}.{ending}")), with(at, added)).expect("because the folder is ours");
    }
}
