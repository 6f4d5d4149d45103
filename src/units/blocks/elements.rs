//! Reads XML of builds and resources: an element with all that stands in it is one thing, told from its sisters by a
//! telling attribute or by telling children.
//!
//! Not here: pages (`prose::html`), pictures, office documents. Tags that do not match are passed over.

use std::ops::Range;

use super::found::{Found, Opens};
use crate::units::unit::UnitKind;

/// Extensions of XML whose elements are entries.
pub(super) const EXTENSIONS: &[&str] = &[
    "xml",
    "csproj",
    "fsproj",
    "vbproj",
    "vcxproj",
    "sqlproj",
    "props",
    "targets",
    "pom",
    "xlf",
    "xliff",
    "plist",
    "resx",
    "resw",
    "xaml",
    "axaml",
    "nuspec",
    "config",
    "storyboard",
    "xib",
    "ui",
    "qrc",
    "xsd",
    "wsdl",
    "iml",
    "entitlements",
    "fxml",
    "filters",
    "ruleset",
    "slnx",
    "tmx",
    "proj",
];

/// Attributes that tell an element from its sisters, the strongest first.
const TELLING: &[&str] = &[
    "Include",
    "Update",
    "Remove",
    "x:Key",
    "x:Name",
    "android:id",
    "android:name",
    "id",
    "name",
    "Name",
    "key",
    "Id",
    "Key",
    "path",
    "quantity",
];
/// Attributes that make a second one of the same name another one.
const TELLING_APART: &[&str] = &["Condition", "product", "type", "locale", "xml:lang", "for", "qualifier"];
/// Elements that their children tell apart, and those children.
const BY_CHILDREN: &[(&str, &[&str])] = &[
    ("dependency", &["groupId", "artifactId", "classifier", "type"]),
    ("exclusion", &["groupId", "artifactId"]),
    ("plugin", &["groupId", "artifactId"]),
    ("extension", &["groupId", "artifactId"]),
    ("profile", &["id"]),
    ("repository", &["id"]),
    ("pluginRepository", &["id"]),
    ("server", &["id"]),
    ("mirror", &["id"]),
    ("execution", &["id"]),
];
/// Elements whose children are told apart by their own names.
const BY_TAG: &[&str] = &["properties", "PropertyGroup"];
/// Elements that part others only for the eye, unless they bear a condition.
const THROUGH: &[&str] = &["ItemGroup"];
/// Elements in which each key is followed by its value.
const DICTIONARY: &str = "dict";
/// A name longer than this tells nothing to people.
const MAX_NAME: usize = 120;
/// So many open elements are searched for the one that a tag closes.
const MAX_OPEN: usize = 100;

/// An element with its place.
struct Element<'a> {
    tag: &'a str,
    bytes: Range<usize>,
    attributes: &'a str,
    parent: Option<usize>,
    /// Where its text begins and ends; the same twice where it holds nothing.
    inner: Range<usize>,
    children: Vec<usize>,
}

/// Reads the elements that can be told from their sisters.
pub(super) fn read(text: &str) -> Vec<Found> {
    let elements = elements(text);
    let mut found = Vec::new();
    for (at, element) in elements.iter().enumerate() {
        let parent = element.parent.map(|parent| &elements[parent]);
        if parent.is_some_and(|parent| parent.tag == DICTIONARY) {
            found.extend(entry(text, &elements, at));
            continue;
        }
        let name = telling(text, &elements, element, parent);
        let condition = TELLING_APART.iter().filter_map(|name| attribute(element.attributes, name));
        let condition: String = condition.map(|value| format!(" {value}")).collect();
        let label = match &name {
            Some(name) => format!("{} {name}{condition}", element.tag),
            None => format!("{}{condition}", element.tag),
        };
        let opens = match THROUGH.contains(&element.tag) && condition.is_empty() {
            true => Opens::Shared(String::new()),
            false => Opens::Own(label.clone()),
        };
        found.push(match name {
            Some(name) => {
                let shown = if name == element.tag { name } else { format!("{} {name}", element.tag) };
                let element_found = Found::named(UnitKind::Entry, element.bytes.clone(), &shown);
                element_found.identified(Some(label)).opening(opens).of_sort(element.tag)
            }
            None if element.children.is_empty() => continue,
            None => Found::holder(element.bytes.clone(), opens),
        });
    }
    found
}

