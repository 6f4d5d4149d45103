//! The second half of the demonstration: the same e-mail, and a review that is a PowerPoint deck.
//!
//! Not here: git, which cannot merge such a file.

use std::path::Path;

use super::command;
use super::story::{ANNA_SAYS, BEN_SAYS, SLIDES};
use crate::documents::minimal::minimal_deck;
use crate::error::{Error, Result};
use crate::findings::Options;
use crate::merge::files::{self, FileStore};
use crate::report::{self, Style};
use crate::river;
use crate::source::Sides;

const OPENING: &str = "\
The same e-mail reaches two people whose review is a PowerPoint deck. Git cannot merge such files, so a
colleague puts the two copies together by hand and keeps what both wrote:
";
const COMMAND: &str = "oneness check --base old.pptx --ours anna.pptx --theirs ben.pptx --merged new.pptx";

/// Makes the decks, leaves them in a folder, and tells what their merge says twice.
pub(super) fn told(folder: &Path) -> Result<String> {
    let versions = Sides { base: deck(&[]), ours: deck(&[ANNA_SAYS]), theirs: deck(&[BEN_SAYS]) };
    let merged = deck(&[ANNA_SAYS, BEN_SAYS]);
    std::fs::create_dir_all(folder).map_err(|error| wrong(folder, &error))?;
    let named = [("old", &versions.base), ("anna", &versions.ours), ("ben", &versions.theirs), ("new", &merged)];
    for (name, bytes) in named {
        let path = folder.join(format!("{name}.pptx"));
        std::fs::write(&path, bytes).map_err(|error| wrong(&path, &error))?;
    }
    let mut merge = files::merge_named("new.pptx", versions, Some(merged));
    (merge.ours.name, merge.theirs.name) = ("anna.pptx".to_owned(), "ben.pptx".to_owned());
    let report = river::check(&merge, &FileStore, &Options::default());
    Ok(format!("{OPENING}\n{}{}", command(COMMAND), report::write(&report, Style::default())))
}

/// Makes the review with further bullets: the title of a slide and what is added to it.
fn deck(additions: &[(&str, &str)]) -> Vec<u8> {
    let bullets = |title: &str, own: &[&'static str]| {
        let added = additions.iter().filter(|(slide, _)| *slide == title).map(|(_, bullet)| *bullet);
        own.iter().copied().chain(added).collect::<Vec<&str>>()
    };
    let slides: Vec<_> = SLIDES.iter().map(|(title, own)| (*title, bullets(title, own))).collect();
    let slides: Vec<_> = slides.iter().map(|(title, bullets)| (*title, bullets.as_slice(), "")).collect();
    minimal_deck(&slides)
}

fn wrong(path: &Path, error: &std::io::Error) -> Error {
    Error::new(format!("cannot write {}: {error}", path.display()))
}
