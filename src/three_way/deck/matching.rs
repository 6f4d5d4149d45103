//! Which slides and which shared parts of a side are those of the base.
//!
//! Not here: which slide a side added equals one that the other side added (`slides`).

use std::collections::{HashMap, HashSet};

use super::sequence::{align, likeness};
use super::version::{Deck, Slide};
use crate::documents::parts::Relation;
use crate::documents::pptx::shapes;

/// A side must keep the identity of this share of the slides it shares with the base. Programs that erase identities
/// keep none, people who copy slides about keep nearly all.
const KEPT_IDENTITIES: f64 = 0.8;

/// Fewer shapes than this tell nothing: somebody may have replaced them all.
const FEW_SHAPES: usize = 8;

/// For each slide of the base its counterpart in a side; refuses a side that was saved by a program which gives every
/// slide or shape a new identity, because then nothing tells an edit from a deletion and an addition.
pub(super) fn slides(base: &Deck<'_>, side: &Deck<'_>) -> Result<Vec<Option<usize>>, String> {
    let mut found = by_identity(&base.slides, &side.slides);
    let made: Vec<usize> = (0..base.slides.len()).filter(|at| base.slides[*at].made.is_some()).collect();
    let kept = made.iter().filter(|at| found[**at].is_some()).count();
    by_text(&base.slides, &side.slides, &mut found);
    by_id_and_shapes(base, side, &mut found);
    let shared = made.iter().filter(|at| found[**at].is_some()).count();
    if share(kept, shared) < KEPT_IDENTITIES {
        return Err(
            "was saved by a program that gives every slide a new identity; read it, but merge it by hand".into()
        );
    }
    if !base.slides.is_empty() && found.iter().all(Option::is_none) && !side.slides.is_empty() {
        return Err("shares no slide with the common ancestor".to_owned());
    }
    let (kept, all) = same_shapes(base, side, &found);
    if all >= FEW_SHAPES && share(kept, all) < KEPT_IDENTITIES {
        return Err(
            "was saved by a program that gives every shape a new identity; read it, but merge it by hand".into()
        );
    }
    Ok(found)
}

fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 1.0 } else { part as f64 / whole as f64 }
}

fn by_identity(base: &[Slide], side: &[Slide]) -> Vec<Option<usize>> {
    let unique = |slides: &[Slide]| -> HashMap<String, Option<usize>> {
        let mut places = HashMap::new();
        for (at, slide) in slides.iter().enumerate() {
            if let Some(made) = &slide.made {
                places.entry(made.clone()).and_modify(|place| *place = None).or_insert(Some(at));
            }
        }
        places
    };
    let (in_base, in_side) = (unique(base), unique(side));
    let pairs: HashMap<(&str, &str), usize> = side
        .iter()
        .enumerate()
        .filter_map(|(at, slide)| Some(((slide.id.as_str(), slide.made.as_deref()?), at)))
        .collect();
    let one = |slide: &Slide| {
        let made = slide.made.as_deref()?;
        let exact = pairs.get(&(slide.id.as_str(), made)).copied();
        // Some libraries copy a slide with its identity; then only the pair with the id can be trusted.
        exact.or_else(|| in_base.get(made).copied().flatten().and_then(|_| in_side.get(made).copied().flatten()))
    };
    let mut taken = HashSet::new();
    let first: Vec<_> = base.iter().map(|slide| one(slide).filter(|at| taken.insert(*at))).collect();
    // Without identities the id is trusted where the text agrees.
    let same_id = |slide: &Slide| {
        let at = side.iter().position(|other| other.id == slide.id && other.made.is_none())?;
        (slide.made.is_none() && likeness(&slide.text, &side[at].text) >= 0.5).then_some(at)
    };
    let second = base.iter().zip(first);
    second.map(|(slide, found)| found.or_else(|| same_id(slide).filter(|at| taken.insert(*at)))).collect()
}

/// Matches what is left by text, in order. Two slides that were made apart are never the same slide.
fn by_text(base: &[Slide], side: &[Slide], found: &mut [Option<usize>]) {
    let taken: HashSet<usize> = found.iter().flatten().copied().collect();
    let rows: Vec<usize> = (0..base.len()).filter(|at| found[*at].is_none()).collect();
    let columns: Vec<usize> = (0..side.len()).filter(|at| !taken.contains(at)).collect();
    // A slide without words is like every other one, so it says nothing about lost identities.
    let may_be = |row: usize, column: usize| match (&base[row].made, &side[column].made) {
        (None, None) => true,
        (Some(_), Some(_)) => false,
        _ => !base[row].text.is_empty(),
    };
    let left: Vec<&str> = rows.iter().map(|at| base[*at].text.as_str()).collect();
    let right: Vec<&str> = columns.iter().map(|at| side[*at].text.as_str()).collect();
    for (at, place) in align(&left, &right, |a, b| likeness(a, b) >= 0.6).into_iter().enumerate() {
        let Some(place) = place else { continue };
        let alike = likeness(left[at], right[place]) >= 0.6;
        if alike && may_be(rows[at], columns[place]) {
            found[rows[at]] = Some(columns[place]);
        }
    }
}

