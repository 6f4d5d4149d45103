//! Uses of what is gone: the words that meet (`changes::names`) are looked up in the files themselves.
//!
//! Not here: what a dangling reference says (`findings::dangling_reference`).

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::sites;
use crate::changes::change::Change;
use crate::changes::names::{self, Names};
use crate::edits::{self, Edits};
use crate::findings::dangling_reference::Reference;
use crate::merge::{FileMerge, Merge, Store};
use crate::quiet;
use crate::source::{Side, Source, extension, file_name};
use crate::units;
use crate::units::unit::{Unit, UnitKind};

/// So many words are looked up in one merge; more tell of rewritten files.
const MAX_WORDS: usize = 200;
/// So many files of a side are read for what it still names.
const MAX_FILES: usize = 400;
/// So many bytes of the base are searched.
const MAX_BYTES: usize = 64 << 20;
/// What begins a comment in one language or another.
const COMMENTS: &[&str] = &["//", "#", "/*", "*", "--", ";", "%", "<!--", "\"\"\""];
/// Types that are written for people: a word may go on there.
const PAPERS: &[&str] = &["md", "markdown", "rst", "txt", "adoc", "html", "po", "json", "svg", "csv"];

/// A name that one side took away.
struct Gone {
    name: String,
    kind: UnitKind,
    renamed_to: Option<String>,
    change: Change,
}

/// Finds the references of both sides to what the other took away.
pub(super) fn of(merge: &Merge, store: &dyn Store, names: &[Names; 2]) -> Vec<Reference> {
    let mut found = Vec::new();
    for (at, side) in Side::BOTH.into_iter().enumerate() {
        let missed: Vec<Missed<'_>> = names[at].missed_by(&names[1 - at]).take(MAX_WORDS + 1).collect();
        if missed.is_empty() || missed.len() > MAX_WORDS {
            continue;
        }
        let search = Search { merge, store, side };
        let gone = search.gone(&search.worth_looking_up(missed));
        found.extend(search.used(search.without_those_defined_anew(search.without_those_still_named(gone))));
    }
    found
}

/// A word that the side took away, with the files it was taken from.
type Missed<'a> = (&'a str, &'a BTreeSet<usize>);

struct Search<'a> {
    merge: &'a Merge,
    store: &'a dyn Store,
    /// Who took the names away.
    side: Side,
}

