//! `contradicting-addition`: the same statement with other values.
//!
//! Not here: which values differ (`pairs::values`).

use super::finding::Kind;
use super::page::Page;
use crate::changes::change::Change;
use crate::pairs::pair::{Family, Pair};
use crate::pairs::prose::measure_something;
use crate::units::unit::UnitKind;

pub(super) const PAGE: Page = Page {
    kind: Kind::ContradictingAddition,
    manual: include_str!("contradicting-addition.md"),
    is: Some(contradicts),
    says: Some(|told| format!("both sides added the same {} with different values, {}", told.what, told.place)),
};

/// A whole file says many things; that some of them differ makes it no contradiction.
fn contradicts(pair: &Pair, (ours, _): (&Change, &Change)) -> bool {
    let likeness = &pair.likeness;
    let differs = likeness.opposed || measure_something(&likeness.conflicts) || likeness.other_name;
    likeness.family == Family::Prose && ours.unit.kind != UnitKind::File && differs
}
