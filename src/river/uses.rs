//! How a name stands in a line: used, declared, or merely written.
//!
//! Not here: which names are looked up (`references`, `within`). What a language binds where is not known here: lines are
//! read for the forms that most languages share, and what is in doubt is no use.

use std::ops::Range;

use crate::changes::names;
use crate::source::{Source, extension, file_name};
use crate::units::unit::UnitKind;

/// What begins a comment in one language or another.
const COMMENTS: &[&str] = &["//", "#", "/*", "*", "--", ";", "%", "<!--", "\"\"\""];
/// Types that are written for people: a word may go on there.
const PAPERS: &[&str] = &["md", "markdown", "rst", "txt", "adoc", "html", "po", "json", "svg", "csv"];
/// Types of catalogues of messages.
const CATALOGUES: &[&str] = &["po", "pot"];
/// Types that hold data: a word there is a value of its own, or a key.
const DATA: &[&str] = &["cfg", "conf", "env", "ini", "lock", "properties", "toml", "xml", "yaml", "yml"];
/// Types of programs that can use each other's names; a program of one row says nothing of the names of another.
const TONGUES: &[&[&str]] = &[
    &["js", "mjs", "cjs", "jsx", "ts", "tsx", "mts", "cts", "vue", "svelte", "astro"],
    &["c", "h", "cc", "cpp", "cxx", "hh", "hpp", "hxx", "inc", "m", "mm"],
    &["java", "kt", "kts", "scala", "groovy", "gradle", "clj"],
    &["cs", "vb", "fs", "cshtml", "razor", "xaml"],
    &["py", "pyi", "pyx"],
    &["rb", "rake", "erb"],
    &["php", "phtml"],
    &["go"],
    &["rs"],
];
/// What begins a line that takes names in from elsewhere.
const IMPORTS: &[&str] = &["import ", "use ", "from ", "require", "include"];
/// Words after which languages declare a name.
const DECLARES: &[&str] = &[
    "const",
    "let",
    "static",
    "var",
    "val",
    "mut",
    "def",
    "fn",
    "func",
    "fun",
    "function",
    "class",
    "struct",
    "enum",
    "type",
    "interface",
    "trait",
    "mod",
    "as",
    "for",
    "catch",
];
/// Words that open the parameters of a function.
const OPENS_PARAMETERS: &[&str] = &["def ", "fn ", "func ", "fun ", "function ", "function(", "lambda "];

/// Tells whether a file is written for people.
pub(super) fn is_paper(source: &Source) -> bool {
    is_for_people(&source.path)
}

/// The same, by its path.
pub(super) fn is_for_people(path: &str) -> bool {
    PAPERS.contains(&extension(path).as_str())
}

/// Tells whether what one file defines can be named in another: both are of one language, or one of them is no program.
pub(super) fn can_name(one: &str, other: &str) -> bool {
    let tongue = |path: &str| TONGUES.iter().position(|row| row.contains(&extension(path).as_str()));
    tongue(one).zip(tongue(other)).is_none_or(|(one, other)| one == other)
}

/// Tells whether a line of a program uses a name that a unit of some kind had, or a heading or file was named by; `home` is
/// the file that defined it.
pub(super) fn is_use(source: &Source, line: usize, (name, home): (&str, &str), kind: UnitKind) -> bool {
    let text = source.text.line(line);
    if matches!(kind, UnitKind::Heading) {
        return text.contains(&format!("#{name}"));
    }
    if kind == UnitKind::File {
        // A catalogue of messages tells where each was found, as far as a program knew.
        if CATALOGUES.contains(&extension(&source.path).as_str()) {
            return false;
        }
        let before = |at: &Range<usize>| text[..at.start].chars().next_back();
        return names::places(text, name).any(|at| before(&at).is_some_and(|sign| "\"'(/<`".contains(sign)));
    }
    let is_told =
        if kind == UnitKind::Key { is_code(source, text) } else { is_program(source) && is_code(source, text) };
    is_told && names::places(text, name).any(|at| uses(text, (&at, home), kind))
}

/// As what a word may stand to count as used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum As {
    /// By itself.
    Name,
    /// Also of something: `a.word`.
    Member,
    /// Also as the name of an argument or a key: `word: 1`.
    Key,
}

