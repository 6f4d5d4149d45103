//! Prose as words that can be compared: folded, stemmed, its values typed.
//!
//! Not here: how alike two sentences are (`prose.rs`), what a document is made of (`units`).

use std::borrow::Cow;
use std::collections::BTreeSet;

use crate::hash::Map;
use rust_stemmers::{Algorithm, Stemmer};

use super::value::{Value, ValueKind};
use super::values;
use super::{endings, synonyms};
use crate::letters::{compatible, in_word, is_wide};

/// A sentence as words that can be compared.
#[derive(Debug, Clone, Default)]
pub struct Words {
    /// The stems of the words that carry meaning, in order; for scripts without spaces pairs of letters.
    pub stems: Vec<String>,
    /// A hash of each stem, by which two of them are told apart at once.
    pub(super) keys: Vec<u32>,
    /// The meanings of each stem as numbers; empty unless asked for.
    pub meanings: Vec<Vec<u16>>,
    /// Stems of words that are written like names.
    pub names: BTreeSet<String>,
    /// Numbers, dates, versions and the like, in order.
    pub values: Vec<Value>,
    /// The date that the sentence begins with, if it does: an entry of a calendar is named by its day.
    pub led_by: Option<Value>,
    /// Whether the sentence denies something ("no", "never", "without").
    pub negated: bool,
    /// Three letters in a row, hashed; over the folded text without its values.
    pub trigrams: Trigrams,
    /// The folded text, letters and digits only: equal for two texts that differ in marks, case or spaces.
    pub folded: String,
}

/// Three letters in a row, hashed, in order, each once.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Trigrams(Vec<u32>);

/// Words that carry no meaning of their own in the languages that the tests know. A word on this list never makes two
/// sentences alike. Sorted, for the search.
const STOP_WORDS: &[&str] = &[
    "a", "about", "all", "also", "am", "an", "and", "any", "are", "as", "at", "be", "been", "both", "but", "by", "can",
    "da", "das", "de", "dem", "den", "der", "des", "die", "do", "does", "ein", "eine", "el", "en", "et", "for", "from",
    "had", "has", "have", "how", "i", "if", "il", "in", "into", "is", "it", "its", "la", "las", "le", "les", "los",
    "may", "mit", "more", "most", "of", "on", "or", "our", "so", "some", "such", "than", "that", "the", "their",
    "them", "then", "there", "these", "they", "this", "to", "un", "und", "une", "up", "van", "von", "was", "we",
    "were", "what", "when", "which", "while", "who", "will", "with", "would", "you", "your", "zu",
];

/// Words that deny. Kept as a flag and not as a stem: one of them turns a sentence round.
const NEGATIONS: &[&str] = &[
    "aucun", "cannot", "dont", "geen", "kein", "keine", "neither", "never", "nicht", "niemals", "niet", "no", "non",
    "none", "not", "nunca", "sans", "without",
];

impl Words {
    /// Reads plain text, markup already taken off.
    #[must_use]
    pub fn of(plain: &str) -> Words {
        let folded = fold(plain);
        let text = spelled(&folded);
        let (rest, values) = values::split(&text);
        let mut words = Words { values, ..Words::default() };
        each_word(&rest, |word| words.take(word));
        words.keys = words.stems.iter().map(|stem| synonyms::key(stem)).collect();
        words.led_by = leading_date(&text, words.values.first());
        words.trigrams = trigrams(&rest);
        words.folded = text.chars().filter(|letter| in_word(*letter)).collect();
        words
    }

    /// Reads plain text, and looks up what its words mean and which are names.
    #[must_use]
    pub fn with_meanings(plain: &str) -> Words {
        let mut words = Words::of(plain);
        words.meanings = words.stems.iter().map(|stem| synonyms::meanings(stem)).collect();
        words.names = names(plain);
        words
    }

    /// Returns the first stems, at most so many, each with its hash.
    pub(super) fn head(&self, most: usize) -> Vec<(u32, &str)> {
        self.keys.iter().copied().zip(self.stems.iter().map(String::as_str)).take(most).collect()
    }

    fn take(&mut self, word: &str) {
        if word.is_empty() {
            return;
        }
        if endings::denies(word)
            || NEGATIONS.contains(&word)
            || word.ends_with("nt") && NEGATIONS_CONTRACTED.contains(&word)
        {
            self.negated = true;
        } else if word.is_ascii() {
            if STOP_WORDS.binary_search(&word).is_err() {
                self.stems.push(stem(word));
            }
        } else if !endings::is_stop_word(word) {
            self.take_of_another_script(word);
        }
    }

