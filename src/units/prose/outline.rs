//! Outlines of binary documents: each line is a unit already, and the lines of a slide make one.
//!
//! Not here: how a document becomes an outline (`documents`).

use crate::source::{OutlineLine, Role, Source};
use crate::units::reading::Reading;
use crate::units::unit::{Container, Tokens, Unit, UnitKind};

/// The code of a cell that says fewer words is an idiom: everybody imports, plots and prints.
const MIN_CODE_WORDS: usize = 20;

/// Reads the outline of a document; a source of another form has none.
#[must_use]
pub fn read(source: &Source) -> Reading {
    let entries = source.outline().unwrap_or_default();
    let count = entries.len().min(source.text.line_count());
    let mut units = Vec::new();
    let mut next = 0;
    while next < count {
        let first = next;
        let slide = slide(&entries[first]);
        next = (first..count).find(|line| self::slide(&entries[*line]) != slide).unwrap_or(count);
        if let Some(slide) = slide {
            units.extend(whole(source, entries, first..next, slide));
        }
        let mut line = first;
        while line < next {
            let end = end_of_code(entries, line..next);
            units.extend(unit(source, &entries[line], line..end));
            line = end;
        }
    }
    Reading { units, notes: Vec::new() }
}

/// Returns the `slide 5` that a place begins with.
fn slide(entry: &OutlineLine) -> Option<&str> {
    let first = entry.place.split(" › ").next()?.trim();
    let number = first.strip_prefix("slide ")?;
    number.starts_with(|letter: char| letter.is_ascii_digit()).then_some(first)
}

/// Makes one unit of all lines of a slide, from the first to the last that says something.
fn whole(source: &Source, entries: &[OutlineLine], lines: std::ops::Range<usize>, place: &str) -> Option<Unit> {
    let said = |line: &usize| entries[*line].role != Role::Furniture && !source.text.line(*line).trim().is_empty();
    let first = lines.clone().find(said)?;
    let last = lines.clone().rfind(said)?;
    let title = lines.clone().filter(said).find(|line| entries[*line].role == Role::Title);
    let name = title.map(|line| source.text.line(line).trim().to_owned());
    let bytes = source.text.span_of_lines(first..last + 1).bytes;
    let span = source.text.span(super::outline_path::trimmed(source.text.as_str(), bytes));
    let (container, place) = (Container::default(), place.to_owned());
    let (kind, identity, tokens) = (UnitKind::Slide, None, Tokens::default());
    Some(Unit { kind, span, name, identity, container, place, level: 0, tokens, branches: Vec::new() })
}

/// Returns the line behind the unit that begins at the first of these lines: the code of a cell is one unit.
fn end_of_code(entries: &[OutlineLine], lines: std::ops::Range<usize>) -> usize {
    let first = &entries[lines.start];
    if first.role != Role::Code {
        return lines.start + 1;
    }
    let is_more = |line: &usize| entries[*line].role == Role::Code && cell(&entries[*line]) == cell(first);
    lines.clone().take_while(is_more).last().unwrap_or(lines.start) + 1
}

/// Returns the `cell 5` of a line of code.
fn cell(entry: &OutlineLine) -> &str {
    entry.place.rsplit_once(" › ").map_or(entry.place.as_str(), |(cell, _)| cell)
}

/// Makes a unit of one line, or of the lines of code of a cell; furniture and blank lines make none.
fn unit(source: &Source, entry: &OutlineLine, lines: std::ops::Range<usize>) -> Option<Unit> {
    let kind = kind(entry.role)?;
    let bytes = source.text.span_of_lines(lines).bytes;
    let bytes = super::outline_path::trimmed(source.text.as_str(), bytes);
    let said = &source.text.as_str()[bytes.clone()];
    let words = || said.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()).count();
    if bytes.is_empty() || kind == UnitKind::Code && words() < MIN_CODE_WORDS {
        return None;
    }
    let span = source.text.span(bytes);
    let name = (kind == UnitKind::Heading).then(|| source.text.slice(&span).to_owned());
    let container = Container { path: entry.container.clone(), set_like: false };
    let place = entry.place.clone();
    Some(Unit {
        kind,
        span,
        name,
        identity: None,
        container,
        place,
        level: entry.level,
        tokens: Tokens::default(),
        branches: Vec::new(),
    })
}

