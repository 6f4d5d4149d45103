//! The canonical form of an element: equal for two elements that mean the same, whatever a program changes each time it
//! saves a deck.
//!
//! Not here: references to other parts, which are resolved before (`version`).

use std::hash::{DefaultHasher, Hash, Hasher};

use crate::xml::{Element, Node};

/// Attributes that a program writes and no person means: spelling marks, languages of runs, what may be ignored.
const NOISE_ATTRIBUTES: &[&str] = &["dirty", "err", "smtClean", "lang", "altLang", "Ignorable"];
/// Elements that a program writes and no person means.
/// PowerPoint numbers the axes of a chart anew each time it saves.
const NOISE_ELEMENTS: &[&str] = &["endParaRPr", "modId", "axId", "crossAx"];
/// Elements that say nothing when nothing stands in them.
const EMPTY_ELEMENTS: &[&str] = &["extLst", "ext", "rPr", "pPr"];

/// Returns the canonical form.
#[must_use]
pub(super) fn canonical(element: &Element) -> String {
    let mut out = String::new();
    write(element, &mut out);
    out
}

/// Returns a short form of a text that is equal for equal texts.
#[must_use]
pub(super) fn digest(text: &str) -> String {
    let hash = |salt: u8| {
        let mut hasher = DefaultHasher::new();
        (salt, text).hash(&mut hasher);
        hasher.finish()
    };
    format!("{:016x}{:016x}", hash(1), hash(2))
}

/// Tells whether two elements mean the same.
#[must_use]
pub(super) fn same(left: &Element, right: &Element) -> bool {
    left == right || canonical(left) == canonical(right)
}

fn write(element: &Element, out: &mut String) {
    let start = out.len();
    out.push('<');
    out.push_str(element.local());
    let is_declaration = |name: &str| name == "xmlns" || name.starts_with("xmlns:");
    let mut attributes: Vec<_> = element
        .attributes
        .iter()
        .map(|attribute| (crate::xml::local(&attribute.name), attribute))
        .filter(|(local, attribute)| !is_declaration(&attribute.name) && !NOISE_ATTRIBUTES.contains(local))
        .map(|(local, attribute)| (local, attribute.namespace.is_empty(), attribute.value.as_str()))
        .collect();
    attributes.sort_unstable();
    let has_attributes = attributes.iter().any(|(local, _, _)| *local != "uri");
    for (local, _, value) in attributes {
        // A line break cannot stand in a canonical value, so it parts values safely.
        out.push_str(&format!("\n{local}={value:?}"));
    }
    out.push('>');
    let inside = out.len();
    if !is_clockwork(element) {
        write_children(element, out);
    }
    if out.len() == inside && !has_attributes && EMPTY_ELEMENTS.contains(&element.local()) {
        out.truncate(start);
    } else {
        out.push_str("</>");
    }
}

/// Tells whether a field fills itself: what it shows of the date or the number of the slide changes with each save.
fn is_clockwork(element: &Element) -> bool {
    let kind = element.attribute("type").filter(|_| element.local() == "fld");
    kind.is_some_and(|kind| kind.starts_with("datetime") || kind == "slidenum")
}

fn write_children(element: &Element, out: &mut String) {
    let has_elements = element.elements().next().is_some();
    // Runs that look the same read as one: editing splits and joins them without anybody's intent.
    let mut open_run: Option<String> = None;
    for child in &element.children {
        match child {
            Node::Text(text) if has_elements && text.trim().is_empty() => {}
            Node::Text(text) => out.push_str(&format!("{text:?}")),
            Node::Element(child) if NOISE_ELEMENTS.contains(&child.local()) => {}
            Node::Element(child) if child.local() == "r" && child.child("t").is_some() => {
                let looks = child.child("rPr").map(canonical).unwrap_or_default();
                if open_run.as_ref() != Some(&looks) {
                    out.push_str("<run>");
                    out.push_str(&looks);
                    open_run = Some(looks);
                }
                let text = child.child("t").map(Element::text).unwrap_or_default();
                // The debug form without its quotes, so that joined and split runs are the same.
                let quoted = format!("{text:?}");
                out.push_str(&quoted[1..quoted.len() - 1]);
            }
            Node::Element(child) => {
                open_run = None;
                write(child, out);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::xml::Document;

    fn form(text: &str) -> String {
        canonical(&Document::parse(text.as_bytes()).expect("because the test wrote it so").root)
    }

    #[test]
    fn noise_does_not_count() {
        let plain = form("<a:p xmlns:a=\"u\"><a:r><a:t>one two</a:t></a:r></a:p>");
        let noisy = form(
            "<p>\n <r><rPr lang=\"de\" dirty=\"0\"/><t>one </t></r><r><rPr err=\"1\"/><t>two</t></r><endParaRPr/><extLst><ext uri=\"x\"><modId val=\"1\"/></ext></extLst></p>",
        );
        assert_eq!(plain, noisy);
    }

    #[test]
    fn what_fills_itself_does_not_count() {
        let date = |text| form(&format!("<p><fld type=\"datetime1\"><t>{text}</t></fld></p>"));
        assert_eq!(date("8/17/2011"), date("10/17/2011"));
        assert_eq!(form("<c><axId val=\"1\"/></c>"), form("<c><axId val=\"2\"/></c>"));
    }

    #[test]
    fn looks_and_words_count() {
        let plain = form("<p><r><t>one</t></r></p>");
        assert_ne!(plain, form("<p><r><rPr b=\"1\"/><t>one</t></r></p>"));
        assert_ne!(plain, form("<p><r><t>one </t></r></p>"));
        assert_ne!(form("<a x=\"1\" y=\"2\"/>"), form("<a x=\"1\"/>"));
        assert_eq!(form("<a x=\"1\" y=\"2\"/>"), form("<a y=\"2\" x=\"1\"/>"));
    }
}