    fn take_of_another_script(&mut self, word: &str) {
        if word.chars().any(endings::is_korean) {
            self.stems.extend(letter_pairs(endings::korean(word)));
        } else if endings::is_hindi(word) {
            self.stems.push(endings::hindi(word).to_owned());
        } else if word.chars().any(is_wide) {
            self.stems.extend(letter_pairs(word));
        } else {
            self.stems.push(stem(word));
        }
    }
}

/// Hands on each word of a folded text whose values are taken out.
fn each_word(rest: &str, mut take: impl FnMut(&str)) {
    // What is named by what it is not is named all the same: "non-disclosure" denies nothing.
    let glued = if rest.contains(" non-") { Cow::Owned(rest.replace(" non-", " non")) } else { Cow::Borrowed(rest) };
    for word in glued.split(|letter: char| !in_word(letter) && letter != '\'').filter(|word| !word.is_empty()) {
        if word.contains('\'') { take(&word.replace('\'', "")) } else { take(word) }
    }
}

/// The stems of many lines, each word stemmed once.
#[derive(Default)]
pub(super) struct Stems {
    known: Map<String, Vec<String>>,
}

impl Stems {
    /// Hands on the stems of a line, as [`Words::of`] has them.
    pub(super) fn each(&mut self, plain: &str, mut take: impl FnMut(&str)) {
        let (rest, _) = values::split(&spelled(&fold(plain)));
        each_word(&rest, |word| {
            if !self.known.contains_key(word) {
                let mut words = Words::default();
                words.take(word);
                self.known.insert(word.to_owned(), words.stems);
            }
            self.known.get(word).into_iter().flatten().for_each(|stem| take(stem));
        });
    }
}

/// Stems of the words that are written with a capital though no sentence begins there, or with several. The first word
/// of a sentence is taken for a name when no dictionary has it.
fn names(plain: &str) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    let mut begins = true;
    for word in plain.split_whitespace() {
        let letters = word.trim_matches(|letter: char| !letter.is_alphanumeric());
        let capitals = letters.chars().filter(|letter| letter.is_uppercase()).count();
        let capital = letters.starts_with(char::is_uppercase);
        let stems = if capital || capitals > 1 { Words::of(letters).stems } else { Vec::new() };
        let unknown = || stems.iter().all(|stem| synonyms::meanings(stem).is_empty());
        if capitals > 1 || capital && (!begins || unknown()) {
            names.extend(stems);
        }
        begins = begins && letters.is_empty() || word.ends_with(['.', ':', '!', '?']);
    }
    names
}

/// Tells whether the first value is a date with nothing but marks before it.
fn leading_date(text: &str, first: Option<&Value>) -> Option<Value> {
    first.filter(|value| value.kind == ValueKind::Date)?;
    let start = text.trim_start_matches(|letter: char| !letter.is_alphanumeric());
    let head: String = start.chars().take(24).collect();
    let (rest, values) = values::split(&head);
    let leads = rest.starts_with(' ') && values.first() == first;
    first.filter(|_| leads).cloned()
}

/// Contracted negations, apostrophe already dropped.
const NEGATIONS_CONTRACTED: &[&str] =
    &["arent", "cant", "couldnt", "didnt", "doesnt", "hasnt", "havent", "isnt", "shouldnt", "wasnt", "wont", "wouldnt"];

/// Folds what means the same (NFKC), case, quotes, dashes, no-break spaces and the accents that Latin letters carry, the same way on both sides.
#[must_use]
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase().replace('`', "'");
    }
    let mut folded = String::with_capacity(text.len());
    for letter in compatible(text).chars() {
        match letter {
            '\u{2018}' | '\u{2019}' | '\u{201b}' | '`' => folded.push('\''),
            '\u{201c}' | '\u{201d}' | '\u{201e}' => folded.push('"'),
            '\u{2010}'..='\u{2015}' | '\u{2212}' => folded.push('-'),
            '\u{a0}' | '\u{2007}' | '\u{202f}' | '\u{200b}' | '\u{feff}' => folded.push(' '),
            '\u{300}'..='\u{36f}' => {}
            'ß' => folded.push_str("ss"),
            _ => folded.extend(letter.to_lowercase().map(plain_letter)),
        }
    }
    folded
}

