//! The merged package while it grows: it begins as ours, and parts of theirs are taken in with all they refer to, under
//! names that are free.
//!
//! Not here: which parts are taken in (`slides`, `shared`), whether the result is sound (`check`).

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::types::Types;
use super::version::Deck;
use crate::documents::parts::{self, Relation};
use crate::package::{self, CONTENT_TYPES, Content};
use crate::xml::Document;

/// Where the content of a part comes from.
#[derive(Debug, Clone)]
pub(super) enum Origin {
    /// Ours, unchanged.
    Ours,
    /// The part of this name in theirs, unchanged.
    Theirs(String),
    /// Made by the merge.
    Bytes(Vec<u8>),
}

/// The merged package.
pub(super) struct Output<'d, 'a> {
    /// Our version.
    pub ours: &'d Deck<'a>,
    /// Their version.
    pub theirs: &'d Deck<'a>,
    /// The parts by name, without those that hold relations.
    pub parts: BTreeMap<String, Origin>,
    /// The relations of each part that has some.
    pub relations: BTreeMap<String, Vec<Relation>>,
    /// The parts whose relations are no longer as they were in ours.
    pub touched: BTreeSet<String>,
    /// The types of the parts that did not come from ours.
    pub types: HashMap<String, String>,
    /// Where parts of theirs stand in the result.
    pub placed: HashMap<String, String>,
    theirs_types: Types,
    ours_types: Types,
    folded: HashSet<String>,
    /// Parts of theirs whose relations are still to be taken in.
    waiting: Vec<(String, String)>,
}

impl<'d, 'a> Output<'d, 'a> {
    /// Begins with ours.
    pub(super) fn new(ours: &'d Deck<'a>, theirs: &'d Deck<'a>) -> Result<Output<'d, 'a>, String> {
        let names = ours.package.names().iter().filter(|name| !is_relations(name) && *name != CONTENT_TYPES);
        let parts: BTreeMap<String, Origin> = names.map(|name| (name.clone(), Origin::Ours)).collect();
        let mut relations = BTreeMap::new();
        for name in parts.keys().map(String::as_str).chain([""]) {
            let found = parts::relations(&ours.package, name)?;
            if !found.is_empty() {
                relations.insert(name.to_owned(), found);
            }
        }
        Ok(Output {
            folded: parts.keys().map(|name| name.to_lowercase()).collect(),
            parts,
            relations,
            touched: BTreeSet::new(),
            types: HashMap::new(),
            placed: HashMap::new(),
            ours_types: Types::read(&ours.package)?,
            theirs_types: Types::read(&theirs.package)?,
            waiting: Vec::new(),
            ours,
            theirs,
        })
    }

    /// Returns where a part of theirs stands in the result, taking it in if it does not stand there yet. A slide that
    /// is not in the result stays out: whoever refers to it loses the reference.
    pub(super) fn place(&mut self, part: &str, word: &str) -> Option<String> {
        if let Some(known) = self.placed.get(part) {
            return Some(known.clone());
        }
        if word == "slide" || !self.theirs.package.has(part) {
            return None;
        }
        if let Some(equal) = self.equal_leaf(part) {
            self.placed.insert(part.to_owned(), equal.clone());
            return Some(equal);
        }
        let name = self.fresh(part);
        self.placed.insert(part.to_owned(), name.clone());
        self.adopt(part, &name);
        Some(name)
    }

    /// Takes in a part of theirs under this name, in place of what stood there.
    pub(super) fn adopt(&mut self, part: &str, name: &str) {
        self.parts.insert(name.to_owned(), Origin::Theirs(part.to_owned()));
        self.folded.insert(name.to_lowercase());
        self.types.insert(name.to_owned(), self.theirs_types.of(part));
        self.waiting.push((part.to_owned(), name.to_owned()));
    }

    /// Takes in what the adopted parts refer to, and what that refers to, until nothing is missing.
    pub(super) fn settle(&mut self) {
        while let Some((part, name)) = self.waiting.pop() {
            let theirs = self.theirs.relations(&part);
            let relations = theirs.iter().filter_map(|relation| self.moved(relation, &name)).collect();
            self.set_relations(&name, relations);
        }
    }

    /// Returns a relation of theirs as it reads in the part of this name in the result.
    pub(super) fn moved(&mut self, relation: &Relation, name: &str) -> Option<Relation> {
        if relation.external {
            return Some(relation.clone());
        }
        let word = relation.kind.rsplit('/').next().unwrap_or_default().to_owned();
        if !self.theirs.package.has(&relation.target) && word != "slide" {
            // It was broken in theirs and stays so.
            return Some(relation.clone());
        }
        let target = self.place(&relation.target, &word)?;
        let written = relative(name, &target);
        Some(Relation { target, written, ..relation.clone() })
    }

