//! Makes small PowerPoint decks that open everywhere: one master, one layout, one theme. The demonstration and the
//! tests are built from them.
//!
//! Not here: changing a deck that exists (`three_way::deck`).

use crate::package::{self, CONTENT_TYPES, Content};

/// One slide of a small deck.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Slide<'a> {
    /// What tells this slide from every other, in all versions of the deck: its id and its creation id.
    pub made: u32,
    /// The title.
    pub title: &'a str,
    /// The entries of the body.
    pub bullets: &'a [&'a str],
    /// The speaker's notes, one paragraph a line; empty for none.
    pub notes: &'a str,
}

const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
const NAMESPACES: &str = "xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\" xmlns:p=\"http://schemas.openxmlformats.org/presentationml/2006/main\"";
const RELATION: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";
const TYPE: &str = "application/vnd.openxmlformats-officedocument.";
const COLOURS: &str = "<p:clrMap bg1=\"lt1\" tx1=\"dk1\" bg2=\"lt2\" tx2=\"dk2\" accent1=\"accent1\" accent2=\"accent2\" accent3=\"accent3\" accent4=\"accent4\" accent5=\"accent5\" accent6=\"accent6\" hlink=\"hlink\" folHlink=\"folHlink\"/>";
const TREE: &str = "<p:nvGrpSpPr><p:cNvPr id=\"1\" name=\"\"/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr><a:xfrm><a:off x=\"0\" y=\"0\"/><a:ext cx=\"0\" cy=\"0\"/><a:chOff x=\"0\" y=\"0\"/><a:chExt cx=\"0\" cy=\"0\"/></a:xfrm></p:grpSpPr>";

/// Makes a deck of slides with a title, entries and notes each. A slide is the same slide in two decks where its title
/// is the same.
#[must_use]
pub fn minimal_deck(slides: &[(&str, &[&str], &str)]) -> Vec<u8> {
    let mut made: Vec<u32> = Vec::new();
    for (title, _, _) in slides {
        let mut id = spread(title);
        while made.contains(&id) {
            id += 1;
        }
        made.push(id);
    }
    let slides = slides.iter().zip(made).map(|((title, bullets, notes), made)| Slide { made, title, bullets, notes });
    deck(&slides.collect::<Vec<_>>())
}

