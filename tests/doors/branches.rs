//! `oneness branches`: open lines of work against each other, with real branches and work trees.
//!
//! Not here: what two of them say twice (`cases`).

use super::world::{PROGRAM, Ran, SAID_TWICE, World};

/// The names of the pairs that are told, in their order.
fn told(ran: &Ran) -> Vec<&str> {
    ran.out.lines().filter(|line| line.contains(" × ")).map(|line| line.split(':').next().unwrap_or(line)).collect()
}

/// Makes a branch of `main` that says something at the end of a file.
fn branch(world: &World, name: &str, file: &str, says: &str) {
    world.git(&format!("checkout -q -b {name} main")).expect_code(0);
    world.append(file, says);
    world.commit(&format!("{name} says it"));
    world.git("checkout -q main").expect_code(0);
}

#[test]
fn mine_is_told_of_the_others_and_of_nobody_who_says_something_else() {
    let world = World::new();
    branch(&world, "alice", "one.md", SAID_TWICE);
    branch(&world, "ben", "two.md", SAID_TWICE);
    branch(&world, "carol", "two.md", "Nobody has seen the lighthouse keeper since the storm of last autumn.");
    world.git("checkout -q alice").expect_code(0);
    let ran = world.oneness("branches").expect_code(1);
    assert_eq!(told(&ran), ["alice × ben"], "{}", ran.out);
    assert!(ran.out.contains("duplicate-addition") && ran.out.contains("oneness check alice ben"), "{}", ran.out);
    world.oneness("check alice ben").expect_code(1);
    let silent = world.oneness("branches carol").expect_code(0);
    assert_eq!((silent.out.as_str(), silent.err.as_str()), ("", ""));
}

#[test]
fn each_against_each_is_a_matrix_and_stale_ones_come_last() {
    let world = World::new();
    let line = |name: &str, file: &str, date: &str| {
        world.git(&format!("checkout -q -b {name} main")).expect_code(0);
        world.append(file, SAID_TWICE);
        world.git("add -A").expect_code(0);
        let dates = [("GIT_AUTHOR_DATE", date), ("GIT_COMMITTER_DATE", date)];
        world.git_with(&format!("commit -q -m {name}"), &dates).expect_code(0);
    };
    line("stale", "one.md", "2024-01-01T12:00:00");
    line("fresh", "two.md", "2026-03-01T12:00:00");
    world.git("checkout -q -b other main").expect_code(0);
    world.write("three.md", format!("# Three\n\n{SAID_TWICE}\n"));
    world.commit("other");
    let ran = world.oneness("branches --all").expect_code(1);
    let pairs = told(&ran);
    assert_eq!(pairs.len(), 3, "{}", ran.out);
    assert!(!pairs[0].contains("stale") && pairs[1].contains("stale") && pairs[2].contains("stale"), "{}", ran.out);
    assert!(ran.out.lines().any(|line| line.ends_with("  stale") && line.contains('1')), "{}", ran.out);
    let json = world.oneness("branches --all --format json").expect_code(1).out;
    let json: serde_json::Value = serde_json::from_str(&json).expect("because it is JSON");
    assert_eq!(json["meetings"].as_array().map(Vec::len), Some(3));
    assert_eq!(json["meetings"][0]["report"]["findings"][0]["kind"], "duplicate-addition");
}

#[test]
fn three_work_trees_with_nothing_committed() {
    let world = World::new();
    let tree = |name: &str, file: &str, says: &str| {
        world.git(&format!("worktree add -q -b {name} ../{name}")).expect_code(0);
        world.append(&format!("../{name}/{file}"), says);
    };
    tree("first", "one.md", SAID_TWICE);
    tree("second", "two.md", SAID_TWICE);
    tree("third", "two.md", "Nobody has seen the lighthouse keeper since the storm of last autumn.");
    world.write("../second/new.md", "# New\n\nThe copper kettle whistles before the guests have found their chairs.\n");
    world.write(
        "../third/other.md",
        "# Other\n\nThe copper kettle whistles before the guests have found their chairs.\n",
    );
    let objects = world.git("count-objects -v").out;
    let status =
        |name: &str| Ran::of(world.command("git").current_dir(world.path(name)).args(["status", "-z"]).output()).out;
    let before = ["../first", "../second", "../third"].map(status);
    assert_eq!(world.oneness("branches --all").expect_code(0).out, "", "nothing is committed");
    let ran = world.oneness("branches --all --worktrees").expect_code(1);
    let pairs = told(&ran);
    assert_eq!(pairs.len(), 2, "{}{}", ran.out, ran.err);
    let has = |one: &str, other: &str| pairs.iter().any(|pair| pair.contains(one) && pair.contains(other));
    assert!(has("first", "second") && has("second", "third"), "{}", ran.out);
    let third = |words: &[&str]| {
        let mut command = world.command(PROGRAM);
        Ran::of(command.current_dir(world.path("../third")).arg("branches").args(words).output())
    };
    assert_eq!(told(&third(&["--worktrees"]).expect_code(1)).len(), 1);
    assert_eq!(["../first", "../second", "../third"].map(status), before);
    assert_eq!(world.git("count-objects -v").out, objects);
}

