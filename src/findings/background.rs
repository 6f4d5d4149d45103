//! What the base already held: the answer to the one question that is asked when, and only when, there are candidates.
//!
//! Not here: reading the base (the door does it), what novelty means for a finding (`mod.rs`).

use std::collections::{BTreeMap, BTreeSet};

use super::phrases::Phrases;
use crate::changes::change::Change;
use crate::hash::{ByHash, Running, hash};
use crate::source::Text;

/// Shorter lines (letters and digits only) stand everywhere and tell nothing.
const MIN_LETTERS: usize = 4;

/// So many telling lines in a row are asked for as a run: each line by itself may be common, a run is as rare as the run.
const RUN: usize = 3;
/// Smaller code has no shape of its own.
const MIN_TOKENS_OF_A_SHAPE: usize = 30;
/// What has fewer telling lines is asked for line by line.
const MIN_LINES_FOR_RUNS: usize = 2 * RUN;

/// How often the base holds certain lines and runs of lines.
#[derive(Debug, Default)]
pub struct Background {
    lines: ByHash<u32>,
    shapes: ByHash<u32>,
    phrases: Phrases,
    /// Code by its text, with its runs of lines, names and values aside, and the largest share of them that one file holds.
    relatives: BTreeMap<u64, Relatives>,
}

impl Background {
    /// Prepares to count the lines of these additions.
    #[must_use]
    pub fn asking<'a>(additions: impl Iterator<Item = &'a Change>) -> Background {
        let mut background = Background::default();
        for addition in additions {
            for (_, shape) in addition.text.lines().filter_map(keys) {
                background.shapes.entry(shape).or_default();
            }
            if addition.unit.tokens.len() >= MIN_TOKENS_OF_A_SHAPE {
                let lines = folded_lines(addition.text.lines());
                background
                    .relatives
                    .entry(hash(addition.text.as_bytes()))
                    .or_insert_with(|| Relatives::asking(runs(&lines)));
            }
            for asked in asked(&addition.text, true).into_iter().chain(asked(&addition.text, false)) {
                background.lines.entry(asked).or_default();
            }
        }
        background
    }

    /// Prepares to count the phrases of these additions, too: they tell of what stands in two files.
    pub fn ask_phrases<'a>(&mut self, additions: impl Iterator<Item = &'a Change>) {
        let texts = additions.filter(|addition| addition.unit.tokens.is_empty());
        texts.for_each(|addition| self.phrases.ask(&addition.text));
    }

    /// Tells whether there is anything to ask.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// Counts the lines of one file of the base.
    pub fn count(&mut self, base: &Text) {
        let lines: Vec<(u64, u64)> = base.lines().filter_map(keys).collect();
        for (_, shape) in &lines {
            count(&mut self.shapes, *shape);
        }
        if !self.relatives.is_empty() {
            let held: ByHash<()> = runs(&folded_lines(base.lines())).map(|run| (run, ())).collect();
            self.relatives.values_mut().for_each(|relatives| relatives.count(&held));
        }
        self.phrases.count(base);
        let lines: Vec<u64> = lines.into_iter().map(|(exact, _)| exact).collect();
        for held in lines.iter().copied().chain(runs(&lines)) {
            count(&mut self.lines, held);
        }
    }

    /// Returns the share of an addition's telling lines that the base holds, 0 to 1; where both sides say the same at
    /// length, those of its runs.
    #[must_use]
    pub fn known(&self, addition: &Change, are_equal: bool) -> f64 {
        share(&asked(&addition.text, are_equal), &self.lines, 1)
    }

    /// Returns the share of the phrases of an addition that the base holds at least so many times, whatever lines they are
    /// broken at, 0 to 1; 0 for code.
    #[must_use]
    pub fn said(&self, addition: &Change, least: u32) -> f64 {
        self.phrases.known(&addition.text, least)
    }

    /// Returns the share of the runs of lines of an addition, names and values aside, that one file of the base holds, or
    /// that several files hold each, 0 to 1; 0 for what is no code.
    #[must_use]
    pub fn relative(&self, addition: &Change) -> f64 {
        self.relatives.get(&hash(addition.text.as_bytes())).map_or(0.0, Relatives::share)
    }

    /// Returns the share of an addition's telling lines of whose shape, values aside, the base holds several.
    #[must_use]
    pub fn template(&self, addition: &Change) -> f64 {
        let shapes = addition.text.lines().filter_map(keys).map(|(_, shape)| shape).collect();
        share(&shapes, &self.shapes, 2)
    }

    /// Returns the share of an addition's telling lines that the base holds at least so many times, 0 to 1; where both
    /// sides say the same at length, those of its runs.
    #[must_use]
    pub fn held(&self, addition: &Change, are_equal: bool, least: u32) -> f64 {
        share(&asked(&addition.text, are_equal), &self.lines, least)
    }
}

