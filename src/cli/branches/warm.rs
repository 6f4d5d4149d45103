//! What earlier runs found out of lines of work and of pairs of them, under the git directory. A record is found by all that
//! it depends on: the commits, the names, this build of the program, the rules by which git merges; and what was compared
//! holds only as long as the configuration of the folders that it touched says the same.
//!
//! Not here: how records are kept (`kept`), finding anything out (`many`).

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::time::UNIX_EPOCH;

use crate::config::Wishes;
use crate::hash::hash;
use crate::kept::Kept;
use crate::merge::git::Repo;
use crate::merge::open::Open;
use crate::report::kept::{self, Known};
use crate::river::heads::Added;

/// The folder, in the one that all work trees of a repository share.
const FOLDER: &str = "oneness/branches";
/// So many bytes of what was found out stay, and so many of what lines of work added.
const MAX_KNOWN: usize = 32 << 20;
const MAX_ADDED: usize = 96 << 20;
/// A line of work that added more is read anew.
const MAX_OF_A_LINE: usize = 8 << 20;
/// An id of a commit, as records hold it, and what is said of it.
const MEETING: usize = 41;

/// What is known of one line of work since it parted from the main line.
#[derive(Debug, Clone, Default)]
pub(super) struct Line {
    /// Where it parted.
    pub(super) base: Option<String>,
    /// So many of so many of its lines stand on the main line.
    pub(super) standing: Option<[usize; 2]>,
    /// Whether it can be compared with others.
    pub(super) is_compared: bool,
    /// Why not, where that is not plain.
    pub(super) why: Option<String>,
    /// The commit of the main line that holds its change.
    pub(super) landed: Option<String>,
}

/// What earlier runs know, and what this one adds.
pub(super) struct Warm {
    known: Kept,
    /// What lines added; opened when the first is asked for.
    sketches: Option<Kept>,
    folder: Option<PathBuf>,
    stamp: String,
    root: Option<PathBuf>,
    added: BTreeMap<String, Added>,
    meetings: BTreeMap<String, BTreeMap<String, bool>>,
    /// Whose meetings are new.
    changed: BTreeSet<String>,
}

impl Warm {
    /// Opens what earlier runs of this build know of a repository; nothing where it is not wanted.
    pub(super) fn open(repo: &Repo, is_wanted: bool) -> Warm {
        let folder = is_wanted.then(|| repo.common_dir().join(FOLDER));
        let known = folder.as_ref().map_or_else(Kept::nothing, |folder| Kept::open(&folder.join("known"), MAX_KNOWN));
        let own = std::env::current_exe().ok().and_then(|own| own.metadata().ok());
        let built = own.as_ref().and_then(|own| own.modified().ok()?.duration_since(UNIX_EPOCH).ok());
        let build = (env!("CARGO_PKG_VERSION"), own.map(|own| own.len()), built, repo.how_merges_are_tried());
        Warm {
            known,
            sketches: None,
            folder,
            stamp: format!("{:016x}", hash(format!("{build:?}").as_bytes())),
            root: repo.work_tree().map(std::path::Path::to_owned),
            added: BTreeMap::new(),
            meetings: BTreeMap::new(),
            changed: BTreeSet::new(),
        }
    }

    /// Writes down what is new.
    pub(super) fn close(mut self) {
        for one in std::mem::take(&mut self.changed) {
            let all = self.meetings.get(&one).into_iter().flatten();
            let value = all.flat_map(|(other, may)| [other.as_bytes(), &[u8::from(*may)]].concat()).collect();
            let key = self.key("meet", &[&one]);
            self.known.put(key, value);
        }
        self.known.close();
        self.sketches.into_iter().for_each(Kept::close);
    }

    fn key(&self, what: &str, words: &[&str]) -> String {
        format!("{what} {} {}", self.stamp, words.join(" "))
    }

    fn unmerged_key(&self, main: &Open, heads: &[Open]) -> String {
        let all: String = heads.iter().map(|line| line.oid.as_str()).collect();
        self.key("open", &[&main.oid, &format!("{:016x}", hash(all.as_bytes()))])
    }

    /// Returns which of these heads the main line does not hold, where that is known of all of them.
    pub(super) fn unmerged(&mut self, main: &Open, heads: &[Open]) -> Option<BTreeSet<String>> {
        let key = self.unmerged_key(main, heads);
        let known = std::str::from_utf8(self.known.get(&key)?).ok()?;
        Some(known.lines().map(str::to_owned).collect())
    }

    pub(super) fn keep_unmerged(
        &mut self,
        main: &Open,
        heads: &[Open],
        unmerged: BTreeSet<String>,
    ) -> BTreeSet<String> {
        let text: String = unmerged.iter().map(|oid| format!("{oid}\n")).collect();
        self.known.put(self.unmerged_key(main, heads), text.into_bytes());
        unmerged
    }

    fn line_key(&self, main: &Open, line: &Open) -> String {
        self.key("line", &[&main.oid, &main.name, &line.oid])
    }

    /// Returns what is known of a line of work.
    pub(super) fn line(&mut self, main: &Open, line: &Open) -> Option<Line> {
        let key = self.line_key(main, line);
        read_line(std::str::from_utf8(self.known.get(&key)?).ok()?)
    }

    pub(super) fn keep_line(&mut self, main: &Open, line: &Open, known: &Line) {
        self.known.put(self.line_key(main, line), write_line(known).into_bytes());
    }

    /// Returns what a line added, where it is in memory.
    pub(super) fn added(&self, line: &Open) -> Option<&Added> {
        self.added.get(&line.oid)
    }

