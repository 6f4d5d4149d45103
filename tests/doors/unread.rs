//! Silence means "nothing was found", never "nobody looked": whatever could not be read is told, and where nothing of a
//! side could be read the exit code says so.
//!
//! Not here: damage done while git works (`faults`).

use std::path::PathBuf;

use super::world::{Ran, SAID_TWICE, World};

/// A clone of a merged repository that has commits and trees and no file.
fn partial_clone(world: &World) -> PathBuf {
    world.git("merge -q --no-edit side").expect_code(0);
    world.git("config uploadpack.allowFilter true").expect_code(0);
    let clone = world.home().join("partial");
    let (from, to) = (format!("file://{}", world.top.display()), clone.to_string_lossy().into_owned());
    world.git(&format!("clone -q --filter=blob:none --no-checkout {from} {to}")).expect_code(0);
    clone
}

fn oneness_in(world: &World, folder: &PathBuf, words: &str) -> Ran {
    Ran::of(world.command(super::world::PROGRAM).args(words.split(' ')).current_dir(folder).output())
}

#[test]
fn a_partial_clone_is_no_clean_merge() {
    let world = World::said_twice();
    let clone = partial_clone(&world);
    let ran = oneness_in(&world, &clone, "check HEAD").expect_code(2);
    assert!(ran.out.is_empty(), "{}", ran.out);
    for said in ["one.md: not examined: it is not in this clone", "two.md: not examined", "git fetch --refetch"] {
        assert!(ran.err.contains(said), "no '{said}' in {}", ran.err);
    }
    let present = oneness_in(&world, &clone, "check --present HEAD^1").expect_code(2);
    assert!(present.err.contains("one.md: not examined"), "{}", present.err);
    let audit = oneness_in(&world, &clone, "audit").expect_code(2);
    assert!(audit.err.contains("1 merge not examined: it is not in this clone"), "{}", audit.err);
    assert!(audit.out.contains("\"cause\":\"failure\""), "{}", audit.out);
}

#[test]
fn nothing_is_ever_fetched() {
    let world = World::said_twice();
    let clone = partial_clone(&world);
    let fetched = world.home().join("fetched");
    let line = format!("touch {}; git-upload-pack", fetched.display());
    Ran::of(world.command("git").args(["config", "remote.origin.uploadpack", &line]).current_dir(&clone).output())
        .expect_code(0);
    let ran = oneness_in(&world, &clone, "check HEAD^1 HEAD^2").expect_code(2);
    assert!(ran.err.contains("git fetch --refetch"), "{}", ran.err);
    for words in ["check HEAD", "check --present HEAD", "audit", "doctor", "install", "explain 0123456789abcdef"] {
        oneness_in(&world, &clone, words);
    }
    assert!(!fetched.exists(), "something was fetched");
    // What the user fetches is read.
    let fetch = world.command("git").args(["fetch", "-q", "--refetch", "--no-filter"]).current_dir(&clone).output();
    Ran::of(fetch).expect_code(0);
    oneness_in(&world, &clone, "check HEAD").expect_code(1);
}

/// Damages one version of one file in the object store.
fn damage(world: &World, what: &str) {
    let oid = world.git(&format!("rev-parse {what}")).expect_code(0).out;
    let (folder, file) = oid.trim().split_at(2);
    let path = world.path(&format!(".git/objects/{folder}/{file}"));
    std::fs::remove_file(&path).expect("because new objects stand in files of their own");
    std::fs::write(&path, "").expect("because tests may write");
}

#[test]
fn a_damaged_version_is_told_wherever_it_stands() {
    for (what, code) in [("HEAD:one.md", 2), ("HEAD^1:one.md", 2), ("HEAD^2:two.md", 2), ("HEAD~1^:one.md", 2)] {
        let world = World::said_twice();
        world.git("merge -q --no-edit side").expect_code(0);
        damage(&world, what);
        let ran = world.oneness("check HEAD").expect_code(code);
        assert!(ran.err.contains(": not examined: it is damaged"), "{what}: {}", ran.err);
    }
}

