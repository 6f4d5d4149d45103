//! What became of the pairs of sampled merges: the labels that nobody has to write.
//!
//! Prints one line a pair: where it stands, what was said of it, how it ended, and its measures. Facts only: the texts
//! stay where they are.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use oneness::fates::{Ending, Place, Tracer, Until};
use oneness::findings::finding::Kind;
use oneness::findings::{self, Options};
use oneness::hash::hash;
use oneness::merge::git::Repo;
use oneness::merge::range::Range;
use oneness::pairs::pair::{Likeness, Measure};
use oneness::report::report::Told;
use oneness::river;

/// What is less probable than this is no pair that anybody would look at.
const FLOOR: f64 = 0.05;
/// Of one merge so many pairs are followed, the surest first.
const MAX_PAIRS: usize = 12;
/// Merges of more files are left out: they say little and take long.
const MAX_FILES: usize = 400;

/// Samples so many merges of each clone, follows their pairs and prints them.
pub(crate) fn run(clones: &Path, rest: &[String]) -> std::io::Result<()> {
    let option = |name: &str| rest.iter().find_map(|word| word.strip_prefix(name));
    let merges: usize = option("--merges=").and_then(|count| count.parse().ok()).unwrap_or(150);
    let except = option("--except=").map(std::fs::read_to_string).transpose()?.unwrap_or_default();
    let sample = option("--sample=").map(std::fs::read_to_string).transpose()?;
    let only = option("--only=").map(|names| names.split(',').map(str::to_owned).collect::<Vec<_>>());
    let mut repos: Vec<(String, PathBuf)> = Vec::new();
    for entry in std::fs::read_dir(clones)? {
        let path = entry?.path();
        let name = path.file_name().map(|name| name.to_string_lossy().replacen('+', "/", 1)).unwrap_or_default();
        let is_wanted = only.as_ref().is_none_or(|only| only.contains(&name));
        if is_wanted && name.contains('/') && !except.lines().any(|line| line.trim() == name) {
            repos.push((name, path));
        }
    }
    repos.sort();
    let (next, out) = (AtomicUsize::new(0), Mutex::new(()));
    let workers = option("--jobs=").and_then(|jobs| jobs.parse().ok());
    let workers = workers.unwrap_or_else(|| std::thread::available_parallelism().map_or(1, usize::from));
    std::thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                while let Some((name, path)) = repos.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let drawn = sample.as_deref().map(|sample| drawn(sample, name));
                    let rows = of_repository(name, path, drawn, merges);
                    let _alone = out.lock().expect("because no worker panics");
                    print!("{rows}");
                }
            });
        }
    });
    Ok(())
}

/// The merges of one repository in a sample: commit and stratum.
fn drawn(sample: &str, name: &str) -> Vec<(String, String)> {
    let rows = sample.lines().map(|line| line.split('\t').collect::<Vec<_>>());
    let mine = rows.filter_map(|row| match row.as_slice() {
        [repo, merge, stratum] if *repo == name => Some(((*merge).to_owned(), (*stratum).to_owned())),
        _ => None,
    });
    mine.collect()
}

fn of_repository(name: &str, path: &Path, drawn: Option<Vec<(String, String)>>, merges: usize) -> String {
    let started = std::time::Instant::now();
    let mut rows = String::new();
    let Ok(repo) = Repo::open_at(path) else { return rows };
    let drawn = drawn.unwrap_or_else(|| sampled(&repo, name, merges));
    let Ok(later) = repo.later("HEAD") else { return rows };
    let tracer = Tracer::new(&later, Until::Meant);
    let (mut pairs, mut tracing) = (0, std::time::Duration::ZERO);
    for (merge, stratum) in &drawn {
        for told in told(path, merge) {
            let Some((ours, theirs)) = told.ours.lines.zip(told.theirs.lines) else { continue };
            let places =
                [Place { path: &told.ours.path, lines: ours }, Place { path: &told.theirs.path, lines: theirs }];
            let before = std::time::Instant::now();
            let ending = tracer.fate(merge, places);
            tracing += before.elapsed();
            let _ = writeln!(rows, "{}", line((name, merge, stratum), &told, &ending));
            pairs += 1;
        }
    }
    eprintln!(
        "{name}: {pairs} pairs in {} merges, {} s, {} s of it tracing",
        drawn.len(),
        started.elapsed().as_secs(),
        tracing.as_secs()
    );
    rows
}

