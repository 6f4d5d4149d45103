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
    let mut lists: HashMap<&str, Vec<usize>> = HashMap::new();
    for (at, unit) in units.iter().enumerate() {
        if matches!(unit.kind, UnitKind::Bullet | UnitKind::Task) {
            lists.entry(&unit.container.path).or_default().push(at);
        }
    }
    let lists: Vec<Vec<usize>> = lists.into_values().filter(|entries| entries.len() >= MIN_ENTRIES).collect();
    for entries in lists {
        let link = |at: usize| {
            let said = Entry::of(text.slice(&units[at].span)).said;
            address::subject(&said).map(|subject| subject.target)
        };
        // Most lists are no lists of links, which the first half of their entries tells.
        let (count, mut without) = (entries.len(), 0);
        let is_open = |link: &Option<String>, without: &mut usize| {
            *without += usize::from(link.is_none());
            *without * 2 <= count
        };
        let entries = entries.into_iter().map(|at| (at, link(at)));
        let entries: Vec<(usize, Option<String>)> =
            entries.take_while(|(_, link)| is_open(link, &mut without)).collect();
        if entries.len() < count {
            continue;
        }
        let linked = count - without;
        let targets: BTreeSet<&String> = entries.iter().filter_map(|(_, link)| link.as_ref()).collect();
        let repeated = linked - targets.len();
        if repeated * ONE_REPEATED_IN > linked.max(20) {
            continue;
        }
        for (at, link) in entries {
            units[at].container.set_like = true;
            units[at].identity = link;
        }
    }
}
