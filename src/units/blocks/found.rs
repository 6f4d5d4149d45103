//! What the readers of this room find, and how it becomes units: containers by what lies in what, and the lines and
//! blocks of lines that nobody found.
//!
//! Not here: how a format is read.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::ops::Range;

use super::words::Words;
use crate::source::Text;
use crate::units::line::lines_and_blocks;
use crate::units::unit::{Container, Unit, UnitKind, in_order};

/// What lies deeper in other things is part of them.
const MAX_DEPTH: usize = 40;
/// Parts two names of a place for people.
const BETWEEN_PLACES: &str = " › ";

/// A thing that a reader found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    pub kind: UnitKind,
    pub bytes: Range<usize>,
    /// What it is called, for people.
    pub name: String,
    /// What may stand once in its container.
    pub identity: Option<String>,
    /// Of what sort it is, where the format does not say whether one may stand twice: a file that holds two of one name
    /// shows that of this sort any may.
    pub sort: String,
    /// What opens with it.
    pub opens: Opens,
    /// Whether it only holds others, and is no unit itself.
    pub only_holds: bool,
}

/// What container a thing is for what lies in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Opens {
    /// None: what lies in it is named by it all the same.
    Nothing,
    /// One of its own by that label; the next one of that label is another.
    Own(String),
    /// The one container of all of that label; of the empty label: the one that it lies in.
    Shared(String),
}

impl Found {
    /// A thing by its name, which may stand once in its container.
    pub(super) fn named(kind: UnitKind, bytes: Range<usize>, name: &str) -> Found {
        Found {
            kind,
            bytes,
            name: name.to_owned(),
            identity: Some(name.to_owned()),
            sort: String::new(),
            opens: Opens::Nothing,
            only_holds: false,
        }
    }

    /// A container that is no unit.
    pub(super) fn holder(bytes: Range<usize>, opens: Opens) -> Found {
        let holder = Found::named(UnitKind::Block, bytes, "");
        Found { identity: None, opens, only_holds: true, ..holder }
    }

    pub(super) fn opening(self, opens: Opens) -> Found {
        Found { opens, ..self }
    }

    pub(super) fn identified(self, identity: Option<String>) -> Found {
        Found { identity, ..self }
    }

    /// Lets the file show whether a second one of this sort may stand.
    pub(super) fn of_sort(self, sort: &str) -> Found {
        Found { sort: sort.to_owned(), ..self }
    }
}

/// A thing that is open at this point of the text.
struct Open {
    end: usize,
    path: String,
    place: String,
}

/// Makes units of what was found and of all other lines, in the order of the text, outer before inner. Words, where
/// there are any, become the tokens of code.
pub(super) fn units(text: &Text, found: Vec<Found>, words: Option<&Words<'_>>) -> Vec<Unit> {
    let said = text.as_str();
    let is_whole = |found: &Found| !found.bytes.is_empty() && said.get(found.bytes.clone()).is_some();
    let mut found: Vec<Found> = found.into_iter().filter(is_whole).collect();
    found.sort_by_key(|found| (found.bytes.start, Reverse(found.bytes.end)));
    let mut nest = Nest::new(text);
    for found in found {
        nest.add(found, words);
    }
    nest.free_what_repeats();
    let untold = nest.untold();
    let mut units = nest.units;
    units.extend(untold);
    in_order(&mut units);
    units
}

/// What was found so far.
struct Nest<'a> {
    text: &'a Text,
    units: Vec<Unit>,
    sorts: Vec<String>,
    open: Vec<Open>,
    /// How often a container of a path was opened.
    opened: HashMap<String, usize>,
    /// The containers: path, place and first line.
    containers: Vec<(String, String, usize)>,
    /// For each line the container that it lies in.
    inner: Vec<Option<usize>>,
    /// For each line whether units tell it.
    is_told: Vec<bool>,
}

