//! Ordered lists in three versions: what corresponds to what, and in which order the merged list stands. Slides, shapes,
//! rows and paragraphs are all such lists.
//!
//! Not here: what the members are, or how two versions of one member merge.

use std::collections::{HashMap, HashSet};

/// Above this product of lengths the middle of two lists is not compared: time and memory would grow beyond reason.
const MAX_CELLS: usize = 10_000_000;

/// Pairs up a longest common subsequence of two lists, as indexes.
pub(super) fn common<T: PartialEq>(left: &[T], right: &[T]) -> Vec<(usize, usize)> {
    let prefix = left.iter().zip(right).take_while(|(a, b)| a == b).count();
    let rest = left[prefix..].iter().rev().zip(right[prefix..].iter().rev());
    let suffix = rest.take_while(|(a, b)| a == b).count();
    let mut pairs: Vec<_> = (0..prefix).map(|at| (at, at)).collect();
    let (middle_left, middle_right) = (&left[prefix..left.len() - suffix], &right[prefix..right.len() - suffix]);
    pairs.extend(middle(middle_left, middle_right).into_iter().map(|(a, b)| (a + prefix, b + prefix)));
    pairs.extend((0..suffix).rev().map(|back| (left.len() - 1 - back, right.len() - 1 - back)));
    pairs
}

fn middle<T: PartialEq>(left: &[T], right: &[T]) -> Vec<(usize, usize)> {
    let width = right.len() + 1;
    if left.is_empty() || right.is_empty() || left.len().saturating_mul(width) > MAX_CELLS {
        return Vec::new();
    }
    // lengths[i * width + j] is the length of the best subsequence of left[i..] and right[j..].
    let mut lengths = vec![0_u32; (left.len() + 1) * width];
    for i in (0..left.len()).rev() {
        for j in (0..right.len()).rev() {
            lengths[i * width + j] = if left[i] == right[j] {
                lengths[(i + 1) * width + j + 1] + 1
            } else {
                lengths[(i + 1) * width + j].max(lengths[i * width + j + 1])
            };
        }
    }
    let (mut i, mut j, mut pairs) = (0, 0, Vec::new());
    while i < left.len() && j < right.len() {
        if left[i] == right[j] {
            pairs.push((i, j));
            (i, j) = (i + 1, j + 1);
        } else if lengths[(i + 1) * width + j] >= lengths[i * width + j + 1] {
            i += 1;
        } else {
            j += 1;
        }
    }
    pairs
}

/// Finds for each member of `base` its counterpart in `side`, keeping the order: equal members first; between them
/// members that are alike, or that stand alone in the same gap.
pub(super) fn align<T: PartialEq>(base: &[T], side: &[T], alike: impl Fn(&T, &T) -> bool) -> Vec<Option<usize>> {
    let mut found = vec![None; base.len()];
    let mut anchors = common(base, side);
    anchors.push((base.len(), side.len()));
    let (mut i, mut j) = (0, 0);
    for (next_i, next_j) in anchors {
        align_gap(base, side, i..next_i, j..next_j, &alike, &mut found);
        if next_i < base.len() {
            found[next_i] = Some(next_j);
        }
        (i, j) = (next_i + 1, next_j + 1);
    }
    found
}

fn align_gap<T>(
    base: &[T],
    side: &[T],
    rows: std::ops::Range<usize>,
    mut columns: std::ops::Range<usize>,
    alike: impl Fn(&T, &T) -> bool,
    found: &mut [Option<usize>],
) {
    // As many before as after: somebody rewrote them in place.
    if rows.len() == columns.len() {
        rows.zip(columns).for_each(|(row, column)| found[row] = Some(column));
        return;
    }
    if rows.len().saturating_mul(columns.len()) > MAX_CELLS {
        return;
    }
    for row in rows {
        if let Some(column) = columns.clone().find(|column| alike(&base[row], &side[*column])) {
            found[row] = Some(column);
            columns.start = column + 1;
        }
    }
}

/// Orders the merged list. Members are numbers: the same number is the same member in each version. Ours is the
/// skeleton; what theirs alone moved or added comes behind its predecessor there, after what ours added in that gap.
pub(super) fn merge_order(
    base: &[usize],
    ours: &[usize],
    theirs: &[usize],
    keep: impl Fn(usize) -> bool,
) -> Vec<usize> {
    let in_base: HashSet<usize> = base.iter().copied().collect();
    let in_theirs: HashSet<usize> = theirs.iter().copied().collect();
    let moved_by_ours = moved(base, ours);
    let moved_by_theirs = moved(base, theirs);
    let mut chain = Chain::new(ours.iter().copied().filter(|id| keep(*id)));
    let mut previous = None;
    for id in theirs.iter().copied().filter(|id| keep(*id)) {
        let stays = chain.holds(id) && (!moved_by_theirs.contains(&id) || moved_by_ours.contains(&id));
        if !stays {
            chain.remove(id);
            while let Some(next) = chain.after(previous)
                && !in_base.contains(&next)
                && !in_theirs.contains(&next)
            {
                previous = Some(next);
            }
            chain.insert(previous, id);
        }
        previous = Some(id);
    }
    chain.members()
}

/// A list in which members are put and taken out at any place in the same short time; `None` stands for its head.
struct Chain {
    next: HashMap<Option<usize>, usize>,
    before: HashMap<usize, Option<usize>>,
}

