//! How many columns of a terminal a text takes, and how it is brought into so many: Chinese letters take two, what is
//! combined with the letter before it none.
//!
//! Not here: what is written.

use std::ops::Range;

use unicode_width::UnicodeWidthStr;

use crate::error::{is_hidden, printable};

/// A terminal goes on at the next column that this divides.
const TAB: usize = 8;

/// Returns the columns that a text takes, as it is shown, tabs at their widest.
#[must_use]
pub(super) fn of(text: &str) -> usize {
    let tabs = text.matches('\t').count();
    let shown =
        if text.contains(|letter| letter != '\t' && is_hidden(letter)) { printable(text) } else { text.to_owned() };
    shown.replace('\t', "").width() + tabs * TAB
}

/// Returns the longest beginning of a text that takes no more than so many columns.
#[must_use]
pub(super) fn beginning(text: &str, columns: usize) -> &str {
    // A line of a program may have a million letters: none but those that could fit are measured. What has no width of
    // its own goes with the letter before it.
    let ends = text.char_indices().map(|(at, letter)| at + letter.len_utf8()).take(columns * 4 + 4);
    let end = ends.take_while(|end| of(&text[..*end]) <= columns).last().unwrap_or_default();
    &text[..end]
}

/// Writes signs below the letters of a line that stand in one of the ranges.
#[must_use]
pub(super) fn carets(line: &str, is_marked: impl Fn(usize) -> bool) -> String {
    let mut marks = String::new();
    let (mut done, mut start) = (0, 0);
    for (at, letter) in line.char_indices() {
        let end = at + letter.len_utf8();
        if letter == '\t' {
            marks.push('\t');
            (start, done) = (end, 0);
            continue;
        }
        // Joined signs take less room than each alone, so that what stands before counts too.
        let columns = of(&line[start..end]);
        let sign = if is_marked(at) { "^" } else { " " };
        marks.push_str(&sign.repeat(columns.saturating_sub(done)));
        done = done.max(columns);
    }
    marks.trim_end().to_owned()
}

/// Parts a text into lines of no more than so many columns, between words. What stands between backquotes is typed as it
/// stands and kept together where it fits.
#[must_use]
pub(super) fn wrapped(text: &str, first: usize, rest: usize) -> Vec<&str> {
    let mut lines = Vec::new();
    let mut line = 0..0;
    for word in words(text) {
        let room = if lines.is_empty() { first } else { rest };
        if of(&text[line.start..word.end]) <= room {
            line.end = word.end;
            continue;
        }
        if !line.is_empty() {
            lines.push(&text[line.clone()]);
        }
        line = word;
        // A word that is too long by itself is cut: a path, mostly.
        loop {
            let room = (if lines.is_empty() { first } else { rest }).max(1);
            if of(&text[line.clone()]) <= room {
                break;
            }
            let broken =
                text[line.start..line.end].find(' ').filter(|at| of(&text[line.start..line.start + at]) <= room);
            let last_space = broken.and_then(|_| {
                let fits = beginning(&text[line.clone()], room);
                fits.rfind(' ')
            });
            let cut = last_space.unwrap_or_else(|| beginning(&text[line.clone()], room).len());
            let cut = if cut == 0 { text[line.start..].chars().next().map_or(1, char::len_utf8) } else { cut };
            lines.push(&text[line.start..line.start + cut]);
            line.start += cut;
            line.start += text[line.clone()].len() - text[line.clone()].trim_start_matches(' ').len();
        }
    }
    lines.push(&text[line]);
    lines
}

/// The words of a text; a command between backquotes is one, spaces and all.
fn words(text: &str) -> Vec<Range<usize>> {
    let mut words = Vec::new();
    let (mut start, mut is_quoted) = (None, false);
    for (at, letter) in text.char_indices() {
        match letter {
            ' ' if !is_quoted => words.extend(start.take().map(|start| start..at)),
            _ => {
                is_quoted ^= letter == '`';
                start.get_or_insert(at);
            }
        }
    }
    words.extend(start.map(|start| start..text.len()));
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn carets_stand_below_their_letters() {
        let check = |line: &str, word: &str, expected: &str| {
            let at = line.find(word).expect("because it is there");
            assert_eq!(carets(line, |byte| (at..at + word.len()).contains(&byte)), expected, "{line}");
        };
        check("ab cd", "cd", "   ^^");
        check("支持 版本", "版本", "     ^^^^");
        check("\tx 日 y", "y", "\t     ^");
        check("cafe\u{301} au lait", "au", "     ^^");
        check("cafe\u{301} au", "cafe\u{301}", "^^^^");
        check("👩\u{200d}👧 ok", "ok", "   ^^");
        check("버전 지원", "지원", "     ^^^^");
        check("a\u{200b}b", "b", "         ^");
    }

    #[test]
    fn lines_are_no_wider_than_asked() {
        let text = "to silence: `oneness allow ID main feature`, or a/very/long/path/without/any/space.md 版本一的支持将于三月结束";
        for columns in [1, 5, 10, 17, 30, 45, 200] {
            let lines = wrapped(text, columns, columns.max(2));
            assert!(lines.iter().all(|line| of(line) <= columns.max(2)), "{columns}: {lines:?}");
            let letters = |text: &str| text.replace(' ', "");
            assert_eq!(letters(&lines.concat()), letters(text), "{columns}");
        }
        assert_eq!(wrapped("say `a b c` now", 9, 9), ["say", "`a b c`", "now"]);
        assert_eq!(wrapped("", 9, 9), [""]);
        assert_eq!(beginning("支持版本", 5), "支持");
    }
}
