//! One document without its history: what it says twice. Nobody can tell from it who said what, or whether on purpose,
//! so only what is plain is told, and never as more than a note.
//!
//! Not here: merges (`river`); where a merge of the document is known, that is the better answer.

use std::collections::{HashMap, HashSet};

use crate::edits;
use crate::findings::background::Background;
use crate::findings::finding::{Finding, Kind, Severity};
use crate::findings::{self, Options};
use crate::merge::files::FileStore;
use crate::merge::{Content, FileMerge, Merge, Version};
use crate::pairs;
use crate::pairs::pair::{Measure, Pair};
use crate::pairs::prose::Rarity;
use crate::pairs::words::Words;
use crate::report::report::{Note, Report, Told};
use crate::report::tell;
use crate::source::{Side, Sides, Source, Text};
use crate::units;
use crate::units::addition::{self, Addition, Ground, Places, Removed};
use crate::units::unit::{Unit, UnitKind};

/// Fewer words ("Any questions?", "See the appendix") stand at many places of a good document.
const MIN_WORDS: usize = 5;
/// What stands more often is a phrase of the house.
const MAX_COPIES: usize = 2;
/// Statements alike, but not the same, must be this probable: one author writes many parallel sentences.
const MIN_CONFIDENCE_OF_NEAR: f64 = 0.8;
/// What is as alike as this may be a copy.
const MIN_LIKENESS: f64 = 0.5;
/// Nobody reads on after so many.
const MAX_FINDINGS: usize = 100;

/// What may be told without knowing who wrote it. Headings, keys and imports repeat by the nature of things.
const KINDS: &[UnitKind] = &[
    UnitKind::Bullet,
    UnitKind::Task,
    UnitKind::Paragraph,
    UnitKind::TableRow,
    UnitKind::Note,
    UnitKind::Slide,
    UnitKind::Section,
    UnitKind::Code,
    UnitKind::Cell,
    UnitKind::Function,
    UnitKind::Method,
    UnitKind::Test,
    UnitKind::Type,
];

/// Compares a document with itself, strongest likeness first. `bytes` are those that `source` was read from.
#[must_use]
pub fn check(source: &Source, bytes: &[u8], options: &Options) -> Report {
    let merge = merge_of(source, bytes);
    let mut report = tell::header(&merge);
    let reading = units::of(source);
    let mut notes = reading.notes;
    notes.push("no merge of it is known: only what it says twice can be told".to_owned());
    report.notes = notes.into_iter().map(|message| Note { path: source.path.clone(), message }).collect();
    let is_deck = reading.units.iter().any(|unit| unit.kind == UnitKind::Slide);
    let units = worth_telling(additions(reading.units, source));
    (report.stats.files_ours, report.stats.units_ours) = (1, units.len());
    let pairs = pairs(&units, source);
    report.stats.pairs = pairs.len();
    let sides = (units.as_slice(), units.as_slice());
    let judged = findings::among(pairs, sides, &Background::asking(units.iter()), options);
    let findings = no_phrases(judged.into_iter().filter(|finding| is_plain(finding, &units)).collect());
    let tell = |finding| tell::finding(finding, sides, &merge, &FileStore);
    report.findings = findings.iter().map(tell).collect();
    report.findings.iter_mut().for_each(|told| as_note(told, is_deck));
    strongest_first(&mut report.findings);
    report
}

/// The document as a merge in which nothing happened, for what tells a finding.
fn merge_of(source: &Source, bytes: &[u8]) -> Merge {
    let version = Version { path: source.path.clone(), content: Content::Bytes(bytes.to_vec()) };
    let versions = Sides { base: version.clone(), ours: version.clone(), theirs: version.clone() };
    Merge { files: vec![FileMerge { versions, other_bases: Vec::new(), merged: version }], ..Merge::default() }
}

/// Takes every unit for an addition to an empty file.
fn additions(units: Vec<Unit>, source: &Source) -> Vec<Addition> {
    let base = Text::default();
    let edits = edits::of(&base, &[], &source.text);
    let kept: Vec<Option<usize>> = (0..source.text.line_count()).map(Some).collect();
    let (path, text) = (source.path.as_str(), &source.text);
    let places = Places::of(text, &[]);
    let ground = Ground {
        file: 0,
        side: Side::Ours,
        path,
        text,
        version: 0,
        base: &base,
        held: &base,
        edits: &edits,
        places: &places,
        kept: &kept,
    };
    addition::among(units, &ground, &Removed::default())
}

/// Leaves out what is short, what is a title elsewhere (an agenda names them all), and what stands too often.
fn worth_telling(units: Vec<Addition>) -> Vec<Addition> {
    let headings = units.iter().filter(|addition| addition.unit.kind == UnitKind::Heading);
    let titles: HashSet<String> = headings.map(|addition| folded(&addition.text)).collect();
    let mut copies: HashMap<(UnitKind, String), usize> = HashMap::new();
    for addition in &units {
        *copies.entry((addition.unit.kind, folded(&addition.text))).or_default() += 1;
    }
    let keep = |addition: &Addition| {
        let text = folded(&addition.text);
        KINDS.contains(&addition.unit.kind)
            && text.split(' ').count() >= MIN_WORDS
            && !titles.contains(&text)
            && copies.get(&(addition.unit.kind, text)).is_none_or(|count| *count <= MAX_COPIES)
    };
    units.into_iter().filter(keep).collect()
}

/// The words of a text, in lower case, signs left out.
fn folded(text: &str) -> String {
    let words = text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect::<Vec<_>>().join(" ")
}

