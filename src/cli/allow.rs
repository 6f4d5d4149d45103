//! `oneness allow`: pairs that may stay, listed, added and taken away again.
//!
//! Not here: the file they stand in (`config::allowed`), which findings there are (`current`).

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use clap::Args;

use super::current;
use super::entry::{entry, folded};
use super::outcome::Outcome;
use crate::config::{self, Allowed, Change, Wishes};
use crate::error::{Error, Result, printable};
use crate::findings::finding::Severity;
use crate::merge::git::Repo;

/// Allows one pair for good; it is written to .oneness/allowed.toml, to be reviewed and committed like code
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  oneness allow c91d --reason \"two ways in\"    a finding under way, staged, or of the newest merge
  oneness allow c91d REV                        a finding of a merge commit
  oneness allow c91d main feature               a finding of a merge that is only tried
  oneness allow --all-of main...feature         all that is found there now: a baseline
  oneness allow --list
  oneness allow --prune                         what stands nowhere any more")]
pub struct Allow {
    /// The id that the finding shows, or so much of it that no other begins so
    #[arg(required_unless_present_any = ["list", "prune", "all_of"])]
    id: Option<String>,
    /// The merge that the finding belongs to, as it was checked
    #[arg(value_name = "REV | OURS THEIRS | FILE", num_args = 0..=2)]
    merge: Vec<String>,
    /// Why the pair may stay; given again, it replaces the earlier reason
    #[arg(long, value_name = "TEXT", default_value = "")]
    reason: String,
    /// Print what is allowed
    #[arg(long, conflicts_with_all = ["id", "prune", "all_of"])]
    list: bool,
    /// Take away the pairs of which neither copy stands in HEAD, in the index or in what is being merged
    #[arg(long, conflicts_with_all = ["id", "all_of"])]
    prune: bool,
    /// Allow all that is found in a merge now
    #[arg(long, value_name = "REV | A...B", conflicts_with = "id")]
    all_of: Option<String>,
}

impl Allow {
    /// Writes the pair down, or lists or prunes what was written.
    ///
    /// # Errors
    /// An id that no finding has, a place without a work tree, a file that cannot be written.
    pub fn run(self) -> Result<Outcome> {
        let repo = Repo::open()?;
        let top = repo.work_tree().map(PathBuf::from).ok_or_else(|| {
            Error::new("this repository has no work tree, and allowed pairs stand in a file that is committed")
                .hint("call `oneness allow` in a clone of it, and commit .oneness/allowed.toml there")
        })?;
        match (self.id.as_deref(), &self.all_of) {
            _ if self.list => listed(&config::allowed(&top)?),
            _ if self.prune => prune(&repo, &top),
            (_, Some(merge)) => self.all_of(&top, merge),
            (Some(id), None) => self.one(&top, id),
            (None, None) => Err(Error::new("which finding?")),
        }
    }

    /// Allows one finding. An id that is allowed already needs no merge to be found in.
    fn one(&self, top: &Path, id: &str) -> Result<Outcome> {
        if !current::is_id(id) {
            return Err(Error::new(format!("'{id}' is not the id of a finding"))
                .hint("each finding shows its own, in text and in `--format json`"));
        }
        let known: Vec<Allowed> = config::allowed(top)?.into_iter().filter(|known| known.id.starts_with(id)).collect();
        let entry = match known.as_slice() {
            [known] if self.merge.is_empty() => Allowed { reason: String::new(), ..known.clone() },
            _ => {
                let mut wishes = Wishes::here()?;
                (wishes.all, wishes.with_silenced) = (true, true);
                entry(&current::finding(id, &self.merge, &wishes)?.findings[0])
            }
        };
        let entry = Allowed { reason: self.reason.clone(), ..entry };
        let changes = config::allow(top, std::slice::from_ref(&entry))?;
        let verb = match changes.first() {
            Some(Change::Added) => "is allowed now",
            Some(Change::NewReason) => "has a new reason",
            _ => "was allowed before",
        };
        Ok(Outcome::told(format!("{} {verb}, in {}\n", entry.id, config::ALLOWED)))
    }

