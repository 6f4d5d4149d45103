//! The ground of readers of documents: open headings give each unit its container, its place and its section.
//!
//! Not here: how a format marks a heading or a list (one reader each).

use std::collections::HashMap;
use std::ops::Range;

use crate::source::Text;
use crate::units::reading::Reading;
use crate::units::unit::{Container, Tokens, Unit, UnitKind, in_order};

/// A name in a path or a place is cut to this many characters.
const MAX_NAME: usize = 60;
/// Headings nested deeper than this add nothing to a path and open no section: each section holds all that is below it.
const MAX_DEPTH: usize = 12;

/// A document while it is read from top to bottom.
#[derive(Debug)]
pub struct OutlinePath<'a> {
    /// The document's lines.
    pub text: &'a Text,
    units: Vec<Unit>,
    open: Vec<OpenHeading>,
    /// How many units of a kind stand under the open heading, for "bullet 3".
    counts: HashMap<UnitKind, usize>,
    /// How many slides have begun.
    slides: usize,
    /// What people call a slide and an entry of a list.
    words: (&'static str, &'static str),
}

/// A heading whose section has not ended.
#[derive(Debug)]
struct OpenHeading {
    level: u8,
    name: String,
    /// The index of the unit of its section.
    section: usize,
    /// Of a slide, which one it is: `slide 5`.
    number: Option<String>,
}

impl<'a> OutlinePath<'a> {
    /// Begins a document.
    #[must_use]
    pub fn new(text: &'a Text) -> OutlinePath<'a> {
        let words = ("slide", "bullet");
        OutlinePath { text, units: Vec::new(), open: Vec::new(), counts: HashMap::new(), slides: 0, words }
    }

    /// Sets what people call a slide and an entry of a list.
    #[must_use]
    pub fn speaking(self, slide: &'static str, entry: &'static str) -> OutlinePath<'a> {
        OutlinePath { words: (slide, entry), ..self }
    }

    /// Begins a section with a heading that stands in `bytes`; deeper and equal ones end before it.
    pub fn heading(&mut self, bytes: Range<usize>, level: u8, name: &str) {
        self.begin(UnitKind::Section, bytes.start, level, name);
        self.add_heading(bytes, level, name);
    }

    /// Begins a section or a slide of this name at a byte; deeper and equal ones end before it.
    pub fn begin(&mut self, kind: UnitKind, start: usize, level: u8, name: &str) {
        self.end(start, level);
        if kind == UnitKind::Section && self.open.len() >= MAX_DEPTH {
            return;
        }
        let name = folded(name);
        let section = self.units.len();
        self.push(kind, start..start, level, (!name.is_empty()).then(|| name.clone()));
        let number = (kind == UnitKind::Slide).then(|| {
            self.slides += 1;
            format!("{} {}", self.words.0, self.slides)
        });
        self.open.push(OpenHeading { level, name: cut(&name), section, number });
        let place = self.place_of_names();
        if let Some(unit) = self.units.get_mut(section) {
            unit.place = place;
        }
        self.counts.clear();
    }

    /// Begins a slide with a heading that stands in `bytes`; deeper and equal sections end before it.
    pub fn slide(&mut self, bytes: Range<usize>, level: u8, name: &str) {
        self.begin(UnitKind::Slide, bytes.start, level, name);
        self.add_heading(bytes, level, name);
    }

    /// Adds a heading on the open slide of a level: its title if it has none, else a section on it.
    pub fn heading_on_slide(&mut self, bytes: Range<usize>, slide: u8, level: u8, name: &str) {
        if self.open.last().is_some_and(|open| open.number.is_some() && open.name.is_empty()) {
            self.name(name);
            return self.add_heading(bytes, slide, name);
        }
        self.heading(bytes, slide.saturating_add(1).saturating_add(level), name);
    }

    /// Names the innermost open section, where its heading stands inside it.
    pub fn name(&mut self, name: &str) {
        let name = folded(name);
        let Some(open) = self.open.last_mut() else { return };
        open.name = cut(&name);
        let section = open.section;
        let place = self.place_of_names();
        if let Some(unit) = self.units.get_mut(section) {
            unit.name = Some(name);
            unit.place = place;
        }
    }

