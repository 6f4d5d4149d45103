//! Edits become Units: what each version says, one reader a format, and of it what a side added.
//!
//! Not here: the formats themselves (one file each), whether two units are alike (`pairs`).

mod blocks;
mod cells;
pub mod code;
mod continued;
mod embedded;
pub mod grammars;
mod inlay;
pub mod known;
mod line;
pub mod lines;
mod modeline;
mod parts;
pub mod prose;
pub mod reading;
mod recent;
mod settings;
mod shown;
mod spoken;
mod steps;
mod torn;
pub mod unit;

use crate::documents;
use crate::source::{Source, extension};
use prose::{asciidoc, fences, furniture, html, latex, lists, markdown, org, outline, rst, slides, text, typst, whole};
use reading::Reading;
use unit::{Container, Tokens, Unit, UnitKind, in_order};

/// Tells whether a note of a reader says that it gave the file up, so that only its plain lines were compared. Minified
/// files are given up on purpose.
#[must_use]
pub fn gave_up(note: &str) -> bool {
    note.contains("not read as ") && !note.ends_with(code::TOO_LONG)
}

/// A format that is read by a reader of its own, by extension.
struct Format {
    name: &'static str,
    extensions: &'static [&'static str],
    read: fn(&Source) -> Reading,
}

/// What the files are called whose lines are their entries.
const LISTS: &str = "lists of lines";

/// The formats of prose. Code and data are in the table of `grammars`; what is in neither is read as lines.
const FORMATS: &[Format] = &[
    Format { name: "Markdown", extensions: &["md", "markdown", "mdx", "mkd", "qmd", "rmd"], read: markdown::read },
    Format { name: "reStructuredText", extensions: rst::EXTENSIONS, read: rst::read },
    Format { name: "AsciiDoc", extensions: asciidoc::EXTENSIONS, read: asciidoc::read },
    Format { name: "LaTeX", extensions: latex::EXTENSIONS, read: latex::read },
    Format { name: "HTML", extensions: html::EXTENSIONS, read: page },
    Format { name: "Org", extensions: org::EXTENSIONS, read: org::read },
    Format { name: "Typst", extensions: typst::EXTENSIONS, read: typst::read },
    Format { name: "plain text", extensions: text::EXTENSIONS, read: text::read },
    Format { name: LISTS, extensions: lines::EXTENSIONS, read: lines::read },
];

/// The data in which people write scripts, by the folder of its grammar.
const SCRIPTED: &str = "yaml";

/// People nest some ten deep. Each unit holds the text of all within it, so that depth costs memory.
const MAX_NESTED: usize = 64;
/// What is larger than so many bytes, the file itself aside, is read by its parts alone: to compare it as a whole costs
/// more than anybody reads of it.
const MAX_UNIT: usize = 1 << 19;

/// Returns the format of prose whose files end so.
fn format_of(extension: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|format| format.extensions.contains(&extension))
}

/// Reads all units of one version. Never fails: what no reader knows is read as lines and blocks.
#[must_use]
pub fn of(source: &Source) -> Reading {
    let mut reading = read(source);
    if reading.units.is_empty() && source.outline().is_none() {
        reading.units = lines::read(source).units;
    }
    furniture::leave_out(&source.text, &mut reading.units);
    if continued::reads(&source.path) {
        reading.units = continued::added(&source.text, reading.units);
    }
    reading.notes.extend(without_the_deepest(&mut reading.units));
    reading.units.insert(0, whole_file(source));
    reading
}

/// Tells whether a version is code or data that a grammar reads, and no sentence is a unit of it.
#[must_use]
pub fn are_code(source: &Source) -> bool {
    let is_plain = source.outline().is_none() && source.tongue.is_none() && !lines::reads(&source.path);
    is_plain
        && format_of(&source.extension()).is_none()
        && grammars::language_of(&source.path, source.text.line(0)).is_some()
}

