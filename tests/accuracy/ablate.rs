//! What each measure is worth: fits with and without it and compares what the two models find.
//!
//! Every pair of the labelled merges, the planted copies and our own reworded bullets is predicted by models that did not
//! see its repository. A table of reworded bullets that no fit sees is predicted by the models of all rows. The two
//! models speak as often of wrong pairs: both thresholds are the lowest that raise as many alarms as the whole model does.
//! A gain counts as more than chance where few of a thousand draws with return lose it, and where the sign test agrees.
//!
//! Not here: the fit (`fit.rs`).

use std::path::Path;

use oneness::findings::DEFAULT_THRESHOLD;
use oneness::pairs::pair::{Family, Measure};

use crate::bullets;
use crate::fit::{self, PLANTED, Row, TABLE, Weights};
use crate::observe;
use crate::plant;

/// Draws of the bootstrap.
const DRAWS: usize = 1000;

/// One pair as both models see it.
#[derive(Clone, Copy)]
struct Seen {
    with: f64,
    without: f64,
    right: bool,
}

/// Bullets of a table that no fit sees: their measures, whether a principle lets them be said, and what is true.
struct Unseen {
    rows: Vec<(Row, bool)>,
    pairs: usize,
    /// Paraphrases that never became a pair: missed by every model.
    missed: usize,
}

/// Compares with and without one measure, or each in turn.
pub(crate) fn run(clones: &Path, options: &[String]) -> std::io::Result<()> {
    let option = |name: &str| options.iter().find_map(|option| option.strip_prefix(name));
    let unseen = option("--table=").map(|path| unseen(Path::new(path))).transpose()?;
    let rows = fit::rows(&observe::all(clones), &plant::for_the_fit(clones), false);
    let full = fit::cross_validated(&rows);
    let named = option("--without=");
    for measure in Measure::ALL.into_iter().filter(|measure| named.is_none_or(|name| name == measure.name())) {
        let less = without(&rows, measure);
        let lesser = fit::cross_validated(&less);
        println!("\nwithout {}", measure.name());
        for (name, is_in) in groups() {
            let all = full.iter().zip(&lesser).zip(&rows);
            let seen = all.filter(|(_, row)| is_in(&row.repo)).map(|((with, without), _)| Seen {
                with: with.0,
                without: without.0,
                right: with.1,
            });
            compare(name, &seen.collect::<Vec<_>>(), None, 0);
        }
        if let Some(unseen) = &unseen {
            let models = [fit::of_family(&rows, Family::Prose), fit::of_family(&less, Family::Prose)];
            compare("unseen table", &unseen.seen(&models, measure), Some(unseen.pairs / 1000), unseen.missed);
        }
    }
    Ok(())
}

