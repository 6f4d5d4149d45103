//! Who brought a line into a side: the commits since the base, newest first.
//!
//! Not here: a full blame. Only the commits of one side since the fork point are read, and only when a finding asks.

use git2::{Commit, Oid, Repository, Sort};

use super::Origin;

/// A side with more commits since the base is told by its head alone.
const MAX_COMMITS: usize = 3000;

/// The commits of one side since it parted from the other.
#[derive(Debug, Default)]
pub struct History {
    commits: Vec<Oid>,
}

impl History {
    /// Lists the commits that `heads` reach and `others` do not, oldest first.
    pub(super) fn since(repository: &Repository, heads: &[Oid], others: &[Oid]) -> History {
        let list = || -> Result<Vec<Oid>, git2::Error> {
            let mut walk = repository.revwalk()?;
            walk.set_sorting(Sort::TOPOLOGICAL | Sort::REVERSE)?;
            heads.iter().try_for_each(|head| walk.push(*head))?;
            others.iter().try_for_each(|other| walk.hide(*other))?;
            walk.take(MAX_COMMITS).collect()
        };
        History { commits: list().unwrap_or_default() }
    }

    /// Finds the oldest commit after which a file at `path` holds these lines while none of its parents does; where
    /// the path was renamed on the way, the commit that brought the file to this path.
    pub(super) fn origin(&self, repository: &Repository, path: &str, lines: &[String]) -> Origin {
        let holds = |commit: &Commit<'_>| blob(repository, commit, path).is_some_and(|bytes| has_all(&bytes, lines));
        for oid in self.commits.iter().rev() {
            let Ok(commit) = repository.find_commit(*oid) else { continue };
            let is_new = holds(&commit) && !commit.parents().any(|parent| holds(&parent));
            if is_new {
                return told(&commit);
            }
        }
        self.commits.last().and_then(|oid| repository.find_commit(*oid).ok()).map_or_else(Origin::default, |c| told(&c))
    }
}

fn told(commit: &Commit<'_>) -> Origin {
    let author = commit.author();
    let when = author.when();
    Origin {
        commit: Some(commit.id().to_string()),
        author: Some(String::from_utf8_lossy(author.name_bytes()).into_owned()),
        time: Some((when.seconds(), when.offset_minutes())),
    }
}

fn blob(repository: &Repository, commit: &Commit<'_>, path: &str) -> Option<Vec<u8>> {
    let entry = commit.tree().ok()?.get_path(std::path::Path::new(path)).ok()?;
    repository.find_blob(entry.id()).ok().map(|blob| blob.content().to_vec())
}

/// Tells whether a file holds each of the lines, white space at their ends aside.
fn has_all(bytes: &[u8], lines: &[String]) -> bool {
    let text = String::from_utf8_lossy(bytes);
    let held: std::collections::HashSet<&str> = text.lines().map(str::trim).collect();
    lines.iter().all(|line| held.contains(line.trim()))
}
