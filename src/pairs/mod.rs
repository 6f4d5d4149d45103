//! Units become Pairs: which unit of ours looks like which unit of theirs, and how much.
//!
//! Not here: whether that matters (`findings`). Small things meet only inside one container or file, big things
//! anywhere: the same three-word statement in two functions is an idiom.

pub mod addresses;
pub mod align;
pub mod candidates;
pub mod code;
pub mod features;
pub mod names;
pub mod pair;
pub mod prose;
pub mod synonyms;
mod tails;
pub mod targets;
pub mod values;
pub mod words;

use std::collections::HashMap;

use crate::changes::change::Addition;
use crate::units::unit::UnitKind;
use features::Features;
use pair::{Family, Likeness, Measure, Pair};
use prose::Rarity;

/// Below this likeness a pair is not worth a model's opinion.
const MIN_LIKENESS: f64 = 0.2;
/// A unit that says all it has to say in so many words counts as full size.
const FULL_SIZE: usize = 40;
/// Statements of so many tokens meet outside their own block too: a branch with its body, not a call.
const LARGE_STATEMENT: usize = 25;
/// Values of fewer words ("true", "not found") stand under many keys.
const MIN_WORDS_OF_A_SENTENCE: usize = 3;
/// At so many lines apart two units count as half near.
const HALF_NEAR: f64 = 20.0;

/// Pairs the additions of two sides, by their indexes. How rare words are is asked only where there are candidates.
#[must_use]
pub fn between(ours: &[Addition], theirs: &[Addition], rarity: impl FnOnce() -> Rarity) -> Vec<Pair> {
    let features = |additions: &[Addition]| additions.iter().map(Features::of).collect::<Vec<_>>();
    let (our_features, their_features) = (features(ours), features(theirs));
    let mut pairs = Vec::new();
    let mut candidates = candidates::among(&our_features, &their_features);
    candidates.retain(|(our, their)| can_meet(&ours[*our], &theirs[*their]));
    if candidates.is_empty() {
        return pairs;
    }
    let rarity = rarity();
    // In one document without history there are no sides, and nobody could know.
    let of_two_sides = ours.first().map(|addition| addition.side) != theirs.first().map(|addition| addition.side);
    let none: &[Addition] = &[];
    let by = |additions, features| Held::by(if of_two_sides { additions } else { none }, features);
    let held = [by(ours, &our_features), by(theirs, &their_features)];
    for (our, their) in candidates {
        let sides = (&ours[our], &theirs[their]);
        let mut places = None;
        if one_copy(sides.0, sides.1) {
            // Both sides were found at one place of the result. When the text stands there twice, they are two copies.
            let exact = our_features[our].exact;
            let is_free = |place: &(usize, usize)| {
                Some(*place) == sides.0.merged || !held.iter().any(|held| held.at(sides.0.file, exact, *place))
            };
            places = two_copies(sides.0, sides.1)
                .filter(|places| exact == their_features[their].exact && places.iter().all(is_free));
            if places.is_none() {
                continue;
            }
        } else if held[0].holds(sides.1, &their_features[their])
            || held[1].holds(sides.0, &our_features[our])
            || of_two_sides && crosses(sides.0, sides.1)
        {
            // Whoever has both copies at their places wrote or took them knowingly.
            continue;
        }
        let mut likeness = likeness(sides, (&our_features[our], &their_features[their]), &rarity);
        if let Some([one, other]) = places {
            likeness.set(Measure::Near, nearness(one, other));
        }
        let only_clashes = sides.0.renamed || sides.1.renamed;
        if only_clashes && likeness.get(Measure::SameIdentity) == 0.0 {
            continue;
        }
        if worth_an_opinion(&likeness) {
            pairs.push(Pair { ours: our, theirs: their, likeness, places });
        }
    }
    pairs
}

/// What one side added, by file and text, each with its places in the result.
struct Held(HashMap<(usize, u64), Vec<(usize, usize)>>);

impl Held {
    fn by(additions: &[Addition], features: &[Features]) -> Held {
        let mut held: HashMap<(usize, u64), Vec<(usize, usize)>> = HashMap::new();
        for (addition, features) in additions.iter().zip(features) {
            held.entry((addition.file, features.exact)).or_default().extend(addition.merged);
        }
        Held(held)
    }

    /// Tells whether the side has the other one's unit, too, at the same place of the result.
    fn holds(&self, addition: &Addition, features: &Features) -> bool {
        addition.merged.is_some_and(|lines| self.at(addition.file, features.exact, lines))
    }

    /// Tells whether the side added such a text at this place.
    fn at(&self, file: usize, exact: u64, lines: (usize, usize)) -> bool {
        self.0.get(&(file, exact)).is_some_and(|places| places.contains(&lines))
    }
}

