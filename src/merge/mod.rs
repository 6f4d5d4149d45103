//! A Merge: what two sides did to one base, as a list of files in three versions and, where it exists, the result.
//!
//! Not here: what the sides added (`edits`). This room names versions; only a store reads them.

pub mod conflict_copies;
#[cfg(any(feature = "automerge", feature = "yjs"))]
pub mod crdt;
pub mod files;
pub mod git;
pub mod held;
mod history;
pub mod later;
pub mod open;
pub mod range;
pub mod witness;

use std::path::PathBuf;

use crate::source::{Side, Sides, Source, Unread};

/// What two sides did to one base.
#[derive(Debug, Clone, Default)]
pub struct Merge {
    /// The merge commit, where there is one.
    pub commit: Option<String>,
    /// The common ancestors; several after a criss-cross, none for unrelated histories and plain files.
    pub bases: Vec<String>,
    /// The two heads.
    pub ours: Head,
    /// The side that came in.
    pub theirs: Head,
    /// Days between the point where the sides parted and the younger head.
    pub diverged_days: Option<f64>,
    /// The files that at least one side changed, sorted by path.
    pub files: Vec<FileMerge>,
    /// Whether the result is only our guess at what a merge would give, so that people are shown each side's own lines.
    pub result_is_supposed: bool,
    /// The paths that git could not decide, where it was asked.
    pub conflicts: Vec<String>,
    /// What the user should know of the merge as a whole.
    pub notes: Vec<String>,
}

/// One end of a line of work.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Head {
    /// The commit; `None` for plain files and for work that is not committed.
    pub oid: Option<String>,
    /// What to call it before people: a branch, a short commit id, a path.
    pub name: String,
}

/// One file in three versions and, where it exists, as it was merged.
#[derive(Debug, Clone)]
pub struct FileMerge {
    /// The three versions; their paths differ where a side renamed the file.
    pub versions: Sides<Version>,
    /// Further common ancestors of the file. What any of them held is not new.
    pub other_bases: Vec<Version>,
    /// The file in the merged result; absent where the merge dropped it.
    pub merged: Version,
}

impl FileMerge {
    /// Returns the path to tell people: of the result, else of the side that has the file.
    #[must_use]
    pub fn path(&self) -> &str {
        let candidates = [&self.merged, &self.versions.ours, &self.versions.theirs];
        candidates.iter().find(|version| version.is_there()).map_or(&self.versions.base.path, |version| &version.path)
    }

    /// Tells whether a side's version differs from the base.
    #[must_use]
    pub fn changed_by(&self, side: Side) -> bool {
        self.versions.side(side).content != self.versions.base.content
    }
}

/// One version of one file: where to find it, not what it says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// Path in that version.
    pub path: String,
    /// Where the bytes are.
    pub content: Content,
}

/// Where the bytes of a version are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// There is no such file.
    Absent,
    /// A blob of the repository, by its id in hexadecimal.
    Blob(String),
    /// A file on disk.
    File(PathBuf),
    /// The bytes themselves.
    Bytes(Vec<u8>),
    /// Not to be read.
    Unread(Unread),
}

impl Version {
    /// Names a version that is not there.
    #[must_use]
    pub fn absent(path: &str) -> Version {
        Version { path: path.to_owned(), content: Content::Absent }
    }

    /// The id of the blob, where the bytes are in a repository.
    #[must_use]
    pub fn blob(&self) -> Option<&str> {
        match &self.content {
            Content::Blob(id) => Some(id),
            _ => None,
        }
    }

    /// Tells whether there is such a file.
    #[must_use]
    pub fn is_there(&self) -> bool {
        self.content != Content::Absent
    }
}

/// Who brought a unit, and when.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Origin {
    /// The commit in hexadecimal.
    pub commit: Option<String>,
    /// The author's name.
    pub author: Option<String>,
    /// The author's time: seconds since 1970 and the offset from UTC in minutes.
    pub time: Option<(i64, i32)>,
    /// The whole message.
    pub message: Option<String>,
}

/// Where versions are read from. The only thing that touches disk between a command and its report.
pub trait Store {
    /// Reads one version. Whatever cannot be read comes back as an unread source with the reason.
    fn read(&self, version: &Version) -> Source;

    /// Shows every text file of the base whose path is `wanted`, until `visit` returns false.
    fn visit_base(&self, wanted: &dyn Fn(&str) -> bool, visit: &mut dyn FnMut(&Source) -> bool);

    /// Finds who brought these lines of `path` into a side since the base, newest first.
    fn origin(&self, side: Side, path: &str, lines: &[String]) -> Origin;

    /// Returns the bytes of one version, for what a source does not hold: where a box of a slide stands.
    fn bytes(&self, version: &Version) -> Option<Vec<u8>> {
        match &version.content {
            Content::Bytes(bytes) => Some(bytes.clone()),
            Content::File(path) => std::fs::read(path).ok(),
            Content::Absent | Content::Blob(_) | Content::Unread(_) => None,
        }
    }

    /// Returns the folder on disk that the paths of the merge begin in; `None` where there is none.
    fn folder(&self) -> Option<PathBuf> {
        None
    }

    /// Returns the language that the repository says a path is written in (`linguist-language`).
    fn language(&self, _path: &str) -> Option<String> {
        None
    }

    /// Tells whether the repository says that a path is generated, vendored or otherwise not written by people.
    fn is_generated(&self, path: &str) -> bool;
}
