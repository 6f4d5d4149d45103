//! Who brought the two, and when: did the buyer want two, or did he not see the first click?
//!
//! Not here: finding the commit that brought a line (`merge::history`), what it means for a finding (`findings`).

use std::collections::HashMap;

use crate::changes::change::Change;
use crate::merge::{Merge, Origin, Store};
use crate::pairs::pair::{Measure, Pair};
use crate::report::tell;
use crate::source::Side;

/// What is measured here.
pub(super) const MEASURES: &[Measure] = &[Measure::OnePerson, Measure::Soon, Measure::Unseen, Measure::Picked];
/// At so many days apart two changes came half at once.
const HALF_SOON: f64 = 7.0;
/// After so many days without the other side a side knows it half.
const HALF_UNSEEN: f64 = 30.0;
const A_DAY: f64 = 86_400.0;
/// A commit is named by at least so many letters of its id.
const LETTERS_OF_AN_ID: usize = 8;
/// Shorter subjects (`wip`, `fix`) name no change.
const MIN_SUBJECT: usize = 12;

/// Who brought the changes of a merge, as far as they were asked for.
pub(super) struct People<'a> {
    merge: &'a Merge,
    store: &'a dyn Store,
    known: HashMap<(Side, usize), Origin>,
}

impl<'a> People<'a> {
    pub(super) fn new(merge: &'a Merge, store: &'a dyn Store) -> People<'a> {
        People { merge, store, known: HashMap::new() }
    }

    /// Fills in the measures of who and when.
    pub(super) fn ask(&mut self, pair: &mut Pair, [ours, theirs]: &[Vec<Change>; 2]) {
        let unseen = self.merge.diverged_days.map_or(0.0, |days| days / (days + HALF_UNSEEN));
        pair.likeness.set(Measure::Unseen, unseen);
        let one = self.of(pair.ours, &ours[pair.ours]);
        let other = self.of(pair.theirs, &theirs[pair.theirs]);
        let authors = one.author.as_deref().zip(other.author.as_deref());
        let is_one = authors.is_some_and(|(one, other)| one.to_lowercase() == other.to_lowercase());
        pair.likeness.flag(Measure::OnePerson, is_one);
        let apart = one.time.zip(other.time).map(|((one, _), (other, _))| one.abs_diff(other) as f64 / A_DAY);
        pair.likeness.set(Measure::Soon, apart.map_or(0.0, |days| HALF_SOON / (HALF_SOON + days)));
        pair.likeness.flag(Measure::Picked, names(&one, &other) || names(&other, &one) || one_subject(&one, &other));
    }

    fn of(&mut self, index: usize, change: &Change) -> Origin {
        let store = self.store;
        self.known.entry((change.side, index)).or_insert_with(|| tell::origin(change, store)).clone()
    }
}

/// Tells whether the message of one commit names the other.
fn names(one: &Origin, other: &Origin) -> bool {
    let id = other.commit.as_deref().and_then(|id| id.get(..LETTERS_OF_AN_ID));
    id.zip(one.message.as_deref()).is_some_and(|(id, message)| message.contains(id))
}

/// Tells whether two commits bear one subject, as a change and what was picked from it do.
fn one_subject(one: &Origin, other: &Origin) -> bool {
    let subject = |origin: &Origin| {
        let subject = origin.message.as_deref()?.lines().next()?.trim().to_owned();
        (subject.len() >= MIN_SUBJECT && !subject.starts_with("Merge ")).then_some(subject)
    };
    one.commit != other.commit && subject(one).is_some() && subject(one) == subject(other)
}