/// Matches slides without identity whose words were rewritten: they keep their id and their shapes.
fn by_id_and_shapes(base: &Deck<'_>, side: &Deck<'_>, found: &mut [Option<usize>]) {
    let mut taken: HashSet<usize> = found.iter().flatten().copied().collect();
    let without = |slide: &&Slide| slide.made.is_none();
    for (before, place) in base.slides.iter().zip(found).filter(|(before, place)| place.is_none() && without(before)) {
        let of_id = side.slides.iter().position(|after| after.id == before.id && after.made.is_none());
        let Some(at) = of_id.filter(|at| !taken.contains(at)) else { continue };
        let (left, right) = (names(base, &before.part), names(side, &side.slides[at].part));
        if left.intersection(&right).count() * 2 >= left.len().max(right.len()) {
            *place = Some(at);
            taken.insert(at);
        }
    }
}

/// Counts, on slides whose text is the same, the shapes that the side still knows, and those that it could know.
fn same_shapes(base: &Deck<'_>, side: &Deck<'_>, found: &[Option<usize>]) -> (usize, usize) {
    let (mut kept, mut all) = (0, 0);
    for (at, place) in found.iter().enumerate() {
        let Some(place) = place else { continue };
        let (before, after) = (&base.slides[at], &side.slides[*place]);
        if before.text != after.text || base.package.fingerprint(&before.part) == side.package.fingerprint(&after.part)
        {
            continue;
        }
        let (before, after) = (names(base, &before.part), names(side, &after.part));
        kept += before.iter().filter(|name| after.contains(*name)).count();
        // Deleted or added shapes prove nothing: only those that could have been the same count.
        all += before.len().min(after.len());
    }
    (kept, all)
}

/// Returns what the shapes of a slide are known by: number and name, because every program gives both.
fn names(deck: &Deck<'_>, part: &str) -> HashSet<(String, String)> {
    let Ok(slide) = deck.package.xml(part) else { return HashSet::new() };
    let shapes = slide.root.descendants().filter_map(shapes::properties).filter_map(|p| p.child("cNvPr"));
    let name = |p: &crate::xml::Element| {
        (p.attribute("id").unwrap_or_default().to_owned(), p.attribute("name").unwrap_or_default().to_owned())
    };
    shapes.filter(|p| p.attribute("id") != Some("1")).map(name).collect()
}

/// Pairs the parts that all slides share (masters, layouts, themes, properties) by walking both packages together.
/// Returns the part of the base for each part of the side that has one.
#[must_use]
pub(super) fn shared(base: &Deck<'_>, side: &Deck<'_>) -> HashMap<String, String> {
    let mut found: HashMap<String, String> = HashMap::new();
    let mut open = vec![(String::new(), String::new())];
    let mut taken: HashSet<String> = HashSet::new();
    while let Some((before, after)) = open.pop() {
        let (left, right) = (base.relations(&before), side.relations(&after));
        for kind in kinds(&left) {
            let left = targets(base, &left, &kind);
            let right = targets(side, &right, &kind);
            for (from, to) in pair(base, side, &left, &right) {
                if !found.contains_key(&to) && taken.insert(from.clone()) {
                    found.insert(to.clone(), from.clone());
                    open.push((from, to));
                }
            }
        }
    }
    found
}

/// Slides are matched on their own; what hangs on a slide or a picture belongs to it alone.
fn kinds(relations: &[Relation]) -> Vec<String> {
    const OWN: &[&str] =
        &["slide", "image", "audio", "video", "media", "hyperlink", "oleObject", "package", "notesSlide"];
    let mut kinds: Vec<String> = Vec::new();
    for relation in relations.iter().filter(|relation| !OWN.iter().any(|word| relation.is(word))) {
        let kind = relation.kind.rsplit('/').next().unwrap_or_default().to_owned();
        if !kinds.contains(&kind) {
            kinds.push(kind);
        }
    }
    kinds
}

fn targets(deck: &Deck<'_>, relations: &[Relation], kind: &str) -> Vec<String> {
    let are = relations.iter().filter(|relation| relation.is(kind) && !relation.external);
    are.map(|relation| relation.target.clone()).filter(|part| deck.package.has(part)).collect()
}

/// Pairs targets of one type: a single one with a single one, several by name, then by content, then by part name.
fn pair(base: &Deck<'_>, side: &Deck<'_>, left: &[String], right: &[String]) -> Vec<(String, String)> {
    if let ([from], [to]) = (left, right) {
        return vec![(from.clone(), to.clone())];
    }
    let keys = |deck: &Deck<'_>, parts: &[String]| parts.iter().map(|part| keys(deck, part)).collect::<Vec<_>>();
    let (left_keys, right_keys) = (keys(base, left), keys(side, right));
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    for pass in 0..4 {
        for (from, key) in left_keys.iter().enumerate() {
            if key[pass].is_empty() || pairs.iter().any(|(known, _)| *known == from) {
                continue;
            }
            let is_free = |to: usize| !pairs.iter().any(|(_, known)| *known == to);
            let to = (0..right.len()).find(|to| right_keys[*to][pass] == key[pass] && is_free(*to));
            pairs.extend(to.map(|to| (from, to)));
        }
    }
    pairs.into_iter().map(|(from, to)| (left[from].clone(), right[to].clone())).collect()
}

/// Returns what a shared part may be known by, the surest first: its name in its place, its name, its content, its
/// place.
fn keys(deck: &Deck<'_>, part: &str) -> [String; 4] {
    let root = deck.package.xml(part).ok().map(|document| document.root);
    let name = root.as_ref().and_then(|root| root.child("cSld")).and_then(|slide| slide.attribute("name"));
    let name = name.unwrap_or_default().to_owned();
    let placed = if name.is_empty() { String::new() } else { format!("{name}\n{}", part.to_lowercase()) };
    let content = deck.package.fingerprint(part).map(|sum| format!("{sum:?}")).unwrap_or_default();
    [placed, name, content, part.to_lowercase()]
}
