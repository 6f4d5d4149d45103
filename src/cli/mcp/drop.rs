//! The tool `drop`: one of the two copies of a finding goes.
//!
//! Not here: the command of the name (`cli::drop`), how a copy is taken out (`cli::decide`).

use super::tool::{Is, OURS, REVISION, THEIRS, Tool, Words, bounded};
use crate::cli::drop;
use crate::error::Result;
use crate::source::Side;

/// The tool.
pub(super) const TOOL: Tool = Tool {
    name: "drop",
    title: "Take one of the two copies away",
    about: "Returns the patch that takes one of the two copies of a finding out of the work tree; with `write` it is \
            written, and staged during a merge. Never the last copy, never a file that changed meanwhile.",
    writes: true,
    takes: &[
        ("id", Is::Text, "The id in brackets, or the first letters of it"),
        ("keep", Is::Side, "Whose copy stays; ours where it is not said"),
        ("write", Is::Flag, "Write it; else only the patch is shown"),
        REVISION,
        OURS,
        THEIRS,
    ],
    needs: &["id"],
    run,
};

fn run(words: &Words<'_>) -> Result<String> {
    let id = words.text("id").unwrap_or_default();
    let side = if words.text("keep") == Some("theirs") { Side::Theirs } else { Side::Ours };
    let is_written = words.flag("write");
    let patch = drop::dropped(id, &words.merge()?, side, !is_written)?;
    let hint = if is_written { "" } else { "nothing is written yet: ask again with `write`\n" };
    Ok(bounded(&format!("{}{hint}", patch.text)))
}
