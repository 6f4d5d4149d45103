//! What a fence of code in a document shows, read as the language that it says: a key, a function, a column stands in it
//! once. Two fences may show one helper, and a document what its program says, so what is read means something only
//! within its fence; whether two whole fences are one is asked of them as they stand.
//!
//! Not here: what a fence is (`prose`), imports of fences of any language (`prose::fences`), fences that are run
//! (`cells`).

use std::collections::HashMap;
use std::ops::Range;

use super::inlay::Inlay;
use super::reading::Reading;
use super::unit::{Unit, UnitKind, in_order};
use crate::source::{Source, Text};

/// So many fences of one document are read.
const MAX_FENCES: usize = 300;
/// A shorter one shows a line.
const MIN_LINES: usize = 2;
/// What says the language of a block stands so many lines above it at most: options, a title and a blank line between.
const MAX_ABOVE: usize = 10;
/// A fence is known by so many letters of its first line.
const KNOWN_BY: usize = 60;
/// A line of fewer letters says nothing of the fence: a bracket.
const MIN_LETTERS: usize = 3;
/// Directives of reStructuredText that show code.
const DIRECTIVES: &[&str] = &["code-block", "code", "sourcecode"];
/// What documents call languages whose files end otherwise.
const CALLED: &[(&str, &str)] = &[
    ("protobuf", "proto"),
    ("makefile", "mk"),
    ("jsonc", "json"),
    ("json5", "json"),
    ("postgresql", "sql"),
    ("mysql", "sql"),
];

/// Reads a source; the ending of the code of a language, by what people call that.
pub(super) type Readers = (fn(&Source) -> Reading, fn(&str) -> Option<String>);

/// Adds to the units of a document those of its fences.
pub(super) fn added(text: &Text, mut units: Vec<Unit>, (read, ending): Readers) -> Vec<Unit> {
    let mut endings: HashMap<String, Option<String>> = HashMap::new();
    let mut known: HashMap<String, usize> = HashMap::new();
    let mut found = Vec::new();
    for fence in units.iter().filter(|unit| unit.kind == UnitKind::Code).take(MAX_FENCES) {
        let Some((name, lines)) = said(text, fence) else { continue };
        let name = name.to_lowercase();
        let Some(ending) = endings.entry(name.clone()).or_insert_with(|| ending(called(&name))) else { continue };
        if lines.len() < MIN_LINES {
            continue;
        }
        let container = format!("{}/{name} {}", fence.container.path, known_by(text, lines.clone()));
        let count = known.entry(container.clone()).or_default();
        *count += 1;
        let container = if *count == 1 { container } else { format!("{container}#{count}") };
        found.extend(of_fence(text, lines, ending, (&container, &fence.place), read));
    }
    if !found.is_empty() {
        units.extend(found);
        in_order(&mut units);
    }
    units
}

/// Reads one fence. What does not parse is a sketch: `{ … }`.
fn of_fence(
    text: &Text,
    lines: Range<usize>,
    ending: &str,
    (container, place): (&str, &str),
    read: fn(&Source) -> Reading,
) -> Vec<Unit> {
    let inlay = Inlay::of_lines(text, lines);
    let claims = |unit: &Unit| unit.identity.is_some() && unit.container.set_like && unit.kind != UnitKind::Import;
    let reading = inlay.read(ending, read);
    let own = reading.units.iter().filter(|unit| claims(unit)).cloned();
    own.map(|unit| inlay.placed(unit, text, container, place)).collect()
}

fn called(name: &str) -> &str {
    CALLED.iter().find(|(known, _)| *known == name).map_or(name, |(_, ending)| ending)
}

/// A fence is known by what it shows first: its number is not the same where a side added another one before it.
fn known_by(text: &Text, lines: Range<usize>) -> String {
    let says = |line: &&str| line.chars().filter(|letter| letter.is_alphanumeric()).nth(MIN_LETTERS - 1).is_some();
    let first = lines.map(|line| text.line(line).trim()).find(says).unwrap_or_default();
    first.chars().take(KNOWN_BY).collect()
}

/// Returns the language that a fence says and the lines of its code.
fn said<'a>(text: &'a Text, fence: &Unit) -> Option<(&'a str, Range<usize>)> {
    let lines = fence.span.line_range();
    let first = text.line(lines.start).trim();
    let Some(ticks) = ticks(first) else { return Some((above(text, lines.start)?, lines)) };
    let last = text.line(lines.end.saturating_sub(1)).trim();
    let is_closed = lines.len() > 1 && last.starts_with(&first[..ticks]) && last.trim_matches(['`', '~']).is_empty();
    Some((of_info(&first[ticks..])?, lines.start + 1..lines.end - usize::from(is_closed)))
}

/// Returns how many signs open a fence.
fn ticks(line: &str) -> Option<usize> {
    let sign = line.chars().next().filter(|sign| matches!(sign, '`' | '~'))?;
    let length = line.len() - line.trim_start_matches(sign).len();
    (length >= 3 && !line[length..].contains('`')).then_some(length)
}

