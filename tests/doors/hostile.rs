//! What a repository or a command line may hold to do harm: devices and links as configuration, results written over
//! what is no file, letters that nobody sees, an answer that cannot be written.
//!
//! Not here: hostile documents (`tests/suite/bad_input`, `faults`).

use std::process::Stdio;

use super::world::{PROGRAM, Ran, World, page};

fn merged() -> World {
    let world = World::said_twice();
    world.git("merge -q --no-edit side").expect_code(0);
    world
}

/// Runs the program, and ends it where it hangs.
fn bounded(world: &World, words: &str) -> Ran {
    let mut command = world.command("timeout");
    Ran::of(command.args(["20", PROGRAM]).args(words.split(' ')).stdin(Stdio::null()).output())
}

fn pipe(path: &std::path::Path) {
    std::process::Command::new("mkfifo").arg(path).status().expect("there is mkfifo");
}

#[cfg(unix)]
#[test]
fn configuration_is_a_regular_file_of_the_repository() {
    use std::os::unix::fs::symlink;
    let outside = |world: &World| {
        let target = world.home().join("endless");
        pipe(&target);
        target
    };
    // Another tool's file is passed over; one of ours is told.
    let world = merged();
    symlink(outside(&world), world.path("pyproject.toml")).expect("because tests may write");
    bounded(&world, "check HEAD").expect_code(1);
    for name in ["oneness.toml", ".oneness/allowed.toml"] {
        let world = merged();
        std::fs::create_dir_all(world.path(".oneness")).expect("because tests may write");
        symlink(outside(&world), world.path(name)).expect("because tests may write");
        let ran = bounded(&world, "check HEAD").expect_code(2);
        assert!(ran.err.contains("leads out of the repository"), "{}", ran.err);
    }
    let world = merged();
    pipe(&world.path("oneness.toml"));
    assert!(bounded(&world, "check HEAD").expect_code(2).err.contains("no regular file"));
    let world = merged();
    world.write("oneness.toml", "# a long remark\n".repeat(70_000));
    assert!(bounded(&world, "check HEAD").expect_code(2).err.contains("larger than 1 MiB"));
    // A link within the repository is one's own affair, and the hooks go on whatever it is.
    let world = merged();
    world.write("settings/ours.toml", "ignore = [\"two.md\"]\n");
    symlink("settings/ours.toml", world.path("oneness.toml")).expect("because tests may write");
    bounded(&world, "check HEAD").expect_code(0);
    let world = World::said_twice();
    symlink(outside(&world), world.path("oneness.toml")).expect("because tests may write");
    world.oneness("install --hooks").expect_code(0);
    let ran = Ran::of(world.command("timeout").args(["20", "git", "merge", "-q", "--no-edit", "side"]).output());
    assert!(ran.expect_code(0).err.contains("nothing was compared"));
}

#[test]
fn configuration_of_another_repository_does_not_hold() {
    let world = merged();
    std::fs::write(world.home().join("oneness.toml"), "ignore = [\"*\"]\n").expect("because tests may write");
    world.oneness("check HEAD").expect_code(1);
    // What holds at the top holds below, too, for the pairs that are allowed.
    std::fs::create_dir_all(world.path("docs/.oneness")).expect("because tests may write");
    world.write("docs/.oneness/allowed.toml", "");
    let id = world.oneness("check HEAD").out;
    let id = id.split("= id: ").nth(1).and_then(|rest| rest.lines().next()).expect("because it is shown").to_owned();
    world.oneness(&format!("allow {id}")).expect_code(0);
    let below = world.command(PROGRAM).args(["check", "HEAD"]).current_dir(world.path("docs")).output();
    Ran::of(below).expect_code(0);
}

#[cfg(unix)]
#[test]
fn a_merge_replaces_files_alone_and_none_of_its_copies() {
    let world = World::new();
    for (name, text) in [("b.md", "a\nb\nc\n"), ("-o.md", "A\nb\nc\n"), ("t.md", "a\nb\nC\n"), ("old.md", "old\n")] {
        world.write(name, text);
    }
    let merge = |output: &str| bounded(&world, &format!("merge --base b.md --ours=-o.md --theirs t.md -o {output}"));
    pipe(&world.path("pipe"));
    std::os::unix::fs::symlink("nowhere", world.path("dangling")).expect("because tests may write");
    std::os::unix::fs::symlink("b.md", world.path("link")).expect("because tests may write");
    for (output, said) in [
        ("pipe", "no regular file"),
        (".", "no regular file"),
        ("dangling", "leads nowhere"),
        ("b.md", "is one of the copies"),
        ("./t.md", "is one of the copies"),
        ("link", "is one of the copies"),
    ] {
        let ran = merge(output).expect_code(2);
        assert!(ran.err.contains(said), "{output}: {}", ran.err);
    }
    assert!(std::fs::symlink_metadata(world.path("pipe")).is_ok_and(|pipe| !pipe.is_file()));
    assert_eq!(world.read("b.md"), "a\nb\nc\n");
    merge("old.md").expect_code(0);
    assert_eq!(world.read("old.md"), "A\nb\nC\n");
    merge("b.md --force").expect_code(0);
    assert_eq!(world.read("b.md"), "A\nb\nC\n");
}

