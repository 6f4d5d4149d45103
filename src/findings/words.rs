//! What a finding says to people: one sentence, and the reasons in a few words each.
//!
//! Not here: layout (`report`).

use super::finding::{Changes, Finding};
use super::page::{Page, Telling};
use crate::changes::change::Change;
use crate::pairs::pair::{Family, Likeness, Measure};
use crate::units::unit::UnitKind;

/// So many percent more by meaning than by words are worth telling.
const MORE_BY_MEANING: f64 = 5.0;

/// Returns one sentence.
pub(super) fn message(finding: &Finding, page: &Page, additions: Changes<'_>) -> String {
    let pair = &finding.pairs[0];
    let (ours, theirs) = (&additions.0[pair.ours], &additions.1[pair.theirs]);
    let what = what(finding, additions);
    let is_one_file = ours.file == theirs.file;
    let place = if is_one_file { "at two places of this file" } else { "in two files" }.to_owned();
    let mut message = page.says.map_or_else(String::new, |says| says(&Telling { what, place, ours }));
    if is_one_file && (ours.around.marked || theirs.around.marked) {
        message += ", between conflict markers that were committed";
    }
    if finding.more > 0 {
        let where_else = if is_one_file { "there" } else { "between the same files or folders" };
        message += &format!(", and {} more {where_else}", finding.more);
    }
    message
}

/// What was added: one unit, several of one kind, or so many lines.
fn what(finding: &Finding, additions: Changes<'_>) -> String {
    let units: Vec<&Change> = finding.pairs.iter().map(|pair| &additions.0[pair.ours]).collect();
    let kind = units[0].unit.kind;
    let name = kind.name().replace('-', " ");
    match units.len() {
        1 if kind == UnitKind::Block => format!("{} lines", lines(&units)),
        1 => name,
        count if units.iter().all(|change| change.unit.kind == kind) => format!("{count} {name}s in a row"),
        _ => format!("{} lines", lines(&units)),
    }
}

fn lines(units: &[&Change]) -> usize {
    units.iter().map(|change| change.text.lines().filter(|line| !line.trim().is_empty()).count()).sum()
}

/// Returns the reasons, strongest first.
pub(super) fn reasons(finding: &Finding, additions: Changes<'_>) -> Vec<String> {
    let pair = &finding.pairs[0];
    let likeness = &pair.likeness;
    let ours = &additions.0[pair.ours];
    let mut reasons = Vec::new();
    reasons.extend(finding.unsaid.map(|principle| format!("not said by default: {principle}")));
    let mut because = |holds: bool, reason: String| {
        if holds {
            reasons.push(reason);
        }
    };
    let has = |measure: Measure| likeness.get(measure) > 0.0;
    because(has(Measure::Exact), "equal but for case, marks and spaces".to_owned());
    let scope = if ours.unit.container.path.is_empty() { "this file" } else { ours.unit.container.path.as_str() };
    let identity = ours.unit.name.clone().or_else(|| ours.unit.identity.clone()).unwrap_or_default();
    because(has(Measure::SameIdentity), format!("`{identity}` stands once in {scope}"));
    because(
        ours.before.renamed || additions.1[pair.theirs].before.renamed,
        "one of them is older and took this name".to_owned(),
    );
    because(has(Measure::SameLink), "same address".to_owned());
    because(!has(Measure::Exact), alike(likeness));
    because(likeness.opposed, "one of them says the opposite".to_owned());
    because(has(Measure::SameContainer) && !has(Measure::SameIdentity), "in one container".to_owned());
    because(has(Measure::Known), "the base held some of it before".to_owned());
    reasons
}

fn alike(likeness: &Likeness) -> String {
    let percent = |measure: Measure| (likeness.get(measure) * 100.0).round();
    match likeness.family {
        // What only synonyms and forms of words tell is said as such.
        Family::Prose if percent(Measure::Aligned) >= MORE_BY_MEANING => {
            let all = percent(Measure::Words) + percent(Measure::Aligned);
            format!("{} % of the words by meaning, weighed by rarity", all.min(100.0))
        }
        Family::Prose => format!("{} % of the words, weighed by rarity", percent(Measure::Words)),
        Family::Code | Family::Small => {
            let (bag, shape) = (percent(Measure::Bag), percent(Measure::Grams));
            format!("{bag} % of the code words and {shape} % of the structure")
        }
    }
}
