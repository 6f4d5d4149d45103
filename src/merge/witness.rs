//! A store that remembers what it could not read, for the stages that only go on without it, and says of each file what
//! the repository says of its language.
//!
//! Not here: reading.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use super::{Origin, Store, Version};
use crate::source::{Side, Source, Unread, extension, file_name};
use crate::tongue::{Tongue, Tongues};

/// A store, watched.
pub struct Witness<'a> {
    store: &'a dyn Store,
    failures: RefCell<BTreeMap<String, Unread>>,
    tongues: Tongues,
    /// By path, what is known of its language.
    spoken: RefCell<BTreeMap<String, Option<Arc<Tongue>>>>,
}

impl<'a> Witness<'a> {
    /// Watches a store.
    #[must_use]
    pub fn of(store: &'a dyn Store) -> Witness<'a> {
        Witness { store, failures: RefCell::default(), tongues: Tongues::default(), spoken: RefCell::default() }
    }

    /// Lets the repository have languages of its own.
    #[must_use]
    pub fn speaking(self, tongues: Tongues) -> Witness<'a> {
        Witness { tongues, ..self }
    }

    /// Returns what the repository says of the language of a file.
    fn tongue(&self, path: &str) -> Option<Arc<Tongue>> {
        if let Some(known) = self.spoken.borrow().get(path) {
            return known.clone();
        }
        let own = self.tongues.of(file_name(path), &extension(path));
        let hint =
            |name: String| Arc::new(Tongue { like: Some(name.clone()), name, is_hint: true, ..Tongue::default() });
        let tongue = own.or_else(|| self.store.language(path).map(hint));
        self.spoken.borrow_mut().insert(path.to_owned(), tongue.clone());
        tongue
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
        let tongue = self.tongue(&version.path);
        source.in_tongue(tongue)
    }

    fn visit_base(&self, wanted: &dyn Fn(&str) -> bool, visit: &mut dyn FnMut(&Source) -> bool) {
        self.store.visit_base(wanted, &mut |source| match self.tongue(&source.path) {
            Some(tongue) => visit(&source.clone().in_tongue(Some(tongue))),
            None => visit(source),
        });
    }

    fn origin(&self, side: Side, path: &str, lines: &[String]) -> Origin {
        self.store.origin(side, path, lines)
    }

    fn folder(&self) -> Option<PathBuf> {
        self.store.folder()
    }

    fn language(&self, path: &str) -> Option<String> {
        self.store.language(path)
    }

    fn is_generated(&self, path: &str) -> bool {
        self.store.is_generated(path)
    }
}
