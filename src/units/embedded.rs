//! Scripts and styles that stand in a page or a component, read as the code that they are.
//!
//! Not here: the markup around them (`prose::html`), what a script says (`code`), styles (`blocks`).

use std::ops::Range;

use super::prose::html_tags::{self, Tag};
use super::unit::{Unit, in_order};
use crate::source::{Source, Text};

/// Components: what they mean is one file, what it says are three languages.
pub(super) const COMPONENTS: &[&str] = &["vue", "svelte", "astro"];

/// The endings of what a script or a style may say that it is written in, by what it is called there.
const CALLED: &[(&str, &str)] = &[
    ("", "js"),
    ("js", "js"),
    ("javascript", "js"),
    ("text/javascript", "js"),
    ("application/javascript", "js"),
    ("module", "js"),
    ("jsx", "jsx"),
    ("ts", "ts"),
    ("typescript", "ts"),
    ("text/typescript", "ts"),
    ("tsx", "tsx"),
    ("babel", "jsx"),
    ("text/babel", "jsx"),
    ("application/json", "json"),
    ("application/ld+json", "json"),
    ("importmap", "json"),
];
/// The same for styles.
const STYLES: &[(&str, &str)] = &[
    ("", "css"),
    ("css", "css"),
    ("text/css", "css"),
    ("postcss", "css"),
    ("scss", "scss"),
    ("sass", "scss"),
    ("less", "less"),
];
/// So many parts of one file are read.
const MAX_PARTS: usize = 100;
/// A shorter script starts something and says nothing of its own.
const MIN_LINES: usize = 3;

/// A script or a style: what it is called, the ending of its language, its bytes in the file.
struct Part {
    name: &'static str,
    ending: &'static str,
    bytes: Range<usize>,
}

/// Adds to the units of a page those of its scripts and styles. `read` reads a source of its own.
pub(super) fn added(source: &Source, mut units: Vec<Unit>, read: fn(&Source) -> Vec<Unit>) -> Vec<Unit> {
    for part in parts(&source.text) {
        units.extend(of_part(source, &part, read));
    }
    in_order(&mut units);
    units
}

/// Reads a component: its scripts and styles as code, all around them as `markup` has it.
pub(super) fn component(source: &Source, markup: Vec<Unit>, read: fn(&Source) -> Vec<Unit>) -> Vec<Unit> {
    let parts = parts(&source.text);
    let is_apart = |unit: &Unit| {
        let bytes = &unit.span.bytes;
        parts.iter().all(|part| bytes.end <= part.bytes.start || part.bytes.end <= bytes.start)
    };
    added(source, markup.into_iter().filter(is_apart).collect(), read)
}

/// Finds the scripts and styles of a page.
fn parts(text: &Text) -> Vec<Part> {
    let (page, mut at, mut found) = (text.as_str(), 0, Vec::new());
    while let Some(tag) = html_tags::next(page, at).filter(|_| found.len() < MAX_PARTS) {
        at = tag.bytes.end;
        found.extend(part(page, &tag));
    }
    found
}

fn part(page: &str, tag: &Tag<'_>) -> Option<Part> {
    let (name, called) = match tag.name.as_str() {
        "script" => ("script", CALLED),
        "style" => ("style", STYLES),
        _ => return None,
    };
    let whole = page.get(tag.bytes.clone())?;
    let (start, end) = (whole.find('>')? + 1, whole.rfind("</")?);
    let said = tag.attribute("lang").or_else(|| tag.attribute("type")).unwrap_or_default().to_lowercase();
    let (_, ending) = called.iter().find(|(known, _)| *known == said)?;
    let inner = page.get(tag.bytes.start + start..tag.bytes.start + end.max(start))?;
    let says = inner.lines().filter(|line| !line.trim().is_empty()).count() >= MIN_LINES;
    (!tag.closes && says).then(|| Part { name, ending, bytes: tag.bytes.start + start..tag.bytes.start + end })
}

fn of_part(source: &Source, part: &Part, read: fn(&Source) -> Vec<Unit>) -> Vec<Unit> {
    let inner = source.text.as_str().get(part.bytes.clone()).unwrap_or_default();
    let units = read(&Source::lines(&format!("{}.{}", part.name, part.ending), inner)).into_iter();
    let moved = units.map(|mut unit| {
        let bytes = unit.span.bytes.start + part.bytes.start..unit.span.bytes.end + part.bytes.start;
        unit.span = source.text.span(bytes);
        unit.container.path = joined(part.name, &unit.container.path, ".");
        unit.place = joined(part.name, &unit.place, " › ");
        unit
    });
    moved.collect()
}

fn joined(outer: &str, own: &str, between: &str) -> String {
    if own.is_empty() { outer.to_owned() } else { format!("{outer}{between}{own}") }
}

#[cfg(test)]
mod tests {
    use crate::source::Source;
    use crate::units::unit::UnitKind;

    fn told(path: &str, text: &str) -> Vec<String> {
        let source = Source::lines(path, text);
        let units = crate::units::of(&source).units;
        let named = units.iter().filter(|unit| unit.kind != UnitKind::File && unit.name.is_some());
        named
            .map(|unit| {
                let name = unit.name.as_deref().unwrap_or_default();
                format!("{} {} {name} in {}", unit.span.start_line, unit.kind.name(), unit.container.path)
            })
            .collect()
    }

    #[test]
    fn a_component_is_read_in_its_languages() {
        let text = "<script setup lang=\"ts\">\nimport { ref } from 'vue'\n\nfunction add(a: number) {\n  return a\n}\n\
            </script>\n\n<template>\n  <p>{{ total }}</p>\n</template>\n\n<style lang=\"scss\">\n@mixin wide {\n  \
            width: 1px;\n}\n.a { top: 0 }\n</style>\n";
        let told = told("a.vue", text);
        assert!(told.contains(&"2 import vue::ref in script.imports".to_owned()), "{told:?}");
        assert!(told.contains(&"4 function add in script".to_owned()), "{told:?}");
        assert!(told.iter().any(|unit| unit.starts_with("14 function @mixin wide")), "{told:?}");
    }

    #[test]
    fn a_page_keeps_its_markup() {
        let text = "<html><h1>Tides</h1>\n<script>\nfunction high() {\n  return 1\n}\n</script>\n\
            <script type=\"text/template\">\na\nb\nc\n</script></html>\n";
        let told = told("a.html", text);
        assert!(told.iter().any(|unit| unit.starts_with("1 heading")), "{told:?}");
        assert!(told.contains(&"3 function high in script".to_owned()), "{told:?}");
        assert!(!told.iter().any(|unit| unit.starts_with("8 ")), "{told:?}");
    }
}
