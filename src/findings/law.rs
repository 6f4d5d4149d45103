//! The law: a finding is a fault of the result that neither side had.
//!
//! Not here: which lines a side holds (`changes::held`), which pairs are faults at all (`custom`, the kinds).

use std::collections::BTreeMap;

use crate::changes::change::Change;
use crate::changes::held::Held;
use crate::pairs::pair::{Measure, Pair};
use crate::source::Side;

/// What both sides hold of the results, by the index of the file in the merge.
pub type HeldByFile = BTreeMap<usize, Held>;

/// Tells whether neither side had both places of a pair before its eyes. Who holds both knows them, and meant them. Where
/// there is no result nothing can be asked.
#[must_use]
pub fn neither_had(pair: &Pair, (ours, theirs): (&Change, &Change), held: &HeldByFile) -> bool {
    // What was counted stands twice on no side.
    if pair.doubled {
        return true;
    }
    let Some([one, other]) = pair.places.or_else(|| Some([ours.stands.merged?, theirs.stands.merged?])) else {
        return true;
    };
    let are_equal = pair.likeness.get(Measure::Exact) > 0.0;
    let claims = pair.likeness.get(Measure::SameIdentity) > 0.0;
    let [one, other] = match claims && !are_equal {
        true => [claim(ours, one), claim(theirs, other)],
        false => [one, other],
    };
    let covers = |side: Side, change: &Change, lines: (usize, usize)| {
        let as_it_is = (are_equal || claims) && !change.before.marked;
        held.get(&change.file).is_some_and(|held| held.covers(side, lines, as_it_is))
    };
    !Side::BOTH.into_iter().any(|side| covers(side, ours, one) && covers(side, theirs, other))
}

/// The line that makes a claim: who holds the body of a function under another name does not hold the name. Where the name
/// stands in no line of its own, the whole claims it.
fn claim(change: &Change, place: (usize, usize)) -> (usize, usize) {
    let name = change.unit.name.as_deref().unwrap_or_default();
    let name = name.rsplit(['.', ' ', ':']).next().unwrap_or(name).trim_matches('"');
    match change.text.lines().position(|line| !name.is_empty() && line.contains(name)) {
        Some(head) if place.0 + head <= place.1 => (place.0 + head, place.0 + head),
        _ => place,
    }
}
