//! Markdown: headings, lists, paragraphs, tables.
//!
//! Not here: slides (`slides.rs`), code in fences (`code`).

use super::Reading;
use super::unit::{Container, Unit, UnitKind};
use crate::source::Source;

/// Reads a Markdown document line by line.
#[must_use]
pub fn read(source: &Source) -> Reading {
    let mut reading = Reading::default();
    let text = &source.text;
    let mut path: Vec<(u8, String)> = Vec::new();
    let mut fence = false;
    let mut index = 0;
    while index < text.line_count() {
        let line = text.line(index);
        let trimmed = line.trim_start();
        let start = index;
        index += 1;
        if trimmed.starts_with("```") || trimmed.starts_with("~~~") {
            fence = !fence;
            continue;
        }
        if fence || trimmed.is_empty() {
            continue;
        }
        let level = trimmed.chars().take_while(|c| *c == '#').count();
        let is_bullet = ["* ", "- ", "+ "].iter().any(|m| trimmed.starts_with(m));
        let mut kind = UnitKind::Paragraph;
        if (1..=6).contains(&level) && trimmed[level..].starts_with(' ') {
            kind = UnitKind::Heading;
            path.retain(|(depth, _)| usize::from(*depth) < level);
        } else if is_bullet {
            kind = UnitKind::Bullet;
        } else if trimmed.starts_with('|') {
            kind = UnitKind::TableRow;
        } else {
            while index < text.line_count() && !text.line(index).trim().is_empty() && !text.line(index).starts_with(['#', '*', '-', '|', '`']) {
                index += 1;
            }
        }
        let names: Vec<&str> = path.iter().map(|(_, n)| n.as_str()).collect();
        let container = Container { path: names.join("/"), set_like: false };
        let place = names.join(" › ");
        let span = text.span_of_lines(start..index);
        if kind == UnitKind::Heading {
            path.push((u8::try_from(level).unwrap_or(6), trimmed[level..].trim().to_owned()));
        }
        reading.units.push(Unit { kind, span, name: None, identity: None, container, place, level: 0, tokens: Vec::new() });
    }
    reading
}
