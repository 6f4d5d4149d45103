//! An open line of work: a branch, a remote branch or a work tree that is not merged yet.
//!
//! Not here: finding them (`git::heads`), comparing them.

/// A smaller change is alike by chance.
const MIN_LINES: usize = 6;
/// So many of a hundred lines of a change must stand on the main line, for it to be there already: what was reviewed once
/// more before it was merged differs in a few.
const MIN_STANDING: usize = 90;

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
    /// How much of it the main line says in the same files, whoever brought it there; `None` where that was not asked.
    pub standing: Option<Standing>,
    /// Whether it can be compared: it shares history with the main line and did not change more files than anybody reads.
    pub is_compared: bool,
    /// Whether it holds work that is not committed.
    pub is_dirty: bool,
}

/// How much of what a line of work changed stands on the main line already: so many lines of so many.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Standing {
    /// Lines that it added and the main line holds in the same file, and lines that it took away and the main line does
    /// not hold any more.
    pub stands: usize,
    /// All lines that it added or took away, and that are long enough to say something.
    pub of: usize,
}

impl Standing {
    /// Tells whether it is the same change, as it was squashed, rebased or written down anew by somebody else.
    #[must_use]
    pub fn is_all_but_words(self) -> bool {
        self.of >= MIN_LINES && self.stands * 100 >= self.of * MIN_STANDING
    }
}

impl Open {
    /// Tells whether the main line holds its change already, as a commit of its own or in other words.
    #[must_use]
    pub fn is_on_main(&self) -> bool {
        self.landed.is_some() || self.standing.is_some_and(Standing::is_all_but_words)
    }
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
