//! The tool `check`: what a merge says twice.
//!
//! Not here: the command of the name (`cli::check`).

use super::tool::{Is, OURS, REVISION, THEIRS, Tool, Words, told};
use crate::cli::{check, narrow};
use crate::config::Wishes;
use crate::error::Result;

/// The tool.
pub(super) const TOOL: Tool = Tool {
    name: "check",
    title: "What a merge says twice",
    about: "Tells what two sides of a merge both added: the same function, test, key, bullet or paragraph at two places \
            that git merges without a conflict. Ask it before a merge (`ours`, `theirs`), during one (no words), or of a \
            merge commit (`revision`). One line a finding: path:line of both copies, kind, id.",
    writes: false,
    takes: &[
        REVISION,
        OURS,
        THEIRS,
        ("paths", Is::Texts, "Only what has a copy in these files or folders"),
        ("all", Is::Flag, "Also what is less sure than the threshold"),
    ],
    needs: &[],
    run,
};

fn run(words: &Words<'_>) -> Result<String> {
    let mut wishes = Wishes::here()?;
    wishes.all = words.flag("all");
    let mut reports = check::of_revisions(&words.merge()?, &wishes)?;
    narrow::to(&mut reports, &words.texts("paths"));
    Ok(told(&reports, wishes.all))
}
