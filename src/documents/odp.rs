//! Reads a presentation of OpenDocument as an outline: pages with their frames, shapes, tables, notes and comments.
//!
//! Not here: what stands inside a paragraph or a list (`odf`).

use std::collections::{HashMap, HashSet};

use super::odf::{self, attribute};
use super::outline::shortened;
use crate::source::{OutlineLine, Role, Traces};
use crate::xml::Element;

/// Reads a presentation.
pub fn read(bytes: &[u8]) -> Result<Vec<(OutlineLine, String)>, String> {
    let content = odf::content(bytes)?;
    let pages = content.root.path(&["body", "presentation"]).ok_or("is not a presentation")?;
    let hidden = hidden_styles(&content.root);
    let mut titles: HashMap<String, usize> = HashMap::new();
    let mut lines = Vec::new();
    for (at, page) in pages.all("page").enumerate() {
        let is_hidden = attribute(page, "style-name").is_some_and(|style| hidden.contains(style));
        let title = title(page);
        let named =
            if title.is_empty() { attribute(page, "name").unwrap_or_default().to_owned() } else { shortened(&title) };
        let count = titles.entry(named.clone()).or_default();
        *count += 1;
        let container = if *count == 1 { format!("slide {named}") } else { format!("slide {named} ({count})") };
        let mut place = format!("slide {}{}", at + 1, if is_hidden { " (hidden)" } else { "" });
        if !title.is_empty() {
            place = format!("{place} › {}", shortened(&title));
        }
        let mut reader = Page { place, container, n_bodies: 0, lines: &mut lines };
        reader.push(Role::Title, 0, "", "title", title);
        reader.shapes(page);
        reader.notes_and_comments(page);
    }
    Ok(lines)
}

/// Returns the styles of pages that are not shown.
fn hidden_styles(root: &Element) -> HashSet<&str> {
    let styles = root.child("automatic-styles").into_iter().flat_map(|styles| styles.all("style"));
    let is_hidden = |style: &&Element| {
        let properties = style.child("drawing-page-properties");
        properties.and_then(|properties| attribute(properties, "visibility")) == Some("hidden")
    };
    styles.filter(is_hidden).filter_map(|style| attribute(style, "name")).collect()
}

fn title(page: &Element) -> String {
    let frames = page.all("frame").filter(|frame| attribute(frame, "class") == Some("title"));
    frames.flat_map(odf::all_paragraphs).collect::<Vec<_>>().join(" ")
}

/// A page while it is read.
struct Page<'l> {
    place: String,
    container: String,
    n_bodies: usize,
    lines: &'l mut Vec<(OutlineLine, String)>,
}

