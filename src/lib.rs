//! `oneness` tells what has been said twice when two people's work is merged.
//!
//! A Merge becomes Edits, Edits become Units, Units become Pairs, Pairs become Findings, Findings become a Report.

pub mod error;
pub mod git_program;
pub mod glob;
pub mod source;
pub mod documents;
pub mod decode;
pub mod merge;
pub mod edits;
pub mod units;
pub mod pairs;
pub mod findings;
pub mod quiet;
pub mod report;
pub mod river;
pub mod config;
pub mod setup;

pub use river::check;
pub mod cli;
