//! `oneness check --conflict-copies`: what a file and a conflict copy of it would say twice, were they one.
//!
//! Not here: how copies are named and joined (`merge::conflict_copies`), writing one file of two (`cli::merge`).

use std::path::Path;

use crate::cli::outcome::to_stderr;
use crate::config::Wishes;
use crate::error::{Error, Result, printable};
use crate::merge::conflict_copies::{self, Pair};
use crate::merge::files::{self, FolderStore};
use crate::report::report::{Note, Report};

/// A larger file is no document that people edit.
const MAX_BYTES: u64 = 64 << 20;

/// Checks each pair of a folder; the older versions stand in another one, under the same names.
///
/// # Errors
/// A folder that cannot be read, a configuration that makes no sense. A pair that cannot be read is named.
pub(super) fn check(folder: &Path, older: Option<&Path>, wishes: &Wishes) -> Result<Vec<Report>> {
    let found = conflict_copies::below(folder)?;
    found.notes.iter().for_each(|note| say(note));
    let mut reports = Vec::new();
    for pair in &found.pairs {
        let base = older.and_then(|older| Some(older.join(pair.original.strip_prefix(folder).ok()?)));
        match base.filter(|base| base.is_file()) {
            Some(base) => reports.push(with_base(pair, &base, wishes)?),
            None => match without_base(pair, wishes) {
                Ok(report) => reports.extend(report),
                Err(error) => say(&error.to_string()),
            },
        }
    }
    Ok(reports)
}

fn say(note: &str) {
    to_stderr(&format!("oneness: {}\n", printable(note)));
}

fn with_base(pair: &Pair, base: &Path, wishes: &Wishes) -> Result<Report> {
    let merge = files::merge(base, &pair.original, &pair.copy, None)?;
    let report = wishes.check(merge, &FolderStore::over(base, &pair.original))?;
    Ok(named(report, pair, "the older version"))
}

/// Supposes what both began as. Nothing is told of two files that only by their names might be copies of one, nor of a
/// place that the two say in two ways.
fn without_base(pair: &Pair, wishes: &Wishes) -> Result<Option<Report>> {
    let (ours, theirs) = (read(&pair.original)?, read(&pair.copy)?);
    if ours == theirs {
        return Ok(None);
    }
    let paths = [&pair.original, &pair.copy].map(|path| path.to_string_lossy().replace('\\', "/"));
    let supposed = conflict_copies::suppose([(&paths[0], &ours), (&paths[1], &theirs)])?;
    if pair.is_doubtful && supposed.common * 2 < supposed.shorter {
        return Ok(None);
    }
    if supposed.common == 0 {
        return Err(Error::new(format!("{}: it shares nothing with {}", paths[1], paths[0])));
    }
    let mut report = wishes.check(supposed.merge.clone(), &supposed)?;
    report.findings.retain(|told| !supposed.is_one_place(&told.ours.text, &told.theirs.text));
    Ok(Some(named(report, pair, "what both hold, for nobody has the version that they began as")))
}

fn named(mut report: Report, pair: &Pair, base: &str) -> Report {
    report.notes.push(Note::remark("", format!("a conflict copy as {} names it; the base is {base}", pair.service)));
    report
}

fn read(path: &Path) -> Result<Vec<u8>> {
    let failed = |error: std::io::Error| Error::new(format!("cannot read {}: {error}", path.display()));
    let metadata = path.symlink_metadata().map_err(failed)?;
    if !metadata.is_file() || metadata.len() > MAX_BYTES {
        return Err(Error::new(format!("{} is no file of a sensible size", path.display())));
    }
    std::fs::read(path).map_err(failed)
}
