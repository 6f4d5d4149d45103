//! Reads a Word document as an outline: headings, paragraphs, lists, tables, foot- and endnotes, comments. Tracked
//! changes are read as if they were accepted, because that is what their author means the document to say.
//!
//! Not here: headers and footers, which stand on every page by design; how headings become places (`outline`).

use std::collections::HashMap;

use super::authors;
use super::outline::Outline;
use super::parts::{self, Relation};
use crate::package::Package;
use crate::source::{OutlineLine, Role, Traces};
use crate::xml::Element;

/// Reads a Word document.
pub fn read(bytes: &[u8]) -> Result<Vec<(OutlineLine, String)>, String> {
    let package = Package::open(bytes)?;
    let main = parts::main_part(&package)?;
    let document = package.xml(&main)?;
    let body = document.root.child("body").ok_or("is not a Word document")?;
    let relations = parts::relations(&package, &main)?;
    let mut reader = Reader { styles: styles(&package, &relations)?, outline: Outline::default() };
    reader.blocks(body);
    reader.notes(&package, &relations, "footnote")?;
    reader.notes(&package, &relations, "endnote")?;
    reader.comments(&package, &relations)?;
    reader.outline.finish()
}

/// What a style of paragraphs says about the line it makes.
#[derive(Debug, Clone, Default)]
struct Style {
    based_on: Option<String>,
    heading: Option<u8>,
    list: Option<u8>,
    generated: bool,
}

fn styles(package: &Package<'_>, relations: &[Relation]) -> Result<HashMap<String, Style>, String> {
    let part = relations.iter().find(|relation| relation.is("styles") && package.has(&relation.target));
    let Some(part) = part else { return Ok(HashMap::new()) };
    let root = package.xml(&part.target)?.root;
    Ok(root.all("style").filter_map(|style| Some((value(style, "styleId")?.to_owned(), read_style(style)))).collect())
}

fn read_style(element: &Element) -> Style {
    let name = element.child("name").and_then(|name| value(name, "val")).unwrap_or_default().to_lowercase();
    let properties = element.child("pPr");
    Style {
        based_on: element.child("basedOn").and_then(|base| value(base, "val")).map(str::to_owned),
        heading: properties.and_then(outline_level).or_else(|| heading_name(&name)),
        list: properties.and_then(list_level),
        generated: name.starts_with("toc ") || name == "table of figures",
    }
}

/// Returns the level of a heading from the name of its style, which is English in every language of Word.
fn heading_name(name: &str) -> Option<u8> {
    if name == "title" {
        return Some(0);
    }
    name.strip_prefix("heading ")?.parse::<u8>().ok()?.checked_sub(1).filter(|level| *level < 9)
}

fn outline_level(properties: &Element) -> Option<u8> {
    // Level 9 is how a paragraph says that it is no heading.
    value(properties.child("outlineLvl")?, "val")?.parse::<u8>().ok().filter(|level| *level < 9)
}

fn list_level(properties: &Element) -> Option<u8> {
    let numbering = properties.child("numPr")?;
    let id = numbering.child("numId").and_then(|id| value(id, "val"));
    let level = numbering.child("ilvl").and_then(|level| value(level, "val")).and_then(|level| level.parse().ok());
    // Number 0 takes a paragraph out of the list of its style.
    (id != Some("0")).then(|| level.unwrap_or_default())
}

/// Returns an attribute in the namespace of Word, or one without a namespace.
fn value<'e>(element: &'e Element, name: &str) -> Option<&'e str> {
    element.attribute_in("main", name).or_else(|| element.attribute(name))
}

struct Reader {
    styles: HashMap<String, Style>,
    outline: Outline,
}

/// The forms a line of the body can have.
enum Form {
    Heading(u8),
    Bullet(u8),
    Paragraph,
    Generated,
}

impl Reader {
    fn blocks(&mut self, body: &Element) {
        for block in body.elements() {
            match block.local() {
                "p" => self.paragraph(block),
                "tbl" => self.table(block),
                "sdt" | "sdtContent" | "customXml" | "ins" | "moveTo" => self.blocks(block),
                "AlternateContent" => self.blocks(chosen(block)),
                _ => {}
            }
        }
    }

    fn paragraph(&mut self, paragraph: &Element) {
        let text = paragraph_text(paragraph);
        let says = !text.is_empty();
        match self.form(paragraph) {
            _ if !says => {}
            Form::Heading(level) => self.outline.heading(level, text),
            Form::Bullet(level) => self.outline.bullet(level, text),
            Form::Paragraph => self.outline.paragraph(text),
            Form::Generated => self.outline.under_heading(Role::Furniture, 0, "contents", text),
        }
        if says {
            self.outline.trace(inserted(paragraph));
        }
        for boxed in text_boxes(paragraph) {
            self.blocks(boxed);
        }
    }

