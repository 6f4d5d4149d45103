//! Statements that stand together, without a blank line between them: what one would cut out and paste.
//!
//! Not here: single statements (the walk makes them), whole functions.

use crate::source::Text;
use crate::units::unit::{Container, Unit, UnitKind, in_order};

/// A passage of fewer words says what many passages say.
const MIN_TOKENS: usize = 20;

/// Adds the passages of a file to its units, in the order of the text, outer before inner.
pub(super) fn added(mut units: Vec<Unit>, text: &Text) -> Vec<Unit> {
    let mut passages = Vec::new();
    let mut open: Vec<Vec<&Unit>> = Vec::new();
    for unit in &units {
        // Whoever ends before this unit begins takes no more members, except as its neighbour.
        while open.last().is_some_and(|members| !is_around(members, unit) && !is_next(members, unit, text)) {
            passages.extend(open.pop().and_then(|members| passage(&members, text)));
        }
        if !matches!(unit.kind, UnitKind::Statement | UnitKind::Declaration) {
            continue;
        }
        match open.last_mut() {
            Some(members) if is_next(members, unit, text) => members.push(unit),
            _ => open.push(vec![unit]),
        }
    }
    passages.extend(open.iter().filter_map(|members| passage(members, text)));
    units.extend(passages);
    in_order(&mut units);
    units
}

/// Tells whether the last member holds a unit.
fn is_around(members: &[&Unit], unit: &Unit) -> bool {
    members.last().is_some_and(|last| last.span.holds(&unit.span))
}

/// Tells whether a unit follows the last member on the next lines of the same block.
fn is_next(members: &[&Unit], unit: &Unit, text: &Text) -> bool {
    members.last().is_some_and(|last| {
        let between = last.span.end_line..unit.span.start_line.saturating_sub(1);
        last.container.path == unit.container.path
            && last.span.bytes.end <= unit.span.bytes.start
            && between.into_iter().all(|line| !text.line(line).trim().is_empty())
    })
}

fn passage(members: &[&Unit], text: &Text) -> Option<Unit> {
    let (first, last) = (members.first()?, members.last()?);
    let count: usize = members.iter().map(|unit| unit.tokens.len()).sum();
    let says_something = members.len() > 1 && count >= MIN_TOKENS;
    let does_something = members.iter().any(|unit| unit.kind == UnitKind::Statement);
    (says_something && does_something).then(|| Unit {
        kind: UnitKind::Block,
        span: text.span(first.span.bytes.start..last.span.bytes.end),
        name: None,
        identity: None,
        container: Container { path: first.container.path.clone(), set_like: false },
        place: first.place.clone(),
        level: 0,
        tokens: members.iter().flat_map(|unit| unit.tokens.iter().cloned()).collect::<Vec<_>>().into(),
        branches: first.branches.clone(),
    })
}
