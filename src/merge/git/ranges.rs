//! Which merges a range of history holds.
//!
//! Not here: reading them.

use git2::{Commit, Oid};

use super::repo::{Repo, wrong};
use crate::error::Result;
use crate::merge::range::{Range, Walked};

impl Repo {
    /// Lists the merges with two parents or more in a range, children before parents.
    ///
    /// # Errors
    /// Unknown revisions.
    pub fn merges_in(&self, range: &Range<'_>) -> Result<Walked> {
        let (commits, mut walked) = self.counted(range)?;
        let merges = commits.iter().filter(|commit| commit.parent_count() > 1);
        walked.merges = merges.map(|commit| commit.id().to_string()).collect();
        Ok(walked)
    }

    /// Reads the commits of a range, children before parents, and counts them.
    pub(super) fn counted(&self, range: &Range<'_>) -> Result<(Vec<Commit<'_>>, Walked)> {
        let commits = self.commits_in(range)?.into_iter().filter_map(|oid| self.repository.find_commit(oid).ok());
        let is_young = |commit: &Commit<'_>| range.since.is_none_or(|since| commit.time().seconds() >= since);
        let commits: Vec<Commit<'_>> = commits.filter(is_young).collect();
        let is_of_a_request = |commit: &&Commit<'_>| {
            commit.parent_count() <= 1 && commit.summary().ok().flatten().and_then(request_of).is_some()
        };
        let squashed = commits.iter().filter(is_of_a_request).count();
        let walked = Walked { commits: commits.len(), squashed, ..Walked::default() };
        Ok((commits, walked))
    }

    fn commits_in(&self, range: &Range<'_>) -> Result<Vec<Oid>> {
        let commit = |name: &str| self.commit(if name.is_empty() { "HEAD" } else { name }).map(|commit| commit.id());
        let (shown, mut hidden) = match (range.revisions.split_once("..."), range.revisions.split_once("..")) {
            (Some((one, other)), _) => (vec![commit(one)?, commit(other)?], Vec::new()),
            (None, Some((from, to))) => (vec![commit(to)?], vec![commit(from)?]),
            (None, None) => (vec![commit(range.revisions)?], Vec::new()),
        };
        if let [one, other] = shown[..] {
            hidden = self.bases(one, other)?;
        }
        let list = || -> std::result::Result<Vec<Oid>, git2::Error> {
            let mut walk = self.repository.revwalk()?;
            walk.set_sorting(git2::Sort::TOPOLOGICAL | git2::Sort::TIME)?;
            shown.iter().try_for_each(|oid| walk.push(*oid))?;
            hidden.iter().try_for_each(|oid| walk.hide(*oid))?;
            if range.first_parent {
                walk.simplify_first_parent()?;
            }
            walk.collect()
        };
        list().map_err(|error| wrong("cannot walk the history", &error))
    }
}

/// Reads the number of a request: a server that squashes one puts it at the end of the subject, `Say hello (#12)`.
pub(super) fn request_of(subject: &str) -> Option<u64> {
    let (_, number) = subject.trim_end().strip_suffix(')')?.rsplit_once("(#")?;
    if number.bytes().all(|byte| byte.is_ascii_digit()) { number.parse().ok() } else { None }
}
