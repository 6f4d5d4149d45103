//! Findings become a Report: what was found, for people and for programs, one file an output.
//!
//! Not here: what matters (`findings`). Nothing is printed here either; an output is a string.

pub mod blind;
mod document;
pub mod explain;
pub mod json;
pub mod marks;
pub mod report;
pub mod silence;
pub mod summary;
pub mod tell;
pub mod text;
pub mod time;

use report::Report;

/// What an output looks like.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Format {
    /// For people, as rustc tells errors.
    #[default]
    Text,
    /// One JSON document.
    Json,
}

/// How to write a report.
#[derive(Debug, Clone, Copy, Default)]
pub struct Style {
    /// Which output.
    pub format: Format,
    /// Whether to say how much was examined.
    pub verbose: bool,
    /// Whether to show the measures behind each finding.
    pub explain: bool,
}

/// Writes a report. The text output of a clean merge is empty unless `style.verbose` is set.
#[must_use]
pub fn write(report: &Report, style: Style) -> String {
    match style.format {
        Format::Text => text::write(report, style),
        Format::Json => json::write(report),
    }
}
