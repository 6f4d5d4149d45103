//! Merges in which both sides did something: all that either side added must be in the merged deck.
//!
//! Not here: merges in which one side did nothing (`laws`).

use std::collections::BTreeMap;
use std::path::Path;

use oneness::documents::{parts, pptx};
use oneness::package::{Content, Package, write};
use oneness::source::Role;
use oneness::three_way::deck;

use super::{Answer, forms};

/// What the other side of a made merge writes onto a slide.
const BULLET: &str = "The review of this deck ends on the last Friday of the month";

/// Merges three versions, and searches the merged deck for what both sides added.
pub(crate) fn both(versions: &[Vec<u8>; 3], out: Option<&Path>) -> Answer {
    let [base, ours, theirs] = versions;
    for bytes in versions {
        if let Err(reason) = pptx::read(bytes) {
            return Answer::Idle(reason);
        }
    }
    let merged = deck::merge(base, ours, theirs);
    if let Some(reason) = merged.refused {
        return if merged.bytes == *ours {
            Answer::Refused(reason)
        } else {
            Answer::Failed("refused, yet changed".into())
        };
    }
    if let Some(lost) = lost(versions, &merged) {
        return Answer::Failed(format!("lost \"{lost}\""));
    }
    if !merged.conflicts.is_empty() {
        return Answer::Held(format!("{} conflicts", merged.conflicts.len()));
    }
    let left = expected_slides(versions).and_then(|expected| match forms::slides(&merged.bytes)?.len() {
        count if count != expected => Err(format!("{count} slides instead of {expected}")),
        _ => out.map_or(Ok(()), |out| leave(base, &merged.bytes, out)),
    });
    left.map_or_else(Answer::Failed, |()| Answer::Held("clean".to_owned()))
}

/// Merges a real step from one version to the next with a bullet that the other side adds to the last slide that the
/// step leaves alone.
pub(crate) fn bullet(base: &[u8], ours: &[u8], out: Option<&Path>) -> Answer {
    match with_bullet(base, ours) {
        Ok(theirs) => both(&[base.to_vec(), ours.to_vec(), theirs], out),
        Err(reason) => Answer::Idle(reason),
    }
}

/// Counts how many slides a merge without conflicts must have: those of the base that neither side deleted, and those
/// that either side made. A slide that both made is one slide where
/// both say the same of it; else both stand in the deck, and nothing is lost.
fn expected_slides(versions: &[Vec<u8>; 3]) -> Result<usize, String> {
    let [base, ours, theirs] = versions.each_ref().map(|bytes| forms::slides(bytes));
    let (base, ours, theirs) = (base?, ours?, theirs?);
    let has = |deck: &[forms::SlideForm], slide: &forms::SlideForm| deck.iter().any(|other| other.key == slide.key);
    let kept = base.iter().filter(|slide| has(&ours, slide) && has(&theirs, slide)).count();
    let made = |deck: &[forms::SlideForm]| deck.iter().filter(|slide| !has(&base, slide)).count();
    let is_both = |slide: &&forms::SlideForm| {
        !has(&base, slide) && theirs.iter().any(|other| other.key == slide.key && other.xml == slide.xml)
    };
    Ok(kept + made(&ours) + made(&theirs) - ours.iter().filter(is_both).count())
}

/// Returns a text that one side added and the merged deck has not, nor any of its conflicts.
fn lost(versions: &[Vec<u8>; 3], merged: &deck::Merged) -> Option<String> {
    let [base, ours, theirs] = versions.each_ref().map(|bytes| counts(bytes));
    let found = counts(&merged.bytes);
    let told: Vec<String> =
        merged.conflicts.iter().flat_map(|conflict| [plain(&conflict.ours), plain(&conflict.theirs)]).collect();
    let of = |counts: &BTreeMap<String, usize>, text: &str| counts.get(text).copied().unwrap_or_default();
    let added = |side: &BTreeMap<String, usize>, other: &BTreeMap<String, usize>| {
        let is_lost = |text: &&String| {
            let (before, after) = (of(&base, text), of(side, text));
            // What the other side took away of the same text is gone by its will.
            let taken = before.saturating_sub(of(other, text));
            after > before && of(&found, text) < after - taken && !told.iter().any(|told| told.contains(text.as_str()))
        };
        side.keys().find(is_lost).cloned()
    };
    added(&ours, &theirs).or_else(|| added(&theirs, &ours))
}

