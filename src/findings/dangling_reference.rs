//! `dangling-reference`: a use whose definition is gone.
//!
//! Not here: how uses and definitions are found (`river::references`).

use super::fault::Fault;
use super::finding::{Kind, Severity};
use super::page::Page;
use crate::changes::change::Change;
use crate::source::Side;
use crate::units::unit::UnitKind;

/// An estimate: too few were seen on real merges to measure it.
const RIGHT: f64 = 0.8;

pub(super) const PAGE: Page =
    Page { kind: Kind::DanglingReference, manual: include_str!("dangling-reference.md"), is: None, says: None };

/// A definition that one side took away, and a place where the other newly uses it.
#[derive(Debug, Clone)]
pub struct Reference {
    /// What is used.
    pub name: String,
    /// What it was.
    pub kind: UnitKind,
    /// What the side that took it away calls it now, if it goes on under another name.
    pub renamed_to: Option<String>,
    /// The change that took it away.
    pub gone: Change,
    /// The change that uses it.
    pub used: Change,
}

/// Makes a fault of a reference. The side that uses the name has its definition, the side that took it away has no use:
/// neither had the fault.
#[must_use]
pub fn fault(reference: Reference) -> Fault {
    let Reference { name, kind, renamed_to, gone, used } = reference;
    let word = kind.name().replace('-', " ");
    let shown = if is_called(kind) { format!("{name}()") } else { name.clone() };
    let message = match &renamed_to {
        Some(new) => format!("one side renamed {word} `{shown}` to `{new}`; the other newly uses the old name"),
        None => format!("one side removed {word} `{shown}`; the other newly uses it"),
    };
    let severity = if breaks(kind) { Severity::Error } else { Severity::Warning };
    let reasons = vec![format!("the side that took it away names `{name}` nowhere any more")];
    let (ours, theirs) = if gone.side == Side::Ours { (gone, used) } else { (used, gone) };
    Fault { kind: Kind::DanglingReference, severity, confidence: RIGHT, ours, theirs, message, reasons }
}

fn is_called(kind: UnitKind) -> bool {
    matches!(kind, UnitKind::Function | UnitKind::Method)
}

/// Tells whether a language refuses a use without a definition.
fn breaks(kind: UnitKind) -> bool {
    matches!(kind, UnitKind::Function | UnitKind::Method | UnitKind::Type | UnitKind::Declaration | UnitKind::EnumEntry)
}
