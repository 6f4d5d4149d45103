//! What stands around an addition in its own version: its copies, the sections it lies in, what is said of them.
//!
//! Not here: what the other side says.

use std::ops::Range;
use std::sync::Arc;

use super::change::Change;
use super::new_lines::NewLines;
use crate::edits::sketch;
use crate::hash::{Map, Set, hash};
use crate::source::Text;
use crate::units::unit::{Unit, UnitKind};

/// Shorter texts say nothing.
const MIN_BYTES: usize = 12;
/// Shorter ones are phrases.
const MIN_WORDS_OF_A_SENTENCE: usize = 6;

/// A section of what is not released, in bytes, and the heading of the release that follows on it.
pub type OpenSection = (Range<usize>, Arc<str>);

/// What of a whole version its additions are told.
pub(super) struct Surroundings<'a> {
    copies: Copies<'a>,
    /// The old sentences of the whole; all of them, where the side brought the whole.
    document: Arc<Set<u64>>,
    /// The old entries of each list.
    lists: Map<String, Arc<Set<u64>>>,
    /// The sections of releases that the side brought, in bytes.
    releases: Vec<Range<usize>>,
    /// The sections without a number, each with the heading of the release that follows on it.
    open: Vec<OpenSection>,
}

impl<'a> Surroundings<'a> {
    /// Looks through all units of a version; a line is new if the side added it.
    pub(super) fn of(units: &[Unit], text: &'a Text, new_lines: &NewLines) -> Surroundings<'a> {
        Surroundings {
            copies: Copies::of(units, text, new_lines),
            document: Arc::new(sentences(units, text, new_lines)),
            lists: lists(units, text, new_lines),
            releases: new_releases(units, new_lines),
            open: open_sections(units),
        }
    }

    /// Tells the additions of that version what stands around them. They come outer before inner.
    pub(super) fn note(&self, added: &mut [Change], text: &Text) {
        for addition in &mut *added {
            let start = addition.unit.span.bytes.start;
            addition.around.copies = self.copies.count(&addition.unit, text);
            addition.around.document = Arc::clone(&self.document);
            if is_entry(addition.unit.kind) {
                let list = self.lists.get(&addition.unit.container.path);
                addition.around.siblings = list.map(Arc::clone).unwrap_or_default();
            }
            addition.around.of_new_release = self.releases.iter().any(|release| release.contains(&start));
            addition.around.release_below = release_below(&self.open, start);
        }
        mark_outermost(added);
        speak_for_parts(added);
    }
}

/// Whoever begins before the end of the last outermost one lies in it.
fn mark_outermost(added: &mut [Change]) {
    let mut end = 0;
    for addition in added {
        let is_part = !matches!(addition.unit.kind, UnitKind::File | UnitKind::Section | UnitKind::Block);
        addition.around.outermost = addition.unit.span.bytes.start >= end;
        if is_part && addition.around.outermost {
            end = addition.unit.span.bytes.end;
        }
    }
}

/// The sections that the side brought under a heading with a number, in bytes: up to the next heading of its level.
fn new_releases(units: &[Unit], new_lines: &NewLines) -> Vec<Range<usize>> {
    let is_new = |unit: &Unit| new_lines.has(unit.span.start_line - 1);
    let headings: Vec<&Unit> = units.iter().filter(|unit| unit.kind == UnitKind::Heading).collect();
    let mut releases = Vec::new();
    for (at, heading) in headings.iter().enumerate().filter(|(_, heading)| is_new(heading)) {
        if has_number(heading) {
            let next = headings[at + 1..].iter().find(|next| next.level <= heading.level);
            releases.push(heading.span.bytes.start..next.map_or(usize::MAX, |next| next.span.bytes.start));
        }
    }
    releases
}

/// The sections of a document whose heading holds no number while the next one of their level does, in bytes, each with that
/// next heading: what is done and not released stands above the newest release.
#[must_use]
pub fn open_sections(units: &[Unit]) -> Vec<OpenSection> {
    let headings: Vec<&Unit> = units.iter().filter(|unit| unit.kind == UnitKind::Heading).collect();
    let mut open = Vec::new();
    for (at, heading) in headings.iter().enumerate().filter(|(_, heading)| !has_number(heading)) {
        let Some(next) = headings[at + 1..].iter().find(|next| next.level <= heading.level) else { continue };
        if next.level == heading.level && has_number(next) {
            let name = next.name.as_deref().unwrap_or_default();
            open.push((heading.span.bytes.start..next.span.bytes.start, Arc::from(name)));
        }
    }
    open
}

/// Returns the release that follows on the section around a byte.
#[must_use]
pub fn release_below(open: &[OpenSection], byte: usize) -> Option<Arc<str>> {
    open.iter().find(|(section, _)| section.contains(&byte)).map(|(_, release)| Arc::clone(release))
}

fn has_number(heading: &Unit) -> bool {
    heading.name.as_ref().is_some_and(|name| name.contains(|letter: char| letter.is_ascii_digit()))
}

fn is_entry(kind: UnitKind) -> bool {
    matches!(kind, UnitKind::Bullet | UnitKind::Task | UnitKind::TableRow)
}

/// The old sentences, by what they say; those of a document that is new as a whole, which shows what it follows.
fn sentences(units: &[Unit], text: &Text, new_lines: &NewLines) -> Set<u64> {
    let is_new = new_lines.are_all();
    let is_old = |unit: &&Unit| is_new || !new_lines.has(unit.span.start_line - 1);
    let is_sentence = |unit: &&Unit| matches!(unit.kind, UnitKind::Bullet | UnitKind::Paragraph);
    let old = units.iter().filter(is_sentence).filter(is_old).map(|unit| text.slice(&unit.span));
    old.filter(|said| said.split_whitespace().nth(MIN_WORDS_OF_A_SENTENCE - 1).is_some()).filter_map(key).collect()
}

/// A text by its letters as they stand: asked of every old sentence, so it must cost little.
fn key(said: &str) -> Option<u64> {
    (said.len() >= MIN_BYTES).then(|| hash(said.trim().as_bytes()))
}

/// The old entries of each list, by the letters and digits of what they say: lists have other marks.
fn lists(units: &[Unit], text: &Text, new_lines: &NewLines) -> Map<String, Arc<Set<u64>>> {
    let mut lists: Map<String, Set<u64>> = Map::default();
    let is_old = |unit: &&Unit| !new_lines.has(unit.span.start_line - 1);
    for unit in units.iter().filter(|unit| is_entry(unit.kind)).filter(is_old) {
        if let Some(key) = sketch::key(text.slice(&unit.span)) {
            lists.entry(unit.container.path.clone()).or_default().insert(key);
        }
    }
    lists.into_iter().map(|(list, entries)| (list, Arc::new(entries))).collect()
}

/// How often one version says what was added to it: small things within one container, sentences anywhere.
#[derive(Default)]
struct Copies<'a> {
    /// By what is said, how often each container says it.
    counts: Map<&'a str, Map<String, usize>>,
}

