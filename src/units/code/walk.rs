//! The walk over a tree that turns marked nodes into units, and knows at each node what it stands in.
//!
//! Not here: which nodes are marked (`marks`), how names are made (`names`), what the walk keeps in mind (`under_way`).

use std::ops::Range;

use crate::hash::{Map, Set};
use tree_sitter::{Node, Tree, TreeCursor};

use super::called::Names;
use super::imports;
use super::marks::{Item, MAX_DEPTH, Mark, Marks, Sort};
use super::names::{self, clean, join};
use super::nodes::{slice, whole};
use super::under_way::{BETWEEN_PLACES, Children, Frame, Level, Pending, Scope, Walk};
use super::words;
use crate::source::Text;
use crate::units::grammars::{Grammar, Role, Settings};
use crate::units::unit::{Container, Unit, UnitKind, in_order};

/// Returns the units of a tree, in the order of the text, outer before inner.
pub(super) fn units(text: &Text, tree: &Tree, grammar: &Grammar, settings: &'static Settings) -> Vec<Unit> {
    let top = Frame::default();
    let mut walk = Walk {
        text,
        grammar,
        settings,
        marks: Marks::of(whole(text), tree, grammar),
        words: words::of(text, tree, grammar),
        units: Vec::new(),
        frames: vec![top],
        levels: Vec::new(),
        bodies: Map::default(),
        entries: Map::default(),
        opened: Map::default(),
        documents: 0,
        arrays: Map::default(),
        links: Map::default(),
        chained: Set::default(),
        made: Map::default(),
        members: Vec::new(),
        records: Vec::new(),
        taken_back: Vec::new(),
    };
    let mut cursor = tree.walk();
    walk.run(&mut cursor);
    walk.tell_apart();
    walk.name_records();
    walk.free_what_is_held_again();
    // Of several things in one declaration all are known before their bodies are walked.
    in_order(&mut walk.units);
    walk.units
}

