//! The shapes of a slide, or of a group, in three versions.
//!
//! Not here: what stands in a shape (`elements`, `texts`).

use std::collections::{HashMap, HashSet, VecDeque};

use super::canon::same;
use super::elements::{Blend, anonymous};
use super::groups;
use super::sequence::merge_order;
use super::shape_names::{by_both, by_identity, by_number, by_placeholder, id, is_shape, name};
use crate::xml::{Element, Node};

/// Where the shapes of a side stand in the numbering of all shapes: those of the base first.
struct Numbered<'e> {
    shapes: Vec<&'e Element>,
    numbers: Vec<usize>,
}

/// The shapes of one slide or group in three versions.
struct Level<'e> {
    base: Vec<&'e Element>,
    ours: Numbered<'e>,
    theirs: Numbered<'e>,
    /// For each shape of the base its place in ours and in theirs.
    found: [Vec<Option<usize>>; 2],
    /// The shapes of the base that ours and theirs put into groups.
    inner: [groups::Inner<'e>; 2],
    /// The first number of a shape that theirs added.
    next: usize,
}

/// What has become of the shapes of the base that a side put into groups.
type Grouped = HashMap<usize, Option<Element>>;

impl<'e> Level<'e> {
    fn of(versions: [&'e Element; 3]) -> Level<'e> {
        let [base, ours, theirs] = groups::level(versions);
        let found = [correspond(&base, &ours), correspond(&base, &theirs)];
        let next = base.len() + ours.len();
        let ours = number(base.len(), base.len(), &found[0], ours);
        let mut theirs = number(base.len(), next, &found[1], theirs);
        join_equal_additions(base.len(), &ours, &mut theirs);
        let inner = [
            groups::inner(&base, &found[0], &added(base.len(), &ours)),
            groups::inner(&base, &found[1], &added(base.len(), &theirs)),
        ];
        Level { base, ours, theirs, found, inner, next }
    }

    fn ours_at(&self, at: usize) -> Option<&'e Element> {
        self.found[0][at].map(|place| self.ours.shapes[place]).or(self.inner[0].get(&at).copied())
    }

    fn theirs_at(&self, at: usize) -> Option<&'e Element> {
        self.found[1][at].map(|place| self.theirs.shapes[place]).or(self.inner[1].get(&at).copied())
    }
}

impl Blend {
    /// Merges the shapes of a slide or of a group, and the properties of the group by their names.
    pub(super) fn shapes(&mut self, base: &Element, ours: &Element, theirs: &Element) -> Element {
        let level = Level::of([base, ours, theirs]);
        let (mut merged, grouped) = self.known_shapes(&level);
        self.added_shapes(&level, &grouped, &mut merged);
        for shape in merged.iter_mut().filter(|(number, _)| **number >= level.next).map(|(_, shape)| shape) {
            follow_new_ids(shape, &self.new_ids);
        }
        let all: Vec<usize> = (0..level.base.len()).collect();
        let order = merge_order(&all, &level.ours.numbers, &level.theirs.numbers, |at| merged.contains_key(&at));
        let shapes: Vec<Node> = order.into_iter().filter_map(|at| merged.remove(&at)).map(Node::Element).collect();
        let mut frame = self.by_name(&without_shapes(base), &without_shapes(ours), &without_shapes(theirs));
        // Extensions of the tree come last by the schema.
        let at = frame.elements().position(|child| child.local() == "extLst").unwrap_or(frame.children.len());
        frame.children.splice(at..at, shapes);
        frame
    }

    /// Merges the shapes that the base has, and tells apart those that stand in a group which a side added.
    fn known_shapes(&mut self, level: &Level<'_>) -> (HashMap<usize, Element>, [Grouped; 2]) {
        let (mut merged, mut grouped) = (HashMap::new(), [Grouped::new(), Grouped::new()]);
        for (at, before) in level.base.iter().enumerate() {
            let shape = self.known_shape(before, level.ours_at(at), level.theirs_at(at));
            let [in_ours, in_theirs] = level.inner.each_ref().map(|inner| inner.contains_key(&at));
            if in_theirs {
                // What both sides grouped stands in ours' group alone.
                grouped[1].insert(at, shape.clone().filter(|_| !in_ours));
            }
            if in_ours {
                grouped[0].insert(at, shape);
            } else if !in_theirs {
                merged.extend(shape.map(|shape| (at, shape)));
            }
        }
        (merged, grouped)
    }

    /// Adds the shapes that are new, and fills new groups with what has become of the shapes in them.
    fn added_shapes(&mut self, level: &Level<'_>, grouped: &[Grouped; 2], merged: &mut HashMap<usize, Element>) {
        let all = level.base.iter().enumerate().rev();
        let places: HashMap<String, usize> = all.map(|(at, shape)| (by_both(shape), at)).collect();
        for (number, shape) in added(level.base.len(), &level.ours) {
            merged.extend(groups::fill_if(shape, &places, &grouped[0]).map(|shape| (number, shape)));
        }
        let grouped_by_theirs = level.inner[1].values().flat_map(|shape| shape.descendants());
        let known: HashSet<String> = grouped_by_theirs.filter(|element| is_shape(element)).map(id).collect();
        for (number, shape) in added(level.base.len(), &level.theirs) {
            if !merged.contains_key(&number) {
                let shape = self.renumbered(shape, &known);
                merged.extend(groups::fill_if(&shape, &places, &grouped[1]).map(|shape| (number, shape)));
            }
        }
    }

