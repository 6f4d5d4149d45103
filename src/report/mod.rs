//! Findings become a Report: what was found, for people and for programs, one file an output.
//!
//! Not here: what matters (`findings`). Nothing is printed here either; an output is a string.

pub mod blind;
mod columns;
mod document;
pub mod explain;
pub mod fates;
pub mod json;
pub mod marks;
pub mod report;
pub mod silence;
pub mod plain;
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
    write_all(std::slice::from_ref(report), style)
}

/// Writes reports one after the other; what holds for all of them stands once, at the end.
#[must_use]
pub fn write_all(reports: &[Report], style: Style) -> String {
    match style.format {
        Format::Text => text::write(reports, style),
        Format::Json => reports.iter().map(json::write).collect(),
    }
}
