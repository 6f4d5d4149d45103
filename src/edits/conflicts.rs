//! Conflicts that nobody has resolved yet: the regions between git's markers.
//!
//! Not here: resolving them.

use std::ops::Range;

use crate::source::Text;

/// Markers have seven signs or more (gitattributes, "conflict-marker-size").
const MIN_SIGNS: usize = 7;

/// Returns the lines, counted from 0, from each opening marker to its closing one, both included. A line of equal
/// signs alone is no conflict: it underlines headings.
#[must_use]
pub fn regions(text: &Text) -> Vec<Range<usize>> {
    let mut regions = Vec::new();
    let mut open: Option<usize> = None;
    for (index, line) in text.lines().enumerate() {
        if is_marker(line, '<') {
            open = Some(index);
        } else if is_marker(line, '>')
            && let Some(start) = open.take()
        {
            regions.push(start..index + 1);
        }
    }
    regions
}

/// A marker is a run of one sign, then a space and a label, or nothing.
fn is_marker(line: &str, sign: char) -> bool {
    let rest = line.trim_start_matches(sign);
    line.len() - rest.len() >= MIN_SIGNS && (rest.is_empty() || rest.starts_with(' '))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regions_have_two_ends() {
        let text = Text::new("a\n<<<<<<< ours\nb\n=======\nc\n>>>>>>> theirs\nd\n=======\n".into());
        assert_eq!(regions(&text), [1..6]);
        assert_eq!(regions(&Text::new("<<<<<<< x\nb\n".into())), Vec::<Range<usize>>::new());
    }
}
