//! Many programs at once in work trees of one repository: who is told of whom, what runs that stand side by side do to what
//! is kept, and what `--watch` prints.
//!
//! Not here: one run of `branches` (`branches`).

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use super::world::{PROGRAM, Ran, SAID_TWICE, World};

/// A helper as three agents write it, each with names and words of its own.
const HELPERS: [(&str, &str, &str); 3] = [
    (
        "first",
        "src/money.py",
        "def round_to_cents(amount, digits=2):\n    \"\"\"Round an amount to whole cents, half away from zero.\"\"\"\n    \
         factor = 10 ** digits\n    scaled = abs(amount) * factor\n    whole = int(scaled + 0.5)\n    \
         sign = -1 if amount < 0 else 1\n    return sign * whole / factor\n",
    ),
    (
        "second",
        "src/report.py",
        "def heading(title):\n    \"\"\"Write a heading with a line below it.\"\"\"\n    return title + \"\\n\" + \"-\" * \
         len(title)\n",
    ),
    (
        "third",
        "src/invoice.py",
        "def round_to_cents(amount, places=2):\n    \"\"\"Round an amount to whole cents, half away from zero.\"\"\"\n    \
         factor = 10 ** places\n    scaled = abs(amount) * factor\n    whole = int(scaled + 0.5)\n    \
         sign = -1 if amount < 0 else 1\n    return sign * whole / factor\n",
    ),
];

fn tree(world: &World, name: &str) -> PathBuf {
    world.path(&format!("../{name}"))
}

fn world_of_agents() -> World {
    let world = World::new();
    world.write("src/app.py", "def main():\n    print(\"ready\")\n");
    world.commit("a program");
    for (name, ..) in HELPERS {
        world.git(&format!("worktree add -q -b {name} ../{name}")).expect_code(0);
    }
    world
}

/// An agent: it writes its file, asks, and commits where nobody else writes the same; all in one process of its own.
fn agent(world: &World, (name, file, text): (&str, &str, &str), delay: &str) -> std::io::Result<Child> {
    let folder = tree(world, name);
    std::fs::create_dir_all(folder.join("src"))?;
    let script = format!(
        "sleep {delay}\ncat > {file} <<'EOF'\n{text}EOF\nuntil test -e ../all-began; do sleep 0.05; done\n\
         oneness branches --worktrees || exit $?\ngit add -A && git commit -q -m '{name} is done'\n"
    );
    let mut command = world.command("sh");
    command.arg("-c").arg(script).current_dir(folder).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()
}

#[test]
fn three_agents_write_at_once_and_the_third_is_told() {
    let world = world_of_agents();
    // The first and the second have written before the third begins to ask; all three run at once.
    let delays = ["0", "0", "0.4"];
    let children: Vec<Child> = HELPERS
        .iter()
        .zip(delays)
        .map(|(helper, delay)| agent(&world, *helper, delay).expect("because a shell can be started"))
        .collect();
    while !HELPERS.iter().all(|(name, file, _)| tree(&world, name).join(file).is_file()) {
        std::thread::sleep(Duration::from_millis(20));
    }
    std::fs::write(world.path("../all-began"), "").expect("because tests may write");
    let [first, second, third]: [Ran; 3] = children
        .into_iter()
        .map(|child| Ran::of(child.wait_with_output()))
        .collect::<Vec<_>>()
        .try_into()
        .expect("three");
    let second = second.expect_code(0);
    assert_eq!(second.out, "", "{}", second.err);
    let third = third.expect_code(1);
    assert!(third.out.contains("round_to_cents") && third.out.contains("src/money.py"), "{}{}", third.out, third.err);
    assert!(third.out.contains("third (not committed) × first"), "{}", third.out);
    // The first is told, too: neither had committed when it asked.
    first.expect_code(1);
    let log = |name: &str| world.git(&format!("log --format=%s main..{name}")).out;
    assert_eq!((log("second"), log("third")), ("second is done\n".to_owned(), String::new()));
    // The third uses what the first has, and then nobody is in its way.
    std::fs::remove_file(tree(&world, "third").join("src/invoice.py")).expect("because it wrote it");
    let mut again = world.command(PROGRAM);
    Ran::of(again.current_dir(tree(&world, "third")).args(["branches", "--worktrees"]).output()).expect_code(0);
}

/// The folders with what is kept, all files of them.
fn kept(world: &World) -> Vec<PathBuf> {
    let folder = world.path(".git/oneness/branches");
    let files = |name: &str| folder.join(name).read_dir().into_iter().flatten().flatten().map(|entry| entry.path());
    files("known").chain(files("added")).collect()
}

fn many_branches(world: &World, count: usize) {
    for number in 0..count {
        world.git(&format!("checkout -q -b branch-{number} main")).expect_code(0);
        let says =
            if number % 3 == 0 { SAID_TWICE.to_owned() } else { format!("Word {number} of the harbour master.") };
        world.append(if number % 2 == 0 { "one.md" } else { "two.md" }, &says);
        world.commit(&format!("branch {number}"));
    }
}

