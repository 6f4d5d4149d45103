//! What happens when a machine fails in the middle of a merge: no work of either side is ever lost. Git either has the
//! whole merge or says that it failed.
//!
//! Not here: merges that go well.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::Duration;

use super::world::{PROGRAM, Ran, World, page};

/// So many moments at which a process is killed.
const MOMENTS: u64 = 50;

/// Words that only one side wrote.
const MAIN_WROTE: &str = "year 2003";
const SIDE_WROTE: &str = "year 1027";

/// A repository in which both sides edited one file: far apart, or (`clash`) in one line too.
fn edited_by_both(clash: bool) -> World {
    let world = World::new();
    let edited = |old: &str, new: &str, word: &str| {
        let text = page("one").replace(old, new);
        if clash { text.replace("old mirror in year 13", &format!("old {word} in year 13")) } else { text }
    };
    world.git("branch side").expect_code(0);
    world.write("one.md", edited("year 3.", &format!("{MAIN_WROTE}."), "bell"));
    world.commit("main writes");
    world.git("checkout -q side").expect_code(0);
    world.write("one.md", edited("year 27.", &format!("{SIDE_WROTE}."), "gate"));
    world.commit("side writes");
    world.git("checkout -q main").expect_code(0);
    world
}

/// Fails the test if any work is lost without git saying so.
#[track_caller]
fn nothing_is_lost(world: &World, ran: &Ran, before: &str) {
    let text = world.read("one.md");
    let both = text.contains(MAIN_WROTE) && text.contains(SIDE_WROTE);
    let tip = world.git("rev-parse HEAD").out;
    let unmerged = !world.git("ls-files -u").out.is_empty();
    match ran.code {
        0 => assert!(both && tip != before && !unmerged, "git says it went well\n{}\n{text}", ran.err),
        _ if unmerged => assert!(both && text.contains("<<<<<<<"), "a conflict without its other side\n{}", ran.err),
        _ => assert_eq!(tip, before, "git says it failed, and committed\n{}", ran.err),
    }
}

/// Merges `side`, looks whether anything was lost, and goes back to where it was.
#[track_caller]
fn merged(world: &World, command: &mut Command) -> Ran {
    let before = world.git("rev-parse HEAD").out;
    let ran = Ran::of(command.args(["merge", "--no-edit", "side"]).output());
    nothing_is_lost(world, &ran, &before);
    back(world, before.trim());
    ran
}