/// Returns what tells an element from its sisters.
fn telling(
    text: &str,
    elements: &[Element<'_>],
    element: &Element<'_>,
    parent: Option<&Element<'_>>,
) -> Option<String> {
    if let Some((_, names)) = BY_CHILDREN.iter().find(|(tag, _)| *tag == element.tag) {
        let child = |name: &str| {
            let child = element.children.iter().map(|child| &elements[*child]).find(|child| child.tag == name)?;
            Some(text.get(child.inner.clone())?.trim().to_owned())
        };
        let parts: Vec<String> = names.iter().copied().filter_map(child).collect();
        return (!parts.is_empty()).then(|| parts.join(":"));
    }
    let by_attribute = TELLING.iter().find_map(|name| Some((name, attribute(element.attributes, name)?)));
    if let Some((name, value)) = by_attribute {
        // What is taken in, changed and taken out are three things to say of one name.
        let mark = if matches!(*name, "Update" | "Remove") { format!("{name} ") } else { String::new() };
        return Some(format!("{mark}{value}")).filter(|name| !value.is_empty() && name.len() <= MAX_NAME);
    }
    let is_property = parent.is_some_and(|parent| BY_TAG.contains(&parent.tag)) && element.children.is_empty();
    is_property.then(|| element.tag.to_owned())
}

/// A key of a dictionary with the value behind it.
fn entry(text: &str, elements: &[Element<'_>], at: usize) -> Option<Found> {
    let key = &elements[at];
    let siblings = &elements[key.parent?].children;
    let place = siblings.binary_search(&at).ok()?;
    if key.tag != "key" {
        // A value lies in its entry.
        return None;
    }
    let value = siblings.get(place + 1).map(|next| &elements[*next]).filter(|value| value.tag != "key");
    let end = value.map_or(key.bytes.end, |value| value.bytes.end);
    let name = text.get(key.inner.clone())?.trim();
    (!name.is_empty())
        .then(|| Found::named(UnitKind::Key, key.bytes.start..end, name).opening(Opens::Own(name.to_owned())))
}

/// Returns the value of an attribute.
fn attribute<'a>(attributes: &'a str, name: &str) -> Option<&'a str> {
    let starts = attributes.match_indices(name).map(|(at, _)| at);
    let is_whole = |at: &usize| *at == 0 || attributes[..*at].ends_with(char::is_whitespace);
    let value = |at: usize| {
        let rest = attributes[at + name.len()..].trim_start().strip_prefix('=')?.trim_start();
        let quote = rest.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
        rest[1..].split(quote).next()
    };
    starts.filter(is_whole).find_map(value)
}

/// Finds the elements of a text in the order of their beginnings.
fn elements(text: &str) -> Vec<Element<'_>> {
    let mut elements: Vec<Element<'_>> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    let mut at = 0;
    while let Some(start) = text[at..].find('<').map(|next| at + next) {
        let rest = &text[start..];
        if let Some(length) = passed_over(rest) {
            at = start + length;
            continue;
        }
        let Some(length) = tag_length(rest) else { break };
        let tag = rest.get(1..length - 1).unwrap_or_default();
        at = start + length;
        if let Some(name) = tag.strip_prefix('/') {
            close(&mut elements, &mut open, name.trim(), start, at);
        } else if tag.starts_with(|letter: char| letter.is_alphabetic() || letter == '_') {
            let is_empty = tag.ends_with('/');
            let tag = tag.trim_end_matches('/');
            let name = &tag[..tag.find(char::is_whitespace).unwrap_or(tag.len())];
            let (parent, index) = (open.last().copied(), elements.len());
            if let Some(parent) = parent {
                elements[parent].children.push(index);
            }
            let (attributes, children) = (&tag[name.len()..], Vec::new());
            elements.push(Element { tag: name, bytes: start..at, attributes, parent, inner: at..at, children });
            if !is_empty {
                open.push(index);
            }
        }
    }
    elements
}

/// Returns the length of what is no element: a comment, a declaration, text as it is.
fn passed_over(rest: &str) -> Option<usize> {
    let marks = [("<!--", "-->"), ("<![CDATA[", "]]>"), ("<?", "?>"), ("<!", ">")];
    let (_, end) = marks.iter().find(|(start, _)| rest.starts_with(start))?;
    Some(rest.find(end).map_or(rest.len(), |at| at + end.len()))
}

/// Returns the length of a tag; a bracket in quotes does not end it.
fn tag_length(rest: &str) -> Option<usize> {
    let mut quote = None;
    for (at, byte) in rest.bytes().enumerate().skip(1) {
        match byte {
            _ if quote == Some(byte) => quote = None,
            b'"' | b'\'' if quote.is_none() => quote = Some(byte),
            b'>' if quote.is_none() => return Some(at + 1),
            b'<' if quote.is_none() => return Some(at).filter(|at| *at > 1),
            _ => {}
        }
    }
    None
}

/// Closes the innermost open element of a name, and what was left open in it.
fn close(elements: &mut [Element<'_>], open: &mut Vec<usize>, name: &str, start: usize, end: usize) {
    let near = open.len().saturating_sub(MAX_OPEN);
    let Some(place) = open[near..].iter().rposition(|at| elements[*at].tag == name) else { return };
    for (depth, at) in open.split_off(near + place).into_iter().enumerate() {
        let element = &mut elements[at];
        element.bytes.end = if depth == 0 { end } else { start };
        element.inner.end = start.max(element.inner.start);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_that_do_not_match_are_passed_over() {
        let tags = |text: &str| {
            let all = elements(text);
            all.iter().map(|one| (one.tag.to_owned(), text[one.bytes.clone()].to_owned())).collect::<Vec<_>>()
        };
        let pair = |tag: &str, text: &str| (tag.to_owned(), text.to_owned());
        assert_eq!(tags("<a><b>x</a></c>"), [pair("a", "<a><b>x</a>"), pair("b", "<b>x")]);
        assert_eq!(tags("<a t='>'/><!-- <b> --><"), [pair("a", "<a t='>'/>")]);
        assert_eq!(attribute(" xname=\"1\" name = 'é'", "name"), Some("é"));
    }
}
