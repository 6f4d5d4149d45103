//! A deck in a form that is equal where the decks mean the same: its slides in their order, each as its lines and as
//! its XML with noise left out and every reference replaced by what it refers to.
//!
//! Written apart from the merge's own idea of sameness, so that a fault there does not hide itself.
//!
//! Not here: what is compared with what (`laws`).

use oneness::documents::{parts, pptx};
use oneness::package::Package;
use oneness::xml::{Element, Node};

/// What programs write anew with each save without anybody's intent.
const NOISE_ATTRIBUTES: &[&str] = &["dirty", "err", "smtClean", "lang", "altLang", "Ignorable"];
const NOISE_ELEMENTS: &[&str] = &["endParaRPr", "modId", "axId", "crossAx"];
/// These say nothing when they are empty.
const HOLLOW: &[&str] = &["extLst", "ext", "rPr", "pPr"];
/// Parts that hang on a slide and belong to it, by the last word of the relation.
const OWN_PARTS: &[&str] = &[
    "notesSlide",
    "chart",
    "diagramData",
    "diagramLayout",
    "diagramColors",
    "diagramQuickStyle",
    "comments",
    "vmlDrawing",
    "tags",
];

/// One slide.
pub(crate) struct SlideForm {
    /// Its part, for messages.
    pub part: String,
    /// Its number and its creation id, which may be empty: what tells it from others.
    pub key: (String, String),
    /// Its XML and that of the parts that belong to it.
    pub xml: String,
    /// That of its layout, master and theme, which many slides share.
    pub looks: String,
}

/// Returns the forms of all slides in their order.
pub(crate) fn slides(bytes: &[u8]) -> Result<Vec<SlideForm>, String> {
    let package = Package::open(bytes)?;
    let main = parts::main_part(&package)?;
    let presentation = package.xml(&main)?;
    let form = |entry: pptx::SlideEntry| {
        let xml = part(&package, &entry.part, &mut vec![main.clone()])?;
        let made = pptx::slide_creation_id(&package.xml(&entry.part)?).unwrap_or_default().to_owned();
        Ok(SlideForm { xml, looks: looks(&package, &entry.part)?, part: entry.part, key: (entry.id, made) })
    };
    pptx::slides(&package, &main, &presentation)?.into_iter().map(form).collect()
}

/// Returns the form of what a slide takes its looks from.
fn looks(package: &Package<'_>, slide: &str) -> Result<String, String> {
    let (mut name, mut forms) = (slide.to_owned(), Vec::new());
    for word in ["slideLayout", "slideMaster", "theme"] {
        let relations = parts::relations(package, &name)?;
        let next = relations.into_iter().find(|relation| relation.is(word) && package.has(&relation.target));
        let Some(next) = next else { break };
        name = next.target;
        forms.push(part(package, &name, &mut Vec::new())?);
    }
    Ok(forms.join("\n"))
}

/// Returns the form of a part; parts in `open` are being written further out.
fn part(package: &Package<'_>, name: &str, open: &mut Vec<String>) -> Result<String, String> {
    let relations = parts::relations(package, name)?;
    open.push(name.to_owned());
    let mut told = |id: &str| -> Option<String> {
        let relation = relations.iter().find(|relation| relation.id == id)?;
        let word = relation.kind.rsplit('/').next().unwrap_or_default();
        Some(format!("{word}:{}", target(package, relation, word, open)))
    };
    let mut out = String::new();
    write(&package.xml(name)?.root, &mut told, &mut out);
    let mut implied: Vec<String> = Vec::new();
    for relation in relations.iter().filter(|relation| relation.is("notesSlide") || relation.is("comments")) {
        implied.extend(told(&relation.id));
    }
    implied.sort();
    out.push_str(&implied.join("\n"));
    open.pop();
    Ok(out)
}

/// Says what a relation refers to: parts of the slide by their form, pictures by their sum, the rest by its type.
fn target(package: &Package<'_>, relation: &parts::Relation, word: &str, open: &mut Vec<String>) -> String {
    if relation.external {
        return relation.target.clone();
    }
    if open.contains(&relation.target) || !package.has(&relation.target) {
        return String::new();
    }
    if OWN_PARTS.contains(&word) && relation.target.ends_with(".xml") {
        return part(package, &relation.target, open).unwrap_or_else(|reason| reason);
    }
    if relation.target.ends_with(".xml") {
        return String::new();
    }
    format!("{:?}", package.fingerprint(&relation.target))
}

fn write(element: &Element, told: &mut dyn FnMut(&str) -> Option<String>, out: &mut String) {
    let start = out.len();
    out.push('<');
    out.push_str(element.local());
    let mut attributes: Vec<(String, String)> = Vec::new();
    for attribute in &element.attributes {
        let local = attribute.name.rsplit(':').next().unwrap_or_default();
        if attribute.name.starts_with("xmlns") || NOISE_ATTRIBUTES.contains(&local) {
            continue;
        }
        let reference = if attribute.namespace.ends_with("/relationships") { told(&attribute.value) } else { None };
        attributes.push((local.to_owned(), reference.unwrap_or_else(|| attribute.value.clone())));
    }
    attributes.sort();
    let says = attributes.iter().any(|(name, _)| name != "uri");
    out.extend(attributes.iter().map(|(name, value)| format!(" {name}={value:?}")));
    out.push('>');
    let inside = out.len();
    if !fills_itself(element) {
        children(element, told, out);
    }
    if out.len() == inside && !says && HOLLOW.contains(&element.local()) {
        out.truncate(start);
    } else {
        out.push_str("</>");
    }
}

fn children(element: &Element, told: &mut dyn FnMut(&str) -> Option<String>, out: &mut String) {
    let has_elements = element.elements().next().is_some();
    for child in &element.children {
        match child {
            Node::Text(text) if has_elements && text.trim().is_empty() => {}
            Node::Text(text) => out.push_str(text),
            Node::Element(child) if NOISE_ELEMENTS.contains(&child.local()) => {}
            Node::Element(child) if child.local() == "r" && child.child("t").is_some() => run(child, told, out),
            Node::Element(child) => write(child, told, out),
        }
    }
}

/// Writes a run. Runs that look the same read as one: editing splits and joins them.
fn run(run: &Element, told: &mut dyn FnMut(&str) -> Option<String>, out: &mut String) {
    let mut looks = "<r>".to_owned();
    if let Some(properties) = run.child("rPr") {
        write(properties, told, &mut looks);
    }
    let text = run.child("t").map(Element::text).unwrap_or_default();
    let end = format!("</{looks}>");
    match out.strip_suffix(&end).map(str::len) {
        Some(length) => out.truncate(length),
        None => out.push_str(&looks),
    }
    out.push_str(&text);
    out.push_str(&end);
}

/// The date and the number of a slide change with each save.
fn fills_itself(element: &Element) -> bool {
    let kind = element.attribute("type").filter(|_| element.local() == "fld");
    kind.is_some_and(|kind| kind.starts_with("datetime") || kind == "slidenum")
}
