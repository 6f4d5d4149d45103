//! Which nodes of a tree are units, by the query of its language.
//!
//! Not here: where a pattern matches (`matches`), what becomes of a mark (`walk`).

use crate::hash::Map;
use tree_sitter::{Node, Tree};

use super::matches::{Captures, Matcher};
use super::nodes::slice;
use crate::units::grammars::{Grammar, Table};
use crate::units::unit::UnitKind;

/// Deeper nodes are no units: nobody writes code so deep, and hostile input does.
pub(super) const MAX_DEPTH: usize = 400;

/// The captures that say what a node is.
const SORTS: &[(&str, Sort)] = &[
    ("function", Sort::Unit(UnitKind::Function)),
    ("method", Sort::Unit(UnitKind::Method)),
    ("test", Sort::Unit(UnitKind::Test)),
    ("type", Sort::Unit(UnitKind::Type)),
    ("member", Sort::Unit(UnitKind::Member)),
    ("enum_entry", Sort::Unit(UnitKind::EnumEntry)),
    ("import", Sort::Unit(UnitKind::Import)),
    ("declaration", Sort::Unit(UnitKind::Declaration)),
    ("variable", Sort::Variable),
    ("statement", Sort::Unit(UnitKind::Statement)),
    ("key", Sort::Unit(UnitKind::Key)),
    ("entry", Sort::Unit(UnitKind::Entry)),
    ("scope", Sort::Scope),
    ("nothing", Sort::Nothing),
];

/// What a query says of a node.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sort {
    /// A unit of this kind.
    Unit(UnitKind),
    /// A variable: a declaration, a member or a statement, as the place has it.
    Variable,
    /// No unit, but what stands in it stands in a container of its own.
    Scope,
    /// No unit, although its place would make it one.
    Nothing,
}

/// What a query says of one node. Of several patterns the first in the file counts.
#[derive(Debug)]
pub(super) struct Mark<'t> {
    /// The pattern.
    pub(super) pattern: usize,
    /// What the node is.
    pub(super) sort: Sort,
    /// One match for every thing that the node says: three names imported are three.
    pub(super) items: Vec<Item<'t>>,
}

/// One match of a pattern.
#[derive(Debug)]
pub(super) struct Item<'t> {
    /// The pattern; imports join matches of several.
    pattern: usize,
    table: &'static Table,
    captures: Captures<'t>,
}

impl<'t> Item<'t> {
    /// Returns the node that a capture names.
    pub(super) fn node(&self, name: &str) -> Option<Node<'t>> {
        let called = |capture: u8| self.table.captures.get(usize::from(capture) - 1) == Some(&name);
        self.captures.iter().find(|(capture, _)| called(*capture)).map(|(_, node)| *node)
    }

    /// Returns a setting that the pattern makes: `(#set! label "impl {name}")`.
    pub(super) fn setting(&self, key: &str) -> Option<&'static str> {
        let settings = self.table.patterns[self.pattern].settings;
        settings.iter().find(|(known, _)| *known == key).map(|(_, value)| *value)
    }

    /// Fills the names of captures in braces with their texts: `impl {trait} for {name}`.
    pub(super) fn fill(&self, text: &str, template: &str) -> String {
        let mut filled = String::new();
        let mut rest = template;
        while let Some((before, after)) = rest.split_once('{') {
            let Some((name, behind)) = after.split_once('}') else { break };
            filled.push_str(before);
            filled.push_str(&self.node(name).map(|node| super::names::clean(slice(text, node))).unwrap_or_default());
            rest = behind;
        }
        filled + rest
    }

    /// Returns the node that tells this item from others of the same mark.
    fn place(&self) -> Option<usize> {
        let node = ["item", "name", "alias", "source"].iter().find_map(|name| self.node(name))?;
        Some(node.start_byte())
    }
}

/// The marks of a tree, found while it is walked: what is known of nodes that the walk has yet to reach.
pub(super) struct Marks<'t, 'g> {
    matcher: Matcher<'t, 'g>,
    table: &'static Table,
    /// What each capture says, in the order of the table's captures.
    sorts: Vec<Option<Sort>>,
    /// By the id of the node.
    known: Map<usize, Mark<'t>>,
}

impl<'t, 'g> Marks<'t, 'g> {
    /// Begins with a tree of which nothing is known.
    pub(super) fn of(text: &'t str, tree: &'t Tree, grammar: &'g Grammar) -> Marks<'t, 'g> {
        let sort = |name: &&str| SORTS.iter().find(|(known, _)| known == name).map(|(_, sort)| *sort);
        let sorts = grammar.table.captures.iter().map(sort).collect();
        let matcher = Matcher::new(text, tree.walk(), grammar);
        Marks { matcher, table: grammar.table, sorts, known: Map::default() }
    }

    /// Returns what the query says of a node. A pattern begins at the node that it marks or at one around it, so the
    /// walk asks outer nodes first.
    pub(super) fn at(&mut self, node: Node<'t>) -> Option<Mark<'t>> {
        let Marks { matcher, table, sorts, known } = self;
        matcher.at(node, &mut |pattern, captures| {
            let sort = |(capture, node): &(u8, Node<'t>)| Some((sorts[usize::from(*capture) - 1]?, *node));
            if let Some((sort, node)) = captures.iter().find_map(sort) {
                note(known, node, sort, Item { pattern, table, captures: captures.clone() });
            }
        });
        if known.is_empty() { None } else { known.remove(&node.id()) }
    }
}

/// Notes one match. An earlier pattern displaces a later one; matches of one pattern and imports add up.
fn note<'t>(known: &mut Map<usize, Mark<'t>>, node: Node<'t>, sort: Sort, item: Item<'t>) {
    let mark = known.entry(node.id()).or_insert_with(|| Mark { pattern: item.pattern, sort, items: Vec::new() });
    let imports = mark.sort == sort && sort == Sort::Unit(UnitKind::Import);
    if item.pattern < mark.pattern && !imports {
        *mark = Mark { pattern: item.pattern, sort, items: Vec::new() };
    }
    if item.pattern > mark.pattern && !imports {
        return;
    }
    let place = item.place();
    match mark.items.binary_search_by_key(&place, Item::place) {
        Ok(at) if item.pattern < mark.items[at].pattern => mark.items[at] = item,
        Ok(_) => {}
        Err(at) => mark.items.insert(at, item),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::grammars::languages;

    /// Captures that belong to a unit.
    const PARTS: &[&str] = &["name", "item", "source", "alias", "body", "signature", "tree", "owner", "trait", "as"];

    #[test]
    fn every_capture_is_known() {
        for language in languages() {
            for name in language.grammar().expect("it has one").table.captures {
                let known = SORTS.iter().any(|(sort, _)| sort == name) || PARTS.contains(name) || name.starts_with('_');
                assert!(known, "{}: @{name} says nothing", language.settings.name);
            }
        }
    }
}
