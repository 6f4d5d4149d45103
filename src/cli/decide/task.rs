//! The noun of this room: what becomes of one copy of a finding.
//!
//! Not here: who decides it (the hall), how a format is written (beside this file).

use crate::report::report::Site;

/// What becomes of one copy, for the writers of formats.
pub(super) struct Task<'a> {
    pub(super) id: &'a str,
    pub(super) site: &'a Site,
    /// Whether the other copy says the same and stands above in the same file.
    pub(super) is_second: bool,
    pub(super) becomes: Becomes<'a>,
}

/// What becomes of a copy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Becomes<'a> {
    /// It goes.
    Nothing,
    /// Another text stands in its place.
    Text(&'a str),
    /// It stays, and must be there: else the last copy would go.
    Itself,
}