    /// Adds a heading that stands inside its section.
    pub fn add_heading(&mut self, bytes: Range<usize>, level: u8, name: &str) {
        let place = self.place_of_names();
        let own = self.open.pop_if(|open| open.level == level);
        let before = self.units.len();
        self.push(UnitKind::Heading, bytes, level, Some(folded(name)));
        self.units[before..].iter_mut().for_each(|unit| unit.place.clone_from(&place));
        self.open.extend(own);
    }

    /// Ends the sections of this level and deeper ones before a byte.
    pub fn end(&mut self, before: usize, level: u8) {
        while let Some(open) = self.open.pop_if(|open| open.level >= level) {
            self.close(open.section, before);
        }
        self.counts.clear();
    }

    fn close(&mut self, section: usize, before: usize) {
        let Some(unit) = self.units.get_mut(section) else { return };
        let bytes = unit.span.bytes.start..before.max(unit.span.bytes.start);
        unit.span = self.text.span(trimmed(self.text.as_str(), bytes));
    }

    /// Adds what stands in some lines, from its first to its last visible character; blank lines add nothing.
    pub fn add_lines(&mut self, kind: UnitKind, lines: Range<usize>, level: u8) {
        let span = self.text.span_of_lines(lines);
        self.add(kind, span.bytes, level);
    }

    /// Adds what stands in some bytes, white space around it left out; nothing adds nothing.
    pub fn add(&mut self, kind: UnitKind, bytes: Range<usize>, level: u8) {
        let name = None;
        self.push(kind, bytes, level, name);
    }

    /// Adds something that must not stand twice in a list: a label, the link of a list of links.
    pub fn add_member(&mut self, kind: UnitKind, bytes: Range<usize>, list: &str, identity: &str) {
        let before = self.units.len();
        let place = self.place_of_names();
        self.push(kind, bytes, 0, Some(identity.to_owned()));
        for unit in &mut self.units[before..] {
            unit.identity = Some(identity.to_owned());
            unit.container = Container { path: list.to_owned(), set_like: true };
            if matches!(kind, UnitKind::Link | UnitKind::Import) {
                unit.place = super::sections::join(&place, " › ", &cut(&folded(identity)));
            }
        }
    }

    /// Adds a file whose slides stand at the place of the last slide that was counted.
    pub fn add_import(&mut self, bytes: Range<usize>, file: &str) {
        let before = self.units.len();
        self.add_member(UnitKind::Import, bytes, "imported slides", file);
        for unit in &mut self.units[before..] {
            unit.place = format!("{} {} › {file}", self.words.0, self.slides);
        }
    }

    /// Returns how many slides have begun.
    #[must_use]
    pub fn slides(&self) -> usize {
        self.slides
    }

    /// Tells whether a slide is open.
    #[must_use]
    pub fn is_on_slide(&self) -> bool {
        self.open.iter().any(|open| open.number.is_some())
    }

    /// Counts slides that stand elsewhere or are read by others.
    pub fn count_slides(&mut self, count: usize) {
        self.slides += count;
    }

    /// Returns the path of the open headings, with a part behind it.
    #[must_use]
    pub fn path_to(&self, part: &str) -> String {
        self.names().chain([part]).collect::<Vec<_>>().join("/")
    }

    fn push(&mut self, kind: UnitKind, bytes: Range<usize>, level: u8, name: Option<String>) {
        let bytes = trimmed(self.text.as_str(), bytes);
        let opens = matches!(kind, UnitKind::Section | UnitKind::Slide);
        if bytes.is_empty() && !opens {
            return;
        }
        let span = self.text.span(bytes);
        let container = Container { path: self.path(kind), set_like: false };
        let place = self.place(kind);
        self.units.push(Unit {
            kind,
            span,
            name,
            identity: None,
            container,
            place,
            level,
            tokens: Tokens::default(),
            branches: Vec::new(),
        });
    }

    fn names(&self) -> impl Iterator<Item = &str> {
        self.open.iter().map(|open| open.name.as_str()).filter(|name| !name.is_empty()).take(MAX_DEPTH)
    }

