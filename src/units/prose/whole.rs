//! Sentences that run on in what follows them: a formula that is set off, or a list, code or a table behind a colon.
//! Such a sentence is not whole without it, and the unit takes it in.
//!
//! Not here: where paragraphs end (one reader a format).

use std::ops::Range;

use crate::source::Text;
use crate::units::unit::{Unit, UnitKind};

/// A sentence takes in at most so many entries or rows; longer lists speak for themselves.
const MAX_FOLLOWING: usize = 24;
/// A formula is no longer than so many bytes; longer it was never closed.
const MAX_FORMULA: usize = 4_000;
/// How a formula that is set off begins, and what ends it.
const FORMULAS: &[(&str, &str)] = &[
    ("$$", "$$"),
    ("\\[", "\\]"),
    ("```math", "```"),
    ("~~~math", "~~~"),
    ("[stem]\n++++", "++++"),
    ("[latexmath]\n++++", "++++"),
    ("\\begin{equation}", "\\end{equation}"),
    ("\\begin{equation*}", "\\end{equation*}"),
    ("\\begin{align}", "\\end{align}"),
    ("\\begin{align*}", "\\end{align*}"),
    ("\\begin{gather}", "\\end{gather}"),
    ("\\begin{gather*}", "\\end{gather*}"),
    ("\\begin{multline}", "\\end{multline}"),
    ("\\begin{multline*}", "\\end{multline*}"),
    ("\\begin{eqnarray}", "\\end{eqnarray}"),
    ("\\begin{eqnarray*}", "\\end{eqnarray*}"),
    ("\\begin{displaymath}", "\\end{displaymath}"),
];
/// How lines begin that may stand between a sentence and what it announces: of fences, tables, directives, tags.
const BETWEEN: &[&str] = &["..", ":", "[", "|", "```", "~~~", "{", "<", "#+", "\\begin{", "+", "----", "....", "===="];

/// Lets sentences that run on reach over what follows them.
pub(in crate::units) fn run_on(text: &Text, units: &mut [Unit]) {
    let all = text.as_str();
    for at in 0..units.len() {
        let unit = &units[at];
        if unit.kind != UnitKind::Paragraph {
            continue;
        }
        let end = match ending(text.slice(&unit.span)) {
            Ending::Whole => None,
            Ending::Open => formula(all, unit.span.bytes.end),
            Ending::Colon => formula(all, unit.span.bytes.end).or_else(|| announced(all, units, at)),
        };
        if let Some(end) = end {
            units[at].span = text.span(units[at].span.bytes.start..end);
        }
    }
}

/// Returns where in the text of a paragraph that runs on that begins which it runs on in.
#[must_use]
pub fn tail(said: &str) -> Option<usize> {
    let mut at = 0;
    for line in said.split_inclusive('\n') {
        let start = line.trim_start();
        if at > 0 && (FORMULAS.iter().any(|(open, _)| start.starts_with(open)) || start.starts_with(".. math::")) {
            return Some(at);
        }
        at += line.len();
        if matches!(ending(line), Ending::Colon) && !line.trim().is_empty() {
            let rest = &said[at..];
            let first = rest.trim_start_matches(['\n', '\r']);
            let is_entry = first.trim_start().starts_with(['-', '*', '+', '.', '|', '`', '~', '[', '\\', '<', '#'])
                || first.starts_with(|letter: char| letter.is_ascii_digit());
            let is_apart = first.len() < rest.len() || first.starts_with(' ') || is_entry;
            return (is_apart && !first.trim().is_empty()).then_some(at);
        }
    }
    None
}

/// How a sentence ends.
enum Ending {
    Whole,
    Open,
    Colon,
}

fn ending(said: &str) -> Ending {
    let said = said.trim_end_matches(|letter: char| letter.is_whitespace() || "*_`\"')”’>".contains(letter));
    match said.chars().next_back() {
        Some(':' | '：') => Ending::Colon,
        Some('.' | '!' | '?' | '。' | '！' | '？') | None => Ending::Whole,
        Some(_) => Ending::Open,
    }
}

/// Where the formula ends that begins behind a byte, with at most a blank line between.
fn formula(text: &str, from: usize) -> Option<usize> {
    let rest = text.get(from..)?;
    let start = rest.len() - rest.trim_start().len();
    let formula = &rest[start..];
    if rest[..start].matches('\n').count() > 2 {
        return None;
    }
    if formula.starts_with(".. math::") {
        return Some(from + start + directive_length(formula));
    }
    let (open, close) = FORMULAS.iter().find(|(open, _)| formula.starts_with(open))?;
    let mut near = formula.len().min(MAX_FORMULA);
    while !formula.is_char_boundary(near) {
        near -= 1;
    }
    let end = formula.get(open.len()..near)?.find(close)?;
    Some(from + start + open.len() + end + close.len())
}

/// A directive of reStructuredText reaches up to the next line that is not set in.
fn directive_length(text: &str) -> usize {
    let mut length = 0;
    for (number, line) in text.split_inclusive('\n').enumerate() {
        if number > 0 && !line.trim().is_empty() && !line.starts_with([' ', '\t']) {
            break;
        }
        length += line.len();
    }
    text[..length].trim_end().len()
}

