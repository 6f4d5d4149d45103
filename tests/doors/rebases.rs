//! A stop in a rebase or a cherry-pick, and every way on that is printed there, taken with the real git to the end.
//!
//! Not here: which events are stopped (`events`).

use super::world::{Ran, SAID_TWICE, World, page};

/// What the last commit of `side` says.
const AFTER: &str = "A kettle sings on the stove while nobody listens to it.";

/// Two commits on `side`, the first of which says what `main` says; the hooks are installed.
fn world() -> World {
    let world = World::said_twice();
    world.git("checkout -q side").expect_code(0);
    // The commit says something of its own, too.
    world.write("three.md", "# Three\n\nA page that only side has.\n");
    world.git("add -A").expect_code(0);
    world.git("commit -q --amend --no-edit").expect_code(0);
    world.append("two.md", AFTER);
    world.commit("side says more");
    world.oneness("install --hooks").expect_code(0);
    world
}

/// Runs the commands that stand on lines of their own in what was printed.
fn follow(world: &World, printed: &str, change: impl Fn(&str) -> String) {
    let commands: Vec<&str> = printed.lines().filter_map(|line| line.strip_prefix("  ")).collect();
    let commands = commands.into_iter().filter(|line| line.starts_with("git ") || line.starts_with("GIT_"));
    let mut count = 0;
    for command in commands {
        let ran = Ran::of(world.command("sh").args(["-c", &change(command)]).output());
        assert_eq!(ran.code, 0, "{command}\n{}\n{}", ran.out, ran.err);
        count += 1;
    }
    assert!(count > 0, "no command in {printed}");
}

/// The rebase is at its end, with so many commits, and the last one is there.
#[track_caller]
fn ended(world: &World, commits: &str) {
    assert!(!world.path(".git/rebase-merge").exists(), "the rebase is at its end");
    assert_eq!(world.git("status --porcelain --untracked-files=no").out, "");
    assert_eq!(world.git("rev-parse --abbrev-ref HEAD").out, "side\n");
    assert_eq!(world.git("rev-list --count main..side").out.trim(), commits);
    assert!(world.read("two.md").contains(AFTER));
}

fn as_printed(command: &str) -> String {
    command.to_owned()
}

#[test]
fn one_copy_is_taken_away() {
    let world = world();
    let author = world.git("log -1 --format=%an%ad side~1").out;
    let stopped = world.git("rebase main side").expect_code(1);
    world.write("two.md", page("two"));
    world.git("add two.md").expect_code(0);
    // The next commit stands behind the sentence that is gone, so that git itself may ask where it goes now.
    let first: String = stopped
        .err
        .lines()
        .take_while(|line| !line.contains("rebase --continue"))
        .map(|line| format!("{line}\n"))
        .collect();
    follow(&world, &first, as_printed);
    let ran = world.git("rebase --continue");
    if ran.code != 0 {
        world.write("two.md", format!("{}\n{AFTER}\n", page("two")));
        world.git("add two.md").expect_code(0);
        world.git("rebase --continue").expect_code(0);
    }
    ended(&world, "2");
    assert!(!world.read("two.md").contains(SAID_TWICE) && world.path("three.md").exists());
    assert_eq!(world.git("log -1 --format=%an%ad side~1").out, author, "the author stays");
}

#[test]
fn the_pair_is_allowed() {
    let world = world();
    let stopped = world.git("rebase main side").expect_code(1);
    let (_, rest) = stopped.err.split_once("`oneness allow ").expect("because it says how to silence");
    let words = rest.split('`').next().expect("because it is quoted");
    world.oneness(&format!("allow {words}")).expect_code(0);
    follow(&world, &stopped.err, as_printed);
    ended(&world, "2");
}

#[test]
fn it_is_gone_past_once() {
    let world = world();
    let stopped = world.git("rebase main side").expect_code(1);
    follow(&world, &stopped.err, |command| command.replace("git commit", "ONENESS=0 git commit"));
    ended(&world, "2");
    assert!(world.read("two.md").contains(SAID_TWICE));
}

#[test]
fn the_commit_is_left_out() {
    let world = World::said_twice();
    world.git("checkout -q side").expect_code(0);
    world.write("three.md", AFTER);
    world.commit("side says more");
    world.oneness("install --hooks").expect_code(0);
    let stopped = world.git("rebase main side").expect_code(1);
    follow(&world, &stopped.err, |command| command.replace("git commit --no-edit", "git reset -q --hard"));
    assert_eq!(world.git("rev-list --count main..side").out, "1\n");
    assert!(!world.read("two.md").contains(SAID_TWICE) && world.path("three.md").exists());
}

#[test]
fn a_rebase_that_stopped_at_a_conflict_goes_on_by_itself() {
    let world = World::said_twice();
    for branch in ["main", "side"] {
        world.git(&format!("checkout -q {branch}")).expect_code(0);
        world.write("list.md", format!("- a line of {branch}\n"));
        world.git("add -A").expect_code(0);
        world.git("commit -q --amend --no-edit").expect_code(0);
    }
    world.oneness("install --hooks").expect_code(0);
    world.git("rebase main").expect_code(1);
    world.write("list.md", "- a line of main\n- a line of side\n");
    world.git("add -A").expect_code(0);
    let stopped = world.git("rebase --continue").expect_code(1);
    assert!(stopped.err.contains("git rebase --skip") && !stopped.err.contains("--edit-todo"), "{}", stopped.err);
    world.write("two.md", page("two"));
    world.write("list.md", "- a line of both\n");
    world.git("add -A").expect_code(0);
    follow(&world, &stopped.err, as_printed);
    assert!(!world.path(".git/rebase-merge").exists());
    assert_eq!(world.git("rev-list --count main..side").out, "1\n");
}

#[test]
fn a_cherry_pick_of_two_goes_on() {
    let world = world();
    world.git("checkout -q main").expect_code(0);
    let stopped = world.git("cherry-pick side~1 side");
    assert_ne!(stopped.code, 0);
    follow(&world, &stopped.err, |command| format!("ONENESS=0 {command}"));
    assert!(stopped.err.contains("git cherry-pick --continue"), "{}", stopped.err);
    world.git("cherry-pick --continue").expect_code(0);
    assert!(!world.path(".git/sequencer").exists());
    assert!(world.read("two.md").contains(AFTER) && world.read("two.md").contains(SAID_TWICE));
}
