//! Added, edited, moved, renamed: which units of a version a side touched, and which of them stand in the result.
//!
//! Not here: how units are read (`units`), what stands around them (`surroundings`).

use std::cell::OnceCell;
use std::ops::Range;

use super::change::{Around, Before, Change, Standing, comments};
use super::lines::{can_be_followed, counted, share};
use super::names;
use super::new_lines::NewLines;
use super::places::{Places, Removed};
use super::surroundings::Surroundings;
use crate::edits::alignment::{self, Alignment};
use crate::edits::{Edit, Edits};
use crate::hash::Map;
use crate::source::{Side, Text};
use crate::units::unit::{Unit, UnitKind};

/// A unit of several lines is new when this share of its lines is; a diff may keep closing brackets of a neighbour.
const MIN_NEW: f64 = 0.7;
/// In a rewritten stretch whose lines do not answer to each other, a unit replaced so many lines or twice its own: those
/// at its share of the way. Without a bound each line of a generated file would carry the whole file that it replaced.
const MIN_WINDOW: usize = 40;
/// And so many bytes, or four times its own: the lines of what a program made may be long. In an edit of very many lines
/// less, so that all of them together hold no more than [`MAX_WINDOWS_BYTES`].
const WINDOW_BYTES: std::ops::RangeInclusive<usize> = 2_000..=16_000;
/// What the lines of one edit may carry of what they replaced.
const MAX_WINDOWS_BYTES: usize = 256 << 20;
/// A unit stands in the result when this share of its lines does; a hand may have touched the rest.
const MIN_KEPT: f64 = 0.6;

/// What a file's version and its result tell about new units.
pub(super) struct Ground<'a> {
    /// Which file of the merge.
    pub file: usize,
    /// Whose version it is.
    pub side: Side,
    /// Its path.
    pub path: &'a str,
    /// The side's version.
    pub text: &'a Text,
    /// Hash of the side's version.
    pub version: u64,
    /// The base's version.
    pub base: &'a Text,
    /// The version whose copies nobody added: the base, or an empty text where the base's own copies are what counts.
    pub held: &'a Text,
    /// What the side did to it.
    pub edits: &'a Edits,
    /// The lines of the result, each with its places.
    pub places: &'a Places<'a>,
    /// For each line of the side's version its place in the result, from [`crate::edits::mapping`], conflicts left out.
    pub kept: &'a [Option<usize>],
}

/// Keeps of all units of a version those that the side added and that stand in the result.
#[must_use]
pub(super) fn among(units: &[Unit], ground: &Ground<'_>, removed: &Removed) -> Vec<Change> {
    let new_lines = NewLines::of(ground.text, ground.edits);
    // Only sentences are followed through an edit by their words.
    let has_prose = units.iter().any(|unit| is_prose(unit.kind));
    let aligned: Vec<Option<Alignment>> =
        ground.edits.added.iter().map(|edit| if has_prose { align(edit, ground) } else { None }).collect();
    let surroundings = Surroundings::of(units, ground.text, &new_lines);
    let marks = Marks { new_lines, aligned, own: OnceCell::new(), held: OnceCell::new(), filled: OnceCell::new() };
    let mut added: Vec<Change> = units.iter().filter_map(|unit| addition(unit, ground, &marks, removed)).collect();
    surroundings.note(&mut added, ground.text);
    added
}

/// What is known of the lines of a version; what few units ask is found out when the first one does.
struct Marks<'a> {
    /// Which are new.
    new_lines: NewLines,
    /// For each edit which line of the base became which.
    aligned: Vec<Option<Alignment>>,
    /// How often the version holds each.
    own: OnceCell<Map<&'a str, usize>>,
    /// How often each was held before.
    held: OnceCell<Map<&'a str, usize>>,
    /// How many are not blank.
    filled: OnceCell<usize>,
}

impl<'a> Marks<'a> {
    fn own(&self, line: &str, ground: &Ground<'a>) -> usize {
        self.own.get_or_init(|| counted(ground.text)).get(line.trim()).copied().unwrap_or(0)
    }

    fn held(&self, line: &str, ground: &Ground<'a>) -> usize {
        self.held.get_or_init(|| counted(ground.held)).get(line.trim()).copied().unwrap_or(0)
    }
}

