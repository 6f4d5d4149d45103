//! A line and a block of lines as units, and what is asked of a line whatever its file is: where it is visible, how far
//! it is indented, what continues it.
//!
//! Not here: what the lines of a file mean (`lines`, `settings`, `blocks`).

use super::unit::{Container, Unit, UnitKind};
use crate::source::{Span, Text};

/// Above this many bytes an unknown file is a dump rather than a text; its blocks and their surroundings say nothing.
pub(super) const MAX_FOR_BLOCKS: usize = 4 << 20;
/// The line that names a container is cut to this many characters.
const MAX_CONTAINER: usize = 60;
/// A tab indents as far as this many spaces.
const TAB: usize = 4;

/// Returns the lines that hold more than white space.
pub(super) fn filled_lines(text: &Text) -> impl Iterator<Item = usize> {
    (0..text.line_count()).filter(|line| !text.line(*line).trim().is_empty())
}

/// Returns the span of some lines from their first to their last visible character.
pub(super) fn visible(text: &Text, first: usize, last: usize) -> Span {
    let whole = text.span_of_lines(first..last + 1);
    let said = text.slice(&whole);
    let start = whole.bytes.start + (said.len() - said.trim_start().len());
    let end = start + said.trim().len();
    Span { bytes: start..end, ..whole }
}

/// Returns a line as a unit that nothing holds.
pub(super) fn bare(text: &Text, line: usize) -> Unit {
    unit(UnitKind::Line, visible(text, line, line), Container::default(), String::new())
}

/// Returns a unit without a name or a claim.
pub(super) fn unit(kind: UnitKind, span: Span, container: Container, place: String) -> Unit {
    Unit { container, place, ..Unit::new(kind, span) }
}

/// Returns a line with one space between its words.
pub(super) fn folded_spaces(line: &str) -> String {
    line.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Returns the line behind a line and all that continue it.
pub(super) fn end_of_continued(text: &Text, first: usize) -> usize {
    let mut last = first;
    while text.line(last).ends_with('\\') && last + 1 < text.line_count() {
        last += 1;
    }
    last + 1
}

/// How far a line is indented.
pub(super) fn indent(line: &str) -> usize {
    let blank = line.chars().take_while(|letter| letter.is_whitespace());
    blank.map(|letter| if letter == '\t' { TAB } else { 1 }).sum()
}

/// Returns the lines of a text and the blocks between blank ones, each with the nearest line above that is less indented:
/// that is where it lives. A dump has no blocks.
pub(super) fn lines_and_blocks(text: &Text) -> Vec<(Unit, Option<usize>)> {
    if text.as_str().len() > MAX_FOR_BLOCKS {
        return filled_lines(text).map(|line| (bare(text, line), None)).collect();
    }
    let mut units = Vec::new();
    let mut above: Vec<(usize, usize)> = Vec::new();
    for line in filled_lines(text) {
        let depth = indent(text.line(line));
        above.retain(|(indent, _)| *indent < depth);
        let owner = above.last().map(|(_, owner)| *owner);
        let place = owner.map(|owner| cut(text.line(owner).trim())).unwrap_or_default();
        above.push((depth, line));
        let container = Container { path: place.clone(), set_like: false };
        if let Some(last) = block_from(text, line) {
            units.push((unit(UnitKind::Block, visible(text, line, last), container.clone(), place.clone()), owner));
        }
        units.push((unit(UnitKind::Line, visible(text, line, line), container, place), owner));
    }
    units
}

/// Returns the last line of the block that begins at a line, where one begins there and has two lines or more.
fn block_from(text: &Text, line: usize) -> Option<usize> {
    let is_filled = |line: usize| !text.line(line).trim().is_empty();
    if line > 0 && is_filled(line - 1) {
        return None;
    }
    let last = (line..text.line_count()).take_while(|line| is_filled(*line)).last()?;
    (last > line).then_some(last)
}

fn cut(line: &str) -> String {
    line.chars().take(MAX_CONTAINER).collect()
}
