//! How much lines say, and how often a text holds them.
//!
//! Not here: where they stand (`places`).

use crate::hash::Map;
use crate::source::Text;

/// A unit of so many letters and digits is looked for elsewhere when a person moved it while merging.
const MIN_LETTERS_TO_FOLLOW: usize = 20;

pub(super) fn letters(lines: &[&str]) -> usize {
    lines.iter().map(|line| line.chars().filter(|letter| letter.is_alphanumeric()).count()).sum()
}

/// Tells whether lines hold enough letters and digits to be looked for elsewhere.
pub(super) fn can_be_followed(lines: &[&str]) -> bool {
    let letters = lines.iter().flat_map(|line| line.chars()).filter(|letter| letter.is_alphanumeric());
    letters.take(MIN_LETTERS_TO_FOLLOW).count() == MIN_LETTERS_TO_FOLLOW
}

pub(super) fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

/// Counts each line of a text, white space at its ends aside.
#[must_use]
pub fn counted(text: &Text) -> Map<&str, usize> {
    let mut lines = Map::default();
    text.lines().for_each(|line| *lines.entry(line.trim()).or_default() += 1);
    lines
}
