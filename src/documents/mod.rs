//! Binary documents become lines: one reader a format turns the bytes of a file into an outline, so that every later
//! stage can compare decks like texts.
//!
//! Not here: text formats (their lines are their own), the meaning of a line (`units`), writing documents (`merge`).

mod authors;
pub mod docx;
pub mod ipynb;
pub mod minimal;
mod odf;
pub mod odp;
pub mod odt;
pub mod outline;
pub mod parts;
pub mod pptx;

use crate::source::{OutlineLine, Source};

/// A reader takes a file's bytes and returns its outline with the text of each line, or one sentence why it cannot.
type Reader = fn(&[u8]) -> Result<Vec<(OutlineLine, String)>, String>;

/// The formats, by extension in lower case.
const READERS: &[(&str, Reader)] = &[
    ("pptx", pptx::read),
    ("pptm", pptx::read),
    ("ppsx", pptx::read),
    ("ppsm", pptx::read),
    ("potx", pptx::read),
    ("potm", pptx::read),
    ("docx", docx::read),
    ("docm", docx::read),
    ("dotx", docx::read),
    ("dotm", docx::read),
    ("odp", odp::read),
    ("otp", odp::read),
    ("odt", odt::read),
    ("ott", odt::read),
    ("ipynb", ipynb::read),
];

/// Reads a binary document into an outline. Returns `None` where the extension belongs to no binary format known here;
/// a document that cannot be read becomes an unread source with the reason.
#[must_use]
pub fn read(path: &str, bytes: &[u8]) -> Option<Source> {
    let extension = crate::source::extension(path);
    let (_, reader) = READERS.iter().find(|(known, _)| *known == extension)?;
    Some(match reader(bytes) {
        Ok(lines) => outline(path, lines),
        Err(reason) => Source::unread(path, reason),
    })
}

/// Lists the extensions of the formats.
pub fn extensions() -> impl Iterator<Item = &'static str> {
    READERS.iter().map(|(extension, _)| *extension)
}

/// Lists the extensions of the formats that nobody can read as they are; a notebook is text, and `git diff` of it can be
/// applied as a patch.
pub fn packed_extensions() -> impl Iterator<Item = &'static str> {
    extensions().filter(|extension| *extension != "ipynb")
}

/// Lays an outline down as a source: each entry is one line of its text.
fn outline(path: &str, lines: Vec<(OutlineLine, String)>) -> Source {
    use crate::source::{Form, Text};
    let mut string = String::new();
    let mut entries = Vec::with_capacity(lines.len());
    for (entry, text) in lines {
        string.extend(text.chars().map(|letter| if matches!(letter, '\n' | '\r' | '\u{b}') { ' ' } else { letter }));
        string.push('\n');
        entries.push(entry);
    }
    Source { path: path.to_owned(), text: Text::new(string), form: Form::Outline(entries), tongue: None }
}
