//! What became of findings: `audit --fates` follows both copies through the later commits.
//!
//! Not here: the findings themselves.

use super::world::{Ran, SAID_TWICE, World};

/// The day of the merge; every test counts from it.
const MERGED: i64 = 1_700_000_000;
const A_DAY: i64 = 86_400;

/// A merge that said something twice in two files.
fn doubled() -> World {
    let world = World::said_twice();
    let dates = [at(0), ("GIT_AUTHOR_DATE".to_owned(), at(0).1)];
    run(&world, &["merge", "-q", "--no-edit", "side"], &dates);
    world
}

fn at(day: i64) -> (String, String) {
    ("GIT_COMMITTER_DATE".to_owned(), format!("{} +0000", MERGED + day * A_DAY))
}

fn run(world: &World, words: &[&str], environment: &[(String, String)]) {
    let output = world.command("git").args(words).env("ONENESS", "0").envs(environment.iter().cloned()).output();
    Ran::of(output).expect_code(0);
}

fn commit(world: &World, day: i64, message: &str) {
    run(world, &["add", "-A"], &[]);
    run(world, &["commit", "-q", "--no-verify", "-m", message], &[at(day)]);
}

/// Takes what was said twice out of a file.
fn take_out(world: &World, file: &str) {
    world.write(file, world.read(file).replace(&format!("\n{SAID_TWICE}\n"), ""));
}

fn sentence(world: &World) -> String {
    world.oneness("audit --fates --format text").expect_code(1).out
}

#[test]
fn a_copy_that_was_taken_away_was_cleaned_up() {
    let world = doubled();
    world.append("one.md", "Another paragraph, about something else.");
    commit(&world, 3, "Say more");
    take_out(&world, "two.md");
    commit(&world, 41, "Remove a duplicate paragraph");
    let out = sentence(&world);
    assert!(out.contains("cleaned up 41 days later, as a duplicate"), "{out}");
    assert!(out.contains("of 1 finding 1 was cleaned up by hand, 41 days later at the median"), "{out}");
    // A range ends before the cleanup; what became of it is asked of today.
    let of_range = world.oneness("audit --fates --format text HEAD~3..HEAD~2").expect_code(1).out;
    assert!(of_range.contains("cleaned up 41 days later"), "{of_range}");
    let ran = world.oneness("audit --fates").expect_code(1);
    let line: serde_json::Value = serde_json::from_str(ran.out.trim()).expect("because it is one line of JSON");
    assert_eq!(line["became"], "cleaned-up");
    assert_eq!((&line["says_duplicate"], &line["days"]), (&true.into(), &41.0.into()));
    assert!(ran.err.contains("of 1 finding"), "{}", ran.err);
}

#[test]
fn the_commit_is_asked_and_not_the_merge_that_brought_it() {
    let world = doubled();
    run(&world, &["checkout", "-q", "-b", "tidy"], &[]);
    take_out(&world, "one.md");
    commit(&world, 5, "Say it once, it stood there twice");
    let cleanup = world.git("rev-parse HEAD").expect_code(0).out;
    run(&world, &["checkout", "-q", "main"], &[]);
    world.append("two.md", "Meanwhile something else was said.");
    commit(&world, 6, "Say more");
    run(&world, &["merge", "-q", "--no-edit", "tidy"], &[at(7)]);
    let ran = world.oneness("audit --fates").expect_code(1);
    let first = ran.out.lines().find(|line| line.contains("cleaned-up")).unwrap_or_default();
    assert!(first.contains(cleanup.trim()), "{} is not in {}", cleanup, ran.out);
}

#[test]
fn what_moved_or_was_reworded_still_stands() {
    let world = doubled();
    let text = world.read("two.md");
    world.write("pages/second.md", text);
    std::fs::remove_file(world.path("two.md")).expect("because it is there");
    commit(&world, 10, "Move a page");
    world.write("one.md", world.read("one.md").replace("three times before", "3 times before"));
    commit(&world, 20, "Prefer figures");
    take_out(&world, "pages/second.md");
    world.append("one.md", "A last word.");
    world.append("third.md", SAID_TWICE);
    commit(&world, 30, "Part a page in two");
    let out = sentence(&world);
    assert!(out.contains("both stand, 30 days later") && out.contains("1 stands until today"), "{out}");
}

