//! HTML: headings, paragraphs, lists, tables, choices, and the slides of decks that are pages.
//!
//! Not here: how tags are found (`html_tags.rs`), scripts and styles.

use std::collections::BTreeSet;
use std::ops::Range;

use super::html_markdown::{self, Inner};
use super::html_tags::{self, Tag};
use super::outline_path::{self, OutlinePath};
use crate::source::Source;
use crate::units::reading::Reading;
use crate::units::unit::UnitKind;

/// Extensions of this format.
pub const EXTENSIONS: &[&str] = &["html", "htm", "xhtml"];

/// Elements that are a unit, with its kind.
const LEAVES: &[(&str, UnitKind)] = &[
    ("title", UnitKind::Heading),
    ("h1", UnitKind::Heading),
    ("h2", UnitKind::Heading),
    ("h3", UnitKind::Heading),
    ("h4", UnitKind::Heading),
    ("h5", UnitKind::Heading),
    ("h6", UnitKind::Heading),
    ("li", UnitKind::Bullet),
    ("dt", UnitKind::Bullet),
    ("dd", UnitKind::Bullet),
    ("p", UnitKind::Paragraph),
    ("caption", UnitKind::Paragraph),
    ("figcaption", UnitKind::Paragraph),
    ("summary", UnitKind::Paragraph),
    ("tr", UnitKind::TableRow),
    ("pre", UnitKind::Code),
    ("option", UnitKind::Entry),
];
/// Elements that end what is being read and are no unit themselves.
const BLOCKS: &[&str] = &[
    "html",
    "head",
    "body",
    "div",
    "section",
    "article",
    "main",
    "header",
    "footer",
    "nav",
    "aside",
    "ul",
    "ol",
    "dl",
    "menu",
    "table",
    "thead",
    "tbody",
    "tfoot",
    "td",
    "th",
    "blockquote",
    "figure",
    "form",
    "fieldset",
    "select",
    "details",
    "hr",
    "address",
    "dialog",
    "optgroup",
    "!",
    "script",
    "style",
];
/// Elements that may stand inside a unit without ending it.
const ABSORBED: &[(UnitKind, &[&str])] = &[
    (UnitKind::Bullet, &["p", "div", "!", "blockquote"]),
    (UnitKind::Note, &["p", "div", "!", "ul", "ol", "li"]),
    (UnitKind::TableRow, &["td", "th", "p", "div", "!", "ul", "ol", "li", "pre", "select", "option", "h3", "h4"]),
    (UnitKind::Heading, &["!", "div"]),
    (UnitKind::Paragraph, &["!"]),
];
const LISTS: &[&str] = &["ul", "ol", "menu"];
/// Elements that tell lists of links apart.
const REGIONS: &[&str] = &["nav", "header", "footer", "aside"];
/// What tells a deck from a page.
const DECK_MARKS: &[&str] =
    &["class=\"reveal", "class=\"slides", "class='reveal", "Reveal.initialize", "<section data-", "data-markdown"];
/// A list is one of links when this share of its entries holds one, in hundredths.
const MIN_LINKS: usize = 60;

/// Reads a page. Markdown in it is handed on together with the number of its first slide; the answer is how many it has.
#[must_use]
pub fn read(source: &Source, markdown: &mut dyn FnMut(&Inner, usize) -> usize) -> Reading {
    let text = source.text.as_str();
    let is_deck = DECK_MARKS.iter().any(|mark| text.contains(mark));
    let mut page = Page { is_deck, ..Page::new(&source.text) };
    let mut at = 0;
    while let Some(tag) = html_tags::next(text, at) {
        page.words(at..tag.bytes.start);
        at = tag.bytes.end;
        page.tag(&tag);
        if let Some((inner, end)) = html_markdown::behind(text, &tag) {
            page.flush(at);
            let count = markdown(&inner, page.path.slides() + 1);
            page.path.count_slides(count);
            at = end.max(at);
        }
    }
    page.words(at..text.len());
    page.flush(text.len());
    while page.end_list() {}
    page.path.finish()
}

struct Page<'a> {
    path: OutlinePath<'a>,
    text: &'a str,
    is_deck: bool,
    leaf: Option<Leaf>,
    lists: Vec<List>,
    regions: Vec<String>,
    select: Option<String>,
    sections: Vec<Frame>,
}

