//! Reads a PowerPoint deck as an outline: slides in the order of the presentation, each with its title, boxes, tables,
//! diagrams, charts, speaker's notes and comments.
//!
//! Not here: what stands in one slide (`shapes`), merging decks (`three_way::deck`).

pub mod changes;
pub mod drawing;
pub mod edited;
pub mod shapes;

use std::collections::{HashMap, HashSet};

use super::authors;
use super::outline::shortened;
use super::parts::{self, Relation};
use crate::package::Package;
use crate::source::{OutlineLine, Role, Traces};
use crate::xml::{Document, Element};
use changes::Changes;
use shapes::{Walk, creation_id};

/// More lines than this are no deck that people edit.
pub const MAX_LINES: usize = 200_000;

/// Slides are counted from 256 on. A number that is much higher was not counted but thrown.
const MAX_COUNTED: u64 = 1 << 16;

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
    let package = Package::open(bytes)?.of_slides();
    let main = parts::main_part(&package)?;
    let presentation = package.xml(&main)?;
    let relations = parts::relations(&package, &main)?;
    let mut deck = Deck {
        package: &package,
        changes: Changes::read(&package, &relations),
        commenters: commenters(&package, &relations),
        lines: Vec::new(),
        titles: HashMap::new(),
    };
    let slides = slides(&package, &main, &presentation)?;
    for (at, entry) in slides.iter().enumerate() {
        let before = deck.lines.len();
        deck.read_slide(at + 1, entry)?;
        deck.lines[before..].iter_mut().for_each(|(line, _)| line.traces.slides = slides.len());
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

/// Returns the identity of a slide from when it was made, where it has one.
#[must_use]
pub fn slide_creation_id(slide: &Document) -> Option<&str> {
    creation_id(slide.root.child("cSld")?)
}

/// A deck while it is read.
struct Deck<'p> {
    package: &'p Package<'p>,
    changes: Changes,
    /// The names of those who comment, by their ids.
    commenters: HashMap<String, String>,
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
        let before = self.lines.len();
        let made = slide_creation_id(&slide);
        if !title.is_empty() {
            place = format!("{place} › {}", shortened(&title));
            let line = OutlineLine {
                role: Role::Title,
                level: 0,
                place: place.clone(),
                container: format!("{container}/title"),
                traces: self.changes.of(&entry.id, made, "", None),
            };
            self.lines.push((line, title));
        }
        let changed = |shape: &str, shape_made: Option<&str>| self.changes.of(&entry.id, made, shape, shape_made);
        let mut walk = Walk::new(self.package, &relations, &place, &container);
        walk.changed = Some(&changed);
        walk.tree(&slide.root)?;
        self.lines.append(&mut walk.lines);
        self.read_notes(&relations, &place, &container)?;
        self.read_comments(&relations, &place, &container)?;
        // PowerPoint counts slides up as they are made, and gives each an identity. Other programs number them by
        // their place each time they save, which tells nothing.
        let age = made.and_then(|_| entry.id.parse().ok()).filter(|number| *number <= MAX_COUNTED);
        self.lines[before..].iter_mut().for_each(|(line, _)| line.traces.made = age);
        Ok(())
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
            let traces = Traces::default();
            self.push(Role::Note, format!("{place} › notes"), format!("{container}/notes"), text, traces);
        }
        Ok(())
    }

    fn read_comments(&mut self, relations: &[Relation], place: &str, container: &str) -> Result<(), String> {
        let mut number = 0;
        for relation in relations.iter().filter(|relation| relation.is("comments") && !relation.external) {
            for (text, traces) in comments(&self.package.xml(&relation.target)?.root, &self.commenters) {
                number += 1;
                let place = format!("{place} › comment {number}");
                self.push(Role::Comment, place, format!("{container}/comments"), text, traces);
            }
        }
        Ok(())
    }

    fn push(&mut self, role: Role, place: String, container: String, text: String, traces: Traces) {
        self.lines.push((OutlineLine { role, level: 0, place, container, traces }, text));
    }
}

/// Returns the names of those who comment, by their ids. A damaged list names nobody.
fn commenters(package: &Package<'_>, relations: &[Relation]) -> HashMap<String, String> {
    let lists = relations
        .iter()
        .filter(|relation| (relation.is("commentAuthors") || relation.is("authors")) && package.has(&relation.target));
    let parts: Vec<Document> = lists.filter_map(|relation| package.xml(&relation.target).ok()).collect();
    let people = parts.iter().flat_map(|part| part.root.elements());
    let named =
        people.filter_map(|person| Some((person.attribute("id")?.to_owned(), person.attribute("name")?.to_owned())));
    named.collect()
}

/// Returns the texts of a part of comments, and who wrote them when: the old form holds plain text, the new one
/// paragraphs and replies.
fn comments(list: &Element, commenters: &HashMap<String, String>) -> Vec<(String, Traces)> {
    let holds_one = |element: &&Element| matches!(element.local(), "cm" | "reply");
    let text = |element: &Element| match (element.child("text"), element.child("txBody")) {
        (Some(plain), _) => plain.text(),
        (None, Some(body)) => shapes::paragraphs(body).map(shapes::paragraph_text).collect::<Vec<_>>().join(" "),
        (None, None) => String::new(),
    };
    let traces = |element: &Element| {
        let author = element.attribute("authorId").and_then(|id| commenters.get(id));
        let date = element.attribute("dt").or_else(|| element.attribute("created"));
        authors::traces(author.map(String::as_str), date)
    };
    let told = list.descendants().filter(holds_one).map(|element| (text(element).trim().to_owned(), traces(element)));
    told.filter(|(text, _)| !text.is_empty()).collect()
}
