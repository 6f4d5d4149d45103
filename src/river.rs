//! The sentence, run: a Merge becomes Edits, Edits become Units, Units become Changes, Changes meet in Pairs, Pairs become
//! Findings where the result has a fault that neither side had, Findings become a Report.
//!
//! Not here: any of the stages. This room only hands on, and it is the only one between a command and its report that
//! asks a store to read.

pub mod alone;
mod bounds;
mod claims;
mod copies;
mod doubles;
mod family;
mod faults;
pub mod heads;
mod people;
mod references;
mod sites;
mod standing;
mod tweaks;
mod uses;
mod within;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::time::Instant;

use crate::changes::change::Change;
use crate::changes::held::Held;
use crate::changes::places::{Places, Removed};
use crate::changes::version::{Since, Version};
use crate::changes::{halves, surroundings};
use crate::edits::meeting;
use crate::edits::sketch::{self, Sketch};
use crate::edits::{self, Edits};
use crate::findings::background::Background;
use crate::findings::finding::Finding;
use crate::findings::law::{self, HeldByFile};
use crate::findings::{self, Options};
use crate::merge::{FileMerge, Merge, Store};
use crate::pairs::pair::{Measure, Pair};
use crate::pairs::prose::Rarity;
use crate::pairs::{self, code::hash};
use crate::present;
use crate::quiet;
use crate::report::report::{Cause, Note, Report};
use crate::report::tell;
use crate::source::{Side, Source, Text, Unread, extension};
use crate::three_way::join;
use crate::units;
use crate::units::unit::{Unit, UnitKind};
use bounds::Added;
use faults::Traces;

/// So many bytes of the base are searched for known lines.
const MAX_BACKGROUND_BYTES: usize = 64 << 20;

/// Checks one merge.
#[must_use]
pub fn check(merge: &Merge, store: &dyn Store, options: &Options) -> Report {
    let started = Instant::now();
    let of_two_sides = Options { present: false, ..options.clone() };
    let mut river = River {
        merge,
        store,
        report: tell::header(merge),
        traces: Traces::default(),
        marked: BTreeMap::new(),
        added: [Added::default(); 2],
    };
    let files = river.edited_files();
    let mut additions = river.additions(&files);
    let n_added = additions.each_ref().map(Vec::len);
    let doubles = doubles::of(merge, store, files.0.iter().map(|file| file.index));
    for (additions, doubles) in additions.iter_mut().zip(doubles) {
        additions.extend(doubles);
        additions.iter_mut().for_each(|change| change.around.marked = river.is_marked(change));
    }
    let (pairs, bases) = river.pairs(&files, &additions, n_added);
    let faults = findings::of_faults(river.traces.faults(merge, store), &mut additions);
    let mut report = match pairs.is_empty() && faults.is_empty() {
        true => river.report,
        false => river.findings((pairs, faults), &additions, &bases, &of_two_sides),
    };
    if options.present {
        report.findings.extend(present::findings(merge, store, &of_two_sides));
        tell::sort(&mut report.findings);
    }
    report.threshold = options.threshold;
    report.notes.sort();
    report.notes.dedup();
    report.stats.millis = started.elapsed().as_millis();
    report
}

struct River<'a> {
    merge: &'a Merge,
    store: &'a dyn Store,
    report: Report,
    traces: Traces,
    /// The lines of each result, counted from 0, that were committed between conflict markers.
    marked: BTreeMap<usize, Vec<Range<usize>>>,
    added: [Added; 2],
}

/// A file of the merge with what the sides did to it. Its texts are read again when it turns out to be worth it.
struct EditedFile {
    index: usize,
    edits: [Edits; 2],
    sketches: [Sketch; 2],
    /// Whether what the two sides added to it can meet within the file.
    meets: bool,
}

impl EditedFile {
    fn both(&self) -> bool {
        self.edits.iter().all(|edits| !edits.added.is_empty())
    }
}

