//! A store that remembers what it could not read, for the stages that only go on without it.
//!
//! Not here: reading.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::PathBuf;

use super::{Origin, Store, Version};
use crate::source::{Side, Source, Unread};

/// A store, watched.
pub struct Witness<'a> {
    store: &'a dyn Store,
    failures: RefCell<BTreeMap<String, Unread>>,
}

impl<'a> Witness<'a> {
    /// Watches a store.
    #[must_use]
    pub fn of(store: &'a dyn Store) -> Witness<'a> {
        Witness { store, failures: RefCell::default() }
    }

    /// Returns the paths of the versions that should have been read and could not, each with its reason.
    #[must_use]
    pub fn failures(self) -> BTreeMap<String, Unread> {
        self.failures.into_inner()
    }
}

impl Store for Witness<'_> {
    fn read(&self, version: &Version) -> Source {
        let source = self.store.read(version);
        if let Some(why) = source.why_unread().filter(|why| !why.by_rule) {
            self.failures.borrow_mut().insert(version.path.clone(), why.clone());
        }
        source
    }

    fn visit_base(&self, wanted: &dyn Fn(&str) -> bool, visit: &mut dyn FnMut(&Source) -> bool) {
        self.store.visit_base(wanted, visit);
    }

    fn origin(&self, side: Side, path: &str, lines: &[String]) -> Origin {
        self.store.origin(side, path, lines)
    }

    fn bytes(&self, version: &Version) -> Option<Vec<u8>> {
        self.store.bytes(version)
    }

    fn folder(&self) -> Option<PathBuf> {
        self.store.folder()
    }

    fn is_generated(&self, path: &str) -> bool {
        self.store.is_generated(path)
    }
}
