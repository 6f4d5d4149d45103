//! Counts are conserved: what a result says more often than either side did was doubled by the merge, wherever git or a
//! person put it, and whatever a line diff calls new or moved.
//!
//! Not here: what each side added (`change`), whether a second copy is worth a word (`findings`).

use std::collections::BTreeMap;

use super::lines::{counted, letters};
use crate::hash::{Map, Set};
use crate::source::Text;
use crate::units::unit::{Unit, UnitKind, exclude_each_other};

/// Shorter lines (letters and digits only) stand everywhere and tell nothing.
const MIN_LETTERS: usize = 4;
/// A run of lines that no other unit covers says something from so many letters and digits on.
const MIN_LETTERS_OF_A_RUN: usize = 60;
/// And from so many lines on.
const MIN_LINES_OF_A_RUN: usize = 3;

/// Something that stands twice in the result and not twice on either side: its two units of the result, upper first.
pub type Double = [Unit; 2];

/// Lines of a result, counted from 0, that stand in it more often than in either version. Without one nothing was
/// doubled, and nothing needs to be parsed.
#[must_use]
pub fn lines(result: &Text, versions: [&Text; 2]) -> Set<usize> {
    let [ours, theirs] = versions.map(counted);
    let own = counted(result);
    let count = |lines: &Map<&str, usize>, line: &str| lines.get(line).copied().unwrap_or(0);
    let is_doubled = |line: &str| {
        let all = count(&own, line);
        all > 1 && all > count(&ours, line) && all > count(&theirs, line)
    };
    result.lines().enumerate().filter(|(_, line)| tells(line) && is_doubled(line.trim())).map(|(at, _)| at).collect()
}

fn tells(line: &str) -> bool {
    line.chars().filter(|letter| letter.is_alphanumeric()).nth(MIN_LETTERS - 1).is_some()
}

/// What one version says: how often each thing.
#[derive(Debug, Default)]
pub struct Said(Map<Saying, usize>);

/// What is counted: a claim in its scope as it stands in that version, or a text wherever it stands.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum Saying {
    Claim(UnitKind, String, String),
    Text(u8, String),
}

impl Said {
    /// Counts the units of a version.
    #[must_use]
    pub fn of(units: &[Unit], text: &Text) -> Said {
        let mut said = Map::default();
        for saying in units.iter().flat_map(|unit| sayings(unit, text, unit.container.set_like)) {
            *said.entry(saying).or_default() += 1;
        }
        Said(said)
    }

    fn count(&self, saying: &Saying) -> usize {
        self.0.get(saying).copied().unwrap_or(0)
    }
}

/// Finds what the result says twice and no side did, widest first; `lines` are those of [`lines`]. What the sides said is
/// asked only where something stands twice.
#[must_use]
pub fn units(units: &[Unit], result: &Text, lines: &Set<usize>, sides: impl FnOnce() -> [Said; 2]) -> Vec<Double> {
    let touched = units.iter().filter(|unit| unit.span.line_range().any(|line| lines.contains(&line)));
    let mut places: BTreeMap<Saying, Vec<&Unit>> = BTreeMap::new();
    for unit in touched {
        // A container that holds a name twice is no set any more; it was one on either side.
        for saying in sayings(unit, result, true) {
            places.entry(saying).or_default().push(unit);
        }
    }
    // Who says a thing three times has a custom.
    places.retain(|_, units| units.len() == 2 && !exclude_each_other(units[0], units[1]));
    if places.is_empty() {
        return Vec::new();
    }
    let sides = sides();
    let had_twice = |saying: &Saying| sides.iter().any(|side| side.count(saying) > 1);
    let is_claimed =
        |saying: &Saying| !matches!(saying, Saying::Claim(..)) || sides.iter().any(|side| side.count(saying) == 1);
    let twice = places.into_iter().filter(|(saying, _)| !had_twice(saying) && is_claimed(saying));
    let mut doubles: Vec<Double> = twice.map(|(_, units)| [units[0].clone(), units[1].clone()]).collect();
    doubles.sort_by_key(|[upper, lower]| {
        (std::cmp::Reverse(upper.span.bytes.len().min(lower.span.bytes.len())), upper.span.bytes.start)
    });
    let mut widest: Vec<Double> = Vec::new();
    for double in doubles {
        let lies_in = |wide: &Double| (0..2).all(|at| wide[at].span.holds(&double[at].span));
        if !overlap(&double) && !widest.iter().any(lies_in) {
            widest.push(double);
        }
    }
    widest
}

fn overlap([upper, lower]: &Double) -> bool {
    upper.span.bytes.start < lower.span.bytes.end && lower.span.bytes.start < upper.span.bytes.end
}

/// What a unit says that is worth saying once: a claim in its scope, a named unit, a whole sentence.
fn sayings(unit: &Unit, text: &Text, is_claim: bool) -> Vec<Saying> {
    let claim = unit.identity.as_ref().filter(|_| is_claim);
    let claim = claim.map(|identity| Saying::Claim(unit.kind, unit.container.path.clone(), identity.clone()));
    // One example in two contexts is two examples.
    let context = if unit.kind == UnitKind::Test { unit.container.path.as_str() } else { "" };
    let letters = || text.slice(&unit.span).chars().filter(|letter| !letter.is_whitespace());
    let words = group(unit).map(|group| Saying::Text(group, context.chars().chain(letters()).collect()));
    claim.into_iter().chain(words).collect()
}