/// Returns the language in what follows the signs: `rust,no_run`, `{.python .numberLines}`, `js{1,3}`, `yaml title="a"`,
/// `{code-block} python`. What is run (`{python}`) is a cell.
fn of_info(info: &str) -> Option<&str> {
    let info = info.trim();
    let info = match info.strip_prefix('{') {
        Some(inner) if inner.starts_with('.') => inner.trim_start_matches('.'),
        Some(inner) => inner.split_once('}').filter(|(name, _)| DIRECTIVES.contains(name))?.1.trim(),
        None => info,
    };
    let end = info.find(|letter: char| letter.is_whitespace() || matches!(letter, ',' | '{' | '}' | ':' | '[' | '('));
    Some(&info[..end.unwrap_or(info.len())]).filter(|name| !name.is_empty())
}

/// Returns the language that the lines above a block say: a directive, an attribute, the beginning of an environment.
fn above(text: &Text, first: usize) -> Option<&str> {
    for line in (first.saturating_sub(MAX_ABOVE)..first).rev() {
        let said = text.line(line).trim();
        if let Some(name) = of_line(said) {
            return Some(name);
        }
        // An option, a title, the sign of a listing.
        let is_option = said.starts_with(':') && said[1..].contains(':');
        let is_title = said.starts_with('.') && !said.starts_with("..") && said.len() > 1;
        let is_sign = said.len() >= 4 && said.chars().all(|letter| letter == '-');
        if !(said.is_empty() || is_option || is_title || is_sign) {
            return None;
        }
    }
    None
}

fn of_line(said: &str) -> Option<&str> {
    if let Some((name, language)) = said.strip_prefix(".. ").and_then(|rest| rest.split_once("::")) {
        return Some(language.trim()).filter(|_| DIRECTIVES.contains(&name.trim()));
    }
    if let Some(attributes) = said.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        let mut parts = attributes.split(',').map(str::trim);
        let is_source = parts.next().is_some_and(|name| name.is_empty() || name.starts_with("source"));
        return parts.next().filter(|name| is_source && !name.contains('='));
    }
    if let Some(block) = said.get(..11).filter(|start| start.eq_ignore_ascii_case("#+begin_src")) {
        return said[block.len()..].split_whitespace().next();
    }
    if let Some((_, options)) = said.split_once("\\begin{lstlisting}") {
        let language = options.split_once("language=")?.1.trim_start_matches('{');
        return language.split([',', ']', '}']).next().map(str::trim);
    }
    if let Some((_, rest)) = said.split_once("\\begin{minted}") {
        return rest.trim_end().strip_suffix('}')?.rsplit_once('{').map(|(_, name)| name);
    }
    ticks(said).and_then(|ticks| of_info(&said[ticks..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Kind, name, first line and container of what stands in fences.
    fn told(path: &str, text: &str) -> Vec<String> {
        let units = crate::units::of(&Source::lines(path, text)).units;
        let own = units.iter().filter(|unit| matches!(unit.kind, UnitKind::Declaration | UnitKind::Key));
        let told = own.map(|unit| {
            let name = unit.name.as_deref().unwrap_or_default();
            format!("{} {} {name} in {}", unit.span.start_line, unit.kind.name(), unit.container.path)
        });
        told.collect()
    }

    #[test]
    fn every_format_says_the_language_in_its_own_way() {
        let code = ["def high(day):", "    return max(day)"];
        let rows = |before: &str, indent: &str, after: &str| {
            format!("{before}\n{indent}{}\n{indent}{}\n{after}\n", code[0], code[1])
        };
        for (path, text, line) in [
            ("a.md", rows("# T\n\n```python title=\"a\"", "", "```"), 4),
            ("a.md", rows("- so\n\n  ~~~ {.py}", "  ", "  ~~~"), 4),
            ("a.rst", rows("T\n=\n\n.. code-block:: python\n   :linenos:\n", "   ", ""), 7),
            ("a.adoc", rows("= T\n\n[source,python]\n.Title\n----", "", "----"), 6),
            ("a.org", rows("* T\n\n#+BEGIN_SRC python :results output", "", "#+END_SRC"), 4),
            ("a.tex", rows("\\begin{lstlisting}[language=Python,frame=single]", "", "\\end{lstlisting}"), 2),
            ("a.tex", rows("\\begin{minted}[linenos]{python}", "", "\\end{minted}"), 2),
        ] {
            let told = told(path, &text);
            let found = told.iter().any(|unit| unit.starts_with(&format!("{line} declaration high in ")));
            assert!(found, "{path}: {text}: {told:?}");
        }
    }

    #[test]
    fn what_is_no_code_or_does_not_parse_is_left_alone() {
        for fence in [
            "```text\na: 1\nb: 2\n```",
            "```js\nfunction a( {\n  …\n```",
            "```\nfunction a() {}\na()\n```",
            "```md\n# A\n# B\n```",
        ] {
            assert_eq!(told("a.md", fence), Vec::<String>::new(), "{fence}");
        }
    }

    #[test]
    fn two_fences_are_two_containers() {
        let fence = "```yaml\nname: a\nport: 1\n```\n\n";
        let told = told("a.md", &format!("# T\n\n{fence}{fence}"));
        assert_eq!(told.len(), 4, "{told:?}");
        assert!(told[0].ends_with("/yaml name: a") && told[2].ends_with("/yaml name: a#2"), "{told:?}");
    }
}
