//! Every output of one merge, held against what it was when somebody read it. `ONENESS_BLESS=1` writes it anew.
//! `tests/run readers` has each of them read by a program that nobody here wrote.
//!
//! Not here: what is found (`cases`), colours and exit codes (`output`).

use std::fs;
use std::path::{Path, PathBuf};

use oneness::report::{Format, formats};

use crate::support::program::run;
use crate::support::repository::Repository;
use crate::support::slides;
use crate::support::{Files, one};

const BASE: &str =
    "# Plan\n\n## Where we are\n\n- Uptime is fine\n- Fourteen engineers\n\n## Risks\n\n- One contract ends\n";
const SLIDES: &str = "# Review\n- Platform team\n# Risks\n- One contract ends\n# Next\n- Hire two people\n";

/// A merge in which both sides added a bullet to a text and one to a deck, with what a hostile author would write.
fn repository() -> Repository {
    let files = |text: &str, deck: &str, code: &str| -> Files {
        let mut files: Files = one("plan.md", text);
        files.extend(one("deck.pptx", slides::deck(deck)));
        files.extend(one("src/<b>x&y.py", code));
        files
    };
    let code = "import os\n\n\ndef keep():\n    return os.name\n";
    let after = |text: &str, line: &str, new: &str| text.replace(line, &format!("{line}{new}"));
    let ours = files(
        &after(BASE, "- Uptime is fine\n", "- <script>alert('one')</script> of the privacy audit passed on 12 May\n"),
        &after(SLIDES, "- Platform team\n", "- Support for version 1 ends in March 2027 & everybody has to move\n"),
        &after(code, "import os\n", "import json\n"),
    );
    let theirs = files(
        &after(
            BASE,
            "- One contract ends\n",
            "- <script>alert('one')</script> of the privacy audit passed on 14 May\n",
        ),
        &after(SLIDES, "- Hire two people\n", "- Everybody has to move & support for version 1 ends in March 2027\n"),
        code,
    );
    let repository = Repository::parted(&files(BASE, SLIDES, code), &ours, &theirs);
    repository.merge();
    // Git cannot merge decks: a person has put both bullets in.
    let both = after(
        &after(SLIDES, "- Platform team\n", "- Support for version 1 ends in March 2027 & everybody has to move\n"),
        "- Hire two people\n",
        "- Everybody has to move & support for version 1 ends in March 2027\n",
    );
    fs::write(repository.path().join("deck.pptx"), slides::deck(&both)).expect("it can be written");
    repository.git(&["add", "-A"]);
    repository.git(&["commit", "-q", "--no-edit"]);
    repository
}

fn golden(format: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/suite/formats").join(format!("{format}.txt"))
}

/// The version changes with each release, the milliseconds with each run.
fn stable(text: &str) -> String {
    let version = format!("\"semanticVersion\": \"{}\"", env!("CARGO_PKG_VERSION"));
    let lines = text.lines().filter(|line| !line.contains("\"millis\""));
    let lines: Vec<String> = lines.map(|line| line.replace(&version, "\"semanticVersion\": \"VERSION\"")).collect();
    lines.join("\n").replace(",\n  }\n}", "\n  }\n}") + "\n"
}

#[test]
fn every_output_is_as_somebody_read_it() {
    let repository = repository();
    let mut wrong = Vec::new();
    for (format, _) in formats() {
        let run = run(repository.path(), &["check", "HEAD", "--format", format]);
        assert_eq!((run.code, run.stderr.as_str()), (1, ""), "{format}");
        let told = stable(&run.stdout);
        let path = golden(format);
        if std::env::var_os("ONENESS_BLESS").is_some() {
            fs::create_dir_all(path.parent().expect("it has one")).expect("it can be made");
            fs::write(&path, &told).expect("it can be written");
        }
        if fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n") != told {
            wrong.push(format);
        }
    }
    assert!(wrong.is_empty(), "{wrong:?} are not as they were; read them and bless");
}

