//! Real repositories in temporary folders: fixed people and dates, no user's configuration.

use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

use super::program::calm;
use super::{Files, put};

/// The people of the tests, one a side.
pub(crate) const ANNA: (&str, &str) = ("Anna", "2026-03-02T09:00:00+01:00");
/// The other side.
pub(crate) const BEN: (&str, &str) = ("Ben", "2026-03-03T16:30:00+01:00");

/// A repository that vanishes with its value.
pub(crate) struct Repository {
    folder: TempDir,
}

impl Repository {
    /// Makes an empty repository on branch `main`.
    pub(crate) fn new() -> Repository {
        let repository = Repository { folder: tempfile::tempdir().expect("there is a temporary folder") };
        repository.git(&["init", "-q", "-b", "main"]);
        repository
    }

    /// Makes a repository whose `main` and `side` parted at `base`; `main` is checked out.
    pub(crate) fn parted(base: &Files, ours: &Files, theirs: &Files) -> Repository {
        let repository = Repository::new();
        repository.commit("the base", base, ("Carla", "2026-03-01T12:00:00+01:00"));
        repository.git(&["checkout", "-q", "-b", "side"]);
        repository.commit("theirs", theirs, BEN);
        repository.git(&["checkout", "-q", "main"]);
        repository.commit("ours", ours, ANNA);
        repository
    }

    /// Where it stands.
    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Runs git and returns its output; the test fails where git does.
    pub(crate) fn git(&self, arguments: &[&str]) -> String {
        let output = self.try_git(arguments);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "git {arguments:?}: {said}{}", String::from_utf8_lossy(&output.stdout));
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    /// Runs git, whatever comes of it.
    pub(crate) fn try_git(&self, arguments: &[&str]) -> Output {
        self.git_as(ANNA, arguments)
    }

    fn git_as(&self, (name, time): (&str, &str), arguments: &[&str]) -> Output {
        let mut command = Command::new("git");
        calm(&mut command, self.path());
        let email = "somebody@example.org";
        let people = [("GIT_AUTHOR_NAME", name), ("GIT_AUTHOR_EMAIL", email), ("GIT_AUTHOR_DATE", time)];
        command.envs(people).env("GIT_COMMITTER_NAME", name).env("GIT_COMMITTER_EMAIL", email);
        command.env("GIT_COMMITTER_DATE", time).args(["-c", "core.autocrlf=false", "-c", "commit.gpgsign=false"]);
        command.args(arguments).output().expect("git can be run")
    }

    /// Makes the work tree hold exactly these files and commits it as somebody.
    pub(crate) fn commit(&self, subject: &str, files: &Files, who: (&str, &str)) {
        put(self.path(), files);
        self.git(&["add", "-A", "-f"]);
        let output = self.git_as(who, &["commit", "-q", "--allow-empty", "-m", subject]);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }

    /// Merges `side` into `main` and tells whether git found no conflict. The merge stays open where it found one.
    pub(crate) fn merge(&self) -> bool {
        self.try_git(&["merge", "-q", "--no-edit", "--no-ff", "side"]).status.success()
    }

    /// Merges as [`Repository::merge`]; a conflict is resolved by keeping both sides. Tells whether there was none.
    pub(crate) fn merge_keeping_both(&self) -> bool {
        if self.merge() {
            return true;
        }
        self.git(&["merge", "--abort"]);
        std::fs::write(self.path().join(".git/info/attributes"), "* merge=union\n").expect("attributes can be written");
        let output = self.try_git(&["merge", "-q", "--no-edit", "--no-ff", "side"]);
        std::fs::remove_file(self.path().join(".git/info/attributes")).expect("attributes can go");
        assert!(output.status.success(), "keeping both sides: {}", String::from_utf8_lossy(&output.stdout));
        false
    }

    /// Makes the result of the merge hold exactly these files, as a person who resolved it by hand would.
    pub(crate) fn resolve(&self, merged: &Files) {
        put(self.path(), merged);
        self.git(&["add", "-A", "-f"]);
        let open = self.path().join(".git/MERGE_HEAD").exists();
        let commit: &[&str] =
            if open { &["commit", "-q", "--no-edit"] } else { &["commit", "-q", "--amend", "--no-edit"] };
        self.git(commit);
    }
}
