//! One version of a file as every door asks it: what of it was added since an older version, or all that it says, and in
//! both cases what of that stands in the result.
//!
//! Not here: which units a side touched (`added`), which versions a door subtracts (`river`, `present`, `river::alone`).

use super::added::{self, Ground};
use super::change::Change;
use super::places::{Places, Removed};
use crate::edits::{self, Edits};
use crate::source::{Side, Text};
use crate::units::unit::Unit;

/// One version of a file, and the result in which what it says must stand.
#[derive(Debug, Clone, Copy)]
pub struct Version<'a> {
    /// Which file of the merge.
    pub file: usize,
    /// Whose version it is.
    pub side: Side,
    /// What the file is called.
    pub path: &'a str,
    /// What it says.
    pub text: &'a Text,
    /// Hash of the text, to put two sides into an order; 0 where one version is known to be the older.
    pub hash: u64,
    /// The lines of the result.
    pub places: &'a Places<'a>,
}

/// What a version is held against.
#[derive(Debug, Clone, Copy)]
pub struct Since<'a> {
    /// What stood there before.
    pub base: &'a Text,
    /// The version whose copies nobody added: the base, or an empty text where the base's own copies are what counts.
    pub held: &'a Text,
    /// What became of the base.
    pub edits: &'a Edits,
}

impl Version<'_> {
    /// Keeps of units of this version those that were added since; `removed` is what the same side took away.
    #[must_use]
    pub fn added(&self, units: &[Unit], since: &Since<'_>, removed: &Removed) -> Vec<Change> {
        let ground = Ground {
            file: self.file,
            side: self.side,
            path: self.path,
            text: self.text,
            version: self.hash,
            base: since.base,
            held: since.held,
            edits: since.edits,
            places: self.places,
            kept: &self.places.follow(self.text),
        };
        added::among(units, &ground, removed)
    }

    /// Takes all units of this version for additions to an empty file.
    #[must_use]
    pub fn all(&self, units: &[Unit]) -> Vec<Change> {
        let nothing = Text::default();
        let edits = edits::of(&nothing, &[], self.text);
        self.added(units, &Since { base: &nothing, held: &nothing, edits: &edits }, &Removed::default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Source;
    use crate::units;
    use crate::units::unit::UnitKind;

    /// The bullets of what is told of a version whose result is `result`.
    fn told(base: Option<&str>, side: &str, result: &str, undecided: &[std::ops::Range<usize>]) -> Vec<String> {
        let (side, result) = (Source::lines("a.md", side), Text::new(result.to_owned()));
        let places = Places::of(&result, undecided);
        let (file, path, text, hash) = (0, side.path.as_str(), &side.text, 0);
        let version = Version { file, side: Side::Ours, path, text, hash, places: &places };
        let units = units::of(&side).units;
        let changes = match base.map(|base| Text::new(base.to_owned())) {
            Some(base) => {
                let edits = edits::of(&base, &[], text);
                version.added(&units, &Since { base: &base, held: &base, edits: &edits }, &Removed::default())
            }
            None => version.all(&units),
        };
        changes.into_iter().filter(|change| change.unit.kind == UnitKind::Bullet).map(|change| change.text).collect()
    }

    #[test]
    fn what_was_added_and_what_all_is() {
        let (old, new) = ("- The old one\n", "- The old one\n- The new one\n");
        assert_eq!(told(Some(old), new, new, &[]), ["- The new one"]);
        assert_eq!(told(None, new, new, &[]), ["- The old one", "- The new one"]);
    }

    #[test]
    fn only_what_stands_in_the_result_and_is_decided() {
        let (old, new) = ("- The old one\n", "- The old one\n- The new one\n");
        assert_eq!(told(None, new, old, &[]), ["- The old one"]);
        let open = "- The old one\n<<<<<<< ours\n- The new one\n=======\n>>>>>>> theirs\n";
        assert_eq!(told(Some(old), new, open, &[]), ["- The new one"], "somebody took the markers for the result");
        assert_eq!(told(Some(old), new, open, std::slice::from_ref(&(1..5))), [""; 0]);
    }
}
