//! Whatever a repository or a user may hold out: one clear line on standard error and exit code 2, or a merge that is
//! read on purpose in a way that the test names.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::support::program::{Run, calm, run};
use crate::support::repository::{ANNA, BEN, Repository};
use crate::support::{Files, one, put};

const BASE: &str =
    "# Plan\n\n## Where we are\n\n- Uptime is fine\n- Fourteen engineers\n\n## Risks\n\n- One contract ends\n";
const BULLET: &str = "- The privacy audit passed without findings\n";

fn ours() -> String {
    BASE.replace("- Uptime is fine\n", &format!("- Uptime is fine\n{BULLET}"))
}

fn theirs() -> String {
    BASE.replace("- One contract ends\n", &format!("- One contract ends\n{BULLET}"))
}

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("there is a temporary folder")
}

/// A finished merge of three versions of a work tree.
fn merged(base: &Files, ours: &Files, theirs: &Files) -> Repository {
    let repository = Repository::parted(base, ours, theirs);
    repository.merge_keeping_both();
    repository
}

fn and(mut files: Files, name: &str, bytes: impl AsRef<[u8]>) -> Files {
    files.insert(name.to_owned(), bytes.as_ref().to_vec());
    files
}

/// The program could not work and says why in one line.
fn refused(run: &Run, reason: &str) {
    assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{}", run.stderr);
    assert_eq!(run.stderr.lines().count(), 1, "{}", run.stderr);
    assert!(run.stderr.starts_with("oneness: ") && run.stderr.contains(reason), "no '{reason}' in: {}", run.stderr);
}

/// The program found so many things, and its verbose output says this.
fn told(repository: &Repository, findings: usize, saying: &str) {
    let run = run(repository.path(), &["check", "HEAD", "-v"]);
    assert_eq!(run.stderr, "");
    let found = run.stdout.lines().filter(|line| line.starts_with("warning[") || line.starts_with("error[")).count();
    assert_eq!((found, run.code), (findings, i32::from(findings > 0)), "{}", run.stdout);
    assert!(run.stdout.contains(saying), "no '{saying}' in\n{}", run.stdout);
}

#[test]
fn no_repository() {
    refused(&run(folder().path(), &["check", "HEAD"]), "not in a git repository");
    refused(&run(folder().path(), &["check"]), "not in a git repository");
}

#[test]
fn no_such_revision_no_merge_no_commit() {
    let empty = Repository::new();
    refused(&run(empty.path(), &["check", "HEAD"]), "HEAD");
    let repository = merged(&one("plan.md", BASE), &one("plan.md", ours()), &one("plan.md", theirs()));
    refused(&run(repository.path(), &["check", "nonsense"]), "unknown revision 'nonsense'");
    refused(&run(repository.path(), &["check", "main", "nonsense"]), "unknown revision 'nonsense'");
    refused(&run(repository.path(), &["check", "HEAD:plan.md"]), "HEAD:plan.md");
    refused(&run(repository.path(), &["check", "side"]), "is not a merge: it has 1 parent");
    refused(&run(repository.path(), &["check"]), "no merge is under way");
}

#[test]
fn a_shallow_clone_says_how_to_deepen_it() {
    let origin = merged(&one("plan.md", BASE), &one("plan.md", ours()), &one("plan.md", theirs()));
    let clone = |depth: &str| {
        let target = folder();
        let address = format!("file://{}", origin.path().display());
        let mut command = Command::new("git");
        calm(&mut command, target.path());
        let output = command.args(["clone", "-q", "--depth", depth, &address, "."]).output().expect("git can be run");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        target
    };
    refused(&run(clone("1").path(), &["check", "HEAD"]), "git fetch --unshallow");
    refused(&run(clone("2").path(), &["check", "HEAD"]), "git fetch --unshallow");
}

/// Two histories without a common ancestor are two projects, and each says for itself what both say.
#[test]
fn histories_that_share_nothing() {
    let repository = Repository::new();
    repository.commit("ours", &one("plan.md", ours()), ANNA);
    repository.git(&["checkout", "-q", "--orphan", "side"]);
    repository.commit("theirs", &one("other.md", format!("# Other\n\n{BULLET}")), BEN);
    repository.git(&["checkout", "-q", "main"]);
    repository.git(&["merge", "-q", "--no-edit", "--allow-unrelated-histories", "side"]);
    told(&repository, 0, "share no history");
}