/// Draws so many merges evenly of all.
fn sampled(repo: &Repo, name: &str, merges: usize) -> Vec<(String, String)> {
    let range = Range { revisions: "HEAD", since: None, first_parent: false };
    let mut all = repo.merges_in(&range).map(|walked| walked.merges).unwrap_or_default();
    all.sort_by_key(|merge| hash(format!("{name} {merge}").as_bytes()));
    all.into_iter().take(merges).map(|merge| (merge, "plain".to_owned())).collect()
}

/// The pairs of a merge, surest first.
fn told(path: &Path, merge: &str) -> Vec<Told> {
    let check = || -> oneness::error::Result<Vec<Told>> {
        let mut repo = Repo::open_at(path)?;
        let (commit, parents) = repo.parents_of(merge)?;
        let [(ours, theirs)] = parents.as_slice() else { return Ok(Vec::new()) };
        let merge = repo.finished(&commit, ours, theirs)?;
        if merge.files.len() > MAX_FILES {
            return Ok(Vec::new());
        }
        Ok(river::check(&merge, &repo, &Options { all: true, floor: FLOOR, ..Options::default() }).findings)
    };
    let mut told = check().unwrap_or_default();
    let of_two = |told: &Told| {
        matches!(
            told.kind,
            Kind::DuplicateAddition
                | Kind::NearDuplicateAddition
                | Kind::ContradictingAddition
                | Kind::IdentifierCollision
        )
    };
    told.retain(of_two);
    told.sort_by(|one, other| other.confidence.total_cmp(&one.confidence));
    told.truncate(MAX_PAIRS);
    told
}

fn line((repo, merge, stratum): (&str, &str, &str), told: &Told, ending: &Ending) -> String {
    let site = |site: &oneness::report::report::Site| {
        let (first, last) = site.lines.unwrap_or_default();
        format!("{}:{first}-{last}", site.path.replace(['\t', '\n'], " "))
    };
    let flags: String = [
        ('s', ending.speaks),
        ('r', ending.reverts),
        ('b', ending.saw_both),
        ('k', ending.kept),
        ('m', ending.by_merge),
        ('1', ending.edited[0]),
        ('2', ending.edited[1]),
    ]
    .into_iter()
    .filter_map(|(flag, holds)| holds.then_some(flag))
    .collect();
    [
        repo.to_owned(),
        merge.to_owned(),
        stratum.to_owned(),
        told.kind.name().to_owned(),
        told.ours.unit.to_owned(),
        site(&told.ours),
        site(&told.theirs),
        format!("{:.3}", told.confidence),
        told.unsaid.unwrap_or("-").to_owned(),
        ending.fate.name().to_owned(),
        ending.days.to_string(),
        ending.later.to_string(),
        ending.files.to_string(),
        format!("{}/{}", ending.own, ending.lines),
        if flags.is_empty() { "-".to_owned() } else { flags },
        ending.commit.clone().map_or_else(|| "-".to_owned(), |commit| commit[..12].to_owned()),
        format!("{:.2}", ending.alike),
        measures(&told.measures),
    ]
    .join("\t")
}

/// The measures that are not 0.
fn measures(likeness: &Likeness) -> String {
    let named = Measure::ALL.into_iter().filter(|measure| likeness.get(*measure) > 0.0);
    let values = named.map(|measure| format!("{}={:.3}", measure.name(), likeness.get(measure)));
    let customs = findings::customs(likeness).map(|name| format!("~{name}=1"));
    std::iter::once(likeness.family.name().to_owned()).chain(values).chain(customs).collect::<Vec<_>>().join(" ")
}
