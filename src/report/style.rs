//! Which output is wanted, and how much it shows.
//!
//! Not here: how each output is written.

/// What an output looks like.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Format {
    /// For people, as rustc tells errors.
    #[default]
    Text,
    /// One line a finding.
    Short,
    /// One JSON document a merge.
    Json,
    /// The same on one line, without times.
    Jsonl,
    /// SARIF 2.1.0.
    Sarif,
    /// Annotations of a GitHub workflow.
    Github,
    /// GitLab's report of code quality.
    Gitlab,
    /// The diagnostics of reviewdog.
    Rdjson,
    /// Tests that failed.
    Junit,
    /// A comment on a request.
    Markdown,
    /// A page.
    Html,
}

/// A version of the files that were merged.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Version {
    /// The side that is checked out.
    Ours,
    /// The side that came in.
    #[default]
    Theirs,
    /// What was merged.
    Result,
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
    /// How many columns the terminal has; `None` where there is no terminal.
    pub width: Option<usize>,
    /// Whether to leave out how to silence findings, which somebody else says.
    pub without_hint: bool,
    /// Which version the outputs that point at one line point into: the request's own, which its reviewers look at.
    pub points_into: Version,
}
