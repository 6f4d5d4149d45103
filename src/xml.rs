//! The parts of office documents as trees that can be read, changed and written again, with every name kept as it was
//! spelled and every prefix bound to the same namespace.
//!
//! Not here: what the elements mean (`documents`). Document types and entities are refused, because office documents
//! never use them and hostile ones do.

use std::sync::Arc;

use quick_xml::XmlVersion;
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::reader::Reader;

/// Elements nest some thirty deep in real documents.
const MAX_DEPTH: usize = 256;
/// Elements, attributes and texts of one part. A tree of so many takes some 800 MB.
pub const MAX_NODES: usize = 1_500_000;
/// More attributes on one element, or prefixes in one scope, are made to be slow.
const MAX_ATTRIBUTES: usize = 256;

/// A parsed part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// The outermost element.
    pub root: Element,
}

/// One element.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Element {
    /// The name as it was written: `a:p`.
    pub name: String,
    /// The namespace that the prefix was bound to; empty for none.
    pub namespace: Arc<str>,
    /// The attributes in the order of the document, declarations of namespaces among them.
    pub attributes: Vec<Attribute>,
    /// What stands in it.
    pub children: Vec<Node>,
}

/// One attribute.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attribute {
    /// The name as it was written: `r:id`.
    pub name: String,
    /// The namespace of its prefix; empty where it has none.
    pub namespace: Arc<str>,
    /// The value, unescaped.
    pub value: String,
}

/// What stands in an element.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Node {
    /// An element.
    Element(Element),
    /// Text, unescaped.
    Text(String),
}

impl Document {
    /// Parses a part, or says in a few words what is wrong with it ("is not well-formed XML").
    pub fn parse(bytes: &[u8]) -> Result<Document, String> {
        Document::parse_within(bytes, MAX_NODES)
    }

    /// Parses a part of at most so many elements, attributes and texts.
    pub fn parse_within(bytes: &[u8], max_nodes: usize) -> Result<Document, String> {
        let text = decode(bytes);
        let mut reader = Reader::from_str(&text);
        let mut builder = Builder { room: max_nodes, ..Builder::default() };
        loop {
            match reader.read_event().map_err(|_| "is not well-formed XML".to_owned())? {
                Event::Eof => return builder.finish(),
                event => builder.take(event)?,
            }
        }
    }

    /// Writes the part in UTF-8.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\r\n");
        write_element(&self.root, &mut Vec::new(), &mut out);
        out.into_bytes()
    }
}

/// Decodes a part: UTF-16 with or without a byte order mark, else UTF-8 with what is wrong replaced.
fn decode(bytes: &[u8]) -> String {
    let pairs = |bytes: &[u8], join: fn([u8; 2]) -> u16| {
        let units: Vec<u16> = bytes.chunks_exact(2).map(|pair| join([pair[0], pair[1]])).collect();
        String::from_utf16_lossy(&units)
    };
    let text = match bytes {
        [0xff, 0xfe, rest @ ..] => pairs(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => pairs(rest, u16::from_be_bytes),
        [b'<', 0, ..] => pairs(bytes, u16::from_le_bytes),
        [0, b'<', ..] => pairs(bytes, u16::from_be_bytes),
        _ => String::from_utf8_lossy(bytes).into_owned(),
    };
    text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text)
}

/// Builds the tree from events, with its own stack, so that depth costs no stack of the program.
#[derive(Default)]
struct Builder {
    open: Vec<Element>,
    root: Option<Element>,
    /// Prefixes in scope with their namespaces, inner ones last, and how many each open element brought.
    scope: Vec<(String, Arc<str>)>,
    brought: Vec<usize>,
    n_nodes: usize,
    /// So many may there be.
    room: usize,
}

impl Builder {
    fn take(&mut self, event: Event<'_>) -> Result<(), String> {
        match event {
            Event::Start(start) => self.start(&start)?,
            Event::Empty(start) => {
                self.start(&start)?;
                self.end();
            }
            Event::End(_) => self.end(),
            Event::Text(text) => self.text(&text.xml10_content()),
            Event::CData(text) => self.text(&text.xml10_content()),
            Event::GeneralRef(reference) => self.text(&resolve(&reference)?),
            Event::DocType(_) => return Err("declares a document type, which office documents never do".to_owned()),
            Event::Comment(_) | Event::PI(_) | Event::Decl(_) | Event::Eof => {}
        }
        Ok(())
    }

