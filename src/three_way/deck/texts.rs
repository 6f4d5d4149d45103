//! The paragraphs of a box and the rows of a table, in three versions.
//!
//! Not here: shapes (`shapes`), anything whose parts are told apart by their names (`elements`).

use std::collections::{HashMap, VecDeque};

use super::canon::{canonical, same};
use super::elements::Blend;
use super::sequence::{align, likeness, merge_order};
use super::version::text;
use crate::documents::pptx::shapes::paragraph_text;
use crate::xml::{Element, Node};

/// Words shared by two forms of one paragraph.
const ALIKE: f64 = 0.4;

/// One member of a list as it is compared: its canonical form and its text.
#[derive(Clone, PartialEq, Eq)]
struct Member {
    form: String,
    text: String,
    /// The identity of a row, where it has one.
    id: Option<String>,
}

impl Blend {
    /// Merges a body of text: paragraphs in their order, all else by name.
    pub(super) fn text_body(&mut self, base: &Element, ours: &Element, theirs: &Element) -> Element {
        let mut merged = self.by_name(&without(base, "p"), &without(ours, "p"), &without(theirs, "p"));
        let [before, left, right] = [base, ours, theirs].map(|body| body.all("p").collect::<Vec<_>>());
        let (paragraphs, places) = self.list(&before, &left, &right, "a paragraph");
        for (side, places) in places.into_iter().enumerate() {
            self.moved_paragraphs[side].insert(self.shape.1.clone(), places);
        }
        merged.children.extend(paragraphs.into_iter().map(Node::Element));
        if merged.child("p").is_none() {
            // A body holds at least one paragraph; an empty one shows nothing.
            merged.children.extend(left.last().map(|last| Node::Element(emptied(last))));
        }
        merged
    }

    /// Merges one paragraph: its looks by their names, its words as a whole.
    pub(super) fn paragraph(&mut self, base: &Element, ours: &Element, theirs: &Element) -> Element {
        let words = |paragraph: &Element| without(paragraph, "pPr");
        let (before, left, right) = (words(base), words(ours), words(theirs));
        let mut merged = if same(&left, &before) { right.clone() } else { left.clone() };
        let reworded_twice = !same(&left, &before) && !same(&right, &before) && !same(&left, &right);
        if reworded_twice {
            self.clash("a paragraph", Some(ours), Some(theirs));
        }
        let looks = self.optional(base.child("pPr"), ours.child("pPr"), theirs.child("pPr"));
        merged.children.splice(0..0, looks.map(Node::Element));
        merged
    }

    /// Merges a table row by row. When a side changed the columns, rows cannot be compared cell by cell.
    pub(super) fn table(&mut self, base: &Element, ours: &Element, theirs: &Element) -> Element {
        let columns = |table: &Element| table.child("tblGrid").map_or(0, |grid| grid.all("gridCol").count());
        if columns(ours) != columns(theirs) || columns(base) != columns(ours) {
            self.clash("the columns of the table", Some(ours), Some(theirs));
            return ours.clone();
        }
        let mut merged = self.table_frame(base, ours, theirs);
        let [before, left, right] = [base, ours, theirs].map(|table| table.all("tr").collect::<Vec<_>>());
        let (rows, _) = self.list(&before, &left, &right, "a row of the table");
        merged.children.extend(rows.into_iter().map(Node::Element));
        merged
    }

    /// Merges what a table has beside its rows: looks by name, columns one by one.
    fn table_frame(&mut self, base: &Element, ours: &Element, theirs: &Element) -> Element {
        let frame = |table: &Element| without(&without(table, "tr"), "tblGrid");
        let mut merged = self.by_name(&frame(base), &frame(ours), &frame(theirs));
        let grids = [base, ours, theirs].map(|table| table.child("tblGrid"));
        if let [Some(base), Some(ours), Some(theirs)] = grids {
            merged.children.push(Node::Element(self.one_by_one(base, ours, theirs, "gridCol")));
        }
        merged
    }

