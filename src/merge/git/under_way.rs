//! What is being merged, picked, reverted or squashed right now, as the files and the environment of git say it.
//!
//! Not here: what the sides changed.

use git2::Oid;

use super::repo::{Repo, short, wrong};
use crate::error::{Error, Result};

impl Repo {
    /// Returns the heads that come in, each with its name and, for a cherry-pick or revert, its own base.
    pub(super) fn incoming(&self) -> Result<Vec<(Oid, String, Option<Oid>)>> {
        let merge_heads = self.heads_in("MERGE_HEAD");
        if !merge_heads.is_empty() {
            return Ok(merge_heads.into_iter().map(|oid| (oid, self.name_of(oid), None)).collect());
        }
        let announced = heads_in_environment();
        if !announced.is_empty() {
            return Ok(announced.into_iter().map(|(oid, name)| (oid, name, None)).collect());
        }
        for (file, reversed) in [("CHERRY_PICK_HEAD", false), ("REBASE_HEAD", false), ("REVERT_HEAD", true)] {
            if let Some(picked) = self.heads_in(file).first() {
                return self.picked(*picked, reversed).map(|incoming| vec![incoming]);
            }
        }
        if let Some(reverted) = self.reverted() {
            return self.picked(reverted, true).map(|incoming| vec![incoming]);
        }
        if let Some(squashed) = self.squashed() {
            return Ok(vec![(squashed, self.name_of(squashed), None)]);
        }
        Err(Error::new("no merge is under way here")
            .hint("name a merge commit (`oneness check HEAD`) or two branches (`oneness check main feature`)"))
    }

    /// A cherry-pick merges a commit onto HEAD with that commit's parent as base; a revert goes the other way.
    fn picked(&self, picked: Oid, reversed: bool) -> Result<(Oid, String, Option<Oid>)> {
        let commit = self.repository.find_commit(picked).map_err(|error| wrong("cannot read the commit", &error))?;
        let parent = commit.parent_id(0).map_err(|_| Error::new("the commit that is being applied has no parent"))?;
        let name = format!("{} ({})", short(picked), commit.summary().ok().flatten().unwrap_or_default());
        Ok(if reversed { (parent, format!("revert of {name}"), Some(picked)) } else { (picked, name, Some(parent)) })
    }

    /// Tells whether a merge, cherry-pick, revert or rebase step is under way.
    #[must_use]
    pub fn is_under_way(&self) -> bool {
        self.incoming().is_ok()
    }

    /// A clean revert leaves no trace but in the message that git has prepared.
    fn reverted(&self) -> Option<Oid> {
        let message = std::fs::read_to_string(self.repository.path().join("MERGE_MSG")).ok()?;
        let (_, rest) = message.split_once("This reverts commit ")?;
        Oid::from_str(rest.split(|letter: char| !letter.is_ascii_hexdigit()).next()?).ok()
    }

    /// A squash names the head that came in only in the message that git has prepared.
    fn squashed(&self) -> Option<Oid> {
        let message = std::fs::read_to_string(self.repository.path().join("SQUASH_MSG")).ok()?;
        Oid::from_str(message.lines().find_map(|line| line.strip_prefix("commit "))?.trim()).ok()
    }

    fn heads_in(&self, file: &str) -> Vec<Oid> {
        let text = std::fs::read_to_string(self.repository.path().join(file)).unwrap_or_default();
        text.lines().filter_map(|line| Oid::from_str(line.trim()).ok()).collect()
    }
}

/// Returns the heads that git announces while it merges: there is no MERGE_HEAD yet in a pre-merge-commit hook.
fn heads_in_environment() -> Vec<(Oid, String)> {
    let announced = std::env::vars_os().filter_map(|(key, value)| {
        let key = key.into_string().ok()?;
        let oid = Oid::from_str(key.strip_prefix("GITHEAD_")?).ok()?;
        Some((oid, value.to_string_lossy().into_owned()))
    });
    let mut heads: Vec<_> = announced.collect();
    heads.sort();
    heads
}
