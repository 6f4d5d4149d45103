//! Code and data become units: one reader for all languages, told by each language's query what a unit is.
//!
//! Not here: the languages (`grammars`), what text does not parse (the caller reads it as lines).

mod branches;
mod called;
mod calls;
mod elements;
mod frames;
mod imports;
mod marks;
mod matches;
mod members;
mod names;
mod nodes;
mod passages;
mod records;
mod told;
mod under_way;
mod walk;
mod words;

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::ops::{ControlFlow, Range};

use tree_sitter::{ParseOptions, Parser, Tree};

use super::grammars::{Grammar, Language, Settings};
use super::reading::Reading;
use super::torn;
use super::unit::{Tokens, Unit};
use crate::source::{Source, Text};

/// Larger files are generated or data dumps; reading them as a tree costs more than it tells.
const MAX_BYTES: usize = 2_000_000;

/// A line longer than any person would write: the file is minified, and all of it would be one line in a report.
const MAX_LINE: usize = 20_000;

/// What is said of such a file.
pub(super) const TOO_LONG: &str = "its lines are too long to be written by a person";

/// Indents that may be open at once. The scanners of indented languages keep a stack of them in a buffer of fixed size
/// and end the process when it overflows; this is half of what the smallest holds.
const MAX_INDENTS: usize = 120;

/// Brackets that may be open at once. People open a few dozen; a parser spends its time on thousands.
const MAX_BRACKETS: usize = 1_000;

/// Angle brackets that may be open at once. As signs for "less than" they never close, so a long file may have many.
const MAX_ANGLES: usize = 10_000;

/// A file in which more parts do not parse is no file of this language.
const MAX_ERRORS: usize = 1_000;

/// The parser reports every hundred steps, and a text that parses takes about one step for every two bytes. One that
/// needs twenty times as many is lost in recovering from errors.
const BYTES_FOR_A_REPORT: usize = 10;

/// Reports that any text may take, however short.
const REPORTS_AT_LEAST: usize = 10_000;

thread_local! {
    /// The parsers of this thread, by the folders of their languages.
    static PARSERS: RefCell<BTreeMap<&'static str, Parser>> = const { RefCell::new(BTreeMap::new()) };
}

/// Reads the units of a source. Where it cannot be parsed at all there are no units and a note says why.
#[must_use]
pub fn read(source: &Source, language: &'static Language) -> Reading {
    match parse(source.text.as_str(), language) {
        Ok((tree, grammar)) => {
            let units = walk::units(&source.text, &tree, grammar, language.settings);
            let units = if language.settings.data { units } else { passages::added(units, &source.text) };
            let errors = errors(&tree);
            let notes = torn::note(&errors, language.settings.name).into_iter().collect();
            Reading { units: torn::mended(source, units, &errors), notes }
        }
        Err(note) => Reading { units: Vec::new(), notes: vec![note] },
    }
}

/// Reads the units of a fragment, as a fence in a document holds. Lines count from the fragment's first.
#[must_use]
pub fn read_text(text: &str, language: &'static Language) -> Vec<Unit> {
    read(&Source::lines("", text), language).units
}

/// Returns the words of a fragment, comments left out; none where it cannot be parsed.
#[must_use]
pub fn tokens(text: &str, language: &'static Language) -> Tokens {
    let text = Text::new(text.to_owned());
    let Ok((tree, grammar)) = parse(text.as_str(), language) else { return Tokens::default() };
    words::of(&text, &tree, grammar).all()
}

/// Parses a text, within limits.
fn parse(text: &str, language: &'static Language) -> Result<(Tree, &'static Grammar), String> {
    let name = language.settings.name;
    limits(text, language.settings).map_err(|reason| format!("not read as {name}: {reason}"))?;
    let grammar = language.grammar().ok_or_else(|| format!("not read as {name}: its grammar does not load"))?;
    // A parser that has parsed keeps its room for the next text; documents show many short ones.
    let known = PARSERS.with_borrow_mut(|parsers| parsers.remove(language.folder));
    let mut parser = known.unwrap_or_default();
    parser.set_language(&grammar.parser).map_err(|error| format!("not read as {name}: {error}"))?;
    let tree = parse_bounded(&mut parser, text);
    parser.reset();
    PARSERS.with_borrow_mut(|parsers| parsers.insert(language.folder, parser));
    Ok((tree.ok_or_else(|| format!("not read as {name}: too far from its grammar"))?, grammar))
}

