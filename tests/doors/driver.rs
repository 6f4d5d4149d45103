//! The merge driver: the same trees, conflicts and exit codes as git alone, and findings where people look.
//!
//! Not here: many real merges (`tests/replay`), machines that fail (`faults`).

use super::world::{PROGRAM, Ran, SAID_TWICE, World, page};

/// The driver without what `oneness install` puts around it.
fn line(more: &str) -> String {
    format!("'{PROGRAM}' merge-driver %O %A %B -L %L -p %P -s %S -x %X -y %Y{more}")
}

impl World {
    /// Runs git with the driver on every path.
    fn driven(&self, words: &str, more: &str) -> Ran {
        let driver = format!("merge.oneness.driver={}", line(more));
        let mut command = self.command("git");
        command.args(["-c", "merge.default=oneness", "-c", &driver]).args(words.split(' '));
        Ran::of(command.output())
    }

    /// Compares what git leaves with and without the driver: exit code, tree and stages.
    #[track_caller]
    fn same_as_git(&self, words: &str) -> Ran {
        let answer = |ran: &Ran| ran.out.split("\n\n").next().unwrap_or_default().to_owned();
        let (plain, driven) = (self.git(words), self.driven(words, ""));
        assert_eq!((plain.code, answer(&plain)), (driven.code, answer(&driven)), "git {words}\n{}", driven.err);
        driven
    }

    /// Commits one file on two branches that part from `main`.
    fn fork(&self, name: &str, base: Option<&[u8]>, main: &[u8], side: &[u8]) {
        if let Some(base) = base {
            self.write(name, base);
            self.commit("base of the file");
        }
        self.git("checkout -q -B side").expect_code(0);
        self.write(name, side);
        self.commit("side");
        self.git("checkout -q main").expect_code(0);
        self.write(name, main);
        self.commit("main");
    }
}

#[test]
fn trees_are_gits_own_whatever_the_file() {
    let texts: &[(&str, Option<&[u8]>, &[u8], &[u8])] = &[
        ("clean", Some(b"a\nb\nc\nd\ne\n"), b"A\nb\nc\nd\ne\n", b"a\nb\nc\nd\nE\n"),
        ("conflict", Some(b"a\nb\nc\n"), b"a\nX\nc\n", b"a\nY\nc\n"),
        (
            "two conflicts with signs between",
            Some(b"a\n{\n}\n\n{\n}\nb\n"),
            b"1\n{\n}\n\n{\n}\n1\n",
            b"2\n{\n}\n\n{\n}\n2\n",
        ),
        ("no line break at the end", Some(b"a\nb\nc"), b"a\nX\nc", b"a\nb\nY"),
        ("line breaks of Windows", Some(b"a\r\nb\r\nc\r\n"), b"a\r\nX\r\nc\r\n", b"a\r\nY\r\nc\r\n"),
        ("mixed line breaks", Some(b"a\r\nb\nc\r\n"), b"a\r\nX\nc\r\n", b"a\nY\nc\r\n"),
        ("added on both sides", None, b"a\nX\n", b"a\nY\n"),
        ("binary", Some(b"a\0b"), b"a\0X", b"a\0Y"),
        ("binary added on both sides", None, b"\0X", b"\0Y"),
        ("one side emptied it", Some(b"a\nb\n"), b"", b"a\nc\n"),
        ("not UTF-8", Some(b"\xff\n\xfe\n\xfd\n"), b"\xff\nX\n\xfd\n", b"\xff\nY\n\xfd\n"),
        ("a name $(false) 'quoted' \"twice\".md", Some(b"a\nb\nc\n"), b"a\nX\nc\n", b"a\nY\nc\n"),
        ("-rf", Some(b"a\nb\nc\n"), b"a\nX\nc\n", b"a\nY\nc\n"),
        (
            "markers.md",
            Some(b"<<<<<<< a\n=======\n>>>>>>> b\n"),
            b"<<<<<<< a\nX\n>>>>>>> b\n",
            b"<<<<<<< a\nY\n>>>>>>> b\n",
        ),
    ];
    for (name, base, main, side) in texts {
        let world = World::new();
        world.fork(name, *base, main, side);
        for style in ["merge", "diff3", "zdiff3"] {
            world.git(&format!("config merge.conflictStyle {style}")).expect_code(0);
            for words in ["merge-tree --write-tree main side", "merge-tree --write-tree side main"] {
                world.same_as_git(words);
            }
        }
        for favour in ["ours", "theirs", "ignore-space-change"] {
            world.same_as_git(&format!("merge-tree -X{favour} --write-tree main side"));
        }
    }
}

