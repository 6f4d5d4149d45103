//! Three versions of one part become one: its tree, the relations that its tree names, and those that stand in no
//! element (notes, comments, layout).
//!
//! Not here: which parts correspond (`matching`), what is done with a clash (the hall).

use std::collections::{BTreeSet, HashMap, HashSet};

use super::canon::{canonical, same};
use super::elements::{Blend, Clash};
use super::output::{Output, fresh_id};
use super::shapes::follow_new_ids;
use super::texts::follow_paragraphs;
use super::version::{Deck, MARK, THREADS, Tree, is_modern, is_reference, text};
use crate::documents::parts::Relation;
use crate::source::Sides;
use crate::xml::{Document, Element, Node};

/// Relations whose targets a program makes anew: which side's is kept does not matter to anybody.
const MADE_ANEW: &[&str] = &["diagramDrawing", "themeOverride", "tags", "customXml", "changesInfo", "printerSettings"];

/// Of these a deck has one, even when both sides brought it.
pub(super) const ONE_EACH: &[&str] =
    &["notesMaster", "handoutMaster", "presProps", "viewProps", "tableStyles", "commentAuthors", "authors"];

/// Merges a part that both sides changed into the part of ours, and returns what could not be decided.
pub(super) fn merge(output: &mut Output<'_, '_>, base: &Deck<'_>, names: &Sides<String>) -> Result<Vec<Clash>, String> {
    let (ours, theirs) = (output.ours, output.theirs);
    let trees =
        Sides { base: base.tree(&names.base)?, ours: ours.tree(&names.ours)?, theirs: theirs.tree(&names.theirs)? };
    let (root, mut clashes) = merge_trees(&trees);
    let mut weave = Weave::new(output, &names.ours, &names.theirs);
    weave.implied(&trees, &mut clashes);
    let root = weave.finish(root)?;
    output.write(&names.ours, &Document { root }, None);
    for clash in &mut clashes {
        tell_lost(theirs, &names.theirs, clash);
    }
    merge_attached(output, base, names, &trees, &mut clashes)?;
    Ok(clashes)
}

/// Merges the trees alone.
pub(super) fn merge_trees(trees: &Sides<Tree>) -> (Element, Vec<Clash>) {
    let mut blend = Blend { used_ids: ids(&trees.ours.root), ..Blend::default() };
    let mut root = blend.element(&trees.base.root, &trees.ours.root, &trees.theirs.root);
    follow(&mut root, trees, &blend);
    (root, blend.clashes)
}

/// Returns the numbers of all shapes.
fn ids(root: &Element) -> BTreeSet<u64> {
    let identities = root.descendants().filter(|element| element.local() == "cNvPr");
    identities.filter_map(|identity| identity.attribute("id")?.parse().ok()).collect()
}

/// Points the animations, which came from one side, at the numbers and paragraphs of the merged slide.
fn follow(root: &mut Element, trees: &Sides<Tree>, blend: &Blend) {
    let from_theirs = match (root.child("timing"), trees.ours.root.child("timing")) {
        (Some(merged), Some(ours)) => !same(merged, ours),
        (merged, _) => merged.is_some(),
    };
    let Some(timing) = root.child_mut("timing") else { return };
    if from_theirs {
        follow_new_ids(timing, &blend.new_ids);
    }
    follow_paragraphs(timing, &blend.moved_paragraphs[usize::from(from_theirs)]);
}

/// Adds to a clash what the parts say that were not taken: a chart or a diagram keeps its words in parts of its own.
fn tell_lost(theirs: &Deck<'_>, part: &str, clash: &mut Clash) {
    for relation in theirs.relations(part).iter().filter(|relation| !relation.external) {
        if clash.lost.contains(&theirs.reference(part, relation))
            && let Ok(document) = theirs.package.xml(&relation.target)
        {
            let told = [clash.theirs.clone(), text(&document.root), values(&document.root)];
            clash.theirs = told.into_iter().filter(|told| !told.is_empty()).collect::<Vec<_>>().join("\n");
        }
    }
}

