//! The pairs that were looked at by a person and may stay: `.oneness/allowed.toml`, reviewed and committed like code.
//! What is there is kept as it is, comments and all; a change is a lock, a new file and a rename, so that neither
//! another call at the same time nor a full disk loses an entry.
//!
//! Not here: which pair is meant (`cli::allow`).

use std::collections::BTreeSet;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::reading::{self, Found, wrong};
use crate::error::{Error, Result};

/// The file of pairs that were allowed for good, from the top of the work tree.
pub const ALLOWED: &str = ".oneness/allowed.toml";
/// Others hold the lock for the time of one small write.
const PATIENCE: Duration = Duration::from_secs(10);
/// Between two looks at the lock.
const PAUSE: Duration = Duration::from_millis(15);
/// The head of an entry.
const HEAD: &str = "[[allowed]]";

/// A pair that was looked at by a person and may stay.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Allowed {
    /// The finding's id: a fingerprint of the two contents and the kind, so it survives moves.
    pub id: String,
    /// Why the pair may stay.
    pub reason: String,
    /// The kind of finding, for whoever reviews the file.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub kind: String,
    /// Where the two copies stood, for whoever reviews the file.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub places: Vec<String>,
    /// The longest line of each copy, for the same reader; `--prune` looks for it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub texts: Vec<String>,
}

#[derive(Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct File {
    allowed: Vec<Allowed>,
}

/// What became of an entry that was to be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// It is new.
    Added,
    /// It was there, and has another reason now.
    NewReason,
    /// It was there.
    Known,
}

/// Reads the pairs that hold for a folder: of every `.oneness/allowed.toml` from there up to the top.
///
/// # Errors
/// A file that cannot be read or understood.
pub fn allowed(folder: &Path) -> Result<Vec<Allowed>> {
    let folders = reading::folders(folder);
    let Some(top) = folders.last() else { return Ok(Vec::new()) };
    let mut allowed = Vec::new();
    for folder in &folders {
        let path = folder.join(ALLOWED);
        match reading::file(&path, top)? {
            Found::Absent => {}
            Found::Refused(error) => return Err(error),
            Found::Text(text) => allowed.extend(parsed(&text, &path)?),
        }
    }
    Ok(allowed)
}

fn parsed(text: &str, path: &Path) -> Result<Vec<Allowed>> {
    toml::from_str::<File>(text).map(|file| file.allowed).map_err(|error| wrong(&error, text, path))
}

/// Adds pairs to those of a work tree; a reason that is given replaces an earlier one. Tells what became of each.
///
/// # Errors
/// A file that cannot be read, understood or written.
pub fn allow(top: &Path, entries: &[Allowed]) -> Result<Vec<Change>> {
    edit(top, |before, path| {
        let mut known = parsed(before, path)?;
        let (mut text, mut changes) = (before.to_owned(), Vec::new());
        for entry in entries {
            let change = match known.iter_mut().find(|known| known.id == entry.id) {
                Some(known) if entry.reason.is_empty() || known.reason == entry.reason => Change::Known,
                Some(known) => {
                    known.reason.clone_from(&entry.reason);
                    text = with_reason(&text, entry)?;
                    Change::NewReason
                }
                None => {
                    known.push(entry.clone());
                    text = with_entry(&text, entry)?;
                    Change::Added
                }
            };
            changes.push(change);
        }
        as_meant(&text, &known, path).map(|()| (text, changes))
    })
}

/// Takes entries away.
///
/// # Errors
/// As [`allow`].
pub fn forget(top: &Path, ids: &BTreeSet<String>) -> Result<()> {
    edit(top, |before, path| {
        let mut known = parsed(before, path)?;
        known.retain(|entry| !ids.contains(&entry.id));
        let mut text = String::new();
        for (part, id) in parts(before) {
            match id.filter(|id| ids.contains(id)) {
                Some(_) => text.push_str(behind_entry(part)),
                None => text.push_str(part),
            }
        }
        as_meant(&text, &known, path).map(|()| (text, ()))
    })
}

/// A file that a person has written in a way of its own may not lend itself to small changes: then nothing is changed.
fn as_meant(text: &str, meant: &[Allowed], path: &Path) -> Result<()> {
    match parsed(text, path) {
        Ok(found) if found == meant => Ok(()),
        _ => Err(Error::new(format!("{} is written in a way that cannot be changed line by line", path.display()))
            .hint("change it by hand")),
    }
}

