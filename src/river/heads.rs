//! Many lines of work against each other: what each added is sketched once, and only those that can meet are compared.
//!
//! Not here: the comparison, which is the one of every merge (`river`).

use std::collections::{BTreeSet, HashSet};

use crate::changes::names::Names;
use crate::edits;
use crate::edits::sketch::{self, Sketch};
use crate::hash::hash;
use crate::merge::open::Standing;
use crate::merge::{FileMerge, Merge, Store, Version};
use crate::quiet;
use crate::source::{Text, extension};

/// A shorter line says nothing of where it came from.
const MIN_LETTERS: usize = 12;

/// What one line of work did since it parted from the main line, as far as it says with whom it can meet. Paths and words
/// are hashes: nobody asks for more than whether two are one.
#[derive(Debug, Default)]
pub struct Added {
    /// The files that it touched, under both of their names.
    paths: BTreeSet<u64>,
    /// Where it put new files, with their ending: a number may be taken there.
    folders: BTreeSet<u64>,
    /// The words that it took away.
    gone: BTreeSet<u64>,
    /// The words that it brought.
    brought: BTreeSet<u64>,
    /// The lines that it added and those that it took away, each with its file.
    lines: BTreeSet<u64>,
    /// Its added lines, one sketch a file.
    sketches: Vec<Sketch>,
}

/// Sketches what the side that comes in did, and asks of each line that it added or took away whether the result, which is
/// the main line, holds it; the other side of `merge` is the base.
#[must_use]
pub fn added(merge: &Merge, store: &dyn Store) -> (Added, Standing) {
    let (mut added, mut standing) = (Added::default(), Standing::default());
    let mut names = Names::default();
    for (index, file) in merge.files.iter().enumerate() {
        if quiet::path(file.path()).is_none() && !store.is_generated(file.path()) {
            added.note(index, file, store, (&mut names, &mut standing));
        }
    }
    let [gone, brought] = names.hashes();
    (added.gone, added.brought) = (gone.into_iter().collect(), brought.into_iter().collect());
    (added, standing)
}

impl Added {
    fn note(
        &mut self,
        index: usize,
        file: &FileMerge,
        store: &dyn Store,
        (names, standing): (&mut Names, &mut Standing),
    ) {
        let (was, is) = (&file.versions.base, &file.versions.theirs);
        self.paths.extend([was, is].map(|version| hash(version.path.as_bytes())));
        if !was.is_there() {
            let folder = is.path.rsplit_once('/').map_or("", |(folder, _)| folder);
            self.folders.insert(hash(format!("{folder}\n{}", extension(&is.path)).as_bytes()));
        }
        let (base, side) = (store.read(was), store.read(is));
        if side.why_unread().is_some() || base.why_unread().is_some() {
            return;
        }
        let edits = edits::of(&base.text, &[], &side.text);
        names.note(index, &base.text, &side.text, &edits);
        let path = is_or_was(was, is);
        let came = edits.added.iter().flat_map(|edit| edit.lines.clone()).filter_map(|at| key(side.text.line(at)));
        let went = edits.removed.iter().flat_map(Clone::clone).filter_map(|at| key(base.text.line(at)));
        let (came, went): (Vec<u64>, Vec<u64>) = (came.collect(), went.collect());
        self.lines.extend(came.iter().map(|line| hash(format!("+{path}\n{line}").as_bytes())));
        self.lines.extend(went.iter().map(|line| hash(format!("-{path}\n{line}").as_bytes())));
        standing.of += came.len() + went.len();
        if file.merged.content != was.content {
            let all = |text: &Text| text.lines().filter_map(key).collect::<HashSet<u64>>();
            let (before, after) = (all(&base.text), all(&store.read(&file.merged).text));
            standing.stands += came.iter().filter(|line| after.contains(line) && !before.contains(line)).count();
            standing.stands += went.iter().filter(|line| !after.contains(line)).count();
        }
        let sketch = Sketch::of(&side.text, &edits);
        if !sketch.lines().is_empty() {
            self.sketches.push(sketch);
        }
    }

    /// Tells whether the line of work touched a file.
    #[must_use]
    pub fn touches(&self, path: &str) -> bool {
        self.paths.contains(&hash(path.as_bytes()))
    }

    /// Tells how much of the smaller of two changes the other one makes as well, line by line in the same files: so many
    /// lines of so many. `None` where they are two changes.
    #[must_use]
    pub fn in_common(&self, other: &Added) -> Option<Standing> {
        let stands = self.lines.intersection(&other.lines).count();
        let (few, many) = (self.lines.len().min(other.lines.len()), self.lines.len().max(other.lines.len()));
        let standing = Standing { stands, of: few };
        // Of a change of a line or two only the whole says that it was made twice.
        let is_whole = stands == few && few == many && few > 0;
        (is_whole || standing.is_all_but_words()).then_some(standing)
    }

    /// Tells of each of the others whether the two lines of work can meet at all: in a file, among new files of one folder,
    /// by a name that one took away and the other uses, or by lines that say something alike. It may say yes too often.
    /// What this one added is laid out once, and all others ask it.
    #[must_use]
    pub fn may_meet(&self, others: &[&Added]) -> Vec<bool> {
        let mut found: Vec<bool> = others.iter().map(|other| self.meets_by_name(other)).collect();
        let undecided: Vec<usize> = (0..others.len()).filter(|at| !found[*at]).collect();
        let mut sketches = Vec::new();
        let mut whose = Vec::new();
        for at in undecided {
            sketches.extend(others[at].sketches.iter());
            whose.extend(others[at].sketches.iter().map(|_| at));
        }
        let [_, alike] = sketch::worth_reading(&self.sketches.iter().collect::<Vec<_>>(), &sketches, &[]);
        alike.into_iter().for_each(|file| found[whose[file]] = true);
        found
    }

