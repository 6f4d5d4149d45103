//! Slides of Pandoc and Quarto: what says that a document is a deck, at which headings its slides begin, and its notes.
//!
//! Not here: how slides are parted in general (`slides.rs`), the decks of other tools (`deck.rs`).

use std::ops::Range;

use super::ground::Ground;
use super::tool::{Tool, is_document};
use crate::source::{Source, Text};
use crate::units::prose::markdown::front::Front;

/// Keys of front matter that only decks of this kind have.
const KEYS: &[&str] = &[
    "slide-level",
    "slide_level",
    "revealjs-url",
    "slidy-url",
    "s5-url",
    "slideous-url",
    "aspectratio",
    "beameroption",
    "beamerarticle",
    "colortheme",
    "innertheme",
    "outertheme",
    "navigation",
];
/// Keys whose value names what is made of the document.
const OUTPUTS: &[&str] = &["format", "output", "to", "writer"];
/// What is made of a document that is a deck.
const DECKS: &[&str] = &[
    "revealjs",
    "beamer",
    "pptx",
    "slidy",
    "dzslides",
    "s5",
    "slideous",
    "ioslides_presentation",
    "slidy_presentation",
    "beamer_presentation",
    "powerpoint_presentation",
    "revealjs_presentation",
];
/// Decks that are made of a document by the tool of another kind.
const MOON: &str = "xaringan::";
/// Quarto begins a slide at headings of this level where nothing else is said.
const QUARTO_LEVEL: u8 = 2;
/// A title, authors and a date stand in so many lines.
const LONGEST_TITLE_BLOCK: usize = 12;

/// Returns the tool that the front matter names.
#[must_use]
pub(super) fn by_front(source: &Source, front: &Front) -> Option<Tool> {
    let text = &source.text;
    let made = OUTPUTS.iter().filter_map(|key| front.keys.iter().find(|(found, _)| found == key));
    let made: String = made.map(|(_, bytes)| &text.as_str()[bytes.clone()]).collect::<Vec<_>>().join("\n");
    if made.contains(MOON) {
        return Some(Tool::Remark);
    }
    let is_word = |letter: char| letter.is_alphanumeric() || matches!(letter, '_' | '-');
    let makes_deck = made.split(|letter| !is_word(letter)).any(|word| DECKS.contains(&word));
    let has_key = front.keys.iter().any(|(key, _)| KEYS.contains(&key.as_str()));
    (makes_deck || has_key).then_some(Tool::Pandoc)
}

/// Tells whether a document without such front matter is a deck: it has notes for a speaker, or it opens with a title
/// block and pauses, rulers or its path say the rest.
#[must_use]
pub(super) fn is_deck(source: &Source, ground: &Ground<'_>, has_path: bool) -> bool {
    if is_document(&source.path) || !ground.levels.iter().any(Option::is_some) {
        return false;
    }
    let says = |said: fn(&str) -> bool| {
        (ground.first..ground.count()).any(|line| !ground.hidden[line] && said(ground.text.line(line).trim()))
    };
    let has_pause = || says(|line| line == ". . .");
    let is_titled = title_block(ground.text) > 0;
    says(opens_notes) || (is_titled && (has_path || has_pause())) || (has_path && has_pause())
}

/// Returns how many lines at the top are the title, the authors and the date, each behind a `%`.
#[must_use]
pub(super) fn title_block(text: &Text) -> usize {
    let is_titled = text.line(0).starts_with("% ");
    let lines =
        (0..text.line_count().min(LONGEST_TITLE_BLOCK)).take_while(|line| text.line(*line).starts_with(['%', ' ']));
    if is_titled { lines.count() } else { 0 }
}

/// Returns the levels of headings that begin a slide: the slide level and all above it.
#[must_use]
pub(super) fn divider(source: &Source, front: &Front, ground: &Ground<'_>) -> Vec<u8> {
    let lines = (0..ground.first).map(|line| source.text.line(line).trim());
    let told = lines.filter_map(|line| line.strip_prefix("slide-level:").or_else(|| line.strip_prefix("slide_level:")));
    let told = told.filter_map(|value| value.trim().parse().ok()).next();
    let is_quarto = source.extension() == "qmd" && front.keys.iter().any(|(key, _)| key == "format");
    let level: u8 = told.or_else(|| is_quarto.then_some(QUARTO_LEVEL)).unwrap_or_else(|| lowest_with_content(ground));
    (1..=level.min(6)).collect()
}

/// Returns the first level whose headings are followed by something other than a heading.
fn lowest_with_content(ground: &Ground<'_>) -> u8 {
    let headings = (ground.first..ground.count()).filter_map(|line| Some((line, ground.levels[line]?)));
    let followed = headings.filter(|(line, _)| {
        // The underline of a heading is no content of it.
        let is_underlined = !ground.text.line(*line).trim_start().starts_with('#');
        let below = line + 1 + usize::from(is_underlined)..ground.count();
        let next = below.into_iter().find(|line| !ground.text.line(*line).trim().is_empty());
        next.is_some_and(|next| ground.levels[next].is_none() && !ground.rulers[next])
    });
    followed.map(|(_, level)| level).min().unwrap_or(1)
}

/// Tells whether a line opens or closes a division: `::: columns`, `:::`.
#[must_use]
pub(super) fn is_fence(said: &str) -> bool {
    said.starts_with(":::")
}

fn opens_notes(said: &str) -> bool {
    let class = said.trim_start_matches(':').trim();
    is_fence(said) && matches!(class, "notes" | "{.notes}" | "{ .notes }")
}

/// Returns the lines of the divisions for the speaker, their fences left in: these say nothing.
#[must_use]
pub(super) fn notes(ground: &Ground<'_>, body: Range<usize>) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut depth = 0_usize;
    for line in body.clone() {
        let said = ground.text.line(line).trim();
        let fence = !ground.hidden[line] && is_fence(said);
        let closes = fence && said.trim_start_matches(':').is_empty();
        if depth == 0 && fence && opens_notes(said) {
            found.push(line..body.end);
            depth = 1;
        } else if depth > 0 && fence {
            depth = if closes { depth - 1 } else { depth + 1 };
            if let Some(last) = found.last_mut().filter(|_| depth == 0) {
                last.end = line + 1;
            }
        }
    }
    found
}
