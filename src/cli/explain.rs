//! `oneness explain`: the manual page of a kind of finding, or why one finding was said or not.

use clap::Args;

use super::outcome::Outcome;
use super::why::{self, Answer, Place};
use super::{answer, current};
use crate::config::Wishes;
use crate::error::{Error, Result, printable};
use crate::findings::finding::Kind;
use crate::findings::{self, PAGES};
use crate::report::report::{Report, Silence};
use crate::report::{self, Style};

/// Prints the manual page of a kind of finding, or why one finding was said or not
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  oneness explain                          the kinds of findings
  oneness explain duplicate-addition       the manual page of a kind
  oneness explain c91df26e1803b3be         a finding of the merge under way, else of the newest merge
  oneness explain c91df26e1803b3be REV     a finding of a merge commit
  oneness explain c91df26e OURS THEIRS     a finding of a merge that is only tried
  oneness explain a.md:7 b.md:13           why two lines of a result were not told as one finding

`oneness check --all` shows the ids of what was not said, too.")]
pub struct Explain {
    /// The kind, as reports name it, or the id of a finding; nothing for the list of all kinds
    #[arg(value_name = "KIND | ID | PATH:LINE PATH:LINE")]
    what: Option<String>,
    /// For an id: the merge it belongs to; nothing for the merge under way, else the newest one
    #[arg(value_name = "REV | OURS THEIRS", num_args = 0..=3)]
    merge: Vec<String>,
}

impl Explain {
    /// Prints a page, the list of pages, or the measures of one finding.
    ///
    /// # Errors
    /// An unknown kind, or a merge that holds no finding of that id.
    pub fn run(self) -> Result<Outcome> {
        let Some(name) = &self.what else {
            let first_line = |manual: &'static str| manual.lines().nth(2).unwrap_or_default();
            let lines = PAGES.iter().map(|page| format!("{:<24} {}\n", page.kind.name(), first_line(page.manual)));
            return Ok(Outcome::told(lines.collect::<String>()));
        };
        let other = self.merge.first().and_then(|word| Place::of(word));
        if let Some(places) = Place::of(name).zip(other) {
            return Explain::two_places(&places.into(), &self.merge[1..]);
        }
        if Kind::by_name(name).is_none() && current::is_id(name) {
            return of_finding(name, &self.merge, true);
        }
        of_kind(name)
    }

    /// Checks the merge again, with nothing left out, and tells what became of two places.
    fn two_places(places: &[Place; 2], merge: &[String]) -> Result<Outcome> {
        let wishes = with_all()?;
        match why::asked(places, merge, &wishes)? {
            Answer::Finding(report) => Ok(told(&report, true)),
            Answer::Reasons(reasons) => {
                let lines = reasons.iter().map(|reason| format!("  {}\n", printable(reason)));
                Ok(Outcome::told(format!("oneness: these two places are no finding\n{}", lines.collect::<String>())))
            }
        }
    }
}

/// Returns the manual page of a kind.
///
/// # Errors
/// An unknown kind.
pub(super) fn of_kind(name: &str) -> Result<Outcome> {
    let names = || Kind::all().map(Kind::name).collect::<Vec<_>>();
    let kind = Kind::by_name(name).ok_or_else(|| {
        Error::new(format!("unknown kind '{name}'"))
            .hint(format!("the kinds are {}; a finding is named by its id", names().join(", ")))
    })?;
    Ok(Outcome::told(findings::page(kind).manual))
}

/// Checks the merge again, with nothing left out, and tells the one finding, with its measures or without.
///
/// # Errors
/// A merge that holds no finding of that id.
pub(super) fn of_finding(id: &str, merge: &[String], measures: bool) -> Result<Outcome> {
    let wishes = with_all()?;
    let report = current::finding(id, merge, &wishes)?;
    Ok(told(&report, measures))
}

/// What holds here, with nothing left out.
fn with_all() -> Result<Wishes> {
    let mut wishes = Wishes::here()?;
    (wishes.all, wishes.with_silenced) = (true, true);
    Ok(wishes)
}

/// Tells the one finding of a report, and what would silence it.
fn told(report: &Report, measures: bool) -> Outcome {
    let told = &report.findings[0];
    let style = Style { explain: measures, width: answer::columns(std::io::stdout()), ..Style::default() };
    let mut text = report::write(report, style);
    match told.silence {
        Some(Silence::Allowed) => text.push_str("oneness: this finding was allowed for good (`oneness allow`)\n"),
        Some(Silence::Off) => {
            text.push_str(&format!("oneness: the configuration switches {} off\n", told.kind.name()));
        }
        None => {}
    }
    Outcome::told(text)
}
