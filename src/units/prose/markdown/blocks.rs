//! What a Markdown text is made of: its blocks with their bytes, as pulldown-cmark finds them.
//!
//! Not here: what a block is as a unit, sections, slides.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

/// What a block is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BlockKind {
    /// A heading at the top of the text, its level from 1 and its words.
    Heading(u8, String),
    /// A heading within a quote, and its words.
    Quoted(String),
    /// An entry of a list.
    Item(Item),
    /// A paragraph outside of lists.
    Paragraph,
    /// A whole table, its head and ruler included.
    Table,
    /// A row of a table's body.
    Row,
    /// The definition of a footnote, with its label.
    Footnote(String),
    /// A fence with its info string and the bytes between its fences.
    Fence(String, Range<usize>),
    /// Code that is set off by spaces.
    Indented,
    /// A block of HTML.
    Html,
    /// A ruler at the top of the text.
    Ruler,
}

/// An entry of a list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Item {
    /// Whether it has a check box.
    pub task: bool,
    /// How many entries it lies in.
    pub depth: usize,
    /// The block of the entry it lies in.
    pub parent: Option<usize>,
    /// Whether its bytes already end before the first list in it.
    cut: bool,
}

/// One block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Where it stands, white space around it left out; for an entry, up to the first list in it.
    pub bytes: Range<usize>,
}

/// The blocks of a text and what no block covers.
#[derive(Debug, Default)]
pub struct Blocks {
    /// The blocks in the order of the text, outer before inner.
    pub all: Vec<Block>,
    /// What stands between the outermost blocks: blank lines and definitions of links.
    pub gaps: Vec<Range<usize>>,
}

/// Reads the blocks of a range of a text. Bytes are those of the whole text.
#[must_use]
pub fn of(text: &str, range: Range<usize>) -> Blocks {
    let options = Options::ENABLE_TABLES | Options::ENABLE_TASKLISTS | Options::ENABLE_FOOTNOTES;
    let mut walk = Walk { text, start: range.start, covered: range.start, ..Walk::default() };
    let Some(part) = text.get(range.clone()) else { return walk.found };
    for (event, bytes) in Parser::new_ext(part, options).into_offset_iter() {
        walk.step(event, bytes.start + range.start..bytes.end + range.start);
    }
    walk.cover(range.end..range.end);
    walk.found
}

/// Where the walk through the events stands.
#[derive(Default)]
struct Walk<'a> {
    text: &'a str,
    start: usize,
    found: Blocks,
    /// Up to where outermost blocks reach.
    covered: usize,
    /// How many blocks are open.
    depth: usize,
    /// The entries that are open.
    items: Vec<usize>,
    /// How many definitions of footnotes are open.
    footnotes: usize,
    /// The open heading or code, whose words are being gathered.
    gathering: Option<usize>,
}