    fn row(&mut self, base: &Element, ours: &Element, theirs: &Element) -> Element {
        let count = |row: &Element| row.all("tc").count();
        if count(base) == count(ours) && count(ours) == count(theirs) {
            return self.one_by_one(base, ours, theirs, "tc");
        }
        self.clash("a row of the table", Some(ours), Some(theirs));
        ours.clone()
    }

    /// Merges children of one name by their places, all others by their names.
    fn one_by_one(&mut self, base: &Element, ours: &Element, theirs: &Element, name: &str) -> Element {
        let mut frame = self.by_name(&without(base, name), &without(ours, name), &without(theirs, name));
        let triples = base.all(name).zip(ours.all(name)).zip(theirs.all(name));
        let cells: Vec<Node> =
            triples.map(|((base, ours), theirs)| Node::Element(self.element(base, ours, theirs))).collect();
        frame.children.splice(0..0, cells);
        frame
    }

    /// Merges a list of paragraphs or rows. Also tells where the members of each side stand in the result.
    fn list(
        &mut self,
        base: &[&Element],
        ours: &[&Element],
        theirs: &[&Element],
        what: &str,
    ) -> (Vec<Element>, [Vec<usize>; 2]) {
        let members = [base, ours, theirs].map(|list| list.iter().map(|e| member(e)).collect::<Vec<_>>());
        let alike = |left: &Member, right: &Member| match (&left.id, &right.id) {
            (Some(left), Some(right)) => left == right,
            _ => likeness(&left.text, &right.text) >= ALIKE,
        };
        let ours_of = align(&members[0], &members[1], alike);
        let theirs_of = align(&members[0], &members[2], alike);
        let ours_numbers = numbers(base.len(), &ours_of, ours.len());
        let mut theirs_numbers = numbers(base.len() + ours.len(), &theirs_of, theirs.len());
        join_equal(&members, &ours_numbers, &mut theirs_numbers);
        let mut theirs_order = theirs_numbers.clone();
        let mut merged: HashMap<usize, Element> = HashMap::new();
        for (at, before) in base.iter().enumerate() {
            let left = ours_of[at].map(|place| ours[place]);
            let right = theirs_of[at].map(|place| theirs[place]);
            if let (Some(place), true) = (theirs_of[at], fills_blank(before, left, right)) {
                // Two people who fill one empty line have not contradicted one another: theirs comes behind ours.
                theirs_numbers[place] = base.len() + ours.len() + place;
                let here = theirs_order.iter().position(|number| *number == at).unwrap_or_default();
                theirs_order.insert(here + 1, theirs_numbers[place]);
                merged.extend(left.map(|left| (at, left.clone())));
            } else {
                merged.extend(self.known_member(before, left, right, what).map(|element| (at, element)));
            }
        }
        let fresh = |numbers: &[usize], list: &[&Element]| -> Vec<(usize, Element)> {
            numbers.iter().zip(list).filter(|(n, _)| **n >= base.len()).map(|(n, e)| (*n, (*e).clone())).collect()
        };
        for (number, element) in fresh(&ours_numbers, ours).into_iter().chain(fresh(&theirs_numbers, theirs)) {
            merged.entry(number).or_insert(element);
        }
        let all: Vec<usize> = (0..base.len()).collect();
        let order = merge_order(&all, &ours_numbers, &theirs_order, |number| merged.contains_key(&number));
        let places: HashMap<usize, usize> = order.iter().enumerate().map(|(at, number)| (*number, at)).collect();
        let place = |number: &usize| places.get(number).copied().unwrap_or(order.len());
        let places = [ours_numbers.iter().map(place).collect(), theirs_numbers.iter().map(place).collect()];
        (order.iter().filter_map(|number| merged.remove(number)).collect(), places)
    }

    /// Merges a paragraph or row that the base has.
    fn known_member(
        &mut self,
        base: &Element,
        ours: Option<&Element>,
        theirs: Option<&Element>,
        what: &str,
    ) -> Option<Element> {
        match (ours, theirs) {
            (Some(ours), Some(theirs)) if same(ours, theirs) || same(theirs, base) => Some(ours.clone()),
            (Some(ours), Some(theirs)) if same(ours, base) => Some(theirs.clone()),
            (Some(ours), Some(theirs)) if ours.local() == "tr" => Some(self.row(base, ours, theirs)),
            (Some(ours), Some(theirs)) => Some(self.paragraph(base, ours, theirs)),
            (Some(ours), None) if same(ours, base) => None,
            (None, Some(theirs)) if same(theirs, base) => None,
            (None, None) => None,
            (ours, theirs) => {
                self.deleted(what, ours, theirs);
                ours.cloned()
            }
        }
    }
}

