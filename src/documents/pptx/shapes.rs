//! What stands on one slide: boxes, tables, diagrams and charts, each as lines with their places.
//!
//! Not here: the order of slides, their notes and comments (the hall above).

use crate::documents::parts::{self, Relation};
use crate::package::Package;
use crate::source::{OutlineLine, Role, Traces};
use crate::xml::Element;

/// A slide while its shapes are read.
pub struct Walk<'p> {
    package: &'p Package<'p>,
    relations: &'p [Relation],
    place: &'p str,
    container: &'p str,
    /// Who changed a shape last, by its number and its creation id, where the deck keeps a record.
    pub changed: Option<&'p dyn Fn(&str, Option<&str>) -> Traces>,
    n_bodies: usize,
    /// The lines found so far.
    pub lines: Vec<(OutlineLine, String)>,
}

/// What a shape is for, from its placeholder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Purpose {
    Title,
    Body,
    Furniture,
    /// A box or drawing that somebody put there.
    Free,
}

impl<'p> Walk<'p> {
    /// Starts to read a slide whose lines stand at `place` and in `container`.
    #[must_use]
    pub fn new(package: &'p Package<'p>, relations: &'p [Relation], place: &'p str, container: &'p str) -> Walk<'p> {
        Walk { package, relations, place, container, changed: None, n_bodies: 0, lines: Vec::new() }
    }

    /// Reads all shapes of a slide, title left out.
    pub fn tree(&mut self, slide: &Element) -> Result<(), String> {
        match slide.path(&["cSld", "spTree"]) {
            Some(tree) => self.shapes(tree),
            None => Ok(()),
        }
    }

    fn shapes(&mut self, tree: &Element) -> Result<(), String> {
        for shape in tree.elements() {
            match shape.local() {
                "sp" => self.shape(shape),
                "grpSp" => self.shapes(shape)?,
                "graphicFrame" => self.frame(shape)?,
                "AlternateContent" => self.shapes(chosen(shape).unwrap_or(shape))?,
                _ => {}
            }
        }
        Ok(())
    }

    fn shape(&mut self, shape: &Element) {
        let purpose = purpose(shape);
        let Some(body) = shape.child("txBody").filter(|_| purpose != Purpose::Title) else { return };
        let container = format!("{}/{}", self.container, identity(shape));
        let texts: Vec<_> =
            paragraphs(body).map(|p| (p, paragraph_text(p))).filter(|(_, text)| !text.is_empty()).collect();
        if texts.is_empty() {
            return;
        }
        self.n_bodies += usize::from(purpose == Purpose::Body);
        for (at, (paragraph, text)) in texts.into_iter().enumerate() {
            let (role, place) = self.role_and_place(shape, purpose, paragraph, at + 1);
            self.push(shape, role, level(paragraph), place, container.clone(), text);
        }
    }

    fn role_and_place(&self, shape: &Element, purpose: Purpose, paragraph: &Element, number: usize) -> (Role, String) {
        match purpose {
            _ if fills_itself(paragraph) => (Role::Furniture, "footer".to_owned()),
            Purpose::Furniture => (Role::Furniture, "footer".to_owned()),
            Purpose::Body => {
                let body = if is_subtitle(shape) { "subtitle" } else { "body" };
                let which = if self.n_bodies > 1 { format!("{body} {}", self.n_bodies) } else { body.to_owned() };
                (Role::Bullet, format!("{which} › bullet {number}"))
            }
            Purpose::Title | Purpose::Free => {
                let role = if has_bullet(paragraph) { Role::Bullet } else { Role::Paragraph };
                (role, format!("text box \"{}\" › paragraph {number}", name(shape)))
            }
        }
    }

    fn frame(&mut self, frame: &Element) -> Result<(), String> {
        let Some(data) = frame.path(&["graphic", "graphicData"]) else { return Ok(()) };
        for content in data.elements() {
            match content.local() {
                "tbl" => self.table(frame, content),
                "relIds" => self.diagram(frame, content)?,
                "chart" => self.chart(frame, content)?,
                _ => {}
            }
        }
        Ok(())
    }

    fn table(&mut self, frame: &Element, table: &Element) {
        let container = format!("{}/{}", self.container, identity(frame));
        for (at, row) in table.all("tr").enumerate() {
            let text = row_text(row);
            if !text.chars().all(|letter| letter == '|' || letter.is_whitespace()) {
                let place = format!("table \"{}\" › row {}", name(frame), at + 1);
                self.push(frame, Role::TableRow, 0, place, container.clone(), text);
            }
        }
    }

    fn diagram(&mut self, frame: &Element, ids: &Element) -> Result<(), String> {
        let Some(part) = self.target(ids.attribute_in("/relationships", "dm")) else { return Ok(()) };
        let model = self.package.xml(&part)?;
        let container = format!("{}/{}", self.container, identity(frame));
        let points = model.root.child("ptLst").into_iter().flat_map(|list| list.all("pt"));
        let texts = points.filter_map(|point| point.child("t")).flat_map(paragraphs).map(paragraph_text);
        for (at, text) in texts.filter(|text| !text.is_empty()).enumerate() {
            let place = format!("diagram \"{}\" › item {}", name(frame), at + 1);
            self.push(frame, Role::Bullet, 0, place, container.clone(), text);
        }
        Ok(())
    }

    fn chart(&mut self, frame: &Element, chart: &Element) -> Result<(), String> {
        let Some(part) = self.target(chart.attribute_in("/relationships", "id")) else { return Ok(()) };
        let space = self.package.xml(&part)?;
        let container = format!("{}/{}", self.container, identity(frame));
        let titles = space.root.descendants().filter(|element| element.local() == "title");
        let texts = titles.flat_map(|title| title.descendants().filter(|element| element.local() == "p"));
        for text in texts.map(paragraph_text).filter(|text| !text.is_empty()) {
            self.push(frame, Role::Paragraph, 0, format!("chart \"{}\" › title", name(frame)), container.clone(), text);
        }
        Ok(())
    }

    /// Follows a relation to a part that is there; a diagram or chart whose part is lost has no text to compare.
    fn target(&self, id: Option<&str>) -> Option<String> {
        let relation = parts::by_id(self.relations, id)?;
        (!relation.external && self.package.has(&relation.target)).then(|| relation.target.clone())
    }

    fn push(&mut self, shape: &Element, role: Role, level: u8, place: String, container: String, text: String) {
        let place = format!("{} › {place}", self.place);
        let traces = self.changed.zip(properties(shape).and_then(|properties| properties.child("cNvPr")));
        let traces =
            traces.map(|(changed, shape)| changed(shape.attribute("id").unwrap_or_default(), creation_id(shape)));
        self.lines.push((OutlineLine { role, level, place, container, traces: traces.unwrap_or_default() }, text));
    }
}

/// Returns the title of a slide in one line; empty where it has none.
#[must_use]
pub fn title(slide: &Element) -> String {
    title_lines(slide).join(" ")
}

/// Returns the paragraphs of the title of a slide.
#[must_use]
pub fn title_lines(slide: &Element) -> Vec<String> {
    let Some(tree) = slide.path(&["cSld", "spTree"]) else { return Vec::new() };
    let is_title = |shape: &&Element| shape.local() == "sp" && purpose(shape) == Purpose::Title;
    let titles = tree.descendants().filter(is_title).filter_map(|shape| shape.child("txBody"));
    titles.flat_map(paragraphs).map(paragraph_text).filter(|text| !text.is_empty()).collect()
}

/// Returns the paragraphs of the speaker's notes.
#[must_use]
pub fn notes(notes: &Element) -> Vec<String> {
    let Some(tree) = notes.path(&["cSld", "spTree"]) else { return Vec::new() };
    // The picture of the slide has no text; header, date and number are on every page.
    let is_note = |shape: &&Element| shape.local() == "sp" && purpose(shape) != Purpose::Furniture;
    let bodies = tree.descendants().filter(is_note).filter_map(|shape| shape.child("txBody"));
    bodies.flat_map(paragraphs).map(paragraph_text).filter(|text| !text.is_empty()).collect()
}

/// Returns the paragraphs of a body of text.
pub fn paragraphs(body: &Element) -> impl Iterator<Item = &Element> {
    body.all("p")
}

/// Returns the text of a paragraph: its runs and fields joined, line breaks as spaces.
#[must_use]
pub fn paragraph_text(paragraph: &Element) -> String {
    let mut text = String::new();
    collect_text(paragraph, &mut text);
    text.trim().to_owned()
}

fn collect_text(element: &Element, text: &mut String) {
    for child in element.elements() {
        match child.local() {
            "t" => text.push_str(&child.text().replace(['\n', '\r', '\u{b}', '\t'], " ")),
            "br" => text.push(' '),
            "pPr" | "rPr" | "endParaRPr" => {}
            "AlternateContent" => collect_text(chosen(child).unwrap_or(child), text),
            _ => collect_text(child, text),
        }
    }
}

/// Returns the cells of a row joined by ` | `; what a merged cell covers is left out.
#[must_use]
pub fn row_text(row: &Element) -> String {
    let covered = |cell: &&Element| {
        ["hMerge", "vMerge"].iter().any(|name| cell.attribute(name).is_some_and(|value| matches!(value, "1" | "true")))
    };
    let cells = row.all("tc").filter(|cell| !covered(cell)).map(|cell| {
        let texts = cell.child("txBody").into_iter().flat_map(paragraphs).map(paragraph_text);
        texts.filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" ")
    });
    cells.collect::<Vec<_>>().join(" | ")
}

