//! `oneness hook`: what git's hooks call. Each hook sees another part of git's life; together they see every merge,
//! cherry-pick, revert and rebase before it is committed.
//!
//! Not here: which merge is under way (`merge::git`), the hook files (`setup::hooks`).

use clap::{Args, ValueEnum};

use super::branches::BranchesCommand;
use super::outcome::{Outcome, to_stderr};
use super::{answer, look};
use crate::config::Wishes;
use crate::error::Result;
use crate::git_program;
use crate::merge::git::Repo;
use crate::report::report::Report;
use crate::report::{self, Style, blind};

/// Compares what is about to be committed; called by git's hooks
#[derive(Debug, Args)]
#[command(after_help = "\
Exit codes: 0 go on, 1 something was said twice and git stops (post-merge only tells).
ONENESS=0 switches it off.")]
pub struct Hook {
    /// Which hook calls
    #[arg(value_enum)]
    name: Name,
    /// What git hands to the hook
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    arguments: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Name {
    /// A clean merge, before it is committed
    PreMergeCommit,
    /// A merge finished by hand, or what is staged
    PreCommit,
    /// A cherry-pick, revert or step of a rebase
    PrepareCommitMsg,
    /// A merge that is done; tells and never stops
    PostMerge,
    /// My branch against all other open lines of work, before others see it
    PrePush,
}

/// What a hook has to say, and how to get past it.
struct Told {
    reports: Vec<Report>,
    way_on: &'static str,
}

/// How to go on past a hook that `--no-verify` skips.
const NO_VERIFY: &str = "
oneness stopped here. To go on: take one copy away, `git add` the file and commit; or silence the finding as it says \
above; or go past it once: `git commit --no-verify`, or `ONENESS=0 git commit`
";
/// How to go on past pre-push.
const NO_VERIFY_PUSH: &str = "
oneness stopped this push: another line of work says the same. Agree on one of the two, or go past it once: \
`git push --no-verify`, or `ONENESS=0 git push`
";
/// How to go on past prepare-commit-msg, which no option skips. The pick that was stopped waits in the index.
const IN_PICK: &str = "
oneness stopped here. To go on: take one copy away and `git add` the file, or silence the finding as it says above; then
  git commit --no-edit
and, where more commits are to be picked, `git cherry-pick --continue` or `git revert --continue`.
To go past it once: `ONENESS=0 git commit --no-edit`
";
/// A rebase that stopped at a conflict commits it when it goes on.
const AT_CONFLICT: &str = "
oneness stopped here. To go on: take one copy away and `git add` the file, or silence the finding as it says above; then
  git rebase --continue
To leave the commit out: `git rebase --skip`. To go past it once: `ONENESS=0 git rebase --continue`
";
/// Git takes a step whose hook fails for one that was not taken: it puts it back on its list, and `--continue` and
/// `--skip` would take it again. So it must be committed by hand and taken off the list.
const AT_STEP: &str = "
oneness stopped this step of the rebase, and git has put it back on its list. To go on: take one copy away and `git add` \
the file, or silence the finding as it says above; then
  git commit --no-edit
  GIT_SEQUENCE_EDITOR='sed -i.bak 1d' git rebase --edit-todo
  git rebase --continue
The second command takes the step off the list, which would be taken again.
To leave the commit out: `git reset --hard` in place of the first command. To go past it once: `ONENESS=0` before it.
";

impl Hook {
    /// Compares, tells on standard error, and stops git where something was said twice.
    ///
    /// # Errors
    /// None that stop git: a comparison that fails is told, and git goes on.
    pub fn run(self) -> Result<Outcome> {
        if look::is_switched_off() {
            return Ok(Outcome::default());
        }
        let outcome = match self.name {
            Name::PrePush => pushed(),
            _ => self.told().map(|told| self.outcome(&told)),
        };
        match outcome {
            Ok(outcome) => Ok(outcome),
            Err(error) => {
                to_stderr(&format!("oneness: nothing was compared: {error}\n"));
                Ok(Outcome::default())
            }
        }
    }

