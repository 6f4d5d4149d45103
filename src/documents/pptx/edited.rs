//! A deck in which paragraphs are taken away or say something else, or slides are taken away; every other part is copied
//! as it is packed.
//!
//! Not here: which paragraph is meant (whoever asks), merging decks (`three_way`).

use super::shapes::{paragraph_text, paragraphs};
use super::slides;
use crate::documents::parts;
use crate::package::{self, Content, Package};
use crate::xml::{Document, Element, Node};

/// What is done to one paragraph of one slide.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// The slide, counted from 1.
    pub slide: usize,
    /// What the paragraph says.
    pub text: String,
    /// Which of the paragraphs of the slide that say so, counted from 0.
    pub nth: usize,
    /// What it says then; `None` takes it away.
    pub becomes: Option<String>,
}

/// Returns the bytes of the deck with these edits, and without these slides, which count from 1.
///
/// # Errors
/// What keeps it from being done, in words without a subject.
pub fn edited(bytes: &[u8], edits: &[Edit], without: &[usize]) -> Result<Vec<u8>, String> {
    let package = Package::open(bytes)?.of_slides();
    if package.repeats_a_name() {
        return Err("holds two parts of one name".to_owned());
    }
    let main = parts::main_part(&package)?;
    let presentation = package.xml(&main)?;
    let entries = slides(&package, &main, &presentation)?;
    let mut changed: Vec<(String, Vec<u8>)> = Vec::new();
    for (at, entry) in entries.iter().enumerate() {
        let own: Vec<&Edit> = edits.iter().filter(|edit| edit.slide == at + 1).collect();
        if !own.is_empty() {
            let mut slide = package.xml(&entry.part)?;
            edit_slide(&mut slide, &own)?;
            changed.push((entry.part.clone(), slide.to_bytes()));
        }
    }
    let gone: Vec<String> = without.iter().filter_map(|slide| Some(entries.get(slide - 1)?.part.clone())).collect();
    if gone.len() != without.len() {
        return Err("has no slide of that number".to_owned());
    }
    let mut left_out = Vec::new();
    if !gone.is_empty() {
        left_out = without_slides(&package, &main, presentation, &gone, &mut changed)?;
    }
    let part = |name: &String| match changed.iter().find(|(changed, _)| changed == name) {
        Some((_, bytes)) => (name.clone(), Content::Bytes(bytes.clone())),
        None => (name.clone(), Content::Part(&package, name.clone())),
    };
    let kept: Vec<_> = package.names().iter().filter(|name| !left_out.contains(name)).map(part).collect();
    package::write(&kept)
}

fn edit_slide(slide: &mut Document, edits: &[&Edit]) -> Result<(), String> {
    // What is found is found in the slide as it was: later edits must not count on earlier ones.
    let mut seen = vec![0; edits.len()];
    let mut done = vec![false; edits.len()];
    walk(&mut slide.root, &mut |paragraph| {
        let text = paragraph_text(paragraph);
        let mut answer = None;
        for (at, edit) in edits.iter().enumerate().filter(|(_, edit)| edit.text == text) {
            if seen[at] == edit.nth {
                done[at] = true;
                answer = Some(edit.becomes.clone());
            }
            seen[at] += 1;
        }
        answer
    });
    if done.iter().all(|done| *done) { Ok(()) } else { Err("holds that text no more".to_owned()) }
}

/// Asks of every paragraph of every body of text what becomes of it.
fn walk(element: &mut Element, ask: &mut impl FnMut(&Element) -> Option<Option<String>>) {
    if element.local() == "txBody" {
        let answers: Vec<_> = paragraphs(element).map(&mut *ask).collect();
        let mut answers = answers.into_iter();
        let count = paragraphs(element).count();
        let mut left = count;
        element.children.retain_mut(|node| {
            let Some(paragraph) = node.as_element_mut().filter(|child| child.local() == "p") else { return true };
            match answers.next().flatten() {
                None => true,
                Some(Some(text)) => {
                    say(paragraph, &text);
                    true
                }
                // A body of text has one paragraph at least.
                Some(None) if left == 1 => {
                    paragraph.children.retain(|node| {
                        node.as_element().is_some_and(|child| matches!(child.local(), "pPr" | "endParaRPr"))
                    });
                    true
                }
                Some(None) => {
                    left -= 1;
                    false
                }
            }
        });
        return;
    }
    element.children.iter_mut().filter_map(Node::as_element_mut).for_each(|child| walk(child, ask));
}

/// Makes a paragraph say a text, in the look of its first run.
fn say(paragraph: &mut Element, text: &str) {
    let mut is_said = false;
    paragraph.children.retain_mut(|node| {
        let Some(child) = node.as_element_mut() else { return true };
        match child.local() {
            "r" if !is_said => {
                if let Some(own) = child.child_mut("t") {
                    own.children = vec![Node::Text(text.to_owned())];
                    is_said = true;
                }
                true
            }
            "r" | "br" | "fld" => false,
            _ => true,
        }
    });
}

