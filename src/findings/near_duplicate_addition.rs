//! `near-duplicate-addition`: two units say the same thing in other words or under another name.
//!
//! Not here: likeness (`pairs`), how sure it is (`model`).

use super::finding::Kind;
use super::page::Page;

pub(super) const PAGE: Page = Page {
    kind: Kind::NearDuplicateAddition,
    manual: include_str!("near-duplicate-addition.md"),
    is: Some(|_, _| true),
    says: Some(|told| format!("both sides added much the same {}, {}", told.what, told.place)),
};
