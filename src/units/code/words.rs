//! The words of code: the leaves of a tree in order, comments left out, each string one word.
//!
//! Not here: how words are compared (`pairs`).

use std::ops::Range;
use std::sync::Arc;

use tree_sitter::{Node, Tree, TreeCursor};

use super::nodes::{slice, whole};
use crate::source::Text;
use crate::units::grammars::{Grammar, Role};
use crate::units::unit::{Piece, Token, TokenClass, Tokens};

/// A unit has so many words at most. What is longer differs or agrees long before its end.
const MAX_WORDS: usize = 5_000;

/// The words of a tree.
pub(super) struct Words {
    /// The first byte of each.
    starts: Vec<usize>,
    /// What they are.
    tokens: Arc<[Token]>,
}

/// Returns the words of a tree in order.
pub(super) fn of(text: &Text, tree: &Tree, grammar: &Grammar) -> Words {
    let (mut starts, mut tokens) = (Vec::new(), Vec::new());
    let mut cursor = tree.walk();
    loop {
        let is_taken = take(&cursor, grammar, &mut |node, class| {
            let word = slice(whole(text), node);
            let (start, trimmed) = (node.start_byte() + word.len() - word.trim_start().len(), word.trim());
            if !trimmed.is_empty() {
                starts.push(node.start_byte());
                tokens.push(Token { class, text: Piece::of(text, start..start + trimmed.len()) });
            }
        });
        if !is_taken && cursor.goto_first_child() {
            continue;
        }
        while !cursor.goto_next_sibling() {
            if !cursor.goto_parent() {
                return Words { starts, tokens: tokens.into() };
            }
        }
    }
}

/// Takes the node as a word if it is one. Returns whether there is nothing more to take below it.
fn take<'t>(cursor: &TreeCursor<'t>, grammar: &Grammar, found: &mut dyn FnMut(Node<'t>, TokenClass)) -> bool {
    let node = cursor.node();
    let role = grammar.role(node.kind_id());
    let is_word = role == Role::Literal || node.child_count() == 0;
    if role == Role::Comment || !is_word {
        return role == Role::Comment;
    }
    found(node, class(role, node, cursor));
    true
}

/// Tells what a word is. A key in data is a name, however it is quoted.
fn class(role: Role, node: Node<'_>, cursor: &TreeCursor<'_>) -> TokenClass {
    match role {
        Role::Identifier => TokenClass::Identifier,
        Role::Literal if cursor.field_name() == Some("key") && node.is_named() => TokenClass::Identifier,
        Role::Literal => TokenClass::Literal,
        _ => TokenClass::Fixed,
    }
}

/// Returns the words that begin within a range of bytes.
pub(super) fn within(words: &Words, bytes: &Range<usize>) -> Tokens {
    let first = words.starts.partition_point(|start| *start < bytes.start);
    let count = words.starts[first..].partition_point(|start| *start < bytes.end);
    Tokens::within(&words.tokens, first..first + count.min(MAX_WORDS))
}

impl Words {
    /// Returns all words.
    pub(super) fn all(&self) -> Tokens {
        Tokens::within(&self.tokens, 0..self.tokens.len())
    }
}
