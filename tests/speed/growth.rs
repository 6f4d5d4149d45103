//! How the cost grows with what both sides added: equal, templated, alike and different units of code, prose and keys.
//!
//! Not here: what is found.

use std::path::Path;

use crate::Bench;
use crate::cost::{Task, line};

/// So many units each side adds.
const COUNTS: [usize; 4] = [100, 1_000, 10_000, 100_000];
/// Who takes longer than this (ms of CPU) is not asked for more.
const ENOUGH: f64 = 30_000.0;

/// A kind of units: its name, its ending, and the unit of a number of one side.
type Kind = (&'static str, &'static str, fn(usize, &str) -> String);

const KINDS: [Kind; 7] = [
    ("different functions", "py", |n, side| {
        format!("def {side}_{n}(v):\n    return {} + v * {n}\n\n\n", mixed(n, side))
    }),
    ("functions of one shape", "py", |n, side| {
        format!(
            "def {side}_{n}(value):\n    total = value + {n}\n    for item in value:\n        total += item\n    return total\n\n\n"
        )
    }),
    ("different bullets", "md", |n, side| {
        format!("- The {} of {} waits for {}\n", mixed(n, side), mixed(n + 7, side), n)
    }),
    ("equal bullets", "md", |_, _| "- The same thing is said here once more\n".to_owned()),
    ("templated bullets", "md", |n, side| format!("- Bump {side}-{n} from 1.{n}.0 to 1.{}.0\n", n + 1)),
    ("JSON keys", "json", |n, side| format!("  \"{side}_{n}\": \"{}\",\n", mixed(n, side))),
    ("YAML keys", "yaml", |n, side| format!("{side}_{n}:\n  size: {n}\n  name: {}\n", mixed(n, side))),
];

pub(crate) fn run(bench: &Bench) {
    for (name, ending, unit) in KINDS {
        let mut before: Option<(usize, f64)> = None;
        for count in COUNTS {
            if before.is_some_and(|(_, cost)| cost > ENOUGH) {
                println!("growth, {count} {name} a side: not asked, the step before took long enough");
                continue;
            }
            let folder = tempfile::tempdir().expect("because a temporary folder can be written");
            write(folder.path(), ending, unit, count);
            let path = |version: &str| format!("{version}.{ending}");
            let words = [
                "check",
                "--base",
                &path("base"),
                "--ours",
                &path("ours"),
                "--theirs",
                &path("theirs"),
                "--format",
                "json",
            ];
            let own = [&[bench.program.as_str()], &words[..]].concat();
            // More lines than are compared are said to be too many, by the exit code 2.
            let [cost] = bench
                .meter
                .medians(folder.path(), [&Task { lines: vec![line(&own)], fine: vec![1, 2], ..Task::default() }]);
            let power = before.map(|(less, lower)| (cost / lower).ln() / (count as f64 / less as f64).ln());
            let power = power.map(|power| format!(", n^{power:.2} since the step before")).unwrap_or_default();
            println!("growth, {count} {name} a side: {cost:.0} {}{power}", bench.meter.unit());
            before = Some((count, cost));
        }
    }
}

/// A word that differs for each number and side.
fn mixed(number: usize, side: &str) -> String {
    let mut state = (number as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ side.len() as u64;
    let letter = |state: &mut u64| {
        *state = state.wrapping_mul(0x5851_f42d_4c95_7f2d).wrapping_add(1);
        char::from(b'a' + u8::try_from((*state >> 33) % 26).unwrap_or_default())
    };
    (0..9).map(|_| letter(&mut state)).collect()
}

/// Writes the three versions: ours adds above the middle, theirs below it.
fn write(folder: &Path, ending: &str, unit: fn(usize, &str) -> String, count: usize) {
    let (begin, end) = if ending == "json" { ("{\n", "  \"last\": \"one\"\n}\n") } else { ("", "") };
    let middle = match ending {
        "md" => "# Middle\n\nWhat stands between both.\n\n",
        "py" => "MIDDLE = 1\n\n\n",
        "json" => "  \"middle\": 1,\n",
        _ => "middle: 1\n",
    };
    let many = |side: &str| (0..count).map(|number| unit(number, side)).collect::<String>();
    let versions = [
        ("base", String::new(), String::new()),
        ("ours", many("ours"), String::new()),
        ("theirs", String::new(), many("others")),
    ];
    for (name, above, below) in versions {
        let text = format!("{begin}{above}{middle}{below}{end}");
        std::fs::write(folder.join(format!("{name}.{ending}")), text).expect("because the folder is ours");
    }
}
