//! Languages that a repository adds without the program being built anew: `.oneness/grammars/NAME/language.toml`.
//!
//! Not here: how files are read by them (`units::spoken`), which folders hold a configuration (`scope`).

use std::path::Path;

use serde::Deserialize;

use super::reading::{self, Found};
use crate::error::{Error, Result};
use crate::tongue::{Head, Tongue, Tongues};

/// Where they stand, below the top of a work tree.
const FOLDER: &str = ".oneness/grammars";
/// What each is called.
const FILE: &str = "language.toml";
/// More languages than this are no setting that a person wrote.
const MAX_LANGUAGES: usize = 100;

/// More entries of a list than this nobody writes.
const MAX_WORDS: usize = 200;
/// A longer word is none.
const MAX_LETTERS: usize = 80;

/// One `language.toml`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
struct Written {
    name: Option<String>,
    extensions: Vec<String>,
    file_names: Vec<String>,
    like: Option<String>,
    line_comments: Vec<String>,
    block_comments: Vec<[String; 2]>,
    quotes: Option<Vec<String>>,
    functions: Vec<String>,
    types: Vec<String>,
    tests: Vec<String>,
    blocks: Vec<String>,
}

impl Written {
    /// Says what no person would write: a list without end, a sign of no letters, which would begin everywhere.
    fn makes_no_sense(&self) -> Option<String> {
        let comments: Vec<String> = self.block_comments.iter().flatten().cloned().collect();
        let single = |value: &Option<String>| value.iter().cloned().collect::<Vec<String>>();
        let lists = [
            ("name", single(&self.name)),
            ("like", single(&self.like)),
            ("extensions", self.extensions.clone()),
            ("file-names", self.file_names.clone()),
            ("line-comments", self.line_comments.clone()),
            ("block-comments", comments),
            ("quotes", self.quotes.clone().unwrap_or_default()),
            ("functions", self.functions.clone()),
            ("types", self.types.clone()),
            ("tests", self.tests.clone()),
            ("blocks", self.blocks.clone()),
        ];
        lists.iter().find_map(|(key, words)| Some(format!("{key}: {}", nonsense(words)?)))
    }
}

/// Says what of some words is none.
fn nonsense(words: &[String]) -> Option<String> {
    if words.len() > MAX_WORDS {
        return Some(format!("more than {MAX_WORDS} entries"));
    }
    words.iter().find_map(|word| match word {
        word if word.trim().is_empty() => Some("an empty entry".to_owned()),
        word if word.chars().any(char::is_control) => Some("a control character".to_owned()),
        word if word.chars().count() > MAX_LETTERS => Some(format!("an entry of more than {MAX_LETTERS} letters")),
        _ => None,
    })
}

/// Reads the languages that the repository of a folder adds; none where it is no repository.
///
/// # Errors
/// A file that cannot be read, is larger than 1 MiB, has an unknown key, names a language that nobody knows, or says what
/// makes no sense.
pub(super) fn at(folder: &Path) -> Result<Tongues> {
    let mut tongues = Tongues::default();
    let Some(top) = reading::top(folder) else { return Ok(tongues) };
    let Ok(entries) = top.join(FOLDER).read_dir() else { return Ok(tongues) };
    let mut folders: Vec<_> = entries.filter_map(|entry| Some(entry.ok()?.path())).take(MAX_LANGUAGES).collect();
    folders.sort();
    for folder in folders {
        let path = folder.join(FILE);
        // What leads out of the repository or is no file says nothing.
        if let Found::Text(text) = reading::file(&path, &top)? {
            let name = folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            add(&mut tongues, &text, &path, name)?;
        }
    }
    Ok(tongues)
}

