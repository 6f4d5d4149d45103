//! What the words behind a command mean: a revision, two heads, a document, or what is under way; and which paths.
//! Git's own rule holds: a word that is both a revision and a file is neither, until `--` parts them.
//!
//! Not here: reading any of it.

use std::path::Path;

use crate::error::{Error, Result};
use crate::git_program;
use crate::merge::git::Repo;
use crate::source::extension;
use crate::units;

/// What is to be checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Meant {
    /// The merge, pick or step that is under way.
    UnderWay,
    /// A commit.
    Commit(String),
    /// Two heads, whose merge is only tried.
    Heads(String, String),
    /// A file of the work tree, or outside of any repository.
    Document(String),
}

impl Meant {
    /// The words that mean the same to another command; none for what it finds by itself.
    pub(super) fn again(&self) -> Option<String> {
        match self {
            Meant::Heads(ours, theirs) => Some(format!("{} {}", quoted(ours), quoted(theirs))),
            Meant::Document(path) => Some(quoted(path)),
            Meant::UnderWay | Meant::Commit(_) => None,
        }
    }
}

/// A word as a shell takes it for itself.
pub(super) fn quoted(word: &str) -> String {
    let is_plain = |letter: char| letter.is_alphanumeric() || "-_./@:+,%".contains(letter);
    if word.chars().all(is_plain) { word.to_owned() } else { format!("'{}'", word.replace('\'', r"'\''")) }
}

/// Whether `--` stood on the command line, which is all that is known of it where nothing stands behind it.
pub(super) fn has_dashes() -> bool {
    std::env::args_os().any(|word| word == "--")
}

/// Tells what the words mean, and returns the paths that a report is limited to. `paths` stood behind `--`.
///
/// # Errors
/// A word that is both a revision and a file, and words that are neither.
pub(super) fn of(words: &[String], paths: &[String]) -> Result<(Meant, Vec<String>)> {
    match (words, paths) {
        ([], [path]) if Path::new(path).is_file() => Ok((Meant::Document(path.clone()), Vec::new())),
        ([word], _) if !has_dashes() => Ok((word_meant(word)?, Vec::new())),
        _ => Ok((revisions(words)?, paths.to_vec())),
    }
}

/// Tells what words mean that can only be revisions.
///
/// # Errors
/// Paths that stand where revisions are meant.
pub(super) fn revisions(words: &[String]) -> Result<Meant> {
    match words {
        [] => Ok(Meant::UnderWay),
        [word] => Ok(heads(word).unwrap_or_else(|| Meant::Commit(word.clone()))),
        [ours, theirs, ..] => {
            let path = [ours, theirs].into_iter().find(|word| Path::new(word).exists() && !is_revision(word));
            match path {
                Some(path) => Err(Error::new(format!("unknown revision '{path}'"))
                    .hint("paths stand behind `--`: `oneness check REV -- PATH`")),
                None => Ok(Meant::Heads(ours.clone(), theirs.clone())),
            }
        }
    }
}

/// Tells which two heads a request is made of: its target and what it brings, which is what is checked out where nothing
/// else is named.
///
/// # Errors
/// Where no repository says what the main line is.
pub(super) fn request(words: &[String]) -> Result<Meant> {
    let head = "HEAD".to_owned();
    match words {
        [] => Ok(Meant::Heads(Repo::open()?.main_line(None)?.name, head)),
        [word] => Ok(heads(word).unwrap_or_else(|| Meant::Heads(word.clone(), head))),
        _ => revisions(words),
    }
}

fn word_meant(word: &str) -> Result<Meant> {
    let path = Path::new(word);
    let (exists, two_heads) = (path.symlink_metadata().is_ok(), heads(word));
    let is_revision = two_heads.is_some() || is_revision(word);
    match (is_revision, exists) {
        (true, true) if stands_among_files() => Err(Error::new(format!("'{word}' is both a revision and a file"))
            .hint(format!("`oneness check {word} --` reads the revision, `oneness check -- {word}` the file"))),
        (true, _) => Ok(two_heads.unwrap_or_else(|| Meant::Commit(word.to_owned()))),
        (false, true) if path.is_dir() => Err(Error::new(format!("'{word}' is a folder and no revision"))
            .hint(format!("`oneness check REV -- {word}` tells what a merge did there"))),
        (false, true) => Ok(Meant::Document(word.to_owned())),
        (false, false) if is_named_as_document(word) => Ok(Meant::Document(word.to_owned())),
        (false, false) => Ok(Meant::Commit(word.to_owned())),
    }
}

/// Git takes words for files only where there is a work tree: a bare repository holds a file `HEAD`, and means another.
fn stands_among_files() -> bool {
    git_program::ask(["rev-parse", "--is-inside-work-tree"]).is_none_or(|answer| answer == "true")
}

fn is_revision(word: &str) -> bool {
    // Most words are ids and branches, for which no process need be started; git is asked about what is neither.
    if Repo::open().is_ok_and(|repo| repo.has_commit(word)) {
        return true;
    }
    let commit = format!("{word}^{{commit}}");
    let any = |revision: &str| git_program::ask(["rev-parse", "--verify", "--quiet", "--end-of-options", revision]);
    any(&commit).or_else(|| any(word)).is_some()
}

/// `A...B` and `A..B` are the merge of both; a side that is not named is HEAD.
fn heads(word: &str) -> Option<Meant> {
    let (ours, theirs) = two_ends(word)?;
    (is_revision(&ours) && is_revision(&theirs)).then_some(Meant::Heads(ours, theirs))
}

/// Parts `A...B` and `A..B`, whether or not there are such revisions.
pub(super) fn two_ends(word: &str) -> Option<(String, String)> {
    let (ours, theirs) = word.split_once("...").or_else(|| word.split_once(".."))?;
    let named = |side: &str| if side.is_empty() { "HEAD".to_owned() } else { side.to_owned() };
    (!word.trim_matches('.').is_empty()).then(|| (named(ours), named(theirs)))
}

/// A word that ends as documents do is a document that is missing, and no revision.
fn is_named_as_document(word: &str) -> bool {
    let ending = extension(word);
    !ending.is_empty() && units::formats().iter().any(|(_, endings)| endings.contains(&ending))
}
