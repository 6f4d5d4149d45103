//! Markdown: headings with their sections, lists, paragraphs, tables, code, definitions of links, and slides.
//!
//! Not here: the blocks themselves (`markdown/blocks.rs`), where slides begin (`slides.rs`), the meaning of code.

pub mod blocks;
mod book;
pub mod front;
mod html;

use std::collections::HashMap;
use std::ops::Range;

use self::blocks::{Block, BlockKind, Item, of as blocks, split_anchor, trimmed};
use self::front::{Front, of as front};
use super::sections::{self, Headings, join};
use super::slides::{self, Slide};
use super::structure;
use crate::source::{Source, Text};
use crate::units::reading::Reading;
use crate::units::unit::{Container, Tokens, Unit, UnitKind, in_order};

/// Files above this size are not read as Markdown: no person wrote them.
const LARGEST: usize = 4 << 20;
/// A section has at least this many lines of content.
const MIN_SECTION: usize = 2;
/// The path of a nested list names its parents by this many characters.
const PARENT_NAME: usize = 40;
/// A heading within a quote of fewer words is a label: `Solution`.
const MIN_WORDS_OF_A_QUOTED_HEADING: usize = 3;
/// Lists nested deeper than this share the path of the list at this depth.
const DEEPEST: usize = 8;

/// Reads a Markdown document or deck.
#[must_use]
pub fn read(source: &Source) -> Reading {
    let text = &source.text;
    if text.as_str().len() > LARGEST {
        let note = "is larger than 4 MB; not read as Markdown".to_owned();
        return Reading { units: Vec::new(), notes: vec![note] };
    }
    let front = front(text);
    let mut reader = Reader::new(text);
    reader.is_chapter = book::is_chapter(text, &front);
    reader.front(&front);
    match slides::of(source, &front) {
        Some(deck) => reader.slides(&deck, 1),
        None => reader.part(front.end..text.as_str().len()),
    }
    let mut units = reader.units;
    in_order(&mut units);
    book::mark_chapters(source, &mut units);
    Reading { units, notes: Vec::new() }
}

/// Reads slides that a page holds, the first of which has this number.
#[must_use]
pub fn read_slides(text: &Text, slides: &[Slide], first: usize) -> Vec<Unit> {
    if text.as_str().len() > LARGEST {
        return Vec::new();
    }
    let mut reader = Reader::new(text);
    reader.slides(slides, first);
    reader.units
}

/// Returns the info string and the inner bytes of every fence of code.
#[must_use]
pub fn fences(source: &Source) -> Vec<(String, Range<usize>)> {
    let text = source.text.as_str();
    if text.len() > LARGEST {
        return Vec::new();
    }
    let found = blocks(text, front(&source.text).end..text.len()).all.into_iter();
    let fences = found.filter_map(|block| match block.kind {
        BlockKind::Fence(info, inner) => Some((info, inner)),
        _ => None,
    });
    fences.collect()
}

/// A heading whose section has not ended yet.
struct OpenSection {
    level: u8,
    unit: Unit,
    /// Where the heading itself ends.
    content: usize,
}

/// Where the entries of a list stand.
#[derive(Clone)]
struct Shelf {
    path: String,
    place: String,
}

/// What has been read so far, and where the reader stands.
struct Reader<'a> {
    text: &'a Text,
    units: Vec<Unit>,
    headings: Headings,
    sections: Vec<OpenSection>,
    /// Path and place of the slide that is being read.
    slide: Option<Shelf>,
    /// Whether the text is a chapter of a book that has notes for its teachers.
    is_chapter: bool,
    /// Whether what is being read speaks to the speaker.
    is_aside: bool,
    /// How many sections have begun: two of one name count their entries on their own.
    begun: usize,
    /// How many units of a sort stand at a place of a section.
    counts: HashMap<(usize, String), usize>,
}

