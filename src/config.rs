//! What the user wants: `oneness.toml` (found upwards) or `[tool.oneness]` in `pyproject.toml`, and the pairs that were
//! allowed for good in `.oneness/allowed.toml`, become the options of the stages.
//!
//! Not here: command line flags (`cli`), comments that silence one unit (`units`), the programs that may be run:
//! those stand in git's own configuration, because this file comes with every clone.

mod allowed;
mod reading;
mod tuned;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::error::{Error, Result};
use crate::findings::PAGES;
use crate::findings::finding::Kind;
use crate::findings::page::Page;
use crate::findings::{DEFAULT_THRESHOLD, Options, Tuned};
use crate::glob::Lines;
use crate::merge::witness::Witness;
use crate::merge::{Merge, Store};
use crate::pairs::pair::Measure;
use crate::report::blind;
use crate::report::report::Report;
use crate::river;
use crate::source::extension;
use crate::units;

pub use allowed::{ALLOWED, Allowed, Change, allow, allowed, forget};
use reading::wrong;
pub use tuned::tune;

/// The configuration file's name.
pub const FILE: &str = "oneness.toml";

/// What the user wants of a merge.
#[derive(Debug, Clone, Default)]
pub struct Wishes {
    /// How to judge.
    pub options: Options,
    /// Patterns of paths that are not looked at.
    pub ignored: Lines,
    /// Extensions of the languages and formats that are not looked at.
    pub extensions_off: BTreeSet<String>,
}

impl Wishes {
    /// Reads what the user wants in the working directory.
    ///
    /// # Errors
    /// As [`wishes`].
    pub fn here() -> Result<Wishes> {
        wishes(&std::env::current_dir().unwrap_or_default())
    }

    /// Checks one merge as the user wants it.
    #[must_use]
    pub fn check(&self, mut merge: Merge, store: &dyn Store) -> Report {
        self.narrow(&mut merge);
        let witness = Witness::of(store);
        let mut report = river::check(&merge, &witness, &self.options);
        blind::note(&mut report, &merge, &witness.failures());
        report
    }

    /// Leaves out of a merge what the user does not want to be looked at, and says so beside it.
    fn narrow(&self, merge: &mut Merge) {
        let before = merge.files.len();
        merge.files.retain(|file| !self.ignores(file.path()));
        let left_out = before - merge.files.len();
        if left_out > 0 {
            merge.notes.push(format!("{left_out} file(s) not examined: the configuration leaves them out"));
        }
    }

    /// Tells whether the user does not want a path to be looked at.
    #[must_use]
    pub fn ignores(&self, path: &str) -> bool {
        self.extensions_off.contains(&extension(path)) || self.ignored.ignore(path)
    }
}

/// The name of a kind of finding in the configuration; a misspelt one is an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct KindName(Kind);

impl Serialize for KindName {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0.name())
    }
}

impl<'de> Deserialize<'de> for KindName {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<KindName, D::Error> {
        let name = String::deserialize(deserializer)?;
        let names = || Kind::all().map(Kind::name).collect::<Vec<_>>().join(", ");
        let unknown = || serde::de::Error::custom(format!("unknown kind `{name}`, the kinds are {}", names()));
        Kind::by_name(&name).map(KindName).ok_or_else(unknown)
    }
}

/// The name of a measure in the configuration, or `bias`; a misspelt one is an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct MeasureName(Option<Measure>);

impl Serialize for MeasureName {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0.map_or("bias", Measure::name))
    }
}

impl<'de> Deserialize<'de> for MeasureName {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<MeasureName, D::Error> {
        let name = String::deserialize(deserializer)?;
        let measure = Measure::ALL.into_iter().find(|measure| measure.name() == name);
        match measure {
            None if name != "bias" => Err(serde::de::Error::custom(format!("unknown measure `{name}`"))),
            measure => Ok(MeasureName(measure)),
        }
    }
}

/// The configuration file as it is written.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct File {
    /// From which confidence on a finding counts, from 0 to 1.
    pub threshold: f64,
    /// Patterns of paths that are not looked at, as in `.gitignore`.
    pub ignore: Vec<String>,
    /// Languages and formats that are not looked at; `oneness languages` lists them.
    pub languages_off: Vec<String>,
    /// What the fates of this repository's own pairs add to the model, as `oneness tune` writes it: `bias` and weights.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    tuned: BTreeMap<MeasureName, f64>,
    /// Which kinds of findings are looked for.
    kinds: BTreeMap<KindName, bool>,
}

impl Default for File {
    fn default() -> File {
        let kinds = Kind::all().map(|kind| (KindName(kind), true)).collect();
        let (ignore, languages_off, tuned) = Default::default();
        File { threshold: DEFAULT_THRESHOLD, ignore, languages_off, tuned, kinds }
    }
}

