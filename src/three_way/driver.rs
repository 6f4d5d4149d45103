//! What git calls a merge driver: one file in three versions, and a result that git takes over.
//!
//! The result is what git itself would have written, or what the user's own driver wrote, or, for formats that git
//! cannot merge, a file of that format. Whatever goes wrong on the way, the file is never left with one side only.
//!
//! Not here: whether the two sides said the same (`oneness merge-driver` asks that afterwards).

use std::ffi::OsStr;
use std::io::Write as _;
use std::path::Path;
use std::process::Stdio;

use super::caller;
use super::deck;
use super::text::{self, Merged, Request};
use crate::error::{Error, Result};
use crate::git_program;
use crate::source::Sides;

/// Joins a format that git can only take or leave.
type Structural = fn(base: &[u8], ours: &[u8], theirs: &[u8]) -> Written;

/// The formats that are joined by their structure, by extension in lower case.
const STRUCTURAL: &[(&str, Structural)] =
    &[("pptx", decks), ("pptm", decks), ("ppsx", decks), ("ppsm", decks), ("potx", decks), ("potm", decks)];

/// How the packages begin in which all of these formats are kept.
const PACKAGE: &[u8] = b"PK\x03\x04";

/// So much of each side's text is told of a conflict; the deck itself holds the rest.
const MAX_LETTERS: usize = 80;

/// A file as it was left for git, and what people should know of the way there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// What stands in the file now.
    pub merged: Merged,
    /// What did not go as asked, in a sentence each.
    pub notes: Vec<String>,
    /// Whether nothing was merged and the file stays as ours.
    pub is_refused: bool,
}

impl Written {
    /// Makes a result that nobody has to look at.
    #[must_use]
    pub fn clean(bytes: Vec<u8>) -> Written {
        Written { merged: Merged { bytes, conflicted: false }, notes: Vec::new(), is_refused: false }
    }
}

/// Reads the three versions. They are read before anything is written, because the result replaces ours.
///
/// # Errors
/// Where a file cannot be read.
pub fn read(request: &Request) -> Result<Sides<Vec<u8>>> {
    let read = |path: &Path| {
        std::fs::read(path).map_err(|error| Error::new(format!("cannot read {}: {error}", path.display())))
    };
    let files = &request.files;
    Ok(Sides { base: read(&files.base)?, ours: read(&files.ours)?, theirs: read(&files.theirs)? })
}

/// Merges the file and writes the result where git looks for it.
///
/// # Errors
/// Where not even git's own merge could be written. Git must then be told that the merge as a whole failed.
pub fn write(request: &Request, versions: &Sides<Vec<u8>>, delegate: Option<&str>) -> Result<Written> {
    let own = if request.is_virtual() { None } else { structural(&request.path.to_string_lossy(), versions) };
    if let Some(written) = own {
        let written = if written.merged.conflicted { favoured(written, versions) } else { written };
        replace(&request.files.ours, &written.merged.bytes)?;
        return Ok(written);
    }
    let mut notes = Vec::new();
    let merged = match delegate {
        Some(delegate) => match delegated(request, versions, delegate) {
            Ok(merged) => return Ok(Written { merged, notes, is_refused: false }),
            Err(error) => {
                notes.push(format!("{error}; git's own merge was written instead"));
                text::merge(request, versions)?
            }
        },
        None => text::merge(request, versions)?,
    };
    replace(&request.files.ours, &merged.bytes)?;
    Ok(Written { merged, notes, is_refused: false })
}

/// Writes a file so that it holds either what it held or the new bytes, whenever this process ends.
///
/// # Errors
/// Where there is no room or no right to write.
pub fn replace(path: &Path, bytes: &[u8]) -> Result<()> {
    let failed = |error: &std::io::Error| Error::new(format!("cannot write {}: {error}", path.display()));
    if std::fs::read(path).is_ok_and(|current| current == bytes) {
        return Ok(());
    }
    let folder = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut file =
        tempfile::Builder::new().prefix(".merge_file_oneness_").tempfile_in(folder).map_err(|error| failed(&error))?;
    file.write_all(bytes).and_then(|()| file.flush()).map_err(|error| failed(&error))?;
    file.persist(path).map_err(|error| failed(&error.error))?;
    Ok(())
}

