//! Where the boxes of a slide stand, by its own geometry: enough to draw it, so that a person sees the slide that a
//! finding is on.
//!
//! Not here: pictures, colours and fonts; drawing itself (`report`).

use super::shapes::{chosen, identity, paragraph_text, paragraphs, properties};
use super::slides;
use crate::documents::parts;
use crate::package::Package;
use crate::xml::Element;

/// English metric units of a point.
const UNITS: i64 = 12_700;
/// More boxes nobody tells apart.
const MAX_BOXES: usize = 120;
/// More lines of one box are not drawn.
const MAX_LINES: usize = 60;
/// The size of a slide in points, where the deck does not say it.
const USUAL: (i64, i64) = (960, 540);
/// No slide is larger, in points; numbers beyond are mistakes or traps.
const MAX_SIZE: i64 = 10_000;
/// Groups nest no deeper.
const MAX_DEPTH: usize = 12;
/// Text sizes in points, where the slide does not say them.
const TITLE_SIZE: i64 = 36;
/// See [`TITLE_SIZE`].
const BODY_SIZE: i64 = 20;

/// A slide as boxes, in points.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Drawing {
    /// How wide the slide is.
    pub width: i64,
    /// How high it is.
    pub height: i64,
    /// Its boxes, from the lowest to the topmost.
    pub boxes: Vec<Frame>,
}

/// A box of a slide, in points.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Frame {
    /// Its left edge.
    pub x: i64,
    /// Its upper edge.
    pub y: i64,
    /// How wide it is.
    pub width: i64,
    /// How high it is.
    pub height: i64,
    /// What it is called in every version, as in the last step of an outline's container.
    pub identity: String,
    /// Its paragraphs, and how far in each stands.
    pub lines: Vec<(u8, String)>,
    /// The size of its letters, so that they have room.
    pub size: i64,
    /// Whether it is a picture, a chart or another thing without words.
    pub is_picture: bool,
}

/// Where something stands: left, top, width, height, in the deck's own units.
type Place = [i64; 4];

/// Draws one slide, which counts from 1.
///
/// # Errors
/// What keeps it from being drawn, in words without a subject.
pub fn of(bytes: &[u8], number: usize) -> Result<Drawing, String> {
    let package = Package::open(bytes)?.of_slides();
    let main = parts::main_part(&package)?;
    let presentation = package.xml(&main)?;
    let entries = slides(&package, &main, &presentation)?;
    let entry = number.checked_sub(1).and_then(|at| entries.get(at)).ok_or("has no slide of that number")?;
    let slide = package.xml(&entry.part)?;
    // A placeholder stands where its layout, else its master, puts it.
    let mut models = Vec::new();
    let mut part = entry.part.clone();
    for word in ["slideLayout", "slideMaster"] {
        let relations = parts::relations(&package, &part)?;
        let Some(relation) = relations.into_iter().find(|relation| relation.is(word) && !relation.external) else {
            break;
        };
        models.push(package.xml(&relation.target)?);
        part = relation.target;
    }
    let models: Vec<&Element> = models.iter().map(|model| &model.root).collect();
    let (width, height) = size(&presentation.root);
    let mut drawing = Drawing { width, height, boxes: Vec::new() };
    if let Some(tree) = slide.root.path(&["cSld", "spTree"]) {
        shapes(tree, &|place| place, &models, MAX_DEPTH, &mut drawing.boxes);
    }
    Ok(drawing)
}

fn size(presentation: &Element) -> (i64, i64) {
    let size = presentation.child("sldSz");
    let side = |name: &str, usual: i64| {
        let units = size.and_then(|size| size.attribute(name)).and_then(|text| text.parse::<i64>().ok());
        units.map(|units| units / UNITS).filter(|side| (1..=MAX_SIZE).contains(side)).unwrap_or(usual)
    };
    (side("cx", USUAL.0), side("cy", USUAL.1))
}

