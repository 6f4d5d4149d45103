//! The pairs of `fates.tsv` as rows of a fit: what became of them is their label, weighed by how sure it is.
//!
//! Not here: following them (`fates`), fitting (`fit`).

use std::collections::{BTreeMap, BTreeSet};

use oneness::fates::{Ending, Fate, Sureness};
use oneness::findings::DEFAULT_THRESHOLD;
use oneness::hash::hash;
use oneness::pairs::pair::Family;

use crate::fit::{self, Row, WIDTH};

/// No repository gives more than one part in so many.
const MOST: usize = 20;
/// A label that is only likely counts half.
const LIKELY: f64 = 0.5;

/// A pair whose fate is known, and what the model that stood when it was followed said of it.
pub(crate) struct Followed {
    /// As the fit sees it.
    pub row: Row,
    /// Whether it was told.
    pub was_told: bool,
}

/// Reads the pairs whose fate says something.
pub(crate) fn rows() -> Vec<Followed> {
    let mut rows: Vec<Followed> = include_str!("fates.tsv").lines().filter_map(of_line).collect();
    let mut counts: BTreeMap<(String, bool), f64> = BTreeMap::new();
    for followed in &rows {
        *counts.entry((followed.row.event.clone(), followed.row.right)).or_default() += 1.0;
    }
    for followed in &mut rows {
        followed.row.weight /= counts[&(followed.row.event.clone(), followed.row.right)];
    }
    capped(rows)
}

fn capped(rows: Vec<Followed>) -> Vec<Followed> {
    let most = rows.len() / MOST;
    let mut by_repo: BTreeMap<String, Vec<Followed>> = BTreeMap::new();
    for followed in rows {
        by_repo.entry(followed.row.repo.clone()).or_default().push(followed);
    }
    let mut kept = Vec::new();
    for mut mine in by_repo.into_values() {
        mine.sort_by_key(|followed| hash(followed.row.event.as_bytes()));
        mine.truncate(most);
        kept.extend(mine);
    }
    kept
}

/// One line of the table: repository, merge, stratum, kind, unit, two places, confidence, principle, fate, days, later
/// changes, files, lines, flags, commit, likeness, measures.
fn of_line(line: &str) -> Option<Followed> {
    let cells: Vec<&str> = line.split('\t').collect();
    let [
        repo,
        merge,
        stratum,
        _,
        _,
        one,
        _,
        confidence,
        unsaid,
        fate,
        days,
        later,
        files,
        lines,
        flags,
        commit,
        alike,
        measures,
    ] = cells.as_slice()
    else {
        return None;
    };
    let (own, lines) = lines.split_once('/')?;
    let has = |flag: char| flags.contains(flag);
    let ending = Ending {
        fate: Fate::by_name(fate)?,
        days: days.parse().ok()?,
        later: later.parse().ok()?,
        files: files.parse().ok()?,
        own: own.parse().ok()?,
        lines: lines.parse().ok()?,
        speaks: has('s'),
        reverts: has('r'),
        saw_both: has('b'),
        kept: has('k'),
        by_merge: has('m'),
        edited: [has('1'), has('2')],
        alike: alike.parse().ok()?,
        ..Ending::default()
    };
    let (right, sureness) = ending.says();
    let weight = match sureness {
        Sureness::Unsure => return None,
        Sureness::Likely => LIKELY,
        Sureness::Sure => 1.0,
    };
    let mut named = measures.split(' ');
    let name = named.next()?;
    let family = Family::ALL.into_iter().find(|family| family.name() == name)?;
    let values: BTreeMap<&str, f64> = named
        .filter_map(|pair| pair.split_once('='))
        .filter_map(|(name, value)| Some((name, value.parse().ok()?)))
        .collect();
    let mut row = [1.0; WIDTH];
    for (slot, name) in row[1..].iter_mut().zip(fit::columns().skip(1)) {
        let custom = format!("~{name}");
        *slot = values.get(name).or_else(|| values.get(custom.as_str())).copied().unwrap_or(0.0);
    }
    // What one commit took away is one event; of what stands, what one merge brought to one file.
    let place = if right { commit } else { one.rsplit_once(':')?.0 };
    let confidence: f64 = confidence.parse().ok()?;
    let row = Row {
        event: format!("{repo} {merge} {place}"),
        is_plain: *stratum == "plain",
        repo: (*repo).to_owned(),
        family,
        values: row,
        right,
        weight,
    };
    Some(Followed { row, was_told: confidence >= DEFAULT_THRESHOLD && *unsaid == "-" })
}

/// What a threshold tells of the pairs that were followed, by event, each repository predicted from the others; and what
/// the model that stood when they were followed told of them.
pub(crate) fn curve(rows: &[Row], held_out: &[(f64, bool)]) {
    let told = |least: f64| -> Vec<(&Row, bool)> {
        let followed = rows.iter().zip(held_out).filter(|(row, _)| !row.event.is_empty());
        followed.map(|(row, (chance, _))| (row, *chance >= least)).collect()
    };
    println!("\n# Pairs whose fate is known, by event, each repository predicted from the others:");
    println!("# threshold   redundant told   meant told   of these met by chance: redundant   meant   right");
    for least in [0.3, 0.4, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95] {
        println!("# {least:<9.2} {}", figures(&told(least)));
    }
    let before = self::rows();
    let before: Vec<(&Row, bool)> = before.iter().map(|followed| (&followed.row, followed.was_told)).collect();
    println!("# before    {}", figures(&before));
}

fn figures(told: &[(&Row, bool)]) -> String {
    let events = |right: bool, plain: bool, said: bool| {
        let mine =
            told.iter().filter(|(row, is_told)| row.right == right && (!plain || row.is_plain) && (!said || *is_told));
        mine.map(|(row, _)| row.event.as_str()).collect::<BTreeSet<_>>().len()
    };
    let (red, meant) = (events(true, true, true), events(false, true, true));
    format!(
        "{:>6} of {:<5} {:>6} of {:<5} {red:>20} of {:<4} {meant:>4} of {:<4} {:.2}",
        events(true, false, true),
        events(true, false, false),
        events(false, false, true),
        events(false, false, false),
        events(true, true, false),
        events(false, true, false),
        red as f64 / (red + meant).max(1) as f64
    )
}