/// Joins a format by its structure. `None` where the path or the content has no such format, and git's own way is the
/// way: a pointer to a large file is a text whatever it is called.
#[must_use]
pub fn structural(path: &str, versions: &Sides<Vec<u8>>) -> Option<Written> {
    let extension = crate::source::extension(path);
    let (_, join) = STRUCTURAL.iter().find(|(known, _)| *known == extension)?;
    let is_package = |bytes: &Vec<u8>| bytes.starts_with(PACKAGE);
    let is_format = is_package(&versions.ours) && is_package(&versions.theirs);
    if !is_format || !(versions.base.is_empty() || is_package(&versions.base)) {
        return None;
    }
    let joined = std::panic::catch_unwind(|| join(&versions.base, &versions.ours, &versions.theirs));
    // Whatever a file does to its reader: a person gets their own version back and hears of it.
    Some(joined.unwrap_or_else(|_| refused(&versions.ours, "its merge fell over")))
}

/// Returns what two copies of a structured format may have begun as, where nobody has it. `None` where there is no such
/// format; else why the two cannot be joined.
#[must_use]
pub fn supposed_base(path: &str, ours: &[u8], theirs: &[u8]) -> Option<std::result::Result<Vec<u8>, String>> {
    let extension = crate::source::extension(path);
    let is_structural = STRUCTURAL.iter().any(|(known, _)| *known == extension);
    if !is_structural || !ours.starts_with(PACKAGE) || !theirs.starts_with(PACKAGE) {
        return None;
    }
    let common = std::panic::catch_unwind(|| deck::common(ours, theirs));
    Some(common.unwrap_or_else(|_| Err("reading the two together fell over".to_owned())))
}

/// Takes a side as a whole where git was told to favour one and the structure leaves something to decide: so git does
/// with every file that it cannot merge.
fn favoured(written: Written, versions: &Sides<Vec<u8>>) -> Written {
    let favour = caller::strategy_options().into_iter().rfind(|option| option == "ours" || option == "theirs");
    let Some(favour) = favour else { return written };
    let bytes = if favour == "ours" { &versions.ours } else { &versions.theirs };
    let notes = vec![format!("not merged, {favour} is taken as a whole, as -X{favour} asks")];
    Written { notes, ..Written::clean(bytes.clone()) }
}

/// Joins decks. What could not be decided is named, and the deck opens nevertheless.
fn decks(base: &[u8], ours: &[u8], theirs: &[u8]) -> Written {
    let joined = deck::merge(base, ours, theirs);
    if let Some(reason) = joined.refused {
        return refused(ours, &reason);
    }
    let conflicted = !joined.conflicts.is_empty();
    let notes = joined.conflicts.iter().map(undecided).collect();
    Written { merged: Merged { bytes: joined.bytes, conflicted }, notes, is_refused: false }
}

/// Leaves ours, as a conflict.
fn refused(ours: &[u8], reason: &str) -> Written {
    let notes = vec![format!("not merged, ours is kept: {reason}")];
    Written { merged: Merged { bytes: ours.to_vec(), conflicted: true }, notes, is_refused: true }
}

/// Says in one line what a person has to decide.
fn undecided(conflict: &deck::DeckConflict) -> String {
    let short = |text: &str| {
        let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
        match line.char_indices().nth(MAX_LETTERS) {
            Some((at, _)) => format!("{}…", &line[..at]),
            None => line,
        }
    };
    let said = [("ours", short(&conflict.ours)), ("theirs", short(&conflict.theirs))];
    let said = said.iter().filter(|(_, text)| !text.is_empty());
    let said: Vec<String> = said.map(|(who, text)| format!("{who}: \"{text}\"")).collect();
    let said = if said.is_empty() { String::new() } else { format!(" ({})", said.join(", ")) };
    format!("conflict at {}: {}{said}", conflict.place, conflict.message)
}

/// Runs the user's own driver. An error leaves ours as it was.
fn delegated(request: &Request, versions: &Sides<Vec<u8>>, delegate: &str) -> Result<Merged> {
    let line = command_line(delegate)?;
    let line = expand(&line, request);
    let status = git_program::shell(&line).stdin(Stdio::null()).status();
    let status = status.map_err(|error| Error::new(format!("cannot run the driver `{delegate}`: {error}")))?;
    let bytes = std::fs::read(&request.files.ours).unwrap_or_default();
    let conflicted = match status.code() {
        Some(0) => return Ok(Merged { bytes, conflicted: false }),
        Some(1..=125 | 128) => true,
        _ => false,
    };
    // Git reads 1 to 128 as "conflicts are marked in the file". A driver that was not found or fell over left ours as
    // it was, without markers, and the other side's work would be gone with the next commit.
    if conflicted && bytes != versions.ours {
        return Ok(Merged { bytes, conflicted: true });
    }
    replace(&request.files.ours, &versions.ours)?;
    let code = status.code().map_or("a signal".to_owned(), |code| format!("code {code}"));
    Err(Error::new(format!("the driver `{delegate}` ended with {code} and left no merge")))
}

