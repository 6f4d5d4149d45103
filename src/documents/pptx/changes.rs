//! Who changed which slide and shape last, from the record that PowerPoint keeps in the deck itself.
//!
//! Not here: comments, which name their authors beside them (the hall above).

use std::collections::HashMap;

use crate::documents::authors;
use crate::documents::parts::Relation;
use crate::package::Package;
use crate::source::Traces;
use crate::xml::Element;

/// The record of a deck; empty where it keeps none.
#[derive(Debug, Default)]
pub struct Changes {
    /// By the id of a slide.
    slides: HashMap<String, SlideChanges>,
}

/// What happened to one slide.
#[derive(Debug, Default)]
struct SlideChanges {
    /// The creation id that goes with the slide's id.
    made: String,
    /// Who put the slide into the deck.
    added: Option<Traces>,
    /// By the number of a shape: its creation id in lower case, where it has one, and the last change.
    shapes: HashMap<String, (Option<String>, Traces)>,
}

impl Changes {
    /// Reads the record. A damaged one is as good as none: it is not what the deck says.
    #[must_use]
    pub fn read(package: &Package<'_>, relations: &[Relation]) -> Changes {
        let mut changes = Changes::default();
        let own = relations.iter().filter(|relation| relation.is("changesInfo") && package.has(&relation.target));
        for part in own.filter_map(|relation| package.xml(&relation.target).ok()) {
            for change in part.root.descendants().filter(|element| element.local() == "sldChg") {
                changes.slide(change);
            }
        }
        changes
    }

    fn slide(&mut self, change: &Element) {
        let Some(mark) = change.descendants().find(|element| element.local() == "sldMk") else { return };
        let Some(id) = mark.attribute("sldId") else { return };
        let slide = self.slides.entry(id.to_owned()).or_default();
        slide.made = mark.attribute("cId").unwrap_or_default().to_owned();
        let kinds = change.attribute("chg").unwrap_or_default();
        if kinds.split(' ').any(|kind| kind == "new" || kind == "add") {
            keep_newer(&mut slide.added, told(change));
        }
        for shape in change.elements().filter(|element| element.local().ends_with("Chg")) {
            slide.shape(shape);
        }
    }

    /// Returns who changed a shape last, else who added its slide.
    #[must_use]
    pub fn of(&self, slide: &str, slide_made: Option<&str>, shape: &str, shape_made: Option<&str>) -> Traces {
        let is_slide = |found: &&SlideChanges| slide_made.is_none_or(|made| made == found.made);
        let Some(found) = self.slides.get(slide).filter(is_slide) else { return Traces::default() };
        let is_shape = |(made, _): &&(Option<String>, Traces)| match (made, shape_made) {
            (Some(one), Some(other)) => one.eq_ignore_ascii_case(other),
            // A shape that has none has taken the number of one that is gone.
            (Some(_), None) => false,
            (None, _) => true,
        };
        let own = found.shapes.get(shape).filter(is_shape).map(|(_, traces)| traces.clone());
        own.or_else(|| found.added.clone()).unwrap_or_default()
    }
}

impl SlideChanges {
    /// Notes a change of a shape: of a box (`spChg`), a frame (`graphicFrameChg`) and the like.
    fn shape(&mut self, change: &Element) {
        let is_shape = |element: &&Element| {
            element.local().ends_with("Mk") && !matches!(element.local(), "docMk" | "sldMk" | "grpSpMk")
        };
        let Some(mark) = change.descendants().filter(is_shape).find(|mark| mark.attribute("id").is_some()) else {
            return;
        };
        let Some(traces) = told(change) else { return };
        // A shape without a creation id is recorded with one of noughts.
        let is_real = |made: &&str| made.chars().any(|letter| letter.is_ascii_alphanumeric() && letter != '0');
        let made = mark.attribute("creationId").filter(is_real).map(str::to_owned);
        let known = self.shapes.entry(mark.attribute("id").unwrap_or_default().to_owned());
        let known = known.or_insert_with(|| (made.clone(), traces.clone()));
        if traces.time >= known.1.time {
            *known = (made, traces);
        }
    }
}

fn told(change: &Element) -> Option<Traces> {
    let data = change.child("chgData")?;
    let traces = authors::traces(data.attribute("name"), data.attribute("dt"));
    traces.author.is_some().then_some(traces)
}

fn keep_newer(known: &mut Option<Traces>, found: Option<Traces>) {
    if let Some(found) = found
        && known.as_ref().is_none_or(|known| found.time >= known.time)
    {
        *known = Some(found);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::xml::Document;

    fn changes(inner: &str) -> Changes {
        let text = format!("<c:l xmlns:c=\"c\" xmlns:a=\"a\">{inner}</c:l>");
        let document = Document::parse(text.as_bytes()).expect("because the test wrote it so");
        let mut changes = Changes::default();
        document.root.all("sldChg").for_each(|change| changes.slide(change));
        changes
    }

    fn data(name: &str, day: u8) -> String {
        format!("<c:chgData name=\"{name}\" dt=\"2025-02-{day:02}T10:00:00.000\"/>")
    }

    #[test]
    fn the_last_change_of_a_shape_counts_and_then_who_added_the_slide() {
        let mark = "<c:sldMkLst><c:sldMk cId=\"7\" sldId=\"256\"/></c:sldMkLst>";
        let shape = |name: &str, day: u8| {
            let mark =
                "<a:spMkLst><c:sldMk cId=\"7\" sldId=\"256\"/><a:spMk id=\"3\" creationId=\"{AB}\"/></a:spMkLst>";
            format!("<c:spChg chg=\"mod\">{}{mark}</c:spChg>", data(name, day))
        };
        let changes = changes(&format!(
            "<c:sldChg chg=\"modSp new mod\">{}{mark}{}{}</c:sldChg>",
            data("Anna", 3),
            shape("Ben", 5),
            shape("Cleo", 4)
        ));
        let author = |made, shape, shape_made| changes.of("256", made, shape, shape_made).author;
        assert_eq!(author(Some("7"), "3", Some("{ab}")).as_deref(), Some("Ben"));
        assert_eq!(author(Some("7"), "4", None).as_deref(), Some("Anna"));
        assert_eq!(author(Some("7"), "3", Some("{CD}")).as_deref(), Some("Anna"));
        assert_eq!(author(Some("8"), "3", Some("{ab}")), None);
        assert_eq!(changes.of("257", None, "3", None), Traces::default());
    }
}
