//! Whether what two sides added to one file can be one thing: a cheap look before the file is parsed.
//!
//! Not here: files of two names (`sketch`), likeness. It may say yes too often; it says no only where the two share no name
//! that the base rarely has, no rare line and no run of shapes.

use std::collections::BTreeSet;

use super::Edits;
use super::sketch::{MIN_LETTERS, shape};
use crate::hash::{ByHash, Running};
use crate::source::Text;

/// A word or a shape that so many lines of the base have says nothing about what was added to it.
const COMMON: usize = 12;
/// So many shapes of lines must the two share, names aside; two can be an idiom.
const MIN_SHARED_SHAPES: usize = 3;

/// Tells whether two sides, each its version and what it did to the base, added something to one file that may be one.
#[must_use]
pub fn can_meet(base: &Text, [ours, theirs]: [(&Text, &Edits); 2]) -> bool {
    let (ours, theirs) = (Added::of(ours), Added::of(theirs));
    let words: BTreeSet<u64> = ours.words.intersection(&theirs.words).copied().collect();
    let shapes: BTreeSet<u64> = ours.shapes.intersection(&theirs.shapes).copied().collect();
    if words.is_empty() && shapes.len() < MIN_SHARED_SHAPES {
        return false;
    }
    let common = Common::of(base, &words, &shapes);
    let words: BTreeSet<u64> = words.into_iter().filter(|word| !common.words.contains(word)).collect();
    let shapes = shapes.iter().filter(|shape| !common.shapes.contains(shape)).count();
    !words.is_empty() || shapes >= MIN_SHARED_SHAPES
}

/// What one side added to a file.
#[derive(Default)]
struct Added {
    words: BTreeSet<u64>,
    shapes: BTreeSet<u64>,
}

impl Added {
    fn of((text, edits): (&Text, &Edits)) -> Added {
        let mut added = Added::default();
        for line in edits.added.iter().flat_map(|edit| edit.lines.clone()).map(|index| text.line(index)) {
            added.shapes.extend(shape_of(line));
            added.words.extend(words(line));
        }
        added
    }
}

/// Which of some words and shapes more than [`COMMON`] lines of a text have.
struct Common {
    words: BTreeSet<u64>,
    shapes: BTreeSet<u64>,
}

impl Common {
    fn of(base: &Text, words_asked: &BTreeSet<u64>, shapes_asked: &BTreeSet<u64>) -> Common {
        let (mut in_words, mut in_shapes) = (ByHash::<usize>::default(), ByHash::<usize>::default());
        for line in base.lines() {
            for word in words(line).filter(|word| words_asked.contains(word)) {
                *in_words.entry(word).or_default() += 1;
            }
            if let Some(shape) = shape_of(line).filter(|shape| shapes_asked.contains(shape)) {
                *in_shapes.entry(shape).or_default() += 1;
            }
        }
        let common = |counts: ByHash<usize>, asked: &BTreeSet<u64>| {
            let is_common = |key: &&u64| counts.get(*key).is_some_and(|count| *count > COMMON);
            asked.iter().filter(is_common).copied().collect()
        };
        Common { words: common(in_words, words_asked), shapes: common(in_shapes, shapes_asked) }
    }
}

/// The words of a line, whatever their length, each hashed in lower case.
fn words(line: &str) -> impl Iterator<Item = u64> + '_ {
    let parts = line.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    parts.map(|word| {
        let mut hash = Running::default();
        word.chars().flat_map(char::to_lowercase).for_each(|letter| hash.push(letter));
        hash.value()
    })
}

fn shape_of(line: &str) -> Option<u64> {
    let is_long = line.chars().filter(|letter| letter.is_alphanumeric()).nth(MIN_LETTERS - 1).is_some();
    is_long.then(|| shape(line))
}
