//! Every event of git in which two lines of work meet: which hooks ran, what was found, and whether it was stopped.
//! The hooks that write down that they ran were there before `oneness install`, so each row also shows the chaining.
//!
//! Not here: the merge driver (`driver`).

use super::world::{Ran, SAID_TWICE, World, page};

/// Hooks that write down that they ran.
const WATCHED: &[&str] = &[
    "pre-merge-commit",
    "pre-commit",
    "prepare-commit-msg",
    "commit-msg",
    "post-commit",
    "post-merge",
    "post-rewrite",
    "pre-rebase",
];

/// Installs the hooks over ones that write down that they ran.
fn watched(world: World) -> World {
    let hooks = world.path(".git/hooks");
    std::fs::create_dir_all(&hooks).expect("because tests may write");
    for name in WATCHED {
        let script = format!("#!/bin/sh\necho {name} >> \"$(git rev-parse --git-common-dir)/ran\"\n");
        world.write(&format!(".git/hooks/{name}"), script);
        world.command("chmod").args(["+x"]).arg(hooks.join(name)).status().expect("because there is chmod");
    }
    world.oneness("install --hooks").expect_code(0);
    world
}

/// Runs one event and says what ran, what was told, and how it ended.
#[track_caller]
fn check(world: &World, words: &str, expected: (&str, bool, i32)) -> Ran {
    let _ = std::fs::remove_file(world.path(".git/ran"));
    let ran = world.git(words);
    let hooks = world.read(".git/ran").lines().collect::<Vec<_>>().join(" ");
    let found = (hooks.as_str(), ran.told(), ran.code);
    assert_eq!(found, expected, "git {words}\n{}\n{}", ran.out, ran.err);
    ran
}

#[test]
fn a_clean_merge_is_stopped_before_it_is_committed() {
    let world = watched(World::said_twice());
    let ran = check(&world, "merge side", ("pre-merge-commit", true, 1));
    assert!(ran.err.contains("To go on") && ran.err.contains("ONENESS=0"), "{}", ran.err);
    assert!(!ran.out.contains("oneness"), "standard output is git's");
    // A second try of the commit meets pre-commit instead; --no-verify goes past it.
    check(&world, "commit -m merged", ("pre-commit", true, 1));
    check(&world, "commit --no-verify -m merged", ("prepare-commit-msg post-commit", false, 0));
    assert_eq!(world.git("rev-list --count --min-parents=2 HEAD").out, "1\n");
}

#[test]
fn a_clean_merge_of_different_things_goes_through() {
    let world = World::said_twice();
    world.write("one.md", page("one") + "\nA kettle sings on the stove while nobody listens to it.\n");
    world.commit("main says something else");
    let world = watched(world);
    let hooks = "pre-merge-commit prepare-commit-msg commit-msg post-merge";
    check(&world, "merge side", (hooks, false, 0));
}

#[test]
fn no_verify_and_the_switch_go_past_a_clean_merge() {
    let world = watched(World::said_twice());
    check(&world, "merge --no-verify side", ("prepare-commit-msg post-merge", false, 0));
    world.git("reset -q --hard HEAD~1").expect_code(0);
    let ran = world.git_with("merge side", &[("ONENESS", "0")]).expect_code(0);
    assert!(!ran.told());
}

#[test]
fn a_pull_is_a_merge() {
    let world = watched(World::said_twice());
    let elsewhere = world.home().join("elsewhere");
    let elsewhere = elsewhere.to_string_lossy().into_owned();
    world.git(&format!("clone -q . {elsewhere}")).expect_code(0);
    world.git(&format!("remote add origin {elsewhere}")).expect_code(0);
    world.git("branch -D side").expect_code(0);
    let ran = world.git("pull -q --no-rebase --no-edit origin side");
    // The clone has only remote branches of `side`; name it there.
    assert_ne!(ran.code, 0);
    world
        .command("git")
        .args(["-C", &elsewhere, "branch", "side", "origin/side"])
        .status()
        .expect("because git is there");
    check(&world, "pull -q --no-rebase --no-edit origin side", ("pre-merge-commit", true, 1));
}

#[test]
fn a_fast_forward_only_tells_what_others_merged() {
    let world = World::said_twice();
    world.git("checkout -q -b merged").expect_code(0);
    world.git("merge -q --no-edit side").expect_code(0);
    world.git("checkout -q main").expect_code(0);
    let world = watched(world);
    check(&world, "merge merged", ("post-merge", true, 0));
}

