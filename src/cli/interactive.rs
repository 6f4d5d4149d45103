//! `oneness check --interactive`: asks of each finding what shall stand, shows the patch, and writes it if the person says
//! so. What is asked stands on standard error, so that standard output holds the answer alone.
//!
//! Not here: what a decision does to a file (`decide`), the same in the browser (`review`).

use std::io::BufRead;

use super::answer;
use super::decide::{self, Decision, Keep, WorkTree};
use super::entry::entry;
use super::outcome::{Outcome, to_stderr};
use crate::config::{self, Allowed};
use crate::error::Result;
use crate::report::report::{Report, Told};
use crate::report::{self, Style};
use crate::source::Side;

const QUESTION: &str = "keep [o]urs, [t]heirs, [b]oth, [e]dit one text for both, [s]kip, [q]uit? ";

/// What the person said of one finding.
enum Said {
    Keep(Keep),
    Both(String),
    Skip,
    Quit,
}

/// Asks, shows and writes. The exit code says whether anything was left undecided.
///
/// # Errors
/// No work tree, a file that cannot be written.
pub(super) fn run(reports: &[Report], style: Style, answers: &mut dyn BufRead) -> Result<Outcome> {
    let tree = WorkTree::here()?;
    let style = Style { width: answer::columns(std::io::stderr()), without_hint: true, ..style };
    let (mut decisions, mut allowed, mut left) = (Vec::new(), Vec::new(), 0);
    let all: Vec<(&Report, &Told)> =
        reports.iter().flat_map(|report| report.findings.iter().map(move |told| (report, told))).collect();
    for (at, (report, told)) in all.iter().enumerate() {
        let alone = Report { findings: vec![(*told).clone()], ..(*report).clone() };
        to_stderr(&report::write(&alone, style));
        match ask(answers) {
            Said::Keep(keep) => decisions.push(Decision { told, keep }),
            Said::Both(reason) => allowed.push(Allowed { reason, ..entry(told) }),
            Said::Skip => left += 1,
            Said::Quit => {
                left += all.len() - at;
                break;
            }
        }
    }
    let plan = decide::plan(&decisions, &tree);
    plan.troubles.values().for_each(|why| to_stderr(&format!("oneness: {why}\n")));
    left += plan.troubles.len();
    let code = u8::from(left > 0);
    if plan.files.is_empty() && allowed.is_empty() {
        return Ok(Outcome { text: String::new(), code });
    }
    to_stderr(&plan.patch());
    to_stderr(&allowed.iter().map(|entry| format!("{}: {} allowed\n", config::ALLOWED, entry.id)).collect::<String>());
    to_stderr("write this? [y/N] ");
    if !line(answers).is_some_and(|line| line.eq_ignore_ascii_case("y") || line.eq_ignore_ascii_case("yes")) {
        return Ok(Outcome { text: "oneness: nothing is written\n".to_owned(), code: u8::from(!all.is_empty()) });
    }
    let told = plan.apply(&tree)?;
    if !allowed.is_empty() {
        config::allow(tree.top(), &allowed)?;
    }
    Ok(Outcome { text: format!("oneness: {told}\n"), code })
}

/// Asks until the answer is one; where nobody answers any more, the rest is left.
fn ask(answers: &mut dyn BufRead) -> Said {
    loop {
        to_stderr(QUESTION);
        let Some(word) = line(answers) else { return Said::Quit };
        return match word.to_lowercase().as_str() {
            "o" | "ours" => Said::Keep(Keep::One(Side::Ours)),
            "t" | "theirs" => Said::Keep(Keep::One(Side::Theirs)),
            "b" | "both" => {
                to_stderr("why may both stay? ");
                line(answers).map_or(Said::Quit, Said::Both)
            }
            "e" | "edit" => {
                to_stderr("the text that replaces both: ");
                line(answers).map_or(Said::Quit, |text| Said::Keep(Keep::Text(text)))
            }
            "s" | "skip" | "" => Said::Skip,
            "q" | "quit" => Said::Quit,
            _ => continue,
        };
    }
}

fn line(answers: &mut dyn BufRead) -> Option<String> {
    let mut line = String::new();
    match answers.read_line(&mut line) {
        Ok(read) if read > 0 => Some(line.trim_end_matches(['\r', '\n']).to_owned()),
        _ => None,
    }
}
