//! Which nodes open a container, and what it is called: by its unit, by what it says, or by what stands before it.
//!
//! Not here: the units that stand in it (`walk`).

use tree_sitter::Node;

use super::names::{self, join, segment};
use super::nodes::{slice, whole};
use super::under_way::{BETWEEN_PLACES, Frame, Level, Pending, Scope, Walk};
use crate::units::grammars::Role;

/// Containers nest so deep at most; what stands deeper is part of the unit around it.
const MAX_FRAMES: usize = 48;

impl<'t> Walk<'t, '_> {
    /// Opens the container that a node is, if it is one.
    pub(super) fn open(&mut self, node: Node<'t>, role: Role, level: &mut Level) {
        let opens = matches!(role, Role::Block | Role::Set | Role::Sequence | Role::Document);
        let owned = self.bodies.remove(&node.id());
        if (owned.is_none() && !opens) || self.frames.len() > MAX_FRAMES {
            return;
        }
        let frame = match (owned, self.entries.remove(&node.id())) {
            (Some(frame), _) => frame,
            (None, Some(frame)) => self.entry_frame(node, frame),
            (None, None) if self.levels.is_empty() => return,
            (None, None) if role == Role::Document => self.document_frame(node),
            (None, None) => self.nameless_frame(node, role),
        };
        if !opens && let Some(parent) = self.levels.last() {
            level.children = parent.children;
        }
        self.frames.push(frame);
    }

    /// Returns the node that holds what stands in a unit, if it opens a container.
    pub(super) fn body(&self, node: Node<'t>) -> Option<Node<'t>> {
        let own = matches!(self.grammar.role(node.kind_id()), Role::Block | Role::Set | Role::Sequence);
        if own {
            return Some(node);
        }
        let fields = self.grammar.known.bodies.all(node);
        fields.filter_map(|child| self.openable(child)).next().or_else(|| self.openable(node))
    }

    /// Returns the node itself or what it wraps, if that opens a container.
    pub(super) fn openable(&self, node: Node<'t>) -> Option<Node<'t>> {
        let mut node = node;
        // A wrapper of a wrapper is common, a chain of more than a few is not code.
        for _ in 0..6 {
            match self.grammar.role(node.kind_id()) {
                Role::Block | Role::Set | Role::Sequence => return Some(node),
                Role::Wrapper => {}
                _ => return None,
            }
            let mut cursor = node.walk();
            let roles = [Role::Block, Role::Set, Role::Sequence, Role::Wrapper];
            let inner =
                node.named_children(&mut cursor).find(|child| roles.contains(&self.grammar.role(child.kind_id())));
            node = inner?;
        }
        None
    }

    /// Returns the kind of container that a body is by its role.
    pub(super) fn scope_of(&self, body: Node<'t>) -> Scope {
        match self.grammar.role(body.kind_id()) {
            Role::Sequence => Scope::Sequence,
            Role::Set | Role::Document => Scope::Object,
            _ => Scope::Body,
        }
    }

    /// Returns the container that an entry of a list is. It is named by what it says, because its number is not the
    /// same in each version.
    fn entry_frame(&mut self, node: Node<'t>, outer: Frame) -> Frame {
        let label = format!("[{}]", segment(&names::naming(whole(self.text), node)));
        // Its number among its namesakes is the same in most versions, its line is not.
        let path = self.once(join(&outer.path, &label, "."), "");
        let place = join(&outer.place, &label, BETWEEN_PLACES);
        self.arrays.insert(outer.keys.clone(), path.clone());
        let keys = if outer.keys.is_empty() { String::new() } else { format!("{}[]", outer.keys) };
        Frame { path, place, keys, scope: self.scope_of(node), binds: None }
    }

    /// Returns the container that one of several documents is. The first bears no name, so that a file with one
    /// document has the paths that people expect.
    fn document_frame(&mut self, node: Node<'t>) -> Frame {
        self.documents += 1;
        let mut frame = self.frame(&Pending::default());
        frame.scope = Scope::Object;
        frame.binds = None;
        if self.documents > 1 {
            let name =
                self.openable(node.named_child(0).unwrap_or(node)).map(|body| names::naming(whole(self.text), body));
            let label = format!("--- {}", name.unwrap_or_default());
            frame.path = self.once(label.clone(), &format!("@{}", node.start_position().row + 1));
            frame.place = label;
        }
        frame
    }

    /// Returns the container that a block or object without a name is: what stands before it on its line names it.
    fn nameless_frame(&mut self, node: Node<'t>, role: Role) -> Frame {
        let mut frame = self.frame(&Pending::default());
        frame.binds = self.is_no_scope(role).then(|| self.binding(&Pending::default()));
        let top = self.settings.data && !self.levels.iter().any(|level| level.is_unit);
        if !top {
            let label = self.header(node);
            let again = if role == Role::Block { String::new() } else { format!("@{}", node.start_position().row + 1) };
            frame.path = self.once(join(&frame.path, &label, "."), &again);
            frame.place = join(&frame.place, &label, BETWEEN_PLACES);
        }
        frame.scope = self.scope_of(node);
        frame.keys = String::new();
        frame
    }

    /// Returns what stands before a node on the line where its statement begins.
    fn header(&self, node: Node<'t>) -> String {
        let mut start = node.start_byte();
        let row = self.levels.last().map(|parent| parent.row);
        for level in self.levels.iter().rev().take_while(|level| Some(level.row) == row) {
            start = level.start;
            if level.is_unit {
                break;
            }
        }
        let text = whole(self.text);
        let before = text.get(start..node.start_byte()).unwrap_or_default();
        let own = slice(text, node);
        // `else` after the lines of an `if` says more of itself than what stands before it.
        let says_itself = node.child(0).is_some_and(|first| !first.is_named()) && own.starts_with(char::is_alphabetic);
        let several_lines = before.trim_end().contains('\n');
        let before = names::header(before);
        if !(before.is_empty() || says_itself && several_lines) {
            return before;
        }
        let line = names::header(own.split(['\n', '{']).next().unwrap_or_default());
        if line.is_empty() { "{}".to_owned() } else { line }
    }

    /// Returns a path that no other nameless container has: the second gets a suffix, and all later ones a count.
    pub(super) fn once(&mut self, path: String, suffix: &str) -> String {
        let mut path = path;
        if !suffix.is_empty() && self.opened.contains_key(&path) {
            path += suffix;
        }
        let count = self.opened.entry(path.clone()).or_insert(0);
        *count += 1;
        if *count == 1 { path } else { format!("{path}#{count}") }
    }
}