/// Spells out the signs that tell names apart: `C`, `C++` and `C#` are three languages.
fn spelled(text: &str) -> Cow<'_, str> {
    if !text.contains('#') && !text.contains("++") {
        return Cow::Borrowed(text);
    }
    let ends = |rest: &str| !rest.starts_with(|next: char| next.is_alphanumeric() || next == '#' || next == '+');
    let mut spelled = String::with_capacity(text.len() + 16);
    for (at, letter) in text.char_indices() {
        let rest = &text[at + letter.len_utf8()..];
        let in_word = spelled.ends_with(|before: char| before.is_alphanumeric());
        match letter {
            '#' if in_word && ends(rest) => spelled.push_str("sharp"),
            '+' if in_word && rest.strip_prefix('+').is_some_and(ends) => spelled.push_str("plus"),
            _ => spelled.push(letter),
        }
    }
    Cow::Owned(spelled)
}

/// Takes the accent off a Latin letter. Other scripts stay as they are: in Japanese a mark makes another letter.
fn plain_letter(letter: char) -> char {
    const PLAIN: &[(&str, char)] = &[
        ("àáâãäåāăą", 'a'),
        ("çćĉċč", 'c'),
        ("ďđ", 'd'),
        ("èéêëēĕėęě", 'e'),
        ("ìíîïīĭįı", 'i'),
        ("ñńņň", 'n'),
        ("òóôõöøōŏő", 'o'),
        ("śŝşš", 's'),
        ("ţťŧ", 't'),
        ("ùúûüũūŭůűų", 'u'),
        ("ýÿ", 'y'),
        ("źżž", 'z'),
        ("ł", 'l'),
    ];
    if letter.is_ascii() {
        return letter;
    }
    PLAIN.iter().find(|(accented, _)| accented.contains(letter)).map_or(letter, |(_, plain)| *plain)
}

fn letter_pairs(word: &str) -> Vec<String> {
    let letters: Vec<char> = word.chars().collect();
    match letters.len() {
        1 => vec![word.to_owned()],
        _ => letters.windows(2).map(|pair| pair.iter().collect()).collect(),
    }
}

/// English stems, which also join most European plurals; Cyrillic words are stemmed as Russian.
fn stem(word: &str) -> String {
    let cyrillic = word.chars().any(|letter| matches!(letter, '\u{400}'..='\u{4ff}'));
    let algorithm = if cyrillic { Algorithm::Russian } else { Algorithm::English };
    let stemmed = Stemmer::create(algorithm).stem(word);
    stemmed.into_owned()
}

fn trigrams(text: &str) -> Trigrams {
    let mut joined: Vec<char> = Vec::with_capacity(text.len() + 2);
    for word in text.split(|letter: char| !in_word(letter)).filter(|word| !word.is_empty()) {
        joined.push(' ');
        joined.extend(word.chars());
    }
    // A text without words is two spaces.
    joined.push(' ');
    let three = |three: &[char]| three.iter().fold(0x811c_9dc5, |hash, letter| mix(hash, u32::from(*letter)));
    let mut found: Vec<u32> = joined.windows(3).map(three).collect();
    found.sort_unstable();
    found.dedup();
    Trigrams(found)
}

impl Trigrams {
    /// Returns those of a text as it stands, folded, its values taken out.
    #[must_use]
    pub fn of(plain: &str) -> Trigrams {
        trigrams(&values::split(&spelled(&fold(plain))).0)
    }

    /// Returns how many there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.0.len()
    }

    /// Counts those that another text has, too.
    #[must_use]
    pub fn shared(&self, other: &Trigrams) -> usize {
        let (mut one, mut rest, mut shared) = (self.0.as_slice(), other.0.as_slice(), 0);
        while let ([first, behind @ ..], [second, after @ ..]) = (one, rest) {
            shared += usize::from(first == second);
            if first <= second {
                one = behind;
            }
            if second <= first {
                rest = after;
            }
        }
        shared
    }
}

/// FNV-1a over whole characters: the same on every platform.
fn mix(hash: u32, value: u32) -> u32 {
    (hash ^ value).wrapping_mul(0x0100_0193)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stop_words_are_sorted() {
        assert!(STOP_WORDS.is_sorted());
    }

    #[test]
    fn words_fold_and_stem() {
        let words = Words::of("The Reports aren\u{2019}t “ready” — Café");
        assert_eq!(words.stems, ["report", "readi", "cafe"]);
        assert!(words.negated);
    }

    #[test]
    fn names_with_signs_are_told_apart() {
        let folded = |text: &str| Words::of(text).folded;
        assert_eq!(["C", "C++", "C#"].map(folded), ["c", "cplus", "csharp"]);
        assert_eq!(["i++ + 1", "see #12", "a#b"].map(folded), ["iplus1", "see12", "ab"]);
    }

    #[test]
    fn scripts_without_spaces_become_pairs() {
        assert_eq!(Words::of("顧客データ").stems, ["顧客", "客デ", "デー", "ータ"]);
    }
}
