//! Our own part of git's configuration: files of ours that git's file includes in one marked block, so that no line of
//! the user's is ever touched.
//!
//! Not here: what the files say (`driver`, `hooks`).

use std::path::{Path, PathBuf};

use super::{Places, block};
use crate::error::{Error, Result};
use crate::git_program;

/// One file of ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The merge driver.
    Driver,
    /// The template of new repositories.
    Template,
}

impl Part {
    const ALL: [Part; 2] = [Part::Driver, Part::Template];

    /// Returns where the file stands.
    fn path(self, places: &Places) -> PathBuf {
        match self {
            Part::Driver => places.own_config.clone(),
            Part::Template => places.own_config.with_extension("template.config"),
        }
    }
}

/// Writes one file of ours and lets git include it. Returns whether anything changed.
///
/// # Errors
/// Where a file cannot be written.
pub fn write(places: &Places, part: Part, text: &str) -> Result<bool> {
    let path = part.path(places);
    let is_there = std::fs::read_to_string(&path).is_ok_and(|current| current == text);
    if !is_there {
        let failed = |error: std::io::Error| Error::new(format!("cannot write {}: {error}", path.display()));
        std::fs::create_dir_all(path.parent().unwrap_or(&path)).map_err(failed)?;
        std::fs::write(&path, text).map_err(failed)?;
    }
    Ok(include(places)? || !is_there)
}

/// Removes one file of ours. Returns whether anything changed.
///
/// # Errors
/// Where a file cannot be removed or written.
pub fn remove(places: &Places, part: Part) -> Result<bool> {
    let path = part.path(places);
    let removed = match std::fs::remove_file(&path) {
        Ok(()) => true,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => false,
        Err(error) => return Err(Error::new(format!("cannot remove {}: {error}", path.display()))),
    };
    Ok(include(places)? || removed)
}

/// Makes new clones begin with our hooks, unless the user has a template of their own: then the hooks are in it.
///
/// # Errors
/// As [`write()`].
pub fn use_template(places: &Places) -> Result<()> {
    if git_program::ask(["config", "--global", "--get", "init.templateDir"]).is_none() {
        let template = places.hooks.parent().unwrap_or(&places.hooks);
        write(places, Part::Template, &format!("[init]\n\ttemplateDir = {}\n", value(template)))?;
    }
    Ok(())
}

/// Removes the folders that were made for a user's template, where nothing is in them any more.
pub fn tidy(places: &Places) {
    let own = places.own_config.parent().filter(|_| places.global);
    for folder in places.hooks.ancestors().take_while(|folder| own.is_some_and(|own| folder.starts_with(own))) {
        // A folder that holds something stays.
        let _ = std::fs::remove_dir(folder);
    }
}

/// Lets git's configuration include what is there, and nothing else.
fn include(places: &Places) -> Result<bool> {
    let parts: Vec<PathBuf> =
        Part::ALL.map(|part| part.path(places)).into_iter().filter(|path| path.exists()).collect();
    if parts.is_empty() {
        return block::take(&places.config);
    }
    // In the same folder a path needs no way to it, and then the repository may be moved.
    let near = |path: &Path| path.parent() == places.config.parent();
    let named =
        |path: &Path| path.file_name().filter(|_| near(path)).map_or_else(|| value(path), |name| value(name.as_ref()));
    let lines: Vec<String> = parts.iter().map(|path| format!("\tpath = {}", named(path))).collect();
    block::put(&places.config, &format!("[include]\n{}", lines.join("\n")))
}

/// Quotes a path as a value of git's configuration.
fn value(path: &Path) -> String {
    format!("\"{}\"", path.to_string_lossy().replace('\\', "/").replace('"', "\\\""))
}
