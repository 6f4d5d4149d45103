//! Names of one file: what a side took out of a file altogether while the other newly writes it there. An import that bound
//! the name went, or the name was exchanged for another one throughout.
//!
//! Not here: names that went from the whole tree (`references`), how a line uses a name (`uses`).

use std::collections::BTreeSet;

use super::sites;
use super::uses::{self, As, is_paper};
use crate::changes::change::Change;
use crate::changes::names::{self, Names};
use crate::edits::{self, Edits};
use crate::findings::dangling_reference::{Loss, Reference};
use crate::merge::{Merge, Store};
use crate::pairs::names::likeness;
use crate::source::{Side, Source, extension, file_name};
use crate::units;
use crate::units::unit::UnitKind;

/// So many words are looked up in one file; more tell of a rewritten one.
const MAX_WORDS: usize = 200;
/// A word must have been exchanged in so many lines to have been meant: of 20 such findings in 40 repositories the two in
/// three lines were wrong, and 12 of the others right.
const MIN_LINES: usize = 4;
/// Shorter words are the languages' own (`len`, `get`, `map`), and other words do without them now and then.
const MIN_LETTERS: usize = 4;
/// Languages in which a name of another file is bound by an import of each file that uses it.
const BINDS_BY_IMPORT: &[&str] =
    &["py", "pyi", "js", "jsx", "mjs", "cjs", "ts", "tsx", "rs", "java", "kt", "scala", "go", "php"];

/// Finds the references within the files that both sides edited; `names` holds for each side the words of such a file, by
/// its index.
pub(super) fn of(merge: &Merge, store: &dyn Store, names: &[Vec<(usize, Names)>; 2]) -> Vec<Reference> {
    let mut found = Vec::new();
    for (index, ours) in &names[0] {
        let Some((_, theirs)) = names[1].iter().find(|(file, _)| file == index) else { continue };
        for (side, own, other) in [(Side::Ours, ours, theirs), (Side::Theirs, theirs, ours)] {
            // Words with dots are made of two names, of which each may live on.
            let words = own.missed_by(other).map(|lost| lost.word.as_str()).filter(|word| !word.contains(['.', '-']));
            let missed: Vec<&str> = words.take(MAX_WORDS + 1).collect();
            if !missed.is_empty() && missed.len() <= MAX_WORDS {
                found.extend(
                    File::read(merge, store, *index, side).map(|file| file.references(missed)).unwrap_or_default(),
                );
            }
        }
    }
    found
}

/// The versions of one file.
struct File<'a> {
    merge: &'a Merge,
    store: &'a dyn Store,
    index: usize,
    /// Who took names away.
    side: Side,
    base: Source,
    without: Source,
    with: Source,
    result: Source,
}

