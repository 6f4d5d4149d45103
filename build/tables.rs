//! Writes the table of each language below `grammars/` as Rust, which `src/units/grammars/table.rs` takes in.
//!
//! Not here: reading settings and queries (`settings`, `query`).

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

use crate::expression;
use crate::layout::{Layout, list};
use crate::query::{self, Pattern, Word};
use crate::settings::Settings;

/// The roles, and the lists of settings that give them. A kind has one role.
const ROLES: [(&str, &str); 12] = [
    ("Comment", "comments"),
    ("Identifier", "identifiers"),
    ("Literal", "literals"),
    ("Block", "blocks"),
    ("Set", "sets"),
    ("Sequence", "sequences"),
    ("Wrapper", "wrappers"),
    ("Attribute", "attributes"),
    ("Carrier", "carriers"),
    ("Document", "documents"),
    ("Call", "calls"),
    ("Element", "elements"),
];

/// Settings that become part of the kinds and of the patterns.
const OWN: [&str; 16] = [
    "feature",
    "comments",
    "identifiers",
    "literals",
    "blocks",
    "sets",
    "sequences",
    "wrappers",
    "attributes",
    "carriers",
    "documents",
    "calls",
    "elements",
    "choices",
    "ways",
    "queries",
];

/// Writes the tables of all languages, in the order of their folders.
pub(crate) fn write() {
    println!("cargo::rerun-if-changed=grammars");
    let mut folders: Vec<String> = std::fs::read_dir("grammars")
        .expect("because the languages are a part of the package")
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(|folder| is_built(folder))
        .collect();
    folders.sort();
    let tables: String = folders.iter().map(|folder| format!("({folder:?}, {}),\n", table(folder))).collect();
    let code = format!("pub(super) static TABLES: &[(&str, Table)] = &[\n{tables}];\n");
    let out = std::env::var_os("OUT_DIR").expect("because cargo names it");
    std::fs::write(Path::new(&out).join("grammars.rs"), code).expect("because cargo made the folder");
}

/// Tells whether the grammar of a language is part of this build: a language may wait for a feature of the package.
fn is_built(folder: &str) -> bool {
    let file = format!("{folder}/language.toml");
    let wanted = Settings::read(&file, &read(&file)).text("feature");
    wanted.is_none_or(|feature| std::env::var_os(format!("CARGO_FEATURE_{}", feature.to_uppercase())).is_some())
}

fn read(file: &str) -> String {
    std::fs::read_to_string(format!("grammars/{file}")).unwrap_or_else(|error| panic!("grammars/{file}: {error}"))
}

fn table(folder: &str) -> String {
    let file = format!("{folder}/language.toml");
    let settings = Settings::read(&file, &read(&file));
    let files = Some(settings.list("queries")).filter(|files| !files.is_empty());
    let files = files.unwrap_or_else(|| vec![format!("{folder}/units.scm")]);
    let patterns: Vec<Pattern> = files.iter().flat_map(|file| query::read(file, &read(file))).collect();
    let lists = ROLES.iter().map(|(_, list)| *list).chain(["choices", "ways"]);
    let mut layout = Layout::default();
    layout.number(lists.flat_map(|key| settings.list(key)), &patterns);
    let written: Vec<String> = patterns.iter().map(|one| pattern(one, &mut layout)).collect();
    let (kinds, starts) = kinds(folder, &settings, &layout, &patterns);
    format!(
        "Table {{ settings: Settings {{ {}..Settings::NONE }},\n  kinds: {},\n  starts: {},\n  steps: {},\n  slots: {},\n  \
         patterns: {},\n  fields: &{:?},\n  captures: &{:?} }}",
        settings.fields(&OWN),
        list(kinds),
        list(starts),
        list(layout.steps),
        list(layout.slots),
        list(written),
        layout.fields,
        layout.captures,
    )
}

/// Returns the kinds of nodes that are something to the reader, by name, and the patterns that begin at each.
fn kinds(folder: &str, settings: &Settings, layout: &Layout, patterns: &[Pattern]) -> (Vec<String>, Vec<String>) {
    let mut roles: BTreeMap<String, &str> = BTreeMap::new();
    for (role, key) in ROLES {
        for kind in settings.list(key) {
            let other = roles.insert(kind.clone(), role);
            assert!(other.is_none(), "{folder}: {kind} is {role} and {}", other.unwrap_or_default());
        }
    }
    let [choices, ways] = ["choices", "ways"].map(|key| settings.list(key).into_iter().collect::<BTreeSet<_>>());
    let begins = layout.starts(patterns);
    let (mut kinds, mut starts) = (Vec::new(), Vec::new());
    for (name, named) in layout.kinds.keys() {
        let own = |listed: &BTreeSet<String>| *named && listed.contains(name);
        let role = roles.get(name).filter(|_| *named).copied();
        let role = role.map_or("None".to_owned(), |role| format!("Some(Role::{role})"));
        let here = begins.get(&(name.clone(), *named)).cloned().unwrap_or_default();
        let mut kind = String::new();
        let _ = write!(kind, "Kind {{ name: {name:?}, named: {named}, role: {role}, ");
        let _ = write!(kind, "chooses: ({}, {}), ", own(&choices), own(&ways));
        let _ = write!(kind, "starts: ({}, {}) }}", starts.len(), starts.len() + here.len());
        starts.extend(here.iter().map(ToString::to_string));
        kinds.push(kind);
    }
    (kinds, starts)
}

fn pattern(pattern: &Pattern, layout: &mut Layout) -> String {
    let slot = layout.slot(&pattern.root);
    let predicates: String = pattern.predicates.iter().map(|words| format!("{}, ", predicate(words, layout))).collect();
    format!("Pattern {{ slot: {slot}, predicates: &[{predicates}], settings: &{:?} }}", pattern.settings)
}

fn predicate(words: &[Word], layout: &mut Layout) -> String {
    let [Word::Text(name), Word::Capture(capture), rest @ ..] = words else { panic!("{words:?} is not read") };
    let capture = layout.capture(capture);
    let texts: Vec<&String> =
        rest.iter().filter_map(|word| if let Word::Text(text) = word { Some(text) } else { None }).collect();
    match (name.as_str(), rest) {
        ("eq", [Word::Capture(other)]) => format!("Predicate::Same({capture}, {})", layout.capture(other)),
        ("match", [Word::Text(text)]) => format!("Predicate::Match({capture}, {})", expression::compiled(text)),
        ("eq" | "any-of", [Word::Text(_), ..]) if texts.len() == rest.len() => {
            format!("Predicate::Any({capture}, &{texts:?})")
        }
        _ => panic!("{words:?} is not read"),
    }
}
