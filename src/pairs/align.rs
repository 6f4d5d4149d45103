//! Which word of one sentence answers to which of another: equal, joined, of one meaning, opposite, or alike in letters.
//!
//! Not here: what words are (`words.rs`), which words mean the same (`synonyms.rs`), what the sums mean (`findings`).

use super::pair::{Likeness, Measure};
use super::prose::{Rarity, common_places, ratio};
use super::synonyms::Sense;
use super::words::Words;
use crate::letters::is_wide;

/// Longer sentences are told by the words they share; to align them would cost more than it tells.
pub const MAX_WORDS: usize = 64;
/// What an answer is worth, in hundredths of the two words' weight.
const JOINED: u64 = 95;
const OPPOSITE: u64 = 85;
const SYNONYM: u64 = 85;
const ALIKE: u64 = 70;
const PART: u64 = 60;
const ONE_LETTER: u64 = 40;
/// So many letters must two words have in common at their beginning, or one must hold of the other.
const MIN_LETTERS: usize = 4;
/// Above this share of answered words nothing but a denial and an opposite stands between two sentences.
const ALL_ELSE: f64 = 0.7;
/// Initials have so many letters.
const LETTERS_OF_INITIALS: std::ops::RangeInclusive<usize> = 2..=5;
/// Small words that are written behind a verb, or as one with it.
const PARTICLES: &[&str] = &["down", "in", "off", "out", "over", "up"];
/// So many words each may be other names in one statement.
const MAX_NAMES: usize = 2;

/// A word of ours that answers to a word of theirs.
struct Answer {
    ours: usize,
    theirs: usize,
    worth: u64,
}

/// Two sentences while their words are matched.
struct Alignment<'a> {
    sides: [&'a Words; 2],
    weights: [Vec<u64>; 2],
    /// What each word stands against.
    senses: [Vec<Sense>; 2],
    free: [Vec<bool>; 2],
    /// What of each side's weight is answered, in hundredths.
    answered: [u64; 2],
    opposites: usize,
    /// The weight of what each side alone names in values.
    more: [u64; 2],
    /// Which word of theirs answers to each of ours.
    partners: Vec<Option<usize>>,
}

/// Fills in the measures of how far the words of one sentence answer to those of the other.
pub fn measure(ours: &Words, theirs: &Words, rarity: &Rarity, likeness: &mut Likeness) {
    let values = ours.values.len().max(theirs.values.len());
    let same = ours.values.len() - likeness.conflicts.iter().filter(|(ours, _)| ours.is_some()).count();
    // Where the words agree the values tell nothing more.
    likeness.set(Measure::SameValues, ratio(same, values) * (1.0 - likeness.get(Measure::Words)));
    if ours.stems.len().max(theirs.stems.len()) > MAX_WORDS {
        return;
    }
    let mut alignment = Alignment::of(ours, theirs, rarity);
    alignment.match_equal();
    alignment.match_joined(0);
    alignment.match_joined(1);
    alignment.match_initials(0);
    alignment.match_initials(1);
    alignment.match_alike();
    // To deny the opposite is to say the same, where all else agrees: "stays open", "is not closed".
    let turned = alignment.opposites % 2 == 1;
    let cancels = turned && likeness.opposed && alignment.share(0) >= ALL_ELSE;
    likeness.opposed = (turned || likeness.opposed) && !cancels;
    likeness.statement = alignment.share(0);
    likeness.other_name = alignment.other_name();
    likeness.substituted = alignment.substituted();
    let of_values = same as u64 * rarity.weight("");
    // A value that one side alone names is a word to which nothing answers.
    let more = likeness.conflicts.iter().filter(|(ours, theirs)| ours.is_none() != theirs.is_none());
    for (ours, _) in more {
        alignment.more[usize::from(ours.is_none())] += rarity.weight("");
    }
    // Only the gain over the equal words: two equal texts are judged by what they share, as texts of any length are.
    let words = likeness.get(Measure::Words);
    likeness.set(Measure::Aligned, alignment.share(of_values) - words);
    likeness.set(Measure::Covered, alignment.covered(of_values) - words);
}

