//! What the program prints: nothing on a clean merge, colours only where they belong, exit codes, and a JSON document
//! with exactly the promised fields.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::support::program::{Run, run, run_with};
use crate::support::repository::Repository;
use crate::support::{Files, one};

const BASE: &str =
    "# Plan\n\n## Where we are\n\n- Uptime is fine\n- Fourteen engineers\n\n## Risks\n\n- One contract ends\n";
const BULLET: &str = "- The privacy audit passed without findings\n";

/// Every field of the document, as a path; `[]` stands for any entry of a list.
const FIELDS: &[&str] = &[
    "findings",
    "findings[].confidence",
    "findings[].differs",
    "findings[].differs[].ours",
    "findings[].differs[].theirs",
    "findings[].id",
    "findings[].kind",
    "findings[].likeness",
    "findings[].measures",
    "findings[].measures.*",
    "findings[].message",
    "findings[].ours",
    "findings[].ours.author",
    "findings[].ours.commit",
    "findings[].ours.end_line",
    "findings[].ours.name",
    "findings[].ours.own_end_line",
    "findings[].ours.own_path",
    "findings[].ours.own_start_line",
    "findings[].ours.path",
    "findings[].ours.place",
    "findings[].ours.start_line",
    "findings[].ours.text",
    "findings[].ours.time",
    "findings[].ours.unit",
    "findings[].reasons",
    "findings[].severity",
    "findings[].theirs",
    "findings[].theirs.author",
    "findings[].theirs.commit",
    "findings[].theirs.end_line",
    "findings[].theirs.name",
    "findings[].theirs.own_end_line",
    "findings[].theirs.own_path",
    "findings[].theirs.own_start_line",
    "findings[].theirs.path",
    "findings[].theirs.place",
    "findings[].theirs.start_line",
    "findings[].theirs.text",
    "findings[].theirs.time",
    "findings[].theirs.unit",
    "merge",
    "merge.base",
    "merge.commit",
    "merge.diverged_days",
    "merge.ours",
    "merge.ours.name",
    "merge.ours.oid",
    "merge.theirs",
    "merge.theirs.name",
    "merge.theirs.oid",
    "notes",
    "notes[].cause",
    "notes[].message",
    "notes[].path",
    "schema",
    "stats",
    "stats.files_not_read",
    "stats.files_ours",
    "stats.files_theirs",
    "stats.millis",
    "stats.pairs",
    "stats.silenced",
    "stats.silenced.allowed",
    "stats.silenced.known",
    "stats.silenced.off",
    "stats.units_ours",
    "stats.units_theirs",
];

fn with(after: &str, line: &str) -> String {
    BASE.replace(after, &format!("{after}{line}"))
}

/// A merge in which both sides added a bullet, theirs as given; and a binary file, so that there is a note.
fn repository(their_bullet: &str) -> Repository {
    let with_picture = |text: String, picture: &[u8]| -> Files {
        one("plan.md", text).into_iter().chain(one("logo.bin", picture)).collect()
    };
    let base = with_picture(BASE.to_owned(), b"\0\x01");
    let ours = with_picture(with("- Uptime is fine\n", BULLET), b"\0\x02");
    let theirs = with_picture(with("- One contract ends\n", their_bullet), b"\0\x01");
    let repository = Repository::parted(&base, &ours, &theirs);
    assert!(repository.merge(), "git finds no conflict");
    repository
}

fn check(their_bullet: &str, arguments: &[&str]) -> Run {
    let repository = repository(their_bullet);
    run(repository.path(), &[&["check", "HEAD"], arguments].concat())
}

const OTHER: &str = "- The office lease ends in spring\n";

#[test]
fn a_clean_merge_prints_nothing() {
    let run = check(OTHER, &[]);
    assert_eq!((run.stdout.as_str(), run.stderr.as_str(), run.code), ("", "", 0));
}

