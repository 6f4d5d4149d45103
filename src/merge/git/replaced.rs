//! Objects in whose place git reads others (`git replace`). Libgit2 reads the originals, so that where it matters the
//! question is refused rather than answered for a history that nobody sees.
//!
//! Not here: reading objects (`repo`).

use std::collections::BTreeSet;
use std::io::ErrorKind;
use std::path::Path;

use git2::{Oid, Repository};
use memchr::memmem;

use crate::error::{Error, Result};
use crate::git_program;

/// Where git keeps what stands in place of an object.
const PLACES: &str = "refs/replace/";
/// What makes git read the originals, too.
const ORIGINALS: &str = "GIT_NO_REPLACE_OBJECTS";

/// Refuses a commit in whose place git reads another one.
pub(super) fn refuse(repository: &Repository, commit: Oid) -> Result<()> {
    let is_replaced = repository.find_reference(&format!("{PLACES}{commit}")).is_ok();
    if is_replaced { Err(refused(&format!("commit {} is replaced", &commit.to_string()[..10]))) } else { Ok(()) }
}

/// Refuses two heads whose common ancestors are others for git, because a commit on the way is replaced, and a
/// repository in which a file or a folder is.
pub(super) fn refuse_other_bases(repository: &Repository, heads: [Oid; 2], bases: &[Oid]) -> Result<()> {
    let glob = format!("{PLACES}*");
    let replaced = repository.references_glob(&glob).into_iter().flatten().flatten();
    let replaced: Vec<Option<Oid>> = replaced.map(|place| place.target()).collect();
    if replaced.is_empty() {
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

/// Tells whether git may read anything in the place of an object, before every branch and tag is listed: there is a folder
/// of its own, or a line in the file of packed references.
pub(super) fn may_be(repository: &Repository) -> bool {
    let folder = repository.commondir();
    let is_packed = |file: &Path| {
        let packed = std::fs::read(file);
        // What cannot be read is for the list to tell; where there is no such file nothing is packed.
        packed.map_or_else(
            |error| error.kind() != ErrorKind::NotFound,
            |packed| memmem::find(&packed, PLACES.as_bytes()).is_some(),
        )
    };
    are_followed() && (folder.join(PLACES).exists() || is_packed(&folder.join("packed-refs")))
}

/// Tells whether git reads what stands in place of an object.
fn are_followed() -> bool {
    std::env::var_os(ORIGINALS).is_none()
}

fn refused(what: &str) -> Error {
    Error::new(format!("{what} here (`git replace`), and only its original can be read"))
        .hint(format!("with {ORIGINALS}=1 git and oneness read the originals; `git replace --list` names them"))
}
