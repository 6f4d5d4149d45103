//! One case, every door: the library, plain folders, plain files, a finished merge and a merge only tried must all say
//! what stands in the case's `report.txt`. An empty one is a quiet case. An `ideal.txt` beside it marks a known error:
//! the test fails when the report changes and when it becomes ideal.
//!
//! `ONENESS_BLESS=1` writes the reports anew; `ONENESS_CASE=markdown/` runs only some.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

use oneness::findings::{Options, principles};
use oneness::merge::files::{self, FolderStore};
use oneness::report::report::Report;
use oneness::report::{self, Format, Style};
use oneness::source::extension;
use oneness::units::grammars::languages;
use serde_json::Value;

use crate::support::case::{self, Case};
use crate::support::program::run;
use crate::support::rendering::{Where, findings, render};
use crate::support::repository::Repository;
use crate::support::{Files, one, put, take};

#[test]
fn every_case_through_every_door() {
    let cases = case::all();
    let next = AtomicUsize::new(0);
    let threads = std::thread::available_parallelism().map_or(2, usize::from);
    let failures: Vec<String> = std::thread::scope(|scope| {
        let worker = || {
            let mut failures = Vec::new();
            while let Some(case) = cases.get(next.fetch_add(1, Ordering::Relaxed)) {
                failures.extend(check(case).into_iter().map(|failure| format!("== {}: {failure}", case.name)));
            }
            failures
        };
        let workers: Vec<_> = (0..threads).map(|_| scope.spawn(worker)).collect();
        workers.into_iter().flat_map(|worker| worker.join().expect("no case panics")).collect()
    });
    assert!(failures.is_empty(), "{} of {} cases\n{}", failures.len(), cases.len(), failures.join("\n"));
}

/// Half of what is asked of a detector is silence, so half of the cases are quiet.
#[test]
fn enough_cases_and_half_of_them_quiet() {
    if std::env::var_os("ONENESS_CASE").is_some() {
        return;
    }
    let cases = case::all();
    let right = |case: &Case| case.text("ideal.txt").or_else(|| case.text("report.txt")).unwrap_or_default();
    let quiet = cases.iter().filter(|case| right(case).is_empty()).count();
    assert!(cases.len() >= 60, "only {} cases", cases.len());
    assert!(quiet * 9 >= cases.len() * 4, "only {quiet} of {} cases are quiet", cases.len());
}

/// A language that was tried on one of both only sleeps or cries wolf.
#[test]
fn each_language_has_a_case_that_speaks_and_one_that_is_silent() {
    if std::env::var_os("ONENESS_CASE").is_some() {
        return;
    }
    let cases = case::all();
    let is_quiet =
        |case: &Case| case.text("ideal.txt").or_else(|| case.text("report.txt")).unwrap_or_default().is_empty();
    for language in languages() {
        let endings = language.settings.extensions;
        let is_own = |path: &String| endings.contains(&extension(path).as_str());
        let own = cases.iter().filter(|case| case.ours.keys().chain(case.theirs.keys()).any(is_own));
        let (quiet, speaking): (Vec<&Case>, Vec<&Case>) = own.partition(|case| is_quiet(case));
        let name = language.settings.name;
        assert!(!quiet.is_empty() && !speaking.is_empty(), "{name}: {} quiet, {} speak", quiet.len(), speaking.len());
    }
}

/// A principle that keeps no case silent is untested or of no use.
#[test]
fn every_principle_keeps_a_case_silent() {
    if std::env::var_os("ONENESS_CASE").is_some() {
        return;
    }
    let options = Options { all: true, ..Options::default() };
    let unsaid: BTreeSet<&str> = case::all()
        .iter()
        .flat_map(|case| report(case, None, &options).findings.into_iter().filter_map(|told| told.unsaid))
        .collect();
    let idle: Vec<&str> = principles().filter(|principle| !unsaid.contains(principle)).collect();
    assert!(idle.is_empty(), "no case for: {idle:?}");
}

/// Runs a case through all doors and says what is wrong with it.
fn check(case: &Case) -> Vec<String> {
    let mut failures = Vec::new();
    let repository = Repository::parted(&case.base, &case.ours, &case.theirs);
    let tried = json(repository.path(), &["check", "main", "side", "--format", "json"]);
    let was_clean = merge(&repository, case);
    let finished = json(repository.path(), &["check", "HEAD", "--format", "json"]);
    let merged = take(repository.path());
    let by_hand = (case.merged.is_some() || !was_clean).then_some(&merged);

    let expected = render(&finished, Where::Everything);
    let mut agree = |door: &str, found: String, wanted: &str| {
        if found != wanted {
            failures.push(format!("{door} says\n{found}where the finished merge says\n{wanted}"));
        }
    };
    agree("the library", render(&library(case, by_hand), Where::Everything), &expected);
    agree("check --base with folders", render(&folders(case, by_hand), Where::Everything), &expected);
    if by_hand.is_none() {
        agree("check OURS THEIRS", render(&tried, Where::Everything), &expected);
    }
    if let Some(name) = case.single() {
        let found = single_files(case, name, by_hand);
        agree("check --base with files", render(&found, Where::Places), &render(&finished, Where::Places));
    }
    failures.extend(misplaced(&finished, &merged));
    failures.extend(compare(case, &expected));
    failures
}

