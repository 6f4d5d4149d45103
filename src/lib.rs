//! `oneness` tells what has been said twice when two people's work is merged.
//!
//! A Merge becomes Edits, Edits become Units, Units become Pairs, Pairs become Findings, Findings become a Report.

#[path = "merge/deck/mod.rs"]
pub mod deck;
pub mod documents;
pub mod package;
pub mod source;
pub mod units;
pub mod xml;
