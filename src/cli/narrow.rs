//! A report limited to some paths: what has no copy there is not told.
//!
//! Not here: which paths the configuration leaves out (`config`).

use std::path::{Component, Path};

use super::outcome::to_stderr;
use crate::error::printable;
use crate::git_program;
use crate::glob;
use crate::report::report::Report;

/// Keeps what concerns these paths, which were typed in the working directory. A path where the merge touched nothing
/// is named: it may be misspelt.
pub(super) fn to(reports: &mut [Report], typed: &[String]) {
    if typed.is_empty() {
        return;
    }
    let prefix = git_program::ask(["rev-parse", "--show-prefix"]).unwrap_or_default();
    let wanted: Vec<String> = typed.iter().map(|path| from_top(&prefix, path)).collect();
    let holds = |path: &str| wanted.iter().any(|pattern| is_below(pattern, path));
    for (typed, pattern) in typed.iter().zip(&wanted) {
        if !reports.iter().flat_map(|report| &report.touched).any(|path| is_below(pattern, path)) {
            to_stderr(&format!("oneness: this merge touched no file in '{}'\n", printable(typed)));
        }
    }
    for report in reports {
        report.findings.retain(|told| holds(&told.ours.path) || holds(&told.theirs.path));
        report.notes.retain(|note| note.path.is_empty() || holds(&note.path));
    }
}

/// Returns a path as the repository names it, without `.` and `..`.
fn from_top(prefix: &str, typed: &str) -> String {
    let mut parts: Vec<String> = Vec::new();
    for component in Path::new(prefix).join(typed).components() {
        match component {
            Component::Normal(part) => parts.push(part.to_string_lossy().into_owned()),
            Component::ParentDir => drop(parts.pop()),
            _ => {}
        }
    }
    parts.join("/")
}

fn is_below(pattern: &str, path: &str) -> bool {
    let inside = || path.strip_prefix(pattern).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    pattern.is_empty() || inside() || pattern.contains(['*', '?', '[']) && glob::matches(pattern, path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_those_of_the_repository() {
        assert_eq!(from_top("docs/", "../src/./a.rs"), "src/a.rs");
        assert_eq!(from_top("", "."), "");
        assert!(is_below("docs", "docs/a.md") && is_below("", "a") && is_below("docs/*.md", "docs/a.md"));
        assert!(!is_below("doc", "docs/a.md") && !is_below("docs/a", "docs/a.md"));
    }
}