/// What one side has of its own between two words that both have.
struct Slot {
    /// The weight of its rarest word, 0 where there is none.
    rarest: u64,
    /// Whether it holds a name, or a word that no dictionary has.
    is_named: bool,
}

impl Slot {
    fn of(alignment: &Alignment<'_>, side: usize, range: std::ops::Range<usize>) -> Slot {
        let words = alignment.sides[side];
        let own: Vec<usize> = range.filter(|at| alignment.free[side][*at]).collect();
        let is_unknown = |at: &usize| words.meanings.get(*at).is_none_or(Vec::is_empty);
        Slot {
            rarest: own.iter().map(|at| alignment.weights[side][*at]).max().unwrap_or(0),
            is_named: own.iter().any(|at| is_unknown(at) || words.names.contains(&words.stems[*at])),
        }
    }
}

impl<'a> Alignment<'a> {
    fn of(ours: &'a Words, theirs: &'a Words, rarity: &Rarity) -> Alignment<'a> {
        let sides = [ours, theirs];
        Alignment {
            sides,
            weights: sides.map(|words| words.stems.iter().map(|stem| rarity.weight(stem)).collect()),
            senses: sides.map(|words| words.keys.iter().map(|key| Sense::of(*key)).collect()),
            free: sides.map(|words| vec![true; words.stems.len()]),
            answered: [0; 2],
            opposites: 0,
            more: [0; 2],
            partners: vec![None; ours.stems.len()],
        }
    }

    fn stem(&self, side: usize, at: usize) -> &'a str {
        &self.sides[side].stems[at]
    }

    fn free(&self, side: usize) -> Vec<usize> {
        (0..self.free[side].len()).filter(|at| self.free[side][*at]).collect()
    }

    fn take(&mut self, side: usize, at: usize, worth: u64) {
        self.free[side][at] = false;
        self.answered[side] += worth * self.weights[side][at];
    }

    /// Equal words first where they stand in the same order, then wherever they stand.
    fn match_equal(&mut self) {
        let [ours, theirs] = self.sides.map(|words| words.head(MAX_WORDS));
        for (at, other) in common_places(&ours, &theirs) {
            self.answer(at, other, 100);
        }
        for at in self.free(0) {
            let equal = |other: &usize| self.free[1][*other] && theirs[*other] == ours[at];
            if let Some(other) = (0..self.free[1].len()).find(equal) {
                self.answer(at, other, 100);
            }
        }
    }

    fn answer(&mut self, ours: usize, theirs: usize, worth: u64) {
        self.take(0, ours, worth);
        self.take(1, theirs, worth);
        self.partners[ours] = Some(theirs);
    }

    /// Two words of one side that the other writes as one: "end point" and "endpoint".
    fn match_joined(&mut self, side: usize) {
        for at in 1..self.free[side].len() {
            if !self.free[side][at - 1] || !self.free[side][at] {
                continue;
            }
            let (first, second) = (self.stem(side, at - 1), self.stem(side, at));
            let length = first.len() + second.len();
            let is_both = |whole: &str| whole.len() == length && whole.strip_prefix(first) == Some(second);
            let is_free = |other: &usize| self.free[1 - side][*other];
            let mut others = (0..self.free[1 - side].len()).filter(is_free);
            if let Some(other) = others.find(|other| is_both(self.stem(1 - side, *other))) {
                self.take(side, at - 1, JOINED);
                self.take(side, at, JOINED);
                self.take(1 - side, other, JOINED);
            }
        }
    }

    /// Words in a row of which the other side writes the first letters alone: "non-disclosure agreement" and "NDA".
    fn match_initials(&mut self, side: usize) {
        for at in self.free(side) {
            let (words, short) = (self.sides[side], self.stem(side, at));
            if !LETTERS_OF_INITIALS.contains(&short.len()) || !short.is_ascii() || !words.names.contains(short) {
                continue;
            }
            let rows = self.free(1 - side).into_iter().map(|first| (first, self.row_of(1 - side, first, short)));
            let found = rows.into_iter().find_map(|(first, length)| length.map(|length| first..first + length));
            if let Some(row) = found {
                self.take(side, at, JOINED);
                row.clone().for_each(|other| self.take(1 - side, other, JOINED));
                let (ours, theirs) = if side == 0 { (at, row.start) } else { (row.start, at) };
                self.partners[ours] = Some(theirs);
            }
        }
    }

    /// How many free words in a row from here have these initials; a small word among them may be left out of the words
    /// and not of the letters: "return on investment" and "ROI".
    fn row_of(&self, side: usize, first: usize, initials: &str) -> Option<usize> {
        let mut rest = initials;
        let mut at = first;
        while !rest.is_empty() {
            let is_free = self.free[side].get(at).copied().unwrap_or(false);
            let word = if is_free { self.stem(side, at) } else { return None };
            let inner = word.strip_prefix("non").filter(|inner| inner.len() >= MIN_LETTERS);
            let heads: String = ["n"]
                .into_iter()
                .filter(|_| inner.is_some())
                .chain([inner.unwrap_or(word)])
                .filter_map(|part| part.chars().next())
                .collect();
            let small = || rest.strip_prefix(['o', 'a', 'f', 't', 'i']).filter(|_| at > first);
            rest = rest.strip_prefix(heads.as_str()).or_else(|| small()?.strip_prefix(heads.as_str()))?;
            at += 1;
        }
        (at > first + 1 || initials.len() > 2 && at > first).then_some(at - first)
    }

    /// The best answers first. Ties fall by the words themselves, so that it does not matter which side is called ours.
    fn match_alike(&mut self) {
        let mut answers: Vec<Answer> = Vec::new();
        let others = self.free(1);
        for ours in self.free(0) {
            let found = others.iter().filter_map(|theirs| {
                let worth = self.worth(ours, *theirs);
                (worth > 0).then_some(Answer { ours, theirs: *theirs, worth })
            });
            answers.extend(found);
        }
        answers.sort_by_cached_key(|answer| {
            let weight = self.weights[0][answer.ours] + self.weights[1][answer.theirs];
            let mut stems = [self.stem(0, answer.ours), self.stem(1, answer.theirs)];
            stems.sort_unstable();
            (std::cmp::Reverse(answer.worth * weight), stems)
        });
        for answer in answers {
            if self.free[0][answer.ours] && self.free[1][answer.theirs] {
                self.opposites += usize::from(self.are_opposites(answer.ours, answer.theirs));
                self.answer(answer.ours, answer.theirs, answer.worth);
            }
        }
    }

    fn worth(&self, ours: usize, theirs: usize) -> u64 {
        let (one, other) = (self.stem(0, ours), self.stem(1, theirs));
        let (meanings, others) = (&self.sides[0].meanings, &self.sides[1].meanings);
        let shared = meanings
            .get(ours)
            .zip(others.get(theirs))
            .is_some_and(|(mine, others)| mine.iter().any(|meaning| others.contains(meaning)));
        if self.are_opposites(ours, theirs) {
            OPPOSITE
        } else if shared || with_particle(one, other) || with_particle(other, one) {
            SYNONYM
        } else {
            letters(one, other)
        }
    }

    fn are_opposites(&self, ours: usize, theirs: usize) -> bool {
        let (one, other) = (self.stem(0, ours), self.stem(1, theirs));
        let denies = |long: &str, short: &str| long.strip_prefix("non").is_some_and(|rest| rest == short);
        denies(one, other) || denies(other, one) || self.senses[0][ours].is_against(self.senses[1][theirs])
    }

    /// Share of the weight of both sides that is answered; `of_values` is the weight of the values that both have.
    fn share(&self, of_values: u64) -> f64 {
        let all: u64 = self.weights.iter().flatten().chain(&self.more).sum::<u64>() + 2 * of_values;
        hundredths(self.answered[0] + self.answered[1] + 200 * of_values, all)
    }

    /// The same share of the side that is answered better: a long bullet may say what a short one says, and more.
    fn covered(&self, of_values: u64) -> f64 {
        let of_side = |side: usize| {
            let all = self.weights[side].iter().sum::<u64>() + self.more[side];
            hundredths(self.answered[side] + 100 * of_values, all + of_values)
        };
        of_side(0).max(of_side(1))
    }

    /// Share of the weight that stands in slots: between the same neighbours each side has a word of its own, to which
    /// nothing answers and which is no commoner here than the words around it. Common words change when a sentence is
    /// said anew, rare ones when it is said of something else. 0 where what answers stands in another order, and where
    /// one side says more and no slot holds a name: then it is another sentence about the same.
    fn substituted(&self) -> f64 {
        let all: u64 = self.weights.iter().flatten().sum();
        let words = (self.weights[0].len() + self.weights[1].len()) as u64;
        let ends = [(self.free[0].len(), self.free[1].len())];
        let partners = self.partners.iter().enumerate().filter_map(|(at, partner)| Some((at, (*partner)?)));
        let (mut own, mut before, mut says_more, mut is_named) = (0, (0, 0), false, false);
        for (ours, theirs) in partners.chain(ends) {
            if theirs < before.1 {
                return 0.0;
            }
            let slot = [Slot::of(self, 0, before.0..ours), Slot::of(self, 1, before.1..theirs)];
            says_more |= slot.iter().filter(|side| side.rarest > 0).count() == 1;
            if slot.iter().all(|side| side.rarest > 0 && side.rarest * words >= all) {
                own += slot[0].rarest + slot[1].rarest;
                is_named |= slot.iter().any(|side| side.is_named);
            }
            before = (ours + 1, theirs + 1);
        }
        if says_more && !is_named { 0.0 } else { hundredths(100 * own, all) }
    }

    /// Tells whether the two are one statement of which only names differ, each in its place.
    fn other_name(&self) -> bool {
        let (ours, theirs) = (self.free(0), self.free(1));
        let named = |side: usize, at: &usize| self.sides[side].names.contains(self.stem(side, *at));
        let all_named = ours.iter().all(|at| named(0, at)) && theirs.iter().all(|at| named(1, at));
        let rest = self.weights[0].len() - ours.len();
        ours == theirs && all_named && (1..=MAX_NAMES).contains(&ours.len()) && rest > ours.len()
    }
}

