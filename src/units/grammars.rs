//! The languages whose code can be read: a table of what each is called, which files it lives in, how its comments
//! look, and which nodes of its grammar are units. A language is a folder under `grammars/` and a line here.
//!
//! Not here: the form of the tables (`table`), which the build writes; what is done with a tree (`code`). Both together
//! are the only places that know tree-sitter.

mod fields;
mod table;

use std::num::NonZeroU16;
use std::path::Path;
use std::sync::OnceLock;

pub use table::{ANY, ANY_NAMED, Choice, Pattern, Predicate, Role, Settings, Slot, Step, Table};

use crate::source::{extension, file_name};

/// The grammars, by the folder that holds what is known of their language.
const GRAMMARS: &[(&str, fn() -> tree_sitter::Language)] = &[
    ("bash", || tree_sitter_bash::LANGUAGE.into()),
    ("c", || tree_sitter_c::LANGUAGE.into()),
    ("c-sharp", || tree_sitter_c_sharp::LANGUAGE.into()),
    #[cfg(feature = "clojure")]
    ("clojure", || tree_sitter_clojure_orchard::LANGUAGE.into()),
    ("cpp", || tree_sitter_cpp::LANGUAGE.into()),
    #[cfg(feature = "dart")]
    ("dart", || tree_sitter_dart::LANGUAGE.into()),
    #[cfg(feature = "elixir")]
    ("elixir", || tree_sitter_elixir::LANGUAGE.into()),
    #[cfg(feature = "erlang")]
    ("erlang", || tree_sitter_erlang::LANGUAGE.into()),
    #[cfg(feature = "gleam")]
    ("gleam", || tree_sitter_gleam::LANGUAGE.into()),
    ("go", || tree_sitter_go::LANGUAGE.into()),
    #[cfg(feature = "haskell")]
    ("haskell", || tree_sitter_haskell::LANGUAGE.into()),
    ("java", || tree_sitter_java::LANGUAGE.into()),
    ("javascript", || tree_sitter_javascript::LANGUAGE.into()),
    ("json", || tree_sitter_json::LANGUAGE.into()),
    #[cfg(feature = "kotlin")]
    ("kotlin", || tree_sitter_kotlin_ng::LANGUAGE.into()),
    #[cfg(feature = "lua")]
    ("lua", || tree_sitter_lua::LANGUAGE.into()),
    #[cfg(feature = "ocaml")]
    ("ocaml", || tree_sitter_ocaml::LANGUAGE_OCAML.into()),
    ("php", || tree_sitter_php::LANGUAGE_PHP.into()),
    #[cfg(feature = "powershell")]
    ("powershell", || tree_sitter_powershell::LANGUAGE.into()),
    ("python", || tree_sitter_python::LANGUAGE.into()),
    #[cfg(feature = "r")]
    ("r", || tree_sitter_r::LANGUAGE.into()),
    ("ruby", || tree_sitter_ruby::LANGUAGE.into()),
    ("rust", || tree_sitter_rust::LANGUAGE.into()),
    #[cfg(feature = "scala")]
    ("scala", || tree_sitter_scala::LANGUAGE.into()),
    #[cfg(feature = "solidity")]
    ("solidity", || tree_sitter_solidity::LANGUAGE.into()),
    ("starlark", || tree_sitter_python::LANGUAGE.into()),
    #[cfg(feature = "swift")]
    ("swift", || tree_sitter_swift::LANGUAGE.into()),
    ("toml", || tree_sitter_toml_ng::LANGUAGE.into()),
    ("tsx", || tree_sitter_typescript::LANGUAGE_TSX.into()),
    ("typescript", || tree_sitter_typescript::LANGUAGE_TYPESCRIPT.into()),
    ("yaml", || tree_sitter_yaml::LANGUAGE.into()),
    #[cfg(feature = "zig")]
    ("zig", || tree_sitter_zig::LANGUAGE.into()),
];

/// A language whose code can be read.
#[derive(Debug)]
pub struct Language {
    /// What people and the reader need to know of it.
    pub settings: &'static Settings,
    /// The folder below `grammars/` that the build read.
    pub folder: &'static str,
    table: &'static Table,
    grammar: OnceLock<Option<Grammar>>,
}

