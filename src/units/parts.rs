//! Reads data that is longer than its grammar can count, in parts: the scanner of YAML numbers lines in 16 bits.
//!
//! Not here: reading a part (`code`).

use std::ops::Range;

use super::code;
use super::grammars::Language;
use super::line::indent;
use super::unit::Unit;
use crate::source::{Source, Text};
use crate::units::reading::Reading;

/// Parts of parts of parts are enough for data that people write.
const MAX_DEPTH: usize = 6;

/// A part of a file: the lines that lead to it and its own.
struct Part {
    heads: Vec<usize>,
    lines: Range<usize>,
}

/// Reads the units of a source, in parts where it must be.
pub(super) fn read(source: &Source, language: &'static Language) -> Reading {
    let most = language.settings.max_lines;
    let text = &source.text;
    if most == 0 || text.line_count() <= most {
        return code::read(source, language);
    }
    let all = Part { heads: Vec::new(), lines: 0..text.line_count() };
    let several = (1..text.line_count()).any(|line| text.line(line).starts_with("---"));
    let parts = split(text, all, most, MAX_DEPTH).filter(|_| !several);
    let Some(parts) = parts else {
        let note = format!("not read as {}: it is longer than its {most} lines; read as lines", language.settings.name);
        return Reading { units: Vec::new(), notes: vec![note] };
    };
    let mut reading = Reading::default();
    for part in parts {
        let own = of_part(source, &part, language);
        reading.units.extend(own.units);
        reading.notes.extend(own.notes);
    }
    reading.notes.truncate(1);
    reading
}

/// Reads one part. What the lines before it say is known already.
fn of_part(source: &Source, part: &Part, language: &'static Language) -> Reading {
    let text = &source.text;
    let mut said: String = part.heads.iter().map(|line| format!("{}\n", text.line(*line))).collect();
    let (before, start) = (said.len(), text.line_bytes(part.lines.start).start);
    said.push_str(text.as_str().get(start..text.line_bytes(part.lines.end - 1).end).unwrap_or_default());
    let reading = code::read(&Source::lines(&source.path, said), language);
    let own = reading.units.into_iter().filter(|unit| unit.span.bytes.start >= before);
    let moved = own.map(|unit| {
        let bytes = unit.span.bytes.start - before + start..unit.span.bytes.end - before + start;
        Unit { span: text.span(bytes), ..unit }
    });
    let first_line = part.lines.start - part.heads.len().min(part.lines.start);
    let notes = reading.notes.iter().map(|note| format!("{note} (counted from line {})", first_line + 1));
    Reading { units: moved.collect(), notes: notes.collect() }
}

/// Parts lines where its outermost things begin; a thing that is too long itself is parted within.
fn split(text: &Text, whole: Part, most: usize, depth: usize) -> Option<Vec<Part>> {
    let room = most.checked_sub(whole.heads.len())?;
    if whole.lines.len() <= room {
        return Some(vec![whole]);
    }
    let Part { heads, lines } = whole;
    let begins = beginnings(text, lines.clone());
    let mut parts: Vec<Part> = Vec::new();
    for (at, begin) in begins.iter().enumerate() {
        let end = begins.get(at + 1).copied().unwrap_or(lines.end);
        let thing = *begin..end;
        match parts.last_mut() {
            Some(last) if last.heads == heads && end - last.lines.start <= room && last.lines.end == *begin => {
                last.lines.end = end;
            }
            _ if thing.len() <= room => parts.push(Part { heads: heads.clone(), lines: thing }),
            _ => parts.extend(split_one(text, &heads, thing, most, depth)?),
        }
    }
    (!parts.is_empty()).then_some(parts)
}

/// Parts one thing: its first line leads to each of its parts.
fn split_one(text: &Text, heads: &[usize], thing: Range<usize>, most: usize, depth: usize) -> Option<Vec<Part>> {
    let head = text.line(thing.start).split(" #").next().unwrap_or_default().trim_end();
    if depth == 0 || !head.ends_with(':') {
        return None;
    }
    let heads: Vec<usize> = heads.iter().copied().chain([thing.start]).collect();
    split(text, Part { heads, lines: thing.start + 1..thing.end }, most, depth - 1)
}

/// Returns the lines in which the outermost things of a range begin, the first one of the range for the first thing.
fn beginnings(text: &Text, lines: Range<usize>) -> Vec<usize> {
    let says = |line: &usize| {
        let said = text.line(*line).trim_start();
        !said.is_empty() && !said.starts_with(['#', '%']) && !said.starts_with("---")
    };
    let Some(first) = lines.clone().find(says) else { return Vec::new() };
    let (depth, is_list) = (indent(text.line(first)), is_item(text.line(first)));
    let begins = |line: &usize| {
        let said = text.line(*line);
        // The entries of a list may stand as far out as its key.
        says(line) && indent(said) == depth && is_item(said) == is_list && !said.trim_start().starts_with(['}', ']'])
    };
    let mut found: Vec<usize> = lines.clone().filter(begins).collect();
    if let Some(begin) = found.first_mut() {
        *begin = lines.start;
    }
    found
}

fn is_item(line: &str) -> bool {
    let said = line.trim_start();
    said == "-" || said.starts_with("- ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::grammars::by_name;

    /// Path and line of each unit with an identity.
    fn told(text: &str) -> Vec<String> {
        let language = by_name("yaml").expect("YAML is known");
        let reading = read(&Source::lines("a.yaml", text), language);
        assert_eq!(reading.notes, Vec::<String>::new());
        let named = reading.units.iter().filter(|unit| unit.identity.is_some());
        named.map(|unit| format!("{} {}", unit.span.start_line, unit.name.as_deref().unwrap_or_default())).collect()
    }

    #[test]
    fn long_files_are_read_in_parts() {
        for (head, record) in [("", "- id: N\n  a: 1\n"), ("all:\n  list:\n", "  - id: N\n    a: 1\n")] {
            let mut text = head.to_owned();
            (0..17_000).for_each(|number| text += &record.replace('N', &number.to_string()));
            let told = told(&text);
            assert!(told.len() >= 34_000 && told[told.len() - 1].starts_with("340"), "{:?}", told.last());
        }
    }

    #[test]
    fn what_cannot_be_parted_is_told() {
        let language = by_name("yaml").expect("YAML is known");
        let text = format!("a: |\n{}", "  text\n".repeat(40_000));
        let reading = read(&Source::lines("a.yaml", text), language);
        assert_eq!(reading.notes, ["not read as YAML: it is longer than its 32767 lines; read as lines"]);
    }
}
