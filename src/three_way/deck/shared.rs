//! The parts that all slides share: masters, layouts, themes, properties, styles.
//!
//! Not here: the presentation itself (`presentation`), authors of comments (`comments`).

use std::collections::BTreeSet;

use super::elements::Clash;
use super::parts::ONE_EACH;
use super::slides::merge_known;
use super::under_way::Merge;
use crate::source::Sides;
use crate::xml::{Attribute, Element, Node};

/// What programs write about a file and its windows: ours stays, whatever theirs says.
const OURS: &[&str] = &[
    "core-properties",
    "extended-properties",
    "custom-properties",
    "viewProps",
    "thumbnail",
    "printerSettings",
    "changesInfo",
    "revisionInfo",
    "officeDocument",
    "commentAuthors",
    "authors",
];

/// What people call the parts that lie in these folders.
const TOLD: &[(&str, &str)] = &[
    ("theme", "the theme"),
    ("slideMasters", "the slide master"),
    ("slideLayouts", "a slide layout"),
    ("notesMasters", "the notes master"),
];

/// The ids of masters and layouts begin here by the schema.
const FIRST_LAYOUT_ID: u64 = 2_147_483_648;

/// Says where the shared parts of theirs stand in the result: at their counterparts in ours.
pub(super) fn place(merge: &mut Merge<'_, '_>) {
    let (ours, theirs) = (&merge.decks.ours, &merge.decks.theirs);
    let slides: BTreeSet<&str> = theirs.slides.iter().map(|slide| slide.part.as_str()).collect();
    for (part, label) in theirs.labels.iter().filter(|(part, _)| !slides.contains(part.as_str())) {
        let ours = ours.labels.iter().find(|(_, other)| *other == label);
        if let Some((name, _)) = ours {
            merge.output.placed.insert(part.clone(), name.clone());
        }
    }
    for word in ONE_EACH {
        if let (Some(left), Some(right)) = (ours.target(&ours.main, word), theirs.target(&theirs.main, word)) {
            merge.output.placed.entry(right).or_insert(left);
        }
    }
}

/// Merges the shared parts that theirs changed.
pub(super) fn merge(merge: &mut Merge<'_, '_>) -> Result<(), String> {
    let decks = merge.decks;
    let is_slide = |part: &String| decks.theirs.slides.iter().any(|slide| slide.part == *part);
    let mut pairs: Vec<(&String, &String)> = decks.theirs.labels.iter().filter(|(part, _)| !is_slide(part)).collect();
    pairs.sort();
    for (theirs, base) in pairs {
        let Some(ours) = merge.output.placed.get(theirs).cloned() else { continue };
        if is_ours(merge, theirs) || !merge.output.parts.contains_key(&ours) {
            continue;
        }
        let names = Sides { base: base.clone(), ours, theirs: theirs.clone() };
        let is_tree = names.ours.ends_with(".xml");
        let digests =
            (decks.base.digest(&names.base), decks.ours.digest(&names.ours), decks.theirs.digest(&names.theirs));
        if !is_tree && digests.0 != digests.1 && digests.0 != digests.2 && digests.1 != digests.2 {
            let message = format!("both sides changed {}", names.ours);
            let clash = Clash { message, ours: String::new(), theirs: String::new(), lost: Vec::new() };
            merge.clashes(None, "the deck", vec![clash]);
            continue;
        }
        let place = told(&names.ours);
        let clashes = merge_known(merge, &names)?;
        merge.clashes(None, place, clashes);
    }
    Ok(())
}

/// Says in words which shared part this is.
fn told(part: &str) -> &'static str {
    let folder = part.rsplit('/').nth(1).unwrap_or_default();
    TOLD.iter().find(|(known, _)| *known == folder).map_or("the deck", |(_, words)| words)
}

fn is_ours(merge: &Merge<'_, '_>, part: &str) -> bool {
    let theirs = &merge.decks.theirs;
    let owners = [String::new(), theirs.main.clone()];
    let relations = owners.iter().flat_map(|owner| theirs.relations(owner).iter().cloned().collect::<Vec<_>>());
    let mut kinds = relations.filter(|relation| relation.target == part);
    kinds.any(|relation| OURS.iter().any(|word| relation.is(word)))
}

