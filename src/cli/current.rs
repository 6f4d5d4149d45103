//! The findings that a person has before the eyes: of a merge that is named, else of what is under way, of what is
//! staged, or of the newest merge.
//!
//! Not here: what is done with one of them.

use std::collections::BTreeSet;

use super::meant::{self, Meant};
use super::{check, hook};
use crate::config::Wishes;
use crate::error::{Error, Result};
use crate::git_program;
use crate::merge::git::Repo;
use crate::report::report::Report;

/// So many signs of an id name it.
const MIN_ID: usize = 4;
/// An id has so many signs.
pub(super) const MAX_ID: usize = 16;

/// Tells whether a word can be the id of a finding, or its beginning.
pub(super) fn is_id(word: &str) -> bool {
    (MIN_ID..=MAX_ID).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// Returns the report that holds the one finding whose id begins so, and nothing but it. Nothing is left out but by
/// `wishes`.
///
/// # Errors
/// Where there is no such finding, or more than one.
pub(super) fn finding(id: &str, merge: &[String], wishes: &Wishes) -> Result<Report> {
    let id = id.to_lowercase();
    let mut failure = None;
    for place in places(merge) {
        let reports = match place(wishes) {
            Ok(reports) => reports,
            Err(error) => {
                failure.get_or_insert(error);
                continue;
            }
        };
        let ids: BTreeSet<&String> = reports
            .iter()
            .flat_map(|report| &report.findings)
            .map(|told| &told.id)
            .filter(|own| own.starts_with(&id))
            .collect();
        match ids.len() {
            0 => {}
            1 => return Ok(only(reports, &id)),
            _ => {
                let all: Vec<&str> = ids.into_iter().map(String::as_str).collect();
                return Err(Error::new(format!("several findings have an id that begins with '{id}'"))
                    .hint(format!("they are {}", all.join(", "))));
            }
        }
    }
    if let Some(error) = failure.filter(|_| !merge.is_empty()) {
        return Err(error);
    }
    Err(Error::new(format!("no finding of {} has the id '{id}'", named(merge))).hint(
        "`oneness check --all` lists all of them; name the merge after the id, as it was checked: `… ID REV`, \
         `… ID OURS THEIRS` or `… ID FILE`",
    ))
}

/// Returns the reports of a merge that is named, else of the first of what is under way, staged or newest that holds a
/// finding.
///
/// # Errors
/// Where there is no such merge.
pub(super) fn reports(merge: &[String], wishes: &Wishes) -> Result<Vec<Report>> {
    let mut answer: Result<Vec<Report>> = Ok(Vec::new());
    for place in places(merge) {
        let reports = place(wishes);
        if reports.as_ref().is_ok_and(|reports| reports.iter().any(|report| !report.findings.is_empty())) {
            return reports;
        }
        answer = reports.or(answer);
    }
    answer
}

fn named(merge: &[String]) -> String {
    if merge.is_empty() { "what is under way, staged or newest here".to_owned() } else { merge.join(" ") }
}

fn only(reports: Vec<Report>, id: &str) -> Report {
    let mut reports = reports.into_iter().filter(|report| report.findings.iter().any(|told| told.id.starts_with(id)));
    let mut report = reports.next().unwrap_or_default();
    report.findings.retain(|told| told.id.starts_with(id));
    report.findings.truncate(1);
    report
}

type Place<'a> = Box<dyn Fn(&Wishes) -> Result<Vec<Report>> + 'a>;

/// Where to look, one after the other.
fn places(merge: &[String]) -> Vec<Place<'_>> {
    if !merge.is_empty() {
        return vec![Box::new(|wishes| of_words(merge, wishes))];
    }
    vec![Box::new(|wishes| check::of_revisions(&[], wishes)), Box::new(staged), Box::new(newest)]
}

/// Checks what words name; of an ordinary commit, what it said although it was there.
pub(super) fn of_words(words: &[String], wishes: &Wishes) -> Result<Vec<Report>> {
    match meant::of(words, &[])?.0 {
        Meant::Document(what) => check::document(&what, wishes),
        Meant::Commit(revision) if is_ordinary(&revision) => {
            let mut wishes = wishes.clone();
            wishes.present = true;
            check::of_revisions(&[revision], &wishes)
        }
        _ => check::of_revisions(words, wishes),
    }
}

fn is_ordinary(revision: &str) -> bool {
    Repo::open().and_then(|repo| repo.only_parent_of(revision)).is_ok_and(|parent| parent.is_some())
}

fn staged(wishes: &Wishes) -> Result<Vec<Report>> {
    hook::staged(&mut Repo::open()?, wishes)
}

fn newest(wishes: &Wishes) -> Result<Vec<Report>> {
    match git_program::ask(["rev-list", "--merges", "--max-count=1", "HEAD"]) {
        Some(newest) => check::of_revisions(&[newest], wishes),
        None => Ok(Vec::new()),
    }
}
