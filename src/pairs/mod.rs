//! Changes meet in Pairs: which unit of ours looks like which unit of theirs, and how much.
//!
//! Not here: whether that matters (`findings`). Small things meet only inside one container or file, big things
//! anywhere: the same three-word statement in two functions is an idiom.

pub mod addresses;
pub mod align;
pub mod candidates;
pub mod code;
pub mod features;
mod former;
pub mod names;
pub mod mirrors;
pub mod pair;
pub mod prose;
pub mod synonyms;
mod endings;
mod tails;
pub mod targets;
mod quantities;
pub mod value;
pub mod values;
pub mod words;

use std::collections::{BTreeSet, HashMap};

use crate::changes::change::Change;
use crate::units::unit::{UnitKind, exclude_each_other};
use candidates::Candidates;
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

/// What two sides say alike.
#[derive(Debug, Default)]
pub struct Compared {
    /// The pairs.
    pub pairs: Vec<Pair>,
    /// How many more share words or tokens and were not compared, because they are too many.
    pub left_out: usize,
}

impl Compared {
    /// Says what was not compared; `None` where all was.
    #[must_use]
    pub fn what_is_missing(&self) -> Option<String> {
        (self.left_out > 0).then(|| {
            format!("not examined: {} pairs of what is alike, of very many the least alike ones", self.left_out)
        })
    }
}

/// Pairs the additions of two sides, by their indexes. How rare words are is asked only where there are candidates.
#[must_use]
pub fn between(ours: &[Change], theirs: &[Change], rarity: impl FnOnce() -> Rarity) -> Compared {
    Meeting::of(ours, theirs, |_, _| true).compared(rarity)
}

/// What two sides added, with what of it is worth comparing.
pub struct Meeting<'a> {
    sides: [&'a [Change]; 2],
    features: [Vec<Features>; 2],
    candidates: Candidates,
}

impl<'a> Meeting<'a> {
    /// Finds what is worth comparing of what `is_asked`, told two indexes, says that it matters.
    #[must_use]
    pub fn of(ours: &'a [Change], theirs: &'a [Change], is_asked: impl Fn(usize, usize) -> bool) -> Meeting<'a> {
        let features = |additions: &[Change]| additions.iter().map(Features::to_be_found).collect::<Vec<_>>();
        let mut of_ours = features(ours);
        let mut of_theirs = if std::ptr::eq(ours, theirs) { of_ours.clone() } else { features(theirs) };
        let can_meet = |our: usize, their: usize| can_meet(&ours[our], &theirs[their]) && is_asked(our, their);
        let candidates = candidates::among(&of_ours, &of_theirs, can_meet);
        for our in candidates.pairs.iter().map(|(our, _)| *our).collect::<BTreeSet<_>>() {
            of_ours[our].read_words(&ours[our]);
        }
        for their in candidates.pairs.iter().map(|(_, their)| *their).collect::<BTreeSet<_>>() {
            of_theirs[their].read_words(&theirs[their]);
        }
        Meeting { sides: [ours, theirs], features: [of_ours, of_theirs], candidates }
    }

    /// Returns what shares at least so much of its words, each weighed by how rare it is: by far the cheapest measure.
    #[must_use]
    pub fn of_shared_words(&self, rarity: &Rarity, least: f64) -> Vec<(usize, usize)> {
        let shares = |(our, their): &&(usize, usize)| {
            let mut likeness = Likeness::default();
            prose::measure(&self.features[0][*our].words, &self.features[1][*their].words, rarity, &mut likeness);
            likeness.get(Measure::Words) >= least
        };
        self.candidates.pairs.iter().filter(shares).copied().collect()
    }

    /// Measures what is worth comparing.
    #[must_use]
    pub fn compared(self, rarity: impl FnOnce() -> Rarity) -> Compared {
        let mut compared = Compared { pairs: Vec::new(), left_out: self.candidates.left_out };
        if self.candidates.pairs.is_empty() {
            return compared;
        }
        let rarity = rarity();
        let held = self.held();
        let measured = self.candidates.pairs.iter().filter_map(|pair| self.measured(*pair, &held, &rarity));
        compared.pairs.extend(measured);
        compared
    }

    fn held(&self) -> [Held; 2] {
        let [ours, theirs] = self.sides;
        // In one document without history there are no sides, and nobody could know.
        let of_two_sides = ours.first().map(|addition| addition.side) != theirs.first().map(|addition| addition.side);
        let none: &[Change] = &[];
        [0, 1].map(|at| Held::by(if of_two_sides { self.sides[at] } else { none }, &self.features[at]))
    }

    fn measured(&self, (our, their): (usize, usize), held: &[Held; 2], rarity: &Rarity) -> Option<Pair> {
        let sides = (&self.sides[0][our], &self.sides[1][their]);
        let features = (&self.features[0][our], &self.features[1][their]);
        let mut places = None;
        if one_copy(sides.0, sides.1) {
            // Both sides were found at one place of the result. When the text stands there twice, they are two copies.
            let exact = features.0.exact;
            let is_free = |place: &(usize, usize)| {
                Some(*place) == sides.0.stands.merged || !held.iter().any(|held| held.at(sides.0.file, exact, *place))
            };
            let copies = two_copies(sides.0, sides.1);
            places = Some(copies.filter(|places| exact == features.1.exact && places.iter().all(is_free))?);
        }
        let mut likeness = likeness(sides, features, rarity);
        if let Some([one, other]) = places {
            likeness.set(Measure::Near, nearness(one, other));
        }
        let only_clashes = sides.0.before.renamed || sides.1.before.renamed;
        let is_clash = likeness.get(Measure::SameIdentity) > 0.0;
        let is_worth_it = (is_clash || !only_clashes) && worth_an_opinion(&likeness);
        is_worth_it.then_some(Pair { ours: our, theirs: their, likeness, places, doubled: false })
    }
}

