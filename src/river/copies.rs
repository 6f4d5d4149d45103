//! Copies that miss an edit: lines that one side put elsewhere and the other edited where they stood.
//!
//! Not here: what a stale copy says (`findings::stale_copy`).

use std::cell::OnceCell;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::ops::Range;
use std::rc::Rc;

use super::sites;
use crate::changes::change::Change;
use crate::changes::lines::counted;
use crate::changes::names;
use crate::edits::sketch::{self, Sketch};
use crate::edits::{self, Edit, Edits};
use crate::findings::fault::Fault;
use crate::findings::stale_copy::{self, Kin, Stale};
use crate::merge::{Merge, Store};
use crate::quiet;
use crate::source::{Side, Source, Text, extension, file_name};
use crate::units;
use crate::units::reading::Reading;
use crate::units::unit::{Unit, UnitKind};

/// So many lines before and behind an edited line are compared.
const CONTEXT: usize = 6;
/// So many of them must have gone along.
const MIN_EQUAL: usize = 6;
/// Where a block was written for another one, so many words of a line must stand in what came for it.
const MIN_SHARED: usize = 2;
/// So many times must a line stand that is edited wherever it stands.
const MIN_TIMES: usize = 5;
/// More files of one merge that share lines are a new line of releases.
const MAX_FILES: usize = 20;

/// What a side's edits of one file took and brought, line by line, hashed.
#[derive(Debug, Default, Clone)]
pub(super) struct Touched {
    removed: HashSet<u64>,
    added: HashSet<u64>,
}

impl Touched {
    /// Notes the telling lines of a side's edits; an edit must replace lines to be an edit of them.
    pub(super) fn of(base: &Text, edits: &Edits, sketch: &Sketch) -> Touched {
        let replaced = edits.added.iter().filter(|edit| !edit.was.is_empty()).flat_map(|edit| edit.was.clone());
        Touched {
            removed: replaced.filter_map(|line| sketch::key(base.line(line))).collect(),
            added: sketch.lines().iter().copied().collect(),
        }
    }
}

/// Finds the stale copies of both sides; `touched` holds for each side its files with what it did to them.
pub(super) fn of(merge: &Merge, store: &dyn Store, touched: &[Vec<(usize, Touched)>; 2]) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (at, copier) in Side::BOTH.into_iter().enumerate() {
        let copied: Vec<(usize, usize)> = meet(&touched[at], &touched[1 - at]);
        let files: BTreeSet<usize> = copied.iter().map(|(copy, _)| *copy).collect();
        if files.len() > MAX_FILES {
            continue;
        }
        for (copy, original) in copied.into_iter().filter(|(copy, original)| !are_mirrors(merge, *copy, *original)) {
            let found = Pair { merge, store, copier, copy, original }.stale();
            faults.extend(found.map(|stale| stale_copy::fault(stale, copier == Side::Ours)));
        }
    }
    faults
}

/// Two files of one name that both stood before are kept alike by somebody, and brought up to date one after the other.
fn are_mirrors(merge: &Merge, copy: usize, original: usize) -> bool {
    let [copy, original] = [copy, original].map(|file| &merge.files[file].versions.base);
    copy.path != original.path
        && copy.is_there()
        && original.is_there()
        && file_name(&copy.path) == file_name(&original.path)
}

/// Pairs of files: to one the copier added what the other side took from the other.
fn meet(copier: &[(usize, Touched)], editor: &[(usize, Touched)]) -> Vec<(usize, usize)> {
    let mut edited: HashMap<u64, Vec<usize>> = HashMap::new();
    for (file, touched) in editor {
        touched.removed.difference(&touched.added).for_each(|line| edited.entry(*line).or_default().push(*file));
    }
    let mut pairs = BTreeSet::new();
    for (file, touched) in copier {
        let originals = touched.added.iter().filter_map(|line| edited.get(line)).filter(|files| files.len() == 1);
        pairs.extend(originals.map(|files| (*file, files[0])));
    }
    pairs.into_iter().collect()
}

struct Pair<'a> {
    merge: &'a Merge,
    store: &'a dyn Store,
    copier: Side,
    copy: usize,
    original: usize,
}

