//! Two copies of a deck of which nobody has the version that both began as: what both hold is taken for it. Of theirs
//! everything is left out that ours does not have too (slides, shapes, paragraphs, rows, notes, comments), so that the
//! merge adds it; what the two have in two ways, as a title or a place on a slide, stays as ours has it.
//!
//! Not here: the merge itself (`deck`), what is lost on the way (the caller asks the result).

use std::collections::{HashMap, HashSet};

use super::shape_names::{by_placeholder, is_shape, shape_list};
use super::version::Deck;
use super::{canon, matching, shapes};
use crate::documents::parts::relations_part;
use crate::documents::pptx::shapes::{paragraph_text, row_text};
use crate::package::{self, Content};
use crate::xml::{Element, Node};

/// Parts that hang on a slide and that ours may lack as a whole.
const HANGING: &[&str] = &["notesSlide", "comments"];

/// Returns the deck that both copies may have begun as.
///
/// # Errors
/// Where one of them cannot be read, or the two are not copies of one deck.
pub fn common(ours: &[u8], theirs: &[u8]) -> Result<Vec<u8>, String> {
    let ours = Deck::open(ours).map_err(|reason| format!("our copy {reason}"))?;
    let theirs = Deck::open(theirs).map_err(|reason| format!("their copy {reason}"))?;
    let found = matching::slides(&theirs, &ours).map_err(|reason| match reason.starts_with("shares") {
        true => "the two copies share no slide".to_owned(),
        false => format!("our copy {reason}"),
    })?;
    let mut changed: HashMap<String, Vec<u8>> = HashMap::new();
    let mut gone: HashSet<&str> = HashSet::new();
    for (slide, place) in theirs.slides.iter().zip(&found) {
        match place {
            Some(place) => known(&ours, &theirs, (&ours.slides[*place].part, &slide.part), &mut changed)?,
            None => drop(gone.insert(&slide.id)),
        }
    }
    let mut presentation = theirs.package.xml(&theirs.main)?;
    remove(&mut presentation.root, &|element| {
        element.local() == "sldId" && element.attribute("id").is_some_and(|id| gone.contains(id))
    });
    changed.insert(theirs.main.clone(), presentation.to_bytes());
    let parts = theirs.package.names().iter().map(|name| {
        let content = match changed.remove(name) {
            Some(bytes) => Content::Bytes(bytes),
            None => Content::Part(&theirs.package, name.clone()),
        };
        (name.clone(), content)
    });
    package::write(&parts.collect::<Vec<_>>())
}

/// Leaves out of a slide that both have what ours does not have.
fn known(
    ours: &Deck<'_>,
    theirs: &Deck<'_>,
    (our_part, their_part): (&str, &str),
    changed: &mut HashMap<String, Vec<u8>>,
) -> Result<(), String> {
    let mut change = |part: &str, root: Element| {
        let name = theirs.package.spelled(part).unwrap_or(part).to_owned();
        changed.insert(name, crate::xml::Document { root }.to_bytes());
    };
    let mut root = theirs.package.xml(their_part)?.root;
    slide(&mut root, &ours.package.xml(our_part)?.root);
    change(their_part, root);
    let mut lacking = Vec::new();
    for word in HANGING {
        let Some(their_own) = theirs.target(their_part, word) else { continue };
        let Some(our_own) = ours.target(our_part, word) else {
            lacking.push(*word);
            continue;
        };
        let mut root = theirs.package.xml(&their_own)?.root;
        let other = ours.package.xml(&our_own)?.root;
        if *word == "comments" {
            comments(&mut root, &other)
        } else {
            slide(&mut root, &other)
        }
        change(&their_own, root);
    }
    let relations = relations_part(their_part);
    if !lacking.is_empty() {
        let mut root = theirs.package.xml(&relations)?.root;
        let is_lacking = |kind: &str| lacking.iter().any(|word| kind.ends_with(&format!("/{word}")));
        remove(&mut root, &|element| element.attribute("Type").is_some_and(is_lacking));
        change(&relations, root);
    }
    Ok(())
}

/// Leaves out of a page with shapes what another one does not have.
fn slide(root: &mut Element, other: &Element) {
    let tree = other.path(&["cSld", "spTree"]);
    let own = root.child_mut("cSld").and_then(|slide| slide.child_mut("spTree"));
    if let (Some(own), Some(other)) = (own, tree) {
        level(own, other);
    }
}

/// Leaves out the shapes of a slide or group that another one does not have, and of the others what is only here.
fn level(tree: &mut Element, other: &Element) {
    let others = shape_list(other);
    let found = shapes::correspond(&shape_list(tree), &others);
    let mut places = found.into_iter();
    tree.children.retain_mut(|node| {
        let Some(shape) = node.as_element_mut().filter(|element| is_shape(element)) else { return true };
        let Some(other) = places.next().flatten().map(|place| others[place]) else { return false };
        if shape.local() == "grpSp" {
            level(shape, other);
        } else if !is_title(shape) {
            texts(shape, other);
        }
        true
    });
}

