//! A hundred situations of git, each with git alone, with the merge driver, and with driver and hooks: the same trees, the
//! same files with the same conflicts in them, the same words of git and the same exit codes.
//!
//! A situation is what stood there before and what was typed, both in the small words of `words.sh`. In none of them do
//! the two sides say the same, but in those of `stops`: there the driver still changes nothing, and the hooks stop.
//!
//! Not here: what a finding looks like (`events`), machines that fail (`faults`), options in every spelling (`spellings`).

mod commands;
mod files;
mod layouts;
mod stops;

use std::collections::BTreeMap;
use std::path::Path;

use super::world::{PROGRAM, Ran, World};

/// A situation: what it is, what stood there before, and what is typed.
type Situation = (&'static str, &'static str, &'static str);

/// The words in which situations are written.
const WORDS: &str = include_str!("words.sh");

/// Whom git asks.
#[derive(Clone, Copy, PartialEq, Eq)]
enum With {
    Nobody,
    Driver,
    DriverAndHooks,
}

/// Plays a situation and returns what it left, and what was said on the way.
fn left(situation: &Situation, with: With) -> (String, String) {
    let (_, before, typed) = situation;
    let world = World::bare_of_files();
    let sh = |script: &str| {
        let mut command = world.command("sh");
        for who in ["AUTHOR", "COMMITTER"] {
            command.env(format!("GIT_{who}_DATE"), "2026-01-01T00:00:00Z");
        }
        command.env("EDITOR", "true").env("GIT_SEQUENCE_EDITOR", "true").env("GIT_MERGE_AUTOEDIT", "no");
        command.env("ONENESS_SETS_UP", if script.starts_with("set -e") { "1" } else { "" });
        Ran::of(command.arg("-c").arg(format!("{WORDS}\n{script}")).output())
    };
    let ran = sh(&format!("set -e\n{before}"));
    assert_eq!(ran.code, 0, "{}: {}{}", situation.0, ran.out, ran.err);
    match with {
        With::Nobody => {}
        With::Driver => {
            let driver = format!("'{PROGRAM}' merge-driver %O %A %B -L %L -p %P -s %S -x %X -y %Y");
            let set = |key: &str, value: &str| {
                Ran::of(world.command("git").args(["config", "--global", key, value]).output()).expect_code(0)
            };
            set("merge.oneness.driver", &driver);
            set("merge.default", "oneness");
        }
        With::DriverAndHooks => drop(world.oneness("install --hooks --merge-driver").expect_code(0)),
    }
    let steps = typed.lines().map(str::trim).filter(|line| !line.is_empty());
    let script: String = steps.map(|step| format!("{step}\necho \"= $?\"\n")).collect();
    let ran = sh(&format!("exec 2>&1\n{script}"));
    let left = format!("{}{}", ran.out, state(&world)).replace(&*world.home().to_string_lossy(), "HOME");
    let (ours, gits): (Vec<&str>, Vec<&str>) = left.lines().partition(|line| line.starts_with("oneness: "));
    (without_chance(&gits), ours.join("\n"))
}

/// Takes out what differs from one run of git to the next: names of files for a moment, and which of two streams was
/// written first.
fn without_chance(lines: &[&str]) -> String {
    let mut steps: Vec<Vec<String>> = vec![Vec::new()];
    for line in lines {
        let mut parts = line.split(".merge_file_");
        let first = parts.next().unwrap_or_default().to_owned();
        let line = parts.fold(first, |line, part| format!("{line}.merge_file_{}", part.get(6..).unwrap_or_default()));
        let is_last = line.starts_with("= ");
        steps.iter_mut().last().expect("because there is one").push(line);
        if is_last {
            steps.push(Vec::new());
        }
    }
    let (state, steps) = steps.split_last_mut().expect("because there is one");
    steps.iter_mut().for_each(|step| step.sort());
    steps.iter().chain([&*state]).flatten().map(|line| format!("{line}\n")).collect()
}

/// The files and the index of all work trees, and what the refs say.
fn state(world: &World) -> String {
    let mut files = BTreeMap::new();
    walk(world.home(), world.home(), &mut files);
    let files: String = files.into_iter().map(|(path, content)| format!("--- {path}\n{content}\n")).collect();
    let refs = world.git("for-each-ref --format=%(refname)%20%(objectname)").out;
    let index = world.git("ls-files -s -v").out;
    format!("{files}{index}{refs}{}", world.git("status --porcelain=v1 --branch").out)
}

/// Lists what a person sees in a folder: no `.git`, which is asked by git.
fn walk(root: &Path, folder: &Path, files: &mut BTreeMap<String, String>) {
    for entry in std::fs::read_dir(folder).expect("because it is a folder").flatten() {
        let path = entry.path();
        let name = path.strip_prefix(root).expect("because it lies there").display().to_string();
        let metadata = std::fs::symlink_metadata(&path).expect("because it was just listed");
        let is_gits = entry.file_name() == ".git" || entry.file_name() == ".gitconfig" || folder.join("HEAD").is_file();
        if is_gits {
            continue;
        }
        if metadata.is_symlink() {
            files.insert(name, format!("-> {}", std::fs::read_link(&path).unwrap_or_default().display()));
        } else if metadata.is_dir() {
            walk(root, &path, files);
        } else {
            let bytes = std::fs::read(&path).expect("because it was just listed");
            files.insert(name, format!("{}{}", mode(&metadata), bytes.escape_ascii()));
        }
    }
}

#[cfg(unix)]
fn mode(metadata: &std::fs::Metadata) -> &'static str {
    use std::os::unix::fs::PermissionsExt as _;
    if metadata.permissions().mode() & 0o100 == 0 { "" } else { "(may be run) " }
}

#[cfg(not(unix))]
fn mode(_: &std::fs::Metadata) -> &'static str {
    ""
}

/// Plays situations with git alone, with the driver and with driver and hooks, which must leave the same.
fn same(situations: &[Situation]) {
    let mut wrong = Vec::new();
    for situation in situations {
        let (alone, _) = left(situation, With::Nobody);
        for (with, name) in [(With::Driver, "the driver"), (With::DriverAndHooks, "driver and hooks")] {
            let (driven, ours) = left(situation, with);
            if alone != driven {
                wrong.push(format!("{} with {name}:\n{}{ours}", situation.0, difference(&alone, &driven)));
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {} differ\n{}", wrong.len(), situations.len(), wrong.join("\n"));
}

fn difference(alone: &str, driven: &str) -> String {
    let changes = similar::TextDiff::from_lines(alone, driven);
    changes.unified_diff().context_radius(1).header("git alone", "with oneness").to_string()
}
