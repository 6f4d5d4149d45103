//! Why two places of a result were not told as one finding: `oneness explain a.md:7 b.md:13`. The stages say what they
//! found; this room asks, from the first stage on, at which one the two went different ways.
//!
//! Not here: findings, said or not (`explain`).

use std::collections::BTreeSet;

use super::check;
use super::meant;
use crate::config::Wishes;
use crate::edits;
use crate::error::Result;
use crate::merge::git::Repo;
use crate::merge::{FileMerge, Merge, Store};
use crate::pairs::needs_one_container;
use crate::pairs::words::Words;
use crate::quiet;
use crate::report::report::{Report, Site, Told};
use crate::source::Side;
use crate::units;
use crate::units::unit::{Unit, UnitKind};

/// A line of a file of the result, as reports name it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place {
    path: String,
    line: usize,
}

impl Place {
    /// Reads `path:line`.
    pub(super) fn of(word: &str) -> Option<Place> {
        let (path, line) = word.rsplit_once(':')?;
        let line = line.parse().ok().filter(|line| *line > 0)?;
        (!path.is_empty()).then(|| Place { path: path.to_owned(), line })
    }

    fn name(&self) -> String {
        format!("{}:{}", self.path, self.line)
    }

    fn is_in(&self, site: &Site) -> bool {
        site.path == self.path && site.lines.is_some_and(|(first, last)| (first..=last).contains(&self.line))
    }
}

/// What is known of one place.
struct Known {
    /// Who added the line.
    side: Side,
    /// What stands there, the narrowest unit.
    unit: Unit,
    /// Its text.
    text: String,
}

/// The answer: a finding with its report, or the reasons why there is none.
pub(super) enum Answer {
    /// The two places are a finding, said or not.
    Finding(Box<Report>),
    /// They are none.
    Reasons(Vec<String>),
}

/// Looks at the merge that is named, else at what is under way, else at the newest.
///
/// # Errors
/// Where there is no such merge.
pub(super) fn asked(places: &[Place; 2], words: &[String], wishes: &Wishes) -> Result<Answer> {
    let mut repo = Repo::open()?;
    let merges = match check::merges_of(&meant::revisions(words)?, &mut repo, wishes) {
        Ok(merges) => merges,
        Err(error) if words.is_empty() => newest(&mut repo, wishes)?.ok_or(error)?,
        Err(error) => return Err(error),
    };
    let mut reasons = Vec::new();
    for merge in merges {
        // A path that the configuration leaves out is in no report.
        for place in places {
            if wishes.ignores(&place.path, &repo)? {
                reasons.push(format!("the configuration leaves {} out", place.path));
            }
        }
        let mut report = wishes.check(merge.clone(), &repo)?;
        if let Some(index) = report.findings.iter().position(|told| joins(told, places)) {
            report.findings = vec![report.findings.swap_remove(index)];
            return Ok(Answer::Finding(Box::new(report)));
        }
        let known = [0, 1].map(|at| known(&places[at], &merge, &report, &repo));
        match known {
            [Ok(one), Ok(other)] => reasons.extend(relation(places, [&one, &other], &report)),
            both => reasons.extend(both.into_iter().filter_map(std::result::Result::err)),
        }
    }
    reasons.dedup();
    Ok(Answer::Reasons(reasons))
}

fn newest(repo: &mut Repo, wishes: &Wishes) -> Result<Option<Vec<Merge>>> {
    let newest = crate::git_program::ask(["rev-list", "--merges", "--max-count=1", "HEAD"]);
    newest.map(|newest| check::merges_of(&meant::revisions(&[newest])?, repo, wishes)).transpose()
}

fn joins(told: &Told, [one, other]: &[Place; 2]) -> bool {
    let sites = [&told.ours, &told.theirs];
    one.is_in(sites[0]) && other.is_in(sites[1]) || one.is_in(sites[1]) && other.is_in(sites[0])
}

