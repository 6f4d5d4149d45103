//! Versions that were read lately, by the ids of their blobs.
//!
//! Not here: reading. An id names one content for ever, so that nothing kept here grows stale.

use std::collections::HashMap;

use crate::source::Source;

/// So many bytes of text are kept. The versions of a merge are asked for again while its files are compared; those of
/// the merge before it often, too.
const MAX_BYTES: usize = 24 << 20;
/// Larger texts are read anew: few of them would push out all others.
const MAX_TEXT: usize = MAX_BYTES / 8;

/// What was read lately.
#[derive(Debug, Default)]
pub(super) struct Read {
    /// By id and path: the path says how a blob is read.
    kept: HashMap<String, Vec<Source>>,
    bytes: usize,
}

impl Read {
    /// Returns a version that was read.
    pub(super) fn get(&self, path: &str, oid: &str) -> Option<Source> {
        self.kept.get(oid)?.iter().find(|source| source.path == path).cloned()
    }

    /// Keeps a version. Where there is no room all others go: what is asked for again comes back by being read.
    pub(super) fn keep(&mut self, oid: &str, source: &Source) {
        let length = source.text.as_str().len();
        if length > MAX_TEXT || source.outline().is_some() {
            return;
        }
        if self.bytes + length > MAX_BYTES {
            self.kept.clear();
            self.bytes = 0;
        }
        self.bytes += length;
        self.kept.entry(oid.to_owned()).or_default().push(source.clone());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_comes_back_and_is_bounded() {
        let mut read = Read::default();
        read.keep("1", &Source::lines("a.md", "one\n"));
        assert_eq!(read.get("a.md", "1").map(|source| source.text.as_str().to_owned()), Some("one\n".to_owned()));
        assert!(read.get("b.md", "1").is_none(), "another path may be read in another way");
        for number in 2..20 {
            read.keep(&number.to_string(), &Source::lines("a.md", "x".repeat(MAX_TEXT)));
        }
        assert!(read.get("a.md", "1").is_none() && read.get("a.md", "19").is_some());
        assert!(read.bytes <= MAX_BYTES);
    }
}
