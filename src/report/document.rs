//! What a document tells of a place beside its text: whom it names itself, and where the place is in the merged deck,
//! whose slides have other numbers.
//!
//! Not here: layout; places in texts, which are lines.

use super::report::{PageLine, Site};
use crate::changes::change::Change;
use crate::documents::pptx::drawing::{self, Drawing};
use crate::merge::{FileMerge, Origin, Store};
use crate::source::{OutlineLine, Role, Side, Source, Traces, extension};

/// So many lines of a document without pages are shown before and behind a finding.
const AROUND: usize = 3;
/// No slide that people read has more lines.
const MAX_PAGE: usize = 60;

/// Adds to the place of a unit of a document what its own version and the merged document tell of it.
pub(super) fn told(mut site: Site, unit: &Change, source: &Source, file: &FileMerge, store: &dyn Store) -> Site {
    let first = unit.unit.span.start_line.saturating_sub(1);
    let line = source.outline().and_then(|lines| lines.get(first));
    if let Some(line) = line {
        site.slides = Some(line.traces.slides).filter(|slides| *slides > 0);
        let named = by_document(&line.traces).filter(|named| !is_one_person(named, &site.origin));
        site.by_document = named.filter(|_| !is_old(&line.traces, unit.side, file, store));
        (site.slide, site.shape) = numbers(source, first);
        site.page = page(source, first, unit.unit.span.end_line);
        site.drawing = site.slide.and_then(|slide| drawing(slide, line, unit.side, file, store));
        site.merged_place = in_result(line, source.text.line(first), unit, file, store);
    }
    site.merged_place = site.merged_place.filter(|place| *place != site.place);
    site
}

/// The number of the slide that a line stands on, and which of its boxes it stands in.
fn numbers(source: &Source, at: usize) -> (Option<usize>, Option<usize>) {
    let Some(lines) = source.outline() else { return (None, None) };
    let Some(slide) = lines.get(at).and_then(slide_number) else { return (None, None) };
    let mut boxes: Vec<&str> = Vec::new();
    for line in lines[..=at].iter().filter(|line| slide_number(line) == Some(slide)) {
        if !boxes.contains(&line.container.as_str()) {
            boxes.push(&line.container);
        }
    }
    let own = boxes.iter().position(|container| *container == lines[at].container);
    (Some(slide), own.map(|at| at + 1))
}

/// Draws the slide of a deck that says where its boxes stand.
fn drawing(
    slide: usize,
    line: &OutlineLine,
    side: Side,
    file: &FileMerge,
    store: &dyn Store,
) -> Option<(Drawing, String)> {
    let version = file.versions.side(side);
    let bytes = store.bytes(version).filter(|_| extension(&version.path) == "pptx")?;
    let drawing = drawing::of(&bytes, slide).ok().filter(|drawing| !drawing.boxes.is_empty())?;
    let identity = line.container.rsplit('/').next().unwrap_or_default();
    Some((drawing, identity.to_owned()))
}

fn slide_number(line: &OutlineLine) -> Option<usize> {
    let number = line.place.strip_prefix("slide ")?;
    number.split(|sign: char| !sign.is_ascii_digit()).next()?.parse().ok()
}

/// What stands on the same slide, or around the lines where there are no slides. Lines count from 0, the end is not theirs.
fn page(source: &Source, start: usize, end: usize) -> Vec<PageLine> {
    let Some(lines) = source.outline() else { return Vec::new() };
    let slide = lines.get(start).and_then(slide_number);
    let is_near = |at: usize| at + AROUND >= start && at < end + AROUND;
    let is_shown = |at: &usize| match slide {
        Some(slide) => slide_number(&lines[*at]) == Some(slide),
        None => is_near(*at),
    };
    let shown = (0..lines.len()).filter(is_shown).filter(|at| lines[*at].role != Role::Furniture);
    let line = |at: usize| PageLine {
        role: lines[at].role,
        level: lines[at].level,
        text: source.text.line(at).to_owned(),
        is_it: (start..end).contains(&at),
    };
    shown.take(MAX_PAGE).map(line).collect()
}

/// Tells whether the base held this record already: then a program that keeps none wrote what is new.
fn is_old(traces: &Traces, side: Side, file: &FileMerge, store: &dyn Store) -> bool {
    if !file.changed_by(side) {
        return false;
    }
    let base = store.read(&file.versions.base);
    let same = |line: &OutlineLine| line.traces.author == traces.author && line.traces.time == traces.time;
    base.outline().is_some_and(|lines| lines.iter().any(same))
}

fn by_document(traces: &Traces) -> Option<Origin> {
    let author = traces.author.clone()?;
    Some(Origin { author: Some(author), time: traces.time.map(|time| (time, 0)), commit: None, message: None })
}

/// Tells whether both name one person; names of people are written with and without capitals.
fn is_one_person(named: &Origin, other: &Origin) -> bool {
    let name = |origin: &Origin| origin.author.as_deref().map(str::to_lowercase);
    name(named) == name(other)
}

/// Finds the line in the merged document: where the comparison of lines put it, else in the same box, else by its text
/// where that stands there once.
fn in_result(line: &OutlineLine, text: &str, unit: &Change, file: &FileMerge, store: &dyn Store) -> Option<String> {
    // Where both sides changed a document and nobody has merged it, git keeps ours: that is not the merged document.
    let is_ours = file.merged.content == file.versions.ours.content;
    if !file.merged.is_there() || (is_ours && Side::BOTH.iter().all(|side| file.changed_by(*side))) {
        return None;
    }
    let merged = store.read(&file.merged);
    let entries = merged.outline()?;
    let is_it = |at: &usize| *at < entries.len() && merged.text.line(*at).trim() == text.trim();
    let all: Vec<usize> = (0..entries.len()).filter(is_it).collect();
    let mapped = unit.stands.merged.map(|(start, _)| start.saturating_sub(1)).filter(|at| all.contains(at));
    let in_box = all.iter().copied().find(|at| entries[*at].container == line.container);
    let found = mapped.or(in_box).or(if all.len() == 1 { all.first().copied() } else { None })?;
    // A slide is told by its number alone, its lines by all of their places.
    let place = &entries[found].place;
    let is_whole = unit.unit.place.split(" › ").count() == 1;
    Some(if is_whole { place.split(" › ").next().unwrap_or_default().to_owned() } else { place.clone() })
}
