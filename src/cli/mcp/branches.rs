//! The tool `branches`: what I add against what every other open line of work adds.
//!
//! Not here: the command of the name (`cli::branches`).

use clap::{Args as _, FromArgMatches as _};

use super::tool::{Is, Tool, Words, bounded};
use crate::cli::branches::BranchesCommand;
use crate::error::{Error, Result};

/// The tool.
pub(super) const TOOL: Tool = Tool {
    name: "branches",
    title: "What others are about to say, too",
    about: "Compares what the checked-out branch adds with what every other unmerged branch and work tree adds, before \
            anybody merges. Ask it before you begin something that others may have begun, and before you hand in.",
    writes: false,
    takes: &[
        ("patterns", Is::Texts, "Only lines of work whose name matches one of these, `*` for anything"),
        ("worktrees", Is::Flag, "Also what is not committed, in every work tree"),
    ],
    needs: &[],
    run,
};

/// The command is asked as it would be typed, with the words behind `--`, so that none of them is an option.
fn run(words: &Words<'_>) -> Result<String> {
    let mut typed = vec!["branches".to_owned()];
    typed.extend(words.flag("worktrees").then(|| "--worktrees".to_owned()));
    typed.push("--".to_owned());
    typed.extend(words.texts("patterns"));
    let failed = |error: clap::Error| Error::new(error.to_string());
    let matches = BranchesCommand::augment_args(clap::Command::new("branches")).try_get_matches_from(typed);
    let command = BranchesCommand::from_arg_matches(&matches.map_err(failed)?).map_err(failed)?;
    let mut out = Vec::new();
    command.run(&mut out)?;
    let text = bounded(&String::from_utf8_lossy(&out));
    Ok(if text.is_empty() { "no other open line of work says what this one says\n".to_owned() } else { text })
}
