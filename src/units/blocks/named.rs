//! Reads languages whose blocks begin with a word and a name and end with a word, with a bracket or with their indent:
//! those of a table, and all others by the words that most languages share.
//!
//! Not here: languages in which a block cannot be told by its first line (`braces`).

use std::ops::Range;

use super::found::{Found, Opens};
use super::words::{C_LIKE, SHELL_LIKE, Syntax, Words};
use crate::source::Text;
use crate::units::line::indent;
use crate::units::unit::UnitKind;
use UnitKind::{Block, Declaration, Function, Test, Type};

/// A language whose blocks have a word and a name.
pub(super) struct Tongue<'t> {
    pub name: &'t str,
    pub extensions: &'t [&'t str],
    pub syntax: Syntax<'t>,
    heads: &'t [(&'t str, UnitKind)],
    parameters: Parameters,
    /// Whether the language is known: then a head of one line is a thing, too.
    is_known: bool,
}

impl<'t> Tongue<'t> {
    /// A language that a repository tells of, by the words that begin its blocks.
    pub(super) fn of(name: &'t str, syntax: Syntax<'t>, heads: &'t [(&'t str, UnitKind)]) -> Tongue<'t> {
        Tongue { name, extensions: &[], syntax, heads, parameters: Parameters::None, is_known: true }
    }
}

/// What of the parameters tells two functions of one name apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Parameters {
    /// Nothing.
    None,
    /// All of them, as written: patterns.
    AsWritten,
    /// Their number and their types: `name::Type`, `name: Type`.
    Types,
}

/// Words that may stand before a head.
const MODIFIERS: &[&str] = &[
    "abstract",
    "async",
    "default",
    "export",
    "extern",
    "final",
    "inline",
    "internal",
    "local",
    "mutable",
    "open",
    "override",
    "private",
    "protected",
    "pub",
    "public",
    "pure",
    "recursive",
    "sealed",
    "static",
    "virtual",
    "partial",
];
/// What a name may hold beside letters and digits.
const IN_NAMES: &[char] = &['_', '.', ':', '!', '?', '-', '#', '*', '\'', '$'];
/// A block that is found ends with such a word, where it ends with one at all.
const END: &str = "end";

const LUA: Syntax<'_> = Syntax {
    line_comments: &["--"],
    block_comments: &[("--[[", "]]"), ("--[=[", "]=]")],
    strings: &[("[[", "]]"), ("\"", "\""), ("'", "'")],
    ..SHELL_LIKE
};
const LISPLESS: Syntax<'_> = Syntax { line_comments: &["!"], ..SHELL_LIKE };
const VIM: Syntax<'_> = Syntax { line_comments: &[], strings: &[("'", "'")], ..SHELL_LIKE };
const UNKNOWN: Syntax<'_> =
    Syntax { line_comments: &["//", "# ", "-- ", ";;"], strings: &[("\"", "\""), ("'", "'")], ..C_LIKE };

