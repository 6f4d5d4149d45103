//! What several principles ask.
//!
//! Not here: the principles.

use crate::changes::change::Change;
use crate::pairs::pair::{Measure, Pair};
use crate::quiet;
use crate::units::unit::UnitKind;

/// A sentence in another file must say at least four words, as a share of the forty of a full sentence.
pub(super) const MIN_SIZE_ELSEWHERE: f64 = 0.1;
/// A block of a file that nothing reads must say so much in another file: thirty words and signs of forty.
pub(super) const MIN_SIZE_OF_A_BLOCK: f64 = 0.75;
/// Above this share of equal words two texts differ in a word or two.
pub(super) const NEARLY_ALL: f64 = 0.85;
/// So near (four lines apart, on the scale of the measure) a statement of one block was doubled, however common it is.
pub(super) const NEIGHBOURS: f64 = 0.85;

/// Tells whether a pair says the same or claims one identity, and is not only alike.
pub(super) fn is_one(pair: &Pair) -> bool {
    [Measure::Exact, Measure::SameIdentity].iter().any(|measure| pair.likeness.get(*measure) > 0.0)
}

/// Tells whether nearly all words are the same.
pub(super) fn nearly_equal(pair: &Pair) -> bool {
    let measures = [Measure::Exact, Measure::Words, Measure::Bag];
    measures.iter().any(|measure| pair.likeness.get(*measure) >= NEARLY_ALL)
}

/// Tells whether both stand in tests.
pub(super) fn are_tests(ours: &Change, theirs: &Change) -> bool {
    quiet::is_test(&ours.path) && quiet::is_test(&theirs.path)
}

/// Tells whether a unit is text in which no reader knows a name.
pub(super) fn is_nameless(change: &Change) -> bool {
    match change.unit.kind {
        UnitKind::Block => change.unit.tokens.is_empty() && change.unit.name.is_none(),
        kind => kind == UnitKind::Line,
    }
}
