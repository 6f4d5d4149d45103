//! Whether code that both sides added is one more of a family: the base holds others of its shape in the same file.
//!
//! Not here: how shapes are compared (`pairs::code`), what a family means for a finding (`findings`).

use std::collections::HashMap;

use crate::changes::change::Change;
use crate::merge::{Merge, Store};
use crate::pairs::code::{Block, same_shape};
use crate::pairs::pair::{Family, Measure, Pair};
use crate::units;
use crate::units::unit::UnitKind;

/// So many of the base's own make a family.
const MIN_RELATIVES: usize = 2;
/// A relative may be so much less like one of the two than they are like each other.
const SLACK: f64 = 0.05;

/// The code of the bases that were asked for, by file.
pub(super) struct Families<'a> {
    merge: &'a Merge,
    store: &'a dyn Store,
    blocks: HashMap<usize, Vec<(UnitKind, std::ops::Range<usize>, Block)>>,
}

impl<'a> Families<'a> {
    pub(super) fn new(merge: &'a Merge, store: &'a dyn Store) -> Families<'a> {
        Families { merge, store, blocks: HashMap::new() }
    }

    /// Notes on a pair whether the base holds a family of it. What is equal or claims one place needs no asking.
    pub(super) fn ask(&mut self, pair: &mut Pair, [ours, theirs]: &[Vec<Change>; 2]) {
        let likeness = &pair.likeness;
        let same = [Measure::Exact, Measure::SameIdentity].iter().any(|measure| likeness.get(*measure) > 0.0);
        if likeness.family != Family::Code || same {
            return;
        }
        let least = likeness.get(Measure::Grams) - SLACK;
        let sides = [&ours[pair.ours], &theirs[pair.theirs]];
        pair.likeness.of_a_family = sides.into_iter().any(|side| self.relatives(side, least) >= MIN_RELATIVES);
    }

    /// Counts the units of the base that have the shape of an addition; what it replaced is none.
    fn relatives(&mut self, addition: &Change, least: f64) -> usize {
        let block = Block::of(&addition.unit.tokens, None);
        let (kind, was) = (addition.unit.kind, &addition.before.was_lines);
        let is_other = |lines: &std::ops::Range<usize>| lines.end <= was.start || was.end <= lines.start;
        let blocks = self.blocks_of(addition.file);
        let alike = blocks.iter().filter(|(other, lines, _)| *other == kind && is_other(lines));
        alike.filter(|(_, _, other)| same_shape(&block, other) >= least).take(MIN_RELATIVES).count()
    }

    fn blocks_of(&mut self, file: usize) -> &[(UnitKind, std::ops::Range<usize>, Block)] {
        let (merge, store) = (self.merge, self.store);
        self.blocks.entry(file).or_insert_with(|| {
            let units = units::of(&store.read(&merge.files[file].versions.base)).units;
            let code = units.into_iter().filter(|unit| !unit.tokens.is_empty());
            code.map(|unit| (unit.kind, unit.span.line_range(), Block::of(&unit.tokens, None))).collect()
        })
    }
}
