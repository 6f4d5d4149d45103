//! Three versions of a PowerPoint deck become one: slides that either side added, edited, moved or deleted, down to the
//! paragraph. What cannot be decided stays as ours, and a comment on the slide says what theirs would have been.
//!
//! Not here: whether the merged deck says a thing twice; that is asked of the merged lines like of any text.

mod canon;
mod check;
mod comments;
mod deck;
mod elements;
mod matching;
mod output;
mod parts;
mod presentation;
mod sections;
mod sequence;
mod shapes;
mod shared;
mod slides;
mod texts;
mod types;

use std::collections::HashMap;

use crate::source::Sides;
use deck::Deck;
use elements::Clash;
use output::Output;

/// A merged deck.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merged {
    /// The deck: whole where there is no conflict, with ours at each conflict, and ours unchanged where the merge was
    /// refused.
    pub bytes: Vec<u8>,
    /// What could not be decided.
    pub conflicts: Vec<DeckConflict>,
    /// Why nothing was merged, where that is so.
    pub refused: Option<String>,
}

/// Something that both sides changed in ways that exclude one another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeckConflict {
    /// Where it is, in the merged deck: `slide 5 › Roadmap`.
    pub place: String,
    /// What it is, in a sentence.
    pub message: String,
    /// What ours says, which is kept.
    pub ours: String,
    /// What theirs says.
    pub theirs: String,
}

/// Merges three versions of a deck. The same input gives the same bytes.
#[must_use]
pub fn merge(base: &[u8], ours: &[u8], theirs: &[u8]) -> Merged {
    let whole = |bytes: &[u8]| Merged { bytes: bytes.to_vec(), conflicts: Vec::new(), refused: None };
    if theirs == base || ours == theirs {
        return whole(ours);
    }
    if ours == base {
        return whole(theirs);
    }
    match merge_open(base, ours, theirs) {
        Ok(merged) => merged,
        Err(reason) => Merged { bytes: ours.to_vec(), conflicts: Vec::new(), refused: Some(reason) },
    }
}

fn merge_open(base: &[u8], ours: &[u8], theirs: &[u8]) -> Result<Merged, String> {
    let open = |bytes, who: &str| Deck::open(bytes).map_err(|reason| format!("{who} {reason}"));
    let mut decks = Sides {
        base: open(base, "the common ancestor")?,
        ours: open(ours, "our version")?,
        theirs: open(theirs, "their version")?,
    };
    let found = Found {
        ours: matching::slides(&decks.base, &decks.ours).map_err(|reason| format!("our version {reason}"))?,
        theirs: matching::slides(&decks.base, &decks.theirs).map_err(|reason| format!("their version {reason}"))?,
    };
    label(&mut decks, &found);
    let mut merge = Merge { decks: &decks, output: Output::new(&decks.ours, &decks.theirs)?, conflicts: Vec::new() };
    let plan = slides::plan(&mut merge, &found);
    shared::place(&mut merge);
    let authors = comments::authors(&mut merge)?;
    shared::merge(&mut merge)?;
    slides::merge(&mut merge, &plan)?;
    merge.output.settle();
    comments::follow_authors(&mut merge, &authors)?;
    presentation::merge(&mut merge, &plan)?;
    shared::list_layouts(&mut merge)?;
    slides::forget_gone(&mut merge)?;
    merge.output.drop_unreached();
    comments::write(&mut merge, &plan)?;
    let bytes = merge.output.finish()?;
    let conflicts: Vec<_> = merge.conflicts.into_iter().map(|(_, conflict)| conflict).collect();
    let texts = Sides { base, ours, theirs };
    match check::sound(&decks, &texts, &bytes, &conflicts) {
        Ok(()) => Ok(Merged { bytes, conflicts, refused: None }),
        Err(reason) => Err(format!("the merged deck would not be sound: {reason}")),
    }
}

/// For each slide of the base its counterpart in each side.
struct Found {
    ours: Vec<Option<usize>>,
    theirs: Vec<Option<usize>>,
}

/// A merge under way.
struct Merge<'d, 'a> {
    decks: &'d Sides<Deck<'a>>,
    output: Output<'d, 'a>,
    /// With the slide each is on.
    conflicts: Vec<(Option<usize>, DeckConflict)>,
}

impl Merge<'_, '_> {
    /// Notes what could not be decided at a place.
    fn clashes(&mut self, slide: Option<usize>, place: &str, clashes: Vec<Clash>) {
        for Clash { what, ours, theirs, .. } in clashes {
            let message = format!("both sides changed {what}; ours is kept");
            self.conflicts.push((slide, DeckConflict { place: place.to_owned(), message, ours, theirs }));
        }
    }
}

/// Gives slides and shared parts the same label in each version.
fn label(decks: &mut Sides<Deck<'_>>, found: &Found) {
    let mut base_labels = HashMap::new();
    let slides = |labels: &mut HashMap<String, String>, deck: &Deck<'_>, places: &[Option<usize>], who: &str| {
        for (at, slide) in deck.slides.iter().enumerate() {
            let known = places.iter().position(|place| *place == Some(at));
            let label = known.map_or_else(|| format!("{who} {at}"), |at| format!("base {at}"));
            labels.insert(slide.part.clone(), label);
        }
    };
    for (deck, places, who) in [(&mut decks.ours, &found.ours, "ours"), (&mut decks.theirs, &found.theirs, "theirs")] {
        let mut labels = matching::shared(&decks.base, deck);
        base_labels.extend(labels.values().map(|part| (part.clone(), part.clone())));
        slides(&mut labels, deck, places, who);
        deck.set_labels(labels);
    }
    let all: Vec<_> = (0..decks.base.slides.len()).map(Some).collect();
    slides(&mut base_labels, &decks.base, &all, "base");
    decks.base.set_labels(base_labels);
}