#[test]
fn files_that_are_not_there_or_not_alike() {
    let here = folder();
    put(here.path(), &and(and(one("b.md", BASE), "o.md", ours()), "d/t.md", theirs()));
    let check = |theirs: &str| run(here.path(), &["check", "--base", "b.md", "--ours", "o.md", "--theirs", theirs]);
    refused(&check("t.md"), "cannot read t.md");
    refused(&check("d"), "must all be files or all be folders");
    assert_eq!(check("d/t.md").code, 1);
}

#[test]
fn a_file_that_cannot_be_read_is_the_answer_where_it_is_the_only_one() {
    let here = folder();
    let pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:12\nsize 34\n";
    // The head of an encrypted office document: an OLE container instead of a zip.
    let encrypted = [&[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1][..], &[0; 600]].concat();
    let bad: [(&str, &[u8], &str); 4] = [
        ("file.dat", b"\x7fELF\0\0\0", "is binary"),
        ("file.pptx", pointer.as_bytes(), "git lfs pull"),
        ("file.pptx", &encrypted, "encrypted"),
        ("file.pptx", b"PK\x03\x04 and no more", ""),
    ];
    for (name, bytes, reason) in bad {
        let version =
            |version: &str, tail: &[u8]| and(Files::new(), &format!("{version}/{name}"), [bytes, tail].concat());
        put(here.path(), &[version("b", b""), version("o", b"1"), version("t", b"2")].concat_files());
        let path = |version: &str| format!("{version}/{name}");
        let run = run(here.path(), &["check", "--base", &path("b"), "--ours", &path("o"), "--theirs", &path("t")]);
        refused(&run, reason);
    }
}

trait Concat {
    fn concat_files(self) -> Files;
}

impl<const N: usize> Concat for [Files; N] {
    fn concat_files(self) -> Files {
        self.into_iter().flatten().collect()
    }
}

#[test]
fn what_cannot_be_read_in_a_repository_is_a_note_and_the_rest_is_read() {
    let pointer =
        |size: u32| format!("version https://git-lfs.github.com/spec/v1\noid sha256:{size:064}\nsize {size}\n");
    let files = |text: &str, size: u32| and(one("plan.md", text), "film.mp4", pointer(size));
    told(
        &merged(&files(BASE, 1), &files(&ours(), 2), &files(&theirs(), 1)),
        1,
        "film.mp4: not examined: it is a Git LFS pointer",
    );
    let files = |text: &str, byte: u8| and(one("plan.md", text), "logo.bin", [0, byte]);
    told(&merged(&files(BASE, 1), &files(&ours(), 2), &files(&theirs(), 1)), 1, "logo.bin: not examined: it is binary");
    let files = |text: &str, tail: &str| and(one("plan.md", text), "deck.pptx", format!("PK\x03\x04\0 {tail}"));
    told(&merged(&files(BASE, "1"), &files(&ours(), "2"), &files(&theirs(), "1")), 1, "deck.pptx: not examined");
}

#[test]
fn submodules_are_left_out() {
    let repository = Repository::new();
    repository.commit("the base", &one("plan.md", BASE), ANNA);
    repository.git(&["checkout", "-q", "-b", "side"]);
    repository.commit("theirs", &one("plan.md", theirs()), BEN);
    repository.git(&["checkout", "-q", "main"]);
    let head = repository.git(&["rev-parse", "HEAD"]);
    put(repository.path(), &one("plan.md", ours()));
    repository.git(&["add", "-A"]);
    repository.git(&["update-index", "--add", "--cacheinfo", &format!("160000,{},library", head.trim())]);
    repository.git(&["commit", "-q", "-m", "ours, with a submodule"]);
    repository.git(&["merge", "-q", "--no-edit", "side"]);
    told(&repository, 1, "library: not examined: it is a submodule");
}

