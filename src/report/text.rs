//! The output for people, as rustc tells errors: what, where, both texts with the differing words marked, who and when,
//! why, and how to silence it. Colour codes are always in the string; the terminal's door takes them off where they do
//! not belong.
//!
//! Not here: any other output.

use std::fmt::Write;
use std::ops::Range;

use super::report::{Report, Site, Told};
use super::style::Style;
use super::{explain, silence, time};
use crate::error::{is_hidden, printable};
use crate::findings::finding::Severity;
use crate::merge::{Head, Origin};

/// Longer units are cut in the middle of the report, not in the mind of the reader.
const MAX_LINES: usize = 8;
/// Longer lines are cut at their end.
const MAX_COLUMNS: usize = 160;

const BOLD: &str = "\x1b[1m";
const RED: &str = "\x1b[1;31m";
const YELLOW: &str = "\x1b[1;33m";
const BLUE: &str = "\x1b[1;34m";
const DIM: &str = "\x1b[2m";
const RESET: &str = "\x1b[0m";

/// Writes the findings; with `style.verbose` also what was examined. Empty for a clean merge otherwise.
#[must_use]
pub fn write(report: &Report, style: Style) -> String {
    let mut text = String::new();
    for told in &report.findings {
        finding(&mut text, told, report);
        if style.explain {
            text.push_str(&explain::write(told, report.threshold));
        }
        text.push('\n');
    }
    if !report.findings.is_empty() {
        let count = report.findings.len();
        let plural = if count == 1 { "" } else { "s" };
        let _ = writeln!(text, "oneness: {count} finding{plural} in {}", sides(report));
        let hint = silence::hint(report);
        if !hint.is_empty() {
            let _ = writeln!(text, "  {}", printable(&hint));
        }
    }
    if style.verbose {
        examined(&mut text, report);
    }
    text
}

fn sides(report: &Report) -> String {
    let name = |head: &Head| printable(&head.name);
    match (report.ours.name.is_empty(), &report.commit) {
        (true, _) if report.theirs.name.is_empty() => "this document".to_owned(),
        (true, _) => "the merge of these files".to_owned(),
        (_, Some(commit)) => {
            format!("the merge of {} and {} ({})", name(&report.ours), name(&report.theirs), short(commit))
        }
        _ => format!("the merge of {} and {}", name(&report.ours), name(&report.theirs)),
    }
}

fn finding(text: &mut String, told: &Told, report: &Report) {
    let (severity, colour) = match told.severity {
        Severity::Error => ("error", RED),
        Severity::Warning => ("warning", YELLOW),
        Severity::Note => ("note", DIM),
    };
    let message = printable(&told.message);
    let _ = writeln!(text, "{colour}{severity}[{}]{RESET}{BOLD}: {message}{RESET}", told.kind.name());
    let differs = told.differences();
    let ours: Vec<Range<usize>> = differs.iter().map(|difference| difference.ours.clone()).collect();
    let theirs: Vec<Range<usize>> = differs.iter().map(|difference| difference.theirs.clone()).collect();
    site(text, "-->", &told.ours, &ours, &report.ours);
    site(text, ":::", &told.theirs, &theirs, &report.theirs);
    let percent = (told.confidence * 100.0).round();
    let (patch, reasons): (Vec<&String>, Vec<&String>) = told.reasons.iter().partition(|reason| is_patch(reason));
    for line in patch {
        let _ = writeln!(text, "   {BLUE}={RESET} missed: {}", printable(line));
    }
    let reasons = reasons.into_iter().map(String::as_str).collect::<Vec<_>>().join("; ");
    let _ = writeln!(text, "   {BLUE}={RESET} why: {} (confidence {percent} %)", printable(&reasons));
    let _ = writeln!(text, "   {BLUE}={RESET} id: {}", told.id);
}

/// Tells whether a reason is a line of a patch.
fn is_patch(reason: &str) -> bool {
    reason.starts_with("- ") || reason.starts_with("+ ")
}

