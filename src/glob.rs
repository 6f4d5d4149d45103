//! Patterns for paths: lines of `.gitignore`, as git itself reads them (order, `!`, escapes, folders), and the patterns
//! that git takes for paths on its command line.
//!
//! Not here: which paths are ignored by default, and everything about attributes.

use gix_ignore::glob::Pattern;
use gix_ignore::glob::pattern::Case;
use gix_ignore::glob::wildmatch;
use gix_ignore::glob::wildmatch::Mode;

/// A `**` may stand for any number of folders, and each is tried with each of the next one: the time doubles with every one
/// more. Git's own matcher has no bound; nobody's patterns and paths come near this one.
const MAX_WAYS: u64 = 1_000_000;

/// The lines of a `.gitignore`, in their order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lines {
    patterns: Vec<Pattern>,
}

impl Lines {
    /// Reads lines. Empty ones, comments, and what git cannot read match nothing.
    pub fn of<'a>(lines: impl IntoIterator<Item = &'a String>) -> Lines {
        let parsed = |line: &String| {
            let lines = gix_ignore::parse(line.as_bytes(), false);
            lines.map(|(pattern, ..)| pattern).collect::<Vec<_>>()
        };
        Lines { patterns: lines.into_iter().flat_map(parsed).collect() }
    }

    /// Tells whether a file is ignored, by its path from the folder of the `.gitignore`. What stands in an ignored folder
    /// is, whatever later lines take back.
    #[must_use]
    pub fn ignore(&self, path: &str) -> bool {
        let mut folders = path.match_indices('/').map(|(end, _)| &path[..end]);
        folders.any(|folder| self.decides(folder, true)) || self.decides(path, false)
    }

    /// The last line that matches decides.
    fn decides(&self, path: &str, is_folder: bool) -> bool {
        let name = path.rfind('/').map(|slash| slash + 1);
        let matches = |pattern: &&Pattern| {
            let (bytes, mode) = (path.as_bytes().into(), Mode::NO_MATCH_SLASH_LITERAL);
            ways(&pattern.text, path) < MAX_WAYS
                && pattern.matches_repo_relative_path(bytes, name, Some(is_folder), Case::Sensitive, mode)
        };
        self.patterns.iter().rev().find(matches).is_some_and(|pattern| !pattern.is_negative())
    }
}

/// Returns in how many ways the `**` of a pattern can be parted over the folders of a path.
fn ways(pattern: &[u8], path: &str) -> u64 {
    let stars = pattern.windows(2).filter(|pair| pair == b"**").count() as u64;
    let folders = path.matches('/').count() as u64 + 1;
    (1..=stars).try_fold(1, |ways: u64, star| Some(ways.checked_mul(folders + star)? / star)).unwrap_or(u64::MAX)
}

/// Tells whether a path matches a pattern of a command line, as git reads it there: `*` matches slashes, too.
#[must_use]
pub fn matches(pattern: &str, path: &str) -> bool {
    wildmatch(pattern.as_bytes().into(), path.as_bytes().into(), Mode::empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write as _;
    use std::process::{Command, Stdio};

    /// Lines and paths that are read in one way by git and in another by whoever guesses.
    const LINES: &[&[&str]] = &[
        &["*.lock"],
        &["vendor/"],
        &["vendor/**"],
        &["/vendor/"],
        &["docs/*.md"],
        &["docs/**/b.md"],
        &["[a-c]?.txt"],
        &["[!a-c]?.txt"],
        &["[[:alpha:]]?.txt", "[^a]1.txt"],
        &["[a"],
        &["{a,b}"],
        &["docs/*", "!docs/a.md"],
        &["docs/", "!docs/a.md"],
        &["!docs/a.md", "docs/a.md"],
        &["docs/a.md", "!docs/a.md"],
        &["*", "!*/", "!*.md"],
        &["\\!a", "\\#b", "#b"],
        &["a b ", "c\\ ", "\\*"],
        &["a**b"],
        &["**/x"],
        &["x/**"],
        &["\u{fc}*", "?b"],
    ];

    const PATHS: &[&str] = &[
        "a.lock",
        "a/b/a.lock",
        "a.lock/b",
        "vendor/a/b.c",
        "src/vendor/a.c",
        "src/vendor",
        "docs/a.md",
        "docs/a/b.md",
        "docs/b.md",
        "docs/x/y/b.md",
        "docs/xb.md",
        "b1.txt",
        "d1.txt",
        "[a",
        "{a,b}",
        "a",
        "b",
        "!a",
        "#b",
        "a b",
        "a b ",
        "c ",
        "c",
        "*",
        "axb",
        "a/b",
        "x",
        "x/y",
        "y/x",
        "\u{fc}ber",
        "\u{fc}b",
        "ab",
        "src/a.rs",
    ];

    /// What git says of the paths, in a repository whose `.gitignore` has these lines.
    fn as_git(repository: &std::path::Path, lines: &[&str]) -> Vec<bool> {
        std::fs::write(repository.join(".gitignore"), lines.join("\n") + "\n").expect("because tests may write");
        let words = ["check-ignore", "--no-index", "--verbose", "--non-matching", "-z", "--stdin"];
        let mut git = Command::new("git");
        let git = git.current_dir(repository).args(words).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut git = git.spawn().expect("because tests need git");
        let mut pipe = git.stdin.take().expect("because it was asked to be a pipe");
        pipe.write_all(PATHS.join("\0").as_bytes()).expect("because git reads");
        drop(pipe);
        let answer = git.wait_with_output().expect("because git ends").stdout;
        let fields: Vec<&[u8]> = answer.split(|byte| *byte == 0).collect();
        let is_ignored = |fields: &[&[u8]]| !fields[2].is_empty() && !fields[2].starts_with(b"!");
        fields.chunks_exact(4).map(is_ignored).collect()
    }

    #[test]
    fn lines_ignore_what_git_ignores() {
        let repository = tempfile::tempdir().expect("because tests may write");
        Command::new("git").args(["init", "--quiet"]).arg(repository.path()).status().expect("because tests need git");
        for lines in LINES {
            let own = Lines::of(&lines.iter().map(|line| (*line).to_owned()).collect::<Vec<_>>());
            let told = as_git(repository.path(), lines);
            assert_eq!(told.len(), PATHS.len());
            for (path, told) in PATHS.iter().zip(told) {
                assert_eq!(own.ignore(path), told, "{lines:?} on {path:?}");
            }
        }
    }

    #[test]
    fn no_pattern_holds_the_program() {
        let started = std::time::Instant::now();
        for piece in ["*a", "**/a/", "a/**/", "**a", "*[a-b]", "**/*a", "**/"] {
            let pattern = piece.repeat(30) + "c";
            for path in ["a".repeat(2000), "a/".repeat(1000) + "a"] {
                assert!(!Lines::of(std::slice::from_ref(&pattern)).ignore(&path), "{pattern}");
                assert!(!matches(&pattern, &path), "{pattern}");
            }
        }
        assert!(started.elapsed().as_secs() < 20, "{:?}", started.elapsed());
    }

    #[test]
    fn words_of_a_command_line_match_as_in_git() {
        assert!(matches("docs/*.md", "docs/a/b.md") && matches("*.md", "docs/a.md") && !matches("docs", "docs/a.md"));
    }
}
