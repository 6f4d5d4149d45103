//! The door to git: which merge is meant, which files it touched, what a blob says, who brought a line.
//! The only place that knows git2. Refs, trees and blobs are read in this process; only the merge that has not
//! happened yet is asked of the `git` program, because nobody else merges as git does.
//!
//! Not here: hooks and merge drivers (`cli`), what the sides added (`edits`).

mod staged;
mod touching;

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use git2::{AttrCheckFlags, Commit, Delta, DiffFindOptions, DiffOptions, Oid, Repository, Tree};

use super::history::History;
use super::range::Range;
use super::{Content, FileMerge, Head, Merge, Origin, Store, Version};
use crate::decode;
use crate::error::{Error, Result};
use crate::source::{Side, Sides, Source};

/// Above this many files added or deleted by a side, renames are not looked for: the search grows with the square.
const MAX_RENAME_CANDIDATES: usize = 400;

/// An open repository.
pub struct Repo {
    repository: Repository,
    /// Objects of a merge that was only tried stand here and vanish with it.
    scratch: Option<tempfile::TempDir>,
    /// The commits of each side since the base, read when the first finding asks who brought it.
    history: RefCell<Option<Sides<History>>>,
    heads: Sides<Vec<Oid>>,
    base_tree: Option<Oid>,
}

/// A first line that all three versions get: git2 must never be asked for an empty result, whose null pointer it turns
/// into a slice.
const HEAD: &[u8] = b"\x01oneness\n";

/// Merges three versions of a text line by line. Returns `None` where they cannot be merged at all, as binary files.
#[must_use]
pub fn join_bytes(base: &[u8], ours: &[u8], theirs: &[u8]) -> Option<Vec<u8>> {
    join(base, ours, theirs, &mut git2::MergeFileOptions::new())
}

/// Merges three versions of a text line by line and keeps both where they overlap. Returns `None` as [`join_bytes`].
#[must_use]
pub fn join_all(base: &[u8], ours: &[u8], theirs: &[u8]) -> Option<Vec<u8>> {
    join(base, ours, theirs, git2::MergeFileOptions::new().favor(git2::FileFavor::Union))
}

fn join(base: &[u8], ours: &[u8], theirs: &[u8], options: &mut git2::MergeFileOptions) -> Option<Vec<u8>> {
    // libgit2 gives no content for binary files, and git2 would make a slice of that null pointer too.
    if [base, ours, theirs].iter().any(|bytes| bytes.contains(&0)) {
        return None;
    }
    // Alone of git2's functions `merge_file` does not start libgit2, and fails where nothing else did.
    drop(git2::Buf::new());
    let headed = [base, ours, theirs].map(|bytes| [HEAD, bytes].concat());
    let [mut base_input, mut our_input, mut their_input] = [(); 3].map(|()| git2::MergeFileInput::new());
    base_input.content(&headed[0]);
    our_input.content(&headed[1]);
    their_input.content(&headed[2]);
    let merged = git2::merge_file(&base_input, &our_input, &their_input, Some(options)).ok()?;
    merged.content().strip_prefix(HEAD).map(<[u8]>::to_vec)
}

impl Repo {
    /// Opens the repository of the working directory, as git's environment names it or found upwards.
    ///
    /// # Errors
    /// Where there is none, or one of a format that cannot be read (SHA-256 objects).
    pub fn open() -> Result<Repo> {
        Repo::new(Repository::open_from_env())
    }

    /// Opens the repository at a path.
    ///
    /// # Errors
    /// As [`Repo::open`].
    pub fn open_at(path: &Path) -> Result<Repo> {
        Repo::new(Repository::discover(path))
    }

    fn new(opened: std::result::Result<Repository, git2::Error>) -> Result<Repo> {
        // Git itself does not hash every object that it reads again; here it was a third of all time.
        git2::opts::strict_hash_verification(false);
        let repository = opened.map_err(|error| match error.code() {
            git2::ErrorCode::NotFound => Error::new("not in a git repository")
                .hint("change into one, or compare files with --base, --ours and --theirs"),
            _ => wrong("cannot open the repository", &error),
        })?;
        let heads = Sides { base: Vec::new(), ours: Vec::new(), theirs: Vec::new() };
        Ok(Repo { repository, scratch: None, history: RefCell::new(None), heads, base_tree: None })
    }

    /// Returns the folder that holds the repository's own files (`.git`).
    #[must_use]
    pub fn git_dir(&self) -> &Path {
        self.repository.path()
    }