/// Kinds whose texts count wherever they stand; a bullet and a paragraph say the same.
fn group(unit: &Unit) -> Option<u8> {
    use UnitKind::{Block, Bullet, Cell, Function, Method, Note, Paragraph, Section, Slide, Task, Test, Type};
    match unit.kind {
        Block if unit.name.is_some() => Some(7),
        Function | Method | Test => Some(1),
        Bullet | Task | Paragraph | Note => Some(2),
        Type => Some(3),
        Section => Some(4),
        Slide => Some(5),
        Cell => Some(6),
        _ => None,
    }
}

/// Finds runs of lines that stand twice in the result, to the letter, and not twice on either side: what no reader of
/// units knows. Ranges are lines counted from 0, upper first.
#[must_use]
pub fn runs(result: &Text, lines: &Set<usize>) -> Vec<[std::ops::Range<usize>; 2]> {
    let filled: Vec<usize> = (0..result.line_count()).filter(|line| !result.line(*line).trim().is_empty()).collect();
    let mut places: Map<&str, Vec<usize>> = Map::default();
    for (at, line) in filled.iter().enumerate().filter(|(_, line)| lines.contains(line)) {
        places.entry(result.line(*line).trim()).or_default().push(at);
    }
    let mut runs = Vec::new();
    let mut done = 0;
    for at in 0..filled.len() {
        let twin = places.get(result.line(filled[at]).trim()).filter(|twins| twins.len() == 2 && twins[0] == at);
        let Some(twin) = twin.filter(|_| at >= done) else { continue };
        let length = common(result, &filled, at, twin[1]);
        let letters = letters(&(at..at + length).map(|at| result.line(filled[at])).collect::<Vec<_>>());
        if length >= MIN_LINES_OF_A_RUN && letters >= MIN_LETTERS_OF_A_RUN {
            done = at + length;
            runs.push([at, twin[1]].map(|start| filled[start]..filled[start + length - 1] + 1));
        }
    }
    runs
}

/// Tells whether readers of units know most of a run: then they say whether it is worth a word.
#[must_use]
pub fn is_known(run: &std::ops::Range<usize>, units: &[Unit]) -> bool {
    use UnitKind::{Block, File, Heading, Line, Section};
    // Blocks and lines without a name are what is left where nobody reads.
    let is_read = |unit: &&Unit| {
        !matches!(unit.kind, Block | File | Heading | Line | Section) || unit.name.is_some() && unit.kind == Block
    };
    let lines = units.iter().filter(is_read).flat_map(|unit| unit.span.line_range());
    let known: Set<usize> = lines.filter(|line| run.contains(line)).collect();
    known.len() * 2 > run.len()
}

/// How many filled lines are equal from two places on, which do not run into each other.
fn common(result: &Text, filled: &[usize], one: usize, other: usize) -> usize {
    let most = (other - one).min(filled.len() - other);
    let same = |at: &usize| result.line(filled[one + at]).trim() == result.line(filled[other + at]).trim();
    (0..most).take_while(same).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Source;
    use crate::units;

    fn doubles(path: &str, ours: &str, theirs: &str, result: &str) -> Vec<(usize, usize)> {
        let [ours, theirs, result] = [ours, theirs, result].map(|text| Source::lines(path, text));
        let said = |source: &Source| Said::of(&units::of(source).units, &source.text);
        let found = lines(&result.text, [&ours.text, &theirs.text]);
        let read = units::of(&result).units;
        let doubles = super::units(&read, &result.text, &found, || [said(&ours), said(&theirs)]);
        doubles.iter().map(|[upper, lower]| (upper.span.start_line, lower.span.start_line)).collect()
    }

    #[test]
    fn moved_by_one_and_edited_in_place_by_the_other() {
        let (f, g) = ("def f(a):\n    return a + one_thing\n", "def g(b):\n    return b\n");
        let edited = f.replace("one", "another");
        let found =
            doubles("a.py", &format!("{g}\n\n{f}"), &format!("{edited}\n\n{g}"), &format!("{edited}\n\n{g}\n\n{f}"));
        assert_eq!(found, [(1, 9)]);
    }

    #[test]
    fn who_had_it_twice_knows() {
        let text = "- One sentence that says much.\n\nSome words.\n\n- One sentence that says much.\n";
        assert_eq!(doubles("a.md", text, "Some words.\n", text), []);
    }

    #[test]
    fn runs_need_no_reader() {
        let run =
            "first line of the run, long enough\nsecond line of the run, as long\nthird line of the run, the last\n";
        let text = |parts: &[&str]| Text::new(parts.concat());
        let (ours, theirs) = (text(&[run, "middle\n"]), text(&["middle\n", run]));
        let result = text(&[run, "middle\n", run]);
        let found = lines(&result, [&ours, &theirs]);
        assert_eq!(runs(&result, &found), [[0..3, 4..7]]);
    }
}
