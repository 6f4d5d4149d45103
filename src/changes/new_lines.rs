//! Which lines of a version are new, asked of lines and of ranges.
//!
//! Not here: what a side did to a unit that touches them (`added`).

use std::ops::Range;

use crate::edits::Edits;
use crate::source::Text;

/// Which lines of a version a side added.
pub(super) struct NewLines {
    /// For each line how many before it are new; one more than there are lines.
    before: Vec<u32>,
}

impl NewLines {
    pub(super) fn of(text: &Text, edits: &Edits) -> NewLines {
        let mut before = vec![0; text.line_count() + 1];
        for line in edits.added.iter().flat_map(|edit| edit.lines.clone()) {
            before[line + 1] = 1;
        }
        for at in 1..before.len() {
            before[at] += before[at - 1];
        }
        NewLines { before }
    }

    /// Tells whether a line, counted from 0, is new; what is no line is not.
    pub(super) fn has(&self, line: usize) -> bool {
        self.touch(&(line..line + 1))
    }

    /// Tells whether each line is.
    pub(super) fn are_all(&self) -> bool {
        self.before.last().is_some_and(|new| *new as usize == self.before.len() - 1)
    }

    /// Tells whether some line of a range is new.
    pub(super) fn touch(&self, lines: &Range<usize>) -> bool {
        let last = self.before.len() - 1;
        self.before[lines.start.min(last)] < self.before[lines.end.min(last)]
    }
}
