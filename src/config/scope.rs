//! Which configuration holds for a file: the nearest one from its folder up to the top of the repository, and of it the
//! tables for the path.
//!
//! Not here: what a configuration may say (`file`), what follows for findings (`config`).

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use super::allowed::{ALLOWED, allowed};
use super::file::{File, parse, parse_python};
use super::reading;
use crate::error::{Error, Result};
use crate::findings::Tuned;
use crate::findings::finding::Kind;
use crate::glob::Lines;
use crate::source::extension;
use crate::units;

/// The configuration file's name.
pub const FILE: &str = "oneness.toml";
/// A file of other tools that may hold a table of ours.
const PYTHON: &str = "pyproject.toml";

/// A configuration and where it was found.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Found {
    /// What it says.
    pub file: File,
    /// The file; `None` where there is none and the defaults hold.
    pub path: Option<PathBuf>,
}

/// What holds for one file.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Rules {
    /// Whether it is not looked at.
    pub(super) is_ignored: bool,
    /// From which confidence on a finding counts.
    pub(super) threshold: f64,
    /// Kinds that are not looked for.
    pub(super) off: BTreeSet<Kind>,
    /// What the fates of the repository's own pairs add to the model.
    pub(super) tuned: Tuned,
    /// Findings that were allowed for good.
    pub(super) allowed: Arc<BTreeSet<String>>,
}

/// What holds in one folder.
#[derive(Debug)]
struct Scope {
    /// The top of the repository; `None` outside of repositories.
    top: Option<PathBuf>,
    /// The folder of the configuration; `None` where the defaults hold.
    folder: Option<PathBuf>,
    file: File,
    ignored: Lines,
    extensions_off: BTreeSet<String>,
    /// Of each table the paths and the extensions that it switches off.
    tables: Vec<(Lines, Option<BTreeSet<String>>)>,
    allowed: Arc<BTreeSet<String>>,
}

/// The configurations that were read, by folder.
#[derive(Debug, Default)]
pub(super) struct Scopes {
    known: Mutex<BTreeMap<PathBuf, Arc<Scope>>>,
}

impl Scopes {
    /// Returns what holds for a file of a merge, by its path from `root`. Of files that lie in no repository, or in another
    /// one than the working directory, the configuration of the working directory holds where they have none.
    ///
    /// # Errors
    /// A configuration that cannot be read or makes no sense.
    pub(super) fn rules(&self, root: Option<&Path>, here: &Path, path: &str) -> Result<Rules> {
        let Some(root) = root else { return Ok(self.of(here)?.rules(path)) };
        let whole = plain(&root.join(path));
        let folder = whole.parent().unwrap_or(root);
        let scope = self.of(folder)?;
        let inside = |scope: &Scope| {
            let own = scope.folder.as_ref().and_then(|folder| whole.strip_prefix(folder).ok());
            own.map_or(path.to_owned(), |own| own.to_string_lossy().replace('\\', "/"))
        };
        if scope.folder.is_some() {
            return Ok(scope.rules(&inside(&scope)));
        }
        let around = self.of(here)?;
        if scope.top.is_some() && scope.top == around.top {
            return Ok(scope.rules(&inside(&scope)));
        }
        let mut rules = around.rules(&inside(&around));
        if !scope.allowed.is_empty() {
            rules.allowed = Arc::new(rules.allowed.union(&scope.allowed).cloned().collect());
        }
        Ok(rules)
    }

