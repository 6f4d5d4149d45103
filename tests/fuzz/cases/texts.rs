//! Texts of all formats that have fixtures: what both sides made of one file is merged and told at every door that works
//! on files.
//!
//! Not here: documents that are packages (`packages`).

use std::path::Path;
use std::sync::OnceLock;

use oneness::findings::Options;
use oneness::merge::files::{FileStore, merge_named};
use oneness::report::{self, Format, Style, explain, marks};
use oneness::river::alone;
use oneness::source::{Sides, Source};
use oneness::{decode, units};

use super::chance::Chance;
use super::mutations::mutated;

/// All files of the fixtures, by name, with their bytes.
fn fixtures() -> &'static [(String, Vec<u8>)] {
    static FOUND: OnceLock<Vec<(String, Vec<u8>)>> = OnceLock::new();
    FOUND.get_or_init(|| {
        let (mut files, mut open) = (Vec::new(), vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures")]);
        open.push(Path::new(env!("CARGO_MANIFEST_DIR")).join("grammars"));
        while let Some(folder) = open.pop() {
            for path in std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()) {
                let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
                match path.is_dir() {
                    true => open.push(path),
                    false if name == "report.txt" || name == "ideal.txt" => {}
                    false => files.extend(std::fs::read(&path).ok().map(|bytes| (path.display().to_string(), bytes))),
                }
            }
        }
        // Folders are listed in no order.
        files.sort();
        files.iter_mut().for_each(|(path, _)| *path = path.rsplit('/').next().unwrap_or_default().to_owned());
        files
    })
}

/// Both sides mutate one file.
pub(super) fn both_sides(chance: &mut Chance) -> Result<(), String> {
    let (name, bytes) = chance.one(fixtures());
    let elsewhere = &chance.one(fixtures()).1;
    let base = if chance.once_in(4) { mutated(bytes, elsewhere, chance) } else { bytes.clone() };
    let versions = Sides { ours: mutated(&base, elsewhere, chance), theirs: mutated(&base, elsewhere, chance), base };
    asked(name, &versions, chance)
}

/// What is in the file is not what its name says.
pub(super) fn by_another_name(chance: &mut Chance) -> Result<(), String> {
    let (name, elsewhere) = chance.one(fixtures());
    let bytes = &chance.one(fixtures()).1;
    let [ours, theirs] = [(); 2].map(|()| mutated(bytes, elsewhere, chance));
    asked(name, &Sides { base: Vec::new(), ours, theirs }, chance)
}

/// Asks all doors of three versions of one file.
pub(super) fn asked(name: &str, versions: &Sides<Vec<u8>>, chance: &mut Chance) -> Result<(), String> {
    let options = Options { all: chance.once_in(2), present: chance.once_in(4), ..Options::default() };
    for bytes in [&versions.base, &versions.ours, &versions.theirs] {
        sound(&decode::source(name, bytes))?;
    }
    let source = decode::source(name, &versions.ours);
    if !source.is_unread() {
        told(&alone::check(&source, &versions.ours, &options));
    }
    let merge = merge_named(name, versions.clone(), None);
    let report = oneness::check(&merge, &FileStore, &options);
    told(&report);
    let labels = ["ours", "theirs"].map(str::to_owned);
    let _ = marks::around(&versions.ours, &report, &labels, 7);
    let mut again = oneness::check(&merge, &FileStore, &options);
    again.stats.millis = report.stats.millis;
    let json = |report| report::json::write(report);
    if json(&report) == json(&again) { Ok(()) } else { Err(format!("{name} is told otherwise the second time")) }
}

/// Writes a report in every way.
fn told(report: &oneness::report::report::Report) {
    for format in oneness::report::formats().filter_map(|(name, _)| Format::by_name(name)) {
        let _ = report::write(report, Style { format, verbose: true, ..Style::default() });
    }
    for told in &report.findings {
        let _ = explain::write(told, report.threshold);
    }
}

/// The units of a source stand within it, and their ends are ends of letters.
fn sound(source: &Source) -> Result<(), String> {
    let text = source.text.as_str();
    for unit in units::of(source).units {
        let bytes = unit.span.bytes.clone();
        if text.get(bytes.clone()).is_none() || unit.span.start_line > unit.span.end_line.max(1) {
            return Err(format!("a {} of {} stands at {bytes:?} of {}", unit.kind.name(), source.path, text.len()));
        }
    }
    Ok(())
}