/// Says why a text is not worth parsing.
fn limits(text: &str, settings: &Settings) -> Result<(), String> {
    if text.len() > MAX_BYTES {
        return Err("it is larger than 2 MB".to_owned());
    }
    if text.split('\n').any(|line| line.len() > MAX_LINE) {
        return Err(TOO_LONG.to_owned());
    }
    let brackets = open_brackets(text, b"([{", b")]}") > MAX_BRACKETS || open_brackets(text, b"<", b">") > MAX_ANGLES;
    if brackets || settings.indented && deepest_indent(text) > MAX_INDENTS {
        return Err("it is nested too deeply".to_owned());
    }
    Ok(())
}

/// Returns how many of one kind of brackets are open at most. Those in strings count as well; they close as often as
/// they open.
fn open_brackets(text: &str, opening: &[u8], closing: &[u8]) -> usize {
    let mut open = 0_usize;
    let mut most = 0;
    for byte in text.bytes() {
        if opening.contains(&byte) {
            open += 1;
            most = most.max(open);
        } else if closing.contains(&byte) {
            open = open.saturating_sub(1);
        }
    }
    most
}

/// Returns how many indents are open at most, counting each place of a line where an indented block could begin.
fn deepest_indent(text: &str) -> usize {
    let mut open: Vec<usize> = Vec::new();
    let mut deepest = 0;
    for line in text.lines() {
        let indent = line.len() - line.trim_start().len();
        open.truncate(open.partition_point(|column| *column < indent));
        open.push(indent);
        let signs = line.as_bytes().windows(2).enumerate();
        let signs = signs.filter(|(_, pair)| matches!(pair[0], b'-' | b'?' | b':') && pair[1].is_ascii_whitespace());
        open.extend(signs.map(|(at, _)| at + 2).filter(|column| *column > indent));
        deepest = deepest.max(open.len());
    }
    deepest
}

/// Parses until done or until the work is out of proportion. The limit counts work and not time, so that the same
/// text always gives the same result.
fn parse_bounded(parser: &mut Parser, text: &str) -> Option<Tree> {
    let mut left = REPORTS_AT_LEAST + text.len() / BYTES_FOR_A_REPORT;
    let mut count = |_: &tree_sitter::ParseState| {
        left = left.saturating_sub(1);
        if left == 0 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    };
    let options = ParseOptions::new().progress_callback(&mut count);
    let bytes = text.as_bytes();
    parser.parse_with_options(&mut |at, _| bytes.get(at..).unwrap_or_default(), None, Some(options))
}

