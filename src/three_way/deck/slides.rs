//! Which slides the merged deck has, in which order, and what stands on each.
//!
//! Not here: what is done within a part (`parts`), the list in the presentation (`presentation`).

use std::collections::{BTreeSet, HashMap, HashSet};

use super::elements::Clash;
use super::output::Origin;
use super::parts;
use super::sequence::merge_order;
use super::under_way::{DeckConflict, Found, Merge};
use super::version::Deck;
use crate::documents::parts::by_id;
use crate::source::Sides;
use crate::xml::{Element, Node};

/// One slide of the merged deck.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    /// Its id in the presentation's list.
    pub id: String,
    /// Its part in the merged deck.
    pub part: String,
    /// Its place in each version that has it.
    pub base: Option<usize>,
    /// Its place in ours.
    pub ours: Option<usize>,
    /// Its place in theirs.
    pub theirs: Option<usize>,
}

/// The slides of the versions as members of one list.
struct Roll {
    base: Vec<usize>,
    ours: Vec<usize>,
    theirs: Vec<usize>,
}

/// Decides which slides there are and in which order, and gives each its part and its id.
pub(super) fn plan(merge: &mut Merge<'_, '_>, found: &Found) -> Vec<Entry> {
    let roll = call_roll(merge, found);
    let mut kept_edits: HashMap<usize, &str> = HashMap::new();
    let keep: HashSet<usize> = roll
        .ours
        .iter()
        .chain(&roll.theirs)
        .copied()
        .filter(|number| keeps(merge, found, *number, &mut kept_edits))
        .collect();
    let order = merge_order(&roll.base, &roll.ours, &roll.theirs, |number| keep.contains(&number));
    let mut entries = Vec::new();
    let decks = merge.decks;
    for number in order {
        let place = |list: &[usize]| list.iter().position(|other| *other == number);
        entries.push(Entry {
            id: String::new(),
            part: String::new(),
            base: place(&roll.base),
            ours: place(&roll.ours),
            theirs: place(&roll.theirs),
        });
    }
    let mut used: BTreeSet<u64> =
        entries.iter().filter_map(|entry| decks.ours.slides[entry.ours?].id.parse().ok()).collect();
    for (at, entry) in entries.iter_mut().enumerate() {
        name(merge, entry, &mut used);
        if let Some(who) = entry.base.and_then(|number| kept_edits.get(&number)) {
            let place = place(merge, entry, at);
            let message = format!("{who} deleted this slide and the other side edited it; it is kept");
            let conflict = DeckConflict { place, message, ours: String::new(), theirs: String::new() };
            merge.conflicts.push((Some(at), conflict));
        }
    }
    entries
}

fn call_roll(merge: &mut Merge<'_, '_>, found: &Found) -> Roll {
    let decks = merge.decks;
    let n_base = decks.base.slides.len();
    let number = |places: &[Option<usize>], next: usize, length: usize| -> Vec<usize> {
        let known = |at: usize| places.iter().position(|place| *place == Some(at));
        (0..length).map(|at| known(at).unwrap_or(next + at)).collect()
    };
    let ours = number(&found.ours, n_base, decks.ours.slides.len());
    let mut theirs = number(&found.theirs, n_base + ours.len(), decks.theirs.slides.len());
    let mut free: Vec<usize> = (0..ours.len()).filter(|at| ours[*at] >= n_base).collect();
    for (at, number) in theirs.iter_mut().enumerate().filter(|(_, number)| **number >= n_base) {
        if let Some(found) = free.iter().position(|place| is_same_addition(merge, *place, at)) {
            *number = ours[free.remove(found)];
        }
    }
    Roll { base: (0..n_base).collect(), ours, theirs }
}

/// Tells whether a slide that ours added and one that theirs added are one slide: equal, and not made apart.
fn is_same_addition(merge: &Merge<'_, '_>, ours: usize, theirs: usize) -> bool {
    let (ours_deck, theirs_deck) = (&merge.decks.ours, &merge.decks.theirs);
    let (left, right) = (&ours_deck.slides[ours], &theirs_deck.slides[theirs]);
    let made_apart = left.made.is_some() && right.made.is_some() && left.made != right.made;
    !made_apart && left.text == right.text && ours_deck.digest(&left.part) == theirs_deck.digest(&right.part)
}

