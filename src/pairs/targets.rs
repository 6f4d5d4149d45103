//! Where two sentences point: to one page or issue, or to another.
//!
//! Not here: how addresses are read (`units::prose::address`), what a common page means (`findings`).

use super::features::{Features, Subject};
use super::pair::{Likeness, Measure};
use super::prose::ratio;
use crate::units::prose::pointers;

/// What two titles of one page are worth to each other; they are as good as synonyms.
const TITLES: f64 = 0.85;
/// Below this share of common words two entries for one change tell of two parts of it.
const OTHER_PART: f64 = 0.45;
/// Above this one they tell the same.
const ONE_ENTRY: f64 = 0.7;

/// Fills in the measures of where the two point. What may stand where must be measured already.
pub(super) fn measure(ours: &Features, theirs: &Features, likeness: &mut Likeness) {
    // Two documents may well point at one page; one list does it once.
    let same_file = likeness.get(Measure::SameFile) > 0.0;
    // A place within the project is the same one from one file alone.
    let subjects = ours.subject.as_ref().zip(theirs.subject.as_ref()).filter(|_| same_file);
    let within = subjects.filter(|(one, other)| one.is_relative && other.is_relative);
    let one_page = subjects.is_some_and(|(one, other)| one.target == other.target);
    let other_page = within.is_some_and(|(one, other)| one.target != other.target);
    let meets = |change: &String| theirs.changes.iter().any(|other| pointers::meet(change, other));
    let one_change = if ours.changes.iter().any(meets) { agreement(likeness) } else { 0.0 };
    let shared_page = one_page || ours.links.iter().any(|link| theirs.links.contains(link));
    let shared = shared_page || one_change > 0.0;
    likeness.shares_target = shared;
    let sameness = if shared_page { 1.0 } else { one_change };
    likeness.set(Measure::SameLink, if same_file { sameness } else { 0.0 });
    let other_change = !shared && other_changes(ours, theirs, likeness);
    likeness.flag(Measure::OtherChange, other_change);
    // Another name in another change is another object, and no contradiction.
    likeness.other_name &= !other_change;
    let apart = !ours.links.is_empty() && !theirs.links.is_empty() || other_page || other_change;
    likeness.flag(Measure::OtherLink, !shared && apart);
    if other_page && !shared {
        likeness.set(Measure::Exact, 0.0);
    }
    if let Some((one, other)) = subjects.filter(|_| one_page) {
        titles((ours, one), (theirs, other), likeness);
    }
}

/// One change may be told in several entries, each of another part of it: it makes two entries one only as far as their
/// words agree.
fn agreement(likeness: &Likeness) -> f64 {
    let words = likeness.get(Measure::Words) + likeness.get(Measure::Aligned);
    ((words - OTHER_PART) / (ONE_ENTRY - OTHER_PART)).clamp(0.0, 1.0)
}

/// Tells whether the two come from other changes. The same words for two commits were taken over from one to the other.
fn other_changes(ours: &Features, theirs: &Features, likeness: &Likeness) -> bool {
    let commits = |features: &Features| features.changes.iter().any(|change| pointers::is_commit(change));
    let taken_over = likeness.get(Measure::Exact) > 0.0 && commits(ours) && commits(theirs);
    !taken_over && !ours.changes.is_empty() && !theirs.changes.is_empty()
}

/// Two titles of one page answer to each other, in a list that names each page once. An entry that points elsewhere, too,
/// says more of that than of the page it begins with.
fn titles(ours: (&Features, &Subject), theirs: (&Features, &Subject), likeness: &mut Likeness) {
    let points_once =
        |(features, subject): (&Features, &Subject)| features.links.iter().all(|link| *link == subject.target);
    if likeness.get(Measure::SameIdentity) == 0.0 || !points_once(ours) || !points_once(theirs) {
        return;
    }
    let words = ours.0.words.stems.len() + theirs.0.words.stems.len();
    let titled = TITLES * ratio((ours.1.title + theirs.1.title).min(words), words);
    let more = titled - likeness.get(Measure::Words);
    likeness.set(Measure::Aligned, likeness.get(Measure::Aligned).max(more));
}