    /// Returns the top of the work tree; `None` in a bare repository.
    #[must_use]
    pub fn work_tree(&self) -> Option<&Path> {
        self.repository.workdir()
    }

    /// Names the merges that a commit made: one for two parents, one for each pair of parents of an octopus.
    ///
    /// # Errors
    /// An unknown revision, a commit that is not a merge.
    pub fn parents_of(&self, revision: &str) -> Result<(String, Vec<(String, String)>)> {
        let commit = self.commit(revision)?;
        let parents: Vec<Oid> = commit.parent_ids().collect();
        if parents.len() < 2 {
            return Err(not_a_merge(revision, &self.repository, parents.len()));
        }
        let mut pairs = Vec::new();
        for (index, ours) in parents.iter().enumerate() {
            pairs.extend(parents[index + 1..].iter().map(|theirs| (ours.to_string(), theirs.to_string())));
        }
        Ok((commit.id().to_string(), pairs))
    }

    /// Returns an ordinary commit and its only parent; `None` for a merge and for the first commit.
    ///
    /// # Errors
    /// An unknown revision.
    pub fn only_parent_of(&self, revision: &str) -> Result<Option<(String, String)>> {
        let commit = self.commit(revision)?;
        let parent = if commit.parent_count() == 1 { commit.parent_id(0).ok() } else { None };
        Ok(parent.map(|parent| (commit.id().to_string(), parent.to_string())))
    }

    /// Reads the merge that a commit made of two of its parents.
    ///
    /// # Errors
    /// Unknown revisions, no common ancestor in a shallow clone.
    pub fn finished(&mut self, commit: &str, ours: &str, theirs: &str) -> Result<Merge> {
        let merged = self.commit(commit)?;
        let (merged_id, tree) = (merged.id(), merged.tree_id());
        drop(merged);
        let [ours, theirs] = [self.commit(ours)?.id(), self.commit(theirs)?.id()];
        let named = |oid: Oid| Head { oid: Some(oid.to_string()), name: short(oid) };
        let mut merge = self.between(ours, theirs, None, &|repo, files| repo.merged_from_tree(tree, files))?;
        merge.commit = Some(merged_id.to_string());
        merge.ours = named(ours);
        merge.theirs = named(theirs);
        Ok(merge)
    }

    /// Tries the merge of two revisions without touching work tree, index, refs or objects of the repository.
    ///
    /// # Errors
    /// Unknown revisions, no common ancestor, no `git` on the path.
    pub fn prospective(&mut self, ours: &str, theirs: &str) -> Result<Merge> {
        let [our_id, their_id] = [self.commit(ours)?.id(), self.commit(theirs)?.id()];
        self.bases(our_id, their_id)?;
        let tree = self.try_merge(our_id, their_id)?;
        let named = |name: &str, oid: Oid| Head { oid: Some(oid.to_string()), name: name.to_owned() };
        let mut merge = self.between(our_id, their_id, None, &|repo, files| repo.merged_from_tree(tree, files))?;
        merge.ours = named(ours, our_id);
        merge.theirs = named(theirs, their_id);
        Ok(merge)
    }

    /// Reads the merge, cherry-pick, revert or rebase step that is under way; the index is its result.
    ///
    /// # Errors
    /// Where nothing is under way.
    pub fn in_progress(&mut self) -> Result<Vec<Merge>> {
        let head = self.commit("HEAD")?.id();
        let mut merges = Vec::new();
        for (theirs, name, base) in self.incoming()? {
            let mut merge = self.between(head, theirs, base, &|repo, files| repo.merged_from_index(files))?;
            merge.ours = Head { oid: Some(head.to_string()), name: self.branch().unwrap_or_else(|| short(head)) };
            merge.theirs = Head { oid: Some(theirs.to_string()), name };
            merges.push(merge);
        }
        Ok(merges)
    }

