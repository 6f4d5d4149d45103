//! What a document without history tells of itself: who wrote what, and which slides were made later.
//!
//! Not here: reading that record (`documents`).

use crate::changes::change::Change;
use crate::source::{OutlineLine, Source};

/// What a document tells of how two of its places came apart.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Evidence {
    /// The file names another person for each.
    People(String, String),
    /// The first slide was made when the second was there already.
    Later(String, String),
    /// The file tells nothing.
    Nothing,
}

impl Evidence {
    /// Returns how a message goes on about it.
    pub(super) fn said(&self) -> String {
        match self {
            Evidence::People(one, other) => format!(", by {one} and by {other}"),
            Evidence::Later(new, old) => format!("; {new} was made later than {old}"),
            Evidence::Nothing => " (no history: nobody can tell whether on purpose)".to_owned(),
        }
    }

    /// Lower is stronger.
    pub(super) fn rank(&self) -> u8 {
        match self {
            Evidence::People(..) => 0,
            Evidence::Later(..) => 1,
            Evidence::Nothing => 2,
        }
    }
}

/// Where each slide stands in the order in which they were made.
pub(super) struct Parted<'s> {
    source: &'s Source,
    /// For each line, whether its slide was put in before slides that are older.
    is_late: Vec<bool>,
}

impl Parted<'_> {
    /// Reads the document's own record.
    pub(super) fn of(source: &Source) -> Parted<'_> {
        let lines = source.outline().unwrap_or_default();
        let mut oldest_behind = u64::MAX;
        let late = |line: &OutlineLine| {
            let made = line.traces.made?;
            let is_late = made > oldest_behind;
            oldest_behind = oldest_behind.min(made);
            Some(is_late)
        };
        let mut is_late: Vec<bool> = lines.iter().rev().map(late).map(Option::unwrap_or_default).collect();
        is_late.reverse();
        Parted { source, is_late }
    }

    fn line(&self, unit: &Change) -> Option<(&OutlineLine, bool)> {
        let at = unit.unit.span.start_line.checked_sub(1)?;
        Some((self.source.outline()?.get(at)?, *self.is_late.get(at)?))
    }

    /// Says what is known of two places.
    pub(super) fn evidence(&self, one: &Change, other: &Change) -> Evidence {
        let Some(((first, first_late), (second, second_late))) = self.line(one).zip(self.line(other)) else {
            return Evidence::Nothing;
        };
        if let (Some(one), Some(other)) = (&first.traces.author, &second.traces.author)
            && one.to_lowercase() != other.to_lowercase()
        {
            return Evidence::People(one.clone(), other.clone());
        }
        let slide = |line: &OutlineLine| line.place.split(" › ").next().unwrap_or_default().to_owned();
        match (first.traces.made, second.traces.made) {
            // All slides that were made one after the other tell nothing: that is how a deck is written.
            (Some(one), Some(other)) if one > other && first_late => Evidence::Later(slide(first), slide(second)),
            (Some(one), Some(other)) if other > one && second_late && !first_late => {
                Evidence::Later(slide(second), slide(first))
            }
            _ => Evidence::Nothing,
        }
    }
}
