//! Recall on planted redundancies: real clean merges, into which a changed copy of what one side added is planted on the
//! other side, at another place of the same file and in another file.
//!
//! Not here: how a copy is changed (`operators`). Which unit is taken and where its copy goes follows from the commit's
//! id, so that every run plants the same.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use oneness::edits;
use oneness::findings::Options;
use oneness::findings::finding::{Kind, Severity};
use oneness::merge::git::Repo;
use oneness::merge::{Content, FileMerge, Merge, Store, Version};
use oneness::pairs::code::{Block, hash};
use oneness::report::report::{Site, Told};
use oneness::source::{Form, Side, Sides, Source, extension};
use oneness::three_way::join::join_bytes;
use oneness::units::grammars;
use oneness::units::prose::sentence;
use oneness::units::unit::{Unit, UnitKind};
use oneness::{quiet, river, units};

use crate::labels;
use crate::observe::clone_of;
use crate::operators::{ALL, OTHER_NUMBER, Operator};

/// Blocks of fewer words of code are idioms by principle.
const MIN_TOKENS: usize = 30;
/// Shorter sentences are phrases.
const MIN_WORDS: usize = 7;
/// Merges of more files are left out: each would be checked a dozen times.
const MAX_FILES: usize = 60;
/// Every so many-th merge is for fitting the weights, the others for measuring them.
const FIT_EVERY: usize = 4;
/// So many places are tried for one copy until git merges it without a conflict.
const MAX_PLACES: usize = 6;
/// So many files of the base are looked at for a place.
const MAX_OTHER_FILES: usize = 40;

/// Where a copy goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Target {
    SameFile,
    OtherFile,
}

/// What became of one planted copy.
struct Outcome {
    operator: &'static str,
    target: Target,
    repo: String,
    merge: String,
    place: String,
    /// What ours said, and what was planted.
    texts: [String; 2],
    /// The surest answer that shows both copies, if any.
    answer: Option<Told>,
}

impl Outcome {
    fn is_found(&self) -> bool {
        self.answer.as_ref().is_some_and(|told| {
            told.severity != Severity::Note
                && (self.operator != OTHER_NUMBER || told.kind == Kind::ContradictingAddition)
        })
    }
}

/// A unit that ours added, and the file it stands in.
struct Original<'a> {
    file: usize,
    source: &'a Source,
    unit: Unit,
}

/// Plants into every so many-th of the merges that the fit does not see, checks and prints a table; with `verbose` also
/// every miss.
pub(crate) fn run(clones: &Path, every: usize, verbose: bool) {
    let unseen = silent().into_iter().enumerate().filter(|(at, _)| at % FIT_EVERY != 0).map(|(_, case)| case);
    let outcomes = outcomes(clones, &unseen.step_by(every.max(1)).collect::<Vec<_>>());
    if verbose {
        outcomes.iter().filter(|outcome| !outcome.is_found()).for_each(print_miss);
    }
    table(&outcomes);
}

/// Plants into the merges that the fit sees, and returns what was said of the copies.
pub(crate) fn for_the_fit(clones: &Path) -> Vec<Told> {
    let cases: Vec<_> = silent().into_iter().step_by(FIT_EVERY).collect();
    let answers = outcomes(clones, &cases).into_iter().filter_map(|outcome| outcome.answer);
    answers.filter(|told| told.unsaid.is_none()).collect()
}

fn silent() -> Vec<(String, String)> {
    labels::cases().into_iter().filter(|(_, case)| case.pairs.is_empty()).map(|(key, _)| key).collect()
}

/// Plants into these merges, by repository and commit.
fn outcomes(clones: &Path, cases: &[(String, String)]) -> Vec<Outcome> {
    let (next, found) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    let workers = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                while let Some((repo, merge)) = cases.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let outcomes = planted_in(clones, repo, merge).unwrap_or_default();
                    found.lock().expect("because no worker panics").extend(outcomes);
                }
            });
        }
    });
    let mut outcomes = found.into_inner().expect("because no worker panics");
    outcomes.sort_by(|one: &Outcome, other| (&one.repo, &one.merge).cmp(&(&other.repo, &other.merge)));
    outcomes
}

