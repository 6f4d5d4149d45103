//! Reads what has no grammar, well enough that a thing that may stand once is known to stand once: blocks with a head,
//! elements, targets, sections of a name.
//!
//! Not here: formats with a grammar (`code`), documents (`prose`), files whose lines are their entries (`lines`).

mod braces;
mod cmake;
mod dependencies;
mod dialect;
mod dialects;
mod docker;
mod elements;
mod found;
mod functions;
mod heads;
mod keys;
mod makefile;
mod meson;
mod named;
mod ninja;
mod reader;
mod records;
mod rows;
mod rules;
mod sql;
mod words;

use super::unit::{Tokens, Unit, UnitKind};
use crate::source::{Source, Text, extension, file_name};
use crate::tongue;
use crate::units::reading::Reading;
use dialect::Dialect;
use dialects::KNOWN;
use named::Tongue;
use words::{SHELL_LIKE, Syntax, Words};

/// A larger file is generated or a dump of data; it is read as lines.
const MAX_BYTES: usize = 2_000_000;
/// Builds that take in what they need line by line.
const GRADLE: &[&str] = &[".gradle", ".gradle.kts"];
/// Files of Ruby that do.
const PACKAGES: &[&str] = &["Gemfile", "Podfile", "Brewfile"];
/// Endings that say more than the name before them: a document about it, a program that writes it.
const OTHER_ENDINGS: &[&str] =
    &[".md", ".rst", ".adoc", ".html", ".py", ".js", ".ts", ".rb", ".go", ".sh", ".json", ".yml", ".yaml", ".toml"];
/// Build files of Meson and their options.
const MESON: &[&str] = &["meson.build", "meson_options.txt", "meson.options"];
/// How bibliographies look.
const BIBTEX: Syntax<'_> = Syntax { line_comments: &[], strings: &[], joints: "-", ..SHELL_LIKE };

/// A format whose reader is no dialect: how its words look, and who reads it.
struct Format {
    name: &'static str,
    extensions: &'static [&'static str],
    /// Beginnings of names of files, in lower case.
    files: &'static [&'static str],
    read: fn(&Source) -> Vec<Unit>,
}

/// The formats with a reader of their own.
const FORMATS: &[Format] = &[
    Format { name: "XML", extensions: elements::EXTENSIONS, files: &[], read: xml },
    Format { name: "CMake", extensions: &["cmake"], files: &["cmakelists.txt"], read: cmake },
    Format { name: "Make", extensions: &["mk", "mak"], files: &["makefile", "gnumakefile"], read: make },
    Format { name: "Meson", extensions: &[], files: MESON, read: meson },
    Format { name: "Ninja", extensions: &["ninja"], files: &[], read: ninja },
    Format { name: "Docker", extensions: &["dockerfile"], files: &["dockerfile", "containerfile"], read: docker },
    Format { name: "gettext", extensions: &["po", "pot"], files: &[], read: gettext },
    Format { name: "BibTeX", extensions: &["bib"], files: &[], read: bibtex },
    Format { name: "tables of data", extensions: &["csv", "tsv", "psv"], files: &[], read: table },
    Format { name: "SQL", extensions: &["sql", "ddl"], files: &[], read: sql },
    Format { name: "CSS", extensions: &["css", "pcss"], files: &[], read: sheet },
    Format { name: "SCSS", extensions: &["scss", "less"], files: &[], read: script },
    Format { name: "nginx", extensions: &["nginx"], files: &["nginx"], read: server },
    Format { name: "Go modules", extensions: &[], files: &["go.mod", "go.work"], read: go_modules },
];

