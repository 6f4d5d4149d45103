//! Which units are worth comparing: an inverted index over their keys, rarest first, so that cost grows with the
//! number of true candidates and not with the product of the two sides.
//!
//! Not here: how alike two candidates are.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::features::Features;
use super::pair::Family;

/// A strong key that more units of one side share is boilerplate.
const MAX_STRONG: usize = 64;
/// A weak key that more units of one side share is too common to lead anywhere.
const MAX_WEAK: usize = 32;
/// So many weak keys must two units share, unless they have fewer.
const MIN_WEAK: usize = 2;
/// So many candidates are compared at most for one unit, those with the most keys in common first.
const MAX_FOR_ONE: usize = 40;

/// Returns pairs of indexes into the two sides, ours first, sorted.
#[must_use]
pub fn among(ours: &[Features], theirs: &[Features]) -> Vec<(usize, usize)> {
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
        found.extend(mine.into_iter().take(MAX_FOR_ONE).map(|(our, _)| (our, their_index)));
    }
    found.sort_unstable();
    found
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
) -> HashMap<u64, Vec<usize>> {
    let mut index: HashMap<u64, Vec<usize>> = HashMap::new();
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
        !among(&[of_prose(ours)], &[of_prose(theirs)]).is_empty()
    }

    #[test]
    fn meanings_and_first_letters_lead_to_each_other() {
        assert!(meet("- We purchase storage", "- Buying more store"));
        assert!(meet("- Norwegian customers pay later", "- Clients from Norway are paying in March"));
    }

    #[test]
    fn one_meaning_in_common_is_not_enough() {
        assert!(!meet("- We purchase storage for old letters", "- Nobody may buy tickets before noon"));
    }
}
