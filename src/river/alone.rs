//! One document without its history: what it says twice. Whether on purpose, nobody can tell from it, so only what is
//! plain is told, and never as more than a note. Some documents tell of themselves who wrote what, and decks which
//! slides were made later; that is told with it.
//!
//! The subtraction: faults(document) − nothing. No version is known that somebody had before their eyes, so the document is
//! both sides of each pair, and each unit meets those behind it. In place of what a merge would subtract stands what good
//! documents repeat (`furniture`) and what was most likely meant (`slips`).
//!
//! Not here: merges (`river`); where a merge of the document is known, that is the better answer.

mod evidence;
mod furniture;
mod slips;

use std::collections::HashSet;

use crate::changes::change::Change;
use crate::changes::places::Places;
use crate::changes::version::Version;
use crate::findings::background::Background;
use crate::findings::finding::{Finding, Severity};
use crate::findings::{self, Options};
use crate::merge::{Content, FileMerge, Merge, Origin, Store, Version as Named};
use crate::pairs::prose::Rarity;
use crate::pairs::{Compared, Meeting};
use crate::report::report::{Note, Report, Told};
use crate::report::tell;
use crate::source::{Side, Sides, Source};
use crate::units;
use crate::units::unit::{Unit, UnitKind};
use evidence::{Evidence, Parted};

/// What stands more often is a phrase of the house.
const MAX_COPIES: usize = 2;
/// What is as alike as this may be a copy.
const MIN_LIKENESS: f64 = 0.5;
/// Nobody reads on after so many.
const MAX_FINDINGS: usize = 100;

/// Compares a document with itself, strongest likeness first. `bytes` are those that `source` was read from.
#[must_use]
pub fn check(source: &Source, bytes: &[u8], options: &Options) -> Report {
    let merge = merge_of(source, bytes);
    let mut report = tell::header(&merge);
    let reading = units::of(source);
    let mut notes = reading.notes;
    notes.push("no merge of it is known: only what it says twice can be told".to_owned());
    report.notes = notes.into_iter().map(|message| Note::of_reader(&source.path, message)).collect();
    let is_deck = reading.units.iter().any(|unit| unit.kind == UnitKind::Slide);
    let units = furniture::left_out(all(reading.units, source), MAX_COPIES);
    (report.stats.files_ours, report.stats.units_ours) = (1, units.len());
    let compared = pairs(&units, source);
    let missing = compared.what_is_missing();
    report.notes.extend(missing.map(|missing| Note::failure(&source.path, missing)));
    report.stats.pairs = compared.pairs.len();
    let sides = (units.as_slice(), units.as_slice());
    let judged = findings::among((compared.pairs, Vec::new()), sides, &Background::default(), options);
    let findings = slips::among(judged, &units, MAX_COPIES);
    let parted = Parted::of(source);
    let tell = |finding: &Finding| {
        let pair = &finding.pairs[0];
        let (one, other) = (&units[pair.ours], &units[pair.theirs]);
        let evidence = parted.evidence(one, other);
        let is_meant =
            matches!(evidence, Evidence::Later(..) | Evidence::Nothing) && slips::stand_side_by_side(one, other);
        let mut told = tell::finding(finding, sides, &merge, &Lone(source));
        as_note(&mut told, is_deck, &evidence);
        (!is_meant).then_some((evidence, told))
    };
    report.findings = strongest_first(findings.iter().filter_map(tell).collect());
    report
}

/// The one document that there is, read once however many places of it are told.
struct Lone<'a>(&'a Source);

impl Store for Lone<'_> {
    fn read(&self, _: &Named) -> Source {
        self.0.clone()
    }

    fn visit_base(&self, _: &dyn Fn(&str) -> bool, _: &mut dyn FnMut(&Source) -> bool) {}

    fn origin(&self, _: Side, _: &str, _: &[String]) -> Origin {
        Origin::default()
    }

    fn is_generated(&self, _: &str) -> bool {
        false
    }
}

/// The document as a merge in which nothing happened, for what tells a finding.
fn merge_of(source: &Source, bytes: &[u8]) -> Merge {
    let version = Named { path: source.path.clone(), content: Content::Bytes(bytes.to_vec()) };
    let versions = Sides { base: version.clone(), ours: version.clone(), theirs: version.clone() };
    Merge { files: vec![FileMerge { versions, other_bases: Vec::new(), merged: version }], ..Merge::default() }
}

/// Takes all that the document says as it stands: it is its own result.
fn all(units: Vec<Unit>, source: &Source) -> Vec<Change> {
    let (path, text) = (source.path.as_str(), &source.text);
    let places = Places::of(text, &[]);
    Version { file: 0, side: Side::Ours, path, text, hash: 0, places: &places }.all(&units)
}

/// Pairs each unit with those behind it. How rare a word is must be asked of the rest of the document: in a merge,
/// neither copy stands in the base. So the copies are looked for first.
fn pairs(units: &[Change], source: &Source) -> Compared {
    let folded: Vec<String> = units.iter().map(|unit| furniture::folded(&unit.text)).collect();
    let can_be_one = |one: usize, other: usize| {
        one < other && slips::can_be_one((&units[one], &folded[one]), (&units[other], &folded[other]))
    };
    let meeting = Meeting::of(units, units, can_be_one);
    let copies = meeting.of_shared_words(&rarity(source, &HashSet::new()), MIN_LIKENESS);
    let copies = copies.into_iter().flat_map(|(one, other)| [one, other]);
    let copies: HashSet<usize> = copies.flat_map(|unit| units[unit].unit.span.line_range()).collect();
    meeting.compared(|| rarity(source, &copies))
}