    /// Lists the merges with two parents or more in a range, children before parents.
    ///
    /// # Errors
    /// Unknown revisions.
    pub fn merges_in(&self, range: &Range<'_>) -> Result<Vec<String>> {
        let (from, to) = match range.revisions.split_once("..") {
            Some((from, to)) => (Some(from), if to.is_empty() { "HEAD" } else { to }),
            None => (None, range.revisions),
        };
        let to = self.commit(to)?.id();
        let from = from.map(|from| self.commit(from).map(|commit| commit.id())).transpose()?;
        let list = || -> std::result::Result<Vec<Oid>, git2::Error> {
            let mut walk = self.repository.revwalk()?;
            walk.set_sorting(git2::Sort::TOPOLOGICAL | git2::Sort::TIME)?;
            walk.push(to)?;
            from.map_or(Ok(()), |from| walk.hide(from))?;
            if range.first_parent {
                walk.simplify_first_parent()?;
            }
            walk.collect()
        };
        let commits = list().map_err(|error| wrong("cannot walk the history", &error))?;
        let wanted = |oid: &Oid| {
            let commit = self.repository.find_commit(*oid).ok()?;
            let young = range.since.is_none_or(|since| commit.time().seconds() >= since);
            (commit.parent_count() > 1 && young).then(|| oid.to_string())
        };
        Ok(commits.iter().filter_map(wanted).collect())
    }

    /// Returns the heads that come in, each with its name and, for a cherry-pick or revert, its own base.
    fn incoming(&self) -> Result<Vec<(Oid, String, Option<Oid>)>> {
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

    fn branch(&self) -> Option<String> {
        let head = self.repository.head().ok()?;
        head.is_branch().then(|| head.shorthand().ok().map(str::to_owned)).flatten()
    }

    /// Returns a branch that points at a commit, else its short id.
    fn name_of(&self, oid: Oid) -> String {
        let environment = std::env::var(format!("GITHEAD_{oid}")).ok();
        environment.or_else(|| self.branch_at(oid)).unwrap_or_else(|| short(oid))
    }

    fn branch_at(&self, oid: Oid) -> Option<String> {
        let branches = self.repository.branches(None).ok()?;
        let mut names: Vec<String> = branches
            .flatten()
            .filter(|(branch, _)| branch.get().target() == Some(oid))
            .filter_map(|(branch, _)| branch.name().ok().flatten().map(str::to_owned))
            .collect();
        names.sort();
        names.into_iter().next()
    }

    fn commit(&self, revision: &str) -> Result<Commit<'_>> {
        let object = self.repository.revparse_single(revision);
        object.and_then(|object| object.peel_to_commit()).map_err(|error| match error.code() {
            git2::ErrorCode::NotFound | git2::ErrorCode::InvalidSpec | git2::ErrorCode::Peel => {
                Error::new(format!("unknown revision '{revision}'")).hint("`git log --oneline --merges` lists merges")
            }
            _ => wrong(&format!("cannot read revision '{revision}'"), &error),
        })
    }

    /// Returns the common ancestors; none for histories that share nothing.
    fn bases(&self, ours: Oid, theirs: Oid) -> Result<Vec<Oid>> {
        match self.repository.merge_bases(ours, theirs) {
            Ok(bases) => Ok(bases.iter().copied().collect()),
            Err(error) if error.code() == git2::ErrorCode::NotFound && self.repository.is_shallow() => {
                Err(Error::new("the two sides have no common ancestor in this shallow clone")
                    .hint("deepen the history with `git fetch --unshallow` (in CI: check out with fetch-depth: 0)"))
            }
            Err(error) if error.code() == git2::ErrorCode::NotFound => Ok(Vec::new()),
            Err(error) => Err(wrong("cannot find the common ancestor", &error)),
        }
    }

    /// Lists what both sides changed since their base, and looks each file up in the result.
    fn between(&mut self, ours: Oid, theirs: Oid, base: Option<Oid>, result: Lookup<'_>) -> Result<Merge> {
        let bases = match base {
            Some(base) => vec![base],
            None => self.bases(ours, theirs)?,
        };
        let notes = notes_on(&bases);
        let diverged_days = self.diverged_days(&bases, ours, theirs);
        let trees = self.trees(&bases, ours, theirs)?;
        let mut files = self.changed_files(&trees)?;
        drop(trees);
        result(self, &mut files)?;
        self.base_tree = bases.first().and_then(|base| Some(self.repository.find_commit(*base).ok()?.tree_id()));
        self.heads = Sides { base: bases.clone(), ours: vec![ours], theirs: vec![theirs] };
        self.history = RefCell::new(None);
        let bases = bases.iter().map(Oid::to_string).collect();
        Ok(Merge { bases, diverged_days, files, notes, ..Merge::default() })
    }