fn print_miss(outcome: &Outcome) {
    let answer = outcome.answer.as_ref().map_or("no pair".to_owned(), |told| {
        format!("{} {:.2} {}", told.kind.name(), told.confidence, told.unsaid.unwrap_or_default())
    });
    let merge = &outcome.merge[..10];
    println!("missed {} {:?} {} {merge} {}: {answer}", outcome.operator, outcome.target, outcome.repo, outcome.place);
    outcome.texts.iter().for_each(|text| println!("{}", indented(text, "    ").trim_end()));
}

fn table(outcomes: &[Outcome]) {
    println!("{:<32} {:>18} {:>18} {:>18} {:>6}", "operator", "same file", "another file", "both", "aim");
    for operator in ALL {
        let cell = |targets: &[Target]| {
            let mine: Vec<&Outcome> = outcomes
                .iter()
                .filter(|outcome| outcome.operator == operator.name && targets.contains(&outcome.target))
                .collect();
            let found = mine.iter().filter(|outcome| outcome.is_found()).count();
            format!("{found}/{} = {:.1} %", mine.len(), 100.0 * found as f64 / mine.len().max(1) as f64)
        };
        let (same, other) = (cell(&[Target::SameFile]), cell(&[Target::OtherFile]));
        let both = cell(&[Target::SameFile, Target::OtherFile]);
        println!("{:<32} {same:>18} {other:>18} {both:>18} {:>4} %", operator.name, operator.aim);
    }
    let mut repos: BTreeMap<&str, usize> = BTreeMap::new();
    outcomes.iter().for_each(|outcome| *repos.entry(&outcome.repo).or_default() += 1);
    println!("{} copies planted in merges of {} repositories", outcomes.len(), repos.len());
}

fn planted_in(clones: &Path, repo: &str, commit: &str) -> Option<Vec<Outcome>> {
    let path = clone_of(clones, repo)?;
    let mut store = Repo::open_at(&path).ok()?;
    let (id, parents) = store.parents_of(commit).ok()?;
    let (ours, theirs) = parents.first()?;
    let merge = store.finished(&id, ours, theirs).ok()?;
    if merge.files.len() > MAX_FILES {
        return None;
    }
    let sources = sources(&merge, &store);
    let known = Known { held: Held::by_base(&sources, &store), said: Said::by(&sources) };
    let mut outcomes = Vec::new();
    for (number, operator) in ALL.iter().enumerate() {
        for target in [Target::SameFile, Target::OtherFile] {
            let seed = hash(format!("{commit} {number} {target:?}").as_bytes());
            let Some(planted) = plant(&merge, &store, (&sources, &known), (operator, target, seed)) else { continue };
            let report = river::check(&planted.merge, &store, &Options { all: true, ..Options::default() });
            let answer = report.findings.into_iter().filter(|told| planted.is_shown_by(told)).max_by(surest);
            let place =
                format!("{}:{} ~ {}:{}", planted.original.0, planted.original.1.0, planted.copy.0, planted.copy.1.0);
            let (repo, merge) = (repo.to_owned(), commit.to_owned());
            let texts = planted.texts;
            outcomes.push(Outcome { operator: operator.name, target, repo, merge, place, texts, answer });
        }
    }
    Some(outcomes)
}

fn surest(one: &Told, other: &Told) -> std::cmp::Ordering {
    other.unsaid.is_some().cmp(&one.unsaid.is_some()).then(one.confidence.total_cmp(&other.confidence))
}

/// Reads what ours made of each file that people write.
fn sources(merge: &Merge, store: &Repo) -> Vec<Option<Source>> {
    let read = |file: &FileMerge| {
        let is_quiet = quiet::path(file.path()).is_some() || store.is_generated(file.path());
        let source = (!is_quiet && file.changed_by(Side::Ours)).then(|| store.read(&file.versions.ours))?;
        (matches!(source.form, Form::Lines) && quiet::text(&source.text).is_none()).then_some(source)
    };
    merge.files.iter().map(read).collect()
}