/// Counts the words of the document, these lines left out.
fn rarity(source: &Source, leaving_out: &HashSet<usize>) -> Rarity {
    let others = source.text.lines().enumerate().filter(|(at, _)| !leaving_out.contains(at));
    Rarity::of_lines(others.map(|(_, line)| line))
}

fn as_note(told: &mut Told, is_deck: bool, evidence: &Evidence) {
    let what = if is_deck { "deck" } else { "document" };
    told.message = format!("said twice in this {what}{}", evidence.said());
    told.severity = Severity::Note;
}

/// The same words come before much the same, and of these what two people said first.
fn strongest_first(mut findings: Vec<(Evidence, Told)>) -> Vec<Told> {
    // The order of the text stays among those of one strength.
    findings.sort_by_key(|(_, told)| (told.ours.path.clone(), told.ours.lines));
    let tenths = |told: &Told| (told.likeness * 10.0).floor();
    findings.sort_by(|(one_evidence, one), (other_evidence, other)| {
        let by_evidence = one_evidence.rank().cmp(&other_evidence.rank());
        let by_likeness = other.likeness.total_cmp(&one.likeness);
        let by_confidence = other.confidence.total_cmp(&one.confidence);
        tenths(other).total_cmp(&tenths(one)).then(by_evidence).then(by_likeness).then(by_confidence)
    });
    findings.truncate(MAX_FINDINGS);
    findings.into_iter().map(|(_, told)| told).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decode;
    use crate::documents::minimal::{Slide, deck, minimal_deck};
    use crate::package::{self, Content as Part, Package};

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

    fn messages(bytes: &[u8]) -> Vec<String> {
        let report = check(&decode::source("a.pptx", bytes), bytes, &Options::default());
        report.findings.into_iter().map(|told| told.message).collect()
    }

    /// Two slides that say the same, the first of them made last.
    fn slides() -> Vec<u8> {
        let slide = |made, title, bullets| Slide { made, title, bullets, notes: "" };
        deck(&[
            slide(300, "Start", &["Uptime over the quarter"]),
            slide(312, "Risks", &[ANNA]),
            slide(301, "What shipped", &["A new billing pipeline"]),
            slide(302, "Next", &[ANNA]),
        ])
    }

    /// Puts PowerPoint's own record of changes into a deck: who changed the box of which slide.
    fn with_record(bytes: &[u8], changes: &[(u32, &str)]) -> Vec<u8> {
        let package = Package::open(bytes).expect("because it was just made");
        let change = |(slide, name): &(u32, &str)| {
            format!(
                "<c:sldChg chg=\"modSp\"><c:sldMk cId=\"{slide}\" sldId=\"{slide}\"/><c:spChg><c:chgData name=\"{name}\" dt=\"2025-02-21T19:32:07\"/><c:spMk id=\"3\"/></c:spChg></c:sldChg>"
            )
        };
        let record: String = changes.iter().map(change).collect();
        let part = |name: &String| {
            let text = String::from_utf8(package.read(name).expect("because it is there")).expect("because it is XML");
            let link = "<Relationship Id=\"c\" Type=\"x/changesInfo\" Target=\"changes.xml\"/></Relationships>";
            let text =
                if name.ends_with("presentation.xml.rels") { text.replace("</Relationships>", link) } else { text };
            (name.clone(), Part::Bytes(text.into_bytes()))
        };
        let mut parts: Vec<_> = package.names().iter().map(part).collect();
        parts.push(("ppt/changes.xml".into(), Part::Bytes(format!("<c:l xmlns:c=\"c\">{record}</c:l>").into_bytes())));
        package::write(&parts).expect("because it is small")
    }

    #[test]
    fn what_the_deck_tells_of_itself_is_told_with_it() {
        assert_eq!(messages(&slides()), ["said twice in this deck; slide 2 was made later than slide 4"]);
        let two = with_record(&slides(), &[(312, "Anna &#x9b;Berg"), (302, "Ben")]);
        assert_eq!(messages(&two), ["said twice in this deck, by Anna Berg and by Ben"]);
        let one = with_record(&slides(), &[(312, "Anna"), (302, "anna")]);
        assert_eq!(messages(&one), ["said twice in this deck; slide 2 was made later than slide 4"]);
        let report = check(&decode::source("a.pptx", &two), &two, &Options::default());
        let named = report.findings[0].theirs.by_document.clone().expect("because the record names Ben");
        assert_eq!((named.author.as_deref(), named.time), (Some("Ben"), Some((1_740_166_327, 0))));
    }

    #[test]
    fn forms_and_boxes_side_by_side_are_meant() {
        let one = "The first release brings invoices to customers in Norway";
        let other = "The second release brings invoices to customers in Norway";
        let bytes = minimal_deck(&[("One", &[one], ""), ("Two", &[other], ""), ("Three", &["Hire two people"], "")]);
        assert_eq!(messages(&bytes), Vec::<String>::new());
    }

    #[test]
    fn texts_are_read_too() {
        let text = format!("# Plan\n\n## Risks\n\n- {ANNA}\n\n## Next\n\n- {ANNA}\n");
        assert_eq!(told("a.md", text.as_bytes()).len(), 1);
        assert_eq!(told("a.md", b""), Vec::<String>::new());
    }
}
