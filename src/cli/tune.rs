//! `oneness tune`: fits a threshold and a few weights to what became of this repository's own pairs.
//!
//! Not here: the fit (`fates::own`), what an audit tells of single findings (`audit`).

use std::fmt::Write as _;
use std::path::PathBuf;

use clap::Args;

use super::audit;
use super::followed;
use super::outcome::Outcome;
use crate::config::{self, Wishes};
use crate::error::{Error, Result};
use crate::fates::own::{self, Fitted, Known, MIN_EVENTS};
use crate::fates::{Sureness, Until};
use crate::merge::git::Repo;
use crate::merge::range::Range;
use crate::report::fates::Row;

/// What is less probable than this nobody would be told, however the weights fall.
const FLOOR: f64 = 0.1;

/// Fits the threshold and a few weights to what became of this repository's own pairs
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  oneness tune                 what the whole history says, written to oneness.toml
  oneness tune --dry-run       the same, and nothing is written
  oneness tune v1.0..main      what a part of it says

A pair of which a later commit took one copy away was worth telling; one that stood for a year in files that were
worked on was not. Where fewer than 8 of each are known nothing is fitted.")]
pub struct Tune {
    /// Revisions to walk, as `git log` takes them: A..B, or a branch
    #[arg(default_value = "HEAD")]
    range: String,
    /// Say what would be written, and write nothing
    #[arg(long)]
    dry_run: bool,
}

impl Tune {
    /// Follows the pairs, fits, and writes `oneness.toml`.
    ///
    /// # Errors
    /// Where there is no repository or no such range, where too few fates are known, where the file cannot be written.
    pub fn run(self) -> Result<Outcome> {
        let repo = Repo::open()?;
        let merges = repo.merges_in(&Range { revisions: &self.range, since: None, first_parent: false })?.merges;
        let mut wishes = Wishes::here()?;
        // What was fitted before must not be fitted to.
        (wishes.all, wishes.floor, wishes.untuned) = (true, FLOOR, true);
        let mut found = Vec::new();
        audit::each(&merges, 0, &|merge| audit::checked(merge, &wishes), |report| {
            let merge = report.commit.clone().unwrap_or_default();
            let open = report.findings.into_iter().filter(|told| told.unsaid.is_none());
            let of_two = open.filter(followed::has_two_copies);
            found.extend(of_two.map(|told| (merge.clone(), told)));
            true
        })?;
        let rows = followed::rows(&repo, audit::tip_of(&self.range), found, Until::Meant)?;
        let known: Vec<Known> = rows.into_iter().filter_map(known).collect();
        let [cleaned, meant] = own::events(&known);
        let Some(fitted) = own::fitted(&known) else {
            return Err(Error::new(format!(
                "too few fates are known here: {cleaned} cleaned up, {meant} meant; {MIN_EVENTS} of each are needed"
            ))
            .hint("nothing is written, and the model that everybody has holds; `oneness audit --fates` shows what is known"));
        };
        let place = place(&repo)?;
        if !self.dry_run {
            config::tune(&place, fitted.threshold, &fitted.tuned, &comment(&fitted))?;
        }
        Ok(Outcome::told(told(&fitted, &place.display().to_string(), self.dry_run)))
    }
}

/// The file at the top of the work tree: what the pairs of a repository say holds for all of it.
fn place(repo: &Repo) -> Result<PathBuf> {
    let here = std::env::current_dir().unwrap_or_default();
    let found = config::find(repo.work_tree().unwrap_or(&here))?.path;
    let own = found.filter(|path| path.file_name().is_some_and(|name| name == config::FILE));
    own.or_else(|| repo.work_tree().map(|top| top.join(config::FILE)))
        .ok_or_else(|| Error::new("there is no work tree to write oneness.toml into").hint("change into a checkout"))
}

fn known(row: Row) -> Option<Known> {
    let (right, sureness) = row.ending.says();
    if sureness == Sureness::Unsure {
        return None;
    }
    // What one commit took away is one event; of what stands, what one merge brought to one file.
    let place = if right { row.ending.commit.unwrap_or_default() } else { row.told.ours.path.clone() };
    Some(Known { event: format!("{} {place}", row.merge), merge: row.merge, right, likeness: row.told.measures })
}

/// The figures, one sentence.
fn comment(fitted: &Fitted) -> String {
    let [cleaned, meant] = fitted.events;
    let side = |[right, wrong]: [usize; 2]| format!("{right} of {cleaned} and {wrong} of {meant}");
    format!(
        "by `oneness tune`, of what was cleaned up and what was meant it tells {}, each fifth of the history predicted \
         from the others; the model that everybody has tells {}",
        side(fitted.after),
        side(fitted.before)
    )
}

fn told(fitted: &Fitted, place: &str, is_dry: bool) -> String {
    let mut text = format!("oneness: threshold {:.2}", fitted.threshold);
    if fitted.tuned.weights.is_empty() && fitted.tuned.bias == 0.0 {
        text.push_str("; no weights: they predicted no better");
    }
    text.push('\n');
    if fitted.tuned.bias != 0.0 {
        let _ = writeln!(text, "  {:<14} {:>6.2}", "bias", fitted.tuned.bias);
    }
    for (measure, weight) in &fitted.tuned.weights {
        let _ = writeln!(text, "  {:<14} {weight:>6.2}", measure.name());
    }
    let _ = writeln!(text, "  {}", comment(fitted));
    let _ = writeln!(text, "{}", if is_dry { "nothing is written".to_owned() } else { format!("written to {place}") });
    text
}