impl River<'_> {
    /// Reads every changed file once, keeps what each side did and a sketch of it, and lets the texts go.
    fn edited_files(&mut self) -> (Vec<EditedFile>, [Removed; 2]) {
        let mut files = Vec::new();
        let mut removed = [Removed::default(), Removed::default()];
        let touched = |side| self.merge.files.iter().filter(|file| file.changed_by(side)).count();
        (self.report.stats.files_ours, self.report.stats.files_theirs) = (touched(Side::Ours), touched(Side::Theirs));
        if self.report.stats.files_ours == 0 || self.report.stats.files_theirs == 0 {
            return (files, removed);
        }
        for (index, file) in self.merge.files.iter().enumerate() {
            if file.versions.ours.content == file.versions.theirs.content || self.is_held_elsewhere(file) {
                continue;
            }
            if let Some(edited) = self.edited(index, file, &mut removed) {
                files.push(edited);
            }
        }
        (files, removed)
    }

    fn edited(&mut self, index: usize, file: &FileMerge, removed: &mut [Removed; 2]) -> Option<EditedFile> {
        if let Some(reason) = self.quiet(file) {
            self.leave_out(file, &Unread { reason, by_rule: true });
            return None;
        }
        let base = self.store.read(&file.versions.base);
        let other_bases: Vec<Source> = file.other_bases.iter().map(|base| self.store.read(base)).collect();
        if let Some(why) = std::iter::once(&base).chain(&other_bases).find_map(failed) {
            self.leave_out(file, why);
            return None;
        }
        let touched = Side::BOTH.into_iter().enumerate().filter(|(_, side)| file.changed_by(*side));
        let sides: Vec<(usize, Source)> =
            touched.map(|(at, side)| (at, self.store.read(file.versions.side(side)))).collect();
        if let Some(why) = sides.iter().find_map(|(_, source)| source.why_unread()) {
            self.leave_out(file, why);
            return None;
        }
        if let Some(reason) = sides.iter().find_map(|(_, source)| quiet::text(&source.text)) {
            self.leave_out(file, &Unread { reason: reason.to_owned(), by_rule: true });
            return None;
        }
        let other_bases: Vec<Text> = other_bases.into_iter().map(|base| base.text).collect();
        let mut edited = EditedFile { index, edits: Default::default(), sketches: Default::default(), meets: false };
        let is_shared = sides.len() == 2 && base.text.line_count() > 0;
        for (at, source) in &sides {
            let at = *at;
            edited.edits[at] = edits::of(&base.text, &other_bases, &source.text);
            if let Err(why) = self.added[at].count(&edited.edits[at]) {
                self.leave_out(file, &why);
                return None;
            }
            edited.sketches[at] = Sketch::of(&source.text, &edited.edits[at]);
            removed[at].note(index, &base.text, &edited.edits[at]);
            self.traces.note(at, (index, is_shared), &base.text, source, (&edited.edits[at], &edited.sketches[at]));
        }
        if let [(_, ours), (_, theirs)] = sides.as_slice() {
            edited.meets =
                edited.both() && (can_meet(&base.text, [ours, theirs], &edited.edits) || self.is_in_conflict(file));
        }
        Some(edited)
    }

    /// Tells whether the result of a file is what the side that has no such file calls otherwise, as where a project is
    /// merged into a folder of another one: a fault of it that side had.
    fn is_held_elsewhere(&self, file: &FileMerge) -> bool {
        let absent = Side::BOTH.into_iter().find(|side| !file.versions.side(*side).is_there());
        let Some(side) = absent.filter(|side| is_nobodys(file, side.other())) else { return false };
        let mut others =
            self.merge.files.iter().map(|other| other.versions.side(side)).filter(|other| other.is_there());
        match file.merged.blob() {
            Some(result) => others.any(|other| other.blob() == Some(result)),
            None => {
                let result = self.store.read(&file.merged).text;
                others.any(|other| self.store.read(other).text.as_str() == result.as_str())
            }
        }
    }

    /// Tells whether a change stands between conflict markers that were committed.
    fn is_marked(&self, change: &Change) -> bool {
        let regions = self.marked.get(&change.file).into_iter().flatten();
        let place = change.stands.merged.map(|(first, last)| first - 1..last);
        place
            .is_some_and(|place| regions.into_iter().any(|region| region.start < place.end && place.start < region.end))
    }

    /// Tells whether the result of a file holds conflicts, which are told of.
    fn is_in_conflict(&self, file: &FileMerge) -> bool {
        !edits::conflicts::regions(&self.store.read(&file.merged).text).is_empty()
    }

    /// Says why a file is not examined by rule.
    fn quiet(&self, file: &FileMerge) -> Option<String> {
        let by_name = quiet::path(file.path()).map(str::to_owned);
        by_name.or_else(|| self.store.is_generated(file.path()).then(|| "is generated, by .gitattributes".to_owned()))
    }

    fn leave_out(&mut self, file: &FileMerge, why: &Unread) {
        let note = Note::not_examined(file.path(), why);
        if !self.report.notes.contains(&note) {
            self.report.stats.files_not_read += 1;
            self.report.notes.push(note);
        }
    }

    /// Reads the units that each side added, of the files that can hold a pair.
    fn additions(&mut self, files: &(Vec<EditedFile>, [Removed; 2])) -> [Vec<Change>; 2] {
        let (files, removed) = files;
        let sketches = |at: usize| files.iter().map(|file| &file.sketches[at]).collect::<Vec<_>>();
        let meet: Vec<bool> = files.iter().map(|file| file.meets).collect();
        let worth = sketch::worth_reading(&sketches(0), &sketches(1), &meet);
        let mut additions = [Vec::new(), Vec::new()];
        for (position, file) in files.iter().enumerate() {
            for at in (0..2).filter(|at| worth[*at].contains(&position)) {
                additions[at].extend(self.added_by(Side::BOTH[at], file, &removed[at]));
            }
        }
        for (at, additions) in additions.iter_mut().enumerate() {
            let files = sketch::files_of_lines(&sketches(at));
            let files_of = |line: &str| sketch::key(line).and_then(|key| files.get(&key)).copied().unwrap_or(0);
            surroundings::note_files(additions, &files_of);
        }
        self.report.stats.units_ours = additions[0].len();
        self.report.stats.units_theirs = additions[1].len();
        additions
    }

    fn added_by(&mut self, side: Side, file: &EditedFile, removed: &Removed) -> Vec<Change> {
        let named = &self.merge.files[file.index];
        let source = self.store.read(named.versions.side(side));
        let base = self.store.read(&named.versions.base);
        let merged = self.result(named, [&base, &source], side);
        if let Some(why) = failed(&merged) {
            self.leave_out(named, why);
            return Vec::new();
        }
        let reading = units::known::of(&source);
        let noted = reading.notes.iter().cloned().map(|message| Note::of_reader(&source.path, message));
        self.report.notes.extend(noted);
        let conflicts = self.conflicts(&merged, named);
        // In a commit the markers are text: somebody took both sides for the result.
        let (undecided, decided) = match self.merge.commit {
            Some(_) => (Vec::new(), conflicts),
            None => (conflicts, Vec::new()),
        };
        if !decided.is_empty() {
            self.marked.insert(file.index, decided.clone());
        }
        let places = Places::of(&merged.text, &undecided);
        let at = usize::from(side == Side::Theirs);
        let (text, edits) = (&source.text, &file.edits[at]);
        let hash = hash(text.as_str().as_bytes());
        let version = Version { file: file.index, side, path: &source.path, text, hash, places: &places };
        let mut units = Cow::Borrowed(reading.units.as_slice());
        if !decided.is_empty() {
            // A document may show code in its fences.
            let says = |unit: &Unit| matches!(unit.kind, UnitKind::Paragraph | UnitKind::Bullet | UnitKind::Heading);
            let is_prose = units.iter().any(says) || units.iter().all(|unit| unit.tokens.is_empty());
            units.to_mut().extend(halves::of(text, &places.follow(text), &decided, is_prose));
        }
        version.added(&units, &Since { base: &base.text, held: &base.text, edits }, removed)
    }

    /// Reads the result. Git does not merge documents, it keeps ours: until somebody has committed a result, what both
    /// sides say counts as said.
    fn result(&self, file: &FileMerge, [base, source]: [&Source; 2], side: Side) -> Source {
        let merged = self.store.read(&file.merged);
        let is_document = source.outline().is_some() && self.merge.commit.is_none();
        if !is_document || !Side::BOTH.iter().all(|side| file.changed_by(*side)) {
            return merged;
        }
        let other = self.store.read(file.versions.side(side.other()));
        let (ours, theirs) = if side == Side::Ours { (source, &other) } else { (&other, source) };
        if merged.text.as_str() != ours.text.as_str() {
            return merged;
        }
        let [base, ours, theirs] = [base, ours, theirs].map(|version| version.text.as_str().as_bytes());
        let both = join::join_all(base, ours, theirs).map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
        both.map_or(merged, |text| Source::lines(&file.merged.path, text))
    }

    /// Returns the regions of the result between conflict markers.
    fn conflicts(&mut self, merged: &Source, file: &FileMerge) -> Vec<Range<usize>> {
        let conflicts = edits::conflicts::regions(&merged.text);
        let count = conflicts.len();
        let (message, cause) = match (count, &self.merge.commit) {
            (0, _) => return conflicts,
            (_, Some(_)) => (format!("{count} conflict(s) committed with their markers"), Cause::Remark),
            (_, None) => {
                (format!("{count} conflict(s) not resolved: what stands in them is not examined"), Cause::Undecided)
            }
        };
        self.report.notes.push(Note { path: file.path().to_owned(), message, cause });
        conflicts
    }

    /// Pairs the changes, and returns the bases of their files; from `n_added` on the changes are what the result doubled.
    fn pairs(
        &mut self,
        files: &(Vec<EditedFile>, [Removed; 2]),
        changes: &[Vec<Change>; 2],
        n_added: [usize; 2],
    ) -> (Vec<Pair>, Vec<Text>) {
        if changes.iter().any(Vec::is_empty) {
            return (Vec::new(), Vec::new());
        }
        let involved: BTreeSet<usize> = changes.iter().flatten().map(|change| change.file).collect();
        let read = files.0.iter().filter(|file| involved.contains(&file.index));
        let bases: Vec<Text> =
            read.map(|file| self.store.read(&self.merge.files[file.index].versions.base).text).collect();
        let added = [&changes[0][..n_added[0]], &changes[1][..n_added[1]]];
        let compared = pairs::between(added[0], added[1], || rarity(&bases));
        let missing = compared.what_is_missing();
        self.report.notes.extend(missing.map(|missing| Note::failure("", missing)));
        let mut pairs = compared.pairs;
        if n_added[0] < changes[0].len() {
            let mut doubles = pairs::of_doubles([&changes[0], &changes[1]], n_added, &rarity(&bases));
            doubles.retain(|double| !pairs.iter().any(|pair| is_same(pair, double, changes)));
            pairs.extend(doubles);
        }
        if self.merge.bases.is_empty() && self.merge.ours.oid.is_some() {
            // Two histories without a common ancestor are two projects: each says for itself what both say.
            pairs.retain(|pair| changes[0][pair.ours].path == changes[1][pair.theirs].path);
        }
        let held = self.held(&pairs, changes);
        pairs.retain(|pair| law::neither_had(pair, (&changes[0][pair.ours], &changes[1][pair.theirs]), &held));
        (pairs, bases)
    }

    /// Reads what both sides hold of the results in which a pair stands.
    fn held(&self, pairs: &[Pair], changes: &[Vec<Change>; 2]) -> HeldByFile {
        let files = pairs.iter().flat_map(|pair| [changes[0][pair.ours].file, changes[1][pair.theirs].file]);
        let files: BTreeSet<usize> = files.collect();
        let mut held = HeldByFile::new();
        for index in files {
            let file = &self.merge.files[index];
            if file.merged.is_there() {
                let versions = Side::BOTH.map(|side| self.store.read(file.versions.side(side)).text);
                held.insert(index, Held::of(&self.store.read(&file.merged).text, [&versions[0], &versions[1]]));
            }
        }
        held
    }

    fn findings(
        mut self,
        (pairs, faults): (Vec<Pair>, Vec<Finding>),
        additions: &[Vec<Change>; 2],
        bases: &[Text],
        options: &Options,
    ) -> Report {
        self.report.stats.pairs = pairs.len();
        let mut standing = standing::Standing::new(self.merge, self.store);
        let could_matter = |pair: &Pair| findings::could_matter(pair, options);
        let confirmed = |mut pair| (standing.confirms(&mut pair, additions) && could_matter(&pair)).then_some(pair);
        let mut pairs: Vec<Pair> = pairs.into_iter().filter(could_matter).filter_map(confirmed).collect();
        let mut families = family::Families::new(self.merge, self.store);
        let mut people = people::People::new(self.merge, self.store);
        let chances = chances(additions);
        let sides = additions.each_ref().map(Vec::as_slice);
        for pair in &mut pairs {
            pair.likeness.set(Measure::Chances, chances);
            families.ask(pair, sides);
            if findings::asks_for(family::MEASURES, options) {
                families.siblings(pair, sides);
            }
            if findings::asks_for(people::MEASURES, options) {
                people.ask(pair, additions);
            }
        }
        let background = self.background(&pairs, additions, bases);
        let sides = (additions[0].as_slice(), additions[1].as_slice());
        let findings = findings::among((pairs, faults), sides, &background, options);
        self.report.findings =
            findings.iter().map(|finding| tell::finding(finding, sides, self.merge, self.store)).collect();
        tell::sort(&mut self.report.findings);
        self.report
    }

    /// Counts what the base holds of the candidates: in their own files, and in files of the same types elsewhere.
    fn background(&self, pairs: &[Pair], additions: &[Vec<Change>; 2], bases: &[Text]) -> Background {
        let [ours, theirs] = additions;
        // One unit may stand in many pairs.
        let of_ours: BTreeSet<usize> = pairs.iter().map(|pair| pair.ours).collect();
        let of_theirs: BTreeSet<usize> = pairs.iter().map(|pair| pair.theirs).collect();
        let asked = of_ours.iter().map(|at| &ours[*at]).chain(of_theirs.iter().map(|at| &theirs[*at]));
        let mut background = Background::asking(asked.clone());
        let in_two_files = pairs.iter().any(|pair| ours[pair.ours].file != theirs[pair.theirs].file);
        if in_two_files {
            background.ask_phrases(asked.clone());
        }
        bases.iter().for_each(|base| background.count(base));
        let own: BTreeSet<&str> = self.merge.files.iter().map(|file| file.versions.base.path.as_str()).collect();
        let endings: BTreeSet<String> = asked.map(|addition| extension(&addition.path)).collect();
        // Two places of one file are judged by that file; only what stands in two files asks for the whole tree.
        if !in_two_files {
            return background;
        }
        let mut left = MAX_BACKGROUND_BYTES;
        let wanted =
            |path: &str| endings.contains(&extension(path)) && !own.contains(path) && quiet::path(path).is_none();
        self.store.visit_base(&wanted, &mut |source| {
            background.count(&source.text);
            left = left.saturating_sub(source.text.as_str().len());
            left > 0
        });
        background
    }
}