/// Takes out what lies in too many others, which come before it. Says so, where there is any.
fn without_the_deepest(units: &mut Vec<Unit>) -> Option<String> {
    let (mut open, before) = (Vec::new(), units.len());
    units.retain(|unit| {
        while open.pop_if(|end| *end <= unit.span.bytes.start).is_some() {}
        open.push(unit.span.bytes.end);
        open.len() <= MAX_NESTED
    });
    let is_deep = units.len() < before;
    units.retain(|unit| unit.span.bytes.len() <= MAX_UNIT);
    is_deep.then(|| format!("what lies deeper than in {MAX_NESTED} others is not read as a unit of its own"))
}

fn read(source: &Source) -> Reading {
    if source.outline().is_some() {
        let reading = outline::read(source);
        return Reading { units: cells::added(source, reading.units), ..reading };
    }
    if let Some(reading) = source.tongue.as_deref().and_then(|tongue| spoken::read(source, tongue, read, formats)) {
        return reading;
    }
    // Names say more than extensions: `CMakeLists.txt` and `requirements.txt` are no prose.
    if let Some(reading) = blocks::read_by_name(source) {
        return reading;
    }
    if lines::reads(&source.path) {
        return lines::read(source);
    }
    let extension = source.extension();
    if let Some(format) = format_of(&extension) {
        let mut reading = (format.read)(source);
        lists::mark_links(&source.text, &mut reading.units);
        whole::run_on(&source.text, &mut reading.units);
        let mut units = fences::added(reading.units, &source.text);
        units = shown::added(&source.text, units, (read, ending_of_code));
        if html::EXTENSIONS.contains(&extension.as_str()) {
            units = embedded::added(source, units, alone);
        } else if cells::RUN.contains(&extension.as_str()) {
            units = cells::of_fences(source, units);
        }
        return Reading { units, ..reading };
    }
    if embedded::COMPONENTS.contains(&extension.as_str()) {
        let markup = blocks::read_all(source);
        return Reading { units: embedded::component(source, markup, alone), notes: Vec::new() };
    }
    let language = grammars::language_of(&source.path, source.text.line(0));
    let by_itself = || grammars::by_name(modeline::language(&source.text)?);
    match language.or_else(|| if blocks::reads(source) { None } else { by_itself() }) {
        Some(language) => {
            let mut reading = parts::read(source, language);
            blocks::with_packages(source, &mut reading.units);
            if language.folder == SCRIPTED {
                reading.units = steps::added(&source.text, reading.units, read);
            }
            // What a parser gives up has heads and blocks all the same.
            if reading.units.is_empty() && !language.settings.data && reading.notes.iter().any(|note| gave_up(note)) {
                reading.units = blocks::read_all(source);
            }
            reading
        }
        None => match blocks::read(source) {
            Some(reading) => reading,
            None if text::reads(&source.path) => text::read(source),
            None => match template(source) {
                Some(filled) => read(&filled),
                None if text::is_prose(&source.text) => text::read(source),
                None => blocks::read_unknown(source).unwrap_or_else(|| lines::read(source)),
            },
        },
    }
}

/// A file of an unknown ending behind a known one is a draft of that: `config.h.in`, `manual.xml.head`, `site.yml.j2`.
fn template(source: &Source) -> Option<Source> {
    let (stem, _) = source.path.rsplit_once('.')?;
    let ending = Some(extension(stem)).filter(|ending| !ending.is_empty())?;
    let is_known = formats().iter().any(|(_, endings)| endings.contains(&ending));
    is_known.then(|| Source { path: stem.to_owned(), tongue: None, ..source.clone() })
}

/// Returns the ending of files of code or data in a language, by its name, an alias or an ending.
fn ending_of_code(name: &str) -> Option<String> {
    let ending = spoken::ending(name, &formats())?;
    let is_prose = FORMATS.iter().any(|format| format.name != LISTS && format.extensions.contains(&ending.as_str()));
    let is_document = documents::extensions().any(|known| known == ending);
    (!is_prose && !is_document).then_some(ending)
}

/// Reads what stands in another file as if it were one of its own.
fn alone(source: &Source) -> Vec<Unit> {
    read(source).units
}