/// Counts the texts of a deck: titles by their words, rows by their cells, as they merge.
fn counts(bytes: &[u8]) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for (line, text) in pptx::read(bytes).unwrap_or_default() {
        let texts = match line.role {
            Role::Furniture => Vec::new(),
            Role::TableRow => text.split(" | ").map(plain).collect(),
            // A title of two paragraphs merges by paragraph, so its words are what must be there.
            Role::Title => text.split_whitespace().map(str::to_owned).collect(),
            _ => vec![plain(&text)],
        };
        for text in texts.into_iter().filter(|text| !text.is_empty()) {
            *counts.entry(text).or_default() += 1;
        }
    }
    counts
}

fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Writes a bullet onto the last slide that `ours` leaves as it is; onto the last one of all where it leaves none.
fn with_bullet(base: &[u8], ours: &[u8]) -> Result<Vec<u8>, String> {
    let (before, after) = (forms::slides(base)?, forms::slides(ours)?);
    let package = Package::open(base)?;
    let untouched = before.iter().rev().filter(|slide| after.iter().any(|other| other.xml == slide.xml));
    let mut slides = untouched.chain(before.last());
    let changed = slides.find_map(|slide| Some((slide.part.clone(), added(&package, &slide.part)?)));
    let (part, text) = changed.ok_or("no slide can take a bullet")?;
    let content = |name: &String| {
        let bytes = if *name == part { text.clone().into_bytes() } else { package.read(name).ok()? };
        Some((name.clone(), Content::Bytes(bytes)))
    };
    write(&package.names().iter().filter_map(content).collect::<Vec<_>>())
}

/// Returns the XML of a slide with the bullet behind the last paragraph of its last box; in a box of its own where it
/// has none.
fn added(package: &Package<'_>, part: &str) -> Option<String> {
    let text = String::from_utf8(package.read(part).ok()?).ok()?;
    let paragraph = format!("<a:p><a:r><a:t>{BULLET}</a:t></a:r></a:p>");
    if let Some(end) = text.rfind("</p:txBody>").filter(|end| text[..*end].trim_end().ends_with("</a:p>")) {
        return Some(format!("{}{paragraph}{}", &text[..end], &text[end..]));
    }
    let end = text.rfind("</p:spTree>")?;
    let place = "<a:xfrm><a:off x=\"100000\" y=\"100000\"/><a:ext cx=\"6000000\" cy=\"400000\"/></a:xfrm>";
    let looks = format!("<p:spPr>{place}<a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom></p:spPr>");
    let names = "<p:nvSpPr><p:cNvPr id=\"99901\" name=\"Review\"/><p:cNvSpPr txBox=\"1\"/><p:nvPr/></p:nvSpPr>";
    let shape = format!("<p:sp>{names}{looks}<p:txBody><a:bodyPr/><a:lstStyle/>{paragraph}</p:txBody></p:sp>");
    Some(format!("{}{shape}{}", &text[..end], &text[end..]))
}

/// Leaves a merged deck with its base and what a picture of both must show: how many pages, and which pages of the
/// merged deck look like which of the base.
fn leave(base: &[u8], merged: &[u8], out: &Path) -> Result<(), String> {
    let (before, after) = (forms::slides(base)?, forms::slides(merged)?);
    let hidden = |bytes: &[u8]| -> Result<Vec<bool>, String> {
        let package = Package::open(bytes)?;
        let main = parts::main_part(&package)?;
        let entries = pptx::slides(&package, &main, &package.xml(&main)?)?;
        let is_hidden = |part: &str| {
            package
                .xml(part)
                .is_ok_and(|slide| slide.root.attribute("show").is_some_and(|show| show == "0" || show == "false"))
        };
        Ok(entries.iter().map(|entry| is_hidden(&entry.part)).collect())
    };
    let (hidden_before, hidden_after) = (hidden(base)?, hidden(merged)?);
    // Hidden slides have no page in a PDF.
    let page = |hidden: &[bool], at: usize| hidden[..=at].iter().filter(|hidden| !**hidden).count();
    let mut taken = vec![false; before.len()];
    let mut same = Vec::new();
    for (at, slide) in after.iter().enumerate().filter(|(at, _)| !hidden_after[*at]) {
        let is_same = |old: &forms::SlideForm| old.xml == slide.xml && old.looks == slide.looks;
        let found = (0..before.len()).find(|at| !taken[*at] && !hidden_before[*at] && is_same(&before[*at]));
        if let Some(found) = found {
            taken[found] = true;
            same.push([page(&hidden_after, at), page(&hidden_before, found)]);
        }
    }
    let pages = hidden_after.iter().filter(|hidden| !**hidden).count();
    let facts = serde_json::json!({ "pages": pages, "same": same });
    let write = |ending: &str, bytes: &[u8]| {
        std::fs::write(out.with_extension(ending), bytes).map_err(|error| format!("{}: {error}", out.display()))
    };
    write("pptx", merged)?;
    write("base.pptx", base)?;
    write("json", facts.to_string().as_bytes())
}
