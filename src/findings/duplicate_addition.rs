//! `duplicate-addition`: two units say the same, and stand more often than on either side.
//!
//! Not here: equality (`pairs`).

use super::finding::Kind;
use super::page::Page;
use crate::pairs::pair::Measure;

pub(super) const PAGE: Page = Page {
    kind: Kind::DuplicateAddition,
    manual: include_str!("duplicate-addition.md"),
    is: Some(|pair, _| pair.likeness.get(Measure::Exact) > 0.0),
    says: Some(|told| format!("both sides added the same {}, {}", told.what, told.place)),
};