    fn start(&mut self, start: &BytesStart<'_>) -> Result<(), String> {
        if self.open.len() >= MAX_DEPTH {
            return Err(format!("nests more than {MAX_DEPTH} elements"));
        }
        let mut attributes = attributes(start)?;
        self.n_nodes += 1 + attributes.len();
        self.declare(&attributes)?;
        if self.n_nodes > self.room || self.scope.len() > MAX_ATTRIBUTES {
            return Err("holds more elements than are read".to_owned());
        }
        for attribute in &mut attributes {
            if let Some((prefix, _)) = attribute.name.split_once(':') {
                attribute.namespace = self.bound(prefix);
            }
        }
        let name = start.name().into_inner().to_owned();
        let namespace = self.bound(name.split_once(':').map_or("", |(prefix, _)| prefix));
        self.open.push(Element { name, namespace, attributes, children: Vec::new() });
        Ok(())
    }

    fn declare(&mut self, attributes: &[Attribute]) -> Result<(), String> {
        let before = self.scope.len();
        for attribute in attributes {
            if let Some(prefix) = declared(&attribute.name) {
                self.scope.push((prefix.to_owned(), Arc::from(attribute.value.as_str())));
            }
        }
        self.brought.push(self.scope.len() - before);
        Ok(())
    }

    fn bound(&self, prefix: &str) -> Arc<str> {
        let found = self.scope.iter().rev().find(|(known, _)| known == prefix);
        found.map_or_else(|| Arc::from(""), |(_, namespace)| namespace.clone())
    }

    fn end(&mut self) {
        let brought = self.brought.pop().unwrap_or_default();
        self.scope.truncate(self.scope.len() - brought);
        let Some(element) = self.open.pop() else { return };
        match self.open.last_mut() {
            Some(parent) => parent.children.push(Node::Element(element)),
            None => self.root = self.root.take().or(Some(element)),
        }
    }

    fn text(&mut self, text: &str) {
        let Some(parent) = self.open.last_mut() else { return };
        match parent.children.last_mut() {
            Some(Node::Text(before)) => before.push_str(text),
            _ => {
                self.n_nodes += 1;
                parent.children.push(Node::Text(text.to_owned()));
            }
        }
    }

    fn finish(self) -> Result<Document, String> {
        let root = self.root.filter(|_| self.open.is_empty()).ok_or("is not well-formed XML")?;
        Ok(Document { root })
    }
}

/// Returns the prefix that an attribute declares; the empty one for `xmlns`.
fn declared(name: &str) -> Option<&str> {
    if name == "xmlns" { Some("") } else { name.strip_prefix("xmlns:") }
}

fn attributes(start: &BytesStart<'_>) -> Result<Vec<Attribute>, String> {
    let mut attributes = Vec::new();
    for attribute in start.attributes() {
        let attribute = attribute.map_err(|_| "is not well-formed XML".to_owned())?;
        let value = attribute.normalized_value(XmlVersion::Implicit1_0);
        let value = value.map_err(|_| "uses entities, which office documents never do".to_owned())?.into_owned();
        let name = attribute.key.into_inner().to_owned();
        attributes.push(Attribute { name, namespace: Arc::from(""), value });
        if attributes.len() > MAX_ATTRIBUTES {
            return Err("holds an element with more attributes than are read".to_owned());
        }
    }
    Ok(attributes)
}

fn resolve(reference: &BytesRef<'_>) -> Result<String, String> {
    let refused = || "uses entities, which office documents never do".to_owned();
    if let Some(letter) = reference.resolve_char_ref().map_err(|_| refused())? {
        return Ok(letter.to_string());
    }
    quick_xml::escape::resolve_predefined_entity(reference).map(str::to_owned).ok_or_else(refused)
}

impl Element {
    /// Returns the name without its prefix. Names are compared so, because the strict and the transitional form of a
    /// format use the same words in different namespaces.
    #[must_use]
    pub fn local(&self) -> &str {
        local(&self.name)
    }

