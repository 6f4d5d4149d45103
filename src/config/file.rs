//! The configuration file as it is written: its keys, its schema, and what is wrong with it.
//!
//! Not here: which file holds (`scope`).

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::json;

use super::reading::wrong;
use crate::error::{Error, Result};
use crate::findings::finding::Kind;
use crate::findings::page::Page;
use crate::findings::{DEFAULT_THRESHOLD, PAGES, Tuned};
use crate::pairs::pair::Measure;

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

/// How oneness looks at merges in this repository.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
#[schemars(title = "oneness.toml")]
pub struct File {
    /// From which confidence on a finding counts, from 0 to 1.
    #[schemars(range(min = 0, max = 1))]
    pub threshold: f64,
    /// Patterns of paths that are not looked at, as in `.gitignore`.
    pub ignore: Vec<String>,
    /// Languages and formats that are not looked at; `oneness languages` lists them.
    pub languages_off: Vec<String>,
    /// What the fates of this repository's own pairs add to the model, as `oneness tune` writes it: `bias` and weights.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    #[schemars(with = "BTreeMap<String, f64>")]
    tuned: BTreeMap<MeasureName, f64>,
    /// Which kinds of findings are looked for; `oneness explain` tells what each means.
    #[schemars(schema_with = "kinds_schema")]
    kinds: BTreeMap<KindName, bool>,
    /// What holds for some paths only; where several match, later ones have the last word.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub path: Vec<PathTable>,
}

/// What holds for some paths only.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct PathTable {
    /// Which paths: patterns as in .gitignore, from the folder of this file.
    #[schemars(schema_with = "glob_schema")]
    #[serde(deserialize_with = "one_or_many")]
    pub glob: Vec<String>,
    /// Whether they are not looked at, whatever `ignore` says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ignore: Option<bool>,
    /// From which confidence on a finding counts, from 0 to 1.
    #[schemars(range(min = 0, max = 1))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub threshold: Option<f64>,
    /// Languages and formats that are not looked at; `oneness languages` lists them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub languages_off: Option<Vec<String>>,
    /// Which kinds of findings are looked for.
    #[schemars(schema_with = "kinds_schema")]
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    kinds: BTreeMap<KindName, bool>,
}

impl PathTable {
    /// Says of kinds whether they are looked for.
    pub(super) fn kinds(&self) -> impl Iterator<Item = (Kind, bool)> {
        self.kinds.iter().map(|(kind, wanted)| (kind.0, *wanted))
    }
}

/// Reads one pattern or a list of them.
fn one_or_many<'de, D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Vec<String>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Patterns {
        One(String),
        Many(Vec<String>),
    }
    Ok(match Patterns::deserialize(deserializer)? {
        Patterns::One(pattern) => vec![pattern],
        Patterns::Many(patterns) => patterns,
    })
}

fn glob_schema(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "anyOf": [{ "type": "string" }, { "type": "array", "items": { "type": "string" } }] })
}

impl Default for File {
    fn default() -> File {
        let kinds = Kind::all().map(|kind| (KindName(kind), true)).collect();
        let (ignore, languages_off, tuned, path) = Default::default();
        File { threshold: DEFAULT_THRESHOLD, ignore, languages_off, tuned, kinds, path }
    }
}

impl File {
    /// Returns what the repository's own fates add.
    pub(super) fn tuned(&self) -> Tuned {
        let bias = self.tuned.get(&MeasureName(None)).copied().unwrap_or(0.0);
        let weights = self.tuned.iter().filter_map(|(name, weight)| Some((name.0?, *weight)));
        Tuned { bias, weights: weights.collect() }
    }

    /// Returns the kinds that are not looked for.
    pub(super) fn off(&self) -> BTreeSet<Kind> {
        self.kinds.iter().filter(|(_, wanted)| !**wanted).map(|(kind, _)| kind.0).collect()
    }
}

/// Writes a configuration with all its values, as `oneness.toml` would hold it.
#[must_use]
pub fn dump(file: &File) -> String {
    toml::to_string_pretty(file).unwrap_or_default()
}

pub(super) fn parse(text: &str, path: &Path) -> Result<File> {
    toml::from_str(text).map_err(|error| wrong(&error, text, path)).and_then(|file| sensible(file, path))
}

fn sensible(file: File, path: &Path) -> Result<File> {
    let thresholds = std::iter::once(file.threshold).chain(file.path.iter().filter_map(|table| table.threshold));
    if let Some(threshold) = thresholds.into_iter().find(|threshold| !(0.0..=1.0).contains(threshold)) {
        return Err(Error::new(format!("{}: threshold is {threshold}", path.display()))
            .hint("give a number from 0 (tell everything) to 1 (tell only what is certain)"));
    }
    if let Some((_, weight)) = file.tuned.iter().find(|(_, weight)| !weight.is_finite()) {
        return Err(Error::new(format!("{}: a weight in [tuned] is {weight}", path.display()))
            .hint("`oneness tune` writes them anew"));
    }
    if file.path.iter().any(|table| table.glob.is_empty()) {
        return Err(Error::new(format!("{}: a table [[path]] has no glob", path.display()))
            .hint("say which paths it is for: `glob = \"docs/\"`"));
    }
    Ok(file)
}

/// Other tools' tables are not ours to judge: only `[tool.oneness]` is read strictly.
pub(super) fn parse_python(text: &str, path: &Path) -> Result<Option<File>> {
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
    SchemaSettings::draft07().into_generator().into_root_schema_for::<File>().to_value()
}

/// The schema of the table of kinds: each with what its manual says of it first.
fn kinds_schema(_: &mut SchemaGenerator) -> Schema {
    let switch = |page: &&Page| {
        let says = page.manual.lines().find(|line| !line.starts_with('#') && !line.is_empty()).unwrap_or_default();
        (page.kind.name().to_owned(), json!({ "type": "boolean", "default": true, "description": says }))
    };
    let kinds: serde_json::Map<_, _> = PAGES.iter().map(switch).collect();
    json_schema!({ "type": "object", "additionalProperties": false, "properties": kinds })
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
        assert!(parsed("[[path]]\nthreshold = 0.5\n").is_err_and(|error| error.contains("no glob")));
        assert!(parsed("[[path]]\nglob = 'a'\nthreshold = 5\n").is_err());
        assert!(parsed("[[path]]\nglob = 'a'\n[[path]]\nglob = ['b', 'c']\nkinds.stale-copy = false\n").is_ok());
    }

    #[test]
    fn what_is_dumped_reads_back() {
        let file = parsed("threshold = 0.7\nignore = ['a/']\n[kinds]\nalready-present = false\n")
            .expect("because it is right");
        assert_eq!(parsed(&dump(&file)), Ok(file.clone()));
        assert_eq!(file.off(), BTreeSet::from([Kind::AlreadyPresent]));
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
        let full = File { tuned, path: vec![PathTable::default()], ..File::default() };
        let file = toml::Value::try_from(full).expect("because it has a form");
        assert_eq!(keys(&file), named(&schema));
        assert_eq!(keys(&file["kinds"]), named(&schema["properties"]["kinds"]));
        crate::checked_in::is("oneness.schema.json", &format!("{schema:#}\n"));
    }
}
