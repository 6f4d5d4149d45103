//! `oneness check --automerge`, `--yjs`: what a document that merges itself came to say twice.
//!
//! Not here: how such a document keeps its history (`merge::crdt`).

use std::path::PathBuf;

use crate::config::Wishes;
use crate::error::{Error, Result};
use crate::merge::crdt::{Merged, Saved};
use crate::report::report::Report;

/// A larger file is no document that people edit.
const MAX_BYTES: u64 = 64 << 20;

/// Checks the merges of a document, or of two copies of it.
///
/// # Errors
/// A file that cannot be read or is of another format, a configuration that makes no sense.
pub(super) fn check(
    files: &[PathBuf],
    merges: fn(&[Saved]) -> Result<Vec<Merged>>,
    wishes: &Wishes,
) -> Result<Vec<Report>> {
    let saved = files.iter().map(read).collect::<Result<Vec<_>>>()?;
    merges(&saved)?.into_iter().map(|(merge, held)| wishes.check(merge, &held)).collect()
}

fn read(path: &PathBuf) -> Result<Saved> {
    let failed = |error: std::io::Error| Error::new(format!("cannot read {}: {error}", path.display()));
    if std::fs::metadata(path).map_err(failed)?.len() > MAX_BYTES {
        return Err(Error::new(format!("cannot read {}: it has more than {} MiB", path.display(), MAX_BYTES >> 20)));
    }
    let bytes = std::fs::read(path).map_err(failed)?;
    Ok(Saved { path: path.to_string_lossy().replace('\\', "/"), bytes })
}