/// The unit that is being read.
struct Leaf {
    name: String,
    kind: UnitKind,
    start: usize,
    /// Whether it holds words.
    speaks: bool,
    /// What its first link, or its value, points at.
    link: Option<String>,
}

/// A list whose end has not come.
struct List {
    container: String,
    entries: Vec<(Range<usize>, Option<String>)>,
}

/// A `<section>` whose end has not come.
#[derive(PartialEq)]
enum Frame {
    /// A slide, and whether it has its title.
    Slide(bool),
    /// Slides on top of each other, or a part of a page.
    Stack,
}

impl<'a> Page<'a> {
    fn new(text: &'a crate::source::Text) -> Page<'a> {
        let (leaf, select) = (None, None);
        let (lists, regions, sections) = (Vec::new(), Vec::new(), Vec::new());
        Page {
            path: OutlinePath::new(text),
            text: text.as_str(),
            is_deck: false,
            leaf,
            lists,
            regions,
            select,
            sections,
        }
    }

    /// Reads what stands between two tags; words outside of all units begin a paragraph.
    fn words(&mut self, bytes: Range<usize>) {
        let bytes = outline_path::trimmed(self.text, bytes);
        if !self.text[bytes.clone()].chars().any(char::is_alphanumeric) {
            return;
        }
        match &mut self.leaf {
            Some(leaf) => leaf.speaks = true,
            None => self.leaf = Some(Leaf { speaks: true, ..leaf("", UnitKind::Paragraph, bytes.start) }),
        }
    }

    fn tag(&mut self, tag: &Tag<'_>) {
        let kind = kind(tag);
        if kind.is_none() && !BLOCKS.contains(&tag.name.as_str()) {
            return self.inline(tag);
        }
        if self.absorbs(tag) {
            return;
        }
        let ends_leaf = tag.closes && self.leaf.as_ref().is_some_and(|leaf| leaf.name == tag.name);
        self.flush(if ends_leaf { tag.bytes.end } else { tag.bytes.start });
        self.structure(tag);
        if let Some(kind) = kind.filter(|_| !tag.closes) {
            self.leaf = Some(Leaf {
                link: tag.attribute("value").map(str::to_owned),
                ..leaf(&tag.name, kind, tag.bytes.start)
            });
        }
    }

    fn inline(&mut self, tag: &Tag<'_>) {
        let Some(leaf) = &mut self.leaf else { return };
        let href = tag.attribute("href").filter(|href| !href.is_empty() && *href != "#");
        if let Some(href) = href.filter(|_| tag.name == "a" && leaf.link.is_none()) {
            leaf.link = Some(href.trim_end_matches('/').to_owned());
        }
    }

    fn absorbs(&self, tag: &Tag<'_>) -> bool {
        let Some(leaf) = &self.leaf else { return false };
        if leaf.kind == UnitKind::Code || leaf.name == tag.name {
            return leaf.name != tag.name;
        }
        // Words that stand alone are ended by everything but a comment.
        if leaf.name.is_empty() {
            return tag.name == "!";
        }
        ABSORBED.iter().any(|(kind, names)| *kind == leaf.kind && names.contains(&tag.name.as_str()))
    }

    /// Follows the tags that hold units.
    fn structure(&mut self, tag: &Tag<'_>) {
        let name = tag.name.as_str();
        match (name, tag.closes) {
            ("section", false) => self.begin_section(tag),
            ("section", true) => self.end_section(tag.bytes.end),
            ("select", false) => self.select = tag.attribute("name").or_else(|| tag.attribute("id")).map(str::to_owned),
            ("select", true) => self.select = None,
            (_, false) if LISTS.contains(&name) => self.begin_list(),
            (_, true) if LISTS.contains(&name) => {
                self.end_list();
            }
            (_, false) if REGIONS.contains(&name) => self.regions.push(name.to_owned()),
            (_, true) if self.regions.last().is_some_and(|region| region == name) => {
                self.regions.pop();
            }
            _ => {}
        }
    }

    fn begin_section(&mut self, tag: &Tag<'_>) {
        if let Some(file) = html_markdown::reference(tag) {
            self.path.count_slides(1);
            self.path.add_import(tag.bytes.clone(), file);
        }
        if tag.has_attribute("data-markdown") {
            return self.sections.push(Frame::Stack);
        }
        let behind = &self.text[tag.bytes.end..];
        let inner = behind.find("section").and_then(|at| behind[..at].chars().next_back());
        let is_stack = inner == Some('<');
        if is_stack || !self.is_deck {
            self.sections.push(Frame::Stack);
        } else {
            let level = self.slide_level();
            self.path.begin(UnitKind::Slide, tag.bytes.start, level, "");
            self.sections.push(Frame::Slide(false));
        }
        if let Some(id) = tag.attribute("id").filter(|id| !id.is_empty()) {
            self.path.add_member(UnitKind::Link, tag.bytes.clone(), "ids", id);
        }
    }

    fn end_section(&mut self, end: usize) {
        if let Some(Frame::Slide(_)) = self.sections.pop() {
            let level = self.slide_level();
            self.path.end(end, level);
        }
    }

    /// The level of the next slide: as many as are open.
    fn slide_level(&self) -> u8 {
        outline_path::level(self.sections.iter().filter(|frame| **frame != Frame::Stack).count())
    }

    fn begin_list(&mut self) {
        let within = self.regions.last().map_or_else(|| "list".to_owned(), |region| format!("{region}/list"));
        self.lists.push(List { container: self.path.path_to(&within), entries: Vec::new() });
    }

    /// Adds the entries of the innermost list; a list of links holds each link once.
    fn end_list(&mut self) -> bool {
        let Some(list) = self.lists.pop() else { return false };
        let links = list.entries.iter().filter_map(|(_, link)| link.as_deref());
        let distinct = links.clone().collect::<BTreeSet<_>>().len();
        let count = list.entries.len();
        let is_links = count > 1 && distinct == links.count() && distinct * 100 >= count * MIN_LINKS;
        let level = outline_path::level(self.lists.len());
        for (bytes, link) in list.entries {
            match link.filter(|_| is_links) {
                Some(link) => self.path.add_member(UnitKind::Bullet, bytes, &list.container, &link),
                None => self.path.add(UnitKind::Bullet, bytes, level),
            }
        }
        true
    }

    /// Adds the unit that is being read, up to a byte.
    fn flush(&mut self, end: usize) {
        let Some(leaf) = self.leaf.take().filter(|leaf| leaf.speaks) else { return };
        let bytes = leaf.start..end;
        match leaf.kind {
            // The title of a page stands above all of it and begins no part.
            UnitKind::Heading if leaf.name == "title" => self.path.add(UnitKind::Heading, bytes, 0),
            UnitKind::Heading => self.heading(bytes, &leaf.name),
            UnitKind::Entry => self.option(bytes, leaf.link),
            UnitKind::Bullet if leaf.name == "li" && !self.lists.is_empty() => {
                if let Some(list) = self.lists.last_mut() {
                    list.entries.push((bytes, leaf.link));
                }
            }
            kind => self.path.add(kind, bytes, 0),
        }
    }

    fn heading(&mut self, bytes: Range<usize>, tag: &str) {
        let depth = tag.bytes().last().unwrap_or(b'1').saturating_sub(b'1');
        let name = self.text[bytes.clone()].to_owned();
        let level = self.slide_level();
        if let Some(Frame::Slide(has_title)) = self.sections.last_mut()
            && !*has_title
        {
            *has_title = true;
            self.path.name(&name);
            return self.path.add_heading(bytes, level.saturating_sub(1), &name);
        }
        self.path.heading(bytes, level.saturating_add(depth), &name);
    }

    fn option(&mut self, bytes: Range<usize>, value: Option<String>) {
        match (self.select.clone(), value.filter(|value| !value.is_empty())) {
            (Some(select), Some(value)) => {
                let list = self.path.path_to(&format!("select {select}"));
                self.path.add_member(UnitKind::Entry, bytes, &list, &value);
            }
            _ => self.path.add(UnitKind::Entry, bytes, 0),
        }
    }
}

fn leaf(name: &str, kind: UnitKind, start: usize) -> Leaf {
    Leaf { name: name.to_owned(), kind, start, speaks: false, link: None }
}

/// Returns what an element is, where it is a unit.
fn kind(tag: &Tag<'_>) -> Option<UnitKind> {
    if tag.name == "aside" && tag.has_class("notes") {
        return Some(UnitKind::Note);
    }
    LEAVES.iter().find(|(name, _)| *name == tag.name).map(|(_, kind)| *kind)
}

#[cfg(test)]
mod tests {
    use super::super::outline_path::laws;
    use super::*;
    use proptest::prelude::*;