    fn form(&self, paragraph: &Element) -> Form {
        let properties = paragraph.child("pPr");
        let name = properties.and_then(|properties| properties.child("pStyle")).and_then(|style| value(style, "val"));
        let style = self.style(name);
        if style.generated {
            return Form::Generated;
        }
        if let Some(level) = properties.and_then(outline_level).or(style.heading) {
            return Form::Heading(level);
        }
        let own = properties.and_then(|properties| properties.child("numPr"));
        let list = if own.is_some() { properties.and_then(list_level) } else { style.list };
        list.map_or(Form::Paragraph, |level| Form::Bullet(level.min(8)))
    }

    /// Returns what a style and those it is based on say together.
    fn style(&self, name: Option<&str>) -> Style {
        let mut found = Style::default();
        let mut next = name;
        // Styles may be based on one another in a circle; ten steps are more than any real chain.
        for _ in 0..10 {
            let Some(style) = next.and_then(|name| self.styles.get(name)) else { break };
            found.heading = found.heading.or(style.heading);
            found.list = found.list.or(style.list);
            found.generated |= style.generated;
            next = style.based_on.as_deref();
        }
        found
    }

    fn table(&mut self, table: &Element) {
        let rows: Vec<_> = rows(table).into_iter().map(row_text).collect();
        let has_words = |row: &String| row.chars().any(|letter| letter != '|' && !letter.is_whitespace());
        self.outline.table(rows.into_iter().filter(has_words).collect());
    }

    fn notes(&mut self, package: &Package<'_>, relations: &[Relation], word: &str) -> Result<(), String> {
        let kind = format!("{word}s");
        for relation in relations.iter().filter(|relation| relation.is(&kind) && package.has(&relation.target)) {
            let root = package.xml(&relation.target)?.root;
            // The lines that separate notes from the text are stored as notes with a type.
            let real = root.all(word).filter(|note| value(note, "type").is_none());
            for (at, text) in real.map(all_paragraphs).enumerate() {
                self.outline.apart(Role::Paragraph, format!("{word} {}", at + 1), &kind, text);
            }
        }
        Ok(())
    }

    fn comments(&mut self, package: &Package<'_>, relations: &[Relation]) -> Result<(), String> {
        for relation in relations.iter().filter(|relation| relation.is("comments") && package.has(&relation.target)) {
            let root = package.xml(&relation.target)?.root;
            for (at, comment) in root.all("comment").enumerate() {
                let text = all_paragraphs(comment);
                let says = !text.is_empty();
                self.outline.apart(Role::Comment, format!("comment {}", at + 1), "comments", text);
                if says {
                    self.outline.trace(signed(comment));
                }
            }
        }
        Ok(())
    }
}

/// Returns who signed a comment or a tracked change. Word writes the hour on the writer's wall, and the hour in UTC
/// beside it since 2023.
fn signed(element: &Element) -> Traces {
    let date = element.attribute_in("word16du", "dateUtc").or_else(|| value(element, "date"));
    authors::traces(value(element, "author"), date)
}

/// Returns who inserted the newest part of a paragraph while changes were tracked; boxes speak for themselves.
fn inserted(paragraph: &Element) -> Traces {
    let mut newest = Traces::default();
    let mut open = vec![paragraph];
    while let Some(element) = open.pop() {
        let traces = if matches!(element.local(), "ins" | "moveTo") { signed(element) } else { Traces::default() };
        if traces.author.is_some() && (newest.author.is_none() || traces.time > newest.time) {
            newest = traces;
        }
        if element.local() != "txbxContent" {
            open.extend(element.elements().rev());
        }
    }
    newest
}

fn chosen(alternate: &Element) -> &Element {
    alternate.child("Choice").or_else(|| alternate.child("Fallback")).unwrap_or(alternate)
}