    /// Merges a shape that the base has.
    fn known_shape(&mut self, base: &Element, ours: Option<&Element>, theirs: Option<&Element>) -> Option<Element> {
        let outer = std::mem::replace(&mut self.shape, (name(ours.unwrap_or(base)), id(ours.unwrap_or(base))));
        let merged = match (ours, theirs) {
            (Some(ours), Some(theirs)) => Some(self.element(base, ours, theirs)),
            (Some(ours), None) if same(ours, base) => None,
            (None, Some(theirs)) if same(theirs, base) => None,
            (None, None) => None,
            (ours, theirs) => {
                let what = format!("\"{}\"", std::mem::take(&mut self.shape.0));
                self.deleted(&what, ours, theirs);
                ours.cloned()
            }
        };
        self.shape = outer;
        merged
    }

    /// Gives a shape of theirs, and those within it, new numbers where ours has taken theirs. Those that the base knows
    /// keep their numbers.
    fn renumbered(&mut self, shape: &Element, known: &HashSet<String>) -> Element {
        let mut fresh: HashMap<String, String> = HashMap::new();
        // The two forms of alternative content carry one number, so each number is looked at once.
        let identities = shape.descendants().filter(|element| element.local() == "cNvPr");
        let ids: HashSet<&str> = identities.filter_map(|identity| identity.attribute("id")).collect();
        let mut ids: Vec<(u64, &str)> =
            ids.into_iter().filter(|id| !known.contains(*id)).filter_map(|id| Some((id.parse().ok()?, id))).collect();
        ids.sort_unstable();
        for (number, id) in ids {
            if !self.used_ids.insert(number) {
                let next = self.used_ids.last().copied().unwrap_or(1).saturating_add(1);
                self.used_ids.insert(next);
                fresh.insert(id.to_owned(), next.to_string());
            }
        }
        let mut shape = shape.clone();
        renumber(&mut shape, &fresh);
        self.new_ids.extend(fresh);
        shape
    }
}

fn renumber(element: &mut Element, fresh: &HashMap<String, String>) {
    if element.local() == "cNvPr"
        && let Some(id) = element.attribute("id").and_then(|id| fresh.get(id)).cloned()
    {
        element.set("id", id);
    }
    element.children.iter_mut().filter_map(Node::as_element_mut).for_each(|child| renumber(child, fresh));
}

/// Points what refers to shapes by number (connectors, animations) at the numbers the shapes have now.
pub(super) fn follow_new_ids(element: &mut Element, new_ids: &HashMap<String, String>) {
    let name = match element.local() {
        "stCxn" | "endCxn" => "id",
        _ => "spid",
    };
    if let Some(fresh) = element.attribute(name).and_then(|id| new_ids.get(id)).cloned() {
        element.set(name, fresh);
    }
    element.children.iter_mut().filter_map(Node::as_element_mut).for_each(|child| follow_new_ids(child, new_ids));
}

fn without_shapes(tree: &Element) -> Element {
    let children = tree.children.iter().filter(|child| child.as_element().is_some_and(|child| !is_shape(child)));
    Element { children: children.cloned().collect(), ..tree.clone() }
}

fn number<'e>(n_base: usize, next: usize, found: &[Option<usize>], shapes: Vec<&'e Element>) -> Numbered<'e> {
    let mut numbers: Vec<usize> = (0..shapes.len()).map(|at| next + at).collect();
    for (at, place) in found.iter().enumerate().take(n_base) {
        if let Some(place) = place {
            numbers[*place] = at;
        }
    }
    Numbered { shapes, numbers }
}

fn added<'e>(n_base: usize, side: &Numbered<'e>) -> Vec<(usize, &'e Element)> {
    let all = side.numbers.iter().copied().zip(side.shapes.iter().copied());
    all.filter(|(number, _)| *number >= n_base).collect()
}

/// A shape that both sides added in the same form is one shape.
fn join_equal_additions(n_base: usize, ours: &Numbered<'_>, theirs: &mut Numbered<'_>) {
    let mut left: HashMap<String, VecDeque<usize>> = HashMap::new();
    for (number, shape) in added(n_base, ours) {
        left.entry(anonymous(shape)).or_default().push_back(number);
    }
    for (number, shape) in theirs.numbers.iter_mut().zip(&theirs.shapes).filter(|(number, _)| **number >= n_base) {
        if let Some(same) = left.get_mut(&anonymous(shape)).and_then(VecDeque::pop_front) {
            *number = same;
        }
    }
}

/// Finds for each shape of the base its counterpart in a side: by number and identity, by identity alone, by number
/// where nothing speaks against it, by placeholder, and last by content. Numbers are not unique in real decks, so each
/// pass takes the first that is free.
pub(super) fn correspond(base: &[&Element], side: &[&Element]) -> Vec<Option<usize>> {
    let mut found = vec![None; base.len()];
    let mut taken = HashSet::new();
    let passes: [fn(&Element) -> String; 5] = [by_both, by_identity, by_number, by_placeholder, anonymous];
    for key in passes {
        if found.iter().all(Option::is_some) || taken.len() == side.len() {
            break;
        }
        let mut free: HashMap<String, VecDeque<usize>> = HashMap::new();
        for (place, shape) in side.iter().enumerate().filter(|(place, _)| !taken.contains(place)) {
            free.entry(key(shape)).or_default().push_back(place);
        }
        free.remove("");
        for (place, shape) in found.iter_mut().zip(base).filter(|(place, _)| place.is_none()) {
            *place = free.get_mut(&key(shape)).and_then(VecDeque::pop_front);
            taken.extend(*place);
        }
    }
    found
}
