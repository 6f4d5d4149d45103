//! Three versions of a PowerPoint deck become one: slides that either side added, edited, moved or deleted, down to the
//! paragraph. What cannot be decided stays as ours, and a comment on the slide says what theirs would have been.
//!
//! Not here: whether the merged deck says a thing twice; that is asked of the merged lines like of any text.

mod canon;
mod check;
mod comments;
mod elements;
mod groups;
mod matching;
mod notices;
mod output;
mod parts;
mod presentation;
mod sections;
mod sequence;
mod shapes;
mod shape_names;
mod shared;
mod slides;
mod texts;
mod two_way;
mod types;
mod under_way;
mod version;

use std::collections::HashMap;

use crate::source::Sides;
use output::Output;
pub use two_way::common;
pub use under_way::DeckConflict;
use under_way::{Found, Merge};
use version::Deck;

/// Nobody goes through more comments than this; two decks that differ so much are two decks.
const MAX_CONFLICTS: usize = 500;

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
    if merge.conflicts.len() > MAX_CONFLICTS {
        return Err(format!("both sides changed more than {MAX_CONFLICTS} things in different ways"));
    }
    merge.output.settle();
    comments::number(&mut merge, &authors)?;
    comments::follow_slides(&mut merge, &plan)?;
    presentation::merge(&mut merge, &plan)?;
    shared::list_layouts(&mut merge)?;
    slides::forget_gone(&mut merge)?;
    merge.output.drop_unreached();
    notices::name_all(&mut merge, &plan)?;
    notices::write(&mut merge, &plan)?;
    let bytes = merge.output.finish()?;
    let conflicts: Vec<_> = merge.conflicts.into_iter().map(|(_, conflict)| conflict).collect();
    let texts = Sides { base, ours, theirs };
    match check::sound(&decks, &texts, &bytes, &conflicts) {
        Ok(()) => Ok(Merged { bytes, conflicts, refused: None }),
        Err(reason) => Err(format!("the merged deck would not be sound: {reason}")),
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::documents::minimal::{Slide, deck as make};
    use crate::documents::pptx;

    fn slide<'a>(made: u32, title: &'a str, bullets: &'a [&'a str]) -> Slide<'a> {
        Slide { made, title, bullets, notes: "" }
    }

    /// Tells the lines of a deck in short: text alone, comments marked.
    fn told(bytes: &[u8]) -> Vec<String> {
        let lines = pptx::read(bytes).expect("because a merged deck can be read");
        let is_comment = |line: &crate::source::OutlineLine| line.role == crate::source::Role::Comment;
        lines.into_iter().map(|(line, text)| if is_comment(&line) { format!("# {text}") } else { text }).collect()
    }

    fn clean(base: &[Slide<'_>], ours: &[Slide<'_>], theirs: &[Slide<'_>]) -> Vec<String> {
        let merged = merge(&make(base), &make(ours), &make(theirs));
        assert_eq!((&merged.refused, &merged.conflicts), (&None, &Vec::new()));
        told(&merged.bytes)
    }

    const A: Slide<'_> = Slide { made: 300, title: "A", bullets: &["one", "two", "three"], notes: "" };
    const B: Slide<'_> = Slide { made: 301, title: "B", bullets: &["four"], notes: "" };
    const C: Slide<'_> = Slide { made: 302, title: "C", bullets: &["five"], notes: "" };

    #[test]
    fn what_each_side_adds_is_there() {
        let ours = [slide(300, "A", &["one", "two", "three", "new of ours"]), B, C];
        let theirs = [A, slide(301, "B", &["four", "new of theirs"]), C];
        let expected = ["A", "one", "two", "three", "new of ours", "B", "four", "new of theirs", "C", "five"];
        assert_eq!(clean(&[A, B, C], &ours, &theirs), expected);
    }

    #[test]
    fn edits_of_one_box_merge_by_paragraph() {
        let ours = [slide(300, "A", &["one!", "two", "three"])];
        let theirs = [slide(300, "A title", &["one", "two?", "three", "more"])];
        assert_eq!(clean(&[A], &ours, &theirs), ["A title", "one!", "two?", "three", "more"]);
        let ours = [slide(300, "A", &["one", "two", "ours", "three"])];
        let theirs = [slide(300, "A", &["one", "two", "theirs", "three"])];
        assert_eq!(clean(&[A], &ours, &theirs), ["A", "one", "two", "ours", "theirs", "three"]);
    }

    #[test]
    fn an_empty_box_takes_what_both_put_into_it() {
        let empty = slide(300, "A", &[]);
        let filled = clean(&[empty], &[slide(300, "A", &["ours"])], &[slide(300, "A", &["theirs"])]);
        assert_eq!(filled, ["A", "ours", "theirs"]);
    }

    #[test]
    fn new_slides_of_both_sides_stand_side_by_side() {
        // Both take the next free part, relation and number, as programs do.
        let (ours, theirs) = (slide(310, "Ours", &["x"]), Slide { notes: "say it", ..slide(311, "Theirs", &["y"]) });
        assert_eq!(clean(&[A, B], &[A, ours, B], &[A, theirs, B])[4..8], ["Ours", "x", "Theirs", "y"]);
        let theirs = Slide { made: 310, ..theirs };
        let merged = merge(&make(&[A]), &make(&[A, ours]), &make(&[A, theirs]));
        assert_eq!((told(&merged.bytes).len(), merged.refused), (9, None));
        assert_eq!(clean(&[A], &[A, ours], &[A, ours, B]), ["A", "one", "two", "three", "Ours", "x", "B", "four"]);
    }

    #[test]
    fn slides_are_moved_and_deleted() {
        assert_eq!(clean(&[A, B, C], &[C, A, B], &[A, B])[..4], ["A", "one", "two", "three"]);
        let edited = slide(301, "B", &["four", "and more"]);
        assert_eq!(clean(&[A, B, C], &[B, A, C], &[A, edited, C])[..3], ["B", "four", "and more"]);
        let merged = merge(&make(&[A, B]), &make(&[A]), &make(&[A, edited]));
        assert_eq!(merged.conflicts.len(), 1);
        assert_eq!(told(&merged.bytes)[4..7], ["B", "four", "and more"]);
    }

    #[test]
    fn what_both_reword_stays_as_ours_with_a_comment() {
        let ours = make(&[slide(300, "A", &["one", "two of ours", "three"]), B]);
        let theirs = make(&[slide(300, "A", &["one", "two of theirs", "three"]), slide(301, "B", &["four", "new"])]);
        let merged = merge(&make(&[A, B]), &ours, &theirs);
        assert_eq!((merged.conflicts.len(), merged.conflicts[0].theirs.as_str()), (1, "two of theirs"));
        assert_eq!(merged.conflicts[0].place, "slide 1 › A");
        let told = told(&merged.bytes);
        assert!(told[4].starts_with("# Not merged:") && told[4].ends_with("two of theirs"), "{}", told[4]);
        assert_eq!((told[2].as_str(), told[7].as_str()), ("two of ours", "new"));
        assert_eq!(merge(&make(&[A, B]), &ours, &theirs), merged);
    }

    #[test]
    fn notes_merge_like_any_text() {
        let with = |notes| make(&[Slide { notes, ..A }]);
        let merged = merge(&with("first\nsecond"), &with("first!\nsecond"), &with("first\nsecond\nthird"));
        assert_eq!(told(&merged.bytes)[4..], ["first!", "second", "third"]);
        let merged = merge(&with(""), &with("ours"), &with("theirs"));
        assert_eq!(told(&merged.bytes)[4..], ["ours", "theirs"]);
        let ours = make(&[Slide { notes: "new", ..A }]);
        let merged = merge(&with(""), &ours, &make(&[slide(300, "A", &["one", "two", "three", "four"])]));
        assert_eq!(told(&merged.bytes)[4..], ["four", "new"]);
    }

    #[test]
    fn what_cannot_be_merged_is_refused_and_ours_kept() {
        let (base, ours) = (make(&[A, B]), make(&[A, B, C]));
        for theirs in [Vec::new(), b"PK\x03\x04".to_vec(), make(&[slide(900, "X", &["y"])])] {
            let merged = merge(&base, &ours, &theirs);
            assert!(merged.refused.is_some());
            assert_eq!(merged.bytes, ours);
        }
        let lost = |bytes: Vec<u8>| without_identities(&bytes);
        let merged = merge(&base, &ours, &lost(make(&[A, slide(301, "B", &["four", "new"])])));
        assert!(merged.refused.is_some_and(|reason| reason.contains("gives every slide a new identity")));
    }

    #[test]
    fn a_slide_without_identity_is_known_by_its_id_and_shapes() {
        let lost = |slides: &[Slide<'_>]| without_identities(&make(slides));
        let ours = lost(&[slide(300, "A title in other words", &["one", "two", "three"]), B]);
        let short = slide(300, "A", &["x"]);
        let theirs = lost(&[slide(300, "A", &["x", "much more than before, in many words"]), B]);
        let merged = merge(&lost(&[short, B]), &lost(&[slide(300, "All other words here", &["x"]), B]), &theirs);
        let expected = ["All other words here", "x", "much more than before, in many words", "B", "four"];
        assert_eq!((merged.refused.clone(), told(&merged.bytes)), (None, expected.map(str::to_owned).to_vec()));
        assert_eq!(merge(&lost(&[A, B]), &ours, &lost(&[A, B, C])).conflicts, []);
    }

    /// Merging with an unchanged side gives the other side, and merging a deck with itself that deck, for every two
    /// decks that follow one another in a folder below the one that ONENESS_DECKS names. Without it nothing is asked.
    #[test]
    fn laws_hold_for_the_decks_of_a_folder() {
        let Some(top) = std::env::var_os("ONENESS_DECKS") else { return };
        let mut open = vec![std::path::PathBuf::from(top)];
        while let Some(folder) = open.pop() {
            let entries = std::fs::read_dir(&folder).expect("because the variable names a folder");
            let mut paths: Vec<_> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
            paths.sort();
            open.extend(paths.iter().filter(|path| path.is_dir()).cloned());
            let decks: Vec<Vec<u8>> = paths.iter().filter_map(|path| std::fs::read(path).ok()).collect();
            for pair in decks.windows(2).filter(|pair| pair.iter().all(|deck| pptx::read(deck).is_ok())) {
                laws_hold(&pair[0], &pair[1], &folder);
            }
        }
    }

    fn laws_hold(base: &[u8], side: &[u8], folder: &std::path::Path) {
        // Packed anew, a deck is the same deck in other bytes, and no short cut is taken.
        let (base_again, side_again) = (packed_anew(base), packed_anew(side));
        for (ours, theirs) in [(&base_again[..], side), (side, &base_again), (side, &side_again)] {
            let merged = merge(base, ours, theirs);
            assert_eq!((&merged.refused, &merged.conflicts), (&None, &Vec::new()), "{}", folder.display());
            assert_eq!(pptx::read(&merged.bytes), pptx::read(side), "{}", folder.display());
        }
    }

    fn packed_anew(bytes: &[u8]) -> Vec<u8> {
        use crate::package::{Content, Package, write};
        let package = Package::open(bytes).expect("because it was read before");
        let part = |name: &String| Some((name.clone(), Content::Bytes(package.read(name).ok()?)));
        write(&package.names().iter().filter_map(part).collect::<Vec<_>>()).expect("because it was packed before")
    }

    /// Saves a deck as programs do that know nothing of the identities of slides.
    fn without_identities(bytes: &[u8]) -> Vec<u8> {
        use crate::package::{Content, Package, write};
        let package = Package::open(bytes).expect("because it was just made");
        let part = |name: &String| {
            let text = String::from_utf8(package.read(name).expect("because it is there")).expect("because it is XML");
            (
                name.clone(),
                Content::Bytes(text.replace("p14:creationId", "p14:other").replace("id=\"30", "id=\"40").into_bytes()),
            )
        };
        write(&package.names().iter().map(part).collect::<Vec<_>>()).expect("because it is small")
    }
}
