//! The words of code: the leaves of a tree in order, comments left out, each string one word.
//!
//! Not here: how words are compared (`pairs`).

use std::ops::Range;

use tree_sitter::{Node, Tree, TreeCursor};

use super::nodes::slice;
use crate::units::grammars::{Grammar, Role};
use crate::units::unit::{Token, TokenClass};

/// A unit keeps so many words at most. What is longer differs or agrees long before its end, and without a limit deep
/// data would be kept once for every level.
const MAX_WORDS: usize = 5_000;

/// A word and where it begins.
pub(super) struct Word {
    /// Its first byte.
    pub(super) start: usize,
    /// What it is.
    pub(super) token: Token,
}

/// Returns the words of a tree in order.
pub(super) fn of(text: &str, tree: &Tree, grammar: &Grammar) -> Vec<Word> {
    let mut words = Vec::new();
    let mut cursor = tree.walk();
    loop {
        let whole = take(text, &cursor, grammar, &mut words);
        if !whole && cursor.goto_first_child() {
            continue;
        }
        while !cursor.goto_next_sibling() {
            if !cursor.goto_parent() {
                return words;
            }
        }
    }
}

/// Takes the node as a word if it is one. Returns whether there is nothing more to take below it.
fn take(text: &str, cursor: &TreeCursor<'_>, grammar: &Grammar, words: &mut Vec<Word>) -> bool {
    let node = cursor.node();
    let role = grammar.role(node.kind_id());
    let is_word = role == Role::Literal || node.child_count() == 0;
    if role == Role::Comment || !is_word {
        return role == Role::Comment;
    }
    let word = slice(text, node).trim();
    if !word.is_empty() {
        let class = class(role, node, cursor.field_name());
        words.push(Word { start: node.start_byte(), token: Token { class, text: word.to_owned() } });
    }
    true
}

/// Tells what a word is. A key in data is a name, however it is quoted.
fn class(role: Role, node: Node<'_>, field: Option<&str>) -> TokenClass {
    match role {
        Role::Identifier => TokenClass::Identifier,
        Role::Literal if field == Some("key") && node.is_named() => TokenClass::Identifier,
        Role::Literal => TokenClass::Literal,
        _ => TokenClass::Fixed,
    }
}

/// Returns the words that begin within a range of bytes.
pub(super) fn within(words: &[Word], bytes: &Range<usize>) -> Vec<Token> {
    let first = words.partition_point(|word| word.start < bytes.start);
    let count = words[first..].partition_point(|word| word.start < bytes.end);
    words[first..first + count.min(MAX_WORDS)].iter().map(|word| word.token.clone()).collect()
}
