//! The noun of this room: the two versions of a file of which one is subtracted from the other, and the result in which
//! what both say must stand.
//!
//! Not here: what is asked of them (`present`).

use std::ops::Range;

use crate::changes::change::Change;
use crate::changes::places::{Places, Removed};
use crate::changes::version::{Since, Version};
use crate::edits::{self, Edits};
use crate::merge::{FileMerge, Merge, Store};
use crate::quiet;
use crate::source::{Form, Side, Source, Text};
use crate::units;
use crate::units::unit::{Unit, UnitKind};

/// One file as one side changed it.
#[derive(Debug)]
pub(super) struct Versions {
    /// Which file of the merge.
    pub file: usize,
    /// Who changed it.
    pub side: Side,
    /// The side's version.
    pub new: Source,
    /// What it was before: the version that is subtracted.
    pub old: Source,
    /// What the side did.
    pub edits: Edits,
    /// The result.
    pub result: Text,
    /// The conflicts of the result that nobody has resolved yet.
    pub undecided: Vec<Range<usize>>,
}

impl Versions {
    /// Reads the versions of a file that a person writes and that stood there before the side changed it.
    pub(super) fn read(merge: &Merge, store: &dyn Store, file: usize, side: Side) -> Option<Versions> {
        let named = &merge.files[file];
        if !named.versions.base.is_there() || is_quiet(named, store) {
            return None;
        }
        let (old, new) = (store.read(&named.versions.base), store.read(named.versions.side(side)));
        let edits = edits::of(&old.text, &[], &new.text);
        let unread = [&old, &new].iter().any(|source| matches!(source.form, Form::Unread(_)));
        if edits.added.is_empty() || unread || quiet::text(&new.text).is_some() {
            return None;
        }
        let result = store.read(&named.merged).text;
        // In a commit the markers are text: somebody took both sides for the result.
        let undecided = if merge.commit.is_some() { Vec::new() } else { edits::conflicts::regions(&result) };
        Some(Versions { file, side, new, old, edits, result, undecided })
    }

    /// The lines of the result.
    pub(super) fn places(&self) -> Places<'_> {
        Places::of(&self.result, &self.undecided)
    }

    /// What the new version says and the old one did not; the old version's own copies count, for they are the question.
    pub(super) fn added(&self, places: &Places<'_>) -> Vec<Change> {
        let mut removed = Removed::default();
        removed.note(self.file, &self.old.text, &self.edits);
        let since = Since { base: &self.old.text, held: &Text::default(), edits: &self.edits };
        let units = units::known::of(&self.new);
        let added = self.version(self.side, &self.new, places).added(&units.units, &since, &removed);
        of_no_custom(added.into_iter().filter(|change| !change.before.moved))
    }

    /// What the old version said, as the other side of each pair.
    pub(super) fn held(&self, places: &Places<'_>) -> Vec<Change> {
        let held = self.version(self.side.other(), &self.old, places).all(&units::known::of(&self.old).units);
        of_no_custom(held.into_iter())
    }

    /// Makes a change of lines of the result, first and last one counted from 1.
    pub(super) fn lines(&self, side: Side, (first, last): (usize, usize)) -> Change {
        let kind = if first == last { UnitKind::Line } else { UnitKind::Block };
        let unit = Unit::new(kind, self.result.span_of_lines(first - 1..last));
        Change::at((self.file, side), &self.new.path, &self.result, unit, Some((first, last)))
    }

    fn version<'a>(&'a self, side: Side, source: &'a Source, places: &'a Places<'a>) -> Version<'a> {
        Version { file: self.file, side, path: &self.new.path, text: &source.text, hash: 0, places }
    }
}

/// Tells whether no person writes the file line by line.
fn is_quiet(file: &FileMerge, store: &dyn Store) -> bool {
    quiet::path(file.path()).is_some() || store.is_generated(file.path())
}

/// The new version holds both copies, the old one and the new one: that is what is asked, and no custom.
fn of_no_custom(changes: impl Iterator<Item = Change>) -> Vec<Change> {
    let mut changes: Vec<Change> = changes.collect();
    changes.iter_mut().for_each(|change| change.around.copies = 0);
    changes
}

#[cfg(test)]
impl Versions {
    /// The versions of a file whose new version is the result.
    pub(super) fn of_texts(path: &str, side: Side, old: &str, new: &str) -> Versions {
        let (old, new) = (Source::lines(path, old), Source::lines(path, new));
        let (edits, result) = (edits::of(&old.text, &[], &new.text), new.text.clone());
        Versions { file: 0, side, new, old, edits, result, undecided: Vec::new() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(changes: Vec<Change>) -> Vec<String> {
        changes.into_iter().map(|change| change.text).collect()
    }

    #[test]
    fn what_was_moved_is_not_added_and_what_was_edited_is_not_held() {
        let old = "# Plan\n\n- The first thing that we do in May\n- Hire two people\n- Find a house for all of us\n";
        let new = "# Plan\n\n- Hire four people\n- Find a house for all of us\n- The first thing that we do in May\n";
        let versions = Versions::of_texts("a.md", Side::Ours, old, new);
        assert_eq!(texts(versions.added(&versions.places())), ["- Hire four people"]);
        let held = texts(versions.held(&versions.places()));
        assert!(held.iter().all(|text| !text.contains("two people")), "{held:?}");
        assert!(held.iter().any(|text| text.contains("Find a house")), "{held:?}");
    }
}
