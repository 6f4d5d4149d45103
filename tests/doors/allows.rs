//! `oneness allow`: what it writes holds, whoever else writes, and is what the person meant.
//!
//! Not here: comments in the text (`comments`).

use super::world::{PROGRAM, Ran, SAID_TWICE, World};

const FILE: &str = ".oneness/allowed.toml";

fn merged() -> World {
    let world = World::said_twice();
    world.git("merge -q --no-edit side").expect_code(0);
    world
}

/// The ids of what a check tells.
fn ids(world: &World, words: &str) -> Vec<String> {
    let out = world.oneness(format!("check {words} --all --format json").replace("  ", " ").as_str()).out;
    let ids = out.split("\"id\": \"").skip(1).filter_map(|rest| rest.split('"').next().map(str::to_owned));
    ids.collect()
}

#[test]
fn a_short_id_is_the_finding_it_begins() {
    let world = merged();
    let id = ids(&world, "HEAD").remove(0);
    let told = world.oneness(&format!("allow {} --reason first", &id[..6])).expect_code(0);
    assert!(told.out.contains(&format!("{id} is allowed now")), "{}", told.out);
    world.oneness("check HEAD").expect_code(0);
    assert!(world.read(FILE).contains(SAID_TWICE), "reviewers see what it is: {}", world.read(FILE));
    // A reason that is given later holds; a call without one keeps it.
    let told = world.oneness(&format!("allow {id} --reason second")).expect_code(0);
    assert!(told.out.contains("has a new reason"), "{}", told.out);
    world.oneness(&format!("allow {id}")).expect_code(0);
    let list = world.oneness("allow --list").expect_code(0);
    assert!(list.out.contains(&id) && list.out.contains("second") && !list.out.contains("first"), "{}", list.out);
    assert!(list.out.contains("one.md: ") && list.out.contains("two.md: "), "{}", list.out);
}

#[test]
fn what_is_no_finding_is_refused() {
    let world = merged();
    for (id, said) in [("deadbeefdeadbeef", "no finding"), ("nothing", "is not the id"), ("dea", "is not the id")] {
        let ran = world.oneness(&format!("allow {id}")).expect_code(2);
        assert!(ran.err.contains(said) && ran.err.lines().count() == 1, "{}", ran.err);
    }
    assert!(!world.path(FILE).exists());
}

#[test]
fn the_merge_is_named_as_it_was_checked() {
    let world = World::said_twice();
    let id = ids(&world, "main side").remove(0);
    assert!(world.oneness(&format!("allow {id}")).expect_code(2).err.contains("name the merge after the id"));
    world.oneness(&format!("allow {id} main side")).expect_code(0);
    world.oneness("check main side").expect_code(0);
    // What is staged, and what is under way.
    let staged = World::said_twice();
    staged.git("merge -q --no-commit side").expect_code(0);
    let id = ids(&staged, "").remove(0);
    staged.oneness(&format!("allow {}", &id[..8])).expect_code(0);
    staged.oneness("check").expect_code(0);
}

#[test]
fn all_of_a_merge_becomes_a_baseline() {
    let world = World::said_twice();
    let more = "A second sentence that both of them wrote down, about the orchard behind the harbour.";
    for branch in ["main", "side"] {
        world.git(&format!("checkout -q {branch}")).expect_code(0);
        world.write(
            &format!("{branch}.md"),
            format!("# Notes of the week\n\n{more}\n\n## Later\n\nOnly {branch} says this.\n"),
        );
        world.commit("more");
    }
    world.git("checkout -q main").expect_code(0);
    let ran = world.oneness("allow --all-of main...side --reason baseline").expect_code(0);
    assert!(ran.out.starts_with("2 findings of main...side allowed now"), "{}", ran.out);
    world.oneness("check main side").expect_code(0);
    assert!(world.oneness("allow --all-of main...side").expect_code(0).out.starts_with("0 findings"));
}

#[test]
fn prune_takes_what_stands_nowhere() {
    let world = merged();
    let id = ids(&world, "HEAD").remove(0);
    world.oneness(&format!("allow {id}")).expect_code(0);
    let old = "\n# written by hand\n[[allowed]]\nid = \"0123456789abcdef\"\n";
    world.write(FILE, world.read(FILE) + old);
    let ran = world.oneness("allow --prune").expect_code(0);
    assert!(ran.out.contains("0 of 2 pruned") && ran.out.contains("does not say what its copies are"), "{}", ran.out);
    world.write("two.md", super::world::page("two"));
    world.commit("one copy goes");
    assert!(world.oneness("allow --prune").expect_code(0).out.contains("stays: one copy stands"));
    world.write("one.md", super::world::page("one"));
    world.commit("the other goes, too");
    // It is in the index again: whoever is about to commit it needs the entry.
    world.append("one.md", SAID_TWICE);
    world.git("add one.md").expect_code(0);
    assert!(world.oneness("allow --prune").expect_code(0).out.contains("stays: one copy stands"));
    world.git("checkout -q HEAD -- one.md").expect_code(0);
    let ran = world.oneness("allow --prune").expect_code(0);
    assert!(ran.out.contains(&format!("{id} is gone")) && ran.out.contains("1 of 2 pruned"), "{}", ran.out);
    assert_eq!(world.read(FILE), old.trim_start());
}

