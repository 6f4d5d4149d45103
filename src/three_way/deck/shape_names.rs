//! What is a shape, and by which names a shape is known again in another version.
//!
//! Not here: which shapes of two versions correspond (`shapes`).

use crate::documents::pptx::shapes::{creation_id, properties};
use crate::xml::Element;

/// Tells whether an element is a shape.
pub(super) fn is_shape(element: &Element) -> bool {
    matches!(element.local(), "sp" | "grpSp" | "graphicFrame" | "pic" | "cxnSp" | "contentPart" | "AlternateContent")
}

/// Returns the shapes of a slide or of a group, without those of groups in it.
pub(super) fn shape_list(tree: &Element) -> Vec<&Element> {
    tree.elements().filter(|child| is_shape(child)).collect()
}

/// Returns the element that carries the number and name of a shape; of alternatives, that of the first.
fn identity(shape: &Element) -> Option<&Element> {
    match properties(shape) {
        Some(properties) => properties.child("cNvPr"),
        None => shape.descendants().find(|element| element.local() == "cNvPr"),
    }
}

fn made(shape: &Element) -> String {
    identity(shape).and_then(creation_id).unwrap_or_default().to_owned()
}

/// Returns the number of a shape.
pub(super) fn id(shape: &Element) -> String {
    identity(shape).and_then(|identity| identity.attribute("id")).unwrap_or_default().to_owned()
}

pub(super) fn name(shape: &Element) -> String {
    identity(shape).and_then(|identity| identity.attribute("name")).unwrap_or_default().to_owned()
}

/// Names a shape by its kind, number and identity.
pub(super) fn by_both(shape: &Element) -> String {
    format!("{} {} {}", shape.local(), id(shape), made(shape))
}

pub(super) fn by_identity(shape: &Element) -> String {
    let made = made(shape);
    if made.is_empty() { made } else { format!("{} {made}", shape.local()) }
}

pub(super) fn by_number(shape: &Element) -> String {
    if made(shape).is_empty() { format!("{} {}", shape.local(), id(shape)) } else { String::new() }
}

pub(super) fn by_placeholder(shape: &Element) -> String {
    let placeholder = properties(shape).and_then(|properties| properties.path(&["nvPr", "ph"]));
    placeholder.map_or_else(String::new, |placeholder| {
        let value = |name| placeholder.attribute(name).unwrap_or_default();
        format!("{} {} {}", shape.local(), value("type"), value("idx"))
    })
}
