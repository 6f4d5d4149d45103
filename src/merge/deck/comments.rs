//! Comments of a deck: who wrote them, and those that tell of what could not be merged.
//!
//! Not here: merging the lists of comments (`parts`).

use std::collections::{BTreeMap, HashMap, HashSet};

use super::canon::canonical;
use super::output::Origin;
use super::presentation::relation_kind;
use super::slides::Entry;
use super::{DeckConflict, Merge};
use crate::xml::{Document, Element, Node};

const COMMENTS: &str = "application/vnd.openxmlformats-officedocument.presentationml.comments+xml";
const AUTHORS: &str = "application/vnd.openxmlformats-officedocument.presentationml.commentAuthors+xml";
/// Who signs the comments that a merge writes.
const NAME: &str = "oneness";

/// Joins the authors of both sides, and returns the new numbers of those of theirs.
pub(super) fn authors(merge: &mut Merge<'_, '_>) -> Result<HashMap<String, String>, String> {
    let (ours, theirs) = (&merge.decks.ours, &merge.decks.theirs);
    let mut numbers = HashMap::new();
    join_modern(merge)?;
    let (Some(left), Some(right)) =
        (ours.target(&ours.main, "commentAuthors"), theirs.target(&theirs.main, "commentAuthors"))
    else {
        return Ok(numbers);
    };
    let mut document = merge.output.xml(&left)?;
    let more = theirs.package.xml(&right)?;
    let mut changed = false;
    for author in more.root.elements() {
        let same =
            |other: &&Element| ["name", "initials"].iter().all(|key| other.attribute(key) == author.attribute(key));
        let known = document.root.elements().find(same).and_then(|other| other.attribute("id")).map(str::to_owned);
        let new = known.unwrap_or_else(|| {
            changed = true;
            let id = next_id(&document.root);
            let mut author = author.clone();
            author.set("id", id.clone());
            document.root.children.push(Node::Element(author));
            id
        });
        numbers.insert(author.attribute("id").unwrap_or_default().to_owned(), new);
    }
    if changed {
        merge.output.write(&left, &document, None);
    }
    numbers.retain(|old, new| old != new);
    Ok(numbers)
}

fn next_id(authors: &Element) -> String {
    let ids = authors.elements().filter_map(|author| author.attribute("id")?.parse::<u64>().ok());
    ids.max().map_or(0, |last| last.saturating_add(1)).to_string()
}

/// Authors of the newer comments have identities of their own, so theirs are added where they are missing.
fn join_modern(merge: &mut Merge<'_, '_>) -> Result<(), String> {
    let (ours, theirs) = (&merge.decks.ours, &merge.decks.theirs);
    let (Some(left), Some(right)) = (ours.target(&ours.main, "authors"), theirs.target(&theirs.main, "authors")) else {
        return Ok(());
    };
    let mut document = merge.output.xml(&left)?;
    let known: HashSet<String> =
        document.root.elements().filter_map(|a| a.attribute("id")).map(str::to_owned).collect();
    let more = theirs.package.xml(&right)?.root;
    let fresh = more.elements().filter(|author| author.attribute("id").is_some_and(|id| !known.contains(id)));
    let fresh: Vec<Node> = fresh.cloned().map(Node::Element).collect();
    if !fresh.is_empty() {
        document.root.children.extend(fresh);
        merge.output.write(&left, &document, None);
    }
    Ok(())
}

/// Gives the comments of theirs the new numbers of their authors.
pub(super) fn follow_authors(merge: &mut Merge<'_, '_>, numbers: &HashMap<String, String>) -> Result<(), String> {
    if numbers.is_empty() {
        return Ok(());
    }
    let lists: Vec<String> =
        merge.output.parts.keys().filter(|name| merge.output.type_of(name) == COMMENTS).cloned().collect();
    for name in lists {
        if matches!(merge.output.parts.get(&name), Some(Origin::Ours) | None) {
            continue;
        }
        let ours = merge.decks.ours.package.xml(&name).ok();
        let known: HashSet<String> = ours.iter().flat_map(|document| document.root.elements()).map(canonical).collect();
        let mut document = merge.output.xml(&name)?;
        for comment in document.root.children.iter_mut().filter_map(Node::as_element_mut) {
            let new = comment.attribute("authorId").and_then(|id| numbers.get(id)).cloned();
            if let Some(new) = new.filter(|_| !known.contains(&canonical(comment))) {
                comment.set("authorId", new);
            }
        }
        merge.output.write(&name, &document, None);
    }
    Ok(())
}

/// Puts a comment on each slide that has something undecided, and on the first slide for the deck as a whole.
pub(super) fn write(merge: &mut Merge<'_, '_>, plan: &[Entry]) -> Result<(), String> {
    let mut by_slide: BTreeMap<usize, Vec<String>> = BTreeMap::new();
    for (slide, conflict) in &merge.conflicts {
        by_slide.entry(slide.unwrap_or_default()).or_default().push(told(conflict));
    }
    if by_slide.is_empty() || plan.is_empty() {
        return Ok(());
    }
    let count = by_slide.values().map(Vec::len).sum();
    let (author, mut index) = sign(merge, count)?;
    for (at, texts) in by_slide {
        let Some(entry) = plan.get(at) else { continue };
        write_on(merge, &entry.part, &author, &mut index, &texts)?;
    }
    Ok(())
}

