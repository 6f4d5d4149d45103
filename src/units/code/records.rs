//! Records of data: objects of one list that a key tells apart, `id` or another. Where a version tells all of them apart so,
//! a second one of that key is a clash, and two records of two keys are two, however alike.
//!
//! Not here: objects in the lists of code (`members`), rows of tables (`blocks::rows`).

use std::collections::{BTreeMap, BTreeSet};

use tree_sitter::Node;

use super::names;
use super::nodes::{slice, whole};
use super::under_way::{Frame, Record, Walk};
use crate::units::grammars::Role;

/// Keys that tell a record from the next, the strongest first.
const KEYS: &[&str] = &["id", "key", "uuid", "slug", "code", "name"];
/// So many pairs of an object are looked at.
const MAX_PAIRS: usize = 60;
/// Fewer records may differ by chance.
const MIN_RECORDS: usize = 3;

impl<'t> Walk<'t, '_> {
    /// Takes note of the entry of a list of data that became a unit last.
    pub(super) fn record(&mut self, node: Node<'t>, frame: &Frame) {
        let Some(unit) = self.units.len().checked_sub(1) else { return };
        let Some(object) = self.openable(node).filter(|body| self.grammar.role(body.kind_id()) == Role::Set) else {
            return;
        };
        let mut cursor = object.walk();
        let pairs: Vec<(String, String)> = object
            .named_children(&mut cursor)
            .take(MAX_PAIRS)
            .filter(|pair| self.may_tell(*pair))
            .filter_map(|pair| names::parts(whole(self.text), pair))
            .filter(|(_, value)| !value.is_empty())
            .collect();
        let said = |key: &&str| pairs.iter().find(|(known, _)| known == key).map(|(_, value)| value.clone());
        self.records.push(Record { unit, list: frame.path.clone(), said: KEYS.iter().map(said).collect() });
    }

    /// Tells whether a pair has one of the telling keys, in quotes or without.
    fn may_tell(&self, pair: Node<'t>) -> bool {
        let key = pair.child_by_field_name("key").or_else(|| pair.named_child(0));
        let said = key.map(|key| slice(whole(self.text), key)).unwrap_or_default();
        KEYS.contains(&said.trim_matches(['"', '\'']))
    }

    /// Names the records that a key tells apart.
    pub(super) fn name_records(&mut self) {
        let mut lists: BTreeMap<String, Vec<Record>> = BTreeMap::new();
        for record in std::mem::take(&mut self.records) {
            lists.entry(record.list.clone()).or_default().push(record);
        }
        for records in lists.into_values().filter(|records| records.len() >= MIN_RECORDS) {
            let Some((key, apart)) = (0..KEYS.len()).find_map(|key| Some((key, told_apart(&records, key)?))) else {
                continue;
            };
            for Record { unit, said, .. } in records {
                let Some((unit, value)) = self.units.get_mut(unit).zip(said[key].clone()) else { continue };
                unit.identity.get_or_insert(format!("{} {value}", KEYS[key]));
                unit.name.get_or_insert(value);
                unit.container.set_like |= apart;
            }
        }
    }
}

/// Tells whether a key tells all records of a list apart, and of those of two versions put together nearly all; `None`
/// where it is no key of theirs.
fn told_apart(records: &[Record], key: usize) -> Option<bool> {
    let said: Vec<&String> = records.iter().filter_map(|record| record.said[key].as_ref()).collect();
    let distinct = said.iter().collect::<BTreeSet<_>>().len();
    let repeated = said.len() - distinct;
    let fits = said.len() == records.len() && distinct >= MIN_RECORDS && repeated * 3 <= distinct;
    fits.then_some(repeated == 0)
}
