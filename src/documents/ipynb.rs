//! Reads a Jupyter notebook as an outline: the lines of its cells in order, outputs and counters left out.
//!
//! Not here: what the code of a cell means. A notebook that does not parse is refused with the reason, as any document.

use serde::Deserialize;

use super::outline::Outline;
use crate::source::{OutlineLine, Role, Traces};

/// What is read of a notebook. Older ones keep their cells in a worksheet; the text of a code cell was its input.
#[derive(Deserialize)]
struct Notebook {
    #[serde(default)]
    cells: Option<Vec<Cell>>,
    #[serde(default)]
    worksheets: Vec<Worksheet>,
    /// Read where it is as it should be: a notebook without it is one all the same.
    #[serde(default)]
    metadata: serde_json::Value,
}

impl Notebook {
    /// Returns the language of its cells, as its kernel calls it.
    fn language(&self) -> Option<String> {
        let paths = ["/language_info/name", "/kernelspec/language", "/kernelspec/name"];
        let mut named = paths.iter().filter_map(|path| self.metadata.pointer(path)?.as_str());
        named.find(|name| !name.is_empty()).map(str::to_owned)
    }
}

#[derive(Deserialize)]
struct Worksheet {
    #[serde(default)]
    cells: Vec<Cell>,
}

#[derive(Deserialize)]
struct Cell {
    cell_type: String,
    #[serde(default)]
    id: Option<String>,
    #[serde(default)]
    source: Option<Lines>,
    #[serde(default)]
    input: Option<Lines>,
    #[serde(default)]
    level: Option<u8>,
    /// Older notebooks name it cell by cell.
    #[serde(default)]
    language: Option<String>,
}

/// Text is one string or a list of lines.
#[derive(Deserialize)]
#[serde(untagged)]
enum Lines {
    One(String),
    Many(Vec<String>),
}

/// Reads a notebook.
pub fn read(bytes: &[u8]) -> Result<Vec<(OutlineLine, String)>, String> {
    let notebook: Notebook = serde_json::from_slice(bytes).map_err(|_| "does not parse as a notebook".to_owned())?;
    let language = notebook.language();
    let cells = match notebook.cells {
        Some(cells) => cells,
        None if notebook.worksheets.is_empty() => return Err("is not a notebook: it has no cells".to_owned()),
        None => notebook.worksheets.into_iter().flat_map(|sheet| sheet.cells).collect(),
    };
    // The outline's headings are kept apart from its lines: a cell without id is named by the heading above it.
    let mut headings = Outline::default();
    let mut lines = Vec::new();
    for (at, cell) in cells.into_iter().enumerate() {
        let language = cell.language.clone().or_else(|| language.clone());
        let before = lines.len();
        let is_code = cell.cell_type == "code";
        read_cell(at + 1, cell, &mut headings, &mut lines);
        for (line, _) in lines[before..].iter_mut().filter(|_| is_code) {
            line.traces.language.clone_from(&language);
        }
    }
    Ok(lines)
}

fn read_cell(number: usize, cell: Cell, headings: &mut Outline, lines: &mut Vec<(OutlineLine, String)>) {
    let text = match cell.source.or(cell.input) {
        Some(Lines::One(text)) => text,
        Some(Lines::Many(parts)) => parts.concat(),
        None => return,
    };
    let mut in_fence = false;
    // Whether the next line of prose goes on with the last one.
    let mut goes_on = false;
    for (at, line) in text.lines().enumerate() {
        let (role, level, text) = match cell.cell_type.as_str() {
            "code" => (Role::Code, 0, line.trim_end()),
            "heading" => (Role::Heading, cell.level.unwrap_or(1).saturating_sub(1).min(8), line.trim()),
            "markdown" => markdown_line(line, &mut in_fence),
            _ => (Role::Paragraph, 0, line.trim()),
        };
        let continues = goes_on && role == Role::Paragraph && !line.trim_start().starts_with('>');
        goes_on = matches!(role, Role::Paragraph | Role::Bullet) && !text.trim().is_empty();
        if text.trim().is_empty() {
            continue;
        }
        if let Some((_, last)) = lines.last_mut().filter(|_| continues) {
            last.push(' ');
            last.push_str(text);
            continue;
        }
        if role == Role::Heading {
            headings.heading(level, text.to_owned());
        }
        let container = match &cell.id {
            Some(id) => format!("cell {id}"),
            None => headings.path(" / "),
        };
        let place = format!("cell {number} › line {}", at + 1);
        lines.push((OutlineLine { role, level, place, container, traces: Traces::default() }, text.to_owned()));
    }
}

