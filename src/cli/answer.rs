//! What a command answers with: findings on standard output, what could not be read on standard error, the exit code.
//!
//! Not here: layout (`report`).

use super::{Outcome, to_stderr};
use crate::error::{Error, Result};
use crate::git_program;
use crate::report::report::{Blind, Report};
use crate::report::{self, Format, Style, blind};

/// Writes reports and tells what was not examined. `code` is the exit code where all could be read.
///
/// # Errors
/// Where nothing that a side changed could be read and nothing was found: silence would look like an answer.
pub(super) fn of(reports: &[Report], style: Style, code: u8) -> Result<Outcome> {
    // The verbose text and the JSON document hold every note.
    if style.format == Format::Text && !style.verbose {
        reports.iter().for_each(|report| to_stderr(&blind::lines(report, true)));
    }
    let text: String = reports.iter().map(|report| report::write(report, style)).collect();
    match reports.iter().find_map(|report| report.blind.as_ref()) {
        None => Ok(Outcome { text, code }),
        Some(blind) if text.is_empty() => Err(unread(blind)),
        Some(blind) => {
            to_stderr(&format!("oneness: {}\n", unread(blind)));
            Ok(Outcome { text, code: 2 })
        }
    }
}

/// Says that nothing of a side could be read, and what to do about it.
pub(super) fn unread(blind: &Blind) -> Error {
    let error = Error::new(format!("nothing that {} changed could be read: {}", blind.side, blind.reason));
    error.hint(if is_partial_clone() {
        "`git fetch --refetch --no-filter` brings what a partial clone left out"
    } else {
        "`git fsck` names objects that are damaged or missing"
    })
}

/// Tells whether a remote of this repository was promised to have what is not here.
pub(super) fn is_partial_clone() -> bool {
    git_program::ask(["config", "--get-regexp", r"^remote\..*\.promisor$", "true"]).is_some()
}
