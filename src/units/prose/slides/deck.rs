//! Whether a document is a deck, and which tool shows it.
//!
//! Not here: where its slides begin (`slides.rs`).

use std::ops::Range;

use super::ground::{Ground, settings_end};
use super::pandoc;
use super::tool::{Tool, is_document};
use crate::source::{Source, Text};
use crate::units::prose::markdown::front::{Front, key as front_key};

/// Keys of front matter that only decks have, and whose they are.
const KEYS: &[(&str, Tool)] = &[
    ("revealOptions", Tool::Reveal),
    ("transition", Tool::Slidev),
    ("highlighter", Tool::Slidev),
    ("lineNumbers", Tool::Slidev),
    ("drawings", Tool::Slidev),
    ("routerMode", Tool::Slidev),
    ("canvasWidth", Tool::Slidev),
    ("aspectRatio", Tool::Slidev),
    ("colorSchema", Tool::Slidev),
    ("exportFilename", Tool::Slidev),
    ("mdc", Tool::Slidev),
    ("addons", Tool::Slidev),
    ("routeAlias", Tool::Slidev),
    ("theme", Tool::Slidev),
];
/// Settings that follow a ruler in front of one slide only.
const SLIDE_KEYS: &[&str] = &[
    "layout",
    "src",
    "routeAlias",
    "transition",
    "clicks",
    "clicksStart",
    "background",
    "hideInToc",
    "hide",
    "disabled",
    "zoom",
    "dragPos",
];
/// Layouts that only slides have; blogs have a key of that name, too.
const LAYOUTS: &[&str] = &["cover", "intro", "center", "image-right", "image-left", "two-cols", "statement", "fact"];
/// Words of a path that say "deck".
const WORDS: &[&str] = &["slide", "slides", "deck", "decks", "presentation", "presentations", "slidedeck"];
/// Properties at the top of a remark slide.
const PROPERTIES: &[&str] = &[
    "name",
    "class",
    "layout",
    "template",
    "count",
    "exclude",
    "background-image",
    "background-size",
    "background-color",
    "background-position",
    "background-repeat",
    "title",
];
/// Rulers part slides where there are so many pieces, most of them like slides.
const MIN_PIECES: usize = 3;
/// A slide is no longer than this many lines.
const LONGEST_SLIDE: usize = 25;
/// A line of a slide is no longer than this.
const LONGEST_LINE: usize = 300;

/// Returns the tool that shows a document as slides; `None` where it is no deck.
#[must_use]
pub(super) fn tool(source: &Source, front: &Front, ground: &Ground<'_>) -> Option<Tool> {
    if front.value(&source.text, "marp") == Some("true") {
        return Some(Tool::Marp);
    }
    if let Some(tool) = pandoc::by_front(source, front) {
        return Some(tool);
    }
    let rulers: Vec<usize> = (ground.first..ground.count()).filter(|line| is_ruler(ground, *line)).collect();
    let is_reveal = ["separator", "verticalSeparator", "notesSeparator"];
    if front.keys.iter().any(|(key, _)| is_reveal.contains(&key.as_str())) {
        return Some(Tool::Reveal);
    }
    let named = by_front(&source.text, front);
    if named.is_none() && pandoc::is_deck(source, ground, is_deck_path(&source.path)) {
        return Some(Tool::Pandoc);
    }
    if rulers.iter().any(|line| has_slide_settings(ground, line + 1)) {
        return Some(Tool::Slidev);
    }
    let lines = || ground.first..ground.count();
    let is_line = |line: usize, said: &str| !ground.hidden[line] && ground.text.line(line).trim_end() == said;
    let has_notes = !rulers.is_empty() && !is_document(&source.path) && lines().any(|line| is_line(line, "???"));
    if has_notes {
        return Some(Tool::Remark);
    }
    let is_deck = match named {
        Some(_) => !rulers.is_empty(),
        None => (is_deck_path(&source.path) && !rulers.is_empty()) || is_like_slides(source, ground, &rulers),
    };
    if !is_deck {
        return None;
    }
    Some(by_signs(ground, named, &rulers))
}

