//! The files of a work tree, as far as a decision may change them: regular files inside of it, never what git keeps.
//!
//! Not here: what is written.

use std::path::{Component, Path, PathBuf};

use crate::cli::written;
use crate::error::{Error, Result};
use crate::git_program;
use crate::merge::git::Repo;

/// No text or deck that people edit is larger.
const MAX_BYTES: u64 = 256 << 20;

/// A work tree.
pub(in crate::cli) struct WorkTree {
    top: PathBuf,
    is_under_way: bool,
}

impl WorkTree {
    /// Finds the work tree of the repository here.
    ///
    /// # Errors
    /// A repository without one, or none at all.
    pub(in crate::cli) fn here() -> Result<WorkTree> {
        let repo = Repo::open()?;
        let top = repo.work_tree().map(Path::to_owned).ok_or_else(|| {
            Error::new("this repository has no work tree in which something could be changed")
                .hint("call it in a clone")
        })?;
        let top = top.canonicalize().map_err(|error| Error::new(format!("cannot read {}: {error}", top.display())))?;
        Ok(WorkTree { top, is_under_way: repo.is_under_way() })
    }

    /// Its top.
    pub(in crate::cli) fn top(&self) -> &Path {
        &self.top
    }

    /// Reads a file, whose path begins at the top.
    ///
    /// # Errors
    /// Where it is no regular file inside of the work tree.
    pub(in crate::cli) fn read(&self, path: &str) -> Result<Vec<u8>> {
        let whole = self.whole(path)?;
        let failed = |error: std::io::Error| Error::new(format!("cannot read {path}: {error}"));
        let metadata = whole.symlink_metadata().map_err(failed)?;
        if !metadata.is_file() || metadata.len() > MAX_BYTES {
            return Err(Error::new(format!("{path} is no regular file that could be changed")));
        }
        std::fs::read(&whole).map_err(failed)
    }

    /// Writes a file, and tells whether it was staged: during a merge, where nothing of it waited to be staged before.
    ///
    /// # Errors
    /// Where it cannot be written or staged.
    pub(in crate::cli) fn write(&self, path: &str, before: &[u8], after: &[u8]) -> Result<bool> {
        let whole = self.whole(path)?;
        let is_open =
            self.is_under_way && git_program::ask(self.git(&["ls-files", "--unmerged", "--", path])).is_some();
        let was_staged = self.is_under_way && !is_open && self.is_as_staged(path);
        if self.read(path)? != before {
            return Err(Error::new(format!("{path} changed meanwhile, and was not written")));
        }
        written::replace(&whole, after)?;
        if was_staged {
            git_program::ask(self.git(&["add", "--", path]))
                .map(drop)
                .or(self.is_as_staged(path).then_some(()))
                .ok_or_else(|| {
                    Error::new(format!("{path} is written and not staged")).hint(format!("`git add {path}` stages it"))
                })?;
        }
        Ok(was_staged)
    }

    fn is_as_staged(&self, path: &str) -> bool {
        let names = git_program::ask(self.git(&["diff-files", "--name-only", "--", path]));
        names.is_none_or(|names| names.is_empty())
    }

    /// Paths with stars and brackets in them are names and no patterns.
    fn git<'w>(&'w self, words: &[&'w str]) -> Vec<&'w str> {
        let top = self.top.to_str().unwrap_or(".");
        [&["--literal-pathspecs", "-C", top][..], words].concat()
    }

    /// The whole path of a file: no step leaves the work tree, no folder on the way is a link, and none is git's own.
    fn whole(&self, path: &str) -> Result<PathBuf> {
        let refused = || Error::new(format!("'{path}' does not lie in the work tree"));
        let mut whole = self.top.clone();
        for component in Path::new(path).components() {
            let Component::Normal(name) = component else { return Err(refused()) };
            if name.to_string_lossy().trim_end_matches(['.', ' ']).eq_ignore_ascii_case(".git") {
                return Err(refused());
            }
            if whole.symlink_metadata().is_ok_and(|metadata| metadata.is_symlink()) {
                return Err(refused());
            }
            whole.push(name);
        }
        if whole == self.top { Err(refused()) } else { Ok(whole) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_outside_is_named() {
        let folder = tempfile::tempdir().expect("because tests may write");
        let top = folder.path().canonicalize().expect("because it is there");
        std::fs::create_dir(top.join("a")).expect("because tests may write");
        std::fs::write(top.join("a/b"), "x").expect("because tests may write");
        let tree = WorkTree { top: top.clone(), is_under_way: false };
        assert_eq!(tree.read("a/b").as_deref(), Ok(&b"x"[..]));
        for path in ["../a", "/etc/passwd", ".git/config", "a/../../b", "", "a", ".GIT/config", "a/.git/x"] {
            assert!(tree.read(path).is_err(), "{path}");
        }
        assert!(tree.write("a/b", b"y", b"z").is_err(), "it holds something else");
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink(std::env::temp_dir(), top.join("out")).expect("because tests may write");
            std::os::unix::fs::symlink(top.join("a/b"), top.join("c")).expect("because tests may write");
            assert!(tree.read("out/x").is_err() && tree.read("c").is_err());
        }
    }
}
