//! A unit that a side added, and where it stands in the merged result.
//!
//! Not here: how units are read.

use std::collections::{BTreeSet, HashMap};

use super::surroundings::Surroundings;
use super::unit::{Unit, UnitKind};
use crate::edits::alignment::{self, Alignment};
use crate::edits::{Edit, Edits};
use crate::source::{Side, Text};

/// A unit of several lines is new when this share of its lines is; a diff may keep closing brackets of a neighbour.
const MIN_NEW: f64 = 0.7;
/// A unit has only moved when this share of its lines was removed elsewhere by the same side.
const MIN_MOVED: f64 = 0.8;
/// So many lines of comments above a unit are searched for a word to this program.
const MAX_COMMENT_LINES: usize = 12;
/// A unit of so many letters and digits is looked for elsewhere when a person moved it while merging.
const MIN_LETTERS_TO_FOLLOW: usize = 20;
/// What begins a comment or an attribute in one language or another.
const COMMENT_MARKS: &[&str] = &["//", "/*", "*", "#", "@", "--", "<!--", ";", "%", "\"\"\"", "[", "rem "];
/// In a rewritten stretch whose lines do not answer to each other, a unit replaced so many lines or twice its own: those
/// at its share of the way. Without a bound each line of a generated file would carry the whole file that it replaced.
const MIN_WINDOW: usize = 40;
/// A unit stands in the result when this share of its lines does; a hand may have touched the rest.
const MIN_KEPT: f64 = 0.6;

/// A unit that a side added and that stands in the merged result.
#[derive(Debug, Clone)]
pub struct Addition {
    /// Which file of the merge, by its index.
    pub file: usize,
    /// Who added it.
    pub side: Side,
    /// Path in the side's version.
    pub path: String,
    /// The unit in the side's version.
    pub unit: Unit,
    /// Its text.
    pub text: String,
    /// The text of the base that it replaced, where it replaced one line or more.
    pub was: Option<String>,
    /// Whether the base held the text already: the same side removed it elsewhere, or changed no more than its marks.
    pub moved: bool,
    /// Whether the unit is old and only its name is new: it can clash, and nothing else.
    pub renamed: bool,
    /// Lines at or right above the unit that speak to this program (`oneness: allow(…)`).
    pub comments: Vec<String>,
    /// The lines of the base that it replaced, counted from 0; empty for an insertion.
    pub was_lines: std::ops::Range<usize>,
    /// Another place of the result, first and last line counted from 1, where the same lines stand once more.
    pub twin: Option<(usize, usize)>,
    /// Hash of the whole version it stands in, to put two sides into an order that does not depend on their names.
    pub version: u64,
    /// Whether it stands in nothing larger that the same side added.
    pub outermost: bool,
    /// First and last line in the merged result, counted from 1; `None` where there is no result.
    pub merged: Option<(usize, usize)>,
    /// How often the side's own version holds the same text in the same container, for small things; for sentences to
    /// how many files the side added it. 0 for code.
    pub copies: usize,
    /// Whether the side brought the section around it, whose heading holds a number, as that of a release does.
    pub of_new_release: bool,
    /// Which share it is of a file that the side brought as a whole, 0 to 1; `None` where the base has the file.
    pub of_new_file: Option<f64>,
}

/// What a file's version and its result tell about new units.
pub struct Ground<'a> {
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

/// The lines of the result, white space at their ends aside, each with its places counted from 0.
#[derive(Debug, Default)]
pub struct Places<'a> {
    lines: HashMap<&'a str, Vec<usize>>,
    merged: Option<&'a Text>,
}

impl<'a> Places<'a> {
    /// Lists the places of every line that is decided: what stands between conflict markers is not.
    #[must_use]
    pub fn of(merged: &'a Text, undecided: &[std::ops::Range<usize>]) -> Places<'a> {
        let mut lines: HashMap<&str, Vec<usize>> = HashMap::new();
        let decided = |place: &usize| !undecided.iter().any(|region| region.contains(place));
        for (place, line) in merged.lines().enumerate().filter(|(place, _)| decided(place)) {
            lines.entry(line.trim()).or_default().push(place);
        }
        Places { lines, merged: Some(merged) }
    }

    /// Counts the places of a line.
    fn count(&self, line: &str) -> usize {
        self.lines.get(line.trim()).map_or(0, Vec::len)
    }

    /// Finds the nearest place elsewhere than at `taken` where the same run of lines stands, counted from 1.
    fn twin(&self, lines: &[&str], taken: (usize, usize)) -> Option<(usize, usize)> {
        let merged = self.merged?;
        let starts = self.lines.get(lines.first()?.trim())?;
        let copies = starts.iter().filter(|start| **start + 1 != taken.0).filter_map(|start| {
            let mut last = *start;
            for line in &lines[1..] {
                last = (last + 1..merged.line_count()).find(|place| !merged.line(*place).trim().is_empty())?;
                (merged.line(last).trim() == line.trim()).then_some(())?;
            }
            Some((start + 1, last + 1))
        });
        copies.min_by_key(|copy| (copy.0.abs_diff(taken.0), copy.0))
    }
}

/// The lines that a side removed, each with the files it stood in, to tell a move from an addition.
#[derive(Debug, Default)]
pub struct Removed {
    lines: HashMap<String, BTreeSet<usize>>,
}

impl Removed {
    /// Notes the lines of the base that a side removed from one file.
    pub fn note(&mut self, file: usize, base: &Text, edits: &Edits) {
        for line in edits.removed.iter().flat_map(Clone::clone).map(|index| base.line(index).trim()) {
            if line.len() > 1 {
                self.lines.entry(line.to_owned()).or_default().insert(file);
            }
        }
    }

