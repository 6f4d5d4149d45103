//! Slides as pictures, drawn by LibreOffice and poppler's `pdftoppm` where both are there; the page shows them in place
//! of its own drawing.
//!
//! Not here: the drawing from a slide's own geometry (`documents`), the page (`report::html`).

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use super::outcome::to_stderr;
use crate::documents::pptx;
use crate::error::printable;
use crate::git_program;
use crate::merge::git::Repo;
use crate::merge::{Content, Store, Version};
use crate::report::report::{Report, Site};
use crate::source::{Side, extension};

/// A deck that takes longer is shown by its own drawing.
const PATIENCE: Duration = Duration::from_secs(120);
/// Between two looks at a program that runs.
const PAUSE: Duration = Duration::from_millis(50);
/// More decks of one page nobody waits for.
const MAX_DECKS: usize = 20;
/// Points of a picture to an inch.
const SHARPNESS: &str = "80";
/// Where systems keep the program, besides the path.
const OFFICES: &[&str] = &["soffice", "libreoffice", "/Applications/LibreOffice.app/Contents/MacOS/soffice"];

/// One version of one deck: the commit, and the path in it.
type Deck = (String, String);

/// Draws the slides that findings stand on, and puts the pictures into their reports. What cannot be drawn is said on
/// standard error, and stays a drawing.
pub(super) fn add(reports: &mut [Report]) {
    let mut wanted: BTreeMap<Deck, BTreeSet<usize>> = BTreeMap::new();
    each_slide(reports, |deck, slide, _| {
        wanted.entry(deck).or_default().insert(slide);
    });
    let mut pictures: BTreeMap<(Deck, usize), Vec<u8>> = BTreeMap::new();
    for (deck, slides) in wanted.into_iter().take(MAX_DECKS) {
        match drawn(&deck, &slides) {
            Ok(drawn) => pictures.extend(drawn.into_iter().map(|(slide, picture)| ((deck.clone(), slide), picture))),
            Err(why) => to_stderr(&format!("oneness: {} is not drawn: {why}\n", printable(&deck.1))),
        }
    }
    each_slide(reports, |deck, slide, site| site.picture = pictures.get(&(deck, slide)).cloned());
}

/// Visits each copy that stands on a slide of a deck that a commit holds.
fn each_slide(reports: &mut [Report], mut visit: impl FnMut(Deck, usize, &mut Site)) {
    for report in reports {
        let heads = [report.ours.oid.clone(), report.theirs.oid.clone()];
        for told in &mut report.findings {
            for (site, side) in [(&mut told.ours, Side::Ours), (&mut told.theirs, Side::Theirs)] {
                let head = &heads[usize::from(side == Side::Theirs)];
                if let Some((head, slide)) =
                    head.clone().zip(site.slide).filter(|_| extension(&site.own_path) == "pptx")
                {
                    visit((head, site.own_path.clone()), slide, site);
                }
            }
        }
    }
}

fn drawn((commit, path): &Deck, slides: &BTreeSet<usize>) -> Result<BTreeMap<usize, Vec<u8>>, String> {
    let failed = |error: &std::io::Error| error.to_string();
    let name = format!("{commit}:{path}");
    let blob = git_program::ask(["rev-parse", "--verify", "--quiet", "--end-of-options", &name]);
    let version = Version { path: path.clone(), content: Content::Blob(blob.ok_or("its version is not here")?) };
    let bytes = Repo::open().map_err(|error| error.to_string())?.bytes(&version).ok_or("it cannot be read")?;
    let pages = pages(&bytes, slides)?;
    let folder = tempfile::tempdir().map_err(|error| failed(&error))?;
    std::fs::write(folder.path().join("deck.pptx"), bytes).map_err(|error| failed(&error))?;
    to_pdf(folder.path())?;
    let mut pictures = BTreeMap::new();
    for (slide, page) in pages {
        let page = page.to_string();
        let words = ["-r", SHARPNESS, "-png", "-singlefile", "-f", &page, "-l", &page, "deck.pdf", "slide"];
        run(Command::new("pdftoppm").args(words).current_dir(folder.path()))
            .map_err(|why| format!("pdftoppm {why}"))?;
        let picture = std::fs::read(folder.path().join("slide.png")).map_err(|error| failed(&error))?;
        pictures.insert(slide, picture);
    }
    Ok(pictures)
}

/// Which page each slide becomes: hidden ones become none.
fn pages(bytes: &[u8], slides: &BTreeSet<usize>) -> Result<Vec<(usize, usize)>, String> {
    let lines = pptx::read(bytes).map_err(|why| format!("it {why}"))?;
    let hidden: BTreeSet<usize> = lines
        .iter()
        .filter_map(|(line, _)| line.place.strip_prefix("slide ")?.split_once(" (hidden)")?.0.parse().ok())
        .collect();
    let shown = slides.iter().filter(|slide| !hidden.contains(slide));
    Ok(shown.map(|slide| (*slide, slide - hidden.range(..*slide).count())).collect())
}

/// Lets LibreOffice write the pages, with a profile of its own: nothing of the user's is read or changed.
fn to_pdf(folder: &Path) -> Result<(), String> {
    let profile = format!("-env:UserInstallation=file://{}", folder.join("profile").display());
    let mut missing = true;
    for office in OFFICES {
        let mut command = Command::new(office);
        command.args([&profile, "--headless", "--norestore", "--convert-to", "pdf", "--outdir"]);
        command.arg(folder).arg(folder.join("deck.pptx")).current_dir(folder);
        match run(&mut command) {
            Ok(()) => {
                return folder.join("deck.pdf").is_file().then_some(()).ok_or("LibreOffice wrote no page".to_owned());
            }
            Err(why) if why == MISSING => {}
            Err(why) => {
                missing = false;
                to_stderr(&format!("oneness: {office} {why}\n"));
            }
        }
    }
    Err(if missing { "LibreOffice is not here".to_owned() } else { "LibreOffice did not draw it".to_owned() })
}

const MISSING: &str = "is not here";

/// Runs a program without a word, for as long as there is patience.
fn run(command: &mut Command) -> Result<(), String> {
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let mut child = command.spawn().map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => MISSING.to_owned(),
        _ => format!("cannot be run: {error}"),
    })?;
    let start = Instant::now();
    loop {
        match child.try_wait() {
            Ok(Some(status)) if status.success() => return Ok(()),
            Ok(Some(status)) => return Err(format!("ended with {status}")),
            Ok(None) if start.elapsed() < PATIENCE => std::thread::sleep(PAUSE),
            Ok(None) | Err(_) => {
                let _ = child.kill();
                let _ = child.wait();
                return Err("took too long".to_owned());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::documents::minimal::minimal_deck;

    #[test]
    fn each_slide_is_a_page_unless_it_is_hidden() {
        let deck = minimal_deck(&[("One", &["a"], ""), ("Two", &["b"], "")]);
        assert_eq!(pages(&deck, &BTreeSet::from([1, 2])), Ok(vec![(1, 1), (2, 2)]));
        assert!(pages(b"", &BTreeSet::from([1])).is_err());
        assert_eq!(run(&mut Command::new("oneness-has-no-such-program")), Err(MISSING.to_owned()));
    }
}