    fn path(&self, kind: UnitKind) -> String {
        let within = match kind {
            UnitKind::Bullet | UnitKind::Task => Some("list"),
            UnitKind::TableRow => Some("table"),
            _ => None,
        };
        self.names().chain(within).collect::<Vec<_>>().join("/")
    }

    fn place(&mut self, kind: UnitKind) -> String {
        let own = match kind {
            UnitKind::Heading | UnitKind::Section | UnitKind::Slide => return self.place_of_names(),
            UnitKind::Bullet | UnitKind::Task => self.words.1,
            _ => word(kind),
        };
        let count = self.counts.entry(kind).or_default();
        *count += 1;
        let own = format!("{own} {count}");
        super::sections::join(&self.place_of_names(), " › ", &own)
    }

    /// Returns the open headings for people; on a slide, the slide and what is open on it.
    fn place_of_names(&self) -> String {
        let slide = self.open.iter().rposition(|open| open.number.is_some());
        let open = self.open[slide.unwrap_or(0)..].iter().take(MAX_DEPTH);
        let names = open.flat_map(|open| open.number.as_deref().into_iter().chain([open.name.as_str()]));
        names.filter(|name| !name.is_empty()).collect::<Vec<_>>().join(" › ")
    }

    /// Ends the document: units in the order of the text, outer before inner, sections that hold nothing left out.
    #[must_use]
    pub fn finish(mut self) -> Reading {
        self.end(self.text.as_str().len(), 0);
        let mut units = self.units;
        units.retain(|unit| !unit.span.bytes.is_empty());
        let is_more = |at: usize| {
            let unit: &Unit = &units[at];
            let next = units.get(at + 1);
            unit.kind != UnitKind::Section || next.is_some_and(|next| next.span.bytes != unit.span.bytes)
        };
        let kept: Vec<bool> = (0..units.len()).map(is_more).collect();
        let mut kept = kept.into_iter();
        units.retain(|_| kept.next().unwrap_or(true));
        in_order(&mut units);
        Reading { units, notes: Vec::new() }
    }
}

/// What people call a unit in a place.
fn word(kind: UnitKind) -> &'static str {
    match kind {
        UnitKind::TableRow => "row",
        _ => kind.name(),
    }
}

/// Takes white space off both ends of a range.
#[must_use]
pub fn trimmed(text: &str, bytes: Range<usize>) -> Range<usize> {
    let said = text.get(bytes.clone()).unwrap_or_default();
    let start = bytes.start + (said.len() - said.trim_start().len());
    start..start + said.trim().len()
}

/// How deep the entries of a list are nested, told by their indents.
#[derive(Debug, Default)]
pub struct Nesting {
    indents: Vec<usize>,
}

impl Nesting {
    /// Enters an entry whose mark is indented this far and returns its level.
    pub fn enter(&mut self, depth: usize) -> u8 {
        self.leave(depth);
        self.indents.push(depth);
        level(self.indents.len() - 1)
    }

    /// Leaves all entries that a line with this indent does not belong to.
    pub fn leave(&mut self, depth: usize) {
        while self.indents.pop_if(|indent| *indent >= depth).is_some() {}
    }
}

/// Tells whether a line is empty or not there.
#[must_use]
pub fn is_blank(text: &Text, line: usize) -> bool {
    text.line(line).trim().is_empty()
}

/// Returns the line behind the lines that are blank or indented deeper than `depth`, blank ones at their end left out.
#[must_use]
pub fn end_of_indented(text: &Text, first: usize, depth: usize) -> usize {
    let mut end = first;
    let lines = first..text.line_count();
    for line in lines.take_while(|line| is_blank(text, *line) || indent(text.line(*line)) > depth) {
        if !is_blank(text, line) {
            end = line + 1;
        }
    }
    end
}

/// Returns the length of the mark that opens an entry of a list, its space included: one of `signs`, `3.`, `(3)`, `b)`.
#[must_use]
pub fn list_mark(line: &str, signs: &[char]) -> Option<usize> {
    let line = line.trim_start();
    let word = line.split_whitespace().next()?;
    let is_sign = word.chars().count() == 1 && word.starts_with(signs);
    let bare = word.strip_prefix('(').unwrap_or(word);
    let number = bare.strip_suffix(['.', ')']).filter(|number| !number.is_empty());
    let is_number = number.is_some_and(|number| {
        let letter = number.len() == 1 && (number == "#" || number.chars().all(char::is_alphabetic));
        letter || (number.len() <= 3 && number.bytes().all(|byte| byte.is_ascii_digit()))
    });
    (line.len() > word.len() && (is_sign || is_number)).then_some(word.len() + 1)
}

