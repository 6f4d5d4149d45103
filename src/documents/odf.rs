//! What text documents and presentations of OpenDocument share: paragraphs, lists, tables, and what may stand inside a
//! paragraph.
//!
//! Not here: pages and frames (`odp`), chapters (`odt`).

use crate::package::Package;
use crate::xml::{Document, Element};

/// Opens the part that holds the content.
pub(super) fn content(bytes: &[u8]) -> Result<Document, String> {
    let package = Package::open(bytes)?;
    let manifest = "META-INF/manifest.xml";
    if package.has(manifest) && package.xml(manifest)?.root.descendants().any(|e| e.local() == "encryption-data") {
        return Err("is encrypted".to_owned());
    }
    if !package.has("content.xml") {
        return Err("is not an OpenDocument file: it has no content".to_owned());
    }
    package.xml("content.xml")
}

/// Returns an attribute whatever its prefix: the names that OpenDocument uses are the same in no two namespaces.
#[must_use]
pub(super) fn attribute<'e>(element: &'e Element, name: &str) -> Option<&'e str> {
    let found = element.attributes.iter().find(|attribute| crate::xml::local(&attribute.name) == name);
    found.map(|attribute| attribute.value.as_str())
}

/// Returns the text of a paragraph without footnotes, comments and boxes, which are lines of their own.
#[must_use]
pub(super) fn paragraph_text(paragraph: &Element) -> String {
    let mut text = String::new();
    collect_text(paragraph, &mut text);
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn collect_text(element: &Element, text: &mut String) {
    for child in &element.children {
        match (child.as_text(), child.as_element()) {
            (Some(own), _) => text.push_str(own),
            (None, Some(child)) => match child.local() {
                "s" | "tab" | "line-break" => text.push(' '),
                "note" | "annotation" | "frame" | "tracked-changes" | "custom-shape" | "rect" | "g" => {}
                _ => collect_text(child, text),
            },
            (None, None) => {}
        }
    }
}

/// Returns the paragraphs of a list with their levels, in order.
pub(super) fn list_entries(list: &Element, level: u8, entries: &mut Vec<(u8, String)>) {
    let items = list.elements().filter(|item| matches!(item.local(), "list-item" | "list-header"));
    for block in items.flat_map(Element::elements) {
        match block.local() {
            "p" | "h" => entries.push((level, paragraph_text(block))),
            "list" => list_entries(block, level.saturating_add(1).min(8), entries),
            _ => {}
        }
    }
}

/// Returns the rows of a table, cells joined by ` | `, rows without words left out.
#[must_use]
pub(super) fn rows(table: &Element) -> Vec<String> {
    let rows = table.descendants().filter(|element| element.local() == "table-row").map(|row| {
        let cells = row.all("table-cell").map(|cell| all_paragraphs(cell).join(" "));
        cells.collect::<Vec<_>>().join(" | ")
    });
    rows.filter(|row| row.chars().any(|letter| letter != '|' && !letter.is_whitespace())).collect()
}

/// Returns every paragraph in an element, however deep.
#[must_use]
pub(super) fn all_paragraphs(element: &Element) -> Vec<String> {
    let paragraphs = element.descendants().filter(|element| matches!(element.local(), "p" | "h"));
    paragraphs.map(paragraph_text).filter(|text| !text.is_empty()).collect()
}