#[test]
fn one_file_among_others_is_told_and_the_rest_is_read() {
    let world = World::said_twice();
    world.write("three.md", "Another page.\n");
    world.commit("main says something else");
    world.git("merge -q --no-edit side").expect_code(0);
    damage(&world, "HEAD:three.md");
    let ran = world.oneness("check HEAD").expect_code(1);
    assert_eq!(ran.err.lines().count(), 1, "{}", ran.err);
    assert!(ran.err.contains("three.md: not examined: it is damaged"), "{}", ran.err);
    let audit = world.oneness("audit").expect_code(1);
    assert!(audit.err.contains("1 merge examined in part: 1 file could not be read"), "{}", audit.err);
    // The verbose text holds the note already.
    assert_eq!(world.oneness("check -v HEAD").expect_code(1).err, "");
}

/// Letters of UTF-16, which git takes for binary.
fn utf_16(text: &str) -> Vec<u8> {
    [0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect()
}

#[test]
fn a_conflict_without_markers_is_no_silence() {
    let world = World::new();
    let page =
        |top: &str, end: &str| utf_16(&format!("Page\n\n{top}\n\nThe lamp of the harbour burns all night.\n\n{end}\n"));
    world.write("wide.txt", page("", ""));
    world.commit("a page in UTF-16");
    world.git("checkout -q -b side").expect_code(0);
    world.write("wide.txt", page("", SAID_TWICE));
    world.commit("side");
    world.git("checkout -q main").expect_code(0);
    world.write("wide.txt", page(SAID_TWICE, ""));
    world.commit("main");
    let said = "wide.txt: not examined: it is in conflict, and git left only one side's version";
    let tried = world.oneness("check main side").expect_code(2);
    assert!(tried.err.contains(said), "{}", tried.err);
    world.git("merge -q side").expect_code(1);
    let under_way = world.oneness("check").expect_code(2);
    assert!(under_way.err.contains(said), "{}", under_way.err);
    world.write("wide.txt", page(SAID_TWICE, SAID_TWICE));
    world.git("add -A").expect_code(0);
    world.oneness("check").expect_code(1);
}

#[test]
fn what_is_left_out_by_rule_stays_unsaid() {
    let world = World::said_twice();
    world.write("Cargo.lock", "[[package]]\n");
    world.write("logo.bin", b"\0\x01");
    world.write("vendor/a.md", SAID_TWICE);
    world.write("one.md", super::world::page("one"));
    world.commit("main adds what nobody writes");
    world.git("merge -q --no-edit side").expect_code(0);
    let ran = world.oneness("check HEAD").expect_code(0);
    assert_eq!((ran.out.as_str(), ran.err.as_str()), ("", ""));
}

#[test]
fn many_files_are_counted_and_conflicts_named() {
    let world = World::said_twice();
    (0..14).for_each(|number| world.write(&format!("deck{number}.pptx"), format!("PK\x03\x04\0{number}")));
    world.commit("main adds decks that are none");
    world.git("merge -q --no-edit side").expect_code(0);
    let ran = world.oneness("check HEAD").expect_code(1);
    assert_eq!(ran.err.lines().count(), 11, "{}", ran.err);
    assert!(ran.err.ends_with("oneness: and 4 more\n"), "{}", ran.err);
    let clash = World::new();
    for branch in ["side", "main"] {
        clash
            .git(&format!("checkout -q -B {branch} {}", if branch == "side" { "main" } else { "side~1" }))
            .expect_code(0);
        clash.write("one.md", format!("# Page of {branch}\n"));
        clash.commit(branch);
    }
    let tried = clash.oneness("check main side").expect_code(0);
    assert!(tried.err.contains("one.md: 1 conflict(s) not resolved"), "{}", tried.err);
}

#[test]
fn a_hook_says_that_it_saw_nothing_and_lets_git_go_on() {
    let world = World::new();
    world.git("branch side").expect_code(0);
    world.write("bad.pptx", "PK\x03\x04\0 main");
    world.commit("main");
    world.git("checkout -q side").expect_code(0);
    world.append("two.md", SAID_TWICE);
    world.commit("side");
    world.git("checkout -q main").expect_code(0);
    world.oneness("install --hooks").expect_code(0);
    let ran = world.git("merge -q --no-edit side").expect_code(0);
    assert!(ran.err.contains("bad.pptx: not examined") && ran.err.contains("nothing was compared"), "{}", ran.err);
}
