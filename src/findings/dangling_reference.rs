//! `dangling-reference`: a use whose definition is gone.
//!
//! Not here: how uses and definitions are found (`river::references`).

use super::fault::Fault;
use super::finding::{Kind, Severity};
use super::page::Page;
use crate::changes::change::Change;
use crate::source::Side;
use crate::units::unit::UnitKind;

/// Of 18 merges of 55 repositories that were told, 13 were right or worth a look when they were first read; each of the
/// others led to a rule. In 1,400 unread merges since then 3 were told, and 3 were right or worth a look.
const RIGHT: f64 = 0.8;
/// Of words of which nobody knows what defined them, 7 of 12: a library may have them still.
const RIGHT_OF_WORDS: f64 = 0.55;

pub(super) const PAGE: Page =
    Page { kind: Kind::DanglingReference, manual: include_str!("dangling-reference.md"), is: None, says: None };

/// How a side took a name away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Loss {
    /// Its definition went, and every use.
    Removed(UnitKind),
    /// Its definition goes on under another name.
    Renamed(UnitKind, String),
    /// It went out of all files, from so many lines; no reader knows what defined it.
    Vanished(usize),
    /// The import that bound it in this file went; other files may have it still.
    Unbound,
    /// It was exchanged for one other word in so many lines of this file, in all that had it.
    Exchanged(String, usize),
}

/// A name that one side took away, and a place where the other newly uses it.
#[derive(Debug, Clone)]
pub struct Reference {
    /// What is used.
    pub name: String,
    /// What became of it.
    pub loss: Loss,
    /// The change that took it away.
    pub gone: Change,
    /// The change that uses it.
    pub used: Change,
}

/// Makes a fault of a reference. The side that uses the name has its definition, the side that took it away has no use:
/// neither had the fault.
#[must_use]
pub fn fault(reference: Reference) -> Fault {
    let Reference { name, loss, gone, used } = reference;
    let message = match &loss {
        Loss::Removed(kind) => format!("one side removed {}; the other newly uses it", shown(*kind, &name)),
        Loss::Renamed(kind, new) => {
            format!("one side renamed {} to `{new}`; the other newly uses the old name", shown(*kind, &name))
        }
        Loss::Vanished(lines) => {
            format!("one side took `{name}` out of all files, from {lines} lines; the other newly uses it")
        }
        Loss::Unbound => format!("one side took the import of `{name}` out of this file; the other newly uses it here"),
        Loss::Exchanged(new, lines) => {
            format!(
                "one side wrote `{new}` for `{name}` in all {lines} lines of this file; the other newly uses the old name"
            )
        }
    };
    let where_from = match loss {
        Loss::Unbound | Loss::Exchanged(..) => "in this file",
        _ => "anywhere",
    };
    let reasons = vec![format!("the side that took it away no longer names `{name}` {where_from}")];
    let (ours, theirs) = if gone.side == Side::Ours { (gone, used) } else { (used, gone) };
    Fault {
        kind: Kind::DanglingReference,
        severity: severity(&loss),
        confidence: if matches!(loss, Loss::Vanished(_)) { RIGHT_OF_WORDS } else { RIGHT },
        ours,
        theirs,
        message,
        reasons,
    }
}

fn shown(kind: UnitKind, name: &str) -> String {
    let brackets = if is_called(kind) { "()" } else { "" };
    format!("{} `{name}{brackets}`", kind.name().replace('-', " "))
}

fn severity(loss: &Loss) -> Severity {
    match loss {
        Loss::Removed(kind) | Loss::Renamed(kind, _) if breaks(*kind) => Severity::Error,
        Loss::Unbound => Severity::Error,
        Loss::Vanished(_) => Severity::Note,
        _ => Severity::Warning,
    }
}

fn is_called(kind: UnitKind) -> bool {
    matches!(kind, UnitKind::Function | UnitKind::Method)
}

/// Tells whether a language refuses a use without a definition.
fn breaks(kind: UnitKind) -> bool {
    use UnitKind::{Declaration, EnumEntry, Function, Member, Method, Type};
    matches!(kind, Function | Method | Type | Declaration | EnumEntry | Member)
}
