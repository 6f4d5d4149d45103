//! Findings become a Report: what was found, for people and for programs, one file an output.
//!
//! Not here: what matters (`findings`). Nothing is printed here either; an output is a string.

pub mod blind;
mod document;
pub mod explain;
pub mod fates;
pub mod json;
pub mod marks;
pub mod report;
pub mod silence;
mod style;
pub mod summary;
pub mod tell;
pub mod text;
pub mod time;

use report::Report;
pub use style::{Format, Style};

/// Writes a report. The text output of a clean merge is empty unless `style.verbose` is set.
#[must_use]
pub fn write(report: &Report, style: Style) -> String {
    match style.format {
        Format::Text => text::write(report, style),
        Format::Json => json::write(report),
    }
}