    fn diverged_days(&self, bases: &[Oid], ours: Oid, theirs: Oid) -> Option<f64> {
        let time = |oid: Oid| self.repository.find_commit(oid).map(|commit| commit.time().seconds()).ok();
        let parted = bases.iter().filter_map(|base| time(*base)).max()?;
        let younger = time(ours)?.max(time(theirs)?);
        Some((younger - parted).max(0) as f64 / 86_400.0)
    }

    fn trees(&self, bases: &[Oid], ours: Oid, theirs: Oid) -> Result<Trees<'_>> {
        let tree = |oid: Oid| {
            let commit = self.repository.find_commit(oid);
            commit.and_then(|commit| commit.tree()).map_err(|error| wrong("cannot read a tree", &error))
        };
        let mut bases = bases.iter().map(|base| tree(*base)).collect::<Result<Vec<_>>>()?.into_iter();
        Ok(Trees { base: bases.next(), other_bases: bases.collect(), ours: tree(ours)?, theirs: tree(theirs)? })
    }

    /// Pairs up what each side did to each path of the base.
    fn changed_files(&self, trees: &Trees<'_>) -> Result<Vec<FileMerge>> {
        let mut ours = self.changes(trees.base.as_ref(), &trees.ours)?;
        let mut theirs = self.changes(trees.base.as_ref(), &trees.theirs)?;
        let is_old = |path: &str| version_in(trees.base.as_ref(), path).is_there();
        follow_renames(&ours, &mut theirs, &is_old);
        follow_renames(&theirs, &mut ours, &is_old);
        let paths: BTreeSet<&String> = ours.keys().chain(theirs.keys()).collect();
        let mut files = Vec::with_capacity(paths.len());
        for path in paths {
            let base = version_in(trees.base.as_ref(), path);
            let side = |changes: &Changes| changes.get(path).cloned().unwrap_or_else(|| base.clone());
            let versions = Sides { base: base.clone(), ours: side(&ours), theirs: side(&theirs) };
            let other_bases = trees.other_bases.iter().map(|tree| version_in(Some(tree), path)).collect();
            files.push(FileMerge { versions, other_bases, merged: Version::absent(path) });
        }
        Ok(files)
    }

    /// Returns what a side made of each path of the base that it touched; a new file stands under its own path.
    fn changes(&self, base: Option<&Tree<'_>>, side: &Tree<'_>) -> Result<Changes> {
        let mut options = DiffOptions::new();
        options.context_lines(0).skip_binary_check(true);
        let diff = self.repository.diff_tree_to_tree(base, Some(side), Some(&mut options));
        let mut diff = diff.map_err(|error| wrong("cannot compare two trees", &error))?;
        let count = |status: Delta| diff.deltas().filter(|delta| delta.status() == status).count();
        let (added, deleted) = (count(Delta::Added), count(Delta::Deleted));
        if added > 0 && deleted > 0 && added.max(deleted) <= MAX_RENAME_CANDIDATES {
            let found = diff.find_similar(Some(DiffFindOptions::new().renames(true)));
            found.map_err(|error| wrong("cannot look for renames", &error))?;
        }
        let mut changes = Changes::new();
        for delta in diff.deltas() {
            let (old, new) = (path_of(&delta.old_file()), path_of(&delta.new_file()));
            let version = match delta.status() {
                Delta::Deleted => Version::absent(&old),
                _ => Version { path: new.clone(), content: content_of(new_mode(&delta), delta.new_file().id()) },
            };
            let key = if delta.status() == Delta::Added { new } else { old };
            changes.insert(key, version);
        }
        Ok(changes)
    }

    fn merged_from_tree(&self, tree: Oid, files: &mut [FileMerge]) -> Result<()> {
        let tree = self.repository.find_tree(tree).map_err(|error| wrong("cannot read the merged tree", &error))?;
        for file in files {
            let paths = merged_paths(file);
            let found = paths.iter().map(|path| version_in(Some(&tree), path)).find(Version::is_there);
            file.merged = found.unwrap_or_else(|| Version::absent(&paths[0]));
        }
        Ok(())
    }

    fn merged_from_index(&self, files: &mut [FileMerge]) -> Result<()> {
        let index = self.repository.index().map_err(|error| wrong("cannot read the index", &error))?;
        for file in files {
            let paths = merged_paths(file);
            let found = paths.iter().map(|path| self.version_in_index(&index, path)).find(Version::is_there);
            file.merged = found.unwrap_or_else(|| Version::absent(&paths[0]));
        }
        Ok(())
    }

    /// A path that is still in conflict is read from the work tree, where its markers stand.
    fn version_in_index(&self, index: &git2::Index, path: &str) -> Version {
        if let Some(entry) = index.get_path(Path::new(path), 0) {
            return Version { path: path.to_owned(), content: content_of(Some(entry.mode), entry.id) };
        }
        let conflicted = (1..=3).any(|stage| index.get_path(Path::new(path), stage).is_some());
        let file: Option<PathBuf> = self.repository.workdir().map(|top| top.join(path)).filter(|file| file.is_file());
        match file.filter(|_| conflicted) {
            Some(file) => Version { path: path.to_owned(), content: Content::File(file) },
            None => Version::absent(path),
        }
    }

    /// Asks git for the tree that a merge would give. New objects go to a scratch folder beside the repository's own.
    fn try_merge(&mut self, ours: Oid, theirs: Oid) -> Result<Oid> {
        let scratch = tempfile::tempdir().map_err(|error| Error::new(format!("no temporary folder: {error}")))?;
        let objects = self.repository.commondir().join("objects");
        let output = Command::new("git")
            .args(["merge-tree", "--write-tree", "--no-messages", "-z"])
            .args([ours.to_string(), theirs.to_string()])
            .env("GIT_DIR", self.repository.path())
            .env("GIT_OBJECT_DIRECTORY", scratch.path())
            .env("GIT_ALTERNATE_OBJECT_DIRECTORIES", alternates(&objects))
            .env("ONENESS", "0")
            .stdin(Stdio::null())
            .output()
            .map_err(|error| Error::new(format!("cannot run git: {error}")))?;
        let text = String::from_utf8_lossy(&output.stdout);
        let tree = text.split(['\0', '\n']).next().unwrap_or_default();
        let tree = Oid::from_str(tree).map_err(|_| {
            let why = String::from_utf8_lossy(&output.stderr);
            Error::new(format!("git could not try the merge: {}", why.lines().next().unwrap_or("it gave no reason")))
                .hint("git 2.38 or newer is needed to look at a merge that has not happened")
        })?;
        let odb = self.repository.odb().map_err(|error| wrong("cannot open the objects", &error))?;
        let added = odb.add_disk_alternate(&scratch.path().to_string_lossy());
        added.map_err(|error| wrong("cannot read the tried merge", &error))?;
        drop(odb);
        self.scratch = Some(scratch);
        Ok(tree)
    }

    fn blob(&self, path: &str, oid: &str) -> Source {
        let oid = Oid::from_str(oid);
        match oid.and_then(|oid| self.repository.find_blob(oid)) {
            Ok(blob) => decode::source(path, blob.content()),
            Err(_) => Source::unread(path, "is not in this clone (a partial clone leaves files out)"),
        }
    }
}