/// Tells whether a side brought, too, what the other side's unit is called: it has both of two that look alike, and knows
/// them apart.
fn crosses(ours: &Addition, theirs: &Addition) -> bool {
    let (one, other) = (&ours.unit, &theirs.unit);
    let has_other_name = one.name != other.name || one.container.path != other.container.path;
    ours.file == theirs.file && has_other_name && (ours.declared.holds(other) || theirs.declared.holds(one))
}

/// Tells whether two units are of kinds and at places where a likeness can mean anything.
fn can_meet(ours: &Addition, theirs: &Addition) -> bool {
    let same_file = ours.file == theirs.file;
    let same_container = same_file && ours.unit.container.path == theirs.unit.container.path;
    let (kind, other) = (ours.unit.kind, theirs.unit.kind);
    match kind {
        UnitKind::Statement => kind == other && (same_container || same_file && is_large(ours) && is_large(theirs)),
        UnitKind::Key if same_file && is_dependency(ours) && is_dependency(theirs) => kind == other,
        _ if needs_one_container(kind) => kind == other && same_container,
        UnitKind::Section | UnitKind::Slide | UnitKind::TableRow => kind == other,
        // Statements that stand together are pasted within a function; in two functions they are an idiom.
        UnitKind::Block => kind == other && (ours.unit.tokens.is_empty() || same_file && nested(ours, theirs)),
        UnitKind::Type | UnitKind::Code | UnitKind::File | UnitKind::Comment => kind == other,
        _ => group(kind) == group(other) && group(kind) > 0,
    }
}

/// Tells whether a kind is so small that a second one means something only in one container. A heading alone names a part
/// of its own document: every page has its "Example".
#[must_use]
pub fn needs_one_container(kind: UnitKind) -> bool {
    use UnitKind::{Declaration, Entry, EnumEntry, Heading, Import, Key, Line, Link, Member};
    matches!(kind, Line | Entry | Import | Member | EnumEntry | Link | Declaration | Key | Heading)
}

/// Tells whether two stand in one block, or one in a block within the other's.
fn nested(ours: &Addition, theirs: &Addition) -> bool {
    let (one, other) = (&ours.unit.container.path, &theirs.unit.container.path);
    let within = |inner: &str, outer: &str| {
        outer.is_empty()
            || inner.strip_prefix(outer).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '/']))
    };
    within(one, other) || within(other, one)
}

/// Tells whether a unit is made of sentences: word answers to word within one, not across many.
fn holds_sentences(kind: UnitKind) -> bool {
    matches!(kind, UnitKind::File | UnitKind::Section | UnitKind::Slide | UnitKind::Block)
}

/// Tells whether a statement says enough to mean something outside its own block.
fn is_large(addition: &Addition) -> bool {
    addition.unit.tokens.len() >= LARGE_STATEMENT
}

/// Kinds that say the same thing in other shapes: a bullet and a paragraph, a function and a method.
fn group(kind: UnitKind) -> u8 {
    match kind {
        UnitKind::Function | UnitKind::Method | UnitKind::Test => 1,
        UnitKind::Bullet | UnitKind::Task | UnitKind::Paragraph | UnitKind::Note => 2,
        _ => 0,
    }
}

/// Tells whether both units stand on the same lines of the result: git kept one copy.
fn one_copy(ours: &Addition, theirs: &Addition) -> bool {
    let overlap = |a: (usize, usize), b: (usize, usize)| a.0 <= b.1 && b.0 <= a.1;
    // A file that one side renamed and the other made anew has two entries, and one place in the result.
    (ours.file == theirs.file || ours.path == theirs.path)
        && ours.merged.zip(theirs.merged).is_some_and(|(our_lines, their_lines)| overlap(our_lines, their_lines))
}

/// Shares two places of one text among the sides: whoever has it higher up gets the upper one, and where that is no
/// answer the versions themselves decide, so that the answer does not depend on which side is called ours.
fn two_copies(ours: &Addition, theirs: &Addition) -> Option<[(usize, usize); 2]> {
    let (one, other) = (ours.merged?, ours.twin?);
    let (upper, lower) = (one.min(other), one.max(other));
    let rank = |addition: &Addition| (addition.unit.span.start_line, addition.version);
    Some(if rank(ours) <= rank(theirs) { [upper, lower] } else { [lower, upper] })
}