/// Returns the content that a current program shows, where a document holds it in two forms.
#[must_use]
pub fn chosen(alternate: &Element) -> Option<&Element> {
    alternate.child("Choice").or_else(|| alternate.child("Fallback"))
}

/// Returns the properties of a shape that are not about its looks: `cNvPr`, and `nvPr` with the placeholder.
#[must_use]
pub fn properties(shape: &Element) -> Option<&Element> {
    shape.elements().find(|child| child.local().starts_with("nv") && child.local().ends_with("Pr"))
}

fn placeholder(shape: &Element) -> Option<&Element> {
    properties(shape)?.path(&["nvPr", "ph"])
}

/// Names a shape the same in every version: a placeholder by what it is for, any other by the identity PowerPoint gave
/// it, else by its number.
#[must_use]
pub fn identity(shape: &Element) -> String {
    if let Some(placeholder) = placeholder(shape) {
        let kind = placeholder.attribute("type").unwrap_or("body");
        return match placeholder.attribute("idx") {
            Some(index) => format!("{kind} {index}"),
            None => kind.to_owned(),
        };
    }
    let Some(properties) = properties(shape).and_then(|properties| properties.child("cNvPr")) else {
        return "shape".to_owned();
    };
    match creation_id(properties) {
        Some(made) => format!("shape {made}"),
        None => format!("shape {}", properties.attribute("id").unwrap_or_default()),
    }
}