type Changes = BTreeMap<String, Version>;
type Lookup<'a> = &'a dyn Fn(&Repo, &mut [FileMerge]) -> Result<()>;

struct Trees<'a> {
    base: Option<Tree<'a>>,
    other_bases: Vec<Tree<'a>>,
    ours: Tree<'a>,
    theirs: Tree<'a>,
}

impl Store for Repo {
    fn read(&self, version: &Version) -> Source {
        match &version.content {
            Content::Blob(oid) => self.blob(&version.path, oid),
            _ => super::files::FileStore.read(version),
        }
    }

    fn visit_base(&self, wanted: &dyn Fn(&str) -> bool, visit: &mut dyn FnMut(&Source) -> bool) {
        let Some(tree) = self.base_tree.and_then(|oid| self.repository.find_tree(oid).ok()) else { return };
        let mut blobs = Vec::new();
        // The walk only collects names: reading inside the callback would hold the tree's pack open for long.
        let _ = tree.walk(git2::TreeWalkMode::PreOrder, |folder, entry| {
            let path = format!("{}{}", folder, String::from_utf8_lossy(entry.name_bytes()));
            if entry.kind() == Some(git2::ObjectType::Blob) && wanted(&path) {
                blobs.push((path, entry.id()));
            }
            git2::TreeWalkResult::Ok
        });
        for (path, oid) in blobs {
            if !visit(&self.blob(&path, &oid.to_string())) {
                return;
            }
        }
    }

    fn origin(&self, side: Side, path: &str, lines: &[String]) -> Origin {
        let mut history = self.history.borrow_mut();
        let known = history.get_or_insert_with(|| {
            let since = |head: &[Oid], other: &[Oid]| History::since(&self.repository, head, other);
            Sides {
                base: History::default(),
                ours: since(&self.heads.ours, &self.heads.theirs),
                theirs: since(&self.heads.theirs, &self.heads.ours),
            }
        });
        known.side(side).origin(&self.repository, path, lines)
    }

