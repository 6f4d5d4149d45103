//! The nouns of this room: a document on disk, and a merge that it made of itself.
//!
//! Not here: any format.

use crate::merge::Merge;
use crate::merge::held::Held;

/// A document on disk, or one of two copies of it.
#[derive(Debug, Clone)]
pub struct Saved {
    /// Its path, for people.
    pub path: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// A merge that a document made of itself, and the store that reads it.
pub type Merged = (Merge, Held);
