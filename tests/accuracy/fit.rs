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

use oneness::pairs::pair::{Family, Likeness, Measure};
use oneness::report::report::Told;

use crate::bullets;
use crate::observe::Observation;

/// Measures and the bias.
pub(crate) const WIDTH: usize = Measure::ALL.len() + 1;
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

/// One pair whose outcome is known.
#[derive(Clone)]
pub(crate) struct Row {
    /// Which repository, planted copies and reworded bullets each as one more.
    pub repo: String,
    /// Which model judges it.
    pub family: Family,
    /// One for the bias and each measure.
    pub values: Weights,
    /// What is known of it.
    pub right: bool,
    weight: f64,
}

/// Fits, cross-validates and prints.
pub(crate) fn run(observations: &[Observation], planted: &[Told]) {
    let rows = rows(observations, planted);
    println!("# The weights of the confidence model: log-odds, one table a family of units.");
    println!("# A pair's confidence is 1 / (1 + e^-x), x = bias + the sum of each measure (0 to 1) times its weight.");
    println!(
        "# A measure that is not named weighs nothing. Fitted by `cargo run --release --example accuracy -- fit CLONES`."
    );
    for family in Family::ALL {
        print_table(family, &of_family(&rows, family));
    }
    reliability(&cross_validated(&rows));
}

/// All that the fit sees.
pub(crate) fn rows(observations: &[Observation], planted: &[Told]) -> Vec<Row> {
    let mut rows = labelled(observations);
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
            if let Some(told) = observation.answer(pair).filter(|told| told.unsaid.is_none()) {
                add(told, pair.label == "redundant");
            }
        }
        if observation.case.pairs.is_empty() {
            observation.findings.iter().filter(|told| told.unsaid.is_none()).for_each(|told| add(told, false));
        }
    }
    rows
}

pub(crate) fn row(repo: &str, likeness: &Likeness, right: bool) -> Row {
    let mut values = [1.0; WIDTH];
    for (slot, measure) in values[1..].iter_mut().zip(Measure::ALL) {
        *slot = likeness.get(measure);
    }
    Row { repo: repo.to_owned(), family: likeness.family, values, right, weight: 1.0 }
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
        row.weight = 1.0 / counts[&(row.repo.clone(), row.right)].sqrt();
    }
    rows
}

fn prior(family: Family) -> Weights {
    let tables: BTreeMap<String, BTreeMap<String, f64>> =
        toml::from_str(include_str!("prior.toml")).expect("because it is TOML");
    let weight = |name: &str| tables.get(family.name()).and_then(|table| table.get(name)).copied().unwrap_or(0.0);
    let mut prior = [weight("bias"); WIDTH];
    for (slot, measure) in prior[1..].iter_mut().zip(Measure::ALL) {
        *slot = weight(measure.name());
    }
    prior
}

/// Fits the model of one family.
pub(crate) fn of_family(rows: &[Row], family: Family) -> Weights {
    let mine: Vec<&Row> = rows.iter().filter(|row| row.family == family).collect();
    fitted(&mine, prior(family))
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

/// Gaussian elimination with the largest pivot.
fn solved(mut matrix: [[f64; WIDTH]; WIDTH], mut right: Weights) -> Weights {
    for column in 0..WIDTH {
        let pivot = (column..WIDTH)
            .max_by(|one, other| matrix[*one][column].abs().total_cmp(&matrix[*other][column].abs()))
            .expect("because the range is not empty");
        matrix.swap(column, pivot);
        right.swap(column, pivot);
        for row in column + 1..WIDTH {
            let factor = matrix[row][column] / matrix[column][column];
            for at in column..WIDTH {
                matrix[row][at] -= factor * matrix[column][at];
            }
            right[row] -= factor * right[column];
        }
    }
    for column in (0..WIDTH).rev() {
        let known: f64 = (column + 1..WIDTH).map(|at| matrix[column][at] * right[at]).sum();
        right[column] = (right[column] - known) / matrix[column][column];
    }
    right
}

fn print_table(family: Family, weights: &Weights) {
    println!("\n[{}]\nbias = {:.2}", family.name(), weights[0]);
    for (measure, weight) in Measure::ALL.into_iter().zip(&weights[1..]) {
        if weight.abs() >= 0.005 {
            println!("{} = {weight:.2}", measure.name());
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
            ((family, repo), fitted(&others, prior(family)))
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
