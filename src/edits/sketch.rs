//! Which files can hold a pair at all: a cheap look at the added lines before any of them is parsed.
//!
//! Not here: likeness. A sketch may say yes too often; it says no only where no two lines share more than common words,
//! shapes and neighbours.

use std::borrow::Borrow;
use std::collections::BTreeSet;

use super::Edits;
use crate::hash::{ByHash, Map, Running};
use crate::source::Text;

/// A feature that more lines of one side share is too common to say anything about a pair of files.
const MAX_LINES_OF_A_FEATURE: usize = 12;
/// So many rare words must two lines of different files share before their files are read.
const MIN_SHARED_WORDS: usize = 3;
/// So many lines of one shape must two files share before they are read; two can be an idiom.
const MIN_SHARED_SHAPES: u32 = 3;
/// So many times two words must stand side by side in both lines.
const MIN_SHARED_NEIGHBOURS: usize = 2;
/// A line with fewer letters to each sign is no sentence.
const WORDS_TO_A_SIGN: usize = 4;
/// Shorter lines (letters and digits only) say nothing about two different files.
pub(super) const MIN_LETTERS: usize = 12;

/// The features of the lines that one side added to one file.
#[derive(Debug, Clone, Default)]
pub struct Sketch {
    /// For each added line: its words, hashed.
    words: Vec<Vec<u64>>,
    /// For each added line that is a sentence: each two neighbouring words, hashed.
    neighbours: Vec<Vec<u64>>,
    /// For each added line: its shape, names and numbers folded; 0 where the line is too short to count.
    shapes: Vec<u64>,
    /// For each added line: its letters and digits, hashed.
    lines: Vec<u64>,
}

impl Sketch {
    /// Sketches the added lines of one version.
    #[must_use]
    pub fn of(text: &Text, edits: &Edits) -> Sketch {
        let mut sketch = Sketch::default();
        for line in edits.added.iter().flat_map(|edit| edit.lines.clone()).map(|index| text.line(index)) {
            if let Some(key) = key(line) {
                let mut words = words(line);
                sketch.neighbours.push(if is_sentence(line) { neighbours(&words) } else { Vec::new() });
                words.sort_unstable();
                words.dedup();
                sketch.words.push(words);
                sketch.shapes.push(shape(line));
                sketch.lines.push(key);
            }
        }
        sketch
    }
}

impl Sketch {
    /// Returns the added lines that are long enough, each by its [`key`].
    #[must_use]
    pub fn lines(&self) -> &[u64] {
        &self.lines
    }

    /// Appends the sketch as numbers, which [`Sketch::of_numbers`] reads again.
    pub fn to_numbers(&self, numbers: &mut Vec<u64>) {
        numbers.push(self.lines.len() as u64);
        numbers.extend(&self.lines);
        numbers.extend(&self.shapes);
        for line in self.words.iter().chain(&self.neighbours) {
            numbers.push(line.len() as u64);
            numbers.extend(line);
        }
    }

    /// Reads a sketch off the front of numbers; `None` where they end too early.
    #[must_use]
    pub fn of_numbers(numbers: &mut &[u64]) -> Option<Sketch> {
        let count = front(numbers, 1)?[0];
        let (lines, shapes) = (front(numbers, count)?.to_vec(), front(numbers, count)?.to_vec());
        let mut each = || -> Option<Vec<Vec<u64>>> {
            let mut all = Vec::with_capacity(lines.len());
            for _ in 0..count {
                let length = front(numbers, 1)?[0];
                all.push(front(numbers, length)?.to_vec());
            }
            Some(all)
        };
        Some(Sketch { words: each()?, neighbours: each()?, shapes, lines })
    }
}

/// Takes so many numbers off the front.
fn front<'n>(numbers: &mut &'n [u64], count: u64) -> Option<&'n [u64]> {
    let (front, rest) = numbers.split_at_checked(usize::try_from(count).ok()?)?;
    *numbers = rest;
    Some(front)
}

