//! A history without merges (`oneness audit --windows`): requests that were squashed, and work that was rebased.
//!
//! Not here: what a window says twice; it is a merge like any other.

use super::world::{Ran, SAID_TWICE, World};

const DAY: i64 = 86_400;
/// A morning in March 2026.
const START: i64 = 1_772_500_000;

/// Commits everything as somebody did it on one day and it landed on another, days counted from the start.
fn land(world: &World, who: &str, message: &str, (authored, landed): (i64, i64)) {
    let date = |day: i64| format!("{} +0000", START + day * DAY);
    world.git("add -A").expect_code(0);
    let mut git = world.command("git");
    git.args(["commit", "-q", "-m", message]).env("GIT_AUTHOR_NAME", who).env("GIT_AUTHOR_EMAIL", "w@example.org");
    git.env("GIT_AUTHOR_DATE", date(authored)).env("GIT_COMMITTER_DATE", date(landed));
    Ran::of(git.output()).expect_code(0);
}

/// A repository whose first commit landed on day 0.
fn begun() -> World {
    let world = World::bare_of_files();
    world.git("init -q").expect_code(0);
    for name in ["one", "two", "three"] {
        world.write(&format!("{name}.md"), super::world::page(name));
    }
    land(&world, "Ada", "Begin", (0, 0));
    world
}

fn say(world: &World, file: &str) {
    world.append(file, SAID_TWICE);
}

#[test]
fn work_that_was_rebased_is_held_against_what_landed_meanwhile() {
    let world = begun();
    say(&world, "one.md");
    land(&world, "Ben", "Say it", (3, 4));
    say(&world, "two.md");
    land(&world, "Eve", "Say it too", (2, 6));
    let ran = world.oneness("audit --windows 30d --format text").expect_code(1);
    assert!(ran.out.contains("duplicate-addition") && ran.out.contains("added by"), "{}", ran.out);
    for who in ["Ben", "Eve"] {
        assert!(ran.out.contains(who), "{}", ran.out);
    }
    assert!(ran.err.contains("while 1 of the 3 commits of HEAD were open, others landed"), "{}", ran.err);
    // A window that ends before the other landed holds nothing.
    let ran = world.oneness("audit --windows 1d").expect_code(0);
    assert!(ran.out.is_empty() && ran.err.contains("while 0 of the 3"), "{}", ran.err);
}

#[test]
fn who_began_later_saw_what_stood_there() {
    let world = begun();
    say(&world, "one.md");
    land(&world, "Ben", "Say it", (1, 2));
    say(&world, "two.md");
    land(&world, "Eve", "Say it again on purpose", (3, 4));
    let ran = world.oneness("audit --windows 30d").expect_code(0);
    assert!(ran.out.is_empty(), "{}", ran.out);
}

#[test]
fn the_numbers_of_requests_tell_which_was_opened_first() {
    let world = begun();
    say(&world, "one.md");
    land(&world, "Ben", "Say it (#12)", (4, 4));
    say(&world, "two.md");
    land(&world, "Eve", "Say it too (#11)", (6, 6));
    let ran = world.oneness("audit --windows 30d --format json").expect_code(1);
    assert!(ran.out.contains("1 commit landed while this was open, by the number of its request"), "{}", ran.out);
    // A request that was opened after the other had landed.
    let world = begun();
    say(&world, "one.md");
    land(&world, "Ben", "Say it (#12)", (4, 4));
    say(&world, "two.md");
    land(&world, "Eve", "Say it too (#13)", (6, 6));
    world.oneness("audit --windows 30d").expect_code(0);
}

#[test]
fn one_author_knows_of_both() {
    let world = begun();
    say(&world, "one.md");
    land(&world, "Eve", "Say it", (3, 4));
    say(&world, "two.md");
    land(&world, "Eve", "Say it too", (2, 6));
    let ran = world.oneness("audit --windows 30d --format json").expect_code(0);
    assert!(ran.out.contains("1 finding(s) not told: one author brought both copies"), "{}", ran.out);
}

#[test]
fn a_change_that_was_made_with_the_others_in_view_is_counted() {
    let world = begun();
    world.append("one.md", "Ben begins a paragraph of his own here.");
    land(&world, "Ben", "Begin a paragraph", (3, 4));
    let text = world.read("one.md").replace("of his own here", "that Eve mends");
    world.write("one.md", text);
    land(&world, "Eve", "Mend it", (2, 6));
    let ran = world.oneness("audit --windows 30d").expect_code(0);
    assert!(ran.out.contains("made with them in view"), "{}{}", ran.out, ran.err);
    assert!(ran.err.contains("1 merges read, 0 with findings, 1 not examined"), "{}", ran.err);
}

#[test]
fn nothing_of_the_repository_changes_and_threads_do_not_matter() {
    let world = begun();
    for number in 0..6 {
        let file = ["one.md", "two.md", "three.md"][number % 3];
        world.append(file, &format!("{SAID_TWICE} It does so {}.", ["gladly", "slowly", "quietly"][number / 2]));
        let day = i64::try_from(number).unwrap_or_default() * 2;
        land(&world, ["Ben", "Eve"][number % 2], "Say more", (day - 3, day + 1));
    }
    let objects = world.git("count-objects -v").out;
    let [one, many] = ["1", "4"].map(|jobs| world.oneness(&format!("audit --windows 2w -j {jobs}")).out);
    assert!(one.lines().count() >= 4 && one == many, "{one}\n{many}");
    assert_eq!(world.git("count-objects -v").out, objects);
    for format in ["text", "short", "json", "sarif", "github", "gitlab", "rdjson", "junit", "markdown", "html"] {
        let ran = world.oneness(&format!("audit --windows 2w --format {format}"));
        assert!(ran.code < 2 && !ran.out.is_empty(), "{format}: {}", ran.err);
    }
    assert!(world.oneness("audit --windows 2w --fates --format text").code < 2);
    for wrong in ["audit --windows x", "audit --windows 0d", "audit --windows 30d --stdin"] {
        world.oneness(wrong).expect_code(2);
    }
}
