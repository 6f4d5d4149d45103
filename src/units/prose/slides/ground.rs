//! The lines of a Markdown text as slides need them: which are hidden in code, which are rulers, which are headings.
//!
//! Not here: whether a text is a deck (`deck.rs`).

use std::ops::Range;

use super::separators::Separators;
use super::tool::Tool;
use crate::source::Text;
use crate::units::prose::markdown::blocks::{BlockKind, Blocks, of as blocks, trimmed};
use crate::units::prose::markdown::front::{Front, is_settings};

/// What begins a comment of Marp that sets something and tells the speaker nothing.
const DIRECTIVES: &[&str] = &[
    "theme",
    "style",
    "headingdivider",
    "size",
    "math",
    "paginate",
    "header",
    "footer",
    "class",
    "backgroundcolor",
    "backgroundimage",
    "backgroundposition",
    "backgroundrepeat",
    "backgroundsize",
    "color",
    "marp",
    "title",
    "author",
    "description",
    "keywords",
    "url",
    "image",
    "lang",
    "transition",
    "fit",
    "prettier-ignore",
    "markdownlint",
];
/// A line above `---` that is longer than this is a paragraph and no heading.
const LONGEST_HEADING: usize = 60;

/// A text with what is known of its lines.
pub(super) struct Ground<'a> {
    /// The text.
    pub text: &'a Text,
    /// The first line after the front matter.
    pub first: usize,
    /// Whether a line stands in code, a table or a comment.
    pub hidden: Vec<bool>,
    /// Whether a line is a ruler as Markdown knows them.
    pub rulers: Vec<bool>,
    /// The level of the heading that begins on a line.
    pub levels: Vec<Option<u8>>,
    /// Whether a line stands in code that is set off by spaces, by a fence or in a table.
    code: Vec<bool>,
    comments: Vec<Range<usize>>,
    /// The signs that the deck has chosen itself.
    separators: Separators,
}