fn addition<'a>(unit: &Unit, ground: &Ground<'a>, marks: &Marks<'a>, removed: &Removed) -> Option<Change> {
    let new_lines = &marks.new_lines;
    let range = unit.span.line_range();
    // Most of a version is old: neither added nor renamed.
    if !new_lines.touch(&range) {
        return None;
    }
    let filled: Vec<usize> = range.filter(|line| !ground.text.line(*line).trim().is_empty()).collect();
    let new = filled.iter().filter(|line| new_lines.has(**line)).count();
    let is_new = share(new, filled.len()) >= MIN_NEW;
    let renamed = !is_new && takes_a_name(unit, ground, new_lines);
    if filled.is_empty() || !is_new && !renamed {
        return None;
    }
    let lines: Vec<&str> = filled.iter().map(|line| ground.text.line(*line)).collect();
    let merged = Some(standing(&filled, &lines, ground)?);
    let was_lines = replaced_lines(unit, ground, &marks.aligned);
    let was = was_lines.clone().map(|was| was.map(|line| ground.base.line(line)).collect::<Vec<_>>().join("\n"));
    let marked = is_prose(unit.kind) && was.as_ref().is_some_and(|was| says_the_same(was, &lines));
    let text = ground.text.slice(&unit.span).to_owned();
    // A unit that shares its line with others is not new when only a neighbour changed.
    if filled.len() == 1 && was.as_ref().is_some_and(|was| holds_word(was, text.trim())) {
        return None;
    }
    let origin = removed.origin(&lines, ground.file);
    let moved = marked || origin.is_some();
    let comments = answers(unit, ground, merged);
    let brought = merged.filter(|_| other_brought_one(&lines, ground, marks));
    let twin = brought.and_then(|taken| ground.places.twin(&lines, taken));
    Some(Change {
        file: ground.file,
        side: ground.side,
        path: ground.path.to_owned(),
        unit: unit.clone(),
        text,
        comments,
        version: ground.version,
        before: Before {
            was,
            was_lines: was_lines.unwrap_or_default(),
            moved,
            marked,
            origin,
            removed: false,
            renamed,
        },
        stands: Standing { merged, twin },
        around: Around { outermost: true, of_new_file: of_new_file(&filled, ground, marks), ..Around::default() },
    })
}

/// Returns the comments that speak to this program: in the side's version, and in the result, where whoever merges answers
/// what was told.
fn answers(unit: &Unit, ground: &Ground<'_>, merged: Option<(usize, usize)>) -> Vec<String> {
    let mut answers = comments(unit.span.line_range(), ground.text);
    let result = ground.places.merged().zip(merged);
    answers.extend(result.into_iter().flat_map(|(text, (first, last))| comments(first - 1..last, text)));
    answers
}

fn of_new_file(filled: &[usize], ground: &Ground<'_>, marks: &Marks<'_>) -> Option<f64> {
    let count = || ground.text.lines().filter(|line| !line.trim().is_empty()).count();
    ground.base.as_str().is_empty().then(|| share(filled.len(), *marks.filled.get_or_init(count)))
}

/// Tells whether an old unit took a name that it did not have: its head is new, and the head it replaced bore another.
fn takes_a_name(unit: &Unit, ground: &Ground<'_>, new_lines: &NewLines) -> bool {
    let named = matches!(unit.kind, UnitKind::Function | UnitKind::Method | UnitKind::Type | UnitKind::Test);
    let Some(name) = unit.name.as_deref().filter(|_| named && unit.identity.is_some()) else { return false };
    let Some(head) = unit.span.line_range().find(|line| holds_word(ground.text.line(*line), name)) else {
        return false;
    };
    let stood = || ground.base.lines().any(|line| line.trim() == ground.text.line(head).trim());
    let edit = ground.edits.added.iter().find(|edit| edit.lines.contains(&head));
    let bore_another = |edit: &Edit| !edit.was.clone().any(|line| holds_word(ground.base.line(line), name));
    let replaces = edit.is_some_and(|edit| !edit.was.is_empty() && bore_another(edit));
    new_lines.has(head) && replaces && !stood()
}

/// Tells whether the result holds the rarest of these lines twice more than the base, whose own copy nobody added, and
/// once more than the side, whose other copies are its own.
fn other_brought_one<'a>(lines: &[&str], ground: &Ground<'a>, marks: &Marks<'a>) -> bool {
    let Some(rarest) = lines.iter().min_by_key(|line| ground.places.count(line)) else { return false };
    ground.places.count(rarest) >= (marks.held(rarest, ground) + 2).max(marks.own(rarest, ground) + 1)
}

/// Finds where a unit stands in the result: where its lines were followed to, else where a person moved them.
fn standing(filled: &[usize], lines: &[&str], ground: &Ground<'_>) -> Option<(usize, usize)> {
    let places: Vec<usize> = filled.iter().filter_map(|line| ground.kept.get(*line).copied().flatten()).collect();
    if share(places.len(), filled.len()) >= MIN_KEPT {
        return places.first().zip(places.last()).map(|(first, last)| (first + 1, last + 1));
    }
    can_be_followed(lines).then(|| ground.places.twin(lines, (0, 0))).flatten()
}

