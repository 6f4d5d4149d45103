//! `identifier-collision`: one identity is claimed twice where one may stand.
//!
//! Not here: what a unit claims (`units`), equal units (`duplicate_addition`).

use super::fault::Fault;
use super::finding::{Kind, Severity};
use super::page::{Page, Telling};
use crate::changes::change::Change;
use crate::pairs::pair::{Measure, Pair};
use crate::units::unit::UnitKind;

pub(super) const PAGE: Page = Page {
    kind: Kind::IdentifierCollision,
    manual: include_str!("identifier-collision.md"),
    is: Some(collide),
    says: Some(says),
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

/// An estimate: too few were seen on real merges to measure it.
const RIGHT: f64 = 0.9;

/// One identity that both sides claim.
#[derive(Debug, Clone)]
pub struct Clash {
    /// What is claimed: `number 43 of migrations`, `label `sec:x``.
    pub what: String,
    /// What happens.
    pub breaks: &'static str,
    /// An error where something refuses the second or silently takes one, else a warning.
    pub severity: Severity,
}

/// Makes a fault of two claims of one identity. Each side claims it once: neither had the clash.
#[must_use]
pub fn fault(clash: &Clash, ours: Change, theirs: Change) -> Fault {
    let name = |change: &Change| match change.unit.kind {
        UnitKind::File => change.unit.name.clone().unwrap_or_default(),
        _ => change.text.trim().to_owned(),
    };
    let mut names = [name(&ours), name(&theirs)];
    names.sort();
    let message = format!("both sides took {}: `{}` and `{}`; {}", clash.what, names[0], names[1], clash.breaks);
    let reasons = vec!["each side alone claims it once".to_owned()];
    Fault {
        kind: Kind::IdentifierCollision,
        severity: clash.severity,
        confidence: RIGHT,
        ours,
        theirs,
        message,
        reasons,
    }
}
