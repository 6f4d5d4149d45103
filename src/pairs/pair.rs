//! The noun of this stage: a unit of ours and a unit of theirs that look alike.
//!
//! Not here: whether the likeness matters (`findings`).

use super::value::Value;

/// A unit of ours and a unit of theirs that look alike.
#[derive(Debug, Clone)]
pub struct Pair {
    /// Index of the addition of ours.
    pub ours: usize,
    /// Index of the addition of theirs.
    pub theirs: usize,
    /// How alike they are.
    pub likeness: Likeness,
    /// Where the copies of ours and of theirs stand in the result, lines counted from 1, when the text stands twice there
    /// and both sides were found at one of the places.
    pub places: Option<[(usize, usize); 2]>,
    /// Whether the result says it twice and no side did: then the merge doubled it, whoever wrote it.
    pub doubled: bool,
}

impl Pair {
    /// Returns the pair of two sites that are not alike.
    #[must_use]
    pub fn of_fault(ours: usize, theirs: usize) -> Pair {
        Pair { ours, theirs, likeness: Likeness::default(), places: None, doubled: false }
    }
}

/// One value for each measure.
#[derive(Debug, Clone, PartialEq)]
pub struct Values([f64; Measure::ALL.len()]);

impl Default for Values {
    fn default() -> Values {
        Values([0.0; Measure::ALL.len()])
    }
}

/// How alike two units are, measure by measure.
#[derive(Debug, Clone, Default)]
pub struct Likeness {
    /// Which model judges the pair.
    pub family: Family,
    /// The value of each measure, 0 to 1, in the order of [`Measure::ALL`]; a measure that does not apply is 0.
    pub values: Values,
    /// Typed values that differ, ours and theirs, slot by slot.
    pub conflicts: Vec<(Option<Value>, Option<Value>)>,
    /// Whether one of the two sentences denies and the other does not, or they hold opposites.
    pub opposed: bool,
    /// Whether both sentences begin with a date, and not the same.
    pub other_day: bool,
    /// Whether the words around differing values are the same.
    pub one_statement: bool,
    /// Share of the words, opposites and differing values aside, in which the two are one statement.
    pub statement: f64,
    /// Whether only names differ, each in its place.
    pub other_name: bool,
    /// Share of the words, weighed by rarity, that stand in one place of both sentences and do not answer to each other.
    pub substituted: f64,
    /// Whether both point at one page or issue, wherever they stand.
    pub shares_target: bool,
    /// Share of what two blocks of code call, reach into and say in literals that both do; 1 where they do nothing such.
    pub calls: f64,
    /// Whether the base holds other code of this file that is as much alike as the two are.
    pub of_a_family: bool,
    /// By which customs it might be meant, one bit each, in the order of the table of `findings::custom`.
    pub customs: u64,
    /// What the fates of this repository's own pairs add to the log-odds.
    pub own: f64,
}

impl Likeness {
    /// Returns the value of one measure, 0 to 1.
    #[must_use]
    pub fn get(&self, measure: Measure) -> f64 {
        self.values.0[measure as usize]
    }

    /// Sets the value of one measure, 0 to 1.
    pub fn set(&mut self, measure: Measure, value: f64) {
        self.values.0[measure as usize] = value.clamp(0.0, 1.0);
    }

    /// Sets a measure to 1 or 0.
    pub fn flag(&mut self, measure: Measure, holds: bool) {
        self.set(measure, if holds { 1.0 } else { 0.0 });
    }
}

/// What kind of likeness it is; each has its own weights.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Family {
    /// Sentences: bullets, paragraphs, headings, notes, table rows.
    #[default]
    Prose,
    /// Blocks of code: functions, methods, types, tests, files of code.
    Code,
    /// Small things: keys, imports, statements, declarations, lines.
    Small,
}

impl Family {
    /// All families, in the order of the weights file.
    pub const ALL: [Family; 3] = [Family::Prose, Family::Code, Family::Small];

    /// Returns the name in the weights file.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Family::Prose => "prose",
            Family::Code => "code",
            Family::Small => "small",
        }
    }
}