fn site(text: &mut String, arrow: &str, site: &Site, differs: &[Range<usize>], head: &Head) {
    let line = site.lines.map(|(start, _)| format!(":{start}")).unwrap_or_default();
    let place = if site.place.is_empty() { String::new() } else { format!("  {}", printable(&place(site))) };
    let _ = writeln!(text, "  {BLUE}{arrow}{RESET} {}{line}{DIM}{place}{RESET}", printable(&site.path));
    let _ = writeln!(text, "   {BLUE}|{RESET}");
    snippet(text, site, differs);
    let who = who(site, head);
    if !who.is_empty() {
        let _ = writeln!(text, "   {BLUE}|{RESET} {DIM}{}{RESET}", printable(&who));
    }
}

/// "slide 9 of 29 › Deployment › body › bullet 6   (slide 10 of the merged deck)"
fn place(site: &Site) -> String {
    let (slide, within) = site.place.split_once(" › ").unwrap_or((&site.place, ""));
    let mut text = slide.to_owned();
    text.extend(site.slides.map(|slides| format!(" of {slides}")));
    if !within.is_empty() {
        text.push_str(&format!(" › {within}"));
    }
    let Some(merged) = &site.merged_place else { return text };
    let (what, whole) = if site.slides.is_some() { (merged.split(" › ").next(), "deck") } else { (None, "document") };
    // On the slide of the same number it is the number of the bullet that differs.
    let what = what.filter(|what| *what != slide).unwrap_or_else(|| merged.rsplit(" › ").next().unwrap_or(merged));
    format!("{text}   ({what} of the merged {whole})")
}

/// "Anna, 2026-03-01 14:02, commit 1a2b3c4 on feature"
fn who(site: &Site, head: &Head) -> String {
    let known = signature(&site.origin);
    let told = site.by_document.as_ref().map(signature);
    let stood_before = known.is_empty() && site.stood_before;
    let who = match (known.is_empty(), told) {
        (false, Some(told)) => format!("{known} (the file itself names {told})"),
        (true, Some(told)) => format!("{told}, as the file itself says"),
        (_, None) => known,
    };
    if stood_before {
        return if who.is_empty() { "stood there before".to_owned() } else { format!("stood there before: {who}") };
    }
    let deed = if site.removed { "taken away" } else { "added" };
    match (head.name.is_empty(), who.is_empty()) {
        (true, _) => who,
        (false, true) => format!("{deed} by {}", head.name),
        (false, false) => format!("{deed} by {}: {who}", head.name),
    }
}

fn signature(origin: &Origin) -> String {
    let mut parts = Vec::new();
    parts.extend(origin.author.clone());
    parts.extend(origin.time.map(time::short));
    parts.extend(origin.commit.as_ref().map(|commit| format!("commit {}", short(commit))));
    parts.join(", ")
}

fn short(commit: &str) -> &str {
    commit.get(..10).unwrap_or(commit)
}

