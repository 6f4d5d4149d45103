//! Files whose lines are their entries (ignore files, owners, requirements, settings), and files of unknown type:
//! lines, and blocks of lines between blank ones.
//!
//! Not here: documents and data with a grammar of their own (one reader each).

use super::line::{bare, end_of_continued, filled_lines, folded_spaces, lines_and_blocks, unit, visible};
use super::reading::Reading;
use super::settings::{self, CONF, EDITORCONFIG, ENV, INI, PROPERTIES, Settings};
use super::unit::{Container, Unit, UnitKind};
use crate::source::{Source, Text};

/// What the lines of a file are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Manner {
    /// Patterns, one a line, each at most once: `.gitignore`.
    Patterns,
    /// A pattern and who owns it: `CODEOWNERS`.
    Owners,
    /// An address and its names: `/etc/hosts`.
    Hosts,
    /// Packages of Python, one a line.
    Packages,
    /// `key = value`, in sections where there are headers in brackets.
    Settings(Settings),
    /// Nobody knows.
    Unknown,
}

/// Files known by their extension.
const BY_EXTENSION: &[(&str, Manner)] = &[
    ("properties", Manner::Settings(PROPERTIES)),
    ("ini", Manner::Settings(INI)),
    ("cfg", Manner::Settings(INI)),
    ("conf", Manner::Settings(CONF)),
    ("desktop", Manner::Settings(ENV)),
    ("env", Manner::Settings(ENV)),
    ("service", Manner::Settings(CONF)),
    ("timer", Manner::Settings(CONF)),
    ("socket", Manner::Settings(CONF)),
    ("mount", Manner::Settings(CONF)),
    ("netdev", Manner::Settings(CONF)),
];

/// Files known by their whole name.
const BY_NAME: &[(&str, Manner)] = &[
    (".gitattributes", Manner::Patterns),
    ("CODEOWNERS", Manner::Owners),
    (".editorconfig", Manner::Settings(EDITORCONFIG)),
    (".gitconfig", Manner::Settings(CONF)),
    (".gitmodules", Manner::Settings(EDITORCONFIG)),
    (".npmrc", Manner::Settings(CONF)),
    (".flake8", Manner::Settings(INI)),
    (".coveragerc", Manner::Settings(INI)),
    (".pylintrc", Manner::Settings(INI)),
    ("hosts", Manner::Hosts),
];

/// Extensions that this reader knows; it reads all others too, as lines of unknown meaning.
pub const EXTENSIONS: &[&str] =
    &["properties", "ini", "cfg", "conf", "desktop", "env", "service", "timer", "socket", "mount", "netdev"];

/// Tells whether the lines of this file are known to be its entries.
#[must_use]
pub fn reads(path: &str) -> bool {
    manner(path) != Manner::Unknown
}

/// Reads a file line by line.
#[must_use]
pub fn read(source: &Source) -> Reading {
    let text = &source.text;
    let units = match manner(&source.path) {
        Manner::Patterns => entries(text, |line| Some(folded_spaces(line.strip_prefix('!').unwrap_or(line)))),
        Manner::Owners => entries(text, |line| line.split_whitespace().next().map(str::to_owned)),
        Manner::Hosts => entries(text, host),
        Manner::Packages => packages(text),
        Manner::Settings(dialect) => settings::read(text, dialect),
        Manner::Unknown => unknown(text),
    };
    Reading { units, notes: Vec::new() }
}

fn manner(path: &str) -> Manner {
    let name = crate::source::file_name(path);
    let extension = crate::source::extension(path);
    let named = BY_NAME.iter().find(|(known, _)| *known == name);
    let typed = BY_EXTENSION.iter().find(|(known, _)| *known == extension);
    if let Some((_, manner)) = named.or(typed) {
        *manner
    } else if name.rsplit_once('.').is_some_and(|(_, ending)| ending.ends_with("ignore")) {
        Manner::Patterns
    } else if name == ".env" || name.starts_with(".env.") {
        Manner::Settings(ENV)
    } else if is_requirements(path, name, &extension) {
        Manner::Packages
    } else {
        Manner::Unknown
    }
}

/// `requirements.txt`, `requirements-dev.in`, `dev-requirements.txt`, `constraints.txt`, `requirements/test.txt`.
fn is_requirements(path: &str, name: &str, extension: &str) -> bool {
    let by_folder = path.rsplit('/').nth(1) == Some("requirements");
    let by_name = name.contains("requirements") || name.starts_with("constraints");
    matches!(extension, "txt" | "in") && (by_folder || by_name)
}

/// Reads a set of lines; comments are none of its entries. What one line takes in and another leaves out is one entry.
fn entries(text: &Text, identity: impl Fn(&str) -> Option<String>) -> Vec<Unit> {
    let lines = filled_lines(text).filter(|line| !text.line(*line).trim_start().starts_with('#'));
    let container = Container { path: String::new(), set_like: true };
    let units = lines.map(|line| {
        let said = text.line(line).trim();
        let identity = identity(said);
        let name = identity
            .as_ref()
            .map(|identity| if said.starts_with('!') { format!("!{identity}") } else { identity.clone() });
        Unit { name, identity, container: container.clone(), ..bare(text, line) }
    });
    units.collect()
}

/// Returns the name that an address is given, with the sort of the address: a name may have one of each.
fn host(line: &str) -> Option<String> {
    let mut words = line.split_whitespace();
    let (address, name) = (words.next()?, words.next()?);
    Some(format!("{name} {}", if address.contains(':') { "6" } else { "4" }))
}

