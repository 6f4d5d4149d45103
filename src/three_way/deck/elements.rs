//! Three versions of one element become one: what one side changed is taken, what both changed is looked at more
//! closely, and what cannot be decided stays as ours and is told.
//!
//! Not here: lists of shapes (`shapes`), paragraphs and rows (`texts`), references (`version`).

use std::collections::{BTreeSet, HashMap};

use super::canon::{self, same};
use super::sequence::merge_order;
use super::version::{MARK, text};
use crate::xml::{Attribute, Element, Node, local};

/// Something that both sides changed in ways that exclude one another. Ours stays.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Clash {
    /// What happened, without who is kept: "both sides changed a paragraph of …".
    pub message: String,
    /// What ours says.
    pub ours: String,
    /// What theirs says.
    pub theirs: String,
    /// References of theirs that were not taken; what they say is found in their parts.
    pub lost: Vec<String>,
}

/// Elements that hold a set of equal standing: a member is there or not, and has no versions of its own.
const LISTS: &[&str] = &[
    "sldMasterIdLst",
    "sldLayoutIdLst",
    "embeddedFontLst",
    "custShowLst",
    "tblStyleLst",
    "cmAuthorLst",
    "authorLst",
    "cmLst",
    "tagLst",
];

/// One part while its three versions become one.
#[derive(Debug, Default)]
pub(super) struct Blend {
    /// What could not be decided.
    pub clashes: Vec<Clash>,
    /// The numbers of shapes in use.
    pub used_ids: BTreeSet<u64>,
    /// The new numbers of shapes of theirs whose own were taken.
    pub new_ids: HashMap<String, String>,
    /// Where the paragraphs of a side's box stand in the merged box, by side (ours first) and number of the shape.
    pub moved_paragraphs: [HashMap<String, Vec<usize>>; 2],
    /// The name and number of the shape that is merged at the moment.
    pub shape: (String, String),
}

impl Blend {
    /// Merges one element.
    pub(super) fn element(&mut self, base: &Element, ours: &Element, theirs: &Element) -> Element {
        if same(ours, theirs) || same(theirs, base) {
            return ours.clone();
        }
        if same(ours, base) {
            return theirs.clone();
        }
        match ours.local() {
            "spTree" | "grpSp" => self.shapes(base, ours, theirs),
            "txBody" => self.text_body(base, ours, theirs),
            "tbl" => self.table(base, ours, theirs),
            "p" => self.paragraph(base, ours, theirs),
            "cmLst" | "replyLst" if [base, ours, theirs].into_iter().all(has_identities) => {
                self.identified(base, ours, theirs)
            }
            name if LISTS.contains(&name) => self.members(base, ours, theirs),
            _ if [base, ours, theirs].into_iter().any(has_reference) => self.keep_ours(ours, theirs),
            _ => self.by_name(base, ours, theirs),
        }
    }

    /// Leaves ours and notes what theirs would have been.
    fn keep_ours(&mut self, ours: &Element, theirs: &Element) -> Element {
        let what = match ours.local() {
            "chart" => "the chart".to_owned(),
            "relIds" => "the diagram".to_owned(),
            "blip" => "the picture".to_owned(),
            "p" => "a paragraph".to_owned(),
            other => self.looks(other),
        };
        self.clash(&what, Some(ours), Some(theirs));
        ours.clone()
    }

    /// Names something about looks: within a shape the shape is enough, else what it is.
    fn looks(&self, what: &str) -> String {
        if matches!(what, "cm" | "reply") {
            return "a comment".to_owned();
        }
        if self.shape.0.is_empty() { format!("the looks ({what})") } else { "the looks".to_owned() }
    }

    /// Notes what both sides changed.
    pub(super) fn clash(&mut self, what: &str, ours: Option<&Element>, theirs: Option<&Element>) {
        let shape = if self.shape.0.is_empty() { String::new() } else { format!(" of \"{}\"", self.shape.0) };
        self.note(format!("both sides changed {what}{shape}"), ours, theirs);
    }

