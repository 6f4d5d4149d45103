//! Decks from a few lines of text, so that a case of a binary format can be read and reviewed.
//!
//! A line `# Title` opens a slide, `- text` is a bullet, `> text` a line of the speaker's notes.

use oneness::documents::minimal::minimal_deck;

/// Makes the bytes of a `.pptx` from such a text.
pub(crate) fn deck(text: &str) -> Vec<u8> {
    let mut slides: Vec<(&str, Vec<&str>, String)> = Vec::new();
    for line in text.lines() {
        if let Some(title) = line.strip_prefix("# ") {
            slides.push((title, Vec::new(), String::new()));
        } else if let (Some(slide), Some(bullet)) = (slides.last_mut(), line.strip_prefix("- ")) {
            slide.1.push(bullet);
        } else if let (Some(slide), Some(note)) = (slides.last_mut(), line.strip_prefix("> ")) {
            slide.2.push_str(note);
        }
    }
    bytes(&slides)
}

fn bytes(slides: &[(&str, Vec<&str>, String)]) -> Vec<u8> {
    let slides: Vec<(&str, &[&str], &str)> =
        slides.iter().map(|(title, bullets, notes)| (*title, bullets.as_slice(), notes.as_str())).collect();
    minimal_deck(&slides)
}
