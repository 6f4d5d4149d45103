//! Imports that name several things in braces: `use a::{b, c::{d, e}}` says three things.
//!
//! Not here: imports whose names the query finds one by one.

use std::ops::Range;

/// Deeper braces are not read apart: no import nests so deep.
const MAX_DEPTH: usize = 32;

/// One thing imported, with the bytes that name it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Imported {
    /// The path from its root, with a local name if there is one: `a::c::d as e`.
    pub(super) path: String,
    /// Where the last part of it stands, counted from the start of the tree's text.
    pub(super) bytes: Range<usize>,
}

/// Takes the text of an import with braces apart. Works on text, so that every language that writes lists in braces
/// shares it, and without recursion.
pub(super) fn expand(text: &str) -> Vec<Imported> {
    let mut found = Vec::new();
    let mut prefixes: Vec<&str> = Vec::new();
    let mut start = 0;
    for (at, letter) in text.char_indices() {
        match letter {
            '{' if prefixes.len() < MAX_DEPTH => prefixes.push(&text[start..at]),
            '}' | ',' => found.extend(imported(text, &prefixes, start..at)),
            _ => continue,
        }
        if letter == '}' {
            prefixes.pop();
        }
        start = at + letter.len_utf8();
    }
    found.extend(imported(text, &prefixes, start..text.len()));
    found
}

/// Returns what one part between braces and commas imports.
fn imported(text: &str, prefixes: &[&str], bytes: Range<usize>) -> Option<Imported> {
    let part = &text[bytes.clone()];
    let name = part.trim();
    if name.is_empty() {
        return None;
    }
    let start = bytes.start + (part.len() - part.trim_start().len());
    let whole = prefixes.iter().copied().chain([name]).map(super::names::one_line).collect::<String>();
    let whole = whole.strip_suffix("::self").unwrap_or(&whole).replace("::self as ", " as ");
    Some(Imported { path: whole, bytes: start..start + name.len() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn braces_are_taken_apart() {
        let paths = |text| expand(text).into_iter().map(|import| import.path).collect::<Vec<_>>();
        assert_eq!(paths("a::b"), ["a::b"]);
        assert_eq!(paths("a::{self, b::{c, d as e}, f::*}"), ["a", "a::b::c", "a::b::d as e", "a::f::*"]);
        assert_eq!(paths("{a, b,}"), ["a", "b"]);
        assert_eq!(paths("a::{{{}}}, }}"), Vec::<String>::new());
    }

    #[test]
    fn each_has_its_bytes() {
        let text = "a::{b, c::{ d }}";
        let names: Vec<_> = expand(text).into_iter().map(|import| &text[import.bytes]).collect();
        assert_eq!(names, ["b", "d"]);
    }
}
