//! How sure a finding is: a logistic regression over the measures of a pair, its weights in `weights.toml`.
//!
//! Not here: what is measured (`pairs`), fitting (the accuracy suite writes the weights file).

use std::collections::BTreeMap;
use std::sync::OnceLock;

use super::custom;
use crate::pairs::pair::{Family, Likeness, Measure};

/// The file with the weights.
pub const WEIGHTS: &str = include_str!("weights.toml");

/// The table of the weights file that weighs customs, whatever the family.
pub const CUSTOMS: &str = "customs";

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

/// The weights of each family: the bias first, then one weight a measure.
struct Model {
    families: BTreeMap<Family, (f64, [f64; Measure::ALL.len()])>,
    customs: BTreeMap<String, f64>,
}

fn model() -> &'static Model {
    static MODEL: OnceLock<Model> = OnceLock::new();
    MODEL.get_or_init(|| {
        let tables: BTreeMap<String, BTreeMap<String, f64>> =
            toml::from_str(WEIGHTS).expect("because a test parses the weights file");
        let families = Family::ALL.into_iter().map(|family| (family, row(tables.get(family.name()))));
        let customs = tables.get(CUSTOMS).cloned().unwrap_or_default();
        Model { families: families.collect(), customs }
    })
}

fn row(table: Option<&BTreeMap<String, f64>>) -> (f64, [f64; Measure::ALL.len()]) {
    let weight = |name: &str| table.and_then(|table| table.get(name)).copied().unwrap_or(0.0);
    (weight("bias"), Measure::ALL.map(|measure| weight(measure.name())))
}

/// Returns the log-odds of a pair. Sums in a fixed order, so that every machine gets the same.
#[must_use]
pub fn logit(likeness: &Likeness) -> f64 {
    contributions(likeness).iter().fold(0.0, |sum, (_, _, part)| sum + part)
}

/// Returns the highest log-odds that a pair can reach when all is measured that is not yet.
#[must_use]
pub fn ceiling(likeness: &Likeness) -> f64 {
    let Some((_, weights)) = model().families.get(&likeness.family) else { return 0.0 };
    let room = |measure: &Measure| (weights[*measure as usize] * (1.0 - likeness.get(*measure))).max(0.0);
    LATE.iter().fold(logit(likeness), |sum, measure| sum + room(measure))
}

/// Returns what each measure adds to the log-odds: name, value 0 to 1, value times weight. The bias comes first, the
/// customs that hold last.
#[must_use]
pub fn contributions(likeness: &Likeness) -> Vec<(&'static str, f64, f64)> {
    let Some((bias, weights)) = model().families.get(&likeness.family) else { return Vec::new() };
    let parts = Measure::ALL.into_iter().zip(weights);
    let parts = parts.map(|(measure, weight)| (measure.name(), likeness.get(measure), likeness.get(measure) * weight));
    let customs = custom::named(likeness.customs).filter_map(|(name, _)| Some((name, 1.0, pull(name)?)));
    std::iter::once(("bias", 1.0, *bias)).chain(parts).chain(customs).collect()
}

/// Returns what a custom that holds adds to the log-odds; `None` for one that is no matter of degree.
#[must_use]
pub fn pull(custom: &str) -> Option<f64> {
    model().customs.get(custom).copied()
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
            if family == CUSTOMS {
                let known = |name: &String| custom::PRINCIPLES.iter().any(|(_, known, _)| known == name);
                assert!(table.keys().all(known), "{table:?}");
                continue;
            }
            assert!(Family::ALL.iter().any(|known| known.name() == family), "{family}");
            for name in table.keys() {
                let known = name == "bias" || Measure::ALL.iter().any(|measure| measure.name() == name);
                assert!(known, "{family}.{name}");
            }
        }
    }
}
