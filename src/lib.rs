//! `oneness` tells what has been said twice when two people's work is merged.
//!
//! A Merge becomes Edits, Edits become Units, Units become Pairs, Pairs become Findings, Findings become a Report.

pub mod config;
pub mod documents;
pub mod error;
pub mod git_program;
pub mod glob;
pub mod merge;
pub mod source;
pub mod units;