#[test]
fn letters_that_nobody_sees_are_shown() {
    let hidden = [
        '\u{200b}',
        '\u{2028}',
        '\u{2029}',
        '\u{61c}',
        '\u{200e}',
        '\u{200f}',
        '\u{ad}',
        '\u{e0041}',
        '\u{9b}',
        '\u{202e}',
    ];
    let world = World::new();
    world.git("branch side").expect_code(0);
    let sentence: String = hidden.iter().map(|letter| format!("a{letter}b ")).collect();
    let sentence = format!("Every failed payment is tried again at the {sentence}");
    for (branch, name) in [("main", "one.md"), ("side", "two.md")] {
        world.git(&format!("checkout -q {branch}")).expect_code(0);
        world.append(name, &sentence);
        world.commit("says\u{200b} it\u{9b}2J");
    }
    let text = world.oneness("check main side").expect_code(1).out;
    let json = world.oneness("check main side --format json").expect_code(1).out;
    for letter in hidden {
        assert!(!text.contains(letter) && !json.contains(letter), "{letter:?}");
        assert!(text.contains(&letter.escape_unicode().to_string()), "{letter:?} in {text}");
    }
    assert!(json.contains(r"a\udb40\udc41b") && json.contains(r"a\u200bb"), "{json}");
    let family = "The 👩\u{200d}👧 family می\u{200c}خواهم walks over the old bridge of the harbour every evening.";
    for (branch, name) in [("main", "one.md"), ("side", "two.md")] {
        world.git(&format!("checkout -q {branch}")).expect_code(0);
        world.write(name, format!("{}\n{family}\n", page(&name[..3])));
        world.commit("another");
    }
    assert!(world.oneness("check main side").expect_code(1).out.contains(family));
}

#[cfg(target_os = "linux")]
#[test]
fn no_command_shows_letters_that_nobody_sees() {
    const HIDDEN: &str = "\u{202e}\u{200b}\u{2028}\u{61c}\u{200f}\u{e0041}\u{9b}2J";
    let world = World::new();
    let said = format!("The gateway{HIDDEN} retries every failed payment request three times before it gives up.");
    let config = format!("ignore = ['x{}']\n", HIDDEN.replace("\u{9b}2J", ""));
    world.write("oneness.toml", config);
    world.write("allowed", "");
    world.write(
        ".oneness/allowed.toml",
        "[[allowed]]\nid = \"\\u202e\\u001b[2J\"\nreason = \"\\u200b\"\nkind = \"\\u061c\"\n",
    );
    world.commit("begin");
    world.git("checkout -q -b side").expect_code(0);
    world.append("one.md", &said);
    world.commit("side");
    world.git("checkout -q main").expect_code(0);
    world.append("two.md", &said);
    world.commit(&format!("main{HIDDEN}"));
    world.git("merge -q --no-edit side").expect_code(0);
    let page = world.oneness("check HEAD --format json").expect_code(1).out;
    let id = page.split("\"id\": \"").nth(1).and_then(|rest| rest.split('"').next()).expect("because one is told");
    let commands = [
        "check HEAD".to_owned(),
        "check HEAD --format json -v --all".to_owned(),
        "check HEAD -v --explain".to_owned(),
        format!("explain {id}"),
        "explain one.md:3 two.md:3".to_owned(),
        "audit".to_owned(),
        "audit --format text".to_owned(),
        "allow --list".to_owned(),
        "allow --prune".to_owned(),
        "--dump-config".to_owned(),
        "merge --base oneness.toml --ours one.md --theirs two.md -o both.md".to_owned(),
        "install --merge-driver".to_owned(),
        "doctor".to_owned(),
    ];
    for words in commands {
        let ran = world.oneness(&words);
        for letter in HIDDEN.chars().filter(|letter| !letter.is_ascii()) {
            assert!(
                !ran.out.contains(letter) && !ran.err.contains(letter),
                "{words}: {letter:?}\n{}{}",
                ran.out,
                ran.err
            );
        }
        assert!(!ran.out.contains("\u{1b}[2J"), "{words}");
    }
}

#[test]
fn an_answer_that_cannot_be_written_is_trouble() {
    let world = merged();
    for words in [
        "check HEAD",
        "check HEAD --format json",
        "audit",
        "audit --format text",
        "languages",
        "explain",
        "--help",
        "--version",
    ] {
        let full = std::fs::OpenOptions::new().write(true).open("/dev/full").expect("Linux has it");
        let ran = Ran::of(world.command(PROGRAM).args(words.split(' ')).stdout(full).output()).expect_code(2);
        assert!(ran.err.contains("cannot write the answer"), "{words}: {}", ran.err);
    }
    // Whoever closed the pipe has seen enough.
    let line = format!("'{PROGRAM}' check HEAD | true; '{PROGRAM}' languages | head -1 >/dev/null");
    let ran = Ran::of(world.command("sh").args(["-c", &line]).output());
    assert_eq!(ran.err, "");
}