impl<'a> Copies<'a> {
    fn of(units: &[Unit], text: &'a Text, new_lines: &NewLines) -> Copies<'a> {
        let mut copies = Copies::default();
        let mut lengths = Set::default();
        for unit in units.iter().filter(|unit| new_lines.touch(&unit.span.line_range())) {
            let Some((container, said)) = place_of(unit, text) else { continue };
            lengths.insert(said.len());
            copies.counts.entry(said).or_default().insert(container.to_owned(), 0);
        }
        let places = units.iter().filter(|_| !lengths.is_empty()).filter_map(|unit| place_of(unit, text));
        for (container, said) in places.filter(|(_, said)| lengths.contains(&said.len())) {
            if let Some(count) = copies.counts.get_mut(said).and_then(|containers| containers.get_mut(container)) {
                *count += 1;
            }
        }
        copies
    }

    fn count(&self, unit: &Unit, text: &Text) -> usize {
        let place = place_of(unit, text);
        place.and_then(|(container, said)| self.counts.get(said)?.get(container)).copied().unwrap_or_default()
    }
}

/// The container of what is counted, and what it says. Nobody knows the containers of a file of unknown lines.
fn place_of<'u, 't>(unit: &'u Unit, text: &'t Text) -> Option<(&'u str, &'t str)> {
    let container = match unit.kind {
        UnitKind::Statement | UnitKind::Entry => unit.container.path.as_str(),
        UnitKind::Line | UnitKind::Bullet | UnitKind::Paragraph => "",
        _ => return None,
    };
    Some((container, text.slice(&unit.span).trim()))
}

/// What is said of a unit is said of all that stands in it.
fn speak_for_parts(added: &mut [Change]) {
    let spoken: Vec<(std::ops::Range<usize>, Vec<String>)> = added
        .iter()
        .filter(|addition| !addition.comments.is_empty() && addition.unit.kind != UnitKind::File)
        .map(|addition| (addition.unit.span.bytes.clone(), addition.comments.clone()))
        .collect();
    for addition in added {
        let bytes = &addition.unit.span.bytes;
        let outer = spoken.iter().filter(|(span, _)| span.start <= bytes.start && bytes.end <= span.end);
        addition.comments.extend(outer.flat_map(|(_, comments)| comments.clone()));
    }
}

/// Notes for each sentence of one side to how many files that side added it, by its first line.
pub fn note_files(additions: &mut [Change], files_of_line: &dyn Fn(&str) -> usize) {
    let is_sentence = |addition: &&mut Change| matches!(addition.unit.kind, UnitKind::Bullet | UnitKind::Paragraph);
    for addition in additions.iter_mut().filter(is_sentence) {
        addition.around.copies = addition.around.copies.max(addition.text.lines().next().map_or(0, files_of_line));
    }
}
