//! Readings that were made lately, by what was read.
//!
//! Not here: reading. One text under one name says one thing, so that nothing kept here grows stale.

use std::rc::Rc;

use super::reading::Reading;
use crate::hash::{Map, Running};
use crate::source::Source;

/// So many bytes of text are kept in each of two halves; what is read of code takes some ten times as much.
const MAX_BYTES: usize = 1 << 20;
/// Larger texts are read anew: few of them would push out all others.
const MAX_TEXT: usize = MAX_BYTES / 2;

/// What was read lately: when the newer half is full it becomes the older one, and what was there is forgotten.
#[derive(Default)]
pub(super) struct Recent {
    newer: Half,
    older: Half,
}

#[derive(Default)]
struct Half {
    /// By the path, which says how a text is read, and a hash of the text.
    kept: Map<(String, u64), Vec<(Source, Rc<Reading>)>>,
    bytes: usize,
}

impl Recent {
    /// Returns what was read of a source.
    pub(super) fn get(&mut self, source: &Source) -> Option<Rc<Reading>> {
        if let Some(found) = self.newer.get(source) {
            return Some(found);
        }
        let found = self.older.get(source)?;
        self.keep(source, &found);
        Some(found)
    }

    /// Keeps what was read of a source, unless it is large.
    pub(super) fn keep(&mut self, source: &Source, reading: &Rc<Reading>) {
        let length = source.text.as_str().len();
        if length > MAX_TEXT {
            return;
        }
        if self.newer.bytes + length > MAX_BYTES {
            self.older = std::mem::take(&mut self.newer);
        }
        self.newer.bytes += length;
        self.newer.kept.entry(key(source)).or_default().push((source.clone(), Rc::clone(reading)));
    }
}

impl Half {
    fn get(&self, source: &Source) -> Option<Rc<Reading>> {
        let is_it = |(known, _): &&(Source, Rc<Reading>)| known.text == source.text && known.tongue == source.tongue;
        self.kept.get(&key(source))?.iter().find(is_it).map(|(_, reading)| Rc::clone(reading))
    }
}

/// A path and the hash of a text, which need not tell two texts apart.
fn key(source: &Source) -> (String, u64) {
    let text = source.text.as_str().as_bytes();
    let middle = text.len() / 2;
    let parts = [&text[..text.len().min(64)], &text[middle..text.len().min(middle + 64)]];
    let mut hash = Running::default();
    parts.iter().for_each(|part| hash.extend(part));
    (source.path.clone(), hash.value().wrapping_add(text.len() as u64))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_is_bounded_and_told_apart() {
        let mut recent = Recent::default();
        let keep = |recent: &mut Recent, source: &Source| recent.keep(source, &Rc::new(Reading::default()));
        let one = Source::lines("a.md", "one\n");
        keep(&mut recent, &one);
        assert!(recent.get(&one).is_some());
        assert!(recent.get(&Source::lines("b.md", "one\n")).is_none(), "another path may be read in another way");
        assert!(recent.get(&Source::lines("a.md", "two\n")).is_none());
        for number in 0..20 {
            keep(&mut recent, &Source::lines("a.md", format!("{number}{}", "x".repeat(MAX_TEXT - 2))));
            assert!(recent.newer.bytes <= MAX_BYTES && recent.older.bytes <= MAX_BYTES);
        }
        assert!(recent.get(&one).is_none());
    }
}
