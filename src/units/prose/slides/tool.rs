//! The tools that show Markdown as slides, and the documents that none of them shows.
//!
//! Not here: which of them shows a document (`deck.rs`).

/// Documents that are no decks, however they are parted.
const DOCUMENTS: &[&str] =
    &["readme", "changelog", "changes", "history", "contributing", "license", "security", "todo"];

/// The tools that show Markdown as slides; each parts them in its own way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tool {
    /// Any ruler parts slides; `headingDivider` lets headings part them too.
    Marp,
    /// `---` parts slides, settings may follow it up to the next `---`.
    Slidev,
    /// `---` parts slides, `--` stacks of them, `Note:` begins the notes.
    Reveal,
    /// `---` parts slides, `--` steps of one, `???` begins the notes.
    Remark,
    /// Headings of the slide level and those above it part slides, and any ruler; `::: notes` holds the notes.
    Pandoc,
}

/// Tells whether a file is a document by its name, however it is parted.
pub(super) fn is_document(path: &str) -> bool {
    let name = crate::source::file_name(path).to_lowercase();
    DOCUMENTS.iter().any(|document| name.starts_with(document))
}