/// Returns the names and numbers that a chart shows, as many as fit into a comment.
fn values(chart: &Element) -> String {
    const MOST: usize = 60;
    let values = chart.descendants().filter(|element| chart.local() == "chartSpace" && element.local() == "v");
    let values: Vec<String> = values.map(Element::text).filter(|value| !value.is_empty()).take(MOST + 1).collect();
    let more = if values.len() > MOST { " …" } else { "" };
    format!("{}{more}", values[..values.len().min(MOST)].join(", "))
}

/// A merged tree while its references become relations again.
pub(super) struct Weave<'w, 'd, 'a> {
    output: &'w mut Output<'d, 'a>,
    /// The part's name in the result, and where it came from in theirs.
    name: &'w str,
    theirs_name: &'w str,
    /// The relations of ours by what they refer to.
    known: HashMap<String, Relation>,
    /// The relations of the result.
    relations: Vec<Relation>,
}

impl<'w, 'd, 'a> Weave<'w, 'd, 'a> {
    /// Begins with none of the relations taken.
    pub(super) fn new(output: &'w mut Output<'d, 'a>, name: &'w str, theirs_name: &'w str) -> Weave<'w, 'd, 'a> {
        let ours = output.ours;
        let mut known = HashMap::new();
        for relation in ours.relations(name).iter() {
            known.entry(ours.reference(name, relation)).or_insert_with(|| relation.clone());
        }
        Weave { output, name, theirs_name, known, relations: Vec::new() }
    }

    /// Decides the relations that stand in no element: those of one type together.
    pub(super) fn implied(&mut self, trees: &Sides<Tree>, clashes: &mut Vec<Clash>) {
        let kinds = trees.ours.implied.iter().chain(&trees.theirs.implied).map(|(kind, _)| kind);
        for kind in kinds.collect::<BTreeSet<_>>() {
            let of = |tree: &Tree| -> Vec<String> {
                tree.implied.iter().filter(|(other, _)| other == kind).map(|(_, target)| target.clone()).collect()
            };
            let (before, left, right) = (of(&trees.base), of(&trees.ours), of(&trees.theirs));
            let word = kind.rsplit('/').next().unwrap_or_default();
            // Notes, comments and what a deck has once merge in the place of ours, unless one side has none.
            let merges = matches!(word, "notesSlide" | "comments") || ONE_EACH.contains(&word);
            let in_place = merges && !left.is_empty() && !right.is_empty();
            if left == before && right != before && !in_place {
                self.take_implied(kind, &right);
                continue;
            }
            if left.is_empty() && right != before && word == "comments" {
                // Ours deleted all comments, theirs wrote new ones.
                self.take_implied(kind, &right);
                continue;
            }
            if left != right && right != before && !in_place && word != "comments" && !MADE_ANEW.contains(&word) {
                clashes.push(self.implied_clash(word, left.is_empty(), right.is_empty()));
            }
            let (ours, name) = (self.output.ours, self.name);
            let relations = ours.relations(name);
            let stays = relations.iter().filter(|r| r.kind == *kind && left.contains(&ours.reference(name, r)));
            self.relations.extend(stays.cloned());
        }
    }

    /// Says what happened to a relation that merges in neither way.
    fn implied_clash(&self, word: &str, ours_is_gone: bool, theirs_is_gone: bool) -> Clash {
        let (theirs, part) = (self.output.theirs, self.output.theirs.target(self.theirs_name, word));
        let notes = part.and_then(|part| theirs.package.xml(&part).ok()).map(|notes| text(&notes.root));
        let (message, theirs) = match word {
            "notesSlide" if ours_is_gone => {
                ("ours deleted the notes that theirs changed".to_owned(), notes.unwrap_or_default())
            }
            "notesSlide" if theirs_is_gone => ("theirs deleted the notes that ours changed".to_owned(), String::new()),
            _ => (format!("both sides changed what it is based on ({word})"), String::new()),
        };
        Clash { message, ours: String::new(), theirs, lost: Vec::new() }
    }

    fn take_implied(&mut self, kind: &str, wanted: &[String]) {
        let theirs = self.output.theirs;
        for relation in theirs.relations(self.theirs_name).iter().filter(|relation| relation.kind == kind) {
            if wanted.contains(&theirs.reference(self.theirs_name, relation)) {
                self.take(relation);
            }
        }
    }

    /// Takes in a relation of theirs and returns its id.
    fn take(&mut self, relation: &Relation) -> Option<String> {
        let moved = self.output.moved(relation, self.name)?;
        self.output.settle();
        let is_known = |other: &&Relation| other.kind == moved.kind && other.target == moved.target;
        if let Some(known) = self.relations.iter().find(is_known) {
            return Some(known.id.clone());
        }
        let ours = self.output.ours.relations(self.name);
        let all: Vec<Relation> = self.relations.iter().chain(ours.iter()).cloned().collect();
        let is_free = !all.iter().any(|other| other.id == moved.id);
        let id = if is_free { moved.id.clone() } else { fresh_id(&all) };
        self.relations.push(Relation { id: id.clone(), ..moved });
        Some(id)
    }

    /// Gives every reference the id of a relation, and sets the relations of the part.
    pub(super) fn finish(mut self, mut root: Element) -> Result<Element, String> {
        let theirs = self.output.theirs;
        let mut theirs_known: HashMap<String, Relation> = HashMap::new();
        for relation in theirs.relations(self.theirs_name).iter() {
            let reference = theirs.reference(self.theirs_name, relation);
            theirs_known.entry(reference).or_insert_with(|| relation.clone());
        }
        self.resolve(&mut root, &theirs_known)?;
        // An id that a program wrote outside of any relation attribute may still be meant, so order and ids of ours stay.
        let ours = self.output.ours.relations(self.name);
        let place = |relation: &Relation| ours.iter().position(|other| other.id == relation.id).unwrap_or(usize::MAX);
        self.relations.sort_by_key(place);
        let mut seen = HashSet::new();
        self.relations.retain(|relation| seen.insert(relation.id.clone()));
        self.output.set_relations(self.name, self.relations);
        Ok(root)
    }

    fn resolve(&mut self, element: &mut Element, theirs: &HashMap<String, Relation>) -> Result<bool, String> {
        for attribute in element.attributes.iter_mut().filter(|attribute| is_reference(attribute)) {
            if !attribute.value.starts_with(MARK) {
                continue;
            }
            let id = match attribute.value.as_str() {
                THREADS => self.relations.iter().find(|relation| is_modern(relation)).map(|r| r.id.clone()),
                reference => self.id_of(reference, theirs)?,
            };
            let Some(id) = id else { return Ok(false) };
            attribute.value = id;
        }
        let mut kept = Vec::new();
        for mut child in std::mem::take(&mut element.children) {
            // What refers to a slide that is gone goes with it.
            let stays = match &mut child {
                Node::Element(child) => self.resolve(child, theirs)?,
                Node::Text(_) => true,
            };
            if stays {
                kept.push(child);
            }
        }
        element.children = kept;
        Ok(true)
    }

    fn id_of(&mut self, reference: &str, theirs: &HashMap<String, Relation>) -> Result<Option<String>, String> {
        if let Some(relation) = self.known.get(reference) {
            if !self.relations.iter().any(|other| other.id == relation.id) {
                self.relations.push(relation.clone());
            }
            return Ok(Some(relation.id.clone()));
        }
        let Some(relation) = theirs.get(reference) else { return Ok(None) };
        let id = self.take(relation);
        if relation.is("diagramData") {
            self.take_drawing(relation)?;
        }
        Ok(id)
    }

    /// A diagram keeps the id of the relation to its drawing in its own data, where no attribute tells that it is one.
    fn take_drawing(&mut self, data: &Relation) -> Result<(), String> {
        let theirs = self.output.theirs;
        let Some(name) = self.output.placed.get(&data.target).cloned() else { return Ok(()) };
        let mut document = theirs.package.xml(&data.target)?;
        let Some(old) = drawing_id(&mut document.root).and_then(|id| id.attribute("relId").map(str::to_owned)) else {
            return Ok(());
        };
        let relations = theirs.relations(self.theirs_name);
        let Some(drawing) = relations.iter().find(|relation| relation.id == old) else { return Ok(()) };
        if let (Some(new), Some(element)) = (self.take(drawing), drawing_id(&mut document.root)) {
            element.set("relId", new);
            self.output.write(&name, &document, None);
        }
        Ok(())
    }
}

fn drawing_id(element: &mut Element) -> Option<&mut Element> {
    if element.local() == "dataModelExt" {
        return Some(element);
    }
    element.children.iter_mut().filter_map(Node::as_element_mut).find_map(drawing_id)
}

/// Merges the notes and the comments of a slide, which are parts of their own.
fn merge_attached(
    output: &mut Output<'_, '_>,
    base: &Deck<'_>,
    names: &Sides<String>,
    trees: &Sides<Tree>,
    clashes: &mut Vec<Clash>,
) -> Result<(), String> {
    let all = [&trees.ours, &trees.theirs].into_iter().flat_map(|tree| &tree.implied).map(|(kind, _)| kind);
    let merges = |kind: &&String| ["notesSlide", "comments"].iter().any(|word| kind.rsplit('/').next() == Some(word));
    for kind in all.filter(merges).collect::<BTreeSet<_>>() {
        let of = |tree: &Tree| tree.implied.iter().filter(|(other, _)| other == kind).cloned().collect::<Vec<_>>();
        let (before, left, right) = (of(&trees.base), of(&trees.ours), of(&trees.theirs));
        let target = |deck: &Deck<'_>, part: &str| {
            let relations = deck.relations(part);
            relations.iter().find(|r| r.kind == *kind && !r.external).map(|relation| relation.target.clone())
        };
        let both = (target(output.ours, &names.ours), target(output.theirs, &names.theirs));
        let (Some(ours), Some(theirs)) = both else {
            if let (true, Some(before)) = (kind.ends_with("/comments"), target(base, &names.base)) {
                let kept = both.0.or_else(|| output.placed.get(&both.1?).cloned());
                forget_deleted(output, &base.package.xml(&before)?.root, kept)?;
            }
            continue;
        };
        if right == before || left == right {
            continue;
        }
        output.placed.insert(theirs.clone(), ours.clone());
        if left == before {
            output.adopt(&theirs, &ours);
            output.settle();
            continue;
        }
        match target(base, &names.base) {
            Some(before) => clashes.extend(merge(output, base, &Sides { base: before, ours, theirs })?),
            None => add_all(output, &ours, &theirs)?,
        }
    }
    Ok(())
}

