//! Files of unknown type: lines.
//!
//! Not here: any format.

use super::Reading;
use super::unit::{Container, Unit, UnitKind};
use crate::source::Source;

/// Reads lines.
#[must_use]
pub fn read(source: &Source) -> Reading {
    let text = &source.text;
    let set_like = source.file_name().ends_with("ignore");
    let lines = (0..text.line_count()).filter(|line| !text.line(*line).trim().is_empty());
    let units = lines.map(|line| Unit {
        kind: UnitKind::Line,
        span: text.span_of_lines(line..line + 1),
        name: None,
        identity: set_like.then(|| text.line(line).trim().to_owned()),
        container: Container { path: String::new(), set_like },
        place: String::new(),
        level: 0,
        tokens: Vec::new(),
    });
    Reading { units: units.collect(), notes: Vec::new() }
}