/// Tells whether a member of the roll stays. A slide that one side deleted stays where the other edited it.
fn keeps(merge: &Merge<'_, '_>, found: &Found, number: usize, kept_edits: &mut HashMap<usize, &str>) -> bool {
    let Some(before) = merge.decks.base.slides.get(number) else { return true };
    let before = merge.decks.base.digest(&before.part);
    let edited = |deck: &Deck<'_>, at: usize| deck.digest(&deck.slides[at].part) != before;
    let (ours, theirs) = (&merge.decks.ours, &merge.decks.theirs);
    let (is_kept, who) = match (found.ours[number], found.theirs[number]) {
        (Some(_), Some(_)) => return true,
        (Some(at), None) => (edited(ours, at), "theirs"),
        (None, Some(at)) => (edited(theirs, at), "ours"),
        (None, None) => (false, ""),
    };
    if is_kept {
        kept_edits.insert(number, who);
    }
    is_kept
}

/// Gives a slide its part and its id: those of ours, else theirs' under a free name and number.
fn name(merge: &mut Merge<'_, '_>, entry: &mut Entry, used: &mut BTreeSet<u64>) {
    let decks = merge.decks;
    if let Some(at) = entry.ours {
        entry.id.clone_from(&decks.ours.slides[at].id);
        entry.part.clone_from(&decks.ours.slides[at].part);
    } else if let Some(at) = entry.theirs {
        let slide = &decks.theirs.slides[at];
        entry.part = merge.output.fresh(&slide.part);
        let wanted = slide.id.parse::<u64>().unwrap_or(256);
        // Ids of slides lie between these bounds by the schema.
        let range = 256..2_147_483_648_u64;
        let next = used.last().map_or(256, |last| last + 1);
        let candidates = [wanted, next].into_iter().chain(range.clone());
        let id = candidates.into_iter().find(|id| range.contains(id) && !used.contains(id)).unwrap_or(wanted);
        used.insert(id);
        entry.id = id.to_string();
    }
    if let Some(at) = entry.theirs {
        merge.output.placed.insert(decks.theirs.slides[at].part.clone(), entry.part.clone());
    }
}

/// Says where a slide of the merged deck is.
pub(super) fn place(merge: &Merge<'_, '_>, entry: &Entry, at: usize) -> String {
    let slide = match (entry.ours, entry.theirs) {
        (Some(at), _) => merge.decks.ours.slides.get(at),
        (None, Some(at)) => merge.decks.theirs.slides.get(at),
        (None, None) => None,
    };
    let title = slide.map(|slide| slide.title.clone()).unwrap_or_default();
    if title.is_empty() { format!("slide {}", at + 1) } else { format!("slide {} › {title}", at + 1) }
}

/// Merges what stands on the slides.
pub(super) fn merge(merge: &mut Merge<'_, '_>, plan: &[Entry]) -> Result<(), String> {
    let decks = merge.decks;
    for (at, entry) in plan.iter().enumerate() {
        match (entry.base, entry.ours, entry.theirs) {
            (Some(base), Some(ours), Some(theirs)) => {
                let (base, ours, theirs) =
                    (&decks.base.slides[base].part, &decks.ours.slides[ours].part, &decks.theirs.slides[theirs].part);
                let names = Sides { base: base.clone(), ours: ours.clone(), theirs: theirs.clone() };
                let clashes = merge_known(merge, &names)?;
                let place = place(merge, entry, at);
                merge.clashes(Some(at), &place, clashes);
            }
            (_, None, Some(theirs)) => merge.output.adopt(&decks.theirs.slides[theirs].part, &entry.part),
            _ => {}
        }
        merge.output.settle();
    }
    Ok(())
}