impl Pair<'_> {
    /// Tells whether other files of the base hold a line, too: the head of a licence goes along with everything.
    fn stands_elsewhere(&self, base: &Source, line: &str) -> bool {
        let (ending, line) = (extension(&base.path), line.trim());
        let wanted = |path: &str| path != base.path && extension(path) == ending && quiet::path(path).is_none();
        let mut found = false;
        self.store.visit_base(&wanted, &mut |source| {
            found = source.text.as_str().contains(line);
            !found
        });
        found
    }

    fn stale(&self) -> Option<Stale> {
        let versions = self.read()?;
        let Versions { base, edited, copied, .. } = &versions;
        let brought = versions.brought();
        let own = counted(&base.text);
        let is_edit_of_words = |edit: &&Edit| !edit.was.is_empty() && !is_broken_anew(&base.text, &edited.text, edit);
        for edit in edits::of(&base.text, &[], &edited.text).added.iter().filter(is_edit_of_words) {
            for was in edit.was.clone() {
                let line = base.text.line(was).trim();
                let Some(at) = brought.get(line).copied().filter(|_| sketch::key(line).is_some()) else { continue };
                let now = edited.text.line(edit.lines.start + (was - edit.was.start).min(edit.lines.len() - 1));
                let times = own.get(line).copied().unwrap_or_default();
                // A block for a block is written anew, and its lines were not edited.
                let is_line_by_line = edit.was.len() == 1 || edit.was.len() == edit.lines.len();
                let is_swept = times >= MIN_TIMES && is_line_by_line && self.is_swept(&versions, line, now, times);
                // A line that its file holds once, or that the other side edited wherever it stood.
                if folded(line) == folded(now) || times > 1 && !is_swept {
                    continue;
                }
                let equal = context((&copied.text, at), (&base.text, was));
                let is_whole = !is_swept && equal > 0 && versions.is_whole(at, was);
                let least = if is_line_by_line { 1 } else { MIN_SHARED };
                let went_along = (is_whole || equal >= MIN_EQUAL) && is_edit(line, now, least);
                let is_missed = is_swept || went_along && !self.stands_elsewhere(base, line);
                let Some(place) = sites::place(copied, &versions.result, at).filter(|_| is_missed) else { continue };
                let edit_place = sites::place(edited, &versions.result_of_original, edit.lines.start);
                return Some(Stale {
                    copy: self.site(self.copier, self.copy, (copied, at..at + 1), Some(place)),
                    edit: self.site(self.copier.other(), self.original, (edited, edit.lines.clone()), edit_place),
                    was: base.text.line(was).to_owned(),
                    now: now.to_owned(),
                    kin: if is_swept { Kin::Swept(times) } else { Kin::Around { equal, is_whole } },
                    is_moved: edit_place.is_none(),
                });
            }
        }
        None
    }

    /// Tells whether the other side edited a line wherever its file had it, each time alike, while this side wrote it once
    /// more.
    fn is_swept(&self, versions: &Versions, line: &str, now: &str, times: usize) -> bool {
        let now = now.trim();
        let count = |source: &Source, wanted: &str| source.text.lines().filter(|line| line.trim() == wanted).count();
        self.copy == self.original
            && shared_words(line, now).0 > 0
            && count(&versions.edited, line) == 0
            && count(&versions.edited, now) >= times + count(&versions.base, now)
            && count(&versions.copied, line) > times
    }

    /// Reads what is compared; `None` where one of it cannot be read.
    fn read(&self) -> Option<Versions> {
        let (copy, original) = (&self.merge.files[self.copy], &self.merge.files[self.original]);
        let versions = Versions {
            base: self.store.read(&original.versions.base),
            edited: self.store.read(original.versions.side(self.copier.other())),
            copied: self.store.read(copy.versions.side(self.copier)),
            base_of_copy: self.store.read(&copy.versions.base),
            result: self.store.read(&copy.merged),
            result_of_original: self.store.read(&original.merged),
            units: Default::default(),
        };
        let Versions { base, edited, copied, base_of_copy, result, result_of_original, .. } = &versions;
        let all = [base, edited, copied, base_of_copy, result, result_of_original];
        let is_read = !all.into_iter().any(Source::is_unread);
        is_read.then_some(versions)
    }

    /// The lines of a version as a site; `place` is that of the first of them in the result, counted from 0.
    fn site(&self, side: Side, file: usize, (source, lines): (&Source, Range<usize>), place: Option<usize>) -> Change {
        let merged = place.map(|first| (first + 1, first + lines.len()));
        let unit = sites::lines(source, lines, UnitKind::Line, None);
        sites::change(self.merge, (file, side), source, unit, merged)
    }
}

