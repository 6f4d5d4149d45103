//! The cards of the page: one a finding, strongest first, with what can be chosen among them.
//!
//! Not here: layout.

use std::collections::BTreeMap;
use std::ops::Range;

use super::picture;
use crate::documents::pptx::drawing::Frame;
use crate::error::printable;
use crate::merge::Head;
use crate::report::fates;
use crate::report::report::{PageLine, Report, Site, Told};
use crate::report::style::{Style, Version};
use crate::report::words::{Spot, all, first_sentence, place, short, sides, who};
use crate::source::Role;

/// So many lines of a copy are shown at once, the rest on request.
const SHOWN: usize = 24;
/// Longer units are cut.
const MAX_LINES: usize = 400;
/// Longer lines are cut.
const MAX_LETTERS: usize = 2_000;

/// A finding as the page shows it.
pub(super) struct Card {
    pub(super) number: usize,
    pub(super) id: String,
    pub(super) kind: &'static str,
    /// What the kind is, in one sentence.
    pub(super) about: &'static str,
    pub(super) severity: &'static str,
    pub(super) percent: u32,
    pub(super) message: String,
    /// The merge it belongs to, where there are several.
    pub(super) merge: Option<String>,
    pub(super) copies: [Copy; 2],
    pub(super) reasons: Vec<String>,
    /// What became of it in later commits.
    pub(super) became: Option<String>,
    /// The numbers of its files and authors among all that can be chosen.
    pub(super) files: String,
    pub(super) authors: String,
    /// What to type to drop or allow it; empty where nothing can be typed.
    pub(super) drop: String,
    pub(super) allow: String,
}

/// One of the two copies.
pub(super) struct Copy {
    /// `ours` or `theirs`, for programs.
    pub(super) side: &'static str,
    pub(super) path: String,
    /// "a.md:12"
    pub(super) at: String,
    pub(super) place: String,
    pub(super) who: String,
    pub(super) author: String,
    pub(super) text: String,
    pub(super) shown: Vec<Line>,
    pub(super) rest: Vec<Line>,
    /// What stands around it on its slide or page.
    pub(super) page: Vec<Entry>,
    pub(super) is_slide: bool,
    /// The slide as it is drawn, where the deck says where its boxes stand.
    pub(super) drawing: Option<Slide>,
    pub(super) is_removed: bool,
}

/// A slide as it is drawn.
pub(super) struct Slide {
    pub(super) width: i64,
    pub(super) height: i64,
    pub(super) boxes: Vec<Shape>,
    /// A picture of all of it, on which the boxes are only framed.
    pub(super) picture: Option<String>,
    pub(super) label: String,
}

/// A box of a slide.
pub(super) struct Shape {
    pub(super) place: [i64; 4],
    pub(super) size: i64,
    pub(super) is_picture: bool,
    pub(super) is_title: bool,
    /// How far in each line stands, what it says, and whether the finding is about it.
    pub(super) lines: Vec<(u8, String, bool)>,
}

/// A line, in pieces that differ from the other copy and pieces that do not.
pub(super) struct Line {
    pub(super) number: String,
    pub(super) pieces: Vec<(bool, String)>,
}

/// A line of a slide.
pub(super) struct Entry {
    /// The name of its style.
    pub(super) class: &'static str,
    pub(super) level: u8,
    pub(super) text: String,
    pub(super) is_it: bool,
}

/// Something that cards can be chosen by.
pub(super) struct Choice {
    pub(super) number: usize,
    pub(super) name: String,
    pub(super) count: usize,
}

/// All that cards can be chosen by.
pub(super) struct Choices {
    pub(super) kinds: Vec<Choice>,
    pub(super) files: Vec<Choice>,
    pub(super) authors: Vec<Choice>,
}