/// Reads requirements of Python; a line that ends in a backslash goes on in the next one.
fn packages(text: &Text) -> Vec<Unit> {
    let mut units = Vec::new();
    let mut next = 0;
    while next < text.line_count() {
        let first = next;
        next = end_of_continued(text, first);
        let said = text.line(first).trim();
        if said.is_empty() || said.starts_with('#') {
            continue;
        }
        let name = package(said);
        let container = Container { path: String::new(), set_like: true };
        let span = visible(text, first, next - 1);
        units.push(Unit {
            name: Some(name.clone()),
            identity: Some(name),
            ..unit(UnitKind::Line, span, container, String::new())
        });
    }
    units
}

/// Returns a requirement's package in canonical form, with its marker, because a package may stand once a platform.
/// An option or an address stands for itself.
fn package(line: &str) -> String {
    let line = line.split(" #").next().unwrap_or(line).trim_end_matches('\\').trim();
    let is_name = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_' | '.');
    let length = line.find(|letter| !is_name(letter)).unwrap_or(line.len());
    if length == 0 || line.starts_with(['-', '.', '/']) || line[length..].starts_with([':', '/', '+']) {
        return folded_spaces(line);
    }
    let parts = line[..length].split(['-', '_', '.']).filter(|part| !part.is_empty()).map(str::to_lowercase);
    let name = parts.collect::<Vec<_>>().join("-");
    match line.split_once(';') {
        Some((_, marker)) => format!("{name}; {}", folded_spaces(marker.split(" --").next().unwrap_or(marker))),
        None => name,
    }
}

/// Reads lines and blocks of a file that nobody knows.
fn unknown(text: &Text) -> Vec<Unit> {
    lines_and_blocks(text).into_iter().map(|(unit, _)| unit).collect()
}

#[cfg(test)]
mod tests {
    use super::super::line::MAX_FOR_BLOCKS;
    use super::*;
    use proptest::prelude::*;

    /// Kind, text, identity and container of each unit.
    fn told(path: &str, text: &str) -> Vec<String> {
        let source = Source::lines(path, text);
        let units = read(&source).units;
        let told = units.iter().map(|unit| {
            let said = source.text.slice(&unit.span).lines().map(str::trim).collect::<Vec<_>>().join("/");
            let identity = unit.identity.as_deref().unwrap_or("-");
            format!("{} {said} ({identity}) in {}", unit.kind.name(), unit.container.path)
        });
        told.collect()
    }

    #[test]
    fn sets_of_lines() {
        for (path, text, expected) in [
            (".gitignore", "# built\n/target\r\n\n  *.log \n!keep.log\n", "/target|*.log|keep.log"),
            (".gitattributes", "*.png   binary\n*.png -diff\n", "*.png binary|*.png -diff"),
            (".github/CODEOWNERS", "/docs/ @anna @ben\n/src @carl # all\n", "/docs/|/src"),
            (
                "requirements-dev.txt",
                "-r base.txt\nPy_Test>=8 # tests\npytest.cov[x]==5\n",
                "-r base.txt|py-test|pytest-cov",
            ),
            (
                "requirements.txt",
                "tomli==2 ; python_version < '3.11' \\\n  --hash=a\n",
                "tomli; python_version < '3.11'",
            ),
            (".env.local", "# x\nexport A=1\nURL=http://h/?q=2\n", "A|URL"),
            ("a.properties", "! note\nuser.name: Anna\nlong = a \\\n  b\nc=d\n", "user.name|long|c"),
        ] {
            let units = read(&Source::lines(path, text)).units;
            let identities: Vec<&str> = units.iter().filter_map(|unit| unit.identity.as_deref()).collect();
            assert_eq!(identities.join("|"), expected, "{path}");
            assert!(units.iter().all(|unit| unit.container.set_like), "{path}");
        }
    }

    #[test]
    fn unknown_lines_live_below_less_indented_ones() {
        let text = "service web\n  port 80\n  tls on\n\nservice db\n  port 5432\n\nalone\n";
        let expected = [
            "block service web/port 80/tls on (-) in ",
            "line service web (-) in ",
            "line port 80 (-) in service web",
            "line tls on (-) in service web",
            "block service db/port 5432 (-) in ",
            "line service db (-) in ",
            "line port 5432 (-) in service db",
            "line alone (-) in ",
        ];
        assert_eq!(told("site.xyz", text), expected);
    }

    #[test]
    fn dumps_are_lines_only() {
        let text = "0123456789 abcdef\n".repeat(MAX_FOR_BLOCKS / 17);
        let units = read(&Source::lines("dump.xyz", text)).units;
        assert!(units.iter().all(|unit| unit.kind == UnitKind::Line));
    }

    proptest! {
        #[test]
        fn spans_lie_in_the_text_and_in_order(
            path in prop::sample::select(vec!["a.ini", "a.conf", "b.xyz", ".gitignore", "requirements.txt", ".env", "a.properties"]),
            parts in prop::collection::vec(prop::sample::select(vec![
                "[a]", "[", "]", "key", "=", ":", "\n", "\r\n", "  ", "\t", "#", ";", "\\", "\\\n", "é", "-", "a==1", "\r", "\u{a0}",
            ]), 0..40),
        ) {
            let source = Source::lines(path, parts.concat());
            let units = read(&source).units;
            for unit in &units {
                prop_assert!(source.text.as_str().get(unit.span.bytes.clone()).is_some_and(|said| !said.is_empty()));
                prop_assert!(unit.span.start_line <= unit.span.end_line && unit.span.end_line <= source.text.line_count());
            }
            let starts: Vec<_> = units.iter().map(|unit| (unit.span.bytes.start, std::cmp::Reverse(unit.span.bytes.end))).collect();
            prop_assert!(starts.is_sorted());
        }
    }
}