/// Makes every master list the layouts that stand under it, whoever brought or dropped them, and gives masters and
/// layouts ids of their own.
pub(super) fn list_layouts(merge: &mut Merge<'_, '_>) -> Result<(), String> {
    let reached = merge.output.reached();
    let of_type = |merge: &Merge<'_, '_>, word: &str| -> Vec<String> {
        reached
            .iter()
            .filter(|name| merge.output.type_of(name).contains(word))
            .cloned()
            .collect::<BTreeSet<_>>()
            .into_iter()
            .collect()
    };
    for layout in of_type(merge, ".slideLayout+xml") {
        let relations = merge.output.relations.get(&layout).cloned().unwrap_or_default();
        let Some(up) = relations.iter().find(|relation| relation.is("slideMaster")).cloned() else { continue };
        let known = merge.output.relations.get(&up.target).cloned().unwrap_or_default();
        if known.iter().any(|relation| relation.target == layout) {
            continue;
        }
        let kind = up.kind.replace("slideMaster", "slideLayout");
        let id = merge.output.relate(&up.target, &kind, &layout);
        add_layout(merge, &up.target, &id)?;
    }
    let masters = of_type(merge, ".slideMaster+xml");
    number_anew(merge, &masters)
}

fn add_layout(merge: &mut Merge<'_, '_>, master: &str, relation: &str) -> Result<(), String> {
    let mut document = merge.output.xml(master)?;
    let prefix = document.root.name.split_once(':').map_or(String::new(), |(prefix, _)| format!("{prefix}:"));
    let namespace = document.root.namespace.clone();
    if document.root.child("sldLayoutIdLst").is_none() {
        let list = Element {
            name: format!("{prefix}sldLayoutIdLst"),
            namespace: namespace.clone(),
            attributes: Vec::new(),
            children: Vec::new(),
        };
        let at = document.root.elements().position(|child| child.local() == "clrMap").map_or(0, |at| at + 1);
        document.root.children.insert(at.min(document.root.children.len()), Node::Element(list));
    }
    let is_strict = namespace.contains("purl.oclc.org");
    if let Some(list) = document.root.child_mut("sldLayoutIdLst") {
        let mut entry =
            Element { name: format!("{prefix}sldLayoutId"), namespace, attributes: Vec::new(), children: Vec::new() };
        entry.attributes.push(reference(relation, is_strict));
        list.children.push(Node::Element(entry));
    }
    merge.output.write(master, &document, None);
    Ok(())
}

/// Makes the attribute that holds the id of a relation.
pub(super) fn reference(id: &str, is_strict: bool) -> Attribute {
    let namespace = if is_strict {
        "http://purl.oclc.org/ooxml/officeDocument/relationships"
    } else {
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    };
    Attribute { name: "r:id".to_owned(), namespace: namespace.into(), value: id.to_owned() }
}

/// Gives each layout an id that no other layout and no master has, where it has none of its own.
fn number_anew(merge: &mut Merge<'_, '_>, masters: &[String]) -> Result<(), String> {
    let presentation = merge.output.xml(&merge.decks.ours.main)?;
    let list = presentation.root.child("sldMasterIdLst");
    let ids =
        list.into_iter().flat_map(Element::elements).filter_map(|entry| entry.attribute("id")?.parse::<u64>().ok());
    let mut used: BTreeSet<u64> = ids.collect();
    let is_ours = |name: &String| merge.decks.ours.package.has(name);
    // Ours first, so that it is theirs' layouts whose ids change.
    let mut masters = masters.to_vec();
    masters.sort_by_key(|name| !is_ours(name));
    // A new id lies behind all ids, also behind those of masters that are looked at later.
    let mut last = used.last().copied().unwrap_or_default().max(FIRST_LAYOUT_ID - 1);
    for name in &masters {
        let root = merge.output.xml(name)?.root;
        let entries = root.child("sldLayoutIdLst").into_iter().flat_map(Element::elements);
        last = entries.filter_map(|entry| entry.attribute("id")?.parse().ok()).max().unwrap_or(0).max(last);
    }
    for name in masters {
        let mut document = merge.output.xml(&name)?;
        let mut changed = false;
        let entries = document.root.child_mut("sldLayoutIdLst").into_iter().flat_map(|list| &mut list.children);
        for entry in entries.filter_map(Node::as_element_mut) {
            let id = entry.attribute("id").and_then(|id| id.parse::<u64>().ok());
            if id.is_some_and(|id| used.insert(id)) {
                continue;
            }
            last = last.saturating_add(1);
            used.insert(last);
            entry.set("id", last.to_string());
            changed = true;
        }
        if changed && (merge.output.touched.contains(&name) || !is_ours(&name)) {
            merge.output.write(&name, &document, None);
        }
    }
    Ok(())
}