/// A slide has one title, and two lines in it would be none.
fn is_title(shape: &Element) -> bool {
    let placeholder = by_placeholder(shape);
    placeholder.contains(" title ") || placeholder.contains(" ctrTitle ")
}

/// Leaves out the paragraphs and rows that another shape does not have.
fn texts(element: &mut Element, other: &Element) {
    match element.local() {
        "txBody" => {
            let others = other.descendants().filter(|element| element.local() == "p").map(paragraph_text);
            paragraphs(element, &mut counted(others));
        }
        "tbl" => {
            let rows = other.descendants().filter(|element| element.local() == "tr").map(row_text);
            let mut left = counted(rows);
            element.children.retain(|node| {
                node.as_element().is_none_or(|row| row.local() != "tr" || take(&mut left, &row_text(row)))
            });
        }
        _ => element.children.iter_mut().filter_map(Node::as_element_mut).for_each(|child| texts(child, other)),
    }
}

/// A text has one paragraph at least.
fn paragraphs(body: &mut Element, left: &mut HashMap<String, usize>) {
    let first = body.child("p").map(|first| Element { children: Vec::new(), ..first.clone() });
    body.children.retain(|node| {
        node.as_element().is_none_or(|paragraph| paragraph.local() != "p" || take(left, &paragraph_text(paragraph)))
    });
    if body.child("p").is_none() {
        body.children.extend(first.map(Node::Element));
    }
}

fn comments(root: &mut Element, other: &Element) {
    let others: HashSet<String> = other.elements().map(canon::canonical).collect();
    root.children.retain(|node| node.as_element().is_none_or(|own| others.contains(&canon::canonical(own))));
}

fn counted(texts: impl Iterator<Item = String>) -> HashMap<String, usize> {
    let mut counts = HashMap::new();
    texts.for_each(|text| *counts.entry(text).or_default() += 1);
    counts
}

fn take(left: &mut HashMap<String, usize>, text: &str) -> bool {
    left.get_mut(text).filter(|count| **count > 0).map(|count| *count -= 1).is_some()
}

fn remove(element: &mut Element, is_gone: &dyn Fn(&Element) -> bool) {
    element.children.retain(|node| node.as_element().is_none_or(|child| !is_gone(child)));
    element.children.iter_mut().filter_map(Node::as_element_mut).for_each(|child| remove(child, is_gone));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::documents::minimal::{Slide, deck as make};
    use crate::documents::pptx;

    fn told(ours: &[Slide<'_>], theirs: &[Slide<'_>]) -> Result<Vec<String>, String> {
        let (ours, theirs) = (make(ours), make(theirs));
        let merged = super::super::merge(&common(&ours, &theirs)?, &ours, &theirs);
        if let Some(reason) = merged.refused {
            return Err(reason);
        }
        Ok(pptx::read(&merged.bytes)?.into_iter().map(|(_, text)| text).collect())
    }

    fn slide<'a>(made: u32, title: &'a str, bullets: &'a [&'a str]) -> Slide<'a> {
        Slide { made, title, bullets, notes: "" }
    }

    #[test]
    fn what_stands_in_one_copy_is_kept() {
        let ours = [slide(300, "A", &["one", "mine", "two"]), slide(301, "B", &["three"]), slide(310, "Mine", &["x"])];
        let theirs =
            [slide(300, "A", &["one", "two", "hers"]), slide(311, "Hers", &["y"]), slide(301, "B", &["three"])];
        let expected = ["A", "one", "mine", "two", "hers", "Hers", "y", "B", "three", "Mine", "x"];
        assert_eq!(told(&ours, &theirs), Ok(expected.map(str::to_owned).to_vec()));
    }

    #[test]
    fn what_the_two_have_in_two_ways_stays_as_ours() {
        let ours = [Slide { notes: "say it", ..slide(300, "A", &["one", "two"]) }, slide(301, "B", &[])];
        let theirs = [slide(300, "Another", &["two", "one"]), Slide { notes: "hers", ..slide(301, "B", &["x"]) }];
        let told = told(&ours, &theirs).expect("because it is sound");
        assert!(told.contains(&"A".to_owned()) && !told.contains(&"Another".to_owned()), "{told:?}");
        for line in ["one", "two", "x", "say it", "hers"] {
            assert_eq!(told.iter().filter(|said| *said == line).count(), 1, "{line} in {told:?}");
        }
    }

    #[test]
    fn two_decks_are_not_two_copies() {
        let refused = told(&[slide(300, "A", &["one"])], &[slide(400, "Z", &["zoo", "zebra"])]);
        assert!(refused.is_err_and(|reason| reason.contains("share no slide")));
    }
}
