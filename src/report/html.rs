//! One page that needs no network, no program and no other file: what was merged, what it says twice, and what to do.
//! The template escapes all that is put into it; the page forbids itself every address and every script but its own.
//!
//! Not here: the templates (`templates/`), what a person decides (`cli::review`).

mod cards;
mod chart;
mod manual;
mod overview;
mod picture;

use askama::Template;

use super::report::{Cause, Report};
use super::style::Style;
use super::words::{all, sides};
use crate::error::printable;
use crate::hash;
use cards::{Card, Choice};
use chart::Chart;
use manual::Manual;
pub(super) use overview::{Grid, Overview};

/// A page of many merges tells its merges no longer one by one.
const MAX_MERGES: usize = 3;

/// The style and the script, which stand in the page itself.
const CSS: &str = include_str!("../../templates/page.css");
const SCRIPT: &str = include_str!("../../templates/page.js");
const REVIEW_SCRIPT: &str = include_str!("../../templates/review.js");

#[derive(Template)]
#[template(path = "page.html")]
struct Page<'a> {
    title: String,
    lead: Vec<String>,
    css: &'a str,
    script: &'a str,
    /// The script's own mark: no other script runs.
    nonce: String,
    review: Option<&'a str>,
    cards: Vec<Card>,
    kinds: Vec<Choice>,
    files: Vec<Choice>,
    authors: Vec<Choice>,
    /// The least confidence of all cards, in percent.
    least: u32,
    manuals: Vec<Manual>,
    notes: Vec<String>,
    silenced: Option<String>,
    chart: Option<Chart>,
    /// Where open lines of work are told: who collides with whom.
    overview: Option<Overview>,
}

/// Writes the page.
#[must_use]
pub(super) fn write(reports: &[Report], style: Style) -> String {
    page(reports, style, None, None)
}

/// Writes the page of open lines of work, each report of one pair of them.
#[must_use]
pub(super) fn of_lines(reports: &[Report], style: Style, overview: Overview) -> String {
    page(reports, style, None, Some(overview))
}

/// Writes the page on which a person decides; `token` is what each of its questions shows. It stands under an address of
/// its own, which it may ask.
#[must_use]
pub fn review(reports: &[Report], style: Style, token: &str) -> String {
    page(reports, style, Some(token), None)
}

fn page(reports: &[Report], style: Style, token: Option<&str>, overview: Option<Overview>) -> String {
    let cards = cards::of(reports, style);
    let choices = cards::choices(&cards);
    let is_shown = |note: &&super::report::Note| note.cause != Cause::Rule;
    let notes = reports.iter().flat_map(|report| &report.notes).filter(is_shown);
    let note = |note: &super::report::Note| match note.path.as_str() {
        "" => printable(&note.message),
        path => format!("{}: {}", printable(path), printable(&note.message)),
    };
    let script = match token {
        None => SCRIPT.to_owned(),
        Some(_) => format!("{SCRIPT}\n{REVIEW_SCRIPT}"),
    };
    let page = Page {
        title: overview.as_ref().map_or_else(|| title(reports, cards.len()), |overview| overview.title.clone()),
        lead: overview.as_ref().map_or_else(|| lead(reports), |overview| overview.lead.clone()),
        css: CSS,
        script: &script,
        nonce: nonce(reports, token),
        review: token,
        kinds: choices.kinds,
        files: choices.files,
        authors: choices.authors,
        least: cards.iter().map(|card| card.percent).min().unwrap_or_default(),
        manuals: manual::of(&cards),
        notes: notes.map(note).collect(),
        silenced: silenced(reports),
        chart: (reports.len() > MAX_MERGES && overview.is_none()).then(|| chart::of(reports)),
        overview,
        cards,
    };
    // A template that is written into a string cannot fail.
    page.render().unwrap_or_default()
}

/// A mark that nobody who wrote any of the texts can have known: a text that held it would have changed it.
fn nonce(reports: &[Report], token: Option<&str>) -> String {
    let mut all_texts = token.unwrap_or_default().to_owned();
    for (report, told) in all(reports) {
        for part in [&told.ours, &told.theirs].into_iter().flat_map(|site| [&site.path, &site.text, &site.place]) {
            all_texts.push_str(part);
        }
        all_texts.push_str(&report.ours.name);
        all_texts.push_str(&told.message);
    }
    format!("{:016x}", hash::hash(all_texts.as_bytes()))
}

fn title(reports: &[Report], findings: usize) -> String {
    let what = match findings {
        0 => "Nothing is said twice".to_owned(),
        1 => "One finding".to_owned(),
        count => format!("{count} findings"),
    };
    match reports {
        [report] => format!("{what} in {}", sides(report)),
        _ => format!("{what} in {} merges", reports.len()),
    }
}

/// How long the sides had not seen each other, and how much was read.
fn lead(reports: &[Report]) -> Vec<String> {
    let [report] = reports else {
        let with = reports.iter().filter(|report| report.has_findings()).count();
        return vec![format!(
            "{with} of {} merges hold something that neither of their sides said alone.",
            reports.len()
        )];
    };
    let mut lead = Vec::new();
    if let Some(days) = report.diverged_days {
        let days = match days {
            days if days < 1.0 => "less than a day".to_owned(),
            days if days < 2.0 => "a day".to_owned(),
            days => format!("{days:.0} days"),
        };
        lead.push(format!("The two sides had not seen each other for {days}."));
    }
    let stats = &report.stats;
    if stats.files_ours + stats.files_theirs > 0 {
        lead.push(format!(
            "One side changed {} files, the other {}; {} were not read.",
            stats.files_ours, stats.files_theirs, stats.files_not_read
        ));
    }
    lead
}

fn silenced(reports: &[Report]) -> Option<String> {
    let sum = |part: fn(&super::report::Silenced) -> usize| -> usize {
        reports.iter().map(|report| part(&report.silenced)).sum()
    };
    let parts = [
        (sum(|silenced| silenced.allowed), "were allowed for good"),
        (sum(|silenced| silenced.off), "are of a kind that is switched off"),
        (sum(|silenced| silenced.known), "stand in the baseline"),
    ];
    let told: Vec<String> =
        parts.iter().filter(|(count, _)| *count > 0).map(|(count, why)| format!("{count} {why}")).collect();
    (!told.is_empty()).then(|| format!("Not shown: {}.", told.join(", ")))
}