impl File {
    /// Returns what the repository's own fates add.
    fn tuned(&self) -> Tuned {
        let bias = self.tuned.get(&MeasureName(None)).copied().unwrap_or(0.0);
        let weights = self.tuned.iter().filter_map(|(name, weight)| Some((name.0?, *weight)));
        Tuned { bias, weights: weights.collect() }
    }

    /// Returns the kinds that are not looked for.
    fn off(&self) -> BTreeSet<Kind> {
        self.kinds.iter().filter(|(_, wanted)| !**wanted).map(|(kind, _)| kind.0).collect()
    }
}

/// A configuration and where it was found.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Found {
    /// What it says.
    pub file: File,
    /// The file; `None` where there is none and the defaults hold.
    pub path: Option<PathBuf>,
}

/// Reads the wishes that hold for a folder.
///
/// # Errors
/// A file that cannot be read, an unknown key, a value that makes no sense; each with file and line.
pub fn wishes(folder: &Path) -> Result<Wishes> {
    let file = find(folder)?.file;
    let allowed = allowed(folder)?.into_iter().map(|allowed| allowed.id).collect();
    let options =
        Options { threshold: file.threshold, off: file.off(), tuned: file.tuned(), allowed, ..Options::default() };
    Ok(Wishes { options, ignored: Lines::of(&file.ignore), extensions_off: extensions(&file.languages_off)? })
}

/// Returns the extensions of languages and formats that are named as `oneness languages` lists them.
fn extensions(names: &[String]) -> Result<BTreeSet<String>> {
    let formats = units::formats();
    let mut extensions = BTreeSet::new();
    for name in names {
        let (_, own) = formats.iter().find(|(known, _)| known == name).ok_or_else(|| {
            Error::new(format!("languages-off: unknown language '{name}'")).hint("`oneness languages` lists them")
        })?;
        extensions.extend(own.iter().cloned());
    }
    Ok(extensions)
}

/// Finds the configuration that holds for a folder: the nearest one upwards.
///
/// # Errors
/// As [`wishes`].
pub fn find(folder: &Path) -> Result<Found> {
    let folders = reading::folders(folder);
    let Some(top) = folders.last() else { return Ok(Found::default()) };
    for folder in &folders {
        let own = folder.join(FILE);
        match reading::file(&own, top)? {
            reading::Found::Text(text) => return Ok(Found { file: parse(&text, &own)?, path: Some(own) }),
            reading::Found::Refused(error) => return Err(error),
            reading::Found::Absent => {}
        }
        let python = folder.join("pyproject.toml");
        // A link out of the repository is another tool's affair.
        if let reading::Found::Text(text) = reading::file(&python, top)?
            && let Some(file) = parse_python(&text, &python)?
        {
            return Ok(Found { file, path: Some(python) });
        }
    }
    Ok(Found::default())
}

/// Writes a configuration with all its values, as `oneness.toml` would hold it.
#[must_use]
pub fn dump(file: &File) -> String {
    toml::to_string_pretty(file).unwrap_or_default()
}

fn parse(text: &str, path: &Path) -> Result<File> {
    toml::from_str(text).map_err(|error| wrong(&error, text, path)).and_then(|file| sensible(file, path))
}

fn sensible(file: File, path: &Path) -> Result<File> {
    if !(0.0..=1.0).contains(&file.threshold) {
        return Err(Error::new(format!("{}: threshold is {}", path.display(), file.threshold))
            .hint("give a number from 0 (tell everything) to 1 (tell only what is certain)"));
    }
    if let Some((_, weight)) = file.tuned.iter().find(|(_, weight)| !weight.is_finite()) {
        return Err(Error::new(format!("{}: a weight in [tuned] is {weight}", path.display()))
            .hint("`oneness tune` writes them anew"));
    }
    Ok(file)
}

/// Other tools' tables are not ours to judge: only `[tool.oneness]` is read strictly.
fn parse_python(text: &str, path: &Path) -> Result<Option<File>> {
    #[derive(Deserialize)]
    struct Python {
        tool: Option<Tool>,
    }
    #[derive(Deserialize)]
    struct Tool {
        oneness: Option<File>,
    }
    // Most of them say nothing to us; and one that is broken, but does not name us, is not ours to complain of.
    let may_name_us = text.contains("tool.oneness") || text.contains("[tool]") && text.contains("oneness");
    if !may_name_us {
        return Ok(None);
    }
    let python: Python = toml::from_str(text).map_err(|error| wrong(&error, text, path))?;
    python.tool.and_then(|tool| tool.oneness).map(|file| sensible(file, path)).transpose()
}