impl Search<'_> {
    /// The files that a side touched, with their indexes.
    fn touched_by(&self, side: Side) -> impl Iterator<Item = (usize, &FileMerge)> {
        self.merge.files.iter().enumerate().filter(move |(_, file)| file.changed_by(side))
    }

    /// Leaves out words that the texts alone settle, before anything is parsed: the side still has the word in a program,
    /// or it is no anchor and no file's name and no program of the other side has it.
    fn worth_looking_up<'w>(&self, mut missed: Vec<Missed<'w>>) -> Vec<Missed<'w>> {
        if self.touched_by(self.side).count() > MAX_FILES {
            return Vec::new();
        }
        for (_, file) in self.touched_by(self.side) {
            let version = self.store.read(file.versions.side(self.side));
            if !missed.is_empty() && !is_paper(&version) {
                missed.retain(|(word, _)| !names::stands_in(&version.text, word));
            }
        }
        let gone_files: BTreeSet<&str> = self
            .touched_by(self.side)
            .filter(|(_, file)| !file.versions.side(self.side).is_there())
            .map(|(_, file)| file_name(&file.versions.base.path))
            .collect();
        let is_plain = |word: &str| !word.contains('-') && !gone_files.contains(word);
        let mut used: BTreeSet<&str> = missed.iter().map(|(word, _)| *word).filter(|word| !is_plain(word)).collect();
        for (_, file) in self.touched_by(self.side.other()).take(MAX_FILES) {
            let version = self.store.read(file.versions.side(self.side.other()));
            if used.len() < missed.len() && !is_paper(&version) {
                let text = version.text.as_str();
                used.extend(missed.iter().map(|(word, _)| *word).filter(|word| text.contains(*word)));
            }
        }
        missed.retain(|(word, _)| used.contains(word));
        missed
    }

    /// Finds what the words named: units of the base that the side's version has no more.
    fn gone(&self, missed: &[Missed<'_>]) -> Vec<Gone> {
        let mut words: BTreeMap<usize, Vec<&str>> = BTreeMap::new();
        for (word, files) in missed {
            // A word that went from many files was used in them; one of them defined it.
            files.iter().for_each(|file| words.entry(*file).or_default().push(word));
        }
        let mut gone: BTreeMap<&str, Vec<Gone>> = BTreeMap::new();
        for (index, words) in words {
            for (word, one) in self.gone_from(index, &words) {
                gone.entry(word).or_default().push(one);
            }
        }
        // What two places defined is no one's name.
        gone.into_values().filter(|all| all.len() == 1).flatten().collect()
    }

    fn gone_from<'w>(&self, index: usize, words: &[&'w str]) -> Vec<(&'w str, Gone)> {
        let file = &self.merge.files[index];
        let (base, version) = (self.store.read(&file.versions.base), self.store.read(file.versions.side(self.side)));
        let mut found = Vec::new();
        if [&base, &version, &self.store.read(&file.merged)].into_iter().any(Source::is_unread) {
            return found;
        }
        if let Some(word) =
            words.iter().find(|word| !file.versions.side(self.side).is_there() && **word == file_name(&base.path))
        {
            found.push((*word, self.removed_file(index, &base)));
        }
        let edits = edits::of(&base.text, &[], &version.text);
        let (before, after) = (units::of(&base).units, units::of(&version).units);
        for unit in before.iter().filter(|unit| is_definition(unit.kind)) {
            let Some(word) = names_of(unit).find_map(|name| words.iter().find(|word| **word == name)) else { continue };
            let is_removed = edits.removed.iter().any(|range| range.contains(&unit.span.line_range().start));
            let stays = after.iter().any(|other| names_of(other).any(|name| name == *word));
            if is_removed && !stays {
                let new = renamed_to(unit, &before, &after, &edits);
                let change = self.place(index, (&base, &version), unit, new);
                let renamed_to = new.and_then(|new| new.name.clone());
                found.push((*word, Gone { name: (*word).to_owned(), kind: unit.kind, renamed_to, change }));
            }
        }
        found
    }

    fn removed_file(&self, index: usize, base: &Source) -> Gone {
        let unit = sites::lines(base, 0..1, UnitKind::File, Some(file_name(&base.path)));
        let change = self.taken_away(index, base, unit);
        Gone { name: file_name(&base.path).to_owned(), kind: UnitKind::File, renamed_to: None, change }
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
        let line = unit.span.start_line;
        let mut change = sites::change(self.merge, (index, self.side), base, unit, None);
        change.before.removed = true;
        change.path.clone_from(&base.path);
        change.unit.place = format!("line {line} before");
        change
    }

    /// Leaves out names that the side still has somewhere: something else bears them, or the side itself left a use.
    fn without_those_still_named(&self, mut gone: Vec<Gone>) -> Vec<Gone> {
        for (_, file) in self.touched_by(self.side) {
            if !gone.is_empty() {
                let version = self.store.read(file.versions.side(self.side));
                gone.retain(|gone| !still_names(&version, gone));
            }
        }
        let own: BTreeSet<&str> =
            self.touched_by(self.side).map(|(_, file)| file.versions.base.path.as_str()).collect();
        let mut left = MAX_BYTES;
        if !gone.is_empty() {
            self.store.visit_base(&|path: &str| !own.contains(path) && quiet::path(path).is_none(), &mut |source| {
                gone.retain(|gone| !still_names(source, gone));
                left = left.saturating_sub(source.text.as_str().len());
                left > 0 && !gone.is_empty()
            });
        }
        // A tree that was not searched to its end proves nothing.
        if left == 0 { Vec::new() } else { gone }
    }

    /// Leaves out names of which the side that uses them brought a definition of its own.
    fn without_those_defined_anew(&self, mut gone: Vec<Gone>) -> Vec<Gone> {
        for (index, file) in self.touched_by(self.side.other()).take(MAX_FILES) {
            let version = self.store.read(file.versions.side(self.side.other()));
            let is_asked = |gone: &Gone| gone.change.file != index && version.text.as_str().contains(&gone.name);
            if gone.iter().any(is_asked) {
                let units = units::of(&version).units;
                gone.retain(|gone| !is_asked(gone) || !defines(&units, &gone.name));
            }
        }
        gone
    }

    /// Finds for each name the first new use by the other side that stands in the result.
    fn used(&self, mut gone: Vec<Gone>) -> Vec<Reference> {
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
                    Some(used) => found.push(reference(gone, used)),
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
        let uses: Vec<usize> = added.iter().copied().filter(|line| is_use(version, *line, gone)).collect();
        if uses.is_empty() || result.text.lines().any(|line| declares(line, &gone.name)) {
            return None;
        }
        let kept = edits::mapping(&version.text, &result.text);
        let (line, place) = uses.into_iter().find_map(|line| Some((line, kept[line]?)))?;
        let unit = sites::lines(version, line..line + 1, UnitKind::Line, Some(&gone.name));
        Some(sites::change(self.merge, (index, self.side.other()), version, unit, Some((place + 1, place + 1))))
    }
}