impl Chain {
    fn new(members: impl Iterator<Item = usize>) -> Chain {
        let mut chain = Chain { next: HashMap::new(), before: HashMap::new() };
        let mut last = None;
        for id in members {
            if !chain.holds(id) {
                chain.insert(last, id);
                last = Some(id);
            }
        }
        chain
    }

    fn holds(&self, id: usize) -> bool {
        self.before.contains_key(&id)
    }

    fn after(&self, id: Option<usize>) -> Option<usize> {
        self.next.get(&id).copied()
    }

    fn insert(&mut self, before: Option<usize>, id: usize) {
        if let Some(next) = self.next.insert(before, id) {
            self.next.insert(Some(id), next);
            self.before.insert(next, Some(id));
        }
        self.before.insert(id, before);
    }

    fn remove(&mut self, id: usize) {
        let Some(before) = self.before.remove(&id) else { return };
        match self.next.remove(&Some(id)) {
            Some(next) => {
                self.next.insert(before, next);
                self.before.insert(next, before);
            }
            None => {
                self.next.remove(&before);
            }
        }
    }

    fn members(&self) -> Vec<usize> {
        std::iter::successors(self.after(None), |id| self.after(Some(*id))).collect()
    }
}

/// Returns the members that stand in both lists but in another order.
fn moved(base: &[usize], side: &[usize]) -> HashSet<usize> {
    let in_base: HashSet<usize> = base.iter().copied().collect();
    let in_side: HashSet<usize> = side.iter().copied().collect();
    let before: Vec<usize> = base.iter().copied().filter(|id| in_side.contains(id)).collect();
    let after: Vec<usize> = side.iter().copied().filter(|id| in_base.contains(id)).collect();
    let still: HashSet<usize> = common(&before, &after).into_iter().map(|(at, _)| before[at]).collect();
    before.into_iter().filter(|id| !still.contains(id)).collect()
}

/// Measures how alike two texts are by the words they share, from 0 to 1.
#[must_use]
pub(super) fn likeness(left: &str, right: &str) -> f64 {
    let (left, right) = (words(left), words(right));
    let union = left.union(&right).count();
    if union == 0 {
        return 1.0;
    }

    left.intersection(&right).count() as f64 / union as f64
}

/// Returns the words of a text; where a script writes no spaces, every two letters that stand together.
fn words(text: &str) -> HashSet<String> {
    let is_unspaced = |letter: char| matches!(letter, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{2e80}'..);
    let mut words = HashSet::new();
    for word in text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()) {
        let letters: Vec<char> = word.chars().collect();
        if letters.len() > 2 && letters.iter().any(|letter| is_unspaced(*letter)) {
            words.extend(letters.windows(2).map(|pair| pair.iter().collect::<String>()));
        } else {
            words.insert(word.to_lowercase());
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn order(base: &[usize], ours: &[usize], theirs: &[usize]) -> Vec<usize> {
        let kept = |id: usize| {
            let (b, o, t) = (base.contains(&id), ours.contains(&id), theirs.contains(&id));
            if b { o && t } else { o || t }
        };
        merge_order(base, ours, theirs, kept)
    }

    #[test]
    fn one_side_alone_decides() {
        let base = [0, 1, 2, 3, 4];
        for side in [vec![4, 0, 1, 2, 3], vec![0, 7, 2, 1, 3, 4, 8], vec![2], vec![9, 0, 4, 3, 2, 1]] {
            assert_eq!(order(&base, &base, &side), side);
            assert_eq!(order(&base, &side, &base), side);
            assert_eq!(order(&base, &side, &side), side);
        }
    }

    proptest::proptest! {
        #[test]
        fn one_side_alone_always_decides(base: std::collections::BTreeSet<usize>, keys: std::collections::BTreeMap<u16, usize>) {
            let base: Vec<usize> = base.into_iter().map(|id| id % 8).collect::<std::collections::BTreeSet<_>>().into_iter().collect();
            let mut side: Vec<usize> = Vec::new();
            for id in keys.into_values().map(|id| id % 12) {
                if !side.contains(&id) {
                    side.push(id);
                }
            }
            proptest::prop_assert_eq!(&order(&base, &base, &side), &side);
            proptest::prop_assert_eq!(&order(&base, &side, &base), &side);
            proptest::prop_assert_eq!(&order(&base, &side, &side), &side);
        }
    }

    #[test]
    fn ours_comes_first_in_a_common_gap() {
        assert_eq!(order(&[0, 1], &[0, 5, 1], &[0, 6, 1]), [0, 5, 6, 1]);
        assert_eq!(order(&[0, 1], &[1, 0], &[0, 6, 1]), [1, 0, 6]);
        assert_eq!(order(&[0, 1, 2], &[0, 2], &[0, 1, 6, 2]), [0, 6, 2]);
    }

    #[test]
    fn likeness_works_without_spaces() {
        assert!(likeness("数据永远不会离开欧盟地区", "数据不会离开欧盟地区") > 0.6);
        assert!(likeness("one two three", "one two four") >= 0.5);
        assert!(likeness("", "") == 1.0 && likeness("a", "") == 0.0);
    }

    #[test]
    fn what_was_rewritten_in_place_corresponds() {
        let alike = |a: &&str, b: &&str| likeness(a, b) >= 0.5;
        assert_eq!(align(&["a", "b x", "c"], &["a", "new", "c"], alike), [Some(0), Some(1), Some(2)]);
        assert_eq!(align(&["a", "b x", "c"], &["a", "other", "b x y", "c"], alike), [Some(0), Some(2), Some(3)]);
        assert_eq!(align(&["a", "b"], &["a"], alike), [Some(0), None]);
    }
}