/// Tells whether a result is there and is not what this side made.
fn is_nobodys(file: &FileMerge, side: Side) -> bool {
    file.merged.is_there() && file.merged.content != file.versions.side(side).content
}

/// Tells whether two pairs show the same places by units of the same kinds.
fn is_same(pair: &Pair, double: &Pair, changes: &[Vec<Change>; 2]) -> bool {
    let places = |pair: &Pair| {
        let [ours, theirs] = [&changes[0][pair.ours], &changes[1][pair.theirs]];
        let lines = pair.places.map_or([ours.stands.merged, theirs.stands.merged], |places| places.map(Some));
        let mut places = [(ours.file, lines[0], ours.unit.kind), (theirs.file, lines[1], theirs.unit.kind)];
        places.sort_unstable();
        places
    };
    places(pair) == places(double)
}

/// Says how many pairs could have met, on a scale of logarithms: 1 at a hundred million.
fn chances(additions: &[Vec<Change>; 2]) -> f64 {
    let [ours, theirs] = additions.each_ref().map(|side| side.len() as f64);
    (1.0 + ours * theirs).log10() / 8.0
}

/// Learns how rare words are here.
fn rarity(bases: &[Text]) -> Rarity {
    Rarity::of_lines(bases.iter().flat_map(Text::lines))
}

/// Tells whether what two sides added to one file may be one thing. Two sentences may be one without a word in common;
/// two pieces of code may not.
fn can_meet(base: &Text, sides: [&Source; 2], [ours, theirs]: &[Edits; 2]) -> bool {
    let is_code = sides.iter().all(|side| units::are_code(side));
    !is_code || meeting::can_meet(base, [(&sides[0].text, ours), (&sides[1].text, theirs)])
}

/// Says why a version could not be read that should have been.
fn failed(source: &Source) -> Option<&Unread> {
    source.why_unread().filter(|why| !why.by_rule)
}