    /// Returns the elements that stand directly in this one.
    pub fn elements(&self) -> impl DoubleEndedIterator<Item = &Element> {
        self.children.iter().filter_map(Node::as_element)
    }

    /// Returns the elements of one name that stand directly in this one.
    pub fn all<'e>(&'e self, name: &'e str) -> impl DoubleEndedIterator<Item = &'e Element> {
        self.elements().filter(move |child| child.local() == name)
    }

    /// Returns the first element of a name that stands directly in this one.
    #[must_use]
    pub fn child(&self, name: &str) -> Option<&Element> {
        self.elements().find(|child| child.local() == name)
    }

    /// Returns the first element of a name that stands directly in this one, to change it.
    pub fn child_mut(&mut self, name: &str) -> Option<&mut Element> {
        self.children.iter_mut().filter_map(Node::as_element_mut).find(|child| child.local() == name)
    }

    /// Follows names downwards, always to the first.
    #[must_use]
    pub fn path(&self, names: &[&str]) -> Option<&Element> {
        names.iter().try_fold(self, |element, name| element.child(name))
    }

    /// Returns this element and all below it, outer before inner, in the order of the document.
    #[must_use]
    pub fn descendants(&self) -> Descendants<'_> {
        Descendants { open: vec![self] }
    }

    /// Returns the value of an attribute that has no prefix.
    #[must_use]
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|attribute| attribute.name == name).map(|attribute| attribute.value.as_str())
    }

    /// Returns the value of an attribute whose prefix stands for a namespace that ends so.
    #[must_use]
    pub fn attribute_in(&self, namespace_end: &str, name: &str) -> Option<&str> {
        let is_it = |a: &&Attribute| local(&a.name) == name && a.name != name && a.namespace.ends_with(namespace_end);
        self.attributes.iter().find(is_it).map(|attribute| attribute.value.as_str())
    }

    /// Sets an attribute that has no prefix, or whose prefix is in scope.
    pub fn set(&mut self, name: &str, value: impl Into<String>) {
        match self.attributes.iter_mut().find(|attribute| attribute.name == name) {
            Some(attribute) => attribute.value = value.into(),
            None => {
                self.attributes.push(Attribute {
                    name: name.to_owned(),
                    namespace: Arc::from(""),
                    value: value.into(),
                });
            }
        }
    }

    /// Returns all text in this element and below it.
    #[must_use]
    pub fn text(&self) -> String {
        let own = |element: &Element| {
            element.children.iter().filter_map(Node::as_text).map(str::to_owned).collect::<String>()
        };
        if self.children.iter().all(|child| child.as_text().is_some()) {
            return own(self);
        }
        // Mixed content keeps its order only when text and elements are walked together.
        self.children.iter().map(|child| child.as_text().map_or_else(|| child.text(), str::to_owned)).collect()
    }
}

/// Returns a name without its prefix.
#[must_use]
pub fn local(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}

/// The elements of a tree, outer before inner.
pub struct Descendants<'e> {
    open: Vec<&'e Element>,
}

impl<'e> Iterator for Descendants<'e> {
    type Item = &'e Element;

    fn next(&mut self) -> Option<&'e Element> {
        let element = self.open.pop()?;
        self.open.extend(element.elements().rev());
        Some(element)
    }
}

impl Node {
    /// Returns the element, where this is one.
    #[must_use]
    pub fn as_element(&self) -> Option<&Element> {
        match self {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        }
    }

    /// Returns the element to change it, where this is one.
    pub fn as_element_mut(&mut self) -> Option<&mut Element> {
        match self {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        }
    }

    /// Returns the text, where this is text.
    #[must_use]
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Node::Text(text) => Some(text),
            Node::Element(_) => None,
        }
    }

    fn text(&self) -> String {
        self.as_element().map(Element::text).unwrap_or_default()
    }
}