/// The unit's lines with marks under the differing words. In a long unit, the lines that differ come first.
fn snippet(text: &mut String, site: &Site, differs: &[Range<usize>]) {
    let lines: Vec<(usize, &str)> = lines_with_offsets(&site.text);
    let all_differ = differs.iter().map(ExactSizeIterator::len).sum::<usize>() * 2 > site.text.len();
    let number = |index: usize| site.lines.map_or(String::new(), |(start, _)| (start + index).to_string());
    for (index, (offset, line)) in lines.iter().enumerate().take(MAX_LINES) {
        let shown = cut(line);
        let _ = writeln!(text, "{BLUE}{:>3}|{RESET} {}", number(index), printable(shown));
        let marks = if all_differ { String::new() } else { marks(shown, *offset, differs) };
        if !marks.is_empty() {
            let _ = writeln!(text, "   {BLUE}|{RESET} {YELLOW}{marks}{RESET}");
        }
    }
    if lines.len() > MAX_LINES {
        let _ = writeln!(text, "   {BLUE}|{RESET} {DIM}… {} more lines{RESET}", lines.len() - MAX_LINES);
    }
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

fn cut(line: &str) -> &str {
    line.char_indices().nth(MAX_COLUMNS).map_or(line, |(at, _)| &line[..at])
}

fn marks(line: &str, offset: usize, differs: &[Range<usize>]) -> String {
    let marked = |at: usize| differs.iter().any(|range| range.contains(&(offset + at)));
    let mut marks = String::new();
    for (at, letter) in line.char_indices() {
        let sign = match letter {
            '\t' => '\t',
            _ if marked(at) => '^',
            _ => ' ',
        };
        // What is shown as an escape is marked as wide as it is shown.
        let width = if sign != '\t' && is_hidden(letter) { letter.escape_unicode().count() } else { 1 };
        marks.extend(std::iter::repeat_n(sign, width));
    }
    marks.trim_end().to_owned()
}

fn examined(text: &mut String, report: &Report) {
    let stats = &report.stats;
    let _ = writeln!(
        text,
        "oneness: read {} files of one side and {} of the other, {} left out; compared {} and {} added units, {} pairs",
        stats.files_ours, stats.files_theirs, stats.files_not_read, stats.units_ours, stats.units_theirs, stats.pairs
    );
    for note in &report.notes {
        let path = if note.path.is_empty() { String::new() } else { format!("{}: ", printable(&note.path)) };
        let _ = writeln!(text, "note: {path}{}", printable(&note.message));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn origin(author: &str, commit: Option<&str>) -> Origin {
        Origin {
            commit: commit.map(str::to_owned),
            author: Some(author.to_owned()),
            time: Some((1_740_166_327, 0)),
            message: None,
        }
    }

    #[test]
    fn a_slide_has_a_number_in_each_deck() {
        let told = |place: &str, slides, merged: Option<&str>| {
            let merged_place = merged.map(str::to_owned);
            super::place(&Site { place: place.to_owned(), slides, merged_place, ..Site::default() })
        };
        assert_eq!(
            told("slide 9 › Plan › body › bullet 6", Some(29), Some("slide 10 › Plan › body › bullet 6")),
            "slide 9 of 29 › Plan › body › bullet 6   (slide 10 of the merged deck)"
        );
        assert_eq!(
            told("slide 9 › Plan › body › bullet 6", Some(29), Some("slide 9 › Plan › body › bullet 7")),
            "slide 9 of 29 › Plan › body › bullet 6   (bullet 7 of the merged deck)"
        );
        assert_eq!(told("slide 9", Some(29), None), "slide 9 of 29");
        assert_eq!(
            told("Plan › paragraph 2", None, Some("Plan › paragraph 3")),
            "Plan › paragraph 2   (paragraph 3 of the merged document)"
        );
    }

    #[test]
    fn the_file_itself_is_named_beside_git_and_instead_of_it() {
        let head = Head { oid: None, name: "main".to_owned() };
        let mut site = Site { by_document: Some(origin("Ben", None)), ..Site::default() };
        assert_eq!(who(&site, &head), "added by main: Ben, 2025-02-21 19:32, as the file itself says");
        assert_eq!(who(&site, &Head::default()), "Ben, 2025-02-21 19:32, as the file itself says");
        site.stood_before = true;
        assert_eq!(who(&site, &head), "stood there before: Ben, 2025-02-21 19:32, as the file itself says");
        site = Site { origin: origin("Anna", Some("1a2b3c4d5e6f")), stood_before: false, ..site };
        let expected =
            "added by main: Anna, 2025-02-21 19:32, commit 1a2b3c4d5e (the file itself names Ben, 2025-02-21 19:32)";
        assert_eq!(who(&site, &head), expected);
        assert_eq!(who(&Site::default(), &head), "added by main");
    }
}
