//! `oneness branches --watch`: looks again and again, and prints only what is new since the look before.
//!
//! Not here: one look (`branches`).

use std::collections::BTreeSet;
use std::io::Write;
use std::time::Duration;

use crate::cli::outcome::{Outcome, to_stderr};
use crate::error::Result;
use crate::git_program;
use crate::report::branches::meeting::Branches;

/// What of a look was told: of each finding and each conflict the names of the two lines and what it is.
type Known = BTreeSet<[String; 3]>;

/// What is looked at again and again.
pub(super) struct Watched<'a> {
    /// How many seconds lie between two looks.
    pub(super) seconds: u64,
    /// Whether to look also where no ref has moved: what is not committed shows in none.
    pub(super) is_always: bool,
    /// One look.
    pub(super) look: &'a dyn Fn() -> Result<Branches>,
    /// How a look is told.
    pub(super) told: &'a dyn Fn(&Branches) -> Result<Outcome>,
}

/// Looks until the reader goes away or the program is ended.
///
/// # Errors
/// Where the first look already cannot work; later ones are told and tried again.
pub(super) fn run(watched: &Watched<'_>, out: &mut dyn Write) -> Result<u8> {
    let (mut before, mut notes, mut state, mut trouble) = (None, Vec::new(), None, String::new());
    loop {
        let now = state_of_refs();
        if watched.is_always || now.is_none() || now != state {
            let looked = (watched.look)().and_then(|mut found| {
                let known = keep_new(&mut found, before.as_ref());
                let noted = std::mem::take(&mut found.notes);
                found.notes = noted.iter().filter(|note| !notes.contains(*note)).cloned().collect();
                Ok(((watched.told)(&found)?, known, noted))
            });
            match looked {
                Ok((told, known, noted)) => {
                    if out.write_all(told.text.as_bytes()).and_then(|()| out.flush()).is_err() {
                        return Ok(0);
                    }
                    (before, notes, state, trouble) = (Some(known), noted, now, String::new());
                }
                Err(error) if before.is_none() => return Err(error),
                Err(error) if error.to_string() == trouble => {}
                Err(error) => {
                    trouble = error.to_string();
                    to_stderr(&format!("oneness: {trouble}\n"));
                }
            }
        }
        std::thread::sleep(Duration::from_secs(watched.seconds.max(1)));
    }
}

/// All refs and what they point at, and what is checked out where.
fn state_of_refs() -> Option<Vec<u8>> {
    let refs = git_program::run(["for-each-ref", "--format=%(refname) %(objectname)", "refs/heads", "refs/remotes"]);
    let trees = git_program::run(["worktree", "list", "--porcelain"]);
    let (refs, trees) = (refs.ok()?, trees.ok()?);
    (refs.status.success() && trees.status.success()).then(|| [refs.stdout, trees.stdout].concat())
}

/// Leaves of a look what the one before did not hold, and returns all that it held.
fn keep_new(found: &mut Branches, before: Option<&Known>) -> Known {
    // Order and matrix speak of all that collides, and later looks only of what is new.
    found.is_all &= before.is_none();
    let nothing = Known::new();
    let before = before.unwrap_or(&nothing);
    let mut now = Known::new();
    let lines = &found.lines;
    for meeting in &mut found.meetings {
        let mut names = meeting.lines.map(|at| lines[at].name.clone());
        names.sort();
        let [one, other] = names;
        let mut is_new = |what: &str| {
            let key = [one.clone(), other.clone(), what.to_owned()];
            let is_new = !before.contains(&key);
            now.insert(key);
            is_new
        };
        meeting.report.findings.retain(|told| is_new(&told.id));
        meeting.conflicts.retain(|path| is_new(path));
        meeting.same = meeting.same.filter(|_| is_new("one change"));
    }
    found.meetings.retain(|meeting| meeting.has_findings() || !meeting.conflicts.is_empty());
    for line in &mut found.lines {
        let key = [line.name.clone(), String::new(), "on main".to_owned()];
        if line.is_on_main() {
            if before.contains(&key) {
                (line.landed, line.standing) = (None, None);
            }
            now.insert(key);
        }
    }
    now
}