/// A line by its letters and digits.
fn letters(line: &str) -> String {
    line.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The lines that the base holds, by the endings of their files: what only moved, or only has another mark, is no
/// addition.
struct Held(BTreeMap<String, HashSet<u64>>);

impl Held {
    fn by_base(sources: &[Option<Source>], store: &Repo) -> Held {
        let endings = sources.iter().flatten().map(|source| (extension(&source.path), HashSet::new()));
        let mut held: BTreeMap<String, HashSet<u64>> = endings.collect();
        let known: BTreeSet<String> = held.keys().cloned().collect();
        store.visit_base(&|path| known.contains(&extension(path)), &mut |source| {
            if let Some(lines) = held.get_mut(&extension(&source.path)) {
                lines.extend(source.text.lines().map(|line| hash(letters(line).as_bytes())));
            }
            true
        });
        Held(held)
    }

    /// Tells whether the base says it already: most of its lines stand in files of this ending, or all of its words in
    /// its own file, where they may be broken into other lines.
    fn holds(&self, unit: &Unit, source: &Source, base: &Source) -> bool {
        let held = &self.0[&extension(&source.path)];
        let lines = unit.span.line_range().map(|line| letters(source.text.line(line))).filter(|line| line.len() > 3);
        let (known, new): (Vec<_>, Vec<_>) = lines.partition(|line| held.contains(&hash(line.as_bytes())));
        let is_broken_elsewhere = || letters(base.text.as_str()).contains(&letters(source.text.slice(&unit.span)));
        known.len() >= new.len() || is_broken_elsewhere()
    }
}

/// What ours itself says, marks and names aside. Of what it says twice nobody could tell which one a copy repeats.
#[derive(Default)]
struct Said(HashMap<u64, usize>);

impl Said {
    fn by(sources: &[Option<Source>]) -> Said {
        let mut said = Said::default();
        for source in sources.iter().flatten() {
            for unit in units::of(source).units.iter().filter(|unit| is_wanted(unit.kind)) {
                *said.0.entry(Said::key(unit, source)).or_default() += 1;
            }
        }
        said
    }

    fn once(&self, unit: &Unit, source: &Source) -> bool {
        self.0.get(&Said::key(unit, source)) == Some(&1)
    }

    fn key(unit: &Unit, source: &Source) -> u64 {
        match unit.tokens.is_empty() {
            true => hash(letters(&sentence::plain(source.text.slice(&unit.span))).as_bytes()),
            false => Block::of(&unit.tokens, None).renamed,
        }
    }
}

/// What the base and ours say, so that an original is new and stands alone.
struct Known {
    held: Held,
    said: Said,
}

/// A merge with a planted copy.
struct Planted {
    merge: Merge,
    /// Path and lines in the result.
    original: (String, (usize, usize)),
    copy: (String, (usize, usize)),
    /// What ours said, and what was planted.
    texts: [String; 2],
}

impl Planted {
    fn is_shown_by(&self, told: &Told) -> bool {
        let shows = |site: &Site, (path, (start, end)): &(String, (usize, usize))| {
            let (first, last) = site.lines.unwrap_or_default();
            site.path == *path && first <= *end && *start <= last
        };
        // Of two equal texts nobody can say which is the copy.
        shows(&told.ours, &self.original) && shows(&told.theirs, &self.copy)
            || shows(&told.ours, &self.copy) && shows(&told.theirs, &self.original)
    }
}

type Wish<'a> = (&'a Operator, Target, u64);

fn plant(
    merge: &Merge,
    store: &Repo,
    ours: (&[Option<Source>], &Known),
    (operator, target, seed): Wish<'_>,
) -> Option<Planted> {
    let originals = originals(merge, store, ours, operator);
    let changeable: Vec<(&Original<'_>, String)> = originals
        .iter()
        .filter_map(|original| {
            let text = whole_lines(original);
            let changed = (operator.change)(&original.unit, &text)?;
            Some((original, changed))
        })
        .collect();
    let (original, changed) = pick(&changeable, seed)?;
    match target {
        Target::SameFile => in_same_file(merge, store, original, changed, seed),
        Target::OtherFile => in_other_file(merge, store, original, changed, seed),
    }
}

fn pick<T>(all: &[T], seed: u64) -> Option<&T> {
    let at = usize::try_from(seed.checked_rem(all.len() as u64)?).ok()?;
    all.get(at)
}

/// The unit with its indentation, so that a copy can be indented as its new place is.
fn whole_lines(original: &Original<'_>) -> String {
    let lines = original.unit.span.line_range();
    lines.map(|line| original.source.text.line(line)).collect::<Vec<_>>().join("\n")
}

fn originals<'a>(
    merge: &Merge,
    store: &Repo,
    (sources, known): (&'a [Option<Source>], &Known),
    operator: &Operator,
) -> Vec<Original<'a>> {
    let mut found = Vec::new();
    for (index, source) in sources.iter().enumerate() {
        let Some(source) = source else { continue };
        let base = store.read(&merge.files[index].versions.base);
        let edits = edits::of(&base.text, &[], &source.text);
        let is_new = |unit: &Unit| {
            let lines = unit.span.line_range();
            edits.added.iter().any(|edit| edit.lines.start <= lines.start && lines.end <= edit.lines.end)
        };
        let units = units::of(source).units.into_iter();
        let worth = |unit: &Unit| {
            is_worth(unit, source, operator.is_code)
                && is_new(unit)
                && known.said.once(unit, source)
                && !known.held.holds(unit, source, &base)
        };
        found.extend(units.filter(worth).map(|unit| Original { file: index, source, unit }));
    }
    found
}

