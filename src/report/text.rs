//! The output for people, as rustc tells errors: what, where, both texts with the differing words marked, who and when,
//! why, and how to silence it. Colour codes are always in the string; the terminal's door takes them off where they do
//! not belong.
//!
//! Not here: any other output.

use std::fmt::Write;
use std::ops::Range;

use super::report::{Report, Site, Told};
use super::style::Style;
use super::words::{place, sides, who};
use super::{columns, explain, silence};
use crate::error::printable;
use crate::findings::finding::Severity;
use crate::merge::Head;

/// Longer units are cut in the middle of the report, not in the mind of the reader.
const MAX_LINES: usize = 8;
/// Longer lines are cut at their end, also where there is no terminal.
const MAX_LETTERS: usize = 160;
/// A narrower terminal has no room for a report.
const MIN_WIDTH: usize = 40;
/// Numbers of lines stand in a column of at least this width.
const MIN_GUTTER: usize = 3;
/// Where the text goes on that does not fit beside a table.
const BELOW_TABLE: &str = "       ";

const BOLD: &str = "\x1b[1m";
const RED: &str = "\x1b[1;31m";
const YELLOW: &str = "\x1b[1;33m";
const BLUE: &str = "\x1b[1;34m";
const DIM: &str = "\x1b[2m";
const RESET: &str = "\x1b[0m";

/// Writes the findings of all reports, and how to silence them once at the end; with `style.verbose` also what was examined.
/// Empty for clean merges otherwise.
#[must_use]
pub fn write(reports: &[Report], style: Style) -> String {
    let mut page = Page { text: String::new(), width: style.width.unwrap_or(usize::MAX).max(MIN_WIDTH) };
    for report in reports {
        for told in &report.findings {
            page.finding(told, report);
            if style.explain {
                explain::write(told, told.threshold.unwrap_or(report.threshold))
                    .lines()
                    .for_each(|line| page.put("", BELOW_TABLE, "", line));
            }
            page.text.push('\n');
        }
        if !report.findings.is_empty() {
            let count = report.findings.len();
            let plural = if count == 1 { "" } else { "s" };
            page.put("", "  ", "", &format!("oneness: {count} finding{plural} in {}", sides(report)));
        }
    }
    let hint = silence::hint(reports);
    if !hint.is_empty() && !style.without_hint {
        page.put("  ", "    ", "", &printable(&hint));
    }
    if style.verbose {
        reports.iter().for_each(|report| page.examined(report));
    }
    page.text
}

/// What is written, no wider than the terminal.
struct Page {
    text: String,
    width: usize,
}

impl Page {
    /// Writes a text in one colour behind a lead that is as wide as it is long, and goes on below behind another.
    fn put(&mut self, lead: &str, next: &str, colour: &str, text: &str) {
        self.put_after((lead, lead.len()), (next, next.len()), colour, text);
    }

    /// Writes as [`Page::put`]; the leads hold colours, and say how many columns they take.
    fn put_after(&mut self, lead: (&str, usize), next: (&str, usize), colour: &str, text: &str) {
        let room = |taken: usize| self.width.saturating_sub(taken).max(1);
        let reset = if colour.is_empty() { "" } else { RESET };
        for (index, line) in columns::wrapped(text, room(lead.1), room(next.1)).into_iter().enumerate() {
            let lead = if index == 0 { lead.0 } else { next.0 };
            let _ = writeln!(self.text, "{lead}{colour}{line}{reset}");
        }
    }

