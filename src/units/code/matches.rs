//! Where a pattern of a language's query matches: the outermost node is at hand, the rest is sought below it.
//!
//! Not here: what a match means (`marks`). Matches come in the order of the text; that they are those that tree-sitter
//! itself finds is held by a test over all examples.

use tree_sitter::{Node, TreeCursor};

use super::nodes::slice;
use crate::units::grammars::{ANY, ANY_NAMED, Grammar, Pattern, Predicate, Slot, Step};

/// So many nodes are tried for one outermost node. Code that people write takes a few a child; a list of a thousand
/// words that may each go with a thousand names would take a million.
const MAX_TRIES: usize = 1_000_000;

/// A child and the field of its parent that it is.
type Child<'t> = (Node<'t>, u16);

/// Captured nodes, each with the number of its capture, from 1.
pub(super) type Captures<'t> = Vec<(u8, Node<'t>)>;

/// Finds matches, and keeps what is worth keeping from one node to the next.
pub(super) struct Matcher<'t, 'g> {
    text: &'t str,
    grammar: &'g Grammar,
    cursor: TreeCursor<'t>,
    captures: Captures<'t>,
    left: usize,
}

/// What is still to be matched when all below a node is.
struct Rest<'a, 't> {
    siblings: &'a [Child<'t>],
    slots: &'a [Slot],
    from: usize,
    outer: Option<&'a Rest<'a, 't>>,
}

/// Is told each match.
type Found<'f, 't> = &'f mut dyn FnMut(&Captures<'t>);

impl<'t, 'g> Matcher<'t, 'g> {
    /// Begins to match in a tree.
    pub(super) fn new(text: &'t str, cursor: TreeCursor<'t>, grammar: &'g Grammar) -> Matcher<'t, 'g> {
        Matcher { text, grammar, cursor, captures: Vec::new(), left: 0 }
    }

    /// Finds the matches of all patterns whose outermost node is this one, pattern by pattern.
    pub(super) fn at(&mut self, node: Node<'t>, found: &mut dyn FnMut(usize, &Captures<'t>)) {
        let starts = self.grammar.starts(node.kind_id());
        if starts.is_empty() {
            return;
        }
        self.left = MAX_TRIES;
        let children = self.children(node);
        for index in starts.iter().map(|index| usize::from(*index)) {
            let pattern = &self.grammar.table.patterns[index];
            for step in steps(self.grammar, self.grammar.table.slots[usize::from(pattern.slot)]) {
                if self.fits(step, node, 0) {
                    self.capture(step, node);
                    let slots = slots(self.grammar, *step);
                    let rest = Rest { siblings: &children, slots, from: 0, outer: None };
                    self.follow(pattern, &rest, &mut |captures| found(index, captures));
                    self.captures.clear();
                }
            }
        }
    }

    /// Returns the children of a node.
    fn children(&mut self, node: Node<'t>) -> Vec<Child<'t>> {
        let mut children = Vec::new();
        self.cursor.reset(node);
        let mut more = self.cursor.goto_first_child();
        while more {
            children.push((self.cursor.node(), self.cursor.field_id().map_or(0, Into::into)));
            more = self.cursor.goto_next_sibling();
        }
        children
    }

    /// Matches what is left of a pattern in every way.
    fn follow(&mut self, pattern: &'static Pattern, rest: &Rest<'_, 't>, found: Found<'_, 't>) {
        let Some((slot, slots)) = rest.slots.split_first() else {
            match rest.outer {
                Some(outer) => self.follow(pattern, outer, found),
                None if self.agree(pattern) => found(&self.captures),
                None => {}
            }
            return;
        };
        let last_named = || rest.siblings.iter().rposition(|(node, _)| node.is_named());
        for (at, (node, field)) in rest.siblings.iter().enumerate().skip(rest.from) {
            self.left = self.left.saturating_sub(1);
            if self.left == 0 {
                return;
            }
            let is_followed = slot.3 && last_named().is_some_and(|last| last > at);
            for step in steps(self.grammar, *slot).iter().filter(|_| !is_followed) {
                let known = self.captures.len();
                if !self.fits(step, *node, *field) {
                    continue;
                }
                self.capture(step, *node);
                if self.allowed(pattern, known) {
                    let next = Rest { slots, from: at + 1, ..*rest };
                    self.descend(pattern, step, *node, &next, found);
                }
                self.captures.truncate(known);
            }
            if slot.2 && node.is_named() {
                return;
            }
        }
    }

    /// Matches what a step asks for below its node, and then what is left.
    fn descend(
        &mut self,
        pattern: &'static Pattern,
        step: &Step,
        node: Node<'t>,
        next: &Rest<'_, 't>,
        found: Found<'_, 't>,
    ) {
        let slots = slots(self.grammar, *step);
        if slots.is_empty() {
            return self.follow(pattern, next, found);
        }
        let siblings = self.children(node);
        self.follow(pattern, &Rest { siblings: &siblings, slots, from: 0, outer: Some(next) }, found);
    }

    /// Tells whether a node is what a step asks for, without what stands below it.
    fn fits(&self, step: &Step, node: Node<'t>, field: u16) -> bool {
        let kind = match step.0 {
            ANY => !node.is_error(),
            ANY_NAMED => node.is_named() && !node.is_error(),
            number => self.grammar.number(node.kind_id()) == number,
        };
        let has = |number: u8| self.grammar.field(number).map_or(0, Into::into);
        let absent = || self.grammar.field(step.3).is_none_or(|field| node.child_by_field_id(field.into()).is_none());
        kind && (step.1 == 0 || has(step.1) == field) && absent()
    }

    fn capture(&mut self, step: &Step, node: Node<'t>) {
        self.captures.extend(step.2.iter().filter(|capture| **capture != 0).map(|capture| (*capture, node)));
    }

    /// Tells whether the texts captured from `known` on are what the predicates on one of them ask for.
    fn allowed(&self, pattern: &Pattern, known: usize) -> bool {
        let new = &self.captures[known..];
        pattern.predicates.iter().all(|predicate| match predicate {
            Predicate::Same(..) => true,
            Predicate::Any(capture, texts) => texts_of(self.text, new, *capture).all(|text| texts.contains(&text)),
            Predicate::Match(capture, choices) => {
                texts_of(self.text, new, *capture).all(|text| choices.iter().any(|choice| choice.allows(text)))
            }
        })
    }

    /// Tells whether texts agree that must be the same.
    fn agree(&self, pattern: &Pattern) -> bool {
        pattern.predicates.iter().all(|predicate| match predicate {
            Predicate::Same(one, other) => {
                let texts = |capture| texts_of(self.text, &self.captures, capture);
                texts(*one).zip(texts(*other)).all(|(one, other)| one == other)
            }
            _ => true,
        })
    }
}