#[test]
fn thirty_at_once_keep_thirty() {
    let world = World::new();
    let sentence = |number: usize| {
        let things = ["gateway", "harbour", "orchard", "ledger", "mirror", "candle"];
        let (one, other) = (things[number % 6], things[(number / 6 + number + 1) % 6]);
        format!(
            "Rule {number}x{number}: every {one} of district {number} keeps its {other} for {} winters.",
            number + 3
        )
    };
    let pages = |name: &str| {
        (0..10).for_each(|number| {
            world.write(&format!("{name}{number}.md"), format!("# Page {name} {number}\n\n{}\n", sentence(number * 7)));
        })
    };
    world.git("branch side").expect_code(0);
    pages("a");
    world.commit("main");
    world.git("checkout -q side").expect_code(0);
    pages("b");
    world.commit("side");
    world.git("checkout -q main").expect_code(0);
    world.git("merge -q --no-edit side").expect_code(0);
    let ids = ids(&world, "HEAD");
    assert!(ids.len() >= 8, "{ids:?}");
    let calls: Vec<_> = (0..30)
        .map(|call| {
            let reason = format!("--reason=call {call}");
            world.command(PROGRAM).args(["allow", &ids[call % ids.len()], &reason]).spawn().expect("it can be run")
        })
        .collect();
    for mut call in calls {
        assert!(call.wait().is_ok_and(|status| status.success()));
    }
    let list = world.oneness("allow --list").expect_code(0);
    assert!(ids.iter().all(|id| list.out.contains(id)), "{}", list.out);
    assert!(!world.path(".oneness/allowed.toml.lock").exists());
}

#[cfg(unix)]
#[test]
fn a_link_out_of_the_repository_is_not_followed() {
    for link in [".oneness", FILE] {
        let world = merged();
        let id = ids(&world, "HEAD").remove(0);
        let outside = world.home().join("outside");
        std::fs::create_dir_all(world.path(link).parent().expect("it has one")).expect("because tests may write");
        std::os::unix::fs::symlink(&outside, world.path(link)).expect("because tests may write");
        let there = if link == FILE { std::fs::write(&outside, "") } else { std::fs::create_dir(&outside) };
        for made in [None, Some(there)] {
            let ran = world.oneness(&format!("allow {id}")).expect_code(2);
            assert!(ran.err.contains("is a link that leads"), "{}", ran.err);
            match made {
                None if link == FILE => std::fs::write(&outside, "").expect("because tests may write"),
                _ => {}
            }
        }
        let written = std::fs::read_dir(&outside)
            .map(Iterator::count)
            .unwrap_or_else(|_| std::fs::read(&outside).map(|bytes| bytes.len()).unwrap_or_default());
        assert_eq!(written, 0);
    }
}

#[test]
fn where_nobody_would_read_it_nothing_is_written() {
    let world = merged();
    let bare = world.home().join("bare.git");
    world.git(&format!("clone -q --bare . {}", bare.display())).expect_code(0);
    let outside = world.home().join("plain");
    std::fs::create_dir(&outside).expect("because tests may write");
    for (folder, said) in [(bare, "has no work tree"), (outside, "not in a git repository")] {
        let ran = Ran::of(world.command(PROGRAM).args(["allow", "0123456789abcdef"]).current_dir(&folder).output());
        let ran = ran.expect_code(2);
        assert!(ran.err.contains(said), "{}", ran.err);
        assert!(!folder.join(".oneness").exists());
    }
}

#[test]
fn a_full_disk_keeps_the_old_file() {
    let mut world = merged();
    let id = ids(&world, "HEAD").remove(0);
    world.write(FILE, format!("# {}\n", "a long remark. ".repeat(600)));
    let disk = super::faults::SmallDisk::mount(world.home().join("disk"), 2048);
    let copied = std::process::Command::new("cp").arg("-a").arg(&world.top).arg(&disk.0).status();
    assert!(copied.is_ok_and(|status| status.success()));
    world.top = disk.0.join("work");
    let before = world.read(FILE);
    for free in 0..3 {
        super::faults::fill(&disk.0, free);
        let ran = world.oneness(&format!("allow {id}")).expect_code(2);
        assert!(ran.err.contains("allowed.toml"), "{}", ran.err);
        assert_eq!(world.read(FILE), before);
    }
    std::fs::remove_file(disk.0.join("ballast")).expect("because it was made");
    world.oneness(&format!("allow {id}")).expect_code(0);
    world.oneness("check HEAD").expect_code(0);
}
