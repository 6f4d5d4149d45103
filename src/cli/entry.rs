//! A pair as it is written down when a person lets both copies stay.
//!
//! Not here: the file that it is written to (`config`), who lets it stay (`allow`, `interactive`, `review`).

use crate::config::Allowed;
use crate::report::report::Told;

/// So much of a copy's longest line is written down.
const MAX_LETTERS: usize = 160;

/// Writes a finding down so that people know it again, and `--prune` does.
pub(super) fn entry(told: &Told) -> Allowed {
    let sites = [&told.ours, &told.theirs];
    Allowed {
        id: told.id.clone(),
        reason: String::new(),
        kind: told.kind.name().to_owned(),
        places: sites.iter().map(|site| site.path.clone()).collect(),
        texts: sites.iter().map(|site| longest_line(&site.text)).collect(),
    }
}

fn longest_line(text: &str) -> String {
    let longest = text.lines().max_by_key(|line| folded(line).len()).unwrap_or_default().trim();
    longest.chars().take(MAX_LETTERS).collect()
}

/// Letters and digits alone: a unit may begin and end within a line, and marks change.
pub(super) fn folded(line: &str) -> String {
    line.chars().filter(|letter| letter.is_alphanumeric()).collect()
}