/// Merges a part with all that hangs on it: whole where one side left it alone, else element by element.
pub(super) fn merge_known(merge: &mut Merge<'_, '_>, names: &Sides<String>) -> Result<Vec<Clash>, String> {
    let decks = merge.decks;
    let base = decks.base.digest(&names.base);
    let (ours, theirs) = (decks.ours.digest(&names.ours), decks.theirs.digest(&names.theirs));
    if theirs == base || ours == theirs {
        return Ok(Vec::new());
    }
    if ours == base {
        keep_names(merge, names);
        merge.output.adopt(&names.theirs, &names.ours);
        merge.output.settle();
        return Ok(Vec::new());
    }
    parts::merge(&mut merge.output, &decks.base, names)
}

/// What hangs on the slide and is the same in both versions, or can only be there once, keeps its place in ours.
fn keep_names(merge: &mut Merge<'_, '_>, names: &Sides<String>) {
    let (ours, theirs) = (&merge.decks.ours, &merge.decks.theirs);
    let ours_relations = ours.relations(&names.ours);
    for relation in theirs.relations(&names.theirs).iter().filter(|relation| !relation.external) {
        let reference = theirs.reference(&names.theirs, relation);
        let equal =
            ours_relations.iter().find(|other| !other.external && ours.reference(&names.ours, other) == reference);
        if merge.output.placed.contains_key(&relation.target) {
            continue;
        }
        if let Some(equal) = equal {
            merge.output.placed.insert(relation.target.clone(), equal.target.clone());
        } else if relation.is("notesSlide")
            && let Some(notes) = ours.target(&names.ours, "notesSlide")
        {
            merge.output.placed.insert(relation.target.clone(), notes.clone());
            merge.output.adopt(&relation.target, &notes);
        }
    }
}

/// Takes links to slides that are gone out of the parts that hold them.
pub(super) fn forget_gone(merge: &mut Merge<'_, '_>) -> Result<(), String> {
    let mut reached: Vec<String> = merge.output.reached().into_iter().collect();
    reached.sort();
    let in_plan: HashSet<String> = {
        let main = merge.output.relations.get(&merge.decks.ours.main).cloned().unwrap_or_default();
        main.into_iter().filter(|relation| relation.is("slide")).map(|relation| relation.target).collect()
    };
    for name in reached {
        let Some(relations) = merge.output.relations.get(&name).cloned() else { continue };
        let is_gone = |relation: &&crate::documents::parts::Relation| {
            relation.is("slide") && !relation.external && !in_plan.contains(&relation.target)
        };
        let gone: HashSet<String> = relations.iter().filter(is_gone).map(|relation| relation.id.clone()).collect();
        let origin = merge.output.parts.get(&name);
        let is_theirs = matches!(origin, Some(Origin::Theirs(_)));
        if gone.is_empty() && !(is_theirs && name.ends_with(".xml")) {
            continue;
        }
        let Ok(mut document) = merge.output.xml(&name) else { continue };
        let unknown = |id: &str| gone.contains(id) || by_id(&relations, Some(id)).is_none();
        if unlink(&mut document.root, &unknown) {
            merge.output.write(&name, &document, None);
        }
        if !gone.is_empty() {
            let kept = relations.into_iter().filter(|relation| !gone.contains(&relation.id)).collect();
            merge.output.set_relations(&name, kept);
        }
    }
    Ok(())
}

/// Removes links to slides whose relation is not there; tells whether there was one.
fn unlink(element: &mut Element, unknown: &impl Fn(&str) -> bool) -> bool {
    let is_gone = |child: &Element| {
        let to_slide = matches!(child.local(), "hlinkClick" | "hlinkHover" | "hlinkMouseOver");
        to_slide && child.attribute_in("/relationships", "id").is_some_and(|id| !id.is_empty() && unknown(id))
    };
    let before = element.children.len();
    element.children.retain(|child| !child.as_element().is_some_and(is_gone));
    let mut changed = element.children.len() != before;
    for child in element.children.iter_mut().filter_map(Node::as_element_mut) {
        changed |= unlink(child, unknown);
    }
    changed
}
