//! A range of history: which merges an audit reads.
//!
//! Not here: reading them.

/// Which merges of a history are meant.
#[derive(Debug, Clone, Copy)]
pub struct Range<'a> {
    /// `A..B`, or one revision for all that it reaches.
    pub revisions: &'a str,
    /// Only commits made at or after this time, in seconds since 1970.
    pub since: Option<i64>,
    /// Whether to follow only first parents.
    pub first_parent: bool,
}

/// What a range of history holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Walked {
    /// The merges, children before parents; of windows the commits while which others landed.
    pub merges: Vec<String>,
    /// How many commits there are, merges too.
    pub commits: usize,
    /// How many of the others bear the number of a pull request, as a server names what it squashed.
    pub squashed: usize,
}
