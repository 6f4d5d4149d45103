//! A folder, walked: every question is put to a process of its own, and what came of it is counted.
//!
//! Not here: the questions (`laws`, `left`).

use std::collections::BTreeMap;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

use oneness::documents;
use oneness::source::extension;

/// No document may hold anybody longer.
const LIMIT: Duration = Duration::from_secs(60);
/// Nor take more memory, in kilobytes.
const MEMORY: u64 = 1 << 20;
/// Of one deck's versions so many merges of three are asked for.
const MAX_TRIPLES: usize = 60;

/// What one process said.
struct Said {
    word: String,
    line: String,
    kilobytes: u64,
    took: Duration,
}

/// What was counted so far.
#[derive(Default)]
struct Tally {
    counts: BTreeMap<(String, String), usize>,
    failed: Vec<String>,
    most_memory: (u64, String),
    longest: (Duration, String),
    started: Option<Instant>,
}

/// Reads every document below a folder, then merges the versions of decks.
pub(crate) fn all(folder: &Path, out: Option<&PathBuf>) -> ExitCode {
    let mut tally = Tally { started: Some(Instant::now()), ..Tally::default() };
    if let Some(error) = out.and_then(|out| std::fs::create_dir_all(out).err()) {
        eprintln!("decks: the folder for merged decks cannot be made: {error}");
        return ExitCode::from(2);
    }
    let files = documents_below(folder);
    for file in &files {
        let name = file.strip_prefix(folder).unwrap_or(file).display().to_string();
        let said = ask(&["read".as_ref(), file.as_os_str()]);
        if said.word == "refused" {
            println!("refused  {name}: {}", said.line);
        }
        tally.note(&format!("read .{}", extension(&file.to_string_lossy())), &name, &said);
    }
    for versions in versions_of_decks(&files) {
        tally.merge(folder, &versions, out);
    }
    for [base, ours, theirs] in triples_on_disk(&files) {
        tally.step(folder, [&base, &ours], out);
        tally.step(folder, [&base, &theirs], out);
        tally.both(folder, [&base, &ours, &theirs], out);
    }
    tally.print();
    ExitCode::from(u8::from(!tally.failed.is_empty() || files.is_empty()))
}

