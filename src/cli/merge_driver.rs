//! `oneness merge-driver`: what git calls to merge one file. First git's own merge is written, then both sides are
//! compared, in a process of its own: whatever happens there, the merge is right.
//!
//! Not here: how the file is merged (`three_way::driver`), conflict markers around findings (`report::marks`).

use std::ffi::OsString;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use clap::Args;

use super::look;
use super::outcome::Outcome;
use crate::error::{Error, Result, printable};
use crate::git_program;
use crate::source::Sides;
use crate::three_way::text::{Request, is_binary};
use crate::three_way::{driver, labels};

/// Git reads 1 to 128 as "conflicts are marked in the file", and more as "the merge failed, change nothing".
const TROUBLE: u8 = 129;

/// Merges one file as git would, then tells what both sides said twice; called by git
#[derive(Debug, Args)]
#[command(after_help = "\
Exit codes, as git wants them: 0 clean, 1 conflict, 129 the file could not be merged at all.
`oneness install --merge-driver` writes the lines that make git call it. ONENESS=0 leaves only the merge.")]
pub struct MergeDriver {
    /// The common ancestor (%O); an empty file when both sides added the path
    base: PathBuf,
    /// Our version (%A); the result replaces it
    ours: PathBuf,
    /// Their version (%B)
    theirs: PathBuf,
    /// Length of conflict markers (%L)
    #[arg(short = 'L', value_name = "NUMBER", default_value_t = 7)]
    marker_size: usize,
    /// The file's own path (%P)
    #[arg(short, value_name = "PATH", default_value = "", allow_hyphen_values = true)]
    path: OsString,
    /// What to call the ancestor (%S)
    #[arg(short = 's', value_name = "LABEL", default_value = "", allow_hyphen_values = true)]
    base_label: OsString,
    /// What to call our version (%X)
    #[arg(short = 'x', value_name = "LABEL", default_value = "", allow_hyphen_values = true)]
    our_label: OsString,
    /// What to call their version (%Y)
    #[arg(short = 'y', value_name = "LABEL", default_value = "", allow_hyphen_values = true)]
    their_label: OsString,
    /// Let another driver merge: the name of one in git's configuration, or a command line
    #[arg(long, value_name = "DRIVER")]
    delegate: Option<String>,
    /// Make a conflict of what was said twice, with markers around both copies
    #[arg(long)]
    strict: bool,
}

impl MergeDriver {
    /// Merges the file and tells git how it went. Never fails otherwise than by the exit code.
    ///
    /// # Errors
    /// None: git understands exit codes only.
    pub fn run(self) -> Result<Outcome> {
        let (strict, delegate) = (self.strict, self.delegate.clone());
        let request = self.request();
        let code = match merge(&request, delegate, strict) {
            Ok(conflicted) => u8::from(conflicted),
            Err(error) => {
                say(&format!("{}: {error}", request.path.to_string_lossy()));
                TROUBLE
            }
        };
        Ok(Outcome { text: String::new(), code })
    }

    fn request(self) -> Request {
        let files = Sides { base: self.base, ours: self.ours, theirs: self.theirs };
        let path = if self.path.is_empty() { files.ours.clone().into_os_string() } else { self.path };
        let labels = Sides { base: self.base_label, ours: self.our_label, theirs: self.their_label };
        let labels = labels::known(labels, &files, &path, self.marker_size);
        Request { files, marker_size: self.marker_size, path, labels }
    }
}

/// Merges, then looks. Returns whether a person has to look at the file.
fn merge(request: &Request, delegate: Option<String>, strict: bool) -> Result<bool> {
    let versions = driver::read(request)?;
    let delegate = delegate.or_else(|| git_program::config("oneness.delegate"));
    let written = driver::write(request, &versions, delegate.as_deref())?;
    for note in &written.notes {
        say(&format!("{}: {note}", request.path.to_string_lossy()));
    }
    let conflicted = written.merged.conflicted;
    let is_kept = conflicted && written.notes.is_empty() && written.merged.bytes == versions.ours;
    if is_kept && is_binary(&versions) {
        say_as_git(request);
    }
    if look::is_switched_off() || look::is_nobodys_merge(request) {
        return Ok(conflicted);
    }
    match examined(request, &look::Question { versions, merged: written.merged.bytes, strict }) {
        Ok(Some(marked)) => driver::replace(&request.files.ours, &marked).map(|()| true),
        Ok(None) => Ok(conflicted),
        Err(error) => {
            say(&format!("{}: merged, but not examined: {error}", request.path.to_string_lossy()));
            Ok(conflicted)
        }
    }
}

/// Looks in a process of its own. Returns the file with markers where `--strict` found something.
fn examined(request: &Request, question: &look::Question) -> Result<Option<Vec<u8>>> {
    look::within_budget(question)?;
    let failed = |error: std::io::Error| Error::new(format!("cannot start another process: {error}"));
    let program = std::env::current_exe().map_err(failed)?;
    let mut command = Command::new(program);
    command.arg("look").arg("--path").arg(&request.path);
    command.arg("--ours").arg(&request.labels.ours).arg("--theirs").arg(&request.labels.theirs);
    command.arg("--marker-size").arg(request.marker_size.to_string());
    command.args(question.strict.then_some("--strict"));
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().map_err(failed)?;
    let mut pipe = child.stdin.take().expect("because it was asked to be a pipe");
    // A child that ended early says why by its exit code; that the pipe broke says nothing more.
    let _ = question.write(&mut pipe);
    drop(pipe);
    let output = child.wait_with_output().map_err(failed)?;
    match output.status.code() {
        Some(0) => Ok(None),
        Some(1) => Ok(Some(output.stdout)),
        Some(2) => Err(Error::new("see above")),
        _ => Err(Error::new(format!("the comparison ended with {}", output.status))),
    }
}

/// Says of a binary file in conflict what git says where it merges by itself.
fn say_as_git(request: &Request) {
    let [path, ours, theirs] =
        [&request.path, &request.labels.ours, &request.labels.theirs].map(|name| printable(&name.to_string_lossy()));
    let _ = writeln!(std::io::stderr(), "warning: Cannot merge binary files: {path} ({ours} vs. {theirs})");
}

/// Standard output belongs to git: `merge-tree` prints its answer there.
fn say(line: &str) {
    let _ = writeln!(std::io::stderr(), "oneness: {}", printable(line));
}