/// Pairs each unit with those behind it. How rare a word is must be asked of the rest of the document: in a merge,
/// neither copy stands in the base. So the copies are looked for first.
fn pairs(units: &[Addition], source: &Source) -> Vec<Pair> {
    let pairs = |leaving_out: &HashSet<usize>| {
        let mut pairs = pairs::between(units, units, || rarity(source, leaving_out));
        pairs.retain(|pair| pair.ours < pair.theirs && can_be_a_slip(&units[pair.ours], &units[pair.theirs]));
        pairs
    };
    let alike = pairs(&HashSet::new()).into_iter().filter(|pair| pair.likeness.get(Measure::Words) >= MIN_LIKENESS);
    let copies = alike.flat_map(|pair| [pair.ours, pair.theirs]);
    pairs(&copies.flat_map(|unit| units[unit].unit.span.line_range()).collect())
}

/// Counts the words of the document, these lines left out.
fn rarity(source: &Source, leaving_out: &HashSet<usize>) -> Rarity {
    let mut rarity = Rarity::default();
    let others = source.text.lines().enumerate().filter(|(at, line)| !line.is_empty() && !leaving_out.contains(at));
    for (_, line) in others.take(super::MAX_LINES_FOR_RARITY) {
        rarity.count(Words::of(line).stems.iter());
    }
    rarity
}

/// A note says what its slide says, and a list or table has entries that are alike: both are as they should be.
fn can_be_a_slip(one: &Addition, other: &Addition) -> bool {
    let is_note = |addition: &Addition| addition.unit.kind == UnitKind::Note;
    let same_place = one.unit.container.path == other.unit.container.path;
    is_note(one) == is_note(other) && (!same_place || folded(&one.text) == folded(&other.text))
}

fn is_plain(finding: &Finding, units: &[Addition]) -> bool {
    let exact = finding.pairs.iter().all(|pair| folded(&units[pair.ours].text) == folded(&units[pair.theirs].text));
    match finding.kind {
        Kind::DuplicateAddition => true,
        Kind::NearDuplicateAddition => exact || finding.confidence >= MIN_CONFIDENCE_OF_NEAR,
        _ => false,
    }
}

/// Leaves out what is like more than one other thing: a form that the document fills in again and again.
fn no_phrases(mut findings: Vec<Finding>) -> Vec<Finding> {
    let mut partners: HashMap<usize, usize> = HashMap::new();
    for unit in findings.iter().flat_map(|finding| &finding.pairs).flat_map(|pair| [pair.ours, pair.theirs]) {
        *partners.entry(unit).or_default() += 1;
    }
    let is_paired_once = |unit: usize| partners.get(&unit).is_none_or(|count| *count < MAX_COPIES);
    let is_slip = |pair: &Pair| is_paired_once(pair.ours) && is_paired_once(pair.theirs);
    findings.retain(|finding| finding.pairs.iter().all(is_slip));
    findings
}

fn as_note(told: &mut Told, is_deck: bool) {
    let what = if is_deck { "deck" } else { "document" };
    told.message = format!("said twice in this {what} (no history: nobody can tell whether on purpose)");
    told.severity = Severity::Note;
}

fn strongest_first(findings: &mut Vec<Told>) {
    // The order of places stays among those of one strength.
    tell::sort(findings);
    findings.sort_by(|one, other| {
        other.likeness.total_cmp(&one.likeness).then(other.confidence.total_cmp(&one.confidence))
    });
    findings.truncate(MAX_FINDINGS);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decode;
    use crate::documents::minimal::minimal_deck;

    const ANNA: &str = "Support for version 1 ends on 31 March 2027";
    const BEN: &str = "Support for version 1 of the gateway ends on 31 March 2027";

    fn told(path: &str, bytes: &[u8]) -> Vec<String> {
        let report = check(&decode::source(path, bytes), bytes, &Options::default());
        assert!(report.findings.iter().all(|told| told.severity == Severity::Note && told.message.contains("twice")));
        report.findings.iter().map(|told| format!("{} | {}", told.ours.place, told.theirs.place)).collect()
    }

    #[test]
    fn what_two_slides_say_is_told_and_the_same_words_come_first() {
        let again = "The last service moves off the old cluster in May";
        let slides: &[(&str, &[&str], &str)] = &[
            ("Risks", &[ANNA, again], ""),
            ("Next", &["Hire two", BEN], ""),
            ("End", &[again], ""),
            ("Where we are", &["Uptime 99.95 % over the quarter", "Nobody left, three came"], ""),
            ("What shipped", &["A new billing pipeline", "Faster search in the shop"], ""),
            ("Costs", &["Cloud spend as in autumn", "Two vendor contracts end in summer"], ""),
        ];
        let expected = [
            "slide 1 › Risks › body › bullet 2 | slide 3 › End › body › bullet 1",
            "slide 1 › Risks › body › bullet 1 | slide 2 › Next › body › bullet 2",
        ];
        assert_eq!(told("a.pptx", &minimal_deck(slides)), expected);
    }

    #[test]
    fn an_agenda_a_short_phrase_a_note_and_a_refrain_are_left_out() {
        let refrain = "Questions go to the platform team at any time";
        let title = "How the platform team will work in May";
        let bytes = minimal_deck(&[
            ("Agenda", &[title, "Any questions?", refrain], ""),
            (title, &["Any questions?", refrain, ANNA], ANNA),
            ("End", &[refrain], ""),
        ]);
        assert_eq!(told("a.pptx", &bytes), Vec::<String>::new());
    }

    #[test]
    fn texts_are_read_too() {
        let text = format!("# Plan\n\n## Risks\n\n- {ANNA}\n\n## Next\n\n- {ANNA}\n");
        assert_eq!(told("a.md", text.as_bytes()).len(), 1);
        assert_eq!(told("a.md", b""), Vec::<String>::new());
    }
}
