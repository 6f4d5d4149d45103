//! The noun of this room: a tool, the words that it is asked with, and what it answers.
//!
//! Not here: the protocol, any tool.

use serde_json::{Map, Value, json};

use crate::cli::meant;
use crate::error::{Error, Result, printable};
use crate::merge::Head;
use crate::merge::git::Repo;
use crate::report::blind;
use crate::report::report::{Report, Site, Told};

/// An answer has at most so many bytes: who asks pays for each of them.
const MAX_ANSWER: usize = 16 << 10;
/// A name is shown up to so many letters.
const MAX_NAME: usize = 80;
/// So many findings are named; the rest is counted.
const MAX_NAMED: usize = 20;

/// What can be asked.
pub(super) struct Tool {
    pub(super) name: &'static str,
    pub(super) title: &'static str,
    /// When to ask, what comes back.
    pub(super) about: &'static str,
    /// Whether it may write into the work tree.
    pub(super) writes: bool,
    /// The words it takes.
    pub(super) takes: &'static [Word],
    /// Those without which it cannot answer.
    pub(super) needs: &'static [&'static str],
    pub(super) run: fn(&Words<'_>) -> Result<String>,
}

/// A word that a tool takes: its name, what it is, what it means.
pub(super) type Word = (&'static str, Is, &'static str);

/// What a word is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Is {
    Text,
    Texts,
    Flag,
    /// `ours` or `theirs`.
    Side,
}

/// The words that name a merge, for all tools.
pub(super) const REVISION: Word =
    ("revision", Is::Text, "A merge commit, or A...B for the merge of two. Leave out for the merge under way");
/// One side of a merge that has not happened.
pub(super) const OURS: Word = ("ours", Is::Text, "With `theirs`: the branch or commit that is merged into");
/// The other side.
pub(super) const THEIRS: Word = (
    "theirs",
    Is::Text,
    "With `ours`: the branch or commit that is merged. The merge is only tried, nothing is touched",
);

impl Tool {
    /// Describes it to who may ask.
    pub(super) fn described(&self) -> Value {
        let schema = |is: Is, about: &str| match is {
            Is::Text => json!({ "type": "string", "description": about }),
            Is::Texts => json!({ "type": "array", "items": { "type": "string" }, "description": about }),
            Is::Flag => json!({ "type": "boolean", "description": about }),
            Is::Side => json!({ "type": "string", "enum": ["ours", "theirs"], "description": about }),
        };
        let properties: Map<String, Value> =
            self.takes.iter().map(|(name, is, about)| ((*name).to_owned(), schema(*is, about))).collect();
        json!({
            "name": self.name,
            "title": self.title,
            "description": self.about,
            "inputSchema": {
                "type": "object", "properties": properties, "required": self.needs, "additionalProperties": false,
            },
            "annotations": {
                "readOnlyHint": !self.writes, "destructiveHint": self.writes, "idempotentHint": !self.writes,
                "openWorldHint": false,
            },
        })
    }
}

/// The words that a tool is asked with.
pub(super) struct Words<'a>(&'a Map<String, Value>);

impl<'a> Words<'a> {
    /// Takes the words of a question.
    ///
    /// # Errors
    /// A word that the tool does not know, one of another type, one that is missing.
    pub(super) fn of(words: &'a Map<String, Value>, tool: &Tool) -> Result<Words<'a>> {
        for (name, value) in words {
            let known = tool.takes.iter().find(|(known, ..)| known == name);
            let Some((_, is, _)) = known else {
                let names: Vec<&str> = tool.takes.iter().map(|(name, ..)| *name).collect();
                return Err(Error::new(format!("{} takes no '{name}'", tool.name)).hint(names.join(", ")));
            };
            let fits = match is {
                Is::Text => value.is_string(),
                Is::Texts => value.as_array().is_some_and(|all| all.iter().all(Value::is_string)),
                Is::Flag => value.is_boolean(),
                Is::Side => value == "ours" || value == "theirs",
            };
            if !fits {
                return Err(Error::new(format!("'{name}' is of another type than {} takes", tool.name)));
            }
        }
        match tool.needs.iter().find(|name| !words.contains_key(**name)) {
            Some(name) => Err(Error::new(format!("{} needs '{name}'", tool.name))),
            None => Ok(Words(words)),
        }
    }

    pub(super) fn text(&self, name: &str) -> Option<&'a str> {
        self.0.get(name).and_then(Value::as_str)
    }

    pub(super) fn texts(&self, name: &str) -> Vec<String> {
        let all = self.0.get(name).and_then(Value::as_array).into_iter().flatten();
        all.filter_map(Value::as_str).map(str::to_owned).collect()
    }

