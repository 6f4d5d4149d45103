//! The languages whose code can be read: a table of what each is called, which files it lives in, how its comments
//! look, and which nodes of its grammar are units. A language is a folder under `grammars/` and a line here.
//!
//! Not here: what is done with a tree (`code`). Both together are the only places that know tree-sitter.

use std::path::Path;
use std::sync::OnceLock;

use serde::Deserialize;
use tree_sitter::{Query, QueryError};

use crate::source::{extension, file_name};

/// A line of the table: the texts of a language's folder and the grammar that goes with them.
struct Entry {
    settings: &'static str,
    queries: &'static [&'static str],
    grammar: fn() -> tree_sitter::Language,
}

/// Makes a line of the table from the folder that holds the settings, the files that hold the queries and the grammar.
macro_rules! entry {
    ($folder:literal, [$($query:literal),+], $grammar:expr) => {
        Entry {
            settings: include_str!(concat!("../../grammars/", $folder, "/language.toml")),
            queries: &[$(include_str!(concat!("../../grammars/", $query))),+],
            grammar: || $grammar.into(),
        }
    };
}

/// The languages. C++ begins with what it shares with C, TypeScript with what it shares with JavaScript.
const ENTRIES: &[Entry] = &[
    entry!("bash", ["bash/units.scm"], tree_sitter_bash::LANGUAGE),
    entry!("c", ["c/units.scm"], tree_sitter_c::LANGUAGE),
    entry!("c-sharp", ["c-sharp/units.scm"], tree_sitter_c_sharp::LANGUAGE),
    entry!("cpp", ["cpp/units.scm", "c/units.scm"], tree_sitter_cpp::LANGUAGE),
    entry!("go", ["go/units.scm"], tree_sitter_go::LANGUAGE),
    entry!("java", ["java/units.scm"], tree_sitter_java::LANGUAGE),
    entry!("javascript", ["javascript/units.scm", "javascript/fields.scm"], tree_sitter_javascript::LANGUAGE),
    entry!("json", ["json/units.scm"], tree_sitter_json::LANGUAGE),
    entry!("php", ["php/units.scm"], tree_sitter_php::LANGUAGE_PHP),
    entry!("python", ["python/units.scm"], tree_sitter_python::LANGUAGE),
    entry!("ruby", ["ruby/units.scm"], tree_sitter_ruby::LANGUAGE),
    entry!("rust", ["rust/units.scm"], tree_sitter_rust::LANGUAGE),
    entry!("toml", ["toml/units.scm"], tree_sitter_toml_ng::LANGUAGE),
    entry!("tsx", ["typescript/units.scm", "javascript/units.scm"], tree_sitter_typescript::LANGUAGE_TSX),
    entry!("typescript", ["typescript/units.scm", "javascript/units.scm"], tree_sitter_typescript::LANGUAGE_TYPESCRIPT),
    entry!("yaml", ["yaml/units.scm"], tree_sitter_yaml::LANGUAGE),
];

/// A language whose code can be read.
#[derive(Debug)]
pub struct Language {
    /// What people and the reader need to know of it.
    pub settings: Settings,
    entry: &'static Entry,
    grammar: OnceLock<Option<Grammar>>,
}

impl std::fmt::Debug for Entry {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Entry")
    }
}

/// What `language.toml` says. The lists from `comments` on name nodes of the grammar.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    /// The name for people.
    pub name: String,
    /// Names that a Markdown fence uses.
    pub aliases: Vec<String>,
    /// Extensions in lower case, without the dot.
    pub extensions: Vec<String>,
    /// Names of files that say the language without an extension.
    pub file_names: Vec<String>,
    /// Interpreters that a `#!` line may name.
    pub interpreters: Vec<String>,
    /// What begins a comment that ends with its line.
    pub line_comments: Vec<String>,
    /// What begins and ends a comment over several lines.
    pub block_comments: Vec<[String; 2]>,
    /// Whether this is data: keys and entries, no statements.
    pub data: bool,
    /// Whether indents say what belongs together.
    pub indented: bool,
    /// How many lines the grammar can count; 0 where it counts all of them. Longer files are read in parts.
    pub max_lines: usize,
    /// Whether a second local variable of one name in one block is an error.
    pub locals_clash: bool,
    /// Names that may stand any number of times in one place.
    pub free_names: Vec<String>,
    /// Attributes that make a function a test, by the last part of their name.
    pub test_attributes: Vec<String>,
    /// How attributes of frameworks end that make a function a test, too; empty for none.
    pub test_suffix: String,
    /// Attributes that leave code in or out of a build.
    pub conditional_attributes: Vec<String>,
    /// Attributes that make a second function of one name part of the first.
    pub accessor_attributes: Vec<String>,
    /// Attributes of functions that are written once for every set of parameters.
    pub overload_attributes: Vec<String>,
    /// Comments.
    pub comments: Vec<String>,
    /// Names that the programmer chose, where the grammar does not call them identifiers.
    pub identifiers: Vec<String>,
    /// Numbers, strings and the like; each is one word, whatever it is made of.
    pub literals: Vec<String>,
    /// Lists of statements.
    pub blocks: Vec<String>,
    /// Bodies that hold a member only once: classes, objects, enumerations.
    pub sets: Vec<String>,
    /// Lists of data.
    pub sequences: Vec<String>,
    /// Nodes around a value which add nothing to it.
    pub wrappers: Vec<String>,
    /// Attributes that stand before what they describe.
    pub attributes: Vec<String>,
    /// Nodes around a declaration: `export`, `template`, decorators.
    pub carriers: Vec<String>,
    /// Calls of functions, and attributes that take arguments as calls do.
    pub calls: Vec<String>,
    /// Elements of markup within code.
    pub elements: Vec<String>,
    /// Nodes of whose parts only one is taken.
    pub choices: Vec<String>,
    /// Those parts of them that come after the first.
    pub ways: Vec<String>,
    /// Whether a name binds in its function or file, whatever block it stands in.
    pub function_scope: bool,
    /// Documents that stand one after the other in one file.
    pub documents: Vec<String>,
}

