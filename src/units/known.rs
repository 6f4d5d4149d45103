//! Readings of versions that were asked for lately: the versions of a merge are read by several stages, and the base of one
//! merge is the side of another.
//!
//! Not here: reading (`units`). One text under one name says one thing, so that nothing kept here grows stale.

use std::cell::RefCell;
use std::rc::Rc;

use super::reading::Reading;
use crate::hash::Map;
use crate::source::{Form, Source};

/// So many bytes of text are kept in each of two halves; what is read of code takes some ten times as much.
const MAX_BYTES: usize = 2 << 20;
/// Larger texts are read anew: few of them would push out all others.
const MAX_TEXT: usize = MAX_BYTES / 4;

thread_local! {
    static KNOWN: RefCell<Known> = RefCell::default();
}

/// Reads all units of one version, as [`super::of`] does, or returns what was read of it lately.
#[must_use]
pub fn of(source: &Source) -> Rc<Reading> {
    if !matches!(source.form, Form::Lines) || source.text.as_str().len() > MAX_TEXT {
        return Rc::new(super::of(source));
    }
    if let Some(known) = KNOWN.with_borrow_mut(|known| known.get(source)) {
        return known;
    }
    let reading = Rc::new(super::of(source));
    KNOWN.with_borrow_mut(|known| known.keep(source, &reading));
    reading
}

/// What was read lately: when the newer half is full it becomes the older one, and what was there is forgotten.
#[derive(Default)]
struct Known {
    newer: Half,
    older: Half,
}

#[derive(Default)]
struct Half {
    /// By the path: it says how a text is read.
    kept: Map<String, Vec<(Source, Rc<Reading>)>>,
    bytes: usize,
}

impl Known {
    fn get(&mut self, source: &Source) -> Option<Rc<Reading>> {
        if let Some(found) = self.newer.get(source) {
            return Some(found);
        }
        let found = self.older.get(source)?;
        self.keep(source, &found);
        Some(found)
    }

    fn keep(&mut self, source: &Source, reading: &Rc<Reading>) {
        let length = source.text.as_str().len();
        if self.newer.bytes + length > MAX_BYTES {
            self.older = std::mem::take(&mut self.newer);
        }
        self.newer.bytes += length;
        let kept = self.newer.kept.entry(source.path.clone()).or_default();
        kept.push((source.clone(), Rc::clone(reading)));
    }
}

impl Half {
    fn get(&self, source: &Source) -> Option<Rc<Reading>> {
        let is_it = |(known, _): &&(Source, Rc<Reading>)| known.text == source.text && known.tongue == source.tongue;
        self.kept.get(&source.path)?.iter().find(is_it).map(|(_, reading)| Rc::clone(reading))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_is_bounded_and_told_apart() {
        let mut known = Known::default();
        let keep = |known: &mut Known, source: &Source| known.keep(source, &Rc::new(Reading::default()));
        let one = Source::lines("a.md", "one\n");
        keep(&mut known, &one);
        assert!(known.get(&one).is_some());
        assert!(known.get(&Source::lines("b.md", "one\n")).is_none(), "another path may be read in another way");
        assert!(known.get(&Source::lines("a.md", "two\n")).is_none());
        for number in 0..20 {
            keep(&mut known, &Source::lines("a.md", format!("{number}{}", "x".repeat(MAX_TEXT - 2))));
            assert!(known.newer.bytes <= MAX_BYTES && known.older.bytes <= MAX_BYTES);
        }
        assert!(known.get(&one).is_none());
    }

    #[test]
    fn what_is_known_is_what_is_read() {
        let source = Source::lines("a.md", "# One\n\n- two\n");
        let [first, second] = [of(&source), of(&source)];
        assert!(Rc::ptr_eq(&first, &second));
        assert_eq!(first.units, super::super::of(&source).units);
    }
}
