//! Fits the weights of the confidence model on the labelled merges, and says how far they can be trusted.
//!
//! A pair that stands in a labelled pair of places counts with its outcome; every pair of a merge that should stay
//! silent counts as wrong. The reworded bullets of `paraphrases.tsv` count as one repository more: every bullet with its
//! paraphrase and with its variant is right, with everything else of the table wrong; so do copies that were planted into
//! a part of the real merges (`plant`). Repositories weigh by the square root of their rows, so that one busy list does
//! not decide.
//! The fit is a logistic regression by Newton's method with a Gaussian prior around the weights of `prior.toml`, which no
//! fit changes, so that a measure of which the data says nothing keeps its weight and a second fit gives the same.

use std::collections::{BTreeMap, BTreeSet};

use oneness::fates::own::solved;
use oneness::findings;
use oneness::pairs::pair::{Family, Likeness, Measure};
use oneness::report::report::Told;

use crate::bullets;
use crate::followed;
use crate::observe::Observation;

/// The bias, the measures and the customs.
pub(crate) const WIDTH: usize = 1 + Measure::ALL.len() + findings::CUSTOMS;
/// How far from its prior a weight may reasonably go (standard deviation).
const PRIOR: f64 = 1.0;
const ROUNDS: usize = 50;
/// A step so small changes no digit that is printed.
const SETTLED: f64 = 1e-9;
/// The name under which the reworded bullets are a repository.
pub(crate) const TABLE: &str = "reworded bullets";
/// The name under which the planted copies are a repository.
pub(crate) const PLANTED: &str = "planted copies";

pub(crate) type Weights = [f64; WIDTH];

/// The names of all columns: the bias, the measures, the customs.
pub(crate) fn columns() -> impl Iterator<Item = &'static str> {
    std::iter::once("bias").chain(Measure::ALL.into_iter().map(Measure::name)).chain(findings::custom_names())
}

/// One pair whose outcome is known.
#[derive(Clone)]
pub(crate) struct Row {
    /// Where it comes from: pairs of one event count once.
    pub event: String,
    /// Whether it was met by chance in all merges, and not looked for.
    pub is_plain: bool,
    /// Which repository, planted copies and reworded bullets each as one more.
    pub repo: String,
    /// Which model judges it.
    pub family: Family,
    /// One for the bias and each measure.
    pub values: Weights,
    /// What is known of it.
    pub right: bool,
    /// How much it counts.
    pub weight: f64,
}

/// Fits, cross-validates and prints.
pub(crate) fn run(rows: &[Row]) {
    println!("# The weights of the confidence model: log-odds, one table a family of units.");
    println!("# A pair's confidence is 1 / (1 + e^-x), x = bias + the sum of each measure (0 to 1) times its weight.");
    println!(
        "# A measure that is not named weighs nothing. Fitted by `cargo run --release --example accuracy -- fit CLONES`."
    );
    for family in Family::ALL {
        print_table(family, &of_family(rows, family), with_fates(rows));
    }
    let held_out = cross_validated(rows);
    reliability(&held_out);
    if with_fates(rows) {
        followed::curve(rows, &held_out);
    }
}

/// Prints all that the fit sees, one row a line, so that other models can be tried on it.
pub(crate) fn print_rows(rows: &[Row]) {
    println!("repo\tevent\tplain\tfamily\tright\tweight\t{}", columns().collect::<Vec<_>>().join("\t"));
    for row in rows {
        let values = row.values.map(|value| format!("{value:.4}")).join("\t");
        let (plain, right) = (u8::from(row.is_plain), u8::from(row.right));
        println!("{}\t{}\t{plain}\t{}\t{right}\t{:.5}\t{values}", row.repo, row.event, row.family.name(), row.weight);
    }
}

/// All that the fit sees.
pub(crate) fn rows(observations: &[Observation], planted: &[Told], fates: bool) -> Vec<Row> {
    let mut rows = labelled(observations);
    if fates {
        rows.extend(followed::rows().into_iter().map(|followed| followed.row));
    }
    rows = without_vetoes(rows);
    rows.extend(planted.iter().map(|told| row(PLANTED, &told.measures, true)));
    rows.extend(reworded());
    weighed(rows)
}

