//! One walk over the trees of a merge at once: what differs between a base and several others, by name.
//!
//! Not here: renames (`changes`), what differs within a file. What has one id in all trees is neither entered nor read,
//! so that the cost follows the changes and not the repository.

use std::cmp::Ordering;

use git2::{Oid, Repository, Tree};

/// What a tree holds under a name: the mode and the id.
pub(super) type Held = (u32, Oid);

/// A file that one of the trees holds in another way than the base.
#[derive(Debug)]
pub(super) struct Differing {
    /// Its path, as git has it.
    pub(super) path: Vec<u8>,
    /// What the base holds.
    pub(super) base: Option<Held>,
    /// What each of the others holds.
    pub(super) others: Vec<Option<Held>>,
}

/// As trees store them.
const TYPE: u32 = 0o170_000;
const TREE: u32 = 0o040_000;
/// Deeper folders are not entered: nobody makes them, and hostile trees do.
const MAX_DEPTH: usize = 2_000;

/// Tells whether something is a file, a link or a submodule of another type than another.
pub(super) fn is_other_type(one: Held, other: Held) -> bool {
    one.0 & TYPE != other.0 & TYPE
}

/// Lists what differs, in the order of git's trees.
pub(super) fn differing(
    repository: &Repository,
    base: Option<Oid>,
    others: &[Oid],
) -> Result<Vec<Differing>, git2::Error> {
    let mut walk = Walk { repository, path: Vec::new(), depth: 0, found: Vec::new() };
    let folder = |oid: Oid| (TREE, oid);
    walk.folder(base.map(folder), &others.iter().map(|oid| Some(folder(*oid))).collect::<Vec<_>>())?;
    Ok(walk.found)
}

struct Walk<'a> {
    repository: &'a Repository,
    path: Vec<u8>,
    depth: usize,
    found: Vec<Differing>,
}

/// A tree that is read entry by entry.
struct Entries<'a> {
    tree: Option<Tree<'a>>,
    at: usize,
}

impl Entries<'_> {
    fn next(&self) -> Option<git2::TreeEntry<'_>> {
        self.tree.as_ref()?.get(self.at)
    }
}

impl<'a> Walk<'a> {
    /// Walks a folder; what is no folder counts as an empty one.
    fn folder(&mut self, base: Option<Held>, others: &[Option<Held>]) -> Result<(), git2::Error> {
        let base_tree = self.open(base)?;
        // What is as in the base need not be read again.
        let mut trees = vec![base_tree];
        let mut read_as = vec![0];
        for (at, other) in others.iter().enumerate() {
            let known = std::iter::once(&base).chain(&others[..at]).position(|known| known == other);
            let place = match known {
                Some(known) => read_as[known],
                None => {
                    trees.push(self.open(*other)?);
                    trees.len() - 1
                }
            };
            read_as.push(place);
        }
        loop {
            while are_alike(&trees) {
                trees.iter_mut().for_each(|tree| tree.at += 1);
            }
            let Some((name, is_folder, here)) = next(&trees) else { return Ok(()) };
            trees.iter_mut().zip(&here).for_each(|(tree, here)| tree.at += usize::from(here.is_some()));
            if here.iter().any(|held| *held != here[0]) {
                let all: Vec<Option<Held>> = read_as.iter().map(|place| here[*place]).collect();
                self.entry(&name, is_folder, all[0], &all[1..])?;
            }
        }
    }

    fn entry(
        &mut self,
        name: &[u8],
        is_folder: bool,
        base: Option<Held>,
        others: &[Option<Held>],
    ) -> Result<(), git2::Error> {
        let length = self.path.len();
        self.path.extend_from_slice(name);
        if !is_folder {
            self.found.push(Differing { path: self.path.clone(), base, others: others.to_vec() });
        } else if self.depth < MAX_DEPTH {
            self.path.push(b'/');
            self.depth += 1;
            self.folder(base, others)?;
            self.depth -= 1;
        }
        self.path.truncate(length);
        Ok(())
    }

    fn open(&self, held: Option<Held>) -> Result<Entries<'a>, git2::Error> {
        let tree = held.map(|(_, oid)| self.repository.find_tree(oid)).transpose()?;
        Ok(Entries { tree, at: 0 })
    }
}

/// Returns the next name of several trees, whether it is a folder, and what each tree holds under it.
fn next(trees: &[Entries<'_>]) -> Option<(Vec<u8>, bool, Vec<Option<Held>>)> {
    let entries: Vec<_> = trees.iter().map(Entries::next).collect();
    let nexts = || entries.iter().map(|entry| entry.as_ref().map(held));
    let first = nexts().flatten().min_by(|one, other| in_order(*one, *other))?;
    let here = nexts().map(|next| next.filter(|next| in_order(*next, first) == Ordering::Equal).map(|(_, held)| held));
    Some((first.0.to_vec(), is_folder(first.1), here.collect()))
}

/// Tells whether all trees hold the same next.
fn are_alike(trees: &[Entries<'_>]) -> bool {
    let Some((first, others)) = trees.split_first() else { return false };
    let Some(first) = first.next() else { return false };
    others.iter().all(|other| other.next().is_some_and(|other| held(&other) == held(&first)))
}

fn held<'e>(entry: &'e git2::TreeEntry<'_>) -> (&'e [u8], Held) {
    (entry.name_bytes(), (u32::try_from(entry.filemode_raw()).unwrap_or_default(), entry.id()))
}

fn is_folder((mode, _): Held) -> bool {
    mode & TYPE == TREE
}

/// The order of git's trees: by bytes, where the name of a folder ends with a stroke. A file and a folder of one name
/// are two things.
fn in_order((one, what): (&[u8], Held), (other, what_other): (&[u8], Held)) -> Ordering {
    let common = one.len().min(other.len());
    let after = |name: &[u8], held: Held| name.get(common).copied().or(is_folder(held).then_some(b'/'));
    let by_name = one[..common].cmp(&other[..common]);
    by_name.then_with(|| after(one, what).cmp(&after(other, what_other))).then_with(|| one.len().cmp(&other.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stand_in_the_order_of_git() {
        let (file, folder) = ((0o100_644, Oid::ZERO_SHA1), (TREE, Oid::ZERO_SHA1));
        let order =
            |one: (&str, Held), other: (&str, Held)| in_order((one.0.as_bytes(), one.1), (other.0.as_bytes(), other.1));
        assert_eq!(order(("a", file), ("a.b", file)), Ordering::Less);
        assert_eq!(order(("a", folder), ("a.b", file)), Ordering::Greater);
        assert_eq!(order(("a", file), ("a", folder)), Ordering::Less);
        assert_eq!(order(("a", folder), ("a", folder)), Ordering::Equal);
        assert_eq!(order(("a", folder), ("a0", file)), Ordering::Less);
    }
}
