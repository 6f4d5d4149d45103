//! Why a finding is as sure as it is: its measures, their weights, the sum, what the base held, and the decision.
//!
//! Not here: the finding itself (`text`).

use std::fmt::Write;

use super::report::Told;
use crate::findings::model;
use crate::pairs::pair::Measure;

/// Writes a table of the measures that weigh anything, one a line, and what follows from their sum.
#[must_use]
pub fn write(told: &Told, threshold: f64) -> String {
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
    let _ = writeln!(text, "   = the base: {}", base(told));
    let _ = writeln!(text, "   = decision: {}", decision(told, threshold));
    text
}

/// Says what the base already held of the two texts.
fn base(told: &Told) -> String {
    let percent = |measure: Measure| (told.measures.get(measure) * 100.0).round();
    let (known, template) = (percent(Measure::Known), percent(Measure::Template));
    let alike =
        if told.measures.get(Measure::WasAlike) > 0.0 { "; the texts it held there were alike already" } else { "" };
    match (known > 0.0, template > 0.0) {
        (false, false) => format!("it held none of these lines{alike}"),
        (true, false) => format!("it held {known} % of these lines{alike}"),
        (false, true) => format!("it held several lines of this shape, values aside, for {template} % of them{alike}"),
        (true, true) => format!("it held {known} % of these lines, and several of the shape of {template} %{alike}"),
    }
}

fn decision(told: &Told, threshold: f64) -> String {
    let confidence = told.confidence;
    match told.unsaid {
        Some(principle) => format!("not said by default: {principle}"),
        None if confidence < threshold => {
            format!("not said by default: {confidence:.3} is below the threshold {threshold:.2}")
        }
        None => format!("said: {confidence:.3} is not below the threshold {threshold:.2}"),
    }
}
