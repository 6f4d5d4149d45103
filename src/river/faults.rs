//! What the edits of both sides leave for the kinds that find their faults by themselves, gathered while the texts are at
//! hand.
//!
//! Not here: units that are alike (`pairs`), the kinds (`findings`).

use super::{claims, copies, references, tweaks, within};
use crate::changes::claims::{self as lines, Claim};
use crate::changes::names::Names;
use crate::changes::tweaks::{self as small, Tweak};
use crate::edits::Edits;
use crate::edits::sketch::Sketch;
use crate::findings::dangling_reference;
use crate::findings::fault::Fault;
use crate::merge::{Merge, Store};
use crate::source::{Source, Text};
use copies::Touched;

/// The traces of both sides, ours first; files by their index in the merge.
#[derive(Default)]
pub(super) struct Traces {
    names: [Names; 2],
    /// The words of each file that both sides edited.
    shared: [Vec<(usize, Names)>; 2],
    claims: [Vec<(usize, Claim)>; 2],
    tweaks: [Vec<(usize, Tweak)>; 2],
    touched: [Vec<(usize, Touched)>; 2],
}

impl Traces {
    /// Notes what a side did to one file.
    pub(super) fn note(
        &mut self,
        at: usize,
        (file, is_shared): (usize, bool),
        base: &Text,
        side: &Source,
        (edits, sketch): (&Edits, &Sketch),
    ) {
        if is_shared {
            let mut names = Names::default();
            names.note(file, base, &side.text, edits);
            self.names[at].extend(&names);
            self.shared[at].push((file, names));
        } else {
            self.names[at].note(file, base, &side.text, edits);
        }
        let added = edits.added.iter().map(|edit| edit.lines.clone());
        self.claims[at].extend(lines::of(&side.path, &side.text, added).into_iter().map(|claim| (file, claim)));
        self.tweaks[at].extend(small::of(base, &side.text, edits).into_iter().map(|tweak| (file, tweak)));
        self.touched[at].push((file, Touched::of(base, edits, sketch)));
    }

    /// Finds the faults that the two sides' traces make together.
    pub(super) fn faults(&self, merge: &Merge, store: &dyn Store) -> Vec<Fault> {
        let mut faults = claims::of(merge, store, &self.claims);
        let mut references = references::of(merge, store, &self.names);
        // What went from everywhere went from each file, too.
        let is_told = |name: &str| references.iter().any(|told| told.name == name);
        let within = within::of(merge, store, &self.shared).into_iter().filter(|found| !is_told(&found.name));
        references.extend(within.collect::<Vec<_>>());
        faults.extend(references.into_iter().map(dangling_reference::fault));
        faults.extend(tweaks::of(merge, store, &self.tweaks));
        faults.extend(copies::of(merge, store, &self.touched));
        faults
    }
}