/// Takes slides out of the lists of the presentation, and returns the names of the parts that go with them.
fn without_slides<'p>(
    package: &'p Package<'_>,
    main: &str,
    mut presentation: Document,
    gone: &[String],
    changed: &mut Vec<(String, Vec<u8>)>,
) -> Result<Vec<&'p String>, String> {
    let relations = parts::relations(package, main)?;
    let own: Vec<&str> =
        relations.iter().filter(|relation| gone.contains(&relation.target)).map(|relation| &*relation.id).collect();
    let mut left_out: Vec<String> = Vec::new();
    for part in gone {
        let mut notes = parts::relations(package, part)?;
        notes.retain(|relation| relation.is("notesSlide") && !relation.external);
        for part in notes.iter().map(|relation| &relation.target).chain([part]) {
            left_out.extend([part.clone(), parts::relations_part(part)]);
        }
    }
    for name in package.names().iter().filter(|name| name.ends_with(".rels") && !left_out.contains(name)) {
        let is_main = *name == parts::relations_part(main);
        let text = package.xml(name)?;
        let refers = |element: &Element| {
            let target = element.attribute("Target").unwrap_or_default();
            gone.iter().any(|part| part.rsplit('/').next() == target.rsplit('/').next())
        };
        if !is_main && text.root.all("Relationship").any(refers) {
            return Err("has another slide that leads to this one".to_owned());
        }
    }
    let mut ids = Vec::new();
    if let Some(list) = presentation.root.child_mut("sldIdLst") {
        list.children.retain(|node| {
            let Some(entry) = node.as_element() else { return true };
            let is_gone = entry.attribute_in("/relationships", "id").is_some_and(|id| own.contains(&id));
            if is_gone {
                ids.extend(entry.attribute("id").map(str::to_owned));
            }
            !is_gone
        });
    }
    forget(&mut presentation.root, &ids);
    let relations_name = parts::relations_part(main);
    let mut relations = package.xml(&relations_name)?;
    relations
        .root
        .children
        .retain(|node| !node.as_element().and_then(|child| child.attribute("Id")).is_some_and(|id| own.contains(&id)));
    let mut types = package.xml(TYPES)?;
    types.root.children.retain(|node| {
        let name = node.as_element().and_then(|child| child.attribute("PartName")).unwrap_or_default();
        !left_out.iter().any(|part| name.trim_start_matches('/') == part)
    });
    let spelled = |name: &str| package.spelled(name).unwrap_or(name).to_owned();
    changed.extend([
        (spelled(main), presentation.to_bytes()),
        (spelled(&relations_name), relations.to_bytes()),
        (spelled(TYPES), types.to_bytes()),
    ]);
    Ok(package.names().iter().filter(|name| left_out.contains(name)).collect())
}

const TYPES: &str = "[Content_Types].xml";

/// Sections list the slides once more, by their numbers.
fn forget(element: &mut Element, ids: &[String]) {
    element.children.retain(|node| {
        let entry = node.as_element().filter(|child| child.local() == "sldId" && child.attributes.len() <= 2);
        let is_repeated = entry.is_some_and(|entry| entry.attribute_in("/relationships", "id").is_none());
        let id = entry.and_then(|entry| entry.attribute("id"));
        !(is_repeated && id.is_some_and(|id| ids.iter().any(|own| own == id)))
    });
    element.children.iter_mut().filter_map(Node::as_element_mut).for_each(|child| forget(child, ids));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::documents::minimal::minimal_deck;
    use crate::documents::pptx;

    fn lines(bytes: &[u8]) -> Vec<String> {
        pptx::read(bytes).expect("because the deck is sound").into_iter().map(|(_, text)| text).collect()
    }

    fn edit(slide: usize, text: &str, nth: usize, becomes: Option<&str>) -> Edit {
        Edit { slide, text: text.to_owned(), nth, becomes: becomes.map(str::to_owned) }
    }

    #[test]
    fn paragraphs_go_or_say_something_else() {
        let deck = minimal_deck(&[("One", &["a", "b", "a"], "say it"), ("Two", &["c"], "")]);
        let edits = [edit(1, "a", 1, None), edit(1, "b", 0, Some("b & more")), edit(2, "c", 0, None)];
        let after = edited(&deck, &edits, &[]).expect("because all of it is there");
        assert_eq!(lines(&after), ["One", "a", "b & more", "say it", "Two"]);
        assert!(edited(&deck, &[edit(2, "a", 0, None)], &[]).is_err());
        assert!(edited(b"no deck", &[], &[]).is_err());
    }

    #[test]
    fn slides_go_with_their_notes() {
        let deck = minimal_deck(&[("One", &["a"], "say it"), ("Two", &["c"], ""), ("Three", &["d"], "")]);
        let after = edited(&deck, &[edit(3, "d", 0, Some("e"))], &[1]).expect("because it is there");
        assert_eq!(lines(&after), ["Two", "c", "Three", "e"]);
        assert!(edited(&deck, &[], &[4]).is_err());
    }
}