fn is_worth(unit: &Unit, source: &Source, is_code: bool) -> bool {
    let plain = sentence::plain(source.text.slice(&unit.span));
    let words = plain.split_whitespace().filter(|word| word.chars().any(char::is_alphabetic)).count();
    match unit.kind {
        UnitKind::Function | UnitKind::Method => is_code && unit.tokens.len() >= MIN_TOKENS,
        UnitKind::Bullet | UnitKind::Paragraph => !is_code && words >= MIN_WORDS && unit.tokens.is_empty(),
        _ => false,
    }
}

fn is_wanted(kind: UnitKind) -> bool {
    matches!(kind, UnitKind::Function | UnitKind::Method | UnitKind::Bullet | UnitKind::Paragraph)
}

/// Where a copy could stand: behind units of the same kind that both sides left alone.
fn places(source: &Source, kind: UnitKind, seed: u64) -> Vec<(usize, String)> {
    let mut places: Vec<(usize, String)> = units::of(source)
        .units
        .into_iter()
        .filter(|unit| unit.kind == kind)
        .map(|unit| {
            let line = source.text.line(unit.span.start_line - 1);
            (unit.span.end_line, line[..line.len() - line.trim_start().len()].to_owned())
        })
        .collect();
    places.sort_by_key(|(line, _)| hash(&(seed ^ *line as u64).to_le_bytes()));
    places.truncate(MAX_PLACES);
    places
}

/// Gives a copy the indentation of its new place.
fn indented(copy: &str, indent: &str) -> String {
    let first = copy.lines().next().unwrap_or_default();
    let own = &first[..first.len() - first.trim_start().len()];
    let line = |line: &str| match line.strip_prefix(own) {
        Some(rest) if !line.trim().is_empty() => format!("{indent}{rest}"),
        _ => line.to_owned(),
    };
    copy.lines().map(line).collect::<Vec<_>>().join("\n")
}

/// Puts a copy behind a line of a text, counted from 1; blocks and paragraphs between blank lines. Returns the text and
/// the lines of the copy, counted from 1.
fn put(text: &str, after: usize, copy: &str, kind: UnitKind) -> (String, usize) {
    let blank = if kind == UnitKind::Bullet { "" } else { "\n" };
    let at: usize = text.split_inclusive('\n').take(after).map(str::len).sum();
    let (before, behind) = text.split_at(at);
    let end = if before.ends_with('\n') { "" } else { "\n" };
    (format!("{before}{end}{blank}{copy}\n{blank}{behind}"), after + 1 + usize::from(!blank.is_empty()))
}

fn bytes_of(store: &Repo, version: &Version) -> Vec<u8> {
    if version.is_there() { store.read(version).text.as_str().as_bytes().to_vec() } else { Vec::new() }
}

fn in_same_file(merge: &Merge, store: &Repo, original: &Original<'_>, copy: &str, seed: u64) -> Option<Planted> {
    let file = &merge.files[original.file];
    let theirs = if file.versions.theirs.is_there() { &file.versions.theirs } else { &file.versions.base };
    let source = theirs.is_there().then(|| store.read(theirs)).filter(|source| matches!(source.form, Form::Lines))?;
    let (base, ours) = (bytes_of(store, &file.versions.base), bytes_of(store, &file.versions.ours));
    for (line, indent) in places(&source, original.unit.kind, seed) {
        let copy = indented(copy, &indent);
        let (text, _) = put(source.text.as_str(), line, &copy, original.unit.kind);
        let Some(merged) = join_bytes(&base, &ours, text.as_bytes()) else { continue };
        let merged = String::from_utf8(merged).ok()?;
        if merged.contains("\n<<<<<<<") || merged.contains("\n>>>>>>>") {
            continue;
        }
        let Some(places) = both_places(&merged, &whole_lines(original), &copy) else { continue };
        let mut planted = merge.clone();
        let path = file.versions.ours.path.clone();
        let version = |text: String| Version { path: path.clone(), content: Content::Bytes(text.into_bytes()) };
        planted.files[original.file].versions.theirs = version(text);
        planted.files[original.file].merged = version(merged);
        let [first, second] = places;
        let texts = [whole_lines(original), copy];
        return Some(Planted { merge: planted, original: (path.clone(), first), copy: (path.clone(), second), texts });
    }
    None
}