impl<'a> Ground<'a> {
    /// Looks at every line of a text.
    #[must_use]
    pub(super) fn of(text: &'a Text, front: &Front, separators: Separators) -> Ground<'a> {
        let count = text.line_count();
        let mut ground = Ground {
            text,
            first: if front.end == 0 { 0 } else { text.span(0..front.end).end_line },
            hidden: vec![false; count],
            rulers: vec![false; count],
            levels: vec![None; count],
            code: vec![false; count],
            comments: Vec::new(),
            separators,
        };
        ground.mark_blocks(&blocks(text.as_str(), front.end..text.as_str().len()));
        ground.mark_comments(front.end);
        ground
    }

    fn mark_blocks(&mut self, found: &Blocks) {
        for block in &found.all {
            let lines = self.text.span(block.bytes.clone()).line_range();
            match &block.kind {
                BlockKind::Fence(..) | BlockKind::Indented | BlockKind::Table => {
                    lines.for_each(|line| (self.hidden[line], self.code[line]) = (true, true));
                }
                BlockKind::Ruler => self.rulers[lines.start] = true,
                BlockKind::Heading(level, _) => self.levels[lines.start] = Some(*level),
                _ => {}
            }
        }
    }

    /// Finds the comments outside of code and hides all lines but those on which they begin.
    fn mark_comments(&mut self, start: usize) {
        let all = self.text.as_str();
        let mut at = start;
        while let Some(found) = all[at..].find("<!--") {
            let begin = at + found;
            at = begin + "<!--".len();
            if self.code[self.text.line_at(begin)] {
                continue;
            }
            let Some(length) = all[begin..].find("-->") else { return };
            at = begin + length + "-->".len();
            self.comments.push(begin..at);
            self.text.span(begin..at).line_range().skip(1).for_each(|line| self.hidden[line] = true);
        }
    }

    /// Returns how many lines there are.
    #[must_use]
    pub(super) fn count(&self) -> usize {
        self.text.line_count()
    }

    /// Returns the bytes of lines.
    #[must_use]
    pub(super) fn bytes(&self, lines: Range<usize>) -> Range<usize> {
        let start = self.text.line_bytes(lines.start).start;
        let end = if lines.start < lines.end { self.text.line_bytes(lines.end - 1).end } else { start };
        start..end
    }

    /// Returns the bytes of lines, white space around them left out.
    #[must_use]
    pub(super) fn trimmed(&self, lines: Range<usize>) -> Range<usize> {
        trimmed(self.text.as_str(), self.bytes(lines))
    }

    /// Tells whether lines hold more than white space.
    #[must_use]
    pub(super) fn says(&self, lines: Range<usize>) -> bool {
        lines.into_iter().any(|line| !self.text.line(line).trim().is_empty())
    }

    /// Tells whether a line parts two slides, in a slide that began at `start`.
    #[must_use]
    pub(super) fn parts(&self, line: usize, tool: Tool, start: usize) -> bool {
        let said = self.text.line(line).trim_end();
        match tool {
            _ if self.hidden[line] => false,
            Tool::Marp | Tool::Pandoc => self.rulers[line],
            Tool::Reveal => self.separators.part(self.text, line).unwrap_or_else(|| {
                let is_row = matches!(said, "---" | "----") && self.rulers[line];
                is_row || (said == "--" && self.stands_alone(line))
            }),
            Tool::Slidev | Tool::Remark => said == "---" && (self.rulers[line] || !self.underlines(line, start)),
        }
    }

    fn stands_alone(&self, line: usize) -> bool {
        let is_blank = |line: usize| self.text.line(line).trim().is_empty();
        (line == 0 || is_blank(line - 1)) && is_blank(line + 1)
    }

    /// Tells whether `---` makes the line above it a heading. Slidev and remark part slides right below a paragraph;
    /// what reads like a heading, and is the first of its slide, is taken for one all the same.
    fn underlines(&self, line: usize, start: usize) -> bool {
        let Some(above) = line.checked_sub(1).filter(|above| *above >= start) else { return false };
        let is_heading = self.levels[above].is_some() && !self.text.line(above).starts_with('#');
        let is_first = (start..above).all(|line| self.text.line(line).trim().is_empty());
        let said = self.text.line(above).trim();
        let is_title = said.starts_with(char::is_uppercase) && !said.ends_with(['.', '!', '?', ':', ']', ')']);
        is_heading && is_first && is_title && said.len() <= LONGEST_HEADING
    }

    /// Tells whether the speaker's notes begin on a line and go on to the end of its slide.
    #[must_use]
    pub(super) fn begins_notes(&self, line: usize, tool: Tool) -> bool {
        let said = self.text.line(line).trim_end();
        let is_mark = || ["Note:", "Notes:", "note:", "notes:"].iter().any(|mark| said.starts_with(mark));
        let is_note = || self.separators.begin_notes(said).unwrap_or_else(is_mark);
        !self.hidden[line] && ((tool == Tool::Remark && said == "???") || (tool == Tool::Reveal && is_note()))
    }

    /// Returns the inner bytes of the comments in these lines that speak to the speaker: for Marp all that set nothing,
    /// for Slidev the last one, if nothing follows it.
    #[must_use]
    pub(super) fn comments_in(&self, lines: Range<usize>, tool: Tool) -> Vec<Range<usize>> {
        let bytes = self.trimmed(lines);
        let first = self.comments.partition_point(|comment| comment.start < bytes.start);
        let found = self.comments[first..].iter().take_while(|comment| comment.end <= bytes.end);
        let inner = found.filter(|comment| tool == Tool::Marp || comment.end == bytes.end);
        let inner = inner.map(|comment| comment.start + 4..(comment.end - 3).max(comment.start + 4));
        inner.filter(|inner| tool == Tool::Slidev || !is_directive(&self.text.as_str()[inner.clone()])).collect()
    }
}

/// Returns the line of the `---` that closes the settings of a slide which begin at this line.
pub(super) fn settings_end(ground: &Ground<'_>, start: usize) -> Option<usize> {
    const LONGEST: usize = 60;
    if start >= ground.count() || ground.text.line(start).trim().is_empty() {
        return None;
    }
    let end = (start..ground.count().min(start + LONGEST)).find(|line| ground.text.line(*line).trim_end() == "---")?;
    is_settings(ground.text, start..end).then_some(end)
}

fn is_directive(comment: &str) -> bool {
    let first = comment.trim_start().lines().next().unwrap_or_default().trim_start_matches(['_', '$']);
    let name = first.split([':', ' ']).next().unwrap_or_default().trim().to_lowercase();
    let sets = first.contains(':') || matches!(name.as_str(), "fit" | "prettier-ignore");
    (sets && DIRECTIVES.contains(&name.as_str())) || name.starts_with("markdownlint")
}
