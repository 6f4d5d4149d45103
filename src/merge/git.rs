//! The door to git: which merge is meant, which files it touched, what a blob says, who brought a line.
//! The only place that knows git2. Refs, trees and blobs are read in this process; only the merge that has not
//! happened yet is asked of the `git` program, because nobody else merges as git does.
//!
//! Not here: hooks and merge drivers (`cli`), what the sides added (`edits`).

mod changes;
mod ranges;
mod staged;
mod standing;
mod touching;
mod tried;
mod under_way;

use std::cell::RefCell;
use std::path::Path;

use git2::{AttrCheckFlags, Commit, Oid, Repository};

use self::changes::Trees;
use super::history::History;
use super::{Content, FileMerge, Head, Merge, Origin, Store, Version};
use crate::decode;
use crate::error::{Error, Result};
use crate::source::{Side, Sides, Source};

/// What is said of a blob that is missing. Nothing is fetched.
const NOT_HERE: &str = "is not in this clone (a partial clone leaves files out)";

/// Words in the complaints of libgit2, what they mean, and what helps.
const UNREADABLE: &[(&str, &str, &str)] = &[
    (
        "object format",
        "this repository names its objects by SHA-256, which cannot be read yet",
        "only the merge driver works here (`oneness install --merge-driver`), and files with --base, --ours and --theirs",
    ),
    (
        "refstorage",
        "this repository keeps its branches as reftable, which cannot be read yet",
        "`git refs migrate --ref-format=files` lays them out as files",
    ),
];

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
            git2::ErrorCode::Owner => owned_by_another(&error),
            _ => UNREADABLE.iter().find(|(word, ..)| error.message().contains(word)).map_or_else(
                || wrong("cannot open the repository", &error),
                |(_, message, hint)| Error::new(*message).hint(*hint),
            ),
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
        let tried = self.try_merge(our_id, their_id)?;
        let named = |name: &str, oid: Oid| Head { oid: Some(oid.to_string()), name: name.to_owned() };
        let mut merge = self.between(our_id, their_id, None, &|repo, files| {
            repo.merged_from_tree(tried.tree, files)?;
            files.iter_mut().for_each(|file| tried.conflicts.note(&mut file.merged));
            Ok(())
        })?;
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

    /// Tells whether this clone holds only the newest part of the history.
    #[must_use]
    pub fn is_shallow(&self) -> bool {
        self.repository.is_shallow()
    }

    /// Tells whether nothing was ever committed here.
    #[must_use]
    pub fn has_no_commit(&self) -> bool {
        let is_unborn = self.repository.head().is_err_and(|error| error.code() == git2::ErrorCode::UnbornBranch);
        is_unborn && self.repository.is_empty().unwrap_or(false)
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
        if self.has_no_commit() {
            return Err(Error::new("there is no commit yet in this repository").hint("there is nothing to compare"));
        }
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

    fn blob(&self, path: &str, oid: &str) -> Source {
        let oid = Oid::from_str(oid);
        match oid.and_then(|oid| self.repository.find_blob(oid)) {
            Ok(blob) => decode::source(path, blob.content()),
            Err(error) if error.code() == git2::ErrorCode::NotFound => Source::unread(path, NOT_HERE),
            Err(error) => Source::unread(path, format!("is damaged in the object store: {}", error.message())),
        }
    }
}

type Lookup<'a> = &'a dyn Fn(&Repo, &mut [FileMerge]) -> Result<()>;

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

fn notes_on(bases: &[Oid]) -> Vec<String> {
    match bases.len() {
        0 => vec!["the two sides share no history; everything counts as added".to_owned()],
        1 => Vec::new(),
        count => vec![format!("{count} common ancestors (criss-cross); what any of them held is not new")],
    }
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

/// Git's own remedy: a checkout of another owner, as in a container, may hold settings that run programs.
fn owned_by_another(error: &git2::Error) -> Error {
    let place = std::env::current_dir().ok();
    let top = error.message().split('\'').nth(1).map(|path| path.trim_end_matches('/').to_owned());
    let top = top.or_else(|| place.map(|place| place.display().to_string())).unwrap_or_default();
    let top = top.strip_suffix("/.git").unwrap_or(&top);
    Error::new(format!("this repository belongs to another user: {top}"))
        .hint(format!("if you trust it: `git config --global --add safe.directory '{}'`", top.replace('\'', r"'\''")))
}

fn wrong(what: &str, error: &git2::Error) -> Error {
    Error::new(format!("{what}: {}", error.message()))
}
