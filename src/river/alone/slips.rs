//! What of a document's repetitions may be a slip: everything else one author says twice on purpose.
//!
//! Not here: what every good document repeats (`furniture`), what the document tells of its authors (`evidence`).

use std::collections::HashMap;

use super::furniture::folded;
use crate::changes::change::Change;
use crate::edits::words::differences;
use crate::findings::finding::{Finding, Kind};
use crate::pairs::pair::Pair;
use crate::pairs::words::Words;
use crate::units::unit::UnitKind;

/// Statements alike, but not the same, must be this probable: one author writes many parallel sentences.
const MIN_CONFIDENCE_OF_NEAR: f64 = 0.8;

/// A note says what its slide says, and a list or table has entries that are alike: both are as they should be. Each comes
/// with its words, folded.
pub(super) fn can_be_one((one, said): (&Change, &str), (other, also_said): (&Change, &str)) -> bool {
    let is_note = |addition: &Change| addition.unit.kind == UnitKind::Note;
    let same_place = one.unit.container.path == other.unit.container.path;
    is_note(one) == is_note(other) && (!same_place || said == also_said)
}

/// Two boxes of one slide are seen at one glance: what both say, they say on purpose.
pub(super) fn stand_side_by_side(one: &Change, other: &Change) -> bool {
    let slide = |addition: &Change| {
        let first = addition.unit.place.split(" › ").next().unwrap_or_default();
        first.starts_with("slide ").then(|| first.to_owned())
    };
    one.unit.container.path != other.unit.container.path && slide(one).is_some() && slide(one) == slide(other)
}

/// Keeps of what stands twice what is plain: the same words, or much the same of which neither fills in a form.
#[must_use]
pub(super) fn among(findings: Vec<Finding>, units: &[Change], max_copies: usize) -> Vec<Finding> {
    no_phrases(findings.into_iter().filter(|finding| is_plain(finding, units)).collect(), max_copies)
}

fn is_plain(finding: &Finding, units: &[Change]) -> bool {
    let texts = || finding.pairs.iter().map(|pair| (units[pair.ours].text.as_str(), units[pair.theirs].text.as_str()));
    let exact = texts().all(|(one, other)| folded(one) == folded(other));
    match finding.kind {
        Kind::DuplicateAddition => true,
        Kind::NearDuplicateAddition => {
            let is_form = texts().any(|(one, other)| fill_one_form(one, other));
            exact || (finding.confidence >= MIN_CONFIDENCE_OF_NEAR && !is_form)
        }
        _ => false,
    }
}

/// Tells whether two texts are equal but for one place at which each says something of its own: "Notes of the first
/// slide", "Notes of the second slide". One author writes many such, and each says another thing.
fn fill_one_form(one: &str, other: &str) -> bool {
    let is_word = |text: &str| text.chars().any(char::is_alphanumeric);
    let differ = differences(one, other);
    let mut words = differ.iter().map(|found| (&one[found.ours.clone()], &other[found.theirs.clone()]));
    let numbers = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let is_own = |(one, other): (&str, &str)| {
        let says_other = Words::of(one).stems != Words::of(other).stems || numbers(one) != numbers(other);
        is_word(one) && is_word(other) && says_other
    };
    differ.len() == 1 && words.all(is_own)
}

/// Leaves out what is like more than one other thing: a form that the document fills in again and again.
fn no_phrases(mut findings: Vec<Finding>, max_copies: usize) -> Vec<Finding> {
    let mut partners: HashMap<usize, usize> = HashMap::new();
    for unit in findings.iter().flat_map(|finding| &finding.pairs).flat_map(|pair| [pair.ours, pair.theirs]) {
        *partners.entry(unit).or_default() += 1;
    }
    let is_paired_once = |unit: usize| partners.get(&unit).is_none_or(|count| *count < max_copies);
    let is_slip = |pair: &Pair| is_paired_once(pair.ours) && is_paired_once(pair.theirs);
    findings.retain(|finding| finding.pairs.iter().all(is_slip));
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_says_another_thing_each_time() {
        let (short, long) = ("Support ends on 31 March 2027", "Support of the gateway ends on 31 March 2027");
        assert!(fill_one_form("Up to 112 GB", "Up to 28 GB"));
        assert!(!fill_one_form(short, long) && !fill_one_form(short, short));
    }
}
