//! What the git that called a merge driver was told: the strategy's options and the style of conflicts.
//! Git hands neither to a driver, and without them `git merge -X theirs` would end in conflicts that git would not have.
//!
//! Not here: how a command line is read (`command_line`), the merge itself (`text`).

use super::command_line::{Call, parted};
use crate::git_program;

/// How many processes stand at most between a driver and the git that called it: a shell, and the driver's own guard.
const GENERATIONS: usize = 4;

/// The options that change what becomes of one file's text; the others are none of a driver's business.
const OPTIONS: &[&str] = &["ours", "theirs", "ignore-", "patience", "histogram", "diff-algorithm="];

/// The styles of conflicts that git knows.
const STYLES: &[&str] = &["merge", "diff3", "zdiff3"];

/// Returns the options of the merge strategy (`theirs`, `ignore-space-change`) that the calling git was given.
#[must_use]
pub fn strategy_options() -> Vec<String> {
    let call = with_configured(call());
    let mut options = call.values("strategy-option");
    if call.verb == "rebase" && call.has("ignore-whitespace") {
        options.push("ignore-space-change".to_owned());
    }
    if options.is_empty() && ["continue", "skip", "edit-todo"].iter().any(|word| call.has(word)) {
        options = remembered_options();
    }
    options.retain(|option| concerns_text(option));
    options
}

/// Returns the style of conflicts that is in force, where it is not git's default.
#[must_use]
pub fn conflict_style() -> Option<String> {
    let asked = call().values("conflict").pop();
    let style = asked.or_else(|| git_program::config("merge.conflictStyle"))?;
    STYLES.contains(&style.as_str()).then_some(style)
}

/// The command that called the driver.
pub(super) fn call() -> Call {
    Call::read(&command_line())
}

/// Adds the options that the configuration holds for merges into the current branch.
fn with_configured(call: Call) -> Call {
    if call.verb != "merge" {
        return call;
    }
    let branch = git_program::ask(["symbolic-ref", "--quiet", "--short", "HEAD"]);
    let line = branch.and_then(|branch| git_program::config(&format!("branch.{branch}.mergeOptions")));
    call.preceded_by(&parted(&line.unwrap_or_default()))
}

/// A rebase or cherry-pick that goes on after a stop keeps its options in files.
fn remembered_options() -> Vec<String> {
    let path = |name: &str| git_program::ask_path(["rev-parse", "--git-path", name]);
    let read = |name: &str| path(name).and_then(|path| std::fs::read_to_string(path).ok()).unwrap_or_default();
    let rebase = read("rebase-merge/strategy_opts");
    let words = rebase.split_whitespace().map(|word| word.trim_matches('\'').trim_start_matches("--").to_owned());
    let mut options: Vec<String> = words.collect();
    if options.is_empty() {
        let picks = read("sequencer/opts");
        let values = picks.lines().filter_map(|line| line.trim().strip_prefix("strategy-option = "));
        options.extend(values.map(str::to_owned));
    }
    options
}

/// Keeps out what does not concern the text of one file, and whatever no option of git's strategy looks like.
fn concerns_text(option: &str) -> bool {
    let known = OPTIONS.iter().any(|known| option.starts_with(known));
    known && option.chars().all(|letter| letter.is_ascii_alphanumeric() || "-=".contains(letter))
}

/// Returns the command line of the nearest git above this process; empty where the system does not tell.
#[cfg(target_os = "linux")]
fn command_line() -> Vec<String> {
    let mut process = std::os::unix::process::parent_id();
    for _ in 0..GENERATIONS {
        let bytes = std::fs::read(format!("/proc/{process}/cmdline")).unwrap_or_default();
        let text = String::from_utf8_lossy(&bytes);
        let arguments: Vec<String> = text.split_terminator('\0').map(str::to_owned).collect();
        let program = arguments.first().map(|path| crate::source::file_name(path).to_owned()).unwrap_or_default();
        if program == "git" || program.starts_with("git-") {
            return arguments;
        }
        let Some(parent) = parent_of(process) else { break };
        process = parent;
    }
    Vec::new()
}

#[cfg(not(target_os = "linux"))]
fn command_line() -> Vec<String> {
    let _ = GENERATIONS;
    Vec::new()
}

/// The fourth word of `stat` is the parent; the second is a program's name in brackets and may hold anything.
#[cfg(target_os = "linux")]
fn parent_of(process: u32) -> Option<u32> {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    let (_, rest) = stat.rsplit_once(')')?;
    rest.split_whitespace().nth(1)?.parse().ok().filter(|parent| *parent > 1)
}