#[test]
fn a_merge_without_commit_is_stopped_at_the_commit() {
    let world = watched(World::said_twice());
    check(&world, "merge --no-commit side", ("", false, 0));
    check(&world, "commit -m merged", ("pre-commit", true, 1));
    check(&world, "merge --continue", ("pre-commit", true, 1));
}

#[test]
fn a_conflict_resolved_by_keeping_both_is_stopped_at_the_commit() {
    let world = World::said_twice();
    for branch in ["side", "main"] {
        world.git(&format!("checkout -q {branch}")).expect_code(0);
        world.write("list.md", format!("- a line of {branch}\n"));
        world.commit("a list");
    }
    let world = watched(world);
    check(&world, "merge side", ("", false, 1));
    world.write("list.md", "- a line of main\n- a line of side\n");
    world.git("add -A").expect_code(0);
    check(&world, "commit -m resolved", ("pre-commit", true, 1));
}

#[test]
fn a_squash_is_told_and_stopped_at_the_commit() {
    let world = watched(World::said_twice());
    check(&world, "merge --squash side", ("post-merge", true, 0));
    check(&world, "commit -m squashed", ("pre-commit", true, 1));
    check(&world, "commit --no-verify -m squashed", ("prepare-commit-msg post-commit", false, 0));
}

#[test]
fn a_merge_that_drops_their_side_is_silent() {
    let world = watched(World::said_twice());
    let hooks = "pre-merge-commit prepare-commit-msg commit-msg post-merge";
    check(&world, "merge -s ours --no-edit side", (hooks, false, 0));
}

#[test]
fn an_octopus_is_stopped() {
    let world = World::said_twice();
    world.git("checkout -q -b third main~1").expect_code(0);
    world.write("three.md", "A third page.\n");
    world.commit("third");
    world.git("checkout -q main").expect_code(0);
    let world = watched(world);
    check(&world, "merge --no-edit side third", ("pre-merge-commit", true, 1));
}

#[test]
fn a_clean_rebase_is_stopped_at_the_pick() {
    let world = watched(World::said_twice());
    check(&world, "rebase main side", ("pre-rebase prepare-commit-msg", true, 1));
    // The pick waits in the index: git wants it committed before the rebase goes on.
    world.git_with("commit -q --no-edit", &[("ONENESS", "0")]).expect_code(0);
    assert!(!world.git("rebase --continue").expect_code(0).told());
    assert_eq!(world.git("rev-list --count main..side").out, "1\n");
}

#[test]
fn a_rebase_that_stopped_at_a_conflict_is_stopped_when_it_goes_on() {
    let world = World::said_twice();
    for branch in ["main", "side"] {
        world.git(&format!("checkout -q {branch}")).expect_code(0);
        world.write("list.md", format!("- a line of {branch}\n"));
        world.git("add -A").expect_code(0);
        world.git("commit -q --amend --no-edit").expect_code(0);
    }
    let world = watched(world);
    check(&world, "rebase main", ("pre-rebase", false, 1));
    world.write("list.md", "- a line of main\n- a line of side\n");
    world.git("add -A").expect_code(0);
    check(&world, "rebase --continue", ("prepare-commit-msg", true, 1));
}

#[test]
fn a_rebase_by_patches_calls_no_hook_of_ours() {
    let world = watched(World::said_twice());
    let ran = check(&world, "rebase --apply main side", ("pre-rebase post-rewrite", false, 0));
    assert!(!ran.told());
}

#[test]
fn a_clean_cherry_pick_is_stopped() {
    let world = watched(World::said_twice());
    let ran = check(&world, "cherry-pick side", ("prepare-commit-msg", true, 128));
    assert!(ran.err.contains("side says it"), "people are told the commit: {}", ran.err);
    world.git_with("commit --no-edit", &[("ONENESS", "0")]).expect_code(0);
    assert_eq!(world.git("log -1 --format=%s").out, "side says it\n");
}

#[test]
fn a_cherry_pick_with_a_conflict_is_stopped_once() {
    let world = World::said_twice();
    for branch in ["side", "main"] {
        world.git(&format!("checkout -q {branch}")).expect_code(0);
        world.write("list.md", format!("- a line of {branch}\n"));
        world.git("add -A").expect_code(0);
        world.git("commit -q --amend --no-edit").expect_code(0);
    }
    let world = watched(world);
    check(&world, "cherry-pick side", ("", false, 1));
    world.write("list.md", "- a line of main\n- a line of side\n");
    world.git("add -A").expect_code(0);
    check(&world, "cherry-pick --continue", ("pre-commit", true, 1));
    check(&world, "commit --no-verify -m picked", ("prepare-commit-msg post-commit", false, 0));
}

