//! Taking a copy out of a text, or putting another text in its place: whole lines, found where the report says they stand
//! or where they alone stand, with the comment right above a piece of code and the blank lines that nobody needs then.
//!
//! Not here: decks (`decks`).

use std::ops::Range;

use super::task::{Becomes, Task};
use crate::report::report::Site;
use crate::report::silence;
use crate::source::extension;

/// What ends a line besides the copy itself.
const ENDINGS: &[char] = &[',', ';'];
/// A comment above code, whatever the language says else.
const ABOVE: &[&str] = &["@", "#[", "///", "/**", "*/", "* "];

/// Returns the text as it would be.
///
/// # Errors
/// Why a copy cannot be changed, in a sentence.
pub(super) fn changed(path: &str, before: &[u8], tasks: &[&Task<'_>]) -> Result<Vec<u8>, String> {
    let text = std::str::from_utf8(before).map_err(|_| "it is not written in UTF-8; change it by hand".to_owned())?;
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let line_end = if lines.first().is_some_and(|line| line.ends_with("\r\n")) { "\r\n" } else { "\n" };
    // Each line is kept, goes, or becomes another text; all is found in the text as it was.
    let mut becomes: Vec<Option<String>> = vec![None; lines.len()];
    let mut stays: Vec<usize> = Vec::new();
    for task in tasks {
        let own = found(&lines, task.site, task.is_second)?;
        let is_itself = task.becomes == Becomes::Itself;
        if own.iter().any(|at| becomes[*at].is_some() || stays.contains(at) && !is_itself) {
            return Err("two decisions are about the same lines; apply one and look again".to_owned());
        }
        match task.becomes {
            Becomes::Text(text) => replace(&lines, &own, text, line_end, &mut becomes),
            Becomes::Nothing => remove(&lines, &own, (path, task.site.unit), &mut becomes),
            Becomes::Itself => stays.extend(own),
        }
    }
    let kept = lines.iter().zip(&becomes).map(|(line, becomes)| becomes.as_deref().unwrap_or(line));
    let mut after: String = kept.collect();
    if extension(path) == "json" {
        after = without_dangling_commas(&after);
        if is_json(text) && !is_json(&after) {
            return Err("it would be no JSON any more; change it by hand".to_owned());
        }
    }
    Ok(after.into_bytes())
}

fn is_json(text: &str) -> bool {
    serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok()
}

/// Finds the filled lines of a copy.
fn found(lines: &[&str], site: &Site, is_second: bool) -> Result<Vec<usize>, String> {
    let wanted: Vec<&str> = site.text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    if wanted.is_empty() {
        return Err("the copy is empty".to_owned());
    }
    let named = site.lines.map(|(start, end)| start.saturating_sub(1)..end.min(lines.len()));
    if let Some(own) = named.clone().and_then(|range| in_range(lines, range, &wanted)) {
        return Ok(own);
    }
    let starts = (0..lines.len()).filter(|at| is_line(lines[*at], wanted[0]));
    let found: Vec<Vec<usize>> = starts.filter_map(|at| in_a_row(lines, at, &wanted)).collect();
    match found.as_slice() {
        [own] => Ok(own.clone()),
        [first, second] => Ok(if is_second { second } else { first }.clone()),
        [] if named.is_some_and(|range| lines[range].iter().any(|line| line.contains(wanted[0]))) => {
            Err("the copy shares its line with something else; change it by hand".to_owned())
        }
        [] => Err("it does not say so any more; nothing is changed".to_owned()),
        _ => Err("several places say so; change one by hand".to_owned()),
    }
}

/// The wanted lines in their order within a range; what stands between them is somebody else's.
fn in_range(lines: &[&str], range: Range<usize>, wanted: &[&str]) -> Option<Vec<usize>> {
    let mut rest = range;
    let find = |text: &&str| rest.find(|at| is_line(lines[*at], text));
    wanted.iter().map(find).collect()
}

/// The wanted lines one after the other, blank lines between them.
fn in_a_row(lines: &[&str], start: usize, wanted: &[&str]) -> Option<Vec<usize>> {
    let mut filled = (start..lines.len()).filter(|at| !lines[*at].trim().is_empty());
    let next = |text: &&str| filled.next().filter(|at| is_line(lines[*at], text));
    wanted.iter().map(next).collect()
}

fn is_line(line: &str, wanted: &str) -> bool {
    let plain = |text: &str| text.trim().trim_end_matches(ENDINGS).trim_end().to_owned();
    plain(line) == plain(wanted)
}

/// Puts a text where the lines stood, as far in as the first of them.
fn replace(lines: &[&str], own: &[usize], text: &str, line_end: &str, becomes: &mut [Option<String>]) {
    let (first, last) = (own[0], own[own.len() - 1]);
    let indent = &lines[first][..lines[first].len() - lines[first].trim_start().len()];
    let text = text.trim_end().trim_start_matches(['\n', '\r']);
    let strip = &text[..text.len() - text.trim_start().len()];
    let mut new: Vec<String> = text
        .lines()
        .map(|line| format!("{indent}{}", line.strip_prefix(strip).unwrap_or(line)).trim_end().to_owned() + line_end)
        .collect();
    let ending = lines[last].trim_end().chars().last().filter(|letter| ENDINGS.contains(letter));
    if let Some((ending, line)) = ending.zip(new.last_mut().filter(|line| !line.trim_end().ends_with(ENDINGS))) {
        *line = format!("{}{ending}{line_end}", line.trim_end());
    }
    let is_unended = last + 1 == lines.len() && !lines[last].ends_with('\n');
    if let Some(line) = new.last_mut().filter(|_| is_unended) {
        *line = line.trim_end().to_owned();
    }
    for at in own {
        becomes[*at] = Some(String::new());
    }
    becomes[first] = Some(new.concat());
}

/// Takes lines away, with what stands above code for it alone, and one of two blank lines that then meet.
fn remove(lines: &[&str], own: &[usize], (path, unit): (&str, &str), becomes: &mut [Option<String>]) {
    let is_blank = |at: usize| lines[at].trim().is_empty();
    let (mut first, last) = (own[0], own[own.len() - 1]);
    let is_whole = (first..=last).all(|at| own.contains(&at) || is_blank(at));
    for at in own {
        becomes[*at] = Some(String::new());
    }
    if !is_whole {
        return;
    }
    (first..=last).for_each(|at| becomes[at] = Some(String::new()));
    if is_code(unit) {
        while first > 0 && is_comment(lines[first - 1], path) && becomes[first - 1].is_none() {
            first -= 1;
            becomes[first] = Some(String::new());
        }
    }
    // What parted the copy from its neighbours above parts them from those below now.
    let above = (0..first).rev().take_while(|at| is_blank(*at)).count();
    let below = (last + 1..lines.len()).take_while(|at| is_blank(*at)).count();
    let at_end = last + 1 + below == lines.len();
    let gone = match (first == above, at_end) {
        (true, false) => last + 1..last + 1 + below,
        (_, true) => first - above..first,
        (false, false) => last + 1..last + 1 + above.min(below),
    };
    gone.for_each(|at| becomes[at] = Some(String::new()));
}

/// Kinds of units that a comment right above belongs to.
fn is_code(unit: &str) -> bool {
    ["function", "method", "test", "type", "member", "enum-entry", "declaration"].contains(&unit)
}

fn is_comment(line: &str, path: &str) -> bool {
    let line = line.trim();
    let begin = silence::comment(path).map_or("", |(begin, _)| begin);
    !line.is_empty()
        && (ABOVE.iter().any(|mark| line.starts_with(mark)) || !begin.is_empty() && line.starts_with(begin))
}

/// A comma before a closing bracket, where the last entry went.
fn without_dangling_commas(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let (mut is_quoted, mut is_escaped) = (false, false);
    for (at, letter) in text.char_indices() {
        if !is_quoted && letter == ',' && text[at + 1..].trim_start().starts_with(['}', ']']) {
            continue;
        }
        is_quoted ^= letter == '"' && !is_escaped;
        is_escaped = is_quoted && letter == '\\' && !is_escaped;
        kept.push(letter);
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site(unit: &'static str, lines: (usize, usize), text: &str) -> Site {
        Site { unit, lines: Some(lines), text: text.to_owned(), ..Site::default() }
    }

    fn after(path: &str, before: &str, site: &Site, becomes: Option<&str>) -> Result<String, String> {
        let becomes = becomes.map_or(Becomes::Nothing, Becomes::Text);
        let task = Task { id: "1", site, is_second: false, becomes };
        changed(path, before.as_bytes(), &[&task]).map(|bytes| String::from_utf8(bytes).expect("because it was text"))
    }

    #[test]
    fn a_copy_goes_as_a_person_would_take_it_out() {
        let list = "- a\n- b\n- c\n";
        assert_eq!(after("a.md", list, &site("bullet", (2, 2), "- b"), None), Ok("- a\n- c\n".to_owned()));
        // The lines have moved since.
        assert_eq!(after("a.md", list, &site("bullet", (9, 9), "- b"), None), Ok("- a\n- c\n".to_owned()));
        let code = "fn a() {}\n\n/// Says b.\n#[inline]\nfn b() {\n\n    c();\n}\n\nfn d() {}\n";
        let own = site("function", (5, 8), "fn b() {\n\n    c();\n}");
        assert_eq!(after("a.rs", code, &own, None), Ok("fn a() {}\n\nfn d() {}\n".to_owned()));
        let json = "{\r\n  \"a\": 1,\r\n  \"b\": \"x,}\"\r\n}\r\n";
        let own = site("key", (3, 3), "\"b\": \"x,}\"");
        assert_eq!(after("a.json", json, &own, None), Ok("{\r\n  \"a\": 1\r\n}\r\n".to_owned()));
        let last = "a\n\nb";
        assert_eq!(after("a.md", last, &site("paragraph", (3, 3), "b"), None), Ok("a\n".to_owned()));
    }

    #[test]
    fn one_text_takes_the_place_of_both() {
        let text = "x:\n  - one,\n  - two\n";
        let own = site("bullet", (2, 2), "- one,");
        assert_eq!(after("a.txt", text, &own, Some("- one and two")), Ok("x:\n  - one and two,\n  - two\n".to_owned()));
    }

    #[test]
    fn what_is_not_there_or_not_alone_stays() {
        for (text, own) in [
            ("- a\n", site("bullet", (1, 1), "- b")),
            ("f(a, b)\n", site("call", (1, 1), "a")),
            ("- b\n- b\n- b\n", site("bullet", (9, 9), "- b")),
            ("a\n", site("bullet", (1, 1), "  \n")),
        ] {
            assert!(after("a.md", text, &own, None).is_err(), "{text}");
        }
        let own = site("bullet", (1, 1), "- b");
        let task = |becomes| Task { id: "1", site: &own, is_second: false, becomes };
        for other in [Becomes::Text("c"), Becomes::Itself] {
            assert!(changed("a.md", b"- b\n", &[&task(Becomes::Nothing), &task(other)]).is_err());
        }
        assert!(changed("a.md", b"- b\n", &[&task(Becomes::Itself), &task(Becomes::Itself)]).is_ok());
        assert!(changed("a.md", b"\xff", &[]).is_err());
    }
}