fn steps(grammar: &Grammar, Slot(first, count, ..): Slot) -> &'static [Step] {
    &grammar.table.steps[usize::from(first)..][..usize::from(count)]
}

fn slots(grammar: &Grammar, Step(_, _, _, _, first, count): Step) -> &'static [Slot] {
    &grammar.table.slots[usize::from(first)..][..usize::from(count)]
}

/// Returns the texts of the nodes that a capture names.
fn texts_of<'a>(text: &'a str, captures: &'a [(u8, Node<'_>)], capture: u8) -> impl Iterator<Item = &'a str> {
    captures.iter().filter(move |(known, _)| *known == capture).map(|(_, node)| slice(text, *node))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::grammars::{Language, languages};
    use std::collections::BTreeSet;
    use std::path::Path;
    use tree_sitter::{Parser, Query, QueryCursor, StreamingIterator, Tree};

    /// A match: the pattern and what it captures, by name and bytes.
    type Match = (usize, Vec<(String, String, usize, usize)>);

    fn read(file: &str) -> String {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("grammars").join(file);
        std::fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
    }

    /// The query of a language as tree-sitter compiles it.
    fn query(language: &Language) -> Query {
        let settings = read(&format!("{}/language.toml", language.folder));
        let listed = settings.lines().find(|line| line.starts_with("queries = "));
        let own = format!("\"{}/units.scm\"", language.folder);
        let files = listed.unwrap_or(&own).split('"').skip(1).step_by(2);
        let grammar = language.grammar().expect("it has one");
        let text: String = files.map(read).collect();
        Query::new(&grammar.parser, &text).unwrap_or_else(|error| panic!("{}: {error}", language.folder))
    }

    fn written<'t>(pattern: usize, captures: impl Iterator<Item = (String, Node<'t>)>) -> Match {
        let place =
            |(name, node): (String, Node<'t>)| (name, node.kind().to_owned(), node.start_byte(), node.end_byte());
        let mut places: Vec<_> = captures.map(place).collect();
        places.sort_unstable();
        (pattern, places)
    }

    fn by_tree_sitter(query: &Query, text: &str, tree: &Tree) -> BTreeSet<Match> {
        let mut cursor = QueryCursor::new();
        let mut matches = cursor.matches(query, tree.root_node(), text.as_bytes());
        let mut found = BTreeSet::new();
        while let Some(one) = matches.next() {
            let name = |index: u32| query.capture_names()[index as usize].to_owned();
            found.insert(written(one.pattern_index, one.captures().iter().map(|c| (name(c.index), c.node))));
        }
        found
    }

    fn by_walking(language: &Language, text: &str, tree: &Tree) -> BTreeSet<Match> {
        let grammar = language.grammar().expect("it has one");
        let mut matcher = Matcher::new(text, tree.walk(), grammar);
        let mut found = BTreeSet::new();
        let mut open = vec![tree.root_node()];
        while let Some(node) = open.pop() {
            matcher.at(node, &mut |pattern, captures| {
                let name = |number: u8| grammar.table.captures[usize::from(number) - 1].to_owned();
                found.insert(written(pattern, captures.iter().map(|(number, node)| (name(*number), *node))));
            });
            open.extend(node.children(&mut node.walk()));
        }
        found
    }

    #[test]
    fn matches_are_those_of_tree_sitter() {
        for language in languages() {
            let query = query(language);
            let example = read(&format!("{}/example.{}", language.folder, language.settings.extensions[0]));
            let mut parser = Parser::new();
            parser.set_language(&language.grammar().expect("it has one").parser).expect("it is of this version");
            for cut in 0..8 {
                // What is cut and mixed does not parse, and patterns match there, too.
                let middle = (example.len() * cut / 8..).find(|at| example.is_char_boundary(*at)).unwrap_or_default();
                let text = format!("{}\n{}", &example[middle..], &example[..middle]);
                let tree = parser.parse(&text, None).expect("nothing stops it");
                let [expected, found] = [by_tree_sitter(&query, &text, &tree), by_walking(language, &text, &tree)];
                let missing: Vec<_> = expected.difference(&found).collect();
                let more: Vec<_> = found.difference(&expected).collect();
                assert!(missing.is_empty() && more.is_empty(), "{}: -{missing:?} +{more:?}", language.folder);
            }
        }
    }
}