    fn finding(&mut self, told: &Told, report: &Report) {
        let (severity, colour) = match told.severity {
            Severity::Error => ("error", RED),
            Severity::Warning => ("warning", YELLOW),
            Severity::Note => ("note", DIM),
        };
        let head = format!("{severity}[{}]", told.kind.name());
        let lead = format!("{colour}{head}{RESET}{BOLD}: ");
        let message = printable(&told.message);
        self.put_after((&lead, head.len() + 2), (&format!("    {BOLD}"), 4), "", &message);
        self.text.insert_str(self.text.len() - 1, RESET);
        let differs = told.differences();
        let ours: Vec<Range<usize>> = differs.iter().map(|difference| difference.ours.clone()).collect();
        let theirs: Vec<Range<usize>> = differs.iter().map(|difference| difference.theirs.clone()).collect();
        let gutter = [&told.ours, &told.theirs].into_iter().map(last_number).max().unwrap_or_default();
        let gutter = gutter.max(MIN_GUTTER);
        self.site("-->", &told.ours, (&ours, gutter), &report.ours);
        self.site(":::", &told.theirs, (&theirs, gutter), &report.theirs);
        let percent = (told.confidence * 100.0).round();
        let (patch, reasons): (Vec<&String>, Vec<&String>) = told.reasons.iter().partition(|reason| is_patch(reason));
        let lead = format!("{:gutter$}{BLUE}={RESET} ", "");
        let next = " ".repeat(gutter + 2);
        for line in patch {
            let missed = format!("missed: {}", printable(line));
            self.put_after((&lead, gutter + 2), (&next, gutter + 2), "", &missed);
        }
        let reasons = printable(&reasons.into_iter().map(String::as_str).collect::<Vec<_>>().join("; "));
        let why = format!("why: {reasons} (confidence {percent} %)");
        self.put_after((&lead, gutter + 2), (&next, gutter + 2), "", &why);
        self.put_after((&lead, gutter + 2), (&next, gutter + 2), "", &format!("id: {}", told.id));
    }

    fn site(&mut self, arrow: &str, site: &Site, (differs, gutter): (&[Range<usize>], usize), head: &Head) {
        let line = site.lines.map(|(start, _)| format!(":{start}")).unwrap_or_default();
        let path = format!("{}{line}", printable(&site.path));
        let place = if site.place.is_empty() { String::new() } else { printable(&place(site)) };
        let lead = format!("{:width$}{BLUE}{arrow}{RESET} ", "", width = gutter - 1);
        let (lead, next) = ((lead.as_str(), gutter + 3), (" ".repeat(gutter + 3), gutter + 3));
        let next = (next.0.as_str(), next.1);
        if columns::of(&path) + columns::of(&place) + 2 <= self.width.saturating_sub(lead.1) {
            let place = if place.is_empty() { place } else { format!("  {place}") };
            let _ = writeln!(self.text, "{}{path}{DIM}{place}{RESET}", lead.0);
        } else {
            self.put_after(lead, next, "", &path);
            self.put_after(next, next, DIM, &place);
        }
        let bar = format!("{:gutter$}{BLUE}|{RESET}", "");
        let _ = writeln!(self.text, "{bar}");
        self.snippet(site, differs, (&bar, gutter));
        let who = printable(&who(site, head));
        if !who.is_empty() {
            let lead = format!("{bar} ");
            self.put_after((&lead, gutter + 2), (&lead, gutter + 2), DIM, &who);
        }
    }

    /// The unit's lines with marks under the differing words. In a long unit, the lines that differ come first.
    fn snippet(&mut self, site: &Site, differs: &[Range<usize>], (bar, gutter): (&str, usize)) {
        let lines: Vec<(usize, &str)> = lines_with_offsets(&site.text);
        let all_differ = differs.iter().map(ExactSizeIterator::len).sum::<usize>() * 2 > site.text.len();
        let number = |index: usize| site.lines.map_or(String::new(), |(start, _)| (start + index).to_string());
        let room = self.width.saturating_sub(gutter + 2);
        for (index, (offset, line)) in lines.iter().enumerate().take(MAX_LINES) {
            let (shown, rest) = cut(line, room);
            let _ = writeln!(self.text, "{BLUE}{:>gutter$}|{RESET} {}{rest}", number(index), printable(shown));
            let marked = |at: usize| differs.iter().any(|range| range.contains(&(offset + at)));
            let marks = if all_differ { String::new() } else { columns::carets(shown, marked) };
            if !marks.is_empty() {
                let _ = writeln!(self.text, "{bar} {YELLOW}{marks}{RESET}");
            }
        }
        if lines.len() > MAX_LINES {
            let _ = writeln!(self.text, "{bar} {DIM}… {} more lines{RESET}", lines.len() - MAX_LINES);
        }
    }

