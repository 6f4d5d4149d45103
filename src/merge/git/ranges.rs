//! Which merges a range of history holds.
//!
//! Not here: reading them.

use git2::Oid;

use super::repo::{Repo, wrong};
use crate::error::Result;
use crate::merge::range::{Range, Walked};

impl Repo {
    /// Lists the merges with two parents or more in a range, children before parents.
    ///
    /// # Errors
    /// Unknown revisions.
    pub fn merges_in(&self, range: &Range<'_>) -> Result<Walked> {
        let commits = self.commits_in(range)?;
        let mut walked = Walked::default();
        for commit in commits.into_iter().filter_map(|oid| self.repository.find_commit(oid).ok()) {
            if range.since.is_some_and(|since| commit.time().seconds() < since) {
                continue;
            }
            walked.commits += 1;
            if commit.parent_count() > 1 {
                walked.merges.push(commit.id().to_string());
            } else if commit.summary().ok().flatten().is_some_and(is_of_a_request) {
                walked.squashed += 1;
            }
        }
        Ok(walked)
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

/// A server that squashes a pull request puts its number at the end of the subject: `Say hello (#12)`.
fn is_of_a_request(subject: &str) -> bool {
    let number = subject.trim_end().strip_suffix(')').and_then(|subject| subject.rsplit_once("(#"));
    number.is_some_and(|(_, number)| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()))
}