#[test]
fn verbose_says_how_much_was_examined_and_what_was_not() {
    let run = check(OTHER, &["-v"]);
    assert_eq!(run.code, 0);
    assert!(run.stdout.contains("read 2 files of one side and 1 of the other, 1 left out"), "{}", run.stdout);
    assert!(run.stdout.contains("logo.bin: not examined: it is binary"), "{}", run.stdout);
}

#[test]
fn a_finding_names_both_places_people_and_times() {
    let run = check(BULLET, &[]);
    assert_eq!((run.stderr.as_str(), run.code), ("", 1));
    for part in
        ["warning[duplicate-addition]", "plan.md:6", "plan.md:12", "Anna", "2026-03-02 09:00", "Ben", "oneness: allow("]
    {
        assert!(run.stdout.contains(part), "no {part} in\n{}", run.stdout);
    }
}

#[test]
fn colours_only_where_they_belong() {
    let merge = repository(BULLET);
    let colours = |environment: &[(&str, &str)]| {
        let run = run_with(merge.path(), &["check", "HEAD"], environment);
        assert_eq!(run.code, 1);
        run.stdout.contains('\x1b')
    };
    assert!(!colours(&[]), "a pipe is no terminal");
    assert!(colours(&[("CLICOLOR_FORCE", "1")]));
    assert!(!colours(&[("NO_COLOR", "1")]));
    assert!(!colours(&[("NO_COLOR", "1"), ("CLICOLOR_FORCE", "0")]));
}

#[test]
fn json_has_the_promised_fields_and_no_others() {
    let run = check("- The privacy audit passed without any findings\n", &["--format", "json"]);
    assert_eq!(run.code, 1, "{}", run.stdout);
    let document: Value = serde_json::from_str(&run.stdout).expect("the output is JSON");
    let mut found = BTreeSet::new();
    fields(&document, "", &mut found);
    let promised: BTreeSet<String> = FIELDS.iter().map(|&field| field.to_owned()).collect();
    assert_eq!(found, promised);
    assert_eq!(document["schema"], 1);
    assert_eq!(document["findings"][0]["ours"]["unit"], "bullet");
    assert_eq!(document["findings"][0]["ours"]["time"], "2026-03-02T09:00:00+01:00");
}

/// Only `stats.millis` may differ between two runs.
#[test]
fn the_same_merge_gives_the_same_bytes() {
    let merge = repository(BULLET);
    let output = || {
        let run = run(merge.path(), &["check", "HEAD", "--format", "json"]);
        run.stdout.lines().filter(|line| !line.contains("\"millis\"")).collect::<Vec<_>>().join("\n")
    };
    assert_eq!(output(), output());
}

#[test]
fn json_of_a_clean_merge_is_a_document_too() {
    let run = check(OTHER, &["--format", "json"]);
    assert_eq!(run.code, 0);
    let document: Value = serde_json::from_str(&run.stdout).expect("the output is JSON");
    assert_eq!(document["findings"].as_array().map(Vec::len), Some(0));
}

#[test]
fn every_kind_has_its_page() {
    let folder = tempfile::tempdir().expect("there is a temporary folder");
    let list = run(folder.path(), &["explain"]);
    assert_eq!(list.code, 0);
    for kind in list.stdout.lines().filter_map(|line| line.split_whitespace().next()) {
        let page = run(folder.path(), &["explain", kind]);
        assert!(page.code == 0 && page.stdout.starts_with(&format!("# {kind}")), "{kind}");
    }
    let unknown = run(folder.path(), &["explain", "nonsense"]);
    assert_eq!((unknown.code, unknown.stdout.as_str(), unknown.stderr.lines().count()), (2, "", 1));
}