fn reference(gone: Gone, used: Change) -> Reference {
    let Gone { name, kind, renamed_to, change } = gone;
    Reference { name, kind, renamed_to, gone: change, used }
}

/// Tells whether a file is written for people.
fn is_paper(source: &Source) -> bool {
    PAPERS.contains(&extension(&source.path).as_str())
}

/// Kinds that other text names.
fn is_definition(kind: UnitKind) -> bool {
    use UnitKind::{Declaration, EnumEntry, Function, Heading, Key, Method, Type};
    matches!(kind, Declaration | EnumEntry | Function | Heading | Key | Method | Type)
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
    let of_papers = matches!(gone.kind, UnitKind::Heading | UnitKind::File);
    (of_papers || !is_paper(source)) && names::stands_in(&source.text, &gone.name)
}

/// Tells whether a line uses a name: outside comments, and as what it was.
fn is_use(source: &Source, line: usize, gone: &Gone) -> bool {
    let text = source.text.line(line);
    let trimmed = text.trim_start();
    if matches!(gone.kind, UnitKind::Heading) {
        return text.contains(&format!("#{}", gone.name));
    }
    if gone.kind == UnitKind::File {
        let before = |at: &Range<usize>| text[..at.start].chars().next_back();
        return names::places(text, &gone.name).any(|at| before(&at).is_some_and(|sign| "\"'(/<`".contains(sign)));
    }
    if is_paper(source) || COMMENTS.iter().any(|mark| trimmed.starts_with(mark)) {
        return false;
    }
    names::places(text, &gone.name).any(|at| uses(text, &at, gone.kind))
}

fn uses(line: &str, at: &Range<usize>, kind: UnitKind) -> bool {
    let (before, after) = (line[..at.start].trim_end(), line[at.end..].trim_start());
    let quotes = line[..at.start].matches(['"', '\'', '`']).count();
    // A text may hold code in braces.
    let in_braces = before.rfind('{').is_some_and(|open| !before[open..].contains('}'));
    let in_string = quotes % 2 == 1 && !in_braces;
    let is_import =
        ["import ", "use ", "from ", "require", "include"].iter().any(|word| line.trim_start().starts_with(word));
    let is_named_argument =
        after.starts_with('=') && !after.starts_with("==") || after.starts_with(':') && !after.starts_with("::");
    match kind {
        UnitKind::Key => !is_named_argument,
        _ if in_string && !is_import => false,
        UnitKind::Function => after.starts_with(['(', '!']) || is_import,
        UnitKind::Method => after.starts_with('(') && before.ends_with(['.', '>', ':']),
        _ => !is_named_argument,
    }
}

/// Words after which languages declare a name.
const DECLARES: &[&str] = &[
    "const",
    "let",
    "static",
    "var",
    "val",
    "mut",
    "def",
    "fn",
    "func",
    "fun",
    "function",
    "class",
    "struct",
    "enum",
    "type",
    "interface",
    "trait",
    "mod",
    "as",
];

/// Tells whether a line declares a name: behind a word that does, or where it takes a value.
fn declares(line: &str, name: &str) -> bool {
    names::places(line, name).any(|at| {
        let (before, after) = (line[..at.start].trim_end(), line[at.end..].trim_start());
        let word = before.rsplit(|letter: char| !letter.is_alphanumeric()).next().unwrap_or_default();
        let takes_value = before.is_empty() && after.starts_with('=') && !after.starts_with("==");
        DECLARES.contains(&word) || takes_value || after.starts_with(":=")
    })
}

/// Tells whether units define a name.
fn defines(units: &[Unit], name: &str) -> bool {
    let is_other = |unit: &&Unit| unit.kind != UnitKind::File && unit.kind != UnitKind::Import;
    units.iter().filter(is_other).any(|unit| names_of(unit).any(|own| own == name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_declared_behind_a_word_or_where_it_takes_a_value() {
        for line in ["    const DATA: &str = x;", "DATA = 1", "from a import b as DATA", "let mut DATA = 2;"] {
            assert!(declares(line, "DATA"), "{line}");
        }
        for line in ["send(DATA)", "if DATA == 1", "x = DATA", "const TEXT_DATA: u8 = 1;"] {
            assert!(!declares(line, "DATA"), "{line}");
        }
    }
}