/// Lists the boxes of a tree; `put` brings a place of a group to where it stands on the slide.
fn shapes(tree: &Element, put: &dyn Fn(Place) -> Place, models: &[&Element], depth: usize, boxes: &mut Vec<Frame>) {
    for shape in tree.elements() {
        if boxes.len() >= MAX_BOXES || depth == 0 {
            return;
        }
        match shape.local() {
            "grpSp" => {
                let (outer, inner) = group(shape);
                let put_within = |place: Place| put(moved(place, outer, inner));
                shapes(shape, &put_within, models, depth - 1, boxes);
            }
            "AlternateContent" => shapes(chosen(shape).unwrap_or(shape), put, models, depth - 1, boxes),
            "sp" | "pic" | "graphicFrame" | "cxnSp" => {
                let own = own_place(shape).map(put).or_else(|| inherited(shape, models));
                boxes.extend(own.and_then(|place| frame(shape, place)));
            }
            _ => {}
        }
    }
}

fn own_place(shape: &Element) -> Option<Place> {
    let form = shape.path(&["spPr", "xfrm"]).or_else(|| shape.child("xfrm"))?;
    place(form, "off", "ext")
}

fn place(form: &Element, offset: &str, extent: &str) -> Option<Place> {
    let number = |element: &Element, name: &str| element.attribute(name)?.parse::<i64>().ok();
    let (offset, extent) = (form.child(offset)?, form.child(extent)?);
    Some([number(offset, "x")?, number(offset, "y")?, number(extent, "cx")?, number(extent, "cy")?])
}

/// Where a group stands, and the places that its parts are given in.
fn group(shape: &Element) -> (Place, Place) {
    let form = shape.path(&["grpSpPr", "xfrm"]);
    let outer = form.and_then(|form| place(form, "off", "ext")).unwrap_or_default();
    let inner = form.and_then(|form| place(form, "chOff", "chExt")).unwrap_or(outer);
    (outer, inner)
}

fn moved(own: Place, outer: Place, inner: Place) -> Place {
    let scaled = |length: i64, outer: i64, inner: i64| match inner {
        0 => length,
        inner => i64::try_from(i128::from(length) * i128::from(outer) / i128::from(inner)).unwrap_or_default(),
    };
    let along = |at: usize| {
        let from = scaled(own[at].saturating_sub(inner[at]), outer[at + 2], inner[at + 2]);
        (outer[at].saturating_add(from), scaled(own[at + 2], outer[at + 2], inner[at + 2]))
    };
    let ((x, width), (y, height)) = (along(0), along(1));
    [x, y, width, height]
}

/// Where the layout or the master puts a placeholder.
fn inherited(shape: &Element, models: &[&Element]) -> Option<Place> {
    let wanted = properties(shape)?.path(&["nvPr", "ph"])?;
    let kind = |placeholder: &Element| match placeholder.attribute("type").unwrap_or("body") {
        "ctrTitle" => "title".to_owned(),
        "subTitle" | "obj" => "body".to_owned(),
        other => other.to_owned(),
    };
    models.iter().find_map(|model| {
        let tree = model.path(&["cSld", "spTree"])?;
        let known: Vec<(&Element, &Element)> =
            tree.all("sp").filter_map(|shape| Some((shape, properties(shape)?.path(&["nvPr", "ph"])?))).collect();
        let by_index = known
            .iter()
            .find(|(_, other)| wanted.attribute("idx").is_some() && other.attribute("idx") == wanted.attribute("idx"));
        let by_kind = || known.iter().find(|(_, other)| kind(other) == kind(wanted));
        own_place(by_index.or_else(by_kind)?.0)
    })
}

fn frame(shape: &Element, [x, y, width, height]: Place) -> Option<Frame> {
    let points = |units: i64| (units / UNITS).clamp(-MAX_SIZE, MAX_SIZE);
    let (x, y, width, height) = (points(x), points(y), points(width), points(height));
    let body = shape.child("txBody");
    let lines: Vec<(u8, String)> = body
        .into_iter()
        .flat_map(paragraphs)
        .map(|paragraph| (level(paragraph), paragraph_text(paragraph)))
        .filter(|(_, text)| !text.is_empty())
        .take(MAX_LINES)
        .collect();
    let is_picture = body.is_none() && shape.local() != "cxnSp";
    if width <= 0 || height <= 0 || (lines.is_empty() && !is_picture) {
        return None;
    }
    let identity = identity(shape);
    let is_title = identity.starts_with("title") || identity.starts_with("ctrTitle");
    let wanted = body.and_then(told_size).unwrap_or(if is_title { TITLE_SIZE } else { BODY_SIZE });
    let size = fitting(&lines, width, height, wanted);
    Some(Frame { x, y, width, height, identity, lines, size, is_picture })
}

