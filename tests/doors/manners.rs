//! Small manners of the command line: colours, quiet, exit codes, and repositories that cannot be read.
//!
//! Not here: what words mean (`words`).

use super::world::{PROGRAM, Ran, SAID_TWICE, World};

#[test]
fn colours_are_where_they_are_asked_for() {
    let world = World::said_twice();
    assert!(world.oneness("check main side --color always").expect_code(1).out.contains('\x1b'));
    assert!(!world.oneness("--color never check main side").expect_code(1).out.contains('\x1b'));
    assert!(!world.oneness("check main side --color auto").expect_code(1).out.contains('\x1b'));
    assert!(world.oneness("check main side --color=sometimes").expect_code(2).err.contains("auto"));
}

#[test]
fn the_exit_code_is_what_is_asked_for() {
    let world = World::said_twice();
    let quiet = world.oneness("check -q main side").expect_code(1);
    assert_eq!((quiet.out.as_str(), quiet.err.as_str()), ("", ""));
    assert!(world.oneness("check --exit-zero main side").expect_code(0).out.contains(SAID_TWICE));
    world.oneness("check --fail-on error main side").expect_code(0);
    world.oneness("check --fail-on note main side").expect_code(1);
    // What stays below the threshold is a note.
    world.oneness("check --all --threshold 1 main side").expect_code(0);
    world.oneness("check --all --threshold 1 --fail-on note main side").expect_code(1);
    world.git("merge -q --no-edit side").expect_code(0);
    world.oneness("audit --exit-zero").expect_code(0);
    world.oneness("audit --fail-on error").expect_code(0);
    let quiet = world.oneness("audit -q").expect_code(1);
    assert!(quiet.err.is_empty() && quiet.out.contains("\"findings\":[{"), "{}", quiet.err);
    world.oneness("check --exit-zero nonsense").expect_code(2);
}

#[test]
fn a_day_is_a_day() {
    let world = World::said_twice();
    assert!(world.oneness("audit --since 2026-02-31").expect_code(2).err.contains("is no day"));
    world.oneness("audit --since 2026-02-28").expect_code(0);
}

#[test]
fn copies_of_one_file_are_no_translations() {
    let world = World::new();
    let base = "# Page\n\nThe lamp of the harbour burns all night.\n\nThe river is old.\n";
    world.write("base.md", base);
    world.write("eo.md", format!("{base}\n{SAID_TWICE}\n"));
    world.write("et.md", base.replace("# Page\n", &format!("# Page\n\n{SAID_TWICE}\n")));
    let ran = world.oneness("check --base base.md --ours eo.md --theirs et.md").expect_code(1);
    assert!(ran.out.contains("eo.md:") && ran.out.contains("et.md:"), "{}", ran.out);
}

#[test]
fn the_version_is_that_of_the_package() {
    let version = World::new().oneness("-V").expect_code(0).out;
    assert!(version.starts_with(concat!("oneness ", env!("CARGO_PKG_VERSION"))), "{version}");
}

/// A repository made with an option of `git init`.
fn made(world: &World, option: &str) -> std::path::PathBuf {
    let folder = world.home().join("other");
    world.git(&format!("init -q {option} {}", folder.display())).expect_code(0);
    folder
}

fn inside(world: &World, folder: &std::path::Path, words: &str) -> Ran {
    Ran::of(world.command(PROGRAM).args(words.split(' ')).current_dir(folder).output())
}

#[test]
fn a_repository_without_commits_says_so() {
    let world = World::new();
    let folder = made(&world, "-b main");
    for words in ["check HEAD", "check", "check main side", "audit", "explain abcdef12", "allow --all-of HEAD"] {
        let ran = inside(&world, &folder, words).expect_code(2);
        assert!(ran.err.contains("no commit yet") || words.starts_with("explain"), "{words}: {}", ran.err);
        assert_eq!(ran.err.lines().count(), 1, "{}", ran.err);
    }
    // The first commit is made without a word.
    inside(&world, &folder, "install").expect_code(0);
    std::fs::write(folder.join("a.md"), "A page.\n").expect("because tests may write");
    let git = |words: &str| Ran::of(world.command("git").args(words.split(' ')).current_dir(&folder).output());
    git("add -A").expect_code(0);
    assert_eq!(git("commit -q -m first").expect_code(0).err, "");
}

#[test]
fn repositories_that_cannot_be_read_say_what_helps() {
    for (option, said) in [("--object-format=sha256", "SHA-256"), ("--ref-format=reftable", "git refs migrate")] {
        let world = World::new();
        let folder = made(&world, option);
        for words in ["check HEAD", "check", "check main side", "audit", "allow abcdef12", "install", "install --hooks"]
        {
            let ran = inside(&world, &folder, words).expect_code(2);
            assert!(ran.err.contains(said) && ran.err.lines().count() == 1, "{option} {words}: {}", ran.err);
        }
        assert!(!folder.join(".git/hooks/pre-merge-commit").exists());
        inside(&world, &folder, "install --merge-driver").expect_code(0);
    }
}

#[test]
fn hooks_are_not_installed_where_git_runs_none() {
    let world = World::new();
    let folder = made(&world, "--bare");
    let ran = inside(&world, &folder, "install").expect_code(2);
    assert!(ran.err.contains("no work tree"), "{}", ran.err);
    assert!(!folder.join("hooks/pre-merge-commit").exists());
}

#[cfg(unix)]
#[test]
fn a_checkout_of_another_owner_shows_gits_own_remedy() {
    let world = World::said_twice();
    world.git("merge -q --no-edit side").expect_code(0);
    std::os::unix::fs::chown(&world.top, Some(12_345), None)
        .expect("this test gives a folder away and must run as root");
    std::os::unix::fs::chown(world.path(".git"), Some(12_345), None).expect("as above");
    let remedy = format!("git config --global --add safe.directory '{}'", world.top.display());
    for words in ["check HEAD", "audit", "install --merge-driver", "allow abcdef12"] {
        let ran = world.oneness(words).expect_code(2);
        assert!(ran.err.contains(&remedy) || ran.err.contains(&remedy.replace('\'', "")), "{words}: {}", ran.err);
        assert_eq!(ran.err.lines().count(), 1, "{}", ran.err);
    }
    Ran::of(world.command("sh").args(["-c", &remedy]).output()).expect_code(0);
    world.oneness("check HEAD").expect_code(1);
}

#[test]
fn what_git_reads_in_place_of_another_object_is_not_passed_over() {
    let world = World::said_twice();
    world.git("tag old").expect_code(0);
    world.git("merge -q --no-edit side").expect_code(0);
    // Of no concern to the merge.
    world.git("checkout -q --orphan other").expect_code(0);
    world.commit("other");
    world.git("replace --graft other main").expect_code(0);
    world.git("checkout -q main").expect_code(0);
    world.oneness("check old side").expect_code(1);
    let next = world.git("rev-parse old~1").out;
    for (replaced, words) in [("old", "check HEAD"), ("old", "check old side"), (next.trim(), "check old side")] {
        world.git(&format!("replace -f --graft {replaced} other")).expect_code(0);
        let ran = world.oneness(words).expect_code(2);
        assert!(ran.err.contains("git replace") && ran.err.contains("GIT_NO_REPLACE_OBJECTS=1"), "{}", ran.err);
        let ran = world.command(PROGRAM).args(words.split(' ')).env("GIT_NO_REPLACE_OBJECTS", "1").output();
        Ran::of(ran).expect_code(1);
        world.git(&format!("replace -d {replaced}")).expect_code(0);
    }
}
