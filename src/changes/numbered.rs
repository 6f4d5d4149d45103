//! New files that claim a number or a parent among their siblings: migrations, records of decisions, fragments. What is a
//! number is learned from what the folder held already, not from a list of tools.
//!
//! Not here: claims within a file (`claims`), what a clash means (`findings::identifier_collision`).

use std::collections::BTreeSet;

use crate::source::{Source, file_name};

/// A longer run of digits is a time stamp; two people do not share a second by chance, but they copy.
const MAX_DIGITS: usize = 17;

/// The number that a file name begins with, and what tells apart files that share it (`.up.sql`).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Numbered {
    /// The folder, empty for the top.
    pub folder: String,
    /// The number without leading zeros.
    pub number: String,
    /// What stands before it (`V`, `adr-`) and the endings behind the name: series of their own.
    pub series: (String, String),
}

/// Reads the number of a file name: `0043_add_tax.py`, `V12__x.sql`, `adr-7-words.md`, `000004_x.up.sql`.
#[must_use]
pub fn of(path: &str) -> Option<Numbered> {
    let name = file_name(path);
    let start = name.find(|letter: char| letter.is_ascii_digit())?;
    let (head, rest) = name.split_at(start);
    let is_head = head.is_empty() || head.eq_ignore_ascii_case("v") || head.ends_with(['-', '_']);
    let end = rest.find(|letter: char| !letter.is_ascii_digit())?;
    let (digits, rest) = rest.split_at(end);
    // A date in parts, a version and a number within a word are no numbers of a series.
    let is_series = rest.starts_with(['_', '-']) && !rest[1..].starts_with(|letter: char| letter.is_ascii_digit());
    let number = digits.trim_start_matches('0');
    let endings = rest.find('.').map_or("", |dot| &rest[dot..]);
    (is_head && is_series && digits.len() <= MAX_DIGITS && !endings.is_empty()).then(|| Numbered {
        folder: path[..path.len() - name.len()].trim_end_matches('/').to_owned(),
        number: if number.is_empty() { "0".to_owned() } else { number.to_owned() },
        series: (head.to_owned(), endings.to_owned()),
    })
}

/// Types that something runs in the order of their numbers; other files of a series are read or taken one by one.
const RUN: &[&str] = &[
    "clj", "cql", "cs", "ex", "exs", "go", "java", "js", "kt", "php", "pl", "py", "rb", "rs", "scala", "sh", "sql",
    "ts",
];

/// Tells whether the files of a series are run in the order of their numbers.
#[must_use]
pub fn is_run(wanted: &Numbered) -> bool {
    let (_, endings) = &wanted.series;
    endings.rsplit('.').next().is_some_and(|ending| RUN.contains(&ending))
}

/// Tells whether the siblings of a file take each number once, as a series does; `siblings` are the paths of the base.
#[must_use]
pub fn is_series<'a>(wanted: &Numbered, siblings: impl Iterator<Item = &'a str>) -> bool {
    let (numbers, distinct) = counted(wanted, siblings);
    // One shared number was a slip of its own; several are a custom.
    numbers > 0 && distinct + numbers / 20 + usize::from(numbers > 9) >= numbers
}

/// Tells whether no two siblings of a file share a number: where nothing runs them, one slip shows that a number may stand
/// twice.
#[must_use]
pub fn takes_each_once<'a>(wanted: &Numbered, siblings: impl Iterator<Item = &'a str>) -> bool {
    let (numbers, distinct) = counted(wanted, siblings);
    numbers == distinct
}

/// How many siblings of one series have a number, and how many numbers they have.
fn counted<'a>(wanted: &Numbered, siblings: impl Iterator<Item = &'a str>) -> (usize, usize) {
    let same = |other: &Numbered| other.folder == wanted.folder && other.series == wanted.series;
    let numbers: Vec<String> = siblings.filter_map(of).filter(same).map(|other| other.number).collect();
    let distinct: BTreeSet<&String> = numbers.iter().collect();
    (numbers.len(), distinct.len())
}

/// A line in which a file names another one as the one it follows: what stands before the name, and the name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Follows {
    /// What stands before the name: `down_revision`, `dependencies`.
    pub key: String,
    /// The name.
    pub name: String,
    /// The line, counted from 0.
    pub line: usize,
}

