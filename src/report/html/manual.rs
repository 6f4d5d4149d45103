//! The manual pages of the kinds that the page tells of, as HTML.
//!
//! Not here: their texts (`findings`).

use pulldown_cmark::{Event, Parser, Tag, TagEnd, html};

use super::cards::Card;
use crate::findings::PAGES;
use crate::findings::finding::Kind;

/// A manual page.
pub(super) struct Manual {
    pub(super) kind: &'static str,
    /// Made of our own text.
    pub(super) html: String,
}

/// Makes the pages of the kinds of these cards, in the order of the manual.
pub(super) fn of(cards: &[Card]) -> Vec<Manual> {
    let is_told = |kind: Kind| cards.iter().any(|card| card.kind == kind.name());
    let pages = PAGES.iter().filter(|page| is_told(page.kind));
    pages.map(|page| Manual { kind: page.kind.name(), html: html(page.manual) }).collect()
}

/// Headings go one level down: the page has its own.
fn html(markdown: &str) -> String {
    let mut html = String::new();
    let lower = |level: pulldown_cmark::HeadingLevel| {
        pulldown_cmark::HeadingLevel::try_from(level as usize + 2).unwrap_or(level)
    };
    let events = Parser::new(markdown).map(|event| match event {
        Event::Start(Tag::Heading { level, id, classes, attrs }) => {
            Event::Start(Tag::Heading { level: lower(level), id, classes, attrs })
        }
        Event::End(TagEnd::Heading(level)) => Event::End(TagEnd::Heading(lower(level))),
        other => other,
    });
    html::push_html(&mut html, events);
    html
}