/// Makes the cards of all reports, strongest first.
pub(super) fn of(reports: &[Report], style: Style) -> Vec<Card> {
    let mut found: Vec<(&Report, &Told)> = all(reports).collect();
    found.sort_by(|(_, one), (_, other)| {
        one.severity.cmp(&other.severity).then(other.confidence.total_cmp(&one.confidence))
    });
    let has_several = reports.len() > 1;
    let mut cards: Vec<Card> = found
        .into_iter()
        .enumerate()
        .map(|(at, (report, told))| card(at + 1, report, told, has_several, style))
        .collect();
    number(&mut cards);
    cards
}

fn card(number: usize, report: &Report, told: &Told, has_several: bool, style: Style) -> Card {
    let spot = Spot::of(told, Style { points_into: Version::Result, ..style });
    let differs = told.differences();
    let ours: Vec<Range<usize>> = differs.iter().map(|difference| difference.ours.clone()).collect();
    let theirs: Vec<Range<usize>> = differs.iter().map(|difference| difference.theirs.clone()).collect();
    let again = report.again.as_deref().map(|words| format!(" {words}")).unwrap_or_default();
    let typed = |words: &str| match report.can_be_allowed {
        true => format!("oneness {words} {}{again}", told.id),
        false => String::new(),
    };
    // A probability times 100 is a small number.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let percent = (told.confidence.clamp(0.0, 1.0) * 100.0).round() as u32;
    Card {
        number,
        id: told.id.clone(),
        kind: told.kind.name(),
        about: first_sentence(told),
        severity: told.severity.name(),
        percent,
        message: printable(&told.message),
        merge: has_several.then(|| sides(report)),
        copies: [
            copy("ours", &spot, &told.ours, &report.ours, &ours),
            copy("theirs", &spot, &told.theirs, &report.theirs, &theirs),
        ],
        reasons: told.reasons.iter().map(|reason| printable(reason)).collect(),
        became: told.ending.as_ref().map(fates::became),
        files: String::new(),
        authors: String::new(),
        drop: typed("drop"),
        allow: typed("allow"),
    }
}

fn copy(side: &'static str, spot: &Spot<'_>, site: &Site, head: &Head, differs: &[Range<usize>]) -> Copy {
    // Where all differs, a mark below all of it tells nothing.
    let all_differ = differs.iter().map(ExactSizeIterator::len).sum::<usize>() * 10 > site.text.len() * 9;
    let differs = if all_differ { &[] } else { differs };
    let mut lines = lines(site, differs);
    let rest = lines.split_off(lines.len().min(SHOWN));
    let path = printable(&site.path);
    let at = spot.lines(site).map_or_else(|| path.clone(), |(start, _)| format!("{path}:{start}"));
    Copy {
        side,
        path,
        at,
        place: printable(&place(site)),
        who: printable(&who(site, head)),
        author: printable(site.origin.author.as_deref().unwrap_or_default()),
        text: site.text.clone(),
        shown: lines,
        rest,
        page: site.page.iter().map(entry).collect(),
        is_slide: site.slide.is_some(),
        drawing: slide(site),
        is_removed: site.removed,
    }
}

/// The slide with the lines marked that the finding is about.
fn slide(site: &Site) -> Option<Slide> {
    let (drawing, identity) = site.drawing.as_ref()?;
    let wanted: Vec<&str> = site.text.lines().map(str::trim).collect();
    let shape = |frame: &Frame| {
        let is_it = |text: &str| (frame.identity == *identity || site.unit == "slide") && wanted.contains(&text.trim());
        let line = |(level, text): &(u8, String)| (*level, printable(text), is_it(text));
        Shape {
            place: [frame.x, frame.y, frame.width, frame.height],
            size: frame.size,
            is_picture: frame.is_picture,
            is_title: frame.identity.starts_with("title") || frame.identity.starts_with("ctrTitle"),
            lines: frame.lines.iter().map(line).collect(),
        }
    };
    let boxes = drawing.boxes.iter().map(shape).collect();
    let picture = site.picture.as_deref().map(picture::address);
    Some(Slide { width: drawing.width, height: drawing.height, boxes, picture, label: printable(&place(site)) })
}