    fn told(&self) -> Result<Told> {
        let wishes = Wishes::here()?;
        let mut repo = Repo::open()?;
        let (by_commit, by_pick) = match (is_rebasing(&repo), has_stopped_at_conflict(&repo)) {
            (true, true) => (AT_CONFLICT, AT_CONFLICT),
            (true, false) => (AT_STEP, AT_STEP),
            (false, _) => (NO_VERIFY, IN_PICK),
        };
        let (reports, way_on) = match self.name {
            Name::PreMergeCommit => (under_way(&mut repo, &wishes)?, by_commit),
            Name::PreCommit if repo.is_under_way() => (under_way(&mut repo, &wishes)?, by_commit),
            Name::PreCommit => (staged(&mut repo, &wishes)?, by_commit),
            Name::PrepareCommitMsg if self.is_unseen_pick(&repo) => (under_way(&mut repo, &wishes)?, by_pick),
            Name::PrepareCommitMsg => (Vec::new(), by_pick),
            Name::PostMerge => (done(&mut repo, &wishes, &self.arguments)?, ""),
            Name::PrePush => (Vec::new(), NO_VERIFY_PUSH),
        };
        Ok(Told { reports, way_on })
    }

    /// Merges and squashes were seen by pre-merge-commit or pre-commit, and so was whatever `git commit` commits (it
    /// names the author to its hooks, which a pick does not); asking again would stop them twice. A rebase calls no hook
    /// but this one, even where it leaves the commit to `git commit`.
    fn is_unseen_pick(&self, repo: &Repo) -> bool {
        let has = |names: &[&str]| names.iter().any(|name| repo.git_dir().join(name).exists());
        let is_merge = has(&["MERGE_HEAD", "SQUASH_MSG"]) || announced(|_| true);
        // A person may set a date for all of git, but not in the form in which git hands it on.
        let by_commit = std::env::var("GIT_AUTHOR_DATE").is_ok_and(|date| date.starts_with('@'));
        let is_amended = self.arguments.get(1).is_some_and(|source| source == "commit");
        !is_merge && !is_amended && (is_rebasing(repo) || !by_commit) && repo.is_under_way()
    }

