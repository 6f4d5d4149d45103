//! What the base already held: the answer to the one question that is asked when, and only when, there are candidates.
//!
//! Not here: reading the base (the door does it), what novelty means for a finding (`mod.rs`).

use std::collections::{BTreeSet, HashMap};

use crate::changes::change::Change;
use crate::pairs::code::hash;
use crate::source::Text;

/// Shorter lines (letters and digits only) stand everywhere and tell nothing.
const MIN_LETTERS: usize = 4;

/// How often the base holds certain lines.
#[derive(Debug, Default)]
pub struct Background {
    lines: HashMap<u64, u32>,
    shapes: HashMap<u64, u32>,
}

impl Background {
    /// Prepares to count the lines of these additions.
    #[must_use]
    pub fn asking<'a>(additions: impl Iterator<Item = &'a Change>) -> Background {
        let mut background = Background::default();
        for line in additions.flat_map(|addition| addition.text.lines()) {
            if let Some((exact, shape)) = keys(line) {
                background.lines.entry(exact).or_default();
                background.shapes.entry(shape).or_default();
            }
        }
        background
    }

    /// Tells whether there is anything to ask.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// Counts the lines of one file of the base.
    pub fn count(&mut self, base: &Text) {
        for (exact, shape) in base.lines().filter_map(keys) {
            self.lines.entry(exact).and_modify(|count| *count += 1);
            self.shapes.entry(shape).and_modify(|count| *count += 1);
        }
    }

    /// Returns the share of an addition's telling lines that the base holds, 0 to 1.
    #[must_use]
    pub fn known(&self, addition: &Change) -> f64 {
        self.share(addition, 1, |background, (exact, _)| background.lines.get(&exact).copied().unwrap_or(0))
    }

    /// Returns the share of an addition's telling lines of whose shape, values aside, the base holds several.
    #[must_use]
    pub fn template(&self, addition: &Change) -> f64 {
        self.share(addition, 2, |background, (_, shape)| background.shapes.get(&shape).copied().unwrap_or(0))
    }

    /// Returns the share of an addition's telling lines that the base holds more than once, 0 to 1.
    #[must_use]
    pub fn several(&self, addition: &Change) -> f64 {
        self.share(addition, 2, |background, (exact, _)| background.lines.get(&exact).copied().unwrap_or(0))
    }

    fn share(&self, addition: &Change, least: u32, count: impl Fn(&Background, (u64, u64)) -> u32) -> f64 {
        let asked: BTreeSet<(u64, u64)> = addition.text.lines().filter_map(keys).collect();
        let held = asked.iter().filter(|keys| count(self, **keys) >= least).count();
        crate::pairs::prose::ratio(held, asked.len())
    }
}

/// The line by its letters and digits, and the same with every run of digits as one sign.
fn keys(line: &str) -> Option<(u64, u64)> {
    let (mut exact, mut shape) = (String::with_capacity(line.len()), String::with_capacity(line.len()));
    for letter in line.chars().filter(|letter| letter.is_alphanumeric()) {
        exact.extend(letter.to_lowercase());
        match letter.is_ascii_digit() {
            true if shape.ends_with('0') => {}
            true => shape.push('0'),
            false => shape.extend(letter.to_lowercase()),
        }
    }
    (exact.chars().nth(MIN_LETTERS - 1).is_some()).then(|| (hash(exact.as_bytes()), hash(shape.as_bytes())))
}
