//! Which nodes of a tree are units: a language's query, asked once for the whole tree.
//!
//! Not here: what becomes of a mark (`walk`).

use std::collections::HashMap;

use tree_sitter::{Node, Query, QueryCursor, StreamingIterator, Tree};

use super::nodes::slice;
use crate::units::grammars::Grammar;
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
pub(super) struct Mark<'t> {
    /// The pattern.
    pub(super) pattern: usize,
    /// What the node is.
    pub(super) sort: Sort,
    /// One match for every thing that the node says: three names imported are three.
    pub(super) items: Vec<Item<'t>>,
}

/// One match of a pattern.
pub(super) struct Item<'t> {
    /// The pattern; imports join matches of several.
    pattern: usize,
    captures: Vec<(u32, Node<'t>)>,
}

impl<'t> Item<'t> {
    /// Returns the node that a capture names.
    pub(super) fn node(&self, query: &Query, name: &str) -> Option<Node<'t>> {
        let index = query.capture_index_for_name(name)?;
        self.captures.iter().find(|(capture, _)| *capture == index).map(|(_, node)| *node)
    }

    /// Returns a setting that the pattern makes: `(#set! label "impl {name}")`.
    pub(super) fn setting<'q>(&self, query: &'q Query, key: &str) -> Option<&'q str> {
        let settings = query.property_settings(self.pattern);
        settings.iter().find(|setting| &*setting.key == key)?.value.as_deref()
    }

    /// Fills the names of captures in braces with their texts: `impl {trait} for {name}`.
    pub(super) fn fill(&self, query: &Query, text: &str, template: &str) -> String {
        let mut filled = String::new();
        let mut rest = template;
        while let Some((before, after)) = rest.split_once('{') {
            let Some((name, behind)) = after.split_once('}') else { break };
            filled.push_str(before);
            filled.push_str(
                &self.node(query, name).map(|node| super::names::clean(slice(text, node))).unwrap_or_default(),
            );
            rest = behind;
        }
        filled + rest
    }

    /// Returns the node that tells this item from others of the same mark.
    fn place(&self, query: &Query) -> Option<usize> {
        let node = ["item", "name", "alias", "source"].iter().find_map(|name| self.node(query, name))?;
        Some(node.start_byte())
    }
}

/// The marks of a tree by the id of their node.
pub(super) type Marks<'t> = HashMap<usize, Mark<'t>>;

/// Asks the query which nodes are what.
pub(super) fn of<'t>(text: &str, tree: &'t Tree, grammar: &Grammar) -> Marks<'t> {
    let mut marks = Marks::new();
    let mut cursor = QueryCursor::new();
    cursor.set_max_start_depth(u32::try_from(MAX_DEPTH).ok());
    let sorts = sorts(&grammar.query);
    let mut matches = cursor.matches(&grammar.query, tree.root_node(), text.as_bytes());
    while let Some(found) = matches.next() {
        let captures: Vec<_> = found.captures().iter().map(|capture| (capture.index, capture.node)).collect();
        let main = captures.iter().find_map(|(index, node)| Some((sorts[*index as usize]?, *node)));
        if let Some((sort, node)) = main {
            let item = Item { pattern: found.pattern_index, captures };
            note(&mut marks, &grammar.query, node, sort, item);
        }
    }
    marks
}

/// Returns what each capture says, in the order of the query's captures.
fn sorts(query: &Query) -> Vec<Option<Sort>> {
    let sort = |name: &&str| SORTS.iter().find(|(known, _)| known == name).map(|(_, sort)| *sort);
    query.capture_names().iter().map(sort).collect()
}

/// Notes one match. An earlier pattern displaces a later one; matches of one pattern and imports add up.
fn note<'t>(marks: &mut Marks<'t>, query: &Query, node: Node<'t>, sort: Sort, item: Item<'t>) {
    let mark = marks.entry(node.id()).or_insert_with(|| Mark { pattern: item.pattern, sort, items: Vec::new() });
    let imports = mark.sort == sort && sort == Sort::Unit(UnitKind::Import);
    if item.pattern < mark.pattern && !imports {
        *mark = Mark { pattern: item.pattern, sort, items: Vec::new() };
    }
    if item.pattern > mark.pattern && !imports {
        return;
    }
    let place = item.place(query);
    match mark.items.binary_search_by_key(&place, |known| known.place(query)) {
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
            let grammar = language.grammar().expect("it compiles");
            for name in grammar.query.capture_names() {
                let known = SORTS.iter().any(|(sort, _)| sort == name) || PARTS.contains(name) || name.starts_with('_');
                assert!(known, "{}: @{name} says nothing", language.settings.name);
            }
        }
    }
}
