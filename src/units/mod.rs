//! Edits become Units: what each version says, one reader a format, and of it what a side added.
//!
//! Not here: the formats themselves (one file each), whether two units are alike (`pairs`).

pub mod addition;
pub mod code;
pub mod grammars;
pub mod lines;
pub mod markdown;
pub mod prose;
pub mod unit;

use crate::source::Source;
use unit::{Container, Unit, UnitKind};

/// What a reader found in one version of one file.
#[derive(Debug, Default)]
pub struct Reading {
    /// The units in the order of the file, outer before inner.
    pub units: Vec<Unit>,
    /// What could not be read, in a sentence each ("line 12 does not parse as Rust; read as lines from there").
    pub notes: Vec<String>,
}

/// A format that is read by a reader of its own, by extension.
struct Format {
    name: &'static str,
    extensions: &'static [&'static str],
    read: fn(&Source) -> Reading,
}

/// The formats of prose. Code and data are in the table of `grammars`; what is in neither is read as lines.
const FORMATS: &[Format] =
    &[Format { name: "Markdown", extensions: &["md", "markdown", "mdx", "mkd", "qmd", "rmd"], read: markdown::read }];

/// Reads all units of one version. Never fails: what no reader knows is read as lines and blocks.
#[must_use]
pub fn of(source: &Source) -> Reading {
    let mut reading = read(source);
    if reading.units.is_empty() {
        reading.units = lines::read(source).units;
    }
    reading.units.insert(0, whole_file(source));
    reading
}

fn read(source: &Source) -> Reading {
    let extension = source.extension();
    if let Some(format) = FORMATS.iter().find(|format| format.extensions.contains(&extension.as_str())) {
        return (format.read)(source);
    }
    match grammars::language_of(&source.path, source.text.line(0)) {
        Some(language) => code::read(source, language),
        None => lines::read(source),
    }
}

/// The file as one unit: two sides may bring the same file under two names.
fn whole_file(source: &Source) -> Unit {
    Unit {
        kind: UnitKind::File,
        span: source.text.span_of_lines(0..source.text.line_count()),
        name: Some(source.file_name().to_owned()),
        identity: None,
        container: Container::default(),
        place: String::new(),
        level: 0,
        tokens: Vec::new(),
    }
}

/// Lists what can be read: name of the format and its extensions.
#[must_use]
pub fn formats() -> Vec<(String, Vec<String>)> {
    let owned = |extensions: &[&str]| extensions.iter().map(|extension| (*extension).to_owned()).collect();
    let prose = FORMATS.iter().map(|format| (format.name.to_owned(), owned(format.extensions)));
    let code = grammars::languages().map(|language| (language.settings.name.clone(), language.settings.extensions.clone()));
    prose.chain(code).collect()
}
