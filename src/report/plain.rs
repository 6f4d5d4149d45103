//! A document as text, one entry a line, so that `git diff` can show what changed in it.
//!
//! Not here: findings. Numbers of slides are left out: one new slide would change all lines after it.

use crate::error::printable;
use crate::source::{OutlineLine, Role, Source};

/// Writes a source: the outline of a document with its marks, a text as it is; of what cannot be read the reason.
#[must_use]
pub fn write(source: &Source) -> String {
    if let Some(why) = source.why_unread() {
        return format!("({})\n", printable(&format!("this file {}", why.reason)));
    }
    let Some(entries) = source.outline() else { return source.text.as_str().to_owned() };
    let mut text = String::new();
    let mut before: Option<&OutlineLine> = None;
    for (entry, line) in entries.iter().zip(source.text.lines()) {
        if entry.role == Role::Furniture || line.trim().is_empty() {
            continue;
        }
        let begins = before.is_none_or(|before| page(before) != page(entry));
        if before.is_some() && (begins || matches!(entry.role, Role::Title | Role::Heading)) {
            text.push('\n');
        }
        let is_slide = page(entry).starts_with("slide ");
        if begins && is_slide && entry.role != Role::Title {
            text.push_str("# (a slide without a title)\n");
        }
        text.push_str(&format!("{}{}\n", mark(entry), printable(line)));
        before = Some(entry);
    }
    text
}

/// Returns the slide or cell that a line stands on.
fn page(entry: &OutlineLine) -> &str {
    let first = entry.place.split(" › ").next().unwrap_or_default();
    if first.starts_with("slide ") || first.starts_with("cell ") { first } else { "" }
}

fn mark(entry: &OutlineLine) -> String {
    let level = usize::from(entry.level);
    match entry.role {
        Role::Title => "# ".to_owned(),
        Role::Heading => format!("{} ", "#".repeat(level + 1)),
        Role::Bullet => format!("{}- ", "  ".repeat(level)),
        Role::TableRow => "| ".to_owned(),
        Role::Note => "> ".to_owned(),
        Role::Comment => "(comment) ".to_owned(),
        Role::Paragraph | Role::Code | Role::Furniture => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use crate::decode;
    use crate::documents::minimal::minimal_deck;

    #[test]
    fn a_deck_is_told_slide_by_slide() {
        let deck = minimal_deck(&[("One", &["a", "b\u{202e}"], "Say it"), ("", &["c"], "")]);
        let text = super::write(&decode::source("a.pptx", &deck));
        assert_eq!(text, "# One\n- a\n- b\\u{202e}\n> Say it\n\n# (a slide without a title)\n- c\n");
        assert_eq!(super::write(&decode::source("a.txt", b"a\nb")), "a\nb");
        assert_eq!(super::write(&decode::source("a.pptx", b"x")), "(this file is not an office document)\n");
    }
}
