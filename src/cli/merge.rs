//! `oneness merge`: two people's copies of one file become one, outside git too: "conflict copies" of a shared folder,
//! or what came back by mail.
//!
//! Not here: how a file is merged (`three_way::driver`, `three_way::text`), copies without a common version (`copies`).

mod copies;
mod joined;

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use clap::Args;

use super::answer;
use super::outcome::{Outcome, to_stderr};
use crate::config::Wishes;
use crate::error::{Error, Result, printable};
use crate::merge::files::{self, FolderStore};
use crate::report::{self, Style};
use crate::source::{Sides, extension};
use crate::three_way::driver::{self, Written};
use crate::three_way::text::{self, Request};
use joined::{CONFLICTED, Joined, MARKER_SIZE, count_beyond, counted, name, refused, said, unknown_format};

/// Merges two copies of one file: decks slide by slide, texts line by line
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  oneness merge --base old.pptx --ours mine.pptx --theirs hers.pptx -o both.pptx
  oneness merge --ours notes.md --theirs 'notes (copy).md' -o both.md

Without --base what both copies hold is taken for it: what stands in one alone is kept, and told, because nobody knows
whether that copy added it or the other one took it away.

Exit codes: 0 merged, 1 merged but for the conflicts that are named, 2 could not be merged; nothing is written then.")]
pub struct Merge {
    /// What both copies began as, where anybody has it
    #[arg(long, value_name = "FILE")]
    base: Option<PathBuf>,
    /// One copy; it is kept where the two exclude one another
    #[arg(long, value_name = "FILE")]
    ours: PathBuf,
    /// The other copy
    #[arg(long, value_name = "FILE")]
    theirs: PathBuf,
    /// Where the result goes; a file that stands there is replaced, but for the copies themselves
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
    /// Let the result replace one of the copies
    #[arg(long)]
    force: bool,
    /// Say nothing of what went well
    #[arg(short, long)]
    quiet: bool,
}

impl Merge {
    /// Merges the file and writes the result in one step, then tells what came of each copy and what both say twice.
    ///
    /// # Errors
    /// Files that cannot be read, written or merged.
    pub fn run(self) -> Result<Outcome> {
        let request = self.request();
        let place = self.place()?;
        let joined = match &self.base {
            Some(_) => {
                let versions = driver::read(&request)?;
                Joined { written: merged(&request, &versions)?, versions }
            }
            None => copies::join(&request)?,
        };
        let written = &joined.written;
        self.write(&place, &written.merged.bytes)?;
        for note in &written.notes {
            let _ = writeln!(std::io::stderr(), "oneness: {}: {}", printable(&name(&self.output)), printable(note));
        }
        let code = u8::from(written.merged.conflicted);
        let text = if self.quiet { Ok(String::new()) } else { self.told(joined) };
        let text = text.unwrap_or_else(|error| {
            to_stderr(&format!("oneness: merged, but not examined: {error}\n"));
            String::new()
        });
        Ok(Outcome { text, code })
    }

    /// Tells what came of each copy, and what both say twice.
    fn told(&self, Joined { written, versions }: Joined) -> Result<String> {
        // The result may lie under a name for a while that says nothing of its format.
        let is_named = extension(&name(&self.output)) == extension(&name(&self.ours));
        let path = name(if is_named { &self.output } else { &self.ours }).replace('\\', "/");
        let summary = self.summary(&path, &versions);
        let mut merge = files::merge_named(&path, versions, Some(written.merged.bytes));
        (merge.ours.name, merge.theirs.name) = (name(&self.ours), name(&self.theirs));
        let report = Wishes::here()?.check(merge, &FolderStore::over(&self.ours, &self.output))?;
        let style = Style { width: answer::columns(std::io::stdout()), ..Style::default() };
        Ok(format!("{summary}\n{}", report::write(&report, style)))
    }

    /// "both.md is merged: mine.md brought 3 lines and took 1 away, hers.md brought 2"
    fn summary(&self, path: &str, versions: &Sides<Vec<u8>>) -> String {
        let lines = versions.as_ref().map(|bytes| said(path, bytes));
        let brought = |copy: &Path, own: &BTreeMap<String, usize>| {
            let (new, gone) = (count_beyond(own, &lines.base), count_beyond(&lines.base, own));
            let gone = if gone == 0 { String::new() } else { format!(" and took {gone} away") };
            format!("{} brought {}{gone}", printable(&name(copy)), counted(new, "line"))
        };
        let (ours, theirs) = (brought(&self.ours, &lines.ours), brought(&self.theirs, &lines.theirs));
        format!("oneness: {} is merged: {ours}, {theirs}", printable(&name(&self.output)))
    }

    /// Writes the result, readable for whoever could read what it replaces, or ours.
    fn write(&self, place: &Path, bytes: &[u8]) -> Result<()> {
        let rights = std::fs::metadata(place).or_else(|_| std::fs::metadata(&self.ours));
        driver::replace(place, bytes)?;
        // Who may read the result is a courtesy; that it was written is not.
        let _ = rights.and_then(|rights| std::fs::set_permissions(place, rights.permissions()));
        Ok(())
    }

