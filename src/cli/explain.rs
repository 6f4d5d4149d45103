//! `oneness explain`: the manual page of a kind of finding, or why one finding was said or not.

use clap::Args;

use super::check;
use super::outcome::Outcome;
use crate::config::Wishes;
use crate::error::{Error, Result};
use crate::findings::finding::Kind;
use crate::findings::{self, PAGES};
use crate::git_program;
use crate::report::report::Report;
use crate::report::{self, Format, Style};

/// So many signs of an id name it.
const MIN_ID: usize = 4;
/// An id has so many signs.
const MAX_ID: usize = 16;

/// Prints the manual page of a kind of finding, or why one finding was said or not
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  oneness explain                          the kinds of findings
  oneness explain duplicate-addition       the manual page of a kind
  oneness explain c91df26e1803b3be         a finding of the merge under way, else of the newest merge
  oneness explain c91df26e1803b3be REV     a finding of a merge commit
  oneness explain c91df26e OURS THEIRS     a finding of a merge that is only tried

`oneness check --all` shows the ids of what was not said, too.")]
pub struct Explain {
    /// The kind, as reports name it, or the id of a finding; nothing for the list of all kinds
    #[arg(value_name = "KIND | ID")]
    what: Option<String>,
    /// For an id: the merge it belongs to; nothing for the merge under way, else the newest one
    #[arg(value_name = "REV | OURS THEIRS", num_args = 0..=2)]
    merge: Vec<String>,
}

impl Explain {
    /// Prints a page, the list of pages, or the measures of one finding.
    ///
    /// # Errors
    /// An unknown kind, or a merge that holds no finding of that id.
    pub fn run(self) -> Result<Outcome> {
        let names = || Kind::all().map(Kind::name).collect::<Vec<_>>();
        let Some(name) = &self.what else {
            let first_line = |manual: &'static str| manual.lines().nth(2).unwrap_or_default();
            let lines = PAGES.iter().map(|page| format!("{:<24} {}\n", page.kind.name(), first_line(page.manual)));
            return Ok(Outcome::told(lines.collect::<String>()));
        };
        match Kind::by_name(name) {
            Some(kind) => Ok(Outcome::told(findings::page(kind).manual)),
            None if is_id(name) => self.finding(name),
            None => Err(Error::new(format!("unknown kind '{name}'"))
                .hint(format!("the kinds are {}; a finding is named by its id", names().join(", ")))),
        }
    }

    /// Checks the merge again, with nothing left out, and tells the one finding.
    fn finding(&self, id: &str) -> Result<Outcome> {
        let mut wishes = Wishes::here()?;
        let allowed = std::mem::take(&mut wishes.options.allowed);
        let off = std::mem::take(&mut wishes.options.off);
        wishes.options.all = true;
        let mut reports = self.reports(&wishes)?;
        for report in &mut reports {
            report.findings.retain(|told| told.id.starts_with(id));
        }
        reports.retain(|report| !report.findings.is_empty());
        let Some(report) = reports.first() else {
            return Err(Error::new(format!("no finding of this merge has the id '{id}'"))
                .hint("`oneness check --all` lists all of them; name the merge after the id"));
        };
        let told = &report.findings[0];
        let style = Style { format: Format::Text, verbose: false, explain: true };
        let mut text = report::write(report, style);
        if allowed.contains(&told.id) {
            text.push_str("oneness: this finding was allowed for good (`oneness allow`)\n");
        }
        if off.contains(&told.kind) {
            text.push_str(&format!("oneness: the configuration switches {} off\n", told.kind.name()));
        }
        Ok(Outcome::told(text))
    }

    fn reports(&self, wishes: &Wishes) -> Result<Vec<Report>> {
        if !self.merge.is_empty() {
            return check::of_revisions(&self.merge, wishes);
        }
        let newest = || git_program::ask(["rev-list", "--merges", "--max-count=1", "HEAD"]);
        check::of_revisions(&[], wishes).or_else(|error| match newest() {
            Some(newest) => check::of_revisions(&[newest], wishes),
            None => Err(error),
        })
    }
}

fn is_id(word: &str) -> bool {
    (MIN_ID..=MAX_ID).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_hexdigit())
}
