//! What one run found out and the next need not find out again: records by their key, in a few files of one folder.
//! Each run writes a file of its own beside the others and renames it into place, so that many may work at once; whatever
//! is lost, cut off or damaged is found out anew and costs nothing but time.
//!
//! Not here: what the records say, and when they hold no longer: their keys name all that they depend on.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use crate::hash::Running;

/// The first bytes of each file: what it is, and the version of how it is written.
const MAGIC: &[u8] = b"oneness kept 1\n";
/// The ending of the files.
const ENDING: &str = "kept";
/// More files are written as one.
const MAX_FILES: usize = 8;
/// A file that nobody renamed into place for so long was left by a run that was ended.
const LEFT_BEHIND: Duration = Duration::from_secs(3_600);
/// Bytes before key and value: how long each is, and their sum.
const HEAD: usize = 16;

/// The records of one folder.
#[derive(Debug, Default)]
pub struct Kept {
    /// `None` where nothing is kept.
    folder: Option<PathBuf>,
    /// At most so many bytes stay.
    most: usize,
    records: BTreeMap<String, Vec<u8>>,
    /// The keys in the order in which they came, the newest file first.
    age: Vec<String>,
    /// What this run asked for or brought.
    used: BTreeSet<String>,
    /// What this run brought.
    new: BTreeSet<String>,
    /// The files that were read.
    files: Vec<PathBuf>,
}

impl Kept {
    /// Reads the records of a folder, which may not be there yet. `most` bytes of them stay when this run is done.
    #[must_use]
    pub fn open(folder: &Path, most: usize) -> Kept {
        let mut kept = Kept { folder: Some(folder.to_owned()), most, ..Kept::default() };
        let mut files: Vec<(SystemTime, PathBuf)> = Vec::new();
        for entry in folder.read_dir().into_iter().flatten().flatten() {
            let path = entry.path();
            let Ok(about) = entry.metadata() else { continue };
            let written = about.modified().unwrap_or(SystemTime::UNIX_EPOCH);
            if !about.is_file() {
                continue;
            }
            if path.extension().is_some_and(|ending| ending == ENDING) {
                files.push((written, path));
            } else if written.elapsed().is_ok_and(|age| age > LEFT_BEHIND) {
                let _ = std::fs::remove_file(path);
            }
        }
        files.sort_by(|one, other| other.cmp(one));
        for (_, path) in files {
            let is_small = path.metadata().is_ok_and(|about| about.len() <= (2 * most) as u64);
            let bytes = if is_small { std::fs::read(&path).unwrap_or_default() } else { Vec::new() };
            kept.take(&bytes);
            kept.files.push(path);
        }
        kept
    }

    /// Keeps nothing.
    #[must_use]
    pub fn nothing() -> Kept {
        Kept::default()
    }

    /// Returns a record.
    pub fn get(&mut self, key: &str) -> Option<&[u8]> {
        let record = self.records.get(key)?;
        if !self.used.contains(key) {
            self.used.insert(key.to_owned());
        }
        Some(record)
    }

    /// Keeps a record, in the place of one of the same key.
    pub fn put(&mut self, key: String, value: Vec<u8>) {
        if self.folder.is_some() && key.len() + value.len() + HEAD <= self.most {
            self.used.insert(key.clone());
            self.new.insert(key.clone());
            self.records.insert(key, value);
        }
    }

    /// Writes what is new. Where it cannot be written, the next run finds it out again.
    pub fn close(self) {
        let Some(folder) = &self.folder else { return };
        let size: usize = self.records.iter().map(|(key, value)| HEAD + key.len() + value.len()).sum();
        let is_much = size > self.most || self.files.len() >= MAX_FILES;
        if self.new.is_empty() && !is_much {
            return;
        }
        let keys: Vec<&String> = if is_much { self.worth_most() } else { self.new.iter().collect() };
        let mut bytes = MAGIC.to_vec();
        for key in keys {
            append(&mut bytes, key, &self.records[key]);
        }
        if write(folder, &bytes).is_some() && is_much {
            // Who reads one of them at this moment has it in memory already, or does without.
            self.files.iter().for_each(|file| _ = std::fs::remove_file(file));
        }
    }

    /// Lists what stays: what this run brought or asked for, then what is newest, as much as there is room for.
    fn worth_most(&self) -> Vec<&String> {
        let mut room = self.most;
        let old = self.age.iter().filter(|key| !self.used.contains(*key));
        let fits = |key: &&String| {
            let size = HEAD + key.len() + self.records[*key].len();
            let fits = size <= room;
            room -= if fits { size } else { 0 };
            fits
        };
        let others = self.used.iter().filter(|key| !self.new.contains(*key));
        self.new.iter().chain(others).chain(old).filter(fits).collect()
    }

    /// Takes the records of one file; what a newer one said of a key stands. Whatever follows damage is left.
    fn take(&mut self, bytes: &[u8]) {
        let Some(mut rest) = bytes.strip_prefix(MAGIC) else { return };
        while let Some((key, value, after)) = record(rest) {
            if !self.records.contains_key(key) {
                self.age.push(key.to_owned());
                self.records.insert(key.to_owned(), value.to_vec());
            }
            rest = after;
        }
    }
}

