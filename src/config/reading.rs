//! Reading files that come with a repository and say how to look at it: regular files inside of it, of a size that
//! people write. A clone may hold a link to a device that never ends.
//!
//! Not here: what stands in them.

use std::io::Read as _;
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};

/// More than anybody writes by hand.
pub(super) const MAX_BYTES: u64 = 1 << 20;

/// A file, as far as it may be read.
pub(super) enum Found {
    /// There is none.
    Absent,
    /// A link that leads out of the repository, a device, a folder: why it is not read.
    Refused(Error),
    /// Its text.
    Text(String),
}

/// Returns the folders whose files hold for a folder, nearest first: up to the top of the work tree, or all where there
/// is none.
pub(super) fn folders(folder: &Path) -> Vec<PathBuf> {
    let mut folders: Vec<PathBuf> = Vec::new();
    for folder in folder.ancestors() {
        folders.push(folder.to_owned());
        if folder.join(".git").symlink_metadata().is_ok() {
            break;
        }
    }
    folders
}

/// Returns the top of the repository that a folder is in; `None` outside of repositories.
pub(super) fn top(folder: &Path) -> Option<PathBuf> {
    folder.ancestors().find(|folder| folder.join(".git").symlink_metadata().is_ok()).map(Path::to_owned)
}

/// Tells whether a folder is the top of a repository, or may hold one of these files; what cannot be looked at may.
pub(super) fn says_something(folder: &Path, names: &[&str]) -> bool {
    let may_be_there = |name: &str| match folder.join(name).symlink_metadata() {
        Ok(_) => true,
        Err(error) => !matches!(error.kind(), std::io::ErrorKind::NotFound | std::io::ErrorKind::NotADirectory),
    };
    folder.join(".git").symlink_metadata().is_ok() || names.iter().any(|name| may_be_there(name))
}

/// Reads one file. `top` is the folder that a link must not lead out of.
///
/// # Errors
/// A file that is too large, is no text, or cannot be read.
pub(super) fn file(path: &Path, top: &Path) -> Result<Found> {
    let failed = |error: &std::io::Error| Error::new(format!("cannot read {}: {error}", path.display()));
    let refused = |why: &str| Ok(Found::Refused(Error::new(format!("{} is not read: {why}", path.display()))));
    let is_link = match path.symlink_metadata() {
        Ok(own) => own.is_symlink(),
        Err(error) if matches!(error.kind(), std::io::ErrorKind::NotFound | std::io::ErrorKind::NotADirectory) => {
            return Ok(Found::Absent);
        }
        Err(error) => return Err(failed(&error)),
    };
    let Ok(target) = path.canonicalize() else { return refused("it is a link that leads nowhere") };
    let is_inside = || top.canonicalize().is_ok_and(|top| target.starts_with(top));
    // A link of a folder on the way is a link, too.
    if (is_link || !is_plainly_at(path, &target)) && !is_inside() {
        return refused("it is a link that leads out of the repository");
    }
    let metadata = target.metadata().map_err(|error| failed(&error))?;
    if !metadata.is_file() {
        return refused("it is no regular file");
    }
    let mut text = String::new();
    let opened = std::fs::File::open(&target).and_then(|file| file.take(MAX_BYTES + 1).read_to_string(&mut text));
    opened.map_err(|error| failed(&error))?;
    if text.len() as u64 > MAX_BYTES {
        return Err(Error::new(format!("{} is larger than {} MiB", path.display(), MAX_BYTES >> 20)));
    }
    Ok(Found::Text(text))
}

fn is_plainly_at(path: &Path, target: &Path) -> bool {
    let folder = path.parent().and_then(|folder| folder.parent()).and_then(|folder| folder.canonicalize().ok());
    folder.is_some_and(|folder| target.starts_with(folder))
}

/// One line: file, line, and what is wrong there.
pub(super) fn wrong(error: &toml::de::Error, text: &str, path: &Path) -> Error {
    let line = error.span().map_or(1, |span| text[..span.start.min(text.len())].matches('\n').count() + 1);
    let message = error.message().lines().collect::<Vec<_>>().join(", ");
    Error::new(format!("{}:{line}: {message}", path.display()))
        .hint("`oneness --dump-config` shows every key with its value")
}