fn labelled(observations: &[Observation]) -> Vec<Row> {
    let mut rows = Vec::new();
    for observation in observations {
        let mut add = |told: &Told, right: bool| {
            rows.push(row(&observation.repo, &told.measures, right));
        };
        for pair in &observation.case.pairs {
            if let Some(told) = observation.answer(pair) {
                add(told, pair.label == "redundant");
            }
        }
        if observation.case.pairs.is_empty() {
            observation.findings.iter().for_each(|told| add(told, false));
        }
    }
    rows
}

pub(crate) fn row(repo: &str, likeness: &Likeness, right: bool) -> Row {
    let held: Vec<&str> = findings::customs(likeness).collect();
    let mut values = [1.0; WIDTH];
    let (measures, customs) = values[1..].split_at_mut(Measure::ALL.len());
    measures.iter_mut().zip(Measure::ALL).for_each(|(slot, measure)| *slot = likeness.get(measure));
    let holds = |name| if held.contains(&name) { 1.0 } else { 0.0 };
    customs.iter_mut().zip(findings::custom_names()).for_each(|(slot, name)| *slot = holds(name));
    Row {
        event: String::new(),
        is_plain: false,
        repo: repo.to_owned(),
        family: likeness.family,
        values,
        right,
        weight: 1.0,
    }
}

/// The reworded bullets. A variant says the same but for one value, and a finding of it is right; where a thing or an
/// address differs it may as well be a list of things, and says neither.
fn reworded() -> Vec<Row> {
    let table = bullets::table(include_str!("paraphrases.tsv"));
    let column = |text: fn(&bullets::Row) -> &String| table.iter().map(|row| text(row).as_str()).collect::<Vec<_>>();
    let columns = [column(|row| &row.paraphrase), column(|row| &row.variant), column(|row| &row.stranger)];
    let mut rows = Vec::new();
    for (at, texts) in columns.iter().enumerate() {
        for met in bullets::verdicts(&table, texts) {
            let own = met.bullet == met.other;
            let unclear = at == 1 && own && matches!(table[met.bullet].differs.as_str(), "name" | "link");
            if !unclear {
                rows.push(row(TABLE, &met.likeness, own && at < 2));
            }
        }
    }
    rows
}

fn weighed(mut rows: Vec<Row>) -> Vec<Row> {
    let mut counts: BTreeMap<(String, bool), f64> = BTreeMap::new();
    for row in &rows {
        *counts.entry((row.repo.clone(), row.right)).or_default() += 1.0;
    }
    for row in &mut rows {
        row.weight *= 1.0 / counts[&(row.repo.clone(), row.right)].sqrt();
    }
    rows
}

#[derive(serde::Deserialize)]
struct Priors {
    #[serde(flatten)]
    families: BTreeMap<String, BTreeMap<String, toml::Value>>,
}

/// Where the fit begins, by name; the customs only where it sees fates: they are vetoes else.
fn priors(family: Family, with_customs: bool) -> BTreeMap<String, f64> {
    let all: Priors = toml::from_str(include_str!("prior.toml")).expect("because it is TOML");
    let numbers = |table: &BTreeMap<String, toml::Value>| -> BTreeMap<String, f64> {
        table.iter().filter_map(|(name, value)| Some((name.clone(), value.as_float()?))).collect()
    };
    let mut prior = all.families.get(family.name()).map(numbers).unwrap_or_default();
    let customs = all.families.get("customs").and_then(|customs| customs.get(family.name())?.as_table().cloned());
    for (name, value) in customs.into_iter().flatten().filter(|_| with_customs) {
        prior.extend(value.as_float().map(|value| (name, value)));
    }
    prior
}

fn prior(family: Family, with_customs: bool) -> Weights {
    let named = priors(family, with_customs);
    let mut prior = [0.0; WIDTH];
    for (slot, name) in prior.iter_mut().zip(columns()) {
        *slot = named.get(name).copied().unwrap_or(0.0);
    }
    prior
}

/// Tells whether the fates are among the rows.
fn with_fates(rows: &[Row]) -> bool {
    rows.iter().any(|row| !row.event.is_empty())
}