/// Returns the JSON Schema of the configuration file, for editors.
#[must_use]
pub fn schema() -> serde_json::Value {
    use serde_json::json;
    let switch = |page: &&Page| {
        let says = page.manual.lines().find(|line| !line.starts_with('#') && !line.is_empty()).unwrap_or_default();
        (page.kind.name().to_owned(), json!({ "type": "boolean", "default": true, "description": says }))
    };
    let kinds: serde_json::Map<_, _> = PAGES.iter().map(switch).collect();
    let words = |description: &str| json!({ "type": "array", "items": { "type": "string" }, "default": [], "description": description });
    json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "oneness.toml",
        "description": "How oneness looks at merges in this repository.",
        "type": "object",
        "additionalProperties": false,
        "properties": {
            "threshold": {
                "type": "number", "minimum": 0, "maximum": 1, "default": DEFAULT_THRESHOLD,
                "description": "From which confidence on a finding counts.",
            },
            "ignore": words("Patterns of paths that are not looked at, as in .gitignore."),
            "languages-off": words("Languages and formats that are not looked at; `oneness languages` lists them."),
            "tuned": {
                "type": "object", "additionalProperties": { "type": "number" }, "default": {},
                "description": "What the fates of this repository's own pairs add to the model; `oneness tune` writes it.",
            },
            "kinds": {
                "type": "object", "additionalProperties": false, "properties": kinds,
                "description": "Which kinds of findings are looked for; `oneness explain` tells what each means.",
            },
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str) -> std::result::Result<File, String> {
        parse(text, Path::new("oneness.toml")).map_err(|error| error.to_string())
    }

    #[test]
    fn an_unknown_key_is_an_error_with_its_line() {
        let error =
            parsed("threshold = 0.7\n[kinds]\nduplicate-additon = false\n").expect_err("because it is misspelt");
        assert!(error.starts_with("oneness.toml:3: unknown kind `duplicate-additon`"), "{error}");
        let error = parsed("\nlevel = 3\n").expect_err("because there is no such key");
        assert!(error.starts_with("oneness.toml:2: "), "{error}");
        assert!(parsed("threshold = 3.0").is_err());
        assert!(parsed("threshold = nan").is_err());
        assert!(parsed("threshold = \"x\"").is_err());
    }

    #[test]
    fn what_is_dumped_reads_back() {
        let file = parsed("threshold = 0.7\nignore = ['a/']\n[kinds]\nalready-present = false\n")
            .expect("because it is right");
        assert_eq!(parsed(&dump(&file)), Ok(file.clone()));
        assert_eq!(file.off(), BTreeSet::from([Kind::AlreadyPresent]));
    }

    #[test]
    fn the_nearest_file_upwards_holds() {
        let top = tempfile::tempdir().expect("because tests may write");
        let inner = top.path().join("a/b");
        std::fs::create_dir_all(&inner).expect("because tests may write");
        let write = |path: &str, text: &str| {
            std::fs::write(top.path().join(path), text).expect("because tests may write");
        };
        write("oneness.toml", "threshold = 0.1\n");
        write("a/pyproject.toml", "[tool.other]\nx = 1\n");
        assert_eq!(find(&inner).map(|found| found.file.threshold), Ok(0.1));
        write("a/pyproject.toml", "[project]\nname = 'x'\n[tool.oneness]\nthreshold = 0.2\n");
        assert_eq!(find(&inner).map(|found| found.file.threshold), Ok(0.2));
        write("a/pyproject.toml", "[tool.oneness]\nwrong = 1\n");
        assert!(find(&inner).expect_err("because it is wrong").to_string().contains("pyproject.toml:2: unknown field"));
    }

    #[test]
    fn the_schema_is_in_step_with_the_types() {
        let schema = schema();
        let keys = |value: &toml::Value| -> BTreeSet<String> {
            value.as_table().expect("because it is a table").keys().cloned().collect()
        };
        let named = |value: &serde_json::Value| -> BTreeSet<String> {
            value["properties"].as_object().expect("because it has properties").keys().cloned().collect()
        };
        let tuned = BTreeMap::from([(MeasureName(None), 0.5), (MeasureName(Some(Measure::Soon)), 1.0)]);
        let file = toml::Value::try_from(File { tuned, ..File::default() }).expect("because it has a form");
        assert_eq!(keys(&file), named(&schema));
        assert_eq!(keys(&file["kinds"]), named(&schema["properties"]["kinds"]));
        let written = format!("{schema:#}\n");
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/oneness.schema.json");
        if std::env::var_os("ONENESS_BLESS").is_some() {
            std::fs::write(path, &written).expect("because tests may write");
        }
        let checked_in = std::fs::read_to_string(path).unwrap_or_default();
        assert_eq!(checked_in, written, "run the tests once with ONENESS_BLESS=1");
    }
}
