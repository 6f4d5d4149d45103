//! Mutates fixtures and decks and asks every reader and the merge of decks what they make of them: nothing may panic,
//! none may take long, and what is merged must hold the laws.
//!
//! `cargo run --profile fast --example fuzz -- COUNT [SEED]` plays so many cases; each is made of the seed and its number
//! alone, so that a failure can be played again: `… fuzz -- one SEED NUMBER`.
//! The cases are played in processes of their own. One that ends or takes too long is named, and the next goes on.
//!
//! Not here: what a case is (`cases`), which the test suite plays, too, in a small number.

mod cases;

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, ExitCode, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

/// No mutation of a few kilobytes may take so many seconds of the processor, ten times what the slowest takes.
const PATIENCE: f64 = 20.0;
/// Nor so many of the clock: on a busy machine they pass without any work, and a process that waits does none.
const PATIENCE_OF_THE_CLOCK: Duration = Duration::from_secs(600);
const USAGE: &str = "usage: fuzz COUNT [SEED] | fuzz one SEED NUMBER";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let number = |word: &str| word.parse::<u64>().ok();
    match words.as_slice() {
        ["one", seed, at] => number(seed).zip(number(at)).map_or_else(usage, |(seed, at)| one(seed, at)),
        ["from", seed, at, end] => match [number(seed), number(at), number(end)] {
            [Some(seed), Some(at), Some(end)] => play(seed, at, end),
            _ => usage(),
        },
        [count] => number(count).map_or_else(usage, |count| all(1, count)),
        [count, seed] => number(count).zip(number(seed)).map_or_else(usage, |(count, seed)| all(seed, count)),
        _ => usage(),
    }
}

fn usage() -> ExitCode {
    eprintln!("{USAGE}");
    ExitCode::from(2)
}

/// Plays one case and says what came of it.
fn one(seed: u64, at: u64) -> ExitCode {
    let started = Instant::now();
    println!("{}", cases::describe(seed, at));
    let answer = cases::play(seed, at);
    println!("{answer:?} after {:?}", started.elapsed());
    ExitCode::from(u8::from(answer.is_err()))
}

/// Plays a run of cases for the process that asked; a line before each says which it is.
fn play(seed: u64, at: u64, end: u64) -> ExitCode {
    for at in at..end {
        println!("{at}");
        if let Err(wrong) = cases::play(seed, at) {
            println!("wrong {}", wrong.replace('\n', " / "));
        }
    }
    ExitCode::SUCCESS
}

/// Plays all cases in other processes.
fn all(seed: u64, count: u64) -> ExitCode {
    let (started, mut next, mut failures) = (Instant::now(), 0, 0_u32);
    let mut slowest = (0.0, 0);
    while next < count {
        let Ok((mut child, lines)) = start(seed, next, count) else {
            eprintln!("fuzz: cannot start another process");
            return ExitCode::from(2);
        };
        let (at, why) = watch(child.id(), &lines, next, &mut slowest, &mut |at, wrong| {
            failures += 1;
            println!("{seed} {at}: {wrong}");
        });
        // It may have ended by itself already.
        let _ = child.kill();
        let is_well = child.wait().is_ok_and(|status| status.success());
        if let Some(why) = why.or((!is_well).then_some("the process ended")) {
            failures += 1;
            println!("{seed} {at}: {why}; {}", cases::describe(seed, at));
        }
        next = at + 1;
    }
    let seconds = started.elapsed().as_secs_f64();
    println!("{count} cases in {seconds:.0} s, slowest {:.1} s ({}): {failures} failed", slowest.0, slowest.1);
    ExitCode::from(u8::from(failures > 0))
}

/// Starts a process that plays cases from one on; its lines come through a channel, so that they can be waited for.
fn start(seed: u64, at: u64, end: u64) -> std::io::Result<(Child, Receiver<String>)> {
    let mut command = Command::new(std::env::current_exe()?);
    command.arg("from").args([seed, at, end].map(|number| number.to_string()));
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn()?;
    let (send, receive) = channel();
    let lines = child.stdout.take().map(BufReader::new);
    std::thread::spawn(move || {
        for line in lines.into_iter().flat_map(|lines| lines.lines().map_while(Result::ok)) {
            if send.send(line).is_err() {
                break;
            }
        }
    });
    Ok((child, receive))
}

/// Follows a process through its cases. Returns the last one that it began, and why it did not end it.
fn watch(
    process: u32,
    lines: &Receiver<String>,
    first: u64,
    slowest: &mut (f64, u64),
    wrong: &mut dyn FnMut(u64, &str),
) -> (u64, Option<&'static str>) {
    let (mut at, mut since, mut worked) = (first, Instant::now(), seconds_of(process));
    loop {
        let line = lines.recv_timeout(Duration::from_secs(1));
        let took = seconds_of(process) - worked;
        if took > slowest.0 {
            *slowest = (took, at);
        }
        match line {
            Ok(line) => match line.strip_prefix("wrong ") {
                Some(what) => wrong(at, what),
                None => (at, since, worked) = (line.parse().unwrap_or(at), Instant::now(), seconds_of(process)),
            },
            Err(RecvTimeoutError::Timeout) if took > PATIENCE || since.elapsed() > PATIENCE_OF_THE_CLOCK => {
                return (at, Some("it takes too long"));
            }
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => return (at, None),
        }
    }
}

/// How many seconds of the processor a process has had; 0 where the system does not tell.
fn seconds_of(process: u32) -> f64 {
    let said = std::fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    // Behind the name, which may hold anything, stand its state and, from the 12th word on, hundredths of seconds.
    let behind = said.rsplit(')').next().unwrap_or_default();
    behind.split_whitespace().skip(11).take(2).filter_map(|word| word.parse::<f64>().ok()).sum::<f64>() / 100.0
}
