//! Comments of a deck: who wrote them, and which number each has, since a number is an author's own in the whole deck.
//!
//! Not here: merging the lists of comments (`parts`), the comments that a merge writes (`notices`).

use std::collections::{HashMap, HashSet};

use super::canon::canonical;
use super::output::Origin;
use super::slides::Entry;
use super::under_way::Merge;
use super::version::is_modern;
use crate::xml::{Document, Element, Node};

/// The type of a list of comments in the older form.
pub(super) const COMMENTS: &str = "application/vnd.openxmlformats-officedocument.presentationml.comments+xml";

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

/// Returns a number that no author has.
pub(super) fn next_id(authors: &Element) -> String {
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

/// A comment as others refer to it: its author and its number.
type Key = (String, String);

/// Gives the comments of theirs the new numbers of their authors, and numbers that no comment of ours has.
pub(super) fn number(merge: &mut Merge<'_, '_>, authors: &HashMap<String, String>) -> Result<(), String> {
    let is_list = |name: &&String| merge.output.type_of(name) == COMMENTS;
    let names: Vec<String> = merge.output.parts.keys().filter(is_list).cloned().collect();
    let mut lists = Vec::new();
    let mut used: HashSet<Key> = HashSet::new();
    for name in names {
        let document = merge.output.xml(&name)?;
        let ours = merge.decks.ours.package.xml(&name).ok();
        let known: HashSet<String> = ours.iter().flat_map(|document| document.root.elements()).map(canonical).collect();
        let is_known: Vec<bool> = document.root.elements().map(|cm| known.contains(&canonical(cm))).collect();
        let stay = document.root.elements().zip(&is_known).filter(|(_, is_known)| **is_known);
        used.extend(stay.map(|(comment, _)| key(comment)));
        if !matches!(merge.output.parts.get(&name), Some(Origin::Ours) | None) {
            lists.push((name, document, is_known));
        }
    }
    for (name, mut document, is_known) in lists {
        if number_list(&mut document, &is_known, authors, &mut used) {
            merge.output.write(&name, &document, None);
        }
    }
    count(merge, &used)
}

/// Numbers the comments of one list that did not come from ours; tells whether one has changed.
fn number_list(
    document: &mut Document,
    is_known: &[bool],
    authors: &HashMap<String, String>,
    used: &mut HashSet<Key>,
) -> bool {
    let mut fresh: HashMap<Key, Key> = HashMap::new();
    let comments = || document.root.children.iter().filter_map(Node::as_element).zip(is_known);
    for (comment, _) in comments().filter(|(_, is_known)| !**is_known) {
        let (author, number) = key(comment);
        let mut new = (authors.get(&author).unwrap_or(&author).clone(), number.clone());
        if used.contains(&new) {
            new.1 = next_number(used, &new.0).to_string();
        }
        used.insert(new.clone());
        if new != (author.clone(), number.clone()) {
            fresh.insert((author, number), new);
        }
    }
    let comments = document.root.children.iter_mut().filter_map(Node::as_element_mut).zip(is_known);
    for (comment, _) in comments.filter(|(_, is_known)| !**is_known) {
        // The numbers stand in the comment and, where it answers another one, in an extension that names that one.
        follow(comment, &fresh);
    }
    !fresh.is_empty()
}

fn follow(element: &mut Element, fresh: &HashMap<Key, Key>) {
    if matches!(element.local(), "cm" | "parentCm")
        && let Some((author, number)) = fresh.get(&key(element))
    {
        element.set("authorId", author.clone());
        element.set("idx", number.clone());
    }
    element.children.iter_mut().filter_map(Node::as_element_mut).for_each(|child| follow(child, fresh));
}

fn key(comment: &Element) -> Key {
    let value = |name: &str| comment.attribute(name).unwrap_or_default().to_owned();
    (value("authorId"), value("idx"))
}

fn next_number(used: &HashSet<Key>, author: &str) -> u64 {
    let numbers = used.iter().filter(|(of, _)| of == author).filter_map(|(_, number)| number.parse::<u64>().ok());
    numbers.max().map_or(1, |last| last.saturating_add(1))
}

/// Tells each author the last number that was given to a comment of theirs.
fn count(merge: &mut Merge<'_, '_>, used: &HashSet<Key>) -> Result<(), String> {
    let Some(name) = merge.decks.ours.target(&merge.decks.ours.main, "commentAuthors") else { return Ok(()) };
    let mut document = merge.output.xml(&name)?;
    let mut changed = false;
    for author in document.root.children.iter_mut().filter_map(Node::as_element_mut) {
        let next = next_number(used, author.attribute("id").unwrap_or_default());
        let last = author.attribute("lastIdx").and_then(|last| last.parse::<u64>().ok()).unwrap_or_default();
        if next > last.saturating_add(1) {
            author.set("lastIdx", next.saturating_sub(1).to_string());
            changed = true;
        }
    }
    if changed {
        merge.output.write(&name, &document, None);
    }
    Ok(())
}

/// Newer comments name the slide they stand on, so those on a slide of theirs follow it to its new id.
pub(super) fn follow_slides(merge: &mut Merge<'_, '_>, plan: &[Entry]) -> Result<(), String> {
    for entry in plan.iter().filter(|entry| entry.ours.is_none()) {
        let Some(slide) = entry.theirs.and_then(|at| merge.decks.theirs.slides.get(at)) else { continue };
        let relations = merge.output.relations.get(&entry.part).cloned().unwrap_or_default();
        let Some(list) = relations.iter().find(|relation| is_modern(relation)) else { continue };
        if slide.id != entry.id {
            let mut document = merge.output.xml(&list.target)?;
            point_at(&mut document.root, &slide.id, &entry.id);
            merge.output.write(&list.target, &document, None);
        }
    }
    Ok(())
}

fn point_at(element: &mut Element, old: &str, new: &str) {
    if element.local() == "sldMk" && element.attribute("sldId") == Some(old) {
        element.set("sldId", new);
    }
    element.children.iter_mut().filter_map(Node::as_element_mut).for_each(|child| point_at(child, old, new));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_comments_never_have_one_number() {
        let list = "<cmLst><cm authorId=\"0\" idx=\"1\"><text>ours</text></cm><cm authorId=\"0\" idx=\"1\"><text>theirs</text></cm><cm authorId=\"2\" idx=\"1\"><extLst><parentCm authorId=\"0\" idx=\"1\"/></extLst></cm></cmLst>";
        let mut document = Document::parse(list.as_bytes()).expect("because the test wrote it so");
        let (one, two) = (|text: &str| text.to_owned(), HashMap::from([("2".to_owned(), "5".to_owned())]));
        let mut used = HashSet::from([(one("0"), one("1")), (one("0"), one("7"))]);
        assert!(number_list(&mut document, &[true, false, false], &two, &mut used));
        let keys: Vec<Key> = document.root.elements().map(key).collect();
        assert_eq!(keys, [(one("0"), one("1")), (one("0"), one("8")), (one("5"), one("1"))]);
        let parent = document.root.descendants().find(|element| element.local() == "parentCm").map(key);
        assert_eq!(parent, Some((one("0"), one("8"))));
        assert!(!number_list(&mut document, &[true, true, true], &two, &mut used));
    }
}
