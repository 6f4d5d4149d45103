//! The noun of readers: what one of them found in one version of one file.
//!
//! Not here: the readers, and which of them reads what (`units`).

use super::unit::Unit;

/// What a reader found in one version of one file.
#[derive(Debug, Default)]
pub struct Reading {
    /// The units in the order of the file, outer before inner.
    pub units: Vec<Unit>,
    /// What could not be read, in a sentence each ("line 12 does not parse as Rust; read as lines from there").
    pub notes: Vec<String>,
}
