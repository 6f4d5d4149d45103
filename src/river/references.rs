//! Uses of what is gone: the words that meet (`changes::names`) are looked up in the files themselves.
//!
//! Not here: what a dangling reference says (`findings::dangling_reference`).

use std::collections::{BTreeMap, BTreeSet};

use super::sites;
use super::uses::{self, As, is_paper};
use crate::changes::change::Change;
use crate::changes::names::{self, Lost, Names};
use crate::edits::{self, Edits};
use crate::findings::dangling_reference::{Loss, Reference};
use crate::merge::{FileMerge, Merge, Store};
use crate::quiet;
use crate::source::{Side, Source, file_name};
use crate::units;
use crate::units::unit::{Unit, UnitKind};

/// So many words are looked up in one merge; more tell of rewritten files.
const MAX_WORDS: usize = 1_000;
/// So many of them are asked for in whole trees.
const MAX_SEARCHED: usize = 200;
/// So many files of a side are read for what it still names.
const MAX_FILES: usize = 400;
/// So many bytes of the base are searched.
const MAX_BYTES: usize = 64 << 20;
/// A word of which no reader knows what defined it must go from so many lines, unless one of them takes it in or declares it:
/// libraries have names, too, and a side that does without one of them takes nothing away.
const MIN_LINES: usize = 5;

/// A name that one side took away.
struct Gone {
    name: String,
    loss: Loss,
    change: Change,
}

impl Gone {
    /// What the name was, as far as a reader knows.
    fn kind(&self) -> Option<UnitKind> {
        match &self.loss {
            Loss::Removed(kind) | Loss::Renamed(kind, _) => Some(*kind),
            _ => None,
        }
    }
}

/// Finds the references of both sides to what the other took away.
pub(super) fn of(merge: &Merge, store: &dyn Store, names: &[Names; 2]) -> Vec<Reference> {
    let mut found = Vec::new();
    for (at, side) in Side::BOTH.into_iter().enumerate() {
        let search = Search { merge, store, side };
        let files = search.files_gone(&names[at], &names[1 - at]);
        // A word with a dot is made of two names; as a whole it is a file's, and those are known.
        let words = names[at].missed_by(&names[1 - at]).filter(|lost| !lost.word.contains('.'));
        let missed: Vec<&Lost> = words.chain(&files).take(MAX_WORDS + 1).collect();
        if missed.is_empty() || missed.len() > MAX_WORDS {
            continue;
        }
        let used = search.used(search.without_those_defined_anew(search.gone(&search.worth_looking_up(missed))));
        found.extend(search.without_those_still_named(search.without_those_in_the_result(used)));
    }
    found
}

struct Search<'a> {
    merge: &'a Merge,
    store: &'a dyn Store,
    /// Who took the names away.
    side: Side,
}

