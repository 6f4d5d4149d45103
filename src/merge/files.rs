//! A merge of plain files or folders, outside git too.
//!
//! Not here: repositories (`git`).

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::{Content, FileMerge, Head, Merge, Origin, Store, Version};
use crate::decode::{self, Reader};
use crate::error::{Error, Result};
use crate::source::{Side, Sides, Source};
use crate::three_way::{driver, join};

/// Deeper folders are not walked: a link that leads back must not hold the program.
const MAX_DEPTH: usize = 64;

/// Names a merge of three files, or of three folders file by file, with its result where there is one. Without a
/// result the files are merged here, line by line, as git would. Fails with a missing or unreadable path.
pub fn merge(base: &Path, ours: &Path, theirs: &Path, merged: Option<&Path>) -> Result<Merge> {
    let paths = [Some(base), Some(ours), Some(theirs), merged];
    for path in paths.into_iter().flatten() {
        std::fs::metadata(path).map_err(|error| Error::new(format!("cannot read {}: {error}", path.display())))?;
    }
    let folders = paths.iter().flatten().filter(|path| path.is_dir()).count();
    let files = match folders {
        0 => vec![single(base, ours, theirs, merged)?],
        n if n == paths.iter().flatten().count() => folder(base, ours, theirs, merged)?,
        _ => return Err(Error::new("--base, --ours and --theirs must all be files or all be folders")),
    };
    let files = files.into_iter().filter(|file| Side::BOTH.iter().any(|side| file.changed_by(*side))).collect();
    let result_is_supposed = merged.is_none() && folders == 0;
    Ok(Merge { ours: head(ours), theirs: head(theirs), files, result_is_supposed, ..Merge::default() })
}

/// Names a merge of one file from its bytes; an empty base stands for a file that both sides added.
#[must_use]
pub fn merge_named(path: &str, versions: Sides<Vec<u8>>, merged: Option<Vec<u8>>) -> Merge {
    let versions = versions.map(|bytes| Version { path: path.to_owned(), content: Content::Bytes(bytes) });
    let merged = merged.map_or_else(
        || joined(path, &versions),
        |bytes| Version { path: path.to_owned(), content: Content::Bytes(bytes) },
    );
    let named = |name: &str| Head { oid: None, name: name.to_owned() };
    let files = vec![FileMerge { versions, other_bases: Vec::new(), merged }];
    Merge { ours: named("ours"), theirs: named("theirs"), files, ..Merge::default() }
}

fn head(path: &Path) -> Head {
    Head { oid: None, name: path.display().to_string() }
}

/// Names a merge of three files. The name of the file decides its format: of the result, else of ours.
fn single(base: &Path, ours: &Path, theirs: &Path, merged: Option<&Path>) -> Result<FileMerge> {
    let versions = Sides { base, ours, theirs };
    let read = |path: &Path| -> Result<Version> { Ok(Version { path: name(path), content: bytes(path)? }) };
    let versions = Sides { base: read(versions.base)?, ours: read(versions.ours)?, theirs: read(versions.theirs)? };
    let merged = match merged {
        Some(path) => read(path)?,
        None => joined(&versions.ours.path, &versions),
    };
    Ok(FileMerge { versions, other_bases: Vec::new(), merged })
}

fn name(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}

fn bytes(path: &Path) -> Result<Content> {
    let bytes = std::fs::read(path).map_err(|error| Error::new(format!("cannot read {}: {error}", path.display())))?;
    Ok(Content::Bytes(bytes))
}

/// Names a merge of every file that any of the folders holds.
fn folder(base: &Path, ours: &Path, theirs: &Path, merged: Option<&Path>) -> Result<Vec<FileMerge>> {
    let mut names = BTreeSet::new();
    for root in [base, ours, theirs] {
        walk(root, root, 0, &mut names);
    }
    names.into_iter().map(|name| in_folder(&name, Sides { base, ours, theirs }, merged)).collect()
}

fn in_folder(name: &str, roots: Sides<&Path>, merged: Option<&Path>) -> Result<FileMerge> {
    let read = |root: &Path| -> Result<Version> {
        let path = root.join(name);
        let content = if path.is_file() { bytes(&path)? } else { Content::Absent };
        Ok(Version { path: name.to_owned(), content })
    };
    let versions = Sides { base: read(roots.base)?, ours: read(roots.ours)?, theirs: read(roots.theirs)? };
    let merged = match merged {
        Some(root) => read(root)?,
        None => joined(name, &versions),
    };
    Ok(FileMerge { versions, other_bases: Vec::new(), merged })
}

fn walk(root: &Path, folder: &Path, depth: usize, names: &mut BTreeSet<String>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for path in entries.flatten().map(|entry| entry.path()) {
        if path.is_symlink() || path.file_name().is_some_and(|name| name == ".git") {
            continue;
        }
        if path.is_dir() && depth < MAX_DEPTH {
            walk(root, &path, depth + 1, names);
        } else if let Ok(inside) = path.strip_prefix(root) {
            names.insert(name(inside));
        }
    }
}