fn add(tongues: &mut Tongues, text: &str, path: &Path, folder: String) -> Result<()> {
    let written: Written = toml::from_str(text).map_err(|error| reading::wrong(&error, text, path))?;
    if let Some(why) = written.makes_no_sense() {
        return Err(Error::new(format!("{}: {why}", path.display())));
    }
    let sorts = [
        (written.functions, Head::Function),
        (written.types, Head::Type),
        (written.tests, Head::Test),
        (written.blocks, Head::Block),
    ];
    let heads = |(words, head): (Vec<String>, Head)| words.into_iter().map(move |word| (word, head));
    let heads: Vec<(String, Head)> = sorts.into_iter().flat_map(heads).collect();
    let wrong = |why: &str| Err(Error::new(format!("{}: {why}", path.display())));
    if written.extensions.is_empty() && written.file_names.is_empty() {
        return wrong("it has neither `extensions` nor `file-names`");
    }
    match &written.like {
        Some(like) if !crate::units::is_format(like) => {
            let error = Error::new(format!("{}: like: unknown language '{like}'", path.display()));
            return Err(error.hint("`oneness languages` lists them"));
        }
        None if heads.is_empty() => {
            return wrong("it has neither `like` nor words (`functions`, `types`, `tests`, `blocks`)");
        }
        _ => {}
    }
    let tongue = Tongue {
        name: written.name.unwrap_or(folder),
        like: written.like,
        is_hint: false,
        line_comments: written.line_comments,
        block_comments: written.block_comments.into_iter().map(|[open, close]| (open, close)).collect(),
        quotes: written.quotes.unwrap_or_else(|| vec!["\"".to_owned()]),
        heads,
    };
    let extensions = written.extensions.iter().map(|ending| ending.trim_start_matches('.').to_lowercase()).collect();
    tongues.add(extensions, written.file_names, tongue);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Tongues> {
        let mut tongues = Tongues::default();
        add(&mut tongues, text, Path::new("a/language.toml"), "a".to_owned()).map(|()| tongues)
    }

    #[test]
    fn a_language_is_like_another_or_has_words() {
        let known = read("extensions = ['.Robot']\nlike = 'python'\n").expect("because it says enough");
        assert_eq!(known.of("x.robot", "robot").and_then(|tongue| tongue.like.clone()).as_deref(), Some("python"));
        assert!(known.of("x.py", "py").is_none());
        let known = read("file-names = ['Tiltish']\nfunctions = ['task']\n").expect("because it says enough");
        assert_eq!(known.of("Tiltish", "").map(|tongue| tongue.heads.len()), Some(1));
    }

    #[test]
    fn what_makes_no_sense_is_told() {
        let error = |text: &str| read(text).map(|_| ()).expect_err("because it is wrong").to_string();
        assert!(error("extensions = ['x']\nlike = 'Malbolge'\n").contains("unknown language 'Malbolge'"));
        assert!(error("extensions = ['x']\n").contains("neither `like` nor words"));
        assert!(error("like = 'python'\n").contains("neither `extensions`"));
        assert!(error("extensions = ['x']\nlikes = 'python'\n").contains("likes"));
        let words = |more: &str| error(&format!("extensions = ['x']\nfunctions = ['f']\n{more}\n"));
        assert!(words("block-comments = [['', '']]").contains("block-comments: an empty entry"));
        assert!(words("quotes = ['']").contains("quotes: an empty entry"));
        assert!(words("types = [\"a\\u001b[31m\"]").contains("types: a control character"));
        assert!(words(&format!("types = ['{}']", "x".repeat(81))).contains("more than 80 letters"));
        assert!(words(&format!("types = [{}]", "'x',".repeat(201))).contains("more than 200 entries"));
    }

    #[test]
    fn only_regular_files_inside_of_the_repository_are_read() {
        let folder = tempfile::tempdir().expect("a folder can be made");
        let top = folder.path().join("top");
        let grammars = top.join(FOLDER);
        for name in ["big", "own"] {
            std::fs::create_dir_all(grammars.join(name)).expect("a folder can be made");
        }
        std::fs::create_dir_all(top.join(".git")).expect("a folder can be made");
        std::fs::write(grammars.join("own").join(FILE), "extensions = ['x']\nlike = 'go'\n")
            .expect("it can be written");
        assert!(at(&top).expect("because all is well").of("a.x", "x").is_some());
        std::fs::write(grammars.join("big").join(FILE), "#".repeat(2 << 20)).expect("it can be written");
        assert!(at(&top).is_err(), "too large");
        std::fs::remove_dir_all(grammars.join("big")).expect("it can be removed");
        #[cfg(unix)]
        {
            std::fs::write(folder.path().join("outside"), "extensions = ['y']\nlike = 'go'\n")
                .expect("it can be written");
            std::fs::create_dir_all(grammars.join("link")).expect("a folder can be made");
            std::os::unix::fs::symlink(folder.path().join("outside"), grammars.join("link").join(FILE))
                .expect("a link can be made");
            assert!(at(&top).expect("because it is left out").of("a.y", "y").is_none());
        }
    }
}