/// Leaves out the rows for which a custom holds that is no matter of degree: no weight decides of them.
fn without_vetoes(mut rows: Vec<Row>) -> Vec<Row> {
    let with_customs = with_fates(&rows);
    let soft = Family::ALL.map(|family| (family, priors(family, with_customs)));
    rows.retain(|row| {
        let weights = soft.iter().find(|(family, _)| *family == row.family);
        let customs = row.values[1 + Measure::ALL.len()..].iter().zip(findings::custom_names());
        let mut held = customs.filter(|(value, _)| **value > 0.0);
        held.all(|(_, name)| weights.is_some_and(|(_, weights)| weights.contains_key(name)))
    });
    rows
}

/// Fits the model of one family.
pub(crate) fn of_family(rows: &[Row], family: Family) -> Weights {
    let mine: Vec<&Row> = rows.iter().filter(|row| row.family == family).collect();
    fitted(&mine, prior(family, with_fates(rows)))
}

/// Newton's method; the prior makes the matrix positive definite.
fn fitted(rows: &[&Row], prior: Weights) -> Weights {
    let mut weights = prior;
    for _ in 0..ROUNDS {
        let (mut gradient, mut hessian) = ([0.0; WIDTH], [[0.0; WIDTH]; WIDTH]);
        for at in 0..WIDTH {
            gradient[at] = (prior[at] - weights[at]) / (PRIOR * PRIOR);
            hessian[at][at] = 1.0 / (PRIOR * PRIOR);
        }
        for row in rows {
            let chance = chance(&weights, &row.values);
            let error = (if row.right { 1.0 } else { 0.0 }) - chance;
            for at in 0..WIDTH {
                gradient[at] += row.weight * error * row.values[at];
                for other in 0..WIDTH {
                    hessian[at][other] += row.weight * chance * (1.0 - chance) * row.values[at] * row.values[other];
                }
            }
        }
        let step = solved(hessian, gradient);
        weights.iter_mut().zip(step).for_each(|(weight, step)| *weight += step);
        if step.iter().all(|step| step.abs() < SETTLED) {
            break;
        }
    }
    weights
}

/// What a model says of a row.
pub(crate) fn chance(weights: &Weights, values: &Weights) -> f64 {
    let sum: f64 = weights.iter().zip(values).map(|(weight, value)| weight * value).sum();
    1.0 / (1.0 + (-sum).exp())
}

fn print_table(family: Family, weights: &Weights, with_customs: bool) {
    println!("\n[{}]", family.name());
    let soft = priors(family, with_customs);
    let is_soft = |name: &str| soft.contains_key(name);
    let is_custom = |name: &str| findings::custom_names().any(|custom| custom == name);
    for (name, weight) in columns().zip(weights) {
        if if is_custom(name) { is_soft(name) } else { weight.abs() >= 0.005 || name == "bias" } {
            println!("{name} = {weight:.2}");
        }
    }
}

/// Leaves each repository out once and predicts it from the others; in the order of the rows.
pub(crate) fn cross_validated(rows: &[Row]) -> Vec<(f64, bool)> {
    let parts: BTreeSet<(Family, &String)> = rows.iter().map(|row| (row.family, &row.repo)).collect();
    let models: BTreeMap<(Family, &String), Weights> = parts
        .into_iter()
        .map(|(family, repo)| {
            let others: Vec<&Row> = rows.iter().filter(|row| row.family == family && row.repo != *repo).collect();
            ((family, repo), fitted(&others, prior(family, with_fates(rows))))
        })
        .collect();
    rows.iter().map(|row| (chance(&models[&(row.family, &row.repo)], &row.values), row.right)).collect()
}

/// Predicted against observed, held-out repositories only.
fn reliability(held_out: &[(f64, bool)]) {
    println!("\n# Reliability, each repository predicted from the others ({} pairs):", held_out.len());
    println!("# predicted        pairs    right   observed");
    for band in 0..10 {
        let (low, high) = (f64::from(band) / 10.0, f64::from(band + 1) / 10.0);
        let inside: Vec<bool> = held_out
            .iter()
            .filter(|(chance, _)| *chance >= low && (*chance < high || band == 9))
            .map(|(_, right)| *right)
            .collect();
        let right = inside.iter().filter(|right| **right).count();
        if !inside.is_empty() {
            println!(
                "# {low:.1} to {high:.1}     {:>6}   {right:>6}      {:.2}",
                inside.len(),
                right as f64 / inside.len() as f64
            );
        }
    }
}
