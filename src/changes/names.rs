//! Words that a side took away altogether, and words that it brought: where one side's meet the other's, something may be
//! used that is gone.
//!
//! Not here: whether such a word named anything (`river::references`), what it means (`findings::dangling_reference`).

use std::ops::Range;

use crate::edits::Edits;
use crate::hash::{ByHash, hash};
use crate::source::Text;

/// Shorter words name nothing that could be told apart.
const MIN_LETTERS: usize = 3;
/// A side that took away more words rewrote its files; nobody can say what of it was a name.
const MAX_WORDS: usize = 20_000;

/// A word that a side took away altogether.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Lost {
    /// The word.
    pub word: String,
    /// The files it was taken from, by their index in the merge, in order.
    pub files: Vec<usize>,
    /// From how many lines.
    pub lines: usize,
}

/// The words of one side's edits, of one file or of all.
#[derive(Debug, Default)]
pub struct Names {
    /// By the hash of the word, so that most words are never copied nor compared.
    gone: ByHash<Lost>,
    brought: ByHash<()>,
}

impl Names {
    /// Notes what a side took from one file and brought to it.
    pub fn note(&mut self, file: usize, base: &Text, side: &Text, edits: &Edits) {
        if self.gone.len() > MAX_WORDS {
            return;
        }
        for line in edits.removed.iter().flat_map(Clone::clone) {
            for word in words(base.line(line)) {
                self.lose(word, file);
            }
            if let Some(anchor) = anchor_of(base.line(line)) {
                self.lose(&anchor, file);
            }
        }
        for line in edits.added.iter().flat_map(|edit| edit.lines.clone()).map(|line| side.line(line)) {
            self.brought.extend(anchor_of(line).map(|anchor| (hash(anchor.as_bytes()), ())));
            for word in words(line) {
                self.brought.insert(hash(word.as_bytes()), ());
            }
        }
    }

    fn lose(&mut self, word: &str, file: usize) {
        let new = || Lost { word: word.to_owned(), ..Lost::default() };
        let lost = self.gone.entry(hash(word.as_bytes())).or_insert_with(new);
        if lost.files.last() != Some(&file) {
            lost.files.push(file);
        }
        lost.lines += 1;
    }

    /// Adds the words of a further file, of which this one holds none.
    pub fn extend(&mut self, file: &Names) {
        if self.gone.len() > MAX_WORDS {
            return;
        }
        file.gone.iter().for_each(|(word, lost)| {
            let own = self.gone.entry(*word).or_insert_with(|| Lost { word: lost.word.clone(), ..Lost::default() });
            own.files.extend(&lost.files);
            own.lines += lost.lines;
        });
        self.brought.extend(&file.brought);
    }

    /// Lists the words that this side took away and did not bring again, and that the other side brought.
    pub fn missed_by<'a>(&'a self, other: &'a Names) -> impl Iterator<Item = &'a Lost> {
        let is_missed = |word: &u64| {
            !self.brought.contains_key(word) && other.brought.contains_key(word) && !other.gone.contains_key(word)
        };
        let is_bounded = self.gone.len() <= MAX_WORDS;
        let mut missed: Vec<_> = self.gone.iter().filter(|(word, _)| is_bounded && is_missed(word)).collect();
        missed.sort_unstable_by_key(|(word, _)| **word);
        missed.into_iter().map(|(_, lost)| lost)
    }

    /// Returns what the side took away and what it brought, each word by its hash, in order; nothing of a side that took
    /// away too much to say what of it was a name.
    #[must_use]
    pub fn hashes(&self) -> [Vec<u64>; 2] {
        let is_bounded = self.gone.len() <= MAX_WORDS;
        let mut gone: Vec<u64> = self.gone.keys().copied().filter(|_| is_bounded).collect();
        gone.sort_unstable();
        let mut brought: Vec<u64> = self.brought.keys().copied().collect();
        brought.sort_unstable();
        [gone, brought]
    }

    /// Tells whether the side brought a word.
    #[must_use]
    pub fn brings(&self, word: &str) -> bool {
        self.brought.contains_key(&hash(word.as_bytes()))
    }
}

/// The anchor of a line that is a heading of Markdown.
fn anchor_of(line: &str) -> Option<String> {
    let words = line.trim().strip_prefix('#')?.trim_start_matches('#');
    Some(anchor(words)).filter(|anchor| words.starts_with(' ') && anchor.contains('-'))
}

/// The anchor that renderers make of a heading.
#[must_use]
pub fn anchor(heading: &str) -> String {
    let kept = heading.trim().chars().filter(|letter| letter.is_alphanumeric() || " -_".contains(*letter));
    kept.flat_map(char::to_lowercase).map(|letter| if letter == ' ' { '-' } else { letter }).collect()
}

/// The words of a line: names as languages write them, and names with hyphens or dots as a whole.
pub fn words(line: &str) -> impl Iterator<Item = &str> {
    let names = line.split(|letter: char| !letter.is_alphanumeric() && letter != '_');
    let joins = if line.contains(['-', '.']) { line } else { "" };
    let joined = joins.split(|letter: char| !letter.is_alphanumeric() && !"_-.".contains(letter));
    let joined = joined.map(|word| word.trim_matches(['-', '.'])).filter(|word| word.contains(['-', '.']));
    names
        .chain(joined)
        .filter(|word| word.len() >= MIN_LETTERS && word.starts_with(|letter: char| !letter.is_ascii_digit()))
}

/// Finds the places of a word in a line: byte ranges, not within a longer word.
pub fn places<'a>(line: &'a str, word: &'a str) -> impl Iterator<Item = Range<usize>> + 'a {
    let is_word = |letter: Option<char>| letter.is_some_and(|letter| letter.is_alphanumeric() || letter == '_');
    line.match_indices(word)
        .map(|(at, _)| at..at + word.len())
        .filter(move |at| !is_word(line[..at.start].chars().next_back()) && !is_word(line[at.end..].chars().next()))
}

/// Tells whether a text holds a word, not within a longer one.
#[must_use]
pub fn stands_in(text: &Text, word: &str) -> bool {
    text.as_str().contains(word) && text.lines().any(|line| places(line, word).next().is_some())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edits;

    fn names(base: &str, side: &str) -> Names {
        let (base, side) = (Text::new(base.to_owned()), Text::new(side.to_owned()));
        let mut names = Names::default();
        names.note(0, &base, &side, &edits::of(&base, &[], &side));
        names
    }

    #[test]
    fn a_word_that_one_took_away_and_the_other_brings() {
        let ours = names("def tax(a):\n    pass\nother\n", "def vat(a):\n    pass\nother\n");
        let theirs = names("x\n", "x\nprint(tax(1))\n");
        assert_eq!(ours.missed_by(&theirs).map(|lost| lost.word.as_str()).collect::<Vec<_>>(), ["tax"]);
        assert_eq!(theirs.missed_by(&ours).count(), 0);
    }

    #[test]
    fn words_are_whole() {
        let found: Vec<&str> = words("a.b(legacy_cache, \"old-name\", see setup.md)").collect();
        assert_eq!(found, ["legacy_cache", "old", "name", "see", "setup", "a.b", "old-name", "setup.md"]);
        assert_eq!(places("tax taxes _tax tax", "tax").collect::<Vec<_>>(), [0..3, 15..18]);
    }
}
