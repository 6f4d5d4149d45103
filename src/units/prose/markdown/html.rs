//! HTML in Markdown: groups of lines and entries of lists.
//!
//! Not here: whole HTML documents.

use std::ops::Range;

use super::blocks::trimmed;
use crate::source::Text;
use crate::units::prose::plain::says_a_word;
use crate::units::prose::sentence;

/// Returns the parts of a block of HTML, and of each whether it is an entry of a list. Comments and lines of mere tags
/// say nothing and are left out.
#[must_use]
pub(super) fn parts(text: &Text, bytes: Range<usize>) -> Vec<(bool, Range<usize>)> {
    let all = text.as_str();
    let mut found: Vec<(bool, Range<usize>)> = Vec::new();
    // Whether the last part goes on with the next line.
    let mut open = false;
    let mut comment = false;
    let mut start = bytes.start;
    for line in all.get(bytes).unwrap_or_default().split_inclusive('\n') {
        let span = trimmed(all, start..start + line.len());
        start += line.len();
        let line = &all[span.clone()];
        let hidden = comment || line.starts_with("<!--");
        comment = hidden && !line.contains("-->");
        if hidden || line.is_empty() {
            open = false;
        } else if opens(line, "li") {
            found.push((true, span));
            open = !line.contains("</li>");
        } else if line.starts_with("</li") || line.starts_with("</ul") || line.starts_with("</ol") {
            open = false;
        } else if let Some((_, last)) = found.last_mut().filter(|_| open) {
            last.end = span.end;
        } else {
            found.push((false, span));
            open = true;
        }
        open &= !line.contains("</li>");
    }
    found.retain(|(_, part)| is_words(&all[part.clone()]));
    found
}

/// Tells whether a text holds a word or an address besides markup.
#[must_use]
pub(super) fn is_words(text: &str) -> bool {
    let is_slot = text.starts_with("::") && text.ends_with("::") && !text.contains(char::is_whitespace);
    !is_slot && (says_a_word(text) || !sentence::links(text).is_empty())
}

/// Tells whether a line begins with this tag.
fn opens(line: &str, tag: &str) -> bool {
    let rest = line.strip_prefix('<').and_then(|rest| rest.get(..tag.len()).map(|name| (name, &rest[tag.len()..])));
    rest.is_some_and(|(name, rest)| name.eq_ignore_ascii_case(tag) && rest.starts_with(['>', ' ', '\t']))
}
