//! Many lines of work against each other: what each added is sketched once, and only those that can meet are compared.
//!
//! Not here: the comparison, which is the one of every merge (`river`).

use std::collections::BTreeSet;

use crate::changes::names::Names;
use crate::edits;
use crate::edits::sketch::{self, Sketch};
use crate::merge::{FileMerge, Merge, Store};
use crate::quiet;
use crate::source::extension;

/// What one line of work did since it parted from the main line, as far as it says with whom it can meet.
#[derive(Debug, Default)]
pub struct Added {
    /// The files that it touched, under both of their names.
    paths: BTreeSet<String>,
    /// Where it put new files, with their ending: a number may be taken there.
    folders: BTreeSet<(String, String)>,
    /// The words that it took away and brought.
    names: Names,
    /// Its added lines, one sketch a file.
    sketches: Vec<Sketch>,
}

/// Sketches what the side that comes in did; the other side of `merge` is the base.
#[must_use]
pub fn added(merge: &Merge, store: &dyn Store) -> Added {
    let mut added = Added::default();
    for (index, file) in merge.files.iter().enumerate() {
        if quiet::path(file.path()).is_none() && !store.is_generated(file.path()) {
            added.note(index, file, store);
        }
    }
    added
}

impl Added {
    fn note(&mut self, index: usize, file: &FileMerge, store: &dyn Store) {
        let (was, is) = (&file.versions.base, &file.versions.theirs);
        self.paths.extend([was.path.clone(), is.path.clone()]);
        if !was.is_there() {
            let folder = is.path.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned();
            self.folders.insert((folder, extension(&is.path)));
        }
        let (base, side) = (store.read(was), store.read(is));
        if side.why_unread().is_some() || base.why_unread().is_some() {
            return;
        }
        let edits = edits::of(&base.text, &[], &side.text);
        self.names.note(index, &base.text, &side.text, &edits);
        let sketch = Sketch::of(&side.text, &edits);
        if !sketch.lines().is_empty() {
            self.sketches.push(sketch);
        }
    }

    /// Tells whether the line of work touched a file.
    #[must_use]
    pub fn touches(&self, path: &str) -> bool {
        self.paths.contains(path)
    }

    /// Tells whether two lines of work can meet at all: in a file, among new files of one folder, by a name that one took
    /// away and the other uses, or by lines that say something alike. It may say yes too often.
    #[must_use]
    pub fn may_meet(&self, other: &Added) -> bool {
        self.paths.intersection(&other.paths).next().is_some()
            || self.folders.intersection(&other.folders).next().is_some()
            || self.names.missed_by(&other.names).next().is_some()
            || other.names.missed_by(&self.names).next().is_some()
            || sketch::worth_reading(&self.sketches, &other.sketches, &[]).iter().any(|files| !files.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::merge::files::{FileStore, merge_named};
    use crate::source::Sides;

    fn line(path: &str, base: &str, side: &str) -> Added {
        let bytes = |text: &str| text.as_bytes().to_vec();
        let versions = Sides { base: bytes(base), ours: bytes(base), theirs: bytes(side) };
        added(&merge_named(path, versions, None), &FileStore)
    }

    #[test]
    fn only_what_can_meet_is_compared() {
        let one = line("a.md", "x\n", "x\nThe gateway retries every failed payment three times.\n");
        let same = line("b.md", "y\n", "y\nEvery failed payment is retried three times by the gateway.\n");
        let other = line("c.md", "z\n", "z\nNobody has seen the lighthouse keeper since autumn.\n");
        assert!(one.may_meet(&same));
        assert!(!one.may_meet(&other));
        assert!(one.may_meet(&line("a.md", "x\n", "x\nquite another thing\n")), "one file");
        let gone = line("d.py", "def tax_of(cart):\n    pass\n", "pass\n");
        assert!(gone.may_meet(&line("e.py", "", "print(tax_of(basket))\n")), "a use of what is gone");
    }
}
