//! A marked block of lines at the end of a file that belongs to somebody else: written once, taken away to the byte.
//!
//! Not here: what stands in the block.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};

const BEGIN: &str = "# >>> oneness >>>";
const END: &str = "# <<< oneness <<<";
/// Stands in the first line when the file did not end with a line break, so that it will not again.
const UNENDED: &str = " (the line above had no end)";
/// Stands in the first line when there was no file.
const CREATED: &str = " (there was no file)";

/// Puts a block at the end of a file, in place of an earlier one. Returns whether anything changed.
///
/// # Errors
/// Where the file cannot be read or written, or somebody else is writing it.
pub fn put(path: &Path, body: &str) -> Result<bool> {
    edit(path, |before| Some(with(without(before), body)))
}

/// Takes the block away; a file that was made for it goes too. Returns whether anything changed.
///
/// # Errors
/// As [`put`].
pub fn take(path: &Path) -> Result<bool> {
    edit(path, without)
}

/// Returns the body of the block in a file, where there is one.
#[must_use]
pub fn body(path: &Path) -> Option<String> {
    let text = std::fs::read_to_string(path).ok()?;
    let (start, end) = range(&text)?;
    let lines: Vec<&str> = text[start..end].lines().collect();
    Some(lines[1..lines.len() - 1].join("\n"))
}

/// Adds the block to a text without one; `None` stands for no file.
fn with(before: Option<String>, body: &str) -> String {
    let (before, mark) = match before {
        None => (String::new(), CREATED),
        Some(text) if text.is_empty() || text.ends_with('\n') => (text, ""),
        Some(text) => (text + "\n", UNENDED),
    };
    format!("{before}{BEGIN}{mark}\n{}\n{END}\n", body.trim_end())
}

/// Removes the block, where there is one; `None` stands for no file.
fn without(text: Option<String>) -> Option<String> {
    let text = text?;
    let Some((start, end)) = range(&text) else { return Some(text) };
    let first = text[start..].lines().next().unwrap_or_default();
    let (mut before, after) = (&text[..start], &text[end..]);
    if first.ends_with(UNENDED) && after.is_empty() {
        before = before.strip_suffix('\n').unwrap_or(before);
    }
    let rest = format!("{before}{after}");
    (!first.ends_with(CREATED) || !rest.is_empty()).then_some(rest)
}

/// Returns where the block begins and ends.
fn range(text: &str) -> Option<(usize, usize)> {
    let start = if text.starts_with(BEGIN) { 0 } else { text.find(&format!("\n{BEGIN}"))? + 1 };
    let end = start + text[start..].find(&format!("\n{END}"))? + 1 + END.len();
    Some((start, end + usize::from(text[end..].starts_with('\n'))))
}

/// Changes a file as git changes its own: with a lock beside it, and by renaming the lock.
fn edit(path: &Path, change: impl FnOnce(Option<String>) -> Option<String>) -> Result<bool> {
    let failed = |what: &str, error: std::io::Error| Error::new(format!("cannot {what} {}: {error}", path.display()));
    // Settings are often links into a repository of settings; the link stays, its target changes.
    let target = path.canonicalize().unwrap_or_else(|_| path.to_path_buf());
    let before = match std::fs::read_to_string(&target) {
        Ok(text) => Some(text),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
        Err(error) => return Err(failed("read", error)),
    };
    let after = change(before.clone());
    if after == before {
        return Ok(false);
    }
    match after {
        None => std::fs::remove_file(&target).map_err(|error| failed("remove", error))?,
        Some(text) => {
            if let Some(folder) = target.parent() {
                std::fs::create_dir_all(folder).map_err(|error| failed("make the folder of", error))?;
            }
            swap(&target, &text).map_err(|error| failed("write", error))?;
        }
    }
    Ok(true)
}

fn swap(target: &Path, text: &str) -> std::io::Result<()> {
    let mut lock = target.as_os_str().to_owned();
    lock.push(".lock");
    let lock = PathBuf::from(lock);
    let mut file = std::fs::OpenOptions::new().write(true).create_new(true).open(&lock)?;
    let written = file.write_all(text.as_bytes()).and_then(|()| match std::fs::metadata(target) {
        Ok(metadata) => file.set_permissions(metadata.permissions()),
        Err(_) => Ok(()),
    });
    let renamed = written.and_then(|()| std::fs::rename(&lock, target));
    renamed.inspect_err(|_| {
        // A lock that stays would keep git from writing its configuration.
        let _ = std::fs::remove_file(&lock);
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_comes_and_goes_to_the_byte() {
        let folder = tempfile::tempdir().expect("because tests may write");
        let path = folder.path().join("sub/config");
        for before in [None, Some(""), Some("[core]\n\tbare = false\n"), Some("no end"), Some("\n\n")] {
            if let Some(text) = before {
                std::fs::write(&path, text).expect("because tests may write");
            }
            assert_eq!(put(&path, "a\nb"), Ok(true));
            assert_eq!(put(&path, "a\nb"), Ok(false), "idempotent after {before:?}");
            assert_eq!(put(&path, "c"), Ok(true));
            assert_eq!(body(&path).as_deref(), Some("c"));
            assert_eq!(take(&path), Ok(true));
            assert_eq!(take(&path), Ok(false));
            assert_eq!(std::fs::read_to_string(&path).ok().as_deref(), before);
        }
    }

    #[test]
    fn what_others_add_later_stays() {
        let folder = tempfile::tempdir().expect("because tests may write");
        let path = folder.path().join("config");
        std::fs::write(&path, "no end").expect("because tests may write");
        put(&path, "a").expect("because tests may write");
        let text = std::fs::read_to_string(&path).expect("because it was written");
        std::fs::write(&path, text + "later\n").expect("because tests may write");
        take(&path).expect("because tests may write");
        assert_eq!(std::fs::read_to_string(&path).expect("because it was written"), "no end\nlater\n");
    }
}