/// A language's grammar, joined to its table when the first file of the language is read.
#[derive(Debug)]
pub struct Grammar {
    /// The parser's tables.
    pub parser: tree_sitter::Language,
    /// What the build wrote of the language.
    pub table: &'static Table,
    /// For each kind of node what it is.
    kinds: Vec<Known>,
    /// The number that the parser has for each field of the table.
    fields: Vec<Option<NonZeroU16>>,
    /// The fields that the reader asks for.
    pub known: fields::Known,
}

/// What a kind of node is: its role, whether it chooses, its number in the table (from 1), and the patterns that begin
/// at it.
#[derive(Debug, Clone, Copy, Default)]
struct Known {
    role: Role,
    chooses: (bool, bool),
    number: u16,
    starts: (u16, u16),
}

impl Grammar {
    fn known(&self, kind_id: u16) -> Known {
        self.kinds.get(usize::from(kind_id)).copied().unwrap_or_default()
    }

    /// Tells whether only one part of a node of this kind is taken, and whether it can be such a part.
    #[must_use]
    pub fn chooses(&self, kind_id: u16) -> (bool, bool) {
        self.known(kind_id).chooses
    }

    /// Returns what a node of this kind is to the reader.
    #[must_use]
    pub fn role(&self, kind_id: u16) -> Role {
        self.known(kind_id).role
    }

    /// Returns the number of a kind of node in the table, from 1; 0 where the table does not name it.
    #[must_use]
    pub fn number(&self, kind_id: u16) -> u16 {
        self.known(kind_id).number
    }

    /// Returns the patterns that begin at nodes of this kind, by their index.
    #[must_use]
    pub fn starts(&self, kind_id: u16) -> &'static [u16] {
        let (from, to) = self.known(kind_id).starts;
        &self.table.starts[usize::from(from)..usize::from(to)]
    }

    /// Returns the parser's number of a field, by its number in the table, from 1.
    #[must_use]
    pub fn field(&self, number: u8) -> Option<NonZeroU16> {
        self.fields.get(usize::from(number).checked_sub(1)?).copied().flatten()
    }
}

impl Language {
    /// Returns the grammar; `None` where this build knows none for the table.
    #[must_use]
    pub fn grammar(&self) -> Option<&Grammar> {
        self.grammar.get_or_init(|| self.joined()).as_ref()
    }

    /// Joins grammar and table: names become the numbers that the parser has for them.
    fn joined(&self) -> Option<Grammar> {
        let parser = GRAMMARS.iter().find(|(folder, _)| *folder == self.folder).map(|(_, grammar)| grammar())?;
        let count = u16::try_from(parser.node_kind_count()).unwrap_or(u16::MAX);
        let kinds = (0..count).map(|id| known(&parser, self.table, id)).collect();
        let number = |field: &&str| parser.field_id_for_name(field);
        let fields = self.table.fields.iter().map(number).collect();
        let known = fields::Known::of(&parser);
        Some(Grammar { parser, table: self.table, kinds, fields, known })
    }

    /// Tells whether people call the language so.
    fn is_called(&self, name: &str) -> bool {
        let Settings { name: own, aliases, extensions, .. } = self.settings;
        own.eq_ignore_ascii_case(name)
            || aliases.iter().chain(*extensions).any(|alias| alias.eq_ignore_ascii_case(name))
    }
}

/// Finds out what a kind of node is. What a grammar calls an identifier is one unless the settings differ.
fn known(parser: &tree_sitter::Language, table: &'static Table, id: u16) -> Known {
    let Some(name) = parser.node_kind_for_id(id) else { return Known::default() };
    let named = parser.node_kind_is_named(id);
    let own = if named && name.ends_with("identifier") { Role::Identifier } else { Role::default() };
    match table.kinds.binary_search_by_key(&(name, named), |kind| (kind.name, kind.named)) {
        Ok(at) => {
            let kind = &table.kinds[at];
            let number = u16::try_from(at + 1).unwrap_or_default();
            Known { role: kind.role.unwrap_or(own), chooses: kind.chooses, number, starts: kind.starts }
        }
        Err(_) => Known { role: own, ..Known::default() },
    }
}