fn back(world: &World, to: &str) {
    // What a killed git had started may hold a lock for a moment longer: on a busy machine that takes a few rounds.
    for _ in 0..100 {
        for lock in [".git/index.lock", ".git/HEAD.lock", ".git/refs/heads/main.lock", ".git/ORIG_HEAD.lock"] {
            let _ = std::fs::remove_file(world.path(lock));
        }
        world.git("merge --abort");
        if world.git(&format!("reset -q --hard {to}")).code == 0 {
            break;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    world.git(&format!("reset -q --hard {to}")).expect_code(0);
    world.git("clean -q -f -d").expect_code(0);
    assert!(world.read("one.md").contains(MAIN_WROTE));
}

/// Installs the driver from a copy of the program, in whose place something else can be put.
fn installed_copy(world: &World) -> PathBuf {
    let folder = world.home().join("program");
    std::fs::create_dir(&folder).expect("because tests may write");
    let copy = folder.join("oneness");
    std::fs::copy(PROGRAM, &copy).expect("because tests may write");
    let install =
        || without_program(world, copy.to_string_lossy().as_ref()).args(["install", "--merge-driver"]).output();
    Ran::of(once_written(install)).expect_code(0);
    copy
}

/// Starts a program that was just written. A process that another test started meanwhile holds the file open for
/// writing until it has become another program, and a file that somebody writes to cannot be run.
fn once_written(start: impl Fn() -> std::io::Result<Output>) -> std::io::Result<Output> {
    let is_busy = |output: &std::io::Result<Output>| {
        output.as_ref().is_err_and(|error| error.kind() == std::io::ErrorKind::ExecutableFileBusy)
    };
    let mut output = start();
    for _ in 0..100 {
        if !is_busy(&output) {
            break;
        }
        std::thread::sleep(Duration::from_millis(20));
        output = start();
    }
    output
}

/// A command on whose path the program is not.
fn without_program(world: &World, program: &str) -> Command {
    let mut command = world.command(program);
    let own = Path::new(PROGRAM).parent().expect("because a program stands in a folder").to_path_buf();
    let path = std::env::var_os("PATH").unwrap_or_default();
    let others: Vec<PathBuf> = std::env::split_paths(&path).filter(|folder| *folder != own).collect();
    command.env("PATH", std::env::join_paths(others).expect("because it was a path"));
    command
}

#[test]
#[should_panic(expected = "a conflict without its other side")]
fn a_driver_that_falls_over_early_would_be_noticed_here() {
    let world = edited_by_both(false);
    merged(&world, world.command("git").args(["-c", "merge.default=bad", "-c", "merge.bad.driver=exit 101"]));
}

#[test]
#[should_panic(expected = "git says it went well")]
fn a_driver_that_keeps_one_side_would_be_noticed_here() {
    let world = edited_by_both(false);
    merged(&world, world.command("git").args(["-c", "merge.default=bad", "-c", "merge.bad.driver=exit 0"]));
}

#[test]
fn without_the_program_git_merges_alone() {
    for clash in [false, true] {
        let world = edited_by_both(clash);
        let expected = i32::from(clash);
        let copy = installed_copy(&world);
        assert_eq!(merged(&world, &mut without_program(&world, "git")).code, expected, "with the program");
        type Damage = fn(&Path) -> std::io::Result<()>;
        let damages: [(&str, Damage); 5] = [
            ("not executable", |path| {
                use std::os::unix::fs::PermissionsExt as _;
                std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o644))
            }),
            ("gone", |path| std::fs::remove_file(path)),
            ("empty", |path| write_program(path, b"")),
            ("cut off", |path| std::fs::read(PROGRAM).and_then(|bytes| write_program(path, &bytes[..5000]))),
            ("for another machine", |path| write_program(path, b"#!/no/such/interpreter\n")),
        ];
        for (what, damage) in damages {
            damage(&copy).expect("because tests may write");
            let ran = merged(&world, &mut without_program(&world, "git"));
            let refused = ran.code > 1 && ran.err.contains("failed to execute internal merge");
            assert!(ran.code == expected || refused, "{what}: {} {}", ran.code, ran.err);
        }
    }
}

fn write_program(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    let _ = std::fs::remove_file(path);
    std::fs::write(path, bytes)?;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o755))
}

#[test]
fn a_configuration_that_cannot_be_read_stops_no_merge() {
    for break_it in ["mkdir oneness.toml", "echo 'what = is this' > oneness.toml", "mkdir -p .oneness/allowed.toml"] {
        let world = edited_by_both(false);
        world.oneness("install").expect_code(0);
        Ran::of(world.command("sh").args(["-c", break_it]).output()).expect_code(0);
        let ran = merged(&world, &mut world.command("git")).expect_code(0);
        assert!(ran.err.contains("toml") && ran.err.contains("oneness"), "{break_it}: {}", ran.err);
    }
}

#[test]
fn a_folder_for_temporary_files_that_cannot_be_written_stops_no_merge() {
    for clash in [false, true] {
        let world = edited_by_both(clash);
        world.oneness("install").expect_code(0);
        let ran = merged(&world, world.command("git").env("TMPDIR", "/no/such/folder"));
        assert_eq!(ran.code, i32::from(clash), "{}", ran.err);
    }
}

#[test]
fn a_driver_that_is_killed_at_any_moment_loses_nothing() {
    for clash in [false, true] {
        let world = edited_by_both(clash);
        let (mut killed, mut done) = (0, 0);
        for moment in 0..MOMENTS {
            // A shell between git and the driver kills it, as the kernel does when memory is short.
            let line = format!(
                "'{PROGRAM}' merge-driver %O %A %B -L %L -p %P -s %S -x %X -y %Y & driver=$!; \
                 sleep 0.{:04}; kill -KILL $driver 2>/dev/null; wait $driver",
                moment * moment * 4
            );
            let mut command = world.command("git");
            command.args(["-c", "merge.default=oneness", "-c", &format!("merge.oneness.driver={line}")]);
            let ran = merged(&world, &mut command);
            if ran.code > 1 { killed += 1 } else { done += 1 }
        }
        assert!(killed > 2 && done > 2, "the moments must lie before and after the end: {killed} killed, {done} done");
    }
}

