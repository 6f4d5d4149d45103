//! What a command answers with: findings on standard output, what could not be read on standard error, the exit code.
//!
//! Not here: layout (`report`).

use clap::{Args, ValueEnum};

use super::outcome::{Outcome, to_stderr};
use super::outputs::Outputs;
use crate::error::{Error, Result};
use crate::findings::finding::Severity;
use crate::git_program;
use crate::report::report::{Blind, Report};
use crate::report::{self, Format, Style, blind};

/// What can be a terminal.
#[cfg(unix)]
pub(super) use std::os::fd::AsFd as Stream;
#[cfg(windows)]
pub(super) use std::os::windows::io::AsHandle as Stream;

/// What a found thing does to the exit code.
#[derive(Debug, Clone, Copy, Default, Args)]
pub struct Exit {
    /// End with 0 whatever is found; what could not be read still ends with 2
    #[arg(long, conflicts_with = "fail_on")]
    exit_zero: bool,
    /// The least that ends with 1
    #[arg(long, value_enum, value_name = "SEVERITY", default_value = "warning")]
    fail_on: FailOn,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
enum FailOn {
    /// A second copy where the language or the data takes one
    Error,
    /// What is as sure as the threshold asks
    #[default]
    Warning,
    /// Whatever is shown
    Note,
}

impl Exit {
    /// The same, whatever is found.
    pub(super) fn always_well(self) -> Exit {
        Exit { exit_zero: true, ..self }
    }

    /// Returns the exit code for a report.
    pub(super) fn code(self, report: &Report) -> u8 {
        let least = match self.fail_on {
            FailOn::Error => Severity::Error,
            FailOn::Warning => Severity::Warning,
            FailOn::Note => Severity::Note,
        };
        u8::from(!self.exit_zero && report.has(least))
    }
}

/// Writes reports and tells what was not examined. Whoever wants it quiet reads the exit code alone.
///
/// # Errors
/// Where nothing that a side changed could be read and nothing was found: silence would look like an answer.
pub(super) fn of(reports: &[Report], style: Style, outputs: &Outputs, quiet: bool, exit: Exit) -> Result<Outcome> {
    let printed = outputs.printed(Format::Text);
    let style = Style { format: printed.unwrap_or_default(), ..outputs.style(style) };
    let code = reports.iter().map(|report| exit.code(report)).max().unwrap_or_default();
    // The verbose text and the documents for programs hold every note.
    let tells_no_notes = [Format::Text, Format::Short, Format::Github].contains(&style.format);
    if tells_no_notes && !(style.verbose && style.format == Format::Text) {
        reports.iter().for_each(|report| to_stderr(&blind::lines(report, true)));
    }
    outputs.write(reports, style)?;
    let style = Style { width: columns(std::io::stdout()), ..style };
    let text = match printed {
        Some(_) if !quiet => report::write_all(reports, style),
        _ => String::new(),
    };
    match reports.iter().find_map(|report| report.blind.as_ref()) {
        None => Ok(Outcome { text, code }),
        Some(blind) if text.is_empty() => Err(unread(blind)),
        Some(blind) => {
            to_stderr(&format!("oneness: {}\n", unread(blind)));
            Ok(Outcome { text, code: 2 })
        }
    }
}

/// Returns how many columns there are for what is written, where a terminal shows it.
pub(super) fn columns(stream: impl Stream) -> Option<usize> {
    terminal_size::terminal_size_of(stream).map(|(width, _)| usize::from(width.0)).filter(|width| *width > 0)
}

/// Says that nothing of a side could be read, and what to do about it.
pub(super) fn unread(blind: &Blind) -> Error {
    let error = Error::new(format!("nothing that {} changed could be read: {}", blind.side, blind.reason));
    error.hint(if is_partial_clone() {
        "`git fetch --refetch --no-filter` brings what a partial clone left out"
    } else {
        "`git fsck` names objects that are damaged or missing"
    })
}

/// Tells whether a remote of this repository was promised to have what is not here.
pub(super) fn is_partial_clone() -> bool {
    git_program::ask(["config", "--get-regexp", r"^remote\..*\.promisor$", "true"]).is_some()
}