/// Follows one place from the result back to the side that added it, or says where the way ends.
fn known(place: &Place, merge: &Merge, report: &Report, store: &dyn Store) -> std::result::Result<Known, String> {
    let name = place.name();
    let is_there = |file: &&FileMerge| file.path() == place.path || file.merged.path == place.path;
    let file =
        merge.files.iter().find(is_there).ok_or_else(|| {
            format!("{name}: neither side changed this file, and only what both sides added is compared")
        })?;
    if let Some(note) =
        report.notes.iter().find(|note| note.path == place.path && note.message.starts_with("not examined"))
    {
        return Err(format!("{name}: {}", note.message));
    }
    let merged = store.read(&file.merged);
    if merged.outline().is_some() {
        return Err(format!(
            "{name}: lines of a document have no numbers; `oneness check --all` lists its findings by id"
        ));
    }
    if let Some(reason) = quiet::path(&place.path).or_else(|| quiet::text(&merged.text)) {
        return Err(format!("{name}: not examined: it {reason}"));
    }
    if place.line > merged.text.line_count() {
        return Err(format!("{name}: the result has {} lines there", merged.text.line_count()));
    }
    let sides: Vec<_> =
        Side::BOTH.into_iter().filter_map(|side| Some((side, line_of(place, file, side, store)?))).collect();
    let added: Vec<_> = sides.iter().filter(|(_, (_, is_new))| *is_new).collect();
    match (added.as_slice(), sides.as_slice()) {
        ([], []) => Err(format!("{name}: neither side holds this line; whoever merged wrote it or moved it")),
        ([], _) => {
            Err(format!("{name}: the line stood there before the sides parted, and only what both added is compared"))
        }
        ([_, _], _) => Err(format!("{name}: both sides added this line at this very place: it is one copy")),
        ([(side, (line, _))], _) => unit_at(file, *side, *line, store).ok_or_else(|| {
            format!("{name}: nothing that is compared stands in this line ({} added it)", named(report, *side))
        }),
        _ => Err(format!("{name}: it cannot be told who added it")),
    }
}

/// The line of a side's version that became this line of the result, and whether the side added it.
fn line_of(place: &Place, file: &FileMerge, side: Side, store: &dyn Store) -> Option<(usize, bool)> {
    let source = store.read(file.versions.side(side));
    let merged = store.read(&file.merged);
    let kept = edits::mapping(&source.text, &merged.text);
    let line = kept.iter().position(|to| *to == Some(place.line - 1))?;
    let base = store.read(&file.versions.base);
    let added = edits::of(&base.text, &[], &source.text).added;
    Some((line, added.iter().any(|edit| edit.lines.contains(&line))))
}

fn unit_at(file: &FileMerge, side: Side, line: usize, store: &dyn Store) -> Option<Known> {
    let source = store.read(file.versions.side(side));
    let units = units::of(&source).units.into_iter().filter(|unit| unit.kind != UnitKind::File);
    let holding = units.filter(|unit| unit.span.line_range().contains(&line));
    let unit = holding.min_by_key(|unit| (unit.span.line_range().len(), unit.span.bytes.len()))?;
    let text = source.text.slice(&unit.span).to_owned();
    Some(Known { side, unit, text })
}

/// Says why two known places did not meet, or what was told instead.
fn relation(places: &[Place; 2], [one, other]: [&Known; 2], report: &Report) -> Vec<String> {
    let mut reasons = Vec::new();
    if one.side == other.side {
        let side = named(report, one.side);
        reasons
            .push(format!("{side} added both, and whoever writes two knows of both; only the two sides are compared"));
        return reasons;
    }
    let (kind, other_kind) = (one.unit.kind, other.unit.kind);
    if kind != other_kind {
        reasons.push(format!(
            "they are of two kinds, {} and {}; most kinds meet only their own",
            a(kind.name()),
            a(other_kind.name())
        ));
    } else if needs_one_container(kind) && one.unit.container.path != other.unit.container.path
        || needs_one_container(kind) && places[0].path != places[1].path
    {
        reasons.push(format!("{} means something twice only in one container, and these stand in two", a(kind.name())));
    }
    for (place, partner) in [(&places[0], &places[1]), (&places[1], &places[0])] {
        let told = report.findings.iter().find(|told| place.is_in(&told.ours) || place.is_in(&told.theirs));
        reasons.extend(told.map(|told| {
            format!("{} is in a surer pair, and not with {}: finding {}", place.name(), partner.name(), told.id)
        }));
    }
    reasons.push(in_common(&one.text, &other.text));
    reasons
}

fn in_common(one: &str, other: &str) -> String {
    let stems = |text: &str| Words::of(text).stems.into_iter().collect::<BTreeSet<String>>();
    let (one, other) = (stems(one), stems(other));
    let both: Vec<&String> = one.intersection(&other).collect();
    let least = one.len().min(other.len());
    let shared = format!("they share {} of {} and {} words", both.len(), one.len(), other.len());
    match (both.len() * 2 >= least, both.is_empty()) {
        (_, true) => format!("{shared}: nothing by which they could meet"),
        (false, _) => format!("{shared}: too little to be worth a closer look"),
        (true, _) => {
            format!("{shared}: alike in words, and yet the measures found too little, or a side has both copies itself")
        }
    }
}

fn a(kind: &str) -> String {
    let article = if kind.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
    format!("{article} {kind}")
}

fn named(report: &Report, side: Side) -> &str {
    match side {
        Side::Ours => &report.ours.name,
        Side::Theirs => &report.theirs.name,
    }
}