/// Lists the documents below a folder, sorted.
fn documents_below(folder: &Path) -> Vec<PathBuf> {
    let (mut files, mut open) = (Vec::new(), vec![folder.to_owned()]);
    while let Some(folder) = open.pop() {
        for path in std::fs::read_dir(&folder).into_iter().flatten().flatten().map(|entry| entry.path()) {
            let known = documents::extensions().any(|known| known == extension(&path.to_string_lossy()));
            if path.is_dir() {
                open.push(path);
            } else if known {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}

/// The decks of each folder below `versions/`, in the order of their names.
fn versions_of_decks(files: &[PathBuf]) -> Vec<Vec<PathBuf>> {
    let mut folders: BTreeMap<&Path, Vec<PathBuf>> = BTreeMap::new();
    let is_deck = |file: &&PathBuf| file.extension().is_some_and(|ending| ending == "pptx");
    let is_version = |file: &&PathBuf| file.components().any(|part| part.as_os_str() == "versions");
    for file in files.iter().filter(is_deck).filter(is_version) {
        folders.entry(file.parent().unwrap_or(Path::new(""))).or_default().push(file.clone());
    }
    folders.into_values().filter(|versions| versions.len() > 1).collect()
}

/// The folders that hold `base.pptx`, `ours.pptx` and `theirs.pptx`.
fn triples_on_disk(files: &[PathBuf]) -> Vec<[PathBuf; 3]> {
    let bases = files.iter().filter(|file| file.ends_with("base.pptx"));
    let triple = bases.map(|base| ["base.pptx", "ours.pptx", "theirs.pptx"].map(|name| base.with_file_name(name)));
    triple.filter(|paths| paths.iter().all(|path| path.exists())).collect()
}

/// Asks a process of our own, and ends it when its time is over.
fn ask(arguments: &[&std::ffi::OsStr]) -> Said {
    let started = Instant::now();
    let program = std::env::current_exe().expect("because it runs");
    let child = Command::new(program).args(arguments).stdout(Stdio::piped()).stderr(Stdio::null()).spawn();
    let mut child = child.expect("because the program has just been started the same way");
    let status = loop {
        match child.try_wait().expect("because it is our own process") {
            Some(status) => break Some(status),
            None if started.elapsed() > LIMIT => break None,
            None => std::thread::sleep(Duration::from_millis(2)),
        }
    };
    let took = started.elapsed();
    let Some(status) = status else {
        // It may have ended by itself meanwhile.
        let _ = child.kill();
        let _ = child.wait();
        return Said { word: "failed".into(), line: format!("no answer in {} s", LIMIT.as_secs()), kilobytes: 0, took };
    };
    let mut text = String::new();
    if let Some(mut pipe) = child.stdout.take() {
        let _ = pipe.read_to_string(&mut text);
    }
    let mut lines = text.lines();
    let (word, line) = lines.next().and_then(|line| line.split_once(' ')).unwrap_or(("failed", "fell over"));
    let kilobytes = lines.next().and_then(|line| line.parse().ok()).unwrap_or_default();
    let (word, line) = if status.success() { (word, line) } else { ("failed", "fell over") };
    Said { word: word.to_owned(), line: line.to_owned(), kilobytes, took }
}

impl Tally {
    fn note(&mut self, question: &str, name: &str, said: &Said) {
        *self.counts.entry((question.to_owned(), said.word.clone())).or_default() += 1;
        if said.word == "failed" {
            println!("FAILED   {question}: {name}: {}", said.line);
            self.failed.push(name.to_owned());
        }
        if said.kilobytes > MEMORY {
            println!("FAILED   {question}: {name}: took {} MB of memory", said.kilobytes >> 10);
            self.failed.push(name.to_owned());
        }
        self.most_memory = std::mem::take(&mut self.most_memory).max((said.kilobytes, name.to_owned()));
        self.longest = std::mem::take(&mut self.longest).max((said.took, name.to_owned()));
    }

    /// Asks all that can be asked of the versions of one deck.
    fn merge(&mut self, folder: &Path, versions: &[PathBuf], out: Option<&PathBuf>) {
        for pair in versions.windows(2) {
            self.step(folder, [&pair[0], &pair[1]], out);
        }
        let count = versions.len();
        let triples = (0..count).flat_map(|i| (i + 1..count).flat_map(move |j| (j + 1..count).map(move |k| [i, j, k])));
        for [i, j, k] in triples.take(MAX_TRIPLES) {
            self.both(folder, [&versions[i], &versions[j], &versions[k]], out);
            self.both(folder, [&versions[i], &versions[k], &versions[j]], None);
        }
    }

    /// Asks all that can be asked of one version and the next.
    fn step(&mut self, folder: &Path, [base, side]: [&PathBuf; 2], out: Option<&PathBuf>) {
        let name = named(folder, &[base, side]);
        let said = ask(&["laws".as_ref(), base.as_os_str(), side.as_os_str()]);
        self.note("three laws", &name, &said);
        let out = out.map(|out| out.join(file_name(&name, "bullet")));
        let mut question = vec!["bullet".as_ref(), base.as_os_str(), side.as_os_str()];
        question.extend(out.as_ref().map(|out| out.as_os_str()));
        let said = ask(&question);
        self.told("a step and a bullet", &name, &said);
    }

    fn both(&mut self, folder: &Path, [base, ours, theirs]: [&PathBuf; 3], out: Option<&PathBuf>) {
        let name = named(folder, &[base, ours, theirs]);
        let out = out.map(|out| out.join(file_name(&name, "both")));
        let mut question = vec!["both".as_ref(), base.as_os_str(), ours.as_os_str(), theirs.as_os_str()];
        question.extend(out.as_ref().map(|out| out.as_os_str()));
        let said = ask(&question);
        self.told("three versions", &name, &said);
    }

    /// Notes a merge, and apart from that how it ended.
    fn told(&mut self, question: &str, name: &str, said: &Said) {
        self.note(question, name, said);
        match said.word.as_str() {
            "held" => {
                let ended = if said.line == "clean" { "clean" } else { "with conflicts" };
                *self.counts.entry((question.to_owned(), format!("held, {ended}"))).or_default() += 1;
            }
            "refused" | "idle" => println!("{:<8} {question}: {name}: {}", said.word, said.line),
            _ => {}
        }
    }

    fn print(&self) {
        for ((question, word), count) in &self.counts {
            println!("{question:<22} {word:<22} {count:>6}");
        }
        println!("most memory: {} MB, {}", self.most_memory.0 >> 10, self.most_memory.1);
        println!("longest: {:.2} s, {}", self.longest.0.as_secs_f64(), self.longest.1);
        let took = self.started.map_or(0.0, |started| started.elapsed().as_secs_f64());
        println!("{took:.0} s; {} failed", self.failed.len());
    }
}

fn named(folder: &Path, files: &[&PathBuf]) -> String {
    let name = |file: &PathBuf| file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let parent = files[0].parent().unwrap_or(Path::new(""));
    let parent = parent.strip_prefix(folder).unwrap_or(parent).display().to_string();
    let names: Vec<String> = files.iter().map(|file| name(file)).collect();
    format!("{parent}: {}", names.join(" "))
}

/// A name for a file of its own.
fn file_name(name: &str, what: &str) -> String {
    let clean: String = name.chars().map(|letter| if letter.is_alphanumeric() { letter } else { '-' }).collect();
    format!("{clean}-{what}.pptx")
}