/// Returns the lines, counted from 0, of the outermost parts that do not parse. So many are enough to know.
fn errors(tree: &Tree) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut cursor = tree.walk();
    while tree.root_node().has_error() && found.len() < MAX_ERRORS {
        let node = cursor.node();
        let is_torn = node.is_error() || node.is_missing();
        if is_torn {
            let end = node.end_position();
            let last = if end.column == 0 && end.row > node.start_position().row { end.row } else { end.row + 1 };
            found.push(node.start_position().row..last);
        }
        if !is_torn && node.has_error() && cursor.goto_first_child() {
            continue;
        }
        while !cursor.goto_next_sibling() {
            if !cursor.goto_parent() {
                return found;
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::grammars::{by_name, languages};
    use crate::units::unit::TokenClass;
    use proptest::prelude::*;
    use std::fmt::Write as _;
    use std::path::{Path, PathBuf};

    /// Returns the folder of a language, which holds an example of it.
    fn folder(language: &Language) -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("grammars").join(language.folder)
    }

    /// Returns a language's example: `example.` with the first of its extensions.
    fn example(language: &Language) -> String {
        let file = folder(language).join(format!("example.{}", language.settings.extensions[0]));
        std::fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
    }

    /// Shows units, one a line: lines, kind, name, identity, container. A star marks a set-like container.
    fn shown(units: &[Unit]) -> String {
        let mut lines = String::new();
        for unit in units {
            let Span { start_line, end_line, .. } = unit.span;
            let name = unit.name.as_deref().unwrap_or("-");
            let identity = unit.identity.as_deref().unwrap_or("-");
            let star = if unit.container.set_like { "*" } else { "" };
            let path = &unit.container.path;
            let kind = unit.kind.name();
            writeln!(lines, "{start_line}-{end_line} {kind} | {name} | {identity} | {path}{star}")
                .expect("a string takes any text");
        }
        lines
    }

    use crate::source::Span;

    /// The examples tell what is read of each language. After a change on purpose, run the tests with
    /// `ONENESS_BLESS=1` and look at the difference.
    #[test]
    fn every_example_gives_its_units() {
        let mut wrong = Vec::new();
        for language in languages() {
            let source = Source::lines("example", example(language));
            let reading = read(&source, language);
            let name = language.settings.name;
            assert_eq!(reading.notes, Vec::<String>::new(), "{name}");
            let file = folder(language).join("example.units");
            let actual = shown(&reading.units);
            if std::env::var_os("ONENESS_BLESS").is_some() {
                std::fs::write(&file, &actual).expect("the folder can be written");
            }
            let expected = std::fs::read_to_string(&file).unwrap_or_default();
            if actual != expected {
                wrong.push(format!("{name}:\n{}", similar::TextDiff::from_lines(&expected, &actual).unified_diff()));
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    /// What must not stand twice does not stand twice in examples that people would call right.
    #[test]
    fn no_example_clashes_with_itself() {
        for language in languages() {
            let units = read_text(&example(language), language);
            let mut seen = std::collections::BTreeMap::new();
            for unit in units.iter().filter(|unit| unit.container.set_like && unit.identity.is_some()) {
                let identity = (unit.container.path.clone(), unit.kind, unit.identity.clone());
                let line = unit.span.start_line;
                let first = seen.insert(identity.clone(), line);
                assert_eq!(first, None, "{}: {identity:?} in lines {first:?} and {line}", language.settings.name);
            }
        }
    }

    #[test]
    fn words_have_classes() {
        let rust = by_name("rust").expect("Rust is known");
        let words = tokens("let x = f(\"a b\", 1); // why", rust);
        let classes =
            |class| words.iter().filter(|word| word.class == class).map(|word| &*word.text).collect::<Vec<_>>();
        assert_eq!(classes(TokenClass::Identifier), ["x", "f"]);
        assert_eq!(classes(TokenClass::Literal), ["\"a b\"", "1"]);
        assert_eq!(classes(TokenClass::Fixed), ["let", "=", "(", ",", ")", ";"]);
    }

    #[test]
    fn limits_are_told() {
        let json = by_name("json").expect("JSON is known");
        let reading = read(&Source::lines("a.json", format!("[{}]", "1,".repeat(20_000))), json);
        assert_eq!(reading.notes, ["not read as JSON: its lines are too long to be written by a person"]);
        let reading = read(&Source::lines("a.json", "[\n".repeat(1_000_001)), json);
        assert_eq!(reading.notes, ["not read as JSON: it is larger than 2 MB"]);
        let reading =
            read(&Source::lines("a.json", "{\n<<<<<<< HEAD\n\"a\": 1,\n=======\n\"b\": 2\n>>>>>>> x\n}\n"), json);
        assert!(reading.notes[0].starts_with("line "), "{:?}", reading.notes);
    }

    #[test]
    fn depth_does_not_exhaust_the_stack() {
        for language in languages() {
            for opening in
                ["[\n", "{\n", "(\n", "if (x) {\n", "{\"a\":\n", "- ", "a<b<", "a: {\n", "f(function() {\n", "<a>\n"]
            {
                let _ = read_text(&opening.repeat(6_000), language);
            }
        }
    }

    #[test]
    fn cut_and_mixed_examples_are_read() {
        for language in languages() {
            let text = example(language);
            let mut at = 0;
            while at < text.len() {
                at = (at + text.len() / 9 + 1..text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(text.len());
                let _ = read_text(&text[..at], language);
                let _ = read_text(&format!("{}\n<<<<<<< ours\n{}", &text[at..], &text[..at]), language);
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]
        #[test]
        fn any_text_is_read(text in "\\PC{0,200}", index in 0usize..100) {
            let all: Vec<_> = languages().collect();
            let language = all[index % all.len()];
            for unit in read_text(&text, language) {
                prop_assert!(text.get(unit.span.bytes).is_some());
            }
        }
    }
}
