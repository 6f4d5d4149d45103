//! What the user wants: `oneness.toml` or `[tool.oneness]` in `pyproject.toml`, the nearest one of each file's folder, and
//! the pairs that were allowed for good in `.oneness/allowed.toml`, become the options of the stages and decide what of
//! their findings is told. Every door comes through here, so that all of them hold the same.
//!
//! Not here: command line flags (`cli`), comments that silence one unit (`units`), the programs that may be run:
//! those stand in git's own configuration, because this file comes with every clone.

mod allowed;
mod file;
mod reading;
mod scope;
mod tongues;
mod tuned;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::error::Result;
use crate::findings::finding::Severity;
use crate::findings::{self, Options};
use crate::hash::hash;
use crate::merge::witness::Witness;
use crate::merge::{Merge, Store};
use crate::report::blind;
use crate::report::report::{Report, Silence, Told};
use crate::river::{self, alone};
use crate::source::Source;

use crate::tongue::Tongues;
pub use allowed::{ALLOWED, Allowed, Change, allow, allowed, forget};
pub use file::{File, PathTable, dump, schema};
pub use scope::{FILE, Found, find};
use scope::{Rules, Scopes};
pub use tuned::tune;

/// What the user wants of a merge.
#[derive(Debug, Clone, Default)]
pub struct Wishes {
    /// Whether to tell also what stays below the threshold, as notes.
    pub all: bool,
    /// Whether to ask also what the base already held.
    pub present: bool,
    /// Warnings begin at this confidence, whatever the configuration says.
    pub threshold: Option<f64>,
    /// With `all`, what is less probable than this stays unsaid.
    pub floor: f64,
    /// Whether to judge without what the fates of this repository's own pairs add to the model.
    pub untuned: bool,
    /// Whether to tell also what was allowed for good or switched off, and to say so.
    pub with_silenced: bool,
    /// The working directory.
    here: PathBuf,
    scopes: Arc<Scopes>,
}

impl Wishes {
    /// Reads what the user wants in the working directory.
    ///
    /// # Errors
    /// A file that cannot be read, an unknown key, a value that makes no sense; each with file and line.
    pub fn here() -> Result<Wishes> {
        Wishes::at(&std::env::current_dir().unwrap_or_default())
    }

    /// Reads what the user wants in a folder.
    ///
    /// # Errors
    /// As [`Wishes::here`].
    pub fn at(folder: &Path) -> Result<Wishes> {
        let wishes = Wishes { here: folder.to_owned(), ..Wishes::default() };
        // What is wrong here is told also where nothing else is looked at.
        wishes.rules(None, "")?;
        Ok(wishes)
    }

    /// Checks one merge as the user wants it.
    ///
    /// # Errors
    /// A configuration in the folder of one of its files that cannot be read or makes no sense.
    pub fn check(&self, mut merge: Merge, store: &dyn Store) -> Result<Report> {
        let root = store.folder();
        let mut known = BTreeMap::new();
        for file in &merge.files {
            known.insert(file.path().to_owned(), self.rules(root.as_deref(), file.path())?);
        }
        leave_out(&mut merge, &known);
        let witness = Witness::of(store).speaking(self.tongues(root.as_deref())?);
        let top = self.rules(root.as_deref(), FILE)?;
        let mut report = river::check(&merge, &witness, &self.options(&top, known.values()));
        blind::note(&mut report, &merge, &witness.failures());
        self.judge(&mut report, root.as_deref(), &mut known)?;
        Ok(report)
    }

    /// Checks one document of which no other version is known.
    ///
    /// # Errors
    /// As [`Wishes::check`].
    pub fn check_alone(&self, source: &Source, bytes: &[u8]) -> Result<Report> {
        let here = self.here.clone();
        let rules = self.rules(Some(&here), &source.path)?;
        let tongue = self.tongues(None)?.of(source.file_name(), &source.extension());
        let source = source.clone().in_tongue(tongue);
        let mut report = alone::check(&source, bytes, &self.options(&rules, std::iter::once(&rules)));
        self.judge(&mut report, Some(&here), &mut BTreeMap::from([(source.path.clone(), rules)]))?;
        Ok(report)
    }

