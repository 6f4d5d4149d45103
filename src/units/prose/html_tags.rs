//! The tags of a page of HTML, with all the tolerance that pages need.
//!
//! Not here: what a tag means (`html.rs`), entities, templates.

use std::ops::Range;

/// A `<` that has no `>` within this many bytes opens no tag.
const MAX_TAG: usize = 4000;
/// Elements whose inside is no text.
const RAW: &[&str] = &["script", "style", "noscript", "template", "svg"];

/// One tag of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tag<'a> {
    /// The bytes from `<` to `>`; of an element whose inside is no text, all of it.
    pub bytes: Range<usize>,
    /// The name in lower case.
    pub name: String,
    /// Whether it ends an element.
    pub closes: bool,
    attributes: &'a str,
}

impl<'a> Tag<'a> {
    /// Returns the value of an attribute.
    #[must_use]
    pub fn attribute(&self, name: &str) -> Option<&'a str> {
        let mut rest = self.attributes;
        while let Some((before, after)) = rest.split_once('=') {
            let key = before.split_whitespace().next_back().unwrap_or_default();
            let after = after.trim_start();
            let quote = after.chars().next().filter(|letter| matches!(letter, '"' | '\''));
            let (value, left) = match quote {
                Some(quote) => after[1..].split_once(quote).unwrap_or((&after[1..], "")),
                None => after.split_once(char::is_whitespace).unwrap_or((after, "")),
            };
            if key.eq_ignore_ascii_case(name) {
                return Some(value.trim());
            }
            rest = left;
        }
        None
    }

    /// Tells whether it has an attribute, with or without a value.
    #[must_use]
    pub fn has_attribute(&self, name: &str) -> bool {
        let is_end = |letter: char| letter.is_whitespace() || matches!(letter, '=' | '/');
        let found = self.attributes.match_indices(name);
        let mut whole = found.filter(|(at, _)| {
            let before = self.attributes[..*at].chars().next_back();
            let behind = self.attributes[at + name.len()..].chars().next();
            before.is_some_and(char::is_whitespace) && behind.is_none_or(is_end)
        });
        whole.next().is_some()
    }

    /// Tells whether it has this class.
    #[must_use]
    pub fn has_class(&self, class: &str) -> bool {
        self.attribute("class").is_some_and(|classes| classes.split_whitespace().any(|known| known == class))
    }
}

/// Returns the first tag at or behind a byte; comments, declarations and stray `<` are passed over.
#[must_use]
pub fn next(text: &str, from: usize) -> Option<Tag<'_>> {
    let mut at = from;
    loop {
        at += text.get(at..)?.find('<')?;
        if text[at..].starts_with("<!--") {
            let length = text[at..].find("-->").map_or(text.len() - at, |length| length + 3);
            return Some(Tag { bytes: at..at + length, name: "!".to_owned(), closes: false, attributes: "" });
        }
        if let Some(tag) = tag_at(text, at) {
            return Some(tag);
        }
        at += 1;
    }
}

fn tag_at(text: &str, at: usize) -> Option<Tag<'_>> {
    let rest = &text[at + 1..];
    let closes = rest.starts_with('/');
    let rest = rest.strip_prefix('/').unwrap_or(rest);
    let is_letter = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '-' | ':' | '!' | '?');
    let name = &rest[..rest.find(|letter| !is_letter(letter)).unwrap_or(rest.len())];
    if !name.starts_with(|letter: char| letter.is_ascii_alphabetic() || letter == '!' || letter == '?') {
        return None;
    }
    let start = text.len() - rest.len() + name.len();
    let end = end_of_tag(text, start)?;
    let attributes = &text[start..end];
    let name = name.to_ascii_lowercase();
    let is_raw = !closes && RAW.contains(&name.as_str()) && !attributes.ends_with('/');
    let end = if is_raw { end_of_raw(text, end, &name) } else { end + 1 };
    Some(Tag { bytes: at..end, name, closes, attributes })
}

/// Returns where the `>` is that is in no quotes.
fn end_of_tag(text: &str, start: usize) -> Option<usize> {
    let mut quote = None;
    for (offset, letter) in text[start..].char_indices().take(MAX_TAG) {
        match (quote, letter) {
            (None, '>') => return Some(start + offset),
            // A tag inside a tag: the first one was a stray sign.
            (None, '<') => return None,
            (None, '"' | '\'') => quote = Some(letter),
            (Some(open), _) if open == letter => quote = None,
            _ => {}
        }
    }
    // A quote that is never closed is a slip; the first `>` ends the tag.
    let length = text[start..].char_indices().take(MAX_TAG).find(|(_, letter)| matches!(letter, '<' | '>'));
    length.filter(|(_, letter)| *letter == '>').map(|(offset, _)| start + offset)
}

fn end_of_raw(text: &str, from: usize, name: &str) -> usize {
    let is_end = |at: usize| {
        let behind = text.get(at + 2..at + 2 + name.len());
        behind.is_some_and(|behind| behind.eq_ignore_ascii_case(name))
    };
    let closing = text[from..].match_indices("</").map(|(offset, _)| from + offset).find(|at| is_end(*at));
    let end = closing.and_then(|at| text[at..].find('>').map(|length| at + length + 1));
    end.unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_found() {
        let text = "a < b <A HREF='x>y' class=\"one two\" id=z>t</a><script>if (a<b) {}</SCRIPT><!-- <p> --><p";
        let mut at = 0;
        let mut found = Vec::new();
        while let Some(tag) = next(text, at) {
            at = tag.bytes.end;
            found.push((tag.name.clone(), tag.closes, tag.attribute("href").map(str::to_owned)));
            assert_eq!(tag.has_class("two"), tag.attribute("id") == Some("z"));
        }
        let names: Vec<_> =
            found.iter().map(|(name, closes, _)| format!("{}{name}", if *closes { "/" } else { "" })).collect();
        assert_eq!(names, ["a", "/a", "script", "!"]);
        assert_eq!(found[0].2.as_deref(), Some("x>y"));
    }
}
