//! How alike two sentences are.
//!
//! Not here: how a sentence becomes words (`words.rs`), what likeness means (`findings`).

use std::collections::BTreeSet;
use std::hash::Hash;

use super::pair::{Likeness, Measure};
use super::value::{Value, ValueKind};
use super::words::{Stems, Trigrams, Words};
use crate::hash::Map;

/// Fewer words around a value are a label and not a statement.
const MIN_WORDS_OF_A_STATEMENT: usize = 4;
/// The order of longer texts is compared over their first words only.
const MAX_ORDERED: usize = 300;
/// So many lines teach how rare words are here; more change nothing.
const MAX_LINES: usize = 5_000;

/// How rare words are here: in how many lines of the merge's own files each stands.
#[derive(Debug, Default)]
pub struct Rarity {
    lines: u32,
    counts: Map<String, u32>,
}

impl Rarity {
    /// Learns from lines of the base, or of whatever stands around what is compared, blank ones aside.
    pub fn of_lines<'a>(lines: impl Iterator<Item = &'a str>) -> Rarity {
        let mut rarity = Rarity::default();
        let mut stems = Stems::default();
        // By stem: in how many lines, and the last of them.
        let mut counts: Map<String, (u32, u32)> = Map::default();
        for line in lines.filter(|line| !line.is_empty()).take(MAX_LINES) {
            rarity.lines += 1;
            stems.each(line, |stem| match counts.get_mut(stem) {
                Some((_, last)) if *last == rarity.lines => {}
                Some(known) => *known = (known.0 + 1, rarity.lines),
                None => drop(counts.insert(stem.to_owned(), (1, rarity.lines))),
            });
        }
        rarity.counts = counts.into_iter().map(|(stem, (count, _))| (stem, count)).collect();
        rarity
    }

    /// Counts the words of one line.
    pub fn count<'a>(&mut self, stems: impl Iterator<Item = &'a String>) {
        self.lines += 1;
        for stem in stems.collect::<BTreeSet<_>>() {
            *self.counts.entry(stem.clone()).or_default() += 1;
        }
    }

    /// Returns the weight of a word, from 16 upwards: sixteen times the logarithm to base two of how seldom it stands
    /// here, in whole numbers so that every machine gets the same.
    pub(super) fn weight(&self, stem: &str) -> u64 {
        let count = self.counts.get(stem).copied().unwrap_or(0);
        let ratio = (u64::from(self.lines) + 2) * 16 / (u64::from(count) + 1);
        let whole = u64::from(ratio.max(16).ilog2());
        // Straight between two powers of two: never off by more than one and a half sixteenths.
        16 + (whole - 4) * 16 + ((ratio.max(16) << 4 >> whole) - 16)
    }
}

/// Fills in the measures of two sentences.
pub fn measure(ours: &Words, theirs: &Words, rarity: &Rarity, likeness: &mut Likeness) {
    likeness.conflicts = conflicts(&ours.values, &theirs.values);
    let more = likeness.conflicts.iter().filter(|(ours, theirs)| ours.is_none() != theirs.is_none()).count();
    likeness.set(Measure::Words, shared_weight((ours, theirs), more, rarity));
    likeness.set(Measure::Trigrams, same_letters(&ours.trigrams, &theirs.trigrams));
    let [our_head, their_head] = [ours, theirs].map(|words| words.head(MAX_ORDERED));
    let common = common_subsequence(&our_head, &their_head);
    likeness.set(Measure::Order, ratio(common, our_head.len().max(their_head.len())));
    let values = ours.values.len().max(theirs.values.len());
    likeness.set(Measure::OtherValues, ratio(differing(&likeness.conflicts).count(), values));
    likeness.opposed = ours.negated != theirs.negated;
    likeness.other_day = ours.led_by.is_some() && theirs.led_by.is_some() && ours.led_by != theirs.led_by;
    likeness.one_statement = ours.stems == theirs.stems && !ours.stems.is_empty();
    let is_sentence = ours.stems.len() >= MIN_WORDS_OF_A_STATEMENT;
    let other_measure = likeness.one_statement && is_sentence && measure_something(&likeness.conflicts);
    likeness.flag(Measure::OneStatement, other_measure);
}