/// Returns the tool that the signs in the lines of a deck belong to.
fn by_signs(ground: &Ground<'_>, named: Option<Tool>, rulers: &[usize]) -> Tool {
    let mut lines = ground.first..ground.count();
    if named == Some(Tool::Reveal) || lines.any(|line| ground.begins_notes(line, Tool::Reveal)) {
        return Tool::Reveal;
    }
    if named.is_some() || rulers.iter().any(|line| has_settings(ground, line + 1)) {
        return Tool::Slidev;
    }
    let has_property = |line: &usize| front_key(ground.text.line(line + 1)).is_some_and(is_property);
    let is_remark = rulers.iter().any(has_property) || front_key(ground.text.line(0)).is_some_and(is_property);
    if is_remark { Tool::Remark } else { Tool::Reveal }
}

/// Tells whether a line is a property of a remark slide.
#[must_use]
pub(super) fn is_property(key: &str) -> bool {
    PROPERTIES.contains(&key)
}

/// Returns the levels of headings that begin a slide of their own in a Marp deck.
#[must_use]
pub(super) fn heading_divider(text: &Text, front: &Front, tool: Tool) -> Vec<u8> {
    const FIRST_BYTES: usize = 4000;
    if tool != Tool::Marp {
        return Vec::new();
    }
    let mut end = text.as_str().len().min(front.end + FIRST_BYTES);
    while !text.as_str().is_char_boundary(end) {
        end -= 1;
    }
    let comment = || text.as_str()[front.end..end].split_once("headingDivider:").map(|(_, rest)| rest);
    let value = front.value(text, "headingDivider").or_else(comment).unwrap_or_default();
    let value = value.lines().next().unwrap_or_default().trim();
    let levels = value.chars().map_while(|letter| match letter {
        '0'..='9' | '[' | ']' | ',' | ' ' => Some(letter.to_digit(10).and_then(|level| u8::try_from(level).ok())),
        _ => None,
    });
    let levels: Vec<u8> = levels.flatten().filter(|level| (1..=6).contains(level)).collect();
    match levels[..] {
        [most] if !value.starts_with('[') => (1..=most).collect(),
        _ => levels,
    }
}

fn is_ruler(ground: &Ground<'_>, line: usize) -> bool {
    !ground.hidden[line] && ground.rulers[line] && ground.text.line(line).trim_end() == "---"
}

fn by_front(text: &Text, front: &Front) -> Option<Tool> {
    let known = KEYS.iter().find(|(key, _)| front.keys.iter().any(|(found, _)| found == key)).map(|(_, tool)| *tool);
    let layout = || front.value(text, "layout").filter(|layout| LAYOUTS.contains(layout)).map(|_| Tool::Slidev);
    known.or_else(layout)
}

fn is_deck_path(path: &str) -> bool {
    let path = path.to_lowercase();
    !is_document(&path) && path.split(|letter: char| !letter.is_alphanumeric()).any(|word| WORDS.contains(&word))
}

/// Tells whether settings of a slide follow a ruler.
fn has_settings(ground: &Ground<'_>, start: usize) -> bool {
    settings_end(ground, start).is_some_and(|end| end > start)
}

/// Tells whether settings follow a ruler that only one tool's slides have.
fn has_slide_settings(ground: &Ground<'_>, start: usize) -> bool {
    let Some(end) = settings_end(ground, start) else { return false };
    (start..end).filter_map(|line| front_key(ground.text.line(line))).any(|key| SLIDE_KEYS.contains(&key))
}

/// Tells whether most of what the rulers part begins with a heading and is short.
fn is_like_slides(source: &Source, ground: &Ground<'_>, rulers: &[usize]) -> bool {
    if rulers.len() + 1 < MIN_PIECES || is_document(&source.path) {
        return false;
    }
    let ends = rulers.iter().copied().chain([ground.count()]);
    let starts = [ground.first].into_iter().chain(rulers.iter().map(|line| line + 1));
    let said = |lines: &Range<usize>| lines.clone().any(|line| !ground.text.line(line).trim().is_empty());
    let pieces: Vec<_> = starts.zip(ends).map(|(start, end)| start..end).filter(said).collect();
    let like = pieces.iter().filter(|piece| is_like_slide(ground, piece)).count();
    pieces.len() >= MIN_PIECES && like * 2 > pieces.len()
}

fn is_like_slide(ground: &Ground<'_>, piece: &Range<usize>) -> bool {
    let mut said = piece.clone().filter(|line| !ground.text.line(*line).trim().is_empty());
    let Some(first) = said.next() else { return false };
    let headings = piece.clone().filter(|line| ground.levels[*line].is_some()).count();
    let is_short = piece.end - first <= LONGEST_SLIDE && said.all(|line| ground.text.line(line).len() <= LONGEST_LINE);
    is_short && headings <= 2 && ground.levels[first].is_some()
}