/// Where the list, code or table ends that stands behind the unit at a place, in the same part of the document.
fn announced(text: &str, units: &[Unit], at: usize) -> Option<usize> {
    let part = |unit: &Unit| unit.place.rsplit_once(" › ").map_or(String::new(), |(part, _)| part.to_owned());
    let (here, mut end) = (part(&units[at]), units[at].span.bytes.end);
    let mut first = None;
    let near = units[at + 1..].iter().take(2 * MAX_FOLLOWING);
    for unit in near.filter(|unit| is_announced(unit.kind)).take(MAX_FOLLOWING) {
        let bytes = &unit.span.bytes;
        let is_one_list = first.is_none_or(|first| first != UnitKind::Code && same_sort(first, unit.kind));
        if bytes.start < end && first.is_some() {
            end = end.max(bytes.end);
            continue;
        }
        if !is_one_list || !unit.place.starts_with(&here) || !is_gap(text, end..bytes.start) {
            break;
        }
        first = first.or(Some(unit.kind));
        end = bytes.end;
    }
    first.map(|_| end)
}

fn is_announced(kind: UnitKind) -> bool {
    matches!(kind, UnitKind::Bullet | UnitKind::Task | UnitKind::Code | UnitKind::TableRow)
}

fn same_sort(first: UnitKind, other: UnitKind) -> bool {
    (first == UnitKind::TableRow) == (other == UnitKind::TableRow)
}

/// Tells whether between two units stands nothing that is said, and no ruler.
fn is_gap(text: &str, bytes: Range<usize>) -> bool {
    let Some(gap) = text.get(bytes) else { return false };
    gap.lines().all(|line| {
        let line = line.trim();
        let is_ruler = line.len() == 3 && ["---", "***", "___"].contains(&line);
        let is_mark = || BETWEEN.iter().any(|mark| line.starts_with(mark)) || !line.contains(char::is_alphanumeric);
        line.is_empty() || !is_ruler && is_mark()
    })
}

#[cfg(test)]
mod tests {
    use crate::source::Source;
    use crate::units::unit::UnitKind;

    fn paragraphs(path: &str, text: &str) -> Vec<String> {
        let source = Source::lines(path, text);
        let units = crate::units::of(&source).units;
        let found = units.iter().filter(|unit| unit.kind == UnitKind::Paragraph);
        found.map(|unit| source.text.slice(&unit.span).split_whitespace().collect::<Vec<_>>().join(" ")).collect()
    }

    #[test]
    fn a_colon_announces_what_follows() {
        let text = "Bring these:\n\n- rope\n- a lamp\n  - oil\n\nGo on:\n\n```sh\nmake\n```\n\n- other\n\nEnd:\n\n## Next\n\n- far\n";
        assert_eq!(paragraphs("a.md", text), ["Bring these: - rope - a lamp - oil", "Go on: ```sh make ```", "End:"]);
        let text = "Prices::\n\n    a = 1\n\nNo more.\n\nAll of them:\n\n* one\n* two\n";
        assert_eq!(paragraphs("a.rst", text), ["Prices:: a = 1", "No more.", "All of them: * one * two"]);
        let text = "Run this:\n\n[source,sh]\n----\nmake\n----\n\nDone.\n";
        assert_eq!(paragraphs("a.adoc", text), ["Run this: [source,sh] ---- make", "Done."]);
    }

    #[test]
    fn a_formula_ends_a_sentence() {
        let text = "Let $a$ be small. Then\n\n$$ a + b = c $$\n\nThis is the end.\n";
        assert_eq!(paragraphs("a.md", text)[0], "Let $a$ be small. Then $$ a + b = c $$");
        let text = "\\begin{document}\nHence\n\\begin{equation}\n a = b\n\\end{equation}\nand so on.\n\nFull stop.\n\\[ x \\]\n\\end{document}\n";
        assert_eq!(paragraphs("a.tex", text)[0], "Hence \\begin{equation} a = b \\end{equation}");
        let text = "We find\n\n.. math::\n\n   a = b\n\nin all cases.\n";
        assert_eq!(paragraphs("a.rst", text)[0], "We find .. math:: a = b");
    }

    #[test]
    fn what_runs_on_has_a_tail() {
        let tail = |text: &str| super::tail(text).map(|at| text[at..].trim().to_owned());
        assert_eq!(tail("Bring these:\n\n- rope\n").as_deref(), Some("- rope"));
        assert_eq!(tail("Hence\n\\begin{align}\nx\n\\end{align}").as_deref(), Some("\\begin{align}\nx\n\\end{align}"));
        assert_eq!(tail("Mind this: it is late\nand dark."), None);
        assert_eq!(tail("Mind this:\nit is late."), None);
        assert_eq!(tail("Mind this:"), None);
    }

    #[test]
    fn rulers_and_slides_end_it() {
        let text = "---\nmarp: true\n---\n# A\n\nWe need three things:\n\n---\n\n# B\n\n- rope for all\n- a lamp\n";
        assert_eq!(paragraphs("talk.md", text), ["We need three things:"]);
    }
}
