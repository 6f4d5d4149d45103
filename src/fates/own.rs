//! A few weights and a threshold, fitted to the fates of one repository's own pairs on top of the model that everybody has.
//!
//! Not here: that model (`findings::model`), finding the pairs (`cli`).

use std::collections::{BTreeMap, BTreeSet};

use crate::findings::{DEFAULT_THRESHOLD, Tuned, model};
use crate::hash::hash;
use crate::pairs::pair::{Likeness, Measure};

/// What one repository can teach: who and when, and what stands around a pair. How alike two texts must be is the same
/// everywhere.
pub const MEASURES: [Measure; 6] =
    [Measure::OnePerson, Measure::Soon, Measure::Unseen, Measure::Picked, Measure::Siblings, Measure::Mirrored];
/// So many events of each sort are needed: fewer teach chance.
pub const MIN_EVENTS: usize = 8;
/// The history is cut into so many parts, each predicted from the others.
const PARTS: u64 = 5;
/// How far from nothing a weight may reasonably go (standard deviation).
const PRIOR: f64 = 1.0;
const ROUNDS: usize = 30;
/// Of what is told so much must have been right.
const RIGHT: f64 = 0.8;
const WIDTH: usize = MEASURES.len() + 1;

type Weights = [f64; WIDTH];

/// A pair whose fate says something.
#[derive(Debug, Clone)]
pub struct Known {
    /// Its measures.
    pub likeness: Likeness,
    /// Whether it was redundant.
    pub right: bool,
    /// The merge, so that what it brought is not parted.
    pub merge: String,
    /// What it is part of: pairs of one event count once.
    pub event: String,
}

/// What was fitted, and the figures that speak for it.
#[derive(Debug, Clone)]
pub struct Fitted {
    /// What is added to the model; nothing where it did not predict better.
    pub tuned: Tuned,
    /// From which confidence on a finding counts.
    pub threshold: f64,
    /// Events that were cleaned up, and that were meant.
    pub events: [usize; 2],
    /// Of these, told with the weights and the threshold that everybody has.
    pub before: [usize; 2],
    /// And with the new ones, each part of the history predicted from the others.
    pub after: [usize; 2],
}

/// Counts the events that were cleaned up, and those that were meant.
#[must_use]
pub fn events(known: &[Known]) -> [usize; 2] {
    [true, false].map(|right| told(known, right, |_| true))
}

/// Fits the weights and the threshold; `None` where too few fates are known.
#[must_use]
pub fn fitted(known: &[Known]) -> Option<Fitted> {
    let events = events(known);
    if events.iter().any(|count| *count < MIN_EVENTS) {
        return None;
    }
    let plain: Vec<f64> = known.iter().map(|known| chance(&[0.0; WIDTH], known)).collect();
    let held_out = held_out(known);
    let is_better = loss(known, &held_out) < loss(known, &plain);
    let chances = if is_better { &held_out } else { &plain };
    let threshold = threshold(known, chances);
    let weights = if is_better { of(known.iter()) } else { [0.0; WIDTH] };
    let figures =
        |chances: &[f64], least: f64| [true, false].map(|right| told(known, right, |at| chances[at] >= least));
    Some(Fitted {
        tuned: tuned(&weights),
        threshold,
        events,
        before: figures(&plain, DEFAULT_THRESHOLD),
        after: figures(chances, threshold),
    })
}

/// In hundredths, as they are written: what is measured is what will hold.
fn tuned(weights: &Weights) -> Tuned {
    let rounded = weights.map(|weight| (weight * 100.0).round() / 100.0);
    let named = MEASURES.into_iter().zip(rounded[1..].iter().copied());
    Tuned { bias: rounded[0], weights: named.filter(|(_, weight)| weight.abs() > 0.0).collect() }
}

fn told(known: &[Known], right: bool, is_told: impl Fn(usize) -> bool) -> usize {
    let mine = known.iter().enumerate().filter(|(at, known)| known.right == right && is_told(*at));
    mine.map(|(_, known)| known.event.as_str()).collect::<BTreeSet<_>>().len()
}

/// The lowest threshold from which on enough of what is told was right; where there is none, the surest.
fn threshold(known: &[Known], chances: &[f64]) -> f64 {
    let steps = (6..=19).map(|step| f64::from(step) * 0.05);
    let is_right = |least: &f64| {
        let [right, wrong] = [true, false].map(|right| told(known, right, |at| chances[at] >= *least));
        right > 0 && right as f64 >= RIGHT * (right + wrong) as f64
    };
    let found = steps.into_iter().find(is_right).unwrap_or(0.95);
    (found * 100.0).round() / 100.0
}

/// Predicts each part of the history from the others; the merges of a part are drawn by their ids.
fn held_out(known: &[Known]) -> Vec<f64> {
    let part = |known: &Known| hash(known.merge.as_bytes()) % PARTS;
    let models: BTreeMap<u64, Weights> =
        (0..PARTS).map(|left_out| (left_out, of(known.iter().filter(|known| part(known) != left_out)))).collect();
    known.iter().map(|known| chance(&models[&part(known)], known)).collect()
}