impl<'a> Nest<'a> {
    fn new(text: &'a Text) -> Nest<'a> {
        let lines = text.line_count();
        Nest {
            text,
            units: Vec::new(),
            sorts: Vec::new(),
            open: Vec::new(),
            opened: HashMap::new(),
            containers: Vec::new(),
            inner: vec![None; lines],
            is_told: vec![false; lines],
        }
    }

    fn add(&mut self, mut found: Found, words: Option<&Words<'_>>) {
        while self.open.last().is_some_and(|open| open.end <= found.bytes.start) {
            self.open.pop();
        }
        if self.open.len() > MAX_DEPTH {
            return;
        }
        if let Some(open) = self.open.last() {
            found.bytes.end = found.bytes.end.min(open.end);
        }
        let (path, place) = self.open.last().map(|o| (o.path.clone(), o.place.clone())).unwrap_or_default();
        let span = self.text.span(found.bytes.clone());
        let own_path = self.path(&path, &found);
        let own_name = if found.only_holds { label(&found) } else { &found.name };
        let own_place = join(&place, own_name, BETWEEN_PLACES);
        for line in span.line_range().skip(1) {
            self.inner[line] = Some(self.containers.len());
        }
        self.containers.push((own_path.clone(), own_place.clone(), span.start_line - 1));
        if !found.only_holds {
            self.tell(&found);
            let tokens = words.map(|words| words.within(self.text, &found.bytes)).unwrap_or_default();
            let container = Container { path, set_like: found.identity.is_some() };
            let Found { kind, name, identity, sort, .. } = found;
            let name = (!name.is_empty()).then_some(name);
            self.units.push(Unit { name, identity, container, place, tokens, ..Unit::new(kind, span) });
            self.sorts.push(sort);
        }
        self.open.push(Open { end: found.bytes.end, path: own_path, place: own_place });
    }

    /// Returns the container that a thing is for what lies in it.
    fn path(&mut self, outer: &str, found: &Found) -> String {
        let path = join(outer, label(found), ".");
        let Opens::Own(_) = &found.opens else { return path };
        let count = self.opened.entry(path.clone()).or_insert(0);
        *count += 1;
        if *count == 1 { path } else { format!("{path}#{count}") }
    }

    /// Notes the first line of a thing, or its only one, as told.
    fn tell(&mut self, found: &Found) {
        let span = self.text.span(found.bytes.clone());
        let line = self.text.line(span.start_line - 1);
        let letters = |text: &str| text.chars().filter(|letter| letter.is_alphanumeric()).count();
        let own = self.text.slice(&span).lines().next().unwrap_or_default();
        self.is_told[span.start_line - 1] |= 2 * letters(own) > letters(line);
    }

    /// What a version itself says twice may stand twice there; where the format does not tell, so may all of its sort.
    fn free_what_repeats(&mut self) {
        let key = |unit: &Unit| (unit.container.path.clone(), unit.kind, unit.identity.clone());
        let mut counts: HashMap<_, usize> = HashMap::new();
        for unit in self.units.iter().filter(|unit| unit.identity.is_some()) {
            *counts.entry(key(unit)).or_default() += 1;
        }
        let mut free: Vec<&str> = Vec::new();
        for (unit, sort) in self.units.iter_mut().zip(&self.sorts) {
            if counts.get(&key(unit)).is_some_and(|count| *count > 1) {
                unit.container.set_like = false;
                free.extend(Some(sort.as_str()).filter(|sort| !sort.is_empty()));
            }
        }
        free.sort_unstable();
        for (unit, sort) in self.units.iter_mut().zip(&self.sorts) {
            unit.container.set_like &= free.binary_search(&sort.as_str()).is_err();
        }
    }

    /// Returns the lines that nothing tells, and the blocks of lines in which nothing begins.
    fn untold(&self) -> Vec<Unit> {
        let is_told = |line: usize| self.is_told.get(line).copied().unwrap_or(false);
        let plain = lines_and_blocks(self.text).into_iter();
        plain
            .filter(|(unit, _)| !unit.span.line_range().any(is_told))
            .map(|(unit, owner)| self.placed(unit, owner))
            .collect()
    }

    /// Puts a line into what was found around it. The line above that is less indented names a container only within that.
    fn placed(&self, unit: Unit, owner: Option<usize>) -> Unit {
        let inner = self.inner.get(unit.span.start_line - 1).copied().flatten();
        let Some((path, place, start)) = inner.and_then(|at| self.containers.get(at)) else { return unit };
        let owner = if owner.is_some_and(|owner| owner > *start) { unit.container.path.as_str() } else { "" };
        let container = Container { path: join(path, owner, "."), set_like: false };
        Unit { container, place: place.clone(), ..unit }
    }
}

fn label(found: &Found) -> &str {
    match &found.opens {
        Opens::Own(label) | Opens::Shared(label) => label,
        Opens::Nothing => &found.name,
    }
}

fn join(outer: &str, own: &str, between: &str) -> String {
    let parts: Vec<&str> = [outer, own].into_iter().filter(|part| !part.is_empty()).collect();
    parts.join(between)
}