#[test]
fn what_is_kept_says_the_same_again_and_its_loss_costs_only_time() {
    let world = World::new();
    many_branches(&world, 7);
    let ask = || world.oneness("branches --all --format json").expect_code(1).out;
    let cold = world.oneness("branches --all --format json --no-cache").expect_code(1).out;
    assert!(kept(&world).is_empty());
    assert_eq!(ask(), cold);
    assert!(!kept(&world).is_empty());
    assert_eq!(ask(), cold, "as it was kept");
    for file in kept(&world) {
        let bytes = std::fs::read(&file).expect("because it is there");
        for (at, broken) in [(bytes.len() / 2, &bytes[..bytes.len() / 2]), (0, &b"something else"[..]), (1, &b""[..])] {
            std::fs::write(&file, broken).expect("because tests may write");
            assert_eq!(ask(), cold, "{} broken at {at}", file.display());
        }
    }
    for file in kept(&world) {
        std::fs::remove_file(file).expect("because it is there");
    }
    assert_eq!(ask(), cold);
    // A head that moved is read anew, and what is wished of its files holds at once.
    assert!(ask().contains("branch-5"));
    world.git("checkout -q branch-5").expect_code(0);
    world.git("reset -q --hard main").expect_code(0);
    world.git("checkout -q main").expect_code(0);
    assert!(!ask().contains("branch-5"));
    world.write("oneness.toml", "ignore = ['one.md', 'two.md']\n");
    world.oneness("branches --all").expect_code(0);
    std::fs::remove_file(world.path("oneness.toml")).expect("because it is there");
    world.oneness("branches --all").expect_code(1);
}

#[test]
fn runs_side_by_side_give_the_same_answer() {
    let world = World::new();
    many_branches(&world, 6);
    let cold = world.oneness("branches --all --no-cache").expect_code(1).out;
    let answers: Vec<String> = std::thread::scope(|scope| {
        let asked: Vec<_> = (0..4)
            .map(|_| {
                scope.spawn(|| (0..2).map(|_| world.oneness("branches --all").expect_code(1).out).collect::<Vec<_>>())
            })
            .collect();
        asked.into_iter().flat_map(|one| one.join().expect("because it ends well")).collect()
    });
    assert!(answers.iter().all(|answer| *answer == cold));
    assert!(kept(&world).iter().all(|file| file.extension().is_some_and(|ending| ending == "kept")));
}

#[test]
fn a_folder_that_cannot_be_written_is_no_error() {
    let world = World::new();
    many_branches(&world, 4);
    std::fs::create_dir_all(world.path(".git/oneness")).expect("because tests may write");
    std::fs::write(world.path(".git/oneness/branches"), "a file in the way").expect("because tests may write");
    let ran = world.oneness("branches --all").expect_code(1);
    assert_eq!(ran.err, "");
    assert!(Path::new(&world.path(".git/oneness/branches")).is_file());
}

#[test]
fn watching_prints_only_what_is_new() {
    let world = World::new();
    world.git("checkout -q -b mine").expect_code(0);
    world.append("one.md", SAID_TWICE);
    world.commit("mine says it");
    world.git("worktree add -q -b other ../other main").expect_code(0);
    let mut command = world.command(PROGRAM);
    command.args(["branches", "--watch=1"]).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = command.spawn().expect("because the program can be started");
    let out = child.stdout.take().expect("because it is piped");
    let (send, receive) = mpsc::channel();
    std::thread::spawn(move || BufReader::new(out).lines().map_while(Result::ok).try_for_each(|line| send.send(line)));
    let mut heads = Vec::new();
    let say = |text: &str, message: &str| {
        world.append("../other/two.md", text);
        let mut command = world.command("git");
        Ran::of(command.current_dir(tree(&world, "other")).args(["commit", "-qam", message]).output()).expect_code(0);
    };
    std::thread::sleep(Duration::from_millis(1500));
    say(SAID_TWICE, "other says it, too");
    while let Ok(line) = receive.recv_timeout(Duration::from_secs(if heads.is_empty() { 60 } else { 3 })) {
        heads.extend(line.contains(" × ").then_some(line));
        if heads.len() == 1 {
            break;
        }
    }
    // Another commit that says nothing of the sort is no news.
    say("Nobody has seen the lighthouse keeper since the storm of last autumn.", "and more");
    while let Ok(line) = receive.recv_timeout(Duration::from_secs(4)) {
        heads.extend(line.contains(" × ").then_some(line));
    }
    child.kill().expect("because it still looks");
    child.wait().expect("because it was ended");
    assert_eq!(heads.len(), 1, "{heads:?}");
    assert!(heads[0].starts_with("mine × other: 1 "), "{heads:?}");
}
