//! Which output is wanted, and how much it shows.
//!
//! Not here: how each output is written.

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
    /// How many columns the terminal has; `None` where there is no terminal.
    pub width: Option<usize>,
    /// Whether to leave out how to silence findings, which somebody else says.
    pub without_hint: bool,
}
