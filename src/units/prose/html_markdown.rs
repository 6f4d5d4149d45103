//! Markdown that stands in a page of HTML for its slides, without the indent of the page around it.
//!
//! Not here: what the Markdown says (`markdown`), where its slides begin (`slides`).

use std::ops::Range;

use super::html_tags::{self, Tag};
use super::slides::{Separators, Tool};
use crate::source::Text;

/// Elements in which Markdown is kept from being read as HTML.
const HOLDERS: &[&str] = &["script", "textarea", "template", "pre"];

/// Markdown out of a page.
#[derive(Debug)]
pub struct Inner {
    /// The lines of it, their common indent left out.
    pub text: Text,
    /// The tool that shows it.
    pub tool: Tool,
    /// The signs that part its slides.
    pub separators: Separators,
    /// Where each line begins in the page.
    starts: Vec<usize>,
}

impl Inner {
    fn new(page: &str, bytes: Range<usize>, tool: Tool, separators: Separators) -> Inner {
        let said = page.get(bytes.clone()).unwrap_or_default();
        let indent = |line: &str| line.len() - line.trim_start_matches([' ', '\t']).len();
        let filled = said.lines().filter(|line| !line.trim().is_empty());
        let common = filled.map(indent).min().unwrap_or(0);
        let (mut text, mut starts, mut at) = (String::new(), Vec::new(), bytes.start);
        for line in said.split_inclusive('\n') {
            let cut = common.min(indent(line));
            starts.push(at + cut);
            text.push_str(&line[cut..]);
            at += line.len();
        }
        Inner { text: Text::new(text), tool, separators, starts }
    }

    /// Returns where bytes of the text stand in the page.
    #[must_use]
    pub fn original(&self, bytes: &Range<usize>) -> Range<usize> {
        let place = |byte: usize, line: usize| {
            let start = self.starts.get(line).copied().unwrap_or_default();
            start + byte.saturating_sub(self.text.line_bytes(line).start)
        };
        let start = place(bytes.start, self.text.line_at(bytes.start));
        let end = place(bytes.end, self.text.line_at(bytes.end.saturating_sub(1).max(bytes.start)));
        start..end.max(start)
    }
}

/// Returns the Markdown that a tag opens, and where reading goes on behind it.
#[must_use]
pub fn behind(page: &str, tag: &Tag<'_>) -> Option<(Inner, usize)> {
    if tag.closes {
        return None;
    }
    let is_source = tag.name == "textarea" && tag.attribute("id") == Some("source");
    let is_section = tag.name == "section" && tag.has_attribute("data-markdown");
    if is_source {
        let end = end_of(page, tag.bytes.end, "textarea");
        return Some((Inner::new(page, tag.bytes.end..end, Tool::Remark, Separators::default()), end));
    }
    if !is_section || reference(tag).is_some() {
        return None;
    }
    let given = ["data-separator", "data-separator-vertical", "data-separator-notes"].map(|name| tag.attribute(name));
    // Of an element whose inside is no text, the tag is all of it.
    let holder = html_tags::next(page, tag.bytes.end).filter(|holder| {
        let is_first = page[tag.bytes.end..holder.bytes.start].trim().is_empty();
        is_first && !holder.closes && HOLDERS.contains(&holder.name.as_str())
    });
    let (start, name) = match &holder {
        Some(holder) => {
            let opening = page[holder.bytes.clone()].find('>').map_or(holder.bytes.len(), |at| at + 1);
            (holder.bytes.start + opening, holder.name.as_str())
        }
        None => (tag.bytes.end, "section"),
    };
    let end = end_of(page, start, name);
    let separators = Separators::of(given[0], given[1], given[2]);
    Some((Inner::new(page, start..end, Tool::Reveal, separators), end))
}

/// Returns the file whose slides stand in place of a section.
#[must_use]
pub fn reference<'a>(tag: &Tag<'a>) -> Option<&'a str> {
    let file = tag.attribute("data-markdown").filter(|file| !file.is_empty());
    file.filter(|_| tag.name == "section" && !tag.closes).map(|file| file.trim_start_matches("./"))
}

fn end_of(page: &str, start: usize, name: &str) -> usize {
    let closes = |at: usize| {
        let behind = page.get(at + 2..at + 2 + name.len());
        behind.is_some_and(|behind| behind.eq_ignore_ascii_case(name))
    };
    let rest = page.get(start..).unwrap_or_default();
    rest.match_indices("</").map(|(at, _)| start + at).find(|at| closes(*at)).unwrap_or(page.len())
}
