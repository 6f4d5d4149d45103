//! What a command of git leaves behind, in a repository that is full of conflicts.
//!
//! Not here: what is compared with what.

use std::path::Path;

use super::world::{Ran, World};

/// Branches that changed one line of a file; one of them moved it, one changed white space, and one adds a file that
/// `main` adds, too.
pub(super) fn conflicts() -> World {
    let world = World::new();
    let file = |line: &str| format!("a\nb\nc\n{line}\nd\ne\nf\n");
    world.write("f", file("base"));
    world.commit("base of f");
    for (branch, name, line) in [("side", "f", "side"), ("moved", "g", "moved")] {
        world.git(&format!("checkout -q -B {branch} main")).expect_code(0);
        world.git(&format!("mv -k f {name}")).expect_code(0);
        world.write(name, file(line));
        world.commit(&format!("{branch} says (so)"));
    }
    world.git("checkout -q -B other main").expect_code(0);
    world.write("new", "other\n");
    world.commit("other adds it");
    world.git("checkout -q -B spaced main").expect_code(0);
    world.write("f", file("base").replace('a', "a ").replace('d', "  d"));
    world.commit("spaced");
    world.git("checkout -q side").expect_code(0);
    world.write("f", file("side again"));
    world.commit("and again");
    world.git("checkout -q main").expect_code(0);
    world.write("f", file("main").replace('a', "a\t").replace('d', "d!"));
    world.write("new", "main\n");
    world.commit("main");
    world.git("tag start").expect_code(0);
    world
}

/// What a command leaves: its exit code, the files and the index.
pub(super) fn left(world: &World, git: &Path, settings: &[String], (words, before): (&str, &str)) -> String {
    let run = |words: &str| Ran::of(world.command(&git.to_string_lossy()).args(words.split(' ')).output());
    match before {
        "side" => drop(run("checkout -q -B main side")),
        "edited" => world.write("f", "a\nb\nc\nedited\nd\ne\nf\n"),
        "stashed" => {
            run("checkout -q side").expect_code(0);
            world.write("f", "a\nb\nc\nstashed\nd\ne\nf\n");
            run("stash -q").expect_code(0);
            run("checkout -q main").expect_code(0);
        }
        _ => {}
    }
    let arguments = settings.iter().flat_map(|setting| ["-c", setting]);
    let ran = Ran::of(world.command(&git.to_string_lossy()).args(arguments).args(words.split(' ')).output());
    let said =
        format!("{}\n{}{}{}{}", ran.code, world.read("f"), world.read("g"), world.read("new"), run("ls-files -s").out);
    for undo in ["merge --abort", "cherry-pick --abort", "rebase --abort", "revert --abort", "checkout -q -f main"] {
        run(undo);
    }
    run("checkout -q -f -B main start").expect_code(0);
    run("stash clear").expect_code(0);
    said
}
