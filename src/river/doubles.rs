//! What the results of a merge say twice and no side did, as changes of both sides.
//!
//! Not here: how it is counted (`changes::doubled`), what a second copy means (`findings`).

use super::sites;
use crate::changes::change::Change;
use crate::changes::doubled::{self, Said};
use crate::changes::held::Held;
use crate::changes::surroundings::{OpenSection, open_sections, release_below};
use crate::edits::conflicts;
use crate::merge::{FileMerge, Merge, Store};
use crate::pairs::code::hash;
use crate::quiet;
use crate::source::{Side, Source};
use crate::units;
use crate::units::unit::{Unit, UnitKind};

/// A file that is longer is read by its edits alone.
const MAX_LINES: usize = 50_000;
/// So many things that one merge doubled are told of one file.
const MAX_DOUBLES: usize = 64;

/// Reads the results that hold more of something than either side, and returns the copies of ours and of theirs, one for
/// one.
pub(super) fn of(merge: &Merge, store: &dyn Store, files: impl Iterator<Item = usize>) -> [Vec<Change>; 2] {
    let mut copies = [Vec::new(), Vec::new()];
    for file in files.filter(|file| can_hold_more(&merge.files[*file])) {
        let [ours, theirs] = in_file(merge, store, file);
        copies[0].extend(ours);
        copies[1].extend(theirs);
    }
    copies
}

/// A result that is one side's version holds what that side held.
fn can_hold_more(file: &FileMerge) -> bool {
    let is_version = |side: Side| file.merged.content == file.versions.side(side).content;
    file.merged.is_there() && !Side::BOTH.into_iter().any(is_version)
}

fn in_file(merge: &Merge, store: &dyn Store, file: usize) -> [Vec<Change>; 2] {
    let named = &merge.files[file];
    let result = store.read(&named.merged);
    let versions = Side::BOTH.map(|side| store.read(named.versions.side(side)));
    let is_open = merge.commit.is_none() && !conflicts::regions(&result.text).is_empty();
    let is_unread = std::iter::once(&result).chain(&versions).any(Source::is_unread);
    if is_unread || result.outline().is_some() || is_open || result.text.line_count() > MAX_LINES {
        return [Vec::new(), Vec::new()];
    }
    let lines = doubled::lines(&result.text, [&versions[0].text, &versions[1].text]);
    if lines.is_empty() || quiet::text(&result.text).is_some() {
        return [Vec::new(), Vec::new()];
    }
    let read = units::known::of(&result);
    let read = read.units.as_slice();
    let said = || versions.each_ref().map(|version| Said::of(&units::known::of(version).units, &version.text));
    let mut doubles = doubled::units(read, &result.text, &lines, said);
    let runs = doubled::runs(&result.text, &lines);
    for run in runs.into_iter().filter(|run| !run.iter().any(|lines| doubled::is_known(lines, read))) {
        let run = run.map(|lines| sites::lines(&result, lines, UnitKind::Block, None));
        let is_told = doubles.iter().any(|[upper, lower]| touch(upper, &run[0]) && touch(lower, &run[1]));
        if !is_told {
            doubles.push(run);
        }
    }
    if doubles.is_empty() {
        return [Vec::new(), Vec::new()];
    }
    doubles.truncate(MAX_DOUBLES);
    let file = DoubledFile {
        file,
        result: &result,
        held: &Held::of(&result.text, [&versions[0].text, &versions[1].text]),
        versions: &versions,
        open: &open_sections(read),
    };
    let (ours, theirs) = doubles.into_iter().map(|double| file.shared_out(double)).unzip();
    [ours, theirs]
}

fn touch(one: &Unit, other: &Unit) -> bool {
    one.span.start_line <= other.span.end_line && other.span.start_line <= one.span.end_line
}

struct DoubledFile<'a> {
    file: usize,
    result: &'a Source,
    held: &'a Held,
    versions: &'a [Source; 2],
    /// The sections of what is not released.
    open: &'a [OpenSection],
}

impl DoubledFile<'_> {
    /// Gives each copy to the side that holds it; where that is no answer the versions decide, so that the answer does
    /// not depend on which side is called ours.
    fn shared_out(&self, [upper, lower]: [Unit; 2]) -> (Change, Change) {
        let lines = |unit: &Unit| (unit.span.start_line, unit.span.end_line);
        let holds = |side, unit| self.held.covers(side, lines(unit), true);
        let fits = |above: Side, below: Side| usize::from(holds(above, &upper)) + usize::from(holds(below, &lower));
        let in_order = fits(Side::Ours, Side::Theirs);
        let swapped = fits(Side::Theirs, Side::Ours);
        let ours_first = match in_order.cmp(&swapped) {
            std::cmp::Ordering::Equal => {
                let [ours, theirs] = self.versions.each_ref().map(|version| hash(version.text.as_str().as_bytes()));
                ours <= theirs
            }
            more => more.is_gt(),
        };
        let (ours, theirs) = if ours_first { (upper, lower) } else { (lower, upper) };
        (self.change(Side::Ours, ours), self.change(Side::Theirs, theirs))
    }

    fn change(&self, side: Side, unit: Unit) -> Change {
        let merged = Some((unit.span.start_line, unit.span.end_line));
        let mut change = Change::at((self.file, side), &self.result.path, &self.result.text, unit, merged);
        change.around.copies = 1;
        change.around.release_below = release_below(self.open, change.unit.span.bytes.start);
        change
    }
}