/// One side deleted all comments and the other wrote new ones: those of the base that nobody changed go.
fn forget_deleted(output: &mut Output<'_, '_>, base: &Element, kept: Option<String>) -> Result<(), String> {
    let Some(name) = kept.filter(|name| output.parts.contains_key(name)) else { return Ok(()) };
    let deleted: HashSet<String> = base.elements().map(canonical).collect();
    let mut document = output.xml(&name)?;
    document.root.children.retain(|child| child.as_element().is_none_or(|cm| !deleted.contains(&canonical(cm))));
    output.write(&name, &document, None);
    Ok(())
}

/// Both sides added notes or comments where the base had none: theirs come behind ours.
fn add_all(output: &mut Output<'_, '_>, ours: &str, theirs: &str) -> Result<(), String> {
    let mut document = output.ours.package.xml(ours)?;
    let other = output.theirs.package.xml(theirs)?;
    if other.root.local() == "cmLst" {
        let known: HashSet<String> = document.root.elements().map(canonical).collect();
        let is_new = |child: &Node| child.as_element().is_some_and(|comment| !known.contains(&canonical(comment)));
        document.root.children.extend(other.root.children.into_iter().filter(is_new));
    } else if let (Some(body), Some(more)) = (body(&mut document.root), find_body(&other.root)) {
        let known: HashSet<String> = body.all("p").map(canonical).collect();
        let fresh = more.all("p").filter(|paragraph| !known.contains(&canonical(paragraph)));
        let fresh: Vec<Node> = fresh.cloned().map(Node::Element).collect();
        body.children.extend(fresh);
    }
    output.write(ours, &document, None);
    Ok(())
}

fn is_body(shape: &Element) -> bool {
    let placeholder = crate::documents::pptx::shapes::properties(shape).and_then(|p| p.path(&["nvPr", "ph"]));
    placeholder.is_some_and(|placeholder| placeholder.attribute("type") == Some("body"))
}

fn find_body(root: &Element) -> Option<&Element> {
    root.descendants().find(|shape| is_body(shape))?.child("txBody")
}

fn body(element: &mut Element) -> Option<&mut Element> {
    if is_body(element) {
        return element.child_mut("txBody");
    }
    element.children.iter_mut().filter_map(Node::as_element_mut).find_map(body)
}