/// Dice over the words, each weighed by its rarity, repeated words counted as often as both have them. A value that one
/// side alone names is no other value, and one word more that it says.
fn shared_weight((ours, theirs): (&Words, &Words), more: usize, rarity: &Rarity) -> f64 {
    let [mut ours, mut theirs] = [ours, theirs].map(|words| words.head(usize::MAX));
    ours.sort_unstable();
    theirs.sort_unstable();
    let (mut left, mut right) = (ours.as_slice(), theirs.as_slice());
    let (mut shared, mut all) = (0, more as u64 * rarity.weight(""));
    while let Some(stem) = left.first().into_iter().chain(right.first()).min() {
        let count = |stems: &[(u32, &str)]| stems.iter().take_while(|other| *other == stem).count();
        let (one, other, weight) = (count(left), count(right), rarity.weight(stem.1));
        shared += 2 * weight * one.min(other) as u64;
        all += weight * (one + other) as u64;
        (left, right) = (&left[one..], &right[other..]);
    }
    if all == 0 { 0.0 } else { shared as f64 / all as f64 }
}

/// Pairs values of one kind in order; what finds no equal on the other side is a conflict.
fn conflicts(ours: &[Value], theirs: &[Value]) -> Vec<(Option<Value>, Option<Value>)> {
    let mut left: Vec<&Value> = Vec::new();
    let mut right: Vec<&Value> = theirs.iter().collect();
    for value in ours {
        match right.iter().position(|other| other.meets(value)) {
            Some(at) => drop(right.remove(at)),
            None => left.push(value),
        }
    }
    let mut pairs = Vec::new();
    for value in left {
        let is_alike = |other: &&Value| other.kind == value.kind && other.unit() == value.unit();
        let partner =
            right.iter().position(is_alike).or_else(|| right.iter().position(|other| other.kind == value.kind));
        pairs.push((Some(value.clone()), partner.map(|at| right.remove(at)).cloned()));
    }
    pairs.extend(right.into_iter().map(|value| (None, Some(value.clone()))));
    pairs
}

/// The values that both sides name, each another one. What one side alone names is no other value, and the number of an
/// issue names its sentence and measures nothing.
fn differing(conflicts: &[(Option<Value>, Option<Value>)]) -> impl Iterator<Item = (&Value, &Value)> {
    let both = conflicts.iter().filter_map(|(ours, theirs)| ours.as_ref().zip(theirs.as_ref()));
    both.filter(|(value, _)| value.kind != ValueKind::Reference)
}

/// Tells whether the two name other values in one place.
#[must_use]
pub fn measure_something(conflicts: &[(Option<Value>, Option<Value>)]) -> bool {
    differing(conflicts).next().is_some()
}

/// Length of the longest common subsequence. Both inputs are sentences or token lists cut to a bounded length.
#[must_use]
pub fn common_subsequence<T: Eq + Hash>(ours: &[T], theirs: &[T]) -> usize {
    let head = ours.iter().zip(theirs).take_while(|(one, other)| one == other).count();
    let (ours, theirs) = (&ours[head..], &theirs[head..]);
    let tail = ours.iter().rev().zip(theirs.iter().rev()).take_while(|(one, other)| one == other).count();
    head + tail + between(&ours[..ours.len() - tail], &theirs[..theirs.len() - tail])
}