    fn examined(&mut self, report: &Report) {
        let stats = &report.stats;
        let text = format!(
            "oneness: read {} files of one side and {} of the other, {} left out; compared {} and {} added units, {} \
             pairs",
            stats.files_ours,
            stats.files_theirs,
            stats.files_not_read,
            stats.units_ours,
            stats.units_theirs,
            stats.pairs
        );
        self.put("", "  ", "", &text);
        for note in &report.notes {
            let path = if note.path.is_empty() { String::new() } else { format!("{}: ", printable(&note.path)) };
            self.put("", "  ", "", &format!("note: {path}{}", printable(&note.message)));
        }
    }
}

/// Tells whether a reason is a line of a patch.
fn is_patch(reason: &str) -> bool {
    reason.starts_with("- ") || reason.starts_with("+ ")
}

/// Returns how many digits the number of the last line has that is shown.
fn last_number(site: &Site) -> usize {
    let last = |(start, end): (usize, usize)| end.min(start + MAX_LINES).to_string().len();
    site.lines.map_or(0, last)
}

fn lines_with_offsets(text: &str) -> Vec<(usize, &str)> {
    let mut offset = 0;
    let mut lines = Vec::new();
    for line in text.split_inclusive('\n') {
        lines.push((offset, line.trim_end_matches(['\n', '\r'])));
        offset += line.len();
    }
    lines
}

/// Returns what is shown of a line, and the sign that there is more where the terminal has no room for it.
fn cut(line: &str, room: usize) -> (&str, &'static str) {
    let long = line.char_indices().nth(MAX_LETTERS).map_or(line, |(at, _)| &line[..at]);
    if columns::of(long) <= room { (long, "") } else { (columns::beginning(long, room.saturating_sub(1)), "…") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::merge::Origin;

    fn origin(author: &str, commit: Option<&str>) -> Origin {
        Origin {
            commit: commit.map(str::to_owned),
            author: Some(author.to_owned()),
            time: Some((1_740_166_327, 0)),
            message: None,
        }
    }

    #[test]
    fn nothing_is_wider_than_the_terminal() {
        let site = |path: &str, text: &str| Site {
            path: path.to_owned(),
            lines: Some((1200, 1200)),
            place: "Überblick › 支持版本一的所有客户 › bullet 12 of a very long list of bullets".to_owned(),
            text: text.to_owned(),
            origin: origin("Anna-Lena Müller-Lüdenscheidt", Some("1a2b3c4d5e6f")),
            ..Site::default()
        };
        let told = Told {
            id: "0123456789abcdef".to_owned(),
            kind: crate::findings::finding::Kind::NearDuplicateAddition,
            severity: Severity::Warning,
            confidence: 0.9,
            unsaid: None,
            silence: None,
            threshold: None,
            likeness: 0.9,
            measures: crate::pairs::pair::Likeness::default(),
            ours: site(
                "docs/a/very/long/folder/of/a/very/long/project/notes.md",
                "- 对版本一的支持将于2027年3月结束，请更新密钥",
            ),
            theirs: site("b.md", &"- support for version 1 ends in March ".repeat(5)),
            message: "both sides added much the same bullet, at two places of this file".to_owned(),
            reasons: vec!["83 % of the words by meaning, weighed by rarity".to_owned()],
            ending: None,
        };
        let head = |name: &str| Head { oid: None, name: name.to_owned() };
        let (ours, theirs) = (head("feature/with-a-very-long-name-of-its-own"), head("main"));
        let report = Report { ours, theirs, findings: vec![told], can_be_allowed: true, ..Report::default() };
        for width in [40, 60, 80, 100, 200] {
            let style = Style { width: Some(width), verbose: true, explain: true, ..Style::default() };
            let text = write(std::slice::from_ref(&report), style);
            for line in text.lines() {
                let plain: String = anstream::adapter::strip_str(line).to_string();
                assert!(columns::of(&plain) <= width, "{width}: {plain}");
            }
            assert_eq!(text.matches("to silence").count(), 1);
        }
    }
}
