//! The presentation's own part: the list of slides, the masters, and what is set for the whole deck.
//!
//! Not here: which slides there are (`slides`), how they are grouped (`sections`).

use std::collections::{BTreeSet, HashSet};

use super::parts::{Weave, merge_trees};
use super::sections::{self, Section};
use super::shared::reference;
use super::slides::Entry;
use super::under_way::Merge;
use super::version::{Deck, Tree};
use crate::documents::parts::by_id;
use crate::source::Sides;
use crate::xml::{Attribute, Document, Element, Node};

/// Merges the presentation and lists the slides of the plan in it.
pub(super) fn merge(merge: &mut Merge<'_, '_>, plan: &[Entry]) -> Result<(), String> {
    let decks = merge.decks;
    let main = decks.as_ref().map(|deck| deck.main.clone());
    let full = Sides {
        base: decks.base.tree(&main.base)?,
        ours: decks.ours.tree(&main.ours)?,
        theirs: decks.theirs.tree(&main.theirs)?,
    };
    let read = full.as_ref().map(|tree| sections::read(&tree.root));
    let sections = sections::merge(&read, plan, decks);
    let template = [&full.ours, &full.theirs].into_iter().find_map(|tree| sections::extension(&tree.root).cloned());
    let bare = full.map(bare);
    let (root, mut clashes) = merge_trees(&bare);
    clashes.extend(sections::clashes(&read));
    let mut weave = Weave::new(&mut merge.output, &main.ours, &main.theirs);
    weave.implied(&bare, &mut clashes);
    let mut root = weave.finish(root)?;
    forget_repeated(&mut root);
    number_masters(&mut root);
    list_masters(merge, &mut root);
    list_slides(merge, &mut root, plan);
    let known = merge.output.relations.get(&main.ours).cloned().unwrap_or_default();
    if let Some(shows) = root.child_mut("custShowLst") {
        forget_gone(shows, &|id| by_id(&known, Some(id)).is_some());
    }
    if let Some(template) = template.filter(|_| !sections.is_empty()) {
        add_sections(&mut root, template, &sections);
    }
    merge.clashes(None, "the deck", clashes);
    merge.output.write(&main.ours, &Document { root }, None);
    count_slides(merge, plan.len());
    Ok(())
}

/// Sets the number of slides that file managers show.
fn count_slides(merge: &mut Merge<'_, '_>, count: usize) {
    let Some(name) = merge.decks.ours.target("", "extended-properties") else { return };
    let Ok(mut document) = merge.output.xml(&name) else { return };
    let Some(slides) = document.root.child_mut("Slides") else { return };
    if slides.text() != count.to_string() {
        slides.children = vec![Node::Text(count.to_string())];
        merge.output.write(&name, &document, None);
    }
}

/// Takes slides that are gone out of the shows that list some of them.
fn forget_gone(element: &mut Element, is_known: &impl Fn(&str) -> bool) {
    let is_gone =
        |child: &Element| child.local() == "sld" && !child.attribute_in("/relationships", "id").is_some_and(is_known);
    element.children.retain(|child| !child.as_element().is_some_and(is_gone));
    element.children.iter_mut().filter_map(Node::as_element_mut).for_each(|child| forget_gone(child, is_known));
}

/// Takes out what is rebuilt from the plan: the list of slides, the relations to them, the sections.
fn bare(mut tree: Tree) -> Tree {
    tree.root.children.retain(|child| child.as_element().is_none_or(|child| child.local() != "sldIdLst"));
    if let Some(extensions) = tree.root.child_mut("extLst") {
        let is_section = |child: &Element| child.child("sectionLst").is_some();
        extensions.children.retain(|child| !child.as_element().is_some_and(is_section));
    }
    tree.implied.retain(|(kind, _)| kind.rsplit('/').next() != Some("slide"));
    tree
}

/// Takes out entries that name one part again: both sides brought it, and a deck has it once.
fn forget_repeated(root: &mut Element) {
    for list in ["sldMasterIdLst", "notesMasterIdLst", "handoutMasterIdLst"] {
        let Some(list) = root.child_mut(list) else { continue };
        let mut seen = HashSet::new();
        let id = |child: &Node| child.as_element()?.attribute_in("/relationships", "id").map(str::to_owned);
        list.children.retain(|child| id(child).is_none_or(|id| seen.insert(id)));
    }
}

/// Gives each master an id that no other master has.
fn number_masters(root: &mut Element) {
    let mut used: BTreeSet<u64> = BTreeSet::new();
    let entries = root.child_mut("sldMasterIdLst").into_iter().flat_map(|list| &mut list.children);
    for entry in entries.filter_map(Node::as_element_mut) {
        let id = entry.attribute("id").and_then(|id| id.parse::<u64>().ok());
        if id.is_none_or(|id| !used.insert(id)) {
            // Layouts are numbered in the same range and give way to masters.
            let next = used.last().copied().unwrap_or(2_147_483_647).saturating_add(1000);
            used.insert(next);
            entry.set("id", next.to_string());
        }
    }
}