/// The same by bits, sixty-four of ours at a time (Hyyrö 2004): a bit that went out is one more in common.
fn between<T: Eq + Hash>(ours: &[T], theirs: &[T]) -> usize {
    let width = ours.len().div_ceil(64);
    // For each element of ours the places where it stands.
    let mut numbers: Map<&T, usize> = Map::default();
    let mut places: Vec<u64> = Vec::new();
    for (at, one) in ours.iter().enumerate() {
        let next = numbers.len();
        let number = *numbers.entry(one).or_insert(next);
        if number == next {
            places.resize((next + 1) * width, 0);
        }
        places[number * width + at / 64] |= 1 << (at % 64);
    }
    let mut row = vec![u64::MAX; width];
    for number in theirs.iter().filter_map(|other| numbers.get(other)) {
        let mut carry = false;
        for (bits, stands) in row.iter_mut().zip(&places[number * width..]) {
            let (sum, over) = bits.overflowing_add(*bits & stands);
            let (sum, over_again) = sum.overflowing_add(u64::from(carry));
            carry = over || over_again;
            *bits = sum | (*bits & !stands);
        }
    }
    let out = |(at, bits): (usize, &u64)| {
        let unused = 64 - (ours.len() - at * 64).min(64);
        (0..64 - unused).filter(|bit| bits >> bit & 1 == 0).count()
    };
    row.iter().enumerate().map(out).sum()
}

/// Returns the places of a longest common subsequence, ours and theirs. For short lists: the work is their product.
pub(super) fn common_places<T: PartialEq>(ours: &[T], theirs: &[T]) -> Vec<(usize, usize)> {
    let width = theirs.len() + 1;
    let mut longest = vec![0usize; (ours.len() + 1) * width];
    for (at, one) in ours.iter().enumerate().rev() {
        for (other, two) in theirs.iter().enumerate().rev() {
            let (down, right) = (longest[(at + 1) * width + other], longest[at * width + other + 1]);
            let both = longest[(at + 1) * width + other + 1] + 1;
            longest[at * width + other] = if one == two { both } else { down.max(right) };
        }
    }
    let (mut at, mut other, mut places) = (0, 0, Vec::new());
    while at < ours.len() && other < theirs.len() {
        if ours[at] == theirs[other] {
            places.push((at, other));
            (at, other) = (at + 1, other + 1);
        } else if longest[(at + 1) * width + other] > longest[at * width + other + 1] {
            at += 1;
        } else {
            other += 1;
        }
    }
    places
}

/// Dice's coefficient of two sets by their sizes and the size of what they share.
#[must_use]
pub fn dice(shared: usize, ours: usize, theirs: usize) -> f64 {
    ratio(2 * shared, ours + theirs)
}

/// How far two texts share their letters, three in a row (Dice).
#[must_use]
pub fn same_letters(ours: &Trigrams, theirs: &Trigrams) -> f64 {
    dice(ours.shared(theirs), ours.count(), theirs.count())
}

/// A share, 0 where there is nothing to share.
#[must_use]
pub fn ratio(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn likeness(ours: &str, theirs: &str) -> Likeness {
        let mut likeness = Likeness::default();
        measure(&Words::of(ours), &Words::of(theirs), &Rarity::default(), &mut likeness);
        likeness
    }

    #[test]
    fn other_values_in_one_statement() {
        let pair = likeness("Checkout latency down 38 % since June", "Checkout latency down 41 % since June");
        assert!(pair.one_statement && measure_something(&pair.conflicts));
        assert!((pair.get(Measure::Words) - 1.0).abs() < 1e-9);
    }

    #[test]
    fn by_bits_is_as_by_a_table() {
        let by_table = |ours: &[u8], theirs: &[u8]| common_places(ours, theirs).len();
        for seed in 1..300_usize {
            let text = |length: usize, step: usize| -> Vec<u8> {
                (0..length).map(|at| u8::try_from((at * at * step + at * seed + step) % 7).expect("below 7")).collect()
            };
            let (ours, theirs) = (text(seed % 150, 3 + seed % 5), text(seed * 7 % 140, 2 + seed % 3));
            assert_eq!(common_subsequence(&ours, &theirs), by_table(&ours, &theirs), "{ours:?} {theirs:?}");
        }
    }

    #[test]
    fn rarer_words_weigh_more() {
        let mut rarity = Rarity::default();
        let [common, rare] = ["common".to_owned(), "rare".to_owned()];
        (0..100).for_each(|_| rarity.count([&common].into_iter()));
        rarity.count([&rare].into_iter());
        assert!(rarity.weight("rare") > 2 * rarity.weight("common"));
    }
}
