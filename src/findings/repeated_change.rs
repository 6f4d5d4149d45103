//! `repeated-change`: both sides made the same change at two places that work on one value.
//!
//! Not here: the token changes (`changes::tweaks`), which functions call which (`river::tweaks`).

use super::fault::Fault;
use super::finding::{Kind, Severity};
use super::page::Page;
use crate::changes::change::Change;

/// An estimate: too few were seen on real merges to measure it.
const RIGHT: f64 = 0.7;

pub(super) const PAGE: Page =
    Page { kind: Kind::RepeatedChange, manual: include_str!("repeated-change.md"), is: None, says: None };

/// Makes a fault of one change at two places: `what` came, and the function of one place calls that of the other. Neither
/// side had it at both places.
#[must_use]
pub fn fault(what: &str, caller: &str, callee: &str, ours: Change, theirs: Change) -> Fault {
    let message = format!(
        "both sides put `{what}` into the way of one value: `{caller}` and `{callee}`, which it calls; it happens twice now"
    );
    let reasons = vec!["the same change, token for token".to_owned()];
    Fault { kind: Kind::RepeatedChange, severity: Severity::Warning, confidence: RIGHT, ours, theirs, message, reasons }
}
