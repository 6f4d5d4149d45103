//! The tool `explain`: one finding with both texts, or what a kind of finding means.
//!
//! Not here: the command of the name (`cli::explain`).

use super::tool::{Is, OURS, REVISION, THEIRS, Tool, Words, bounded};
use crate::cli::explain;
use crate::error::{Error, Result};

/// The tool.
pub(super) const TOOL: Tool = Tool {
    name: "explain",
    title: "One finding, or a kind of finding",
    about: "Shows one finding that `check` told: both texts, who added them, why they count as one. Or the manual page of \
            a kind. Name the merge as it was checked.",
    writes: false,
    takes: &[
        ("id", Is::Text, "The id in brackets, or the first letters of it"),
        ("kind", Is::Text, "A kind, as `check` names it"),
        REVISION,
        OURS,
        THEIRS,
    ],
    needs: &[],
    run,
};

fn run(words: &Words<'_>) -> Result<String> {
    let text = match (words.text("id"), words.text("kind")) {
        (Some(id), None) => explain::of_finding(id, &words.merge()?, false)?,
        (None, Some(kind)) => explain::of_kind(kind)?,
        _ => return Err(Error::new("either `id` or `kind`")),
    };
    Ok(bounded(&text.text))
}
