//! What parts the slides of reveal.js, where a deck chooses its own signs.
//!
//! Not here: regular expressions; of a pattern only its letters and line breaks are read, which is all that decks use.

use crate::source::Text;
use crate::units::prose::markdown::front::Front;

/// The signs of one deck.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Separators {
    slide: Option<Mark>,
    vertical: Option<Mark>,
    notes: Option<String>,
}

/// What parts two slides.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Mark {
    /// A line of its own.
    Line(String),
    /// So many blank lines.
    Blank(usize),
}

impl Separators {
    /// Takes the patterns that a deck gives, where it gives any.
    #[must_use]
    pub fn of(slide: Option<&str>, vertical: Option<&str>, notes: Option<&str>) -> Separators {
        let notes = notes.map(literal).filter(|notes| !notes.is_empty());
        Separators { slide: slide.and_then(mark), vertical: vertical.and_then(mark), notes }
    }

    /// Reads the patterns in the settings of a deck.
    #[must_use]
    pub fn of_front(text: &Text, front: &Front) -> Separators {
        let value = |key| front.value(text, key);
        Separators::of(value("separator"), value("verticalSeparator"), value("notesSeparator"))
    }

    /// Tells whether a line parts two slides; `None` where the deck has chosen no sign.
    #[must_use]
    pub(super) fn part(&self, text: &Text, line: usize) -> Option<bool> {
        let slide = self.slide.as_ref()?;
        Some([Some(slide), self.vertical.as_ref()].into_iter().flatten().any(|mark| mark.stands_on(text, line)))
    }

    /// Tells whether the notes begin on a line; `None` where the deck has chosen no sign.
    #[must_use]
    pub(super) fn begin_notes(&self, line: &str) -> Option<bool> {
        self.notes.as_ref().map(|notes| line.trim_start().to_lowercase().starts_with(notes.as_str()))
    }
}

impl Mark {
    fn stands_on(&self, text: &Text, line: usize) -> bool {
        let is_blank = |line: usize| text.line(line).trim().is_empty();
        match self {
            Mark::Line(said) => text.line(line).trim().eq_ignore_ascii_case(said),
            Mark::Blank(count) => {
                let above = line.checked_sub(count - 1);
                is_blank(line) && !is_blank(line + 1) && above.is_some_and(|first| (first..line).all(is_blank))
            }
        }
    }
}

fn mark(pattern: &str) -> Option<Mark> {
    let breaks = pattern.matches("\\n").count();
    let said = literal(pattern);
    match said.is_empty() {
        true => (breaks > 1).then(|| Mark::Blank(breaks - 1)),
        false => Some(Mark::Line(said)),
    }
}

/// Returns the letters of a pattern without what says where they stand.
fn literal(pattern: &str) -> String {
    let mut plain = pattern.to_owned();
    for sign in ["\\r?", "\\r", "\\n", "\\s*", "\\s", "^", "$", "?"] {
        plain = plain.replace(sign, "");
    }
    plain.replace('\\', "").trim().to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_are_lines_or_blank_lines() {
        let text = Text::new("a\n\n\nb\n<!--s-->\nc\n+++\nd\n\ne\n".to_owned());
        let parting = |slide, vertical| {
            let separators = Separators::of(slide, vertical, None);
            (0..text.line_count()).filter(|line| separators.part(&text, *line) == Some(true)).collect::<Vec<_>>()
        };
        assert_eq!(parting(Some("^\\n\\n\\n"), None), [2]);
        assert_eq!(parting(Some("<!--s-->"), Some("^\\r?\\n\\+\\+\\+\\r?\\n$")), [4, 6]);
        assert_eq!(parting(None, Some("^--$")), [0; 0]);
        assert_eq!(Separators::of(None, None, Some("^Speaker:")).begin_notes("speaker: hi"), Some(true));
    }
}
