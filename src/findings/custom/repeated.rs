//! What was said before, by the base or by one side itself.
//!
//! Not here: what a finding is.

use super::shared::NEIGHBOURS;
use crate::changes::change::Change;
use crate::findings::background::Background;
use crate::pairs::pair::{Family, Measure, Pair};
use crate::units::unit::UnitKind;

/// Two files that repeat more than this share of lines that the base holds follow its custom.
const MAX_KNOWN_ELSEWHERE: f64 = 0.5;
/// Two documents that shared so many sentences before are parallel.
const MIN_SENTENCES_IN_COMMON: usize = 3;

/// What the base says already and two files repeat is the custom of this repository.
pub(super) fn repeated_elsewhere(pair: &Pair, _: (&Change, &Change), _: &Background) -> bool {
    pair.likeness.get(Measure::SameFile) < 1.0 && pair.likeness.get(Measure::Known) >= MAX_KNOWN_ELSEWHERE
}

/// What the base says several times already it may say once more, unless only one may stand in the container.
pub(super) fn repeated_in_base(pair: &Pair, (ours, theirs): (&Change, &Change), background: &Background) -> bool {
    let holds_once = pair.likeness.get(Measure::SameIdentity) > 0.0;
    let exact = pair.likeness.get(Measure::Exact) > 0.0;
    // What was moved stands there once by itself.
    let least = |change: &Change| if change.before.moved { 3 } else { 2 };
    let several = |change: &Change| background.held(change, exact, least(change)) >= 1.0;
    !holds_once && !pair.doubled && !doubled(pair) && several(ours) && several(theirs)
}

/// Tells whether a small thing stands twice within a few lines of one block. There nothing else explains it, however
/// common it is elsewhere.
pub(in crate::findings) fn doubled(pair: &Pair) -> bool {
    let likeness = &pair.likeness;
    let neighbours = likeness.get(Measure::SameContainer) > 0.0 && likeness.get(Measure::Near) >= NEIGHBOURS;
    neighbours && likeness.family == Family::Small && likeness.get(Measure::Exact) > 0.0
}

/// What a side itself says several times, a small thing in one container, a sentence in several containers or files,
/// is no slip there.
pub(super) fn repeated_by_one(pair: &Pair, (ours, theirs): (&Change, &Change), _: &Background) -> bool {
    let claims = pair.likeness.get(Measure::SameIdentity) > 0.0;
    // What points somewhere is an entry, and one list names it once.
    let apart = [Measure::SameContainer, Measure::SameLink].iter().all(|measure| pair.likeness.get(*measure) == 0.0);
    let counted = match pair.likeness.family {
        Family::Small => true,
        Family::Prose => apart,
        Family::Code => false,
    };
    counted && ours.side != theirs.side && !claims && ours.around.copies.max(theirs.around.copies) > 1
}

/// Who leads two groups stands in the lists of both, as another one does already.
pub(super) fn two_roles(pair: &Pair, (ours, theirs): (&Change, &Change), _: &Background) -> bool {
    let apart = pair.likeness.get(Measure::SameFile) < 1.0 || ours.unit.container.path != theirs.unit.container.path;
    let is_person =
        |change: &Change| change.text.split('@').skip(1).any(|rest| rest.starts_with(char::is_alphanumeric));
    apart && is_person(ours) && is_person(theirs) && !ours.around.siblings.is_disjoint(&theirs.around.siblings)
}

/// A translation that is not done yet, a second edition, a copy for another tool: two documents that held many sentences
/// in common before go on to do so, and a new one says what the old ones of its template say.
pub(super) fn parallel_documents(pair: &Pair, (ours, theirs): (&Change, &Change), _: &Background) -> bool {
    let (one, other) = (&ours.around.document, &theirs.around.document);
    let shared = one.intersection(other).take(MIN_SENTENCES_IN_COMMON).count();
    let is_text = pair.likeness.family == Family::Prose || ours.unit.kind == UnitKind::Code;
    // What two new documents share they may say twice: nothing before them shows that they should.
    let is_custom = ours.around.of_new_file.is_none() || theirs.around.of_new_file.is_none();
    ours.file != theirs.file && is_text && is_custom && shared >= MIN_SENTENCES_IN_COMMON
}
