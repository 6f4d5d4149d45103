//! The second half of the demonstration: the same e-mail, and a review that is a PowerPoint deck. Git merges it with
//! the merge driver in place.
//!
//! Not here: the text deck (`story`), how slides are merged (`three_way::deck`).

use std::path::Path;

use super::git::{Git, checked, command};
use super::story::{ANNA_SAYS, BEN_SAYS, SLIDES};
use crate::documents::minimal::minimal_deck;
use crate::error::{Error, Result};

const OPENING: &str = "\
The same e-mail reaches two people whose review is a PowerPoint deck. Git alone cannot merge such files;
after `oneness install` it can, slide by slide, and nothing that either wrote is lost:
";
const DECK: &str = "review.pptx";

/// Lets git merge the two decks in a repository of their own, and tells what their merge says twice.
pub(super) fn told(folder: &Path) -> Result<String> {
    std::fs::create_dir_all(folder)
        .map_err(|error| Error::new(format!("cannot write {}: {error}", folder.display())))?;
    let git = Git { folder };
    let carla = ("Carla", "2026-03-01T12:00:00+01:00");
    git.run(carla, &["init", "--quiet", "--initial-branch=main"])?;
    driver(&git)?;
    let commit = |who, when, subject: &str, additions: &[(&str, &str)]| {
        git.write_bytes(DECK, &deck(additions))?;
        git.commit((who, when), subject)
    };
    commit("Carla", "2026-03-01T12:00:00+01:00", "The spring review", &[])?;
    git.run(carla, &["branch", "review"])?;
    commit("Anna", "2026-03-02T09:12:00+01:00", "Say that version 1 ends", &[ANNA_SAYS])?;
    git.run(carla, &["checkout", "--quiet", "review"])?;
    commit("Ben", "2026-03-03T11:05:00+01:00", "Version 1", &[BEN_SAYS])?;
    git.run(carla, &["checkout", "--quiet", "main"])?;
    let mut text = format!("{OPENING}\n{}", command("git merge review"));
    text.push_str(&git.run(("Anna", "2026-03-04T10:00:00+01:00"), &["merge", "--no-edit", "review"])?);
    text.push_str(&format!("\n{}", command(&format!("oneness check {DECK}"))));
    text.push_str(&checked(folder)?);
    Ok(text)
}

/// Installs the driver as `oneness install --merge-driver` does, for this repository only, by this program's own path.
fn driver(git: &Git<'_>) -> Result<()> {
    let program = std::env::current_exe().map_err(|error| Error::new(format!("cannot find myself: {error}")))?;
    let program = program.to_string_lossy().replace('\\', "/").replace('\'', r"'\''");
    let line = format!("ONENESS=0 '{program}' merge-driver %O %A %B -L %L -p %P -s %S -x %X -y %Y");
    let carla = ("Carla", "2026-03-01T12:00:00+01:00");
    git.run(carla, &["config", "merge.oneness.driver", &line])?;
    git.run(carla, &["config", "merge.default", "oneness"]).map(drop)
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
