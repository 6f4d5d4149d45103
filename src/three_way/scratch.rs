//! An empty repository in a folder of its own, and a git that sees it and nothing of the user's: no configuration, no
//! merge driver, no hook, no remote from which it could fetch.
//!
//! Not here: what is put into it (`text`, `merge::git`).

use std::path::Path;
use std::process::Command;

use crate::git_program;

/// Variables that would lead a git in the scratch repository back to the user's.
const FOREIGN: &[&str] = &[
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_OBJECT_DIRECTORY",
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_COMMON_DIR",
    "GIT_NAMESPACE",
    "GIT_PREFIX",
    "GIT_ATTR_SOURCE",
    "GIT_CONFIG",
    "GIT_CONFIG_COUNT",
    "GIT_CONFIG_PARAMETERS",
    "GIT_DEFAULT_HASH",
    "GIT_DEFAULT_REF_FORMAT",
    "GIT_REPLACE_REF_BASE",
    "GIT_SHALLOW_FILE",
    "GIT_TRACE",
    "GIT_TRACE2",
    "GIT_TRACE2_EVENT",
];

/// The path of a file that is always empty, as git understands it on every system.
pub const NULL_DEVICE: &str = "/dev/null";

/// Writes by hand what `git init --bare` would, which spares a process.
///
/// # Errors
/// Where the folder cannot be written.
pub fn lay_out(folder: &Path) -> std::io::Result<()> {
    for inner in ["objects", "objects/info", "refs", "info"] {
        std::fs::create_dir(folder.join(inner))?;
    }
    std::fs::write(folder.join("HEAD"), "ref: refs/heads/none\n")?;
    std::fs::write(folder.join("config"), "[core]\n\trepositoryformatversion = 0\n\tbare = true\n")
}

/// Starts a command line of a git that works in the scratch repository.
#[must_use]
pub fn git(folder: &Path) -> Command {
    let mut command = git_program::git();
    for variable in FOREIGN {
        command.env_remove(variable);
    }
    command.env("GIT_CONFIG_NOSYSTEM", "1").env("GIT_CONFIG_GLOBAL", NULL_DEVICE);
    command.arg("--git-dir").arg(folder).current_dir(folder);
    command
}
