//! A document of maps, lists and texts as an outline: entries of lists, values of maps and lines of texts are lines.
//!
//! Not here: any format.

use crate::source::{Form, OutlineLine, Role, Source, Text, Traces};

/// Deeper values are not read.
pub(super) const MAX_DEPTH: usize = 64;
/// More values than people write into one document are not read.
pub(super) const MAX_VALUES: usize = 200_000;

/// A value of a document.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value {
    /// Names and values, in the order of the names.
    Map(Vec<(String, Value)>),
    /// Entries.
    List(Vec<Value>),
    /// A text that several people edit letter by letter.
    Text(String, Traces),
    /// A string that is written as a whole.
    Word(String, Traces),
    /// What says nothing in words: numbers, switches, pictures.
    Other,
}

/// Names under which a record keeps what it is called.
const TITLES: &[&str] = &["title", "heading", "headline"];

/// Marks before an entry of a list within a text.
const MARKS: &[&str] = &["- ", "* ", "+ ", "• "];

/// Lays a document down as lines.
pub(super) fn source(path: &str, root: &Value) -> Source {
    let mut page = Page::default();
    page.value(root, &mut Vec::new(), "", None, 0);
    let form = Form::Outline(page.lines);
    Source { path: path.to_owned(), text: Text::new(page.text), form, tongue: None }
}

#[derive(Default)]
struct Page {
    text: String,
    lines: Vec<OutlineLine>,
}

impl Page {
    /// `place` is for people; `container` is the same for all entries of a list, so that they meet.
    fn value(&mut self, value: &Value, place: &mut Vec<String>, container: &str, key: Option<&str>, level: u8) {
        let is_entry = key.is_none() && !place.is_empty();
        match value {
            Value::Map(fields) => self.fields(fields, place, container, level),
            Value::List(entries) => {
                for (at, entry) in entries.iter().enumerate() {
                    place.push(format!("entry {}", at + 1));
                    self.value(entry, place, container, None, level);
                    place.pop();
                }
            }
            Value::Word(text, traces) => {
                let is_title = key.is_some_and(|key| TITLES.contains(&key.to_lowercase().as_str()));
                let role = if is_title {
                    Role::Heading
                } else if is_entry || Self::is_in_entry(place) {
                    Role::Bullet
                } else {
                    Role::Paragraph
                };
                self.line(text, role, place.join(" › "), container, (level, traces));
            }
            Value::Text(text, traces) => self.text(text, place, container, traces),
            Value::Other => {}
        }
    }

    /// Records that are kept under keys of their own stand in one container, as the entries of a list do.
    fn fields(&mut self, fields: &[(String, Value)], place: &mut Vec<String>, container: &str, level: u8) {
        let are_records = fields.len() > 1 && fields.iter().all(|(_, value)| matches!(value, Value::Map(_)));
        // What a record is called stands before what it says.
        let is_title = |key: &str| TITLES.contains(&key.to_lowercase().as_str());
        let titles = fields.iter().filter(|(key, _)| is_title(key));
        let others = fields.iter().filter(|(key, _)| !is_title(key));
        for (key, value) in titles.chain(others) {
            let own = if are_records { format!("{container}/*") } else { format!("{container}/{key}") };
            place.push(key.clone());
            self.value(value, place, &own, Some(key), level);
            place.pop();
        }
    }

    /// Tells whether a value is an entry of a list, or stands in one that is a record.
    fn is_in_entry(place: &[String]) -> bool {
        place.iter().rev().take(2).any(|part| part.starts_with("entry "))
    }

    fn text(&mut self, text: &str, place: &[String], container: &str, traces: &Traces) {
        let is_one = !text.trim().contains('\n');
        for (at, line) in text.lines().enumerate() {
            let said = line.trim();
            let entry = MARKS.iter().find_map(|mark| said.strip_prefix(mark));
            let heading = said.strip_prefix('#').map(|rest| rest.trim_start_matches('#').trim());
            let is_entry = entry.is_some() || is_one && Self::is_in_entry(place);
            let (role, said) = match heading {
                Some(heading) => (Role::Heading, heading),
                None => (if is_entry { Role::Bullet } else { Role::Paragraph }, entry.unwrap_or(said)),
            };
            let place =
                if is_one { place.join(" › ") } else { format!("{} › line {}", place.join(" › "), at + 1) };
            let depth = line.chars().take_while(|letter| *letter == ' ').count() / 2;
            self.line(said, role, place, container, (u8::try_from(depth).unwrap_or(u8::MAX), traces));
        }
    }

    fn line(&mut self, text: &str, role: Role, place: String, container: &str, (level, traces): (u8, &Traces)) {
        let said = text.split(['\n', '\r', '\u{b}']).map(str::trim).collect::<Vec<_>>().join(" ");
        if said.trim().is_empty() {
            return;
        }
        self.text.push_str(said.trim());
        self.text.push('\n');
        self.lines.push(OutlineLine { role, level, place, container: container.to_owned(), traces: traces.clone() });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(text: &str) -> Value {
        Value::Word(text.to_owned(), Traces::default())
    }

    #[test]
    fn a_document_becomes_lines() {
        let slide = Value::Map(vec![
            ("bullets".to_owned(), Value::List(vec![word("First"), word("Second")])),
            ("title".to_owned(), word("Plan")),
        ]);
        let todo = Value::Map(vec![("done".to_owned(), Value::Other), ("text".to_owned(), word("milk"))]);
        let notes = Value::Text("# Notes\n\n- one\nA sentence.".to_owned(), Traces::default());
        let all = [("notes", notes), ("slides", Value::List(vec![slide])), ("todo", Value::List(vec![todo]))];
        let source = source("a", &Value::Map(all.map(|(key, value)| (key.to_owned(), value)).to_vec()));
        let lines: Vec<String> = source
            .outline()
            .unwrap_or_default()
            .iter()
            .zip(source.text.lines())
            .map(|(line, text)| format!("{:?} {} {} {text}", line.role, line.place, line.container))
            .collect();
        assert_eq!(
            lines,
            [
                "Heading notes › line 1 /notes Notes",
                "Bullet notes › line 3 /notes one",
                "Paragraph notes › line 4 /notes A sentence.",
                "Heading slides › entry 1 › title /slides/title Plan",
                "Bullet slides › entry 1 › bullets › entry 1 /slides/bullets First",
                "Bullet slides › entry 1 › bullets › entry 2 /slides/bullets Second",
                "Bullet todo › entry 1 › text /todo/text milk",
            ]
        );
    }
}
