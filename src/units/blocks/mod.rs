//! Reads what has no grammar, well enough that a thing that may stand once is known to stand once: blocks with a head,
//! elements, targets, sections of a name.
//!
//! Not here: formats with a grammar (`code`), documents (`prose`), files whose lines are their entries (`lines`).

mod braces;
mod dialect;
mod dialects;
mod elements;
mod found;
mod functions;
mod heads;
mod keys;
mod words;

use super::Reading;
use crate::source::{Source, extension, file_name};
use dialects::KNOWN;
use words::Words;

/// A larger file is generated or a dump of data; it is read as lines.
const MAX_BYTES: usize = 2_000_000;

/// Lists what can be read here: name of the format and its extensions.
pub(super) fn formats() -> impl Iterator<Item = (&'static str, &'static [&'static str])> {
    let known = KNOWN.iter().map(|known| (known.name, known.extensions));
    known.chain(std::iter::once(("XML", elements::EXTENSIONS)))
}

/// Reads a file of a format that this room knows; `None` for all others.
pub(super) fn read(source: &Source) -> Option<Reading> {
    let text = &source.text;
    if text.as_str().len() > MAX_BYTES {
        return None;
    }
    let (name, extension) = (file_name(&source.path), extension(&source.path));
    let known =
        |known: &&dialects::Known| known.extensions.contains(&extension.as_str()) || known.files.contains(&name);
    if elements::EXTENSIONS.contains(&extension.as_str()) {
        return Some(Reading { units: found::units(text, elements::read(text.as_str()), None), notes: Vec::new() });
    }
    let dialect = KNOWN.iter().find(known)?.dialect;
    let words = Words::of(text.as_str(), &dialect.syntax);
    let found = braces::read(text, &words, dialect);
    Some(Reading { units: found::units(text, found, Some(&words)), notes: Vec::new() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dump() {
        for path in std::env::var("ONENESS_DUMP").unwrap_or_default().split_whitespace() {
            let source = Source::lines(path, std::fs::read_to_string(path).unwrap());
            println!("== {path}");
            for unit in crate::units::of(&source).units.iter().skip(1) {
                let star = if unit.container.set_like { "*" } else { "" };
                println!(
                    "{}-{} {} | {} | {} | {}{star}",
                    unit.span.start_line,
                    unit.span.end_line,
                    unit.kind.name(),
                    unit.name.as_deref().unwrap_or("-"),
                    unit.identity.as_deref().unwrap_or("-"),
                    unit.container.path
                );
            }
        }
    }
}
