//! Which lines of work are open: branches and remote branches that the main line does not hold, and work trees.
//!
//! Not here: what work trees hold that is not committed (`uncommitted`), what of it the main line holds under another
//! commit (`landed`).

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::Arc;

use git2::Oid;

use super::ancestry::Ancestry;
use super::repo::{Repo, short};
use crate::error::{Error, Result};
use crate::git_program;
use crate::merge::Merge;
use crate::merge::open::{Open, OpenKind, WorkTree};

/// What main lines are called where no remote says it.
const MAIN_LINES: &[&str] = &["main", "master", "trunk", "develop"];

/// What is asked of each branch, parted by NUL: no name of a branch holds one.
const FIELDS: &str = "--format=%(refname)%00%(objectname)%00%(committerdate:unix)%00%(symref)";

impl Repo {
    /// Finds the line into which all work goes: the one that is named, else what the remote says, else `main` and the like,
    /// else what is checked out.
    ///
    /// # Errors
    /// An unknown revision.
    pub fn main_line(&self, named: Option<&str>) -> Result<Open> {
        if let Some(name) = named {
            return self.line_at(name, name);
        }
        if let Some(remote) = git_program::ask(["rev-parse", "--abbrev-ref", "--verify", "-q", "origin/HEAD"]) {
            let local = remote.split_once('/').map(|(_, branch)| branch.to_owned());
            let local = local.filter(|branch| self.holds(branch, &remote));
            let name = local.unwrap_or(remote);
            return self.line_at(&name, &name);
        }
        let configured = git_program::config("init.defaultBranch");
        let names = configured.iter().map(String::as_str).chain(MAIN_LINES.iter().copied());
        match names.into_iter().find(|name| self.has_commit(&format!("refs/heads/{name}"))) {
            Some(name) => self.line_at(&format!("refs/heads/{name}"), name),
            None => self.checked_out(),
        }
    }

    /// Returns what is checked out here.
    ///
    /// # Errors
    /// Where nothing was ever committed.
    pub fn checked_out(&self) -> Result<Open> {
        let head = self.commit("HEAD")?.id();
        let kind = if self.branch().is_some() { OpenKind::Branch } else { OpenKind::WorkTree };
        let name = self.branch().unwrap_or_else(|| short(head));
        Ok(Open { kind, ..self.line_at("HEAD", &name)? })
    }

    fn line_at(&self, revision: &str, name: &str) -> Result<Open> {
        let commit = self.commit(revision)?;
        let (oid, time) = (commit.id().to_string(), commit.time().seconds());
        Ok(Open { name: name.to_owned(), oid, time, ..Open::default() })
    }

    /// Tells whether a branch is here and holds all that another revision holds.
    fn holds(&self, branch: &str, other: &str) -> bool {
        let ids =
            [format!("refs/heads/{branch}"), other.to_owned()].map(|name| self.commit(&name).ok().map(|c| c.id()));
        matches!(ids, [Some(own), Some(other)] if own == other || self.reaches(own, other))
    }

