//! Lines as sites of a fault: what a kind points at that no reader of units knows.
//!
//! Not here: which lines.

use std::ops::Range;

use super::uses::declares;
use crate::changes::change::Change;
use crate::edits;
use crate::merge::{Merge, Store};
use crate::source::{Side, Source};
use crate::units::unit::{Unit, UnitKind};

/// Makes a unit of lines counted from 0.
pub(super) fn lines(source: &Source, lines: Range<usize>, kind: UnitKind, name: Option<&str>) -> Unit {
    Unit { name: name.map(str::to_owned), ..Unit::new(kind, source.text.span_of_lines(lines)) }
}

/// Finds where a line of a version stands in the result, both counted from 0; `None` where it does not.
pub(super) fn place(version: &Source, result: &Source, line: usize) -> Option<usize> {
    edits::mapping(&version.text, &result.text).get(line).copied().flatten()
}

/// Makes a change of a unit of `source`; `merged` is its place in the result, counted from 1.
pub(super) fn change(
    merge: &Merge,
    (file, side): (usize, Side),
    source: &Source,
    unit: Unit,
    merged: Option<(usize, usize)>,
) -> Change {
    let path = &merge.files[file].versions.side(side).path;
    Change::at((file, side), path, &source.text, unit, merged)
}

/// Makes a change of a unit of the base that a side took away: it stands nowhere, and its line is that of before.
pub(super) fn taken_away(merge: &Merge, (file, side): (usize, Side), base: &Source, unit: Unit) -> Change {
    let line = unit.span.start_line;
    let mut change = change(merge, (file, side), base, unit, None);
    change.before.removed = true;
    change.path.clone_from(&base.path);
    change.unit.place = format!("line {line} before");
    change
}

/// The first of some lines of a version that stands in the result as a use of a name, unless the result declares the name
/// in that file, be it within a function.
pub(super) fn first_use(
    (merge, file, side): (&Merge, usize, Side),
    (version, result): (&Source, &Source),
    uses: &[usize],
    name: &str,
) -> Option<Change> {
    if uses.is_empty() || result.text.lines().any(|line| declares(line, name)) {
        return None;
    }
    let kept = edits::mapping(&version.text, &result.text);
    let (line, place) = uses.iter().find_map(|line| Some((*line, kept[*line]?)))?;
    let unit = lines(version, line..line + 1, UnitKind::Line, Some(name));
    Some(change(merge, (file, side), version, unit, Some((place + 1, place + 1))))
}

/// Tells whether the base has a file at such a path; none is read.
pub(super) fn has_path(store: &dyn Store, is_one: &dyn Fn(&str) -> bool) -> bool {
    let found = std::cell::Cell::new(false);
    let note = |path: &str| {
        found.set(found.get() || is_one(path));
        false
    };
    store.visit_base(&note, &mut |_| false);
    found.get()
}