/// Left for `tests/run readers`; each format under its own name, of a merge that holds something and of one that does not.
#[test]
fn outputs_are_left_for_other_programs() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("formats");
    fs::create_dir_all(&folder).expect("a folder can be made");
    let found = repository();
    let clean = Repository::parted(
        &one("plan.md", BASE),
        &one("plan.md", BASE.replace("fine", "good")),
        &one("plan.md", BASE.replace("One contract", "Two contracts")),
    );
    assert!(clean.merge(), "git finds no conflict");
    for (name, repository, code) in [("found", &found, 1), ("clean", &clean, 0)] {
        let mut arguments = vec!["check".to_owned(), "HEAD".to_owned()];
        for (format, _) in formats() {
            let path = folder.join(format!("{name}.{format}"));
            arguments.extend(["--output".to_owned(), format!("{format}={}", path.display())]);
        }
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let run = run(repository.path(), &arguments);
        assert_eq!(run.code, code, "{}", run.stderr);
        for (format, _) in formats() {
            let told = fs::read_to_string(folder.join(format!("{name}.{format}"))).expect("it was written");
            assert!(!told.contains('\x1b'), "{format}: a file holds no colours");
        }
    }
}

/// What a repository says is text in a page: no element, no attribute, no script comes of it.
#[test]
fn a_page_escapes_what_a_repository_says() {
    let page = run(repository().path(), &["check", "HEAD", "--format", "html"]).stdout;
    assert!(page.contains("&lt;script&gt;alert") || page.contains("&#60;script&#62;alert"), "{page}");
    assert!(!page.contains("<script>alert") && page.matches("<script").count() == 1);
    for address in ["http://", "https://", " src=", "@import", "url("] {
        assert!(!page.contains(address), "{address}");
    }
}

#[test]
fn a_file_is_written_whole_or_not_at_all() {
    let repository = repository();
    let path = repository.path();
    let told = run(path, &["check", "HEAD", "--format", "sarif", "--output", "a.sarif", "--format", "short"]);
    assert!(told.code == 1 && told.stdout.contains("plan.md:"), "{}", told.stderr);
    assert!(fs::read_to_string(path.join("a.sarif")).is_ok_and(|text| text.contains("\"version\": \"2.1.0\"")));
    let alone = run(path, &["check", "HEAD", "--output", "a.html"]);
    assert_eq!((alone.code, alone.stdout.as_str()), (1, ""));
    fs::create_dir(path.join("folder")).expect("it can be made");
    for place in ["folder", "no/such/place", "/dev/null"] {
        let refused = run(path, &["check", "HEAD", "--output", &format!("json={place}")]);
        assert_eq!((refused.code, refused.stdout.as_str()), (2, ""), "{place}");
    }
    assert_eq!(Format::by_name("sarif"), Some(Format::Sarif));
}

#[test]
fn a_baseline_leaves_out_what_was_known() {
    let repository = repository();
    let path = repository.path();
    let written = run(path, &["check", "HEAD", "--write-baseline", "known.json", "--format", "short"]);
    assert_eq!(written.code, 0, "{}", written.stderr);
    let known = run(path, &["check", "HEAD", "--baseline", "known.json", "--format", "json"]);
    assert!(known.code == 0 && !known.stdout.contains("\"known\": 0"), "{}", known.stdout);
    let text = fs::read_to_string(path.join("known.json")).expect("it was written");
    let first = text.lines().find(|line| line.contains("\"id\"")).expect("it holds a finding").to_owned();
    fs::write(path.join("other.json"), text.replace(&first, "      \"id\": \"0000000000000000\","))
        .expect("it can be written");
    let new = run(path, &["check", "HEAD", "--baseline", "other.json", "--format", "short"]);
    assert_eq!((new.code, new.stdout.lines().count()), (1, 1), "{}", new.stdout);
    for (reference, code) in [("HEAD", 0), ("HEAD^1", 1)] {
        let told = run(path, &["check", "HEAD", "--since-ref", reference]);
        assert_eq!(told.code, code, "{reference}: {}", told.stdout);
        let told = run(path, &["audit", "--since-ref", reference]);
        assert_eq!(told.code, code, "{reference}: {}", told.stdout);
    }
    let audit = run(path, &["audit", "--baseline", "known.json"]);
    assert_eq!(audit.code, 0, "{}", audit.stdout);
    fs::write(path.join("broken.json"), "{").expect("it can be written");
    for arguments in [["--baseline", "broken.json"], ["--baseline", "none.json"], ["--since-ref", "nothing"]] {
        let refused = run(path, &[&["check", "HEAD"][..], &arguments].concat());
        assert_eq!((refused.code, refused.stdout.as_str()), (2, ""), "{arguments:?}");
    }
}
