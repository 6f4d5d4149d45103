//! Reads a text document of OpenDocument as an outline. Tracked changes are read as accepted: what was deleted is kept
//! apart from the text in such files and is left out here.
//!
//! Not here: what stands inside a paragraph (`odf`), how headings become places (`outline`).

use super::odf::{self, attribute, paragraph_text};
use super::outline::Outline;
use crate::source::{OutlineLine, Role};
use crate::xml::Element;

/// Reads a text document.
pub fn read(bytes: &[u8]) -> Result<Vec<(OutlineLine, String)>, String> {
    let content = odf::content(bytes)?;
    let text = content.root.path(&["body", "text"]).ok_or("is not a text document")?;
    let mut outline = Outline::default();
    blocks(&mut outline, text);
    outline.finish()
}

fn blocks(outline: &mut Outline, body: &Element) {
    for block in body.elements() {
        match block.local() {
            "h" => {
                let level = attribute(block, "outline-level").and_then(|level| level.parse::<u8>().ok()).unwrap_or(1);
                let text = paragraph_text(block);
                if !text.is_empty() {
                    outline.heading(level.saturating_sub(1).min(8), text);
                }
                anchored(outline, block);
            }
            "p" => paragraph(outline, block),
            "list" => list(outline, block),
            "table" => outline.table(odf::rows(block)),
            // An index is made from the headings.
            "table-of-content" | "alphabetical-index" | "illustration-index" | "tracked-changes" => {}
            _ => blocks(outline, block),
        }
    }
}

fn paragraph(outline: &mut Outline, block: &Element) {
    let text = paragraph_text(block);
    if !text.is_empty() {
        outline.paragraph(text);
    }
    anchored(outline, block);
}

fn list(outline: &mut Outline, list: &Element) {
    let mut entries = Vec::new();
    odf::list_entries(list, 0, &mut entries);
    for (level, text) in entries.into_iter().filter(|(_, text)| !text.is_empty()) {
        outline.bullet(level, text);
    }
    anchored(outline, list);
}

/// Adds what hangs on a paragraph: notes, comments and boxes.
fn anchored(outline: &mut Outline, block: &Element) {
    let mut open: Vec<&Element> = block.elements().rev().collect();
    while let Some(element) = open.pop() {
        match element.local() {
            "note" => {
                let body = element.child("note-body").map(odf::all_paragraphs).unwrap_or_default();
                outline.under_heading(Role::Paragraph, 0, "footnote", body.join(" "));
            }
            "annotation" => {
                outline.under_heading(Role::Comment, 0, "comment", odf::all_paragraphs(element).join(" "));
            }
            "text-box" | "custom-shape" | "rect" => blocks(outline, element),
            _ => open.extend(element.elements().rev()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::package::{Content, write};

    #[test]
    fn a_text_document_is_an_outline() {
        let body = "<t:h t:outline-level=\"1\">Start</t:h><t:p>some<t:s/>text<t:note><t:note-body><t:p>small</t:p></t:note-body></t:note></t:p><t:list><t:list-item><t:p>entry</t:p><t:list><t:list-item><t:p>inner</t:p></t:list-item></t:list></t:list-item></t:list>";
        let content = format!("<o:d xmlns:o=\"o\" xmlns:t=\"t\"><o:body><o:text>{body}</o:text></o:body></o:d>");
        let parts = [("content.xml".to_owned(), Content::Bytes(content.into_bytes()))];
        let lines = read(&write(&parts).expect("because it is small")).expect("because the test wrote it so");
        let told: Vec<_> = lines.iter().map(|(line, text)| (line.role, line.level, text.as_str())).collect();
        let expected = [
            (Role::Heading, 0, "Start"),
            (Role::Paragraph, 0, "some text"),
            (Role::Paragraph, 0, "small"),
            (Role::Bullet, 0, "entry"),
            (Role::Bullet, 1, "inner"),
        ];
        assert_eq!(told, expected);
    }
}
