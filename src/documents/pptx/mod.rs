//! Reads a PowerPoint deck as an outline: slides in the order of the presentation, each with its title, boxes, tables,
//! diagrams, charts, speaker's notes and comments.
//!
//! Not here: what stands in one slide (`shapes`), merging decks (`merge::deck`).

pub mod shapes;

use std::collections::{HashMap, HashSet};

use super::outline::shortened;
use super::parts::{self, Relation};
use crate::package::Package;
use crate::source::{OutlineLine, Role};
use crate::xml::{Document, Element};
use shapes::Walk;

/// More lines than this are no deck that people edit.
pub const MAX_LINES: usize = 200_000;

/// One slide as the presentation lists it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SlideEntry {
    /// The id in the list, kept by PowerPoint as long as the slide lives.
    pub id: String,
    /// The id of the relation to its part.
    pub relation: String,
    /// The name of its part.
    pub part: String,
}

/// Reads a deck.
pub fn read(bytes: &[u8]) -> Result<Vec<(OutlineLine, String)>, String> {
    let package = Package::open(bytes)?;
    let main = parts::main_part(&package)?;
    let presentation = package.xml(&main)?;
    let mut deck = Deck { package: &package, lines: Vec::new(), titles: HashMap::new() };
    for (at, entry) in slides(&package, &main, &presentation)?.iter().enumerate() {
        deck.read_slide(at + 1, entry)?;
        if deck.lines.len() > MAX_LINES {
            return Err(format!("holds more than {MAX_LINES} lines"));
        }
    }
    Ok(deck.lines)
}

/// Lists the slides of a presentation in their order. Only the list that stands directly in the presentation counts:
/// sections repeat it further down.
pub fn slides(package: &Package<'_>, main: &str, presentation: &Document) -> Result<Vec<SlideEntry>, String> {
    if presentation.root.local() != "presentation" {
        return Err("is not a presentation".to_owned());
    }
    let relations = parts::relations(package, main)?;
    let mut entries = Vec::new();
    let mut seen = HashSet::new();
    for element in presentation.root.child("sldIdLst").into_iter().flat_map(|list| list.all("sldId")) {
        let relation = parts::by_id(&relations, element.attribute_in("/relationships", "id"));
        let relation = relation.ok_or("lists a slide that it does not hold")?;
        if !seen.insert(relation.target.to_lowercase()) {
            return Err("lists one slide twice".to_owned());
        }
        entries.push(SlideEntry {
            id: element.attribute("id").unwrap_or_default().to_owned(),
            relation: relation.id.clone(),
            part: relation.target.clone(),
        });
    }
    Ok(entries)
}

/// Returns the identity that PowerPoint gives a slide or shape when it is made, where it has one.
#[must_use]
pub fn creation_id(properties: &Element) -> Option<&str> {
    let extensions = properties.child("extLst")?;
    let id = extensions.all("ext").find_map(|extension| extension.child("creationId"))?;
    id.attribute("val").or_else(|| id.attribute("id"))
}

/// Returns the identity of a slide from when it was made, where it has one.
#[must_use]
pub fn slide_creation_id(slide: &Document) -> Option<&str> {
    creation_id(slide.root.child("cSld")?)
}

/// A deck while it is read.
struct Deck<'p> {
    package: &'p Package<'p>,
    lines: Vec<(OutlineLine, String)>,
    /// How often a title was met, to tell apart slides that have nothing but their title.
    titles: HashMap<String, usize>,
}

impl Deck<'_> {
    fn read_slide(&mut self, number: usize, entry: &SlideEntry) -> Result<(), String> {
        let slide = self.package.xml(&entry.part)?;
        let relations = parts::relations(self.package, &entry.part)?;
        let title = shapes::title(&slide.root);
        let hidden = if slide.root.attribute("show").is_some_and(|show| matches!(show, "0" | "false")) {
            " (hidden)"
        } else {
            ""
        };
        let mut place = format!("slide {number}{hidden}");
        let container = self.container(entry, &slide, &title);
        if !title.is_empty() {
            place = format!("{place} › {}", shortened(&title));
            let line = OutlineLine {
                role: Role::Title,
                level: 0,
                place: place.clone(),
                container: format!("{container}/title"),
            };
            self.lines.push((line, title));
        }
        let mut walk = Walk::new(self.package, &relations, &place, &container);
        walk.tree(&slide.root)?;
        self.lines.append(&mut walk.lines);
        self.read_notes(&relations, &place, &container)?;
        self.read_comments(&relations, &place, &container)
    }

    /// Names a slide the same in every version: by the identity PowerPoint gave it, else by its title, because other
    /// programs number slides anew each time they save.
    fn container(&mut self, entry: &SlideEntry, slide: &Document, title: &str) -> String {
        if let Some(made) = slide_creation_id(slide) {
            return format!("slide {}#{made}", entry.id);
        }
        let name = if title.is_empty() { entry.id.clone() } else { shortened(title) };
        let count = self.titles.entry(name.clone()).or_default();
        *count += 1;
        if *count == 1 { format!("slide {name}") } else { format!("slide {name} ({count})") }
    }

    fn read_notes(&mut self, relations: &[Relation], place: &str, container: &str) -> Result<(), String> {
        let Some(relation) = relations.iter().find(|relation| relation.is("notesSlide") && !relation.external) else {
            return Ok(());
        };
        let notes = self.package.xml(&relation.target)?;
        for text in shapes::notes(&notes.root) {
            self.push(Role::Note, format!("{place} › notes"), format!("{container}/notes"), text);
        }
        Ok(())
    }

    fn read_comments(&mut self, relations: &[Relation], place: &str, container: &str) -> Result<(), String> {
        let mut number = 0;
        for relation in relations.iter().filter(|relation| relation.is("comments") && !relation.external) {
            for text in comments(&self.package.xml(&relation.target)?.root) {
                number += 1;
                self.push(Role::Comment, format!("{place} › comment {number}"), format!("{container}/comments"), text);
            }
        }
        Ok(())
    }

    fn push(&mut self, role: Role, place: String, container: String, text: String) {
        self.lines.push((OutlineLine { role, level: 0, place, container }, text));
    }
}

/// Returns the texts of a part of comments: the old form holds plain text, the new one paragraphs and replies.
fn comments(list: &Element) -> Vec<String> {
    let holds_one = |element: &&Element| matches!(element.local(), "cm" | "reply");
    let text = |element: &Element| match (element.child("text"), element.child("txBody")) {
        (Some(plain), _) => plain.text(),
        (None, Some(body)) => shapes::paragraphs(body).map(shapes::paragraph_text).collect::<Vec<_>>().join(" "),
        (None, None) => String::new(),
    };
    let texts = list.descendants().filter(holds_one).map(text);
    texts.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty()).collect()
}
