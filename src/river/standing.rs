//! Whether what may stand only once, or says something in one container alone, stands twice there in the result.
//!
//! Not here: where a line of a side went. A line that is common in its file may be followed to the wrong place, and two
//! calls in one function may bear one head; the result itself, read as code, knows better.

use std::collections::HashMap;
use std::rc::Rc;

use crate::changes::change::Change;
use crate::edits::conflicts;
use crate::merge::{Merge, Store};
use crate::pairs;
use crate::pairs::pair::{Measure, Pair};
use crate::units;
use crate::units::reading::Reading;
use crate::units::unit::{Unit, UnitKind};

/// The units of the results that were asked for, by file.
pub(super) struct Standing<'a> {
    merge: &'a Merge,
    store: &'a dyn Store,
    units: HashMap<usize, Option<Rc<Reading>>>,
}

impl<'a> Standing<'a> {
    pub(super) fn new(merge: &'a Merge, store: &'a dyn Store) -> Standing<'a> {
        Standing { merge, store, units: HashMap::new() }
    }

    /// Looks the pair's claim up in the result and takes back what the result refutes. Tells whether the pair still
    /// means something: small things do so only within one container. What cannot be looked up stays as it is: a
    /// document, a file with open conflicts, code that its grammar cannot read.
    pub(super) fn confirms(&mut self, pair: &mut Pair, [ours, theirs]: &[Vec<Change>; 2]) -> bool {
        let (ours, theirs) = (&ours[pair.ours], &theirs[pair.theirs]);
        let places = pair.places.or_else(|| Some([ours.stands.merged?, theirs.stands.merged?]));
        let claims = pair.likeness.get(Measure::SameIdentity) > 0.0;
        // A person who moved the one into another list than the side's diff knew.
        let is_small = pair.likeness.get(Measure::SameContainer) > 0.0 && pairs::needs_one_container(ours.unit.kind);
        let (Some(places), true) = (places, claims || is_small && !pair.doubled) else { return true };
        let Some(units) = self.units_of(ours.file) else { return true };
        let [one, other] = places.map(|lines| at(units, ours.unit.kind, lines));
        let same = |unit: &Unit, twin: &Unit| unit.span != twin.span && unit.container == twin.container;
        let is_claim = |unit: &&&Unit| !claims || unit.identity == ours.unit.identity;
        let confirmed =
            one.iter().filter(is_claim).any(|unit| other.iter().filter(is_claim).any(|twin| same(unit, twin)));
        if confirmed || one.is_empty() || other.is_empty() {
            return true;
        }
        pair.likeness.flag(Measure::SameIdentity, false);
        pair.likeness.flag(Measure::SameContainer, false);
        !pairs::needs_one_container(ours.unit.kind)
    }

    fn units_of(&mut self, file: usize) -> Option<&[Unit]> {
        let (merge, store) = (self.merge, self.store);
        let read = || {
            let result = store.read(&merge.files[file].merged);
            let is_whole = result.outline().is_none() && conflicts::regions(&result.text).is_empty();
            is_whole.then(|| units::known::of(&result))
        };
        self.units.entry(file).or_insert_with(read).as_ref().map(|reading| reading.units.as_slice())
    }
}

/// Returns the units of a kind that begin on these lines, counted from 1.
fn at(units: &[Unit], kind: UnitKind, lines: (usize, usize)) -> Vec<&Unit> {
    let begins = |unit: &&Unit| unit.kind == kind && (lines.0..=lines.1).contains(&unit.span.start_line);
    units.iter().filter(begins).collect()
}
