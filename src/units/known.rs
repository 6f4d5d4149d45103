//! Readings of versions that were asked for lately: the versions of a merge are read by several stages, and the base of one
//! merge is the side of another.
//!
//! Not here: reading (`units`), how much is kept (`recent`).

use std::cell::RefCell;
use std::rc::Rc;

use super::reading::Reading;
use super::recent::Recent;
use crate::source::{Form, Source};

thread_local! {
    static KNOWN: RefCell<Recent> = RefCell::default();
}

/// Reads all units of one version, as [`super::of`] does, or returns what was read of it lately.
#[must_use]
pub fn of(source: &Source) -> Rc<Reading> {
    if !matches!(source.form, Form::Lines) {
        return Rc::new(super::of(source));
    }
    if let Some(known) = KNOWN.with_borrow_mut(|known| known.get(source)) {
        return known;
    }
    let reading = Rc::new(super::of(source));
    KNOWN.with_borrow_mut(|known| known.keep(source, &reading));
    reading
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_known_is_what_is_read() {
        let source = Source::lines("a.md", "# One\n\n- two\n");
        let [first, second] = [of(&source), of(&source)];
        assert!(Rc::ptr_eq(&first, &second));
        assert_eq!(first.units, super::super::of(&source).units);
    }
}