/// The versions of an original and of what may be a copy of it.
struct Versions {
    base: Source,
    edited: Source,
    copied: Source,
    base_of_copy: Source,
    result: Source,
    result_of_original: Source,
    /// What the copier's version and the base of the original say, read when the first line asks.
    units: [OnceCell<Rc<Reading>>; 2],
}

impl Versions {
    /// Tells whether a whole function, type or section of one name went along with a line.
    fn is_whole(&self, at: usize, line: usize) -> bool {
        let around = |which: usize, source: &Source, line: usize| {
            around(&self.units[which].get_or_init(|| units::known::of(source)).units, &source.text, line)
        };
        let found = around(0, &self.copied, at);
        found.is_some() && found == around(1, &self.base, line)
    }

    /// The lines that the copier brought, each with the first place where it did.
    fn brought(&self) -> HashMap<&str, usize> {
        let mut brought = HashMap::new();
        let edits = edits::of(&self.base_of_copy.text, &[], &self.copied.text);
        for at in edits.added.into_iter().flat_map(|edit| edit.lines) {
            brought.entry(self.copied.text.line(at).trim()).or_insert(at);
        }
        brought
    }
}

/// Counts the filled lines around two places that are equal, in order, on both ways as far as the first that differs.
fn context((one, at): (&Text, usize), (other, line): (&Text, usize)) -> usize {
    let filled = |text: &Text, lines: &mut dyn Iterator<Item = usize>| -> Vec<String> {
        lines.map(|line| text.line(line).trim().to_owned()).filter(|line| !line.is_empty()).take(CONTEXT).collect()
    };
    let equal =
        |one: Vec<String>, other: Vec<String>| one.iter().zip(&other).take_while(|(one, other)| one == other).count();
    let before = equal(filled(one, &mut (0..at).rev()), filled(other, &mut (0..line).rev()));
    let behind =
        equal(filled(one, &mut (at + 1..one.line_count())), filled(other, &mut (line + 1..other.line_count())));
    before + behind
}

/// What a unit is called and what it says: the smallest function, type or test around a line.
fn around(units: &[Unit], text: &Text, line: usize) -> Option<(Option<String>, String)> {
    let is_around = |unit: &Unit| unit.span.line_range().contains(&line) && unit.span.line_range().len() > 2;
    let is_named =
        |unit: &Unit| matches!(unit.kind, UnitKind::Function | UnitKind::Method | UnitKind::Type | UnitKind::Test);
    let found = units.iter().filter(|unit| is_named(unit) && is_around(unit));
    let smallest = found.min_by_key(|unit| unit.span.bytes.len())?;
    Some((smallest.name.clone(), folded(text.slice(&smallest.span))))
}

/// Counts the words that two lines have in common, and those of the shorter one. Where a side put something else in the
/// place of a line, it edited nothing.
fn shared_words(was: &str, now: &str) -> (usize, usize) {
    let words = |line: &'_ str| -> BTreeSet<String> { names::words(line).map(str::to_owned).collect() };
    let (was, now) = (words(was), words(now));
    (was.intersection(&now).count(), was.len().min(now.len()))
}

/// Tells whether one line can be an edit of another one: so many words, and at least half of those of the shorter one,
/// stand in both.
fn is_edit(was: &str, now: &str, least: usize) -> bool {
    let (both, fewest) = shared_words(was, now);
    both >= least && 2 * both >= fewest
}

/// Tells whether an edit says what was said, in other lines.
fn is_broken_anew(base: &Text, edited: &Text, edit: &Edit) -> bool {
    let joined = |text: &Text, lines: Range<usize>| lines.map(|line| folded(text.line(line))).collect::<String>();
    joined(base, edit.was.clone()) == joined(edited, edit.lines.clone())
}

/// A text by its letters and digits: another mark or space is no edit that a copy could miss.
fn folded(text: &str) -> String {
    text.chars().filter(|letter| letter.is_alphanumeric()).collect()
}
