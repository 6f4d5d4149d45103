//! Decks that two sides edited, sensibly or not, and their merges.
//!
//! Not here: what a law of merging is (`laws`).

use oneness::documents::minimal::{Slide, deck};
use oneness::documents::pptx;
use oneness::three_way::deck::{self as three_way, Merged};

use super::chance::Chance;
use super::packages::with_mutated_parts;
use super::{Answer, laws};

const WORDS: &[&str] = &[
    "Hire two people",
    "The gateway retries every payment",
    "Uptime over the quarter",
    "",
    " ",
    "é漢👩",
    "<a> & \"b\"",
    "38 % since June",
    "41 % since June",
    "one",
    "two",
    "three",
];

fn words(chance: &mut Chance) -> &'static str {
    WORDS[chance.below(WORDS.len())]
}

/// A slide of a deck while it is edited.
#[derive(Clone)]
struct Draft {
    made: u32,
    title: &'static str,
    bullets: Vec<&'static str>,
    notes: &'static str,
}

fn draft(made: u32, chance: &mut Chance) -> Draft {
    let bullets = (0..chance.few(6)).map(|_| words(chance)).collect();
    Draft { made, title: words(chance), bullets, notes: if chance.once_in(3) { words(chance) } else { "" } }
}

fn drafts(chance: &mut Chance) -> Vec<Draft> {
    (0..=chance.few(8)).map(|at| draft(300 + u32::try_from(at).unwrap_or_default(), chance)).collect()
}

fn made(drafts: &[Draft]) -> Vec<u8> {
    let slide = |draft: &'_ Draft| -> (u32, &'static str, Vec<&'static str>, &'static str) {
        (draft.made, draft.title, draft.bullets.clone(), draft.notes)
    };
    let parts: Vec<_> = drafts.iter().map(slide).collect();
    let slides: Vec<Slide<'_>> =
        parts.iter().map(|(made, title, bullets, notes)| Slide { made: *made, title, bullets, notes }).collect();
    deck(&slides)
}

/// Some deck.
pub(super) fn any(chance: &mut Chance) -> Vec<u8> {
    made(&drafts(chance))
}

/// Does a few of the things that people do to a deck. `from` is the first number that the side gives.
fn edit(drafts: &mut Vec<Draft>, from: u32, chance: &mut Chance) {
    for step in 0..=chance.few(5) {
        let at = chance.below(drafts.len());
        match chance.below(7) {
            0 => {
                let new = draft(from + u32::try_from(step).unwrap_or_default(), chance);
                drafts.insert(at, new);
            }
            1 if drafts.len() > 1 => drop(drafts.remove(at)),
            2 => {
                let other = chance.below(drafts.len());
                drafts.swap(at, other);
            }
            3 => drafts[at].title = words(chance),
            4 => drafts[at].notes = words(chance),
            _ => {
                let end = drafts[at].bullets.len();
                let bullet = chance.below(end + 1);
                let said = words(chance);
                drafts[at].bullets.splice(bullet..(bullet + chance.below(2)).min(end), [said]).for_each(drop);
            }
        }
    }
}

/// Two people edit a deck: the laws hold, and no slide that one of them added is lost.
pub(super) fn edited(chance: &mut Chance) -> Result<(), String> {
    let base = drafts(chance);
    let [mut ours, mut theirs] = [base.clone(), base.clone()];
    edit(&mut ours, 400, chance);
    // Programs give the next free number, so that both sides often give the same.
    let from = if chance.once_in(2) { 400 } else { 500 };
    edit(&mut theirs, from, chance);
    let [base, ours, theirs] = [&base, &ours, &theirs].map(|drafts| made(drafts));
    for side in [&ours, &theirs] {
        if let Answer::Failed(wrong) = laws::hold(&base, side) {
            return Err(wrong);
        }
    }
    sound(&base, &ours, &theirs)
}

/// Two programs write nonsense into a deck.
pub(super) fn mutated(chance: &mut Chance) -> Result<(), String> {
    let mut slides = drafts(chance);
    let base = made(&slides);
    edit(&mut slides, 400, chance);
    let ours = with_mutated_parts(&made(&slides), chance);
    let theirs = if chance.once_in(2) { with_mutated_parts(&base, chance) } else { made(&slides[..1]) };
    let base = if chance.once_in(4) { with_mutated_parts(&base, chance) } else { base };
    sound(&base, &ours, &theirs)
}

/// A merge is refused with a reason and ours in its place, or gives a deck that can be read; each time the same.
fn sound(base: &[u8], ours: &[u8], theirs: &[u8]) -> Result<(), String> {
    let merged = three_way::merge(base, ours, theirs);
    if merged != three_way::merge(base, ours, theirs) {
        return Err("a second merge gives another deck".to_owned());
    }
    let Merged { bytes, conflicts, refused } = merged;
    match refused {
        Some(reason) if reason.trim().is_empty() || reason.contains('\n') => Err(format!("refused with {reason:?}")),
        Some(_) if bytes != ours || !conflicts.is_empty() => Err("refused, and ours is not kept".to_owned()),
        Some(_) => Ok(()),
        // What equals one side is that side, readable or not.
        None if bytes == ours || bytes == theirs => Ok(()),
        None => pptx::read(&bytes).map(drop).map_err(|reason| format!("the merged deck {reason}")),
    }
}
