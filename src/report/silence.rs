//! How to silence what a report tells: the command, and a comment as the file at hand writes comments.
//!
//! Not here: whether a comment silences (`changes`, `findings`).

use super::report::{Report, Site, Told};
use crate::source::{extension, file_name};
use crate::units::grammars;

/// So many comments are shown; who has read three knows how to write a fourth.
const MAX_COMMENTS: usize = 3;

/// What begins and what ends a comment, by the extensions of formats that no grammar knows.
const COMMENTS: &[(&[&str], &str, &str)] = &[
    (&["md", "markdown", "mkd", "qmd", "rmd", "html", "htm", "xhtml", "xml", "svg", "vue"], "<!--", " -->"),
    (&["mdx"], "{/*", " */}"),
    (&["rst", "rest"], "..", ""),
    (&["adoc", "asciidoc", "asc", "typ"], "//", ""),
    (&["tex", "ltx", "latex", "bib", "sty", "cls", "erl", "m"], "%", ""),
    (&["org", "properties", "conf", "env", "cfg", "pl", "r", "jl", "ex", "exs", "cmake", "mk", "nix", "tf"], "#", ""),
    (&["ini", "desktop", "el", "lisp", "clj", "scm", "asm"], ";", ""),
    (&["sql", "lua", "hs", "elm", "ada", "vhd"], "--", ""),
    (&["css"], "/*", " */"),
    (
        &["scss", "less", "kt", "kts", "swift", "scala", "dart", "zig", "groovy", "gradle", "proto", "jsonc", "json5"],
        "//",
        "",
    ),
];

/// The same, by whole names.
const NAMED: &[(&str, &str)] = &[
    ("Makefile", "#"),
    ("Dockerfile", "#"),
    ("CMakeLists.txt", "#"),
    ("requirements.txt", "#"),
    ("CODEOWNERS", "#"),
    (".gitignore", "#"),
    (".gitattributes", "#"),
    (".dockerignore", "#"),
    (".env", "#"),
];

/// Returns what begins and what ends a comment in a file; `None` where nobody can write one.
#[must_use]
pub fn comment(path: &str) -> Option<(&'static str, &'static str)> {
    let (name, extension) = (file_name(path), extension(path));
    if let Some((_, begin)) = NAMED.iter().find(|(known, _)| *known == name) {
        return Some((begin, ""));
    }
    if let Some((_, begin, end)) = COMMENTS.iter().find(|(known, ..)| known.contains(&extension.as_str())) {
        return Some((begin, end));
    }
    // What reads JSON takes no comments, though its grammar does.
    let language = grammars::language_of(path, "").filter(|language| language.settings.name != "JSON")?;
    let settings = language.settings;
    let block = || settings.block_comments.first().map(|[begin, _]| begin);
    let begin = settings.line_comments.first().or_else(block)?;
    Some((begin, ""))
}

/// Writes the way to silence the findings of reports, once for all; empty where there is none.
#[must_use]
pub fn hint(reports: &[Report]) -> String {
    let told: Vec<&Told> = reports.iter().flat_map(|report| &report.findings).collect();
    let id = match told.as_slice() {
        [only] => only.id.clone(),
        _ => "ID".to_owned(),
    };
    let mut ways = Vec::new();
    let mut allowable = reports.iter().filter(|report| report.can_be_allowed && !report.findings.is_empty());
    if let Some(first) = allowable.next() {
        // Of several merges each is named by its own words.
        let again =
            if allowable.all(|other| other.again == first.again) { first.again.as_deref() } else { Some("MERGE") };
        let again = again.map(|words| format!(" {words}")).unwrap_or_default();
        ways.push(format!("`oneness allow {id}{again}`"));
    }
    let comments = comments(&told);
    if !comments.is_empty() {
        let all: Vec<String> = comments.iter().take(MAX_COMMENTS).map(|comment| format!("`{comment}`")).collect();
        ways.push(format!("above one of the two the comment {}", all.join(" or ")));
    }
    if ways.is_empty() { String::new() } else { format!("to silence: {}", ways.join(", or ")) }
}

/// The comments that would silence these findings, each once.
fn comments(all: &[&Told]) -> Vec<String> {
    let mut comments: Vec<String> = Vec::new();
    for told in all {
        for comment in sites(told).filter_map(|site| comment(&site.path)) {
            let (begin, end) = comment;
            let text = format!("{begin} oneness: allow({}){end}", told.kind.name());
            if !comments.contains(&text) {
                comments.push(text);
            }
        }
    }
    comments
}

/// The copies that have lines: a deck has no place for a comment that only this program reads.
fn sites(told: &Told) -> impl Iterator<Item = &Site> {
    [&told.ours, &told.theirs].into_iter().filter(|site| site.lines.is_some())
}

#[cfg(test)]
mod tests {
    #[test]
    fn each_format_has_its_comment_or_none() {
        let expected = [
            ("a.md", Some(("<!--", " -->"))),
            ("src/a.rs", Some(("//", ""))),
            ("a.py", Some(("#", ""))),
            ("a.rst", Some(("..", ""))),
            ("a.tex", Some(("%", ""))),
            ("a.sql", Some(("--", ""))),
            ("Makefile", Some(("#", ""))),
            ("a.yaml", Some(("#", ""))),
            ("a.tsx", Some(("//", ""))),
            ("a.json", None),
            ("a.pptx", None),
            ("a.txt", None),
        ];
        for (path, comment) in expected {
            assert_eq!(super::comment(path), comment, "{path}");
        }
    }
}
