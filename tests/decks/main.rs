//! Holds the readers and the merge of decks against a folder of real documents: `decks FOLDER [--merged FOLDER]`.
//!
//! Every document is read, each in a process of its own with a limit of time. Where versions of one deck stand in a
//! folder in the order of their names, the laws of merging are asked of every two that follow one another, and the
//! merge of every three and of every two with a bullet of ours is searched for what both sides added. With `--merged`,
//! merged decks are left for `tests/tools/render_decks.py`. The exit code is 0 where nothing failed.
//!
//! Not here: what the findings are worth (`accuracy`), how a page looks (`tests/tools/render_decks.py`).

mod forms;
mod laws;
mod left;
mod walk;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use oneness::decode;
use oneness::source::Form;
use oneness::units;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["read", file] => answer(&read(Path::new(file))),
        ["laws", base, side] => answer(&laws::hold(&bytes(base), &bytes(side))),
        ["both", base, ours, theirs, rest @ ..] => {
            answer(&left::both(&[bytes(base), bytes(ours), bytes(theirs)], rest.first().map(Path::new)))
        }
        ["bullet", base, ours, rest @ ..] => {
            answer(&left::bullet(&bytes(base), &bytes(ours), rest.first().map(Path::new)))
        }
        [folder] => walk::all(Path::new(folder), None),
        [folder, "--merged", out] => walk::all(Path::new(folder), Some(&PathBuf::from(out))),
        _ => {
            eprintln!("usage: decks FOLDER [--merged FOLDER]");
            ExitCode::from(2)
        }
    }
}

fn bytes(path: &str) -> Vec<u8> {
    std::fs::read(path).expect("because the program that asked has just listed it")
}

/// What a question to one process can be answered with: one word and, behind it, one line.
enum Answer {
    /// All is well; what was counted.
    Held(String),
    /// The file is refused, with the reason.
    Refused(String),
    /// Nothing is wrong, but nothing is proved either, for this reason.
    Idle(String),
    /// Something that must hold does not.
    Failed(String),
}

/// Prints the answer and how much memory it took.
fn answer(answer: &Answer) -> ExitCode {
    let (word, line) = match answer {
        Answer::Held(line) => ("held", line),
        Answer::Refused(line) => ("refused", line),
        Answer::Idle(line) => ("idle", line),
        Answer::Failed(line) => ("failed", line),
    };
    println!("{word} {}\n{}", line.replace('\n', " / "), peak_kilobytes());
    ExitCode::SUCCESS
}

/// The most memory that this process ever held; 0 where the system does not tell.
fn peak_kilobytes() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or_default()
}

fn read(path: &Path) -> Answer {
    let bytes = match std::fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) => return Answer::Failed(error.to_string()),
    };
    let source = decode::source(&path.to_string_lossy(), &bytes);
    match &source.form {
        Form::Unread(why) if why.reason.trim().is_empty() || why.reason.contains('\n') => {
            Answer::Failed(format!("refused without a reason in one line: {:?}", why.reason))
        }
        Form::Unread(why) => Answer::Refused(why.reason.clone()),
        Form::Outline(lines) => Answer::Held(format!("{} {}", lines.len(), units::of(&source).units.len())),
        _ => Answer::Failed("is not read as a document".to_owned()),
    }
}