fn told(conflict: &DeckConflict) -> String {
    let mut text = format!("Not merged: {}.", conflict.message);
    if !conflict.theirs.is_empty() {
        text = format!("{text}\nTheirs:\n{}", conflict.theirs);
    }
    text
}

/// Makes sure that the merge is among the authors; returns its number and the number of its last comment.
fn sign(merge: &mut Merge<'_, '_>, count: usize) -> Result<(String, u64), String> {
    let main = merge.decks.ours.main.clone();
    let relations = merge.output.relations.get(&main).cloned().unwrap_or_default();
    let known = relations.iter().find(|relation| relation.is("commentAuthors")).map(|relation| relation.target.clone());
    let (name, mut document) = match known {
        Some(name) => (name.clone(), merge.output.xml(&name)?),
        None => {
            let name = merge.output.fresh("ppt/commentAuthors.xml");
            let kind = relation_kind(&merge.decks.ours, "commentAuthors");
            merge.output.relate(&main, &kind, &name);
            (name, Document { root: element(merge, "cmAuthorLst")? })
        }
    };
    let is_it = |author: &&Element| author.attribute("name") == Some(NAME);
    let found = document.root.elements().find(is_it);
    let id =
        found.and_then(|author| author.attribute("id")).map(str::to_owned).unwrap_or_else(|| next_id(&document.root));
    let last = found.and_then(|author| author.attribute("lastIdx")?.parse::<u64>().ok()).unwrap_or_default();
    let is_other = |child: &Node| child.as_element().is_none_or(|author| author.attribute("name") != Some(NAME));
    document.root.children.retain(is_other);
    let mut author = element(merge, "cmAuthor")?;
    let last_index = last.saturating_add(count as u64).to_string();
    for (key, value) in
        [("id", id.as_str()), ("name", NAME), ("initials", "1"), ("lastIdx", &last_index), ("clrIdx", "0")]
    {
        author.set(key, value);
    }
    document.root.children.push(Node::Element(author));
    merge.output.write(&name, &document, Some(AUTHORS));
    Ok((id, last))
}

/// Makes an element in the namespace of the presentation.
fn element(merge: &Merge<'_, '_>, name: &str) -> Result<Element, String> {
    let root = merge.output.xml(&merge.decks.ours.main)?.root;
    Ok(Element { name: format!("p:{name}"), namespace: root.namespace, attributes: Vec::new(), children: Vec::new() })
}

fn write_on(
    merge: &mut Merge<'_, '_>,
    slide: &str,
    author: &str,
    index: &mut u64,
    texts: &[String],
) -> Result<(), String> {
    let relations = merge.output.relations.get(slide).cloned().unwrap_or_default();
    let lists = relations.iter().filter(|relation| relation.is("comments") && !relation.external);
    let known = lists.map(|relation| relation.target.clone()).find(|name| merge.output.type_of(name) == COMMENTS);
    let (name, mut document) = match known {
        Some(name) => (name.clone(), merge.output.xml(&name)?),
        None => {
            let name = merge.output.fresh("ppt/comments/comment1.xml");
            let kind = relation_kind(&merge.decks.ours, "comments");
            merge.output.relate(slide, &kind, &name);
            (name, Document { root: element(merge, "cmLst")? })
        }
    };
    for text in texts {
        *index = index.saturating_add(1);
        let mut comment = element(merge, "cm")?;
        comment.set("authorId", author);
        comment.set("dt", last_saved(merge));
        comment.set("idx", index.to_string());
        let mut place = element(merge, "pos")?;
        place.set("x", "10");
        place.set("y", "10");
        let mut words = element(merge, "text")?;
        words.children.push(Node::Text(text.clone()));
        comment.children = vec![Node::Element(place), Node::Element(words)];
        document.root.children.push(Node::Element(comment));
    }
    merge.output.write(&name, &document, Some(COMMENTS));
    Ok(())
}

/// Returns when the younger side was saved: the same input has to give the same bytes, so the clock is not asked.
fn last_saved(merge: &Merge<'_, '_>) -> String {
    let saved = |deck: &super::Deck<'_>| -> Option<String> {
        let properties = deck.package.xml(&deck.target("", "core-properties")?).ok()?;
        let time = properties.root.child("modified")?.text();
        let time = time.trim().get(..19)?.to_owned();
        let is_time = time.bytes().enumerate().all(|(at, byte)| match at {
            4 | 7 => byte == b'-',
            10 => byte == b'T',
            13 | 16 => byte == b':',
            _ => byte.is_ascii_digit(),
        });
        is_time.then_some(time)
    };
    let last = saved(&merge.decks.ours).max(saved(&merge.decks.theirs));
    format!("{}.000", last.unwrap_or_else(|| "2000-01-01T00:00:00".to_owned()))
}