fn level(paragraph: &Element) -> u8 {
    let level = paragraph.child("pPr").and_then(|properties| properties.attribute("lvl"));
    level.and_then(|level| level.parse().ok()).unwrap_or(0).min(4)
}

/// The size that the first run of a body names, in points.
fn told_size(body: &Element) -> Option<i64> {
    let run = paragraphs(body).find_map(|paragraph| paragraph.path(&["r", "rPr"]))?;
    let hundredths: i64 = run.attribute("sz")?.parse().ok()?;
    (100..=20_000).contains(&hundredths).then_some(hundredths / 100)
}

/// The largest size, up to the wanted one, at which the lines have room: a letter is about half as wide as it is high.
fn fitting(lines: &[(u8, String)], width: i64, height: i64, wanted: i64) -> i64 {
    let needed = |size: i64| -> i64 {
        let in_line = (width * 2 / size.max(1)).max(1);
        let rows = lines.iter().map(|(_, text)| i64::try_from(text.chars().count()).unwrap_or(in_line) / in_line + 1);
        rows.sum::<i64>() * size * 13 / 10
    };
    (6..=wanted.max(6)).rev().find(|size| needed(*size) <= height).unwrap_or(6)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::documents::minimal::minimal_deck;
    use crate::xml::Document;

    #[test]
    fn a_group_scales_its_parts() {
        assert_eq!(moved([10, 10, 20, 20], [100, 200, 50, 50], [0, 0, 100, 100]), [105, 205, 10, 10]);
        assert_eq!(moved([1, 2, 3, 4], [0; 4], [0; 4]), [1, 2, 3, 4]);
    }

    #[test]
    fn a_slide_is_drawn_from_its_own_geometry() {
        let slide = r#"<p:sld xmlns:p="p" xmlns:a="a"><p:cSld><p:spTree>
            <p:sp><p:nvSpPr><p:cNvPr id="2" name="Title"/><p:nvPr><p:ph type="title"/></p:nvPr></p:nvSpPr><p:spPr/>
              <p:txBody><a:p><a:r><a:t>Plan</a:t></a:r></a:p></p:txBody></p:sp>
            <p:sp><p:nvSpPr><p:cNvPr id="3" name="Box"/><p:nvPr/></p:nvSpPr>
              <p:spPr><a:xfrm><a:off x="127000" y="254000"/><a:ext cx="1270000" cy="635000"/></a:xfrm></p:spPr>
              <p:txBody><a:p><a:r><a:rPr sz="1800"/><a:t>Move the shop</a:t></a:r></a:p></p:txBody></p:sp>
            <p:pic><p:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="12700" cy="12700"/></a:xfrm></p:spPr></p:pic>
            </p:spTree></p:cSld></p:sld>"#;
        let layout = r#"<p:sldLayout xmlns:p="p" xmlns:a="a"><p:cSld><p:spTree>
            <p:sp><p:nvSpPr><p:cNvPr id="9" name="T"/><p:nvPr><p:ph type="title"/></p:nvPr></p:nvSpPr>
              <p:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="6350000" cy="635000"/></a:xfrm></p:spPr></p:sp>
            </p:spTree></p:cSld></p:sldLayout>"#;
        let [slide, layout] =
            [slide, layout].map(|text| Document::parse(text.as_bytes()).expect("because it is sound"));
        let tree = slide.root.path(&["cSld", "spTree"]).expect("because it has one");
        let mut boxes = Vec::new();
        shapes(tree, &|place| place, &[&layout.root], MAX_DEPTH, &mut boxes);
        let told: Vec<_> =
            boxes.iter().map(|frame| (frame.x, frame.y, frame.width, frame.height, &*frame.identity)).collect();
        assert_eq!(told, [(0, 0, 500, 50, "title"), (10, 20, 100, 50, "shape 3"), (0, 0, 1, 1, "shape")]);
        assert_eq!((boxes[1].size, boxes[2].is_picture), (18, true));
    }

    #[test]
    fn a_deck_without_places_is_drawn_as_far_as_it_says() {
        let deck = minimal_deck(&[("One", &["a"], "")]);
        assert!(of(&deck, 1).is_ok_and(|drawing| drawing.width > 0));
        assert!(of(&deck, 2).is_err() && of(&deck, 0).is_err() && of(b"", 1).is_err());
    }
}
