//! `already-present`: what was there is said again.
//!
//! Not here: which copies speak (`present`).

use super::finding::Kind;
use super::page::Page;

pub(super) const PAGE: Page = Page {
    kind: Kind::AlreadyPresent,
    manual: include_str!("already-present.md"),
    is: None,
    says: Some(|told| format!("the added {} already stands here", told.what)),
};
