//! In which branch of which choice a node stands: of `if` and `else`, of the arms of a `match`, of `#ifdef` and `#else`
//! only one is taken.
//!
//! Not here: what that means for two units (`units::unit`).

use tree_sitter::Node;

use super::names::{self, join};
use super::nodes::{slice, whole};
use super::under_way::{Level, Pending, Walk};
use crate::units::grammars::Role;
use crate::units::unit::Branch;

/// A branch stands so near below its choice: within the block that holds all cases.
const MAX_BETWEEN: usize = 2;
/// What every condition of the preprocessor begins with in its grammars. Two conditions that are not one are set by hand
/// so that one of them holds.
const PREPROCESSOR: &str = "preproc";
/// The field that holds `else` where it is no node of its own.
const OTHERWISE: &str = "alternative";

impl<'t> Walk<'t, '_> {
    /// Notes whether a node is a choice, or another branch of the one around it.
    pub(super) fn branch(&mut self, node: Node<'t>, field: Option<&str>, level: &mut Level) {
        let (is_choice, is_way) = self.grammar.chooses(node.kind_id());
        let label = || names::header(slice(whole(self.text), node).lines().next().unwrap_or_default());
        let mut near = self.levels.iter().rev().take(MAX_BETWEEN);
        let goes_on = is_way && near.any(|level| level.choice.is_some() || level.way.is_some());
        let otherwise = field == Some(OTHERWISE) && self.levels.last().is_some_and(|level| level.choice.is_some());
        if goes_on || otherwise {
            level.way = Some(label());
        }
        if !is_choice {
            return;
        }
        let label = label();
        level.choice = Some(if node.kind().starts_with(PREPROCESSOR) {
            let around = self.levels.iter().filter(|level| level.is_preprocessor).count();
            level.is_preprocessor = true;
            Branch { choice: format!("# {around}"), way: label }
        } else {
            let path = self.frame(&Pending::default()).path;
            Branch { choice: self.once(join(&path, &format!("? {label}"), "."), ""), way: String::new() }
        });
    }

    /// Returns the branches that are open at this point of the walk, outer before inner.
    pub(super) fn branches(&self) -> Vec<Branch> {
        let mut open: Vec<Branch> = Vec::new();
        for level in &self.levels {
            if let (Some(way), Some(last)) = (&level.way, open.last_mut()) {
                last.way = format!("{} {way}", last.way);
            }
            open.extend(level.choice.clone());
        }
        open
    }

    /// Returns the path of the container in which a name binds that is bound here.
    pub(super) fn binding(&self, pending: &Pending) -> String {
        let frame = self.frame(pending);
        frame.binds.unwrap_or(frame.path)
    }

    /// Tells whether a block without a name is no scope of its own.
    pub(super) fn is_no_scope(&self, role: Role) -> bool {
        self.settings.function_scope && role == Role::Block
    }
}
