//! What an entry says apart from what it points to: issues, pulls and commits, and the people behind them. They name the
//! change that an entry tells of, and measure nothing.
//!
//! Not here: pages that a sentence points to (`address.rs`), what a common pointer means (`pairs`).

mod marks;

use std::ops::Range;

use self::marks::Mark;

/// Words between pointers at the end of an entry: `by @ann in #12, closes #13`.
const GLUE: &[&str] = &[
    "and",
    "bug",
    "by",
    "close",
    "closed",
    "closes",
    "commit",
    "contributed",
    "fix",
    "fixed",
    "fixes",
    "gh",
    "in",
    "issue",
    "issues",
    "mr",
    "on",
    "patch",
    "pr",
    "prs",
    "pull",
    "ref",
    "refs",
    "reported",
    "request",
    "requests",
    "resolved",
    "resolves",
    "see",
    "thank",
    "thanks",
    "thx",
    "ticket",
    "to",
    "via",
    "with",
];
/// What opens an entry and says of what sort it is.
const LABELS: &[&str] = &[
    "add",
    "added",
    "breaking",
    "bug",
    "bugfix",
    "build",
    "change",
    "changed",
    "chore",
    "ci",
    "deprecated",
    "doc",
    "docs",
    "enhancement",
    "feat",
    "feature",
    "fix",
    "fixed",
    "improved",
    "improvement",
    "internal",
    "misc",
    "new",
    "perf",
    "refactor",
    "remove",
    "removed",
    "revert",
    "security",
    "style",
    "test",
    "tests",
    "update",
    "updated",
];
/// The longest scope behind a label: `fix(parser):`.
const LONGEST_SCOPE: usize = 40;

/// Longer texts are no entries; their pointers stay among their words.
const LONGEST: usize = 8_000;

/// An entry parted from what it points to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Entry {
    /// What it says, pointers left out, and at its end the people that stand among them.
    pub said: String,
    /// The changes that its sentences speak of.
    pub inner: Vec<String>,
    /// The changes that it names at its end, as where it comes from.
    pub trailing: Vec<String>,
}

impl Entry {
    /// Parts a text. One that holds nothing but pointers stays as it is.
    #[must_use]
    pub fn of(text: &str) -> Entry {
        if text.len() > LONGEST {
            return Entry { said: text.to_owned(), ..Entry::default() };
        }
        let marks = marks::all(text);
        let is_change = |mark: &&Mark| mark.change.is_some();
        let mut cut = trailer(text, &marks);
        if !marks.iter().filter(is_change).any(|mark| mark.bytes.start >= cut) || !says(text, 0..cut, &marks) {
            cut = text.len();
        }
        let taken = |mark: &&Mark| mark.bytes.start < cut && mark.change.is_some();
        let mut said = String::with_capacity(cut);
        let mut at = 0;
        for mark in marks.iter().filter(taken) {
            said.push_str(&text[at..mark.bytes.start]);
            said.push(' ');
            at = mark.bytes.end;
        }
        said.push_str(&text[at..cut.max(at)]);
        let (inner, trailing): (Vec<&Mark>, Vec<&Mark>) = marks.iter().partition(|mark| mark.bytes.start < cut);
        let said = if says(&said, 0..said.len(), &[]) { said } else { text.to_owned() };
        Entry { said, inner: changes(&inner), trailing: changes(&trailing) }
    }

    /// Returns all changes that it points to.
    pub fn changes(&self) -> impl Iterator<Item = &String> {
        self.inner.iter().chain(&self.trailing)
    }
}

/// Tells whether two pointers lead to one change. One that names no repository means the own one.
#[must_use]
pub fn meet(one: &str, other: &str) -> bool {
    let is_short = |short: &str, long: &str| short.starts_with('#') && long.ends_with(short);
    one == other || is_short(one, other) || is_short(other, one)
}

/// Tells whether a pointer names a commit. What is told of two commits in the same words was taken over from one.
#[must_use]
pub fn is_commit(pointer: &str) -> bool {
    pointer.starts_with("commit ")
}