#[test]
fn what_is_on_main_already_is_said_and_not_compared() {
    let world = World::new();
    branch(&world, "picked", "one.md", SAID_TWICE);
    branch(&world, "squashed", "two.md", "The copper kettle whistles before the guests have found their chairs.");
    world.git("checkout -q squashed").expect_code(0);
    world.append("two.md", "Nobody has seen the lighthouse keeper since the storm of last autumn.");
    world.commit("and more");
    world.git("checkout -q main").expect_code(0);
    world.write("three.md", "# Three\n\nSomething else.\n");
    world.commit("main goes on");
    world.git("cherry-pick picked").expect_code(0);
    world.git("merge -q --squash squashed").expect_code(0);
    world.commit("squashed (#2)");
    let ran = world.oneness("branches --all").expect_code(0);
    for name in ["picked", "squashed"] {
        assert!(ran.out.contains(&format!("{name}: its change is on main already, as ")), "{}", ran.out);
    }
    world.git("checkout -q picked").expect_code(0);
    let ran = world.oneness("branches").expect_code(0);
    assert_eq!(ran.out.lines().count(), 1, "{}", ran.out);
}

#[test]
fn what_main_brought_is_told_of_main_alone() {
    let world = World::said_twice();
    world.git("checkout -q -b late main").expect_code(0);
    world.write("three.md", "# Three\n\nThe copper kettle whistles before the guests have found their chairs.\n");
    world.commit("late");
    // `side` says what main said meanwhile; `late` only holds it.
    let ran = world.oneness("branches --all").expect_code(1);
    assert_eq!(told(&ran), ["main × side"], "{}", ran.out);
    world.git("checkout -q late").expect_code(0);
    world.oneness("branches side").expect_code(0);
    world.oneness("check --pr main side").expect_code(1);
    world.git("checkout -q side").expect_code(0);
    world.oneness("check --pr").expect_code(1);
}

#[test]
fn what_is_left_out_is_said() {
    let world = World::new();
    for name in ["alice", "ben", "carol"] {
        branch(&world, name, "one.md", &format!("{name} has a word about the weather in the northern harbour."));
    }
    let ran = world.oneness("branches --limit 1");
    assert!(ran.err.contains("2 older lines of work were not looked at"), "{}", ran.err);
    world.oneness("branches --against nothing").expect_code(2);
}

#[test]
fn a_push_is_stopped_where_another_line_of_work_says_the_same() {
    let world = World::new();
    branch(&world, "alice", "one.md", SAID_TWICE);
    branch(&world, "ben", "two.md", SAID_TWICE);
    let elsewhere = world.home().join("elsewhere.git");
    world.git(&format!("init -q --bare {}", elsewhere.display())).expect_code(0);
    world.git(&format!("remote add elsewhere {}", elsewhere.display())).expect_code(0);
    world.write(".git/hooks/pre-push", format!("#!/bin/sh\nexec '{PROGRAM}' hook pre-push \"$@\"\n"));
    world.git("config core.hooksPath .git/hooks").expect_code(0);
    let made = world.command("chmod").args(["+x", ".git/hooks/pre-push"]).status();
    assert!(made.is_ok_and(|status| status.success()));
    world.git("checkout -q alice").expect_code(0);
    let stopped = world.git("push -q elsewhere alice").expect_code(1);
    assert!(
        stopped.err.contains("oneness stopped this push") && stopped.err.contains("alice × ben"),
        "{}",
        stopped.err
    );
    world.git("branch -q -D ben").expect_code(0);
    world.git("push -q elsewhere alice").expect_code(0);
}
