//! A case: a folder with three versions, what to report of them, and sometimes a result made by hand.
//!
//! `base.md`, `ours.md`, `theirs.md` are versions of one file, `file.md`; folders `base`, `ours`, `theirs` are versions
//! of a work tree. `merged.*` or `merged` is the result where git's own merge is not what the case is about.
//! A file `*.slides` stands for a `.pptx`. `report.txt` is what is reported, `ideal.txt` what should be.

use std::path::{Path, PathBuf};

use super::{Files, one, slides, take};

/// One folder of `fixtures/`.
pub(crate) struct Case {
    /// The folder below `fixtures/`.
    pub name: String,
    /// The folder.
    pub folder: PathBuf,
    /// The common ancestor.
    pub base: Files,
    /// One side.
    pub ours: Files,
    /// The other side.
    pub theirs: Files,
    /// The result, where a person made it.
    pub merged: Option<Files>,
}

/// Reads all cases, sorted by name. `ONENESS_CASE` leaves only those whose name holds its value.
pub(crate) fn all() -> Vec<Case> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let wanted = std::env::var("ONENESS_CASE").unwrap_or_default();
    let mut cases = Vec::new();
    for format in folders_in(&root) {
        for folder in folders_in(&format) {
            let name = folder.strip_prefix(&root).expect("it stands below").to_string_lossy().replace('\\', "/");
            if name.contains(&wanted) {
                cases.push(Case::read(name, folder));
            }
        }
    }
    cases.sort_by(|one, other| one.name.cmp(&other.name));
    cases
}

fn folders_in(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).expect("the folder can be read");
    entries.map(|entry| entry.expect("its entries can be read").path()).filter(|path| path.is_dir()).collect()
}

impl Case {
    fn read(name: String, folder: PathBuf) -> Case {
        let version = |version: &str| version_in(&folder, version);
        let needed = |name: &str| version(name).unwrap_or_default();
        let (base, ours, theirs, merged) = (needed("base"), needed("ours"), needed("theirs"), version("merged"));
        assert!(!ours.is_empty() && !theirs.is_empty(), "{name}: ours and theirs are needed");
        Case { name, folder, base, ours, theirs, merged }
    }

    /// Returns what stands in one of its text files; `None` where there is no such file.
    pub(crate) fn text(&self, name: &str) -> Option<String> {
        std::fs::read_to_string(self.folder.join(name)).ok().map(|text| text.replace("\r\n", "\n"))
    }

    /// Returns the only file of the case, where it has only one.
    pub(crate) fn single(&self) -> Option<&str> {
        let names = || self.base.keys().chain(self.ours.keys()).chain(self.theirs.keys());
        let first = names().next()?;
        (names().count() == 3 && names().all(|name| name == first)).then_some(first.as_str())
    }
}

fn version_in(folder: &Path, version: &str) -> Option<Files> {
    let entries = std::fs::read_dir(folder).expect("the folder can be read");
    let stem = format!("{version}.");
    for path in entries.map(|entry| entry.expect("its entries can be read").path()) {
        let name = path.file_name().expect("it has a name").to_string_lossy().into_owned();
        if name == version && path.is_dir() {
            return Some(take(&path).into_iter().map(made).collect());
        }
        if let Some(extension) = name.strip_prefix(&stem) {
            let bytes = std::fs::read(&path).expect("a file can be read");
            return Some(one(&format!("file.{extension}"), bytes).into_iter().map(made).collect());
        }
    }
    None
}

/// Makes the file that a description stands for.
fn made((name, bytes): (String, Vec<u8>)) -> (String, Vec<u8>) {
    match name.strip_suffix(".slides") {
        Some(stem) => (format!("{stem}.pptx"), slides::deck(&String::from_utf8_lossy(&bytes))),
        None => (name, bytes),
    }
}