    /// Tells whether the side took these lines away elsewhere. A few letters that went from one file and came to
    /// another were not moved: such lines are many.
    fn holds(&self, lines: &[&str], file: usize) -> bool {
        let anywhere = letters(lines) >= MIN_LETTERS_TO_FOLLOW;
        let left = |files: &BTreeSet<usize>| anywhere || files.contains(&file);
        let found = lines.iter().filter(|line| self.lines.get(line.trim()).is_some_and(left)).count();
        !lines.is_empty() && share(found, lines.len()) >= MIN_MOVED
    }
}

/// Keeps of all units of a version those that the side added and that stand in the result.
#[must_use]
pub fn among(units: Vec<Unit>, ground: &Ground<'_>, removed: &Removed) -> Vec<Addition> {
    let mut new_lines = vec![false; ground.text.line_count()];
    for line in ground.edits.added.iter().flat_map(|edit| edit.lines.clone()) {
        new_lines[line] = true;
    }
    // Only sentences are followed through an edit by their words.
    let has_prose = units.iter().any(|unit| is_prose(unit.kind));
    let aligned: Vec<Option<Alignment>> =
        ground.edits.added.iter().map(|edit| if has_prose { align(edit, ground) } else { None }).collect();
    let marks = (new_lines.as_slice(), aligned.as_slice());
    let surroundings = Surroundings::of(&units, ground.text, &new_lines);
    let mut added: Vec<Addition> =
        units.into_iter().filter_map(|unit| addition(unit, ground, marks, removed)).collect();
    surroundings.note(&mut added, ground.text);
    added
}

/// What is known of the lines of a version: which are new, and for each edit which line of the base became which.
type Marks<'a> = (&'a [bool], &'a [Option<Alignment>]);

fn addition(unit: Unit, ground: &Ground<'_>, (new_lines, aligned): Marks<'_>, removed: &Removed) -> Option<Addition> {
    let range = unit.span.line_range();
    let filled: Vec<usize> = range.filter(|line| !ground.text.line(*line).trim().is_empty()).collect();
    let new = filled.iter().filter(|line| new_lines.get(**line).copied().unwrap_or(false)).count();
    let is_new = share(new, filled.len()) >= MIN_NEW;
    let renamed = !is_new && takes_a_name(&unit, ground, new_lines);
    if filled.is_empty() || !is_new && !renamed {
        return None;
    }
    let lines: Vec<&str> = filled.iter().map(|line| ground.text.line(*line)).collect();
    let merged = Some(standing(&filled, &lines, ground)?);
    let was_lines = replaced_lines(&unit, ground, aligned);
    let was = was_lines.clone().map(|was| was.map(|line| ground.base.line(line)).collect::<Vec<_>>().join("\n"));
    let only_marked = is_prose(unit.kind) && was.as_ref().is_some_and(|was| says_the_same(was, &lines));
    let text = ground.text.slice(&unit.span).to_owned();
    // A unit that shares its line with others is not new when only a neighbour changed.
    if filled.len() == 1 && was.as_ref().is_some_and(|was| holds_word(was, text.trim())) {
        return None;
    }
    let moved = only_marked || removed.holds(&lines, ground.file);
    let comments = comments(&unit, ground.text);
    let twin = merged.and_then(|taken| ground.places.twin(&lines, taken));
    let twin = twin.filter(|_| other_brought_one(&lines, ground));
    let was_lines = was_lines.unwrap_or(0..0);
    Some(Addition {
        file: ground.file,
        side: ground.side,
        path: ground.path.to_owned(),
        unit,
        text,
        was,
        was_lines,
        moved,
        renamed,
        comments,
        twin,
        version: ground.version,
        outermost: true,
        merged,
        copies: 0,
        of_new_release: false,
        of_new_file: of_new_file(&filled, ground),
    })
}

fn of_new_file(filled: &[usize], ground: &Ground<'_>) -> Option<f64> {
    let all = || ground.text.lines().filter(|line| !line.trim().is_empty()).count();
    ground.base.as_str().is_empty().then(|| share(filled.len(), all()))
}

/// Tells whether an old unit took a name that it did not have: its head is new, and the head it replaced bore another.
fn takes_a_name(unit: &Unit, ground: &Ground<'_>, new_lines: &[bool]) -> bool {
    let named = matches!(unit.kind, UnitKind::Function | UnitKind::Method | UnitKind::Type | UnitKind::Test);
    let Some(name) = unit.name.as_deref().filter(|_| named && unit.identity.is_some()) else { return false };
    let Some(head) = unit.span.line_range().find(|line| holds_word(ground.text.line(*line), name)) else {
        return false;
    };
    let stood = || ground.base.lines().any(|line| line.trim() == ground.text.line(head).trim());
    let edit = ground.edits.added.iter().find(|edit| edit.lines.contains(&head));
    let bore_another = |edit: &Edit| !edit.was.clone().any(|line| holds_word(ground.base.line(line), name));
    let replaces = edit.is_some_and(|edit| !edit.was.is_empty() && bore_another(edit));
    new_lines.get(head).copied().unwrap_or(false) && replaces && !stood()
}

/// Tells whether the result holds the rarest of these lines twice more than the base, whose own copy nobody added, and
/// once more than the side, whose other copies are its own.
fn other_brought_one(lines: &[&str], ground: &Ground<'_>) -> bool {
    let Some(rarest) = lines.iter().min_by_key(|line| ground.places.count(line)) else { return false };
    let copies = |text: &Text| text.lines().filter(|line| line.trim() == rarest.trim()).count();
    ground.places.count(rarest) >= (copies(ground.held) + 2).max(copies(ground.text) + 1)
}

/// Finds where a unit stands in the result: where its lines were followed to, else where a person moved them.
fn standing(filled: &[usize], lines: &[&str], ground: &Ground<'_>) -> Option<(usize, usize)> {
    let places: Vec<usize> = filled.iter().filter_map(|line| ground.kept.get(*line).copied().flatten()).collect();
    if share(places.len(), filled.len()) >= MIN_KEPT {
        return places.first().zip(places.last()).map(|(first, last)| (first + 1, last + 1));
    }
    (letters(lines) >= MIN_LETTERS_TO_FOLLOW).then(|| ground.places.twin(lines, (0, 0))).flatten()
}

/// Returns the lines of the unit, and of the comments and attributes right above it, that speak to this program.
fn comments(unit: &Unit, text: &Text) -> Vec<String> {
    let range = unit.span.line_range();
    let is_comment = |line: &usize| {
        let line = text.line(*line).trim_start();
        COMMENT_MARKS.iter().any(|mark| line.starts_with(mark))
    };
    let above = (0..range.start).rev().take_while(is_comment).take(MAX_COMMENT_LINES);
    let speaking = above.chain(range).map(|line| text.line(line)).filter(|line| line.contains("oneness: allow("));
    speaking.map(str::to_owned).collect()
}

/// Tells whether a text holds another one that does not begin or end inside a word.
fn holds_word(text: &str, part: &str) -> bool {
    let is_word = |letter: Option<char>| letter.is_some_and(|letter| letter.is_alphanumeric() || letter == '_');
    !part.is_empty()
        && text
            .match_indices(part)
            .any(|(at, _)| !is_word(text[..at].chars().next_back()) && !is_word(text[at + part.len()..].chars().next()))
}

/// Returns the lines of the base that stood where the unit stands now. In an edit of as many lines as it replaced,
/// line answers to line; else the whole replaced range answers.
fn replaced_lines(unit: &Unit, ground: &Ground<'_>, aligned: &[Option<Alignment>]) -> Option<std::ops::Range<usize>> {
    let lines = unit.span.line_range();
    let at = ground.edits.added.iter().position(|edit| edit.lines.contains(&lines.start))?;
    let edit = &ground.edits.added[at];
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
        false => window(&lines, edit),
    })
}