fn name(shape: &Element) -> &str {
    let properties = properties(shape).and_then(|properties| properties.child("cNvPr"));
    properties.and_then(|properties| properties.attribute("name")).unwrap_or_default()
}

fn purpose(shape: &Element) -> Purpose {
    let Some(placeholder) = placeholder(shape) else { return Purpose::Free };
    match placeholder.attribute("type").unwrap_or("body") {
        "title" | "ctrTitle" => Purpose::Title,
        "ftr" | "sldNum" | "dt" | "hdr" => Purpose::Furniture,
        _ => Purpose::Body,
    }
}

fn is_subtitle(shape: &Element) -> bool {
    placeholder(shape).and_then(|placeholder| placeholder.attribute("type")) == Some("subTitle")
}

/// Tells whether a paragraph is nothing but the date or the number of the slide.
fn fills_itself(paragraph: &Element) -> bool {
    let is_clockwork = |child: &Element| {
        let kind = child.attribute("type").filter(|_| child.local() == "fld");
        kind.is_some_and(|kind| kind.starts_with("datetime") || kind == "slidenum")
    };
    let mut said = paragraph.elements().filter(|child| !matches!(child.local(), "pPr" | "endParaRPr")).peekable();
    said.peek().is_some() && said.all(is_clockwork)
}

fn level(paragraph: &Element) -> u8 {
    let level = paragraph.child("pPr").and_then(|properties| properties.attribute("lvl"));
    level.and_then(|level| level.parse::<u8>().ok()).unwrap_or_default().min(8)
}

