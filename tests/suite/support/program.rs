//! The built program, run as a user would run it, but with an environment that is the same everywhere.

use std::path::Path;
use std::process::{Command, Output};

/// What a run of the program left.
#[derive(Debug)]
pub(crate) struct Run {
    /// Standard output.
    pub stdout: String,
    /// Standard error.
    pub stderr: String,
    /// The exit code.
    pub code: i32,
}

/// Runs the program in a folder.
pub(crate) fn run(folder: &Path, arguments: &[&str]) -> Run {
    run_with(folder, arguments, &[])
}

/// Runs the program in a folder with further environment variables.
pub(crate) fn run_with(folder: &Path, arguments: &[&str], environment: &[(&str, &str)]) -> Run {
    let mut command = Command::new(env!("CARGO_BIN_EXE_oneness"));
    calm(&mut command, folder);
    command.args(arguments).envs(environment.iter().copied());
    let Output { status, stdout, stderr } = command.output().expect("the program can be run");
    Run {
        stdout: String::from_utf8(stdout).expect("standard output is UTF-8"),
        stderr: String::from_utf8(stderr).expect("standard error is UTF-8"),
        code: status.code().unwrap_or(-1),
    }
}

/// Takes the user's and the machine's settings away from a command: configuration, colours, other repositories.
pub(crate) fn calm(command: &mut Command, folder: &Path) {
    for (name, _) in std::env::vars_os() {
        let name = name.to_string_lossy().into_owned();
        if name.starts_with("GIT") || ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "FORCE_COLOR"].contains(&name.as_str())
        {
            command.env_remove(name);
        }
    }
    let nothing = if cfg!(windows) { "NUL" } else { "/dev/null" };
    command.current_dir(folder);
    command.env("GIT_CONFIG_GLOBAL", nothing).env("GIT_CONFIG_SYSTEM", nothing).env("GIT_CONFIG_NOSYSTEM", "1");
    command.env("GIT_CEILING_DIRECTORIES", std::env::temp_dir()).env("LC_ALL", "C").env("TZ", "UTC");
}
