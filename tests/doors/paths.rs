//! Repositories at odd places, and clones that do not hold everything.
//!
//! Not here: odd names within a repository (`driver`).

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt as _;
use std::path::{Path, PathBuf};

use super::world::{PROGRAM, Ran, World};

/// Names that are no text, that part lists of paths, or that mean something to a shell.
const FOLDERS: &[&[u8]] = &[b"caf\xe9", b"a:b", b"a b;c'd\"e", b"\xc3\xa4", b"#a", b"%41$HOME"];

fn listed(folder: &Path) -> BTreeSet<PathBuf> {
    let entries = std::fs::read_dir(folder).expect("because it is there");
    entries.map(|entry| entry.expect("because it can be read").path()).collect()
}

#[test]
fn a_repository_may_stand_in_a_folder_of_any_name() {
    for name in FOLDERS {
        let mut world = World::said_twice();
        let moved = world.home().join(OsStr::from_bytes(name)).join("work");
        std::fs::create_dir(moved.parent().expect("because it was joined")).expect("because tests may write");
        std::fs::rename(&world.top, &moved).expect("because tests may write");
        world.top = moved;
        let beside = listed(world.home());
        let config = world.read(".git/config");
        world.oneness("install").expect_code(0);
        assert!(world.path(".git/hooks/pre-merge-commit").exists() && world.path(".git/oneness.config").exists());
        assert_eq!(world.git("config merge.default").out, "oneness\n");
        world.oneness("doctor").expect_code(0);
        let said = world.oneness("check main side").expect_code(1).out;
        assert!(world.git("merge --no-edit side").expect_code(1).err.contains("duplicate-addition"));
        world.git("merge --abort");
        let (_, id) = said.split_once("oneness allow ").expect("because it says how to allow it");
        world.oneness(&format!("allow {}", id.split('`').next().unwrap_or_default())).expect_code(0);
        assert!(world.path(".oneness/allowed.toml").exists());
        world.oneness("check main side").expect_code(0);
        world.git("merge -q --no-edit side").expect_code(0);
        world.oneness("uninstall").expect_code(0);
        assert_eq!(world.read(".git/config"), config);
        assert_eq!(listed(world.home()), beside, "{}", OsStr::from_bytes(name).display());
    }
}

#[test]
fn what_a_partial_clone_does_not_hold_is_not_fetched() {
    let world = World::said_twice_in_one_file();
    world.git("config uploadpack.allowFilter true").expect_code(0);
    let from = format!("file://{}", world.top.display());
    world.git(&format!("clone -q --no-checkout --filter=blob:none {from} ../partial")).expect_code(0);
    let partial = world.home().join("partial");
    let packs = || listed(&partial.join(".git/objects/pack"));
    let run = |words: &str| Ran::of(world.command(PROGRAM).args(words.split(' ')).current_dir(&partial).output());
    let before = packs();
    for words in ["check origin/main origin/side", "doctor", "install", "check origin/main origin/side"] {
        let ran = run(words);
        assert_eq!(packs(), before, "{words}: {}{}", ran.out, ran.err);
        if words.starts_with("check") {
            assert_eq!(ran.code, 2, "{}{}", ran.out, ran.err);
            assert!(ran.err.contains("partial clone"), "{}", ran.err);
        }
    }
}
