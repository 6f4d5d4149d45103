//! The three laws: merging with a side that did nothing gives the other side, and merging a deck with itself that deck.
//!
//! Not here: merges in which both sides did something (`left`).

use oneness::documents::pptx;
use oneness::package::{Content, Package, write};
use oneness::three_way::deck;

use super::{Answer, forms};

/// Asks all three laws of a base and what became of it, of its texts and of its slides' XML.
pub(crate) fn hold(base: &[u8], side: &[u8]) -> Answer {
    for bytes in [base, side] {
        if let Err(reason) = pptx::read(bytes) {
            return Answer::Idle(reason);
        }
    }
    // Packed anew, a deck is the same deck in other bytes, and the merge takes no short cut.
    let (Some(base_again), Some(side_again)) = (packed_anew(base), packed_anew(side)) else {
        return Answer::Failed("cannot be packed anew".to_owned());
    };
    let laws = [
        ("merge(b, b, x) = x", base_again.as_slice(), side),
        ("merge(b, x, b) = x", side, base_again.as_slice()),
        ("merge(b, x, x) = x", side, side_again.as_slice()),
    ];
    let failed = laws.into_iter().find_map(|(name, ours, theirs)| {
        let difference = different(&deck::merge(base, ours, theirs), side)?;
        Some(format!("{name}: {difference}"))
    });
    failed.map_or_else(|| Answer::Held("3".to_owned()), Answer::Failed)
}

/// Says where a merged deck is not the one that it should be.
fn different(merged: &deck::Merged, side: &[u8]) -> Option<String> {
    if let Some(reason) = &merged.refused {
        return Some(format!("refused: {reason}"));
    }
    if let Some(conflict) = merged.conflicts.first() {
        return Some(format!("a conflict at {}: {}", conflict.place, conflict.message));
    }
    let texts = |bytes: &[u8]| pptx::read(bytes).map(|lines| lines.into_iter().map(|line| line.1).collect::<Vec<_>>());
    let (found, wanted) = (texts(&merged.bytes), texts(side));
    if found != wanted {
        return Some("the texts differ".to_owned());
    }
    match (forms::slides(&merged.bytes), forms::slides(side)) {
        (Ok(found), Ok(wanted)) if found.len() == wanted.len() => {
            let differ = |(one, other): (&forms::SlideForm, &forms::SlideForm)| {
                let pairs = [("XML", &one.xml, &other.xml), ("layout", &one.looks, &other.looks)];
                let (what, one_xml, other_xml) = pairs.into_iter().find(|(_, one, other)| one != other)?;
                let [found, wanted] = from_the_difference(one_xml, other_xml);
                Some(format!("the {what} of {} differs: {found} instead of {wanted}", one.part))
            };
            found.iter().zip(&wanted).find_map(differ)
        }
        (Ok(found), Ok(wanted)) => Some(format!("{} slides instead of {}", found.len(), wanted.len())),
        (Err(reason), _) | (_, Err(reason)) => Some(reason),
    }
}

/// Shows two texts around the place where they begin to differ.
fn from_the_difference(one: &str, other: &str) -> [String; 2] {
    let at = one.bytes().zip(other.bytes()).take_while(|(one, other)| one == other).count();
    let shown =
        |text: &str| String::from_utf8_lossy(&text.as_bytes()[at.saturating_sub(60)..]).chars().take(160).collect();
    [shown(one), shown(other)]
}

fn packed_anew(bytes: &[u8]) -> Option<Vec<u8>> {
    let package = Package::open(bytes).ok()?;
    let part = |name: &String| Some((name.clone(), Content::Bytes(package.read(name).ok()?)));
    write(&package.names().iter().filter_map(part).collect::<Vec<_>>()).ok()
}