fn has_bullet(paragraph: &Element) -> bool {
    let is_bullet = |child: &Element| matches!(child.local(), "buChar" | "buAutoNum" | "buBlip");
    paragraph.child("pPr").is_some_and(|properties| properties.elements().any(is_bullet))
}

/// Returns the identity that PowerPoint gives a slide or shape when it is made, where it has one.
#[must_use]
pub fn creation_id(properties: &Element) -> Option<&str> {
    let extensions = properties.child("extLst")?;
    let id = extensions.all("ext").find_map(|extension| extension.child("creationId"))?;
    id.attribute("val").or_else(|| id.attribute("id"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::xml::Document;

    fn lines(tree: &str) -> Vec<(Role, u8, String, String)> {
        let text = format!(
            "<p:sld xmlns:p=\"p\" xmlns:a=\"a\" xmlns:mc=\"mc\"><p:cSld><p:spTree>{tree}</p:spTree></p:cSld></p:sld>"
        );
        let slide = Document::parse(text.as_bytes()).expect("because the test wrote it so");
        let package = crate::package::write(&[]).expect("because nothing is easy to pack");
        let package = Package::open(&package).expect("because it was just written");
        let mut walk = Walk::new(&package, &[], "slide 1", "s");
        walk.tree(&slide.root).expect("because no part is asked for");
        walk.lines.into_iter().map(|(line, text)| (line.role, line.level, line.place, text)).collect()
    }

    fn shape(placeholder: &str, text: &str) -> String {
        format!(
            "<p:sp><p:nvSpPr><p:cNvPr id=\"4\" name=\"Box\"/><p:nvPr>{placeholder}</p:nvPr></p:nvSpPr><p:txBody>{text}</p:txBody></p:sp>"
        )
    }

    #[test]
    fn boxes_groups_and_footers_are_told_apart() {
        let body = shape(
            "<p:ph idx=\"1\"/>",
            "<a:p><a:pPr lvl=\"2\"/><a:r><a:t>one</a:t></a:r><a:br/><a:fld><a:t>two</a:t></a:fld></a:p>",
        );
        let free = shape("", "<a:p/><a:p><a:r><a:t>three</a:t></a:r></a:p>");
        let footer = shape("<p:ph type=\"ftr\"/>", "<a:p><a:r><a:t>Acme</a:t></a:r></a:p>");
        let tree = format!("{body}<p:grpSp><p:grpSp>{free}</p:grpSp></p:grpSp>{footer}");
        let expected = [
            (Role::Bullet, 2, "slide 1 › body › bullet 1".to_owned(), "one two".to_owned()),
            (Role::Paragraph, 0, "slide 1 › text box \"Box\" › paragraph 1".to_owned(), "three".to_owned()),
            (Role::Furniture, 0, "slide 1 › footer".to_owned(), "Acme".to_owned()),
        ];
        assert_eq!(lines(&tree), expected);
    }

    #[test]
    fn alternate_content_is_read_once() {
        let text = |text: &str| shape("", &format!("<a:p><a:r><a:t>{text}</a:t></a:r></a:p>"));
        let tree = format!(
            "<mc:AlternateContent><mc:Choice>{}</mc:Choice><mc:Fallback>{}</mc:Fallback></mc:AlternateContent>",
            text("new"),
            text("old")
        );
        assert_eq!(lines(&tree).iter().map(|line| line.3.as_str()).collect::<Vec<_>>(), ["new"]);
    }

    #[test]
    fn a_row_of_a_table_is_one_line() {
        let cell = |text: &str| format!("<a:tc><a:txBody><a:p><a:r><a:t>{text}</a:t></a:r></a:p></a:txBody></a:tc>");
        let tree = format!(
            "<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id=\"7\" name=\"T\"/></p:nvGraphicFramePr><a:graphic><a:graphicData><a:tbl><a:tr>{}{}</a:tr><a:tr><a:tc/><a:tc/></a:tr></a:tbl></a:graphicData></a:graphic></p:graphicFrame>",
            cell("Name"),
            cell("Age")
        );
        assert_eq!(
            lines(&tree),
            [(Role::TableRow, 0, "slide 1 › table \"T\" › row 1".to_owned(), "Name | Age".to_owned())]
        );
    }
}
