//! Code in the cells of a notebook, read as code of its language. All cells share one space of names, so what two of them
//! define under one name is defined twice.
//!
//! Not here: how a notebook becomes an outline (`documents::ipynb`), code of files (`code`).

use std::ops::Range;

use super::code;
use super::grammars::{self, Language};
use super::unit::{Container, Unit, UnitKind, in_order};
use crate::source::{OutlineLine, Role, Source, Text};

/// Commands to the notebook that stand for a cell of the language all the same: they measure or catch what it does.
const AROUND: &[&str] = &["%%time", "%%timeit", "%%capture", "%%prun"];

/// Adds to the units of an outline those of the code in its cells. A cell that defines something is no longer one unit of
/// code; what only runs statements stays one, for there are as many ways to cut it as readers.
pub(super) fn added(source: &Source, mut units: Vec<Unit>) -> Vec<Unit> {
    let entries = source.outline().unwrap_or_default();
    for (lines, language) in cells(entries) {
        let span = source.text.span_of_lines(lines.clone());
        let own = of_cell(source, &span.bytes, language);
        let defines = own.iter().any(|unit| is_definition(unit.kind));
        if defines {
            let within = |unit: &Unit| unit.kind == UnitKind::Code && lines.contains(&(unit.span.start_line - 1));
            units.retain(|unit| !within(unit));
        }
        let cell = cell(&entries[lines.start]);
        let container = &entries[lines.start].container;
        let own = own.into_iter().filter(|unit| defines || unit.kind == UnitKind::Import);
        units.extend(own.map(|unit| placed(unit, cell, container)));
    }
    in_order(&mut units);
    units
}

/// Documents whose fences of code are run one after the other, as the cells of a notebook.
pub(super) const RUN: &[&str] = &["rmd", "qmd"];

/// The code of a cell that says fewer words is an idiom: everybody imports, plots and prints.
const MIN_WORDS: usize = 20;

/// What begins and ends a fence of code.
const FENCES: &[char] = &['`', '~'];

/// Adds to the units of a document those of the code that is run in it, and lets the labels of its fences be claims: a tool
/// that runs them takes no label twice.
pub(super) fn of_fences(source: &Source, mut units: Vec<Unit>) -> Vec<Unit> {
    let mut found: Vec<Unit> = Vec::new();
    units.retain(|unit| {
        let text = &source.text;
        let head = text.line(unit.span.start_line - 1).trim().trim_start_matches(FENCES);
        let run = head.strip_prefix('{').and_then(|head| head.strip_suffix('}'));
        let Some(run) = run.filter(|_| unit.kind == UnitKind::Code) else { return true };
        let lines = unit.span.start_line..unit.span.end_line.saturating_sub(1).max(unit.span.start_line);
        found.extend(label(text, run, lines.clone(), unit));
        let name = run.split([' ', ',']).next().unwrap_or_default();
        let Some(language) = language(name.trim_start_matches('.')) else { return true };
        let own = of_cell(source, &text.span_of_lines(lines).bytes, language);
        let defines = own.iter().any(|unit| is_definition(unit.kind));
        let own = own.into_iter().filter(|own| defines || own.kind == UnitKind::Import);
        found.extend(own.map(|own| placed(own, &unit.place, &unit.container.path)));
        !defines && text.slice(&unit.span).split_whitespace().count() >= MIN_WORDS
    });
    units.extend(found);
    in_order(&mut units);
    units
}

/// Puts a unit of a cell where the cell stands. Whoever runs one cell alone imports in each what it needs.
fn placed(mut unit: Unit, cell: &str, container: &str) -> Unit {
    if unit.kind == UnitKind::Import {
        unit.container.path = format!("{container}/{}", unit.container.path);
    }
    let place = if unit.place.is_empty() { cell.to_owned() } else { format!("{cell} › {}", unit.place) };
    Unit { place, ..unit }
}

/// Finds the label of a fence: `{r tides, echo=FALSE}`, or a line `#| label: tides`.
fn label(text: &Text, run: &str, lines: Range<usize>, unit: &Unit) -> Option<Unit> {
    let mut words = run.split([' ', ',']).filter(|word| !word.is_empty()).skip(1);
    let own = words.next().filter(|word| !word.contains('=') && !word.starts_with(['#', '.']));
    let said = lines.map(|line| text.line(line).trim()).take_while(|line| line.starts_with("#|"));
    let told = said.filter_map(|line| line.trim_start_matches("#|").trim().strip_prefix("label:")).next();
    let label = own.or(told)?.trim().trim_matches(['"', '\'']).to_owned();
    let head = unit.span.start_line - 1;
    Some(Unit {
        name: Some(label.clone()),
        identity: Some(label),
        container: Container { path: "labels".to_owned(), set_like: true },
        place: unit.place.clone(),
        ..Unit::new(UnitKind::Key, text.span_of_lines(head..head + 1))
    })
}

fn is_definition(kind: UnitKind) -> bool {
    matches!(kind, UnitKind::Function | UnitKind::Method | UnitKind::Test | UnitKind::Type)
}

