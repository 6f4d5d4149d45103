//! What came after a merge: the steps from it to the tip of the history.
//!
//! Not here: walking them (`git::later`), what became of a text on the way (`fates`).

/// A commit of the way from a merge to the tip, and the one before it on that way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The commit before, in hexadecimal: one of the parents of `after`.
    pub before: String,
    /// The commit.
    pub after: String,
    /// When it was committed, in seconds since 1970.
    pub time: i64,
    /// Whether it is a merge, so that what it changes was made by others.
    pub is_merge: bool,
}

/// What a step did to one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Left {
    /// Nothing: the file is as it was.
    Alone,
    /// Its content is another one, or its name: the path it has now.
    Changed(String),
    /// It is gone.
    Gone,
}

/// Who made a commit, and what they say of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Made {
    /// The message.
    pub message: String,
    /// The author's name and address, in lower case.
    pub author: String,
    /// When it was committed, in seconds since 1970.
    pub time: i64,
}
