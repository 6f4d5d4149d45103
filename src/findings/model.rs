//! How sure a finding is: a logistic regression over the measures of a pair, its weights in `weights.toml`.
//!
//! Not here: what is measured (`pairs`), fitting (the accuracy suite writes the weights file).

use std::collections::BTreeMap;
use std::sync::OnceLock;

use super::custom;
use crate::pairs::pair::{Family, Likeness, Measure};

/// The file with the weights.
pub const WEIGHTS: &str = include_str!("weights.toml");

/// What is measured only of pairs that could matter: who and when, and what stands around them in the base.
pub const LATE: &[Measure] = &[
    Measure::Known,
    Measure::Template,
    Measure::Siblings,
    Measure::OnePerson,
    Measure::Soon,
    Measure::Unseen,
    Measure::Picked,
];

/// The weights of each family.
struct Model {
    families: BTreeMap<Family, Weights>,
}

/// What a family weighs: the bias, each measure, and those customs that are matters of degree.
struct Weights {
    bias: f64,
    measures: [f64; Measure::ALL.len()],
    customs: BTreeMap<&'static str, f64>,
}

fn model() -> &'static Model {
    static MODEL: OnceLock<Model> = OnceLock::new();
    MODEL.get_or_init(|| {
        let tables: BTreeMap<String, BTreeMap<String, f64>> =
            toml::from_str(WEIGHTS).expect("because a test parses the weights file");
        let families = Family::ALL.into_iter().map(|family| (family, row(tables.get(family.name()))));
        Model { families: families.collect() }
    })
}

fn row(table: Option<&BTreeMap<String, f64>>) -> Weights {
    let weight = |name: &str| table.and_then(|table| table.get(name)).copied();
    let customs = custom::PRINCIPLES.iter().filter_map(|(_, name, _)| Some((*name, weight(name)?)));
    Weights {
        bias: weight("bias").unwrap_or(0.0),
        measures: Measure::ALL.map(|measure| weight(measure.name()).unwrap_or(0.0)),
        customs: customs.collect(),
    }
}

/// Returns the log-odds of a pair. Sums in a fixed order, so that every machine gets the same.
#[must_use]
pub fn logit(likeness: &Likeness) -> f64 {
    contributions(likeness).iter().fold(0.0, |sum, (_, _, part)| sum + part)
}

/// Tells whether any family weighs one of these measures: what weighs nothing need not be measured.
#[must_use]
pub fn weighs(measures: &[Measure]) -> bool {
    model().families.values().any(|weights| measures.iter().any(|measure| weights.measures[*measure as usize] != 0.0))
}

/// Returns the highest log-odds that a pair can reach when all is measured that is not yet.
#[must_use]
pub fn ceiling(likeness: &Likeness) -> f64 {
    let Some(weights) = model().families.get(&likeness.family) else { return 0.0 };
    let room = |measure: &Measure| (weights.measures[*measure as usize] * (1.0 - likeness.get(*measure))).max(0.0);
    LATE.iter().fold(logit(likeness), |sum, measure| sum + room(measure))
}

/// Returns what each measure adds to the log-odds: name, value 0 to 1, value times weight. The bias comes first, the
/// customs that hold last.
#[must_use]
pub fn contributions(likeness: &Likeness) -> Vec<(&'static str, f64, f64)> {
    let Some(weights) = model().families.get(&likeness.family) else { return Vec::new() };
    let parts = Measure::ALL.into_iter().zip(&weights.measures);
    let parts = parts.map(|(measure, weight)| (measure.name(), likeness.get(measure), likeness.get(measure) * weight));
    let customs =
        custom::named(likeness.customs).filter_map(|(name, _)| Some((name, 1.0, pull(likeness.family, name)?)));
    let own = (likeness.own != 0.0).then_some(("tuned", 1.0, likeness.own));
    std::iter::once(("bias", 1.0, weights.bias)).chain(parts).chain(customs).chain(own).collect()
}

/// Returns what a custom that holds adds to the log-odds; `None` for one that is no matter of degree in this family.
#[must_use]
pub fn pull(family: Family, custom: &str) -> Option<f64> {
    model().families.get(&family)?.customs.get(custom).copied()
}

/// Turns log-odds into a probability, in whole thousandths.
#[must_use]
pub fn probability(logit: f64) -> f64 {
    (1000.0 / (1.0 + (-logit).exp())).round() / 1000.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_weights_file_names_only_measures() {
        let tables: BTreeMap<String, BTreeMap<String, f64>> = toml::from_str(WEIGHTS).expect("because it is TOML");
        for (family, table) in tables {
            assert!(Family::ALL.iter().any(|known| known.name() == family), "{family}");
            for name in table.keys() {
                let is_custom = custom::PRINCIPLES.iter().any(|(_, known, _)| known == name);
                let known = name == "bias" || is_custom || Measure::ALL.iter().any(|measure| measure.name() == name);
                assert!(known, "{family}.{name}");
            }
        }
    }
}