/// Returns the lines of each cell of code whose language is known.
fn cells(entries: &[OutlineLine]) -> Vec<(Range<usize>, &'static Language)> {
    let mut cells = Vec::new();
    let mut next = 0;
    while next < entries.len() {
        let first = next;
        let is_more = |entry: &OutlineLine| entry.role == Role::Code && cell(entry) == cell(&entries[first]);
        next += entries[first..].iter().take_while(|entry| is_more(entry)).count().max(1);
        let language = entries[first].traces.language.as_deref().and_then(language);
        cells.extend(language.map(|language| (first..next, language)));
    }
    cells
}

/// Returns the `cell 5` of a line of code.
fn cell(entry: &OutlineLine) -> &str {
    entry.place.rsplit_once(" › ").map_or(entry.place.as_str(), |(cell, _)| cell)
}

/// Kernels call a language with its version: `python3`, `c++17`.
fn language(name: &str) -> Option<&'static Language> {
    let name = name.to_lowercase();
    let bare = name.trim_end_matches(|letter: char| letter.is_ascii_digit() || letter == '.');
    grammars::by_name(&name).or_else(|| grammars::by_name(bare)).filter(|language| !language.settings.data)
}

fn of_cell(source: &Source, bytes: &Range<usize>, language: &'static Language) -> Vec<Unit> {
    let Some(text) = source.text.as_str().get(bytes.clone()).and_then(without_commands) else { return Vec::new() };
    let moved = code::read_text(&text, language).into_iter().map(|unit| {
        let moved = unit.span.bytes.start + bytes.start..unit.span.bytes.end + bytes.start;
        Unit { span: source.text.span(moved), ..unit }
    });
    moved.collect()
}

/// Blanks the lines that speak to the notebook and not to its language; `None` where the whole cell does.
fn without_commands(text: &str) -> Option<String> {
    let first = text.lines().find(|line| !line.trim().is_empty())?.trim();
    if first.starts_with("%%") && !AROUND.iter().any(|command| first.split_whitespace().next() == Some(command)) {
        return None;
    }
    let is_command = |line: &str| {
        let line = line.trim();
        line.starts_with(['%', '!', '?']) || line.ends_with('?') && !line.starts_with(['#', '/'])
    };
    let lines = text.split_inclusive('\n').map(|line| match is_command(line) {
        true => " ".repeat(line.trim_end_matches('\n').len()) + if line.ends_with('\n') { "\n" } else { "" },
        false => line.to_owned(),
    });
    Some(lines.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(cells: &str, language: &str) -> Vec<String> {
        let bytes =
            format!(r#"{{"metadata":{{"kernelspec":{{"name":"x","language":"{language}"}}}},"cells":[{cells}]}}"#);
        let source = crate::documents::read("a.ipynb", bytes.as_bytes()).expect("because notebooks are known");
        let units = super::super::of(&source).units;
        let units = units.iter().filter(|unit| unit.kind != UnitKind::File);
        units
            .map(|unit| {
                format!(
                    "{} {} {}",
                    unit.kind.name(),
                    unit.place,
                    source.text.slice(&unit.span).lines().next().unwrap_or_default()
                )
            })
            .collect()
    }

    #[test]
    fn fences_that_are_run_are_code() {
        let text = "# Tides\n\n```{r setup, echo=FALSE}\nlibrary(dplyr)\n```\n\n```{python}\n#| label: fig-high\n\
            def high(day):\n    return max(day)\n```\n\n```r\nlow <- function(day) min(day)\n```\n";
        let units = super::super::of(&crate::source::Source::lines("a.qmd", text)).units;
        let told: Vec<_> = units
            .iter()
            .filter(|unit| unit.identity.is_some() && !matches!(unit.kind, UnitKind::File | UnitKind::Heading))
            .map(|unit| format!("{} {}", unit.kind.name(), unit.identity.as_deref().unwrap_or_default()))
            .collect();
        // A quick build has no grammar of R.
        let of_r = grammars::by_name("r").map(|_| "import dplyr");
        for expected in ["key setup", "key fig-high", "function high"].into_iter().chain(of_r) {
            assert!(told.iter().any(|unit| unit == expected), "{expected}: {told:?}");
        }
        assert!(!told.iter().any(|unit| unit.contains("low")), "{told:?}");
    }

    #[test]
    fn cells_are_code_of_their_language() {
        let cells = r#"{"cell_type":"code","source":"import os\n!pip install x\n%matplotlib inline"},
            {"cell_type":"markdown","source":"Words"},
            {"cell_type":"code","source":"%%time\ndef load(path):\n    !ls\n    return open(path)"},
            {"cell_type":"code","source":"%%bash\ndef no():\n  echo"}"#;
        let units = told(cells, "python");
        assert_eq!(units[0], "import cell 1 › os import os");
        assert!(units.iter().any(|unit| unit.starts_with("function cell 3 › load def load(path):")), "{units:?}");
        assert!(!units.iter().any(|unit| unit.contains("def no")), "{units:?}");
        let units = told(r#"{"cell_type":"code","source":"fn one() -> u8 {\n    1\n}"}"#, "rust");
        assert!(units.iter().any(|unit| unit.starts_with("function cell 1 › one fn one()")), "{units:?}");
        assert!(told(r#"{"cell_type":"code","source":"def one(x):"}"#, "Malbolge").is_empty());
    }
}
