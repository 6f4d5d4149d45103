//! The noun of decks in Markdown: where slides begin, what in them is body and what the speaker's notes.
//!
//! Not here: what a slide says (`markdown`), office documents (`documents`).

mod deck;
mod ground;
mod pandoc;
mod separators;
mod tool;

use std::ops::Range;

use self::ground::{Ground, settings_end};
pub use self::separators::Separators;
pub use self::tool::Tool;
use super::markdown::blocks::{BlockKind, of as blocks, split_anchor};
use super::markdown::front::{Front, key as front_key};
use crate::source::{Source, Text};

/// One slide.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Slide {
    /// The whole slide, white space around it left out.
    pub bytes: Range<usize>,
    /// The parts of it that people see.
    pub bodies: Vec<Range<usize>>,
    /// The parts of it that the speaker sees.
    pub notes: Vec<Range<usize>>,
    /// Its title: its first heading, or what its properties say.
    pub title: Option<String>,
    /// What it calls itself, where others refer to it by that name, and the line that says so.
    pub identity: Option<(String, Range<usize>)>,
    /// The file whose slides stand in its place, and the line that says so.
    pub import: Option<(String, Range<usize>)>,
    /// How many slides the deck shows for it.
    pub shown: Shown,
}

/// How many slides a deck shows for one that is written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Shown {
    /// The slide itself.
    #[default]
    Once,
    /// None: it is hidden, or others are made like it.
    Never,
    /// So many of another file, which are named one by one.
    Some(usize),
    /// All of another file.
    Unknown,
}

/// Says where each slide of a deck stands, for people, counted from this number. Behind slides of another file nobody
/// knows the number by which the deck shows a slide, so it is told as a number in the file.
#[must_use]
pub fn places(slides: &[Slide], first: usize) -> Vec<String> {
    let (mut number, mut place, mut is_known) = (first, first, true);
    let mut told = Vec::new();
    for slide in slides {
        told.push(match slide.shown {
            Shown::Never => "slide (hidden)".to_owned(),
            _ if is_known => format!("slide {number}"),
            _ => format!("slide {place} of this file"),
        });
        place += 1;
        match slide.shown {
            Shown::Never => {}
            Shown::Once => number += 1,
            Shown::Some(count) => number = number.saturating_add(count),
            Shown::Unknown => is_known = false,
        }
    }
    told
}

/// Returns how many slides a piece with these settings stands for.
fn shown(ground: &Ground<'_>, settings: &Range<usize>, tool: Tool, import: Option<&str>) -> Shown {
    let is_set = |key: &str| setting(ground, settings.clone(), key).is_some_and(|(value, _)| value == "true");
    let hiding: &[&str] = match tool {
        Tool::Slidev => &["hide", "disabled"],
        Tool::Remark => &["exclude", "layout"],
        _ => &[],
    };
    match import {
        _ if hiding.iter().any(|key| is_set(key)) => Shown::Never,
        Some(target) => named_slides(target).map_or(Shown::Unknown, Shown::Some),
        None => Shown::Once,
    }
}

/// Counts the slides that an import names: `pages/plan.md#2,5-7` names four.
fn named_slides(target: &str) -> Option<usize> {
    let (_, names) = target.split_once('#')?;
    let number = |text: &str| text.trim().parse::<usize>().ok();
    let count = |name: &str| match name.split_once('-') {
        Some((first, last)) => number(last)?.checked_sub(number(first)?)?.checked_add(1),
        None => number(name).map(|_| 1),
    };
    names.split(',').map(count).try_fold(0_usize, |sum, count| sum.checked_add(count?))
}

/// Returns the slides of a deck; `None` where the document is no deck.
#[must_use]
pub fn of(source: &Source, front: &Front) -> Option<Vec<Slide>> {
    let ground = Ground::of(&source.text, front, Separators::of_front(&source.text, front));
    let tool = deck::tool(source, front, &ground)?;
    let divider = match tool {
        Tool::Pandoc => pandoc::divider(source, front, &ground),
        _ => deck::heading_divider(&source.text, front, tool),
    };
    let head = if tool == Tool::Pandoc { pandoc::title_block(&source.text) } else { 0 };
    let pieces = pieces(&ground, front, (tool, head), &divider);
    // A title in the settings makes a slide that stands nowhere in the text, and counts.
    let has_title = tool == Tool::Pandoc && (head > 0 || front.value(&source.text, "title").is_some());
    let first = has_title.then(Slide::default);
    Some(first.into_iter().chain(pieces.iter().map(|piece| slide(&ground, piece, tool))).collect())
}

/// Returns the slides of Markdown that a page says is a deck of this tool.
#[must_use]
pub fn of_page(text: &Text, tool: Tool, separators: Separators) -> Vec<Slide> {
    let front = Front::default();
    let ground = Ground::of(text, &front, separators);
    pieces(&ground, &front, (tool, 0), &[]).iter().map(|piece| slide(&ground, piece, tool)).collect()
}

/// The lines of a slide before they are told apart.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Piece {
    /// The lines of settings at its top.
    settings: Range<usize>,
    /// The lines after them.
    body: Range<usize>,
}

impl Piece {
    fn lines(&self) -> Range<usize> {
        self.settings.start..self.body.end
    }
}