/// Joins three versions as git would: a side that did not change yields, lines are merged, a deletion against an edit
/// leaves the edit. What overlaps stands between conflict markers.
#[must_use]
pub fn joined(path: &str, versions: &Sides<Version>) -> Version {
    let [base, ours, theirs] = [&versions.base.content, &versions.ours.content, &versions.theirs.content];
    let content = if ours == base || ours == theirs {
        theirs.clone()
    } else if theirs == base {
        ours.clone()
    } else {
        join_lines(path, base, ours, theirs)
    };
    Version { path: path.to_owned(), content }
}

/// Merges a format by its structure, as the merge driver would; only where nothing is left to decide.
fn merged_document(path: &str, base: &Content, ours: &[u8], theirs: &[u8]) -> Option<Vec<u8>> {
    let Content::Bytes(base) = base else { return None };
    let versions = Sides { base: base.clone(), ours: ours.to_vec(), theirs: theirs.to_vec() };
    let written = driver::structural(path, &versions)?;
    (!written.merged.conflicted && !written.is_refused).then_some(written.merged.bytes)
}

fn join_lines(path: &str, base: &Content, ours: &Content, theirs: &Content) -> Content {
    let (Content::Bytes(our_bytes), Content::Bytes(their_bytes)) = (ours, theirs) else {
        return if matches!(ours, Content::Absent) { theirs.clone() } else { ours.clone() };
    };
    if let Some(merged) = merged_document(path, base, our_bytes, their_bytes) {
        return Content::Bytes(merged);
    }
    let base_bytes = if let Content::Bytes(bytes) = base { bytes.as_slice() } else { &[] };
    join::join_bytes(base_bytes, our_bytes, their_bytes).map_or_else(|| ours.clone(), Content::Bytes)
}

/// Reads versions that are bytes or files on disk; knows no history.
#[derive(Debug, Default)]
pub struct FileStore;

impl Store for FileStore {
    fn read(&self, version: &Version) -> Source {
        match &version.content {
            Content::Absent => Source::absent(&version.path),
            Content::Bytes(bytes) => decode::source(&version.path, bytes),
            Content::File(path) => read_file(&version.path, path),
            Content::Unread(why) => Source::not_read(&version.path, why.clone()),
            Content::Blob(_) => Source::unread(&version.path, "stands in a repository that is not open"),
        }
    }

    fn visit_base(&self, _: &dyn Fn(&str) -> bool, _: &mut dyn FnMut(&Source) -> bool) {}

    fn origin(&self, _: Side, _: &str, _: &[String]) -> Origin {
        Origin::default()
    }

    fn is_generated(&self, _: &str) -> bool {
        false
    }
}

/// Reads as [`FileStore`], and shows the files of the folder that is the base.
#[derive(Debug)]
pub struct FolderStore {
    base: PathBuf,
    folder: Option<PathBuf>,
    reader: Reader,
}

impl FolderStore {
    /// Reads merges whose base is this path; a single file holds no others. The paths of folders begin in the folder of
    /// the `result`, those of single files where they were typed.
    #[must_use]
    pub fn over(base: &Path, result: &Path) -> FolderStore {
        let here = std::env::current_dir().ok();
        let folder = if result.is_dir() { here.map(|here| here.join(result)) } else { here };
        FolderStore { base: base.to_owned(), folder, reader: Reader::default() }
    }
}

impl Store for FolderStore {
    fn read(&self, version: &Version) -> Source {
        match &version.content {
            // The versions of a single file have a name each.
            Content::Bytes(bytes) if self.base.is_file() => self.reader.source_of("", &version.path, bytes),
            Content::Bytes(bytes) => self.reader.source(&version.path, bytes),
            _ => FileStore.read(version),
        }
    }

    fn visit_base(&self, wanted: &dyn Fn(&str) -> bool, visit: &mut dyn FnMut(&Source) -> bool) {
        let mut names = BTreeSet::new();
        walk(&self.base, &self.base, 0, &mut names);
        for name in names.iter().filter(|name| wanted(name)) {
            if !visit(&read_file(name, &self.base.join(name))) {
                return;
            }
        }
    }

    fn origin(&self, side: Side, path: &str, lines: &[String]) -> Origin {
        FileStore.origin(side, path, lines)
    }

    fn folder(&self) -> Option<PathBuf> {
        self.folder.clone()
    }

    fn is_generated(&self, path: &str) -> bool {
        FileStore.is_generated(path)
    }
}

fn read_file(name: &str, path: &Path) -> Source {
    match std::fs::read(path) {
        Ok(bytes) => decode::source(name, &bytes),
        Err(error) => Source::unread(name, format!("cannot be read: {error}")),
    }
}
