//! Writing what `oneness tune` found into `oneness.toml`, and leaving all else that stands there as it is.
//!
//! Not here: what is found (`fates::own`).

use std::fmt::Write as _;
use std::path::Path;

use super::reading;
use crate::error::{Error, Result};
use crate::findings::Tuned;

/// The table in the file.
const TABLE: &str = "[tuned]";

/// Sets the threshold and the weights in a configuration file; `why` stands above them as a comment.
///
/// # Errors
/// A file that cannot be read or written, or must not be: a link out of the repository.
pub fn tune(path: &Path, threshold: f64, tuned: &Tuned, why: &str) -> Result<()> {
    let top = path.parent().unwrap_or(path);
    let old = match reading::file(path, top)? {
        reading::Found::Absent => String::new(),
        reading::Found::Refused(error) => return Err(error),
        reading::Found::Text(text) => text,
    };
    std::fs::write(path, written(&old, threshold, tuned, why))
        .map_err(|error| Error::new(format!("cannot write {}: {error}", path.display())))
}

fn written(old: &str, threshold: f64, tuned: &Tuned, why: &str) -> String {
    let mut text = format!("# {why}.\nthreshold = {threshold:.2}\n");
    text.push_str(&without_own(old));
    if tuned.bias != 0.0 || !tuned.weights.is_empty() {
        // Writing into a string cannot fail.
        let _ = write!(text, "{}{TABLE}\nbias = {:.2}\n", if text.ends_with("\n\n") { "" } else { "\n" }, tuned.bias);
        for (measure, weight) in &tuned.weights {
            let _ = writeln!(text, "{} = {weight:.2}", measure.name());
        }
    }
    text
}

/// The file without what an earlier call wrote: the threshold, the comment above it, the table.
fn without_own(old: &str) -> String {
    let (mut kept, mut table) = (String::new(), String::new());
    for line in old.lines() {
        if line.trim_start().starts_with('[') {
            table = line.trim().to_owned();
        }
        let is_threshold = table.is_empty() && line.split('=').next().is_some_and(|key| key.trim() == "threshold");
        let is_own = line.starts_with("# by `oneness tune`");
        if table != TABLE && !is_threshold && !is_own {
            kept.push_str(line);
            kept.push('\n');
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pairs::pair::Measure;

    #[test]
    fn what_else_stands_there_stays_and_a_second_call_changes_nothing() {
        let old = "# ours\nthreshold = 0.7\nignore = ['a/']\n\n[kinds]\nalready-present = false\n";
        let tuned = Tuned { bias: -0.5, weights: vec![(Measure::OnePerson, -1.25)] };
        let why = "by `oneness tune`, for a reason";
        let new = written(old, 0.65, &tuned, why);
        assert_eq!(
            new,
            "# by `oneness tune`, for a reason.\nthreshold = 0.65\n# ours\nignore = ['a/']\n\n[kinds]\n\
             already-present = false\n\n[tuned]\nbias = -0.50\none-person = -1.25\n"
        );
        assert_eq!(written(&new, 0.65, &tuned, why), new);
    }
}
