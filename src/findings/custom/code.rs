//! Code of one shape or name that does two things.
//!
//! Not here: which shapes the base holds (`findings::background`).

use super::shared::{MIN_SIZE_ELSEWHERE, MIN_SIZE_OF_A_BLOCK, NEIGHBOURS, are_tests, is_one};
use crate::changes::change::Change;
use crate::findings::background::Background;
use crate::pairs::pair::{Family, Measure, Pair};
use crate::units::unit::{TokenClass, UnitKind};

/// Code in other containers must say at least so many words: below, a getter or a guard is an idiom.
const MIN_TOKENS_ELSEWHERE: usize = 30;
/// And so many where its structure differs, too.
const MIN_TOKENS_RESHAPED: usize = 40;
/// Above this likeness of structure code has one shape.
const SAME_SHAPE: f64 = 0.6;
/// Methods of one name in two types do the same work for two things; so many words make a copy of it.
const MIN_TOKENS_OF_PARALLELS: usize = 60;
/// Code of one shape that shares less than this of what it calls and says does other work.
const SAME_WORK: f64 = 0.7;
/// A statement of fewer words does nothing of its own: `return;`, `break;`.
const MIN_TOKENS_OF_A_STATEMENT: usize = 4;
/// One file of the base holds code of a shape when it holds so many of its runs of lines, names and values aside.
const ONE_SHAPE: f64 = 0.8;
/// Marks of containers that the compiler takes one of.
const ALTERNATIVES: &[&str] = &["#[cfg", "#if", "#elif", "#else", "if TYPE_CHECKING"];

/// Types that tests bring for themselves, and methods of one name in two of them.
pub(super) fn scaffold(pair: &Pair, (ours, theirs): (&Change, &Change), _: &Background) -> bool {
    let both = |kind| ours.unit.kind == kind && theirs.unit.kind == kind;
    let methods = both(UnitKind::Method) && ours.unit.name == theirs.unit.name && ours.file != theirs.file;
    let same = is_one(pair);
    let in_tests = are_tests(ours, theirs);
    ((both(UnitKind::Type) || methods) && !same || is_local(ours, theirs)) && in_tests
}

/// Two small functions that two blocks of one file each have for themselves.
fn is_local(ours: &Change, theirs: &Change) -> bool {
    let (one, other) = (&ours.unit, &theirs.unit);
    let both = one.kind == UnitKind::Function && other.kind == UnitKind::Function;
    let is_small = one.tokens.len().min(other.tokens.len()) < MIN_TOKENS_OF_PARALLELS;
    let (here, there) = (one.container.path.as_str(), other.container.path.as_str());
    both && is_small && ours.file == theirs.file && here != there && !here.is_empty() && !there.is_empty()
}

/// One name with other parameters, where the language allows it.
pub(super) fn overload(_: &Pair, (ours, theirs): (&Change, &Change), _: &Background) -> bool {
    let (one, other) = (&ours.unit, &theirs.unit);
    let is_code = matches!(one.kind, UnitKind::Function | UnitKind::Method);
    let same_name = one.name.is_some() && one.name == other.name && one.container == other.container;
    is_code && same_name && one.identity.is_some() && other.identity.is_some() && one.identity != other.identity
}

/// Two branches of which only one is compiled: one function under two conditions, or under one and under none.
pub(super) fn alternative(pair: &Pair, (ours, theirs): (&Change, &Change), _: &Background) -> bool {
    let (one, other) = (condition(ours), condition(theirs));
    let same_name = ours.unit.name.is_some() && ours.unit.name == theirs.unit.name;
    let together = ours.file == theirs.file || one.is_some() && other.is_some();
    same_name && together && one != other && pair.likeness.get(Measure::Exact) == 0.0
}

/// The condition under which something is compiled: its own first line, or that of the container that it stands in.
fn condition(addition: &Change) -> Option<&str> {
    let (path, text) = (addition.unit.container.path.as_str(), addition.text.trim_start());
    let own = text.lines().next().filter(|line| ALTERNATIVES.iter().any(|mark| line.starts_with(mark)));
    let around = || ALTERNATIVES.iter().filter_map(|mark| path.find(mark)).min().map(|at| &path[at..]);
    own.or_else(around)
}

/// One method for two types: each needs its own. Only what is equal to the letter and long was copied.
pub(super) fn parallel(pair: &Pair, (ours, theirs): (&Change, &Change), _: &Background) -> bool {
    let elsewhere = ours.file != theirs.file || ours.unit.container.path != theirs.unit.container.path;
    let methods = ours.unit.kind == UnitKind::Method && theirs.unit.kind == UnitKind::Method;
    let tokens = ours.unit.tokens.len().min(theirs.unit.tokens.len());
    let exact = pair.likeness.get(Measure::Exact) > 0.0;
    let least = if exact { MIN_TOKENS_ELSEWHERE } else { MIN_TOKENS_OF_PARALLELS };
    methods && elsewhere && ours.unit.name == theirs.unit.name && tokens < least
}