impl Search<'_> {
    /// The files that a side touched, with their indexes.
    fn touched_by(&self, side: Side) -> impl Iterator<Item = (usize, &FileMerge)> {
        self.merge
            .files
            .iter()
            .enumerate()
            .filter(move |(_, file)| file.changed_by(side) || file.versions.side(side).path != file.versions.base.path)
    }

    /// What the side calls a file of the base no more, where the other side brings the name.
    fn files_gone(&self, own: &Names, other: &Names) -> Vec<Lost> {
        let is_missed = |name: &str| other.brings(name) && !own.brings(name);
        self.touched_by(self.side)
            .filter(|(_, file)| file.versions.base.is_there() && quiet::path(&file.versions.base.path).is_none())
            .map(|(index, file)| (index, file_name(&file.versions.base.path), file.versions.side(self.side)))
            .filter(|(_, name, version)| is_missed(name) && !(version.is_there() && file_name(&version.path) == *name))
            .filter(|(index, name, _)| !self.others_are_called(*index, name))
            .map(|(index, name, _)| Lost { word: name.to_owned(), files: vec![index], lines: 1 })
            .collect()
    }

    /// Tells whether other files bear a name, too: a `README.md` more or less is no name that went.
    fn others_are_called(&self, index: usize, name: &str) -> bool {
        let own = self.merge.files[index].versions.base.path.as_str();
        let is_other = |path: &str| path != own && file_name(path) == name;
        let touched = self.merge.files.iter().any(|file| is_other(&file.merged.path));
        touched || sites::has_path(self.store, &is_other)
    }

    /// Leaves out words that the texts alone settle, before anything is parsed: the side still has the word in a program,
    /// or it is no anchor and no file's name and no program of the other side has it.
    fn worth_looking_up<'w>(&self, mut missed: Vec<&'w Lost>) -> Vec<&'w Lost> {
        if self.touched_by(self.side).count() > MAX_FILES {
            return Vec::new();
        }
        for (_, file) in self.touched_by(self.side) {
            let version = self.store.read(file.versions.side(self.side));
            if !missed.is_empty() && !is_paper(&version) {
                missed.retain(|lost| !names::stands_in(&version.text, &lost.word));
            }
        }
        // An anchor or a file may be named by a paper, too.
        let is_plain = |word: &str| !word.contains(['-', '.']);
        let words = missed.iter().map(|lost| lost.word.as_str());
        let mut used: BTreeSet<&str> = words.filter(|word| !is_plain(word)).collect();
        for (_, file) in self.touched_by(self.side.other()).take(MAX_FILES) {
            let version = self.store.read(file.versions.side(self.side.other()));
            if used.len() < missed.len() && !is_paper(&version) {
                let text = version.text.as_str();
                used.extend(missed.iter().map(|lost| lost.word.as_str()).filter(|word| text.contains(*word)));
            }
        }
        missed.retain(|lost| used.contains(lost.word.as_str()));
        if missed.len() > MAX_SEARCHED { Vec::new() } else { missed }
    }

    /// Finds what the words named: units of the base that the side's version has no more; else, where a word cannot be a
    /// plain one, the lines it went from.
    fn gone(&self, missed: &[&Lost]) -> Vec<Gone> {
        let mut words: BTreeMap<usize, Vec<&str>> = BTreeMap::new();
        for lost in missed {
            // A word that went from many files was used in them; one of them defined it.
            lost.files.iter().for_each(|file| words.entry(*file).or_default().push(&lost.word));
        }
        let mut defined: BTreeMap<&str, Vec<Gone>> = BTreeMap::new();
        for (index, words) in words {
            for (word, one) in self.gone_from(index, &words) {
                defined.entry(word).or_default().push(one);
            }
        }
        let vanished: Vec<Gone> = missed
            .iter()
            .filter(|lost| !defined.contains_key(lost.word.as_str()))
            .filter_map(|lost| self.vanished(lost))
            .collect();
        // What two places defined is no one's name.
        defined.into_values().filter(|all| all.len() == 1).flatten().chain(vanished).collect()
    }

    /// A word of which no reader knows what defined it.
    fn vanished(&self, lost: &Lost) -> Option<Gone> {
        if !is_compound(&lost.word) {
            return None;
        }
        let mut lines = 0;
        let mut is_bound = false;
        let mut first = None;
        for index in &lost.files {
            let base = self.store.read(&self.merge.files[*index].versions.base);
            let binds = |line| uses::takes_in(line, &lost.word) || uses::declares(line, &lost.word);
            is_bound = is_bound || base.text.lines().any(binds);
            let is_use = |line: &usize| uses::is_use_of_word(&base, *line, &lost.word, As::Key);
            let used: Vec<usize> = (0..base.text.line_count()).filter(is_use).collect();
            lines += used.len();
            if let (None, Some(line)) = (&first, used.first()) {
                first = Some((*index, *line, base));
            }
        }
        let (index, line, base) = first.filter(|_| lines >= MIN_LINES || is_bound)?;
        let unit = sites::lines(&base, line..line + 1, UnitKind::Line, Some(&lost.word));
        let change = self.taken_away(index, &base, unit);
        Some(Gone { name: lost.word.clone(), loss: Loss::Vanished(lines), change })
    }

    fn gone_from<'w>(&self, index: usize, words: &[&'w str]) -> Vec<(&'w str, Gone)> {
        let file = &self.merge.files[index];
        let (base, version) = (self.store.read(&file.versions.base), self.store.read(file.versions.side(self.side)));
        let mut found = Vec::new();
        if [&base, &version, &self.store.read(&file.merged)].into_iter().any(Source::is_unread) {
            return found;
        }
        if let Some(word) = words.iter().find(|word| **word == file_name(&base.path)) {
            found.push((*word, self.removed_file(index, &base)));
        }
        let edits = edits::of(&base.text, &[], &version.text);
        let (before, after) = (units::known::of(&base), units::known::of(&version));
        let (before, after) = (&before.units, &after.units);
        let is_document = before.iter().any(|unit| matches!(unit.kind, UnitKind::Heading | UnitKind::Paragraph));
        let defining = || before.iter().filter(|unit| is_definition(unit.kind));
        for unit in defining().filter(|unit| !(is_document && is_shown(unit))) {
            let Some(word) = names_of(unit).find_map(|name| words.iter().find(|word| **word == name)) else { continue };
            if unit.kind == UnitKind::Key && !is_compound(word) {
                continue;
            }
            let is_removed = edits.removed.iter().any(|range| range.contains(&unit.span.line_range().start));
            let stays = after.iter().any(|other| names_of(other).any(|name| name == *word));
            if is_removed && !stays && !is_a_fallback(unit, defining) {
                let new = renamed_to(unit, before, after, &edits);
                let change = self.place(index, (&base, &version), unit, new);
                let loss = match new.and_then(|new| new.name.clone()) {
                    Some(new) => Loss::Renamed(unit.kind, new),
                    None => Loss::Removed(unit.kind),
                };
                found.push((*word, Gone { name: (*word).to_owned(), loss, change }));
            }
        }
        found
    }

    fn removed_file(&self, index: usize, base: &Source) -> Gone {
        let name = file_name(&base.path);
        let version = self.merge.files[index].versions.side(self.side);
        let loss = match version.is_there() {
            true => Loss::Renamed(UnitKind::File, version.path.clone()),
            false => Loss::Removed(UnitKind::File),
        };
        let unit = sites::lines(base, 0..1, UnitKind::File, Some(name));
        Gone { name: name.to_owned(), loss, change: self.taken_away(index, base, unit) }
    }

    /// The definition: what came in its place, or what it was where nothing did.
    fn place(&self, index: usize, (base, version): (&Source, &Source), unit: &Unit, new: Option<&Unit>) -> Change {
        let Some(new) = new else {
            let start = unit.span.line_range().start;
            let head = sites::lines(base, start..start + 1, unit.kind, unit.name.as_deref());
            return self.taken_away(index, base, head);
        };
        let start = new.span.line_range().start;
        let result = self.store.read(&self.merge.files[index].merged);
        let place = sites::place(version, &result, start);
        let head = sites::lines(version, start..start + 1, new.kind, new.name.as_deref());
        sites::change(self.merge, (index, self.side), version, head, place.map(|line| (line + 1, line + 1)))
    }

    fn taken_away(&self, index: usize, base: &Source, unit: Unit) -> Change {
        sites::taken_away(self.merge, (index, self.side), base, unit)
    }

    /// Leaves out names that the side still has somewhere: something else bears them, or the side itself left a use.
    fn without_those_still_named(&self, mut used: Vec<(Gone, Change)>) -> Vec<Reference> {
        for (_, file) in self.touched_by(self.side) {
            if !used.is_empty() {
                let version = self.store.read(file.versions.side(self.side));
                used.retain(|(gone, _)| !still_names(&version, gone));
            }
        }
        let own: BTreeSet<&str> =
            self.touched_by(self.side).map(|(_, file)| file.versions.base.path.as_str()).collect();
        let mut left = MAX_BYTES;
        if !used.is_empty() {
            self.store.visit_base(&|path: &str| !own.contains(path) && quiet::path(path).is_none(), &mut |source| {
                used.retain(|(gone, _)| !still_names(source, gone));
                left = left.saturating_sub(source.text.as_str().len());
                left > 0 && !used.is_empty()
            });
        }
        // A tree that was not searched to its end proves nothing.
        if left == 0 { Vec::new() } else { used.into_iter().map(reference).collect() }
    }

    /// Leaves out what the result holds still, whichever side took it away: a person kept it.
    fn without_those_in_the_result(&self, mut used: Vec<(Gone, Change)>) -> Vec<(Gone, Change)> {
        used.retain(|(gone, _)| {
            let merged = &self.merge.files[gone.change.file].merged;
            if gone.kind() == Some(UnitKind::File) {
                let stays = |file: &FileMerge| file.merged.is_there() && file.merged.path == gone.change.path;
                return !self.merge.files.iter().any(stays);
            }
            let result = self.store.read(merged);
            !result.text.as_str().contains(&gone.name) || !defines(&units::known::of(&result).units, gone)
        });
        used
    }

    /// Leaves out names of which the side that uses them brought a definition of its own.
    fn without_those_defined_anew(&self, mut gone: Vec<Gone>) -> Vec<Gone> {
        for (index, file) in self.touched_by(self.side.other()).take(MAX_FILES) {
            let version = self.store.read(file.versions.side(self.side.other()));
            let is_asked = |gone: &Gone| gone.change.file != index && version.text.as_str().contains(&gone.name);
            if gone.iter().any(is_asked) {
                let units = units::known::of(&version);
                gone.retain(|gone| !is_asked(gone) || !defines(&units.units, gone));
            }
        }
        gone
    }

    /// Finds for each name the first new use by the other side that stands in the result.
    fn used(&self, mut gone: Vec<Gone>) -> Vec<(Gone, Change)> {
        let mut found = Vec::new();
        for (index, file) in self.touched_by(self.side.other()).take(MAX_FILES) {
            let version = self.store.read(file.versions.side(self.side.other()));
            let text = version.text.as_str();
            if quiet::path(&version.path).is_some() || !gone.iter().any(|gone| text.contains(&gone.name)) {
                continue;
            }
            let (base, result) = (self.store.read(&file.versions.base), self.store.read(&file.merged));
            if base.is_unread() {
                continue;
            }
            let edits = edits::of(&base.text, &[], &version.text);
            let added: Vec<usize> = edits.added.iter().flat_map(|edit| edit.lines.clone()).collect();
            let mut open = Vec::new();
            for gone in gone {
                match self.use_of(&gone, (index, &version, &added), &result) {
                    Some(used) => found.push((gone, used)),
                    None => open.push(gone),
                }
            }
            gone = open;
        }
        found
    }

    /// The first of the added lines that uses a name and stands in the result, unless the result declares the name there,
    /// be it within a function.
    fn use_of(
        &self,
        gone: &Gone,
        (index, version, added): (usize, &Source, &[usize]),
        result: &Source,
    ) -> Option<Change> {
        if gone.kind() != Some(UnitKind::File) && !uses::can_name(&gone.change.path, &version.path) {
            return None;
        }
        let is_use = |line: usize| match gone.kind() {
            Some(kind) => uses::is_use(version, line, (&gone.name, &gone.change.path), kind),
            None => uses::is_use_of_word(version, line, &gone.name, As::Key),
        };
        let uses: Vec<usize> = added.iter().copied().filter(|line| is_use(*line)).collect();
        sites::first_use((self.merge, index, self.side.other()), (version, result), &uses, &gone.name)
    }
}