/// Tells whether a line is a row of one sign, at least `least` times: an underline or a rule.
#[must_use]
pub fn adornment(line: &str, least: usize) -> Option<char> {
    let line = line.trim_end();
    let sign = line.chars().next().filter(char::is_ascii_punctuation)?;
    (line.len() >= least && line.chars().all(|letter| letter == sign)).then_some(sign)
}

/// Returns how far a line is indented, in letters; a tab reaches the next multiple of eight.
#[must_use]
pub fn indent(line: &str) -> usize {
    let mut depth = 0;
    for letter in line.chars() {
        match letter {
            '\t' => depth = (depth / 8 + 1) * 8,
            _ if letter.is_whitespace() => depth += 1,
            _ => break,
        }
    }
    depth
}

/// Returns a number as a level.
#[must_use]
pub fn level(depth: usize) -> u8 {
    u8::try_from(depth).unwrap_or(u8::MAX)
}

fn folded(name: &str) -> String {
    super::sentence::plain(name).split_whitespace().collect::<Vec<_>>().join(" ")
}

fn cut(name: &str) -> String {
    name.chars().take(MAX_NAME).collect()
}

/// The laws that hold for every reader of documents, for their tests.
#[cfg(test)]
pub mod laws {
    use std::cmp::Reverse;

    use super::Unit;
    use crate::source::Source;

    /// Kind, level, text and container of each unit, one line each.
    pub fn told(source: &Source, units: &[Unit]) -> Vec<String> {
        let told = units.iter().map(|unit| {
            let said = source.text.slice(&unit.span).split_whitespace().collect::<Vec<_>>().join(" ");
            let identity = unit.identity.as_ref().map(|identity| format!(" ({identity})")).unwrap_or_default();
            format!("{}{} {said}{identity} in {}", unit.kind.name(), unit.level, unit.container.path)
        });
        told.collect()
    }

    /// Spans lie inside the text, are not empty, and follow each other, outer before inner.
    pub fn hold(source: &Source, units: &[Unit]) {
        for unit in units {
            let said = source.text.as_str().get(unit.span.bytes.clone());
            assert!(said.is_some_and(|said| !said.trim().is_empty() && said.trim() == said), "{unit:?}");
            assert_eq!(unit.span, source.text.span(unit.span.bytes.clone()));
        }
        let starts = units.iter().map(|unit| (unit.span.bytes.start, Reverse(unit.span.bytes.end)));
        assert!(starts.is_sorted(), "{units:#?}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Source;

    #[test]
    fn headings_give_containers_and_places() {
        let source = Source::lines("a", "Plan\n\none\n\nStep\n\n- do\n- run\n\nEnd\nlast\n");
        let mut path = OutlinePath::new(&source.text);
        path.heading(source.text.line_bytes(0), 0, "Plan");
        path.add_lines(UnitKind::Paragraph, 2..3, 0);
        path.heading(source.text.line_bytes(4), 1, "Step");
        path.add_lines(UnitKind::Bullet, 6..7, 0);
        path.add_lines(UnitKind::Bullet, 7..8, 0);
        path.heading(source.text.line_bytes(9), 1, "End");
        let reading = path.finish();
        laws::hold(&source, &reading.units);
        let places: Vec<&str> = reading.units.iter().map(|unit| unit.place.as_str()).collect();
        let bullets = ["Plan › Step › bullet 1", "Plan › Step › bullet 2"];
        let (step, end) = ("Plan › Step", "Plan › End");
        assert_eq!(places, ["Plan", "Plan", "Plan › paragraph 1", step, step, bullets[0], bullets[1], end, end]);
        assert_eq!(reading.units[5].container.path, "Plan/Step/list");
        assert_eq!(source.text.slice(&reading.units[3].span), "Step\n\n- do\n- run");
    }
}
