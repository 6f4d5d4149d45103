//! The kind `already-present` on real history: recall on commits that brought a second copy, what it says of ordinary
//! commits, and how often that is right, by class of unit, by format and by repository.
//!
//! Not here: mining the commits (`mine_present.py`). What was read and judged by hand stands in `present_read.jsonl`.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use oneness::findings::Options;
use oneness::findings::finding::{Kind, Severity};
use oneness::merge::git::Repo;
use oneness::report::report::{Site, Told};
use oneness::river;
use serde::Deserialize;

use crate::observe;

/// A commit that brought a second copy, or (without a path) an ordinary one.
#[derive(Debug, Clone, Deserialize)]
struct Row {
    repo: String,
    commit: String,
    #[serde(default)]
    path: String,
    #[serde(default)]
    copy: (usize, usize),
    #[serde(default)]
    standing: Vec<(usize, usize)>,
    #[serde(default)]
    kind: String,
    #[serde(default)]
    says: bool,
}

impl Row {
    fn is_ordinary(&self) -> bool {
        self.path.is_empty()
    }

    fn is_shown_by(&self, told: &Told) -> bool {
        let overlaps = |site: &Site, place: (usize, usize)| {
            site.path == self.path && site.lines.is_some_and(|(start, end)| start <= place.1 && place.0 <= end)
        };
        let standing = |site: &Site| self.standing.iter().any(|place| overlaps(site, *place));
        // Where the two stand one below the other, a diff may call either of them new.
        overlaps(&told.ours, self.copy) && standing(&told.theirs)
            || overlaps(&told.theirs, self.copy) && standing(&told.ours)
    }
}

/// The judgement of a person who read a finding.
#[derive(Debug, Deserialize)]
struct Read {
    repo: String,
    commit: String,
    path: String,
    line: usize,
    right: bool,
}

/// What is known of a commit, and what was said of it.
struct Seen {
    repo: String,
    commit: String,
    cases: Vec<Row>,
    said: Vec<Told>,
    millis: u128,
}

#[derive(Default, Clone, Copy)]
struct Tally {
    cases: usize,
    found: usize,
    noted: usize,
    ordinary: usize,
    alarmed: usize,
    right: usize,
    wrong: usize,
    unread: usize,
}

/// Prints the figures and the lists behind them.
pub(crate) fn run(clones: &Path) {
    let seen = all(clones);
    let read: Vec<Read> = rows(include_str!("present_read.jsonl"));
    let mut by: [BTreeMap<String, Tally>; 5] = Default::default();
    for one in &seen {
        for case in &one.cases {
            count_case(one, case, &mut by);
        }
        if one.cases.is_empty() {
            let alarmed = usize::from(one.said.iter().any(is_spoken));
            for (table, name) in [(0, one.repo.clone()), (1, half(&one.repo)), (2, "all".to_owned())] {
                let tally = by[table].entry(name).or_default();
                tally.ordinary += 1;
                tally.alarmed += alarmed;
            }
        }
        for told in &one.said {
            count_said(one, told, &read, &mut by);
        }
    }
    for (name, table) in ["repository", "half", "", "kind of case", "class of what was said"].iter().zip(&by) {
        print_table(name, table);
    }
    print_means(&by[0]);
    let mut millis: Vec<u128> = seen.iter().map(|one| one.millis).collect();
    millis.sort_unstable();
    if let Some(slowest) = seen.iter().max_by_key(|one| one.millis) {
        let (middle, most) = (millis[millis.len() / 2], slowest.millis);
        println!("a commit takes {middle} ms in the middle, {most} ms at most ({} {})", slowest.repo, slowest.commit);
    }
}

fn is_spoken(told: &Told) -> bool {
    told.severity != Severity::Note
}

fn half(repo: &str) -> String {
    let first = repo.chars().next().unwrap_or_default().to_ascii_lowercase();
    if first <= 'l' { "owners a to l".to_owned() } else { "owners m to z".to_owned() }
}

/// The class of units that a finding is about; notes are counted apart.
fn class(told: &Told) -> String {
    let ending = told.ours.path.rsplit_once('.').map_or("none", |(_, ending)| ending);
    let voice = if is_spoken(told) { "says" } else { "note" };
    let class = told.reasons.last().map_or("", String::as_str);
    format!("{voice} {class} ({} {ending})", told.ours.unit)
}

fn count_case(one: &Seen, case: &Row, by: &mut [BTreeMap<String, Tally>; 5]) {
    let shown = || one.said.iter().filter(|told| case.is_shown_by(told));
    let (found, noted) = (shown().any(is_spoken), shown().next().is_some());
    let fix = if case.says { "its remover says so" } else { "its remover only removes it" };
    let (all, fix) = ("all".to_owned(), fix.to_owned());
    let tables = [(0, case.repo.clone()), (1, half(&case.repo)), (2, all), (2, fix), (3, case.kind.clone())];
    for (table, name) in tables {
        let tally = by[table].entry(name).or_default();
        tally.cases += 1;
        tally.found += usize::from(found);
        tally.noted += usize::from(noted && !found);
    }
    if !found {
        let (short, (line, _)) = (&case.commit[..10], case.copy);
        let how = if noted { "a note" } else { "nothing" };
        println!("missed  {} {short} {} {}:{line} {:?} {how}", case.repo, case.kind, case.path, case.standing);
    }
}

