//! Where two sentences point: to one page or issue, or to another.
//!
//! Not here: how addresses are read (`units::prose::address`), what a common page means (`findings`).

use super::features::{Features, Subject};
use super::pair::{Likeness, Measure};
use super::prose::ratio;

/// What two titles of one page are worth to each other; they are as good as synonyms.
const TITLES: f64 = 0.85;

/// Fills in the measures of where the two point. What may stand where must be measured already.
pub(super) fn measure(ours: &Features, theirs: &Features, likeness: &mut Likeness) {
    // Two documents may well point at one page; one list does it once.
    let same_file = likeness.get(Measure::SameFile) > 0.0;
    // A place within the project is the same one from one file alone.
    let subjects = ours.subject.as_ref().zip(theirs.subject.as_ref()).filter(|_| same_file);
    let within = subjects.filter(|(one, other)| one.is_relative && other.is_relative);
    let one_page = subjects.is_some_and(|(one, other)| one.target == other.target);
    let other_page = within.is_some_and(|(one, other)| one.target != other.target);
    let (targets, others) = (ours.targets(), theirs.targets());
    let shared = targets.iter().any(|target| others.contains(target)) || one_page;
    likeness.shares_target = shared;
    likeness.flag(Measure::SameLink, shared && same_file);
    let apart = !targets.is_empty() && !others.is_empty() || other_page;
    likeness.flag(Measure::OtherLink, !shared && apart);
    if other_page && !shared {
        likeness.set(Measure::Exact, 0.0);
    }
    if let Some((one, other)) = subjects.filter(|_| one_page) {
        titles((ours, one), (theirs, other), likeness);
    }
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