/// What can be measured of a pair; every value is 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Measure {
    /// The texts are equal after normalisation.
    Exact,
    /// Both stand in one file.
    SameFile,
    /// Both stand in one container of one file.
    SameContainer,
    /// Both claim one identity in one container that holds it once.
    SameIdentity,
    /// Both point at the same address.
    SameLink,
    /// Both point somewhere, and nowhere the same.
    OtherLink,
    /// How near they stand in the merged file: 1 for neighbours, half at 20 lines.
    Near,
    /// How much they say: 1 at 40 words.
    Size,
    /// Shared words, weighed by how rare they are here (Dice).
    Words,
    /// Shared letter triples (Dice).
    Trigrams,
    /// Words in the same order (longest common subsequence by the longer).
    Order,
    /// Share of the values that differ.
    OtherValues,
    /// Shared code words (bag, by the larger).
    Bag,
    /// Shared runs of five code words, names and literals folded (Dice).
    Grams,
    /// Code words in the same order (longest common subsequence by the longer).
    Sequence,
    /// Likeness of the two names.
    Names,
    /// Both are tests.
    Tests,
    /// The base already holds this: share of the lines that stand in it.
    Known,
    /// The base holds several of the same template with other values.
    Template,
    /// Both replaced text of the base that was alike already.
    WasAlike,
    /// How much more of the words answer to each other, by meaning, letters or value, than are equal.
    Aligned,
    /// The same for the one that says less alone.
    Covered,
    /// Share of the values that both have, as far as the words differ.
    SameValues,
    /// All words are the same and only values differ that measure something.
    OneStatement,
    /// Two keys of one file with the same text as their value, or one dependency in two sections.
    SameValue,
    /// One person brought both.
    OnePerson,
    /// How close in time the two came: 1 at once, half a week apart.
    Soon,
    /// How long the sides had not seen each other: half at thirty days.
    Unseen,
    /// One commit names the other or bears its subject: the change was taken over.
    Picked,
    /// How many pairs could have met, on a scale of logarithms: 1 at a hundred million.
    Chances,
    /// How alike each is to what stood beside it in the base, by how alike the two are.
    Siblings,
    /// Each replaced a text of its own that it is still alike.
    Crossed,
    /// Both name a change, an issue or a commit, and none in common.
    OtherChange,
    /// The two files stand for each other: one name in two folders, or sentences in common before.
    Mirrored,
}

impl Measure {
    /// All measures, in the order of their values.
    pub const ALL: [Measure; 34] = [
        Measure::Exact,
        Measure::SameFile,
        Measure::SameContainer,
        Measure::SameIdentity,
        Measure::SameLink,
        Measure::OtherLink,
        Measure::Near,
        Measure::Size,
        Measure::Words,
        Measure::Trigrams,
        Measure::Order,
        Measure::OtherValues,
        Measure::Bag,
        Measure::Grams,
        Measure::Sequence,
        Measure::Names,
        Measure::Tests,
        Measure::Known,
        Measure::Template,
        Measure::WasAlike,
        Measure::Aligned,
        Measure::Covered,
        Measure::SameValues,
        Measure::OneStatement,
        Measure::SameValue,
        Measure::OnePerson,
        Measure::Soon,
        Measure::Unseen,
        Measure::Picked,
        Measure::Chances,
        Measure::Siblings,
        Measure::Crossed,
        Measure::OtherChange,
        Measure::Mirrored,
    ];

    /// Returns the name in the weights file and in explanations.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Measure::Exact => "exact",
            Measure::SameFile => "same-file",
            Measure::SameContainer => "same-container",
            Measure::SameIdentity => "same-identity",
            Measure::SameLink => "same-link",
            Measure::OtherLink => "other-link",
            Measure::Near => "near",
            Measure::Size => "size",
            Measure::Words => "words",
            Measure::Trigrams => "trigrams",
            Measure::Order => "order",
            Measure::OtherValues => "other-values",
            Measure::Bag => "bag",
            Measure::Grams => "grams",
            Measure::Sequence => "sequence",
            Measure::Names => "names",
            Measure::Tests => "tests",
            Measure::Known => "known",
            Measure::Template => "template",
            Measure::WasAlike => "was-alike",
            Measure::Aligned => "aligned",
            Measure::Covered => "covered",
            Measure::SameValues => "same-values",
            Measure::OneStatement => "one-statement",
            Measure::SameValue => "same-value",
            Measure::OnePerson => "one-person",
            Measure::Soon => "soon",
            Measure::Unseen => "unseen",
            Measure::Picked => "picked",
            Measure::Chances => "chances",
            Measure::Siblings => "siblings",
            Measure::Crossed => "crossed",
            Measure::OtherChange => "other-change",
            Measure::Mirrored => "mirrored",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_stand_in_the_order_of_the_table() {
        for (index, measure) in Measure::ALL.into_iter().enumerate() {
            assert_eq!(measure as usize, index, "{}", measure.name());
        }
    }
}
