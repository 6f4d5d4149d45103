//! All that can be read, as one table: endings have one reader but for those that are reasoned here, each format has a
//! case that speaks and one that stays silent, and what has no grammar has an example with its units.
//!
//! Not here: what grammars read (beside each of them), the cases themselves (`cases`).

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use oneness::source::{Source, extension};
use oneness::units;

use crate::support::case::{self, Case};

/// Files that are known by their names; some formats have no ending at all.
const BY_NAME: &[(&str, &[&str])] = &[
    ("Meson", &["meson.build", "meson_options.txt"]),
    ("Go modules", &["go.mod"]),
    ("CMake", &["CMakeLists.txt"]),
    ("nginx", &["nginx.conf"]),
];
/// Formats that are tried elsewhere: decks and documents of offices are no texts.
const ELSEWHERE: &[&str] = &["office documents"];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/suite/readers")
}

#[test]
fn an_ending_has_one_reader() {
    let mut readers: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (name, endings) in units::formats() {
        for ending in endings {
            readers.entry(ending).or_default().push(name.clone());
        }
    }
    let several: Vec<_> = readers.into_iter().filter(|(_, names)| names.len() > 1).collect();
    assert!(several.is_empty(), "{several:?}");
}

#[test]
fn each_format_has_a_case_that_speaks_and_one_that_is_silent() {
    if std::env::var_os("ONENESS_CASE").is_some() {
        return;
    }
    let cases = case::all();
    let is_quiet =
        |case: &Case| case.text("ideal.txt").or_else(|| case.text("report.txt")).unwrap_or_default().is_empty();
    let mut missing = Vec::new();
    for (name, endings) in units::formats().into_iter().filter(|(name, _)| !ELSEWHERE.contains(&name.as_str())) {
        let files = BY_NAME.iter().find(|(known, _)| *known == name).map_or(&[][..], |(_, files)| files);
        let is_own = |path: &String| {
            let file = path.rsplit('/').next().unwrap_or(path);
            endings.contains(&extension(path)) || files.contains(&file)
        };
        let own = cases.iter().filter(|case| case.ours.keys().chain(case.theirs.keys()).any(is_own));
        let (quiet, speaking): (Vec<&Case>, Vec<&Case>) = own.partition(|case| is_quiet(case));
        if quiet.is_empty() || speaking.is_empty() {
            missing.push(format!("{name}: {} quiet, {} speak", quiet.len(), speaking.len()));
        }
    }
    assert!(missing.is_empty(), "{missing:?}");
}

/// Shows what is named, one unit a line: lines, kind, identity, container. A star marks what may stand once.
fn shown(path: &str, text: &str) -> String {
    let mut lines = String::new();
    for unit in units::of(&Source::lines(path, text)).units.iter().filter(|unit| unit.identity.is_some()) {
        let star = if unit.container.set_like { "*" } else { "" };
        let identity = unit.identity.as_deref().unwrap_or_default().trim().replace('\n', "⏎");
        let (kind, path) = (unit.kind.name(), &unit.container.path);
        writeln!(lines, "{}-{} {kind} | {identity} | {path}{star}", unit.span.start_line, unit.span.end_line)
            .expect("a string takes any text");
    }
    lines
}

/// The examples tell what is read of each format; nothing of them clashes with itself. `ONENESS_BLESS=1` writes the units
/// anew.
#[test]
fn every_example_gives_its_units() {
    let entries = std::fs::read_dir(folder()).expect("there are examples");
    let mut files: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    files.sort();
    let mut wrong = Vec::new();
    for file in files.iter().filter(|file| file.extension().is_none_or(|ending| ending != "units")) {
        let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let text = std::fs::read_to_string(file).expect("it can be read");
        let actual = shown(&name, &text);
        let golden = folder().join(format!("{name}.units"));
        if std::env::var_os("ONENESS_BLESS").is_some() {
            std::fs::write(&golden, &actual).expect("it can be written");
        }
        if std::fs::read_to_string(&golden).unwrap_or_default().replace("\r\n", "\n") != actual {
            wrong.push(format!("{name}:\n{actual}"));
        }
        let mut seen = std::collections::BTreeSet::new();
        let held = actual.lines().filter(|line| line.ends_with('*')).filter_map(|line| line.split_once(' '));
        for (_, claim) in held {
            assert!(seen.insert(claim.to_owned()), "{name}: {claim}");
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What is read by blocks has an example, as what has a grammar does.
#[test]
fn each_format_of_blocks_has_an_example() {
    let grammars: Vec<&str> = units::grammars::languages().map(|language| language.settings.name).collect();
    let names: Vec<String> = std::fs::read_dir(folder())
        .expect("there are examples")
        .filter_map(|entry| Some(entry.ok()?.file_name().to_string_lossy().into_owned()))
        .collect();
    let first =
        units::formats().into_iter().position(|(name, _)| name == "Terraform").expect("it is the first of them");
    let blocks = units::formats().into_iter().skip(first).filter(|(name, _)| !grammars.contains(&name.as_str()));
    let has_one = |(name, endings): &(String, Vec<String>)| {
        let files = BY_NAME.iter().find(|(known, _)| known == name).map_or(&[][..], |(_, files)| files);
        names.iter().any(|own| endings.contains(&extension(own)) || files.contains(&own.as_str()))
    };
    let missing: Vec<_> = blocks.filter(|format| !has_one(format)).map(|(name, _)| name).collect();
    assert!(missing.is_empty(), "{missing:?}");
}
