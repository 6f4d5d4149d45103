//! Copies that miss an edit: lines that one side put elsewhere and the other edited where they stood.
//!
//! Not here: what a stale copy says (`findings::stale_copy`).

use std::collections::{BTreeSet, HashMap, HashSet};

use super::sites;
use crate::edits::{self, Edits, sketch};
use crate::findings::fault::Fault;
use crate::findings::stale_copy::{self, Stale};
use crate::merge::{Merge, Store};
use crate::quiet;
use crate::source::{Side, Source, Text, extension, file_name};
use crate::units;
use crate::units::unit::{Unit, UnitKind};

/// So many lines before and behind an edited line are compared.
const CONTEXT: usize = 6;
/// So many of them must have gone along.
const MIN_EQUAL: usize = 6;
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
    pub(super) fn of(base: &Text, side: &Text, edits: &Edits) -> Touched {
        let replaced = edits.added.iter().filter(|edit| !edit.was.is_empty()).flat_map(|edit| edit.was.clone());
        let added = edits.added.iter().flat_map(|edit| edit.lines.clone());
        Touched {
            removed: replaced.filter_map(|line| sketch::key(base.line(line))).collect(),
            added: added.filter_map(|line| sketch::key(side.line(line))).collect(),
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
        let editor = self.copier.other();
        let (copy_file, original) = (&self.merge.files[self.copy], &self.merge.files[self.original]);
        let base = self.store.read(&original.versions.base);
        let edited = self.store.read(original.versions.side(editor));
        let copied = self.store.read(copy_file.versions.side(self.copier));
        let base_of_copy = self.store.read(&copy_file.versions.base);
        let result = self.store.read(&copy_file.merged);
        let result_of_original = self.store.read(&original.merged);
        let read = [&base, &edited, &copied, &base_of_copy, &result, &result_of_original];
        if read.into_iter().any(Source::is_unread) {
            return None;
        }
        let edits = edits::of(&base.text, &[], &edited.text);
        let brought = edits::of(&base_of_copy.text, &[], &copied.text);
        let is_brought = |line: usize| brought.added.iter().any(|edit| edit.lines.contains(&line));
        let kept = edits::mapping(&copied.text, &result.text);
        let is_own = |was: usize| !self.stands_elsewhere(&base, base.text.line(was));
        for edit in edits.added.iter().filter(|edit| !edit.was.is_empty()) {
            for was in edit.was.clone().filter(|line| is_one_of_its_kind(&base, *line)) {
                let Some(at) =
                    (0..copied.text.line_count()).find(|at| is_brought(*at) && same(&copied, *at, &base, was))
                else {
                    continue;
                };
                let equal = context((&copied.text, at), (&base.text, was));
                let place = kept.get(at).copied().flatten();
                let now =
                    edited.text.line(edit.lines.start + (was - edit.was.start).min(edit.lines.len() - 1)).to_owned();
                let is_edit = equal > 0 && !says_the_same(base.text.line(was), &now);
                let is_whole = is_edit && is_whole((&copied, at), (&base, was));
                let is_missed = is_edit && (is_whole || equal >= MIN_EQUAL) && is_own(was);
                let Some(place) = place.filter(|_| is_missed) else { continue };
                let lines = edit.lines.clone();
                let kept_edit = edits::mapping(&edited.text, &result_of_original.text);
                let edit_place = kept_edit.get(lines.start).copied().flatten();
                let own = sites::lines(&copied, at..at + 1, UnitKind::Line, None);
                let theirs = sites::lines(&edited, lines.clone(), UnitKind::Line, None);
                return Some(Stale {
                    copy: sites::change(
                        self.merge,
                        (self.copy, self.copier),
                        &copied,
                        own,
                        Some((place + 1, place + 1)),
                    ),
                    edit: sites::change(
                        self.merge,
                        (self.original, editor),
                        &edited,
                        theirs,
                        edit_place.map(|first| (first + 1, first + lines.len())),
                    ),
                    was: base.text.line(was).to_owned(),
                    now,
                    equal,
                    is_whole,
                    is_moved: edit_place.is_none(),
                });
            }
        }
        None
    }
}

fn same(one: &Source, at: usize, other: &Source, line: usize) -> bool {
    one.text.line(at).trim() == other.text.line(line).trim()
}

/// A line that its file holds once and that says something.
fn is_one_of_its_kind(source: &Source, line: usize) -> bool {
    let text = source.text.line(line).trim();
    sketch::key(text).is_some() && source.text.lines().filter(|other| other.trim() == text).take(2).count() == 1
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

/// Tells whether a whole function, type or section of one name went along.
fn is_whole((one, at): (&Source, usize), (other, line): (&Source, usize)) -> bool {
    let around = |source: &Source, line: usize| {
        let is_around = |unit: &Unit| unit.span.line_range().contains(&line) && unit.span.line_range().len() > 2;
        let is_named =
            |unit: &Unit| matches!(unit.kind, UnitKind::Function | UnitKind::Method | UnitKind::Type | UnitKind::Test);
        let found = units::of(source).units.into_iter().filter(|unit| is_named(unit) && is_around(unit));
        found
            .min_by_key(|unit| unit.span.bytes.len())
            .map(|unit| (unit.name.clone(), folded(source.text.slice(&unit.span))))
    };
    let found = around(one, at);
    found.is_some() && found == around(other, line)
}

fn folded(text: &str) -> String {
    text.chars().filter(|letter| letter.is_alphanumeric()).collect()
}

/// Another mark or space is no edit that a copy could miss.
fn says_the_same(was: &str, now: &str) -> bool {
    folded(was) == folded(now)
}
