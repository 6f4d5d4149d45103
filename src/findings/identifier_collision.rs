//! `identifier-collision`: one identity is claimed twice where one may stand.
//!
//! Not here: what a unit claims (`units`), equal units (`duplicate_addition`).

use super::finding::Kind;
use super::page::{Page, Telling};
use crate::changes::change::Change;
use crate::pairs::pair::{Measure, Pair};
use crate::units::unit::UnitKind;

pub(super) const PAGE: Page = Page {
    kind: Kind::IdentifierCollision,
    manual: include_str!("identifier-collision.md"),
    is: Some(collide),
    says: says,
};

/// Two claims with other contents.
pub(super) fn collide(pair: &Pair, (ours, _): (&Change, &Change)) -> bool {
    pair.likeness.get(Measure::SameIdentity) > 0.0 && is_named(ours.unit.kind)
}

/// Tells whether a second unit of the same name in one scope is an error of the language or of the data.
pub(super) fn is_named(kind: UnitKind) -> bool {
    !matches!(kind, UnitKind::Bullet | UnitKind::Task | UnitKind::TableRow | UnitKind::Paragraph | UnitKind::Note)
}

fn says(told: &Telling<'_>) -> String {
    let what = match &told.ours.unit.name {
        Some(name) => format!("{} `{name}`", told.what),
        None => told.what.clone(),
    };
    format!("both sides added {what} with different contents to one place that holds it once")
}