/// Moves the ranges of paragraphs that animations name to where these paragraphs stand now.
pub(super) fn follow_paragraphs(timing: &mut Element, places: &HashMap<String, Vec<usize>>) {
    let shape = timing.attribute("spid").map(str::to_owned).filter(|_| timing.local() == "spTgt");
    let ranges = timing.children.iter_mut().filter_map(Node::as_element_mut);
    for child in ranges {
        if let Some(places) = shape.as_ref().and_then(|shape| places.get(shape))
            && child.local() == "txEl"
        {
            let inner = child.children.iter_mut().filter_map(Node::as_element_mut);
            inner.filter(|range| range.local() == "pRg").for_each(|range| follow_range(range, places));
        }
        follow_paragraphs(child, places);
    }
}

fn follow_range(range: &mut Element, places: &[usize]) {
    for end in ["st", "end"] {
        let place = range.attribute(end).and_then(|at| at.parse::<usize>().ok()).and_then(|at| places.get(at));
        if let Some(place) = place.copied() {
            range.set(end, place.to_string());
        }
    }
}

fn member(element: &Element) -> Member {
    let text = if element.local() == "p" { paragraph_text(element) } else { text(element) };
    let extensions = element.child("extLst").into_iter().flat_map(Element::elements);
    let id = extensions.filter_map(|extension| extension.child("rowId")?.attribute("val")).next().map(str::to_owned);
    Member { form: canonical(element), text, id }
}

fn fills_blank(base: &Element, ours: Option<&Element>, theirs: Option<&Element>) -> bool {
    let says = |element: Option<&Element>| element.map(text).unwrap_or_default();
    let (left, right) = (says(ours), says(theirs));
    base.local() == "p" && text(base).is_empty() && !left.is_empty() && !right.is_empty() && left != right
}

/// Numbers the members of a side: those of the base by their place there, added ones from `next` on.
fn numbers(next: usize, found: &[Option<usize>], length: usize) -> Vec<usize> {
    let mut numbers: Vec<usize> = (0..length).map(|at| next + at).collect();
    for (at, place) in found.iter().enumerate() {
        if let Some(place) = place {
            numbers[*place] = at;
        }
    }
    numbers
}

/// A member that both sides added behind the same member of the base, in the same form, is one member.
fn join_equal(members: &[Vec<Member>; 3], ours: &[usize], theirs: &mut [usize]) {
    let n_base = members[0].len();
    let mut known: HashMap<(Option<usize>, &str), VecDeque<usize>> = HashMap::new();
    for ((number, gap), member) in ours.iter().zip(gaps(n_base, ours)).zip(&members[1]) {
        if *number >= n_base {
            known.entry((gap, &member.form)).or_default().push_back(*number);
        }
    }
    let theirs_gaps = gaps(n_base, theirs);
    for ((number, gap), member) in theirs.iter_mut().zip(theirs_gaps).zip(&members[2]) {
        if *number >= n_base
            && let Some(same) = known.get_mut(&(gap, member.form.as_str())).and_then(VecDeque::pop_front)
        {
            *number = same;
        }
    }
}

/// Returns for each member of a side the last member of the base before it.
fn gaps(n_base: usize, numbers: &[usize]) -> Vec<Option<usize>> {
    let mut last = None;
    let step = |number: &usize| {
        let gap = last;
        last = if *number < n_base { Some(*number) } else { last };
        gap
    };
    numbers.iter().map(step).collect()
}

fn without(element: &Element, name: &str) -> Element {
    let children = element.children.iter().filter(|child| child.as_element().is_none_or(|child| child.local() != name));
    Element { children: children.cloned().collect(), ..element.clone() }
}

fn emptied(paragraph: &Element) -> Element {
    Element { children: Vec::new(), ..paragraph.clone() }
}