/// Lists the masters that slides of theirs brought along.
fn list_masters(merge: &mut Merge<'_, '_>, root: &mut Element) {
    let main = merge.decks.ours.main.clone();
    for (word, list, entry) in
        [("slideMaster", "sldMasterIdLst", "sldMasterId"), ("notesMaster", "notesMasterIdLst", "notesMasterId")]
    {
        let kind = format!(".{word}+xml");
        let known = merge.output.relations.get(&main).cloned().unwrap_or_default();
        let brought: Vec<String> =
            merge.output.types.iter().filter(|(_, of)| of.contains(&kind)).map(|(name, _)| name.clone()).collect();
        let mut fresh: Vec<String> =
            brought.into_iter().filter(|name| !known.iter().any(|relation| relation.target == *name)).collect();
        fresh.sort();
        for name in fresh {
            let id = merge.output.relate(&main, &relation_kind(&merge.decks.ours, word), &name);
            let mut element = element(root, entry);
            if word == "slideMaster" {
                let last = root.child(list).into_iter().flat_map(Element::elements);
                let last = last.filter_map(|entry| entry.attribute("id")?.parse::<u64>().ok()).max();
                element.set("id", (last.unwrap_or(2_147_483_647).saturating_add(1000)).to_string());
            }
            element.attributes.push(reference(&id, is_strict(root)));
            let (at, place) = list_at(root, list);
            if !place {
                let list = self::element(root, list);
                root.children.insert(at, Node::Element(list));
            }
            root.child_mut(list).into_iter().for_each(|list| list.children.push(Node::Element(element.clone())));
        }
    }
}

/// Returns the full type of a relation of the presentation, in the form that this deck uses.
pub(super) fn relation_kind(deck: &Deck<'_>, word: &str) -> String {
    let relations = deck.relations(&deck.main);
    let known = relations.iter().find(|relation| relation.is("slideMaster") || relation.is("slide"));
    let start = known.and_then(|relation| relation.kind.rsplit_once('/')).map(|(start, _)| start.to_owned());
    let start =
        start.unwrap_or_else(|| "http://schemas.openxmlformats.org/officeDocument/2006/relationships".to_owned());
    format!("{start}/{word}")
}

fn is_strict(root: &Element) -> bool {
    root.namespace.contains("purl.oclc.org")
}

/// Makes an element of the presentation's own namespace.
fn element(root: &Element, name: &str) -> Element {
    let prefix = root.name.split_once(':').map_or(String::new(), |(prefix, _)| format!("{prefix}:"));
    Element {
        name: format!("{prefix}{name}"),
        namespace: root.namespace.clone(),
        attributes: Vec::new(),
        children: Vec::new(),
    }
}

/// The lists at the head of a presentation in the order of the schema.
const LISTS: &[&str] = &["sldMasterIdLst", "notesMasterIdLst", "handoutMasterIdLst", "sldIdLst"];

/// Returns where a list stands among the children, or where it has to, and whether it is there.
fn list_at(root: &Element, name: &str) -> (usize, bool) {
    let is = |child: &Node, name: &str| child.as_element().is_some_and(|child| child.local() == name);
    if let Some(at) = root.children.iter().position(|child| is(child, name)) {
        return (at, true);
    }
    let before = LISTS.iter().take_while(|list| **list != name);
    let last = before.filter_map(|list| root.children.iter().position(|child| is(child, list))).max();
    (last.map_or(0, |at| at + 1), false)
}

fn list_slides(merge: &mut Merge<'_, '_>, root: &mut Element, plan: &[Entry]) {
    let main = merge.decks.ours.main.clone();
    let wanted: HashSet<&str> = plan.iter().map(|entry| entry.part.as_str()).collect();
    let relations = merge.output.relations.get(&main).cloned().unwrap_or_default();
    // The relations to slides were left out with the list; those of ours come back with their ids, which nothing that
    // came from theirs was given.
    let ours = merge.decks.ours.relations(&main);
    let back = ours.iter().filter(|relation| relation.is("slide") && wanted.contains(relation.target.as_str()));
    let mut relations: Vec<_> = relations.into_iter().filter(|relation| !relation.is("slide")).collect();
    relations.extend(back.cloned());
    let place = |id: &str| ours.iter().position(|other| other.id == id).unwrap_or(usize::MAX);
    relations.sort_by_key(|relation| place(&relation.id));
    merge.output.set_relations(&main, relations);
    let kind = relation_kind(&merge.decks.ours, "slide");
    let mut list = element(root, "sldIdLst");
    for entry in plan {
        let id = merge.output.relate(&main, &kind, &entry.part);
        let mut slide = element(root, "sldId");
        slide.attributes.push(Attribute { name: "id".to_owned(), namespace: "".into(), value: entry.id.clone() });
        slide.attributes.push(reference(&id, is_strict(root)));
        list.children.push(Node::Element(slide));
    }
    let (at, _) = list_at(root, "sldIdLst");
    if !plan.is_empty() {
        root.children.insert(at, Node::Element(list));
    }
}

fn add_sections(root: &mut Element, mut extension: Element, sections: &[Section]) {
    let Some(list) = extension.child_mut("sectionLst") else { return };
    let (prefix, namespace) =
        (list.name.split_once(':').map_or(String::new(), |(prefix, _)| format!("{prefix}:")), list.namespace.clone());
    let make = |name: &str, attributes: &[(&str, &str)], children: Vec<Node>| {
        let attribute = |(name, value): &(&str, &str)| Attribute {
            name: (*name).to_owned(),
            namespace: "".into(),
            value: (*value).to_owned(),
        };
        let attributes = attributes.iter().map(attribute).collect();
        Node::Element(Element { name: format!("{prefix}{name}"), namespace: namespace.clone(), attributes, children })
    };
    let sections = sections.iter().map(|section| {
        let slides = section.slides.iter().map(|id| make("sldId", &[("id", id)], Vec::new())).collect();
        let list = make("sldIdLst", &[], slides);
        make("section", &[("name", &section.name), ("id", &section.id)], vec![list])
    });
    list.children = sections.collect();
    if root.child("extLst").is_none() {
        let extensions = element(root, "extLst");
        root.children.push(Node::Element(extensions));
    }
    root.child_mut("extLst").into_iter().for_each(|list| list.children.insert(0, Node::Element(extension.clone())));
}