/// Parts the lines of a deck. The first lines of some are settings of the whole deck.
fn pieces(ground: &Ground<'_>, front: &Front, (tool, head): (Tool, usize), divider: &[u8]) -> Vec<Piece> {
    let mut found = Vec::new();
    let mut start = ground.first + head;
    let mut settings = ground.first..start;
    let mut line = start;
    while line < ground.count() {
        let parts = ground.parts(line, tool, start);
        let divides = ground.levels[line].is_some_and(|level| divider.contains(&level)) && ground.says(start..line);
        if !parts && !divides {
            line += 1;
            continue;
        }
        found.push(Piece { settings: settings.clone(), body: settings.end..line });
        start = line + usize::from(parts);
        let end = if tool == Tool::Slidev && parts { settings_end(ground, start) } else { None };
        settings = start..end.unwrap_or(start);
        line = end.map_or(start, |end| end + 1).max(line + 1);
        start = line;
        if let Some(end) = end {
            // The closing `---` belongs to the settings.
            settings.end = end + 1;
        }
    }
    found.push(Piece { settings: settings.clone(), body: settings.end..ground.count() });
    // A deck that opens with a ruler has no slide before it.
    if front.end == 0 && found.len() > 1 && !ground.says(found[0].body.clone()) {
        found.remove(0);
    }
    found
}

/// Tells apart what a slide shows and what it tells its speaker. What sets it up is no part of what it says, unless it
/// names it.
fn slide(ground: &Ground<'_>, piece: &Piece, tool: Tool) -> Slide {
    let mut found = Slide::default();
    let mut start = piece.body.start;
    if tool == Tool::Remark {
        start = properties_end(ground, &piece.body);
    }
    let settings = if tool == Tool::Remark { piece.body.start..start } else { piece.settings.clone() };
    found.title = setting(ground, settings.clone(), "title").map(|(title, _)| title);
    let name = if tool == Tool::Remark { "name" } else { "routeAlias" };
    found.identity = setting(ground, settings.clone(), name);
    let import = setting(ground, settings.clone(), "src").filter(|_| tool == Tool::Slidev);
    // A comment may follow the file, as anywhere in YAML.
    let file = |value: String| value.split(" #").next().unwrap_or_default().trim().to_owned();
    found.import = import.map(|(value, line)| (file(value), line));
    found.shown = shown(ground, &settings, tool, found.import.as_ref().map(|(target, _)| target.as_str()));
    let mut body = start..piece.body.end;
    let said = if found.identity.is_some() { piece.lines() } else { body.clone() };
    found.bytes = ground.trimmed(said);
    if let Some(line) = body.clone().find(|line| ground.begins_notes(*line, tool)) {
        let notes = ground.bytes(line..body.end);
        let mark = ground.text.line(line).find([':', '?']).map_or(0, |at| at + 1);
        found.notes.push((notes.start + mark).min(notes.end)..notes.end);
        body.end = line;
    }
    if matches!(tool, Tool::Marp | Tool::Slidev) {
        found.notes = ground.comments_in(body.clone(), tool);
    }
    let notes = if tool == Tool::Pandoc { pandoc::notes(ground, body.clone()) } else { Vec::new() };
    // The first line of notes opens them.
    found.notes.extend(notes.iter().map(|lines| ground.bytes(lines.start + 1..lines.end)));
    found.bodies = bodies(ground, body, tool, &notes);
    found.title = found.bodies.iter().find_map(|body| heading_in(ground, body.clone())).or(found.title);
    found
}

/// Returns the words of the first heading in a part of a slide.
fn heading_in(ground: &Ground<'_>, body: Range<usize>) -> Option<String> {
    let found = blocks(ground.text.as_str(), body).all;
    found.iter().find_map(|block| match &block.kind {
        BlockKind::Heading(_, words) => {
            Some(super::sections::name(split_anchor(words).0)).filter(|words| !words.is_empty())
        }
        _ => None,
    })
}

/// The parts of a slide between the lines that only lay it out: remark's steps say one thing together, and so do the
/// columns of others.
fn bodies(ground: &Ground<'_>, body: Range<usize>, tool: Tool, notes: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = body.start;
    for line in body.clone() {
        let is_note = notes.iter().any(|lines| lines.contains(&line));
        if is_note || (!ground.hidden[line] && is_layout(ground.text.line(line), tool)) {
            if start < line {
                found.push(ground.bytes(start..line));
            }
            start = line + 1;
        }
    }
    found.push(ground.bytes(start..body.end.max(start)));
    found
}

/// Tells whether a line of a slide lays it out and says nothing.
fn is_layout(line: &str, tool: Tool) -> bool {
    let said = line.trim();
    match tool {
        Tool::Remark => line.trim_end() == "--" || said == "]" || (said.starts_with('.') && said.ends_with('[')),
        Tool::Slidev => said.starts_with("::"),
        Tool::Pandoc => pandoc::is_fence(said) || said == ". . .",
        Tool::Marp | Tool::Reveal => false,
    }
}

/// Returns the line after the properties at the top of a remark slide.
fn properties_end(ground: &Ground<'_>, body: &Range<usize>) -> usize {
    let is_property = |line: &usize| front_key(ground.text.line(*line)).is_some_and(deck::is_property);
    let blank = body.clone().take_while(|line| ground.text.line(*line).trim().is_empty()).count();
    let properties = (body.start + blank..body.end).take_while(is_property).count();
    body.start + if properties > 0 { blank + properties } else { 0 }
}

/// Returns the value of a setting and the bytes of its line.
fn setting(ground: &Ground<'_>, lines: Range<usize>, key: &str) -> Option<(String, Range<usize>)> {
    let line = lines.into_iter().find(|line| front_key(ground.text.line(*line)) == Some(key))?;
    let (_, value) = ground.text.line(line).split_once([':', '='])?;
    let value = super::sections::name(value.trim().trim_matches(['"', '\'']));
    (!value.is_empty()).then(|| (value, ground.trimmed(line..line + 1)))
}

#[cfg(test)]
mod tests;
