//! Edits become Units: what each version says, one reader a format, and of it what a side added.
//!
//! Not here: the formats themselves (one file each), whether two units are alike (`pairs`).

pub mod addition;
pub mod asciidoc;
pub mod html;
pub mod html_tags;
pub mod latex;
pub mod lines;
pub mod markdown;
pub mod org;
pub mod outline;
pub mod outline_path;
pub mod prose;
pub mod rst;
pub mod text;
pub mod typst;
pub mod unit;

use crate::source::Source;
use unit::Unit;

/// What a reader found in one version of one file.
#[derive(Debug, Default)]
pub struct Reading {
    /// The units in the order of the file, outer before inner.
    pub units: Vec<Unit>,
    /// What could not be read, in a sentence each ("line 12 does not parse as Rust; read as lines from there").
    pub notes: Vec<String>,
}

/// Reads all units of one version. Never fails: what no reader knows is read as lines and blocks.
#[must_use]
pub fn of(source: &Source) -> Reading {
    match source.extension().as_str() {
        "md" | "markdown" => markdown::read(source),
        _ => lines::read(source),
    }
}

/// Lists what can be read: name of the format and its extensions.
#[must_use]
pub fn formats() -> Vec<(String, Vec<String>)> {
    Vec::new()
}
