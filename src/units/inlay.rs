//! A text that stands in another one, with the way back: a fence of a document, the commands of a step or a recipe.
//!
//! Not here: where such a text stands (`shown`, `steps`), what it says (the readers).

use std::cell::RefCell;
use std::ops::Range;
use std::rc::Rc;

use super::reading::Reading;
use super::recent::Recent;
use super::unit::{Unit, UnitKind};
use crate::source::{Source, Text};

thread_local! {
    /// A fence stands in all versions of its document, and in its translations.
    static KNOWN: RefCell<Recent> = RefCell::default();
}

/// A text of its own, made of stretches of another one.
#[derive(Debug, Default)]
pub(super) struct Inlay {
    /// What it says.
    pub(super) text: String,
    /// Where each stretch begins, here and in the text around it.
    starts: Vec<(usize, usize)>,
}

impl Inlay {
    /// Takes whole lines; what all of them are indented by is left out.
    pub(super) fn of_lines(text: &Text, lines: Range<usize>) -> Inlay {
        let blanks = |line: &str| line.len() - line.trim_start_matches([' ', '\t']).len();
        let filled = lines.clone().filter(|line| !text.line(*line).trim().is_empty());
        let indent = filled.map(|line| blanks(text.line(line))).min().unwrap_or_default();
        let mut inlay = Inlay::default();
        for line in lines {
            let said = text.line(line);
            let cut = indent.min(blanks(said));
            inlay.add(text.line_bytes(line).start + cut, &said[cut..]);
            inlay.text.push('\n');
        }
        inlay
    }

    /// Adds a stretch that begins at this byte of the text around it.
    pub(super) fn add(&mut self, start: usize, said: &str) {
        self.starts.push((self.text.len(), start));
        self.text.push_str(said);
    }

    /// Reads it as a file of this ending. What does not parse says nothing.
    pub(super) fn read(&self, ending: &str, read: fn(&Source) -> Reading) -> Rc<Reading> {
        let source = Source::lines(&format!("inlay.{ending}"), self.text.as_str());
        if let Some(known) = KNOWN.with_borrow_mut(|known| known.get(&source)) {
            return known;
        }
        let reading = read(&source);
        let reading = Rc::new(if reading.notes.is_empty() { reading } else { Reading::default() });
        KNOWN.with_borrow_mut(|known| known.keep(&source, &reading));
        reading
    }

    /// Returns the byte of the text around it.
    fn outer(&self, byte: usize) -> usize {
        let at = self.starts.partition_point(|(inner, _)| *inner <= byte).saturating_sub(1);
        self.starts.get(at).map_or(byte, |(inner, outer)| outer + (byte - inner.min(&byte)))
    }

    /// Puts what was read of it where it stands: in the text, in a container and at a place. What it defines is defined in
    /// it alone, so that a second one means something only there.
    pub(super) fn placed(&self, unit: Unit, text: &Text, container: &str, place: &str) -> Unit {
        let Range { start, end } = unit.span.bytes.clone();
        // The end of a stretch is not the beginning of the next one.
        let end = if end > start { self.outer(end - 1) + 1 } else { self.outer(end) };
        let mut placed = Unit { span: text.span(self.outer(start)..end), kind: own_kind(&unit), ..unit };
        placed.container.path = joined(container, &placed.container.path, ".");
        placed.place = joined(place, &placed.place, " › ");
        for branch in &mut placed.branches {
            branch.choice = joined(container, &branch.choice, ".");
        }
        placed
    }
}

/// Small kinds mean something in one container alone. What runs and has no name, a passage, does so anyway.
fn own_kind(unit: &Unit) -> UnitKind {
    match unit.kind {
        UnitKind::Function | UnitKind::Method | UnitKind::Test | UnitKind::Type => UnitKind::Declaration,
        UnitKind::Block if unit.identity.is_some() => UnitKind::Declaration,
        UnitKind::Statement => UnitKind::Line,
        kind => kind,
    }
}

fn joined(outer: &str, own: &str, between: &str) -> String {
    if own.is_empty() { outer.to_owned() } else { format!("{outer}{between}{own}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_read_is_found_where_it_stands() {
        let text = Text::new("a:\n    one\n\n      two\n    thrée\nb\n".to_owned());
        let inlay = Inlay::of_lines(&text, 1..5);
        assert_eq!(inlay.text, "one\n\n  two\nthrée\n");
        for word in ["one", "two", "thrée"] {
            let at = inlay.text.find(word).expect("because it was taken");
            let unit = Unit::new(UnitKind::Function, Text::new(inlay.text.clone()).span(at..at + word.len()));
            let placed = inlay.placed(unit, &text, "a", "code 1");
            assert_eq!(text.slice(&placed.span), word);
            assert_eq!((placed.kind, placed.container.path.as_str()), (UnitKind::Declaration, "a"));
        }
    }
}