    fn all_of(&self, top: &Path, merge: &str) -> Result<Outcome> {
        let reports = current::of_words(&[merge.to_owned()], &Wishes::here()?)?;
        if let Some(blind) = reports.iter().find_map(|report| report.blind.as_ref()) {
            return Err(super::answer::unread(blind));
        }
        let told = reports.iter().flat_map(|report| &report.findings).filter(|told| told.severity != Severity::Note);
        let entries: Vec<Allowed> = told.map(|told| Allowed { reason: self.reason.clone(), ..entry(told) }).collect();
        let changes = config::allow(top, &entries)?;
        let added = changes.iter().filter(|change| **change == Change::Added).count();
        let plural = if added == 1 { "" } else { "s" };
        let merge = printable(merge);
        Ok(Outcome::told(format!("{added} finding{plural} of {merge} allowed now, in {}\n", config::ALLOWED)))
    }
}

fn listed(entries: &[Allowed]) -> Result<Outcome> {
    let mut text = String::new();
    for entry in entries {
        let kind = if entry.kind.is_empty() { "" } else { "  " };
        let reason = if entry.reason.is_empty() { "no reason given" } else { &entry.reason };
        text.push_str(&format!("{}{kind}{}  {}\n", printable(&entry.id), printable(&entry.kind), printable(reason)));
        let copies = entry.places.iter().zip(&entry.texts);
        text.extend(copies.map(|(place, copy)| format!("    {}: {}\n", printable(place), printable(copy))));
    }
    Ok(Outcome::told(text))
}

/// Takes away the entries of which neither copy stands anywhere. While one of them stands, another branch may bring the
/// other back; an entry that does not say what its copies are cannot be judged. Both stay.
fn prune(repo: &Repo, top: &Path) -> Result<Outcome> {
    let entries = config::allowed(top)?;
    let wanted: Vec<String> = entries.iter().flat_map(|entry| &entry.texts).map(|text| folded(text)).collect();
    let standing = standing(repo, &wanted)?;
    let (mut gone, mut text, mut index) = (BTreeSet::new(), String::new(), 0);
    for entry in &entries {
        let own = index..index + entry.texts.len();
        index = own.end;
        let id = &entry.id;
        let why = match copies(&wanted[own.clone()], &standing[own]) {
            None => "stays: it does not say what its copies are",
            Some(0) => "is gone: neither copy stands any more",
            Some(1) => "stays: one copy stands, another branch may bring the other",
            Some(_) => continue,
        };
        text.push_str(&format!("{} {why}\n", printable(id)));
        if why.starts_with("is gone") {
            gone.insert(id.clone());
        }
    }
    if !gone.is_empty() {
        config::forget(top, &gone)?;
    }
    text.push_str(&format!("{} of {} pruned, in {}\n", gone.len(), entries.len(), config::ALLOWED));
    Ok(Outcome::told(text))
}

/// Counts how often each text stands anywhere.
fn standing(repo: &Repo, wanted: &[String]) -> Result<Vec<usize>> {
    let mut standing = vec![0; wanted.len()];
    repo.visit_standing(&mut |source| {
        // The file that is pruned holds the texts, too.
        if source.path.ends_with(config::ALLOWED) {
            return;
        }
        let lines = source.text.lines().map(folded).collect::<Vec<_>>().join("\n");
        for (count, text) in standing.iter_mut().zip(wanted) {
            *count += lines.matches(text.as_str()).count();
        }
    })?;
    Ok(standing)
}

/// Tells how many of the two copies stand; `None` where the entry does not say what they are. Two equal copies are
/// looked for with one text, which must be there twice.
fn copies(texts: &[String], standing: &[usize]) -> Option<usize> {
    match (texts, standing) {
        ([one, other], [count, _]) if one == other && !one.is_empty() => Some((*count).min(2)),
        ([one, other], [..]) if !one.is_empty() && !other.is_empty() => {
            Some(standing.iter().filter(|count| **count > 0).count())
        }
        _ => None,
    }
}
