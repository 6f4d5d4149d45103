//! What an import names, thing by thing: `use a::{b, c::{d, e}}` says three things.
//!
//! Not here: which statements are imports (the queries).

use std::ops::Range;

use super::marks::Item;
use super::names::{clean, join};
use super::nodes::slice;

/// Deeper braces are not read apart: no import nests so deep.
const MAX_DEPTH: usize = 32;

/// The word before a tree that is a whole statement.
const IMPORT: &str = "import ";

/// One thing imported, with the bytes that name it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Imported {
    /// The path from its root, with a local name if there is one: `a::c::d as e`.
    pub(super) path: String,
    /// Where the last part of it stands, counted from the start of the tree's text.
    pub(super) bytes: Range<usize>,
}

/// Returns what one match of an import names, in one form for all languages: `source::name as local`.
pub(super) fn of(item: &Item<'_>, text: &str) -> Vec<(String, Range<usize>)> {
    let part = |name| item.node(name).map(|node| clean(slice(text, node)));
    if let Some(tree) = item.node("tree") {
        let said = slice(text, tree);
        let bare = said.strip_prefix(IMPORT).unwrap_or(said);
        let start = tree.start_byte() + said.len() - bare.len();
        let all = expand(&without_comments(bare)).into_iter();
        return all.map(|import| (import.path, import.bytes.start + start..import.bytes.end + start)).collect();
    }
    let name = item.setting("name").map(str::to_owned).or_else(|| part("name"));
    let own = ["item", "name", "alias", "source"].iter().find_map(|name| item.node(name));
    let mut path = item.setting("prefix").unwrap_or_default().to_owned();
    let between = item.setting("between").unwrap_or("::");
    path += &join(&part("source").unwrap_or_default(), name.as_deref().unwrap_or_default(), between);
    if let Some(alias) = part("alias").filter(|alias| Some(alias) != name.as_ref()) {
        path = format!("{path} as {alias}");
    }
    own.map(|own| (path, own.byte_range())).into_iter().collect()
}

/// Puts spaces in the place of comments, so that every byte stays where it is.
fn without_comments(text: &str) -> String {
    let mut bare = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('/') {
        let (before, comment) = rest.split_at(at);
        let length = match comment.as_bytes().get(1) {
            Some(b'/') => comment.find('\n').unwrap_or(comment.len()),
            Some(b'*') => comment.find("*/").map_or(comment.len(), |end| end + 2),
            _ => 1,
        };
        bare.push_str(before);
        bare.extend(std::iter::repeat_n(' ', length));
        rest = &comment[length..];
    }
    bare + rest
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
    fn comments_say_nothing() {
        let text = "a::{ // ä, b\n c, /* d */ e }";
        let bare = without_comments(text);
        assert_eq!(bare.len(), text.len());
        assert_eq!(expand(&bare).into_iter().map(|import| import.path).collect::<Vec<_>>(), ["a::c", "a::e"]);
    }

    #[test]
    fn each_has_its_bytes() {
        let text = "a::{b, c::{ d }}";
        let names: Vec<_> = expand(text).into_iter().map(|import| &text[import.bytes]).collect();
        assert_eq!(names, ["b", "d"]);
    }
}
