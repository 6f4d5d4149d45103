//! Two copies of one document of which nobody has the version that both began as, as a merge: what both hold is taken for
//! the base, and the result is all that either says. Lines are compared as they are read, so that a deck or a document is
//! joined by its outline as a text is by its lines.
//!
//! Not here: writing such a result (`cli::merge`).

use std::ffi::OsString;

use crate::decode;
use crate::error::{Error, Result};
use crate::merge::held::Held;
use crate::merge::{Merge, Origin, Store, Version};
use crate::source::{Form, OutlineLine, Side, Sides, Source, Text};
use crate::three_way::two_way::{self, Hunk};

/// A merge of two copies, and the store that reads it.
#[derive(Debug)]
pub struct Supposed {
    /// The merge.
    pub merge: Merge,
    /// How many lines stand in both, blank ones aside.
    pub common: usize,
    /// How many lines the shorter of the two has, blank ones aside.
    pub shorter: usize,
    held: Held,
    differing: Vec<Hunk>,
}

/// Joins two copies, each given by its path and its bytes.
///
/// # Errors
/// A copy that cannot be read as text or as a document, no git to compare them.
pub fn suppose([(our_path, ours), (their_path, theirs)]: [(&str, &[u8]); 2]) -> Result<Supposed> {
    let read = |path: &str, bytes: &[u8]| {
        let source = decode::source(path, bytes);
        match source.why_unread() {
            Some(why) => Err(Error::new(format!("{path}: it {}", why.reason))),
            None => Ok(source),
        }
    };
    let (ours, theirs) = (read(our_path, ours)?, read(their_path, theirs)?);
    let differing = differing(&ours, &theirs)?;
    let (base, result) = joined(&ours, &theirs, &differing);
    let filled = |source: &Source| source.text.lines().filter(|line| !line.trim().is_empty()).count();
    let (common, shorter) = (filled(&base), filled(&ours).min(filled(&theirs)));
    let held = Held::new(Sides { base, ours, theirs }, result);
    let merge = Merge { result_is_supposed: true, ..held.merge([our_path, their_path]) };
    Ok(Supposed { merge, common, shorter, held, differing })
}

impl Supposed {
    /// Tells whether two texts are two versions of one place: without a base nobody knows whether both said something
    /// there or only one changed it, and whoever joins the two sees them side by side.
    #[must_use]
    pub fn is_one_place(&self, ours: &str, theirs: &str) -> bool {
        let [our_source, their_source] = Side::BOTH.map(|side| self.held.side(side));
        let holds = |source: &Source, lines: &std::ops::Range<usize>, text: &str| {
            let first = text.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default();
            lines.clone().any(|at| source.text.line(at).contains(first))
        };
        let mut differing = self.differing.iter();
        differing.any(|[own, other]| holds(our_source, own, ours) && holds(their_source, other, theirs))
    }
}

/// Asks git where the lines of two copies differ.
fn differing(ours: &Source, theirs: &Source) -> Result<Vec<Hunk>> {
    let failed = |error: std::io::Error| Error::new(format!("cannot write a temporary file: {error}"));
    let folder = tempfile::tempdir().map_err(failed)?;
    let files = ["ours", "theirs"].map(|name| folder.path().join(name));
    for (file, source) in files.iter().zip([ours, theirs]) {
        std::fs::write(file, source.text.as_str()).map_err(failed)?;
    }
    let contents = [ours, theirs].map(|source| source.text.as_str().as_bytes());
    let labels = [&OsString::new(), &OsString::new()];
    Ok(two_way::join([&files[0], &files[1]], contents, labels, 7)?.differing)
}

/// A source that is written line by line.
struct Page {
    text: String,
    outline: Vec<OutlineLine>,
}

impl Page {
    fn take(&mut self, source: &Source, lines: std::ops::Range<usize>) {
        for at in lines {
            self.text.push_str(source.text.line(at));
            self.text.push('\n');
            self.outline.extend(source.outline().and_then(|outline| outline.get(at)).cloned());
        }
    }

    fn source(self, like: &Source) -> Source {
        let form = if like.outline().is_some() { Form::Outline(self.outline) } else { like.form.clone() };
        Source { text: Text::new(self.text), form, ..like.clone() }
    }
}

/// Makes the base of what both hold, and the result of all.
fn joined(ours: &Source, theirs: &Source, differing: &[Hunk]) -> (Source, Source) {
    let page = || Page { text: String::new(), outline: Vec::new() };
    let (mut base, mut result) = (page(), page());
    let mut done = 0;
    for [own, other] in differing {
        base.take(ours, done..own.start);
        result.take(ours, done..own.end);
        result.take(theirs, other.clone());
        done = own.end;
    }
    base.take(ours, done..ours.text.line_count());
    result.take(ours, done..ours.text.line_count());
    (base.source(ours), result.source(ours))
}

impl Store for Supposed {
    fn read(&self, version: &Version) -> Source {
        self.held.read(version)
    }

    fn visit_base(&self, wanted: &dyn Fn(&str) -> bool, visit: &mut dyn FnMut(&Source) -> bool) {
        self.held.visit_base(wanted, visit);
    }

    fn origin(&self, side: Side, path: &str, lines: &[String]) -> Origin {
        self.held.origin(side, path, lines)
    }

    fn folder(&self) -> Option<std::path::PathBuf> {
        self.held.folder()
    }

    fn is_generated(&self, path: &str) -> bool {
        self.held.is_generated(path)
    }
}