fn append(bytes: &mut Vec<u8>, key: &str, value: &[u8]) {
    let length = |length: usize| u32::try_from(length).unwrap_or(u32::MAX).to_le_bytes();
    bytes.extend(length(key.len()));
    bytes.extend(length(value.len()));
    bytes.extend(sum(key.as_bytes(), value).to_le_bytes());
    bytes.extend(key.as_bytes());
    bytes.extend(value);
}

/// Reads the first record, and returns what follows it.
fn record(bytes: &[u8]) -> Option<(&str, &[u8], &[u8])> {
    let (key_length, rest) = bytes.split_first_chunk::<4>()?;
    let (value_length, rest) = rest.split_first_chunk::<4>()?;
    let (expected, rest) = rest.split_first_chunk::<8>()?;
    let length = |bytes: &[u8; 4]| usize::try_from(u32::from_le_bytes(*bytes)).ok();
    let (key, rest) = rest.split_at_checked(length(key_length)?)?;
    let (value, rest) = rest.split_at_checked(length(value_length)?)?;
    let is_whole = sum(key, value) == u64::from_le_bytes(*expected);
    is_whole.then_some((std::str::from_utf8(key).ok()?, value, rest))
}

/// Eight bytes a step: what is read again at each run is to be held against its sum in no time.
fn sum(key: &[u8], value: &[u8]) -> u64 {
    let mut running = Running::default();
    running.extend(key);
    let mut sum = running.value();
    let (words, rest) = value.as_chunks::<8>();
    for word in words {
        sum = (sum.rotate_left(5) ^ u64::from_le_bytes(*word)).wrapping_mul(0x517c_c1b7_2722_0a95);
    }
    rest.iter().fold(sum, |sum, byte| (sum.rotate_left(5) ^ u64::from(*byte)).wrapping_mul(0x517c_c1b7_2722_0a95))
}

/// Writes a file beside the others: whole or not at all.
fn write(folder: &Path, bytes: &[u8]) -> Option<()> {
    std::fs::create_dir_all(folder).ok()?;
    let mut file = tempfile::Builder::new().prefix("new_").tempfile_in(folder).ok()?;
    file.write_all(bytes).ok()?;
    let name = file.path().file_name()?.to_string_lossy().replacen("new_", "", 1);
    let name = folder.join(format!("{}.{ENDING}", name.trim_start_matches('.')));
    file.persist_noclobber(name).ok().map(|_| ())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(folder: &Path) -> Vec<PathBuf> {
        folder.read_dir().into_iter().flatten().flatten().map(|entry| entry.path()).collect()
    }

    fn kept(folder: &Path, key: &str, value: &[u8]) {
        let mut kept = Kept::open(folder, 1 << 20);
        kept.put(key.to_owned(), value.to_vec());
        kept.close();
    }

    #[test]
    fn what_is_kept_is_there_again_and_bounded() {
        let folder = tempfile::tempdir().expect("because tests may write");
        let path = folder.path().join("a/b");
        for number in 0..20 {
            kept(&path, &format!("key {number}"), &[number; 9]);
        }
        assert!(files(&path).len() <= MAX_FILES);
        let mut all = Kept::open(&path, 1 << 20);
        assert!((0..20).all(|number| all.get(&format!("key {number}")) == Some(&[number; 9][..])));
        assert_eq!(all.get("another"), None);
        let mut few = Kept::open(&path, 400);
        assert!(few.get("key 3").is_some());
        few.close();
        let mut few = Kept::open(&path, 400);
        assert!(few.get("key 3").is_some(), "what was asked for stays");
        assert!(few.records.len() <= 400 / (HEAD + 14) && few.records.len() > 3);
    }

    #[test]
    fn damage_costs_time_alone() {
        let folder = tempfile::tempdir().expect("because tests may write");
        kept(folder.path(), "one", b"first value");
        let file = files(folder.path()).remove(0);
        let whole = std::fs::read(&file).expect("because it was written");
        for at in 0..whole.len() {
            let mut bytes = whole.clone();
            bytes[at] ^= 0x55;
            std::fs::write(&file, &bytes).expect("because tests may write");
            assert_eq!(Kept::open(folder.path(), 1 << 20).get("one"), None, "byte {at}");
            std::fs::write(&file, &whole[..at]).expect("because tests may write");
            assert_eq!(Kept::open(folder.path(), 1 << 20).get("one"), None, "cut at {at}");
        }
        std::fs::write(&file, b"").expect("because tests may write");
        kept(folder.path(), "two", b"second");
        assert!(Kept::open(folder.path(), 1 << 20).get("two").is_some());
    }

    #[test]
    fn many_at_once_lose_nothing_that_matters() {
        let folder = tempfile::tempdir().expect("because tests may write");
        let path = folder.path();
        std::thread::scope(|scope| {
            for writer in 0..8 {
                scope.spawn(move || {
                    for number in 0..10 {
                        let mut one = Kept::open(path, 1 << 20);
                        if let Some(found) = one.get("shared") {
                            assert_eq!(found, b"the same");
                        }
                        one.put("shared".to_owned(), b"the same".to_vec());
                        one.put(format!("{writer} {number}"), vec![writer; 50]);
                        one.close();
                    }
                });
            }
        });
        let mut all = Kept::open(path, 1 << 20);
        assert_eq!(all.get("shared"), Some(&b"the same"[..]));
        assert!(files(path).iter().all(|file| file.extension().is_some_and(|ending| ending == ENDING)));
    }
}