#[test]
fn random_texts_merge_as_git_merges_them() {
    let mut state = 7_u64;
    let mut next = move |below: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    let world = World::new();
    for round in 0..40 {
        let base: Vec<u64> = (0..14).map(|_| next(5)).collect();
        let mut mutated = || {
            let mut lines = base.clone();
            for _ in 0..=next(4) {
                let at = usize::try_from(next(lines.len() as u64 + 1)).expect("because it is small");
                match next(3) {
                    0 => lines.insert(at, 5 + next(3)),
                    1 if at < lines.len() => drop(lines.remove(at)),
                    _ if at < lines.len() => lines[at] = next(8),
                    _ => lines.push(next(8)),
                }
            }
            lines
        };
        let (main, side) = (mutated(), mutated());
        let words = ["a", "{", "}", "", "b", "c", "// x", "d"];
        let text = |lines: &[u64]| lines.iter().map(|line| format!("{}\n", words[*line as usize])).collect::<String>();
        world
            .git(&format!("checkout -q -B main {}", world.git("rev-list --max-parents=0 HEAD").out.trim()))
            .expect_code(0);
        let name = format!("{round}.txt");
        world.fork(&name, Some(text(&base).as_bytes()), (text(&main) + "\nmain\n").as_bytes(), text(&side).as_bytes());
        world.same_as_git("merge-tree --write-tree main side");
    }
}

#[test]
fn a_criss_cross_is_merged_as_git_merges_it_and_quietly() {
    let world = World::new();
    world.fork("f", Some(b"a\nb\nc\n"), b"a\nM\nc\n", b"a\nS\nc\n");
    world.git("branch main1").expect_code(0);
    for (branch, other, text) in [("main", "side", "a\nM\nc\n"), ("side", "main1", "a\nS\nc\n")] {
        world.git(&format!("checkout -q {branch}")).expect_code(0);
        world.git(&format!("merge -q {other}"));
        world.write("f", text);
        world.commit("crossed");
    }
    assert_eq!(world.git("merge-base --all main side").out.lines().count(), 2);
    let driven = world.same_as_git("merge-tree --write-tree main side");
    assert_eq!(driven.err, "");
    world.git("config merge.conflictStyle diff3").expect_code(0);
    world.same_as_git("merge-tree --write-tree main side");
}

#[test]
fn renames_and_favours_reach_the_work_tree_as_with_git_alone() {
    let world = World::new();
    world.git("checkout -q -b side").expect_code(0);
    world.git("mv one.md moved.md").expect_code(0);
    world.write("moved.md", page("one").replace("year 3", "year 1003"));
    world.commit("side moves");
    world.git("checkout -q main").expect_code(0);
    world.write("one.md", page("one").replace("year 3", "year 2003"));
    world.commit("main edits");
    for words in [
        "merge --no-edit side",
        "merge --no-edit -X theirs side",
        "merge --no-edit -Xours side",
        "rebase -X theirs side",
    ] {
        let plain = world.git(words);
        let left = (world.read("moved.md"), world.git("ls-files -s").out);
        undo(&world);
        let driven = world.driven(words, "");
        assert_eq!(
            (plain.code, left),
            (driven.code, (world.read("moved.md"), world.git("ls-files -s").out)),
            "{words}"
        );
        undo(&world);
    }
}

fn undo(world: &World) {
    world.git("rebase --abort");
    world.git("merge --abort");
    world.git("checkout -q -f main");
    while world.git("log -1 --format=%s").out != "main edits\n" {
        world.git("reset -q --hard ORIG_HEAD").expect_code(0);
    }
}

#[test]
fn findings_are_told_on_standard_error_and_change_nothing() {
    let world = World::said_twice_in_one_file();
    let driven = world.same_as_git("merge-tree --write-tree main side").expect_code(0);
    assert!(driven.told(), "{}", driven.err);
    for words in ["merge --no-edit side", "cherry-pick side", "rebase main side"] {
        let head = world.git("rev-parse main").out;
        let ran = world.driven(words, "").expect_code(0);
        assert!(ran.told() && !ran.out.contains("duplicate-addition"), "{words}: {}", ran.err);
        world.git("checkout -q main").expect_code(0);
        world.git(&format!("reset -q --hard {}", head.trim())).expect_code(0);
    }
}

