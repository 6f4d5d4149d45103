//! The named groups of slides that PowerPoint calls sections. They must follow the order of the slides, so they are
//! built anew from it.
//!
//! Not here: the order of the slides (`slides`).

use super::elements::Clash;
use super::sequence::merge_order;
use super::slides::Entry;
use super::version::Deck;
use crate::source::Sides;
use crate::xml::Element;

/// One section.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Section {
    /// Its identity.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The ids of its slides in order.
    pub slides: Vec<String>,
}

/// Returns the extension of a presentation that holds the sections.
pub(super) fn extension(presentation: &Element) -> Option<&Element> {
    let extensions = presentation.child("extLst")?;
    extensions.elements().find(|extension| extension.child("sectionLst").is_some())
}

/// Reads the sections of a presentation.
pub(super) fn read(presentation: &Element) -> Vec<Section> {
    let list = extension(presentation).and_then(|extension| extension.child("sectionLst"));
    let value = |element: &Element, name: &str| element.attribute(name).unwrap_or_default().to_owned();
    let section = |section: &Element| Section {
        id: value(section, "id"),
        name: value(section, "name"),
        slides: section
            .child("sldIdLst")
            .into_iter()
            .flat_map(Element::elements)
            .map(|slide| value(slide, "id"))
            .collect(),
    };
    list.into_iter().flat_map(|list| list.all("section")).map(section).collect()
}

/// Says of which sections both sides changed the name, each in its own way; that of ours stays.
pub(super) fn clashes(versions: &Sides<Vec<Section>>) -> Vec<Clash> {
    let name = |list: &[Section], id: &str| list.iter().find(|section| section.id == id).map(|s| s.name.clone());
    let renamed = |before: &Section| {
        let (ours, theirs) = (name(&versions.ours, &before.id)?, name(&versions.theirs, &before.id)?);
        let is_clash = ours != before.name && theirs != before.name && ours != theirs;
        let message = format!("both sides renamed the section \"{}\"", before.name);
        is_clash.then_some(Clash { message, ours, theirs, lost: Vec::new() })
    };
    versions.base.iter().filter_map(renamed).collect()
}

/// Merges the sections and fills them with the slides of the plan.
pub(super) fn merge(versions: &Sides<Vec<Section>>, plan: &[Entry], decks: &Sides<Deck<'_>>) -> Vec<Section> {
    let mut ids: Vec<&String> = Vec::new();
    for section in versions.base.iter().chain(&versions.ours).chain(&versions.theirs) {
        if !ids.contains(&&section.id) {
            ids.push(&section.id);
        }
    }
    let numbers = |list: &[Section]| -> Vec<usize> {
        list.iter().filter_map(|section| ids.iter().position(|id| **id == section.id)).collect()
    };
    let (base, ours, theirs) = (numbers(&versions.base), numbers(&versions.ours), numbers(&versions.theirs));
    let keep = |at: usize| {
        if base.contains(&at) { ours.contains(&at) && theirs.contains(&at) } else { true }
    };
    let order = merge_order(&base, &ours, &theirs, keep);
    let mut sections: Vec<Section> = order.iter().map(|at| named(ids[*at], versions)).collect();
    let wanted: Vec<Option<usize>> = plan
        .iter()
        .map(|entry| section_of(entry, versions, decks))
        .map(|id| id.and_then(|id| sections.iter().position(|section| section.id == id)))
        .collect();
    for (entry, at) in plan.iter().zip(rising(&wanted)) {
        if let Some(section) = sections.get_mut(at) {
            section.slides.push(entry.id.clone());
        }
    }
    sections
}

fn named(id: &str, versions: &Sides<Vec<Section>>) -> Section {
    let name = |list: &[Section]| list.iter().find(|section| section.id == id).map(|section| section.name.clone());
    let (before, left, right) = (name(&versions.base), name(&versions.ours), name(&versions.theirs));
    let name = if left == before { right.or(left) } else { left.or(right) };
    Section { id: id.to_owned(), name: name.unwrap_or_default(), slides: Vec::new() }
}

/// Returns the section a slide belongs to: as the side says that moved it, or that has it.
fn section_of(entry: &Entry, versions: &Sides<Vec<Section>>, decks: &Sides<Deck<'_>>) -> Option<String> {
    let find = |list: &[Section], deck: &Deck<'_>, at: Option<usize>| {
        let id = &deck.slides.get(at?)?.id;
        list.iter().find(|section| section.slides.contains(id)).map(|section| section.id.clone())
    };
    let before = find(&versions.base, &decks.base, entry.base);
    let left = find(&versions.ours, &decks.ours, entry.ours);
    let right = find(&versions.theirs, &decks.theirs, entry.theirs);
    match (entry.ours, entry.theirs) {
        (Some(_), Some(_)) if left == before => right,
        (Some(_), _) => left,
        _ => right,
    }
}

/// Makes a list of section numbers rise: what stands against the order goes with what is before it.
fn rising(wanted: &[Option<usize>]) -> Vec<usize> {
    let known: Vec<(usize, usize)> =
        wanted.iter().enumerate().filter_map(|(at, section)| Some((at, (*section)?))).collect();
    // tails[n] is the place in `known` of the smallest end of a rising run of n + 1 members.
    let (mut tails, mut before): (Vec<usize>, Vec<Option<usize>>) = (Vec::new(), vec![None; known.len()]);
    for (at, (_, section)) in known.iter().enumerate() {
        let length = tails.partition_point(|tail| known[*tail].1 <= *section);
        before[at] = length.checked_sub(1).map(|last| tails[last]);
        tails.truncate(tails.len().max(length));
        if length == tails.len() { tails.push(at) } else { tails[length] = at }
    }
    let mut kept = vec![None; wanted.len()];
    let mut next = tails.last().copied();
    while let Some(at) = next {
        kept[known[at].0] = Some(known[at].1);
        next = before[at];
    }
    let mut current = 0;
    kept.into_iter()
        .map(|section| {
            current = section.unwrap_or(current);
            current
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_new_names_of_one_section_clash() {
        let named = |name: &str| vec![Section { id: "1".to_owned(), name: name.to_owned(), slides: Vec::new() }];
        let clash = |ours, theirs| clashes(&Sides { base: named("a"), ours: named(ours), theirs: named(theirs) }).len();
        assert_eq!([clash("b", "c"), clash("b", "b"), clash("a", "c"), clash("b", "a")], [1, 0, 0, 0]);
    }

    #[test]
    fn sections_follow_the_order_of_the_slides() {
        assert_eq!(rising(&[Some(0), Some(0), None, Some(1), Some(2)]), [0, 0, 0, 1, 2]);
        assert_eq!(rising(&[Some(2), Some(0), Some(0), Some(1)]), [0, 0, 0, 1]);
        assert_eq!(rising(&[None, None]), [0, 0]);
        assert_eq!(rising(&[]), [0_usize; 0]);
    }
}
