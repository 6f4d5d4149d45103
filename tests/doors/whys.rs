//! "Why did it not fire?", asked of two lines of a result, with an answer for each stage at which they went apart.
//!
//! Not here: findings that are known by an id (`tests/suite/output`).

use super::world::{SAID_TWICE, World};

/// A merge in which both sides added many things to two pages.
fn merged() -> World {
    let world = World::new();
    world.write("data.md", "# Data\n\nOne line.\n");
    world.commit("data");
    world.git("branch side").expect_code(0);
    world.append("one.md", SAID_TWICE);
    world.append("one.md", "- Kettles sing on the stove");
    world.append("data.md", "Both wrote this line here, to the letter and at one place.");
    world.write("Cargo.lock", "[[package]]\nname = \"a\"\n");
    world.commit("main");
    world.git("checkout -q side").expect_code(0);
    world.append("two.md", SAID_TWICE);
    world.append("two.md", "Nobody has ever counted the candles of the third district in winter.");
    world.append("data.md", "Both wrote this line here, to the letter and at one place.");
    world.commit("side");
    world.git("checkout -q main").expect_code(0);
    world.git("merge -q --no-edit side").expect_code(0);
    world
}

/// Where a text stands.
fn at(world: &World, path: &str, text: &str) -> String {
    let line = world.read(path).lines().position(|line| line.contains(text)).expect("because it stands there");
    format!("{path}:{}", line + 1)
}

#[test]
fn each_stage_has_its_answer() {
    let world = merged();
    let (one, two) = (at(&world, "one.md", SAID_TWICE), at(&world, "two.md", SAID_TWICE));
    let (kettles, candles) = (at(&world, "one.md", "Kettles"), at(&world, "two.md", "candles of the third"));
    let both = at(&world, "data.md", "Both wrote");
    let cases = [
        (one.as_str(), two.as_str(), "duplicate-addition"),
        (&two, &one, "why: equal"),
        (&kettles, &candles, "two kinds, a bullet and a paragraph"),
        (&kettles, &candles, "nothing by which they could meet"),
        (&one, &kettles, "added both, and whoever writes two knows of both"),
        (&one, &candles, "is in a surer pair"),
        (&one, "two.md:3", "stood there before the sides parted"),
        (&one, "three.md:1", "neither side changed this file"),
        (&one, "two.md:999", "the result has"),
        (&one, "Cargo.lock:1", "is a lock file"),
        (&one, &both, "both sides added this line at this very place"),
    ];
    for (place, other, said) in cases {
        let ran = world.oneness(&format!("explain {place} {other}")).expect_code(0);
        assert!(ran.out.contains(said), "{place} {other}: no '{said}' in\n{}", ran.out);
    }
    // The merge can be named, and a line of one file can be asked of a merge that is only tried.
    assert!(world.oneness(&format!("explain {one} {two} HEAD")).expect_code(0).out.contains("duplicate-addition"));
    assert!(world.oneness(&format!("explain {one} {candles} HEAD^1 HEAD^2")).expect_code(0).out.contains("surer pair"));
    world.write("oneness.toml", "ignore = [\"two.md\"]\n");
    assert!(
        world
            .oneness(&format!("explain {one} {two}"))
            .expect_code(0)
            .out
            .contains("the configuration leaves two.md out")
    );
}
