//! The fields that nodes of several grammars are read by, as the numbers that a parser has for them: to ask by name costs
//! a search through all names for each node.
//!
//! Not here: what the fields mean (`code`), those that a query names (`table`).

use tree_sitter::Node;

/// Fields that hold what a method is called on, in one grammar or another.
const RECEIVERS: &[&str] = &["object", "value", "operand", "argument", "expression", "receiver", "scope"];
/// Fields that hold the name of the method.
const NAMES: &[&str] = &["property", "attribute", "field", "name", "method"];
/// Fields that hold the function as a whole.
const FUNCTIONS: &[&str] = &["function", "constructor", "type", "macro", "target"];
/// Fields that may hold what stands in a unit.
const BODIES: &[&str] = &["body", "value", "right"];

/// Several fields of one grammar, in the order in which they are asked.
#[derive(Debug, Clone)]
pub struct Fields(Vec<u16>);

impl Fields {
    fn of(parser: &tree_sitter::Language, names: &[&str]) -> Fields {
        Fields(names.iter().filter_map(|name| parser.field_id_for_name(name)).map(Into::into).collect())
    }

    /// Returns the first child of a node that is one of these.
    #[must_use]
    pub fn first<'t>(&self, node: Node<'t>) -> Option<Node<'t>> {
        self.all(node).next()
    }

    /// Returns the children of a node that are these, the first of each.
    pub fn all<'t>(&self, node: Node<'t>) -> impl Iterator<Item = Node<'t>> {
        self.0.iter().filter_map(move |field| node.child_by_field_id(*field))
    }
}

/// The fields of one grammar.
#[derive(Debug, Clone)]
pub struct Known {
    /// What is called, as a whole.
    pub functions: Fields,
    /// What a function was made of.
    pub function: Fields,
    /// What a method is called on.
    pub receivers: Fields,
    /// What the method is called.
    pub names: Fields,
    /// The arguments.
    pub arguments: Fields,
    /// What stands in a unit.
    pub bodies: Fields,
}

impl Known {
    /// Looks the fields up.
    #[must_use]
    pub fn of(parser: &tree_sitter::Language) -> Known {
        let of = |names| Fields::of(parser, names);
        Known {
            functions: of(FUNCTIONS),
            function: of(&["function"]),
            receivers: of(RECEIVERS),
            names: of(NAMES),
            arguments: of(&["arguments"]),
            bodies: of(BODIES),
        }
    }
}