/// The languages.
pub(super) const TONGUES: &[Tongue<'_>] = &[
    tongue("Lua", &["lua", "luau"], LUA, &[("function", Function)], Parameters::None),
    tongue(
        "Julia",
        &["jl"],
        Syntax { block_comments: &[("#=", "=#")], strings: &[("\"\"\"", "\"\"\""), ("\"", "\"")], ..SHELL_LIKE },
        &[("function", Function), ("macro", Function), ("struct", Type), ("module", Type), ("baremodule", Type)],
        Parameters::Types,
    ),
    tongue(
        "Elixir",
        &["ex", "exs"],
        SHELL_LIKE,
        &[
            ("defmodule", Type),
            ("defprotocol", Type),
            ("def", Function),
            ("defp", Function),
            ("defmacro", Function),
            ("defmacrop", Function),
            ("test", Test),
            ("describe", Type),
        ],
        Parameters::AsWritten,
    ),
    tongue(
        "OCaml interface",
        &["mli"],
        Syntax { line_comments: &[], block_comments: &[("(*", "*)")], strings: &[("\"", "\"")], ..SHELL_LIKE },
        &[
            ("val", Declaration),
            ("external", Declaration),
            ("exception", Declaration),
            ("type", Type),
            ("module", Type),
            ("class", Type),
        ],
        Parameters::None,
    ),
    tongue(
        "Vim script",
        &["vim"],
        VIM,
        &[("function", Function), ("function!", Function), ("def", Function)],
        Parameters::None,
    ),
    tongue(
        "Crystal",
        &["cr"],
        SHELL_LIKE,
        &[("def", Function), ("class", Type), ("struct", Type), ("module", Type), ("enum", Type), ("macro", Function)],
        Parameters::Types,
    ),
    tongue(
        "Fortran",
        &["f90", "f95", "f03", "f08"],
        LISPLESS,
        &[("subroutine", Function), ("function", Function), ("module", Type), ("program", Type), ("type", Type)],
        Parameters::None,
    ),
    tongue(
        "Nim",
        &["nim", "nims"],
        SHELL_LIKE,
        &[
            ("proc", Function),
            ("func", Function),
            ("method", Function),
            ("template", Function),
            ("macro", Function),
            ("iterator", Function),
        ],
        Parameters::AsWritten,
    ),
    tongue("fish", &["fish"], SHELL_LIKE, &[("function", Function)], Parameters::None),
    tongue("Tcl", &["tcl"], SHELL_LIKE, &[("proc", Function)], Parameters::None),
    tongue("AWK", &["awk"], SHELL_LIKE, &[("function", Function), ("func", Function)], Parameters::None),
    tongue(
        "Verilog",
        &["v", "sv", "svh"],
        Syntax { strings: &[("\"", "\"")], ..C_LIKE },
        &[
            ("module", Type),
            ("interface", Type),
            ("package", Type),
            ("class", Type),
            ("function", Function),
            ("task", Function),
        ],
        Parameters::None,
    ),
];

/// Every other language, by what most call their blocks.
pub(super) const OTHER: Tongue<'_> = Tongue {
    name: "",
    extensions: &[],
    syntax: UNKNOWN,
    heads: &[
        ("class", Type),
        ("def", Function),
        ("enum", Type),
        ("fn", Function),
        ("fun", Function),
        ("func", Function),
        ("function", Function),
        ("interface", Type),
        ("macro", Function),
        ("module", Block),
        ("proc", Function),
        ("procedure", Function),
        ("rule", Block),
        ("struct", Type),
        ("sub", Function),
        ("subroutine", Function),
        ("target", Block),
        ("task", Block),
        ("trait", Type),
        ("type", Type),
    ],
    parameters: Parameters::None,
    is_known: false,
};

const fn tongue(
    name: &'static str,
    extensions: &'static [&'static str],
    syntax: Syntax<'static>,
    heads: &'static [(&'static str, UnitKind)],
    parameters: Parameters,
) -> Tongue<'static> {
    Tongue { name, extensions, syntax, heads, parameters, is_known: true }
}

/// A head on its line.
struct Head<'a> {
    word: &'a str,
    kind: UnitKind,
    name: &'a str,
    parameters: String,
}

/// Reads the blocks of a text that have a name.
pub(super) fn read(text: &Text, words: &Words<'_>, tongue: &Tongue<'_>) -> Vec<Found> {
    let ends = Ends::of(text);
    let mut found = Vec::new();
    for at in (0..words.len()).filter(|at| words.begins_line(*at)) {
        let Some(head) = head(words, at, tongue) else { continue };
        let Some(bytes) = body(text, words, at, &ends, tongue.is_known) else { continue };
        let identity = format!("{}{}", head.name, head.parameters);
        let shown = head.name.trim_matches(['"', '\'']);
        let one = Found::named(head.kind, bytes, shown);
        let name = if head.kind == Block { format!("{} {}", head.word, head.name) } else { shown.to_owned() };
        let opens = Opens::Own(identity.clone());
        let sort = if tongue.is_known { head.word } else { "named" };
        found.push(Found { name, ..one.identified(Some(identity)).opening(opens).of_sort(sort) });
    }
    mark_methods(&mut found);
    found
}