#[cfg(unix)]
#[test]
fn symbolic_links_are_not_followed() {
    let repository = Repository::new();
    repository.commit("the base", &one("plan.md", BASE), ANNA);
    repository.git(&["checkout", "-q", "-b", "side"]);
    repository.commit("theirs", &one("plan.md", theirs()), BEN);
    repository.git(&["checkout", "-q", "main"]);
    put(repository.path(), &one("plan.md", ours()));
    std::os::unix::fs::symlink("/etc/passwd", repository.path().join("link.md")).expect("a link can be made");
    repository.git(&["add", "-A"]);
    repository.git(&["commit", "-q", "-m", "ours, with a link"]);
    repository.git(&["merge", "-q", "--no-edit", "side"]);
    told(&repository, 1, "link.md: not examined: it is a symbolic link");
}

#[test]
fn one_side_turned_the_line_ends() {
    let crlf = ours().replace('\n', "\r\n");
    let repository = Repository::parted(&one("plan.md", BASE), &one("plan.md", crlf), &one("plan.md", theirs()));
    assert!(!repository.merge(), "to git every line is another one");
    repository
        .resolve(&one("plan.md", ours().replace("- One contract ends\n", &format!("- One contract ends\n{BULLET}"))));
    told(&repository, 1, "");
}

#[test]
fn texts_that_are_not_utf_8() {
    let latin = |text: &str| -> Vec<u8> {
        text.chars().map(|letter| u8::try_from(u32::from(letter)).expect("it is Latin-1")).collect()
    };
    let name = "- Caf\u{e9} M\u{fc}ller serves lunch to all visitors\n";
    let file = |text: &str| one("plan.md", latin(&text.replace(BULLET, name)));
    told(&merged(&file(BASE), &file(&ours()), &file(&theirs())), 1, "Café Müller");
}

#[test]
fn conflicts_are_not_examined_until_somebody_decides() {
    let base = one("plan.md", BASE);
    let ours = ours().replace("# Plan", "# Our plan").replace(BULLET, "");
    let theirs = theirs().replace("# Plan", "# Their plan");
    let repository = Repository::parted(&base, &one("plan.md", ours), &one("plan.md", theirs));
    assert!(!repository.merge());
    let run = run(repository.path(), &["check", "-v"]);
    assert_eq!(run.code, 0, "{}", run.stdout);
    assert!(run.stdout.contains("1 conflict(s) not resolved"), "{}", run.stdout);
    repository.git(&["add", "-A"]);
    repository.git(&["commit", "-q", "--no-edit"]);
    // Markers that were committed are part of the text: both headings stand in the file now.
    told(&repository, 1, "# Their plan");
}

#[test]
fn the_merge_under_way_is_read_from_the_index() {
    let repository = Repository::parted(&one("plan.md", BASE), &one("plan.md", ours()), &one("plan.md", theirs()));
    repository.git(&["merge", "-q", "--no-commit", "--no-ff", "side"]);
    let run = run(repository.path(), &["check"]);
    assert_eq!(run.code, 1, "{}", run.stdout);
    assert!(run.stdout.contains("the merge of main and side"), "{}", run.stdout);
}

#[test]
fn trying_a_merge_touches_nothing() {
    let repository = Repository::parted(&one("plan.md", BASE), &one("plan.md", ours()), &one("plan.md", theirs()));
    let state = || {
        let mut names = Vec::new();
        list(repository.path(), &mut names);
        names
    };
    let before = state();
    assert_eq!(run(repository.path(), &["check", "main", "side"]).code, 1);
    assert_eq!(state(), before);
}

/// Lists all files below a folder with their bytes.
fn list(folder: &Path, names: &mut Vec<(String, Vec<u8>)>) {
    let mut paths: Vec<_> = fs::read_dir(folder).expect("it can be read").flatten().map(|entry| entry.path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            list(&path, names);
        } else {
            names.push((path.display().to_string(), fs::read(&path).expect("it can be read")));
        }
    }
}