fn reference((gone, used): (Gone, Change)) -> Reference {
    let Gone { name, loss, change } = gone;
    Reference { name, loss, gone: change, used }
}

/// Tells whether a word is spelled as only names are: with a capital letter, a digit or a line within. Words with dots are
/// made of two names, of which each may live on.
fn is_compound(word: &str) -> bool {
    let mut rest = word.chars().skip(1);
    let is_plain = |letter: char| !letter.is_uppercase() && !letter.is_ascii_digit();
    let is_spelled = word.contains('_') || !rest.all(is_plain) && word.chars().any(char::is_lowercase);
    word.len() > 3 && is_spelled && !word.contains(['.', '-'])
}

/// Kinds that other text names; a key does so where its name is no plain word, which other things are called, too.
fn is_definition(kind: UnitKind) -> bool {
    use UnitKind::{Declaration, EnumEntry, Function, Heading, Key, Member, Method, Type};
    matches!(kind, Declaration | EnumEntry | Function | Heading | Key | Member | Method | Type)
}

/// Tells whether something is defined on a condition that does not hold for the whole file, as what a platform may lack is:
/// where it is gone, the platform has it.
fn is_a_fallback<'u, I: Iterator<Item = &'u Unit>>(unit: &Unit, all: impl Fn() -> I) -> bool {
    unit.branches.iter().any(|branch| !all().all(|other| other.branches.contains(branch)))
}