#[test]
fn what_was_written_anew_was_not_cleaned_up() {
    let world = doubled();
    world.write("two.md", world.read("two.md").replace(SAID_TWICE, "Nobody knows how often a request is sent."));
    commit(&world, 9, "Rewrite");
    let out = sentence(&world);
    assert!(out.contains("edited apart 9 days later") && !out.contains("cleaned up"), "{out}");
}

/// Eight merges that said something twice and were cleaned up, and eight whose copies stood for years.
fn years() -> World {
    let world = World::new();
    for number in 0..16 {
        for side in ["left", "right"] {
            world.write(
                &format!("{side}{number}.md"),
                format!("# The {side} page {number}\n\nIt has a first paragraph.\n"),
            );
        }
    }
    commit(&world, 0, "Begin");
    for number in 0..16 {
        let said = said(number);
        run(&world, &["checkout", "-q", "-b", &format!("side{number}")], &[]);
        world.append(&format!("right{number}.md"), &said);
        commit(&world, number, "Say it on the right");
        run(&world, &["checkout", "-q", "main"], &[]);
        world.append(&format!("left{number}.md"), &said);
        commit(&world, number, "Say it on the left");
        run(&world, &["merge", "-q", "--no-edit", &format!("side{number}")], &[at(number)]);
        if number % 2 == 0 {
            let page = format!("right{number}.md");
            world.write(&page, world.read(&page).replace(&format!("\n{said}\n"), ""));
            commit(&world, number + 1, "Remove a duplicate paragraph");
        }
    }
    for later in 0..12 {
        for number in 0..16 {
            world.append(&format!("left{number}.md"), &format!("Remark {later}."));
        }
        commit(&world, 500 + later, "Remark on it");
    }
    world
}

/// A sentence that shares no word with those of other numbers.
fn said(number: i64) -> String {
    let word = |at: i64| {
        let letters = "bdfgklmnprstvz".as_bytes();
        let vowels = "aeiou".as_bytes();
        let pick = |from: &[u8], at: i64| char::from(from[usize::try_from(at).unwrap_or(0) % from.len()]);
        let seed = number * 31 + at * 7;
        [
            pick(letters, seed),
            pick(vowels, seed / 3),
            pick(letters, seed / 5 + at),
            pick(vowels, at),
            pick(letters, number),
            'a',
        ]
        .iter()
        .collect::<String>()
    };
    format!("{}.", (0..9).map(word).collect::<Vec<_>>().join(" "))
}

#[test]
fn a_repository_teaches_its_own_threshold() {
    let world = years();
    world.write("oneness.toml", "ignore = ['vendor/']\n");
    commit(&world, 600, "Configure");
    let dry = world.oneness("tune --dry-run").expect_code(0);
    assert!(dry.out.contains("8 of 8") && dry.out.contains("nothing is written"), "{}", dry.out);
    assert_eq!(world.read("oneness.toml"), "ignore = ['vendor/']\n");
    world.oneness("tune").expect_code(0);
    let written = world.read("oneness.toml");
    assert!(written.contains("threshold = ") && written.contains("ignore = ['vendor/']"), "{written}");
    assert!(written.starts_with("# by `oneness tune`"), "{written}");
    // What was written is read, and a second call finds the same.
    assert!(world.oneness("--dump-config").expect_code(0).out.contains("threshold = "));
    world.oneness("tune").expect_code(0);
    assert_eq!(world.read("oneness.toml"), written);
}

#[test]
fn too_few_fates_teach_nothing() {
    let world = doubled();
    take_out(&world, "two.md");
    commit(&world, 2, "Remove a duplicate");
    let ran = world.oneness("tune").expect_code(2);
    assert!(ran.err.contains("1 cleaned up, 0 meant") && ran.err.contains("nothing is written"), "{}", ran.err);
    assert_eq!(world.read("oneness.toml"), "");
}
