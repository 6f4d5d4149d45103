//! Whether code that both sides added is one more of a family: the base holds others of its shape in the same file.
//!
//! Not here: how shapes are compared (`pairs::code`), what a family means for a finding (`findings`).

use std::collections::HashMap;

use crate::changes::change::Change;
use crate::merge::{Merge, Store};
use crate::pairs::code::{Block, same_shape};
use crate::pairs::pair::{Family, Measure, Pair};
use crate::pairs::prose::same_letters;
use crate::pairs::words::Trigrams;
use crate::units;
use crate::units::unit::UnitKind;

/// What is measured of those that stand beside the two.
pub(super) const MEASURES: &[Measure] = &[Measure::Siblings];
/// So many of the base's own make a family.
const MIN_RELATIVES: usize = 2;
/// What has more words of code is no small thing.
const MAX_TOKENS: usize = 60;
/// So many siblings are compared, the first ones.
const MAX_SIBLINGS: usize = 400;
/// A relative may be so much less like one of the two than they are like each other.
const SLACK: f64 = 0.05;

/// The code of the bases that were asked for, by file.
pub(super) struct Families<'a> {
    merge: &'a Merge,
    store: &'a dyn Store,
    blocks: HashMap<usize, Vec<(UnitKind, std::ops::Range<usize>, Block)>>,
    sentences: HashMap<usize, Vec<Sentence>>,
}

/// What the base holds beside an addition: its kind, its container, its lines, and the letters of it.
struct Sentence {
    kind: UnitKind,
    container: String,
    lines: std::ops::Range<usize>,
    trigrams: Trigrams,
}

impl<'a> Families<'a> {
    pub(super) fn new(merge: &'a Merge, store: &'a dyn Store) -> Families<'a> {
        Families { merge, store, blocks: HashMap::new(), sentences: HashMap::new() }
    }

    /// Notes on a pair whether the base holds a family of it. What is equal or claims one place needs no asking.
    pub(super) fn ask(&mut self, pair: &mut Pair, [ours, theirs]: &[Vec<Change>; 2]) {
        let likeness = &pair.likeness;
        let same = [Measure::Exact, Measure::SameIdentity].iter().any(|measure| likeness.get(*measure) > 0.0);
        if likeness.family != Family::Code || same {
            return;
        }
        let least = likeness.get(Measure::Grams) - SLACK;
        let sides = [&ours[pair.ours], &theirs[pair.theirs]];
        pair.likeness.of_a_family = sides.into_iter().any(|side| self.relatives(side, least) >= MIN_RELATIVES);
    }

    /// Notes how alike each of the two is to what stood beside it in the base, by how alike the two are.
    pub(super) fn siblings(&mut self, pair: &mut Pair, [ours, theirs]: &[Vec<Change>; 2]) {
        let sides = [&ours[pair.ours], &theirs[pair.theirs]];
        let is_code = pair.likeness.family == Family::Code;
        let own = pair.likeness.get(if is_code { Measure::Grams } else { Measure::Trigrams });
        let nearest = |side| if is_code { self.nearest_block(side) } else { self.nearest_sentence(side) };
        let [one, other] = sides.map(nearest);
        pair.likeness.set(Measure::Siblings, (one + other) / 2.0 / own.max(0.1));
    }

    fn nearest_block(&mut self, addition: &Change) -> f64 {
        let block = Block::of(&addition.unit.tokens, None);
        let (kind, was) = (addition.unit.kind, &addition.before.was_lines);
        let is_other = |lines: &std::ops::Range<usize>| lines.end <= was.start || was.end <= lines.start;
        let blocks = self.blocks_of(addition.file);
        let alike = blocks.iter().filter(|(other, lines, _)| *other == kind && is_other(lines)).take(MAX_SIBLINGS);
        alike.map(|(_, _, other)| same_shape(&block, other)).fold(0.0, f64::max)
    }

    fn nearest_sentence(&mut self, addition: &Change) -> f64 {
        let trigrams = Trigrams::of(&addition.text);
        let (unit, was) = (&addition.unit, &addition.before.was_lines);
        let is_other = |lines: &std::ops::Range<usize>| lines.end <= was.start || was.end <= lines.start;
        let is_sibling = |other: &&Sentence| {
            other.kind == unit.kind && other.container == unit.container.path && is_other(&other.lines)
        };
        let siblings = self.sentences_of(addition.file).iter().filter(is_sibling).take(MAX_SIBLINGS);
        let alike = siblings.map(|other| same_letters(&trigrams, &other.trigrams));
        alike.fold(0.0, f64::max)
    }

    fn sentences_of(&mut self, file: usize) -> &[Sentence] {
        let (merge, store) = (self.merge, self.store);
        self.sentences.entry(file).or_insert_with(|| {
            let base = store.read(&merge.files[file].versions.base);
            let units = units::of(&base).units;
            let sentence = |unit: units::unit::Unit| Sentence {
                kind: unit.kind,
                lines: unit.span.line_range(),
                trigrams: Trigrams::of(base.text.slice(&unit.span)),
                container: unit.container.path,
            };
            units.into_iter().filter(|unit| unit.tokens.len() <= MAX_TOKENS).map(sentence).collect()
        })
    }

    /// Counts the units of the base that have the shape of an addition; what it replaced is none.
    fn relatives(&mut self, addition: &Change, least: f64) -> usize {
        let block = Block::of(&addition.unit.tokens, None);
        let (kind, was) = (addition.unit.kind, &addition.before.was_lines);
        let is_other = |lines: &std::ops::Range<usize>| lines.end <= was.start || was.end <= lines.start;
        let blocks = self.blocks_of(addition.file);
        let alike = blocks.iter().filter(|(other, lines, _)| *other == kind && is_other(lines));
        alike.filter(|(_, _, other)| same_shape(&block, other) >= least).take(MIN_RELATIVES).count()
    }

    fn blocks_of(&mut self, file: usize) -> &[(UnitKind, std::ops::Range<usize>, Block)] {
        let (merge, store) = (self.merge, self.store);
        self.blocks.entry(file).or_insert_with(|| {
            let units = units::of(&store.read(&merge.files[file].versions.base)).units;
            let code = units.into_iter().filter(|unit| !unit.tokens.is_empty());
            code.map(|unit| (unit.kind, unit.span.line_range(), Block::of(&unit.tokens, None))).collect()
        })
    }
}
