//! Whether two places of one text stand in one block: one object, one list, one parent element, one body.
//!
//! Not here: what stands at the places. Names of containers do not tell two objects without a name apart; the lines
//! between them do.

use crate::source::Text;

/// A line that begins so parts what is compiled from what is not.
const CONDITIONS: &[&str] = &["#if", "#el", "#endif"];

/// Tells whether no line between two ranges of lines (counted from 1, inclusive) leaves the block of the upper one.
#[must_use]
pub(super) fn is_one(text: &Text, one: (usize, usize), other: (usize, usize)) -> bool {
    let (upper, lower) = (one.min(other), one.max(other));
    if upper.1 >= lower.0 {
        return true;
    }
    if lower.1 > text.line_count() {
        return false;
    }
    let depth = indent(text.line(upper.0 - 1)).min(indent(text.line(lower.0 - 1)));
    let mut open = 0_i32;
    (upper.1..lower.0 - 1).map(|index| text.line(index)).filter(|line| !line.trim().is_empty()).all(|line| {
        let (lowest, end) = brackets(line);
        let stays = open + lowest >= 0;
        open += end;
        // What begins a line stands at the top of its file; brackets in its strings say nothing then.
        (stays || depth == 0) && indent(line) >= depth && !CONDITIONS.iter().any(|mark| line.starts_with(mark))
    }) && (open == 0 || depth == 0)
}

/// Tells whether lines open what they close: a whole thing, not the end of one and the beginning of the next.
#[must_use]
pub(super) fn is_whole<'a>(lines: impl Iterator<Item = &'a str>) -> bool {
    let (mut open, mut first) = (0_i32, None);
    for line in lines.filter(|line| !line.trim().is_empty()) {
        let (lowest, end) = brackets(line);
        if open + lowest < 0 || indent(line) < *first.get_or_insert(indent(line)) {
            return false;
        }
        open += end;
    }
    open == 0
}

/// White space before the first sign; a tab counts as four.
pub(super) fn indent(line: &str) -> usize {
    line.chars().take_while(|letter| letter.is_whitespace()).map(|letter| if letter == '\t' { 4 } else { 1 }).sum()
}

/// How deep a line falls at its lowest, and where it ends, in brackets and in elements (`<a>`, `</a>`, `<a/>`).
fn brackets(line: &str) -> (i32, i32) {
    let (mut depth, mut lowest) = (0, 0);
    let is_markup = line.trim_start().starts_with('<');
    let mut rest = line.chars().peekable();
    let mut before = ' ';
    while let Some(letter) = rest.next() {
        depth += match letter {
            '<' if is_markup && rest.peek() == Some(&'/') => -1,
            '<' if is_markup && rest.peek().is_some_and(|next| next.is_alphabetic()) => 1,
            '>' if is_markup && before == '/' => -1,
            '(' | '[' | '{' if !is_markup => 1,
            ')' | ']' | '}' if !is_markup => -1,
            _ => 0,
        };
        lowest = lowest.min(depth);
        before = letter;
    }
    (lowest, depth)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(text: &str, one: usize, other: usize) -> bool {
        is_one(&Text::new(text.to_owned()), (one, one), (other, other))
    }

    #[test]
    fn siblings_of_one_object() {
        let text = "x = {\n  a: 1,\n  b: {\n    c: 2,\n  },\n  a: 1,\n}\n";
        assert!(one(text, 2, 6));
        assert!(!one(text, 2, 4), "the upper one is outside");
    }

    #[test]
    fn two_objects_without_a_name() {
        assert!(!one("[\n  {\n    a: 1,\n  },\n  {\n    a: 1,\n  },\n]\n", 3, 6));
        assert!(!one("#if X\nint a;\n#else\nint a;\n#endif\n", 2, 4));
    }

    #[test]
    fn whole_elements() {
        assert!(is_whole(["<a>", "  <b>x</b>", "  <c/>", "</a>"].into_iter()));
        assert!(!is_whole(["  <b>x</b>", "</a>", "<a>"].into_iter()));
    }
}
