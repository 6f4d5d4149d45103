//! What is huge or deep ends soon: budgets of work, so that the answer is the same on every machine, and a note where one
//! bites.
//!
//! Not here: hostile bytes (`mutants`), sizes of files in a repository (`bad_input`).

use oneness::decode;
use oneness::findings::Options;
use oneness::merge::files::{FileStore, merge_named};
use oneness::package::{Content, Package, write};
use oneness::report::report::{Cause, Report};
use oneness::river::alone;
use oneness::source::Sides;

fn checked(name: &str, base: &str, ours: String, theirs: String) -> Report {
    let versions = Sides { base: base.as_bytes().to_vec(), ours: ours.into_bytes(), theirs: theirs.into_bytes() };
    oneness::check(&merge_named(name, versions, None), &FileStore, &Options::default())
}

fn not_examined(report: &Report) -> Vec<&str> {
    let failed = report.notes.iter().filter(|note| note.cause == Cause::Failure);
    failed.map(|note| note.message.as_str()).collect()
}

#[test]
fn equal_bullets_cost_what_they_are_and_not_their_square() {
    let (head, foot) = ("# List\n\nText.\n\n", "- start\n\n# End\n\nend\n");
    let bullets = "- The gateway retries every failed payment.\n".repeat(3_000);
    let report =
        checked("a.md", &format!("{head}{foot}"), format!("{head}{bullets}{foot}"), format!("{head}{foot}\n{bullets}"));
    assert_eq!(not_examined(&report), [""; 0]);
}

#[test]
fn headings_in_headings_hold_no_text_each() {
    let deep: String = (1..600).map(|level| format!("{} heading {level}\ntext {level}\n", "*".repeat(level))).collect();
    let base = "* start\ntext\n";
    checked("a.org", base, format!("{base}{deep}"), format!("{deep}{base}"));
}

#[test]
fn very_many_new_lines_are_not_examined_and_it_is_said() {
    let lines = |word: &str| (0..250_000).map(|number| format!("{word} {number}\n")).collect::<String>();
    let report = checked("a.txt", "start\n", lines("one"), lines("other"));
    assert_eq!(not_examined(&report), ["not examined: it gets 250000 new lines, more than are compared (200000)"]);
}

#[test]
fn a_slide_of_very_many_shapes_is_refused() {
    let deck = oneness::documents::minimal::minimal_deck(&[("Plan", &["Hire two people"], "")]);
    let package = Package::open(&deck).expect("because it was just made");
    let part = |name: &String| {
        let text = String::from_utf8(package.read(name).expect("because it is there")).expect("because it is XML");
        let shapes = "<p:sp><p:txBody><a:p><a:r><a:t>same</a:t></a:r></a:p></p:txBody></p:sp>".repeat(60_000);
        (name.clone(), Content::Bytes(text.replace("</p:spTree>", &format!("{shapes}</p:spTree>")).into_bytes()))
    };
    let huge = write(&package.names().iter().map(part).collect::<Vec<_>>()).expect("because it is small when packed");
    let source = decode::source("a.pptx", &huge);
    assert!(source.why_unread().is_some_and(|why| why.reason.contains("more elements")), "{:?}", source.why_unread());
    let merged = oneness::three_way::deck::merge(&deck, &huge, &deck.repeat(1));
    assert_eq!(merged.bytes, huge);
}

#[test]
fn a_document_of_parallel_rows_is_compared_once() {
    let rows: String =
        (0..3_000).map(|row| format!("| house {row} | roof, walls, {row} m | not yet | 1 pc |\n")).collect();
    let text = format!("# Parts\n\n| a | b | c | d |\n|---|---|---|---|\n{rows}");
    let report = alone::check(&decode::source("a.md", text.as_bytes()), text.as_bytes(), &Options::default());
    assert_eq!(report.findings.len(), 0);
}