    fn is_generated(&self, path: &str) -> bool {
        ["linguist-generated", "linguist-vendored"].iter().any(|name| {
            let flags = AttrCheckFlags::FILE_THEN_INDEX;
            let value = self.repository.get_attr(Path::new(path), name, flags).ok().flatten();
            matches!(git2::AttrValue::from_string(value), git2::AttrValue::True)
                || value.is_some_and(|value| value == "true")
        })
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

fn notes_on(bases: &[Oid]) -> Vec<String> {
    match bases.len() {
        0 => vec!["the two sides share no history; everything counts as added".to_owned()],
        1 => Vec::new(),
        count => vec![format!("{count} common ancestors (criss-cross); what any of them held is not new")],
    }
}

/// Joins a file that one side renamed to what the other side made of it: where that one dropped the old path and added
/// the new one, it renamed the file too, and changed too much of it to show.
fn follow_renames(renaming: &Changes, other: &mut Changes, is_old: &dyn Fn(&str) -> bool) {
    let renamed = renaming.iter().filter(|(old, version)| version.is_there() && version.path != **old);
    for (old, version) in renamed {
        let dropped = other.get(old).is_some_and(|found| !found.is_there());
        let added = other.contains_key(&version.path) && !is_old(&version.path);
        if dropped
            && added
            && let Some(found) = other.remove(&version.path)
        {
            other.insert(old.clone(), found);
        }
    }
}

fn version_in(tree: Option<&Tree<'_>>, path: &str) -> Version {
    let entry = tree.and_then(|tree| tree.get_path(Path::new(path)).ok());
    let content = entry.map_or(Content::Absent, |entry| {
        let mode = u32::try_from(entry.filemode()).ok();
        if entry.kind() == Some(git2::ObjectType::Tree) { Content::Absent } else { content_of(mode, entry.id()) }
    });
    Version { path: path.to_owned(), content }
}

fn content_of(mode: Option<u32>, oid: Oid) -> Content {
    // As trees store them; the numbers of the enum of git2 are others.
    const LINK: u32 = 0o120_000;
    const COMMIT: u32 = 0o160_000;
    match mode {
        Some(LINK) => Content::Unread("is a symbolic link".to_owned()),
        Some(COMMIT) => Content::Unread("is a submodule".to_owned()),
        _ => Content::Blob(oid.to_string()),
    }
}

fn new_mode(delta: &git2::DiffDelta<'_>) -> Option<u32> {
    Some(u32::from(delta.new_file().mode()))
}

fn path_of(file: &git2::DiffFile<'_>) -> String {
    file.path_bytes().map(|bytes| String::from_utf8_lossy(bytes).into_owned()).unwrap_or_default()
}

/// Where the result can hold a file: under the name that a side gave it, else under its old one.
fn merged_paths(file: &FileMerge) -> Vec<String> {
    let versions = &file.versions;
    let renamed = [&versions.ours, &versions.theirs].into_iter().filter(|version| version.path != versions.base.path);
    let mut paths: Vec<String> = renamed.map(|version| version.path.clone()).collect();
    paths.push(versions.base.path.clone());
    paths
}

fn alternates(objects: &Path) -> std::ffi::OsString {
    let mut all = objects.as_os_str().to_owned();
    if let Some(more) = std::env::var_os("GIT_ALTERNATE_OBJECT_DIRECTORIES") {
        all.push(":");
        all.push(more);
    }
    all
}

fn short(oid: Oid) -> String {
    oid.to_string()[..10].to_owned()
}

fn not_a_merge(revision: &str, repository: &Repository, parents: usize) -> Error {
    let error = Error::new(format!("'{revision}' is not a merge: it has {parents} parent{}", plural(parents)));
    match repository.is_shallow() {
        true => error.hint("this clone is shallow; deepen it with `git fetch --unshallow` (in CI: fetch-depth: 0)"),
        false => error.hint("name a commit with two parents, or two branches (`oneness check main feature`)"),
    }
}

fn plural(count: usize) -> &'static str {
    if count == 1 { "" } else { "s" }
}

fn wrong(what: &str, error: &git2::Error) -> Error {
    Error::new(format!("{what}: {}", error.message()))
}
