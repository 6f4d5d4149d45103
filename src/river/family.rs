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
use crate::source::extension;
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
/// So alike to what stood beside them as they are to each other, as a share, two sentences are two of a series.
const AS_ALIKE: f64 = 0.9;
/// So many files of a folder are read for relatives.
const MAX_FILES_BESIDE: usize = 40;
/// Larger ones are not.
const MAX_BYTES_BESIDE: usize = 100_000;
/// A relative may be so much less like one of the two than they are like each other.
const SLACK: f64 = 0.05;

/// The code of the bases that were asked for, by file.
pub(super) struct Families<'a> {
    merge: &'a Merge,
    store: &'a dyn Store,
    blocks: HashMap<usize, Vec<(UnitKind, std::ops::Range<usize>, Block)>>,
    sentences: HashMap<usize, Vec<Sentence>>,
    /// The code of the files beside a path.
    beside: HashMap<String, Vec<(UnitKind, Block)>>,
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
        Families { merge, store, blocks: HashMap::new(), sentences: HashMap::new(), beside: HashMap::new() }
    }

    /// Notes on a pair whether the base holds a family of it. What is equal or claims one place needs no asking.
    pub(super) fn ask(&mut self, pair: &mut Pair, [ours, theirs]: [&[Change]; 2]) {
        let likeness = &pair.likeness;
        let same = [Measure::Exact, Measure::SameIdentity].iter().any(|measure| likeness.get(*measure) > 0.0);
        if same {
            return;
        }
        if likeness.family != Family::Code {
            // What stood beside it is as alike as the two are; one address is more than likeness.
            let is_one = likeness.get(Measure::SameLink) > 0.0;
            self.siblings(pair, [ours, theirs]);
            pair.likeness.of_a_family = !is_one && pair.likeness.get(Measure::Siblings) >= AS_ALIKE;
            return;
        }
        let least = likeness.get(Measure::Grams) - SLACK;
        let sides = [&ours[pair.ours], &theirs[pair.theirs]];
        pair.likeness.of_a_family = sides.into_iter().any(|side| self.has_relatives(side, least));
    }

    /// Notes how alike each of the two is to what stood beside it in the base, by how alike the two are.
    pub(super) fn siblings(&mut self, pair: &mut Pair, [ours, theirs]: [&[Change]; 2]) {
        let sides = [&ours[pair.ours], &theirs[pair.theirs]];
        let is_code = pair.likeness.family == Family::Code;
        let own = pair.likeness.get(if is_code { Measure::Grams } else { Measure::Trigrams });
        let nearest = |side| if is_code { self.nearest_block(side) } else { self.nearest_sentence(side) };
        let [one, other] = sides.map(nearest);
        pair.likeness.set(Measure::Siblings, (one + other) / 2.0 / own.max(0.1));
    }

    fn nearest_block(&mut self, addition: &Change) -> f64 {
        let block = Block::to_be_found(&addition.unit.tokens);
        self.others(addition).take(MAX_SIBLINGS).map(|other| same_shape(&block, other)).fold(0.0, f64::max)
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
            let reading = units::known::of(&base);
            let sentence = |unit: &units::unit::Unit| Sentence {
                kind: unit.kind,
                lines: unit.span.line_range(),
                trigrams: Trigrams::of(base.text.slice(&unit.span)),
                container: unit.container.path.clone(),
            };
            reading.units.iter().filter(|unit| unit.tokens.len() <= MAX_TOKENS).map(sentence).collect()
        })
    }

    /// Tells whether the base holds a family of the shape of an addition: in its file, what it replaced aside, or in the
    /// files beside it, of which each may hold one.
    fn has_relatives(&mut self, addition: &Change, least: f64) -> bool {
        let block = Block::to_be_found(&addition.unit.tokens);
        let here = self.others(addition).filter(|other| same_shape(&block, other) >= least).take(MIN_RELATIVES).count();
        here >= MIN_RELATIVES
            || !addition.unit.tokens.is_empty() && {
                let beside = self.blocks_beside(addition).iter().filter(|(kind, _)| *kind == addition.unit.kind);
                here + beside.filter(|(_, other)| same_shape(&block, other) >= least).take(MIN_RELATIVES).count()
                    >= MIN_RELATIVES
            }
    }

    /// The units of its kind that the base holds in the file of an addition, what it replaced aside.
    fn others(&mut self, addition: &Change) -> impl Iterator<Item = &Block> {
        let (kind, was) = (addition.unit.kind, addition.before.was_lines.clone());
        let is_other = move |lines: &std::ops::Range<usize>| lines.end <= was.start || was.end <= lines.start;
        let blocks = self.blocks_of(addition.file).iter();
        blocks.filter(move |(other, lines, _)| *other == kind && is_other(lines)).map(|(_, _, block)| block)
    }

    /// The code of other files of the base in the folder of an addition, those of its language.
    fn blocks_beside(&mut self, addition: &Change) -> &[(UnitKind, Block)] {
        let (own, store) = (addition.path.as_str(), self.store);
        let folder = own.rsplit_once('/').map_or("", |(folder, _)| folder);
        let is_beside = |path: &str| {
            let (there, name) = path.rsplit_once('/').unwrap_or(("", path));
            there == folder && path != own && !name.is_empty() && extension(path) == extension(own)
        };
        self.beside.entry(own.to_owned()).or_insert_with(|| {
            let (mut blocks, mut files) = (Vec::new(), 0);
            store.visit_base(&is_beside, &mut |source| {
                files += 1;
                if source.text.as_str().len() <= MAX_BYTES_BESIDE {
                    let reading = units::known::of(source);
                    let code = reading.units.iter().filter(|unit| !unit.tokens.is_empty());
                    blocks.extend(code.map(|unit| (unit.kind, Block::to_be_found(&unit.tokens))));
                }
                files < MAX_FILES_BESIDE
            });
            blocks
        })
    }

    fn blocks_of(&mut self, file: usize) -> &[(UnitKind, std::ops::Range<usize>, Block)] {
        let (merge, store) = (self.merge, self.store);
        self.blocks.entry(file).or_insert_with(|| {
            let reading = units::known::of(&store.read(&merge.files[file].versions.base));
            let code = reading.units.iter().filter(|unit| !unit.tokens.is_empty());
            code.map(|unit| (unit.kind, unit.span.line_range(), Block::to_be_found(&unit.tokens))).collect()
        })
    }
}
