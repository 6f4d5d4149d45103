//! What a work tree holds that is not committed, as a commit that stands in a folder of this run: neither the index nor
//! the objects of the repository are touched.
//!
//! Not here: work trees themselves (`heads`).

use std::ffi::OsString;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::UNIX_EPOCH;

use super::heads;
use super::repo::{Repo, wrong};
use crate::error::{Error, Result};
use crate::git_program;
use crate::merge::open::{Open, OpenKind, WorkTree};

/// So many files that are not committed are read of a work tree; more tell of what should be ignored.
const MAX_FILES: usize = 3_000;
/// Larger files that git does not know are no work of a person.
const MAX_BYTES: u64 = 4 << 20;

/// Variables that would lead git from the work tree that is asked to the one that is checked out here.
const FOREIGN: &[&str] = &["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_OBJECT_DIRECTORY"];

/// Who is said to have written what nobody has committed.
const NOBODY: &str = "not committed yet";

impl Repo {
    /// Reads what a work tree holds that is not committed into objects of `scratch`, a folder that this run has to itself;
    /// `None` where all is committed.
    ///
    /// # Errors
    /// A work tree that git cannot read, or one with too much that is not committed; each in a sentence.
    pub fn uncommitted(&mut self, tree: &WorkTree, scratch: &Path) -> Result<Option<Open>> {
        let asked = Asked::of(self, tree, scratch)?;
        let changed = asked.paths(&["diff", "--no-ext-diff", "--no-relative", "--name-only", "-z", "HEAD"])?;
        let unknown = asked.paths(&["ls-files", "--others", "--exclude-standard", "-z"])?;
        let unknown: Vec<OsString> = unknown.into_iter().filter(|path| is_small(&tree.folder.join(path))).collect();
        if changed.is_empty() && unknown.is_empty() {
            return Ok(None);
        }
        if changed.len() + unknown.len() > MAX_FILES {
            let count = changed.len() + unknown.len();
            return Err(Error::new(format!("{count} files are not committed, more than are read ({MAX_FILES})")));
        }
        let written = changed.iter().chain(&unknown).filter_map(|path| written_at(&tree.folder.join(path))).max();
        let time = written.or_else(|| self.time_of(&tree.head).map(|time| time.0)).unwrap_or_default();
        asked.add(&changed, &unknown)?;
        let oid = asked.commit(&tree.head, time)?;
        self.borrow_objects(&asked.objects)?;
        let name = format!("{} (not committed)", heads::name_of(tree));
        Ok(Some(Open { name, kind: OpenKind::WorkTree, oid, time, is_dirty: true, ..Open::default() }))
    }

    /// Reads objects also from another folder, and lends them to the merges that are tried.
    ///
    /// # Errors
    /// Where the objects cannot be opened.
    pub fn borrow_objects(&mut self, objects: &Path) -> Result<()> {
        let odb = self.repository.odb().map_err(|error| wrong("cannot open the objects", &error))?;
        let added = odb.add_disk_alternate(&objects.to_string_lossy());
        added.map_err(|error| wrong("cannot read what is not committed", &error))?;
        drop(odb);
        if !self.borrowed.iter().any(|known| known == objects) {
            self.borrowed.push(objects.to_owned());
        }
        Ok(())
    }
}

/// A work tree that is asked with an index of its own and a folder for new objects.
struct Asked<'a> {
    tree: &'a WorkTree,
    index: PathBuf,
    objects: PathBuf,
    lenders: OsString,
}

