//! What git calls the three versions of a file, where git itself does not tell: before 2.44 it hands `%S`, `%X` and `%Y`
//! to a merge driver as they stand. The names come from where git has them from: the command that was typed, the heads
//! that it announces, the list of commits that it works off.
//!
//! Not here: how a command line is read (`command_line`), what the labels are put on (`text`).

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

use super::caller;
use super::command_line::Call;
use crate::git_program::{self, ask};
use crate::source::Sides;

/// What git leaves of placeholders that it does not know.
const LITERALS: &[&str] = &["%S", "%X", "%Y"];

/// How long a conflict marker is where nobody asked for another length.
const MARKER_SIZE: usize = 7;

/// How git begins the labels of an ancestor that it makes up.
pub(super) const VIRTUAL: &str = "Temporary merge branch";

/// A merge as git names it.
struct Event {
    labels: Sides<String>,
    /// The three trees, where the file may stand under three paths.
    trees: Option<Sides<String>>,
}

/// Returns the labels that git gave, or else those that it would write itself.
#[must_use]
pub fn known(given: Sides<OsString>, files: &Sides<PathBuf>, path: &OsStr, marker_size: usize) -> Sides<OsString> {
    let is_literal = |label: &OsString| LITERALS.iter().any(|literal| label == literal);
    if ![&given.base, &given.ours, &given.theirs].into_iter().any(is_literal) {
        return given;
    }
    let labels = if marker_size > usual_size(path) { of_virtual() } else { of_event(&caller::call(), files, path) };
    let labels = labels.map(OsString::from);
    let either = |given: OsString, known: OsString| if is_literal(&given) { known } else { given };
    Sides {
        base: either(given.base, labels.base),
        ours: either(given.ours, labels.ours),
        theirs: either(given.theirs, labels.theirs),
    }
}

/// Git marks the conflicts of an ancestor that it makes up by longer signs.
fn usual_size(path: &OsStr) -> usize {
    let arguments = [OsStr::new("check-attr"), OsStr::new("conflict-marker-size"), OsStr::new("--"), path];
    let said = ask(arguments).unwrap_or_default();
    said.rsplit(' ').next().and_then(|size| size.parse().ok()).unwrap_or(MARKER_SIZE)
}

fn of_virtual() -> Sides<String> {
    Sides { base: "merged common ancestors".to_owned(), ours: format!("{VIRTUAL} 1"), theirs: format!("{VIRTUAL} 2") }
}

fn of_event(call: &Call, files: &Sides<PathBuf>, path: &OsStr) -> Sides<String> {
    let Some(event) = event(call) else { return named("HEAD", "theirs", "base") };
    let paths = event.trees.and_then(|trees| paths(&trees, files, path));
    match paths.filter(|paths| paths.ours != paths.base || paths.theirs != paths.base) {
        Some(paths) => Sides {
            base: format!("{}:{}", event.labels.base, paths.base),
            ours: format!("{}:{}", event.labels.ours, paths.ours),
            theirs: format!("{}:{}", event.labels.theirs, paths.theirs),
        },
        None => event.labels,
    }
}

fn named(ours: &str, theirs: &str, base: &str) -> Sides<String> {
    Sides { base: base.to_owned(), ours: ours.to_owned(), theirs: theirs.to_owned() }
}

/// Names the three versions as the command that is under way does.
fn event(call: &Call) -> Option<Event> {
    let constant = |labels| Some(Event { labels, trees: None });
    match call.verb.as_str() {
        "merge" => merge(),
        "merge-tree" => match &call.operands[..] {
            [ours, theirs] => Some(between(ours, theirs, (ours, theirs))),
            _ => None,
        },
        "stash" => constant(named("Updated upstream", "Stashed changes", "Stash base")),
        "checkout" | "switch" => {
            let from = ask(["symbolic-ref", "--quiet", "--short", "HEAD"]).or_else(|| short("HEAD"))?;
            constant(named(call.operands.first()?, "local", &from))
        }
        "am" => applied(),
        "revert" => {
            let (commit, name) = picked(call)?;
            Some(Event {
                labels: named("HEAD", &format!("parent of {name}"), &name),
                trees: Some(named("HEAD", &format!("{commit}^"), &commit)),
            })
        }
        "cherry-pick" | "rebase" => pick(call),
        // A system that does not tell who called: then what git left on the way.
        _ => merge().or_else(|| pick(call)),
    }
}

