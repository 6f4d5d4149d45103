//! The merged file with conflict markers around both copies of what was said twice: each copy is a conflict between
//! having it and not having it, and names the place of the other. Taking ours everywhere keeps our copy only, taking
//! theirs keeps theirs.
//!
//! Not here: any other output; whether a finding is worth a conflict.

use std::ops::Range;

use super::report::{Report, Told};
use crate::findings::finding::Severity;

/// One copy: its lines, counted from 0, whose it is, and how the other one is named.
struct Copy {
    lines: Range<usize>,
    is_ours: bool,
    /// The first line of the other copy, counted from 0.
    other: usize,
    kind: &'static str,
}

/// How markers look in this file.
struct Style<'a> {
    labels: &'a [String; 2],
    marker_size: usize,
    line_end: &'static [u8],
}

/// Writes the markers. Returns `None` where no finding has lines in the file.
#[must_use]
pub fn around(merged: &[u8], report: &Report, labels: &[String; 2], marker_size: usize) -> Option<Vec<u8>> {
    let lines: Vec<&[u8]> = merged.split_inclusive(|byte| *byte == b'\n').collect();
    let copies = copies(report, lines.len());
    if copies.is_empty() {
        return None;
    }
    let line_end: &[u8] = if lines.first().is_some_and(|line| line.ends_with(b"\r\n")) { b"\r\n" } else { b"\n" };
    let style = Style { labels, marker_size, line_end };
    // The markers above a line move it down: three for each copy that ends before it, and one or two of its own.
    let moved = |line: usize, named_by: &Copy| {
        let above = copies.iter().filter(|copy| copy.lines.end <= line).count();
        line + 1 + above * 3 + if named_by.is_ours { 2 } else { 1 }
    };
    let mut text = Vec::with_capacity(merged.len() + copies.len() * 120);
    let mut done = 0;
    for copy in &copies {
        text.extend(lines[done..copy.lines.start].concat());
        let own = lines[copy.lines.clone()].concat();
        text.extend(marked(&own, copy, moved(copy.other, copy), &style));
        done = copy.lines.end;
    }
    text.extend(lines[done..].concat());
    Some(text)
}

/// Picks the copies that do not overlap, in the order of the file. A finding has both its copies marked or none.
fn copies(report: &Report, line_count: usize) -> Vec<Copy> {
    let mut copies: Vec<Copy> = Vec::new();
    for told in report.findings.iter().filter(|told| told.severity != Severity::Note) {
        let Some([ours, theirs]) = both_ranges(told, line_count) else { continue };
        let free = |range: &Range<usize>| copies.iter().all(|copy| !overlap(&copy.lines, range));
        if overlap(&ours, &theirs) || !free(&ours) || !free(&theirs) {
            continue;
        }
        let kind = told.kind.name();
        copies.push(Copy { lines: ours.clone(), is_ours: true, other: theirs.start, kind });
        copies.push(Copy { lines: theirs, is_ours: false, other: ours.start, kind });
    }
    copies.sort_by_key(|copy| copy.lines.start);
    copies
}

fn both_ranges(told: &Told, line_count: usize) -> Option<[Range<usize>; 2]> {
    let range = |lines: Option<(usize, usize)>| {
        let (start, end) = lines?;
        (start >= 1 && start <= end && end <= line_count).then(|| start - 1..end)
    };
    Some([range(told.ours.lines)?, range(told.theirs.lines)?])
}

fn overlap(one: &Range<usize>, other: &Range<usize>) -> bool {
    one.start < other.end && other.start < one.end
}

fn marked(own: &[u8], copy: &Copy, other: usize, style: &Style<'_>) -> Vec<u8> {
    let place = format!("{}: the other copy is at line {other}", copy.kind);
    let [ours, theirs] = style.labels;
    let line = |sign: &str, words: &str| {
        let line = format!("{} {words}", sign.repeat(style.marker_size));
        [line.trim_end().as_bytes(), style.line_end].concat()
    };
    let own_end: &[u8] = if own.ends_with(b"\n") { b"" } else { style.line_end };
    let (middle, end) = (line("=", ""), line(">", &format!("{theirs} ({place})")));
    let parts = if copy.is_ours { [own, own_end, &middle] } else { [&middle, own, own_end] };
    [line("<", &format!("{ours} ({place})")), parts.concat(), end].concat()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::findings::finding::Kind;
    use crate::pairs::pair::Likeness;
    use crate::report::report::Site;

    fn told(ours: (usize, usize), theirs: (usize, usize)) -> Told {
        let site = |lines| Site { lines: Some(lines), ..Site::default() };
        Told {
            id: String::new(),
            kind: Kind::DuplicateAddition,
            severity: Severity::Warning,
            confidence: 1.0,
            unsaid: None,
            silence: None,
            threshold: None,
            likeness: 1.0,
            measures: Likeness::default(),
            ours: site(ours),
            theirs: site(theirs),
            message: String::new(),
            reasons: Vec::new(),
            ending: None,
        }
    }

    #[test]
    fn both_copies_name_each_others_line() {
        let report = Report { findings: vec![told((2, 2), (4, 5)), told((2, 3), (9, 9))], ..Report::default() };
        let labels = ["HEAD".to_owned(), "side".to_owned()];
        let marked = around(b"a\nX\nb\nX\nY", &report, &labels, 7).expect("because there is a finding");
        let expected = "a\n<<<<<<< HEAD (duplicate-addition: the other copy is at line 9)\nX\n=======\n\
                        >>>>>>> side (duplicate-addition: the other copy is at line 9)\nb\n\
                        <<<<<<< HEAD (duplicate-addition: the other copy is at line 3)\n=======\nX\nY\n\
                        >>>>>>> side (duplicate-addition: the other copy is at line 3)\n";
        assert_eq!(String::from_utf8_lossy(&marked), expected);
    }

    #[test]
    fn what_has_no_lines_is_not_marked() {
        let labels = [String::new(), String::new()];
        let report = Report { findings: vec![told((1, 1), (7, 7)), told((0, 0), (1, 1))], ..Report::default() };
        assert_eq!(around(b"a\n", &report, &labels, 7), None);
    }
}