impl<'a> Asked<'a> {
    fn of(repo: &Repo, tree: &'a WorkTree, scratch: &Path) -> Result<Asked<'a>> {
        let (index, objects) = (scratch.join("index"), scratch.join("objects"));
        let failed = |error| Error::new(format!("cannot write a temporary folder: {error}"));
        std::fs::create_dir_all(&objects).map_err(failed)?;
        let mut lenders = vec![repo.repository.commondir().join("objects")];
        lenders.extend(std::env::var_os("GIT_OBJECT_DIRECTORY").map(PathBuf::from));
        let more = std::env::var_os("GIT_ALTERNATE_OBJECT_DIRECTORIES").unwrap_or_default();
        lenders.extend(std::env::split_paths(&more).filter(|path| !path.as_os_str().is_empty()));
        let lenders = std::env::join_paths(lenders).map_err(|error| Error::new(error.to_string()))?;
        let own = own_git(&tree.folder).args(["rev-parse", "--path-format=absolute", "--git-path", "index"]).output();
        let own = own.map_err(|error| Error::new(format!("cannot run git: {error}")))?;
        let own = String::from_utf8_lossy(&own.stdout).trim_end_matches('\n').to_owned();
        // A work tree whose index was never written has none.
        if Path::new(&own).is_file() {
            std::fs::copy(own, &index).map_err(failed)?;
        }
        Ok(Asked { tree, index, objects, lenders })
    }

    fn git(&self) -> Command {
        let mut command = own_git(&self.tree.folder);
        command.env("GIT_INDEX_FILE", &self.index).env("GIT_OBJECT_DIRECTORY", &self.objects);
        command.env("GIT_ALTERNATE_OBJECT_DIRECTORIES", &self.lenders);
        command
    }

    fn paths(&self, words: &[&str]) -> Result<Vec<OsString>> {
        let output = answered(self.git().args(words).output())?;
        let paths = output.split(|byte| *byte == 0).filter(|path| !path.is_empty());
        Ok(paths.map(|path| OsString::from(String::from_utf8_lossy(path).into_owned())).collect())
    }

    fn add(&self, changed: &[OsString], unknown: &[OsString]) -> Result<()> {
        if !changed.is_empty() {
            answered(self.git().args(["add", "--update", "--", "."]).output())?;
        }
        if unknown.is_empty() {
            return Ok(());
        }
        let mut command = self.git();
        command.args(["--literal-pathspecs", "add", "--pathspec-from-file=-", "--pathspec-file-nul"]);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped()).spawn();
        if let Ok(Some(mut stdin)) = child.as_mut().map(|child| child.stdin.take()) {
            for path in unknown {
                // A git that ended early says why.
                let _ = stdin.write_all(path.as_encoded_bytes()).and_then(|()| stdin.write_all(b"\0"));
            }
        }
        answered(child.and_then(std::process::Child::wait_with_output)).map(|_| ())
    }

    fn commit(&self, head: &str, time: i64) -> Result<String> {
        let tree = text(&answered(self.git().arg("write-tree").output())?);
        let mut command = self.git();
        let date = format!("@{time} +0000");
        for who in ["AUTHOR", "COMMITTER"] {
            command.env(format!("GIT_{who}_NAME"), NOBODY).env(format!("GIT_{who}_EMAIL"), "");
            command.env(format!("GIT_{who}_DATE"), &date);
        }
        command.args(["commit-tree", "--no-gpg-sign", &tree, "-p", head, "-m", NOBODY]);
        Ok(text(&answered(command.output())?))
    }
}

/// A git that sees one work tree, starts no watcher and no hook, and writes nothing by the way.
fn own_git(folder: &Path) -> Command {
    let mut command = git_program::git();
    for variable in FOREIGN {
        command.env_remove(variable);
    }
    command.arg("--no-optional-locks").arg("-C").arg(folder);
    command.args(["-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null"]);
    command
}

fn answered(output: std::io::Result<std::process::Output>) -> Result<Vec<u8>> {
    let output = output.map_err(|error| Error::new(format!("cannot run git: {error}")))?;
    match output.status.success() {
        true => Ok(output.stdout),
        false => {
            let said = String::from_utf8_lossy(&output.stderr);
            Err(Error::new(format!("git cannot read it: {}", said.lines().next().unwrap_or("it gave no reason"))))
        }
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).trim().to_owned()
}

fn is_small(path: &Path) -> bool {
    path.symlink_metadata().is_ok_and(|found| found.is_file() && found.len() <= MAX_BYTES)
}

fn written_at(path: &Path) -> Option<i64> {
    let written = path.symlink_metadata().and_then(|found| found.modified()).ok()?;
    i64::try_from(written.duration_since(UNIX_EPOCH).ok()?.as_secs()).ok()
}