    pub(super) fn flag(&self, name: &str) -> bool {
        self.0.get(name).and_then(Value::as_bool).unwrap_or_default()
    }

    /// Returns the words that name a merge, as the commands take them: revisions of this repository and never a file,
    /// which might lie outside of it.
    ///
    /// # Errors
    /// A word that names no commit, half of a pair.
    pub(super) fn merge(&self) -> Result<Vec<String>> {
        let words: Vec<String> = match (self.text("revision"), self.text("ours"), self.text("theirs")) {
            (None, None, None) => Vec::new(),
            (Some(revision), None, None) => match meant::two_ends(revision) {
                Some((ours, theirs)) => vec![ours, theirs],
                None => vec![revision.to_owned()],
            },
            (None, Some(ours), theirs) => vec![ours.to_owned(), theirs.unwrap_or("HEAD").to_owned()],
            (None, None, Some(theirs)) => vec!["HEAD".to_owned(), theirs.to_owned()],
            _ => return Err(Error::new("either `revision`, or `ours` and `theirs`")),
        };
        let repo = Repo::open()?;
        match words.iter().find(|word| !repo.has_commit(word)) {
            Some(word) => Err(Error::new(format!("unknown revision '{word}'"))),
            None => Ok(words),
        }
    }
}

/// Tells the findings of reports, the places first and one a line, and what could not be read.
pub(super) fn told(reports: &[Report], all: bool) -> String {
    let unread: String = reports.iter().map(|report| blind::lines(report, true)).collect();
    let found: Vec<(&Report, &Told)> =
        reports.iter().flat_map(|report| report.findings.iter().map(move |told| (report, told))).collect();
    let mut text: String = found.iter().take(MAX_NAMED).map(|(report, told)| line(report, told)).collect();
    match found.len() {
        0 => text.push_str(if all { "nothing is said twice\n" } else { "nothing that is surely said twice\n" }),
        count if count > MAX_NAMED => {
            text.push_str(&format!("and {} more, which `paths` would narrow\n", count - MAX_NAMED));
        }
        _ => {}
    }
    text.push_str(&unread);
    if !found.is_empty() {
        text.push_str("`explain` with the id in brackets shows both texts, `drop` takes one of them away\n");
    }
    bounded(&text)
}

/// "a.py:13-22 `load` by main ~ b.py:4-13 `fetch` by side: warning, near-duplicate-addition: … \[e4e7363647312cfe\]"
fn line(report: &Report, told: &Told) -> String {
    let place = |site: &Site, head: &Head| {
        let lines = match site.lines {
            Some((first, last)) if first == last => format!(":{first}"),
            Some((first, last)) => format!(":{first}-{last}"),
            None => format!(" ({})", site.place),
        };
        let name = site.name.as_ref().map(|name| format!(" `{}`", shortened(name))).unwrap_or_default();
        printable(&format!("{}{lines}{name} by {}", site.path, head.name))
    };
    let places = [place(&told.ours, &report.ours), place(&told.theirs, &report.theirs)].join(" ~ ");
    let (severity, kind, message) = (told.severity.name(), told.kind.name(), printable(&told.message));
    format!("{places}: {severity}, {kind}: {message} [{}]\n", told.id)
}

fn shortened(name: &str) -> String {
    let kept: String = name.chars().take(MAX_NAME).collect();
    if kept.len() < name.len() { kept + "…" } else { kept }
}

/// Cuts what is too long at the end of a line, without colours and without letters that hide.
pub(super) fn bounded(text: &str) -> String {
    let plain = anstream::adapter::strip_str(text).to_string();
    let mut kept = String::new();
    for line in plain.lines() {
        let line = printable(line);
        if kept.len() + line.len() > MAX_ANSWER {
            let end = (0..=MAX_ANSWER - kept.len()).rev().find(|end| line.is_char_boundary(*end)).unwrap_or_default();
            kept.push_str(&line[..end]);
            kept.push_str("\n… cut here\n");
            break;
        }
        kept.push_str(&line);
        kept.push('\n');
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_bounded() {
        let long = "é".repeat(MAX_ANSWER) + "\nnever";
        let cut = bounded(&format!("\u{1b}[31mred\u{1b}[0m\u{202e}\n{long}"));
        assert!(cut.starts_with("red\\u{202e}\n"), "{}", &cut[..20]);
        assert!(cut.len() < MAX_ANSWER + 20 && cut.ends_with("… cut here\n"));
    }
}
