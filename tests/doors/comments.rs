//! The comment that a report proposes works where it is proposed: above a copy in the merge under way, in the syntax of
//! the file.
//!
//! Not here: `oneness allow`.

use super::world::{SAID_TWICE, World};

/// A format: its extension, a base, what both add (apart in the two files), and the comment that is proposed.
const FORMATS: &[(&str, &str, &str, Option<&str>)] = &[
    (
        "md",
        "# Page\n\nWhat stands here:\n\n",
        "- Support for version one ends on the last of March\n",
        Some("<!-- oneness: allow(duplicate-addition) -->"),
    ),
    (
        "rst",
        "Page\n====\n\nA paragraph that stands here.\n",
        "\nThe gateway retries every failed payment request three times before it gives up.\n",
        Some(".. oneness: allow(duplicate-addition)"),
    ),
    (
        "py",
        "import os\n\n\ndef first():\n    return os.name\n",
        "\n\ndef slug(title):\n    words = title.lower().split()\n    return \"-\".join(word.strip(\".,\") for word in words)\n",
        Some("# oneness: allow(duplicate-addition)"),
    ),
    (
        "rs",
        "fn first() -> u32 {\n    1\n}\n",
        "\nfn slug(title: &str) -> String {\n    let words = title.to_lowercase();\n    words.split(' ').collect::<Vec<_>>().join(\"-\")\n}\n",
        Some("// oneness: allow(duplicate-addition)"),
    ),
    ("json", "{\n  \"first\": 1\n}\n", "", None),
];

/// A repository in which both sides add the same, each to a file of its own, and the merge waits for its commit.
fn under_way((extension, base, added, _): &(&str, &str, &str, Option<&str>)) -> World {
    let world = World::new();
    let names = ["ours", "theirs"].map(|name| format!("{name}.{extension}"));
    names.iter().for_each(|name| world.write(name, base));
    world.commit("base of both");
    world.git("branch side").expect_code(0);
    for (branch, name) in ["main", "side"].into_iter().zip(&names) {
        world.git(&format!("checkout -q {branch}")).expect_code(0);
        world.write(name, format!("{base}{added}"));
        world.commit(branch);
    }
    world.git("checkout -q main").expect_code(0);
    world.git("merge -q --no-commit --no-ff side").expect_code(0);
    world
}

#[test]
fn a_comment_above_either_copy_silences_while_the_merge_waits() {
    for format in FORMATS.iter().filter(|format| format.3.is_some()) {
        let (extension, base, added, comment) = format;
        let comment = comment.expect("because only such are taken");
        for name in ["ours", "theirs"] {
            let world = under_way(format);
            let told = world.oneness("check").expect_code(1);
            assert!(told.out.contains(&format!("`{comment}`")), "{extension}: {}", told.out);
            assert_eq!(told.out.matches("to silence").count(), 1, "{}", told.out);
            let blank = added.len() - added.trim_start_matches('\n').len();
            let gap = if *extension == "rst" { "\n\n" } else { "\n" };
            let with = format!("{base}{}{comment}{gap}{}", &added[..blank], &added[blank..]);
            world.write(&format!("{name}.{extension}"), with);
            world.git("add -A").expect_code(0);
            let silent = world.oneness("check");
            assert_eq!(silent.code, 0, "{extension} {name}: {}", silent.out);
            // It holds for ever, and in the hook.
            world.oneness("install --hooks").expect_code(0);
            world.git("commit -q -m merged").expect_code(0);
            world.oneness("check HEAD").expect_code(0);
        }
    }
}

#[test]
fn another_comment_silences_nothing() {
    let world = under_way(&FORMATS[0]);
    let with = format!("{}<!-- oneness: allow(already-present) -->\n{}", FORMATS[0].1, FORMATS[0].2);
    world.write("ours.md", with);
    world.git("add -A").expect_code(0);
    world.oneness("check").expect_code(1);
}

#[test]
fn where_no_comment_can_be_written_none_is_proposed() {
    let world = World::new();
    let data = |key: &str| {
        format!(
            "{{\n  \"first\": 1,\n  \"retries of the gateway before it gives up\": \"three times\",\n  \"{key}\": 2\n}}\n"
        )
    };
    world.write("a.json", "{\n  \"first\": 1\n}\n");
    world.commit("data");
    world.git("branch side").expect_code(0);
    for (branch, name) in [("main", "x.json"), ("side", "y.json")] {
        world.git(&format!("checkout -q {branch}")).expect_code(0);
        world.write(name, data("second"));
        world.commit(branch);
    }
    let told = world.oneness("check main side").expect_code(1);
    assert!(told.out.contains("oneness allow ") && !told.out.contains("comment"), "{}", told.out);
}

#[test]
fn the_command_that_is_proposed_works_at_every_door() {
    let follow = |world: &World, words: &str| {
        let told = world.oneness(words).expect_code(1);
        let (_, rest) = told.out.split_once("`oneness ").expect("because a way is shown");
        let command = rest.split('`').next().unwrap_or_default().to_owned();
        world.oneness(&command).expect_code(0);
        world.oneness(words).expect_code(0);
    };
    let world = World::said_twice();
    follow(&world, "check main side");
    let world = World::said_twice();
    world.git("merge -q --no-edit side").expect_code(0);
    world.append("one.md", "Something else.");
    world.commit("later");
    follow(&world, "check HEAD~1");
    let world = World::new();
    world.write("notes.md", format!("# Notes\n\n{SAID_TWICE}\n\n## Later\n\nAnother thing.\n\n{SAID_TWICE}\n"));
    follow(&world, "check --fail-on note notes.md");
}