fn with_entry(text: &str, entry: &Allowed) -> Result<String> {
    let entry = toml::to_string(&File { allowed: vec![entry.clone()] })
        .map_err(|error| Error::new(format!("cannot write down the reason: {error}")))?;
    let gap = match text {
        "" => "",
        text if text.ends_with('\n') => "\n",
        _ => "\n\n",
    };
    Ok(format!("{text}{gap}{entry}"))
}

fn with_reason(text: &str, entry: &Allowed) -> Result<String> {
    #[derive(Serialize)]
    struct Only<'a> {
        reason: &'a str,
    }
    let line = toml::to_string(&Only { reason: &entry.reason })
        .map_err(|error| Error::new(format!("cannot write down the reason: {error}")))?;
    let mut changed = String::new();
    for (part, id) in parts(text) {
        if id.as_ref() != Some(&entry.id) {
            changed.push_str(part);
            continue;
        }
        let old = part.split_inclusive('\n').find(|line| key(line) == Some("reason"));
        let id = part.split_inclusive('\n').find(|line| key(line) == Some("id")).unwrap_or_default();
        let with = match old {
            Some(old) => part.replacen(old, &line, 1),
            None => part.replacen(id, &format!("{}\n{line}", id.trim_end()), 1),
        };
        changed.push_str(&with);
    }
    Ok(changed)
}

/// Parts a file before each entry; the first part, which may be empty, has no id.
fn parts(text: &str) -> Vec<(&str, Option<String>)> {
    let mut starts = vec![0];
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if line.trim_start().starts_with(HEAD) {
            starts.push(at);
        }
        at += line.len();
    }
    starts.push(text.len());
    let parts = starts.windows(2).map(|range| &text[range[0]..range[1]]);
    parts.map(|part| (part, if part.trim_start().starts_with(HEAD) { id_of(part) } else { None })).collect()
}

fn id_of(part: &str) -> Option<String> {
    toml::from_str::<File>(part).ok()?.allowed.into_iter().next().map(|entry| entry.id)
}

/// What stands behind an entry before the next one belongs to the next: a comment, mostly.
fn behind_entry(part: &str) -> &str {
    let mut end = 0;
    let mut at = 0;
    for line in part.split_inclusive('\n') {
        at += line.len();
        let is_own = !line.trim().is_empty() && !line.trim_start().starts_with('#');
        end = if is_own { at } else { end };
    }
    part[end..].trim_start_matches('\n')
}

fn key(line: &str) -> Option<&str> {
    line.split_once('=').map(|(key, _)| key.trim())
}

/// Changes the file of a work tree, alone.
fn edit<T>(top: &Path, change: impl FnOnce(&str, &Path) -> Result<(String, T)>) -> Result<T> {
    let named = top.join(ALLOWED);
    let target = target(top, &named)?;
    let lock = Lock::of(&target)?;
    let before = match reading::file(&target, top)? {
        Found::Absent => String::new(),
        Found::Refused(error) => return Err(error),
        Found::Text(text) => text,
    };
    let (after, told) = change(&before, &named)?;
    if after != before {
        lock.replace(&target, &after)?;
    }
    Ok(told)
}

/// Returns the file to write: where links lead, as long as that is inside the work tree.
fn target(top: &Path, named: &Path) -> Result<PathBuf> {
    let failed = |what: &Path, error: &std::io::Error| Error::new(format!("cannot write {}: {error}", what.display()));
    let top = top.canonicalize().map_err(|error| failed(top, &error))?;
    let leads_out = |what: &Path| {
        Error::new(format!("{} is a link that leads out of the repository", what.display()))
            .hint("nothing was written; make it a file or folder of its own")
    };
    let folder = named.parent().unwrap_or(&top);
    if folder.symlink_metadata().is_err() {
        std::fs::create_dir(folder).or_else(there_already).map_err(|error| failed(folder, &error))?;
    }
    let inside = folder.canonicalize().ok().filter(|folder| folder.starts_with(&top));
    let target = inside.ok_or_else(|| leads_out(folder))?.join(named.file_name().unwrap_or_default());
    if !target.is_symlink() {
        return Ok(target);
    }
    target.canonicalize().ok().filter(|target| target.starts_with(&top)).ok_or_else(|| leads_out(named))
}

fn there_already(error: std::io::Error) -> std::io::Result<()> {
    if error.kind() == std::io::ErrorKind::AlreadyExists { Ok(()) } else { Err(error) }
}

/// A file beside the one that is changed, which one call at a time can make.
struct Lock {
    path: PathBuf,
    file: std::fs::File,
}

