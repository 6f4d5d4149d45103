//! Findings become a Report: what was found, for people and for programs, one file an output.
//!
//! Not here: what matters (`findings`). Nothing is printed here either; an output is a string.

pub mod blind;
pub mod branches;
mod columns;
mod document;
pub mod explain;
pub mod fates;
mod github;
mod gitlab;
pub mod html;
pub mod json;
mod junit;
pub mod kept;
mod markdown;
pub mod marks;
pub mod plain;
mod rdjson;
pub mod report;
mod sarif;
mod short;
pub mod silence;
mod style;
pub mod summary;
pub mod tell;
pub mod text;
pub mod time;
mod words;

use report::Report;
pub use style::{Format, Style, Version};

/// An output: which, its name on the command line, what it is for, whether the outputs of several merges can be written
/// one after the other, and its writer.
type Output = (Format, &'static str, &'static str, bool, fn(&[Report], Style) -> String);

/// All outputs.
const OUTPUTS: &[Output] = &[
    (Format::Text, "text", "for people, in a terminal", true, text::write),
    (Format::Short, "short", "one line a finding", true, short::write),
    (Format::Json, "json", "one JSON document a merge; its schema is report.schema.json", true, json::documents),
    (Format::Jsonl, "jsonl", "the same on one line a merge, without times", true, json::lines),
    (Format::Sarif, "sarif", "SARIF 2.1.0, for code scanning and editors", false, sarif::write),
    (Format::Github, "github", "annotations of a GitHub workflow", true, github::write),
    (Format::Gitlab, "gitlab", "GitLab's report of code quality", false, gitlab::write),
    (Format::Rdjson, "rdjson", "diagnostics for reviewdog", false, rdjson::write),
    (Format::Junit, "junit", "JUnit's XML, one test a finding", false, junit::write),
    (Format::Markdown, "markdown", "a comment on a request: a table and folded cards", false, markdown::write),
    (Format::Html, "html", "one page that needs no network", false, html::write),
];

impl Format {
    /// Returns the name on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.output().1
    }

    /// Finds an output by its name.
    #[must_use]
    pub fn by_name(name: &str) -> Option<Format> {
        OUTPUTS.iter().find(|output| output.1 == name).map(|output| output.0)
    }

    /// Tells whether the outputs of several merges can be written one after the other.
    #[must_use]
    pub fn is_line_by_line(self) -> bool {
        self.output().3
    }

    fn output(self) -> &'static Output {
        OUTPUTS.iter().find(|output| output.0 == self).unwrap_or(&OUTPUTS[0])
    }
}

/// Lists all outputs: name, and what it is for.
pub fn formats() -> impl Iterator<Item = (&'static str, &'static str)> {
    OUTPUTS.iter().map(|output| (output.1, output.2))
}

/// Writes a report. The text output of a clean merge is empty unless `style.verbose` is set.
#[must_use]
pub fn write(report: &Report, style: Style) -> String {
    write_all(std::slice::from_ref(report), style)
}

/// Writes reports one after the other; what holds for all of them stands once, at the end.
#[must_use]
pub fn write_all(reports: &[Report], style: Style) -> String {
    (style.format.output().4)(reports, style)
}