fn all_paragraphs(element: &Element) -> String {
    let paragraphs = element.descendants().filter(|element| element.local() == "p");
    paragraphs.map(paragraph_text).filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Returns the text of a paragraph without that of the boxes anchored in it.
fn paragraph_text(paragraph: &Element) -> String {
    let mut text = String::new();
    collect_text(paragraph, &mut text);
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn collect_text(element: &Element, text: &mut String) {
    for child in element.elements() {
        match child.local() {
            "t" => text.push_str(&child.text()),
            "tab" | "br" | "cr" | "ptab" => text.push(' '),
            "noBreakHyphen" => text.push('-'),
            // Deleted and moved away, instructions of fields, looks, and boxes, which are read as blocks of their own.
            "del" | "moveFrom" | "delText" | "instrText" | "pPr" | "rPr" | "txbxContent" => {}
            "AlternateContent" => collect_text(chosen(child), text),
            _ => collect_text(child, text),
        }
    }
}

/// Returns the contents of the boxes anchored in a paragraph, boxes within boxes left to their own paragraphs.
fn text_boxes(paragraph: &Element) -> Vec<&Element> {
    let mut boxes = Vec::new();
    let mut open = vec![paragraph];
    while let Some(element) = open.pop() {
        match element.local() {
            "txbxContent" => boxes.push(element),
            "AlternateContent" => open.extend(chosen(element).elements().rev()),
            _ => open.extend(element.elements().rev()),
        }
    }
    boxes
}

fn rows(table: &Element) -> Vec<&Element> {
    let mut rows = Vec::new();
    for child in table.elements() {
        match child.local() {
            "tr" if child.path(&["trPr", "del"]).is_none() => rows.push(child),
            "sdt" | "sdtContent" | "customXml" => rows.extend(self::rows(child)),
            _ => {}
        }
    }
    rows
}

fn row_text(row: &Element) -> String {
    let cells = row.descendants().filter(|element| element.local() == "tc");
    cells.map(|cell| own_paragraphs(cell).join(" ")).collect::<Vec<_>>().join(" | ")
}

/// Returns the paragraphs of a cell; those of a table within it come with the cells of that table.
fn own_paragraphs(cell: &Element) -> Vec<String> {
    let mut texts = Vec::new();
    for child in cell.elements() {
        match child.local() {
            "p" => texts.push(paragraph_text(child)),
            "sdt" | "sdtContent" | "customXml" | "ins" => texts.extend(own_paragraphs(child)),
            _ => {}
        }
    }
    texts.retain(|text| !text.is_empty());
    texts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::package::{Content, write};

    fn read_body(body: &str) -> Vec<(Role, u8, String, String)> {
        read_lines(body).into_iter().map(|(line, text)| (line.role, line.level, line.place, text)).collect()
    }

    fn read_lines(body: &str) -> Vec<(OutlineLine, String)> {
        let relation = "<Relationships><Relationship Id=\"1\" Type=\"x/officeDocument\" Target=\"word/document.xml\"/></Relationships>";
        let styles = "<Relationships><Relationship Id=\"1\" Type=\"x/styles\" Target=\"styles.xml\"/></Relationships>";
        let sheet = "<w:styles xmlns:w=\"w/main\"><w:style w:styleId=\"H1\"><w:name w:val=\"heading 1\"/></w:style><w:style w:styleId=\"My\"><w:basedOn w:val=\"H1\"/></w:style></w:styles>";
        let document = format!("<w:document xmlns:w=\"w/main\"><w:body>{body}</w:body></w:document>");
        let parts = [
            ("_rels/.rels", relation),
            ("word/document.xml", &document),
            ("word/_rels/document.xml.rels", styles),
            ("word/styles.xml", sheet),
        ];
        let parts = parts.map(|(name, text)| (name.to_owned(), Content::Bytes(text.as_bytes().to_vec())));
        read(&write(&parts).expect("because it is small")).expect("because the test wrote it so")
    }

    fn paragraph(properties: &str, text: &str) -> String {
        format!("<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>")
    }

    #[test]
    fn headings_lists_and_tables_are_told_apart() {
        let list = "<w:numPr><w:ilvl w:val=\"1\"/><w:numId w:val=\"3\"/></w:numPr>";
        let table = format!("<w:tbl><w:tr><w:tc>{0}</w:tc><w:tc>{0}</w:tc></w:tr></w:tbl>", paragraph("", "cell"));
        let body = format!(
            "{}{}{}{table}",
            paragraph("<w:pStyle w:val=\"My\"/>", "Start"),
            paragraph("", "text"),
            paragraph(list, "entry")
        );
        let expected = [
            (Role::Heading, 0, "Start".to_owned(), "Start".to_owned()),
            (Role::Paragraph, 0, "Start › paragraph 1".to_owned(), "text".to_owned()),
            (Role::Bullet, 1, "Start › bullet 1".to_owned(), "entry".to_owned()),
            (Role::TableRow, 0, "Start › table 1 › row 1".to_owned(), "cell | cell".to_owned()),
        ];
        assert_eq!(read_body(&body), expected);
    }

    #[test]
    fn tracked_insertions_name_their_author() {
        let ins = |name: &str, hour: u8, text: &str| {
            format!(
                "<w:ins w:author=\"{name}\" w:date=\"2025-09-10T{hour}:00:00Z\"><w:r><w:t>{text}</w:t></w:r></w:ins>"
            )
        };
        let body =
            format!("<w:p><w:r><w:t>We </w:t></w:r>{}{}</w:p>", ins("Anna", 10, "always "), ins("Ben", 12, "win"));
        let traces: Vec<_> =
            read_lines(&format!("{body}{}", paragraph("", "No more"))).into_iter().map(|line| line.0.traces).collect();
        assert_eq!((traces[0].author.as_deref(), traces[0].time), (Some("Ben"), Some(1_757_505_600)));
        assert_eq!(traces[1], Traces::default());
    }

    #[test]
    fn tracked_changes_are_read_as_accepted() {
        let body = "<w:p><w:r><w:t>We </w:t></w:r><w:del><w:r><w:delText>never</w:delText></w:r></w:del><w:ins><w:r><w:t>always</w:t></w:r></w:ins></w:p>";
        assert_eq!(read_body(body)[0].3, "We always");
    }
}
