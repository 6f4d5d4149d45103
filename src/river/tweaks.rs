//! The same small change of both sides, in two functions of which one calls the other.
//!
//! Not here: token differences (`changes::tweaks`), what such a change says (`findings::repeated_change`).

use std::collections::HashMap;
use std::ops::Range;

use super::sites;
use crate::changes::names;
use crate::changes::tweaks::Tweak;
use crate::edits;
use crate::findings::fault::Fault;
use crate::findings::repeated_change;
use crate::merge::{Merge, Store};
use crate::source::{Side, Source};
use crate::units;
use crate::units::unit::{Unit, UnitKind};

/// A function's name and its lines in the result, counted from 0.
struct Around {
    name: String,
    lines: Range<usize>,
}

/// Finds the changes that both sides made at two places of one value; tweaks come with the index of their file.
pub(super) fn of(merge: &Merge, store: &dyn Store, tweaks: &[Vec<(usize, Tweak)>; 2]) -> Vec<Fault> {
    let [ours, theirs] = [by_tokens(&tweaks[0]), by_tokens(&tweaks[1])];
    let mut keys: Vec<_> = ours.keys().filter(|key| theirs.contains_key(*key)).collect();
    keys.sort();
    let once = |found: &[&(usize, Tweak)]| found.len() == 1;
    let both =
        keys.into_iter().map(|key| (&ours[key], &theirs[key])).filter(|(ours, theirs)| once(ours) && once(theirs));
    both.filter_map(|(ours, theirs)| fault(merge, store, ours[0], theirs[0])).collect()
}

type ByTokens<'a> = HashMap<&'a (Vec<String>, Vec<String>), Vec<&'a (usize, Tweak)>>;

fn by_tokens(tweaks: &[(usize, Tweak)]) -> ByTokens<'_> {
    let mut found: ByTokens<'_> = HashMap::new();
    tweaks.iter().for_each(|tweak| found.entry(&tweak.1.tokens).or_default().push(tweak));
    found
}

fn fault(merge: &Merge, store: &dyn Store, ours: &(usize, Tweak), theirs: &(usize, Tweak)) -> Option<Fault> {
    // Both edited one line: git kept one of them, or asked.
    if ours.0 == theirs.0 && ours.1.was.start < theirs.1.was.end && theirs.1.was.start < ours.1.was.end {
        return None;
    }
    let placed = [(Side::Ours, ours), (Side::Theirs, theirs)]
        .map(|(side, (file, tweak))| placed(merge, store, side, *file, tweak));
    let [Some((one, our_change, result)), Some((other, their_change, other_result))] = placed else { return None };
    let calls = |caller: &Around, source: &Source, callee: &Around| {
        let body = caller.lines.clone().skip(1).map(|line| source.text.line(line));
        caller.name != callee.name
            && body
                .into_iter()
                .any(|line| names::places(line, &callee.name).any(|at| line[at.end..].trim_start().starts_with('(')))
    };
    let (caller, callee) = match (calls(&one, &result, &other), calls(&other, &other_result, &one)) {
        (true, _) => (&one.name, &other.name),
        (_, true) => (&other.name, &one.name),
        _ => return None,
    };
    let (gone, came) = &ours.1.tokens;
    let what = if came.is_empty() { gone.concat() } else { came.concat() };
    Some(repeated_change::fault(&what, caller, callee, our_change, their_change))
}

type Placed = (Around, crate::changes::change::Change, Source);

/// Finds a tweak and the function around it in the result.
fn placed(merge: &Merge, store: &dyn Store, side: Side, index: usize, tweak: &Tweak) -> Option<Placed> {
    let file = &merge.files[index];
    let version = store.read(file.versions.side(side));
    let result = store.read(&file.merged);
    let kept = edits::mapping(&version.text, &result.text);
    let places: Vec<usize> = tweak.lines.clone().filter_map(|line| kept.get(line).copied().flatten()).collect();
    let (first, last) = (*places.first()?, *places.last()?);
    let units = units::known::of(&result);
    let is_around = |unit: &&Unit| {
        let is_function = matches!(unit.kind, UnitKind::Function | UnitKind::Method);
        is_function && unit.span.line_range().contains(&first) && unit.span.line_range().contains(&last)
    };
    let around = units.units.iter().filter(is_around).min_by_key(|unit| unit.span.bytes.len())?;
    let name = around.name.as_deref()?.rsplit(['.', ':']).next()?.to_owned();
    let around = Around { name, lines: around.span.line_range() };
    let unit = sites::lines(&version, tweak.lines.clone(), UnitKind::Line, None);
    let change = sites::change(merge, (index, side), &version, unit, Some((first + 1, last + 1)));
    Some((around, change, result))
}
