//! What git is told so that it calls oneness: hook files, a merge driver, and whether all of it holds.
//! Everything written here can be taken away again to the byte.
//!
//! Not here: what oneness does when git calls (`cli::hook`, `cli::merge_driver`).

pub mod attributes;
pub mod block;
pub mod doctor;
pub mod driver;
pub mod hooks;
pub mod own_config;
mod script;

use std::path::{Path, PathBuf};

use crate::error::{Error, Result};
use crate::git_program;

/// Where git's own files stand for one repository, or for all of a user's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Places {
    /// The configuration file.
    pub config: PathBuf,
    /// Our own part of the configuration, which that file includes.
    pub own_config: PathBuf,
    /// The attributes that no clone shares.
    pub attributes: PathBuf,
    /// The folder of hooks.
    pub hooks: PathBuf,
    /// The top of the work tree; `None` for a bare repository and for all of a user's repositories.
    pub top: Option<PathBuf>,
    /// Whether this speaks of all of a user's repositories.
    pub global: bool,
}

impl Places {
    /// Finds the places of the repository that the working directory is in.
    ///
    /// # Errors
    /// Where there is no repository.
    pub fn of_repository() -> Result<Places> {
        let path = |what: &str| git_program::ask_path(["rev-parse", "--path-format=absolute", "--git-path", what]);
        let common = git_program::ask_path(["rev-parse", "--path-format=absolute", "--git-common-dir"]);
        let (Some(common), Some(hooks)) = (common, path("hooks")) else {
            let said = git_program::run(["rev-parse", "--git-dir"])?.stderr;
            // Git says how to trust a repository of another owner.
            let said = String::from_utf8_lossy(&said);
            if let Some(line) = said.lines().find(|line| line.contains("safe.directory")) {
                return Err(Error::new("this repository belongs to another user")
                    .hint(format!("if you trust it: `{}`", line.trim())));
            }
            return Err(Error::new("not in a git repository")
                .hint("change into one, or use --global for all of your repositories"));
        };
        Ok(Places {
            config: common.join("config"),
            own_config: common.join("oneness.config"),
            attributes: common.join("info/attributes"),
            hooks,
            top: git_program::ask_path(["rev-parse", "--show-toplevel"]),
            global: false,
        })
    }

    /// Finds the places that hold for all of a user's repositories. Hooks go into the template of new clones: git
    /// knows no hooks beside a repository's own, and `core.hooksPath` would switch those off.
    ///
    /// # Errors
    /// Where there is no home folder.
    pub fn of_user() -> Result<Places> {
        let home = std::env::var_os("HOME").or_else(|| std::env::var_os("USERPROFILE")).map(PathBuf::from);
        let home = home.ok_or_else(|| Error::new("HOME is not set").hint("set it, or install without --global"))?;
        let settings = std::env::var_os("XDG_CONFIG_HOME").filter(|path| !path.is_empty());
        let settings = settings.map_or_else(|| home.join(".config"), PathBuf::from);
        let own = settings.join("oneness");
        let configured = |key: &str| git_program::ask_path(["config", "--global", "--type=path", "--get", key]);
        let attributes = configured("core.attributesFile");
        let template = configured("init.templateDir");
        Ok(Places {
            config: user_config(&home, &settings),
            own_config: own.join("git.config"),
            attributes: attributes.unwrap_or_else(|| settings.join("git/attributes")),
            hooks: template.unwrap_or_else(|| own.join("template")).join("hooks"),
            top: None,
            global: true,
        })
    }
}

/// Returns the file that `git config --global` writes to.
fn user_config(home: &Path, settings: &Path) -> PathBuf {
    if let Some(path) = std::env::var_os("GIT_CONFIG_GLOBAL") {
        return PathBuf::from(path);
    }
    let (own, shared) = (home.join(".gitconfig"), settings.join("git/config"));
    if !own.exists() && shared.exists() { shared } else { own }
}

/// Returns the folder of the running program, which hooks and the driver add to the end of PATH: programs with windows
/// start git with a shorter PATH than a terminal has.
#[must_use]
pub fn program_folder() -> Option<PathBuf> {
    std::env::current_exe().ok()?.parent().map(Path::to_path_buf)
}

/// Quotes a path for the shell.
#[must_use]
pub fn quoted(path: &Path) -> String {
    format!("'{}'", path.to_string_lossy().replace('\\', "/").replace('\'', r"'\''"))
}