/// "Why did it not fire?": every id that a check prints, said or not, can be explained with or without the merge's name.
#[test]
fn every_finding_can_be_explained() {
    let repository = repository(&BULLET.replace(
        "audit passed without findings",
        "officer hires another audit team without delay and pays for it herself",
    ));
    let told = run(repository.path(), &["check", "HEAD", "--all", "--format", "json"]);
    let document: Value = serde_json::from_str(&told.stdout).expect("the output is JSON");
    let finding = &document["findings"][0];
    assert_eq!(finding["severity"], "note", "{document}");
    let id = finding["id"].as_str().expect("an id is text");
    for arguments in [&["explain", id][..], &["explain", &id[..8], "HEAD"], &["explain", id, "HEAD^1", "side"]] {
        let page = run(repository.path(), arguments);
        assert_eq!(page.code, 0, "{arguments:?}: {}", page.stderr);
        for part in ["measures of a prose pair", "bias", "the base: it held", "below the threshold 0.55"] {
            assert!(page.stdout.contains(part), "{arguments:?} {part}\n{}", page.stdout);
        }
    }
    let unknown = run(repository.path(), &["explain", "0123456789abcdef"]);
    assert_eq!((unknown.code, unknown.stdout.as_str()), (2, ""));
}

/// A conflict that was committed with its markers says both halves.
#[test]
fn a_committed_conflict_is_told() {
    let text = |middle: &str| {
        let (before, after) = ("Old classes keep their parameter,", "and new ones name none.");
        one("guide.rst", format!("Guide\n=====\n\n{before}\nas every reader of this page\n{middle}{after}\n"))
    };
    let ours = "you cannot define the service of a global class by its short name there, so\n";
    let theirs = "you cannot define the service of a global class by its ``short`` name there, and\n";
    let repository = Repository::parted(&text("something else\n"), &text(ours), &text(theirs));
    assert!(!repository.merge(), "git finds a conflict");
    let open = run(repository.path(), &["check"]);
    assert_eq!((open.code, open.stdout.as_str()), (0, ""), "what nobody has decided is not examined");
    repository.git(&["add", "-A"]);
    repository.git(&["commit", "-q", "--no-edit"]);
    let told = run(repository.path(), &["check", "HEAD"]);
    assert_eq!(told.code, 1, "{}{}", told.stdout, told.stderr);
    assert!(told.stdout.contains("guide.rst:7") && told.stdout.contains("guide.rst:9"), "{}", told.stdout);
}

/// What stands between committed markers has one cause and is one finding; what was doubled beside it is another one.
#[test]
fn a_committed_conflict_is_told_once() {
    let list = |head: &str, middle: &str| one("tools.py", format!("{head}\n\n\nready = True\n{middle}"));
    let (old, new) = ("import ropes", "import ropes\nimport lamps");
    let functions = |ring: &str| {
        let bodies =
            ["berth", "leave", "anchor"].map(|name| format!("\n\ndef {name}(ship):\n    return {ring}(ship)\n"));
        bodies.concat()
    };
    let repository = Repository::parted(&list(old, ""), &list(old, &functions("ring")), &list(new, &functions("bell")));
    assert!(!repository.merge(), "git finds a conflict");
    repository.git(&["add", "-A"]);
    repository.git(&["commit", "-q", "--no-edit"]);
    let told = run(repository.path(), &["check", "HEAD", "--format", "json"]);
    let document: Value = serde_json::from_str(&told.stdout).expect("the output is JSON");
    let findings = document["findings"].as_array().expect("a list");
    assert_eq!(findings.len(), 1, "{document:#}");
    let message = findings[0]["message"].as_str().expect("a text");
    assert!(message.contains("between conflict markers that were committed"), "{message}");
}

#[test]
fn wrong_arguments_end_with_two() {
    let folder = tempfile::tempdir().expect("there is a temporary folder");
    for arguments in
        [&["check", "--threshold", "7"][..], &["check", "--base", "x"], &["nonsense"], &["check", "--format", "xml"]]
    {
        assert_eq!(run(folder.path(), arguments).code, 2, "{arguments:?}");
    }
}

/// Collects the fields of a document as paths.
fn fields(value: &Value, path: &str, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(object) => {
            for (name, value) in object {
                // Which measures weigh anything is told of each pair anew.
                let name = if path.ends_with(".measures") { "*" } else { name };
                let path = if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
                fields(value, &path, found);
                found.insert(path);
            }
        }
        Value::Array(list) => list.iter().for_each(|value| fields(value, &format!("{path}[]"), found)),
        _ => {}
    }
}