/// The number in a pointer, by which two that meet are found.
#[must_use]
pub fn number(pointer: &str) -> &str {
    pointer.rfind(['#', ' ']).map_or(pointer, |at| &pointer[at + 1..])
}

fn changes(marks: &[&Mark]) -> Vec<String> {
    let mut found: Vec<String> = marks.iter().filter_map(|mark| mark.change.clone()).collect();
    found.sort();
    found.dedup();
    found
}

/// Where the pointers begin with which a text ends, with nothing but marks and words of [`GLUE`] between them.
fn trailer(text: &str, marks: &[Mark]) -> usize {
    let mut cut = text.len();
    for mark in marks.iter().rev() {
        let between = &text[mark.bytes.end..cut.max(mark.bytes.end)];
        if !between.split('<').all(is_only_glue) {
            break;
        }
        cut = mark.bytes.start;
    }
    if cut == text.len() {
        return cut;
    }
    // What stands in brackets of its own was led by no word outside of them.
    let gap = |letter: char| letter.is_whitespace() || letter == ':';
    let mut before = text[..cut].trim_end_matches(gap);
    while let Some(word) = last_word(before).filter(|word| is_glue(word)) {
        before = before[..before.len() - word.len()].trim_end_matches(gap);
    }
    let signs = |letter: char| !letter.is_alphanumeric() && !matches!(letter, '.' | '!' | '?');
    before.trim_end_matches(signs).len()
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty())
}

/// The word that a text ends with.
fn last_word(text: &str) -> Option<&str> {
    text.rsplit(|letter: char| !letter.is_alphanumeric()).next().filter(|word| !word.is_empty())
}

/// Tells whether a text holds nothing but glue, behind the rest of the tag that it may begin with.
fn is_only_glue(text: &str) -> bool {
    let said = text.strip_prefix('/').and_then(|tag| tag.split_once('>')).map_or(text, |(_, said)| said);
    words(said).all(is_glue)
}

fn is_glue(word: &str) -> bool {
    GLUE.binary_search(&word.to_lowercase().as_str()).is_ok()
}

/// Tells whether a range holds a word outside of the pointers in it.
fn says(text: &str, range: Range<usize>, marks: &[Mark]) -> bool {
    let mut at = range.start;
    let within = marks.iter().filter(|mark| mark.bytes.end <= range.end);
    let gaps = within.map(|mark| (mark.bytes.start, mark.bytes.end)).chain([(range.end, range.end)]);
    gaps.into_iter().any(|(start, end)| {
        let gap = &text[at.min(start)..start];
        at = end;
        gap.chars().any(char::is_alphabetic)
    })
}