/// How much of a piece of code the base holds by its shape.
#[derive(Debug)]
struct Relatives {
    /// The runs of lines, names and values aside, each with the number of files that hold it.
    runs: BTreeMap<u64, u32>,
    /// The largest share that one file holds.
    in_one: f64,
}

impl Relatives {
    fn asking(runs: impl Iterator<Item = u64>) -> Relatives {
        Relatives { runs: runs.map(|run| (run, 0)).collect(), in_one: 0.0 }
    }

    fn count(&mut self, held: &ByHash<()>) {
        let mut shared = 0;
        for (_, files) in self.runs.iter_mut().filter(|(run, _)| held.contains_key(*run)) {
            *files += 1;
            shared += 1;
        }
        self.in_one = self.in_one.max(crate::pairs::prose::ratio(shared, self.runs.len()));
    }

    fn share(&self) -> f64 {
        let in_several = self.runs.values().filter(|files| **files > 1).count();
        self.in_one.max(crate::pairs::prose::ratio(in_several, self.runs.len()))
    }
}

/// Counts what is asked for.
fn count(asked: &mut ByHash<u32>, held: u64) {
    if let Some(count) = asked.get_mut(&held) {
        *count += 1;
    }
}

fn share(asked: &BTreeSet<u64>, held: &ByHash<u32>, least: u32) -> f64 {
    let known = asked.iter().filter(|key| held.get(key).copied().unwrap_or(0) >= least).count();
    crate::pairs::prose::ratio(known, asked.len())
}

/// What is asked for a text: its telling lines, or where they are many and equal on both sides its runs.
fn asked(text: &str, are_equal: bool) -> BTreeSet<u64> {
    let lines: Vec<u64> = text.lines().filter_map(keys).map(|(exact, _)| exact).collect();
    match are_equal && lines.len() >= MIN_LINES_FOR_RUNS {
        true => runs(&lines).collect(),
        false => lines.into_iter().collect(),
    }
}

/// Each few telling lines in a row.
fn runs(lines: &[u64]) -> impl Iterator<Item = u64> {
    let hashed = |run: &[u64]| {
        let mut hash = Running::default();
        run.iter().for_each(|line| hash.extend(&line.to_le_bytes()));
        hash.value()
    };
    lines.windows(RUN).map(hashed)
}

/// Each filled line with its names and numbers as one sign, hashed.
fn folded_lines<'a>(lines: impl Iterator<Item = &'a str>) -> Vec<u64> {
    let fold = |line: &str| {
        let (mut hash, mut last) = (Running::default(), None);
        for letter in line.chars().filter(|letter| !letter.is_whitespace()) {
            let sign = if letter.is_alphanumeric() || letter == '_' { 'a' } else { letter };
            if !(sign == 'a' && last == Some('a')) {
                hash.push(sign);
            }
            last = Some(sign);
        }
        last.map(|_| hash.value())
    };
    lines.filter_map(fold).collect()
}

/// The line by its letters and digits, and the same with every run of digits as one sign.
fn keys(line: &str) -> Option<(u64, u64)> {
    let (mut exact, mut shape) = (Running::default(), Running::default());
    let (mut letters, mut is_number) = (0, false);
    let mut take = |letter: char, is_digit: bool| {
        letters += 1;
        exact.push(letter);
        match is_digit {
            true if is_number => {}
            true => shape.push('0'),
            false => shape.push(letter),
        }
        is_number = is_digit;
    };
    for letter in line.chars().filter(|letter| letter.is_alphanumeric()) {
        match letter.is_ascii() {
            true => take(letter.to_ascii_lowercase(), letter.is_ascii_digit()),
            false => letter.to_lowercase().for_each(|letter| take(letter, false)),
        }
    }
    (letters >= MIN_LETTERS).then(|| (exact.value(), shape.value()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_is_as_rare_as_the_run() {
        let lines: Vec<String> =
            (0..8).map(|at| format!("call number {}", ["one", "two"][at % 2].repeat(at + 1))).collect();
        let known = |base: &str| {
            let mut background = Background::default();
            let asked = asked(&lines.join("\n"), true);
            background.lines.extend(asked.iter().map(|key| (*key, 0)));
            background.count(&Text::new(base.to_owned()));
            share(&asked, &background.lines, 1)
        };
        let mut shuffled = lines.clone();
        shuffled.reverse();
        assert!(known(&lines.join("\n")) >= 1.0 && known(&shuffled.join("\n")) <= 0.0);
    }
}
