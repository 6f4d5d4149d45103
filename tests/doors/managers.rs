//! The hook managers that people use, the real ones, on a real merge: stopped and passed.
//! `tests/tools/hook_managers` installs them once, below `target`; where that fails, so do the tests.
//!
//! Not here: our own hook files (`events`).

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use super::world::{Ran, World};

/// The folder with the programs of pre-commit.
fn python() -> &'static Path {
    static FOLDER: OnceLock<PathBuf> = OnceLock::new();
    FOLDER.get_or_init(|| installed("python").join("python/bin"))
}

/// The folder with the programs of lefthook and husky.
fn node() -> &'static Path {
    static FOLDER: OnceLock<PathBuf> = OnceLock::new();
    FOLDER.get_or_init(|| installed("node").join("node/node_modules/.bin"))
}

#[track_caller]
fn installed(what: &str) -> PathBuf {
    let top = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = top.join("target/hook-managers");
    let mut command = Command::new(top.join("tests/tools/hook_managers"));
    // A test run that a hook of git started must not lead anything into that repository.
    for key in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"] {
        command.env_remove(key);
    }
    let status = command.arg(what).arg(&folder).status();
    assert!(status.as_ref().is_ok_and(std::process::ExitStatus::success), "cannot install {what}: {status:?}");
    folder
}

/// A command with a hook manager on its path.
fn with(world: &World, manager: &Path, program: &str) -> Command {
    let mut command = world.command(program);
    let path = command.get_envs().find(|(key, _)| *key == "PATH").and_then(|(_, value)| value).unwrap_or_default();
    let path = format!("{}:{}", manager.display(), path.to_string_lossy());
    command
        .env("PATH", path)
        .env("PRE_COMMIT_HOME", world.home().join("cache"))
        .env("PIP_DISABLE_PIP_VERSION_CHECK", "1");
    command
}

fn git(world: &World, manager: &Path, words: &str) -> Ran {
    Ran::of(with(world, manager, "git").args(words.split(' ')).output())
}

/// A clean merge is stopped, its commit is stopped once more, and the three ways past it work.
#[track_caller]
fn check(world: &World, manager: &Path, skip: (&str, &str)) {
    let told = |ran: &Ran| ran.out.contains("duplicate-addition") || ran.told();
    let ran = git(world, manager, "merge --no-edit side");
    assert!(ran.code == 1 && told(&ran), "{}\n{}", ran.out, ran.err);
    let ran = git(world, manager, "commit -m merged");
    assert!(ran.code == 1 && told(&ran), "{}\n{}", ran.out, ran.err);
    git(world, manager, "commit -q --no-verify -m merged").expect_code(0);
    world.git("reset -q --hard HEAD~1").expect_code(0);
    for (key, value) in [("ONENESS", "0"), skip] {
        let mut command = with(world, manager, "git");
        Ran::of(command.env(key, value).args(["merge", "--no-edit", "side"]).output()).expect_code(0);
        world.git("reset -q --hard HEAD~1").expect_code(0);
    }
    let ran = git(world, manager, "cherry-pick side");
    assert!(ran.code != 0 && told(&ran), "{}\n{}", ran.out, ran.err);
    world.git("cherry-pick --abort").expect_code(0);
    // What is different goes through.
    world.git("checkout -q -b other side~1").expect_code(0);
    world.append("two.md", "A kettle sings on the stove while nobody listens to it.");
    world.commit("something else");
    world.git("checkout -q main").expect_code(0);
    git(world, manager, "merge --no-edit other").expect_code(0);
}

/// The doctor sees that a manager calls us, and which hook it has not installed.
#[track_caller]
fn doctor_agrees(world: &World, manager: &Path) {
    let ran = Ran::of(with(world, manager, super::world::PROGRAM).arg("doctor").output()).expect_code(0);
    assert!(ran.out.contains("hook pre-merge-commit calls oneness"), "{}", ran.out);
}

/// Returns the first block of this language under a heading of the page on hooks.
fn snippet(heading: &str, language: &str) -> String {
    let page = include_str!("../../docs/hooks.md");
    let (_, section) = page.split_once(&format!("## {heading}\n")).expect("because the page has it");
    let (_, rest) = section.split_once(&format!("```{language}\n")).expect("because the section has one");
    rest.split("```").next().expect("because it ends").to_owned()
}

#[test]
fn pre_commit_stops_and_passes_merges() {
    let world = World::said_twice();
    // The hooks as this project offers them, from a repository as pre-commit wants it.
    let offered = world.home().join("offered");
    std::fs::create_dir(&offered).expect("because tests may write");
    let hooks = concat!(env!("CARGO_MANIFEST_DIR"), "/.pre-commit-hooks.yaml");
    std::fs::copy(hooks, offered.join(".pre-commit-hooks.yaml")).expect("because it is checked in");
    for words in ["init -q", "add -A", "commit -q -m hooks", "tag v0.1.0"] {
        Ran::of(world.command("git").current_dir(&offered).args(words.split(' ')).output()).expect_code(0);
    }
    let settings = snippet("pre-commit", "yaml");
    let url = settings.split("repo: ").nth(1).and_then(|rest| rest.lines().next()).expect("because it names one");
    world.write(".git/info/exclude", ".pre-commit-config.yaml\n");
    world.write(".pre-commit-config.yaml", settings.replace(url, &offered.to_string_lossy()));
    Ran::of(with(&world, python(), "pre-commit").arg("install").output()).expect_code(0);
    doctor_agrees(&world, python());
    check(&world, python(), ("SKIP", "oneness-system,oneness-picks-system"));
}

#[test]
fn lefthook_stops_and_passes_merges() {
    let world = World::said_twice();
    world.write(".git/info/exclude", "lefthook.yml\n");
    world.write("lefthook.yml", snippet("lefthook", "yaml"));
    Ran::of(with(&world, node(), "lefthook").arg("install").output()).expect_code(0);
    doctor_agrees(&world, node());
    check(&world, node(), ("LEFTHOOK", "0"));
}

#[test]
fn husky_stops_and_passes_merges() {
    let world = World::said_twice();
    world.write(".git/info/exclude", ".husky\n");
    Ran::of(with(&world, node(), "husky").output()).expect_code(0);
    Ran::of(world.command("sh").args(["-e", "-c", &snippet("husky", "sh")]).output()).expect_code(0);
    doctor_agrees(&world, node());
    check(&world, node(), ("HUSKY", "0"));
}