impl Walk<'_> {
    fn step(&mut self, event: Event<'_>, bytes: Range<usize>) {
        match event {
            Event::Start(tag) => {
                if self.depth == 0 {
                    self.cover(bytes.clone());
                }
                self.start(&tag, bytes);
                self.depth += 1;
            }
            Event::End(tag) => {
                self.depth = self.depth.saturating_sub(1);
                self.end(tag);
            }
            Event::Rule if self.depth == 0 => {
                self.cover(bytes.clone());
                self.push(BlockKind::Ruler, bytes);
            }
            Event::TaskListMarker(_) => self.mark_task(),
            Event::Text(words) | Event::Code(words) => self.gather(&words, bytes),
            Event::SoftBreak | Event::HardBreak => self.gather(" ", bytes),
            _ => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>, bytes: Range<usize>) {
        let free = self.items.is_empty() && self.footnotes == 0;
        match tag {
            Tag::Heading { level, .. } if self.depth == 0 => {
                self.gathering = Some(self.found.all.len());
                self.push(BlockKind::Heading(*level as u8, String::new()), bytes);
            }
            Tag::Paragraph if free => {
                let level = bare_heading(&self.text[bytes.clone()]).filter(|_| self.depth == 0);
                self.gathering = level.map(|_| self.found.all.len());
                self.push(level.map_or(BlockKind::Paragraph, |level| BlockKind::Heading(level, String::new())), bytes);
            }
            Tag::Heading { .. } if free => {
                self.gathering = Some(self.found.all.len());
                self.push(BlockKind::Quoted(String::new()), bytes);
            }
            Tag::HtmlBlock if free => self.push(BlockKind::Html, bytes),
            Tag::CodeBlock(kind) => self.start_code(kind, bytes),
            Tag::Table(_) => self.push(BlockKind::Table, bytes),
            Tag::TableRow => self.push(BlockKind::Row, bytes),
            Tag::List(_) => self.cut_item(bytes.start),
            Tag::Item => self.start_item(bytes),
            Tag::FootnoteDefinition(label) => {
                self.footnotes += 1;
                self.push(BlockKind::Footnote(label.to_string()), bytes);
            }
            _ => {}
        }
    }

    fn start_code(&mut self, kind: &CodeBlockKind<'_>, bytes: Range<usize>) {
        let kind = match kind {
            CodeBlockKind::Indented => BlockKind::Indented,
            CodeBlockKind::Fenced(info) => {
                let opening = self.text[bytes.clone()].find('\n').map_or(bytes.end, |at| bytes.start + at + 1);
                BlockKind::Fence(info.trim().to_owned(), opening..opening)
            }
        };
        self.gathering = Some(self.found.all.len());
        self.push(kind, bytes);
    }

    fn start_item(&mut self, bytes: Range<usize>) {
        let item = Item { depth: self.items.len(), parent: self.items.last().copied(), ..Item::default() };
        self.items.push(self.found.all.len());
        self.push(BlockKind::Item(item), bytes);
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Item => drop(self.items.pop()),
            TagEnd::FootnoteDefinition => self.footnotes = self.footnotes.saturating_sub(1),
            TagEnd::Heading(_) | TagEnd::CodeBlock | TagEnd::Paragraph => self.gathering = None,
            _ => {}
        }
    }

    /// Adds words to the open heading, or bytes to the inside of the open fence.
    fn gather(&mut self, words: &str, bytes: Range<usize>) {
        let Some(block) = self.gathering.and_then(|at| self.found.all.get_mut(at)) else { return };
        match &mut block.kind {
            // Where no space ends the marks, they are the first of the words.
            BlockKind::Heading(_, heading) if bytes.start == block.bytes.start => {
                heading.push_str(words.trim_start_matches('#'));
            }
            BlockKind::Heading(_, heading) | BlockKind::Quoted(heading) => heading.push_str(words),
            BlockKind::Fence(_, inner) if inner.start == inner.end => *inner = bytes,
            BlockKind::Fence(_, inner) => inner.end = bytes.end.max(inner.end),
            _ => {}
        }
    }

    fn mark_task(&mut self) {
        if let Some(BlockKind::Item(item)) = self.items.last().map(|at| &mut self.found.all[*at].kind) {
            item.task = true;
        }
    }

    /// Ends the open entry before the first list in it: what it holds is said by entries of their own.
    fn cut_item(&mut self, end: usize) {
        let Some(block) = self.items.last().and_then(|at| self.found.all.get_mut(*at)) else { return };
        if let BlockKind::Item(item) = &mut block.kind
            && !std::mem::replace(&mut item.cut, true)
            && end > block.bytes.start
        {
            block.bytes = trimmed(self.text, block.bytes.start..end);
        }
    }

    fn push(&mut self, kind: BlockKind, bytes: Range<usize>) {
        self.found.all.push(Block { kind, bytes: trimmed(self.text, bytes) });
    }

    /// Notes that outermost blocks reach to the end of `bytes`, and what was left out before.
    fn cover(&mut self, bytes: Range<usize>) {
        if bytes.start > self.covered {
            self.found.gaps.push(self.covered.max(self.start)..bytes.start);
        }
        self.covered = self.covered.max(bytes.end);
    }
}

/// Returns the level of a heading without a space behind its marks, `###Title`. Before CommonMark it was one, and
/// people still read it as one; a single mark may begin a tag.
fn bare_heading(text: &str) -> Option<u8> {
    let text = text.trim_end();
    let words = text.trim_start_matches('#');
    let level = u8::try_from(text.len() - words.len()).ok().filter(|level| (2..=6).contains(level))?;
    (!words.is_empty() && !words.contains('\n')).then_some(level)
}

/// Leaves out white space around a range, and lines at its end that hold only quote marks.
#[must_use]
pub fn trimmed(text: &str, bytes: Range<usize>) -> Range<usize> {
    let Some(mut part) = text.get(bytes.clone()) else { return bytes };
    let start = bytes.start + part.len() - part.trim_start().len();
    part = part.trim();
    while part.ends_with('>') {
        let above = part.rfind('\n').map_or(0, |at| at + 1);
        let is_mark = above > 0 && part[above..].chars().all(|letter| matches!(letter, '>' | ' ' | '\t'));
        if !is_mark {
            break;
        }
        part = part[..above].trim_end();
    }
    start..start + part.len()
}

/// Parts the words of a heading from its attributes and the anchor among them: `Install {#setup .wide}`.
#[must_use]
pub fn split_anchor(words: &str) -> (&str, Option<&str>) {
    let parted = words.trim().strip_suffix('}').and_then(|rest| rest.rsplit_once('{'));
    let is_attribute = |part: &str| part.starts_with(['#', '.', '-', ':']) || part.contains('=');
    let parted = parted.filter(|(_, inner)| inner.split_whitespace().next().is_some_and(is_attribute));
    match parted {
        Some((words, inner)) => {
            let anchor = inner.split_whitespace().find_map(|part| part.strip_prefix('#'));
            (words.trim(), anchor.filter(|anchor| !anchor.is_empty()))
        }
        None => (words.trim(), None),
    }
}