fn count_said(one: &Seen, told: &Told, read: &[Read], by: &mut [BTreeMap<String, Tally>; 5]) {
    let start = |site: &Site| site.lines.map_or(0, |(start, _)| start);
    let line = start(&told.ours);
    let is_it = |read: &&Read| {
        read.repo == one.repo && read.commit == one.commit && read.path == told.ours.path && read.line == line
    };
    let mined = one.cases.iter().any(|case| case.is_shown_by(told));
    let verdict = if mined { Some(true) } else { read.iter().find(is_it).map(|read| read.right) };
    let voices = if is_spoken(told) { vec![0, 1, 2, 4] } else { vec![4] };
    for table in voices {
        let name = match table {
            0 => one.repo.clone(),
            1 => half(&one.repo),
            2 => "all".to_owned(),
            _ => class(told),
        };
        let tally = by[table].entry(name).or_default();
        match verdict {
            Some(true) => tally.right += 1,
            Some(false) => tally.wrong += 1,
            None => tally.unread += 1,
        }
    }
    let what = match (verdict, one.cases.is_empty()) {
        (Some(true), _) => "right  ",
        (Some(false), _) => "wrong  ",
        (None, true) => "unread ",
        (None, false) => "beside ",
    };
    let voice = if is_spoken(told) { "says" } else { "note" };
    let (path, other) = (&told.ours.path, start(&told.theirs));
    let unit = told.ours.unit;
    println!("{what} {voice} {} {} {unit} {path}:{line} {other} {:.2}", one.repo, one.commit, told.confidence);
}

fn print_table(what: &str, rows: &BTreeMap<String, Tally>) {
    println!(
        "\n{what:<36} {:>9} {:>6} {:>9} {:>6} {:>6} {:>6}",
        "found", "notes", "alarms", "right", "wrong", "unread"
    );
    for (name, tally) in rows {
        let cell = |part: usize, whole: usize| if whole == 0 { "-".to_owned() } else { format!("{part}/{whole}") };
        println!(
            "{name:<36} {:>9} {:>6} {:>9} {:>6} {:>6} {:>6}",
            cell(tally.found, tally.cases),
            tally.noted,
            cell(tally.alarmed, tally.ordinary),
            tally.right,
            tally.wrong,
            tally.unread
        );
    }
}

fn print_means(rows: &BTreeMap<String, Tally>) {
    let percent = |part: usize, whole: usize| 100.0 * part as f64 / whole.max(1) as f64;
    let biggest = rows.iter().max_by_key(|(_, tally)| tally.cases).map(|(name, _)| name.as_str()).unwrap_or_default();
    for (what, without) in [("all", ""), ("without the biggest repository", biggest)] {
        let kept = || rows.iter().filter(|(name, _)| name.as_str() != without).map(|(_, tally)| tally);
        let sum = |part: fn(&Tally) -> usize| kept().map(part).sum::<usize>();
        let (found, cases) = (sum(|tally| tally.found), sum(|tally| tally.cases));
        let (alarmed, ordinary) = (sum(|tally| tally.alarmed), sum(|tally| tally.ordinary));
        let (right, wrong) = (sum(|tally| tally.right), sum(|tally| tally.wrong));
        println!(
            "\n{what} ({without}): recall {found}/{cases} = {:.1} %, speaks of {alarmed}/{ordinary} ordinary commits = \
             {:.1} %, right {right} of {} = {:.1} %",
            percent(found, cases),
            percent(alarmed, ordinary),
            right + wrong,
            percent(right, right + wrong)
        );
    }
    let recalls: Vec<f64> =
        rows.values().filter(|row| row.cases > 0).map(|row| percent(row.found, row.cases)).collect();
    let mean = recalls.iter().sum::<f64>() / recalls.len().max(1) as f64;
    println!("mean recall over {} repositories: {mean:.1} %", recalls.len());
}

fn rows<Kind: for<'de> Deserialize<'de>>(text: &str) -> Vec<Kind> {
    text.lines().map(|line| serde_json::from_str(line).expect("because the file is ours")).collect()
}

/// Asks of every commit whose clone is there.
fn all(clones: &Path) -> Vec<Seen> {
    let mut commits: BTreeMap<(String, String), Vec<Row>> = BTreeMap::new();
    for row in rows::<Row>(include_str!("present.jsonl")) {
        let cases = commits.entry((row.repo.clone(), row.commit.clone())).or_default();
        if !row.is_ordinary() {
            cases.push(row);
        }
    }
    let commits: Vec<_> = commits.into_iter().collect();
    let (next, seen) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(|| {
                while let Some(((repo, commit), cases)) = commits.get(next.fetch_add(1, Ordering::Relaxed)) {
                    if let Some(one) = ask(clones, repo, commit, cases) {
                        seen.lock().expect("because no worker panics").push(one);
                    }
                }
            });
        }
    });
    let mut seen = seen.into_inner().expect("because no worker panics");
    seen.sort_by(|one: &Seen, other| (&one.repo, &one.commit).cmp(&(&other.repo, &other.commit)));
    eprintln!("{} of {} commits read", seen.len(), commits.len());
    seen
}

fn ask(clones: &Path, repo: &str, commit: &str, cases: &[Row]) -> Option<Seen> {
    let path = observe::clone_of(clones, repo)?;
    let options = Options { all: true, present: true, ..Options::default() };
    let check = || {
        let mut repo = Repo::open_at(&path)?;
        let Some((commit, parent)) = repo.only_parent_of(commit)? else { return Ok(None) };
        let merge = repo.finished(&commit, &commit, &parent)?;
        Ok::<_, oneness::error::Error>(Some(river::check(&merge, &repo, &options)))
    };
    match check() {
        Ok(report) => {
            let report = report?;
            let said = report.findings.into_iter().filter(|told| told.kind == Kind::AlreadyPresent).collect();
            let (repo, commit, cases) = (repo.to_owned(), commit.to_owned(), cases.to_vec());
            Some(Seen { repo, commit, cases, said, millis: report.stats.millis })
        }
        Err(error) => {
            eprintln!("{repo} {commit}: {error}");
            None
        }
    }
}
