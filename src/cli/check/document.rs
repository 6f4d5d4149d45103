//! `oneness check deck.pptx`: one document on disk. Where git knows the merge it came out of, that merge is checked and
//! only what concerns the document is told; else what the document says twice.
//!
//! Not here: how either is found out (`river`, `river::alone`).

use std::collections::HashSet;
use std::path::Path;

use crate::config::Wishes;
use crate::decode;
use crate::error::{Error, Result};
use crate::merge::git::Repo;
use crate::report::report::{Note, Report, Site};
use crate::source::Source;

/// More than a deck with films has; what is larger is no document.
const MAX_BYTES: u64 = 1 << 30;

/// Checks one document.
///
/// # Errors
/// A file that is missing or cannot be read.
pub(super) fn check(what: &str, wishes: &Wishes) -> Result<Vec<Report>> {
    let failed = |error: std::io::Error| Error::new(format!("cannot read {what}: {error}"));
    let path = Path::new(what);
    if std::fs::metadata(path).map_err(failed)?.len() > MAX_BYTES {
        return Err(Error::new(format!("cannot read {what}: it has more than {} MiB", MAX_BYTES >> 20)));
    }
    let bytes = std::fs::read(path).map_err(failed)?;
    let source = decode::source(&what.replace('\\', "/"), &bytes);
    if let Some(why) = source.why_unread() {
        return Err(Error::new(format!("cannot check {what}: it {}", why.reason)));
    }
    if let Some(report) = in_history(path, &source, wishes)? {
        return Ok(vec![report]);
    }
    let mut report = wishes.check_alone(&source, &bytes)?;
    report.can_be_allowed = Repo::open().is_ok_and(|repo| repo.work_tree().is_some());
    Ok(vec![report])
}

/// Checks the merge that the document came out of: the one under way, else the last one in which both sides changed it.
fn in_history(path: &Path, source: &Source, wishes: &Wishes) -> Result<Option<Report>> {
    let Ok(whole) = path.canonicalize() else { return Ok(None) };
    let Some(mut repo) = whole.parent().and_then(|folder| Repo::open_at(folder).ok()) else { return Ok(None) };
    let top = repo.work_tree().and_then(|top| top.canonicalize().ok());
    let inside = top.and_then(|top| Some(whole.strip_prefix(top).ok()?.to_string_lossy().replace('\\', "/")));
    let Some(inside) = inside else { return Ok(None) };
    if let Some(report) = under_way(&mut repo, &inside, wishes)? {
        return Ok(Some(report));
    }
    let Some((commit, ours, theirs)) = repo.merge_touching(&inside)? else { return Ok(None) };
    let merge = repo.finished(&commit, &ours, &theirs)?;
    let mut report = only(wishes.check(merge, &repo)?, &inside);
    forget_mended(&mut report, source, &inside);
    Ok(Some(report))
}

fn under_way(repo: &mut Repo, path: &str, wishes: &Wishes) -> Result<Option<Report>> {
    let merges = repo.is_under_way().then(|| repo.in_progress().ok()).flatten().unwrap_or_default();
    let merge = merges.into_iter().find(|merge| merge.files.iter().any(|file| file.path() == path));
    merge.map(|merge| Ok(only(wishes.check(merge, repo)?, path))).transpose()
}

/// Keeps what concerns one path, and says so.
fn only(mut report: Report, path: &str) -> Report {
    report.findings.retain(|told| told.ours.path == path || told.theirs.path == path);
    report.notes.retain(|note| note.path.is_empty() || note.path == path);
    let name = report.commit.as_deref().map_or("under way", |commit| commit.get(..10).unwrap_or(commit));
    let message = format!("of the merge {name} only what concerns this file is shown");
    report.notes.push(Note::remark(path, message));
    report
}

/// Leaves out what somebody has mended since the merge: one of its texts is gone from the file.
fn forget_mended(report: &mut Report, source: &Source, path: &str) {
    let lines: HashSet<&str> = source.text.lines().map(str::trim).collect();
    let stands = |site: &Site| {
        let mut filled = site.text.lines().map(str::trim).filter(|line| !line.is_empty());
        site.path != path || filled.all(|line| lines.contains(line) || source.text.as_str().contains(line))
    };
    let before = report.findings.len();
    report.findings.retain(|told| stands(&told.ours) && stands(&told.theirs));
    let gone = before - report.findings.len();
    if gone > 0 {
        let message = format!("{gone} finding(s) not shown: the file has changed there since the merge");
        report.notes.push(Note::remark(path, message));
    }
}
