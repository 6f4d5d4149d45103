//! Cases of hostile input: each is made of a seed and a number alone, and says what is wrong with it, if anything.
//!
//! Not here: who plays them.

mod chance;
// What it tells of a slide beyond its form is for those who ask more than the laws.
#[allow(dead_code)]
#[path = "../../decks/forms.rs"]
mod forms;
#[path = "../../decks/laws.rs"]
mod laws;
mod mutations;
mod packages;
mod slides;
mod texts;

use chance::Chance;

/// What a law of merging is answered with. Only a failure says here why.
#[allow(dead_code)]
pub(crate) enum Answer {
    /// All is well; what was counted.
    Held(String),
    /// Nothing is wrong, but nothing is proved either, for this reason.
    Idle(String),
    /// Something that must hold does not.
    Failed(String),
}

/// A sort of cases: its name, how many of a hundred are of it, and how one is played.
type Sort = (&'static str, usize, fn(&mut Chance) -> Result<(), String>);

const SORTS: &[Sort] = &[
    ("a text that both sides mutate", 50, texts::both_sides),
    ("a text of another name", 5, texts::by_another_name),
    ("a document with mutated parts", 15, packages::mutated_parts),
    ("a document with mutated bytes", 10, packages::mutated_bytes),
    ("a deck that people edit", 10, slides::edited),
    ("a deck with mutated parts that is merged", 10, slides::mutated),
];

fn sort(chance: &mut Chance) -> &'static Sort {
    let mut left = chance.below(SORTS.iter().map(|(_, share, _)| share).sum());
    let is_it = |(_, share, _): &&Sort| {
        let is_it = left < *share;
        left = left.saturating_sub(*share);
        is_it
    };
    SORTS.iter().find(is_it).unwrap_or(&SORTS[0])
}

/// Says of what sort a case is.
pub(crate) fn describe(seed: u64, at: u64) -> &'static str {
    sort(&mut Chance::of(seed, at)).0
}

/// Plays one case.
pub(crate) fn play(seed: u64, at: u64) -> Result<(), String> {
    let mut chance = Chance::of(seed, at);
    let (name, _, play) = sort(&mut chance);
    play(&mut chance).map_err(|wrong| format!("{name}: {wrong}"))
}
