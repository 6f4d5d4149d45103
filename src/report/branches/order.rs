//! In which order open lines of work are merged so that it hurts least. Of two that collide the later one mends what both
//! say, so the order lets as many as possible through untouched, and then those first that have least to mend.
//!
//! Not here: what they collide in.

use super::meeting::{Branches, Meeting};

/// One step of the order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The line of work, by its place among the lines.
    pub line: usize,
    /// What is merged before it and collides with it: against these it is mended.
    pub after: Vec<usize>,
}

/// A line of work that lies so many days longer than the newest one is no longer thought to be merged soon.
const STALE_DAYS: i64 = 180;

/// Returns the order of the lines of work that collide with another one or with the main line, those left out that lie for
/// long. It is a good one and not always the best: the best is as hard to find as the largest set of which no two know
/// each other.
#[must_use]
pub fn of(branches: &Branches) -> Vec<Step> {
    let is_main = |at: usize| branches.lines[at].oid == branches.main.oid;
    let newest = branches.lines.iter().map(|line| line.time).max().unwrap_or_default();
    let is_fresh = |at: &usize| is_main(*at) || newest - branches.lines[*at].time <= STALE_DAYS * 86_400;
    let mut lines = branches.shown();
    lines.retain(is_fresh);
    // The oldest first, where nothing else decides.
    lines.sort_by_key(|at| (branches.lines[*at].time, &branches.lines[*at].name));
    let (merged, lines): (Vec<usize>, Vec<usize>) = lines.into_iter().partition(|at| is_main(*at));
    let cost = |one: usize, other: usize| -> f64 {
        let meetings =
            branches.meetings.iter().filter(|found| found.lines.contains(&one) && found.lines.contains(&other));
        meetings.map(Meeting::cost).sum()
    };
    ordered(lines, merged, &cost)
}

fn ordered(mut lines: Vec<usize>, mut merged: Vec<usize>, cost: &dyn Fn(usize, usize) -> f64) -> Vec<Step> {
    let sum = |one: usize, others: &[usize]| -> f64 {
        others.iter().filter(|other| **other != one).map(|other| cost(one, *other)).sum()
    };
    let mut steps = Vec::new();
    while !lines.is_empty() {
        let untouched: Vec<usize> = lines.iter().copied().filter(|at| sum(*at, &merged) <= 0.0).collect();
        let next = match untouched.is_empty() {
            // Whoever holds up the least of the others goes first.
            false => untouched.iter().min_by(|one, other| sum(**one, &untouched).total_cmp(&sum(**other, &untouched))),
            true => lines.iter().min_by(|one, other| sum(**one, &merged).total_cmp(&sum(**other, &merged))),
        };
        let Some(next) = next.copied() else { break };
        let after = merged.iter().copied().filter(|known| cost(next, *known) > 0.0).collect();
        steps.push(Step { line: next, after });
        lines.retain(|at| *at != next);
        merged.push(next);
    }
    steps
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The cost of each pair, as far as they collide.
    fn order(count: usize, pairs: &[(usize, usize, f64)], main: Option<usize>) -> Vec<Step> {
        let cost = |one: usize, other: usize| {
            let known = pairs.iter().filter(|(a, b, _)| [*a, *b] == [one.min(other), one.max(other)]);
            known.map(|(_, _, cost)| cost).sum()
        };
        ordered((0..count).filter(|at| Some(*at) != main).collect(), main.into_iter().collect(), &cost)
    }

    fn lines(steps: &[Step]) -> Vec<usize> {
        steps.iter().map(|step| step.line).collect()
    }

    #[test]
    fn one_that_collides_with_all_comes_last() {
        let steps = order(4, &[(0, 1, 1.0), (0, 2, 1.0), (0, 3, 1.0)], None);
        assert_eq!(lines(&steps), [1, 2, 3, 0]);
        assert_eq!(steps[3].after, [1, 2, 3]);
        assert!(steps[..3].iter().all(|step| step.after.is_empty()));
    }

    #[test]
    fn of_those_that_must_mend_the_one_with_least_comes_first() {
        let steps = order(3, &[(0, 1, 3.0), (0, 2, 0.5), (1, 2, 2.0)], None);
        assert_eq!(lines(&steps), [2, 0, 1]);
        let with_main = order(3, &[(0, 1, 1.0), (1, 2, 1.0)], Some(0));
        assert_eq!(lines(&with_main), [2, 1]);
        assert_eq!(with_main[1].after, [0, 2]);
    }

    /// Held against all orders of small numbers of lines: never more lines have to be mended than two more than need be,
    /// and on average hardly any.
    #[test]
    fn it_is_nearly_the_best() {
        let (mut seed, mut more, mut runs) = (7_u64, 0, 0);
        for _ in 0..200 {
            let mut next = || {
                seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                seed >> 33
            };
            let mut pairs = Vec::new();
            for one in 0..6 {
                pairs.extend((one + 1..6).filter(|_| next() % 3 == 0).map(|other| (one, other, 1.0)));
            }
            let mends = order(6, &pairs, None).iter().filter(|step| !step.after.is_empty()).count();
            let is_apart = |set: u32| !pairs.iter().any(|(a, b, _)| set & (1 << a) != 0 && set & (1 << b) != 0);
            let most = (0..64_u32).filter(|set| is_apart(*set)).map(u32::count_ones).max().unwrap_or_default();
            let needed = 6 - most as usize;
            assert!(mends >= needed && mends <= needed + 2, "{pairs:?}");
            (more, runs) = (more + mends - needed, runs + 1);
        }
        assert!(more * 20 <= runs, "{more} in {runs}");
    }
}
