//! What a person decides of findings, in the terminal; and a hostile repository that is left for a browser
//! (`tests/run browser`), in which the page and its server are driven.
//!
//! Not here: what is found (`cases`), the page as text (`formats`).

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::support::program::{Run, calm, run};
use crate::support::repository::Repository;
use crate::support::slides;
use crate::support::{Files, one, put, take};

const PLAN: &str =
    "# Plan\n\n## Where we are\n\n- Uptime is fine\n- Fourteen engineers\n\n## Risks\n\n- One contract ends\n";
const AUDIT: &str = "- The privacy audit passed without findings in May\n";
const SLIDES: &str = "# Review\n- Platform team\n# Risks\n- One contract ends\n# Next\n- Hire two people\n";
const MOVE: &str = "- Support for version 1 ends in March 2027 & everybody has to move\n";
const MOVED: &str = "- Everybody has to move & support for version 1 ends in March 2027\n";
const CODE: &str = "import os\n\n\ndef keep():\n    return os.name\n\n\ndef last():\n    return os.sep\n";
const HELPER: &str = "# Says which words a title has.\ndef slug(title):\n    words = [word.lower() for word in title.split() if word.isalnum()]\n    return '-'.join(word for word in words if len(word) > 2)\n\n\n";

fn after(text: &str, line: &str, new: &str) -> String {
    assert!(text.contains(line));
    text.replacen(line, &format!("{line}{new}"), 1)
}

fn before(text: &str, line: &str, new: &str) -> String {
    assert!(text.contains(line));
    text.replacen(line, &format!("{new}{line}"), 1)
}

/// The name of the file with the list: hostile where the system lets it be.
fn list() -> &'static str {
    if cfg!(windows) { "list.md" } else { "<img src=x onerror=alert(1)>\u{1b}[2J.md" }
}

fn files(plan: &str, deck: &str, code: &str, list_text: &str) -> Files {
    let mut files = one("plan.md", plan);
    files.extend(one("deck.pptx", slides::deck(deck)));
    files.extend(one("tools/words.py", code));
    files.extend(one(list(), list_text));
    files
}

/// Two sides that said four things twice: a bullet, a bullet of a deck, a function, and a line of a hostile file.
fn parted() -> Repository {
    let list = "# List\n\n## One\n\n- first of all\n\n## Two\n\n- second of all\n";
    let hostile = "- </script><script>document.title='owned'</script> \u{1b}]0;owned\u{7} kept the keys of the shop\n";
    let repository = Repository::new();
    repository.commit("the base", &files(PLAN, SLIDES, CODE, list), ("Carla", "2026-03-01T12:00:00+01:00"));
    repository.git(&["checkout", "-q", "-b", "side"]);
    let theirs = files(
        &after(PLAN, "- One contract ends\n", AUDIT),
        &after(SLIDES, "- Hire two people\n", MOVED),
        &before(CODE, "def last", HELPER),
        &after(list, "- second of all\n", hostile),
    );
    repository.commit("theirs", &theirs, ("Ben \"><b onclick=alert(2)>", "2026-03-03T16:30:00+01:00"));
    repository.git(&["checkout", "-q", "main"]);
    let ours = files(
        &after(PLAN, "- Uptime is fine\n", AUDIT),
        &after(SLIDES, "- Platform team\n", MOVE),
        &before(CODE, "def keep", HELPER),
        &after(list, "- first of all\n", hostile),
    );
    repository.commit("ours", &ours, ("Anna & <i>Co</i>", "2026-03-02T09:00:00+01:00"));
    repository
}

/// The same, merged; both bullets stand in the deck.
fn merged() -> Repository {
    let repository = parted();
    repository.merge();
    let both = after(&after(SLIDES, "- Platform team\n", MOVE), "- Hire two people\n", MOVED);
    fs::write(repository.path().join("deck.pptx"), slides::deck(&both)).expect("it can be written");
    repository.git(&["add", "-A"]);
    repository.git(&["commit", "-q", "--no-edit"]);
    repository
}

fn id_of(folder: &Path, path: &str) -> String {
    let told = run(folder, &["check", "HEAD", "--format", "json"]);
    let document: Value = serde_json::from_str(&told.stdout).expect("the output is JSON");
    let all = document["findings"].as_array().expect("there are findings");
    let found =
        all.iter().find(|finding| finding["ours"]["path"] == path).unwrap_or_else(|| panic!("{path}: {document}"));
    found["id"].as_str().expect("an id is text").to_owned()
}

fn drop(folder: &Path, path: &str, arguments: &[&str]) -> Run {
    let id = id_of(folder, path);
    run(folder, &[&["drop", &id][..], arguments].concat())
}

fn text(folder: &Path, name: &str) -> String {
    fs::read_to_string(folder.join(name)).expect("it can be read")
}

