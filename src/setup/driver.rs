//! The merge driver in git's configuration: every path that names no other driver goes to oneness.
//!
//! Not here: what the driver does (`three_way::driver`, `cli::merge_driver`).

use super::attributes::{self, Attribute, BUILT_IN, NAME, is_ours};
use super::own_config::{self, Part};
use super::{Places, block, program_folder, quoted};
use crate::error::{Error, Result};
use crate::git_program;

/// How the driver is to be registered.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wish {
    /// Whether a finding is to be a conflict.
    pub strict: bool,
    /// The driver of the user that does the merging, and oneness looks afterwards.
    pub delegate: Option<String>,
}

/// What the registration came to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Whether anything changed.
    pub changed: bool,
    /// What the user should know.
    pub notes: Vec<String>,
}

/// Registers the driver.
///
/// # Errors
/// Where git's files cannot be written, or the driver to delegate to is not configured.
pub fn install(places: &Places, wish: &Wish) -> Result<Outcome> {
    let found = attributes::found(places);
    let mut notes: Vec<String> = git_program::shortcoming().into_iter().chain(advice(&found, wish)).collect();
    let mut own = section(NAME, wish.strict, None);
    let mut lines = attributes::as_text(places);
    own.push_str(&text_section());
    if let Some(delegate) = &wish.delegate {
        if git_program::config(&format!("merge.{delegate}.driver")).is_none() {
            return Err(Error::new(format!("git knows no merge driver '{delegate}'"))
                .hint(format!("configure merge.{delegate}.driver first")));
        }
        let name = format!("{NAME}-{delegate}");
        own.push_str(&section(&name, wish.strict, Some(delegate)));
        lines.push_str(&attributes::handed_over(&found, delegate, &name));
    }
    match foreign_default(places) {
        Some(default) => notes.push(format!(
            "merge.default is `{default}` and stays so: only paths with the attribute merge={NAME} come to oneness \
             (`oneness languages --gitattributes` prints the lines)"
        )),
        None => own.push_str(&format!("[merge]\n\tdefault = {NAME}\n")),
    }
    let mut changed = own_config::write(places, Part::Driver, &own)?;
    changed |=
        if lines.is_empty() { block::take(&places.attributes)? } else { block::put(&places.attributes, &lines)? };
    Ok(Outcome { changed, notes })
}

/// Takes the driver away.
///
/// # Errors
/// Where git's files cannot be written.
pub fn uninstall(places: &Places) -> Result<bool> {
    let mut changed = block::take(&places.attributes)?;
    changed |= own_config::remove(places, Part::Driver)?;
    Ok(changed)
}

/// Says which paths go to other drivers, and how oneness can look at those too.
fn advice(found: &[Attribute], wish: &Wish) -> Vec<String> {
    let foreign = found.iter().filter(|attribute| !BUILT_IN.contains(&attribute.driver.as_str()));
    let foreign = foreign.filter(|attribute| wish.delegate.as_ref() != Some(&attribute.driver));
    let note = |attribute: &Attribute| {
        let Attribute { pattern, driver, place } = attribute;
        format!(
            "{pattern} is merged by `{driver}` ({place}), and stays so; to let oneness look after `{driver}` has merged: \
             oneness install --merge-driver --delegate {driver}"
        )
    };
    foreign.map(note).collect()
}

/// Returns the driver that somebody else made the default, where there is one.
fn foreign_default(places: &Places) -> Option<String> {
    let scope: &[&str] = if places.global { &["--global", "--includes"] } else { &[] };
    let arguments = ["config"].iter().chain(scope).chain(&["--get-all", "merge.default"]);
    let values = git_program::ask(arguments)?;
    values.lines().find(|value| !is_ours(value)).map(str::to_owned)
}

/// Returns the section that makes `git diff` show the text of documents. Where the program is gone git must be told
/// something: it shows no difference at all where a filter fails.
fn text_section() -> String {
    let folder = program_folder().map(|folder| format!("PATH=\"$PATH\":{}; ", quoted(&folder))).unwrap_or_default();
    let line = format!(
        "{folder}f() {{ test -s \"$(command -v oneness)\" && oneness textconv \"$1\" || \
         {{ echo '(oneness cannot be run)'; cksum <\"$1\"; }}; }}; f"
    );
    let line = line.replace('\\', "\\\\").replace('"', "\\\"");
    format!("[diff \"{NAME}\"]\n\ttextconv = \"{line}\"\n")
}

/// Returns the section of one driver. The shell line falls back to git's own merge where the program is gone: git
/// would read the shell's 127 as a conflict without markers, and the next commit would drop the other side's work.
fn section(name: &str, strict: bool, delegate: Option<&str>) -> String {
    let folder = program_folder().map(|folder| format!("PATH=\"$PATH\":{}; ", quoted(&folder))).unwrap_or_default();
    let strict = if strict { " --strict" } else { "" };
    let delegate = delegate.map(|name| format!(" --delegate '{name}'")).unwrap_or_default();
    let (histogram, labels) = match git_program::version() >= Some(git_program::OLDEST) {
        true => (" --diff-algorithm=histogram", "-L %X -L %S -L %Y"),
        false => ("", "-L HEAD -L base -L theirs"),
    };
    // The shell takes an empty file for a program that went well, and a disk that ran full leaves such files.
    let line = format!(
        "{folder}code=127; if test -s \"$(command -v oneness)\"; then \
         oneness merge-driver %O %A %B -L %L -p %P -s %S -x %X -y %Y{strict}{delegate}; code=$?; fi; \
         case $code in 126|127) echo 'oneness cannot be run: this is the merge of git alone' >&2; \
         git merge-file{histogram} --marker-size=%L {labels} %A %O %B;; *) exit $code;; esac"
    );
    let line = line.replace('\\', "\\\\").replace('"', "\\\"");
    format!(
        "[merge \"{name}\"]\n\tname = git's own merge, and what both sides said twice\n\tdriver = \"{line}\"\n\
         \trecursive = text\n"
    )
}
