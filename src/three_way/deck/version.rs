//! One version of a deck, open for merging: its slides with their identities, and its parts as trees in which every
//! reference is replaced by what it refers to, so that trees of different versions can be compared.
//!
//! Not here: which slides correspond (`matching`), how trees merge (`elements`).

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use super::canon;
use crate::documents::outline::shortened;
use crate::documents::parts::{self, Relation};
use crate::documents::pptx;
use crate::package::Package;
use crate::xml::{Document, Element, Node};

/// Begins every reference in a tree. No XML document can hold this letter.
pub(super) const MARK: char = '\u{1}';

/// Stands where a slide names its list of threads.
pub(super) const THREADS: &str = "\u{1}threads";

/// Larger parts are compared by their check sums.
const MAX_COMPARED_BYTES: u64 = 8 << 20;

/// One slide of one version.
#[derive(Debug, Clone)]
pub(super) struct Slide {
    /// The id in the presentation's list.
    pub id: String,
    /// The name of its part.
    pub part: String,
    /// The identity from when it was made.
    pub made: Option<String>,
    /// Its title in one line.
    pub title: String,
    /// Its title and paragraphs, line by line.
    pub text: String,
}

/// One version of a deck.
pub(super) struct Deck<'a> {
    /// The package.
    pub package: Package<'a>,
    /// The name of the presentation's part.
    pub main: String,
    /// The slides in their order.
    pub slides: Vec<Slide>,
    /// What a part is called across versions, for those that correspond to one of the base.
    pub labels: HashMap<String, String>,
    relations: RefCell<HashMap<String, Rc<Vec<Relation>>>>,
    digests: RefCell<HashMap<String, String>>,
}

/// A part as a tree with references instead of relation ids.
#[derive(Debug, Clone)]
pub(super) struct Tree {
    /// The outermost element.
    pub root: Element,
    /// The references that stand in no element: type of the relation and what it refers to.
    pub implied: Vec<(String, String)>,
}

