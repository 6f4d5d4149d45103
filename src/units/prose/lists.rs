//! Which lists are lists of links, where an entry may stand only once.
//!
//! Not here: how entries are found (one reader a format), what a link is (`address.rs`).

use std::collections::{BTreeSet, HashMap};

use super::address;
use super::pointers::Entry;
use crate::source::Text;
use crate::units::unit::{Unit, UnitKind};

/// A list of links has at least this many entries.
const MIN_ENTRIES: usize = 3;
/// One entry in so many may point where another one does, by accident; a list with more of them is no set of links.
const ONE_REPEATED_IN: usize = 10;

/// Marks the entries of link lists: their container becomes set-like, their first link is their identity.
pub(in crate::units) fn mark_links(text: &Text, units: &mut [Unit]) {
    let mut lists: HashMap<String, Vec<(usize, Option<String>)>> = HashMap::new();
    for (at, unit) in units.iter().enumerate() {
        if matches!(unit.kind, UnitKind::Bullet | UnitKind::Task) {
            let link = address::subject(&Entry::of(text.slice(&unit.span)).said).map(|subject| subject.target);
            lists.entry(unit.container.path.clone()).or_default().push((at, link));
        }
    }
    for entries in lists.into_values() {
        let linked = entries.iter().filter(|(_, link)| link.is_some()).count();
        let targets: BTreeSet<&String> = entries.iter().filter_map(|(_, link)| link.as_ref()).collect();
        let repeated = linked - targets.len();
        if entries.len() < MIN_ENTRIES || linked * 2 < entries.len() || repeated * ONE_REPEATED_IN > linked.max(20) {
            continue;
        }
        for (at, link) in entries {
            units[at].container.set_like = true;
            units[at].identity = link;
        }
    }
}
