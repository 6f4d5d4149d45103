//! Objects in whose place git reads others (`git replace`). Libgit2 reads the originals, so that where it matters the
//! question is refused rather than answered for a history that nobody sees.
//!
//! Not here: reading objects (`repo`).

use std::collections::BTreeSet;

use git2::{Oid, Repository};

use crate::error::{Error, Result};
use crate::git_program;

/// Where git keeps what stands in place of an object.
const PLACES: &str = "refs/replace/";
/// What makes git read the originals, too.
const ORIGINALS: &str = "GIT_NO_REPLACE_OBJECTS";

/// Refuses a commit in whose place git reads another one.
pub(super) fn refuse(repository: &Repository, commit: Oid) -> Result<()> {
    let is_replaced = are_followed() && repository.find_reference(&format!("{PLACES}{commit}")).is_ok();
    if is_replaced { Err(refused(&format!("commit {} is replaced", &commit.to_string()[..10]))) } else { Ok(()) }
}

/// Refuses two heads whose common ancestors are others for git, because a commit on the way is replaced, and a
/// repository in which a file or a folder is.
pub(super) fn refuse_other_bases(repository: &Repository, heads: [Oid; 2], bases: &[Oid]) -> Result<()> {
    let glob = format!("{PLACES}*");
    let replaced = repository.references_glob(&glob).into_iter().flatten().flatten();
    let replaced: Vec<Option<Oid>> = replaced.map(|place| place.target()).collect();
    if !are_followed() || replaced.is_empty() {
        return Ok(());
    }
    let is_commit = |place: &Option<Oid>| place.is_some_and(|oid| repository.find_commit(oid).is_ok());
    if !replaced.iter().all(is_commit) {
        return Err(refused("a file is replaced"));
    }
    let [ours, theirs] = heads.map(|head| head.to_string());
    let said = git_program::ask(["merge-base", "--all", &ours, &theirs]).unwrap_or_default();
    let own: BTreeSet<String> = bases.iter().map(Oid::to_string).collect();
    if said.split_whitespace().map(str::to_owned).collect::<BTreeSet<_>>() == own {
        Ok(())
    } else {
        Err(refused("a commit between the two is replaced"))
    }
}

/// Tells whether git reads what stands in place of an object.
fn are_followed() -> bool {
    std::env::var_os(ORIGINALS).is_none()
}

fn refused(what: &str) -> Error {
    Error::new(format!("{what} here (`git replace`), and only its original can be read"))
        .hint(format!("with {ORIGINALS}=1 git and oneness read the originals; `git replace --list` names them"))
}
