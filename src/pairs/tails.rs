//! Formulas, lists and code in which a sentence runs on: what it says is not the same where they differ.
//!
//! Not here: where they begin (`units::prose::whole`).

use std::collections::BTreeMap;

use super::pair::{Likeness, Measure};
use super::prose::dice;
use super::words::fold;
use crate::units::prose::whole;

/// Measures of a whole text that are no higher than what its tail has in common with the other's.
const OF_THE_WHOLE: &[Measure] = &[Measure::Words, Measure::Trigrams, Measure::Order];

/// How lines begin that stand around a formula or code.
const FRAMES: &[&str] = &["\\begin{", "\\end{", "$$", "\\[", "\\]", "```", "~~~", "----", "++++", "[stem]", ".. "];
/// Signs that say something in a formula.
const SIGNS: &str = "=+-/<>^≤≥≠";

/// The words and signs in which a sentence runs on, each with how often it stands there.
pub(super) type Tail = BTreeMap<String, usize>;

/// Returns in what a text runs on; empty where it is whole.
pub(super) fn of(text: &str) -> Tail {
    let mut tail = Tail::new();
    let Some(at) = whole::tail(text) else { return tail };
    let is_frame = |line: &&str| FRAMES.iter().any(|frame| line.trim_start().starts_with(frame));
    let inner: Vec<&str> = text[at..].lines().filter(|line| !is_frame(line)).collect();
    let folded = fold(&inner.join("\n"));
    let mut word = String::new();
    for letter in folded.chars().chain([' ']) {
        if letter.is_alphanumeric() {
            word.push(letter);
            continue;
        }
        let sign = SIGNS.contains(letter).then(|| letter.to_string());
        for token in [std::mem::take(&mut word), sign.unwrap_or_default()] {
            if !token.is_empty() {
                *tail.entry(token).or_default() += 1;
            }
        }
    }
    tail
}

/// Lowers the measures of two sentences that run on to what their tails have in common.
pub(super) fn measure(ours: &Tail, theirs: &Tail, likeness: &mut Likeness) {
    if ours.is_empty() || theirs.is_empty() {
        return;
    }
    let shared = ours.iter().map(|(token, count)| theirs.get(token).copied().unwrap_or(0).min(*count)).sum();
    let common = dice(shared, ours.values().sum(), theirs.values().sum());
    for measure in OF_THE_WHOLE {
        likeness.set(*measure, likeness.get(*measure).min(common));
    }
    let most = (common - likeness.get(Measure::Words)).max(0.0);
    for measure in [Measure::Aligned, Measure::Covered] {
        likeness.set(measure, likeness.get(measure).min(most));
    }
}
