//! Words that several outputs share: where a copy stands, who brought it and when, what was merged, and the same in the
//! one line that a program shows beside a line of code.
//!
//! Not here: any output.

use super::report::{Report, Site, Told};
use super::style::{Style, Version};
use super::time;
use crate::error::printable;
use crate::findings;
use crate::merge::{Head, Origin};

/// "the merge of main and feature (1a2b3c4d5e)"
pub(super) fn sides(report: &Report) -> String {
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

/// "slide 9 of 29 › Deployment › body › bullet 6   (slide 10 of the merged deck)"
pub(super) fn place(site: &Site) -> String {
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
pub(super) fn who(site: &Site, head: &Head) -> String {
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

/// "Anna, 2026-03-01 14:02, commit 1a2b3c4"
pub(super) fn signature(origin: &Origin) -> String {
    let mut parts = Vec::new();
    parts.extend(origin.author.clone());
    parts.extend(origin.time.map(time::short));
    parts.extend(origin.commit.as_ref().map(|commit| format!("commit {}", short(commit))));
    parts.join(", ")
}

/// The beginning of an id, enough for people.
pub(super) fn short(commit: &str) -> &str {
    commit.get(..10).unwrap_or(commit)
}

/// Where a program that shows lines of one version is sent.
pub(super) struct Spot<'a> {
    /// The copy that is pointed at, and the other one.
    pub(super) sites: [&'a Site; 2],
    version: Version,
}

impl<'a> Spot<'a> {
    /// Picks the copy in the version that the style asks for; a copy that stands nowhere, or stood there before anybody
    /// began, is the other one.
    pub(super) fn of(told: &'a Told, style: Style) -> Spot<'a> {
        let (ours, theirs) = (&told.ours, &told.theirs);
        let wanted = if style.points_into == Version::Ours { [ours, theirs] } else { [theirs, ours] };
        let is_nowhere = wanted[0].removed || wanted[0].stood_before;
        let sites = if is_nowhere && !wanted[1].removed { [wanted[1], wanted[0]] } else { wanted };
        Spot { sites, version: style.points_into }
    }

    /// The path of a copy in the version that is shown.
    pub(super) fn path(&self, site: &'a Site) -> &'a str {
        let is_own = self.version != Version::Result && !site.own_path.is_empty();
        if is_own { &site.own_path } else { &site.path }
    }

    /// Its first and last line there, counted from 1; `None` in documents without lines and for what was taken away.
    pub(super) fn lines(&self, site: &Site) -> Option<(usize, usize)> {
        if self.version == Version::Result || site.removed { site.lines } else { site.own_lines.or(site.lines) }
    }

    /// "a.md:12" or "deck.pptx (slide 5 › Roadmap › bullet 3)", hidden letters shown.
    pub(super) fn named(&self, site: &'a Site) -> String {
        let path = printable(self.path(site));
        match self.lines(site) {
            Some((start, _)) => format!("{path}:{start}"),
            None if site.place.is_empty() => path,
            None => format!("{path} ({})", printable(&place(site))),
        }
    }

    /// Where the other copy is and who brought it: "the other copy is at a.md:12, added by main: Ben, 2026-03-01 14:02".
    pub(super) fn twin(&self, report: &Report, told: &Told) -> String {
        let site = self.sites[1];
        let head = if std::ptr::eq(site, &raw const told.ours) { &report.ours } else { &report.theirs };
        let what = if site.removed { "what it needs was at" } else { "the other copy is at" };
        let who = printable(&who(site, head));
        let who = if who.is_empty() { who } else { format!(", {who}") };
        format!("{what} {}{who}", self.named(site))
    }

    /// All that a reader needs in one line: what was found, where the other copy is, why.
    pub(super) fn sentence(&self, report: &Report, told: &Told) -> String {
        let reasons = printable(&told.reasons.join("; "));
        let why = if reasons.is_empty() { reasons } else { format!("; why: {reasons}") };
        format!("{}; {}{why} [{}]", printable(&told.message), self.twin(report, told), told.id)
    }
}

/// What a kind of finding is, in the first sentence of its manual page.
pub(super) fn first_sentence(told: &Told) -> &'static str {
    findings::page(told.kind).manual.lines().nth(2).unwrap_or_default()
}

/// One finding of many reports, with the report that it belongs to.
pub(super) fn all(reports: &[Report]) -> impl Iterator<Item = (&Report, &Told)> {
    reports.iter().flat_map(|report| report.findings.iter().map(move |told| (report, told)))
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