/// Counts to how many files of one side each line was added. Lines are asked for by their [`key`].
#[must_use]
pub fn files_of_lines(sketches: &[&Sketch]) -> ByHash<usize> {
    let mut files = ByHash::default();
    for sketch in sketches {
        for line in sketch.lines.iter().collect::<BTreeSet<_>>() {
            *files.entry(*line).or_default() += 1;
        }
    }
    files
}

/// A line by its letters and digits, hashed; `None` for a short one.
#[must_use]
pub fn key(line: &str) -> Option<u64> {
    let (mut hash, mut count) = (Running::default(), 0);
    if line.is_ascii() {
        for letter in line.bytes().filter(u8::is_ascii_alphanumeric) {
            hash.extend(&[letter.to_ascii_lowercase()]);
            count += 1;
        }
        return (count >= MIN_LETTERS).then(|| hash.value());
    }
    for letter in line.chars().filter(|letter| letter.is_alphanumeric()) {
        each_lowercase(letter, |letter| {
            hash.push(letter);
            count += 1;
        });
    }
    (count >= MIN_LETTERS).then(|| hash.value())
}

fn each_lowercase(letter: char, mut take: impl FnMut(char)) {
    match letter.is_ascii() {
        true => take(letter.to_ascii_lowercase()),
        false => letter.to_lowercase().for_each(take),
    }
}

/// Returns the files, by their index in `ours` and `theirs`, that may hold a pair with a file of the other side.
/// Both lists hold one sketch for each file of the merge, in the same order; a file that both sides added to is
/// always worth reading.
#[must_use]
pub fn worth_reading<S: Borrow<Sketch>>(ours: &[S], theirs: &[S], both: &[bool]) -> [BTreeSet<usize>; 2] {
    let mut found = [BTreeSet::new(), BTreeSet::new()];
    for index in (0..both.len()).filter(|index| both[*index]) {
        found[0].insert(index);
        found[1].insert(index);
    }
    let mut meet = |our_file: usize, their_file: usize| {
        found[0].insert(our_file);
        found[1].insert(their_file);
    };
    by_lines((ours, theirs), |sketch| &sketch.words, |words| MIN_SHARED_WORDS.min(words), &mut meet);
    // In a long text every word is common; two in a row are not, and a line that is said again is not.
    by_lines((ours, theirs), |sketch| &sketch.neighbours, |_| MIN_SHARED_NEIGHBOURS, &mut meet);
    by_features((ours, theirs), |sketch| &sketch.shapes, MIN_SHARED_SHAPES, &mut meet);
    by_features((ours, theirs), |sketch| &sketch.lines, 1, &mut meet);
    found
}

type Meet<'a> = &'a mut dyn FnMut(usize, usize);

/// Lets files meet of which two lines share so many features that are rare among the lines of ours; `least` is told how
/// many features their line has.
fn by_lines<S: Borrow<Sketch>>(
    (ours, theirs): (&[S], &[S]),
    features: fn(&Sketch) -> &Vec<Vec<u64>>,
    least: fn(usize) -> usize,
    meet: Meet<'_>,
) {
    let asked = theirs.iter().flat_map(|sketch| features(sketch.borrow())).flatten().map(|feature| (*feature, ()));
    let asked: ByHash<()> = asked.collect();
    let mut index: ByHash<Vec<(usize, usize)>> = ByHash::default();
    for (file, sketch) in ours.iter().enumerate() {
        for (line, features) in features(sketch.borrow()).iter().enumerate() {
            for feature in features.iter().filter(|feature| asked.contains_key(*feature)) {
                let lines = index.entry(*feature).or_default();
                if lines.len() <= MAX_LINES_OF_A_FEATURE {
                    lines.push((file, line));
                }
            }
        }
    }
    for (their_file, sketch) in theirs.iter().enumerate() {
        for features in features(sketch.borrow()) {
            let mut shared: Map<(usize, usize), usize> = Map::default();
            let lines = features.iter().filter_map(|feature| index.get(feature));
            for place in lines.filter(|lines| lines.len() <= MAX_LINES_OF_A_FEATURE).flatten() {
                *shared.entry(*place).or_default() += 1;
            }
            let needed = least(features.len());
            for ((our_file, _), _) in shared.into_iter().filter(|(_, count)| *count >= needed) {
                meet(our_file, their_file);
            }
        }
    }
}