fn entry(line: &PageLine) -> Entry {
    let class = match line.role {
        Role::Title | Role::Heading => "title",
        Role::Bullet => "bullet",
        Role::TableRow => "row",
        Role::Note => "note",
        Role::Comment => "comment",
        Role::Paragraph | Role::Code | Role::Furniture => "paragraph",
    };
    Entry { class, level: line.level.min(4), text: printable(&line.text), is_it: line.is_it }
}

/// The lines of a copy, each in pieces. Numbers are those of the result where it has lines.
fn lines(site: &Site, differs: &[Range<usize>]) -> Vec<Line> {
    let mut offset = 0;
    let mut lines = Vec::new();
    for (index, whole) in site.text.split_inclusive('\n').enumerate().take(MAX_LINES) {
        let line = whole.trim_end_matches(['\n', '\r']);
        let end = line.char_indices().nth(MAX_LETTERS).map_or(line.len(), |(at, _)| at);
        let number = site.lines.map(|(start, _)| (start + index).to_string()).unwrap_or_default();
        lines.push(Line { number, pieces: pieces(&line[..end], offset, differs) });
        offset += whole.len();
    }
    lines
}

/// Parts a line, which begins at a byte of its text, where differing begins and ends.
fn pieces(line: &str, offset: usize, differs: &[Range<usize>]) -> Vec<(bool, String)> {
    let mut pieces: Vec<(bool, String)> = Vec::new();
    for (at, letter) in line.char_indices() {
        let is_marked = differs.iter().any(|range| range.contains(&(offset + at)));
        match pieces.last_mut() {
            Some((marked, text)) if *marked == is_marked => text.push(letter),
            _ => pieces.push((is_marked, letter.to_string())),
        }
    }
    pieces.into_iter().map(|(marked, text)| (marked, printable(&text))).collect()
}

/// Numbers the files and authors of all cards.
fn number(cards: &mut [Card]) {
    let names = |of: fn(&Copy) -> &String, cards: &[Card]| -> BTreeMap<String, usize> {
        let mut names: Vec<String> = cards.iter().flat_map(|card| &card.copies).map(|copy| of(copy).clone()).collect();
        names.sort();
        names.dedup();
        names.into_iter().zip(0..).collect()
    };
    let files = names(|copy| &copy.path, cards);
    let authors = names(|copy| &copy.author, cards);
    for card in cards {
        let numbers = |of: fn(&Copy) -> &String, known: &BTreeMap<String, usize>| -> String {
            let own: Vec<String> = card.copies.iter().map(|copy| known[of(copy)].to_string()).collect();
            own.join(" ")
        };
        (card.files, card.authors) = (numbers(|copy| &copy.path, &files), numbers(|copy| &copy.author, &authors));
    }
}

/// Lists what the cards can be chosen by.
pub(super) fn choices(cards: &[Card]) -> Choices {
    let counted = |names: Vec<Vec<String>>| -> Vec<Choice> {
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for mut own in names {
            own.sort();
            own.dedup();
            own.into_iter().for_each(|name| *counts.entry(name).or_default() += 1);
        }
        counts.into_iter().zip(0..).map(|((name, count), number)| Choice { number, name, count }).collect()
    };
    let of = |name: fn(&Copy) -> &String| -> Vec<Vec<String>> {
        cards.iter().map(|card| card.copies.iter().map(|copy| name(copy).clone()).collect()).collect()
    };
    let mut authors = counted(of(|copy| &copy.author));
    authors.retain(|choice| !choice.name.is_empty());
    Choices {
        kinds: counted(cards.iter().map(|card| vec![card.kind.to_owned()]).collect()),
        files: counted(of(|copy| &copy.path)),
        authors,
    }
}

impl Shape {
    /// Tells whether the finding is about something in it.
    pub(super) fn holds_it(&self) -> bool {
        self.lines.iter().any(|(_, _, is_it)| *is_it)
    }
}

impl Card {
    /// The id as people read it.
    pub(super) fn short_id(&self) -> &str {
        short(&self.id)
    }
}