    /// Tells whether the user does not want a path to be looked at.
    ///
    /// # Errors
    /// As [`Wishes::check`].
    pub fn ignores(&self, path: &str, store: &dyn Store) -> Result<bool> {
        Ok(self.rules(store.folder().as_deref(), path)?.is_ignored)
    }

    /// Returns a number for all that is wished of the files of some folders of a repository: another one where anybody
    /// changed a configuration that holds for them.
    ///
    /// # Errors
    /// As [`Wishes::check`].
    pub fn fingerprint<'f>(&self, root: Option<&Path>, folders: impl Iterator<Item = &'f str>) -> Result<u64> {
        let scopes = self.scopes.said(root, &self.here, folders)?;
        let own = (self.all, self.present, self.threshold, self.floor, self.untuned, self.with_silenced);
        Ok(hash(format!("{own:?} {:?} {scopes}", self.tongues(root)?).as_bytes()))
    }

    /// Reads the languages that the repository tells of, once for each.
    fn tongues(&self, root: Option<&Path>) -> Result<Tongues> {
        tongues::at(root.unwrap_or(&self.here))
    }

    fn rules(&self, root: Option<&Path>, path: &str) -> Result<Rules> {
        let mut rules = self.scopes.rules(root, &self.here, path)?;
        rules.threshold = self.threshold.unwrap_or(rules.threshold);
        Ok(rules)
    }

    /// The stages look for all that any of the files wants; what a file does not want is left out behind them. What the
    /// repository's own pairs say of the model stands at its top.
    fn options<'r>(&self, top: &Rules, rules: impl Iterator<Item = &'r Rules> + Clone) -> Options {
        let wanted = rules.filter(|rules| !rules.is_ignored);
        let threshold = wanted.clone().map(|rules| rules.threshold).min_by(f64::total_cmp);
        let off = wanted.map(|rules| rules.off.clone()).reduce(|all, off| all.intersection(&off).copied().collect());
        let off = if self.with_silenced { None } else { off };
        let tuned = if self.untuned { Default::default() } else { top.tuned.clone() };
        let standard = Options { all: self.all, present: self.present, floor: self.floor, tuned, ..Options::default() };
        Options { threshold: threshold.unwrap_or(standard.threshold), off: off.unwrap_or_default(), ..standard }
    }

    /// Decides by the rules of both places of a finding whether it is told. The one that wants less to be told has its way,
    /// as one comment above one of the two is enough.
    fn judge(&self, report: &mut Report, root: Option<&Path>, known: &mut BTreeMap<String, Rules>) -> Result<()> {
        for told in &mut report.findings {
            for path in [told.ours.path.clone(), told.theirs.path.clone()] {
                if !known.contains_key(&path) {
                    known.insert(path.clone(), self.rules(root, &path)?);
                }
                apply(&known[&path], told);
            }
        }
        let silenced = |by: Silence| report.findings.iter().filter(|told| told.silence == Some(by)).count();
        if !self.with_silenced {
            (report.silenced.allowed, report.silenced.off) = (silenced(Silence::Allowed), silenced(Silence::Off));
        }
        report.findings.retain(|told| {
            let is_below = told.threshold.is_some_and(|threshold| told.confidence < threshold);
            (told.silence.is_none() || self.with_silenced) && (!is_below || self.all)
        });
        Ok(())
    }
}

/// Leaves out of a merge what the user does not want to be looked at, and says so beside it.
fn leave_out(merge: &mut Merge, known: &BTreeMap<String, Rules>) {
    let before = merge.files.len();
    merge.files.retain(|file| !known.get(file.path()).is_some_and(|rules| rules.is_ignored));
    let left_out = before - merge.files.len();
    if left_out > 0 {
        merge.notes.push(format!("{left_out} file(s) not examined: the configuration leaves them out"));
    }
}

fn apply(rules: &Rules, told: &mut Told) {
    if rules.allowed.contains(&told.id) {
        told.silence = Some(Silence::Allowed);
    } else if rules.off.contains(&told.kind) {
        told.silence.get_or_insert(Silence::Off);
    }
    let threshold = findings::threshold(told.kind, &told.measures, rules.threshold);
    told.threshold = Some(told.threshold.unwrap_or_default().max(threshold));
    if told.confidence < threshold {
        told.severity = Severity::Note;
    }
}