    /// Writes down what the configurations of these folders of a repository say, each once, and what git is told of their
    /// files: the same words where nobody changed them.
    ///
    /// # Errors
    /// As [`Scopes::rules`].
    pub(super) fn said<'f>(
        &self,
        root: Option<&Path>,
        here: &Path,
        folders: impl Iterator<Item = &'f str>,
    ) -> Result<String> {
        let mut scopes = vec![self.of(here)?];
        let mut said = String::new();
        let mut above: BTreeSet<PathBuf> = BTreeSet::new();
        for folder in folders {
            let Some(root) = root else { break };
            let folder = plain(&root.join(folder));
            let scope = self.of(&folder)?;
            if !scopes.iter().any(|known| Arc::ptr_eq(known, &scope)) {
                scopes.push(scope);
            }
            let inside = folder.ancestors().take_while(|folder| folder.starts_with(root));
            above.extend(inside.map(Path::to_owned));
        }
        for folder in above {
            let top = root.unwrap_or(here);
            if let Ok(reading::Found::Text(text)) = reading::file(&folder.join(".gitattributes"), top) {
                said.push_str(&format!("{} {text}\n", folder.display()));
            }
        }
        scopes.iter().for_each(|scope| said.push_str(&format!("{scope:?}\n")));
        Ok(said)
    }

    /// Returns what holds in a folder. Most folders say nothing of their own: what holds in the one above holds there, and
    /// is read once.
    fn of(&self, folder: &Path) -> Result<Arc<Scope>> {
        let known = |folder: &Path| self.known.lock().unwrap_or_else(PoisonError::into_inner).get(folder).cloned();
        let mut below: Vec<&Path> = Vec::new();
        let mut found = None;
        for above in folder.ancestors() {
            found = known(above);
            below.push(above);
            if found.is_some() || reading::says_something(above, &[FILE, PYTHON, ALLOWED]) {
                break;
            }
        }
        let scope = match found {
            Some(scope) => scope,
            None => Arc::new(Scope::of(below.last().copied().unwrap_or(folder))?),
        };
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.extend(below.into_iter().map(|folder| (folder.to_owned(), scope.clone())));
        Ok(scope)
    }
}

impl Scope {
    fn of(folder: &Path) -> Result<Scope> {
        let Found { file, path } = find(folder)?;
        let table = |names: &Option<Vec<String>>| names.as_deref().map(extensions).transpose();
        let tables = file.path.iter().map(|part| Ok((Lines::of(&part.glob), table(&part.languages_off)?)));
        Ok(Scope {
            top: reading::top(folder),
            folder: path.and_then(|path| path.parent().map(Path::to_owned)),
            ignored: Lines::of(&file.ignore),
            extensions_off: extensions(&file.languages_off)?,
            tables: tables.collect::<Result<_>>()?,
            allowed: Arc::new(allowed(folder)?.into_iter().map(|allowed| allowed.id).collect()),
            file,
        })
    }

    /// Returns what holds for a path from the folder of the configuration.
    fn rules(&self, path: &str) -> Rules {
        let (mut threshold, mut off) = (self.file.threshold, self.file.off());
        let mut extensions = &self.extensions_off;
        let mut is_ignored = self.ignored.ignore(path);
        for (part, (lines, extensions_off)) in self.file.path.iter().zip(&self.tables) {
            if !lines.ignore(path) {
                continue;
            }
            threshold = part.threshold.unwrap_or(threshold);
            is_ignored = part.ignore.unwrap_or(is_ignored);
            extensions = extensions_off.as_ref().unwrap_or(extensions);
            for (kind, is_wanted) in part.kinds() {
                if is_wanted {
                    off.remove(&kind)
                } else {
                    off.insert(kind)
                };
            }
        }
        let is_ignored = is_ignored || extensions.contains(&extension(path));
        Rules { is_ignored, threshold, off, tuned: self.file.tuned(), allowed: self.allowed.clone() }
    }
}

/// Takes `.` and `..` out of a path, so that its folders are those above it.
fn plain(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => drop(plain.pop()),
            other => plain.push(other),
        }
    }
    plain
}

/// Returns the extensions of languages and formats that are named as `oneness languages` lists them.
fn extensions(names: &[String]) -> Result<BTreeSet<String>> {
    if names.is_empty() {
        return Ok(BTreeSet::new());
    }
    let formats = units::formats();
    let mut extensions = BTreeSet::new();
    for name in names {
        let (_, own) = formats.iter().find(|(known, _)| known == name).ok_or_else(|| {
            Error::new(format!("languages-off: unknown language '{name}'")).hint("`oneness languages` lists them")
        })?;
        extensions.extend(own.iter().cloned());
    }
    Ok(extensions)
}