/// Lists what can be read here: name of the format and its extensions.
pub(super) fn formats() -> impl Iterator<Item = (&'static str, &'static [&'static str])> {
    let known = KNOWN.iter().map(|known| (known.name, known.extensions));
    let named = named::TONGUES.iter().map(|tongue| (tongue.name, tongue.extensions));
    known.chain(FORMATS.iter().map(|format| (format.name, format.extensions))).chain(named)
}

/// Reads a file whose name says more than its extension: `CMakeLists.txt`, `Makefile.am`.
pub(super) fn read_by_name(source: &Source) -> Option<Reading> {
    let name = file_name(&source.path).to_lowercase();
    // A build takes in what it needs by words of its own, whatever language its other lines are written in.
    let is_build = GRADLE.iter().any(|ending| name.ends_with(ending));
    (is_build || FORMATS.iter().any(|format| is_named(format.files, &name))).then(|| read(source)).flatten()
}

/// Tells whether a file bears a name, whatever follows it: `Dockerfile.dev`. What follows may say that it is another thing.
fn is_named(files: &[&str], name: &str) -> bool {
    let is_other = |rest: &str| OTHER_ENDINGS.iter().any(|ending| rest.ends_with(ending));
    let rest = files.iter().find_map(|file| name.strip_prefix(file));
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.') && !is_other(rest))
}

/// Returns the words of a text that nobody knows, as they are compared.
pub(super) fn tokens(text: &str) -> Tokens {
    Words::of(text, &SHELL_LIKE).within(&Text::new(text.to_owned()), &(0..text.len()))
}

/// Reads a file of a format that this room knows; `None` for all others.
pub(super) fn read(source: &Source) -> Option<Reading> {
    if source.text.as_str().len() > MAX_BYTES {
        return None;
    }
    let (name, extension) = (file_name(&source.path).to_lowercase(), extension(&source.path));
    let format =
        FORMATS.iter().find(|format| format.extensions.contains(&extension.as_str()) || is_named(format.files, &name));
    let known =
        || KNOWN.iter().find(|known| known.extensions.contains(&extension.as_str()) || is_named(known.files, &name));
    let units = match format {
        Some(format) => (format.read)(source),
        None => match known_tongue(&extension) {
            Some(tongue) => in_tongue(source, tongue),
            None => in_dialect(source, known()?.dialect),
        },
    };
    Some(Reading { units, notes: Vec::new() })
}

fn known_tongue(extension: &str) -> Option<&'static Tongue<'static>> {
    named::TONGUES.iter().find(|tongue| tongue.extensions.contains(&extension))
}

/// Reads a file of which nobody knows the language: lines, and what has a name by the words that most languages share.
pub(super) fn read_unknown(source: &Source) -> Option<Reading> {
    let is_small = source.text.as_str().len() <= MAX_BYTES;
    is_small.then(|| Reading { units: in_tongue(source, &named::OTHER), notes: Vec::new() })
}

/// Reads a file that no grammar reads: by what is known of its language here, else by the words that most languages
/// share.
pub(super) fn read_all(source: &Source) -> Vec<Unit> {
    read(source).or_else(|| read_unknown(source)).map(|reading| reading.units).unwrap_or_default()
}

/// Tells whether this room knows the format of a file by its name.
pub(super) fn reads(source: &Source) -> bool {
    let (name, extension) = (file_name(&source.path).to_lowercase(), extension(&source.path));
    formats().any(|(_, extensions)| extensions.contains(&extension.as_str()))
        || FORMATS.iter().any(|format| is_named(format.files, &name))
        || KNOWN.iter().any(|known| is_named(known.files, &name))
}

/// Reads a file of a language that its repository tells of.
pub(super) fn read_in(source: &Source, own: &tongue::Tongue) -> Option<Reading> {
    if source.text.as_str().len() > MAX_BYTES {
        return None;
    }
    let strings: Vec<(&str, &str)> = own.quotes.iter().map(|sign| (sign.as_str(), sign.as_str())).collect();
    let pairs = own.block_comments.iter();
    let block_comments: Vec<(&str, &str)> = pairs.map(|(open, close)| (open.as_str(), close.as_str())).collect();
    let line_comments: Vec<&str> = own.line_comments.iter().map(String::as_str).collect();
    let heads: Vec<(&str, UnitKind)> = own.heads.iter().map(|(word, head)| (word.as_str(), kind(*head))).collect();
    let syntax = Syntax {
        line_comments: &line_comments,
        block_comments: &block_comments,
        strings: &strings,
        joints: "",
        heredocs: false,
    };
    let units = in_tongue(source, &Tongue::of(&own.name, syntax, &heads));
    Some(Reading { units, notes: Vec::new() })
}

fn kind(head: tongue::Head) -> UnitKind {
    match head {
        tongue::Head::Function => UnitKind::Function,
        tongue::Head::Type => UnitKind::Type,
        tongue::Head::Test => UnitKind::Test,
        tongue::Head::Block => UnitKind::Block,
    }
}

fn in_tongue(source: &Source, tongue: &Tongue<'_>) -> Vec<Unit> {
    let words = Words::of(source.text.as_str(), &tongue.syntax);
    found::units(&source.text, named::read(&source.text, &words, tongue), Some(&words))
}

fn in_dialect(source: &Source, dialect: &'static Dialect) -> Vec<Unit> {
    let text = &source.text;
    let words = Words::of(text.as_str(), &dialect.syntax);
    let mut found = braces::read(text, &words, dialect);
    if GRADLE.iter().any(|ending| source.path.ends_with(ending)) {
        found.extend(dependencies::gradle(&words));
    }
    found::units(text, found, Some(&words))
}

fn xml(source: &Source) -> Vec<Unit> {
    found::units(&source.text, elements::read(source.text.as_str()), None)
}

fn cmake(source: &Source) -> Vec<Unit> {
    let words = Words::of(source.text.as_str(), &cmake::SYNTAX);
    found::units(&source.text, cmake::read(&words), Some(&words))
}

fn make(source: &Source) -> Vec<Unit> {
    let words = Words::of(source.text.as_str(), &SHELL_LIKE);
    found::units(&source.text, makefile::read(&source.text), Some(&words))
}

fn meson(source: &Source) -> Vec<Unit> {
    let words = Words::of(source.text.as_str(), &SHELL_LIKE);
    found::units(&source.text, meson::read(&words), Some(&words))
}

fn ninja(source: &Source) -> Vec<Unit> {
    let words = Words::of(source.text.as_str(), &SHELL_LIKE);
    found::units(&source.text, ninja::read(&source.text), Some(&words))
}

fn docker(source: &Source) -> Vec<Unit> {
    let words = Words::of(source.text.as_str(), &SHELL_LIKE);
    found::units(&source.text, docker::read(&source.text), Some(&words))
}

fn gettext(source: &Source) -> Vec<Unit> {
    found::units(&source.text, records::messages(&source.text), None)
}

fn bibtex(source: &Source) -> Vec<Unit> {
    let words = Words::of(source.text.as_str(), &BIBTEX);
    let mut units = found::units(&source.text, records::references(&words), None);
    records::share_works(&mut units);
    units
}

fn table(source: &Source) -> Vec<Unit> {
    found::units(&source.text, rows::read(&source.text), None)
}

fn sql(source: &Source) -> Vec<Unit> {
    let words = Words::of(source.text.as_str(), &sql::SYNTAX);
    found::units(&source.text, sql::statements(&words), Some(&words))
}

fn sheet(source: &Source) -> Vec<Unit> {
    of_rules(source, &rules::SHEET)
}

fn script(source: &Source) -> Vec<Unit> {
    of_rules(source, &rules::SCRIPT)
}

fn server(source: &Source) -> Vec<Unit> {
    of_rules(source, &rules::SERVER)
}

fn of_rules(source: &Source, syntax: &Syntax<'_>) -> Vec<Unit> {
    let words = Words::of(source.text.as_str(), syntax);
    found::units(&source.text, rules::read(&words), Some(&words))
}

fn go_modules(source: &Source) -> Vec<Unit> {
    found::units(&source.text, dependencies::modules(&source.text), None)
}

/// Adds what a file of Ruby takes in by name to what its grammar says of it.
pub(super) fn with_packages(source: &Source, units: &mut [Unit]) {
    if !PACKAGES.contains(&file_name(&source.path)) {
        return;
    }
    let found = dependencies::gems(&source.text);
    let named: Vec<Unit> =
        found::units(&source.text, found, None).into_iter().filter(|unit| unit.name.is_some()).collect();
    for mut unit in named {
        let same = |other: &Unit| other.kind == UnitKind::Statement && other.span == unit.span;
        let Some(at) = units.iter().position(same) else { continue };
        unit.container.path.clone_from(&units[at].container.path);
        unit.place.clone_from(&units[at].place);
        units[at] = unit;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// A path for each format of this room.
    fn paths() -> Vec<String> {
        let named = FORMATS.iter().flat_map(|format| format.files).map(|file| (*file).to_owned());
        let endings = formats().flat_map(|(_, endings)| endings.iter().map(|ending| format!("a.{ending}")));
        endings.chain(named).chain(["a.unknown".to_owned(), "build.gradle".to_owned()]).collect()
    }

    fn units_of(path: &str, text: &str) -> Vec<Unit> {
        let source = Source::lines(path, text);
        read(&source).or_else(|| read_unknown(&source)).map(|reading| reading.units).unwrap_or_default()
    }

    #[test]
    fn no_extension_has_two_readers_here() {
        let mut endings: Vec<&str> = formats().flat_map(|(_, endings)| endings.iter().copied()).collect();
        endings.sort_unstable();
        let twice: Vec<_> = endings.windows(2).filter(|pair| pair[0] == pair[1]).collect();
        assert!(twice.is_empty(), "{twice:?}");
    }

    #[test]
    fn a_name_may_be_followed_by_more() {
        assert!(is_named(&["dockerfile"], "dockerfile.dev") && is_named(&["makefile"], "makefile"));
        assert!(!is_named(&["dockerfile"], "dockerfile.md") && !is_named(&["makefile"], "makefiles"));
    }

    #[test]
    fn depth_and_length_do_not_hold_the_program() {
        for path in paths() {
            for opening in
                ["{", "( [ {", "<a>", "a = {", "fun f() {", "[[", "if(A)\n", "a => ", "x: ", "@a(", "\"", "<!--"]
            {
                let _ = units_of(&path, &opening.repeat(2_000));
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(400))]
        #[test]
        fn spans_lie_in_the_text_and_in_order(
            path in prop::sample::select(paths()),
            parts in prop::collection::vec(prop::sample::select(vec![
                "{", "}", "(", ")", "[", "]", "<", ">", "</a>", "<a id='x'>", "<a", "/>", "=", ":", ";", ",", "\n", "\n  ", "\t", "\r\n",
                "#", "//", "/*", "*/", "--", "\"", "'", "\"\"\"", "fun", "def", "class", "type", "end", "fn ", "message ", "CREATE TABLE ",
                "a", "b.c", "é", "\u{2003}", "-", "@", "=>", "FROM x AS y", "all: b", "msgid \"a\"", "add_library(", "if(", "else()", "<<E",
                "@book{", "init(", "extension ", "import ", "oneof ", "require (", "companion object", "<key>", "<dict>", "1.5", "\\",
            ]), 0..40),
        ) {
            let text = parts.concat();
            let source = Source::lines("x", text.as_str());
            let units = units_of(&path, &text);
            for unit in &units {
                prop_assert!(text.get(unit.span.bytes.clone()).is_some_and(|said| !said.is_empty()), "{path} {unit:?}");
                prop_assert!(unit.span.start_line <= unit.span.end_line && unit.span.end_line <= source.text.line_count());
            }
            let starts: Vec<_> = units.iter().map(|unit| (unit.span.bytes.start, std::cmp::Reverse(unit.span.bytes.end))).collect();
            prop_assert!(starts.is_sorted());
        }
    }
}
