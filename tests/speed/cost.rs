//! What a run of a program costs, and how two programs compare.
//!
//! Not here: what is run.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use nix::sys::resource::{UsageWho, getrusage};

/// So many runs of each program count; the median is taken.
const RUNS: usize = 5;

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Meter {
    /// Milliseconds of CPU.
    Time,
    /// Millions of instructions.
    Instructions,
}

/// A command: the program and its arguments.
pub(crate) type Line = Vec<String>;

/// Makes a command of words.
pub(crate) fn line(words: &[&str]) -> Line {
    words.iter().map(|word| (*word).to_owned()).collect()
}

/// What is run for one side of a comparison: commands, one after the other, in a folder, with a text for their input.
#[derive(Debug, Clone, Default)]
pub(crate) struct Task {
    pub(crate) lines: Vec<Line>,
    pub(crate) input: String,
    /// Exit codes that are no failure beside 0.
    pub(crate) fine: Vec<i32>,
}

impl Meter {
    pub(crate) fn unit(self) -> &'static str {
        match self {
            Meter::Time => "ms",
            Meter::Instructions => "M instructions",
        }
    }

    /// Runs tasks in turn and returns the median cost of each.
    pub(crate) fn medians<const N: usize>(self, folder: &Path, tasks: [&Task; N]) -> [f64; N] {
        let runs = if self == Meter::Instructions { 1 } else { RUNS };
        let mut costs = [(); N].map(|()| Vec::new());
        let mut said: [Option<Vec<u8>>; N] = [(); N].map(|()| None);
        for _ in 0..runs {
            for (at, task) in tasks.iter().enumerate() {
                let (cost, output) = self.run(folder, task);
                costs[at].push(cost);
                let known = said[at].get_or_insert_with(|| output.clone());
                assert!(*known == output, "{:?} says something else each time", task.lines);
            }
        }
        costs.map(|mut costs| median(&mut costs))
    }

    /// Runs a task once; returns what it cost and what it said, times left out.
    fn run(self, folder: &Path, task: &Task) -> (f64, Vec<u8>) {
        let (mut cost, mut said) = (0.0, Vec::new());
        for line in &task.lines {
            let count = tempfile::NamedTempFile::new().expect("because a temporary file can be written");
            let mut command = match self {
                Meter::Time => Command::new(&line[0]),
                Meter::Instructions => counted(&line[0], count.path()),
            };
            command.args(&line[1..]).current_dir(folder).env("GIT_NO_LAZY_FETCH", "1").stderr(Stdio::null());
            let before = spent();
            let output = fed(command, &task.input);
            let code = output.status.code().unwrap_or(-1);
            assert!(code == 0 || task.fine.contains(&code), "{line:?} in {} ended with {code}", folder.display());
            cost += match self {
                Meter::Time => (spent() - before).as_secs_f64() * 1000.0,
                Meter::Instructions => instructions(count.path()) / 1e6,
            };
            said.extend(without_times(&output.stdout));
        }
        (cost, said)
    }
}

/// A command under valgrind, which writes its count to a file.
fn counted(program: &str, file: &Path) -> Command {
    let mut command = Command::new("valgrind");
    command.args(["--tool=callgrind", "--trace-children=no"]);
    command.arg(format!("--callgrind-out-file={}", file.display())).arg(program);
    command
}

fn instructions(file: &Path) -> f64 {
    let text = std::fs::read_to_string(file).unwrap_or_default();
    let total = text.lines().rev().find_map(|line| line.strip_prefix("totals: ").or(line.strip_prefix("summary: ")));
    total.and_then(|count| count.split_whitespace().next()?.parse().ok()).expect("because valgrind counts")
}

fn fed(mut command: Command, input: &str) -> std::process::Output {
    use std::io::Write as _;
    let child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
    let mut child = child.unwrap_or_else(|error| panic!("{command:?}: {error}"));
    let mut stdin = child.stdin.take().expect("because it is piped");
    std::thread::scope(|scope| {
        // Who reads nothing closes its end early, which is no failure.
        scope.spawn(move || _ = stdin.write_all(input.as_bytes()));
        child.wait_with_output().expect("because it was started")
    })
}

/// The CPU time of all processes that were waited for.
fn spent() -> Duration {
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN).expect("because every system counts it");
    let time = |time: nix::sys::time::TimeVal| {
        Duration::from_secs(time.tv_sec().unsigned_abs()) + Duration::from_micros(time.tv_usec().unsigned_abs())
    };
    time(usage.user_time()) + time(usage.system_time())
}

/// What a program said without what differs from run to run.
fn without_times(said: &[u8]) -> Vec<u8> {
    let text = String::from_utf8_lossy(said);
    let mut parts = text.split("\"millis\":");
    let mut kept = parts.next().unwrap_or_default().to_owned();
    parts.for_each(|part| {
        kept.push_str(part.trim_start_matches(|letter: char| letter.is_ascii_digit() || letter == ' '))
    });
    kept.into_bytes()
}

/// The middle of several values.
pub(crate) fn median(values: &mut [f64]) -> f64 {
    share(values, 0.5)
}

/// The value below which a share of all values lies.
pub(crate) fn share(values: &mut [f64], share: f64) -> f64 {
    values.sort_by(f64::total_cmp);
    let last = values.len().saturating_sub(1) as f64;
    values.get((last * share).round() as usize).copied().unwrap_or(f64::NAN)
}
