//! Two copies of one text of which nobody has the version that both began as. What stands in both is taken for it, what
//! stands in one alone is kept, for nobody knows whether that copy added it or the other one took it away; only where both
//! say something at one place a person decides.
//!
//! Not here: decks (`deck::two_way`), telling people (`cli::merge`).

use std::ffi::OsString;
use std::ops::Range;
use std::path::Path;

use super::text::Merged;
use crate::error::{Error, Result};
use crate::git_program;

/// A text of two copies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Joined {
    /// What it says, with conflict markers where both copies say something at one place.
    pub merged: Merged,
    /// The lines that stand in both copies.
    pub common: Vec<u8>,
    /// Lines of the result, counted from 1, end included, that stand in ours alone.
    pub ours_alone: Vec<Range<usize>>,
    /// The same of theirs.
    pub theirs_alone: Vec<Range<usize>>,
    /// Every place where the two differ, in order: the lines of each, counted from 0.
    pub differing: Vec<Hunk>,
}

/// A place where two copies differ: lines of each, counted from 0.
pub type Hunk = [Range<usize>; 2];

/// Joins two copies. `labels` name them in conflict markers of this size.
///
/// # Errors
/// Where git cannot be run, or refuses the files.
pub fn join(files: [&Path; 2], contents: [&[u8]; 2], labels: [&OsString; 2], marker_size: usize) -> Result<Joined> {
    let [ours, theirs] = contents.map(|bytes| bytes.split_inclusive(|byte| *byte == b'\n').collect::<Vec<_>>());
    let mut page = Page::default();
    let mut done = 0;
    for [of_ours, of_theirs] in hunks(files)? {
        of(&ours, done..of_ours.start).iter().for_each(|line| page.both(line));
        done = of_ours.end;
        page.joined.differing.push([of_ours.clone(), of_theirs.clone()]);
        page.conflict([of(&ours, of_ours), of(&theirs, of_theirs)], labels, marker_size);
    }
    of(&ours, done..ours.len()).iter().for_each(|line| page.both(line));
    Ok(page.joined)
}

fn of<'l>(lines: &'l [&'l [u8]], range: Range<usize>) -> &'l [&'l [u8]] {
    lines.get(range).unwrap_or_default()
}

/// Asks git where two files differ.
fn hunks(files: [&Path; 2]) -> Result<Vec<Hunk>> {
    let mut command = git_program::git();
    command.args(["diff", "--no-index", "--text", "--no-color", "--no-ext-diff", "--no-textconv", "-U0"]);
    command.args(["--inter-hunk-context=0", "--diff-algorithm=histogram", "--"]).args(files);
    let output = command.output().map_err(|error| Error::new(format!("cannot run git: {error}")))?;
    match output.status.code() {
        Some(0 | 1) => {}
        code => return Err(Error::new(format!("`git diff` failed with {code:?}"))),
    }
    let heads = output.stdout.split(|byte| *byte == b'\n').filter_map(|line| line.strip_prefix(b"@@ -"));
    let hunk = |head: &[u8]| {
        let head = String::from_utf8_lossy(head).into_owned();
        let (ours, rest) = head.split_once(" +")?;
        Some([range(ours)?, range(rest.split(' ').next()?)?])
    };
    Ok(heads.filter_map(hunk).collect())
}

/// Reads `12,3`, `12`, or `12,0`, which stands behind line 12.
fn range(words: &str) -> Option<Range<usize>> {
    let (first, count) = words.split_once(',').unwrap_or((words, "1"));
    let (first, count): (usize, usize) = (first.parse().ok()?, count.parse().ok()?);
    let start = if count == 0 { first } else { first.checked_sub(1)? };
    Some(start..start + count)
}

/// The result, as far as it is written.
struct Page {
    joined: Joined,
    lines: usize,
}

impl Default for Page {
    fn default() -> Page {
        let merged = Merged { bytes: Vec::new(), conflicted: false };
        let joined = Joined {
            merged,
            common: Vec::new(),
            ours_alone: Vec::new(),
            theirs_alone: Vec::new(),
            differing: Vec::new(),
        };
        Page { joined, lines: 0 }
    }
}

impl Page {
    fn line(&mut self, line: &[u8]) {
        let bytes = &mut self.joined.merged.bytes;
        // Git adds the break that the last line of a copy lacks.
        if !bytes.is_empty() && !bytes.ends_with(b"\n") {
            bytes.push(b'\n');
        }
        bytes.extend_from_slice(line);
        self.lines += 1;
    }

    fn both(&mut self, line: &[u8]) {
        self.line(line);
        self.joined.common.extend_from_slice(line);
    }

    fn conflict(&mut self, [ours, theirs]: [&[&[u8]]; 2], labels: [&OsString; 2], marker_size: usize) {
        let first = self.lines + 1;
        if ours.is_empty() || theirs.is_empty() {
            ours.iter().chain(theirs).for_each(|line| self.line(line));
            let alone = if theirs.is_empty() { &mut self.joined.ours_alone } else { &mut self.joined.theirs_alone };
            alone.push(first..self.lines);
            return;
        }
        let line_end: &[u8] = if ours[0].ends_with(b"\r\n") { b"\r\n" } else { b"\n" };
        let marker = |sign: &str, label: &str| {
            let line = format!("{} {label}", sign.repeat(marker_size));
            [line.trim_end().as_bytes(), line_end].concat()
        };
        let [our_label, their_label] = labels.map(|label| label.to_string_lossy().into_owned());
        self.line(&marker("<", &our_label));
        ours.iter().for_each(|line| self.line(line));
        self.line(&marker("=", ""));
        theirs.iter().for_each(|line| self.line(line));
        self.line(&marker(">", &their_label));
        self.joined.merged.conflicted = true;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn joined(ours: &str, theirs: &str) -> Joined {
        let folder = tempfile::tempdir().expect("because tests may write");
        let file = |name: &str, text: &str| {
            let path = folder.path().join(name);
            std::fs::write(&path, text).expect("because tests may write");
            path
        };
        let (one, other) = (file("a.md", ours), file("b.md", theirs));
        let labels = [&OsString::from("a.md"), &OsString::from("b.md")];
        join([&one, &other], [ours.as_bytes(), theirs.as_bytes()], labels, 7).expect("because git is there")
    }

    #[test]
    fn what_stands_in_one_copy_is_kept() {
        let joined = joined("one\ntwo\nmine\nthree\nfour\n", "zero\none\ntwo\nthree\nfour\n");
        assert_eq!(String::from_utf8_lossy(&joined.merged.bytes), "zero\none\ntwo\nmine\nthree\nfour\n");
        assert!(!joined.merged.conflicted && joined.common == b"one\ntwo\nthree\nfour\n");
        assert_eq!((joined.ours_alone, joined.theirs_alone), (vec![4..4], vec![1..1]));
    }

    #[test]
    fn what_excludes_one_another_is_a_conflict() {
        let joined = joined("one\ntwo\nthree\n<<<<<<<<<< x\n", "one\nzwei\nthree\n<<<<<<<<<< x\n");
        let expected = "one\n<<<<<<< a.md\ntwo\n=======\nzwei\n>>>>>>> b.md\nthree\n<<<<<<<<<< x\n";
        assert_eq!(String::from_utf8_lossy(&joined.merged.bytes), expected);
        assert!(joined.merged.conflicted);
    }
}
