//! The runs of words of a text, whatever lines it is broken at: by them the base is asked whether it says a sentence already.
//!
//! Not here: the lines of a text (`background`), what it means that the base holds it (`custom`).

use crate::hash::{ByHash, Running, hash};
use crate::source::Text;

/// So many words in a row are a phrase; fewer are the language's.
const WORDS: usize = 6;
/// What a box of a list of tasks holds where it is ticked.
const TICKS: &[&str] = &["[x]", "[X]"];

/// The phrases of certain texts, each with the number of times that the base holds it.
#[derive(Debug, Default)]
pub(super) struct Phrases(ByHash<u32>);

impl Phrases {
    /// Asks for the phrases of a text.
    pub(super) fn ask(&mut self, text: &str) {
        let mut words = Words::default();
        text.lines().for_each(|line| words.read(line, &mut |phrase| _ = self.0.entry(phrase).or_default()));
    }

    /// Counts what one file of the base holds of them.
    pub(super) fn count(&mut self, base: &Text) {
        if self.0.is_empty() {
            return;
        }
        let mut words = Words::default();
        let mut count = |phrase| self.0.get_mut(&phrase).into_iter().for_each(|count| *count += 1);
        base.lines().for_each(|line| words.read(line, &mut count));
    }

    /// Returns the share of the phrases of a text that the base holds at least so many times, 0 to 1; 0 for a text too
    /// short to have one.
    pub(super) fn known(&self, text: &str, least: u32) -> f64 {
        let (mut known, mut all) = (0, 0);
        let mut words = Words::default();
        let mut look = |phrase| {
            all += 1;
            known += usize::from(self.0.get(&phrase).is_some_and(|count| *count >= least));
        };
        text.lines().for_each(|line| words.read(line, &mut look));
        crate::pairs::prose::ratio(known, all)
    }
}

/// The last words that were read, as a ring.
#[derive(Default)]
struct Words {
    last: [u64; WORDS],
    read: usize,
}

impl Words {
    fn read(&mut self, line: &str, phrase: &mut impl FnMut(u64)) {
        let line = TICKS.iter().find_map(|tick| line.split_once(tick)).map_or(line, |(_, rest)| rest);
        for word in line.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()) {
            self.last[self.read % WORDS] = hash_of_word(word);
            self.read += 1;
            if self.read >= WORDS {
                let mut hash = Running::default();
                (0..WORDS).for_each(|at| hash.extend(&self.last[(self.read + at) % WORDS].to_le_bytes()));
                phrase(hash.value());
            }
        }
    }
}

fn hash_of_word(word: &str) -> u64 {
    match word.chars().any(char::is_uppercase) {
        true => hash(word.to_lowercase().as_bytes()),
        false => hash(word.as_bytes()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_phrase_is_the_same_in_other_lines_and_ticked() {
        let mut phrases = Phrases::default();
        let said = "- [x] Every harbour master signs the list\n  before the boats leave";
        phrases.ask(said);
        assert!(phrases.known(said, 1) <= 0.0);
        phrases.count(&Text::new("* every harbour Master signs\nthe list before the boats\nleave".to_owned()));
        assert!(phrases.known(said, 1) >= 1.0 && phrases.known("Six other words of another text", 1) <= 0.0);
        assert!(phrases.known("too short", 1) <= 0.0);
    }
}
