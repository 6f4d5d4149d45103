//! How much of what the sides did is compared: what is left out is said.
//!
//! Not here: which files are quiet (`quiet`), how large a text may be for its reader (`units`).

use crate::edits::Edits;
use crate::source::Unread;

/// So many lines that one side adds to one file are compared; each costs about a kilobyte until the file is done.
const MAX_ADDED: usize = 200_000;
/// So many lines of one side are compared in all; of files that get only a few, all are. 250,000 lines of logs of tests cost
/// 700 MB.
const MAX_ADDED_IN_ALL: usize = 250_000;
/// A file that gets no more lines than this gets a few.
const FEW: usize = 1_000;

/// How many lines one side added to the files that were read so far.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Added(usize);

impl Added {
    /// Counts what the side did to one more file; says why that is too much to be compared. What it left alone costs little.
    pub(super) fn count(&mut self, edits: &Edits) -> Result<(), Unread> {
        let added: usize = edits.added.iter().map(|edit| edit.lines.len()).sum();
        let reason = match added {
            added if added > MAX_ADDED => format!("gets {added} new lines, more than are compared ({MAX_ADDED})"),
            added if added > FEW && self.0 + added > MAX_ADDED_IN_ALL => {
                format!("gets {added} new lines of a side that adds more than are compared ({MAX_ADDED_IN_ALL})")
            }
            added => {
                self.0 += added;
                return Ok(());
            }
        };
        Err(Unread { reason, by_rule: false })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edits;
    use crate::source::Text;

    #[test]
    fn a_few_lines_are_compared_whatever_came_before() {
        let edits_of = |lines: usize| edits::of(&Text::default(), &[], &Text::new("x\n".repeat(lines)));
        let mut added = Added::default();
        let large = edits_of(MAX_ADDED);
        assert!(added.count(&large).is_ok() && added.count(&large).is_err());
        assert!(added.count(&edits_of(FEW + 1)).is_ok() && added.count(&edits_of(MAX_ADDED + 1)).is_err());
        assert!(added.count(&edits_of(60_000)).is_err() && added.count(&edits_of(FEW)).is_ok());
    }
}