/// What a node of a grammar is to the reader. A node has one role.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Role {
    /// Nothing in particular.
    #[default]
    Plain,
    /// A comment.
    Comment,
    /// A name that the programmer chose.
    Identifier,
    /// A number, string or the like.
    Literal,
    /// A list of statements.
    Block,
    /// A body that holds a member only once.
    Set,
    /// A list of data.
    Sequence,
    /// A node around a value which adds nothing to it.
    Wrapper,
    /// An attribute that stands before what it describes.
    Attribute,
    /// A node around a declaration.
    Carrier,
    /// One of several documents in a file.
    Document,
    /// A call of a function.
    Call,
    /// An element of markup.
    Element,
}

/// A language's grammar with its query, compiled when the first file of the language is read.
#[derive(Debug)]
pub struct Grammar {
    /// The parser's tables.
    pub parser: tree_sitter::Language,
    /// Which nodes are units.
    pub query: Query,
    roles: Vec<Role>,
    /// For each kind of node whether it is a choice, and whether it is a part of one.
    choices: Vec<(bool, bool)>,
}

impl Grammar {
    /// Tells whether only one part of a node of this kind is taken, and whether it can be such a part.
    #[must_use]
    pub fn chooses(&self, kind_id: u16) -> (bool, bool) {
        self.choices.get(usize::from(kind_id)).copied().unwrap_or_default()
    }

    /// Returns what a node of this kind is to the reader.
    #[must_use]
    pub fn role(&self, kind_id: u16) -> Role {
        self.roles.get(usize::from(kind_id)).copied().unwrap_or_default()
    }
}

impl Language {
    /// Returns the compiled grammar; `None` where this build's grammar and query do not fit together.
    #[must_use]
    pub fn grammar(&self) -> Option<&Grammar> {
        self.grammar.get_or_init(|| self.compile().ok()).as_ref()
    }

    /// Compiles grammar and query.
    fn compile(&self) -> Result<Grammar, QueryError> {
        let parser = (self.entry.grammar)();
        let query = Query::new(&parser, &self.entry.queries.concat())?;
        let roles = roles(&parser, &self.settings);
        let choices = choices(&parser, &self.settings);
        Ok(Grammar { parser, query, roles, choices })
    }

    /// Tells whether people call the language so.
    fn is_called(&self, name: &str) -> bool {
        self.settings.name.eq_ignore_ascii_case(name)
            || self
                .settings
                .aliases
                .iter()
                .chain(&self.settings.extensions)
                .any(|alias| alias.eq_ignore_ascii_case(name))
    }
}

/// The roles and the lists of settings that give them.
fn role_lists(settings: &Settings) -> [(Role, &[String]); 12] {
    [
        (Role::Comment, &settings.comments),
        (Role::Identifier, &settings.identifiers),
        (Role::Literal, &settings.literals),
        (Role::Block, &settings.blocks),
        (Role::Set, &settings.sets),
        (Role::Sequence, &settings.sequences),
        (Role::Wrapper, &settings.wrappers),
        (Role::Attribute, &settings.attributes),
        (Role::Carrier, &settings.carriers),
        (Role::Document, &settings.documents),
        (Role::Call, &settings.calls),
        (Role::Element, &settings.elements),
    ]
}

