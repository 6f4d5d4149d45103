//! "Conflict copies": what a shared folder keeps of a file that two people changed at once. Each is found by its name and
//! paired with the file that it is a copy of.
//!
//! Not here: how services name them (`names`), what the two would say together (`supposed`).

mod names;
mod supposed;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};
use names::Named;
pub use supposed::{Supposed, suppose};

/// Deeper folders are not walked: a link that leads back must not hold the program.
const MAX_DEPTH: usize = 64;
/// So many files are looked at by name.
const MAX_FILES: usize = 200_000;
/// So many pairs are read.
const MAX_PAIRS: usize = 1_000;

/// Two copies of one file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Pair {
    /// The file that bears the name.
    pub original: PathBuf,
    /// The copy.
    pub copy: PathBuf,
    /// Whose way of naming it is.
    pub service: &'static str,
    /// Whether a name alone does not prove it: files that share little are two files then.
    pub is_doubtful: bool,
}

/// The pairs of a folder, and what is said of what was left out.
#[derive(Debug, Clone, Default)]
pub struct Found {
    /// In the order of their paths.
    pub pairs: Vec<Pair>,
    /// Sentences for people.
    pub notes: Vec<String>,
}

/// Finds the conflict copies below a folder. Links are not followed; what services keep for themselves is left out.
///
/// # Errors
/// A folder that cannot be read.
pub fn below(folder: &Path) -> Result<Found> {
    if !folder.is_dir() {
        return Err(Error::new(format!("{} is no folder", folder.display())));
    }
    let mut files = BTreeSet::new();
    let mut found = Found::default();
    if !walk(folder, 0, &mut files)? {
        found.notes.push(format!("only {MAX_FILES} files of {} were looked at", folder.display()));
    }
    for path in &files {
        let Some(name) = path.file_name().and_then(|name| name.to_str()) else { continue };
        let original = |named: &Named| path.with_file_name(&named.original);
        let all = names::of(name);
        let known = all.iter().find(|named| files.contains(&original(named)));
        match known {
            Some(_) if found.pairs.len() == MAX_PAIRS => {
                found.notes.push(format!("only the first {MAX_PAIRS} conflict copies were read"));
                break;
            }
            Some(named) => found.pairs.push(Pair {
                original: original(named),
                copy: path.clone(),
                service: named.service,
                is_doubtful: named.is_doubtful,
            }),
            None => {
                let lonely = all.iter().find(|named| !named.is_doubtful);
                found.notes.extend(
                    lonely
                        .map(|named| format!("{}: there is no '{}' beside this copy", path.display(), named.original)),
                );
            }
        }
    }
    Ok(found)
}

/// Collects the paths of files; tells whether there were no more than are looked at.
fn walk(folder: &Path, depth: usize, files: &mut BTreeSet<PathBuf>) -> Result<bool> {
    let failed = |error: std::io::Error| Error::new(format!("cannot read {}: {error}", folder.display()));
    let mut is_whole = true;
    for entry in std::fs::read_dir(folder).map_err(failed)?.flatten() {
        let path = entry.path();
        let Ok(kind) = entry.file_type() else { continue };
        if kind.is_dir() && depth < MAX_DEPTH && !is_kept_by_a_program(&path) {
            // A folder that nobody may read holds nothing for us.
            is_whole &= walk(&path, depth + 1, files).unwrap_or(true);
        } else if kind.is_file() {
            if files.len() == MAX_FILES {
                return Ok(false);
            }
            files.insert(path);
        }
    }
    Ok(is_whole)
}

/// Folders that programs keep for themselves: older versions, caches, repositories.
fn is_kept_by_a_program(path: &Path) -> bool {
    const NAMES: &[&str] =
        &[".git", ".hg", ".svn", ".stversions", ".dropbox.cache", ".sync", ".Trash", "node_modules", "#recycle"];
    path.file_name().and_then(|name| name.to_str()).is_some_and(|name| NAMES.contains(&name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn copies_are_paired_with_what_stands_beside_them() {
        let folder = tempfile::tempdir().expect("because tests may write");
        let write = |name: &str| {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap_or(folder.path())).expect("because tests may write");
            std::fs::write(path, "x").expect("because tests may write");
        };
        let all = [
            "a.md",
            "a (Ada's conflicted copy 2024-01-02).md",
            "sub/b.sync-conflict-20240102-101010-ABCDEFG.md",
            "sub/b.md",
            "lost.sync-conflict-20240102-101010-ABCDEFG.md",
            "c (1).md",
            ".stversions/a.sync-conflict-20240102-101010-ABCDEFG.md",
        ];
        all.iter().for_each(|name| write(name));
        let found = below(folder.path()).expect("because it is there");
        let named: Vec<(String, &str)> = found
            .pairs
            .iter()
            .map(|pair| (pair.original.file_name().unwrap_or_default().to_string_lossy().into_owned(), pair.service))
            .collect();
        assert_eq!(named, [("a.md".to_owned(), "Dropbox"), ("b.md".to_owned(), "Syncthing")]);
        assert!(found.notes.len() == 1 && found.notes[0].ends_with("no 'lost.md' beside this copy"), "{found:?}");
        assert!(below(&folder.path().join("a.md")).is_err());
    }
}
