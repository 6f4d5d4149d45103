//! An outline while it is written: the headings that a line stands under become its place and its container.
//!
//! Not here: any format. Word processors' documents and notebooks share this room.

use crate::source::{OutlineLine, Role, Traces};

/// More lines than this are no document that people edit.
const MAX_LINES: usize = 500_000;

/// An outline while it is written.
#[derive(Debug, Default)]
pub(super) struct Outline {
    lines: Vec<(OutlineLine, String)>,
    /// The headings that are open, with their levels, outer before inner.
    headings: Vec<(u8, String)>,
    /// How many paragraphs, bullets and tables stand under the last heading so far.
    n_paragraphs: usize,
    n_bullets: usize,
    n_tables: usize,
}

impl Outline {
    /// Adds a heading and opens it; headings of its level and below are closed.
    pub(super) fn heading(&mut self, level: u8, text: String) {
        self.headings.retain(|(open, _)| *open < level);
        let container = self.path(" / ");
        self.headings.push((level, shortened(&text)));
        (self.n_paragraphs, self.n_bullets, self.n_tables) = (0, 0, 0);
        let place = self.path(" › ");
        self.push(OutlineLine { role: Role::Heading, level, place, container, traces: Traces::default() }, text);
    }

    /// Adds a paragraph.
    pub(super) fn paragraph(&mut self, text: String) {
        self.n_paragraphs += 1;
        self.under_heading(Role::Paragraph, 0, &format!("paragraph {}", self.n_paragraphs), text);
    }

    /// Adds an entry of a list.
    pub(super) fn bullet(&mut self, level: u8, text: String) {
        self.n_bullets += 1;
        self.under_heading(Role::Bullet, level, &format!("bullet {}", self.n_bullets), text);
    }

    /// Adds a table row by row. Its first row stands for it in the container, because tables have no names.
    pub(super) fn table(&mut self, rows: Vec<String>) {
        self.n_tables += 1;
        let container = format!("{}/table {}", self.path(" / "), rows.first().map_or("", String::as_str));
        for (at, text) in rows.into_iter().enumerate() {
            let place = self.place(&format!("table {} › row {}", self.n_tables, at + 1));
            self.push(
                OutlineLine {
                    role: Role::TableRow,
                    level: 0,
                    place,
                    container: container.clone(),
                    traces: Traces::default(),
                },
                text,
            );
        }
    }

    /// Adds a line under the last heading with a place of its own (`footnote`, `comment`).
    pub(super) fn under_heading(&mut self, role: Role, level: u8, place: &str, text: String) {
        let place = self.place(place);
        let container = self.path(" / ");
        self.push(OutlineLine { role, level, place, container, traces: Traces::default() }, text);
    }

    /// Adds a line that stands outside of all headings, in a container of its own.
    pub(super) fn apart(&mut self, role: Role, place: String, container: &str, text: String) {
        self.push(
            OutlineLine { role, level: 0, place, container: container.to_owned(), traces: Traces::default() },
            text,
        );
    }

    /// Notes who wrote the last line, and when.
    pub(super) fn trace(&mut self, traces: Traces) {
        if let Some((line, _)) = self.lines.last_mut() {
            line.traces = traces;
        }
    }

    /// Returns the headings that are open, outer before inner.
    #[must_use]
    pub(super) fn path(&self, joint: &str) -> String {
        self.headings.iter().map(|(_, text)| text.as_str()).collect::<Vec<_>>().join(joint)
    }

    /// Returns the lines, or refuses a document that has too many.
    pub(super) fn finish(self) -> Result<Vec<(OutlineLine, String)>, String> {
        if self.lines.len() > MAX_LINES { Err(format!("holds more than {MAX_LINES} lines")) } else { Ok(self.lines) }
    }

    fn place(&self, last: &str) -> String {
        let path = self.path(" › ");
        if path.is_empty() { last.to_owned() } else { format!("{path} › {last}") }
    }

    fn push(&mut self, line: OutlineLine, text: String) {
        // One line more than allowed is enough to be refused at the end.
        if !text.is_empty() && self.lines.len() <= MAX_LINES {
            self.lines.push((line, text));
        }
    }
}

/// Shortens a heading for a place.
#[must_use]
pub(crate) fn shortened(title: &str) -> String {
    let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
    if title.chars().count() <= 60 { title } else { title.chars().take(59).chain(['…']).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_stand_under_their_headings() {
        let mut outline = Outline::default();
        outline.heading(0, "One".into());
        outline.heading(1, "Two".into());
        outline.paragraph("text".into());
        outline.heading(0, "Three".into());
        outline.bullet(0, "entry".into());
        let lines = outline.finish().expect("because four lines are few");
        let places: Vec<_> = lines.iter().map(|(line, _)| (line.place.as_str(), line.container.as_str())).collect();
        let expected = [
            ("One", ""),
            ("One › Two", "One"),
            ("One › Two › paragraph 1", "One / Two"),
            ("Three", ""),
            ("Three › bullet 1", "Three"),
        ];
        assert_eq!(places, expected);
    }
}
