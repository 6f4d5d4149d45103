//! A repository made for one test, in a world of its own: no configuration of the machine reaches it.
//!
//! Not here: what is tested.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// The program under test.
pub(super) const PROGRAM: &str = env!("CARGO_BIN_EXE_oneness");

/// What both sides say in the tests, so that nobody can miss it.
pub(super) const SAID_TWICE: &str = "The gateway retries every failed payment request three times before it gives up.";

/// A repository in a folder that vanishes.
pub(super) struct World {
    folder: tempfile::TempDir,
    /// The top of the work tree.
    pub top: PathBuf,
}

/// What a command came to.
#[derive(Debug)]
pub(super) struct Ran {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl World {
    /// Makes an empty folder to work in, with a user who has settings.
    pub(super) fn bare_of_files() -> World {
        let folder = tempfile::tempdir().expect("because tests may write");
        let folder_path = folder.path().canonicalize().expect("because it was just made");
        let world = World { top: folder_path.join("work"), folder };
        std::fs::create_dir(&world.top).expect("because tests may write");
        let settings = "[user]\n\tname = Test\n\temail = test@example.org\n[init]\n\tdefaultBranch = main\n\
                        [advice]\n\tdetachedHead = false\n[protocol \"file\"]\n\tallow = always\n";
        std::fs::write(world.home().join(".gitconfig"), settings).expect("because tests may write");
        world
    }

    /// Makes a repository with one commit on `main`: two pages of prose.
    pub(super) fn new() -> World {
        let world = World::bare_of_files();
        world.git("init -q").expect_code(0);
        world.write("one.md", page("one"));
        world.write("two.md", page("two"));
        world.commit("base");
        world
    }

    /// Makes a repository in which `main` and `side` said the same, each in a file of its own.
    pub(super) fn said_twice() -> World {
        let world = World::new();
        world.git("branch side").expect_code(0);
        world.append("one.md", SAID_TWICE);
        world.commit("main says it");
        world.git("checkout -q side").expect_code(0);
        world.append("two.md", SAID_TWICE);
        world.commit("side says it");
        world.git("checkout -q main").expect_code(0);
        world
    }

    /// As [`World::said_twice`], but both in one file, far apart.
    pub(super) fn said_twice_in_one_file() -> World {
        let world = World::new();
        world.git("branch side").expect_code(0);
        world.append("one.md", SAID_TWICE);
        world.commit("main says it");
        world.git("checkout -q side").expect_code(0);
        world.write("one.md", format!("{SAID_TWICE}\n\n{}", page("one")));
        world.commit("side says it");
        world.git("checkout -q main").expect_code(0);
        world
    }

    /// The folder that stands for the user's home.
    pub(super) fn home(&self) -> &Path {
        self.folder.path()
    }

    /// The path of a file in the work tree.
    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.top.join(name)
    }

    /// Writes a file of the work tree.
    pub(super) fn write(&self, name: &str, text: impl AsRef<[u8]>) {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().expect("because it lies in the work tree"))
            .expect("because tests may write");
        std::fs::write(path, text).expect("because tests may write");
    }

    /// Adds a paragraph at the end of a file.
    pub(super) fn append(&self, name: &str, paragraph: &str) {
        let text = self.read(name);
        self.write(name, format!("{text}\n{paragraph}\n"));
    }

    /// Reads a file of the work tree.
    pub(super) fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap_or_default()
    }

    /// Commits everything, past all hooks.
    pub(super) fn commit(&self, message: &str) {
        self.git("add -A").expect_code(0);
        let output =
            self.command("git").args(["commit", "-q", "--no-verify", "-m", message]).env("ONENESS", "0").output();
        Ran::of(output).expect_code(0);
    }

    /// A command in the work tree, in the test's own world, with the program under test on its path.
    pub(super) fn command(&self, program: &str) -> Command {
        let own = Path::new(PROGRAM).parent().expect("because a program stands in a folder");
        let path = std::env::var("PATH").unwrap_or_default();
        let mut command = Command::new(program);
        for (key, _) in std::env::vars_os() {
            let key = key.to_string_lossy().into_owned();
            if key.starts_with("GIT_") || key.starts_with("ONENESS") || key.starts_with("XDG_") {
                command.env_remove(key);
            }
        }
        command.env("PATH", format!("{}:{path}", own.display()));
        command.env("HOME", self.home()).env("GIT_CONFIG_NOSYSTEM", "1").env("GIT_EDITOR", "true").env("LC_ALL", "C");
        command.env("GIT_TERMINAL_PROMPT", "0").current_dir(&self.top);
        command
    }

    /// Runs git with words parted by spaces.
    pub(super) fn git(&self, words: &str) -> Ran {
        self.git_with(words, &[])
    }

    /// Runs git with something in the environment.
    pub(super) fn git_with(&self, words: &str, environment: &[(&str, &str)]) -> Ran {
        Ran::of(self.command("git").args(words.split(' ')).envs(environment.iter().copied()).output())
    }

    /// Runs the program under test.
    pub(super) fn oneness(&self, words: &str) -> Ran {
        Ran::of(self.command(PROGRAM).args(words.split(' ')).output())
    }
}

impl Ran {
    /// Takes what a process left.
    pub(super) fn of(output: std::io::Result<Output>) -> Ran {
        let output = output.expect("because the program can be started");
        let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
        Ran { code: output.status.code().unwrap_or(-1), out: text(output.stdout), err: text(output.stderr) }
    }

    /// Fails the test unless the command ended so.
    #[track_caller]
    pub(super) fn expect_code(self, code: i32) -> Ran {
        assert_eq!(self.code, code, "{}\n{}", self.out, self.err);
        self
    }

    /// Tells whether a finding was told where people look.
    pub(super) fn told(&self) -> bool {
        self.err.contains("duplicate-addition")
    }
}

/// Thirty lines of prose, none like another.
pub(super) fn page(name: &str) -> String {
    let things = ["river", "window", "ledger", "engine", "orchard", "harbour", "letter", "mirror", "bridge", "candle"];
    let deeds = ["crosses", "remembers", "carries"];
    let mut text = format!("# Page {name}\n");
    for (row, deed) in deeds.iter().enumerate() {
        for (column, thing) in things.iter().enumerate() {
            let other = things[(column + 3 + row) % things.len()];
            text.push_str(&format!(
                "\nThe {thing} of page {name} {deed} an old {other} in year {}.\n",
                row * 10 + column
            ));
        }
    }
    text
}
