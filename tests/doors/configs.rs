//! What the configuration says of a file's folder holds the same at every door.
//!
//! Not here: what a configuration may say (`config`), the pairs that are allowed for good (`allows`).

use super::world::{PROGRAM, Ran, SAID_TWICE, World, page};

/// Two branches that said the same in `docs/a.md` and `docs/b.md`, and not yet merged.
fn world(configuration: &[(&str, &str)]) -> World {
    let world = World::new();
    world.write("docs/a.md", page("a"));
    world.write("docs/b.md", page("b"));
    for (name, text) in configuration {
        world.write(name, text);
    }
    world.commit("documents");
    world.git("branch side").expect_code(0);
    world.append("docs/a.md", SAID_TWICE);
    world.commit("main says it");
    world.git("checkout -q side").expect_code(0);
    world.append("docs/b.md", SAID_TWICE);
    world.commit("side says it");
    world.git("checkout -q main").expect_code(0);
    world
}

/// What each door says: `true` where it tells.
fn doors(world: &World) -> Vec<(&'static str, bool)> {
    let mut told = vec![("two heads", world.oneness("check main side").code == 1)];
    let inner =
        Ran::of(world.command(PROGRAM).args(["check", "main", "side"]).current_dir(world.path("docs")).output());
    told.push(("from a folder", inner.code == 1));
    world.git("merge -q --no-commit side");
    told.push(("under way", world.oneness("check").code == 1));
    told.push(("hook", world.oneness("hook pre-merge-commit").code == 1));
    world.git("commit -q --no-verify --no-edit").expect_code(0);
    told.push(("revision", world.oneness("check HEAD").code == 1));
    told.push(("audit", world.oneness("audit --quiet").code == 1));
    for (name, revision) in [("base", "HEAD^1~1"), ("ours", "HEAD^1"), ("theirs", "HEAD^2")] {
        let folder = world.home().join(name);
        world.git(&format!("worktree add -q --detach {} {revision}", folder.display())).expect_code(0);
    }
    told.push(("folders", world.oneness("check --base ../base --ours ../ours --theirs ../theirs").code == 1));
    told
}

#[track_caller]
fn all(configuration: &[(&str, &str)], expected: bool) {
    let told = doors(&world(configuration));
    assert!(told.iter().all(|(_, is)| *is == expected), "{configuration:?}: {told:?}");
}

#[test]
fn every_door_tells_without_a_configuration() {
    all(&[], true);
}

#[test]
fn the_file_of_the_folder_holds_at_every_door() {
    all(&[("docs/oneness.toml", "[kinds]\nduplicate-addition = false\nnear-duplicate-addition = false\n")], false);
    all(&[("docs/oneness.toml", "ignore = ['/a.md']\n")], false);
    // The nearest file holds alone.
    all(&[("oneness.toml", "ignore = ['docs/']\n"), ("docs/oneness.toml", "threshold = 0.6\n")], true);
}

#[test]
fn tables_of_paths_hold_at_every_door() {
    all(&[("oneness.toml", "[[path]]\nglob = '/docs/*.md'\nkinds = { duplicate-addition = false }\n")], false);
    all(&[("oneness.toml", "[[path]]\nglob = 'other/'\nkinds = { duplicate-addition = false }\n")], true);
    all(&[("oneness.toml", "ignore = ['docs/*', '!docs/a.md', '!docs/b.md']\n")], true);
    all(&[("oneness.toml", "ignore = ['docs/', '!docs/a.md', '!docs/b.md']\n")], false);
}

#[test]
fn the_merge_driver_hears_the_folder_of_its_file() {
    for (configuration, tells) in [("", true), ("[kinds]\nduplicate-addition = false\n", false)] {
        let world = World::new();
        world.write("docs/a.md", page("a"));
        world.write("docs/oneness.toml", configuration);
        world.commit("documents");
        world.oneness("install --merge-driver").expect_code(0);
        world.git("branch side").expect_code(0);
        world.append("docs/a.md", SAID_TWICE);
        world.commit("main says it");
        world.git("checkout -q side").expect_code(0);
        world.write("docs/a.md", format!("{SAID_TWICE}\n\n{}", page("a")));
        world.commit("side says it");
        world.git("checkout -q main").expect_code(0);
        assert_eq!(world.git("merge -q --no-edit side").expect_code(0).told(), tells, "{configuration:?}");
    }
}

#[test]
fn what_is_wrong_in_a_folder_is_told() {
    let world = world(&[("docs/oneness.toml", "threshold = 7\n")]);
    let ran = world.oneness("check main side").expect_code(2);
    assert!(ran.err.contains("docs/oneness.toml: threshold is 7"), "{}", ran.err);
}