/// Writes an element. A prefix that is not bound here as it was where the element came from is declared again, so
/// that an element can be moved between documents.
fn write_element(element: &Element, scope: &mut Vec<(String, Arc<str>)>, out: &mut String) {
    let before = scope.len();
    for attribute in &element.attributes {
        if let Some(prefix) = declared(&attribute.name) {
            scope.push((prefix.to_owned(), Arc::from(attribute.value.as_str())));
        }
    }
    out.push('<');
    out.push_str(&element.name);
    for attribute in &element.attributes {
        write_attribute(&attribute.name, &attribute.value, out);
    }
    declare_again(element, scope, out);
    if element.children.is_empty() {
        out.push_str("/>");
    } else {
        out.push('>');
        for child in &element.children {
            match child {
                Node::Element(child) => write_element(child, scope, out),
                Node::Text(text) => escape(text, false, out),
            }
        }
        out.push_str("</");
        out.push_str(&element.name);
        out.push('>');
    }
    scope.truncate(before);
}

fn declare_again(element: &Element, scope: &mut Vec<(String, Arc<str>)>, out: &mut String) {
    let own = (element.name.split_once(':').map_or("", |(prefix, _)| prefix), &element.namespace);
    let others = element.attributes.iter().filter_map(|attribute| {
        let (prefix, _) = attribute.name.split_once(':')?;
        (prefix != "xmlns" && prefix != "xml").then_some((prefix, &attribute.namespace))
    });
    for (prefix, namespace) in std::iter::once(own).chain(others) {
        let bound = scope.iter().rev().find(|(known, _)| known == prefix).map_or("", |(_, bound)| bound);
        let can_be_declared = prefix.is_empty() || !namespace.is_empty();
        if bound != &**namespace && can_be_declared {
            let name = if prefix.is_empty() { "xmlns".to_owned() } else { format!("xmlns:{prefix}") };
            write_attribute(&name, namespace, out);
            scope.push((prefix.to_owned(), namespace.clone()));
        }
    }
}

fn write_attribute(name: &str, value: &str, out: &mut String) {
    out.push(' ');
    out.push_str(name);
    out.push_str("=\"");
    escape(value, true, out);
    out.push('"');
}

/// Escapes text, or the value of an attribute, where a parser would also fold white space.
fn escape(text: &str, in_attribute: bool, out: &mut String) {
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\r' => out.push_str("&#13;"),
            '"' if in_attribute => out.push_str("&quot;"),
            '\n' if in_attribute => out.push_str("&#10;"),
            '\t' if in_attribute => out.push_str("&#9;"),
            _ => out.push(letter),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Document {
        Document::parse(text.as_bytes()).expect("because the test wrote it so")
    }

    #[test]
    fn a_document_is_written_as_it_was_read() {
        let text = "<p:a xmlns:p=\"u\" x=\"1 &amp; &quot;2&quot;&#10;\"><p:b/>one &lt; two <c>é</c></p:a>";
        let document = parse(text);
        let written = String::from_utf8(document.to_bytes()).expect("because it is UTF-8");
        assert!(written.ends_with(text), "{written}");
        assert_eq!(document.root.text(), "one < two é");
    }

    #[test]
    fn a_moved_element_takes_its_namespace_along() {
        let from = parse("<a xmlns:p=\"u\" xmlns:r=\"v\"><p:b r:id=\"1\"/></a>");
        let mut to = parse("<a xmlns:p=\"other\"/>");
        to.root.children = from.root.children.clone();
        let again = Document::parse(&to.to_bytes()).expect("because it was just written");
        let moved = again.root.child("b").expect("because it was moved");
        assert_eq!((&*moved.namespace, moved.attribute_in("v", "id")), ("u", Some("1")));
    }

    #[test]
    fn both_ways_of_utf_16_are_read() {
        let text = "<?xml version=\"1.0\" encoding=\"UTF-16\"?><a>é</a>";
        let little: Vec<u8> = std::iter::once(0xfeff).chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        for bytes in [little, big] {
            assert_eq!(Document::parse(&bytes).map(|document| document.root.text()).as_deref(), Ok("é"));
        }
    }

    #[test]
    fn what_is_hostile_is_refused() {
        let reason = |text: &str| Document::parse(text.as_bytes()).err().unwrap_or_default();
        assert!(reason("<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>").contains("document type"));
        assert!(reason("<a>&b;</a>").contains("entities"));
        assert!(reason(&"<a>".repeat(100_000)).contains("nests"));
        for text in ["", "<a>", "<a></b>", "</a>", "<a", "text"] {
            assert!(reason(text).contains("well-formed"), "{text}: {}", reason(text));
        }
    }
}