impl File<'_> {
    /// Reads the versions; `None` where one cannot be read or is no program.
    fn read<'a>(merge: &'a Merge, store: &'a dyn Store, index: usize, side: Side) -> Option<File<'a>> {
        let file = &merge.files[index];
        let [base, without, with, result] =
            [&file.versions.base, file.versions.side(side), file.versions.side(side.other()), &file.merged]
                .map(|version| store.read(version));
        let is_read = ![&base, &without, &with, &result].into_iter().any(Source::is_unread);
        (is_read && !is_paper(&base)).then_some(File { merge, store, index, side, base, without, with, result })
    }

    fn references(&self, mut missed: Vec<&str>) -> Vec<Reference> {
        missed.retain(|word| !names::stands_in(&self.without.text, word));
        if missed.is_empty() {
            return Vec::new();
        }
        let edits = edits::of(&self.base.text, &[], &self.with.text);
        let added: Vec<usize> = edits.added.iter().flat_map(|edit| edit.lines.clone()).collect();
        missed.into_iter().filter_map(|word| self.reference(word, &added)).collect()
    }

    fn reference(&self, word: &str, added: &[usize]) -> Option<Reference> {
        if self.result.text.lines().any(|line| uses::takes_in(line, word)) {
            return None;
        }
        let uses = |most: As| -> Vec<usize> {
            added.iter().copied().filter(|line| uses::is_use_of_word(&self.with, *line, word, most)).collect()
        };
        let as_name = uses(As::Name);
        let (loss, line, uses) = match self.unbound(word).filter(|_| !as_name.is_empty()) {
            Some(line) => (Loss::Unbound, line, as_name),
            None => {
                let uses = Some(uses(As::Member)).filter(|uses| !uses.is_empty())?;
                let (new, lines) = self.exchanged(word)?;
                let line = lines.iter().next().copied()?;
                (Loss::Exchanged(new, lines.len()), line, uses)
            }
        };
        let used =
            sites::first_use((self.merge, self.index, self.side.other()), (&self.with, &self.result), &uses, word)?;
        Some(Reference { name: word.to_owned(), loss, gone: self.taken_away(line, word), used })
    }

    fn taken_away(&self, line: usize, word: &str) -> Change {
        let unit = sites::lines(&self.base, line..line + 1, UnitKind::Line, Some(word));
        sites::taken_away(self.merge, (self.index, self.side), &self.base, unit)
    }

    /// The line of the base with the import that bound a word, where nothing else can bind it.
    fn unbound(&self, word: &str) -> Option<usize> {
        if !BINDS_BY_IMPORT.contains(&extension(&self.base.path).as_str()) {
            return None;
        }
        let imports = |source: &Source| -> Vec<(String, usize)> {
            let reading = units::known::of(source);
            let units = reading.units.iter().filter(|unit| unit.kind == UnitKind::Import);
            units.filter_map(|unit| Some((unit.name.clone()?, unit.span.line_range().start))).collect()
        };
        let (_, line) = imports(&self.base).into_iter().find(|(path, _)| bound(path) == word)?;
        // What a list of several lines takes in no line shows by itself.
        let is_taken_in = imports(&self.result).iter().any(|(path, _)| path.ends_with('*') || bound(path) == word);
        (!is_taken_in && !self.has_neighbour(word)).then_some(line)
    }

    /// Tells whether a file of the same folder is named by a word: languages with packages see it without an import.
    fn has_neighbour(&self, word: &str) -> bool {
        let stem = |path: &str| file_name(path).split('.').next().unwrap_or_default().to_owned();
        let folder = |path: &str| path[..path.len() - file_name(path).len()].to_owned();
        let own = folder(&self.base.path);
        let is_one = |path: &str| folder(path) == own && stem(path) == word;
        self.merge.files.iter().any(|file| is_one(&file.merged.path)) || sites::has_path(self.store, &is_one)
    }

    /// What a side wrote for a word in all lines of the file that had it, with those lines of the base.
    fn exchanged(&self, word: &str) -> Option<(String, BTreeSet<usize>)> {
        let edits = edits::of(&self.base.text, &[], &self.without.text);
        let had: BTreeSet<usize> = (0..self.base.text.line_count())
            .filter(|line| uses::is_use_of_word(&self.base, *line, word, As::Member))
            .collect();
        if had.len() < MIN_LINES || word.len() < MIN_LETTERS {
            return None;
        }
        let came: Vec<(usize, &str)> =
            had.iter().filter_map(|line| Some((*line, self.came_for(*line, &edits)?))).collect();
        // Lines that went altogether say nothing of what the word is now.
        if came.len() < MIN_LINES || came.len() * 2 < had.len() {
            return None;
        }
        let fresh = |(line, came): &(usize, &'_ str)| -> BTreeSet<String> {
            let old: BTreeSet<&str> = names::words(self.base.text.line(*line)).collect();
            names::words(came)
                .filter(|word| !old.contains(word) && !word.contains(['.', '-']))
                .map(str::to_owned)
                .collect()
        };
        let common = came.iter().map(fresh).reduce(|one, other| one.intersection(&other).cloned().collect())?;
        let new = common.into_iter().max_by(|one, other| likeness(one, word).total_cmp(&likeness(other, word)))?;
        Some((new, had))
    }

    /// The line that came for a line of the base, where as many came as went.
    fn came_for(&self, line: usize, edits: &Edits) -> Option<&str> {
        let edit = edits.added.iter().find(|edit| edit.was.contains(&line) && edit.was.len() == edit.lines.len())?;
        Some(self.without.text.line(edit.lines.start + (line - edit.was.start)))
    }
}

/// The name that an import binds: the last of its path, or what it is taken in as.
fn bound(path: &str) -> &str {
    let is_sign = |letter: char| !letter.is_alphanumeric() && letter != '_';
    path.trim_end_matches(is_sign).rsplit(is_sign).next().unwrap_or(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn imports_bind_the_last_name() {
        for (path, name) in [("java.util.List", "List"), ("a::b as c", "c"), ("\"net/http\"", "http"), ("os", "os")] {
            assert_eq!(bound(path), name, "{path}");
        }
    }
}
