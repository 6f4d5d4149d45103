//! Furniture of decks: what stands on many slides by design, or on the first and last slide of every deck, and tells
//! nothing. It becomes no unit, so that two people may each end their part with "Questions?".
//!
//! Not here: footers and slide numbers that an office document marks itself (`documents`), how common a text is in the
//! base (`findings`).

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::sentence;
use crate::source::Text;
use crate::units::unit::{Unit, UnitKind};

/// What a slide says by custom, folded.
const PHRASES: &[&str] = &[
    "agenda",
    "todays agenda",
    "outline",
    "overview",
    "contents",
    "table of contents",
    "thank you",
    "thanks",
    "many thanks",
    "thank you for your attention",
    "thanks for your attention",
    "thanks for listening",
    "thank you for listening",
    "questions",
    "any questions",
    "questions and answers",
    "thank you questions",
    "thanks questions",
    "q a",
    "q and a",
    "why",
    "how",
    "what",
    "when",
    "but why",
    "but how",
    "how so",
    "example",
    "examples",
    "pros",
    "cons",
    "yes",
    "no",
    "the end",
    "end",
    "demo",
    "live demo",
    "live",
    "break",
    "coffee break",
    "lunch break",
    "exercise",
    "exercises",
    "discussion",
    "summary",
    "recap",
    "conclusion",
    "conclusions",
    "introduction",
    "references",
    "resources",
    "links",
    "appendix",
    "backup",
    "backup slides",
    "contact",
    "about me",
    "about us",
    "who am i",
    "notes",
    "vielen dank",
    "danke",
    "fragen",
    "merci",
    "gracias",
    "preguntas",
];
/// What opens a line of law.
const LEGAL: &[&str] = &[
    "©",
    "(c) ",
    "copyright ",
    "all rights reserved",
    "confidential",
    "strictly confidential",
    "internal use only",
    "for internal use only",
    "proprietary",
    "licensed under",
    "this work is licensed",
    "creative commons",
];
/// A line of law, or what stands on every slide, is no longer than so many letters.
const LONGEST_LINE: usize = 160;
/// The same words on so many slides of one version are a footer or a refrain.
const MIN_REPEATS: usize = 3;
/// Notes of fewer words tell the speaker how to speak: "Pause.", "Show the film".
const MIN_NOTE_WORDS: usize = 3;
/// Kinds that stand on a slide and may be furniture.
const KINDS: &[UnitKind] = &[UnitKind::Heading, UnitKind::Paragraph, UnitKind::Bullet, UnitKind::Note];

/// Takes the furniture out of the units of a deck. A document without slides keeps all its units.
pub(in crate::units) fn leave_out(text: &Text, units: &mut Vec<Unit>) {
    let slides: Vec<Range<usize>> = units.iter().filter(|unit| unit.kind == UnitKind::Slide).map(bytes).collect();
    if slides.is_empty() {
        return;
    }
    let deck = Deck::of(text, units, &slides);
    let furniture: Vec<bool> = units.iter().map(|unit| deck.is_furniture(text, unit)).collect();
    // A slide with nothing but furniture is furniture itself.
    let (mut held, mut told) = (vec![false; slides.len()], vec![false; slides.len()]);
    for (unit, is_furniture) in units.iter().zip(&furniture).filter(|(unit, _)| unit.kind != UnitKind::Slide) {
        if let Some(slide) = deck.slide(unit) {
            (held[slide], told[slide]) = (true, told[slide] || !is_furniture);
        }
    }
    let is_bare = |unit: &Unit| {
        let slide = Some(unit).filter(|unit| unit.kind == UnitKind::Slide).and_then(|unit| deck.slide(unit));
        slide.is_some_and(|slide| held[slide] && !told[slide])
    };
    let kept: Vec<bool> = units.iter().zip(furniture).map(|(unit, furniture)| !furniture && !is_bare(unit)).collect();
    let mut kept = kept.into_iter();
    units.retain(|_| kept.next().unwrap_or(true));
}

/// What is known of a deck's slides.
struct Deck {
    slides: Vec<Range<usize>>,
    /// How many slides bear a title.
    titles: HashMap<String, usize>,
    /// On how many slides the same words stand.
    repeats: HashMap<String, usize>,
}

impl Deck {
    fn of(text: &Text, units: &[Unit], slides: &[Range<usize>]) -> Deck {
        let mut deck = Deck { slides: slides.to_vec(), titles: HashMap::new(), repeats: HashMap::new() };
        for unit in units.iter().filter(|unit| unit.kind == UnitKind::Slide) {
            if let Some(name) = &unit.name {
                *deck.titles.entry(title(name)).or_default() += 1;
            }
        }
        let mut seen = HashSet::new();
        for unit in units.iter().filter(|unit| KINDS.contains(&unit.kind) && unit.kind != UnitKind::Heading) {
            let said = text.slice(&unit.span);
            let Some(slide) = deck.slide(unit).filter(|_| said.len() <= LONGEST_LINE) else { continue };
            let said = folded(said);
            if seen.insert((slide, said.clone())) {
                *deck.repeats.entry(said).or_default() += 1;
            }
        }
        deck
    }

    /// Returns which slide a unit stands on.
    fn slide(&self, unit: &Unit) -> Option<usize> {
        let start = unit.span.bytes.start;
        let at = self.slides.partition_point(|slide| slide.start <= start).checked_sub(1)?;
        (start < self.slides[at].end).then_some(at)
    }

