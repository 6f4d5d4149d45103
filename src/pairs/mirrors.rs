//! Whether two files stand for each other: two versions, an interface and its implementation, a translation, a copy for
//! another tool. They say the same by design.
//!
//! Not here: what they say.

use super::names;
use crate::changes::change::Change;

/// Two files in two folders whose names differ in nothing but their ending.
const ONE_STEM: f64 = 0.8;
/// So many sentences in common before make two documents half parallel.
const HALF: f64 = 3.0;
/// Names that are less alike than this say nothing.
const MIN_NAMES: f64 = 0.8;

/// Says how much the files of two changes stand for each other, 0 to 1.
#[must_use]
pub fn measure(ours: &Change, theirs: &Change) -> f64 {
    if ours.file == theirs.file || ours.path == theirs.path {
        return 0.0;
    }
    let shared = ours.around.document.intersection(&theirs.around.document).count() as f64;
    paths(&ours.path, &theirs.path).max(shared / (shared + HALF))
}

fn paths(one: &str, other: &str) -> f64 {
    let [(folder, name), (other_folder, other_name)] =
        [one, other].map(|path| path.rsplit_once('/').unwrap_or(("", path)));
    let [stem, other_stem] = [name, other_name].map(|name| name.split_once('.').map_or(name, |(stem, _)| stem));
    if name == other_name {
        1.0
    } else if stem == other_stem && !stem.is_empty() {
        ONE_STEM
    } else if folder != other_folder {
        // `v2/spec.md` and `v3/spec-3.md`: names in two folders that differ in a word.
        let alike = names::likeness(stem, other_stem);
        if alike >= MIN_NAMES { ONE_STEM * alike } else { 0.0 }
    } else {
        0.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_that_stand_for_each_other() {
        assert!(paths("v2/spec.md", "v3/spec.md") >= 1.0);
        assert!(paths("src/a.ml", "src/a.mli") > 0.7);
        assert!(paths("src/parser.rs", "src/lexer.rs") <= 0.0);
    }
}
