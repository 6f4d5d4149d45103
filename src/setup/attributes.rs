//! Attributes that name a merge driver: found in every file where git looks for them, never overridden.
//!
//! Not here: the driver's own lines in git's configuration (`driver`).

use std::path::{Path, PathBuf};

use super::Places;
use crate::documents;
use crate::git_program;

/// The driver's name.
pub const NAME: &str = "oneness";

/// Drivers that git has itself.
pub const BUILT_IN: &[&str] = &["text", "binary", "union"];

/// One line that sends paths to a merge driver.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attribute {
    /// The paths, as the line says them, seen from the top of the work tree.
    pub pattern: String,
    /// The driver.
    pub driver: String,
    /// Where it stands, for people: `.gitattributes:3`.
    pub place: String,
}

/// Finds the lines that name a merge driver: of the user, of the work tree, of this clone alone.
#[must_use]
pub fn found(places: &Places) -> Vec<Attribute> {
    let mut attributes = Vec::new();
    let user = if places.global { None } else { user_file() };
    for path in user.iter().chain([&places.attributes]) {
        attributes.extend(in_file(path, "", &path.to_string_lossy()));
    }
    let Some(top) = &places.top else { return attributes };
    let tracked = git_program::git()
        .current_dir(top)
        .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard", ".gitattributes", "*/.gitattributes"])
        .output();
    let names = tracked.map(|output| String::from_utf8_lossy(&output.stdout).into_owned()).unwrap_or_default();
    for name in names.split_terminator('\0') {
        let folder = name.strip_suffix(".gitattributes").unwrap_or_default();
        attributes.extend(in_file(&top.join(name), folder, name));
    }
    attributes
}

/// Returns the lines that hand a driver's paths over to another one.
#[must_use]
pub fn handed_over(attributes: &[Attribute], from: &str, to: &str) -> String {
    let lines = attributes.iter().filter(|attribute| attribute.driver == from);
    lines.flat_map(|attribute| [attribute.pattern.as_str(), " merge=", to, "\n"]).collect()
}

/// Returns the lines that let `git diff` show the text of documents, but for those that somebody shows in another way.
#[must_use]
pub fn as_text(places: &Places) -> String {
    let shown_otherwise = |extension: &str| {
        let top = places.top.as_deref().unwrap_or(Path::new("."));
        let name = format!("x.{extension}");
        let asked = git_program::git().current_dir(top).args(["check-attr", "diff", "--", &name]).output();
        let value = asked.map(|output| String::from_utf8_lossy(&output.stdout).into_owned()).unwrap_or_default();
        let value = value.trim().rsplit(": ").next().unwrap_or_default().to_owned();
        !places.global && !matches!(value.as_str(), "" | "unspecified" | "unset" | "set") && value != NAME
    };
    let shown = documents::packed_extensions().filter(|extension| !shown_otherwise(extension));
    shown.map(|extension| format!("*.{extension} diff={NAME}\n")).collect()
}

/// Returns the file of attributes that holds for all of a user's repositories.
fn user_file() -> Option<PathBuf> {
    let configured = git_program::ask_path(["config", "--type=path", "--get", "core.attributesFile"]);
    let settings = std::env::var_os("XDG_CONFIG_HOME").filter(|path| !path.is_empty()).map(PathBuf::from);
    let home = || std::env::var_os("HOME").map(|home| PathBuf::from(home).join(".config"));
    configured.or_else(|| Some(settings.or_else(home)?.join("git/attributes")))
}

fn in_file(path: &Path, folder: &str, place: &str) -> Vec<Attribute> {
    let text = std::fs::read(path).map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default();
    let lines = text.lines().enumerate();
    let attribute = |(index, line): (usize, &str)| {
        let (pattern, driver) = parse(line)?;
        let (pattern, place) = (below(folder, &pattern), format!("{place}:{}", index + 1));
        Some(Attribute { pattern, driver, place })
    };
    lines.filter_map(attribute).collect()
}

/// Reads one line; `None` where it names no driver. Our own drivers are not somebody else's.
fn parse(line: &str) -> Option<(String, String)> {
    let line = line.trim();
    if line.is_empty() || line.starts_with('#') || line.starts_with("[attr]") {
        return None;
    }
    let end = match line.strip_prefix('"') {
        Some(rest) => quoted_end(rest)? + 1,
        None => line.find(char::is_whitespace)?,
    };
    let (pattern, attributes) = line.split_at(end);
    let driver = attributes.split_whitespace().rev().find_map(|attribute| attribute.strip_prefix("merge="))?;
    (!is_ours(driver)).then(|| (pattern.to_owned(), driver.to_owned()))
}

/// Tells whether a driver's name is one that is written here.
#[must_use]
pub fn is_ours(driver: &str) -> bool {
    driver == NAME || driver.strip_prefix(NAME).is_some_and(|rest| rest.starts_with('-'))
}

fn quoted_end(rest: &str) -> Option<usize> {
    let mut escaped = false;
    for (at, letter) in rest.char_indices() {
        match letter {
            '"' if !escaped => return Some(at + 1),
            _ => escaped = letter == '\\' && !escaped,
        }
    }
    None
}

/// Says a pattern of a folder's attributes from the top of the work tree.
fn below(folder: &str, pattern: &str) -> String {
    if folder.is_empty() {
        return pattern.to_owned();
    }
    let (quote, inner) = match pattern.strip_prefix('"') {
        Some(inner) => ("\"", inner),
        None => ("", pattern),
    };
    let quote = if folder.contains(char::is_whitespace) { "\"" } else { quote };
    let end = if quote == "\"" && !inner.ends_with('"') { "\"" } else { "" };
    let inner = match inner.strip_prefix('/') {
        Some(anchored) => anchored.to_owned(),
        None if inner.contains('/') => inner.to_owned(),
        None => format!("**/{inner}"),
    };
    format!("{quote}{folder}{inner}{end}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_read_as_git_reads_them() {
        let check = |line: &str, expected: Option<(&str, &str)>| {
            let found = parse(line);
            let found = found.as_ref().map(|(pattern, driver)| (pattern.as_str(), driver.as_str()));
            assert_eq!(found, expected, "{line}");
        };
        check("*.rs merge=mergiraf", Some(("*.rs", "mergiraf")));
        check("  * text=auto merge=union diff", Some(("*", "union")));
        check("\"a b\\\".md\" merge=x", Some(("\"a b\\\".md\"", "x")));
        check("*.md merge=oneness", None);
        check("*.png binary", None);
        check("*.png -merge", None);
        check("# *.rs merge=x", None);
    }

    #[test]
    fn patterns_of_a_folder_are_said_from_the_top() {
        assert_eq!(below("", "*.rs"), "*.rs");
        assert_eq!(below("src/", "*.rs"), "src/**/*.rs");
        assert_eq!(below("src/", "/a.rs"), "src/a.rs");
        assert_eq!(below("src/", "b/a.rs"), "src/b/a.rs");
        assert_eq!(below("a b/", "x.rs"), "\"a b/**/x.rs\"");
    }
}