    fn told(text: &str) -> Vec<String> {
        let source = Source::lines("a.html", text);
        let units = read(&source, &mut |_, _| 1).units;
        laws::hold(&source, &units);
        laws::told(&source, &units).into_iter().filter(|unit| !unit.starts_with("section")).collect()
    }

    #[test]
    fn blocks() {
        let cases: &[(&str, &[&str])] = &[
            (
                "<h1>On <b>slugs</b></h1>\n<div>Loose words.</div>\n<p>One<br>line\n<p>Two</p>\n<script>var p = '<p>no</p>';</script>",
                &[
                    "heading0 <h1>On <b>slugs</b></h1> in ",
                    "paragraph0 Loose words. in On slugs",
                    "paragraph0 <p>One<br>line in On slugs",
                    "paragraph0 <p>Two</p> in On slugs",
                ],
            ),
            (
                "<ul>\n<li><p>One</p></li>\n<li>Two\n<ol><li>Deep</ol>\n</li></ul>",
                &["bullet0 <li><p>One</p></li> in list", "bullet0 <li>Two in list", "bullet1 <li>Deep in list"],
            ),
            (
                "<nav><ul><li><a href=\"/a/\">A</a></li><li><a href='/b'>B</a></li></ul></nav>",
                &[
                    "bullet0 <li><a href=\"/a/\">A</a></li> (/a) in nav/list",
                    "bullet0 <li><a href='/b'>B</a></li> (/b) in nav/list",
                ],
            ),
            (
                "<table><tr><th>a<th>b</tr>\n<tr><td><p>c</p></td></tr></table>\n<dl><dt>T<dd>D</dl><pre>x <p> y</pre>",
                &[
                    "table-row0 <tr><th>a<th>b</tr> in table",
                    "table-row0 <tr><td><p>c</p></td></tr> in table",
                    "bullet0 <dt>T in list",
                    "bullet0 <dd>D in list",
                    "code0 <pre>x <p> y</pre> in ",
                ],
            ),
            (
                "<select name=city><option value=x>X</option><option>Y</select>",
                &["entry0 <option value=x>X</option> (x) in select city", "entry0 <option>Y in "],
            ),
        ];
        for (text, expected) in cases {
            assert_eq!(told(text), *expected, "{text}");
            assert_eq!(told(&text.replace('\n', "\r\n")), *expected, "{text} with CRLF");
        }
    }