/// Tells what one line of Markdown is, without its marks.
fn markdown_line<'l>(line: &'l str, in_fence: &mut bool) -> (Role, u8, &'l str) {
    let text = line.trim();
    if text.starts_with("```") || text.starts_with("~~~") {
        *in_fence = !*in_fence;
        return (Role::Code, 0, "");
    }
    if *in_fence {
        return (Role::Code, 0, line.trim_end());
    }
    let marks = text.len() - text.trim_start_matches('#').len();
    if (1..=6).contains(&marks) && text[marks..].starts_with(' ') {
        return (
            Role::Heading,
            u8::try_from(marks - 1).unwrap_or_default(),
            text[marks..].trim().trim_end_matches(" #"),
        );
    }
    if text.starts_with('|') && text.len() > 1 {
        let is_rule = text.chars().all(|letter| matches!(letter, '|' | '-' | ':' | ' '));
        return (Role::TableRow, 0, if is_rule { "" } else { text.trim_matches('|').trim() });
    }
    match entry(text) {
        Some(entry) => {
            let indent = line.len() - line.trim_start().len();
            (Role::Bullet, u8::try_from(indent / 2).unwrap_or(8).min(8), entry)
        }
        None => (Role::Paragraph, 0, text.trim_start_matches('>').trim()),
    }
}

/// Returns the text of an entry of a list, where this is one.
fn entry(text: &str) -> Option<&str> {
    let marked = text.strip_prefix("- ").or_else(|| text.strip_prefix("* ")).or_else(|| text.strip_prefix("+ "));
    let numbered = || {
        let rest = text.trim_start_matches(|letter: char| letter.is_ascii_digit());
        let is_number = (1..=9).contains(&(text.len() - rest.len()));
        rest.strip_prefix(". ").or_else(|| rest.strip_prefix(") ")).filter(|_| is_number)
    };
    marked.or_else(numbered).map(str::trim)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_read_line_by_line() {
        let notebook = r##"{"cells":[
            {"cell_type":"markdown","source":["# Load\n","\n","- one\n","text\n","\n","More\n","words"]},
            {"cell_type":"code","id":"a1","source":"import os\n\nx = 1","outputs":[{"text":"big"}],"execution_count":7}]}"##;
        let lines = read(notebook.as_bytes()).expect("because the test wrote it so");
        let told: Vec<_> = lines
            .iter()
            .map(|(line, text)| (line.role, line.place.as_str(), line.container.as_str(), text.as_str()))
            .collect();
        let expected = [
            (Role::Heading, "cell 1 › line 1", "Load", "Load"),
            (Role::Bullet, "cell 1 › line 3", "Load", "one text"),
            (Role::Paragraph, "cell 1 › line 6", "Load", "More words"),
            (Role::Code, "cell 2 › line 1", "cell a1", "import os"),
            (Role::Code, "cell 2 › line 3", "cell a1", "x = 1"),
        ];
        assert_eq!(told, expected);
    }

    #[test]
    fn what_does_not_parse_is_refused() {
        for (bytes, reason) in [
            (&b"<<<<<<< ours\n{}"[..], "does not parse as a notebook"),
            (&b"{\"a\": 1}"[..], "is not a notebook: it has no cells"),
        ] {
            assert_eq!(read(bytes), Err(reason.to_owned()));
            let source = crate::documents::read("a.ipynb", bytes).expect("because notebooks are known");
            assert!(source.why_unread().is_some_and(|why| why.reason == reason));
        }
    }

    #[test]
    fn marks_of_markdown_are_left_out() {
        let told = |line| markdown_line(line, &mut false);
        assert_eq!(told("  2. two"), (Role::Bullet, 1, "two"));
        assert_eq!(told("| a | b |"), (Role::TableRow, 0, "a | b"));
        assert_eq!(told("|---|---|"), (Role::TableRow, 0, ""));
        assert_eq!(told("#tag"), (Role::Paragraph, 0, "#tag"));
        assert_eq!(told("1234567890123. x"), (Role::Paragraph, 0, "1234567890123. x"));
    }
}
