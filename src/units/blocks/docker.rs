//! Reads Dockerfiles: stages by name, and in each what may be said once.
//!
//! Not here: how instructions work.

use super::found::{Found, Opens};
use super::makefile::bytes;
use crate::source::Text;
use crate::units::unit::UnitKind;

/// Instructions of which the last one of a stage wins.
const ONCE: &[&str] = &["CMD", "ENTRYPOINT", "HEALTHCHECK", "STOPSIGNAL"];
/// Instructions that give a value to a name.
const NAMED: &[&str] = &["ENV", "ARG", "LABEL"];

/// Reads a Dockerfile.
pub(super) fn read(text: &Text) -> Vec<Found> {
    let mut found = Vec::new();
    let mut stage: Option<(usize, String)> = None;
    let mut next = 0;
    while next < text.line_count() {
        let first = next;
        while text.line(next).trim_end().ends_with('\\') && next + 1 < text.line_count() {
            next += 1;
        }
        next += 1;
        let words: Vec<&str> = text.line(first).split_whitespace().collect();
        let instruction = words.first().map(|word| word.to_uppercase()).unwrap_or_default();
        if instruction == "FROM" {
            found.extend(stage.take().map(|(begin, name)| of_stage(text, begin, first, &name)));
            let named = words.iter().rposition(|word| word.eq_ignore_ascii_case("as"));
            let name = named.and_then(|at| words.get(at + 1)).copied().unwrap_or_default();
            stage = Some((first, name.to_lowercase()));
        } else if ONCE.contains(&instruction.as_str()) {
            found.push(Found::named(UnitKind::Declaration, bytes(text, first, next), &instruction));
        } else if NAMED.contains(&instruction.as_str()) && next == first + 1 {
            let name = words.get(1).and_then(|pair| pair.split('=').next()).unwrap_or_default();
            let is_one = words[1..].iter().filter(|word| word.contains('=')).count() < 2;
            let found_name = format!("{instruction} {name}");
            found.extend(is_one.then(|| Found::named(UnitKind::Declaration, bytes(text, first, next), &found_name)));
        }
    }
    found.extend(stage.take().map(|(begin, name)| of_stage(text, begin, text.line_count(), &name)));
    found
}

fn of_stage(text: &Text, begin: usize, end: usize, name: &str) -> Found {
    let bytes = bytes(text, begin, end);
    let label = text.line(begin).split_whitespace().collect::<Vec<_>>().join(" ");
    if name.is_empty() {
        return Found::holder(bytes, Opens::Own(label));
    }
    Found::named(UnitKind::Block, bytes, name).opening(Opens::Own(format!("stage {name}")))
}