/// Finds the configuration that holds for a folder: the nearest one upwards.
///
/// # Errors
/// A file that cannot be read, an unknown key, a value that makes no sense; each with file and line.
pub fn find(folder: &Path) -> Result<Found> {
    let folders = reading::folders(folder);
    let Some(top) = folders.last() else { return Ok(Found::default()) };
    for folder in &folders {
        let own = folder.join(FILE);
        match reading::file(&own, top)? {
            reading::Found::Text(text) => return Ok(Found { file: parse(&text, &own)?, path: Some(own) }),
            reading::Found::Refused(error) => return Err(error),
            reading::Found::Absent => {}
        }
        let python = folder.join(PYTHON);
        // A link out of the repository is another tool's affair.
        if let reading::Found::Text(text) = reading::file(&python, top)?
            && let Some(file) = parse_python(&text, &python)?
        {
            return Ok(Found { file, path: Some(python) });
        }
    }
    Ok(Found::default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_file_upwards_holds() {
        let top = tempfile::tempdir().expect("because tests may write");
        let inner = top.path().join("a/b");
        std::fs::create_dir_all(&inner).expect("because tests may write");
        let write = |path: &str, text: &str| {
            std::fs::write(top.path().join(path), text).expect("because tests may write");
        };
        write("oneness.toml", "threshold = 0.1\n");
        write("a/pyproject.toml", "[tool.other]\nx = 1\n");
        assert_eq!(find(&inner).map(|found| found.file.threshold), Ok(0.1));
        write("a/pyproject.toml", "[project]\nname = 'x'\n[tool.oneness]\nthreshold = 0.2\n");
        assert_eq!(find(&inner).map(|found| found.file.threshold), Ok(0.2));
        write("a/pyproject.toml", "[tool.oneness]\nwrong = 1\n");
        assert!(find(&inner).expect_err("because it is wrong").to_string().contains("pyproject.toml:2: unknown field"));
    }

    #[test]
    fn a_table_holds_for_its_paths_and_the_nearest_file_for_its_folder() {
        let top = tempfile::tempdir().expect("because tests may write");
        let write = |path: &str, text: &str| {
            let path = top.path().join(path);
            std::fs::create_dir_all(path.parent().expect("because it has one")).expect("because tests may write");
            std::fs::write(path, text).expect("because tests may write");
        };
        std::fs::create_dir(top.path().join(".git")).expect("because tests may write");
        write(
            "oneness.toml",
            "threshold = 0.6\nignore = ['/docs/old/', '!keep.md']\n[kinds]\nstale-copy = false\n\
             [[path]]\nglob = 'docs/'\nthreshold = 0.8\nkinds = { stale-copy = true, already-present = false }\n\
             [[path]]\nglob = ['docs/a.md']\nthreshold = 0.9\nlanguages-off = ['YAML']\n\
             [[path]]\nglob = 'gen/'\nignore = true\n[[path]]\nglob = '/docs/old/b.md'\nignore = false\n",
        );
        write("sub/oneness.toml", "ignore = ['/x.md']\n");
        let scopes = Scopes::default();
        let rules = |path: &str| scopes.rules(Some(top.path()), top.path(), path).expect("because it is right");
        assert!((rules("a.md").threshold - 0.6).abs() < 1e-9 && rules("a.md").off.contains(&Kind::StaleCopy));
        let docs = rules("docs/b/c.md");
        assert!((docs.threshold - 0.8).abs() < 1e-9 && docs.off == BTreeSet::from([Kind::AlreadyPresent]));
        assert!((rules("docs/a.md").threshold - 0.9).abs() < 1e-9);
        assert!(rules("gen/b.md").is_ignored && !rules("docs/old/b.md").is_ignored);
        assert!(rules("docs/old/keep.md").is_ignored && !rules("docs/keep.md").is_ignored);
        assert!(rules("sub/x.md").is_ignored && !rules("sub/y/x.md").is_ignored && !rules("x.md").is_ignored);
        assert!((rules("sub/x.md").threshold - crate::findings::DEFAULT_THRESHOLD).abs() < 1e-9);
        // Files elsewhere have what holds where they are called.
        let elsewhere = tempfile::tempdir().expect("because tests may write");
        let there = scopes.rules(Some(elsewhere.path()), top.path(), "a.md").expect("because it is right");
        assert!((there.threshold - 0.6).abs() < 1e-9);
    }
}
