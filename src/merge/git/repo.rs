//! An open repository, and the small questions that all others ask of it: commits, names, common ancestors, blobs.
//!
//! Not here: which merge is meant (`git.rs`, `under_way.rs`), what its sides changed (`changes.rs`).

use std::cell::{OnceCell, RefCell};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use git2::{Commit, Oid, Repository, Tree};

use super::ancestry::Ancestry;
use super::read::Read;
use super::replaced;
use crate::decode::Reader;
use crate::error::{Error, Result};
use crate::merge::history::History;
use crate::source::{Sides, Source};

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
    pub(super) repository: Repository,
    /// Objects of a merge that was only tried stand here and vanish with it.
    pub(super) scratch: Option<tempfile::TempDir>,
    /// Which commit was made of which, where that was read for many heads at once.
    pub(super) known: Option<Arc<Ancestry>>,
    /// Folders with objects that only this run has.
    pub(super) borrowed: Vec<PathBuf>,
    /// The commits of each side since the base, read when the first finding asks who brought it.
    pub(super) history: RefCell<Option<Sides<History>>>,
    pub(super) heads: Sides<Vec<Oid>>,
    pub(super) base_tree: Option<Oid>,
    /// What was read lately.
    pub(super) read: RefCell<Read>,
    reader: Reader,
    /// Whether git may read another object in the place of one, found out once.
    may_be_replaced: OnceCell<bool>,
}

/// The trees of a merge.
pub(super) struct Trees<'a> {
    pub(super) base: Option<Tree<'a>>,
    pub(super) other_bases: Vec<Tree<'a>>,
    pub(super) ours: Tree<'a>,
    pub(super) theirs: Tree<'a>,
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
        Ok(Repo {
            repository,
            scratch: None,
            known: None,
            borrowed: Vec::new(),
            history: RefCell::new(None),
            heads,
            base_tree: None,
            read: RefCell::default(),
            reader: Reader::default(),
            may_be_replaced: OnceCell::new(),
        })
    }

    /// Forgets what was read of files: how one was written is guessed within one merge, whatever was read before.
    pub fn forget(&mut self) {
        self.read = RefCell::default();
        self.reader = Reader::default();
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

    pub(super) fn branch(&self) -> Option<String> {
        let head = self.repository.head().ok()?;
        head.is_branch().then(|| head.shorthand().ok().map(str::to_owned)).flatten()
    }

    /// Returns a branch that points at a commit, else its short id.
    pub(super) fn name_of(&self, oid: Oid) -> String {
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

    /// Tells whether a word names a commit here.
    #[must_use]
    pub fn has_commit(&self, revision: &str) -> bool {
        self.repository.revparse_single(revision).and_then(|object| object.peel_to_commit()).is_ok()
    }

    pub(super) fn commit(&self, revision: &str) -> Result<Commit<'_>> {
        if self.has_no_commit() {
            return Err(Error::new("there is no commit yet in this repository").hint("there is nothing to compare"));
        }
        let object = self.repository.revparse_single(revision);
        let commit = object.and_then(|object| object.peel_to_commit()).map_err(|error| match error.code() {
            git2::ErrorCode::NotFound | git2::ErrorCode::InvalidSpec | git2::ErrorCode::Peel => {
                Error::new(format!("unknown revision '{revision}'")).hint("`git log --oneline --merges` lists merges")
            }
            _ => wrong(&format!("cannot read revision '{revision}'"), &error),
        })?;
        if self.may_be_replaced() {
            replaced::refuse(&self.repository, commit.id())?;
        }
        Ok(commit)
    }

    /// Tells whether git may read another object in the place of one.
    pub(super) fn may_be_replaced(&self) -> bool {
        *self.may_be_replaced.get_or_init(|| replaced::may_be(&self.repository))
    }

    /// Returns the common ancestors; none for histories that share nothing.
    pub(super) fn bases(&self, ours: Oid, theirs: Oid) -> Result<Vec<Oid>> {
        if let Some(known) = self.known.as_ref().and_then(|known| known.bases(ours, theirs)) {
            return Ok(known);
        }
        match self.repository.merge_bases(ours, theirs) {
            Ok(bases) => {
                let bases: Vec<Oid> = bases.iter().copied().collect();
                if self.may_be_replaced() {
                    replaced::refuse_other_bases(&self.repository, [ours, theirs], &bases)?;
                    bases.iter().try_for_each(|base| replaced::refuse(&self.repository, *base))?;
                }
                Ok(bases)
            }
            Err(error) if error.code() == git2::ErrorCode::NotFound && self.repository.is_shallow() => {
                Err(Error::new("the two sides have no common ancestor in this shallow clone")
                    .hint("deepen the history with `git fetch --unshallow` (in CI: check out with fetch-depth: 0)"))
            }
            Err(error) if error.code() == git2::ErrorCode::NotFound => Ok(Vec::new()),
            Err(error) => Err(wrong("cannot find the common ancestor", &error)),
        }
    }

    pub(super) fn diverged_days(&self, bases: &[Oid], ours: Oid, theirs: Oid) -> Option<f64> {
        let time = |oid: Oid| self.repository.find_commit(oid).map(|commit| commit.time().seconds()).ok();
        let parted = bases.iter().filter_map(|base| time(*base)).max()?;
        let younger = time(ours)?.max(time(theirs)?);
        Some((younger - parted).max(0) as f64 / 86_400.0)
    }

    pub(super) fn trees(&self, bases: &[Oid], ours: Oid, theirs: Oid) -> Result<Trees<'_>> {
        let tree = |oid: Oid| {
            let commit = self.repository.find_commit(oid);
            commit.and_then(|commit| commit.tree()).map_err(|error| wrong("cannot read a tree", &error))
        };
        let mut bases = bases.iter().map(|base| tree(*base)).collect::<Result<Vec<_>>>()?.into_iter();
        Ok(Trees { base: bases.next(), other_bases: bases.collect(), ours: tree(ours)?, theirs: tree(theirs)? })
    }

    /// Reads a blob. What was read lately is not read again: the stages let texts go, and ask for a few of them anew.
    pub(super) fn blob(&self, path: &str, oid: &str) -> Source {
        if let Some(known) = self.read.borrow().get(path, oid) {
            return known;
        }
        match Oid::from_str(oid).and_then(|oid| self.repository.find_blob(oid)) {
            Ok(blob) => {
                let source = self.reader.source(path, blob.content());
                self.read.borrow_mut().keep(oid, &source);
                source
            }
            Err(error) if error.code() == git2::ErrorCode::NotFound => Source::unread(path, NOT_HERE),
            Err(error) => Source::unread(path, format!("is damaged in the object store: {}", error.message())),
        }
    }
}

pub(super) fn short(oid: Oid) -> String {
    oid.to_string()[..10].to_owned()
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

pub(super) fn wrong(what: &str, error: &git2::Error) -> Error {
    Error::new(format!("{what}: {}", error.message()))
}
