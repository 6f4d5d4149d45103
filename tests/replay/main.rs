//! Replays real merges through `git merge-tree`, once as git is and once with the merge driver, and compares the trees,
//! the lists of conflicts and the exit codes. Nothing is written into the repository.
//!
//! `cargo run --release --example replay -- REPOSITORY [COUNT] [-c key=value …]`
//! With `ONENESS=0` in the environment only the merge is driven, without the comparison behind it.
//!
//! Not here: what the findings are worth.

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Output};
use std::time::{Duration, Instant};

/// So many merges are replayed unless the user says otherwise.
const COUNT: usize = 200;

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let Some(repository) = arguments.next() else {
        eprintln!("usage: replay REPOSITORY [COUNT] [-c key=value …]");
        return ExitCode::from(2);
    };
    let rest: Vec<String> = arguments.collect();
    let count = rest.first().and_then(|word| word.parse().ok()).unwrap_or(COUNT);
    let settings = rest.into_iter().skip_while(|word| !word.starts_with("-c")).collect();
    let replay = Replay::of(Path::new(&repository), settings);
    let tally = replay.run(count);
    println!("{repository}: {tally}");
    ExitCode::from(u8::from(tally.differ > 0 || tally.merges == 0))
}

/// A repository of our own that borrows the other one's objects.
struct Replay {
    origin: PathBuf,
    borrowed: tempfile::TempDir,
    driver: String,
    settings: Vec<String>,
}

#[derive(Default)]
struct Tally {
    merges: usize,
    conflicted: usize,
    files: usize,
    criss_cross: usize,
    told: usize,
    differ: usize,
    plain: Duration,
    driven: Duration,
}

impl std::fmt::Display for Tally {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            formatter,
            "{} merges in which both sides touched a file ({} files, {} conflicted, {} criss-cross): {} differ; \
             {} with something to tell; git alone {:.1} s, with the driver {:.1} s",
            self.merges,
            self.files,
            self.conflicted,
            self.criss_cross,
            self.differ,
            self.told,
            self.plain.as_secs_f64(),
            self.driven.as_secs_f64()
        )
    }
}

impl Replay {
    fn of(repository: &Path, settings: Vec<String>) -> Replay {
        let output = Command::new("git").arg("-C").arg(repository).args(["rev-parse", "--git-common-dir"]).output();
        let common = String::from_utf8(output.expect("because git is there").stdout).expect("because paths are text");
        let origin = repository.join(common.trim()).canonicalize().expect("because the repository is there");
        let borrowed = tempfile::tempdir().expect("because a temporary folder can be written");
        let init = Command::new("git").args(["init", "-q", "--bare"]).arg(borrowed.path()).status();
        assert!(init.expect("because git is there").success());
        let alternates = format!("{}\n", origin.join("objects").display());
        std::fs::write(borrowed.path().join("objects/info/alternates"), alternates).expect("because it is ours");
        let driver = format!("'{}' merge-driver %O %A %B -L %L -p %P -s %S -x %X -y %Y", program().display());
        Replay { origin, borrowed, driver, settings }
    }

    fn run(&self, count: usize) -> Tally {
        let mut tally = Tally::default();
        for [merge, ours, theirs] in self.merges() {
            if tally.merges >= count {
                break;
            }
            self.replay([&merge, &ours, &theirs], &mut tally);
        }
        tally
    }

    /// Lists the merges of two parents, newest first.
    fn merges(&self) -> Vec<[String; 3]> {
        let arguments = ["rev-list", "--all", "--min-parents=2", "--max-parents=2", "--parents"];
        let output = Command::new("git").arg("--git-dir").arg(&self.origin).args(arguments).output();
        let text = String::from_utf8(output.expect("because git is there").stdout).expect("because ids are text");
        let line = |line: &str| {
            let words: Vec<String> = line.split(' ').map(str::to_owned).collect();
            words.try_into().ok()
        };
        text.lines().filter_map(line).collect()
    }

    fn replay(&self, [merge, ours, theirs]: [&str; 3], tally: &mut Tally) {
        let started = Instant::now();
        let plain = self.merge_tree(&[], ours, theirs);
        let plain_time = started.elapsed();
        let files = String::from_utf8_lossy(&plain.stdout).matches("Auto-merging ").count();
        // Without a file that both sides touched, the driver is not called; above 1, git itself could not merge.
        if files == 0 || !matches!(plain.status.code(), Some(0 | 1)) {
            return;
        }
        let started = Instant::now();
        let driven =
            self.merge_tree(&["merge.default=oneness", &format!("merge.oneness.driver={}", self.driver)], ours, theirs);
        tally.driven += started.elapsed();
        tally.plain += plain_time;
        tally.merges += 1;
        tally.files += files;
        tally.conflicted += usize::from(plain.status.code() == Some(1));
        tally.criss_cross += usize::from(self.bases(ours, theirs) > 1);
        tally.told += usize::from(!driven.stderr.is_empty());
        if answer(&plain) != answer(&driven) {
            tally.differ += 1;
            println!("{merge}: {:?} against {:?}", answer(&plain), answer(&driven));
        }
        let told = String::from_utf8_lossy(&driven.stderr);
        if std::env::var_os("REPLAY_TELL").is_some() && !told.is_empty() {
            println!("{merge}:\n{told}");
        }
    }

    fn bases(&self, ours: &str, theirs: &str) -> usize {
        let output = self.git().args(["merge-base", "--all", ours, theirs]).output();
        output.map_or(0, |output| String::from_utf8_lossy(&output.stdout).lines().count())
    }

    /// Git puts a driver's files where it stands, so it stands in our own folder.
    fn git(&self) -> Command {
        let mut command = Command::new("git");
        command.arg("--git-dir").arg(self.borrowed.path()).current_dir(self.borrowed.path());
        command
    }

    fn merge_tree(&self, settings: &[&str], ours: &str, theirs: &str) -> Output {
        let mut command = self.git();
        command.args(&self.settings);
        for setting in settings {
            command.args(["-c", setting]);
        }
        // A bare repository reads attributes from a tree only when it is told which.
        command.arg(format!("--attr-source={ours}"));
        command.args(["merge-tree", "--write-tree", "--messages", ours, theirs]).output().expect("because git is there")
    }
}

/// What must agree: the exit code, the tree and the stages of conflicts; not the words of the messages.
fn answer(output: &Output) -> (Option<i32>, String) {
    let text = String::from_utf8_lossy(&output.stdout);
    (output.status.code(), text.split("\n\n").next().unwrap_or_default().to_owned())
}

/// Returns the program that was built beside this one.
fn program() -> PathBuf {
    if let Some(path) = std::env::var_os("ONENESS_PROGRAM") {
        return PathBuf::from(path);
    }
    let own = std::env::current_exe().expect("because it runs");
    let folder = own.parent().and_then(Path::parent).expect("because examples stand one folder below");
    let program = folder.join(format!("oneness{}", std::env::consts::EXE_SUFFIX));
    assert!(program.exists(), "build it first: cargo build --release");
    program
}