    /// Reads the ancestry of lines of work; `None` where git sees another history than is stored here, or less of it.
    #[must_use]
    pub fn ancestry(&self, lines: &[&Open]) -> Option<Ancestry> {
        if self.is_shallow() || self.may_be_replaced() {
            return None;
        }
        // What is not committed is a commit that git does not see, made of one that it does.
        let dirty: Vec<(Oid, Oid, i64)> =
            lines.iter().filter(|line| line.is_dirty).filter_map(|line| self.made_of(line)).collect();
        let heads = lines.iter().filter(|line| !line.is_dirty).map(|line| line.oid.clone());
        let words: String =
            heads.chain(dirty.iter().map(|(_, head, _)| head.to_string())).map(|head| head + "\n").collect();
        let mut child = git_program::git()
            .arg("--git-dir")
            .arg(self.git_dir())
            .args(["rev-list", "--parents", "--timestamp", "--stdin"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .ok()?;
        // Git answers once it has read all of them.
        child.stdin.take()?.write_all(words.as_bytes()).ok()?;
        let output = child.wait_with_output().ok().filter(|output| output.status.success())?;
        let mut found = Ancestry::read(std::str::from_utf8(&output.stdout).ok()?)?;
        for (oid, head, time) in dirty {
            found.add(oid, head, time);
        }
        Some(found)
    }

    fn made_of(&self, line: &Open) -> Option<(Oid, Oid, i64)> {
        let commit = self.repository.find_commit(Oid::from_str(&line.oid).ok()?).ok()?;
        Some((commit.id(), commit.parent_id(0).ok()?, line.time))
    }

    /// Lets it answer where lines of work parted without reading their commits again.
    pub fn knows(&mut self, ancestry: &Arc<Ancestry>) {
        self.known = Some(Arc::clone(ancestry));
    }

    fn reaches(&self, own: Oid, other: Oid) -> bool {
        if let Some(answer) = self.known.as_ref().and_then(|known| known.holds(own, other)) {
            return answer;
        }
        self.repository.graph_descendant_of(own, other).unwrap_or(false)
    }

    /// Tells whether a line of work holds a commit.
    #[must_use]
    pub fn line_holds(&self, line: &str, commit: &str) -> bool {
        let ids = [line, commit].map(Oid::from_str);
        matches!(ids, [Ok(line), Ok(commit)] if line == commit || self.reaches(line, commit))
    }

    /// Lists all branches and remote branches, the newest first, whether the main line holds them or not.
    ///
    /// # Errors
    /// Where there is no git to ask.
    pub fn heads(&self) -> Result<Vec<Open>> {
        let text = listed(&["for-each-ref", "--sort=-committerdate", FIELDS, "refs/heads", "refs/remotes"])?;
        Ok(text.lines().filter_map(line_of).collect())
    }

    /// Lists the commits of all branches and remote branches that the main line does not hold.
    ///
    /// # Errors
    /// Where there is no git to ask.
    pub fn not_merged(&self, main: &Open) -> Result<BTreeSet<String>> {
        let unmerged = format!("--no-merged={}", main.oid);
        let text = listed(&["for-each-ref", &unmerged, "--format=%(objectname)", "refs/heads", "refs/remotes"])?;
        Ok(text.lines().map(str::to_owned).collect())
    }

    /// Joins branches, remote branches and work trees to lines of work, the newest first. A branch and what was fetched of it
    /// are one line of work, and so are two names of one commit.
    ///
    /// # Errors
    /// Where there is no git to ask.
    pub fn open_lines(&self, main: &Open, mut lines: Vec<Open>) -> Result<Vec<Open>> {
        for tree in self.work_trees()?.into_iter().filter(|tree| tree.branch.is_none()) {
            if !self.line_holds(&main.oid, &tree.head) {
                let line = self.line_at(&tree.head, &name_of(&tree))?;
                lines.push(Open { kind: OpenKind::WorkTree, ..line });
            }
        }
        Ok(as_one(lines))
    }

    /// Lists the work trees that stand on a commit.
    ///
    /// # Errors
    /// Where there is no git to ask.
    pub fn work_trees(&self) -> Result<Vec<WorkTree>> {
        let output = git_program::run(["worktree", "list", "--porcelain", "-z"])?;
        let text = String::from_utf8_lossy(&output.stdout);
        let mut trees = Vec::new();
        for record in text.split("\0\0") {
            let mut tree = WorkTree::default();
            let mut is_there = true;
            for field in record.split('\0') {
                match field.split_once(' ').unwrap_or((field, "")) {
                    ("worktree", folder) => tree.folder = PathBuf::from(folder),
                    ("HEAD", head) => head.clone_into(&mut tree.head),
                    ("branch", name) => tree.branch = name.strip_prefix("refs/heads/").map(str::to_owned),
                    ("bare" | "prunable", _) => is_there = false,
                    _ => {}
                }
            }
            let is_born = tree.head.bytes().any(|digit| digit != b'0');
            if is_there && is_born && tree.folder.is_dir() {
                trees.push(tree);
            }
        }
        Ok(trees)
    }

    /// Returns a commit that two lines of work share; `None` where they share nothing.
    ///
    /// # Errors
    /// A shallow clone that does not reach so far.
    pub fn parted_at(&self, one: &str, other: &str) -> Result<Option<String>> {
        let [one, other] = [self.commit(one)?.id(), self.commit(other)?.id()];
        Ok(self.bases(one, other)?.first().map(Oid::to_string))
    }

    /// Lists what one line of work did since a commit, as the side that comes in; the result is what the main line holds at
    /// the same paths now.
    ///
    /// # Errors
    /// Commits that cannot be read.
    pub fn since(&mut self, base: &str, head: &str, main: &str) -> Result<Merge> {
        let [base, head] = [self.commit(base)?.id(), self.commit(head)?.id()];
        let main = self.commit(main)?.tree_id();
        self.between(base, head, Some(base), &|repo, files| repo.merged_from_tree(main, files))
    }

    /// Returns the folder of the repository's own files that all of its work trees share.
    #[must_use]
    pub fn common_dir(&self) -> &Path {
        self.repository.commondir()
    }

    /// Names all of the configuration by which a merge is tried.
    #[must_use]
    pub fn how_merges_are_tried(&self) -> String {
        format!("{:?}", self.rules())
    }
}

fn listed(words: &[&str]) -> Result<String> {
    let output = git_program::run(words)?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr).trim().to_owned();
        return Err(Error::new(format!("git cannot list the branches: {said}")));
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// What a work tree is called.
pub(super) fn name_of(tree: &WorkTree) -> String {
    let folder = tree.folder.file_name().unwrap_or(OsStr::new("work tree")).to_string_lossy().into_owned();
    tree.branch.clone().unwrap_or(folder)
}

fn line_of(text: &str) -> Option<Open> {
    let mut fields = text.split('\0');
    let (name, oid, time) = (fields.next()?, fields.next()?, fields.next()?);
    if fields.next().is_some_and(|target| !target.is_empty()) {
        return None;
    }
    let (kind, name) = match name.strip_prefix("refs/heads/") {
        Some(name) => (OpenKind::Branch, name),
        None => (OpenKind::Remote, name.strip_prefix("refs/remotes/")?),
    };
    let time = time.parse().unwrap_or_default();
    Some(Open { name: name.to_owned(), kind, oid: oid.to_owned(), time, ..Open::default() })
}

/// Joins the names of one line of work. What was fetched of a branch is the same work, as it stood before.
fn as_one(lines: Vec<Open>) -> Vec<Open> {
    let own: BTreeSet<String> =
        lines.iter().filter(|line| line.kind == OpenKind::Branch).map(|line| line.name.clone()).collect();
    let mut kept: Vec<Open> = Vec::new();
    for line in lines {
        let is_fetched_of_own =
            line.kind == OpenKind::Remote && line.name.split_once('/').is_some_and(|(_, branch)| own.contains(branch));
        if is_fetched_of_own {
            continue;
        }
        match kept.iter_mut().find(|known| known.oid == line.oid) {
            Some(known) if known.kind != OpenKind::Branch && line.kind == OpenKind::Branch => {
                let before = std::mem::replace(known, line);
                known.same = before.same;
                known.same.push(before.name);
            }
            Some(known) => known.same.push(line.name),
            None => kept.push(line),
        }
    }
    kept.sort_by(|one, other| (other.time, &one.name).cmp(&(one.time, &other.name)));
    kept
}