    fn is_furniture(&self, text: &Text, unit: &Unit) -> bool {
        let is_slide = unit.kind == UnitKind::Slide;
        if !is_slide && (!KINDS.contains(&unit.kind) || self.slide(unit).is_none()) {
            return false;
        }
        let said = text.slice(&unit.span);
        if said.len() > LONGEST_LINE {
            return false;
        }
        let words = match (&unit.name, unit.kind) {
            (Some(name), UnitKind::Heading) => title(name),
            _ => title(said),
        };
        let repeated = |counts: &HashMap<String, usize>, least| counts.get(&words).is_some_and(|count| *count >= least);
        let is_told = match unit.kind {
            // Slides of one title are told apart by what stands on them.
            UnitKind::Heading => repeated(&self.titles, 2),
            // An entry that is the title of a slide stands in an agenda.
            UnitKind::Bullet => repeated(&self.titles, 1),
            UnitKind::Note => words.split(' ').count() < MIN_NOTE_WORDS,
            _ => false,
        };
        let is_refrain = !is_slide && unit.kind != UnitKind::Heading && self.refrain(said);
        // One word is a label of what stands beside it, unless it is one of a set.
        let is_label = !is_slide && unit.kind != UnitKind::Heading && unit.identity.is_none() && !words.contains(' ');
        is_told || is_refrain || is_label && is_spaced(&words) || is_custom(said, &words)
    }

    fn refrain(&self, said: &str) -> bool {
        self.repeats.get(&folded(said)).is_some_and(|count| *count >= MIN_REPEATS)
    }
}

/// Tells whether words are said in every deck: a phrase, a line of law, the number of a page.
#[must_use]
pub(crate) fn is_custom(said: &str, words: &str) -> bool {
    // `\scriptsize ©`: how large it is set says nothing.
    let is_command = |word: &&str| word.starts_with('\\') && word[1..].bytes().all(|byte| byte.is_ascii_alphabetic());
    let plain = sentence::plain(said).to_lowercase();
    let plain = plain.split_whitespace().skip_while(is_command).collect::<Vec<_>>().join(" ");
    let is_legal = plain.len() <= LONGEST_LINE && LEGAL.iter().any(|mark| plain.starts_with(mark));
    is_legal || PHRASES.contains(&words) || is_page_number(&folded(said))
}

/// Tells whether a text is written in letters that leave spaces between words: elsewhere a sentence is one word.
fn is_spaced(words: &str) -> bool {
    words.chars().all(|letter| letter.is_ascii() || ('\u{80}'..'\u{530}').contains(&letter))
}

/// `7`, `7 / 20`, `page 7 of 20`, `slide 7`.
fn is_page_number(words: &str) -> bool {
    let is_number = |word: &str| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit());
    let all = words.split(' ').filter(|word| !matches!(*word, "page" | "slide" | "of" | "seite" | "von"));
    let all: Vec<&str> = all.collect();
    (1..=2).contains(&all.len()) && all.into_iter().all(is_number)
}

/// Returns the words of a title without what says that it goes on: `Costs (cont.)`, `Costs (2/3)`, `Costs II`.
#[must_use]
pub(crate) fn title(said: &str) -> String {
    let words = folded(said);
    let is_more = |word: &&str| {
        let is_count = word.bytes().all(|byte| byte.is_ascii_digit() || byte == b'i');
        is_count || matches!(*word, "cont" | "contd" | "continued" | "of" | "part" | "ctd" | "forts")
    };
    let all: Vec<&str> = words.split(' ').collect();
    let more = all.iter().rev().take_while(|word| is_more(word)).count();
    if more == all.len() { words } else { all[..all.len() - more].join(" ") }
}

/// Returns the words of a text in lower case, signs and markup left out.
fn folded(said: &str) -> String {
    let plain = sentence::plain(said).to_lowercase().replace(['\'', '’'], "");
    plain.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

fn bytes(unit: &Unit) -> Range<usize> {
    unit.span.bytes.clone()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Source;

    #[test]
    fn titles_go_on() {
        for said in ["## Costs (cont.)", "Costs", "Costs (2/3)", "Costs, continued", "Costs II", "Costs – part 2"] {
            assert_eq!(title(said), "costs", "{said}");
        }
        assert_eq!(title("Part 2"), "part 2");
        assert_eq!(title("2024"), "2024");
    }

    #[test]
    fn what_every_deck_says() {
        for said in [
            "Thank you!",
            "Any questions?",
            "© 2024 Acme",
            "- Q & A",
            "7 / 20",
            "Page 3 of 9",
            "**Agenda**",
            "Copyright 2023 us",
            "\\scriptsize \\centering © Acme",
        ] {
            assert!(is_custom(said, &title(said)), "{said}");
        }
        for said in [
            "Questions about the price come last",
            "The agenda of the council",
            "Copyrights last seventy years",
            "7 of 20 boats leak",
        ] {
            assert!(!is_custom(said, &title(said)), "{said}");
        }
    }

    #[test]
    fn furniture_of_a_deck_is_left_out() {
        let text = "---\nmarp: true\n---\n# Agenda\n\n- Costs\n- Our crew\n\nAcme, Oslo\n\n---\n\n# Costs\n\n- Rent is due\n\nAcme, Oslo\n\n---\n\n# Costs (cont.)\n\n\
            - 燃料費は毎月上がる\n- Oil\n\nAcme, Oslo\n\n<!-- Pause. -->\n\n---\n\n# Thank you\n";
        let source = Source::lines("talk.md", text);
        let units = crate::units::of(&source).units;
        let kinds = [UnitKind::File, UnitKind::Key, UnitKind::Slide];
        let told = units.iter().filter(|unit| !kinds.contains(&unit.kind));
        let told: Vec<_> = told.map(|unit| source.text.slice(&unit.span)).collect();
        assert_eq!(told, ["- Our crew", "- Rent is due", "- 燃料費は毎月上がる"]);
    }
}