impl<'a> Deck<'a> {
    /// Opens a deck, or says why it cannot be merged.
    pub(super) fn open(bytes: &'a [u8]) -> Result<Deck<'a>, String> {
        let package = Package::open(bytes)?.of_slides();
        if package.repeats_a_name() {
            return Err("holds two parts of one name".to_owned());
        }
        let main = parts::main_part(&package)?;
        let presentation = package.xml(&main)?;
        let entries = pptx::slides(&package, &main, &presentation)?;
        let slide = |entry: pptx::SlideEntry| -> Result<Slide, String> {
            let document = package.xml(&entry.part)?;
            let made = pptx::slide_creation_id(&document).map(str::to_owned);
            let title = shortened(&pptx::shapes::title(&document.root));
            Ok(Slide { id: entry.id, part: entry.part, made, title, text: text(&document.root) })
        };
        let slides = entries.into_iter().map(slide).collect::<Result<Vec<_>, String>>()?;
        let (labels, relations, digests) = (HashMap::new(), RefCell::default(), RefCell::default());
        Ok(Deck { package, main, slides, labels, relations, digests })
    }

    /// Returns the relations of a part. Unreadable ones are as good as none: the self-check finds what they lack.
    pub(super) fn relations(&self, part: &str) -> Rc<Vec<Relation>> {
        if let Some(known) = self.relations.borrow().get(part) {
            return known.clone();
        }
        let read = Rc::new(parts::relations(&self.package, part).unwrap_or_default());
        self.relations.borrow_mut().insert(part.to_owned(), read.clone());
        read
    }

    /// Returns the first part that `part` refers to by a relation of this type.
    pub(super) fn target(&self, part: &str, word: &str) -> Option<String> {
        let relations = self.relations(part);
        let found = relations.iter().find(|relation| relation.is(word) && !relation.external);
        found.map(|relation| relation.target.clone())
    }

    /// Reads a part as a tree with references.
    pub(super) fn tree(&self, part: &str) -> Result<Tree, String> {
        let Document { mut root } = self.package.xml(part)?;
        let relations = self.relations(part);
        let mut used = HashSet::new();
        self.refer(part, &relations, &mut root, &mut used);
        let implied = relations.iter().filter(|relation| !used.contains(&relation.id));
        let mut implied: Vec<_> =
            implied.map(|relation| (relation.kind.clone(), self.reference(part, relation))).collect();
        implied.sort();
        Ok(Tree { root, implied })
    }

    fn refer(&self, part: &str, relations: &[Relation], element: &mut Element, used: &mut HashSet<String>) {
        for attribute in element.attributes.iter_mut().filter(|attribute| is_reference(attribute)) {
            if let Some(relation) = parts::by_id(relations, Some(&attribute.value)) {
                if is_modern(relation) {
                    // A slide names its threads, yet they merge like older comments, which no element names.
                    attribute.value = THREADS.to_owned();
                    continue;
                }
                used.insert(relation.id.clone());
                attribute.value = self.reference(part, relation);
            }
        }
        for child in element.children.iter_mut().filter_map(Node::as_element_mut) {
            self.refer(part, relations, child, used);
        }
    }

    /// Says what a relation refers to, in the same words for every version.
    #[must_use]
    pub(super) fn reference(&self, part: &str, relation: &Relation) -> String {
        let word = relation.kind.rsplit('/').next().unwrap_or_default();
        if relation.external {
            return format!("{MARK}{word} {}", relation.target);
        }
        // Notes point back to their slide, which says nothing about the notes.
        if word == "slide" && self.is_notes(part) {
            return format!("{MARK}slide");
        }
        match self.labels.get(&relation.target) {
            Some(label) => format!("{MARK}{word} {label}"),
            None => format!("{MARK}{word} {}", self.digest(&relation.target)),
        }
    }

    fn is_notes(&self, part: &str) -> bool {
        self.target(part, "notesMaster").is_some() && self.target(part, "slide").is_some()
    }

    /// Returns a short form of a part and all it refers to.
    #[must_use]
    pub(super) fn digest(&self, part: &str) -> String {
        if let Some(known) = self.digests.borrow().get(part) {
            return known.clone();
        }
        // Parts may refer to one another in a circle; within its own digest a part is only its name.
        self.digests.borrow_mut().insert(part.to_owned(), "circle".to_owned());
        let (sum, size) = self.package.fingerprint(part).unwrap_or_default();
        let is_text = [".xml", ".vml"].iter().any(|end| part.ends_with(end)) && size <= MAX_COMPARED_BYTES;
        let tree = if is_text { self.tree(part).ok() } else { None };
        let form = match tree {
            Some(tree) => format!("{}{:?}", canon::canonical(&tree.root), tree.implied),
            None => format!("{sum:08x} {size} {}", self.package.has(part)),
        };
        let digest = canon::digest(&form);
        self.digests.borrow_mut().insert(part.to_owned(), digest.clone());
        digest
    }

    /// Forgets what was computed before the labels were known.
    pub(super) fn set_labels(&mut self, labels: HashMap<String, String>) {
        self.labels = labels;
        self.digests.borrow_mut().clear();
    }
}

/// Tells whether a relation leads to comments of the newer form, which are threads.
#[must_use]
pub(super) fn is_modern(relation: &Relation) -> bool {
    relation.is("comments") && relation.kind.contains("/office/2018/")
}

/// Tells whether an attribute holds the id of a relation.
#[must_use]
pub(super) fn is_reference(attribute: &crate::xml::Attribute) -> bool {
    attribute.namespace.ends_with("/relationships")
}

/// Returns the text of an element, a line for each paragraph.
#[must_use]
pub(super) fn text(element: &Element) -> String {
    let paragraphs = element.descendants().filter(|element| element.local() == "p");
    let texts = paragraphs.map(pptx::shapes::paragraph_text).filter(|text| !text.is_empty());
    texts.collect::<Vec<_>>().join("\n")
}