    /// Notes what one side deleted and the other changed.
    pub(super) fn deleted(&mut self, what: &str, ours: Option<&Element>, theirs: Option<&Element>) {
        let (who, other) = if ours.is_some() { ("theirs", "ours") } else { ("ours", "theirs") };
        let shape = if self.shape.0.is_empty() { String::new() } else { format!(" of \"{}\"", self.shape.0) };
        self.note(format!("{who} deleted {what}{shape} that {other} changed"), ours, theirs);
    }

    fn note(&mut self, message: String, ours: Option<&Element>, theirs: Option<&Element>) {
        let told = |element: Option<&Element>| element.map(text).unwrap_or_default();
        let lost = theirs.map(references).unwrap_or_default();
        let clash = Clash { message, ours: told(ours), theirs: told(theirs), lost };
        // Looks that clash in ten places of one shape are one thing to look at.
        if !self.clashes.iter().rev().take(20).any(|known| *known == clash) {
            self.clashes.push(clash);
        }
    }

    /// Merges attributes and children, children by their names.
    pub(super) fn by_name(&mut self, base: &Element, ours: &Element, theirs: &Element) -> Element {
        let mut merged = self.attributes(base, ours, theirs);
        let versions = [base, ours, theirs];
        if versions.into_iter().all(|element| element.elements().next().is_none()) {
            return self.plain_text(base, ours, theirs, merged);
        }
        let keyed = versions.map(keyed_children);
        let [Some(base), Some(ours_children), Some(theirs_children)] = keyed else {
            return self.keep_ours(ours, theirs);
        };
        merged.children = self.keyed(&base, &ours_children, &theirs_children);
        merged
    }

    fn plain_text(&mut self, base: &Element, ours: &Element, theirs: &Element, mut merged: Element) -> Element {
        let (before, left, right) = (base.text(), ours.text(), theirs.text());
        if left == before {
            merged.children.clone_from(&theirs.children);
        } else if right != before && right != left {
            self.clash("the text", Some(ours), Some(theirs));
        }
        merged
    }

