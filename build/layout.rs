//! Lays the nodes of patterns out in flat tables of numbers, which need no work when the program starts.
//!
//! Not here: what a pattern says (`query`), the text of the tables (`tables`).

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::query::{Child, Node, Pattern, Symbol};

/// Stand for any node and for any node with a name.
const ANY: usize = 65_535;
const ANY_NAMED: usize = 65_534;

/// The tables of a language while they are filled.
#[derive(Default)]
pub(crate) struct Layout {
    /// Kinds of nodes, by name and whether they are named, with the number that stands for each, from 1.
    pub(crate) kinds: BTreeMap<(String, bool), usize>,
    pub(crate) fields: Vec<String>,
    pub(crate) captures: Vec<String>,
    /// Steps and slots as Rust values.
    pub(crate) steps: Vec<String>,
    pub(crate) slots: Vec<String>,
}

impl Layout {
    /// Numbers the kinds: those that have a role and those that a pattern names.
    pub(crate) fn number(&mut self, listed: impl Iterator<Item = String>, patterns: &[Pattern]) {
        self.kinds.extend(listed.map(|kind| ((kind, true), 0)));
        let mut open: Vec<&Child> = patterns.iter().map(|pattern| &pattern.root).collect();
        while let Some(child) = open.pop() {
            for node in &child.alternatives {
                if let Symbol::Kind(kind, named) = &node.symbol {
                    self.kinds.insert((kind.clone(), *named), 0);
                }
                open.extend(&node.children);
            }
        }
        self.kinds.values_mut().enumerate().for_each(|(index, number)| *number = index + 1);
    }

    /// Lays out a slot and all below it; returns its number.
    pub(crate) fn slot(&mut self, child: &Child) -> usize {
        self.slots_of(std::slice::from_ref(child))
    }

    /// Slots of one node lie side by side, and so do the alternatives of a slot.
    fn slots_of(&mut self, children: &[Child]) -> usize {
        let first = self.slots.len();
        self.slots.resize(first + children.len(), String::new());
        for (offset, child) in children.iter().enumerate() {
            let start = self.steps.len();
            self.steps.resize(start + child.alternatives.len(), String::new());
            for (number, node) in child.alternatives.iter().enumerate() {
                self.steps[start + number] = self.step(node);
            }
            let Child { alternatives, adjoins, is_last } = child;
            self.slots[first + offset] = format!("Slot({start}, {}, {adjoins}, {is_last})", alternatives.len());
        }
        first
    }

    fn step(&mut self, node: &Node) -> String {
        let symbol = match &node.symbol {
            Symbol::Any => ANY,
            Symbol::AnyNamed => ANY_NAMED,
            Symbol::Kind(kind, named) => self.kinds[&(kind.clone(), *named)],
        };
        let field = node.field.as_ref().map_or(0, |field| known(&mut self.fields, field) + 1);
        let mut captures = [0; 2];
        assert!(node.captures.len() <= captures.len() && node.absent.len() <= 1, "{node:?}: too much at one node");
        for (place, capture) in captures.iter_mut().zip(&node.captures) {
            *place = known(&mut self.captures, capture) + 1;
        }
        let absent = node.absent.first().map_or(0, |field| known(&mut self.fields, field) + 1);
        let count = node.children.len();
        let slots = self.slots_of(&node.children);
        format!("Step({symbol}, {field}, {captures:?}, {absent}, {slots}, {count})")
    }

    /// Returns the number of a capture, from 1.
    pub(crate) fn capture(&mut self, name: &str) -> usize {
        known(&mut self.captures, name) + 1
    }

    /// Returns for each kind the patterns whose outermost node is of it.
    pub(crate) fn starts(&self, patterns: &[Pattern]) -> BTreeMap<(String, bool), Vec<usize>> {
        let mut starts: BTreeMap<(String, bool), Vec<usize>> = BTreeMap::new();
        for (index, pattern) in patterns.iter().enumerate() {
            for node in &pattern.root.alternatives {
                let Symbol::Kind(kind, named) = &node.symbol else { panic!("{node:?}: any node may begin a pattern") };
                let found = starts.entry((kind.clone(), *named)).or_default();
                if found.last() != Some(&index) {
                    found.push(index);
                }
            }
        }
        starts
    }
}

/// Returns the place of a name in a list, at the end where it is new.
fn known(names: &mut Vec<String>, name: &str) -> usize {
    names.iter().position(|known| known == name).unwrap_or_else(|| {
        names.push(name.to_owned());
        names.len() - 1
    })
}

/// Writes a list, several values a line.
pub(crate) fn list(values: impl IntoIterator<Item = String>) -> String {
    let mut code = String::from("&[");
    for (index, value) in values.into_iter().enumerate() {
        let _ = write!(code, "{value}, {}", if index % 8 == 7 { "\n    " } else { "" });
    }
    code + "]"
}