/// A function in a type is a method of it.
fn mark_methods(found: &mut [Found]) {
    let mut types: Vec<usize> = Vec::new();
    for one in found {
        while types.last().is_some_and(|end| *end <= one.bytes.start) {
            types.pop();
        }
        match one.kind {
            Type => types.push(one.bytes.end),
            Function if !types.is_empty() => one.kind = UnitKind::Method,
            _ => {}
        }
    }
}

/// Reads the head that a line begins with.
fn head<'a>(words: &Words<'a>, at: usize, tongue: &Tongue<'a>) -> Option<Head<'a>> {
    let line = words.line(at);
    let mut at = at;
    while MODIFIERS.contains(&words.get(at)) && words.line(at + 1) == line {
        at += 1;
    }
    let start = words.list.get(at)?.bytes.start;
    let rest = words.text.get(start..)?.lines().next()?;
    let said = rest.split([' ', '\t']).next()?;
    let (word, kind) = tongue.heads.iter().find(|(word, _)| word.eq_ignore_ascii_case(said))?;
    // A word of an unknown language means what it is written like.
    if !tongue.is_known && *word != said {
        return None;
    }
    let rest = rest[said.len()..].trim_start();
    let name = name(rest)?;
    let behind = rest[name.len()..].trim_start();
    let parameters = match tongue.parameters {
        Parameters::None => String::new(),
        _ if *kind != Function => String::new(),
        Parameters::AsWritten => behind.trim_end().trim_end_matches(" do").split_whitespace().collect(),
        Parameters::Types => types(behind),
    };
    Some(Head { word, kind: *kind, name, parameters })
}

/// Returns the name that a text begins with: a word, or a title in quotes.
fn name(text: &str) -> Option<&str> {
    if let Some(quote) = text.chars().next().filter(|first| matches!(first, '"' | '\'')) {
        let end = text[1..].find(quote)? + 2;
        return text.get(..end).filter(|title| title.len() > 2);
    }
    let end = text.find(|letter: char| !letter.is_alphanumeric() && !IN_NAMES.contains(&letter)).unwrap_or(text.len());
    let name = text[..end].trim_end_matches([':', '.', '-', '*']);
    name.starts_with(|letter: char| letter.is_alphabetic() || letter == '_').then_some(name)
}

/// Returns number and types of the parameters in brackets at the beginning of a text.
fn types(text: &str) -> String {
    let Some(inner) = text.strip_prefix('(') else { return String::new() };
    let (mut depth, mut end) = (1_usize, inner.len());
    let mut cuts = vec![0];
    for (at, letter) in inner.char_indices() {
        match letter {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth -= 1,
            ',' if depth == 1 => cuts.push(at + 1),
            _ => {}
        }
        if depth == 0 {
            end = at;
            break;
        }
    }
    let parts = cuts.iter().enumerate().map(|(index, from)| {
        let to = cuts.get(index + 1).map_or(end, |next| next - 1);
        let part = inner.get(*from..to.max(*from)).unwrap_or_default();
        let kind = part.split_once(':').map_or("", |(_, kind)| kind);
        kind.trim_start_matches(':').split('=').next().unwrap_or_default().trim().to_owned()
    });
    format!("({})", parts.collect::<Vec<_>>().join(","))
}