/// Tells whether a word is another with a small word behind it, that counts for nothing where it stands alone: "login" and
/// "log in".
fn with_particle(long: &str, short: &str) -> bool {
    let rest = long.strip_prefix(short).filter(|_| short.len() + 1 >= MIN_LETTERS);
    rest.is_some_and(|rest| PARTICLES.contains(&rest))
}

fn hundredths(part: u64, whole: u64) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / (100 * whole) as f64 }
}

/// What two words are worth to each other by their letters alone.
fn letters(one: &str, other: &str) -> u64 {
    let (short, long) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    if one.is_ascii() && other.is_ascii() {
        let common = short.bytes().zip(long.bytes()).take_while(|(one, other)| one == other).count();
        return alike((short, long), (short.len(), long.len()), common);
    }
    if short.chars().any(is_wide) {
        let ideographs = |word: &str| word.chars().filter(|letter| *letter >= '\u{3400}').collect::<Vec<char>>();
        return if ideographs(short).iter().any(|letter| ideographs(long).contains(letter)) { ONE_LETTER } else { 0 };
    }
    let (shorter, longer) = (short.chars().count(), long.chars().count());
    let common = short.chars().zip(long.chars()).take_while(|(one, other)| one == other).count();
    alike((short, long), (shorter, longer), common)
}