/// Makes a deck of slides whose identities are given.
#[must_use]
pub fn deck(slides: &[Slide<'_>]) -> Vec<u8> {
    let mut parts: Vec<(String, String)> = vec![(CONTENT_TYPES.to_owned(), content_types(slides))];
    parts.push(("_rels/.rels".to_owned(), relations(&[("officeDocument", "ppt/presentation.xml".to_owned())])));
    parts.push(("ppt/presentation.xml".to_owned(), presentation(slides)));
    parts.push(("ppt/_rels/presentation.xml.rels".to_owned(), presentation_relations(slides)));
    push_masters(&mut parts);
    for (at, slide) in slides.iter().enumerate() {
        push_slide(&mut parts, at + 1, slide);
    }
    let parts = parts.into_iter().map(|(name, text)| (name, Content::Bytes(text.into_bytes())));
    // Bytes in memory can always be packed; an empty deck is the honest answer should that ever change.
    package::write(&parts.collect::<Vec<_>>()).unwrap_or_default()
}

/// Spreads titles over the numbers that a slide id may have (FNV-1a).
fn spread(title: &str) -> u32 {
    let hash = title.bytes().fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    256 + hash % 0x4000_0000
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

fn relations(targets: &[(&str, String)]) -> String {
    let relation = |(at, (kind, target)): (usize, &(&str, String))| {
        format!("<Relationship Id=\"rId{}\" Type=\"{RELATION}{kind}\" Target=\"{target}\"/>", at + 1)
    };
    let inner: String = targets.iter().enumerate().map(relation).collect();
    format!(
        "{DECLARATION}<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{inner}</Relationships>"
    )
}

fn content_types(slides: &[Slide<'_>]) -> String {
    let part =
        |name: &str, kind: &str| format!("<Override PartName=\"/ppt/{name}\" ContentType=\"{TYPE}{kind}+xml\"/>");
    let mut inner = String::new();
    for (name, kind) in [
        ("presentation.xml", "presentationml.presentation.main"),
        ("slideMasters/slideMaster1.xml", "presentationml.slideMaster"),
        ("slideLayouts/slideLayout1.xml", "presentationml.slideLayout"),
        ("notesMasters/notesMaster1.xml", "presentationml.notesMaster"),
        ("theme/theme1.xml", "theme"),
        ("theme/theme2.xml", "theme"),
    ] {
        inner.push_str(&part(name, kind));
    }
    for (at, slide) in slides.iter().enumerate() {
        inner.push_str(&part(&format!("slides/slide{}.xml", at + 1), "presentationml.slide"));
        if !slide.notes.is_empty() {
            inner.push_str(&part(&format!("notesSlides/notesSlide{}.xml", at + 1), "presentationml.notesSlide"));
        }
    }
    format!(
        "{DECLARATION}<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/>{inner}</Types>"
    )
}

fn presentation(slides: &[Slide<'_>]) -> String {
    let entry = |(at, slide): (usize, &Slide<'_>)| format!("<p:sldId id=\"{}\" r:id=\"rId{}\"/>", slide.made, at + 4);
    let mut list: String = slides.iter().enumerate().map(entry).collect();
    if !list.is_empty() {
        list = format!("<p:sldIdLst>{list}</p:sldIdLst>");
    }
    format!(
        "{DECLARATION}<p:presentation {NAMESPACES}><p:sldMasterIdLst><p:sldMasterId id=\"2147483648\" r:id=\"rId1\"/></p:sldMasterIdLst><p:notesMasterIdLst><p:notesMasterId r:id=\"rId2\"/></p:notesMasterIdLst>{list}<p:sldSz cx=\"12192000\" cy=\"6858000\"/><p:notesSz cx=\"6858000\" cy=\"9144000\"/></p:presentation>"
    )
}

fn presentation_relations(slides: &[Slide<'_>]) -> String {
    let mut targets = vec![
        ("slideMaster", "slideMasters/slideMaster1.xml".to_owned()),
        ("notesMaster", "notesMasters/notesMaster1.xml".to_owned()),
        ("theme", "theme/theme1.xml".to_owned()),
    ];
    targets.extend((1..=slides.len()).map(|number| ("slide", format!("slides/slide{number}.xml"))));
    relations(&targets)
}

fn push_masters(parts: &mut Vec<(String, String)>) {
    let mut push = |name: &str, text: String| parts.push((format!("ppt/{name}"), text));
    let shapes = format!(
        "{}{}",
        shape(
            2,
            "title",
            None,
            "<a:p><a:r><a:rPr lang=\"en-US\"/><a:t>Title</a:t></a:r></a:p>",
            [838_200, 365_125, 10_515_600, 1_325_563]
        ),
        shape(
            3,
            "body",
            Some(1),
            "<a:p><a:r><a:rPr lang=\"en-US\"/><a:t>Text</a:t></a:r></a:p>",
            [838_200, 1_825_625, 10_515_600, 4_351_338]
        )
    );
    let styles = "<p:txStyles><p:titleStyle><a:lvl1pPr><a:defRPr sz=\"4000\"/></a:lvl1pPr></p:titleStyle><p:bodyStyle><a:lvl1pPr marL=\"228600\" indent=\"-228600\"><a:buFont typeface=\"Arial\"/><a:buChar char=\"•\"/><a:defRPr sz=\"2400\"/></a:lvl1pPr></p:bodyStyle><p:otherStyle/></p:txStyles>";
    let background = "<p:bg><p:bgRef idx=\"1001\"><a:schemeClr val=\"bg1\"/></p:bgRef></p:bg>";
    push(
        "slideMasters/slideMaster1.xml",
        format!(
            "{DECLARATION}<p:sldMaster {NAMESPACES}><p:cSld>{background}<p:spTree>{TREE}{shapes}</p:spTree></p:cSld>{COLOURS}<p:sldLayoutIdLst><p:sldLayoutId id=\"2147483649\" r:id=\"rId1\"/></p:sldLayoutIdLst>{styles}</p:sldMaster>"
        ),
    );
    push(
        "slideMasters/_rels/slideMaster1.xml.rels",
        relations(&[
            ("slideLayout", "../slideLayouts/slideLayout1.xml".to_owned()),
            ("theme", "../theme/theme1.xml".to_owned()),
        ]),
    );
    push(
        "slideLayouts/slideLayout1.xml",
        format!(
            "{DECLARATION}<p:sldLayout {NAMESPACES} type=\"obj\" preserve=\"1\"><p:cSld name=\"Title and Content\"><p:spTree>{TREE}{shapes}</p:spTree></p:cSld><p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:sldLayout>"
        ),
    );
    push(
        "slideLayouts/_rels/slideLayout1.xml.rels",
        relations(&[("slideMaster", "../slideMasters/slideMaster1.xml".to_owned())]),
    );
    let notes =
        shape(2, "body", Some(1), "<a:p><a:r><a:t>Notes</a:t></a:r></a:p>", [685_800, 4_400_550, 5_486_400, 3_600_450]);
    push(
        "notesMasters/notesMaster1.xml",
        format!(
            "{DECLARATION}<p:notesMaster {NAMESPACES}><p:cSld>{background}<p:spTree>{TREE}{notes}</p:spTree></p:cSld>{COLOURS}</p:notesMaster>"
        ),
    );
    push("notesMasters/_rels/notesMaster1.xml.rels", relations(&[("theme", "../theme/theme2.xml".to_owned())]));
    push("theme/theme1.xml", theme());
    push("theme/theme2.xml", theme());
}

fn shape(id: u32, kind: &str, index: Option<u32>, paragraphs: &str, [x, y, width, height]: [u32; 4]) -> String {
    let placeholder = match (kind, index) {
        (_, None) => format!("<p:ph type=\"{kind}\"/>"),
        (_, Some(index)) => format!("<p:ph type=\"{kind}\" idx=\"{index}\"/>"),
    };
    // A shape on a slide has no size of its own: it takes that of the layout.
    let size = if width == 0 {
        String::new()
    } else {
        format!(
            "<a:xfrm><a:off x=\"{x}\" y=\"{y}\"/><a:ext cx=\"{width}\" cy=\"{height}\"/></a:xfrm><a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom>"
        )
    };
    format!(
        "<p:sp><p:nvSpPr><p:cNvPr id=\"{id}\" name=\"{kind} {id}\"/><p:cNvSpPr><a:spLocks noGrp=\"1\"/></p:cNvSpPr><p:nvPr>{placeholder}</p:nvPr></p:nvSpPr><p:spPr>{size}</p:spPr><p:txBody><a:bodyPr/><a:lstStyle/>{paragraphs}</p:txBody></p:sp>"
    )
}

fn paragraphs<'a>(texts: impl Iterator<Item = &'a str>) -> String {
    let paragraph = |text: &str| format!("<a:p><a:r><a:rPr lang=\"en-US\"/><a:t>{}</a:t></a:r></a:p>", escaped(text));
    let inner: String = texts.map(paragraph).collect();
    if inner.is_empty() { "<a:p><a:endParaRPr lang=\"en-US\"/></a:p>".to_owned() } else { inner }
}

fn push_slide(parts: &mut Vec<(String, String)>, number: usize, slide: &Slide<'_>) {
    let made = format!(
        "<p:extLst><p:ext uri=\"{{BB962C8B-B14F-4D97-AF65-F5344CB8AC3E}}\"><p14:creationId xmlns:p14=\"http://schemas.microsoft.com/office/powerpoint/2010/main\" val=\"{}\"/></p:ext></p:extLst>",
        slide.made
    );
    let title = shape(2, "title", None, &paragraphs(std::iter::once(slide.title)), [0; 4]);
    let body =
        shape(3, "body", Some(1), &paragraphs(slide.bullets.iter().copied()), [0; 4]).replace(" type=\"body\"", "");
    let text = format!(
        "{DECLARATION}<p:sld {NAMESPACES}><p:cSld><p:spTree>{TREE}{title}{body}</p:spTree>{made}</p:cSld><p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:sld>"
    );
    parts.push((format!("ppt/slides/slide{number}.xml"), text));
    let mut targets = vec![("slideLayout", "../slideLayouts/slideLayout1.xml".to_owned())];
    if !slide.notes.is_empty() {
        targets.push(("notesSlide", format!("../notesSlides/notesSlide{number}.xml")));
    }
    parts.push((format!("ppt/slides/_rels/slide{number}.xml.rels"), relations(&targets)));
    if slide.notes.is_empty() {
        return;
    }
    let notes = shape(2, "body", Some(1), &paragraphs(slide.notes.lines()), [0; 4]);
    let text = format!(
        "{DECLARATION}<p:notes {NAMESPACES}><p:cSld><p:spTree>{TREE}{notes}</p:spTree></p:cSld><p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:notes>"
    );
    parts.push((format!("ppt/notesSlides/notesSlide{number}.xml"), text));
    let targets = [
        ("notesMaster", "../notesMasters/notesMaster1.xml".to_owned()),
        ("slide", format!("../slides/slide{number}.xml")),
    ];
    parts.push((format!("ppt/notesSlides/_rels/notesSlide{number}.xml.rels"), relations(&targets)));
}

fn theme() -> String {
    let colours: String = [
        ("dk1", "000000"),
        ("lt1", "FFFFFF"),
        ("dk2", "1F2937"),
        ("lt2", "E5E7EB"),
        ("accent1", "2563EB"),
        ("accent2", "D97706"),
        ("accent3", "059669"),
        ("accent4", "7C3AED"),
        ("accent5", "DC2626"),
        ("accent6", "0891B2"),
        ("hlink", "2563EB"),
        ("folHlink", "7C3AED"),
    ]
    .iter()
    .map(|(name, value)| format!("<a:{name}><a:srgbClr val=\"{value}\"/></a:{name}>"))
    .collect();
    let font = "<a:latin typeface=\"Calibri\"/><a:ea typeface=\"\"/><a:cs typeface=\"\"/>";
    let fill = "<a:solidFill><a:schemeClr val=\"phClr\"/></a:solidFill>".repeat(3);
    let line = "<a:ln w=\"9525\"><a:solidFill><a:schemeClr val=\"phClr\"/></a:solidFill></a:ln>".repeat(3);
    let effect = "<a:effectStyle><a:effectLst/></a:effectStyle>".repeat(3);
    format!(
        "{DECLARATION}<a:theme xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" name=\"Plain\"><a:themeElements><a:clrScheme name=\"Plain\">{colours}</a:clrScheme><a:fontScheme name=\"Plain\"><a:majorFont>{font}</a:majorFont><a:minorFont>{font}</a:minorFont></a:fontScheme><a:fmtScheme name=\"Plain\"><a:fillStyleLst>{fill}</a:fillStyleLst><a:lnStyleLst>{line}</a:lnStyleLst><a:effectStyleLst>{effect}</a:effectStyleLst><a:bgFillStyleLst>{fill}</a:bgFillStyleLst></a:fmtScheme></a:themeElements></a:theme>"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_deck_is_read_back() {
        let bytes = minimal_deck(&[("Plan & goal", &["One", "Two"], "Say hello.\nSmile."), ("Empty", &[], "")]);
        let lines = crate::documents::pptx::read(&bytes).expect("because it was just made");
        let told: Vec<_> = lines.iter().map(|(line, text)| (line.place.as_str(), text.as_str())).collect();
        let expected = [
            ("slide 1 › Plan & goal", "Plan & goal"),
            ("slide 1 › Plan & goal › body › bullet 1", "One"),
            ("slide 1 › Plan & goal › body › bullet 2", "Two"),
            ("slide 1 › Plan & goal › notes", "Say hello."),
            ("slide 1 › Plan & goal › notes", "Smile."),
            ("slide 2 › Empty", "Empty"),
        ];
        assert_eq!(told, expected);
    }

    #[test]
    fn the_same_slides_give_the_same_bytes() {
        assert_eq!(minimal_deck(&[("A", &["b"], "c")]), minimal_deck(&[("A", &["b"], "c")]));
    }
}