/// Finds the lines of a new file that may name its parent: a key, and a text in quotation marks.
#[must_use]
pub fn follows(source: &Source) -> Vec<Follows> {
    let mut found = Vec::new();
    let mut key = String::new();
    for (line, text) in source.text.lines().enumerate() {
        let (head, rest) = text.find(['"', '\'']).map_or((text, ""), |at| text.split_at(at));
        let word: String = head.chars().filter(|letter| letter.is_alphanumeric() || *letter == '_').collect();
        // The names of a list on lines of their own belong to the key before it.
        if !word.is_empty() {
            key = word;
        }
        let quoted = rest.split(['"', '\'']).skip(1).step_by(2).filter(|name| name.len() > 3);
        if let Some(name) = quoted.last().filter(|_| !key.is_empty()) {
            found.push(Follows { key: key.clone(), name: name.to_owned(), line });
        }
    }
    found
}

/// Tells whether a line of a new file names its parent among its siblings, each of which may be followed once: the parent
/// is one of them, by its name or by the identity that it gives itself, and no two of them follow one. `siblings` are the
/// paths and lines of the files that the base holds in the folder.
#[must_use]
pub fn is_parent(line: &Follows, siblings: &[(String, Vec<Follows>)]) -> bool {
    // What names a file for people has words alone; a number or a hash tells one of a chain.
    let is_id = line.name.chars().any(|letter| letter.is_ascii_digit());
    let bears = |(path, lines): &(String, Vec<Follows>)| {
        let by_name =
            of(path).is_some() && file_name(path).strip_prefix(&line.name).is_some_and(|rest| rest.starts_with('.'));
        by_name || lines.iter().any(|own| own.key != line.key && own.name == line.name)
    };
    let followed: Vec<&str> = siblings
        .iter()
        .flat_map(|(_, lines)| lines.iter().filter(|own| own.key == line.key).map(|own| own.name.as_str()))
        .collect();
    let distinct: BTreeSet<&&str> = followed.iter().collect();
    let is_key = !followed.is_empty() || siblings.iter().any(|sibling| of(&sibling.0).is_some());
    is_id && is_key && distinct.len() == followed.len() && siblings.iter().any(bears)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_those_of_a_series() {
        let number = |path: &str| of(path).map(|found| (found.number, found.series.1));
        assert_eq!(number("db/000004_drop.up.sql"), Some(("4".into(), ".up.sql".into())));
        assert_eq!(number("db/V12__add.sql"), Some(("12".into(), ".sql".into())));
        assert_eq!(number("adr/adr-7-words.md"), Some(("7".into(), ".md".into())));
        for other in ["2020-01-02-post.md", "1.2.3.md", "utf8_x.py", "README.md", "12.txt", "x/3d_model"] {
            assert_eq!(number(other), None, "{other}");
        }
    }

    #[test]
    fn a_folder_that_shares_numbers_has_no_series() {
        let wanted = of("a/0003_x.py").expect("because it has a number");
        assert!(is_series(&wanted, ["a/0001_x.py", "a/0002_y.py", "b/0001_z.py"].into_iter()));
        assert!(!is_series(&wanted, ["a/0001_x.py", "a/0001_y.py"].into_iter()));
        assert!(!is_series(&wanted, ["a/__init__.py"].into_iter()));
    }

    #[test]
    fn a_parent_is_a_sibling_that_is_followed_once() {
        let file = |path: &str, text: &str| (path.to_owned(), follows(&Source::lines(path, text)));
        let base = [file("m/a1_one.py", "revision = \"a1b2c3\"\ndown_revision = \"000000\"\n")];
        let parents = |text: &str, base: &[(String, Vec<Follows>)]| {
            let (_, lines) = file("m/x.py", text);
            lines.into_iter().filter(|line| is_parent(line, base)).map(|line| line.name).collect::<Vec<_>>()
        };
        assert_eq!(parents("revision = \"d4\"\ndown_revision = \"a1b2c3\"\n", &base), ["a1b2c3"]);
        let base = [
            file("m/0001_initial.py", "dependencies = []\n"),
            file("m/0002_x.py", "dependencies = [(\"app\", \"0001_initial\")]\n"),
        ];
        assert_eq!(parents("dependencies = [\n    (\"app\", \"0002_x\"),\n]\n", &base), ["0002_x"]);
        // A header that several files take in is no parent.
        let base = [file("s/a.rb", "require 'base1'\n"), file("s/b.rb", "require 'base1'\n"), file("s/base1.rb", "")];
        assert_eq!(parents("require 'base1'\n", &base), [""; 0]);
    }
}