/// A merge announces the head that comes in, by the name under which it was typed.
fn merge() -> Option<Event> {
    let (key, name) = std::env::vars_os().find(|(key, _)| key.to_string_lossy().starts_with("GITHEAD_"))?;
    let oid = key.to_string_lossy().strip_prefix("GITHEAD_")?.to_owned();
    Some(between("HEAD", &oid, ("HEAD", &name.to_string_lossy())))
}

/// The base of two heads goes by its short name where there is one.
fn between(ours: &str, theirs: &str, (our_name, their_name): (&str, &str)) -> Event {
    let bases = ask(["merge-base", "--all", ours, theirs]).unwrap_or_default();
    let bases: Vec<&str> = bases.lines().collect();
    let (base, tree) = match bases[..] {
        [] => ("empty tree".to_owned(), None),
        [base] => (short(base).unwrap_or_default(), Some(base.to_owned())),
        _ => ("merged common ancestors".to_owned(), None),
    };
    Event { labels: named(our_name, their_name, &base), trees: tree.map(|base| named(ours, theirs, &base)) }
}

fn pick(call: &Call) -> Option<Event> {
    let (commit, name) = picked(call)?;
    Some(Event {
        labels: named("HEAD", &name, &format!("parent of {name}")),
        trees: Some(named("HEAD", &commit, &format!("{commit}^"))),
    })
}

/// Finds the commit that is being picked or reverted, and calls it as git does: `1234567 (its subject)`.
fn picked(call: &Call) -> Option<(String, String)> {
    let done = own_file("rebase-merge/done");
    let todo = own_file("sequencer/todo");
    let line = done.lines().last().or_else(|| todo.lines().next()).unwrap_or_default();
    let is_commit = |word: &&str| word.len() >= 4 && word.chars().all(|letter| letter.is_ascii_hexdigit());
    let listed = line.split_whitespace().skip(1).find(is_commit).map(str::to_owned);
    let commit = listed.or_else(|| call.operands.first().cloned())?;
    let commit = ask(["rev-parse", "--verify", "--quiet", &format!("{commit}^{{commit}}")])?;
    let message = ask(["log", "-1", "--format=%B", &commit]).unwrap_or_default();
    let name = format!("{} ({})", short(&commit)?, message.lines().next().unwrap_or_default());
    Some((commit, name))
}

/// A patch that is applied goes by the first line of its message.
fn applied() -> Option<Event> {
    let message = own_file("rebase-apply/final-commit");
    let subject = message.lines().next()?;
    Some(Event { labels: named("HEAD", subject, "constructed merge base"), trees: None })
}

fn own_file(name: &str) -> String {
    let path = git_program::ask_path(["rev-parse", "--git-path", name]);
    path.and_then(|path| std::fs::read_to_string(path).ok()).unwrap_or_default()
}

fn short(revision: &str) -> Option<String> {
    ask(["rev-parse", "--short", revision])
}

/// Finds under which path each version stands: git adds them to the labels where a side renamed the file.
fn paths(trees: &Sides<String>, files: &Sides<PathBuf>, path: &OsStr) -> Option<Sides<String>> {
    let path = path.to_str()?;
    Some(Sides {
        base: path_in(&trees.base, &files.base, path)?,
        ours: path_in(&trees.ours, &files.ours, path)?,
        theirs: path_in(&trees.theirs, &files.theirs, path)?,
    })
}

fn path_in(tree: &str, file: &Path, path: &str) -> Option<String> {
    let blob = ask([OsStr::new("hash-object"), OsStr::new("--no-filters"), OsStr::new("--"), file.as_os_str()])?;
    if ask(["rev-parse", "--verify", "--quiet", &format!("{tree}:{path}")]).as_ref() == Some(&blob) {
        return Some(path.to_owned());
    }
    let listed = git_program::run(["ls-tree", "-r", "-z", "--full-tree", tree]).ok()?.stdout;
    let listed = String::from_utf8_lossy(&listed);
    let mut found = listed.split_terminator('\0').filter_map(|entry| {
        let (meta, path) = entry.split_once('\t')?;
        meta.ends_with(&blob).then(|| path.to_owned())
    });
    found.next().filter(|_| found.next().is_none())
}
