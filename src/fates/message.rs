//! What the message of a commit says of why something went.
//!
//! Not here: what went.

/// Beginnings of words that speak of what stands twice.
const WORDS: &[&str] = &[
    "duplic", "dedup", "de-dup", "dupe", "dup", "twice", "redundan", "repeated", "repetit", "doubl", "doppel",
    "doublon",
];
/// Phrases that do.
const PHRASES: &[&str] = &[
    "merge artifact",
    "merge artefact",
    "merge error",
    "merge mistake",
    "merge problem",
    "merge issue",
    "merge fail",
    "mismerge",
    "mis-merge",
    "bad merge",
    "botched merge",
    "broken merge",
    "wrong merge",
    "failed merge",
    "after merge",
    "merge conflict",
    "conflict resolution",
    "already exist",
    "already listed",
    "already present",
    "already there",
    "already defined",
    "already included",
    "already mentioned",
    "already covered",
    "more than once",
    "same thing",
    "two times",
    "identical",
    "listed twice",
    "extra copy",
];
/// What git itself calls what it merged.
const MERGED: &[&str] = &["branch", "pull request", "remote", "tag", "commit", "'", "#"];
/// Words that begin alike and mean something else.
const OTHERS: &[&str] =
    &["dup2", "double-click", "double click", "double quot", "double-quot", "doubles", "duplicity", "duplex"];

/// Tells whether a message says that something stood twice, or that a merge went wrong.
#[must_use]
pub fn speaks_of_duplicates(message: &str) -> bool {
    // What was merged into what, and trailers, say nothing of why.
    let is_of_git =
        |line: &&str| line.strip_prefix("Merge ").is_some_and(|rest| MERGED.iter().any(|what| rest.starts_with(what)));
    let said: String = message.lines().filter(|line| !is_of_git(line)).collect::<Vec<_>>().join("\n");
    let mut said = said.to_lowercase();
    OTHERS.iter().for_each(|other| said = said.replace(other, ""));
    let words = said.split(|letter: char| !(letter.is_alphanumeric() || letter == '-'));
    let begins = |word: &str| {
        WORDS
            .iter()
            .any(|begin| if begin.len() <= 3 { word == *begin || word == "dups" } else { word.starts_with(begin) })
    };
    words.into_iter().any(begins) || PHRASES.iter().any(|phrase| said.contains(phrase))
}

/// Tells whether a message takes back another commit.
#[must_use]
pub(super) fn reverts(message: &str) -> bool {
    let subject = message.lines().next().unwrap_or_default().to_lowercase();
    subject.starts_with("revert") || message.contains("This reverts commit")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_speak_and_words_that_do_not() {
        for message in [
            "Remove duplicate entry",
            "dedupe the list",
            "It was listed twice.",
            "fix a bad merge",
            "Rm dup line",
            "Merge conflict fixes",
        ] {
            assert!(speaks_of_duplicates(message), "{message}");
        }
        for message in ["Remove the old entry", "Use double quotes", "call dup2 first", "Merge branch 'dup' into x"] {
            assert!(!speaks_of_duplicates(message), "{message}");
        }
        assert!(reverts("Revert \"Add x\"\n\nThis reverts commit 12.") && !reverts("Add x"));
    }
}