    fn keyed(&mut self, base: &Keyed<'_>, ours: &Keyed<'_>, theirs: &Keyed<'_>) -> Vec<Node> {
        let mut names: Vec<&String> = Vec::new();
        for (name, _) in base.iter().chain(ours).chain(theirs) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        let find = |list: &Keyed<'_>, name: &String| list.iter().find(|(n, _)| n == name).map(|(_, e)| (*e).clone());
        let mut merged: HashMap<usize, Element> = HashMap::new();
        for (at, name) in names.iter().enumerate() {
            let (before, left, right) = (find(base, name), find(ours, name), find(theirs, name));
            if let Some(element) = self.optional(before.as_ref(), left.as_ref(), right.as_ref()) {
                merged.insert(at, element);
            }
        }
        let numbers = |list: &Keyed<'_>| -> Vec<usize> {
            list.iter().filter_map(|(name, _)| names.iter().position(|known| *known == name)).collect()
        };
        let order = merge_order(&numbers(base), &numbers(ours), &numbers(theirs), |at| merged.contains_key(&at));
        order.into_iter().filter_map(|at| merged.remove(&at)).map(Node::Element).collect()
    }

    /// Merges threads of comments, whose members have identities: two answers to one comment are both there.
    fn identified(&mut self, base: &Element, ours: &Element, theirs: &Element) -> Element {
        let id = |member: &Element| member.attribute("id").unwrap_or_default().to_owned();
        let [base, left, right] =
            [base, ours, theirs].map(|list| list.elements().map(|member| (id(member), member)).collect::<Keyed<'_>>());
        Element { children: self.keyed(&base, &left, &right), ..ours.clone() }
    }

    /// Merges a set: what one side added is there, what one side removed is gone.
    fn members(&mut self, base: &Element, ours: &Element, theirs: &Element) -> Element {
        let mut known: HashMap<String, usize> = HashMap::new();
        let mut elements: Vec<Element> = Vec::new();
        let mut numbers = |list: &Element| -> Vec<usize> {
            let mut found = Vec::new();
            for member in list.elements() {
                let key = references(member).first().cloned().unwrap_or_else(|| canon::canonical(member));
                let at = *known.entry(key).or_insert(elements.len());
                if at == elements.len() {
                    elements.push(member.clone());
                }
                found.push(at);
            }
            found
        };
        let (left, right, before) = (numbers(ours), numbers(theirs), numbers(base));
        let [in_base, in_ours, in_theirs] =
            [&before, &left, &right].map(|list| list.iter().copied().collect::<BTreeSet<usize>>());
        let keep = |at: usize| !in_base.contains(&at) || (in_ours.contains(&at) && in_theirs.contains(&at));
        let order = merge_order(&before, &left, &right, keep);
        let children = order.into_iter().map(|at| Node::Element(elements[at].clone())).collect();
        Element { children, ..ours.clone() }
    }

    /// Merges an element that may be missing in each version.
    pub(super) fn optional(
        &mut self,
        base: Option<&Element>,
        ours: Option<&Element>,
        theirs: Option<&Element>,
    ) -> Option<Element> {
        let equal = |left: Option<&Element>, right: Option<&Element>| match (left, right) {
            (Some(left), Some(right)) => same(left, right),
            (None, None) => true,
            _ => false,
        };
        if equal(ours, theirs) || equal(theirs, base) {
            return ours.cloned();
        }
        if equal(ours, base) {
            return theirs.cloned();
        }
        if let (Some(base), Some(ours), Some(theirs)) = (base, ours, theirs) {
            return Some(self.element(base, ours, theirs));
        }
        if let (None, Some(ours), Some(theirs)) = (base, ours, theirs) {
            // Both added it: what only one of them says is no contradiction.
            let empty = Element { attributes: Vec::new(), children: Vec::new(), ..ours.clone() };
            return Some(self.element(&empty, ours, theirs));
        }
        let name = ours.or(theirs).map_or("", Element::local);
        let what = self.looks(name);
        self.clash(&what, ours, theirs);
        ours.cloned()
    }

    /// Within a shape the shape is enough to find it; elsewhere the values tell what is meant.
    fn attribute_clash(&mut self, name: &str, element: &str, ours: Option<String>, theirs: Option<String>) {
        let message = format!("both sides changed {}", self.looks(&format!("{} of {element}", local(name))));
        if self.shape.0.is_empty() {
            let (ours, theirs) = (ours.unwrap_or_default(), theirs.unwrap_or_default());
            self.clashes.push(Clash { message, ours, theirs, lost: Vec::new() });
        } else {
            self.clash("the looks", None, None);
        }
    }

    fn attributes(&mut self, base: &Element, ours: &Element, theirs: &Element) -> Element {
        let mut merged = ours.clone();
        let value =
            |element: &Element, name: &str| element.attributes.iter().find(|a| a.name == name).map(|a| a.value.clone());
        let names = theirs.attributes.iter().chain(&base.attributes).map(|attribute| attribute.name.clone());
        for name in names.collect::<BTreeSet<_>>() {
            let (before, left, right) = (value(base, &name), value(ours, &name), value(theirs, &name));
            if name.starts_with("xmlns") || local(&name) == "Ignorable" {
                declare(&mut merged, theirs, &name);
            } else if right == before || right == left {
            } else if left == before {
                take_attribute(&mut merged, theirs, &name);
            } else {
                self.attribute_clash(&name, ours.local(), left, right);
            }
        }
        merged
    }
}

type Keyed<'e> = Vec<(String, &'e Element)>;

/// More children than any element has whose children have names of their own.
const MAX_NAMED: usize = 500;