/// Finds the original and the copy in the result, lines counted from 1; a copy that became the original's neighbour is
/// none of another place.
fn both_places(merged: &str, original: &str, copy: &str) -> Option<[(usize, usize); 2]> {
    let lines: Vec<&str> = merged.lines().collect();
    let find = |text: &str, taken: Option<usize>| {
        let wanted: Vec<&str> = text.lines().collect();
        let starts = lines.windows(wanted.len().max(1)).enumerate().filter(|(_, window)| *window == wanted.as_slice());
        starts.map(|(at, _)| (at + 1, at + wanted.len())).find(|(start, _)| Some(*start) != taken)
    };
    let first = find(original, None)?;
    let second = find(copy, Some(first.0))?;
    let apart = first.1 + 2 < second.0 || second.1 + 2 < first.0;
    apart.then_some([first, second])
}

/// Tells whether two paths differ in words of two letters alone, as languages are named, or two names of files do: what
/// a document says, its translation says.
fn are_translations(one: &str, other: &str) -> bool {
    let bare = |text: &str| {
        let words = text.split(|letter: char| !letter.is_alphanumeric());
        words.filter(|word| word.len() > 2 || extension(text) == *word).collect::<Vec<_>>().join(" ")
    };
    let name = |path: &str| path.rsplit('/').next().unwrap_or_default().to_owned();
    bare(one) == bare(other) || name(one) != name(other) && bare(&name(one)) == bare(&name(other))
}

fn in_other_file(merge: &Merge, store: &Repo, original: &Original<'_>, copy: &str, seed: u64) -> Option<Planted> {
    let own = extension(&original.source.path);
    let touched = |path: &str| merge.files.iter().any(|file| file.versions.base.path == path || file.path() == path);
    let mut others: Vec<Source> = Vec::new();
    let wanted = |path: &str| extension(path) == own && !touched(path) && quiet::path(path).is_none();
    store.visit_base(&wanted, &mut |source| {
        others.push(source.clone());
        others.len() < MAX_OTHER_FILES
    });
    // One ending can be of several languages, and no code is at home in another.
    let language = |source: &Source| {
        grammars::language_of(&source.path, source.text.line(0)).map(|language| language.settings.name.to_owned())
    };
    let spoken = language(original.source);
    let is_at_home = |source: &Source| {
        language(source) == spoken
            && !store.is_generated(&source.path)
            && !are_translations(&source.path, &original.source.path)
    };
    others.retain(|source| quiet::text(&source.text).is_none() && is_at_home(source));
    others.sort_by_key(|source| hash(format!("{seed}{}", source.path).as_bytes()));
    let placed = others
        .iter()
        .find_map(|source| places(source, original.unit.kind, seed).into_iter().next().map(|place| (source, place)));
    let (source, (line, indent)) = placed?;
    let copy = indented(copy, &indent);
    let (text, start) = put(source.text.as_str(), line, &copy, original.unit.kind);
    let path = source.path.clone();
    let version = |text: String| Version { path: path.clone(), content: Content::Bytes(text.into_bytes()) };
    let old = version(source.text.as_str().to_owned());
    let versions = Sides { base: old.clone(), ours: old, theirs: version(text.clone()) };
    let mut planted = merge.clone();
    planted.files.push(FileMerge { versions, other_bases: Vec::new(), merged: version(text) });
    let merged = store.read(&merge.files[original.file].merged);
    let first = both_places(&format!("{}\n\n\n{copy}\n", merged.text.as_str()), &whole_lines(original), &copy)?[0];
    let texts = [whole_lines(original), copy.clone()];
    let original = (merge.files[original.file].merged.path.clone(), first);
    let end = start + copy.lines().count() - 1;
    Some(Planted { merge: planted, original, copy: (path, (start, end)), texts })
}