impl Page<'_> {
    fn shapes(&mut self, parent: &Element) {
        for shape in parent.elements() {
            match shape.local() {
                "notes" | "annotation" | "forms" => {}
                "g" | "a" => self.shapes(shape),
                "frame" => self.frame(shape),
                _ => self.text(shape, shape, Role::Paragraph),
            }
        }
    }

    fn frame(&mut self, frame: &Element) {
        let class = attribute(frame, "class").unwrap_or_default();
        if class == "title" {
            return;
        }
        if let Some(table) = frame.child("table") {
            let name = attribute(frame, "name").unwrap_or_default().to_owned();
            for (at, row) in odf::rows(table).into_iter().enumerate() {
                self.push(
                    Role::TableRow,
                    0,
                    &format!("table \"{name}\" › row {}", at + 1),
                    &format!("table {name}"),
                    row,
                );
            }
        }
        let Some(body) = frame.child("text-box") else { return };
        let role = match class {
            "footer" | "date-time" | "page-number" | "header" => Role::Furniture,
            "outline" | "subtitle" | "text" => Role::Bullet,
            _ => Role::Paragraph,
        };
        self.text(frame, body, role);
    }

    fn text(&mut self, shape: &Element, body: &Element, role: Role) {
        let mut entries = Vec::new();
        for block in body.elements() {
            match block.local() {
                "p" | "h" => entries.push((0, role, odf::paragraph_text(block))),
                "list" => {
                    let mut inner = Vec::new();
                    odf::list_entries(block, 0, &mut inner);
                    let role = if role == Role::Furniture { role } else { Role::Bullet };
                    entries.extend(inner.into_iter().map(|(level, text)| (level, role, text)));
                }
                _ => {}
            }
        }
        entries.retain(|(_, _, text)| !text.is_empty());
        self.n_bodies += usize::from(role == Role::Bullet && !entries.is_empty());
        let name = attribute(shape, "name").or_else(|| attribute(shape, "class")).unwrap_or_default();
        for (at, (level, found, text)) in entries.into_iter().enumerate() {
            let place = match role {
                Role::Furniture => "footer".to_owned(),
                Role::Bullet if self.n_bodies > 1 => format!("body {} › bullet {}", self.n_bodies, at + 1),
                Role::Bullet => format!("body › bullet {}", at + 1),
                _ => format!("text box \"{name}\" › paragraph {}", at + 1),
            };
            self.push(found, level, &place, &format!("box {name}"), text);
        }
    }

    fn notes_and_comments(&mut self, page: &Element) {
        for notes in page.all("notes") {
            let is_note = |frame: &&Element| attribute(frame, "class").is_none_or(|class| class == "notes");
            for text in notes.all("frame").filter(is_note).flat_map(odf::all_paragraphs) {
                self.push(Role::Note, 0, "notes", "notes", text);
            }
        }
        for (at, comment) in page.all("annotation").enumerate() {
            let text = odf::all_paragraphs(comment).join(" ");
            self.push(Role::Comment, 0, &format!("comment {}", at + 1), "comments", text);
        }
    }

    fn push(&mut self, role: Role, level: u8, place: &str, container: &str, text: String) {
        if text.is_empty() {
            return;
        }
        let place = if place.is_empty() { self.place.clone() } else { format!("{} › {place}", self.place) };
        let container = format!("{}/{container}", self.container);
        self.lines.push((OutlineLine { role, level, place, container, traces: Traces::default() }, text));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::package::{Content, write};

    #[test]
    fn a_presentation_is_an_outline() {
        let frame =
            |class: &str, text: &str| format!("<d:frame p:class=\"{class}\"><d:text-box>{text}</d:text-box></d:frame>");
        let page = format!(
            "<d:page d:style-name=\"h\">{}{}{}<p:notes>{}</p:notes></d:page>",
            frame("title", "<t:p>Plan</t:p>"),
            frame("outline", "<t:list><t:list-item><t:p>one</t:p></t:list-item></t:list>"),
            frame("footer", "<t:p>Acme</t:p>"),
            frame("notes", "<t:p>say it</t:p>")
        );
        let style = "<s:style s:name=\"h\"><s:drawing-page-properties p:visibility=\"hidden\"/></s:style>";
        let content = format!(
            "<o:d xmlns:o=\"o\" xmlns:d=\"d\" xmlns:p=\"p\" xmlns:t=\"t\" xmlns:s=\"s\"><o:automatic-styles>{style}</o:automatic-styles><o:body><o:presentation>{page}</o:presentation></o:body></o:d>"
        );
        let parts = [("content.xml".to_owned(), Content::Bytes(content.into_bytes()))];
        let lines = read(&write(&parts).expect("because it is small")).expect("because the test wrote it so");
        let told: Vec<_> = lines.iter().map(|(line, text)| (line.role, line.place.as_str(), text.as_str())).collect();
        let expected = [
            (Role::Title, "slide 1 (hidden) › Plan", "Plan"),
            (Role::Bullet, "slide 1 (hidden) › Plan › body › bullet 1", "one"),
            (Role::Furniture, "slide 1 (hidden) › Plan › footer", "Acme"),
            (Role::Note, "slide 1 (hidden) › Plan › notes", "say it"),
        ];
        assert_eq!(told, expected);
    }
}
