//! Languages that a repository adds by `.oneness/grammars/NAME/language.toml`, with the real program in a real repository.
//!
//! Not here: what such a table may say (`config::tongues`).

use std::time::{Duration, Instant};

use super::world::{Ran, World};

/// Suites of a language that nobody knows, each with words of its own.
const BASE: &str =
    "suite Tides\n  keyword Open\n    press a\n\n  keyword Close\n    press b\n\n  keyword Wait\n    press c\n";
const TABLE: &str = "extensions = ['gauge']\nfunctions = ['keyword']\ntypes = ['suite']\nline-comments = ['%%']\n";

/// A repository with this table in which both sides added a keyword of one name to a suite.
fn world(table: Option<&str>, file: &str) -> World {
    let world = World::new();
    world.write(file, BASE);
    if let Some(table) = table {
        world.write(".oneness/grammars/gauge/language.toml", table);
    }
    world.commit("tides");
    world.git("branch side").expect_code(0);
    let after = |line: &str, new: &str| BASE.replace(line, &format!("{line}\n  keyword Measure\n    {new}\n"));
    world.write(file, after("    press a\n", "read the gauge at the pier"));
    world.commit("main measures");
    world.git("checkout -q side").expect_code(0);
    world.write(file, after("    press b\n", "ask the satellite"));
    world.commit("side measures");
    world.git("checkout -q main").expect_code(0);
    world
}

fn check(table: Option<&str>, file: &str) -> Ran {
    world(table, file).oneness("check main side --format short")
}

#[test]
fn a_repository_adds_a_language() {
    let ran = check(Some(TABLE), "tides.gauge");
    assert_eq!(ran.code, 1, "{}{}", ran.out, ran.err);
    assert!(ran.out.contains("identifier-collision") && ran.out.contains("Measure"), "{}", ran.out);
    let ran = check(None, "tides.gauge");
    assert!(!ran.out.contains("identifier-collision"), "nobody knows that a keyword has a name: {}", ran.out);
    let other = TABLE.replace("gauge", "other");
    assert!(!check(Some(&other), "tides.gauge").out.contains("identifier-collision"), "it is of other files");
    let named = TABLE.replace("extensions = ['gauge']", "file-names = ['Tidefile']");
    assert!(check(Some(&named), "docs/Tidefile").out.contains("identifier-collision"), "it is known by its name");
}

#[test]
fn a_language_may_be_like_another() {
    let table = "extensions = ['gauge']\nlike = 'python'\n";
    let world = world(Some(table), "a.gauge");
    // The branches share this file from here on.
    world.git("merge -q side -X ours").expect_code(0);
    let two = |day: &str| format!("def high(day):\n    return {day}\n\n\ndef low(day):\n    return min(day)\n");
    world.write("b.gauge", two("max(day)"));
    world.commit("python in disguise");
    world.git("branch -f side").expect_code(0);
    world.write("b.gauge", two("max(day)") + "\n\ndef span(day):\n    return high(day) - low(day)\n");
    world.commit("main spans");
    world.git("checkout -q side").expect_code(0);
    world.write("b.gauge", format!("def span(levels):\n    return len(levels)\n\n\n{}", two("max(day)")));
    world.commit("side spans");
    world.git("checkout -q main").expect_code(0);
    let ran = world.oneness("check main side --format short");
    assert!(ran.code == 1 && ran.out.contains("function `span`"), "{}{}", ran.out, ran.err);
}

/// The first line of what is said, and that it is said at once, without a sign that a terminal follows.
#[track_caller]
fn refused(table: &str) -> String {
    let start = Instant::now();
    let ran = check(Some(table), "tides.gauge");
    assert!(start.elapsed() < Duration::from_secs(60), "it holds the program");
    assert_eq!(ran.code, 2, "{}{}", ran.out, ran.err);
    assert!(!ran.err.contains('\u{1b}') && ran.out.is_empty(), "{:?}", ran.err);
    let lines: Vec<&str> = ran.err.lines().collect();
    assert!(lines.len() <= 2 && lines[0].contains("language.toml"), "{}", ran.err);
    lines[0].to_owned()
}

#[test]
fn a_table_that_makes_no_sense_is_told_in_a_line() {
    for (table, told) in [
        ("extensions = ['gauge']\nlike = 'Malbolge'\n".to_owned(), "unknown language 'Malbolge'"),
        ("extensions = ['gauge']\nlike = 'gauge'\n".to_owned(), "unknown language 'gauge'"),
        ("extensions = ['gauge']\n".to_owned(), "neither `like` nor words"),
        ("functions = ['keyword']\n".to_owned(), "neither `extensions` nor `file-names`"),
        ("extensions = ['gauge']\ngrammar = 'gauge.wasm'\n".to_owned(), "grammar"),
        ("extensions = [".to_owned(), "language.toml:1"),
        ("#".repeat(2 << 20), "larger than 1 MiB"),
        (format!("{TABLE}quotes = ['']\n"), "quotes: an empty entry"),
        (format!("{TABLE}block-comments = [['', '']]\n"), "block-comments: an empty entry"),
        (format!("{TABLE}name = \"\\u001b]0;owned\\u0007\"\n"), "name: a control character"),
        ("extensions = ['gauge']\nlike = \"\\u001b[2Jpython\"\n".to_owned(), "like: a control character"),
        (format!("{TABLE}blocks = [{}]\n", "'x', ".repeat(5_000)), "more than 200 entries"),
        (format!("{TABLE}blocks = {}{}\n", "[".repeat(5_000), "]".repeat(5_000)), "language.toml:"),
    ] {
        let line = refused(&table);
        assert!(line.contains(told), "{told}: {line}");
    }
}

#[cfg(unix)]
#[test]
fn a_link_in_a_circle_says_nothing() {
    let world = world(Some(TABLE), "tides.gauge");
    let grammars = world.path(".oneness/grammars");
    std::os::unix::fs::symlink("language.toml", grammars.join("gauge/again.toml")).expect("a link can be made");
    std::fs::create_dir(grammars.join("round")).expect("a folder can be made");
    std::os::unix::fs::symlink("language.toml", grammars.join("round/language.toml")).expect("a link can be made");
    std::os::unix::fs::symlink("..", grammars.join("up")).expect("a link can be made");
    std::os::unix::fs::symlink("/dev/zero", grammars.join("zero")).expect("a link can be made");
    let ran = world.oneness("check main side --format short");
    assert_eq!(ran.code, 1, "the language that is none of them holds: {}{}", ran.out, ran.err);
}
