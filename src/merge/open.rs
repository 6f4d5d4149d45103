//! An open line of work: a branch, a remote branch or a work tree that is not merged yet.
//!
//! Not here: finding them (`git::heads`), comparing them.

/// A line of work and where it stands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Open {
    /// What people call it: a branch, `REMOTE/BRANCH`, or the folder of a work tree.
    pub name: String,
    /// What it is.
    pub kind: OpenKind,
    /// Its commit in hexadecimal. Of work that is not committed, a commit that only this run can read.
    pub oid: String,
    /// When it was committed, in seconds since 1970; of work that is not committed, when it was last written.
    pub time: i64,
    /// Other names of the same commit.
    pub same: Vec<String>,
    /// The commit of the main line from which it parted; `None` where they share nothing.
    pub base: Option<String>,
    /// A commit of the main line that holds its whole change already.
    pub landed: Option<String>,
    /// Whether it holds work that is not committed.
    pub is_dirty: bool,
}

/// What a line of work is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum OpenKind {
    /// A branch of this repository.
    #[default]
    Branch,
    /// A branch of another one, as it was fetched.
    Remote,
    /// A work tree without a branch, or with work that is not committed.
    WorkTree,
}

impl OpenKind {
    /// The word for it in JSON.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            OpenKind::Branch => "branch",
            OpenKind::Remote => "remote",
            OpenKind::WorkTree => "worktree",
        }
    }
}

/// A work tree of the repository.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WorkTree {
    /// Its folder.
    pub folder: std::path::PathBuf,
    /// The commit that is checked out.
    pub head: String,
    /// The branch that is checked out, if one is.
    pub branch: Option<String>,
}
