//! Whether a merged deck is sound: it opens, refers to nothing that is missing, numbers nothing twice, and has lost no
//! text. A merge that does not pass is not a merge.
//!
//! Not here: mending what is found.

use std::collections::{HashMap, HashSet};

use super::types::Types;
use super::under_way::DeckConflict;
use super::version::Deck;
use crate::documents::{parts, pptx};
use crate::package::Package;
use crate::source::{Role, Sides};

/// Says what is wrong with a merged deck.
pub(super) fn sound(
    decks: &Sides<Deck<'_>>,
    versions: &Sides<&[u8]>,
    merged: &[u8],
    conflicts: &[DeckConflict],
) -> Result<(), String> {
    let package = Package::open(merged)?.of_slides();
    if package.repeats_a_name() {
        return Err("it holds two parts of one name".to_owned());
    }
    refers_well(decks, &package)?;
    let main = parts::main_part(&package)?;
    let presentation = package.xml(&main)?;
    let slides = pptx::slides(&package, &main, &presentation)?;
    let ids: HashSet<&str> = slides.iter().map(|slide| slide.id.as_str()).collect();
    if ids.len() != slides.len() {
        return Err("two slides have one id".to_owned());
    }
    let sections = super::sections::read(&presentation.root);
    let listed: Vec<&str> = sections.iter().flat_map(|section| &section.slides).map(String::as_str).collect();
    if !listed.is_empty() && listed != slides.iter().map(|slide| slide.id.as_str()).collect::<Vec<_>>() {
        return Err("its sections do not list its slides".to_owned());
    }
    shapes_are_told_apart(decks, &package, &slides)?;
    says_all(versions, merged, conflicts)
}

/// Every relation has its target and every part a type, unless a version was broken in the same way.
fn refers_well(decks: &Sides<Deck<'_>>, package: &Package<'_>) -> Result<(), String> {
    let types = Types::read(package)?;
    let was_missing = |target: &str| {
        [&decks.ours, &decks.theirs].iter().any(|deck| !deck.package.has(target))
            && !(decks.ours.package.has(target) && decks.theirs.package.has(target))
    };
    for name in package.names().iter().map(String::as_str).chain([""]) {
        if name.ends_with(".rels") {
            continue;
        }
        if !name.is_empty() && name != crate::package::CONTENT_TYPES && types.of(name).is_empty() {
            let was_untyped = Types::read(&decks.ours.package)?.of(name).is_empty();
            if !was_untyped {
                return Err(format!("part {name} has no type"));
            }
        }
        let mut ids = HashSet::new();
        for relation in parts::relations(package, name)? {
            if !relation.external && !package.has(&relation.target) && !was_missing(&relation.target) {
                return Err(format!("{name} refers to {}, which is missing", relation.target));
            }
            if !ids.insert(relation.id) {
                return Err(format!("{name} has two relations of one id"));
            }
        }
    }
    Ok(())
}

/// On each slide the shapes have different numbers, unless they had not before.
fn shapes_are_told_apart(
    decks: &Sides<Deck<'_>>,
    package: &Package<'_>,
    slides: &[pptx::SlideEntry],
) -> Result<(), String> {
    let had_twice = |deck: &Deck<'_>| {
        deck.slides.iter().any(|slide| deck.package.xml(&slide.part).is_ok_and(|slide| repeats(&slide.root)))
    };
    for slide in slides {
        if repeats(&package.xml(&slide.part)?.root) {
            let excused = had_twice(&decks.ours) || had_twice(&decks.theirs);
            let wrong = format!("two shapes of {} have one number", slide.part);
            return if excused { Ok(()) } else { Err(wrong) };
        }
    }
    Ok(())
}

/// Tells whether two shapes have one number; the two forms of alternative content count as one.
fn repeats(slide: &crate::xml::Element) -> bool {
    let mut seen = HashSet::new();
    let mut open = vec![slide];
    while let Some(element) = open.pop() {
        if element.local() == "cNvPr" && element.attribute("id").is_some_and(|id| !seen.insert(id)) {
            return true;
        }
        match element.local() {
            "AlternateContent" => open.extend(pptx::shapes::chosen(element)),
            _ => open.extend(element.elements()),
        }
    }
    false
}

/// Every text of both sides is there, was removed by the other side, or is told of in a conflict.
fn says_all(versions: &Sides<&[u8]>, merged: &[u8], conflicts: &[DeckConflict]) -> Result<(), String> {
    let merged = counts(merged)?;
    let (base, ours, theirs) = (counts(versions.base)?, counts(versions.ours)?, counts(versions.theirs)?);
    let told: Vec<String> =
        conflicts.iter().flat_map(|conflict| [plain(&conflict.ours), plain(&conflict.theirs)]).collect();
    let mut texts: Vec<&String> = ours.keys().chain(theirs.keys()).collect();
    texts.sort();
    for text in texts {
        let of = |counts: &HashMap<String, usize>| counts.get(text).copied().unwrap_or_default();
        let (before, left, right) = (of(&base), of(&ours), of(&theirs));
        let expected =
            if left >= before && right >= before { left.max(right) } else { (left + right).saturating_sub(before) };
        let is_told = || told.iter().any(|told| told.contains(text.as_str()));
        if of(&merged) < expected && !is_told() {
            let shown: String = text.chars().take(60).collect();
            return Err(format!("it would lose \"{shown}\""));
        }
    }
    Ok(())
}

/// Counts the texts of a deck: the lines of its outline, with titles by paragraph and rows by cell, as they merge.
fn counts(deck: &[u8]) -> Result<HashMap<String, usize>, String> {
    let package = Package::open(deck)?.of_slides();
    let main = parts::main_part(&package)?;
    let mut texts: Vec<String> = Vec::new();
    for slide in pptx::slides(&package, &main, &package.xml(&main)?)? {
        texts.extend(pptx::shapes::title_lines(&package.xml(&slide.part)?.root));
    }
    for (line, text) in pptx::read(deck)? {
        match line.role {
            Role::Furniture | Role::Title => {}
            Role::TableRow => texts.extend(text.split(" | ").map(str::to_owned)),
            _ => texts.push(text),
        }
    }
    let mut counts = HashMap::new();
    for text in texts.iter().map(|text| plain(text)).filter(|text| !text.is_empty()) {
        *counts.entry(text).or_default() += 1;
    }
    Ok(counts)
}

/// Returns a text with single spaces, so that the way it was laid out does not count.
fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