fn values(known: &Known) -> Weights {
    let mut values = [1.0; WIDTH];
    values[1..].iter_mut().zip(MEASURES).for_each(|(slot, measure)| *slot = known.likeness.get(measure));
    values
}

fn chance(weights: &Weights, known: &Known) -> f64 {
    let own: f64 = weights.iter().zip(values(known)).map(|(weight, value)| weight * value).sum();
    1.0 / (1.0 + (-(model::logit(&known.likeness) - known.likeness.own + own)).exp())
}

/// How much one pair counts: an event counts once, however many pairs it has.
fn shares<'k>(known: impl Iterator<Item = &'k Known>) -> BTreeMap<&'k str, f64> {
    let mut counts: BTreeMap<&str, f64> = BTreeMap::new();
    known.for_each(|known| *counts.entry(known.event.as_str()).or_default() += 1.0);
    counts
}

fn loss(known: &[Known], chances: &[f64]) -> f64 {
    let counts = shares(known.iter());
    let one = |(known, chance): (&Known, &f64)| {
        let hit = if known.right { *chance } else { 1.0 - chance };
        -hit.max(1e-6).ln() / counts[known.event.as_str()]
    };
    known.iter().zip(chances).map(one).sum()
}

/// Newton's method on top of what the model says; the prior draws every weight to nothing.
fn of<'k>(known: impl Iterator<Item = &'k Known> + Clone) -> Weights {
    let counts = shares(known.clone());
    let mut weights = [0.0; WIDTH];
    for _ in 0..ROUNDS {
        let (mut gradient, mut hessian) = ([0.0; WIDTH], [[0.0; WIDTH]; WIDTH]);
        for at in 0..WIDTH {
            gradient[at] = -weights[at] / (PRIOR * PRIOR);
            hessian[at][at] = 1.0 / (PRIOR * PRIOR);
        }
        for known in known.clone() {
            let (values, chance) = (values(known), chance(&weights, known));
            let share = 1.0 / counts[known.event.as_str()];
            let error = if known.right { 1.0 - chance } else { -chance };
            for at in 0..WIDTH {
                gradient[at] += share * error * values[at];
                for other in 0..WIDTH {
                    hessian[at][other] += share * chance * (1.0 - chance) * values[at] * values[other];
                }
            }
        }
        let step = solved(hessian, gradient);
        weights.iter_mut().zip(step).for_each(|(weight, step)| *weight += step);
    }
    weights
}

/// Solves `matrix · x = right` by Gaussian elimination with the largest pivot. A prior on each weight makes the matrices of
/// a fit positive definite, so that no pivot is nothing.
#[must_use]
pub fn solved<const N: usize>(mut matrix: [[f64; N]; N], mut right: [f64; N]) -> [f64; N] {
    for column in 0..N {
        let of = |row: &usize| matrix[*row][column].abs();
        let pivot = (column..N).max_by(|one, other| of(one).total_cmp(&of(other))).unwrap_or(column);
        matrix.swap(column, pivot);
        right.swap(column, pivot);
        for row in column + 1..N {
            let factor = matrix[row][column] / matrix[column][column];
            for at in column..N {
                matrix[row][at] -= factor * matrix[column][at];
            }
            right[row] -= factor * right[column];
        }
    }
    for column in (0..N).rev() {
        let known: f64 = (column + 1..N).map(|at| matrix[column][at] * right[at]).sum();
        right[column] = (right[column] - known) / matrix[column][column];
    }
    right
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pairs::pair::Family;

    /// A pair that the model is halfway sure of, brought by one person or by two.
    fn known(at: usize, one_person: bool, right: bool) -> Known {
        let mut likeness = Likeness { family: Family::Prose, ..Likeness::default() };
        for measure in [Measure::SameFile, Measure::Words, Measure::Trigrams, Measure::Order, Measure::Aligned] {
            likeness.set(measure, 0.45);
        }
        likeness.flag(Measure::OnePerson, one_person);
        Known { likeness, right, merge: format!("merge {at}"), event: format!("event {at}") }
    }

    #[test]
    fn where_one_person_repeats_himself_on_purpose_that_is_learned() {
        let mut all: Vec<Known> = (0..30).map(|at| known(at, true, false)).collect();
        all.extend((30..60).map(|at| known(at, false, true)));
        let fitted = fitted(&all).expect("because there are enough");
        let weight = fitted.tuned.weights.iter().find(|(measure, _)| *measure == Measure::OnePerson);
        assert!(weight.is_some_and(|(_, weight)| *weight < -1.0), "{fitted:?}");
        assert_eq!(fitted.events, [30, 30]);
        assert!(fitted.after[0] >= 25 && fitted.after[1] <= 5, "{fitted:?}");
    }

    #[test]
    fn a_few_fates_teach_nothing() {
        let all: Vec<Known> = (0..7).flat_map(|at| [known(at, true, false), known(at + 7, false, true)]).collect();
        assert!(fitted(&all).is_none());
    }
}