    /// Sets the relations of a part.
    pub(super) fn set_relations(&mut self, name: &str, relations: Vec<Relation>) {
        self.touched.insert(name.to_owned());
        self.relations.insert(name.to_owned(), relations);
    }

    /// Adds a relation to a part and returns its id. `like` gives the type in full.
    pub(super) fn relate(&mut self, name: &str, kind: &str, target: &str) -> String {
        let relations = self.relations.entry(name.to_owned()).or_default();
        if let Some(known) = relations.iter().find(|relation| relation.kind == kind && relation.target == target) {
            return known.id.clone();
        }
        let id = fresh_id(relations);
        let written = relative(name, target);
        let relation =
            Relation { id: id.clone(), kind: kind.to_owned(), target: target.to_owned(), written, external: false };
        relations.push(relation);
        self.touched.insert(name.to_owned());
        id
    }

    /// Sets the content of a part that the merge made. `kind` is its type, for a new part.
    pub(super) fn write(&mut self, name: &str, document: &Document, kind: Option<&str>) {
        self.parts.insert(name.to_owned(), Origin::Bytes(document.to_bytes()));
        self.folded.insert(name.to_lowercase());
        if let Some(kind) = kind {
            self.types.insert(name.to_owned(), kind.to_owned());
        }
    }

    /// Reads a part of the result.
    pub(super) fn xml(&self, name: &str) -> Result<Document, String> {
        match self.parts.get(name) {
            None => Err(format!("lacks the part {name}")),
            Some(Origin::Ours) => self.ours.package.xml(name),
            Some(Origin::Theirs(part)) => self.theirs.package.xml(part),
            Some(Origin::Bytes(bytes)) => Document::parse(bytes),
        }
    }

    /// Returns the type of a part of the result.
    #[must_use]
    pub(super) fn type_of(&self, name: &str) -> String {
        self.types.get(name).cloned().unwrap_or_else(|| self.ours_types.of(name))
    }

    /// Returns a name that is free, close to the one wanted: the number at its end counts up.
    pub(super) fn fresh(&mut self, wanted: &str) -> String {
        if self.folded.insert(wanted.to_lowercase()) {
            return wanted.to_owned();
        }
        let (stem, extension) = wanted.rsplit_once('.').unwrap_or((wanted, "xml"));
        let stem = stem.trim_end_matches(|letter: char| letter.is_ascii_digit());
        let free = (1..).map(|number| format!("{stem}{number}.{extension}"));
        // The numbers never end, so one is free.
        let mut free = free.skip_while(|name| self.folded.contains(&name.to_lowercase()));
        let name = free.next().unwrap_or_else(|| wanted.to_owned());
        drop(free);
        self.folded.insert(name.to_lowercase());
        name
    }

    /// Finds a part of ours with the same bytes, for parts that refer to nothing: pictures, fonts, films.
    fn equal_leaf(&self, part: &str) -> Option<String> {
        if !self.theirs.relations(part).is_empty() || part.ends_with(".xml") {
            return None;
        }
        let wanted = self.theirs.package.fingerprint(part)?;
        let extension = |name: &str| name.rsplit('.').next().unwrap_or_default().to_lowercase();
        let alike = self.parts.iter().filter(|(name, origin)| {
            let sum = match origin {
                Origin::Ours => self.ours.package.fingerprint(name),
                Origin::Theirs(part) => self.theirs.package.fingerprint(part),
                Origin::Bytes(_) => None,
            };
            sum == Some(wanted) && extension(name) == extension(part)
        });
        // A check sum is a hint; only equal bytes are the same part.
        let is_equal = |(name, origin): &(&String, &Origin)| {
            let other = match origin {
                Origin::Ours => self.ours.package.read(name),
                Origin::Theirs(part) => self.theirs.package.read(part),
                Origin::Bytes(_) => return false,
            };
            other.is_ok() && other == self.theirs.package.read(part)
        };
        alike.into_iter().find(is_equal).map(|(name, _)| name.clone())
    }

    /// Drops the parts that ours reached and the result does not: what hung on deleted slides, shapes and pictures.
    pub(super) fn drop_unreached(&mut self) {
        let reached = self.reached();
        let before = reach(|name| inner_targets(&self.ours.relations(name)));
        // A part that nobody ever referred to is not ours to judge; one that theirs brought for nothing is.
        let is_gone =
            |name: &&String| !reached.contains(*name) && (before.contains(*name) || self.types.contains_key(*name));
        let gone: Vec<String> = self.parts.keys().filter(is_gone).cloned().collect();
        for name in gone {
            self.parts.remove(&name);
            self.relations.remove(&name);
        }
    }