fn likeness(sides: (&Addition, &Addition), features: (&Features, &Features), rarity: &Rarity) -> Likeness {
    let ((ours, theirs), (our_features, their_features)) = (sides, features);
    let mut likeness = Likeness { family: our_features.family, ..Likeness::default() };
    prose::measure(&our_features.words, &their_features.words, rarity, &mut likeness);
    if our_features.family == Family::Prose && !holds_sentences(ours.unit.kind) {
        align::measure(&our_features.words, &their_features.words, rarity, &mut likeness);
    }
    tails::measure(&our_features.tail, &their_features.tail, &mut likeness);
    if our_features.family != Family::Prose {
        code::measure(&our_features.block, &their_features.block, &mut likeness);
    }
    likeness.flag(Measure::Exact, our_features.exact == their_features.exact);
    place(ours, theirs, &mut likeness);
    targets::measure(our_features, their_features, &mut likeness);
    let smaller = our_features.size.min(their_features.size);
    likeness.set(Measure::Size, prose::ratio(smaller, FULL_SIZE));
    if let Some((our_name, their_name)) = ours.unit.name.as_ref().zip(theirs.unit.name.as_ref()) {
        likeness.set(Measure::Names, names::likeness(our_name, their_name));
    }
    likeness.flag(Measure::Tests, ours.unit.kind == UnitKind::Test && theirs.unit.kind == UnitKind::Test);
    likeness.flag(Measure::WasAlike, were_alike(ours, theirs));
    likeness.flag(Measure::SameValue, same_value(ours, theirs));
    likeness
}

/// Fills in the measures of where the two stand.
fn place(ours: &Addition, theirs: &Addition, likeness: &mut Likeness) {
    let same_file = ours.file == theirs.file;
    let same_container = same_file && ours.unit.container.path == theirs.unit.container.path;
    let claims = same_container && ours.unit.container.set_like && ours.unit.identity.is_some();
    likeness.flag(Measure::SameFile, same_file);
    likeness.flag(Measure::SameContainer, same_container);
    likeness.flag(Measure::SameIdentity, claims && ours.unit.identity == theirs.unit.identity);
    if let Some(((our_start, our_end), (their_start, their_end))) = ours.merged.zip(theirs.merged).filter(|_| same_file)
    {
        likeness.set(Measure::Near, nearness((our_start, our_end), (their_start, their_end)));
    }
}

/// How near two places of one file are: 1 for neighbours, half at [`HALF_NEAR`] lines.
fn nearness(one: (usize, usize), other: (usize, usize)) -> f64 {
    let gap = other.0.saturating_sub(one.1).max(one.0.saturating_sub(other.1));
    HALF_NEAR / (HALF_NEAR + gap.saturating_sub(1) as f64)
}

/// Tells whether a key names something that is taken in: a section of dependencies, whatever the tool.
fn is_dependency(addition: &Addition) -> bool {
    let section = addition.unit.container.path.to_lowercase();
    addition.outermost && (section.ends_with("dependencies") || section.ends_with("dependencies]"))
}

/// Tells whether two keys of one file hold the same sentence, or take in the same dependency in two sections.
fn same_value(ours: &Addition, theirs: &Addition) -> bool {
    if ours.file != theirs.file || ours.unit.kind != UnitKind::Key || theirs.unit.kind != UnitKind::Key {
        return false;
    }
    let last = |addition: &Addition| addition.unit.name.as_deref().map(|name| features::last_name(name).to_owned());
    let value = |addition: &Addition| {
        let (_, value) = addition.text.split_once([':', '=']).unwrap_or_default();
        value.trim().trim_end_matches(',').to_owned()
    };
    let in_other_sections = ours.unit.container.path != theirs.unit.container.path;
    let is_word = |word: &&str| word.trim_matches(['"', '\'', ',', '.']).chars().all(char::is_alphabetic);
    let sentence = value(ours).split_whitespace().filter(is_word).count() >= MIN_WORDS_OF_A_SENTENCE;
    in_other_sections && last(ours) == last(theirs) || sentence && value(ours) == value(theirs)
}

/// Tells whether the base held the likeness already: both sides edited texts that were alike before.
fn were_alike(ours: &Addition, theirs: &Addition) -> bool {
    let Some((our_was, their_was)) = ours.was.as_ref().zip(theirs.was.as_ref()) else { return false };
    let overlap = ours.was_lines.start < theirs.was_lines.end && theirs.was_lines.start < ours.was_lines.end;
    // One text of the base became two: nothing was alike before.
    if ours.file == theirs.file && overlap {
        return false;
    }
    let [our_was, their_was] = [our_was, their_was].map(|text| words::Words::of(text));
    let shared = our_was.trigrams.intersection(&their_was.trigrams).count();
    our_was.folded == their_was.folded || prose::dice(shared, our_was.trigrams.len(), their_was.trigrams.len()) > 0.7
}

fn worth_an_opinion(likeness: &Likeness) -> bool {
    let strong = [Measure::Exact, Measure::SameIdentity, Measure::SameLink];
    let alike = match likeness.family {
        Family::Prose => {
            let aligned = likeness.get(Measure::Words) + likeness.get(Measure::Aligned);
            aligned.max(likeness.get(Measure::Trigrams))
        }
        Family::Code => likeness.get(Measure::Grams).max(likeness.get(Measure::Bag)),
        Family::Small => likeness.get(Measure::Sequence).max(likeness.get(Measure::Trigrams)),
    };
    strong.iter().any(|measure| likeness.get(*measure) > 0.0) || alike >= MIN_LIKENESS
}