/// Returns the lines of the base around where a unit would stand, were the edit a rewriting at an even pace.
fn window(lines: &std::ops::Range<usize>, edit: &Edit) -> std::ops::Range<usize> {
    let width = MIN_WINDOW.max(2 * lines.len());
    if edit.was.len() <= width {
        return edit.was.clone();
    }
    let into = (lines.start - edit.lines.start) as f64 / edit.lines.len() as f64;
    let middle = edit.was.start + (into * edit.was.len() as f64) as usize;
    let start = middle.saturating_sub(width / 2).clamp(edit.was.start, edit.was.end - width);
    start..start + width
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
fn aligned_lines(
    lines: std::ops::Range<usize>,
    edit: &Edit,
    found: &Alignment,
    ground: &Ground<'_>,
) -> Option<std::ops::Range<usize>> {
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

fn letters(lines: &[&str]) -> usize {
    lines.iter().map(|line| line.chars().filter(|letter| letter.is_alphanumeric()).count()).sum()
}

fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

impl Addition {
    /// Tells whether a comment at or above the unit allows a kind of finding: `oneness: allow(duplicate-addition)`.
    #[must_use]
    pub fn allows(&self, kind: &str) -> bool {
        self.comments.iter().any(|comment| {
            let Some((_, rest)) = comment.split_once("oneness: allow(") else { return false };
            let named = rest.split(')').next().unwrap_or_default();
            named.split(',').any(|name| name.trim() == kind || name.trim() == "all")
        })
    }
}