impl Lock {
    fn of(target: &Path) -> Result<Lock> {
        let mut path = target.as_os_str().to_owned();
        path.push(".lock");
        let path = PathBuf::from(path);
        let started = std::time::Instant::now();
        loop {
            match std::fs::OpenOptions::new().write(true).create_new(true).open(&path) {
                Ok(file) => return Ok(Lock { path, file }),
                Err(error) if error.kind() != std::io::ErrorKind::AlreadyExists => {
                    return Err(Error::new(format!("cannot write {}: {error}", path.display())));
                }
                Err(_) if started.elapsed() > PATIENCE => {
                    return Err(Error::new(format!("{} is there: another call is writing", path.display()))
                        .hint("if none is, remove that file"));
                }
                Err(_) => std::thread::sleep(PAUSE),
            }
        }
    }

    /// Puts a new text in the place of the old one, or leaves the old one as it is.
    fn replace(&self, target: &Path, text: &str) -> Result<()> {
        let written = (&self.file).write_all(text.as_bytes()).and_then(|()| self.file.sync_all());
        let rights = target.metadata().map(|metadata| metadata.permissions());
        let written = written.and_then(|()| rights.map_or(Ok(()), |rights| self.file.set_permissions(rights)));
        let renamed = written.and_then(|()| std::fs::rename(&self.path, target));
        renamed.map_err(|error| {
            Error::new(format!("cannot write {}: {error}", target.display())).hint("it is as it was before")
        })
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // After a rename there is nothing left to remove, unless another call made a lock of its own meanwhile.
        if self.is_ours() {
            let _ = std::fs::remove_file(&self.path);
        }
    }
}

impl Lock {
    #[cfg(unix)]
    fn is_ours(&self) -> bool {
        use std::os::unix::fs::MetadataExt as _;
        let own = self.file.metadata().map(|own| (own.dev(), own.ino())).ok();
        own.is_some() && self.path.symlink_metadata().map(|there| (there.dev(), there.ino())).ok() == own
    }

    #[cfg(not(unix))]
    fn is_ours(&self) -> bool {
        self.file.metadata().is_ok_and(|own| own.len() == self.path.metadata().map_or(u64::MAX, |there| there.len()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(id: &str, reason: &str) -> Allowed {
        Allowed { id: id.to_owned(), reason: reason.to_owned(), ..Allowed::default() }
    }

    #[test]
    fn entries_come_change_and_go_and_comments_stay() {
        let top = tempfile::tempdir().expect("because tests may write");
        let path = top.path().join(ALLOWED);
        let read = || std::fs::read_to_string(&path).unwrap_or_default();
        let allow = |id: &str, reason: &str| allow(top.path(), &[entry(id, reason)]).map(|changes| changes[0]);
        assert_eq!(allow("aaaa", "two \"ways\" in"), Ok(Change::Added));
        std::fs::write(&path, format!("# ours\n{}\n# why b\n", read())).expect("because tests may write");
        assert_eq!(allow("bbbb", ""), Ok(Change::Added));
        assert_eq!(allow("aaaa", ""), Ok(Change::Known));
        assert_eq!(allow("aaaa", "another"), Ok(Change::NewReason));
        assert_eq!(allow("bbbb", "late"), Ok(Change::NewReason));
        let found = allowed(top.path()).expect("because it was just written");
        assert_eq!(found, [entry("aaaa", "another"), entry("bbbb", "late")]);
        assert!(read().starts_with("# ours\n") && read().contains("# why b\n"), "{}", read());
        forget(top.path(), &BTreeSet::from(["aaaa".to_owned()])).expect("because it is there");
        assert_eq!(allowed(top.path()), Ok(vec![entry("bbbb", "late")]));
        assert!(read().starts_with("# ours\n") && read().contains("# why b\n"), "{}", read());
        assert!(!path.with_extension("toml.lock").exists());
    }

    #[test]
    fn what_was_written_in_another_way_is_left_alone() {
        let top = tempfile::tempdir().expect("because tests may write");
        let path = top.path().join(ALLOWED);
        std::fs::create_dir(top.path().join(".oneness")).expect("because tests may write");
        let text = "allowed = [{ id = 'aaaa', reason = 'x' }]\n";
        std::fs::write(&path, text).expect("because tests may write");
        let changed = allow(top.path(), &[entry("aaaa", "y")]);
        assert!(changed.is_err_and(|error| error.to_string().contains("by hand")));
        assert_eq!(std::fs::read_to_string(&path).ok().as_deref(), Some(text));
    }
}
