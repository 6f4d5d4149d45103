//! A merge that has not happened, tried: git makes its tree in a scratch repository that borrows the objects of the real
//! one. So neither the work tree is touched nor a merge driver of the user called, and nothing can be fetched.
//!
//! Not here: what the merge says twice.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use git2::Oid;

use super::repo::{Repo, wrong};
use crate::error::{Error, Result};
use crate::git_program;
use crate::three_way::scratch;

/// The rules of a repository by which its files are merged; all other configuration stays out.
const RULES: &[&str] = &[
    "merge.conflictStyle",
    "merge.renames",
    "merge.renameLimit",
    "merge.directoryRenames",
    "merge.renormalize",
    "diff.renames",
    "diff.renameLimit",
    "core.autocrlf",
    "core.eol",
];

impl Repo {
    /// Asks git for the tree that a merge would give.
    pub(super) fn try_merge(&mut self, ours: Oid, theirs: Oid) -> Result<Oid> {
        let folder = tempfile::tempdir().map_err(|error| Error::new(format!("no temporary folder: {error}")))?;
        let laid_out = scratch::lay_out(folder.path()).and_then(|()| self.lend(folder.path()));
        laid_out.map_err(|error| Error::new(format!("cannot write a temporary folder: {error}")))?;
        let mut command = scratch::git(folder.path());
        for (key, value) in self.rules() {
            command.arg("-c").arg([key.as_ref(), "=".as_ref(), value.as_os_str()].join("".as_ref()));
        }
        // A git before 2.41 does not know the variable and merges such files as text.
        command.env("GIT_ATTR_SOURCE", ours.to_string());
        command
            .args(["merge-tree", "--write-tree", "--no-messages", "-z"])
            .args([ours.to_string(), theirs.to_string()]);
        let output = command.output().map_err(|error| Error::new(format!("cannot run git: {error}")))?;
        let text = String::from_utf8_lossy(&output.stdout);
        let tree = text.split(['\0', '\n']).next().unwrap_or_default();
        let tree = Oid::from_str(tree).map_err(|_| not_tried(&String::from_utf8_lossy(&output.stderr)))?;
        let odb = self.repository.odb().map_err(|error| wrong("cannot open the objects", &error))?;
        let added = odb.add_disk_alternate(&folder.path().join("objects").to_string_lossy());
        added.map_err(|error| wrong("cannot read the tried merge", &error))?;
        drop(odb);
        self.scratch = Some(folder);
        Ok(tree)
    }

    /// Lets the scratch repository read what the real one holds: objects, where its history was cut off, and the
    /// attributes that are not committed.
    fn lend(&self, folder: &Path) -> std::io::Result<()> {
        let common = self.repository.commondir();
        let mut lines = Vec::new();
        for objects in object_folders(&common.join("objects")) {
            // Git unquotes a line that begins with a quotation mark, and takes all others as they stand.
            let path = std::path::absolute(objects)?;
            lines.extend_from_slice(path.as_os_str().as_encoded_bytes());
            lines.push(b'\n');
        }
        std::fs::write(folder.join("objects/info/alternates"), lines)?;
        for name in ["shallow", "info/attributes"] {
            if let Ok(bytes) = std::fs::read(common.join(name)) {
                std::fs::write(folder.join(name), bytes)?;
            }
        }
        Ok(())
    }

    /// Returns the rules that the user or the repository has set.
    fn rules(&self) -> Vec<(&'static str, OsString)> {
        let Ok(config) = self.repository.config().and_then(|mut config| config.snapshot()) else { return Vec::new() };
        let set = RULES.iter().filter_map(|key| Some((*key, OsString::from(config.get_str(key).ok()?))));
        let attributes = config.get_path("core.attributesFile").ok().map(PathBuf::into_os_string);
        set.chain(attributes.map(|path| ("core.attributesFile", path))).collect()
    }
}

/// Lists the folders that hold objects: the repository's own, and those that the environment names.
fn object_folders(own: &Path) -> Vec<PathBuf> {
    let mut folders = vec![own.to_path_buf()];
    folders.extend(std::env::var_os("GIT_OBJECT_DIRECTORY").map(PathBuf::from));
    let more = std::env::var_os("GIT_ALTERNATE_OBJECT_DIRECTORIES").unwrap_or_default();
    folders.extend(std::env::split_paths(&more).filter(|path| !path.as_os_str().is_empty()));
    folders
}

fn not_tried(why: &str) -> Error {
    let error =
        Error::new(format!("git could not try the merge: {}", why.lines().next().unwrap_or("it gave no reason")));
    if ["promisor", "lazy fetch", "missing", "unable to read"].iter().any(|word| why.contains(word)) {
        return error.hint("in a partial clone nothing is fetched for it: fetch the files first, or use a whole clone");
    }
    match git_program::version() {
        Some(version) if version < git_program::NEEDED => {
            error.hint("git 2.38 or newer is needed to look at a merge that has not happened")
        }
        _ => error,
    }
}