type Group = (&'static str, fn(&str) -> bool);

fn groups() -> [Group; 3] {
    [
        ("real merges", |repo| repo != PLANTED && repo != TABLE),
        ("planted copies", |repo| repo == PLANTED),
        ("own reworded bullets", |repo| repo == TABLE),
    ]
}

fn without(rows: &[Row], measure: Measure) -> Vec<Row> {
    let mut rows = rows.to_vec();
    rows.iter_mut().for_each(|row| row.values[1 + measure as usize] = 0.0);
    rows
}

fn unseen(path: &Path) -> std::io::Result<Unseen> {
    let table = bullets::table(&std::fs::read_to_string(path)?);
    let column = |text: fn(&bullets::Row) -> &String| table.iter().map(|row| text(row).as_str()).collect::<Vec<_>>();
    let met = bullets::verdicts(&table, &column(|row| &row.paraphrase)).into_iter().map(|met| (met, true));
    let strange = bullets::verdicts(&table, &column(|row| &row.stranger)).into_iter().map(|met| (met, false));
    let strange = strange.filter(|(met, _)| met.bullet == met.other);
    let rows = met.chain(strange).map(|(met, answers)| {
        let right = answers && met.bullet == met.other;
        (fit::row(TABLE, &met.likeness, right), met.said.is_some())
    });
    let rows: Vec<(Row, bool)> = rows.collect();
    let missed = table.len() - rows.iter().filter(|(row, _)| row.right).count();
    Ok(Unseen { rows, pairs: table.len() * table.len(), missed })
}

impl Unseen {
    fn seen(&self, models: &[Weights; 2], measure: Measure) -> Vec<Seen> {
        let chance = |model: &Weights, row: &Row, said: bool| if said { fit::chance(model, &row.values) } else { 0.0 };
        let seen = self.rows.iter().map(|(row, said)| {
            let less = without(std::slice::from_ref(row), measure);
            Seen {
                with: chance(&models[0], row, *said),
                without: chance(&models[1], &less[0], *said),
                right: row.right,
            }
        });
        seen.collect()
    }
}

/// Prints one line. Without a bound both models raise as many alarms as the one with the measure at the usual threshold.
fn compare(name: &str, seen: &[Seen], bound: Option<usize>, missed: usize) {
    let loud = || seen.iter().filter(|seen| !seen.right && seen.with >= DEFAULT_THRESHOLD).count();
    let alarms = bound.unwrap_or_else(loud);
    let [own, other] = [threshold(seen, |seen| seen.with, alarms), threshold(seen, |seen| seen.without, alarms)];
    let found = |seen: &Seen| [seen.with >= own, seen.without >= other];
    let right: Vec<[bool; 2]> = seen.iter().filter(|seen| seen.right).map(found).collect();
    let all = right.len() + missed;
    let hits = |model: usize| right.iter().filter(|found| found[model]).count();
    let only = |model: usize| right.iter().filter(|found| found[model] && !found[1 - model]).count();
    let (gain, chance) = (seen.iter().map(gain).collect::<Vec<f64>>(), sign_test(only(0), only(1)));
    let (low, high) = bootstrapped(&gain);
    println!(
        "{name:<22} {:>6} pairs, {alarms:>3} alarms: found {:>4} with, {:>4} without, of {all:>4} (+{} -{}, p {chance:.2}); \
         log loss {:.4} with, {:.4} without (gain {low:+.4} to {high:+.4})",
        seen.len(),
        hits(0),
        hits(1),
        only(0),
        only(1),
        mean(seen.iter().map(|seen| loss(seen.with, seen.right))),
        mean(seen.iter().map(|seen| loss(seen.without, seen.right))),
    );
}

/// The lowest threshold that lets so many wrong pairs through: just above the surest one that is too many. Where nothing
/// is wrong there are no alarms to be equal in, and the usual threshold stands.
fn threshold(seen: &[Seen], of: impl Fn(&Seen) -> f64, alarms: usize) -> f64 {
    let mut wrong: Vec<f64> = seen.iter().filter(|seen| !seen.right).map(of).collect();
    wrong.sort_by(|one, other| other.total_cmp(one));
    if wrong.is_empty() { DEFAULT_THRESHOLD } else { wrong.get(alarms).copied().unwrap_or_default() + 1e-6 }
}

fn loss(chance: f64, right: bool) -> f64 {
    let chance = chance.clamp(1e-6, 1.0 - 1e-6);
    -if right { chance.ln() } else { (1.0 - chance).ln() }
}

fn gain(seen: &Seen) -> f64 {
    loss(seen.without, seen.right) - loss(seen.with, seen.right)
}

fn mean(values: impl ExactSizeIterator<Item = f64>) -> f64 {
    let count = values.len().max(1) as f64;
    values.sum::<f64>() / count
}

/// The middle 95 in 100 of the mean over draws with return; the draws are the same in every run.
fn bootstrapped(values: &[f64]) -> (f64, f64) {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap_or_default() % values.len().max(1)
    };
    let mut means: Vec<f64> =
        (0..DRAWS).map(|_| mean(values.iter().map(|_| values.get(next()).copied().unwrap_or_default()))).collect();
    means.sort_by(f64::total_cmp);
    (means[DRAWS / 40], means[DRAWS - 1 - DRAWS / 40])
}

/// The exact two-sided sign test of McNemar: how likely such a split is where both are equally good.
fn sign_test(one: usize, other: usize) -> f64 {
    let (few, all) = (one.min(other), one + other);
    let mut term = 0.5_f64.powi(i32::try_from(all).unwrap_or(i32::MAX));
    let mut sum = 0.0;
    for at in 0..=few {
        sum += term;
        term *= (all - at) as f64 / (at + 1) as f64;
    }
    (2.0 * sum).min(1.0)
}
