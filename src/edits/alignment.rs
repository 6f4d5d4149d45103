//! Which line of an edit was which line before: in order, by the words that they share, so that a bullet that was
//! reworded is that bullet and not one removed and one added.
//!
//! Not here: which lines an edit touches (`edits`), whether two texts mean the same (`pairs`).

use std::collections::BTreeSet;

use crate::source::Text;

/// An edit of more lines on either side is not aligned.
const MAX_LINES: usize = 40;
/// Lines that share less of their words are two lines, in hundredths.
const MIN_ALIKE: usize = 40;

/// For each new line the old line that it was.
pub type Alignment = Vec<Option<usize>>;

/// Says for each new line which old line it was, in order; `None` where it is new. The answer is `None` as a whole where
/// the edit is too large.
#[must_use]
pub fn of(old: &[&str], new: &[&str]) -> Option<Alignment> {
    if old.len() > MAX_LINES || new.len() > MAX_LINES {
        return None;
    }
    let (old, new): (Vec<_>, Vec<_>) = (words_of(old), words_of(new));
    let alike: Vec<Vec<usize>> = new.iter().map(|new| old.iter().map(|old| likeness(old, new)).collect()).collect();
    // The best sum of likenesses of what comes from a new and an old line on.
    let mut best = vec![vec![0_usize; old.len() + 1]; new.len() + 1];
    for line in (0..new.len()).rev() {
        for was in (0..old.len()).rev() {
            let together = if alike[line][was] > 0 { alike[line][was] + best[line + 1][was + 1] } else { 0 };
            best[line][was] = together.max(best[line + 1][was]).max(best[line][was + 1]);
        }
    }
    Some(walk(&alike, &best))
}

/// Says for each line of a result whether a version holds it or an older wording of it, at its place: `equal` are the
/// lines that it holds as they are.
#[must_use]
pub fn followed(result: &Text, version: &Text, equal: &[bool]) -> Vec<bool> {
    let mut followed = equal.to_vec();
    if equal.iter().all(|held| *held) {
        return followed;
    }
    for edit in super::of(version, &[], result).added.iter().filter(|edit| !edit.was.is_empty()) {
        let old: Vec<&str> = edit.was.clone().map(|line| version.line(line)).collect();
        let new: Vec<&str> = edit.lines.clone().map(|line| result.line(line)).collect();
        let found = of(&old, &new).unwrap_or_default();
        for (line, was) in edit.lines.clone().zip(found) {
            followed[line] |= was.is_some();
        }
    }
    followed
}

fn walk(alike: &[Vec<usize>], best: &[Vec<usize>]) -> Alignment {
    let mut found = vec![None; alike.len()];
    let (mut line, mut was) = (0, 0);
    while line < alike.len() && was < alike[line].len() {
        let likeness = alike[line][was];
        if likeness > 0 && best[line][was] == likeness + best[line + 1][was + 1] {
            found[line] = Some(was);
            (line, was) = (line + 1, was + 1);
        } else if best[line][was] == best[line + 1][was] {
            line += 1;
        } else {
            was += 1;
        }
    }
    found
}

fn words_of(lines: &[&str]) -> Vec<BTreeSet<String>> {
    let words = |line: &&str| {
        let lower = line.to_lowercase();
        let words = lower.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
        words.map(str::to_owned).collect()
    };
    lines.iter().map(words).collect()
}

/// The share of words that two lines have in common, in hundredths; 0 where it is too small.
fn likeness(old: &BTreeSet<String>, new: &BTreeSet<String>) -> usize {
    let all = old.len() + new.len();
    if all == 0 {
        return 0;
    }
    let shared = 200 * old.intersection(new).count() / all;
    if shared >= MIN_ALIKE { shared } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reworded_lines_are_found_in_order() {
        let old = ["- Freeze the branch", "- Tell the support team", "- Update the page"];
        let new =
            ["- Tell the support team at noon", "- Book a room", "- Update the download page", "- Freeze the branch"];
        assert_eq!(of(&old, &new), Some(vec![Some(1), None, Some(2), None]));
        assert_eq!(of(&[], &new), Some(vec![None; 4]));
        assert_eq!(of(&["x"], &["", "!"]), Some(vec![None, None]));
        assert_eq!(of(&["x"; 41], &["x"]), None);
    }
}