    /// Returns the parts of the result that can be reached from the package.
    #[must_use]
    pub(super) fn reached(&self) -> HashSet<String> {
        reach(|name| self.relations.get(name).map(|relations| inner_targets(relations)).unwrap_or_default())
    }

    /// Writes the package.
    pub(super) fn finish(&self) -> Result<Vec<u8>, String> {
        let typed: Vec<(String, String)> = self.parts.keys().map(|name| (name.clone(), self.type_of(name))).collect();
        let types = self.ours_types.write(&typed);
        let mut out = vec![(CONTENT_TYPES.to_owned(), Content::Bytes(types))];
        self.push_relations("", &mut out);
        let known = self.ours.package.names().iter().filter(|name| self.parts.contains_key(*name));
        let is_new = |name: &&String| !self.ours.package.has(name);
        for name in known.chain(self.parts.keys().filter(is_new)) {
            let content = match &self.parts[name] {
                Origin::Ours => Content::Part(&self.ours.package, name.clone()),
                Origin::Theirs(part) => Content::Part(&self.theirs.package, part.clone()),
                Origin::Bytes(bytes) => Content::Bytes(bytes.clone()),
            };
            out.push((name.clone(), content));
            self.push_relations(name, &mut out);
        }
        package::write(&out)
    }

    fn push_relations<'o>(&'o self, name: &str, out: &mut Vec<(String, Content<'o, 'a>)>) {
        let part = parts::relations_part(name);
        if self.touched.contains(name) {
            let relations = self.relations.get(name).map_or(&[][..], Vec::as_slice);
            if !relations.is_empty() {
                out.push((part, Content::Bytes(write_relations(relations))));
            }
        } else if self.ours.package.has(&part) {
            out.push((part.clone(), Content::Part(&self.ours.package, part)));
        }
    }
}

fn is_relations(name: &str) -> bool {
    name.ends_with(".rels") && name.rsplit('/').nth(1) == Some("_rels")
}

/// Returns an id that no relation of a part has.
#[must_use]
pub(super) fn fresh_id(relations: &[Relation]) -> String {
    let number = |relation: &Relation| relation.id.strip_prefix("rId").and_then(|number| number.parse::<u64>().ok());
    let last = relations.iter().filter_map(number).max().unwrap_or_default();
    format!("rId{}", last.saturating_add(1))
}

/// Returns the parts that can be reached from the package.
fn reach(targets: impl Fn(&str) -> Vec<String>) -> HashSet<String> {
    let mut reached = HashSet::new();
    let mut open = vec![String::new()];
    while let Some(name) = open.pop() {
        for target in targets(&name) {
            if reached.insert(target.clone()) {
                open.push(target);
            }
        }
    }
    reached
}

fn inner_targets(relations: &[Relation]) -> Vec<String> {
    relations.iter().filter(|relation| !relation.external).map(|relation| relation.target.clone()).collect()
}

/// Writes the way from one part to another as relations write it.
#[must_use]
pub(super) fn relative(from: &str, to: &str) -> String {
    let folders: Vec<&str> = from.rsplit_once('/').map_or_else(Vec::new, |(folder, _)| folder.split('/').collect());
    let steps: Vec<&str> = to.split('/').collect();
    let common = folders.iter().zip(&steps[..steps.len() - 1]).take_while(|(a, b)| a == b).count();
    let up = std::iter::repeat_n("..", folders.len() - common);
    let way: Vec<&str> = up.chain(steps[common..].iter().copied()).collect();
    way.join("/").replace(' ', "%20")
}

fn write_relations(relations: &[Relation]) -> Vec<u8> {
    let escape =
        |text: &str| text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;");
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\r\n<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">",
    );
    for Relation { id, kind, written, external, .. } in relations {
        let mode = if *external { " TargetMode=\"External\"" } else { "" };
        let (id, kind, written) = (escape(id), escape(kind), escape(written));
        out.push_str(&format!("<Relationship Id=\"{id}\" Type=\"{kind}\" Target=\"{written}\"{mode}/>"));
    }
    out.push_str("</Relationships>");
    out.into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ways_between_parts_are_relative() {
        assert_eq!(relative("ppt/slides/slide1.xml", "ppt/media/a b.png"), "../media/a%20b.png");
        assert_eq!(relative("ppt/presentation.xml", "ppt/slides/slide1.xml"), "slides/slide1.xml");
        assert_eq!(relative("", "ppt/presentation.xml"), "ppt/presentation.xml");
        assert_eq!(relative("a/b/c.xml", "d.xml"), "../../d.xml");
    }
}
