//! Books of mdBook: the summary that lists the chapters, lines that take in another file, notes for whoever teaches.
//!
//! Not here: the book as a whole; only what stands in a file itself tells that it belongs to one.

use super::front::Front;
use crate::source::{Source, Text};
use crate::units::prose::sentence;
use crate::units::unit::{Unit, UnitKind};

/// What begins a line that takes in another file.
const INCLUDES: &[&str] = &["include", "rustdoc_include", "playground", "embedify", "template"];
/// The container of the chapters that a summary lists.
const CHAPTERS: &str = "chapters";

/// Tells whether a document is a chapter of a book whose `<details>` speak to whoever teaches: it takes in files as a
/// book does, or says how many minutes it takes.
#[must_use]
pub(super) fn is_chapter(text: &Text, front: &Front) -> bool {
    let is_timed = front.keys.iter().any(|(key, _)| key == "minutes");
    is_timed || text.lines().any(|line| include(line.trim()).is_some())
}

/// Returns the file that a line takes in: `{{#include listings/main.rs:anchor}}`.
#[must_use]
pub(super) fn include(line: &str) -> Option<&str> {
    let inner = line.strip_prefix("{{#")?.strip_suffix("}}")?;
    let (name, target) = inner.split_once(char::is_whitespace)?;
    let target = target.trim().trim_start_matches("./");
    (INCLUDES.contains(&name) && !target.is_empty() && !target.contains("{{")).then_some(target)
}

/// Makes each chapter of a summary stand once in the book, whatever part it is listed in.
pub(super) fn mark_chapters(source: &Source, units: &mut [Unit]) {
    if !source.file_name().eq_ignore_ascii_case("summary.md") {
        return;
    }
    let entries = units.iter_mut().filter(|unit| matches!(unit.kind, UnitKind::Bullet | UnitKind::Paragraph));
    for unit in entries {
        let link = sentence::first_link(source.text.slice(&unit.span)).filter(|link| !link.target.is_empty());
        if let Some(link) = link {
            unit.kind = UnitKind::Link;
            unit.name = Some(link.target.clone());
            unit.container.path = CHAPTERS.to_owned();
            unit.container.set_like = true;
            unit.identity = Some(link.target);
        }
    }
}