    /// Brings into memory what a line added; tells whether it is there.
    pub(super) fn load(&mut self, line: &Open) -> bool {
        let Some(base) = &line.base else { return false };
        if self.added.contains_key(&line.oid) {
            return true;
        }
        let key = self.key("added", &[base, &line.oid]);
        let Some(bytes) = self.sketches().get(&key) else { return false };
        let (words, rest) = bytes.as_chunks::<8>();
        let numbers: Vec<u64> = words.iter().map(|word| u64::from_le_bytes(*word)).collect();
        let Some(added) = Added::of_numbers(&numbers).filter(|_| rest.is_empty()) else { return false };
        self.added.insert(line.oid.clone(), added);
        true
    }

    pub(super) fn keep_added(&mut self, base: &str, line: &Open, added: Added) {
        let numbers = added.to_numbers();
        if numbers.len() * 8 <= MAX_OF_A_LINE {
            let key = self.key("added", &[base, &line.oid]);
            let bytes = numbers.iter().flat_map(|number| number.to_le_bytes()).collect();
            self.sketches().put(key, bytes);
        }
        self.added.insert(line.oid.clone(), added);
    }

    fn sketches(&mut self) -> &mut Kept {
        let folder = &self.folder;
        self.sketches.get_or_insert_with(|| {
            folder.as_ref().map_or_else(Kept::nothing, |folder| Kept::open(&folder.join("added"), MAX_ADDED))
        })
    }

    /// Tells whether two lines can meet, where that is known. What each added hangs on where it parted from the main line.
    pub(super) fn may_meet(&mut self, lines: [&Open; 2]) -> Option<bool> {
        let [one, other] = lines.map(place);
        if !self.meetings.contains_key(&one) {
            let key = self.key("meet", &[&one]);
            let known = self.known.get(&key).unwrap_or_default();
            let known = known.as_chunks::<MEETING>().0.iter().filter_map(|record| {
                let (other, may) = record.split_at(MEETING - 1);
                Some((std::str::from_utf8(other).ok()?.to_owned(), may == [1]))
            });
            let known = known.collect();
            self.meetings.insert(one.clone(), known);
        }
        self.meetings.get(&one)?.get(&other).copied()
    }

    pub(super) fn keep_meeting(&mut self, lines: [&Open; 2], may: bool) {
        let [one, other] = lines.map(place);
        self.changed.insert(one.clone());
        self.meetings.entry(one).or_default().insert(other, may);
    }

    fn pair_key(&self, lines: [&Open; 2]) -> String {
        let [one, other] = lines;
        let bases = lines.map(|line| line.base.as_deref().unwrap_or("-"));
        self.key("pair", &[&one.oid, &other.oid, bases[0], bases[1], &one.name, "\n", &other.name])
    }

    /// Returns what came of comparing two lines, where nobody changed since what is wished of the files that it touched.
    pub(super) fn known(&mut self, wishes: &Wishes, lines: [&Open; 2]) -> Option<Known> {
        let key = self.pair_key(lines);
        let known = kept::read(self.known.get(&key)?)?;
        let said = wishes.fingerprint(self.root.as_deref(), known.folders.iter().map(String::as_str)).ok()?;
        (said == known.said).then_some(known)
    }

    /// Keeps what came of comparing two lines.
    pub(super) fn keep(&mut self, wishes: &Wishes, lines: [&Open; 2], known: &mut Known) {
        let touched = known.report.iter().flat_map(|report| &report.touched);
        let folders: BTreeSet<String> =
            touched.map(|path| path.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned()).collect();
        known.folders = folders.into_iter().collect();
        let said = wishes.fingerprint(self.root.as_deref(), known.folders.iter().map(String::as_str));
        if let Ok(said) = said {
            known.said = said;
            let key = self.pair_key(lines);
            kept::write(known).into_iter().for_each(|bytes| self.known.put(key.clone(), bytes));
        }
    }
}

/// A line and where it parted, in as many letters as the id of a commit.
fn place(line: &Open) -> String {
    let base = line.base.as_deref().unwrap_or_default();
    let text = format!("{} {base}", line.oid);
    let halves = [text.as_str(), base].map(|text| hash(text.as_bytes()));
    format!("{:016x}{:016x}{:08.8}", halves[0], halves[1], line.oid)
}

/// One field a line, each with its name, so that a field more is no other meaning of the others.
fn write_line(line: &Line) -> String {
    let mut text = String::new();
    let mut field = |name: &str, value: String| text.push_str(&format!("{name} {}\n", value.replace('\n', " ")));
    line.base.iter().for_each(|base| field("base", base.clone()));
    line.standing.iter().for_each(|[stands, of]| field("stands", format!("{stands} {of}")));
    line.why.iter().for_each(|why| field("why", why.clone()));
    line.landed.iter().for_each(|landed| field("landed", landed.clone()));
    if line.is_compared {
        field("compared", String::new());
    }
    text
}

fn read_line(text: &str) -> Option<Line> {
    let mut line = Line::default();
    for (name, value) in text.lines().filter_map(|field| field.split_once(' ')) {
        match name {
            "base" => line.base = Some(value.to_owned()),
            "stands" => {
                let (stands, of) = value.split_once(' ')?;
                line.standing = Some([stands.parse().ok()?, of.parse().ok()?]);
            }
            "why" => line.why = Some(value.to_owned()),
            "landed" => line.landed = Some(value.to_owned()),
            "compared" => line.is_compared = true,
            _ => return None,
        }
    }
    Some(line)
}