impl<'t> Walk<'t, '_> {
    /// Goes through the tree without recursion, so that no depth of input exhausts the stack.
    fn run(&mut self, cursor: &mut TreeCursor<'t>) {
        loop {
            if self.enter(cursor.node(), cursor.field_name()) {
                if cursor.goto_first_child() {
                    continue;
                }
                self.leave();
            }
            while !cursor.goto_next_sibling() {
                if !cursor.goto_parent() {
                    return;
                }
                self.leave();
            }
        }
    }

    /// Takes note of a node. Returns whether its children are to be walked.
    fn enter(&mut self, node: Node<'t>, field: Option<&str>) -> bool {
        let role = self.grammar.role(node.kind_id());
        if !node.is_named() || role == Role::Comment || self.levels.len() > MAX_DEPTH {
            return false;
        }
        if role == Role::Attribute && self.wait(node) {
            return false;
        }
        let (children, pending) = self.inherited();
        let mut level = self.level(node, role);
        let mark = self.marks.at(node);
        // What a query knows needs no telling apart.
        if role == Role::Call && mark.is_none() {
            level.call = self.call(node);
        }
        match mark {
            Some(mark) => {
                level.is_unit = self.marked(node, &mark, &pending);
                level.is_test = level.is_unit && self.units.last().is_some_and(|unit| unit.kind == UnitKind::Test);
            }
            None if role == Role::Carrier => {
                level.pending = Pending { start: pending.start.or(Some(node.start_byte())), ..pending };
            }
            None => level.is_unit = self.unmarked(node, field, children, &pending),
        }
        if role == Role::Literal {
            return false;
        }
        if role == Role::Element {
            self.markup(node, &mut level);
        }
        self.branch(node, field, &mut level);
        self.open(node, role, &mut level);
        self.levels.push(level);
        true
    }

    /// Forgets the node that the walk leaves.
    fn leave(&mut self) {
        if let Some(level) = self.levels.pop() {
            self.frames.truncate(level.frames_before);
        }
    }

    /// Lets an attribute wait for its unit. Returns false where there is no parent that could hold one.
    fn wait(&mut self, node: Node<'t>) -> bool {
        let text = slice(whole(self.text), node).to_owned();
        let said = self.decorator(node);
        let Some(parent) = self.levels.last_mut() else { return false };
        parent.pending.start.get_or_insert(node.start_byte());
        parent.pending.attributes.push(text);
        parent.pending.calls.extend(said);
        true
    }

    /// Returns what the parent says of its next child.
    fn inherited(&mut self) -> (Children, Pending) {
        match self.levels.last_mut() {
            Some(parent) => (parent.children, std::mem::take(&mut parent.pending)),
            None => (Children::Nothing, Pending::default()),
        }
    }

    /// Returns the level of a node before anything is known of it but its role.
    fn level(&self, node: Node<'t>, role: Role) -> Level {
        let (start, row) = (node.start_byte(), node.start_position().row);
        let one_line = row == node.end_position().row;
        let children = match role {
            Role::Block => Children::Statements,
            Role::Sequence if !one_line => Children::Entries,
            _ => Children::Nothing,
        };
        let pending = Pending::default();
        Level {
            start,
            row,
            children,
            pending,
            is_unit: false,
            is_test: false,
            call: None,
            choice: None,
            way: None,
            is_preprocessor: false,
            element: None,
            one_line,
            frames_before: self.frames.len(),
        }
    }

    /// Makes a unit of a child of a block or a list that no query marks. Returns whether it is one.
    fn unmarked(&mut self, node: Node<'t>, field: Option<&str>, children: Children, pending: &Pending) -> bool {
        let statement = children == Children::Statements
            && matches!(field, None | Some("body" | "statement" | "exprs" | "local_declaration"))
            && !node.is_error();
        let kind = match children {
            Children::Entries if !node.is_error() => UnitKind::Entry,
            Children::Statements if statement => UnitKind::Statement,
            _ => return false,
        };
        let frame = self.frame(pending);
        let bytes = pending.start.unwrap_or(node.start_byte())..node.end_byte();
        if kind == UnitKind::Entry
            && let Some(body) = self.body(node)
        {
            self.entries.insert(body.id(), frame.clone());
        }
        self.push(kind, bytes, Names::default(), &frame);
        if kind == UnitKind::Entry {
            self.element(node, &frame);
            if self.settings.data {
                self.record(node, &frame);
            }
        }
        true
    }

    /// Makes units of a marked node. Returns whether there is one.
    fn marked(&mut self, node: Node<'t>, mark: &Mark<'t>, pending: &Pending) -> bool {
        match mark.sort {
            Sort::Nothing => return false,
            _ if is_cut_off(node) => return false,
            Sort::Unit(UnitKind::Import) => self.imports(node, mark, pending),
            Sort::Scope => mark.items.iter().take(1).for_each(|item| self.scope(node, item, pending)),
            Sort::Unit(kind) => self.items(node, mark, kind, pending),
            Sort::Variable => self.items(node, mark, self.variable(), pending),
        }
        mark.sort != Sort::Scope
    }

    /// Returns what a variable is here.
    fn variable(&self) -> UnitKind {
        match self.scope_here() {
            Scope::Type => UnitKind::Member,
            Scope::Body => UnitKind::Statement,
            Scope::Module | Scope::Object | Scope::Sequence => UnitKind::Declaration,
        }
    }

    /// Makes a unit of each thing that a marked node says.
    fn items(&mut self, node: Node<'t>, mark: &Mark<'t>, kind: UnitKind, pending: &Pending) {
        let alone = mark.items.len() == 1;
        let one_line = self.levels.last().is_some_and(|parent| parent.one_line);
        for item in &mark.items {
            // The numbers of a point are no entries of a list; what people write line by line is.
            if kind == UnitKind::Entry && one_line && item.node("name").is_none() {
                continue;
            }
            let own = if alone { None } else { item.node("item").or(item.node("name")) };
            let start = pending.start.unwrap_or(node.start_byte());
            let bytes = own.map_or(start..node.end_byte(), |own| own.byte_range());
            let kind = self.kind(kind, pending);
            let mut frame = self.frame(pending);
            self.within(item, &mut frame);
            let names = self.names(kind, mark.sort, item, pending, &frame);
            if let Some(path) = self.array_of(kind, &names) {
                frame.path = path;
            }
            self.expect_body(own.unwrap_or(node), kind, item, &names, &frame);
            let takes_back = item.setting("takes").is_some();
            let is_bare = kind == UnitKind::Entry && names.name.is_none();
            self.push(kind, bytes, names, &frame);
            if takes_back {
                self.takes_back();
            }
            if is_bare {
                self.element(node, &frame);
            }
        }
        if self.units.last().is_some_and(|unit| unit.kind != UnitKind::Test) {
            self.decorators(pending);
        }
    }

    /// Returns the path of the list entry that a table belongs to: `[package.metadata]` is part of the `[[package]]`
    /// before it.
    fn array_of(&self, kind: UnitKind, names: &Names) -> Option<String> {
        let table = names.name.as_deref().filter(|_| kind == UnitKind::Key && names.label.contains('['))?;
        let ends = table.rmatch_indices('.').map(|(at, _)| &table[..at]);
        ends.filter_map(|outer| self.arrays.get(outer.trim_start_matches('"'))).next().cloned()
    }

    /// Adds the container that a pattern names, as the receiver of a Go method.
    fn within(&self, item: &Item<'t>, frame: &mut Frame) {
        let Some(template) = item.setting("within") else { return };
        let owner = item.fill(whole(self.text), template);
        frame.path = join(&frame.path, &owner, ".");
        frame.place = join(&frame.place, owner.trim_end_matches(':'), BETWEEN_PLACES);
        frame.scope = Scope::Type;
    }

    /// Returns what a function is here: a test by its attributes, a method in a type.
    fn kind(&self, kind: UnitKind, pending: &Pending) -> UnitKind {
        if !matches!(kind, UnitKind::Function | UnitKind::Method) {
            return kind;
        }
        let (tests, suffix) = (self.settings.test_attributes, self.settings.test_suffix);
        let ends = |attribute: &str| !suffix.is_empty() && names::attribute(attribute).ends_with(suffix);
        if pending.attributes.iter().any(|attribute| self.has(tests, attribute) || ends(attribute)) {
            return UnitKind::Test;
        }
        if self.scope_here() == Scope::Type { UnitKind::Method } else { kind }
    }

    /// Lets the container of a unit wait for its body.
    fn expect_body(&mut self, node: Node<'t>, kind: UnitKind, item: &Item<'t>, names: &Names, frame: &Frame) {
        let node = item.node("item").unwrap_or(node);
        // What a query calls a body is one, whatever it is made of.
        let named = item.node("body").map(|body| self.openable(body).unwrap_or(body));
        let Some(body) = named.or_else(|| self.body(node)) else { return };
        let scope = match kind {
            UnitKind::Type => Scope::Type,
            UnitKind::Function | UnitKind::Method | UnitKind::Test => Scope::Body,
            _ => self.scope_of(body),
        };
        let keys = match &names.name {
            Some(name) if kind == UnitKind::Key || self.settings.data => name.trim_matches(['[', ']']).to_owned(),
            _ => String::new(),
        };
        let shown = if kind == UnitKind::Key { &names.label } else { names.name.as_ref().unwrap_or(&names.label) };
        let mut path = join(&frame.path, &names.label, ".");
        if names.identity.is_none() && kind == UnitKind::Statement && scope == Scope::Object {
            // A variable that may be set again may hold another object with the same keys.
            path = self.once(path, &format!("@{}", node.start_position().row + 1));
        }
        let place = join(&frame.place, shown, BETWEEN_PLACES);
        let frame = Frame { path, place, keys, scope, binds: None };
        // An entry that nothing identifies is named by what it says, as the entries of any list are.
        let nameless = kind == UnitKind::Entry && (self.settings.data || names.name.is_none());
        if nameless {
            self.entries.insert(body.id(), frame)
        } else {
            self.bodies.insert(body.id(), frame)
        };
    }

    /// Opens a module, namespace or conditional part.
    fn scope(&mut self, node: Node<'t>, item: &Item<'t>, pending: &Pending) {
        let text = whole(self.text);
        let name = item.node("name").map(|name| clean(slice(text, name)));
        let template = item.setting("label");
        let label = template.map(|template| item.fill(text, template)).or(name).unwrap_or_default();
        let body = self.body(node);
        let mut frame = self.frame(pending);
        // A condition of the preprocessor is no scope of its own.
        frame.binds = label.starts_with('#').then(|| self.binding(pending));
        frame.path = join(&frame.path, &label, ".");
        frame.place = join(&frame.place, &label, BETWEEN_PLACES);
        if body.is_some() {
            frame.scope = Scope::Module;
        }
        self.bodies.insert(body.unwrap_or(node).id(), frame);
    }

    /// Makes a unit of each thing that an import names.
    fn imports(&mut self, node: Node<'t>, mark: &Mark<'t>, pending: &Pending) {
        let mut frame = self.frame(pending);
        frame.path = join(&self.binding(pending), "imports", ".");
        let found: Vec<_> = mark.items.iter().flat_map(|item| imports::of(item, whole(self.text))).collect();
        let alone = found.len() == 1;
        let statement = pending.start.unwrap_or(node.start_byte())..node.end_byte();
        for (identity, bytes) in found {
            let bytes = if alone { statement.clone() } else { bytes };
            let names = Names { name: Some(identity.clone()), label: String::new(), identity: Some(identity) };
            self.push(UnitKind::Import, bytes, names, &frame);
        }
    }

    /// Adds a unit.
    pub(super) fn push(&mut self, kind: UnitKind, bytes: Range<usize>, names: Names, frame: &Frame) {
        let set_like = match kind {
            UnitKind::Statement => false,
            UnitKind::Import => true,
            UnitKind::Entry => names.identity.is_some(),
            // A function within a function is called by its name there, too, and a test within a test.
            UnitKind::Function | UnitKind::Test => true,
            _ => matches!(frame.scope, Scope::Module | Scope::Type | Scope::Object),
        };
        let bytes = trimmed(whole(self.text), bytes);
        let shown = names.name.as_deref().map(|name| if kind == UnitKind::Key { names.label.as_str() } else { name });
        self.units.push(Unit {
            kind,
            tokens: words::within(&self.words, &bytes),
            span: self.text.span(bytes),
            place: join(&frame.place, shown.unwrap_or_default(), BETWEEN_PLACES),
            name: names.name.filter(|name| !name.is_empty()),
            identity: names.identity,
            container: Container { path: frame.path.clone(), set_like },
            level: 0,
            branches: self.branches(),
        });
    }
}

/// Leaves out white space at the end: some grammars let a node run on to the next line.
fn trimmed(text: &str, bytes: Range<usize>) -> Range<usize> {
    let length = text.get(bytes.clone()).map_or(bytes.len(), |text| text.trim_end().len());
    bytes.start..bytes.start + length
}

/// Tells whether a line is cut off where a sign is missing: what follows, as the arguments of a macro, belongs to it, and no
/// name is known of the whole.
fn is_cut_off(node: Node<'_>) -> bool {
    let is_line = node.start_position().row == node.end_position().row;
    let last = node.child_count().checked_sub(1).and_then(|last| node.child(last));
    is_line && last.is_some_and(|last| last.is_missing())
}
