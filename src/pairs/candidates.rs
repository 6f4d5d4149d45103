//! Which units are worth comparing: an inverted index over their keys, rarest first, so that cost grows with the
//! number of true candidates and not with the product of the two sides.
//!
//! Not here: how alike two candidates are.

use std::collections::{BTreeMap, BTreeSet};

use super::features::Features;
use super::pair::Family;
use crate::hash::Map;

/// A strong key that more units of one side share is boilerplate.
const MAX_STRONG: usize = 64;
/// A weak key that more units of one side share is too common to lead anywhere.
const MAX_WEAK: usize = 32;
/// So many weak keys must two units share, unless they have fewer.
const MIN_WEAK: usize = 2;
/// So many candidates are compared at most for one unit, those with the most keys in common first.
const MAX_FOR_ONE: usize = 40;
/// So many candidates are compared at most, a few seconds' work; where there are more, fewer for each unit.
const MAX_ALL: usize = 200_000;

/// What is worth comparing.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Candidates {
    /// Pairs of indexes into the two sides, ours first, sorted.
    pub pairs: Vec<(usize, usize)>,
    /// How many more there were.
    pub left_out: usize,
}

/// Finds what is worth comparing; `can_meet` is told two indexes that share keys.
#[must_use]
pub fn among(ours: &[Features], theirs: &[Features], can_meet: impl Fn(usize, usize) -> bool) -> Candidates {
    let strong = index(ours, |features| features.strong.iter());
    let weak = index(ours, |features| features.weak.iter());
    let near = index(ours, |features| features.near.iter().flatten());
    let mut found = Vec::new();
    for (their_index, features) in theirs.iter().enumerate() {
        let mut shared: BTreeMap<usize, usize> = BTreeMap::new();
        for our_index in
            features.strong.iter().filter_map(|key| strong.get(key)).filter(|l| l.len() <= MAX_STRONG).flatten()
        {
            *shared.entry(*our_index).or_default() += MIN_WEAK * MAX_FOR_ONE;
        }
        for (at, key) in features.weak.iter().enumerate() {
            let meanings = features.near.get(at).into_iter().flatten().filter_map(|key| near.get(key));
            let lists = weak.get(key).into_iter().chain(meanings).filter(|units| units.len() <= MAX_WEAK);
            // A word leads to a unit once, however many of its meanings do.
            for our_index in lists.flatten().collect::<BTreeSet<_>>() {
                *shared.entry(*our_index).or_default() += 1;
            }
        }
        let enough = |our: usize, count: usize| count >= needed(&ours[our], features);
        let mut mine: Vec<(usize, usize)> = shared.into_iter().filter(|(our, count)| enough(*our, *count)).collect();
        mine.sort_by_key(|(our, count)| (std::cmp::Reverse(*count), *our));
        let mine = mine.into_iter().take(MAX_FOR_ONE).map(|(our, _)| our).filter(|our| can_meet(*our, their_index));
        found.extend(mine.enumerate().map(|(rank, our)| (rank, our, their_index)));
    }
    cut(found, MAX_ALL)
}

/// Keeps so many of what was found by rank, our and their index: of each unit as many of its best as there is room for.
fn cut(mut found: Vec<(usize, usize, usize)>, room: usize) -> Candidates {
    let all = found.len();
    if all > room {
        let up_to = |rank: usize| found.iter().filter(|(other, ..)| *other <= rank).count() <= room;
        let ranks = (0..MAX_FOR_ONE).take_while(|rank| up_to(*rank)).count();
        found.retain(|(rank, ..)| *rank < ranks.max(1));
        // Even the best of each may be too many.
        found.truncate(room);
    }
    let mut pairs: Vec<(usize, usize)> = found.into_iter().map(|(_, our, their)| (our, their)).collect();
    pairs.sort_unstable();
    Candidates { left_out: all - pairs.len(), pairs }
}

fn needed(ours: &Features, theirs: &Features) -> usize {
    let fewest = ours.weak.len().min(theirs.weak.len());
    match ours.family {
        Family::Small => MIN_WEAK * MAX_FOR_ONE,
        // A third of the smaller block's runs: less never reaches the likeness that a finding needs.
        Family::Code => (fewest / 3).max(1),
        Family::Prose => MIN_WEAK.min(fewest.div_ceil(3)).max(1),
    }
}

fn index<'a, Keys: Iterator<Item = &'a u64>>(
    units: &'a [Features],
    keys: impl Fn(&'a Features) -> Keys,
) -> Map<u64, Vec<usize>> {
    let mut index: Map<u64, Vec<usize>> = Map::default();
    for (unit, features) in units.iter().enumerate() {
        for key in keys(features) {
            let units = index.entry(*key).or_default();
            if units.last() != Some(&unit) {
                units.push(unit);
            }
        }
    }
    index
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pairs::features::of_prose;

    fn meet(ours: &str, theirs: &str) -> bool {
        !among(&[of_prose(ours)], &[of_prose(theirs)], |_, _| true).pairs.is_empty()
    }

    #[test]
    fn meanings_and_first_letters_lead_to_each_other() {
        assert!(meet("- We purchase storage", "- Buying more store"));
        assert!(meet("- Norwegian customers pay later", "- Clients from Norway are paying in March"));
    }

    #[test]
    fn where_there_are_too_many_each_keeps_its_best() {
        let found: Vec<_> = (0..10).flat_map(|their| (0..5).map(move |rank| (rank, 4 - rank, their))).collect();
        assert_eq!(cut(found.clone(), 50).left_out, 0);
        let cut = cut(found, 29);
        assert_eq!((cut.pairs.len(), cut.left_out), (20, 30));
        assert!(cut.pairs.iter().all(|(our, _)| *our >= 3));
    }

    #[test]
    fn one_meaning_in_common_is_not_enough() {
        assert!(!meet("- We purchase storage for old letters", "- Nobody may buy tickets before noon"));
    }
}
