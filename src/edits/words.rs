//! The words in which two texts differ, for people to see.
//!
//! Not here: measuring (`pairs`).

use std::ops::Range;

use similar::{Algorithm, DiffOp};

use crate::letters::in_word;

/// Longer texts are shown without marks.
const MAX_WORDS: usize = 2000;

/// One place where two texts differ: bytes in ours and in theirs, either may be empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The bytes of ours.
    pub ours: Range<usize>,
    /// The bytes of theirs.
    pub theirs: Range<usize>,
}

/// Finds the words in which two texts differ, in order.
#[must_use]
pub fn differences(ours: &str, theirs: &str) -> Vec<Difference> {
    let (our_words, their_words) = (words(ours), words(theirs));
    if our_words.len().max(their_words.len()) > MAX_WORDS {
        return Vec::new();
    }
    let slices = |text: &'_ str, words: &[Range<usize>]| -> Vec<String> {
        words.iter().map(|word| text[word.clone()].to_owned()).collect()
    };
    let operations =
        similar::capture_diff_slices(Algorithm::Myers, &slices(ours, &our_words), &slices(theirs, &their_words));
    let changed = operations.iter().filter(|operation| !matches!(operation, DiffOp::Equal { .. }));
    changed
        .map(|operation| Difference {
            ours: bytes(&our_words, operation.old_range(), ours.len()),
            theirs: bytes(&their_words, operation.new_range(), theirs.len()),
        })
        .collect()
}

/// From the first byte of the first word to the last byte of the last one.
fn bytes(words: &[Range<usize>], range: Range<usize>, end: usize) -> Range<usize> {
    let start = words.get(range.start).map_or(end, |word| word.start);
    let end = range.end.checked_sub(1).and_then(|last| words.get(last)).map_or(start, |word| word.end);
    start..end.max(start)
}

/// Cuts a text into words and single signs; white space is left out.
#[must_use]
pub fn words(text: &str) -> Vec<Range<usize>> {
    let mut words: Vec<Range<usize>> = Vec::new();
    let mut goes_on = false;
    for (at, letter) in text.char_indices() {
        let is_word = in_word(letter) || letter == '_';
        let end = at + letter.len_utf8();
        match words.last_mut() {
            Some(word) if goes_on && is_word => word.end = end,
            _ if letter.is_whitespace() => {}
            _ => words.push(at..end),
        }
        goes_on = is_word;
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn differing_words() {
        let (ours, theirs) = ("down 38 % since June", "down 41 % since early June");
        let found = differences(ours, theirs);
        let shown: Vec<_> = found.iter().map(|d| (&ours[d.ours.clone()], &theirs[d.theirs.clone()])).collect();
        assert_eq!(shown, [("38", "41"), ("", "early")]);
    }
}