#[test]
fn a_popped_stash_is_looked_at_and_a_remade_merge_is_not() {
    let world = World::said_twice_in_one_file();
    world.git("checkout -q -b other main~1").expect_code(0);
    world.write("one.md", format!("{SAID_TWICE}\n\n{}", page("one")));
    world.git("stash -q").expect_code(0);
    world.git("checkout -q main").expect_code(0);
    assert!(world.driven("stash pop", "").expect_code(0).told());
    world.git("checkout -q -f main").expect_code(0);
    world.git("merge -q --no-edit side").expect_code(0);
    let shown = world.driven("log -1 --remerge-diff -p", "").expect_code(0);
    assert_eq!(shown.err, "");
}

#[test]
fn a_checkout_with_local_edits_and_a_replay_are_looked_at() {
    let world = World::said_twice_in_one_file();
    let replayed = world.driven("replay --onto main main~1..side", "").expect_code(0);
    assert!(replayed.told() && replayed.out.starts_with("update refs/heads/side "), "{}", replayed.out);
    assert_eq!(replayed.out.lines().count(), 1, "standard output is git's");
    world.git("checkout -q -b local main~1").expect_code(0);
    world.append("one.md", SAID_TWICE);
    let ran = world.driven("checkout -m side", "").expect_code(0);
    assert!(ran.told(), "{}", ran.err);
    assert_eq!(world.read("one.md").matches(SAID_TWICE).count(), 2);
}

#[test]
fn the_switch_and_the_budget_step_aside() {
    let world = World::said_twice_in_one_file();
    let driver = format!("merge.oneness.driver={}", line(""));
    let mut command = world.command("git");
    command.args(["-c", "merge.default=oneness", "-c", &driver, "merge-tree", "--write-tree", "main", "side"]);
    assert_eq!(Ran::of(command.env("ONENESS", "0").output()).err, "");
    let long = "x".repeat(100) + "\n";
    let big = |top: &str, end: &str| format!("{top}\n{}{end}\n", long.repeat(50_000));
    world.fork("big.txt", Some(big("a", "z").as_bytes()), big("A", "z").as_bytes(), big("a", "Z").as_bytes());
    let driven = world.same_as_git("merge-tree --write-tree main side").expect_code(0);
    assert!(driven.err.contains("big.txt: merged, but not examined: a version has"), "{}", driven.err);
}

#[test]
fn strict_makes_a_conflict_of_what_was_said_twice() {
    let world = World::said_twice_in_one_file();
    let ran = world.driven("merge --no-edit side", " --strict").expect_code(1);
    assert!(ran.out.contains("CONFLICT"), "{}", ran.out);
    let text = world.read("one.md");
    let lines: Vec<&str> = text.lines().collect();
    let copies: Vec<usize> = (0..lines.len()).filter(|line| lines[*line] == SAID_TWICE).collect();
    assert_eq!(copies.len(), 2, "{text}");
    for (copy, other) in [(copies[0], copies[1]), (copies[1], copies[0])] {
        let named = format!("the other copy is at line {})", other + 1);
        let around = lines[copy.saturating_sub(2)..copy + 3].join("\n");
        assert!(around.contains("<<<<<<< HEAD (duplicate-addition") && around.contains(&named), "{text}");
    }
    // Taking ours keeps our copy, taking theirs keeps theirs.
    world.git("merge --abort").expect_code(0);
    world.driven("merge --no-edit side", "").expect_code(0);
}

#[test]
fn a_driver_of_the_user_merges_and_oneness_looks() {
    let world = World::said_twice_in_one_file();
    let script = "sed -i 's/river/RIVER/' %A; git merge-file -q %A %O %B";
    world.command("git").args(["config", "merge.shout.driver", script]).status().expect("because git is there");
    let ran = world.driven("merge --no-edit side", " --delegate shout").expect_code(0);
    assert!(ran.told(), "{}", ran.err);
    assert!(world.read("one.md").contains("RIVER"));
    world.git("reset -q --hard HEAD~1").expect_code(0);
    let ran = world.driven("merge --no-edit side", " --delegate no-such-driver").expect_code(0);
    assert!(ran.err.contains("git's own merge was written instead"), "{}", ran.err);
    assert!(!world.read("one.md").contains("RIVER") && world.read("one.md").matches(SAID_TWICE).count() == 2);
}

#[test]
fn words_that_are_not_understood_never_look_like_a_conflict() {
    let world = World::said_twice_in_one_file();
    let ran = world.driven("merge --no-edit side", " --no-such-option");
    assert_ne!(ran.code, 0);
    assert!(!ran.out.contains("CONFLICT"), "{}", ran.out);
    assert_eq!(world.git("status --porcelain").out, "");
    assert_eq!(world.oneness("merge-driver").code, 129);
    assert_eq!(world.oneness("merge-driver no such files").code, 129);
    assert_eq!(world.oneness("merge-driver --help").code, 0);
}
