//! Which lists are lists of links, where an entry may stand only once.
//!
//! Not here: how entries are found, what a link is (`prose`).

use std::collections::HashMap;

use crate::source::Text;
use crate::units::prose::sentence;
use crate::units::unit::{Unit, UnitKind};

/// A list of links has at least this many entries.
const MIN_ENTRIES: usize = 3;
/// An entry of a list of links names its link within this many words.
const FIRST_WORDS: usize = 8;
/// A link is looked for in this many bytes at the start of an entry.
const LONGEST_START: usize = 2000;

/// Marks the entries of link lists: their container becomes set-like, their first link is their identity.
pub(super) fn mark_links(text: &Text, units: &mut [Unit]) {
    let mut lists: HashMap<String, Vec<(usize, Option<String>)>> = HashMap::new();
    for (at, unit) in units.iter().enumerate() {
        if matches!(unit.kind, UnitKind::Bullet | UnitKind::Task) {
            let link = subject(text.slice(&unit.span));
            lists.entry(unit.container.path.clone()).or_default().push((at, link));
        }
    }
    for entries in lists.into_values() {
        let linked = entries.iter().filter(|(_, link)| link.is_some()).count();
        if entries.len() < MIN_ENTRIES || linked * 2 < entries.len() {
            continue;
        }
        for (at, link) in entries {
            units[at].container.set_like = true;
            units[at].identity = link;
        }
    }
}

/// Returns the link that an entry is about: its first, among its first words. Links to an issue or a person are
/// evidence of an entry, and not what it is about.
fn subject(entry: &str) -> Option<String> {
    let mut end = entry.len().min(LONGEST_START);
    while !entry.is_char_boundary(end) {
        end -= 1;
    }
    let link = sentence::first_link(&entry[..end])?;
    let is_evidence = ["[#", "[\\#", "[@", "[!"].iter().any(|mark| entry[link.start..].starts_with(mark));
    let before = sentence::plain(&entry[..link.start]);
    let is_early = before.split_whitespace().count() < FIRST_WORDS;
    (is_early && !is_evidence && !link.target.is_empty()).then_some(link.target)
}
