//! Why a finding is as sure as it is: its measures, their weights, the sum and the threshold.
//!
//! Not here: the finding itself (`text`).

use std::fmt::Write;

use super::report::Told;
use crate::findings::model;

/// Writes a table of the measures that weigh anything, one a line.
#[must_use]
pub fn write(told: &Told) -> String {
    let mut text = format!("   = measures of a {} pair (value × weight = part):\n", told.measures.family.name());
    for (name, value, part) in model::contributions(&told.measures) {
        if part.abs() > f64::EPSILON {
            let weight = if value.abs() > f64::EPSILON { part / value } else { 0.0 };
            // Writing into a string cannot fail.
            let _ = writeln!(text, "       {name:<16} {value:>5.2} × {weight:>6.2} = {part:>6.2}");
        }
    }
    let logit = model::logit(&told.measures);
    let _ = writeln!(text, "       {:<16} {logit:>23.2}  → confidence {:.3}", "sum", model::probability(logit));
    text
}