    fn meets_by_name(&self, other: &Added) -> bool {
        let are_shared = |one: &BTreeSet<u64>, other: &BTreeSet<u64>| {
            let (few, many) = if one.len() < other.len() { (one, other) } else { (other, one) };
            few.iter().any(|value| many.contains(value))
        };
        are_shared(&self.paths, &other.paths)
            || are_shared(&self.folders, &other.folders)
            || self.misses(other)
            || other.misses(self)
    }

    /// Tells whether this one took a word away that the other brought.
    fn misses(&self, other: &Added) -> bool {
        let is_missed =
            |word: &u64| !self.brought.contains(word) && other.brought.contains(word) && !other.gone.contains(word);
        self.gone.iter().any(is_missed)
    }

    /// Returns it as numbers, which [`Added::of_numbers`] reads again.
    #[must_use]
    pub fn to_numbers(&self) -> Vec<u64> {
        let mut numbers = Vec::new();
        for set in [&self.paths, &self.folders, &self.gone, &self.brought, &self.lines] {
            numbers.push(set.len() as u64);
            numbers.extend(set);
        }
        self.sketches.iter().for_each(|sketch| sketch.to_numbers(&mut numbers));
        numbers
    }

    /// Reads it again; `None` where the numbers are not whole.
    #[must_use]
    pub fn of_numbers(mut numbers: &[u64]) -> Option<Added> {
        let mut set = || -> Option<BTreeSet<u64>> {
            let (count, rest) = numbers.split_first()?;
            let (own, rest) = rest.split_at_checked(usize::try_from(*count).ok()?)?;
            numbers = rest;
            Some(own.iter().copied().collect())
        };
        let (paths, folders, gone, brought, lines) = (set()?, set()?, set()?, set()?, set()?);
        let mut sketches = Vec::new();
        while !numbers.is_empty() {
            sketches.push(Sketch::of_numbers(&mut numbers)?);
        }
        Some(Added { paths, folders, gone, brought, lines, sketches })
    }
}

/// A line as it stands, without the space around it; `None` for one that is too short to say anything.
fn key(line: &str) -> Option<u64> {
    let line = line.trim();
    (line.len() >= MIN_LETTERS).then(|| hash(line.as_bytes()))
}

/// Whoever renames a file on the way changes it all the same: it goes by its old name.
fn is_or_was<'v>(was: &'v Version, is: &'v Version) -> &'v str {
    if was.is_there() { &was.path } else { &is.path }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::merge::files::{FileStore, merge_named};
    use crate::source::Sides;

    fn line(path: &str, base: &str, side: &str) -> Added {
        let bytes = |text: &str| text.as_bytes().to_vec();
        let versions = Sides { base: bytes(base), ours: bytes(base), theirs: bytes(side) };
        added(&merge_named(path, versions, None), &FileStore).0
    }

    #[test]
    fn a_change_that_was_squashed_with_another_word_stands() {
        let base = "# Plan\n\nThe old way was longer than it had to be.\n";
        let lines: Vec<String> =
            (0..10).map(|at| format!("Step {at} brings the kettle to the {at}th guest.")).collect();
        let ours = format!("# Plan\n\n{}\n", lines.join("\n"));
        let landed =
            format!("# Plan\n\nWhat was added meanwhile.\n{}\n", lines.join("\n").replace("Step 4", "Step five"));
        let asked = |side: &str, main: &str| {
            let bytes = |text: &str| text.as_bytes().to_vec();
            let versions = Sides { base: bytes(base), ours: bytes(base), theirs: bytes(side) };
            added(&merge_named("plan.md", versions, Some(bytes(main))), &FileStore).1
        };
        assert_eq!(asked(&ours, &landed), Standing { stands: 10, of: 11 });
        assert!(asked(&ours, &landed).is_all_but_words());
        assert_eq!(asked(&ours, base).stands, 0);
        let other = landed.replace("guest", "keeper");
        assert!(!asked(&ours, &other).is_all_but_words());
    }

    #[test]
    fn only_what_can_meet_is_compared() {
        let one = line("a.md", "x\n", "x\nThe gateway retries every failed payment three times.\n");
        let same = line("b.md", "y\n", "y\nEvery failed payment is retried three times by the gateway.\n");
        let other = line("c.md", "z\n", "z\nNobody has seen the lighthouse keeper since autumn.\n");
        let of_one_file = line("a.md", "x\n", "x\nquite another thing\n");
        assert_eq!(one.may_meet(&[&same, &other, &of_one_file]), [true, false, true]);
        let gone = line("d.py", "def tax_of(cart):\n    pass\n", "pass\n");
        let uses = line("e.py", "", "print(tax_of(basket))\n");
        assert_eq!((gone.may_meet(&[&uses]), uses.may_meet(&[&gone])), (vec![true], vec![true]));
        let again = Added::of_numbers(&one.to_numbers()).expect("because they are whole");
        assert_eq!(again.may_meet(&[&same, &other]), [true, false]);
        assert!(Added::of_numbers(&one.to_numbers()[1..]).is_none());
        assert_eq!(again.in_common(&one), Some(Standing { stands: 1, of: 1 }));
        assert_eq!((one.in_common(&same), one.in_common(&of_one_file)), (None, None));
    }
}
