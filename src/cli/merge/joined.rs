//! What two copies became, and the words that both ways of joining them share.
//!
//! Not here: joining.

use std::path::Path;

use crate::error::Error;
use crate::source::Sides;
use crate::three_way::driver::Written;
use crate::three_way::text::Request;

/// How long git makes a conflict marker.
pub(super) const MARKER_SIZE: usize = 7;

/// What was joined, and the versions that it came of; the base may be only what both copies hold.
pub(super) struct Joined {
    pub(super) written: Written,
    pub(super) versions: Sides<Vec<u8>>,
}

/// Says why two files cannot be joined.
pub(super) fn refused(request: &Request, reason: &str) -> Error {
    Error::new(format!("{}: {reason}", name(&request.files.ours))).hint("nothing was written")
}

/// Returns a path for people.
pub(super) fn name(path: &Path) -> String {
    path.display().to_string()
}