    fn outcome(&self, told: &Told) -> Outcome {
        told.reports.iter().for_each(|report| to_stderr(&blind::lines(report, false)));
        let style = Style { width: answer::columns(std::io::stderr()), ..Style::default() };
        to_stderr(&report::write_all(&told.reports, style));
        for report in &told.reports {
            if let Some(blind) = &report.blind {
                to_stderr(&format!("oneness: nothing was compared: {}\n", answer::unread(blind)));
            }
        }
        let found = told.reports.iter().any(Report::has_findings);
        if !found || self.name == Name::PostMerge {
            return Outcome::default();
        }
        to_stderr(told.way_on);
        Outcome { text: String::new(), code: 1 }
    }
}

/// Tells on standard error what my branch and the other open lines of work say twice, and stops git where that is something.
fn pushed() -> Result<Outcome> {
    let told = BranchesCommand::of_mine().once()?;
    to_stderr(&told.text);
    if told.code != 0 {
        to_stderr(NO_VERIFY_PUSH);
    }
    Ok(Outcome { text: String::new(), code: told.code })
}

/// Tells whether a rebase is under way.
fn is_rebasing(repo: &Repo) -> bool {
    ["rebase-merge", "rebase-apply"].iter().any(|name| repo.git_dir().join(name).exists())
}

/// Tells whether the step under way is one that git itself stopped at, and so has taken off its list.
fn has_stopped_at_conflict(repo: &Repo) -> bool {
    repo.git_dir().join("rebase-merge/stopped-sha").exists() || repo.git_dir().join("rebase-apply").exists()
}

/// Tells whether git announces such a head, as it does while it merges.
fn announced(is_meant: impl Fn(&str) -> bool) -> bool {
    std::env::vars_os().any(|(key, _)| key.to_str().and_then(|key| key.strip_prefix("GITHEAD_")).is_some_and(&is_meant))
}

fn under_way(repo: &mut Repo, wishes: &Wishes) -> Result<Vec<Report>> {
    let merges = repo.in_progress()?;
    merges.into_iter().map(|merge| wishes.check(merge, repo)).collect()
}

/// Compares what is staged with what others added since this branch left theirs, and with what is there already.
pub(super) fn staged(repo: &mut Repo, wishes: &Wishes) -> Result<Vec<Report>> {
    let mut reports = Vec::new();
    // The first commit of all has nothing to be compared with.
    if repo.has_no_commit() {
        return Ok(reports);
    }
    if let Some(other) = other_line() {
        let merge = repo.staged_against(&other)?;
        reports.push(wishes.check(merge, repo)?);
    }
    let merge = repo.staged_against("HEAD")?;
    let mut wishes = wishes.clone();
    wishes.present = true;
    reports.push(wishes.check(merge, repo)?);
    Ok(reports)
}

/// Returns the line of work that this branch will be merged into: its upstream where that is another branch, else the
/// default branch of the remote. None on the default branch itself.
fn other_line() -> Option<String> {
    let ask = |arguments: &[&str]| git_program::ask(arguments.iter().copied());
    ask(&["rev-parse", "--verify", "--quiet", "HEAD"])?;
    let branch = ask(&["symbolic-ref", "--quiet", "--short", "HEAD"]).unwrap_or_default();
    let upstream = ask(&["rev-parse", "--abbrev-ref", "--symbolic-full-name", "@{upstream}"]);
    let default = ask(&["symbolic-ref", "--quiet", "--short", "refs/remotes/origin/HEAD"]).or_else(|| {
        let configured = git_program::config("init.defaultBranch");
        let names = configured.iter().map(String::as_str).chain(["main", "master"]);
        names.map(str::to_owned).find(|name| exists(name))
    });
    let differs = |other: &String| *other != branch && exists(other) && !is_ancestor(other);
    upstream.filter(differs).or_else(|| default.filter(differs))
}

fn exists(revision: &str) -> bool {
    git_program::ask(["rev-parse", "--verify", "--quiet", &format!("{revision}^{{commit}}")]).is_some()
}

/// What HEAD holds already was seen by whoever works on it.
fn is_ancestor(revision: &str) -> bool {
    let output = git_program::run(["merge-base", "--is-ancestor", revision, "HEAD"]);
    output.is_ok_and(|output| output.status.success())
}

/// Looks at a merge that no earlier hook could see: a fast-forward brings merges that others made.
fn done(repo: &mut Repo, wishes: &Wishes, arguments: &[String]) -> Result<Vec<Report>> {
    let is_squash = arguments.first().is_some_and(|argument| argument == "1");
    if is_squash {
        return under_way(repo, wishes);
    }
    let Some(merges) = git_program::ask(["rev-list", "--min-parents=2", "--max-count=20", "ORIG_HEAD..HEAD^0"]) else {
        return Ok(Vec::new());
    };
    // A merge that was made here met pre-merge-commit. In a fast-forward the head that came in is HEAD itself.
    let head = git_program::ask(["rev-parse", "HEAD"]).unwrap_or_default();
    let made_here = git_program::ask(["rev-parse", "--verify", "--quiet", "HEAD^2"]).is_some();
    let made_here = made_here && !announced(|oid| oid == head);
    let mut reports = Vec::new();
    for commit in merges.lines().skip(usize::from(made_here)) {
        let (commit, parents) = repo.parents_of(commit)?;
        for (ours, theirs) in parents {
            let merge = repo.finished(&commit, &ours, &theirs)?;
            reports.push(wishes.check(merge, repo)?);
        }
    }
    Ok(reports)
}
