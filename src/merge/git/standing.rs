//! Everything that stands in HEAD, in the index and in what is coming in.
//!
//! Not here: which of it is looked for.

use std::collections::BTreeSet;

use git2::{ObjectType, Oid, Tree, TreeWalkMode, TreeWalkResult};

use super::repo::{Repo, wrong};
use crate::decode;
use crate::error::Result;
use crate::source::Source;

impl Repo {
    /// Shows every version of every file that HEAD, the index or a head that is being merged holds, once each.
    ///
    /// # Errors
    /// Where a tree, a blob or the index cannot be read.
    pub fn visit_standing(&self, visit: &mut dyn FnMut(&Source)) -> Result<()> {
        let mut blobs: BTreeSet<(String, Oid)> = BTreeSet::new();
        let incoming = self.incoming().unwrap_or_default().into_iter().map(|(oid, ..)| oid);
        let head = self.repository.head().ok().and_then(|head| head.target());
        for oid in head.into_iter().chain(incoming) {
            let tree = self.repository.find_commit(oid).and_then(|commit| commit.tree());
            list(&tree.map_err(|error| wrong("cannot read a tree", &error))?, &mut blobs);
        }
        let index = self.repository.index().map_err(|error| wrong("cannot read the index", &error))?;
        for entry in index.iter() {
            // A submodule has a commit there.
            if entry.mode & 0o170_000 != 0o160_000 {
                blobs.insert((String::from_utf8_lossy(&entry.path).into_owned(), entry.id));
            }
        }
        for (path, oid) in blobs {
            // What is missing may hold what is looked for.
            let blob = self.repository.find_blob(oid).map_err(|error| wrong(&format!("cannot read {path}"), &error))?;
            visit(&decode::source(&path, blob.content()));
        }
        Ok(())
    }
}

fn list(tree: &Tree<'_>, blobs: &mut BTreeSet<(String, Oid)>) {
    let _ = tree.walk(TreeWalkMode::PreOrder, |folder, entry| {
        if entry.kind() == Some(ObjectType::Blob) {
            blobs.insert((format!("{folder}{}", String::from_utf8_lossy(entry.name_bytes())), entry.id()));
        }
        TreeWalkResult::Ok
    });
}