#[test]
fn a_revert_that_brings_a_text_back_is_stopped() {
    let world = World::new();
    world.append("two.md", SAID_TWICE);
    world.commit("said");
    world.write("two.md", page("two"));
    world.commit("unsaid");
    world.append("one.md", SAID_TWICE);
    world.commit("said elsewhere");
    let world = watched(world);
    check(&world, "revert --no-edit HEAD~1", ("prepare-commit-msg", true, 128));
    world.git_with("commit --no-edit", &[("ONENESS", "0")]).expect_code(0);
    assert!(world.git("log -1 --format=%s").out.starts_with("Revert"));
}

#[test]
fn an_amended_merge_and_an_ordinary_commit_are_silent() {
    let world = watched(World::said_twice());
    world.git_with("merge --no-edit side", &[("ONENESS", "0")]).expect_code(0);
    let hooks = "pre-commit prepare-commit-msg commit-msg post-commit post-rewrite";
    check(&world, "commit --amend --no-edit", (hooks, false, 0));
    world.append("one.md", "A line about nothing that anybody else has ever written.");
    check(&world, "commit -qam more", ("pre-commit prepare-commit-msg commit-msg post-commit", false, 0));
}

#[test]
fn what_is_staged_is_compared_with_what_others_added_meanwhile() {
    let world = watched(World::said_twice());
    world.git("checkout -q -b mine main~1").expect_code(0);
    world.append("two.md", SAID_TWICE);
    world.git("add -A").expect_code(0);
    check(&world, "commit -m mine", ("pre-commit", true, 1));
    // The index that git names counts, not the one that lies in the repository.
    world.git("reset -q").expect_code(0);
    check(&world, "commit -am mine", ("pre-commit", true, 1));
    check(&world, "commit --no-verify -am mine", ("prepare-commit-msg post-commit", false, 0));
    // What was committed in spite of it is not told with every commit to come.
    world.append("two.md", "Another line that has nothing to do with any of this.");
    check(&world, "commit -qam more", ("pre-commit prepare-commit-msg commit-msg post-commit", false, 0));
}

#[test]
fn hooks_work_in_linked_worktrees_and_with_a_folder_of_their_own() {
    let world = World::said_twice();
    world.git("config core.hooksPath ../shared-hooks").expect_code(0);
    world.oneness("install --hooks").expect_code(0);
    assert!(world.home().join("shared-hooks/pre-merge-commit").exists());
    let linked = world.home().join("linked").to_string_lossy().into_owned();
    world.git(&format!("worktree add -q -b third {linked} main")).expect_code(0);
    let mut command = world.command("git");
    let ran = Ran::of(command.current_dir(&linked).args(["merge", "--no-edit", "side"]).output()).expect_code(1);
    assert!(ran.told(), "{}", ran.err);
}

#[test]
fn a_hook_that_falls_over_stops_nothing_and_says_so() {
    let world = watched(World::said_twice());
    let script = world.read(".git/hooks/pre-merge-commit");
    for (instead, code) in [("exit 134", 134), ("sh -c 'kill -SEGV $$'", 139), ("exit 2", 2)] {
        let broken = script.replace("oneness hook pre-merge-commit \"$@\"", &format!("({instead})"));
        assert_ne!(broken, script);
        world.write(".git/hooks/pre-merge-commit", broken);
        let ran = world.git("merge --no-edit side");
        assert!(ran.code == 0 && ran.err.contains(&format!("ended with {code}")), "{}", ran.err);
        world.git("reset -q --hard HEAD~1").expect_code(0);
    }
}

#[test]
fn a_silenced_pair_goes_through() {
    let world = watched(World::said_twice());
    let ran = world.git("merge side").expect_code(1);
    let (_, rest) = ran.err.split_once("oneness allow ").expect("because the finding says how to silence it");
    let id = rest.split('`').next().expect("because it is quoted");
    world.oneness(&format!("allow {id} --reason on-purpose")).expect_code(0);
    world.git("commit -q -m merged").expect_code(0);
}

#[test]
fn ignored_paths_and_kinds_are_silent() {
    for settings in ["ignore = ['two.md']\n", "[kinds]\nduplicate-addition = false\n"] {
        let world = watched(World::said_twice());
        world.write("oneness.toml", settings);
        world.git("merge -q --no-edit side").expect_code(0);
    }
}