    #[test]
    fn sections_of_a_deck_are_slides() {
        let text = "<div class=\"reveal\"><section><section><h2>One</h2><p>a</p><h3>In</h3><aside class=\"notes\"><p>Say</p></aside>\
            </section><section><h2>Two</h2></section></section></div>";
        let slides: Vec<_> = told(text).into_iter().filter(|unit| unit.starts_with("slide")).collect();
        assert_eq!(slides.len(), 2);
        assert!(slides[0].starts_with("slide0 <section><h2>One") && slides[0].ends_with("</section> in "));
        let others: Vec<_> = told(text).into_iter().filter(|unit| !unit.starts_with("slide")).collect();
        let expected = [
            "heading0 <h2>One</h2> in ",
            "paragraph0 <p>a</p> in One",
            "heading3 <h3>In</h3> in One",
            "note0 <aside class=\"notes\"><p>Say</p></aside> in One/In",
            "heading0 <h2>Two</h2> in ",
        ];
        assert_eq!(others, expected);
    }

    proptest! {
        #[test]
        fn spans_lie_in_the_text_and_in_order(
            parts in prop::collection::vec(prop::sample::select(vec![
                "<h1>", "</h1>", "<p>", "</p>", "<ul>", "</ul>", "<li>", "</li>", "<section>", "</section>", "<section data-x>", "<tr>", "<td>",
                "</tr>", "<pre>", "</pre>", "<a href=x>", "<a href=\"", "</a>", "<!--", "-->", "<script>", "</script>", "<", ">", "\"", "é", "words",
                "\n", " ", "<aside class=notes>", "</aside>", "<select id=s>", "<option value=v>", "</", "<nav>", "</nav>",
            ]), 0..40),
        ) {
            let source = Source::lines("a.html", parts.concat());
            laws::hold(&source, &crate::units::of(&source).units[1..]);
        }
    }
}