fn kind(role: Role) -> Option<UnitKind> {
    match role {
        Role::Title | Role::Heading => Some(UnitKind::Heading),
        Role::Bullet => Some(UnitKind::Bullet),
        Role::Paragraph => Some(UnitKind::Paragraph),
        Role::TableRow => Some(UnitKind::TableRow),
        Role::Note => Some(UnitKind::Note),
        Role::Comment => Some(UnitKind::Comment),
        Role::Code => Some(UnitKind::Code),
        Role::Furniture => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::outline_path::laws;
    use super::*;
    use crate::source::{Form, Text, Traces};
    use proptest::prelude::*;

    fn deck(lines: &[(Role, &str, &str)]) -> Source {
        let entry = |(role, place, _): &(Role, &str, &str)| OutlineLine {
            role: *role,
            level: 1,
            place: (*place).to_owned(),
            container: format!("in {place}"),
            traces: Traces::default(),
        };
        let text = lines.iter().map(|(_, _, text)| format!("{text}\n")).collect();
        let form = Form::Outline(lines.iter().map(entry).collect());
        Source { path: "a.pptx".into(), text: Text::new(text), form, tongue: None }
    }

    #[test]
    fn lines_of_a_slide_make_a_slide() {
        let source = deck(&[
            (Role::Title, "slide 1 › title", "Roadmap"),
            (Role::Bullet, "slide 1 › bullet 1", "Ship in May"),
            (Role::Furniture, "slide 1 › footer", "1"),
            (Role::Note, "slide 10 › notes", "Ask Anna"),
            (Role::Paragraph, "page 2", "Loose"),
            (Role::Furniture, "slide 11 › footer", "11"),
        ]);
        let units = read(&source).units;
        laws::hold(&source, &units);
        let expected = [
            "slide0 Roadmap Ship in May in ",
            "heading1 Roadmap in in slide 1 › title",
            "bullet1 Ship in May in in slide 1 › bullet 1",
            "slide0 Ask Anna in ",
            "note1 Ask Anna in in slide 10 › notes",
            "paragraph1 Loose in in page 2",
        ];
        assert_eq!(laws::told(&source, &units), expected);
        assert_eq!(units[0].name.as_deref(), Some("Roadmap"));
        assert_eq!(units[0].place, "slide 1");
    }

    #[test]
    fn the_code_of_a_cell_is_one_unit() {
        let source = deck(&[
            (Role::Code, "cell 1 › line 1", "a b c d e f g h i j k"),
            (Role::Code, "cell 1 › line 3", "a b c d e f g h i j k"),
            (Role::Code, "cell 2 › line 1", "print(rows)"),
            (Role::Paragraph, "cell 3 › line 1", "End"),
        ]);
        let units = read(&source).units;
        laws::hold(&source, &units);
        let said: Vec<_> = units.iter().map(|unit| source.text.slice(&unit.span)).collect();
        assert_eq!(said, ["a b c d e f g h i j k\na b c d e f g h i j k", "End"]);
    }

    #[test]
    fn other_forms_have_no_outline() {
        assert!(read(&Source::lines("a.txt", "x")).units.is_empty());
    }

    proptest! {
        #[test]
        fn spans_lie_in_the_text_and_in_order(
            lines in prop::collection::vec((
                prop::sample::select(vec![Role::Title, Role::Bullet, Role::Furniture, Role::Code]),
                prop::sample::select(vec!["slide 1 › x", "slide 2", "slide", "", "page 1"]),
                prop::sample::select(vec!["", " ", "Ä b", "c\r"]),
            ), 0..12),
        ) {
            let source = deck(&lines);
            laws::hold(&source, &read(&source).units);
        }
    }
}