#[test]
fn a_git_that_is_killed_at_any_moment_loses_nothing() {
    for clash in [false, true] {
        let world = edited_by_both(clash);
        world.oneness("install").expect_code(0);
        let before = world.git("rev-parse HEAD").out;
        let mut killed = 0;
        for moment in 0..MOMENTS {
            let mut command = world.command("git");
            command.args(["merge", "--no-edit", "side"]).stdout(std::process::Stdio::null());
            let mut child = command.stderr(std::process::Stdio::null()).spawn().expect("because git is there");
            std::thread::sleep(Duration::from_micros(moment * moment * 40));
            let _ = child.kill();
            let status = child.wait().expect("because it was started");
            killed += u64::from(status.code().is_none());
            // Whatever was left, a commit has both sides or was not made.
            if world.git("rev-parse HEAD").out != before {
                let text = world.git("show HEAD:one.md").out;
                assert!(text.contains(MAIN_WROTE) && text.contains(SIDE_WROTE), "{text}");
            }
            // The driver of a killed git ends by itself; it must not be in the way of the next round.
            std::thread::sleep(Duration::from_millis(5));
            back(&world, before.trim());
        }
        assert!(killed > 2, "{killed} killed");
    }
}

#[test]
fn a_comparison_that_is_killed_changes_nothing() {
    let world = edited_by_both(false);
    let line = format!(
        "'{PROGRAM}' merge-driver %O %A %B -L %L -p %P -s %S -x %X -y %Y & driver=$!; \
         while kill -0 $driver 2>/dev/null; do for child in $(cat /proc/$driver/task/$driver/children); do \
         grep -aq '^[^ ]*oneness.look' /proc/$child/cmdline && kill -KILL $child; done; done 2>/dev/null; wait $driver"
    );
    let mut command = world.command("git");
    command.args(["-c", "merge.default=oneness", "-c", &format!("merge.oneness.driver={line}")]);
    let ran = merged(&world, &mut command).expect_code(0);
    assert!(ran.err.contains("merged, but not examined"), "{}", ran.err);
}

/// A file system of a few hundred kilobytes that vanishes.
pub(super) struct SmallDisk(pub PathBuf);

impl SmallDisk {
    pub(super) fn mount(path: PathBuf, kilobytes: u64) -> SmallDisk {
        std::fs::create_dir(&path).expect("because tests may write");
        let size = format!("size={kilobytes}k");
        let status = Command::new("mount").args(["-t", "tmpfs", "-o", &size, "tmpfs"]).arg(&path).status();
        let mounted = status.is_ok_and(|status| status.success());
        assert!(mounted, "this test mounts a small tmpfs and must run as root: it did not run");
        SmallDisk(path)
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(&self.0).status();
    }
}

#[test]
fn a_full_disk_loses_nothing() {
    for clash in [false, true] {
        let mut world = edited_by_both(clash);
        let disk = SmallDisk::mount(world.home().join("disk"), 1024);
        let copied = Command::new("cp").arg("-a").arg(&world.top).arg(&disk.0).status();
        assert!(copied.is_ok_and(|status| status.success()));
        world.top = disk.0.join("work");
        world.oneness("install --merge-driver").expect_code(0);
        let (mut refused, mut done) = (0, 0);
        for free in 0..24_usize {
            fill(&disk.0, free);
            let before = world.git("rev-parse HEAD").out;
            let mut command = world.command("git");
            let ran = Ran::of(command.env("TMPDIR", &disk.0).args(["merge", "--no-edit", "side"]).output());
            nothing_is_lost(&world, &ran, &before);
            if ran.code > 1 {
                refused += 1
            } else {
                done += 1
            }
            let _ = std::fs::remove_file(disk.0.join("ballast"));
            back(&world, before.trim());
        }
        assert!(refused > 2 && done > 2, "the disk must be too small and large enough: {refused} refused, {done} done");
    }
}

/// Fills a disk up to so many pages.
pub(super) fn fill(disk: &Path, pages: usize) {
    const PAGE: usize = 4096;
    use std::io::Write as _;
    let path = disk.join("ballast");
    let mut file = std::fs::File::create(&path).expect("because there is room");
    while file.write_all(&[0; PAGE]).is_ok() {}
    let size = file.metadata().expect("because it is open").len();
    file.set_len(size.saturating_sub((pages * PAGE) as u64)).expect("because it becomes smaller");
}
