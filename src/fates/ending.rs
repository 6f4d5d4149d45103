//! The noun of this room: how a pair ended, and how sure that says whether it was redundant or meant.
//!
//! Not here: finding it out (the hall).

use std::collections::BTreeSet;

use super::copy::Copy;
use crate::changes::lines::counted;
use crate::merge::later::Step;
use crate::source::Text;

const A_DAY: f64 = 86_400.0;
/// Of what went so much must be the copy's own, else more went than a copy.
const OWN: f64 = 0.5;
/// A commit of more files does many things.
const FEW_FILES: usize = 10;
/// What is mended is mended soon: in days.
const SOON: f64 = 90.0;
/// Of two that share less of their words neither is a copy of the other: what went of them went for another reason.
const ALIKE: f64 = 0.6;
/// And so much where nobody says why one went.
const MUCH_ALIKE: f64 = 0.8;
/// So much of a copy's lines make it.
const MOST: f64 = 0.6;

/// What became of a pair.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fate {
    /// The first later change that ended one copy kept the other.
    OneRemoved,
    /// Both stood for a year, and their files were worked on.
    BothStand,
    /// One change ended both.
    BothGone,
    /// One was written anew, or their words went apart.
    EditedApart,
    /// The history ends before anything is known.
    #[default]
    Unknown,
}

/// All fates with their names in data and reports.
const NAMES: &[(Fate, &str)] = &[
    (Fate::OneRemoved, "one-removed"),
    (Fate::BothStand, "both-stand"),
    (Fate::BothGone, "both-gone"),
    (Fate::EditedApart, "edited-apart"),
    (Fate::Unknown, "unknown"),
];

impl Fate {
    /// Returns the name in kebab-case.
    #[must_use]
    pub fn name(self) -> &'static str {
        NAMES.iter().find(|(fate, _)| *fate == self).map_or("", |(_, name)| name)
    }

    /// Finds a fate by its name.
    #[must_use]
    pub fn by_name(name: &str) -> Option<Fate> {
        NAMES.iter().find(|(_, known)| *known == name).map(|(fate, _)| *fate)
    }
}

/// How a pair ended.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Ending {
    /// What became of it.
    pub fate: Fate,
    /// Days from the merge to the end, or to the day up to which both were seen to stand.
    pub days: f64,
    /// How many changes of its files were looked at, the last among them.
    pub later: usize,
    /// The commit that ended one copy.
    pub commit: Option<String>,
    /// Which copy went, 0 or 1.
    pub removed: Option<usize>,
    /// How many files that commit changed.
    pub files: usize,
    /// How many filled lines it took out of the copy's file, and how many of them were the copy's.
    pub lines: usize,
    /// The copy's own lines.
    pub own: usize,
    /// Whether its message speaks of duplicates.
    pub speaks: bool,
    /// Whether it takes back another commit as a whole.
    pub reverts: bool,
    /// Whether both copies stood before its author's eyes.
    pub saw_both: bool,
    /// Whether the other copy was left as it was.
    pub kept: bool,
    /// Whether nobody but a later merge is known to have ended it.
    pub by_merge: bool,
    /// The share of their words that the two had in common in the beginning, 0 to 1.
    pub alike: f64,
    /// Which copies were edited since the merge.
    pub edited: [bool; 2],
}

/// What an ending says of its pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sureness {
    /// Nothing.
    Unsure,
    /// More likely than not.
    Likely,
    /// Nobody reading it would doubt it.
    Sure,
}

impl Ending {
    /// Says whether the pair was redundant (true) or meant, and how sure that is.
    #[must_use]
    pub fn says(&self) -> (bool, Sureness) {
        match self.fate {
            // Whoever edited one and not the other may not have known of it.
            Fate::BothStand => {
                (false, if self.edited[0] == self.edited[1] { Sureness::Sure } else { Sureness::Likely })
            }
            Fate::OneRemoved => (true, self.removal()),
            _ => (false, Sureness::Unsure),
        }
    }

    fn removal(&self) -> Sureness {
        if self.by_merge || !self.saw_both || self.reverts && !self.speaks {
            return Sureness::Unsure;
        }
        if self.alike < ALIKE {
            return Sureness::Unsure;
        }
        let is_own = self.own as f64 >= OWN * self.lines as f64;
        if self.speaks && (is_own || self.files <= FEW_FILES) {
            return Sureness::Sure;
        }
        match is_own && self.kept && self.alike >= MUCH_ALIKE && self.files <= FEW_FILES && self.days <= SOON {
            true => Sureness::Likely,
            false => Sureness::Unsure,
        }
    }

    pub(super) fn at(self, fate: Fate, step: &Step, began: i64) -> Ending {
        Ending { fate, days: days(step.time - began), commit: Some(step.after.clone()), ..self }
    }

    pub(super) fn stood(self, seconds: i64, copies: &[Copy; 2]) -> Ending {
        let edited = [copies[0].edited, copies[1].edited];
        Ending { fate: Fate::BothStand, days: days(seconds), edited, ..self }
    }
}

fn days(seconds: i64) -> f64 {
    (seconds.max(0) as f64 / A_DAY * 10.0).round() / 10.0
}

/// Returns the share of their words that two copies have in common.
pub(super) fn likeness(copies: &[Copy; 2], texts: &[std::rc::Rc<Text>; 2]) -> f64 {
    let words = |at: usize| -> BTreeSet<String> {
        let lines = copies[at].lines.iter().map(|line| texts[at].line(*line).to_lowercase());
        let words = lines.flat_map(|line| {
            line.split(|letter: char| !letter.is_alphanumeric()).map(str::to_owned).collect::<Vec<_>>()
        });
        words.filter(|word| !word.is_empty()).collect()
    };
    let [one, other] = [words(0), words(1)];
    2.0 * one.intersection(&other).count() as f64 / (one.len() + other.len()).max(1) as f64
}

/// Returns the places in `old` of what went of these lines; `None` where they did not go.
pub(super) fn went(lines: &[&str], old: &Text, new: &Text) -> Option<Vec<usize>> {
    let (had, has) = (counted(old), counted(new));
    let fewer = |line: &&&str| has.get(**line).copied().unwrap_or(0) < had.get(**line).copied().unwrap_or(0);
    let gone: BTreeSet<&str> = lines.iter().filter(fewer).copied().collect();
    if (lines.iter().filter(|line| gone.contains(**line)).count() as f64) < MOST * lines.len() as f64 {
        return None;
    }
    let removed = crate::edits::of(old, &[], new).removed;
    let places = removed.into_iter().flatten().filter(|line| gone.contains(old.line(*line).trim()));
    Some(places.collect::<Vec<_>>()).filter(|places| !places.is_empty())
}

/// Tells whether a text holds the lines of one copy, and where both stood in one file those of the other beside it.
pub(super) fn holds_both(lines: &[&str], others: &[&str], text: &Text, in_one: bool) -> bool {
    let held = counted(text);
    let is_held = |line: &&&str| {
        let needed = 1 + usize::from(in_one && others.contains(*line));
        held.get(**line).copied().unwrap_or(0) >= needed
    };
    lines.iter().filter(is_held).count() as f64 >= MOST * lines.len() as f64
}
