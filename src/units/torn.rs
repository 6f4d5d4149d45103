//! What a grammar cannot read of a file is read by blocks, so that one slip does not hide what stands around it: the claims
//! of the parts that parse are kept, and in the others what has a head, and runs of lines, are units.
//!
//! Not here: which parts these are (`code`), the reading by blocks (`blocks`).

use std::ops::Range;

use super::blocks;
use super::unit::{Unit, in_order};
use crate::source::Source;

/// A shorter part is a slip in a line: what stands around it says as much.
const MIN_LINES: usize = 3;

/// Returns the parts that are long enough to be read by themselves: lines, counted from 0.
pub(super) fn worth_reading(parts: &[Range<usize>]) -> impl Iterator<Item = &Range<usize>> {
    parts.iter().filter(|part| part.len() >= MIN_LINES)
}

/// Adds to the units of a file those that blocks show in its torn parts, where no unit within such a part tells a line
/// already.
pub(super) fn mended(source: &Source, mut units: Vec<Unit>, parts: &[Range<usize>]) -> Vec<Unit> {
    let parts: Vec<&Range<usize>> = worth_reading(parts).collect();
    if parts.is_empty() {
        return units;
    }
    let mut is_torn = vec![false; source.text.line_count()];
    for part in &parts {
        is_torn[part.start..part.end.min(source.text.line_count())].fill(true);
    }
    // What holds a whole part says nothing of what is torn in it.
    let holds_part = |unit: &&Unit| {
        let lines = unit.span.line_range();
        parts.iter().any(|part| lines.start <= part.start && part.end <= lines.end)
    };
    let told: Vec<Range<usize>> =
        units.iter().filter(|unit| !holds_part(unit)).map(|unit| unit.span.line_range()).collect();
    let mut is_open = is_torn.clone();
    told.iter().for_each(|lines| is_open[lines.clone()].fill(false));
    let is_new = |unit: &Unit| {
        let own = unit.span.line_range();
        let lies_within = |other: &Range<usize>| own.start <= other.start && other.end <= own.end && *other != own;
        let is_apart = |other: &Range<usize>| other.end <= own.start || own.end <= other.start;
        match unit.identity.is_some() {
            // A thing with a name may hold what the grammar made out in it.
            true => own.clone().all(|line| is_torn[line]) && told.iter().all(|one| is_apart(one) || lies_within(one)),
            false => own.clone().all(|line| is_open[line]),
        }
    };
    let found: Vec<Unit> = blocks::read_all(source).into_iter().filter(is_new).collect();
    units.extend(found);
    in_order(&mut units);
    units
}

/// Returns a sentence on what does not parse.
pub(super) fn note(parts: &[Range<usize>], language: &str) -> Option<String> {
    let first = parts.first()?;
    let long: Vec<String> =
        worth_reading(parts).map(|part| format!("{}–{}", part.start + 1, part.end)).take(MOST_NAMED).collect();
    if long.is_empty() {
        return Some(format!("line {} does not parse as {language}; the rest was read", first.start + 1));
    }
    let more = worth_reading(parts).count().saturating_sub(long.len());
    let more = if more == 0 { String::new() } else { format!(" and {more} more parts") };
    Some(format!(
        "lines {}{more} do not parse as {language} and were read by blocks; the rest was read",
        long.join(", ")
    ))
}

/// So many parts are named.
const MOST_NAMED: usize = 3;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::code;
    use crate::units::grammars::by_name;
    use crate::units::unit::UnitKind;

    #[test]
    fn what_does_not_parse_is_read_by_blocks() {
        let shell = by_name("bash").expect("Bash is known");
        let text = "one() {\n  echo a\n}\n\nif then )) esac\ntwo() {\n  echo b\n  echo c\n}\ndone fi ((\n  x\n  y\n";
        let reading = code::read(&Source::lines("a.sh", text), shell);
        assert_eq!(reading.notes.len(), 1, "{:?}", reading.notes);
        let functions = reading.units.iter().filter(|unit| unit.kind == UnitKind::Function);
        let names: Vec<_> = functions.filter_map(|unit| unit.name.as_deref()).collect();
        assert_eq!(names, ["one", "two"], "{:?}", reading.notes);
    }

    #[test]
    fn a_slip_in_a_line_stays_one() {
        assert_eq!(note(&[], "Go"), None);
        assert_eq!(note(&[3..4], "Go").as_deref(), Some("line 4 does not parse as Go; the rest was read"));
        let told = note(&[3..4, 5..9], "Go").expect("because there are parts");
        assert_eq!(told, "lines 6–9 do not parse as Go and were read by blocks; the rest was read");
    }
}