/// Names the children of an element; `None` where two of them have one name, so that nothing tells them apart.
fn keyed_children(element: &Element) -> Option<Keyed<'_>> {
    let mut keyed: Keyed<'_> = Vec::new();
    if element.children.len() > MAX_NAMED {
        return None;
    }
    for child in element.elements() {
        let mut key = format!("{} {}", child.local(), child.attribute("uri").unwrap_or_default());
        if child.local() == "AlternateContent" {
            key = format!("{key} {}", keyed.len());
        }
        if keyed.iter().any(|(known, _)| *known == key) {
            return None;
        }
        keyed.push((key, child));
    }
    Some(keyed)
}

/// Takes theirs' declaration of a prefix that ours does not know, and theirs' list of what may be ignored.
fn declare(merged: &mut Element, theirs: &Element, name: &str) {
    let Some(theirs) = theirs.attributes.iter().find(|attribute| attribute.name == name) else { return };
    match merged.attributes.iter_mut().find(|attribute| attribute.name == name) {
        None => merged.attributes.push(theirs.clone()),
        Some(ours) if local(name) == "Ignorable" => {
            let more =
                theirs.value.split_whitespace().filter(|word| !ours.value.split_whitespace().any(|w| w == *word));
            let all: Vec<&str> = ours.value.split_whitespace().chain(more).collect();
            ours.value = all.join(" ");
        }
        Some(_) => {}
    }
}

fn take_attribute(merged: &mut Element, theirs: &Element, name: &str) {
    match theirs.attributes.iter().find(|attribute| attribute.name == name) {
        None => merged.attributes.retain(|attribute| attribute.name != name),
        Some(Attribute { value, namespace, .. }) => {
            merged.set(name, value.clone());
            if let Some(attribute) = merged.attributes.iter_mut().find(|attribute| attribute.name == name) {
                attribute.namespace = namespace.clone();
            }
        }
    }
}

fn has_identities(list: &Element) -> bool {
    list.children.len() <= MAX_NAMED && list.elements().all(|member| member.attribute("id").is_some())
}

fn has_reference(element: &Element) -> bool {
    element.attributes.iter().any(|attribute| attribute.value.starts_with(MARK))
}

/// Returns the references in an element and below it.
pub(super) fn references(element: &Element) -> Vec<String> {
    let attributes = element.descendants().flat_map(|element| &element.attributes);
    attributes.map(|attribute| attribute.value.clone()).filter(|value| value.starts_with(MARK)).collect()
}

/// Returns a form of an element in which neither number nor name count, to find what both sides added.
#[must_use]
pub(super) fn anonymous(element: &Element) -> String {
    let mut copy = element.clone();
    forget_names(&mut copy);
    canon::canonical(&copy)
}

fn forget_names(element: &mut Element) {
    if element.local() == "cNvPr" {
        element.attributes.retain(|attribute| !matches!(attribute.name.as_str(), "id" | "name"));
        element.children.retain(|child| child.as_element().is_none_or(|child| child.local() != "extLst"));
    }
    element.children.iter_mut().filter_map(Node::as_element_mut).for_each(forget_names);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::xml::Document;

    fn list(inner: &str) -> Element {
        let text = format!("<cmLst><cm id=\"a\"><replyLst>{inner}</replyLst></cm></cmLst>");
        Document::parse(text.as_bytes()).expect("because the test wrote it so").root
    }

    #[test]
    fn two_answers_to_one_comment_are_both_there() {
        let reply =
            |id: &str, words: &str| format!("<reply id=\"{id}\"><txBody><p><r><t>{words}</t></r></p></txBody></reply>");
        let (old, ours, theirs) = (reply("1", "old"), reply("2", "ours"), reply("3", "theirs"));
        let mut blend = Blend::default();
        let edited = format!("{}{theirs}", reply("1", "old, edited"));
        let merged = blend.element(&list(&old), &list(&format!("{old}{ours}")), &list(&edited));
        assert_eq!((text(&merged).as_str(), blend.clashes.len()), ("old, edited\nours\ntheirs", 0));
        assert_eq!(merged.elements().count(), 1);
    }
}