/// Returns the bytes of a block from its head to its end; `None` where nothing stands in it and it must hold something.
fn body(text: &Text, words: &Words<'_>, at: usize, ends: &Ends, is_known: bool) -> Option<Range<usize>> {
    let line = words.line(at);
    let start = words.list.get(at)?.bytes.start;
    let mut inner = at;
    while inner < words.len() && words.line(inner) <= line + 1 {
        // A bracket in a line is a value; the one of a body ends its line, and begins it where it stands below its head.
        let ends_line = words.begins_line(inner + 1) || inner + 1 >= words.len();
        let begins = words.line(inner) == line || words.begins_line(inner);
        let opens = words.get(inner) == "{" && begins && ends_line;
        if opens && words.line(words.close(inner)) > line {
            return Some(start..words.list.get(words.close(inner))?.bytes.end);
        }
        inner = words.close(inner) + 1;
    }
    let (last, is_ended) = ends.of_block(text, line);
    let says_so = is_ended || is_known || text.line(line).trim_end().ends_with([':', '=']);
    let holds = last > line && says_so;
    (holds || is_known).then(|| start..text.line_bytes(last).start + text.line(last).trim_end().len())
}

/// For each line the next one that is not indented deeper.
struct Ends(Vec<usize>);

impl Ends {
    fn of(text: &Text) -> Ends {
        let count = text.line_count();
        let mut next = vec![count; count];
        let mut open: Vec<(usize, usize)> = Vec::new();
        for line in (0..count).filter(|line| !text.line(*line).trim().is_empty()) {
            let depth = indent(text.line(line));
            while let Some((_, opened)) = open.pop_if(|(known, _)| depth <= *known) {
                next[opened] = line;
            }
            open.push((depth, line));
        }
        Ends(next)
    }

    /// Returns the last line of the block that begins with a line, and whether a word ends it.
    fn of_block(&self, text: &Text, line: usize) -> (usize, bool) {
        let next = self.0.get(line).copied().unwrap_or(line + 1);
        let said = text.line(next).trim().to_lowercase();
        let same = indent(text.line(next)) == indent(text.line(line));
        if next < text.line_count() && same && said.starts_with(END) {
            return (next, true);
        }
        let filled = (line..next).rev().find(|line| !text.line(*line).trim().is_empty());
        (filled.unwrap_or(line), false)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(tongue: &Tongue<'_>, text: &str) -> Vec<String> {
        let words = Words::of(text, &tongue.syntax);
        let found = read(&Text::new(text.to_owned()), &words, tongue);
        let told = found.iter().map(|one| {
            format!(
                "{} {} {}",
                one.kind.name(),
                one.identity.as_deref().unwrap_or_default(),
                text[one.bytes.clone()].lines().count()
            )
        });
        told.collect()
    }

    #[test]
    fn blocks_end_with_a_word_a_bracket_or_their_indent() {
        let tongue =
            |name: &str| TONGUES.iter().find(|tongue| tongue.name == name).expect("because it is in the table");
        let lua = "local function a(x)\n  if x then\n  end\nend\nfunction M.b() return 1 end\n";
        assert_eq!(told(tongue("Lua"), lua), ["function a 4", "function M.b 1"]);
        let julia = "module U\nfunction f(x::Int, y)\n  x\nend\nstruct P\n  x\nend\nend\n";
        assert_eq!(told(tongue("Julia"), julia), ["type U 1", "function f(Int,) 3", "type P 3"]);
        let elixir =
            "defmodule A do\n  def f(%{a: 1}), do: 1\n  def f(x) do\n    x\n  end\n  test \"adds\" do\n  end\nend\n";
        assert_eq!(
            told(tongue("Elixir"), elixir),
            ["type A 8", "method f(%{a:1}),do:1 1", "method f(x) 3", "test \"adds\" 2"]
        );
    }

    #[test]
    fn words_of_an_unknown_language_need_a_body() {
        let text = "type of a thing\ntask lint {\n  run x\n}\nsub go\n  x\nend sub\nrule all:\n  x\nfunction words in a sentence\n  y\nz\n";
        assert_eq!(told(&OTHER, text), ["block lint 3", "function go 3", "block all 2"]);
    }
}