/// Measures what a result says twice and no side did: the changes from these indexes on answer to each other.
#[must_use]
pub fn of_doubles(changes: [&[Change]; 2], from: [usize; 2], rarity: &Rarity) -> Vec<Pair> {
    let measured = |at: usize| {
        let sides = (&changes[0][from[0] + at], &changes[1][from[1] + at]);
        let features = (Features::of(sides.0), Features::of(sides.1));
        let likeness = likeness(sides, (&features.0, &features.1), rarity);
        Pair { ours: from[0] + at, theirs: from[1] + at, likeness, places: None, doubled: true }
    };
    (0..changes[0].len() - from[0]).map(measured).collect()
}

/// What one side added, by file and text, each with its places in the result.
struct Held(HashMap<(usize, u64), Vec<(usize, usize)>>);

impl Held {
    fn by(additions: &[Change], features: &[Features]) -> Held {
        let mut held: HashMap<(usize, u64), Vec<(usize, usize)>> = HashMap::new();
        for (addition, features) in additions.iter().zip(features) {
            held.entry((addition.file, features.exact)).or_default().extend(addition.stands.merged);
        }
        Held(held)
    }

    /// Tells whether the side added such a text at this place.
    fn at(&self, file: usize, exact: u64, lines: (usize, usize)) -> bool {
        self.0.get(&(file, exact)).is_some_and(|places| places.contains(&lines))
    }
}

/// Tells whether two units are of kinds and at places where a likeness can mean anything.
fn can_meet(ours: &Change, theirs: &Change) -> bool {
    let same_file = ours.file == theirs.file;
    let same_container = same_file && ours.unit.container.path == theirs.unit.container.path;
    let (kind, other) = (ours.unit.kind, theirs.unit.kind);
    if same_file && exclude_each_other(&ours.unit, &theirs.unit) {
        return false;
    }
    match kind {
        UnitKind::Statement => kind == other && (same_container || same_file && is_large(ours) && is_large(theirs)),
        // Calls of one function differ by what they are called; alike they always are.
        UnitKind::Call | UnitKind::Element => {
            kind == other && same_container && ours.unit.identity == theirs.unit.identity
        }
        UnitKind::Key if same_file && is_dependency(ours) && is_dependency(theirs) => kind == other,
        _ if needs_one_container(kind) => kind == other && same_container,
        UnitKind::Section | UnitKind::Slide | UnitKind::TableRow => kind == other,
        // A block with a name is told apart by it.
        UnitKind::Block if ours.unit.name.is_some() || theirs.unit.name.is_some() => {
            kind == other && blocks_meet(ours, theirs, same_container)
        }
        // Statements that stand together are pasted within a function; in two functions they are an idiom.
        UnitKind::Block => kind == other && (ours.unit.tokens.is_empty() || same_file && nested(ours, theirs)),
        // One example in two contexts, one trait for two types: each has its own.
        UnitKind::Test if kind == other && same_file && !same_container => ours.unit.name != theirs.unit.name,
        UnitKind::Type if kind == other => !parallel_implementations(ours, theirs),
        UnitKind::Code | UnitKind::File | UnitKind::Comment => kind == other,
        _ => group(kind) == group(other) && group(kind) > 0,
    }
}

/// Tells whether two blocks of which one has a name can mean the same: in one container, or where they are the same.
fn blocks_meet(ours: &Change, theirs: &Change, same_container: bool) -> bool {
    ours.unit.name.is_some() == theirs.unit.name.is_some() && (same_container || ours.text == theirs.text)
}

/// Tells whether two types implement one thing, `impl Display for A` and `impl Display for B`.
fn parallel_implementations(ours: &Change, theirs: &Change) -> bool {
    let named = |addition: &Change| {
        let (implemented, owner) = addition.unit.name.as_deref()?.strip_prefix("impl ")?.split_once(" for ")?;
        Some((implemented.to_owned(), owner.to_owned()))
    };
    let names = named(ours).zip(named(theirs));
    names.is_some_and(|((one, owner), (other, other_owner))| one == other && owner != other_owner)
}