/// Tells whether a line of a program uses, in code, a word of which nobody knows what it names.
pub(super) fn is_use_of_word(source: &Source, line: usize, word: &str, most: As) -> bool {
    let text = source.text.line(line);
    let is_alone = |at: &Range<usize>| !text[..at.start].ends_with(['.', ':', '>', '\\', '/', '-']);
    let counts = |at: Range<usize>| {
        in_code(text, &at)
            && (most == As::Key || !is_named_argument(&text[at.end..]))
            && (most != As::Name || is_alone(&at))
    };
    is_program(source) && is_code(source, text) && !is_import(text) && names::places(text, word).any(counts)
}

fn is_program(source: &Source) -> bool {
    let is_hidden = file_name(&source.path).starts_with('.');
    !is_hidden && !is_paper(source) && !DATA.contains(&extension(&source.path).as_str())
}

fn is_code(source: &Source, line: &str) -> bool {
    let line = line.trim_start();
    !is_paper(source) && !COMMENTS.iter().any(|mark| line.starts_with(mark))
}

/// Tells whether a line takes a name in from elsewhere.
pub(super) fn takes_in(line: &str, name: &str) -> bool {
    is_import(line) && names::places(line, name).next().is_some()
}

fn is_import(line: &str) -> bool {
    IMPORTS.iter().any(|word| line.trim_start().starts_with(word))
}

fn uses(line: &str, (at, home): (&Range<usize>, &str), kind: UnitKind) -> bool {
    let (before, after) = (line[..at.start].trim_end(), line[at.end..].trim_start());
    match kind {
        UnitKind::Key => !is_named_argument(after) && is_looked_up(line, at),
        _ if !in_code(line, at) && !is_import(line) => false,
        UnitKind::Function | UnitKind::Type | UnitKind::Declaration if is_anyones(line, at, home) => false,
        UnitKind::Function => after.starts_with(['(', '!']) || is_import(line),
        UnitKind::Method => after.starts_with('(') && before.ends_with(['.', '>', ':']),
        UnitKind::Member => before.ends_with(['.', '>']) || is_key(before, after),
        _ => !is_named_argument(after),
    }
}

/// Tells whether a plain word stands as a member of something: `store.load`, `time.zone.Base`; many things have one of it.
/// Of the module that defined it, `billing.tax` where `billing.py` did, it is that one.
fn is_anyones(line: &str, at: &Range<usize>, home: &str) -> bool {
    let is_plain = line[at.clone()].chars().skip(1).all(char::is_lowercase);
    let of = line[..at.start].trim_end_matches(['.', '>', ':', '-']);
    let module = file_name(home).split('.').next().unwrap_or_default();
    let is_of_home =
        of.strip_suffix(module).is_some_and(|rest| !rest.ends_with(|sign: char| sign.is_alphanumeric() || sign == '_'));
    let is_member = of.len() < at.start && line[..at.start].ends_with(['.', '>', ':']);
    is_plain && is_member && (module.is_empty() || !is_of_home) && !is_import(line)
}

/// Tells whether a key is asked for, and not merely a word of a sentence: it is spelled as no plain word, or stands in
/// quotation marks or brackets, or is asked of something.
fn is_looked_up(line: &str, at: &Range<usize>) -> bool {
    let is_plain = line[at.clone()].chars().all(char::is_lowercase);
    let before = line[..at.start].chars().next_back();
    let after = line[at.end..].chars().next();
    !is_plain
        || before.is_some_and(|sign| "\"'`.$[{<(%@:>".contains(sign)) && after.is_none_or(|sign| !sign.is_whitespace())
        || after.is_some_and(|sign| "\"'`]}[.".contains(sign)) && before.is_some_and(|sign| !sign.is_whitespace())
}

/// `{ word: 1 }`, also where each key has a line of its own.
fn is_key(before: &str, after: &str) -> bool {
    after.starts_with(':') && (before.is_empty() || before.ends_with(['{', ',']))
}

/// Tells whether a place of a line is neither within a text, save for code in braces there, nor behind a comment's mark.
fn in_code(line: &str, at: &Range<usize>) -> bool {
    let before = line[..at.start].trim_end();
    let quotes = line[..at.start].matches(['"', '\'', '`']).count();
    let in_braces = before.rfind('{').is_some_and(|open| !before[open..].contains('}'));
    (quotes.is_multiple_of(2) || in_braces) && !behind_a_comment(before)
}