impl<'a> Reader<'a> {
    fn new(text: &'a Text) -> Reader<'a> {
        Reader {
            text,
            units: Vec::new(),
            headings: Headings::default(),
            sections: Vec::new(),
            slide: None,
            is_chapter: false,
            is_aside: false,
            begun: 0,
            counts: HashMap::new(),
        }
    }

    /// The path of the section or slide that is being read.
    fn path(&self) -> String {
        self.slide.as_ref().map_or_else(|| self.headings.joined("/"), |slide| slide.path.clone())
    }

    /// The section or slide that is being read, for people.
    fn place(&self) -> String {
        self.slide.as_ref().map_or_else(|| self.headings.joined(" › "), |slide| slide.place.clone())
    }

    /// Adds a unit with nothing but its place: `Roadmap › bullet 3`.
    fn add(&mut self, kind: UnitKind, bytes: Range<usize>, path: String, place: &str, label: &str) -> &mut Unit {
        let is_said = matches!(kind, UnitKind::Paragraph | UnitKind::Bullet | UnitKind::Task);
        let (kind, label) = if self.is_aside && is_said { (UnitKind::Note, "note") } else { (kind, label) };
        let count = self.counts.entry((self.begun, format!("{place}\0{label}"))).or_default();
        *count += 1;
        let place = join(place, " › ", &format!("{label} {count}"));
        self.units.push(unit(kind, self.text.span(bytes), path, place));
        self.units.last_mut().expect("because a unit was just pushed")
    }

    fn front(&mut self, front: &Front) {
        for (key, bytes) in &front.keys {
            let place = format!("front matter › {key}");
            self.member(UnitKind::Key, bytes.clone(), ("front matter", key), place);
        }
    }

    fn slides(&mut self, slides: &[Slide], first: usize) {
        for (place, slide) in slides::places(slides, first).into_iter().zip(slides) {
            self.slide(&place, slide);
        }
    }

    fn slide(&mut self, number: &str, slide: &Slide) {
        if let Some((target, bytes)) = &slide.import {
            let target = target.trim_start_matches("./");
            let place = format!("{number} › {target}");
            self.member(UnitKind::Import, bytes.clone(), ("imported slides", target), place);
        }
        if slide.bytes.start == slide.bytes.end {
            return;
        }
        let title = slide.title.clone().unwrap_or_default();
        let place = join(number, " › ", &title);
        let mut found = unit(UnitKind::Slide, self.text.span(slide.bytes.clone()), String::new(), place.clone());
        found.name = slide.title.clone();
        found.container = Container { path: "slides".to_owned(), set_like: slide.identity.is_some() };
        found.identity = slide.identity.as_ref().map(|(name, _)| name.clone());
        self.units.push(found);
        if let Some((name, bytes)) = &slide.identity {
            self.member(UnitKind::Link, bytes.clone(), ("slide names", name), place.clone());
        }
        self.begun += 1;
        self.slide = Some(Shelf { path: title, place });
        for body in &slide.bodies {
            self.part(body.clone());
        }
        for notes in &slide.notes {
            self.notes(notes.clone());
        }
    }

    /// Reads one part of the text: a document or the body of a slide.
    fn part(&mut self, range: Range<usize>) {
        let found = blocks(self.text.as_str(), range.clone());
        let mut shelves: HashMap<usize, Shelf> = HashMap::new();
        let mut gaps = found.gaps.iter().peekable();
        for (at, block) in found.all.iter().enumerate() {
            while let Some(gap) = gaps.next_if(|gap| gap.start <= block.bytes.start) {
                self.links(gap.clone());
            }
            match &block.kind {
                BlockKind::Item(item) => self.item(at, block, item, &mut shelves),
                _ => self.block(block),
            }
        }
        gaps.for_each(|gap| self.links(gap.clone()));
        self.end_sections(0, range.end);
    }

    fn block(&mut self, block: &Block) {
        let bytes = block.bytes.clone();
        let (path, place) = (self.path(), self.place());
        match &block.kind {
            BlockKind::Heading(level, words) => self.heading(*level, words, bytes),
            BlockKind::Paragraph if self.includes(&bytes) => {}
            BlockKind::Paragraph => self.paragraph(bytes),
            BlockKind::Quoted(words) => self.quoted_heading(words, bytes),
            BlockKind::Row => drop(self.add(UnitKind::TableRow, bytes, join_list(&path, "table"), &place, "row")),
            BlockKind::Footnote(label) => self.link(&format!("^{label}"), bytes),
            BlockKind::Fence(info, _) => {
                let name = (!info.is_empty()).then(|| sections::name(info));
                self.add(UnitKind::Code, bytes, path, &place, "code").name = name;
            }
            BlockKind::Indented if !self.text.as_str()[bytes.clone()].starts_with('<') => {
                self.add(UnitKind::Code, bytes, path, &place, "code");
            }
            BlockKind::Html | BlockKind::Indented => self.html(bytes),
            _ => {}
        }
    }

    /// Reads the sentences of a paragraph; lines that only say how it stands are none of them.
    fn paragraph(&mut self, bytes: Range<usize>) {
        let text = self.text.as_str();
        for said in structure::sentences(text, bytes) {
            let said = trimmed(text, said);
            if html::is_words(&text[said.clone()]) {
                let (path, place) = (self.path(), self.place());
                self.add(UnitKind::Paragraph, said, path, &place, "paragraph");
            }
        }
    }

    /// Reads a heading within a quote, where lessons set their exercises. It ends no section, and few words are a label of
    /// what stands below it: every exercise has its solution.
    fn quoted_heading(&mut self, words: &str, bytes: Range<usize>) {
        let (words, _) = split_anchor(words);
        if words.split_whitespace().count() < MIN_WORDS_OF_A_QUOTED_HEADING {
            return;
        }
        let (path, name) = (join_list(&self.path(), "quote"), sections::name(words));
        let mut found = unit(UnitKind::Heading, self.text.span(bytes), path, self.place());
        found.name = Some(name);
        self.units.push(found);
    }

    /// Reads lines that take in other files; tells whether these are nothing else.
    fn includes(&mut self, bytes: &Range<usize>) -> bool {
        let lines = lines_of(self.text, bytes.clone());
        let targets: Vec<_> = lines.iter().map_while(|line| book::include(&self.text.as_str()[line.clone()])).collect();
        if targets.len() < lines.len() {
            return false;
        }
        let text = self.text;
        for line in lines {
            let target = sections::name(book::include(&text.as_str()[line.clone()]).unwrap_or_default());
            let place = join(&self.place(), " › ", &format!("include {target}"));
            self.member(UnitKind::Import, line, ("includes", &target), place);
        }
        true
    }

    fn heading(&mut self, level: u8, words: &str, bytes: Range<usize>) {
        let (words, anchor) = split_anchor(words);
        let words = sections::name(words);
        self.end_sections(level, bytes.start);
        self.headings.leave(level);
        let path = self.path();
        self.headings.enter(level, &words);
        self.begun += usize::from(self.slide.is_none());
        if words.is_empty() {
            return;
        }
        let mut found = unit(UnitKind::Heading, self.text.span(bytes.clone()), path, self.place());
        found.level = level.saturating_sub(1);
        found.name = Some(words.clone());
        if self.slide.is_none() {
            let section = Unit { kind: UnitKind::Section, ..found.clone() };
            self.sections.push(OpenSection { level, unit: section, content: bytes.end });
        } else if found.container.path == words {
            // The title of a slide does not live in itself.
            found.container.path.clear();
        }
        let anchor = anchor.map_or_else(|| sections::slug(&words), str::to_owned);
        found.identity = (!anchor.is_empty()).then_some(anchor);
        self.units.push(found);
    }

    /// Ends all sections that a heading of this level at this byte ends.
    fn end_sections(&mut self, level: u8, end: usize) {
        while self.sections.last().is_some_and(|open| open.level >= level) {
            let Some(mut open) = self.sections.pop() else { return };
            let text = self.text.as_str();
            let content = text[open.content..end.max(open.content)].lines().filter(|line| !line.trim().is_empty());
            if content.take(MIN_SECTION).count() == MIN_SECTION {
                open.unit.span = self.text.span(trimmed(text, open.unit.span.bytes.start..end));
                self.units.push(open.unit);
            }
        }
    }

    fn item(&mut self, at: usize, block: &Block, item: &Item, shelves: &mut HashMap<usize, Shelf>) {
        let shelf = item.parent.and_then(|parent| shelves.get(&parent)).cloned();
        let shelf = shelf.unwrap_or_else(|| Shelf { path: join_list(&self.path(), "list"), place: self.place() });
        let (kind, label) = if item.task { (UnitKind::Task, "task") } else { (UnitKind::Bullet, "bullet") };
        let said = &self.text.as_str()[block.bytes.clone()];
        let parent = sections::cut(&super::sentence::plain(said.lines().next().unwrap_or_default()), PARENT_NAME);
        let bytes = self.without_attributes(block.bytes.clone());
        let found = self.add(kind, bytes, shelf.path.clone(), &shelf.place, label);
        found.level = u8::try_from(item.depth).unwrap_or(u8::MAX);
        let inner = Shelf { path: join_list(&shelf.path, &parent), place: found.place.clone() };
        shelves.insert(at, if item.depth < DEEPEST { inner } else { shelf });
    }

    /// Leaves out lines of structure at the end of an entry.
    fn without_attributes(&self, bytes: Range<usize>) -> Range<usize> {
        let text = self.text.as_str();
        let mut end = bytes.end;
        while let Some(line) = text[bytes.start..end].rfind('\n').map(|at| bytes.start + at) {
            if !text[line..end].trim().is_empty() && !structure::is_structure(&text[line + 1..end]) {
                break;
            }
            end = line;
        }
        trimmed(text, bytes.start..end)
    }

    /// Reads the groups of lines and the entries in a block of HTML.
    fn html(&mut self, bytes: Range<usize>) {
        let (path, place) = (self.path(), self.place());
        let said = &self.text.as_str()[bytes.clone()];
        self.is_aside |= self.is_chapter && said.contains("<details");
        let ends = said.contains("</details");
        for (is_entry, part) in html::parts(self.text, bytes) {
            if is_entry {
                self.add(UnitKind::Bullet, part, join_list(&path, "list"), &place, "bullet");
            } else {
                self.add(UnitKind::Paragraph, part, path.clone(), &place, "paragraph");
            }
        }
        self.is_aside &= !ends;
    }

    /// Reads the definitions of links between blocks.
    fn links(&mut self, gap: Range<usize>) {
        for line in lines_of(self.text, gap) {
            let said = &self.text.as_str()[line.clone()];
            let label = said.strip_prefix('[').and_then(|rest| rest.split_once("]:"));
            if let Some((label, _)) = label.filter(|(label, _)| !label.is_empty()) {
                self.link(label, line);
            }
        }
    }

    fn link(&mut self, label: &str, bytes: Range<usize>) {
        let label = sections::name(label).to_lowercase();
        let place = join("links", " › ", &label);
        self.member(UnitKind::Link, bytes, ("links", &label), place);
    }

    /// Adds what may stand only once in a list.
    fn member(&mut self, kind: UnitKind, bytes: Range<usize>, (list, name): (&str, &str), place: String) {
        let mut found = unit(kind, self.text.span(bytes), list.to_owned(), place);
        found.container.set_like = true;
        found.name = Some(name.to_owned());
        found.identity = Some(name.to_owned());
        self.units.push(found);
    }

    fn notes(&mut self, range: Range<usize>) {
        let (path, place) = (join_list(&self.path(), "notes"), self.place());
        for line in lines_of(self.text, range) {
            if self.text.as_str()[line.clone()].chars().any(char::is_alphanumeric) {
                self.add(UnitKind::Note, line, path.clone(), &place, "note");
            }
        }
    }
}

fn unit(kind: UnitKind, span: crate::source::Span, path: String, place: String) -> Unit {
    let container = Container { path, set_like: false };
    Unit {
        kind,
        span,
        name: None,
        identity: None,
        container,
        place,
        level: 0,
        tokens: Tokens::default(),
        branches: Vec::new(),
    }
}

fn join_list(path: &str, list: &str) -> String {
    join(path, "/", list)
}

/// Returns the bytes of every line of a range that says something, white space around it left out.
fn lines_of(text: &Text, range: Range<usize>) -> Vec<Range<usize>> {
    let all = text.as_str();
    let mut start = range.start;
    let mut found = Vec::new();
    for line in all.get(range).unwrap_or_default().split_inclusive('\n') {
        let bytes = trimmed(all, start..start + line.len());
        start += line.len();
        if !bytes.is_empty() {
            found.push(bytes);
        }
    }
    found
}

#[cfg(test)]
mod tests;