/// Lets files meet that share so many features which are rare among the files of ours.
fn by_features<S: Borrow<Sketch>>(
    (ours, theirs): (&[S], &[S]),
    features: fn(&Sketch) -> &Vec<u64>,
    least: u32,
    meet: Meet<'_>,
) {
    let asked = theirs.iter().flat_map(|sketch| features(sketch.borrow())).map(|feature| (*feature, ()));
    let asked: ByHash<()> = asked.collect();
    let mut index: ByHash<BTreeSet<usize>> = ByHash::default();
    for (file, sketch) in ours.iter().enumerate() {
        for feature in features(sketch.borrow()).iter().filter(|feature| asked.contains_key(*feature)) {
            index.entry(*feature).or_default().insert(file);
        }
    }
    for (their_file, sketch) in theirs.iter().enumerate() {
        let mut shared: Map<usize, u32> = Map::default();
        let asked: BTreeSet<u64> = features(sketch.borrow()).iter().copied().collect();
        let rare = asked.iter().filter_map(|feature| index.get(feature)).filter(|f| f.len() <= MAX_LINES_OF_A_FEATURE);
        for our_file in rare.flatten() {
            *shared.entry(*our_file).or_default() += 1;
        }
        for (our_file, _) in shared.into_iter().filter(|(_, count)| *count >= least) {
            meet(our_file, their_file);
        }
    }
}

/// Words of four letters or more by their first five letters, so that endings do not matter; letters of languages
/// without spaces by pairs.
fn words(line: &str) -> Vec<u64> {
    if line.is_ascii() {
        let words = line.as_bytes().split(|letter| !letter.is_ascii_alphanumeric());
        return words.filter_map(of_ascii).collect();
    }
    let mut found = Vec::new();
    let mut letters: Vec<char> = Vec::new();
    for word in line.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()) {
        letters.clear();
        word.chars().for_each(|letter| each_lowercase(letter, |letter| letters.push(letter)));
        if letters.iter().any(|letter| *letter >= '\u{2e80}') {
            found.extend(letters.windows(2).map(of_letters));
        } else if letters.len() >= 4 || letters.iter().all(char::is_ascii_digit) {
            found.push(of_letters(&letters[..letters.len().min(5)]));
        }
    }
    found
}

fn of_ascii(word: &[u8]) -> Option<u64> {
    let says = !word.is_empty() && (word.len() >= 4 || word.iter().all(u8::is_ascii_digit));
    says.then(|| {
        let mut hash = Running::default();
        word.iter().take(5).for_each(|letter| hash.extend(&[letter.to_ascii_lowercase()]));
        hash.value()
    })
}

fn of_letters(letters: &[char]) -> u64 {
    let mut hash = Running::default();
    letters.iter().for_each(|letter| hash.push(*letter));
    hash.value()
}

/// Each two words that stand side by side.
fn neighbours(words: &[u64]) -> Vec<u64> {
    words.windows(2).map(|pair| pair[0].rotate_left(17) ^ pair[1]).collect()
}

/// Tells whether a line is more words than signs.
fn is_sentence(line: &str) -> bool {
    if line.is_ascii() {
        let line = line.trim();
        let words = line.bytes().filter(|letter| letter.is_ascii_alphanumeric() || *letter == b' ').count();
        return words >= WORDS_TO_A_SIGN * (line.len() - words);
    }
    let (mut words, mut signs) = (0, 0);
    for letter in line.trim().chars() {
        *if letter.is_alphanumeric() || letter == ' ' { &mut words } else { &mut signs } += 1;
    }
    words >= WORDS_TO_A_SIGN * signs
}