/// A few words under a number in two lists: two procedures may have one step.
pub(super) fn step(pair: &Pair, (ours, theirs): (&Change, &Change), _: &Background) -> bool {
    let is_numbered = |change: &Change| {
        let rest = change.text.trim_start().trim_start_matches(|letter: char| letter.is_ascii_digit());
        change.unit.kind == UnitKind::Bullet
            && change.text.trim_start().len() > rest.len()
            && rest.starts_with(['.', ')'])
    };
    let likeness = &pair.likeness;
    let apart = likeness.get(Measure::SameContainer) == 0.0 || likeness.get(Measure::Near) < NEIGHBOURS;
    is_numbered(ours) && is_numbered(theirs) && apart && likeness.get(Measure::Size) < MIN_SIZE_ELSEWHERE
}

/// A statement in another block: only what is the same there was copied, and in another test not even that, nor an entry of
/// a list.
pub(super) fn statement(pair: &Pair, (ours, theirs): (&Change, &Change), _: &Background) -> bool {
    let are = |kind: UnitKind| ours.unit.kind == kind && theirs.unit.kind == kind;
    let apart = pair.likeness.get(Measure::SameContainer) == 0.0;
    let is_equal = pair.likeness.get(Measure::Exact) > 0.0;
    let in_tests = are_tests(ours, theirs);
    let is_of_tests = (are(UnitKind::Statement) || are(UnitKind::Entry)) && in_tests;
    apart && (are(UnitKind::Statement) && !is_equal || is_of_tests)
}

/// Code whose shape is one and whose words are not.
pub(super) fn other_work(pair: &Pair, _: (&Change, &Change), _: &Background) -> bool {
    let likeness = &pair.likeness;
    let same = is_one(pair);
    likeness.family == Family::Code && !same && likeness.calls < SAME_WORK
}

/// One more of what the base does many times, or as alike to what stood beside it as the two are to each other.
pub(super) fn of_a_family(pair: &Pair, (ours, theirs): (&Change, &Change), background: &Background) -> bool {
    let same = is_one(pair);
    let elsewhere = ours.file != theirs.file;
    let holds_shape = || background.relative(ours) >= ONE_SHAPE && background.relative(theirs) >= ONE_SHAPE;
    !same && (pair.likeness.of_a_family || elsewhere && holds_shape())
}

/// A few words of code in two containers.
pub(super) fn idiom(pair: &Pair, (ours, theirs): (&Change, &Change), _: &Background) -> bool {
    let tokens = ours.unit.tokens.len().min(theirs.unit.tokens.len());
    let together = pair.likeness.get(Measure::SameContainer) > 0.0 && pair.likeness.get(Measure::Exact) > 0.0
        || pair.likeness.get(Measure::SameIdentity) > 0.0;
    let likeness = &pair.likeness;
    let says_much = likeness.get(Measure::Exact) > 0.0 || likeness.get(Measure::Size) >= MIN_SIZE_OF_A_BLOCK;
    let is_copy = likeness.get(Measure::SameFile) >= 1.0 && says_much;
    let is_block = ours.unit.kind == UnitKind::Block || ours.unit.kind == UnitKind::Code && is_copy;
    let is_code = pair.likeness.family == Family::Code && !is_block;
    let least =
        if pair.likeness.get(Measure::Grams) >= SAME_SHAPE { MIN_TOKENS_ELSEWHERE } else { MIN_TOKENS_RESHAPED };
    is_code && !together && tokens < least
}

/// Tests that put other values through one shape are a table.
pub(super) fn parametrised(pair: &Pair, (ours, theirs): (&Change, &Change), _: &Background) -> bool {
    let literals = |addition: &Change| {
        let literals = addition.unit.tokens.iter().filter(|token| token.class == TokenClass::Literal);
        let mut texts: Vec<String> = literals.map(|token| token.text.to_string()).collect();
        texts.sort();
        texts
    };
    let same_identity = pair.likeness.get(Measure::SameIdentity) > 0.0;
    pair.likeness.get(Measure::Tests) > 0.0 && !same_identity && literals(ours) != literals(theirs)
}

/// A statement of a word or two, wherever it stands.
pub(super) fn small_statement(pair: &Pair, (ours, _): (&Change, &Change), _: &Background) -> bool {
    let claims = pair.likeness.get(Measure::SameIdentity) > 0.0;
    ours.unit.kind == UnitKind::Statement && !claims && ours.unit.tokens.len() < MIN_TOKENS_OF_A_STATEMENT
}