/// Tells whether a text holds another one that does not begin or end inside a word.
fn holds_word(text: &str, part: &str) -> bool {
    !part.is_empty() && names::places(text, part).next().is_some()
}

/// Returns the lines of the base that stood where the unit stands now. In an edit of as many lines as it replaced,
/// line answers to line; else the whole replaced range answers.
fn replaced_lines(unit: &Unit, ground: &Ground<'_>, aligned: &[Option<Alignment>]) -> Option<Range<usize>> {
    let lines = unit.span.line_range();
    let at = ground.edits.added.partition_point(|edit| edit.lines.end <= lines.start);
    let edit = ground.edits.added.get(at).filter(|edit| edit.lines.contains(&lines.start))?;
    if edit.was.is_empty() {
        return None;
    }
    if is_prose(unit.kind)
        && let Some(was) = aligned.get(at).and_then(|found| aligned_lines(lines.clone(), edit, found.as_ref()?, ground))
    {
        return (!was.is_empty()).then_some(was);
    }
    let aligned = edit.was.len() == edit.lines.len() && lines.end <= edit.lines.end;
    Some(match aligned {
        true => edit.was.start + (lines.start - edit.lines.start)..edit.was.start + (lines.end - edit.lines.start),
        false => window(unit, edit, ground.base)?,
    })
}

/// Returns the lines of the base around where a unit would stand, were the edit a rewriting at an even pace; `None` where
/// even one of them is too long to be what it was.
fn window(unit: &Unit, edit: &Edit, base: &Text) -> Option<Range<usize>> {
    let lines = unit.span.line_range();
    let width = MIN_WINDOW.max(2 * lines.len()).min(edit.was.len());
    let into = (lines.start - edit.lines.start) as f64 / edit.lines.len() as f64;
    let middle = (edit.was.start + (into * edit.was.len() as f64) as usize).min(edit.was.end - 1);
    let start = middle.saturating_sub(width / 2).clamp(edit.was.start, edit.was.end - width);
    let share = (MAX_WINDOWS_BYTES / edit.lines.len()).clamp(*WINDOW_BYTES.start(), *WINDOW_BYTES.end());
    let (mut window, most) = (start..start + width, share.max(4 * unit.span.bytes.len()));
    let bytes = |lines: &Range<usize>| base.line_bytes(lines.end - 1).end - base.line_bytes(lines.start).start;
    while bytes(&window) > most {
        if window.len() == 1 {
            return None;
        }
        // What is farther from the middle goes first.
        if middle - window.start >= window.end - 1 - middle {
            window.start += 1;
        } else {
            window.end -= 1;
        }
    }
    Some(window)
}

fn align(edit: &Edit, ground: &Ground<'_>) -> Option<Alignment> {
    let old: Vec<&str> = edit.was.clone().map(|line| ground.base.line(line)).collect();
    let new: Vec<&str> = edit.lines.clone().map(|line| ground.text.line(line)).collect();
    if old.is_empty() { None } else { alignment::of(&old, &new) }
}

/// Tells whether a unit is a sentence of its own, whose edit leaves it the same unit.
fn is_prose(kind: UnitKind) -> bool {
    let bullets = matches!(kind, UnitKind::Bullet | UnitKind::Task | UnitKind::TableRow);
    bullets || matches!(kind, UnitKind::Paragraph | UnitKind::Note | UnitKind::Heading)
}

/// Returns the lines of the base that a sentence was, by their words and in order; an empty range where all lines of the
/// base are accounted for by its neighbours. `None` where the words do not tell.
fn aligned_lines(lines: Range<usize>, edit: &Edit, found: &Alignment, ground: &Ground<'_>) -> Option<Range<usize>> {
    let own = lines.filter_map(|line| *found.get(line - edit.lines.start)?).map(|was| edit.was.start + was);
    let own: Vec<usize> = own.collect();
    if let Some((first, last)) = own.first().zip(own.last()) {
        return Some(*first..last + 1);
    }
    let told = |line: usize| found.contains(&Some(line - edit.was.start)) || ground.base.line(line).trim().is_empty();
    edit.was.clone().all(told).then_some(edit.was.start..edit.was.start)
}

/// Tells whether a sentence says what it said before: a mark, a case or a check box was changed, and no word.
fn says_the_same(was: &str, lines: &[&str]) -> bool {
    let folded = |text: &str| {
        let text = text.to_lowercase().replace("[x] ", "");
        text.chars().filter(|letter| letter.is_alphanumeric()).collect::<String>()
    };
    let was = folded(was);
    !was.is_empty() && was == folded(&lines.join("\n"))
}