/// Holds the report against the case's texts.
fn compare(case: &Case, report: &str) -> Option<String> {
    let known = case.text("report.txt").unwrap_or_else(|| "(no report.txt)\n".to_owned());
    if std::env::var_os("ONENESS_BLESS").is_some() && known != report {
        std::fs::write(case.folder.join("report.txt"), report).expect("a report can be written");
        return None;
    }
    match case.text("ideal.txt") {
        Some(ideal) if ideal == report => Some("the report is ideal now: delete ideal.txt and bless".to_owned()),
        _ if known != report => Some(format!("reports\n{report}instead of\n{known}")),
        _ => None,
    }
}

/// Merges with git; tells whether git was content.
fn merge(repository: &Repository, case: &Case) -> bool {
    match &case.merged {
        Some(merged) => {
            let clean = repository.merge();
            repository.resolve(merged);
            clean
        }
        None => repository.merge_keeping_both(),
    }
}

/// Runs the program; the exit code must say whether it found something.
fn json(folder: &Path, arguments: &[&str]) -> String {
    let run = run(folder, arguments);
    let found = run.stdout.contains("\"severity\"");
    assert!(run.stderr.is_empty(), "{arguments:?} in {}: {}", folder.display(), run.stderr);
    assert_eq!(run.code, i32::from(found), "{arguments:?}");
    run.stdout
}

fn laid_out(case: &Case, merged: Option<&Files>) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("there is a temporary folder");
    let versions =
        [("base", Some(&case.base)), ("ours", Some(&case.ours)), ("theirs", Some(&case.theirs)), ("merged", merged)];
    for (name, files) in versions {
        if let Some(files) = files {
            put(&folder.path().join(name), files);
        }
    }
    folder
}

fn library(case: &Case, merged: Option<&Files>) -> String {
    let report = report(case, merged, &Options::default());
    report::write(&report, Style { format: Format::Json, ..Style::default() })
}

fn report(case: &Case, merged: Option<&Files>, options: &Options) -> Report {
    let folder = laid_out(case, merged);
    let path = |name: &str| folder.path().join(name);
    let result = merged.map(|_| path("merged"));
    let merge =
        files::merge(&path("base"), &path("ours"), &path("theirs"), result.as_deref()).expect("they can be read");
    oneness::check(&merge, &FolderStore::over(&path("base"), &path("ours")), options)
}

fn folders(case: &Case, merged: Option<&Files>) -> String {
    let folder = laid_out(case, merged);
    check_files(folder.path(), ["base", "ours", "theirs"], merged.map(|_| "merged"))
}

/// The files of a case stand under one name in three folders: without a result each side is told by its own path.
fn single_files(case: &Case, name: &str, merged: Option<&Files>) -> String {
    let only = |files: &Files| one(name, &files[name]);
    let merged = merged.filter(|files| files.contains_key(name));
    let folder = laid_out(case, merged.map(only).as_ref());
    let path = |version: &str| format!("{version}/{name}");
    let paths = [path("base"), path("ours"), path("theirs")];
    let merged = merged.map(|_| path("merged"));
    check_files(folder.path(), [&paths[0], &paths[1], &paths[2]], merged.as_deref())
}

fn check_files(folder: &Path, [base, ours, theirs]: [&str; 3], merged: Option<&str>) -> String {
    let mut arguments = vec!["check", "--base", base, "--ours", ours, "--theirs", theirs, "--format", "json"];
    arguments.extend(merged.map(|merged| ["--merged", merged]).into_iter().flatten());
    json(folder, &arguments)
}

/// Says which sites do not stand where the report says: the first line of the text must be the first line told.
fn misplaced(json: &str, merged: &Files) -> Vec<String> {
    let document: Value = serde_json::from_str(json).expect("the output is JSON");
    let sites = findings(&document).iter().flat_map(|finding| [&finding["ours"], &finding["theirs"]]);
    sites.filter_map(|site| misplaced_site(site, merged)).collect()
}

fn misplaced_site(site: &Value, merged: &Files) -> Option<String> {
    let start = usize::try_from(site["start_line"].as_u64()?).ok()?;
    let path = site["path"].as_str()?;
    let Some(bytes) = merged.get(path) else { return Some(format!("{path} is not in the result")) };
    let source = oneness::decode::source("", bytes);
    let line = source.text.lines().nth(start - 1).unwrap_or_default();
    let first = site["text"].as_str()?.lines().next()?.trim();
    (!line.contains(first)).then(|| format!("{path}:{start} is `{line}` and not `{first}`"))
}