/// A delegate is the name of a driver in git's configuration, or else a command line.
fn command_line(delegate: &str) -> Result<String> {
    match git_program::config(&format!("merge.{delegate}.driver")) {
        Some(line) if line.contains("merge-driver") && line.contains("oneness") => {
            Err(Error::new(format!("the driver `{delegate}` is oneness itself")))
        }
        Some(line) => Ok(line),
        None => Ok(delegate.to_owned()),
    }
}

/// Fills in the placeholders as git does; whatever comes from a repository is quoted for the shell.
fn expand(line: &str, request: &Request) -> String {
    let mut result = String::new();
    let mut letters = line.chars();
    while let Some(letter) = letters.next() {
        if letter != '%' {
            result.push(letter);
            continue;
        }
        match letters.next() {
            Some('O') => result.push_str(&quoted(request.files.base.as_os_str())),
            Some('A') => result.push_str(&quoted(request.files.ours.as_os_str())),
            Some('B') => result.push_str(&quoted(request.files.theirs.as_os_str())),
            Some('L') => result.push_str(&request.marker_size.to_string()),
            Some('P') => result.push_str(&quoted(&request.path)),
            Some('S') => result.push_str(&quoted(&request.labels.base)),
            Some('X') => result.push_str(&quoted(&request.labels.ours)),
            Some('Y') => result.push_str(&quoted(&request.labels.theirs)),
            Some('%') | None => result.push('%'),
            Some(other) => result.extend(['%', other]),
        }
    }
    result
}

/// Quotes a word for the shell, so that nothing in a name is ever run.
fn quoted(word: &OsStr) -> String {
    format!("'{}'", word.to_string_lossy().replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(folder: &Path) -> Request {
        let files = Sides { base: "base", ours: "ours", theirs: "theirs" }.map(|name| folder.join(name));
        for file in [&files.base, &files.ours, &files.theirs] {
            let name = file.file_name().expect("because it was joined").to_string_lossy().into_owned();
            std::fs::write(file, format!("{name}\n")).expect("because tests may write");
        }
        let labels = Sides { base: "b", ours: "HEAD", theirs: "it's" }.map(Into::into);
        Request { files, marker_size: 7, path: "a $(b).md".into(), labels }
    }

    fn written(delegate: &str) -> (Written, String) {
        let folder = tempfile::tempdir().expect("because tests may write");
        let request = request(folder.path());
        let versions = read(&request).expect("because the files are there");
        let written = write(&request, &versions, Some(delegate)).expect("because git is there");
        (written, std::fs::read_to_string(&request.files.ours).expect("because it was written"))
    }

    #[test]
    fn a_deck_that_cannot_be_read_stays_as_ours() {
        let versions = Sides { base: "", ours: " o", theirs: " t" }.map(|rest| [PACKAGE, rest.as_bytes()].concat());
        let written = structural("a/b.PPTX", &versions).expect("because it is a deck by its name");
        assert_eq!((written.merged.bytes.as_slice(), written.merged.conflicted), (versions.ours.as_slice(), true));
        assert!(written.notes[0].starts_with("not merged, ours is kept: "), "{:?}", written.notes);
        assert_eq!(structural("a/b.png", &versions), None);
        assert_eq!(structural("a/b.pptx", &Sides { theirs: b"version".to_vec(), ..versions }), None);
    }

    #[test]
    fn a_delegate_writes_the_result() {
        let (written, text) = written("printf '%%s|' %P %Y %L > %A");
        assert_eq!(text, "a $(b).md|it's|7|");
        assert_eq!(written.notes, Vec::<String>::new());
        assert!(!written.merged.conflicted);
    }

    #[test]
    fn a_delegate_that_is_missing_or_falls_over_leaves_gits_merge() {
        for delegate in ["no-such-program-anywhere %A", "exit 101", "exit 1", "echo x > %A; exit 255", "kill -9 $$"] {
            let (written, text) = written(delegate);
            assert!(text.starts_with("<<<<<<< HEAD\nours\n=======\ntheirs\n>>>>>>> it's\n"), "{delegate}: {text}");
            assert_eq!(written.notes.len(), 1, "{delegate}");
            assert!(written.merged.conflicted);
        }
    }

    #[test]
    fn a_delegate_may_report_conflicts_of_its_own() {
        let (written, text) = written("echo marked > %A; exit 1");
        assert_eq!((text.as_str(), written.merged.conflicted, written.notes.len()), ("marked\n", true, 0));
    }
}