/// Tells whether a kind is so small that a second one means something only in one container. A heading alone names a part
/// of its own document: every page has its "Example".
#[must_use]
pub fn needs_one_container(kind: UnitKind) -> bool {
    use UnitKind::{Call, Declaration, Element, Entry, EnumEntry, Heading, Import, Key, Line, Link, Member};
    matches!(kind, Call | Element | Line | Entry | Import | Member | EnumEntry | Link | Declaration | Key | Heading)
}

/// Tells whether two stand in one block, or one in a block within the other's.
fn nested(ours: &Change, theirs: &Change) -> bool {
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
fn is_large(addition: &Change) -> bool {
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
fn one_copy(ours: &Change, theirs: &Change) -> bool {
    let overlap = |a: (usize, usize), b: (usize, usize)| a.0 <= b.1 && b.0 <= a.1;
    // A file that one side renamed and the other made anew has two entries, and one place in the result.
    (ours.file == theirs.file || ours.path == theirs.path)
        && ours
            .stands
            .merged
            .zip(theirs.stands.merged)
            .is_some_and(|(our_lines, their_lines)| overlap(our_lines, their_lines))
}

/// Shares two places of one text among the sides: whoever has it higher up gets the upper one, and where that is no
/// answer the versions themselves decide, so that the answer does not depend on which side is called ours.
fn two_copies(ours: &Change, theirs: &Change) -> Option<[(usize, usize); 2]> {
    let (one, other) = (ours.stands.merged?, ours.stands.twin?);
    let (upper, lower) = (one.min(other), one.max(other));
    let rank = |addition: &Change| (addition.unit.span.start_line, addition.version);
    Some(if rank(ours) <= rank(theirs) { [upper, lower] } else { [lower, upper] })
}

fn likeness(sides: (&Change, &Change), features: (&Features, &Features), rarity: &Rarity) -> Likeness {
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
    if !former::replaced_one(ours, theirs)
        && let Some((one, other)) = our_features.former(ours).zip(their_features.former(theirs))
    {
        likeness.flag(Measure::WasAlike, former::were_alike(one, other));
        likeness.set(Measure::Crossed, former::crossed(one, other));
    }
    likeness.set(Measure::Mirrored, mirrors::measure(ours, theirs));
    likeness.flag(Measure::SameValue, same_value(ours, theirs));
    likeness
}

/// Fills in the measures of where the two stand.
fn place(ours: &Change, theirs: &Change, likeness: &mut Likeness) {
    let same_file = ours.file == theirs.file;
    let same_container = same_file && ours.unit.container.path == theirs.unit.container.path;
    let holds_once = [ours, theirs].iter().all(|side| side.unit.container.set_like && side.unit.identity.is_some());
    let claims = same_container && holds_once;
    likeness.flag(Measure::SameFile, same_file);
    likeness.flag(Measure::SameContainer, same_container);
    likeness.flag(Measure::SameIdentity, claims && ours.unit.identity == theirs.unit.identity);
    if let Some(((our_start, our_end), (their_start, their_end))) =
        ours.stands.merged.zip(theirs.stands.merged).filter(|_| same_file)
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
fn is_dependency(addition: &Change) -> bool {
    let section = addition.unit.container.path.to_lowercase();
    addition.around.outermost && (section.ends_with("dependencies") || section.ends_with("dependencies]"))
}

/// Tells whether a key names what others are asked to bring.
fn is_asked_of_others(addition: &Change) -> bool {
    is_dependency(addition) && addition.unit.container.path.to_lowercase().contains("peer")
}

/// Tells whether two keys of one file hold the same sentence, or take in the same dependency in two sections.
fn same_value(ours: &Change, theirs: &Change) -> bool {
    if ours.file != theirs.file || ours.unit.kind != UnitKind::Key || theirs.unit.kind != UnitKind::Key {
        return false;
    }
    // What a package takes in to be tested, it may ask of whoever takes it in.
    if is_asked_of_others(ours) != is_asked_of_others(theirs) {
        return false;
    }
    let last = |addition: &Change| addition.unit.name.as_deref().map(|name| features::last_name(name).to_owned());
    let value = |addition: &Change| {
        let (_, value) = addition.text.split_once([':', '=']).unwrap_or_default();
        value.trim().trim_end_matches(',').to_owned()
    };
    let in_other_sections = ours.unit.container.path != theirs.unit.container.path;
    let is_word = |word: &&str| word.trim_matches(['"', '\'', ',', '.']).chars().all(char::is_alphabetic);
    let sentence = value(ours).split_whitespace().filter(is_word).count() >= MIN_WORDS_OF_A_SENTENCE;
    in_other_sections && last(ours) == last(theirs) || sentence && value(ours) == value(theirs)
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