/// Returns all languages, by name.
pub fn languages() -> impl Iterator<Item = &'static Language> {
    static LANGUAGES: OnceLock<Vec<Language>> = OnceLock::new();
    let language = |(folder, table): &'static (&'static str, Table)| Language {
        settings: &table.settings,
        folder,
        table,
        grammar: OnceLock::new(),
    };
    LANGUAGES.get_or_init(|| table::TABLES.iter().map(language).collect()).iter()
}

/// Returns the language of a file, by its name, its extension or the interpreter that its first line names.
#[must_use]
pub fn language_of(path: &str, first_line: &str) -> Option<&'static Language> {
    let name = file_name(path);
    let extension = extension(path);
    languages()
        .find(|language| language.settings.file_names.contains(&name))
        .or_else(|| languages().find(|language| language.settings.extensions.contains(&extension.as_str())))
        .or_else(|| by_interpreter(first_line))
}

/// Returns the language that people call so: its name, an alias or an extension.
#[must_use]
pub fn by_name(name: &str) -> Option<&'static Language> {
    languages().find(|language| language.is_called(name))
}

/// Returns the language that a `#!` line names: `#!/usr/bin/env -S python3 -u`, `#!/bin/sh`.
fn by_interpreter(first_line: &str) -> Option<&'static Language> {
    let command = first_line.strip_prefix("#!")?;
    let mut words = command.split_whitespace().filter(|word| !word.starts_with('-') && !word.contains('='));
    let program = words.next().map(program)?;
    let program = if program == "env" { words.next().map(self::program)? } else { program };
    let bare = program.trim_end_matches(|letter: char| letter.is_ascii_digit() || letter == '.');
    languages().find(|language| language.settings.interpreters.contains(&bare))
}

/// Returns the file name of a program.
fn program(word: &str) -> &str {
    Path::new(word).file_name().and_then(|name| name.to_str()).unwrap_or(word)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    #[test]
    fn every_table_has_its_grammar_and_every_kind_and_field_exists() {
        let folders: Vec<&str> = languages().map(|language| language.folder).collect();
        assert_eq!(
            folders,
            GRAMMARS.iter().map(|(folder, _)| *folder).collect::<Vec<_>>(),
            "a folder without a line, or a line without a folder"
        );
        for language in languages() {
            let (grammar, name) = (language.grammar().expect("it has one"), language.settings.name);
            for kind in language.table.kinds {
                let id = grammar.parser.id_for_node_kind(kind.name, kind.named);
                assert!(id != 0, "{name}: there is no node {}", kind.name);
                assert!(!grammar.parser.node_kind_is_supertype(id), "{name}: {} is no node of a tree", kind.name);
            }
            for field in language.table.fields {
                assert!(grammar.parser.field_id_for_name(field).is_some(), "{name}: there is no field {field}");
            }
        }
    }

    #[test]
    fn names_and_extensions_are_unique() {
        let mut seen = BTreeMap::new();
        for language in languages() {
            let Settings { name, aliases, extensions, file_names, .. } = language.settings;
            let listed = aliases.iter().chain(*extensions).chain(*file_names);
            let mut own: Vec<String> = listed.map(|word| (*word).to_owned()).collect();
            own.push(name.to_lowercase());
            own.sort();
            own.dedup();
            for word in own {
                assert_eq!(seen.insert(word.clone(), name), None, "{word} stands for two languages");
            }
        }
    }

    #[test]
    fn a_file_has_its_language() {
        let name = |path: &str, line: &str| language_of(path, line).map(|language| language.settings.name);
        assert_eq!(name("src/main.rs", ""), Some("Rust"));
        assert_eq!(name("include/a.H", ""), Some("C++"));
        assert_eq!(name("Cargo.lock", ""), Some("TOML"));
        assert_eq!(name("bin/run", "#!/usr/bin/env -S python3.12 -u"), Some("Python"));
        assert_eq!(name("bin/run", "#!/bin/sh"), Some("Bash"));
        assert_eq!(name("bin/run", "#!"), None);
        assert_eq!(name("notes.txt", "hello"), None);
        assert_eq!(by_name("yml").map(|language| language.settings.name), Some("YAML"));
        assert_eq!(by_name("JS").map(|language| language.settings.name), Some("JavaScript"));
    }
}
