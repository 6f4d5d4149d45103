//! What a repository says of the languages of its own files: which of those that the program reads one is like, or how its
//! blocks begin.
//!
//! Not here: where that is written (`config`, `merge`), how a file is read by it (`units`).

use std::sync::Arc;

/// A language as a repository tells it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tongue {
    /// What people call it.
    pub name: String,
    /// A language or format that the program knows, by its name, an alias or an extension: its files are read as those.
    pub like: Option<String>,
    /// Whether it only says what the ending of a file does not: an attribute of git, which people also set for statistics.
    pub is_hint: bool,
    /// What begins a comment that ends with its line.
    pub line_comments: Vec<String>,
    /// What begins and ends a comment over several lines.
    pub block_comments: Vec<(String, String)>,
    /// What begins and ends a text.
    pub quotes: Vec<String>,
    /// The words that begin something with a name, and what that is.
    pub heads: Vec<(String, Head)>,
}

/// What a word begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Head {
    /// Something that does something.
    Function,
    /// Something that others are of.
    Type,
    /// Something that is tried.
    Test,
    /// Anything else with a name.
    Block,
}

/// The languages of one repository, by the files that are written in them.
#[derive(Debug, Clone, Default)]
pub struct Tongues {
    known: Vec<Files>,
}

/// Files of one language.
#[derive(Debug, Clone)]
struct Files {
    extensions: Vec<String>,
    names: Vec<String>,
    tongue: Arc<Tongue>,
}

impl Tongues {
    /// Adds a language with the extensions (in lower case, without the dot) and the names of its files.
    pub fn add(&mut self, extensions: Vec<String>, names: Vec<String>, tongue: Tongue) {
        self.known.push(Files { extensions, names, tongue: Arc::new(tongue) });
    }

    /// Returns the language of a file; of several the first one that was added.
    #[must_use]
    pub fn of(&self, name: &str, extension: &str) -> Option<Arc<Tongue>> {
        let named = |files: &&Files| files.names.iter().any(|known| known == name);
        let typed = |files: &&Files| files.extensions.iter().any(|known| known == extension);
        self.known.iter().find(named).or_else(|| self.known.iter().find(typed)).map(|files| files.tongue.clone())
    }
}
