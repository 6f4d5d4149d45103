//! Children of markup in code: `<Route path="/team" …/>` and `<li><a href="/team">…</a></li>` within one parent.
//!
//! Not here: which of them their siblings tell apart (`told`), pages and documents (`prose`).

use tree_sitter::Node;

use super::calls;
use super::calls::Said;
use super::names::{self, join, one_line};
use super::nodes::{slice, whole};
use super::under_way::{BETWEEN_PLACES, Frame, Level, Pending, Walk};
use crate::units::grammars::Role;
use crate::units::unit::UnitKind;

/// Attributes that tell an element from its siblings, the strongest first.
const TELLING: &[&str] = &["id", "key", "to", "href", "path", "name", "value", "src", "htmlFor"];
/// Those of them that tell an element apart by what stands in it, too.
const TELLING_WITHIN: &[&str] = &["to", "href", "path", "id"];
/// So many elements within an element are looked at.
const MAX_WITHIN: usize = 12;
/// So many attributes of an element are looked at.
const MAX_ATTRIBUTES: usize = 40;

impl<'t> Walk<'t, '_> {
    /// Takes note of an element that stands on a line of its own within another.
    pub(super) fn markup(&mut self, node: Node<'t>, level: &mut Level) {
        let text = whole(self.text);
        let frame = self.frame(&Pending::default());
        let open = self.frames.len();
        let mut around = self.levels.iter().rev().take_while(|level| level.frames_before == open);
        let parent = around.find_map(|level| level.element.clone());
        let (path, place) = parent.clone().unwrap_or((frame.path.clone(), frame.place.clone()));
        let tag = names::header(slice(text, opening(node)));
        level.element = Some((self.once(join(&path, &tag, "."), ""), join(&place, &tag, BETWEEN_PLACES)));
        let begins_line = self.before(node.start_byte()).trim().is_empty();
        if parent.is_none() || !begins_line || self.in_test() {
            return;
        }
        let frame = Frame { path, place, ..frame };
        let (said, is_whole) = self.element_says(node);
        self.part(UnitKind::Element, node.byte_range(), frame, said, is_whole);
    }

    /// Returns what tells an element apart: an attribute, one of what stands in it, or its only text.
    fn element_says(&self, node: Node<'t>) -> (Said, bool) {
        let text = whole(self.text);
        let tag = tag(node, text);
        let own = self.attribute(node, TELLING);
        if let Some((name, value)) = own {
            return (Said { head: format!("<{tag} {name}"), texts: vec![value] }, false);
        }
        if let Some((inner, (name, value))) = self.told_within(node) {
            return (Said { head: format!("<{tag}><{inner} {name}"), texts: vec![value] }, false);
        }
        let only = node.named_child(1).filter(|child| node.named_child_count() == 3 && child.kind() == "jsx_text");
        let texts = only.map(|child| one_line(slice(text, child))).filter(|text| !text.is_empty());
        (Said { head: format!("<{tag}"), texts: texts.into_iter().collect() }, true)
    }

    /// Returns the strongest telling attribute of an element whose value is plain text.
    fn attribute(&self, node: Node<'t>, telling: &[&str]) -> Option<(String, String)> {
        let text = whole(self.text);
        let opening = opening(node);
        let mut cursor = opening.walk();
        let attributes = opening.named_children(&mut cursor).take(MAX_ATTRIBUTES);
        let pairs = attributes.filter(|child| child.kind() == "jsx_attribute").filter_map(|attribute| {
            let value = attribute.named_child(1)?;
            // `to={"/team"}` says the same as `to="/team"`.
            let value = value.named_child(0).filter(|_| value.kind() == "jsx_expression").unwrap_or(value);
            let name = slice(text, attribute.named_child(0)?).to_owned();
            Some((name, calls::literal(value, text, self.grammar)?))
        });
        let pairs: Vec<_> = pairs.collect();
        telling.iter().find_map(|known| pairs.iter().find(|(name, _)| name == known).cloned())
    }

    /// Returns the first element within an element that has a telling attribute.
    fn told_within(&self, node: Node<'t>) -> Option<(String, (String, String))> {
        let mut waiting = vec![node];
        for _ in 0..MAX_WITHIN {
            let next = waiting.pop()?;
            let mut cursor = next.walk();
            let is_element = |child: &Node<'t>| self.grammar.role(child.kind_id()) == Role::Element;
            let inner: Vec<Node<'t>> = next.named_children(&mut cursor).filter(is_element).take(MAX_WITHIN).collect();
            let told =
                |child: &Node<'t>| Some((tag(*child, whole(self.text)), self.attribute(*child, TELLING_WITHIN)?));
            if let Some(found) = inner.iter().find_map(told) {
                return Some(found);
            }
            waiting.extend(inner.into_iter().rev());
        }
        None
    }
}

/// Returns the node that holds name and attributes.
fn opening(node: Node<'_>) -> Node<'_> {
    node.child_by_field_name("open_tag").unwrap_or(node)
}

fn tag(node: Node<'_>, text: &str) -> String {
    opening(node).child_by_field_name("name").map(|name| slice(text, name).to_owned()).unwrap_or_default()
}
