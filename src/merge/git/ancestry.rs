//! Which commit was made of which, of many heads at once: one walk by git itself, kept as numbers, that answers where any
//! two parted without reading a commit again.
//!
//! Not here: histories that git sees otherwise than they are stored (`replaced`), shallow clones: those are asked one by one.

use std::cmp::Reverse;
use std::collections::HashMap;

use git2::Oid;

/// A longer history is not kept: it is asked commit by commit.
const MAX_COMMITS: usize = 2_000_000;

/// What a walk says of a commit: the first one holds it, the second one does, something that both hold was made of it.
const ONE: u8 = 1;
const OTHER: u8 = 2;
const BELOW: u8 = 4;

/// Commits by number, with their parents and times.
#[derive(Debug, Default)]
pub struct Ancestry {
    numbers: HashMap<Oid, u32>,
    commits: Vec<Oid>,
    times: Vec<i64>,
    parents: Vec<Vec<u32>>,
}

impl Ancestry {
    /// Reads lines of a time, a commit and its parents.
    pub(super) fn read(text: &str) -> Option<Ancestry> {
        let mut found = Ancestry::default();
        for line in text.lines() {
            let mut words = line.split(' ');
            let time = words.next()?.parse().ok()?;
            let commit = found.number(Oid::from_str(words.next()?).ok()?);
            let parents: Option<Vec<u32>> = words.map(|word| Some(found.number(Oid::from_str(word).ok()?))).collect();
            found.times[commit as usize] = time;
            found.parents[commit as usize] = parents?;
            if found.commits.len() > MAX_COMMITS {
                return None;
            }
        }
        Some(found)
    }

    /// Takes up a commit that the walk did not meet, made of one that it did.
    pub(super) fn add(&mut self, oid: Oid, parent: Oid, time: i64) {
        let [number, parent] = [oid, parent].map(|oid| self.number(oid));
        self.times[number as usize] = time;
        self.parents[number as usize] = vec![parent];
    }

    fn number(&mut self, oid: Oid) -> u32 {
        let next = u32::try_from(self.commits.len()).unwrap_or(u32::MAX);
        *self.numbers.entry(oid).or_insert_with(|| {
            self.commits.push(oid);
            self.times.push(0);
            self.parents.push(Vec::new());
            next
        })
    }

    /// Returns the best common ancestors of two commits, the newest first; `None` where one is not known.
    pub(super) fn bases(&self, one: Oid, other: Oid) -> Option<Vec<Oid>> {
        let [one, other] = [*self.numbers.get(&one)?, *self.numbers.get(&other)?];
        let mut marks = vec![0; self.commits.len()];
        self.walk(&mut marks, vec![one], ONE, |_, _| true);
        let mut shared = Vec::new();
        self.walk(&mut marks, vec![other], OTHER, |at, before| {
            if before & ONE != 0 {
                shared.push(at);
            }
            before & ONE == 0
        });
        // What another one was made of is no best one.
        let below = shared.iter().flat_map(|at| self.parents[*at as usize].clone()).collect();
        self.walk(&mut marks, below, BELOW, |_, _| true);
        shared.retain(|at| marks[*at as usize] & BELOW == 0);
        shared.sort_by_key(|at| (Reverse(self.times[*at as usize]), *at));
        Some(shared.into_iter().map(|at| self.commits[at as usize]).collect())
    }

    /// Tells whether one commit holds another; `None` where one is not known.
    pub(super) fn holds(&self, one: Oid, other: Oid) -> Option<bool> {
        let [one, other] = [*self.numbers.get(&one)?, *self.numbers.get(&other)?];
        let mut marks = vec![0; self.commits.len()];
        self.walk(&mut marks, vec![one], ONE, |at, _| at != other);
        Some(marks[other as usize] != 0)
    }

    /// Lists what one commit holds and another one does not, the newest first; `None` where one is not known.
    pub(super) fn own(&self, one: Oid, other: Oid) -> Option<Vec<Oid>> {
        let [one, other] = [*self.numbers.get(&one)?, *self.numbers.get(&other)?];
        let mut marks = vec![0; self.commits.len()];
        self.walk(&mut marks, vec![other], OTHER, |_, _| true);
        let mut own = Vec::new();
        self.walk(&mut marks, vec![one], ONE, |at, before| {
            if before & OTHER == 0 {
                own.push(at);
            }
            before & OTHER == 0
        });
        own.sort_by_key(|at| (Reverse(self.times[*at as usize]), *at));
        Some(own.into_iter().map(|at| self.commits[at as usize]).collect())
    }

    /// Marks all that some commits hold, each once. `goes_on` is told a commit and what was said of it before, and says
    /// whether what it was made of is looked at.
    fn walk(&self, marks: &mut [u8], mut waiting: Vec<u32>, mark: u8, mut goes_on: impl FnMut(u32, u8) -> bool) {
        while let Some(at) = waiting.pop() {
            let before = marks[at as usize];
            if before & mark == 0 {
                marks[at as usize] |= mark;
                if goes_on(at, before) {
                    waiting.extend(&self.parents[at as usize]);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn oid(number: usize) -> Oid {
        Oid::from_str(&format!("{number:040x}")).expect("because it is one")
    }

    /// Each commit by its number, with its parents; later ones are newer.
    fn ancestry(commits: &[(usize, &[usize])]) -> Ancestry {
        let line = |(number, parents): &(usize, &[usize])| {
            let parents: String = parents.iter().map(|parent| format!(" {}", oid(*parent))).collect();
            format!("{number} {}{parents}\n", oid(*number))
        };
        Ancestry::read(&commits.iter().rev().map(line).collect::<String>()).expect("because it is whole")
    }

    #[test]
    fn best_common_ancestors() {
        // 1 - 2 - 3 - 5 and 2 - 4 - 6, then 7 of 5 and 6, 8 of 6 and 5: criss-cross.
        let graph =
            ancestry(&[(1, &[]), (2, &[1]), (3, &[2]), (4, &[2]), (5, &[3]), (6, &[4]), (7, &[5, 6]), (8, &[6, 5])]);
        let bases = |one, other| graph.bases(oid(one), oid(other));
        assert_eq!(bases(5, 6), Some(vec![oid(2)]));
        assert_eq!(bases(7, 8), Some(vec![oid(6), oid(5)]));
        assert_eq!(bases(7, 3), Some(vec![oid(3)]));
        assert_eq!(bases(4, 4), Some(vec![oid(4)]));
        assert_eq!(bases(4, 9), None);
        let apart = ancestry(&[(1, &[]), (2, &[])]);
        assert_eq!(apart.bases(oid(1), oid(2)), Some(Vec::new()));
        assert_eq!((graph.holds(oid(7), oid(4)), graph.holds(oid(4), oid(3))), (Some(true), Some(false)));
        assert_eq!(graph.own(oid(7), oid(4)), Some(vec![oid(7), oid(6), oid(5), oid(3)]));
    }
}