fn is_named_argument(after: &str) -> bool {
    let after = after.trim_start();
    after.starts_with('=') && !after.starts_with("==") || after.starts_with(':') && !after.starts_with("::")
}

fn behind_a_comment(before: &str) -> bool {
    before.contains(" //") || before.contains(" # ") || before.ends_with(" #") || before.contains("/*")
}

/// Tells whether a line declares a name: behind a word that does, as a parameter, or where it takes a value.
pub(super) fn declares(line: &str, name: &str) -> bool {
    names::places(line, name).any(|at| {
        let (before, after) = (line[..at.start].trim_end(), line[at.end..].trim_start());
        let word = before.rsplit(|letter: char| !letter.is_alphanumeric()).next().unwrap_or_default();
        let takes_value = before.is_empty() && after.starts_with('=') && !after.starts_with("==");
        DECLARES.contains(&word)
            || takes_value
            || after.starts_with(":=")
            || is_parameter(before)
            || is_type_parameter(before)
            || is_taken_apart(before, after)
    })
}

fn is_parameter(before: &str) -> bool {
    let is_open = |word: &str| {
        before.rfind(word).is_some_and(|at| {
            let head = &before[at..];
            (head.contains('(') || word == "lambda ") && !head.contains([')', '{'])
        })
    };
    OPENS_PARAMETERS.iter().any(|word| is_open(word))
}

/// `struct Cache<Key, …>`: names that a head brings for itself.
fn is_type_parameter(before: &str) -> bool {
    let head = before.split('<').next().unwrap_or_default();
    let declares = head.split_whitespace().any(|word| word == "impl" || DECLARES.contains(&word));
    let is_open = before.matches('<').count() > before.matches('>').count();
    declares && is_open && !head.contains(['(', '=', ':'])
}

/// `{ a, name } = …`, `a, name = …`: names that take the parts of a value.
fn is_taken_apart(before: &str, after: &str) -> bool {
    let Some(equals) = after.find('=').filter(|at| !after[*at..].starts_with("==")) else { return false };
    let is_list = |text: &str| text.chars().all(|letter| letter.is_alphanumeric() || " _,{}[]:".contains(letter));
    before.ends_with(['{', '[', ',']) && is_list(before) && is_list(&after[..equals])
        || after.starts_with([',', '}', ']']) && is_list(before) && is_list(&after[..equals])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_declared_behind_a_word_or_where_it_takes_a_value() {
        for line in [
            "    const DATA: &str = x;",
            "DATA = 1",
            "from a import b as DATA",
            "let mut DATA = 2;",
            "const { a, DATA } = require('x');",
            "DATA, rest = f(1)",
            "def load(self, DATA, more):",
            "for DATA in rows:",
            "items.map(function (DATA) {",
            "pub struct Cache<KEY, DATA> {",
        ] {
            assert!(declares(line, "DATA"), "{line}");
        }
        for line in [
            "send(DATA)",
            "if DATA == 1",
            "x = DATA",
            "const TEXT_DATA: u8 = 1;",
            "send(a, DATA, b=1)",
            "f(x, DATA) == 2",
        ] {
            assert!(!declares(line, "DATA"), "{line}");
        }
    }

    #[test]
    fn a_word_is_used_in_code_only() {
        let source = |line: &str| Source::lines("a.py", format!("{line}\n"));
        for line in ["send(DATA)", "x = DATA.y", "@DATA", "    return DATA"] {
            assert!(is_use_of_word(&source(line), 0, "DATA", As::Name), "{line}");
        }
        for line in
            ["# DATA", "x = \"DATA\"", "f(DATA=1)", "import DATA", "a.DATA", "std::DATA::new()", "x = 1  # DATA"]
        {
            assert!(!is_use_of_word(&source(line), 0, "DATA", As::Name), "{line}");
        }
        assert!(is_use_of_word(&source("a.DATA(1)"), 0, "DATA", As::Member));
        assert!(!is_use_of_word(&source("f(DATA=1)"), 0, "DATA", As::Member));
        assert!(is_use_of_word(&source("f(DATA=1)"), 0, "DATA", As::Key));
    }
}