/// Gives every kind of node its role. What a grammar calls an identifier is one unless the settings differ.
fn roles(parser: &tree_sitter::Language, settings: &Settings) -> Vec<Role> {
    let lists = role_lists(settings);
    let role = |id: u16| {
        let kind = parser.node_kind_for_id(id).filter(|_| parser.node_kind_is_named(id))?;
        let named = lists.iter().find(|(_, kinds)| kinds.iter().any(|known| known == kind)).map(|(role, _)| *role);
        named.or_else(|| kind.ends_with("identifier").then_some(Role::Identifier))
    };
    let count = u16::try_from(parser.node_kind_count()).unwrap_or(u16::MAX);
    (0..count).map(|id| role(id).unwrap_or_default()).collect()
}

/// Says of every kind of node whether it is a choice or a part of one.
fn choices(parser: &tree_sitter::Language, settings: &Settings) -> Vec<(bool, bool)> {
    let count = u16::try_from(parser.node_kind_count()).unwrap_or(u16::MAX);
    let listed = |kinds: &[String], id: u16| {
        let kind = parser.node_kind_for_id(id).filter(|_| parser.node_kind_is_named(id));
        kind.is_some_and(|kind| kinds.iter().any(|known| known == kind))
    };
    (0..count).map(|id| (listed(&settings.choices, id), listed(&settings.ways, id))).collect()
}

/// Returns all languages, by name.
pub fn languages() -> impl Iterator<Item = &'static Language> {
    table().iter()
}

/// Returns the table, read once.
fn table() -> &'static [Language] {
    static TABLE: OnceLock<Vec<Language>> = OnceLock::new();
    TABLE.get_or_init(|| ENTRIES.iter().filter_map(language).collect())
}

/// Reads the settings of one language. That they can be read is held by a test over the whole table.
fn language(entry: &'static Entry) -> Option<Language> {
    let settings = toml::from_str(entry.settings).ok()?;
    Some(Language { settings, entry, grammar: OnceLock::new() })
}

/// Returns the language of a file, by its name, its extension or the interpreter that its first line names.
#[must_use]
pub fn language_of(path: &str, first_line: &str) -> Option<&'static Language> {
    let name = file_name(path);
    let extension = extension(path);
    languages()
        .find(|language| language.settings.file_names.iter().any(|known| known == name))
        .or_else(|| languages().find(|language| language.settings.extensions.contains(&extension)))
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
    languages().find(|language| language.settings.interpreters.iter().any(|known| known == bare))
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
    fn every_entry_can_be_read_and_compiles() {
        for entry in ENTRIES {
            let settings: Settings = toml::from_str(entry.settings).expect("settings are valid");
            let language = Language { settings, entry, grammar: OnceLock::new() };
            if let Err(error) = language.compile() {
                panic!("{}: {error:?}", language.settings.name);
            }
        }
    }

    #[test]
    fn every_kind_named_exists_and_has_one_role() {
        for language in languages() {
            let parser = (language.entry.grammar)();
            let mut seen = BTreeMap::new();
            for (role, kinds) in role_lists(&language.settings) {
                for kind in kinds {
                    let name = &language.settings.name;
                    assert!(parser.id_for_node_kind(kind, true) != 0, "{name}: there is no node {kind}");
                    assert_eq!(seen.insert(kind.clone(), role), None, "{name}: {kind} has two roles");
                }
            }
            for kind in language.settings.choices.iter().chain(&language.settings.ways) {
                let name = &language.settings.name;
                assert!(parser.id_for_node_kind(kind, true) != 0, "{name}: there is no node {kind}");
            }
        }
    }

    #[test]
    fn names_and_extensions_are_unique() {
        let mut seen = BTreeMap::new();
        for language in languages() {
            let Settings { name, aliases, extensions, file_names, .. } = &language.settings;
            let mut own: Vec<_> = aliases.iter().chain(extensions).chain(file_names).cloned().collect();
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
        let name = |path: &str, line: &str| language_of(path, line).map(|language| language.settings.name.as_str());
        assert_eq!(name("src/main.rs", ""), Some("Rust"));
        assert_eq!(name("include/a.H", ""), Some("C++"));
        assert_eq!(name("Cargo.lock", ""), Some("TOML"));
        assert_eq!(name("bin/run", "#!/usr/bin/env -S python3.12 -u"), Some("Python"));
        assert_eq!(name("bin/run", "#!/bin/sh"), Some("Bash"));
        assert_eq!(name("bin/run", "#!"), None);
        assert_eq!(name("notes.txt", "hello"), None);
        assert_eq!(by_name("yml").map(|language| language.settings.name.as_str()), Some("YAML"));
        assert_eq!(by_name("JS").map(|language| language.settings.name.as_str()), Some("JavaScript"));
    }
}
