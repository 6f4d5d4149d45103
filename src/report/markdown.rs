//! A comment on a request: a table of what was found, and below it a folded card for each. What comes from the repository
//! is text and nothing else: no markup, no link, nobody is called by `@name`.
//!
//! Not here: posting it.

use super::report::{Report, Site, Told};
use super::silence;
use super::style::Style;
use super::words::{Spot, place, sides, who};
use crate::error::printable;
use crate::findings::finding::Severity;
use crate::merge::Head;

/// By this line a program finds the comment again that it wrote before.
pub(super) const MARK: &str = "<!-- oneness -->\n";
/// Servers refuse comments of more than 65,536 signs.
pub(super) const MAX_BYTES: usize = 60_000;
/// So many findings stand in the table.
const MAX_ROWS: usize = 50;
/// So many lines of a copy are shown.
const MAX_LINES: usize = 20;
/// So many letters of a line are shown.
const MAX_LETTERS: usize = 300;

/// Writes the comment; where nothing was found, one that says so.
#[must_use]
pub(super) fn write(reports: &[Report], style: Style) -> String {
    let parts: Vec<String> = reports.iter().map(|report| merge(report, style)).collect();
    let mut text = MARK.to_owned() + &parts.join("\n");
    let unread: usize = reports.iter().flat_map(|report| &report.notes).filter(|note| note.is_failure()).count();
    if unread > 0 {
        text.push_str(&format!("\n{unread} file{} could not be read.\n", if unread == 1 { "" } else { "s" }));
    }
    let hint = silence::hint(reports);
    if !hint.is_empty() {
        text.push_str(&format!("\n<sub>{}</sub>\n", escaped(&hint)));
    }
    text
}

/// One merge: a table of what was found, and a card for each.
pub(super) fn merge(report: &Report, style: Style) -> String {
    let mut found: Vec<&Told> = report.findings.iter().collect();
    found.sort_by(|one, other| one.severity.cmp(&other.severity).then(other.confidence.total_cmp(&one.confidence)));
    let merge = escaped(&sides(report));
    if found.is_empty() {
        return format!("**oneness**: {merge} says nothing twice.\n");
    }
    let plural = if found.len() == 1 { "" } else { "s" };
    let mut text = format!(
        "### oneness: {} finding{plural} in {merge}\n\nGit merged both sides without a conflict here, but together they \
         say something that neither said alone. Keep one of the two copies, or both if they are meant.\n\n\
         | | What | Here | And here | Sure |\n|---|---|---|---|---|\n",
        found.len()
    );
    text.extend(found.iter().take(MAX_ROWS).map(|told| row(told, style)));
    text.push('\n');
    let mut shown = 0;
    for told in &found {
        let card = card(report, told, style);
        if text.len() + card.len() > MAX_BYTES {
            break;
        }
        text.push_str(&card);
        shown += 1;
    }
    if shown < found.len() {
        text.push_str(&format!("{} more are not shown here.\n", found.len() - shown));
    }
    text
}

fn row(told: &Told, style: Style) -> String {
    let spot = Spot::of(told, style);
    let [site, twin] = spot.sites.map(|site| code(&spot.named(site)));
    let percent = (told.confidence * 100.0).round();
    let severity = match told.severity {
        Severity::Note => "note",
        Severity::Warning => "warning",
        Severity::Error => "**error**",
    };
    format!("| {severity} | `{}` | {site} | {twin} | {percent} % |\n", told.kind.name())
}

fn card(report: &Report, told: &Told, style: Style) -> String {
    let spot = Spot::of(told, style);
    let copies: String = spot
        .sites
        .iter()
        .map(|site| {
            let head = if std::ptr::eq(*site, &raw const told.ours) { &report.ours } else { &report.theirs };
            copy(&spot, site, head)
        })
        .collect();
    format!(
        "<details>\n<summary>{}: {}</summary>\n\n{copies}Why: {}\n\n<sub>{}</sub>\n\n</details>\n\n",
        code(&spot.named(spot.sites[0])),
        escaped(&told.message),
        escaped(&told.reasons.join("; ")),
        escaped(&format!("id {}; oneness explain {}", told.id, told.kind.name())),
    )
}

fn copy(spot: &Spot<'_>, site: &Site, head: &Head) -> String {
    let lines: Vec<String> = site.text.lines().take(MAX_LINES).map(shortened).collect();
    let rest = site.text.lines().count().saturating_sub(MAX_LINES);
    let rest = if rest > 0 { format!("… {rest} more lines\n") } else { String::new() };
    let text = lines.join("\n");
    let fence = fence(&text);
    let place = if site.place.is_empty() { String::new() } else { format!(" {}", escaped(&place(site))) };
    let who = escaped(&who(site, head));
    format!("{}{place}, {who}\n\n{fence}text\n{text}\n{rest}{fence}\n\n", code(&spot_path(spot, site)))
}

fn spot_path(spot: &Spot<'_>, site: &Site) -> String {
    let line = spot.lines(site).map(|(start, _)| format!(":{start}")).unwrap_or_default();
    let path = if site.own_path.is_empty() { &site.path } else { &site.own_path };
    format!("{path}{line}")
}

fn shortened(line: &str) -> String {
    let line = printable(line);
    match line.char_indices().nth(MAX_LETTERS) {
        Some((at, _)) => format!("{}…", &line[..at]),
        None => line,
    }
}

/// A fence that no line of the text ends.
fn fence(text: &str) -> String {
    let runs = text.split(|sign| sign != '`').map(str::len);
    "`".repeat(runs.max().unwrap_or_default().max(2) + 1)
}

/// Text in the letters of code, where no name is a call and no address a link.
pub(super) fn code(text: &str) -> String {
    format!("<code>{}</code>", escaped(text))
}

/// Writes each sign that could mean something by its number; what follows `@` or `#` is parted from it, so that nobody
/// is called and no issue named.
pub(super) fn escaped(text: &str) -> String {
    let mut safe = String::new();
    for letter in printable(text).chars() {
        match letter {
            '\t' => safe.push(' '),
            ' ' | ',' | ';' | '%' | '-' => safe.push(letter),
            '@' | '#' => safe.push_str(&format!("&#{};<!-- -->", u32::from(letter))),
            letter if letter.is_ascii_punctuation() => safe.push_str(&format!("&#{};", u32::from(letter))),
            _ => safe.push(letter),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_a_repository_is_markup() {
        let text = escaped("<script>@anna* [x](http://a.example) #1 `b` |\u{1b}[2J");
        for sign in ['`', '*', '[', ']', '(', '|', '\u{1b}', '_'] {
            assert!(!text.contains(sign), "{sign} in {text}");
        }
        assert!(!text.contains("<script") && text.contains("&#64;<!-- -->anna"));
        assert_eq!(fence("a ```` b"), "`````");
        assert_eq!(fence("a"), "```");
    }
}