/// What two words of so many letters are worth that begin with so many in common.
fn alike((short, long): (&str, &str), (shorter, longer): (usize, usize), common: usize) -> u64 {
    if common >= MIN_LETTERS && 3 * common >= 2 * longer {
        ALIKE
    } else if shorter >= MIN_LETTERS && (common == shorter || long.ends_with(short)) {
        PART
    } else {
        0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pairs::prose;

    fn aligned(likeness: &Likeness) -> f64 {
        likeness.get(Measure::Words) + likeness.get(Measure::Aligned)
    }

    fn likeness(ours: &str, theirs: &str) -> Likeness {
        let mut likeness = Likeness::default();
        let (ours, theirs) = (Words::with_meanings(ours), Words::with_meanings(theirs));
        prose::measure(&ours, &theirs, &Rarity::default(), &mut likeness);
        measure(&ours, &theirs, &Rarity::default(), &mut likeness);
        likeness
    }

    #[test]
    fn synonyms_answer_to_each_other() {
        let pair = likeness("We purchase new hardware in spring", "In spring new hardware is bought");
        assert!(aligned(&pair) > 0.9, "{}", aligned(&pair));
        assert!(aligned(&likeness("The lamp is broken", "Tickets are sold out")) < 0.1);
    }

    #[test]
    fn joined_and_inner_words_answer() {
        assert!(aligned(&likeness("call the end point", "call the endpoint")) > 0.9);
        assert!(aligned(&likeness("Kundendatenbank sichern", "Datenbank sichern")) > 0.7);
    }

    #[test]
    fn the_side_that_says_less_is_covered() {
        let pair = likeness("Search is faster", "Search is faster on large catalogues with many pictures");
        assert!(pair.get(Measure::Covered) + pair.get(Measure::Words) > 0.99 && aligned(&pair) < 0.8);
    }

    #[test]
    fn opposites_turn_a_sentence_round() {
        assert!(likeness("Customer churn fell to 4%", "Customer churn rose to 4%").opposed);
        assert!(!likeness("Open the start page", "Open the start page now").opposed);
    }

    #[test]
    fn to_deny_the_opposite_is_to_say_the_same() {
        assert!(!likeness("The shop stays open in May", "The shop is not closed in May").opposed);
        assert!(likeness("The shop is open in May", "The shop is not open in May").opposed);
        assert!(likeness("A fatal mistake in the plan", "A non-fatal mistake in the plan").opposed);
    }

    #[test]
    fn initials_stand_for_their_words() {
        let pairs = [
            ("Guests sign an NDA at the door", "Guests sign a non-disclosure agreement at the door"),
            ("The KPI rose", "The key performance indicator rose"),
            ("ROI of the mill", "Return on investment of the mill"),
            ("Open the login page", "Open the page to log in"),
        ];
        pairs.iter().for_each(|(one, other)| assert!(aligned(&likeness(one, other)) > 0.85, "{one}"));
        assert!(aligned(&likeness("The KPI rose", "The kind person is late")) < 0.5);
    }

    #[test]
    fn names_in_one_place_of_one_statement() {
        assert!(likeness("Export of reports as PDF", "Export of reports as CSV").other_name);
        assert!(!likeness("Export of reports as PDF", "Export of reports by mail").other_name);
    }

    #[test]
    fn other_languages_are_aligned_by_stems_and_letters() {
        let rows = [
            (
                "Die Kundendaten liegen ab Mai in Frankfurt",
                "Ab Mai liegen Daten der Kunden in Frankfurt",
                "Der Kundendienst sitzt in Mainz",
            ),
            (
                "顧客データは東京のサーバーに保存する",
                "東京のサーバーで顧客データを保管します",
                "新しい検索機能を来月公開します",
            ),
            ("客户数据保存在上海的服务器上", "上海服务器保存客户的数据", "第三季度收入增长了"),
        ];
        for (text, reworded, other) in rows {
            let aligned = |other: &str| aligned(&likeness(text, other));
            assert!(aligned(reworded) > 0.5, "{text}: {}", aligned(reworded));
            assert!(aligned(other) < 0.25, "{text}: {}", aligned(other));
        }
    }

    #[test]
    fn sides_may_be_swapped() {
        let (one, other) = ("purchase the app and buy storage", "acquire an application, then get a store");
        assert_eq!(likeness(one, other).values, likeness(other, one).values);
    }
}
