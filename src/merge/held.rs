//! A merge of one document whose versions are held here as they were read, whatever they were made of: copies joined by
//! their lines, states of a document that merges itself.
//!
//! Not here: files (`files`), repositories (`git`).

use std::path::PathBuf;

use super::{Content, FileMerge, Head, Merge, Origin, Store, Version};
use crate::decode;
use crate::source::{Side, Sides, Source};

/// The versions of one document and its result.
#[derive(Debug, Clone)]
pub struct Held {
    versions: Sides<Source>,
    result: Source,
}

impl Held {
    /// Holds versions that were read.
    #[must_use]
    pub fn new(versions: Sides<Source>, result: Source) -> Held {
        Held { versions, result }
    }

    /// Names their merge; the sides are called so before people.
    #[must_use]
    pub fn merge(&self, [ours, theirs]: [&str; 2]) -> Merge {
        // A version is found again by its text: two of the same text say the same.
        let version = |source: &Source| Version {
            path: source.path.clone(),
            content: Content::Bytes(source.text.as_str().as_bytes().to_vec()),
        };
        let versions = self.versions.as_ref().map(version);
        let file = FileMerge { versions, other_bases: Vec::new(), merged: version(&self.result) };
        let head = |name: &str| Head { oid: None, name: name.to_owned() };
        Merge { ours: head(ours), theirs: head(theirs), files: vec![file], ..Merge::default() }
    }

    /// Returns the version of a side.
    #[must_use]
    pub fn side(&self, side: Side) -> &Source {
        self.versions.side(side)
    }
}

impl Store for Held {
    fn read(&self, version: &Version) -> Source {
        let Content::Bytes(bytes) = &version.content else { return Source::absent(&version.path) };
        let Sides { base, ours, theirs } = &self.versions;
        let mut known = [ours, theirs, base, &self.result].into_iter();
        let known = known.find(|source| source.text.as_str().as_bytes() == bytes.as_slice()).cloned();
        Source { path: version.path.clone(), ..known.unwrap_or_else(|| decode::source(&version.path, bytes)) }
    }

    fn visit_base(&self, _: &dyn Fn(&str) -> bool, _: &mut dyn FnMut(&Source) -> bool) {}

    fn origin(&self, _: Side, _: &str, _: &[String]) -> Origin {
        Origin::default()
    }

    fn folder(&self) -> Option<PathBuf> {
        std::env::current_dir().ok()
    }

    fn is_generated(&self, _: &str) -> bool {
        false
    }
}