/// Returns what an entry says behind a label that tells of what sort it is: `[Fix] …`, `**Added**: …`, `fix(menu): …`.
#[must_use]
pub fn without_label(said: &str) -> &str {
    let opened = said.trim_start_matches(|letter: char| !letter.is_alphanumeric() && letter != '\n');
    let length = opened.find(|letter: char| !letter.is_ascii_alphabetic()).unwrap_or(opened.len());
    let (label, rest) = opened.split_at(length);
    let is_alone = !rest.contains(char::is_alphanumeric);
    if is_alone || LABELS.binary_search(&label.to_lowercase().as_str()).is_err() {
        return said;
    }
    let is_bracket = said[..said.len() - opened.len()].ends_with('[');
    if let Some(rest) = rest.strip_prefix(']').filter(|rest| is_bracket && !rest.starts_with(['(', '[', ':'])) {
        return rest;
    }
    let scope = |rest: &'_ str| rest.starts_with('(').then(|| rest.find("):")).flatten();
    match scope(rest).filter(|end| *end <= LONGEST_SCOPE) {
        Some(_) => &rest[1..],
        None => rest.trim_start_matches(['*', '_', '!', ' ']).strip_prefix(':').unwrap_or(said),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(text: &str) -> (String, Vec<String>, Vec<String>) {
        let entry = Entry::of(text);
        (entry.said, entry.inner, entry.trailing)
    }

    #[test]
    fn tables_are_sorted() {
        assert!(GLUE.is_sorted() && LABELS.is_sorted());
    }

    #[test]
    fn entries_are_parted_from_their_trailers() {
        let cases: &[(&str, &str, &[&str])] = &[
            ("- Close the menu (#12)", "- Close the menu", &["#12"]),
            ("- Close the menu. Closes #12.", "- Close the menu.", &["#12"]),
            ("* close menu ([3b85520](https://example.org/c/3b85520))", "* close menu", &["commit 3b85520"]),
            ("* close ([#12](https://x.io/o/r/issues/12)) ([3b85520a1](u))", "* close", &["#12", "commit 3b85520"]),
            ("- Shut by @ann in https://code.example/o/r/pull/12", "- Shut", &["o/r#12"]),
            ("* Close it\n  [Ann Lee](https://github.com/annlee)\n  [#12](https://x.io/i/12)", "* Close it", &["#12"]),
            ("- Close it. {pull}17056[17056]", "- Close it.", &["#17056"]),
            ("- Close it. (`#99 <https://x.io/o/r/issues/99>`_)", "- Close it.", &["#99"]),
            ("- Close it :issue:`99`, :user:`ann`", "- Close it", &["#99"]),
            ("- Close it [[GH-12]] (JAR-77)", "- Close it", &["#12", "JAR-77"]),
            ("- Close it (o/r#12, thanks @ann!)", "- Close it", &["o/r#12"]),
            ("<li>Close it <a href=\"https://x.io/o/r/issues/9\">#9</a></li>", "<li>Close it", &["#9"]),
        ];
        for (text, said, trailing) in cases {
            let found = entry(text);
            assert_eq!(
                (found.0.trim(), found.2),
                (*said, trailing.iter().map(|one| (*one).to_owned()).collect()),
                "{text}"
            );
        }
    }

    #[test]
    fn pointers_in_a_sentence_stay_apart_from_its_trailer() {
        let (said, inner, trailing) = entry("Revert #12 because the lid broke (#14)");
        assert_eq!(said, "Revert   because the lid broke");
        assert_eq!((inner, trailing), (vec!["#12".to_owned()], vec!["#14".to_owned()]));
    }

    #[test]
    fn what_is_no_pointer_stays() {
        for text in [
            "Use UTF-8 and SHA-256 &#124; not C# or a#1",
            "See https://example.org/page#12",
            "Keynote by @ann",
            "[@ann](https://github.com/ann)",
            "#12",
            "call 5551234 or feedback",
            "[Tool](https://code.example/o/r)",
        ] {
            let found = entry(text);
            assert_eq!(found.0, text);
            assert!(found.2.is_empty() || text == "#12", "{text}");
        }
    }

    #[test]
    fn hostile_entries_are_read_in_no_time() {
        for part in [":", "`", "[", "<a ", "{", "fix ", "#1 fix ", "[é](", "@", "http://"] {
            let text = part.repeat(7_000 / part.len());
            (0..20).for_each(|_| drop(Entry::of(&text)));
        }
    }

    #[test]
    fn pointers_meet() {
        assert!(meet("#12", "o/r#12") && !meet("o/r#12", "a/b#12") && !meet("#2", "#12"));
        assert!(is_commit("commit 3b85520") && !is_commit("#12"));
        assert_eq!(["o/r#12", "commit abc1234", "JAR-7"].map(number), ["12", "abc1234", "JAR-7"]);
    }

    #[test]
    fn labels_are_left_out() {
        let cases = [
            ("* [Fix] Some script", " Some script"),
            ("- **Added**: a map", " a map"),
            ("- fix(menu): close", "menu): close"),
            ("Fix: close", " close"),
            ("- Fix the menu", "- Fix the menu"),
            ("- [Serde] is fast", "- [Serde] is fast"),
            ("- [Fix](a.md)", "- [Fix](a.md)"),
        ];
        cases.iter().for_each(|(text, expected)| assert_eq!(without_label(text), *expected, "{text}"));
    }
}