/// The line with every run of letters, digits and underscores as one sign.
pub(super) fn shape(line: &str) -> u64 {
    let mut hash = Running::default();
    if line.is_ascii() {
        let mut last = None;
        for letter in line.trim().bytes() {
            let sign = if letter.is_ascii_alphanumeric() || letter == b'_' { b'a' } else { letter };
            if !(matches!(sign, b'a' | b' ') && last == Some(sign)) {
                hash.extend(&[sign]);
            }
            last = Some(sign);
        }
        return hash.value();
    }
    let mut last = None;
    for letter in line.trim().chars() {
        let sign = if letter.is_alphanumeric() || letter == '_' { 'a' } else { letter };
        if !(matches!(sign, 'a' | ' ') && last == Some(sign)) {
            hash.push(sign);
        }
        last = Some(sign);
    }
    hash.value()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edits;

    fn sketch(lines: &str) -> Sketch {
        let text = Text::new(lines.to_owned());
        Sketch::of(&text, &edits::of(&Text::default(), &[], &text))
    }

    #[test]
    fn files_meet_by_words_or_by_shape() {
        let bullet = sketch("- Customer data never leaves the region\n");
        let reworded = sketch("- No customer data leaves our regions\n");
        let helper = sketch("let mut out = String::new();\nfor ch in title.chars() {\nout.push(ch.to_lower());\n");
        let renamed = sketch("let mut res = Text::new();\nfor c in words.letters() {\nres.add(c.to_small());\n");
        let other = sketch("nothing that anybody else would have said\n");
        let ours = [bullet, helper, other.clone()];
        let theirs = [other, renamed, reworded];
        let [found_ours, found_theirs] = worth_reading(&ours, &theirs, &[false; 3]);
        assert_eq!(found_ours.into_iter().collect::<Vec<_>>(), [0, 1, 2]);
        assert_eq!(found_theirs.into_iter().collect::<Vec<_>>(), [0, 1, 2]);
        let [alone, _] = worth_reading(&ours[..1], &theirs[..1], &[false]);
        assert!(alone.is_empty());
    }

    #[test]
    fn a_line_is_sketched_as_what_it_says_whatever_stands_beside_it() {
        // One letter that is no sign of ASCII sends the line the longer way.
        for line in
            ["    let Mut out_2 = Text::new(14, \"abc\");", "- No customer  data leaves our 3 regions", "a\u{b}b\x1cc"]
        {
            let wide = |line: &str| format!("{line} é");
            let words_beside = |line: &str| words(&wide(line));
            assert_eq!(words(line), words_beside(line), "{line}");
            assert_eq!(shape(&format!("{line} e")), shape(&wide(line)), "{line}");
            assert_eq!(is_sentence(&format!("{line} e")), is_sentence(&wide(line)), "{line}");
        }
        let (plain, wide) = (key("Mixed Case_letters 12"), key("mixed case…LETTERS 12"));
        assert!(plain.is_some() && plain == wide);
    }

    #[test]
    fn a_sketch_is_the_same_as_numbers() {
        let one = sketch("- Customer data never leaves the region\nlet mut out = String::new();\n");
        let mut numbers = Vec::new();
        one.to_numbers(&mut numbers);
        let again = Sketch::of_numbers(&mut numbers.as_slice()).expect("because they are whole");
        assert_eq!((&again.words, &again.neighbours), (&one.words, &one.neighbours));
        assert_eq!((&again.shapes, &again.lines), (&one.shapes, &one.lines));
        assert!(Sketch::of_numbers(&mut &numbers[..numbers.len() - 1]).is_none());
    }
}