/// After a criss-cross there are two common ancestors; what either of them held is not new.
#[test]
fn several_merge_bases() {
    let repository = Repository::parted(
        &one("plan.md", BASE),
        &one("plan.md", ours()),
        &one("plan.md", BASE.replace("# Plan", "# The plan")),
    );
    let (one_tip, other_tip) = (repository.git(&["rev-parse", "main"]), repository.git(&["rev-parse", "side"]));
    repository.git(&["merge", "-q", "--no-edit", "--no-ff", other_tip.trim()]);
    repository.git(&["checkout", "-q", "side"]);
    repository.git(&["merge", "-q", "--no-edit", "--no-ff", one_tip.trim()]);
    let both = ours().replace("# Plan", "# The plan");
    let news = "- Two new schools asked for a trial in autumn\n";
    repository.commit(
        "theirs",
        &one("plan.md", both.replace("- One contract ends\n", &format!("- One contract ends\n{news}"))),
        BEN,
    );
    repository.git(&["checkout", "-q", "main"]);
    repository.commit(
        "ours",
        &one("plan.md", both.replace("- Fourteen engineers\n", &format!("- Fourteen engineers\n{news}"))),
        ANNA,
    );
    assert!(repository.merge());
    told(&repository, 1, "2 common ancestors (criss-cross)");
}

#[test]
fn a_side_that_renamed_the_file() {
    let ours = one("docs/plan.md", ours());
    let repository = merged(&one("plan.md", BASE), &ours, &one("plan.md", theirs()));
    told(&repository, 1, "docs/plan.md:6");
}

#[test]
fn a_side_that_deleted_a_file() {
    let base = and(one("plan.md", BASE), "old.md", format!("# Old\n\n{BULLET}"));
    let repository =
        merged(&base, &one("plan.md", BASE), &and(one("plan.md", theirs()), "old.md", format!("# Old\n\n{BULLET}")));
    // One side deleted a copy and the other wrote one: only one stands in the result.
    told(&repository, 0, "");
}

#[test]
fn an_octopus_is_read_pair_by_pair() {
    let repository = Repository::new();
    let files = |plan: &str, list: &str| and(one("plan.md", plan), "list.md", list);
    repository.commit("the base", &files(BASE, "# List\n"), ANNA);
    repository.git(&["branch", "third"]);
    repository.git(&["checkout", "-q", "-b", "side"]);
    repository.commit("theirs", &files(&theirs(), "# List\n"), BEN);
    repository.git(&["checkout", "-q", "third"]);
    repository.commit("third", &files(BASE, &format!("# List\n\n{BULLET}")), BEN);
    repository.git(&["checkout", "-q", "main"]);
    repository.commit("ours", &files(&ours(), "# List\n"), ANNA);
    repository.git(&["merge", "-q", "--no-edit", "side", "third"]);
    let run = run(repository.path(), &["check", "HEAD"]);
    let findings = run.stdout.lines().filter(|line| line.starts_with("warning[")).count();
    assert_eq!((findings, run.code), (3, 1), "{}", run.stdout);
}

/// A name is data: it must not move the cursor, change colours or forge lines.
#[cfg(unix)]
#[test]
fn control_characters_do_not_reach_the_terminal() {
    let name = "pl\x1b[2Jan\r\n.md";
    let repository = Repository::new();
    repository.commit("the base", &one(name, BASE), ANNA);
    repository.git(&["checkout", "-q", "-b", "side"]);
    let forged = "Ben\x1b[31m\u{202e}neB";
    repository.commit(
        "theirs",
        &one(name, theirs().replace("findings\n", "\x1b]0;title\x07findings\n")),
        (forged, BEN.1),
    );
    repository.git(&["checkout", "-q", "main"]);
    repository.commit("ours", &one(name, ours()), (forged, ANNA.1));
    assert!(repository.merge());
    let run = run(repository.path(), &["check", "HEAD", "-v"]);
    assert_eq!(run.code, 1, "{}", run.stdout);
    let bad: Vec<char> =
        run.stdout.chars().filter(|letter| letter.is_control() && *letter != '\n' || *letter == '\u{202e}').collect();
    assert!(bad.is_empty(), "{bad:?} in {:?}", run.stdout);
    refused(&super::support::program::run(repository.path(), &["check", "\x1b[2Jx\nforged: line"]), "unknown revision");
}
