//! What a node of the tree says.
//!
//! Not here: what it means (`marks`, `words`).

use tree_sitter::Node;

use crate::source::Text;

/// Returns the text of a node.
pub(super) fn slice<'a>(text: &'a str, node: Node<'_>) -> &'a str {
    text.get(node.byte_range()).unwrap_or_default()
}

/// Returns the text of a whole source as a string. Trees are made of the same string, so ranges fit.
pub(super) fn whole(text: &Text) -> &str {
    text.as_str()
}