#[test]
fn the_copy_of_one_side_goes() {
    let repository = merged();
    let folder = repository.path();
    let both = text(folder, "plan.md");
    let tried = drop(folder, "plan.md", &["--dry-run"]);
    assert!(tried.code == 0 && tried.stdout.contains("-- The privacy audit"), "{}{}", tried.stdout, tried.stderr);
    assert_eq!(text(folder, "plan.md"), both, "nothing is written");
    let done = drop(folder, "plan.md", &[]);
    assert_eq!(done.code, 0, "{}", done.stderr);
    assert_eq!(text(folder, "plan.md"), after(PLAN, "- Uptime is fine\n", AUDIT));
    let again = drop(folder, "plan.md", &[]);
    assert_eq!((again.code, again.stdout.as_str()), (2, ""), "the last copy never goes");
    let done = drop(folder, "tools/words.py", &["--keep", "theirs"]);
    assert_eq!(done.code, 0, "{}", done.stderr);
    assert_eq!(text(folder, "tools/words.py"), before(CODE, "def last", HELPER));
    let done = drop(folder, "deck.pptx", &[]);
    assert!(done.code == 0 && done.stdout.contains("-- Everybody has to move"), "{}{}", done.stdout, done.stderr);
    let shown = run(folder, &["textconv", "deck.pptx"]);
    assert!(
        shown.stdout.contains("Support for version 1") && !shown.stdout.contains("Everybody has"),
        "{}",
        shown.stdout
    );
    let status = repository.git(&["diff", "--cached", "--name-only"]);
    assert_eq!(status, "", "after a merge nothing is staged");
}

#[test]
fn during_a_merge_the_result_is_staged() {
    let same = |line: &str| one("plan.md", after(PLAN, line, AUDIT));
    let repository =
        Repository::parted(&one("plan.md", PLAN), &same("- Uptime is fine\n"), &same("- One contract ends\n"));
    repository.git(&["merge", "-q", "--no-commit", "--no-ff", "side"]);
    let folder = repository.path();
    let told = run(folder, &["check", "--format", "json"]);
    let document: Value = serde_json::from_str(&told.stdout).expect("the output is JSON");
    let id = document["findings"][0]["id"].as_str().expect("it has an id").to_owned();
    let done = run(folder, &["drop", &id, "--keep", "theirs"]);
    assert!(done.code == 0 && done.stdout.contains("(staged)"), "{}{}", done.stdout, done.stderr);
    assert_eq!(repository.git(&["diff", "--name-only"]), "", "the work tree is as it is staged");
    assert_eq!(text(folder, "plan.md"), after(PLAN, "- One contract ends\n", AUDIT));
    assert_eq!(run(folder, &["check"]).code, 0, "what is staged says it once");
}

#[test]
fn findings_are_asked_one_by_one() {
    let repository = merged();
    let folder = repository.path();
    let ask = |answers: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_oneness"));
        calm(&mut command, folder);
        let mut asked = command
            .args(["check", "HEAD", "--interactive"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program can be run");
        let mut stdin = asked.stdin.take().expect("it has one");
        stdin.write_all(answers.as_bytes()).expect("it listens");
        std::mem::drop(stdin);
        let output = asked.wait_with_output().expect("it ends");
        (output.status.code(), String::from_utf8(output.stdout).expect("it is text"))
    };
    let both = text(folder, "plan.md");
    assert_eq!(ask("q\n"), (Some(1), String::new()));
    assert_eq!(ask("o\no\no\no\nn\n").1, "oneness: nothing is written\n");
    assert_eq!(text(folder, "plan.md"), both);
    // In the order of the report: the hostile list, the deck, the plan, the code.
    let (code, told) = ask("s\nwhat\no\ne\n- The audit was in May\nb\ntwo callers\ny\n");
    assert!(code == Some(1) && told.contains("plan.md") && told.contains("deck.pptx"), "{code:?} {told}");
    assert_eq!(text(folder, "plan.md"), after(PLAN, "- Uptime is fine\n", "- The audit was in May\n"));
    assert!(text(folder, ".oneness/allowed.toml").contains("two callers"));
}

#[cfg(unix)]
#[test]
fn nothing_outside_of_the_work_tree_is_written() {
    let repository = merged();
    let folder = repository.path();
    let outside = tempfile::tempdir().expect("there is a temporary folder");
    fs::write(outside.path().join("words.py"), text(folder, "tools/words.py")).expect("it can be written");
    let before = text(outside.path(), "words.py");
    let id = id_of(folder, "tools/words.py");
    fs::remove_dir_all(folder.join("tools")).expect("it can go");
    std::os::unix::fs::symlink(outside.path(), folder.join("tools")).expect("it can be made");
    let refused = run(folder, &["drop", &id]);
    assert_eq!((refused.code, refused.stdout.as_str()), (2, ""));
    assert_eq!(text(outside.path(), "words.py"), before);
}

#[test]
fn a_hostile_repository_is_left_for_a_browser() {
    let repository = merged();
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("browser");
    let _ = fs::remove_dir_all(&folder);
    put(&folder.join("repository"), &take(repository.path()));
    copy(&repository.path().join(".git"), &folder.join("repository/.git"));
    let page = folder.join("page.html").to_string_lossy().into_owned();
    let audit = folder.join("audit.html").to_string_lossy().into_owned();
    let told = run(repository.path(), &["check", "HEAD", "--output", &page]);
    assert_eq!(told.code, 1, "{}", told.stderr);
    let told = run(repository.path(), &["audit", "--fates", "--output", &audit]);
    assert_eq!(told.code, 1, "{}", told.stderr);
    let text = fs::read_to_string(page).expect("it was written");
    assert_eq!(text.matches("<article").count(), 4, "four things are said twice");
    assert!(!text.contains('\x1b') && !text.contains("<img") && text.matches("<script").count() == 1);
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("it can be made");
    for entry in fs::read_dir(from).expect("it can be read") {
        let path = entry.expect("it can be read").path();
        let target = to.join(path.file_name().expect("it has a name"));
        if path.is_dir() { copy(&path, &target) } else { drop_in(&path, &target) }
    }
}

fn drop_in(path: &Path, target: &Path) {
    fs::copy(path, target).expect("it can be copied");
}
