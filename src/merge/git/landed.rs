//! Whether the main line holds the change of a branch already, under a commit of its own: by patches as git's patch ids have them, of
//! each commit (a rebase, a cherry-pick) and of the branch as a whole (a request that was squashed).
//!
//! Not here: changes that are only alike (`river::heads`).

use std::collections::BTreeSet;
use std::ffi::OsString;

use git2::Oid;

use super::repo::Repo;
use super::walk;
use crate::git_program;
use crate::hash::Running;

/// So many of the newest commits of the main line that touched the same files are looked at.
const MAX_COMMITS: usize = 200;
/// Where the main line went on for so many commits, git takes seconds to list those that touched a file: how much of the
/// change stands there has to do.
const MAX_BEHIND: usize = 1_500;
/// So many files are asked for; a commit that holds the change touched all of them.
const MAX_PATHS: usize = 20;
/// A branch of more commits is only asked as a whole.
const MAX_OWN: usize = 50;
/// A change of more files has no patch that would be read.
const MAX_FILES: usize = 500;

impl Repo {
    /// Returns a commit of the main line that holds the whole change of a line of work, which parted from it at `base`.
    #[must_use]
    pub fn landed(&self, main: &str, line: &str, base: &str) -> Option<String> {
        let base = Oid::from_str(base).ok()?;
        let line = Oid::from_str(line).ok().filter(|line| *line != base)?;
        let behind = self.known.as_ref().and_then(|known| known.own(Oid::from_str(main).ok()?, base));
        if behind.is_some_and(|behind| behind.len() > MAX_BEHIND) {
            return None;
        }
        let tree = |oid: Oid| Some(self.repository.find_commit(oid).ok()?.tree_id());
        let whole = self.change(tree(base)?, tree(line)?)?;
        let own = self.own(line, base).filter(|own| (1..=MAX_OWN).contains(&own.len())).unwrap_or_default();
        let own: Vec<Option<Change>> = own.into_iter().map(|oid| self.change_of(oid)).collect();
        let known: BTreeSet<&Vec<Vec<u8>>> = own.iter().flatten().chain([&whole]).map(|change| &change.paths).collect();
        let candidates = self.touching(main, base, &whole.paths).into_iter();
        // Only what changed the same files can be the same patch.
        let candidates = candidates.filter_map(|oid| Some((oid, self.change_of(oid)?)));
        let candidates: Vec<(Oid, Change)> = candidates.filter(|(_, change)| known.contains(&change.paths)).collect();
        let patches: Vec<(Oid, u64)> =
            candidates.iter().filter_map(|(oid, change)| Some((*oid, self.patch(change)?))).collect();
        let twin = |change: &Change| {
            let patch = self.patch(change)?;
            patches.iter().find(|(_, known)| *known == patch).map(|(oid, _)| *oid)
        };
        let found = twin(&whole).or_else(|| {
            let twins: Option<Vec<Oid>> = own.iter().map(|change| twin(change.as_ref()?)).collect();
            twins?.first().copied()
        });
        found.map(|oid| oid.to_string())
    }

    /// Lists the commits of the main line since a base that touched any of these files, the newest first.
    fn touching(&self, main: &str, base: Oid, paths: &[Vec<u8>]) -> Vec<Oid> {
        let mut words: Vec<OsString> = ["--literal-pathspecs", "rev-list", "--no-merges"].map(OsString::from).to_vec();
        words.extend(
            [format!("--max-count={MAX_COMMITS}"), format!("{base}..{main}"), "--".to_owned()].map(OsString::from),
        );
        words.extend(
            paths.iter().take(MAX_PATHS).map(|path| OsString::from(String::from_utf8_lossy(path).into_owned())),
        );
        let git_dir = [OsString::from("--git-dir"), self.git_dir().into()];
        let Ok(output) = git_program::run(git_dir.into_iter().chain(words)) else { return Vec::new() };
        let text = String::from_utf8_lossy(&output.stdout);
        text.lines().filter_map(|line| Oid::from_str(line).ok()).collect()
    }

    fn own(&self, line: Oid, base: Oid) -> Option<Vec<Oid>> {
        if let Some(known) = self.known.as_ref().and_then(|known| known.own(line, base)) {
            return Some(known);
        }
        let mut walk = self.repository.revwalk().ok()?;
        walk.set_sorting(git2::Sort::TIME).ok()?;
        walk.push(line).ok()?;
        walk.hide(base).ok()?;
        walk.take(MAX_OWN + 1).collect::<Result<_, _>>().ok()
    }

    /// What a commit with one parent changed.
    fn change_of(&self, oid: Oid) -> Option<Change> {
        let commit = self.repository.find_commit(oid).ok().filter(|commit| commit.parent_count() == 1)?;
        self.change(commit.parent(0).ok()?.tree_id(), commit.tree_id())
    }

    /// What differs between two trees; `None` where nothing does, or too much.
    fn change(&self, old: Oid, new: Oid) -> Option<Change> {
        let files = walk::differing(&self.repository, Some(old), &[new]).ok()?;
        let is_read = !files.is_empty() && files.len() <= MAX_FILES;
        is_read.then(|| Change { paths: files.iter().map(|file| file.path.clone()).collect(), files })
    }

    /// A change as one number: the lines that it took away and added in each file, whatever stands around them, and without
    /// their white space, as git's own patch ids have it.
    fn patch(&self, change: &Change) -> Option<u64> {
        let mut hash = Running::default();
        for file in &change.files {
            let blob = |held: Option<walk::Held>| held.and_then(|(_, oid)| self.repository.find_blob(oid).ok());
            let (old, new) = (blob(file.base), blob(file.others[0]));
            let bytes =
                |blob: &Option<git2::Blob<'_>>| blob.as_ref().map_or_else(Vec::new, |blob| blob.content().to_vec());
            let (before, after) = (bytes(&old), bytes(&new));
            let patch = git2::Patch::from_buffers(&before, None, &after, None, None).ok()?;
            hash.extend(&file.path);
            hash.extend(&[0, u8::from(old.is_some()), u8::from(new.is_some())]);
            if patch.num_hunks() == 0 {
                // What git takes for binary is the same only where all of it is.
                hash.extend(format!("{:?} {:?}", file.base, file.others[0]).as_bytes());
            }
            for hunk in 0..patch.num_hunks() {
                for line in 0..patch.num_lines_in_hunk(hunk).ok()? {
                    let line = patch.line_in_hunk(hunk, line).ok()?;
                    let said = line.content().iter().copied().filter(|byte| !byte.is_ascii_whitespace());
                    let sign = u8::try_from(line.origin()).unwrap_or(b'?');
                    if sign != b' ' {
                        hash.extend(&std::iter::once(sign).chain(said).collect::<Vec<u8>>());
                    }
                }
            }
        }
        Some(hash.value())
    }
}

/// The files that a change touched, in the order of git's trees.
struct Change {
    paths: Vec<Vec<u8>>,
    files: Vec<walk::Differing>,
}
