//! `oneness` tells what has been said twice when two people's work is merged.
//!
//! A semantic conflict is a fault of the result that neither side had.
//!
//! A Merge becomes Edits, Edits become Units, Units become Changes, Changes meet in Pairs, Pairs become Findings where the
//! result has a fault that neither side had, Findings become a Report.
//!
//! The rooms stand in the order in which they may import each other: each imports only rooms above it.

#[cfg(test)]
mod checked_in;
pub mod error;
pub mod hash;
pub mod kept;
pub mod letters;
pub mod tongue;
pub mod source;
pub mod xml;
pub mod package;
pub mod documents;
pub mod decode;
pub mod glob;
pub mod quiet;
pub mod git_program;
pub mod three_way;
pub mod merge;
pub mod edits;
pub mod units;
pub mod changes;
pub mod pairs;
pub mod findings;
pub mod fates;
pub mod report;
pub mod present;
pub mod river;
pub mod config;
pub mod setup;
pub mod cli;

pub use river::check;