/// What of a document is only shown in it: a declaration in a fence defines nothing for others.
fn is_shown(unit: &Unit) -> bool {
    let is_small = matches!(unit.kind, UnitKind::Declaration | UnitKind::EnumEntry | UnitKind::Member | UnitKind::Key);
    is_small && unit.container.path.contains('/')
}

/// The names that text uses for a unit: its own, and for a heading its anchor.
fn names_of(unit: &Unit) -> impl Iterator<Item = String> + '_ {
    let name = unit.name.as_deref().unwrap_or_default();
    let last = name.rsplit(['.', ':']).next().unwrap_or(name).trim_matches('"');
    let is_heading = unit.kind == UnitKind::Heading;
    let anchor = is_heading.then(|| names::anchor(name)).filter(|anchor| anchor.contains('-'));
    let word = (!is_heading).then(|| last.to_owned());
    word.into_iter().chain(anchor)
}

/// What the side calls a unit now: one of the same kind that came where its head stood, and was not there before.
fn renamed_to<'u>(unit: &Unit, before: &[Unit], after: &'u [Unit], edits: &Edits) -> Option<&'u Unit> {
    let start = unit.span.line_range().start;
    let edit = edits.added.iter().find(|edit| edit.was.contains(&start))?;
    let came = |other: &&Unit| other.kind == unit.kind && edit.lines.contains(&other.span.line_range().start);
    let is_new = |other: &&Unit| !before.iter().any(|old| old.kind == other.kind && old.name == other.name);
    let mut new = after.iter().filter(came).filter(is_new);
    let first = new.next().filter(|new| new.name.is_some());
    if new.next().is_some() { None } else { first }
}

/// Tells whether a version names something still; papers may go on telling of what a program no longer has.
fn still_names(source: &Source, gone: &Gone) -> bool {
    let of_papers = matches!(gone.kind(), Some(UnitKind::Heading | UnitKind::File));
    (of_papers || !is_paper(source)) && names::stands_in(&source.text, &gone.name)
}

/// Tells whether units define a name. A key of a literal defines a key and sets what else bears its name.
fn defines(units: &[Unit], gone: &Gone) -> bool {
    let is_other = |unit: &&Unit| match unit.kind {
        UnitKind::File | UnitKind::Import => false,
        UnitKind::Key => gone.kind() == Some(UnitKind::Key),
        _ => true,
    };
    units.iter().filter(is_other).any(|unit| names_of(unit).any(|own| own == gone.name))
}