/// Reads a page and the slides in Markdown that it holds.
fn page(source: &Source) -> Reading {
    let mut units = Vec::new();
    let mut reading = html::read(source, &mut |inner, number| {
        let slides = slides::of_page(&inner.text, inner.tool, inner.separators.clone());
        for mut unit in markdown::read_slides(&inner.text, &slides, number) {
            unit.span = source.text.span(inner.original(&unit.span.bytes));
            units.push(unit);
        }
        slides.len()
    });
    reading.units.append(&mut units);
    in_order(&mut reading.units);
    reading
}

/// The file as one unit: two sides may bring the same file under two names.
fn whole_file(source: &Source) -> Unit {
    Unit {
        kind: UnitKind::File,
        span: source.text.span_of_lines(0..source.text.line_count()),
        name: Some(source.file_name().to_owned()),
        identity: None,
        container: Container::default(),
        place: String::new(),
        level: 0,
        tokens: Tokens::default(),
        branches: Vec::new(),
    }
}

/// Tells whether a language or a format is called so: by its name, an alias or an extension.
#[must_use]
pub fn is_format(name: &str) -> bool {
    let is_called = |(known, endings): &(String, Vec<String>)| {
        known.eq_ignore_ascii_case(name) || endings.iter().any(|ending| ending.eq_ignore_ascii_case(name))
    };
    grammars::by_name(name).is_some() || formats().iter().any(is_called)
}

/// Lists what can be read: name of the format and its extensions.
#[must_use]
pub fn formats() -> Vec<(String, Vec<String>)> {
    let owned = |extensions: &[&str]| -> Vec<String> { extensions.iter().map(|one| (*one).to_owned()).collect() };
    let prose = FORMATS.iter().map(|format| (format.name.to_owned(), owned(format.extensions)));
    let code =
        grammars::languages().map(|language| (language.settings.name.to_owned(), owned(language.settings.extensions)));
    // What a grammar of this build reads is told with it.
    let by_grammar =
        |extension: &&str| grammars::languages().any(|known| known.settings.extensions.contains(extension));
    let blocks = blocks::formats().filter_map(|(name, extensions)| {
        let own: Vec<_> = owned(extensions).into_iter().filter(|own| !by_grammar(&own.as_str())).collect();
        (!own.is_empty() || extensions.is_empty()).then(|| (name.to_owned(), own))
    });
    let components = std::iter::once(("components".to_owned(), owned(embedded::COMPONENTS)));
    let documents = documents::extensions().map(str::to_owned).collect();
    let first = std::iter::once(("office documents".to_owned(), documents));
    first.chain(prose).chain(code).chain(components).chain(blocks).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markdown_in_a_page_is_read_as_slides() {
        let page = "<div class=\"reveal\"><section id=a><h2>One</h2></section>\n\
            <section data-markdown=\"more.md\"></section>\n\
            <section data-markdown data-separator=\"^\\n\\+\\+\\n$\" data-separator-notes=\"^Say:\"><script type=\"text/template\">\n\
            \x20   ## Two\n\x20   - a a\n\x20     - b b\n\n\x20   Say: smile at them\n\n\x20   ++\n\n\x20   ## Three\n</script></section>\n\
            <section><h2>Four</h2></section></div>";
        let source = Source::lines("talk.html", page);
        let units = of(&source).units;
        let told = units.iter().filter(|unit| !matches!(unit.kind, UnitKind::File | UnitKind::Slide));
        let told: Vec<_> = told.map(|unit| format!("{} | {}", unit.place, source.text.slice(&unit.span))).collect();
        let expected = [
            "slide 1 › a | <section id=a>",
            "slide 1 › One | <h2>One</h2>",
            "slide 2 › more.md | <section data-markdown=\"more.md\">",
            "slide 3 › Two | ## Two",
            "slide 3 › Two › bullet 1 | - a a",
            "slide 3 › Two › bullet 1 › bullet 1 | - b b",
            "slide 3 › Two › note 1 | smile at them",
            "slide 4 › Three | ## Three",
            "slide 5 › Four | <h2>Four</h2>",
        ];
        assert_eq!(told, expected);
    }
}