    /// Returns where the result may be written: nothing, or a regular file that is none of the copies. A device or a pipe
    /// would be replaced by a file.
    fn place(&self) -> Result<PathBuf> {
        let refused = |why: &str| Err(Error::new(format!("cannot write {}: {why}", name(&self.output))));
        if self.output.symlink_metadata().is_err() {
            return Ok(self.output.clone());
        }
        // A link stays a link; what it leads to is replaced.
        let Ok(place) = self.output.canonicalize() else { return refused("it is a link that leads nowhere") };
        if !place.is_file() {
            return refused("it is no regular file");
        }
        let is_input = |input: &PathBuf| input.canonicalize().is_ok_and(|input| input == place);
        match [&self.ours, &self.theirs].into_iter().chain(&self.base).any(is_input) && !self.force {
            true => Err(Error::new(format!("{} is one of the copies", name(&self.output)))
                .hint("name another file for the result, or let it be replaced with --force")),
            false => Ok(place),
        }
    }

    /// The format is that of ours: a result may be named `-o merged` or lie under another name for a while.
    fn request(&self) -> Request {
        // What nobody has is not read.
        let base = self.base.clone().unwrap_or_default();
        let files = Sides { base, ours: self.ours.clone(), theirs: self.theirs.clone() };
        let labels = files.as_ref().map(|path| path.clone().into_os_string());
        // A name that begins with a dash would be an option to whoever is called with it.
        let files = files.map(|path| if path.is_relative() { Path::new(".").join(path) } else { path });
        Request { files, marker_size: MARKER_SIZE, path: self.ours.clone().into_os_string(), labels }
    }
}

fn merged(request: &Request, versions: &Sides<Vec<u8>>) -> Result<Written> {
    let Some(written) = driver::structural(&request.path.to_string_lossy(), versions) else {
        return lines(request, versions);
    };
    if written.is_refused {
        return Err(refused(request, &written.notes.join("; ")));
    }
    Ok(written)
}

/// Merges line by line, as git does. A binary file of no known format has no lines.
fn lines(request: &Request, versions: &Sides<Vec<u8>>) -> Result<Written> {
    let Sides { base, ours, theirs } = versions;
    let one_side = if ours == base || ours == theirs { Some(theirs) } else { (theirs == base).then_some(ours) };
    if let Some(bytes) = one_side {
        return Ok(Written::clean(bytes.clone()));
    }
    if text::is_binary(versions) {
        return Err(unknown_format(request));
    }
    let merged = text::merge(request, versions)?;
    let notes = merged.conflicted.then(|| CONFLICTED.to_owned());
    Ok(Written { merged, notes: notes.into_iter().collect(), is_refused: false })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::documents::minimal::minimal_deck;

    /// Merges three files in a folder of their own. Returns the outcome's code and the result.
    fn run(name: &str, [base, ours, theirs]: [&[u8]; 3]) -> (Result<u8>, Option<Vec<u8>>) {
        let folder = tempfile::tempdir().expect("because tests may write");
        let file = |who: &str| folder.path().join(format!("{who}{name}"));
        for (who, bytes) in [("base", base), ("ours", ours), ("theirs", theirs)] {
            std::fs::write(file(who), bytes).expect("because tests may write");
        }
        let output = folder.path().join("result");
        let merge = Merge {
            base: Some(file("base")),
            ours: file("ours"),
            theirs: file("theirs"),
            output: output.clone(),
            force: false,
            quiet: false,
        };
        let code = merge.run().map(|outcome| outcome.code);
        for (who, bytes) in [("base", base), ("ours", ours), ("theirs", theirs)] {
            assert_eq!(std::fs::read(file(who)).ok().as_deref(), Some(bytes), "{who} is as it was");
        }
        (code, std::fs::read(output).ok())
    }

    #[test]
    fn texts_are_merged_line_by_line() {
        let (code, result) = run(".md", [b"a\nb\nc\n", b"A\nb\nc\n", b"a\nb\nC\n"]);
        assert_eq!((code, result.as_deref()), (Ok(0), Some(b"A\nb\nC\n".as_slice())));
        let (code, result) = run(".md", [b"a\n", b"x\n", b"y\n"]);
        assert_eq!(code, Ok(1));
        assert!(result.is_some_and(|bytes| bytes.starts_with(b"<<<<<<<")));
    }

    #[test]
    fn decks_are_merged_slide_by_slide() {
        let deck = |one: &[&str], two: &[&str]| minimal_deck(&[("One", one, ""), ("Two", two, "")]);
        let (base, ours, theirs) = (deck(&["a"], &["b"]), deck(&["a", "x"], &["b"]), deck(&["a"], &["b", "y"]));
        let (code, result) = run(".pptx", [&base, &ours, &theirs]);
        assert_eq!(code, Ok(0));
        let source = crate::decode::source("result.pptx", &result.unwrap_or_default());
        assert_eq!(source.text.as_str(), "One\na\nx\nTwo\nb\ny\n");
    }

    #[test]
    fn what_cannot_be_merged_leaves_nothing() {
        for name in [".pptx", ".png"] {
            let (code, result) = run(name, [b"PK\0", b"PK\0o", b"PK\0t"]);
            assert_eq!((code.is_err(), result), (true, None), "{name}");
        }
        let (code, result) = run(".png", [b"\0", b"\0", b"\0t"]);
        assert_eq!((code, result.as_deref()), (Ok(0), Some(b"\0t".as_slice())));
    }
}
