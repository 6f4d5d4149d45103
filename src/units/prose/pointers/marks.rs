//! Where in a text pointers stand, in the ways that formats and hosts write them.
//!
//! Not here: which of them an entry ends with.

use std::ops::Range;

use crate::units::prose::address::canonical;
use crate::units::prose::scheme::{address_length, is_scheme};

/// Hosts where the first part of a path is a person or a team.
const HOSTS_OF_PEOPLE: &[&str] = &["bitbucket.org", "codeberg.org", "github.com", "gitlab.com"];
/// Parts of an address behind which the number of a change stands.
const CHANGES: &[&str] = &["bug", "bugs", "i", "issue", "issues", "merge_requests", "pr", "pull", "pulls", "ticket"];
/// Parts behind which a commit stands.
const COMMITS: &[&str] = &["c", "commit", "commits"];
/// Roles of reStructuredText and attributes of AsciiDoc that point to a change, and to a person.
const ROLES: &[&str] =
    &["bpo", "bug", "commit", "gh", "ghissue", "ghpull", "issue", "mr", "pr", "pull", "pull-request", "ticket"];
const PEOPLE: &[&str] = &["user", "author", "contributor"];
/// Names with a number that are no tickets.
const STANDARDS: &[&str] = &[
    "AES", "COVID", "CVE", "CWE", "EN", "FIPS", "IEC", "IEEE", "IPV", "ISO", "PEP", "RFC", "RSA", "SHA", "UCS", "UTF",
];
/// Lengths of what is written of a commit's name.
const COMMIT: std::ops::RangeInclusive<usize> = 7..=40;
/// So much of a commit's name tells it from others.
const TELLING: usize = 7;
/// The number of a change has at most so many digits.
const MAX_DIGITS: usize = 9;
/// What stands in brackets is looked at up to this length.
const LONGEST: usize = 400;

/// What in a text is a pointer.
pub(super) struct Mark {
    pub(super) bytes: Range<usize>,
    /// What it points to; `None` for a person.
    pub(super) change: Option<String>,
}

/// Returns the pointers of a text in their order.
pub(super) fn all(text: &str) -> Vec<Mark> {
    let mut found = Vec::new();
    let mut at = 0;
    let mut previous = ' ';
    while let Some(letter) = text[at..].chars().next() {
        let rest = &text[at..];
        // Each begins with a sign of its own.
        let mark = match letter {
            '[' | '`' => bracketed(window(rest)),
            '<' => anchor(window(rest)),
            ':' => role(window(rest)),
            '{' => macro_call(window(rest)),
            _ if is_in_word(letter) && !joins(previous) => word(window(rest)),
            _ => None,
        };
        let length = match mark {
            Some((length, Some(change))) => {
                found.push(Mark { bytes: at..at + length, change });
                length
            }
            Some((length, None)) => length,
            None => letter.len_utf8(),
        };
        previous = text[at..at + length].chars().next_back().unwrap_or(' ');
        at += length;
    }
    found
}

/// The beginning of a text: no pointer is longer, and a hostile text is not read to its end at every sign.
fn window(text: &str) -> &str {
    let mut end = text.len().min(LONGEST);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// How long what was found is; and if it is a pointer, the change, or nothing where it is a person.
type Found = (usize, Option<Option<String>>);

/// Tells whether a sign before a word makes it another word.
fn joins(before: char) -> bool {
    before.is_alphanumeric() || matches!(before, '&' | '/' | '_' | '-' | '#' | '.')
}

/// `[#12](address)`, `[#12][label]`, `[#12]`, `[[address][#12]]`, `` `#12 <address>`_ ``.
fn bracketed(rest: &str) -> Option<Found> {
    if let Some(inner) = rest.strip_prefix('`') {
        return quoted(rest, inner);
    }
    let title_end = closing(rest, '[', ']')?;
    let title = rest[1..title_end].trim_matches(['[', ']', '\\', '*', '`', ' ']);
    let behind = &rest[title_end + 1..];
    let (target, length) = match behind.chars().next() {
        Some('(') => (Some(&behind[1..closing(behind, '(', ')')?]), title_end + 2 + closing(behind, '(', ')')?),
        Some('[') => (None, title_end + 2 + closing(behind, '[', ']')?),
        _ => (None, title_end + 1),
    };
    let change = change(title).or_else(|| commit(title, target.is_some())).or_else(|| {
        let org = title.split_once("][").and_then(|(address, title)| change(title).map(|change| (address, change)));
        org.filter(|(address, _)| is_scheme(address)).map(|(_, change)| change)
    });
    // A number in brackets alone may count anything.
    let is_bare_number = target.is_none() && length == title_end + 1 && title.bytes().all(|byte| byte.is_ascii_digit());
    match change.filter(|_| !is_bare_number || title.len() > 2) {
        Some(change) => Some((length, Some(Some(change)))),
        None => (title.starts_with('@') || target.is_some_and(is_person)).then_some((length, Some(None))),
    }
}

fn quoted(rest: &str, inner: &str) -> Option<Found> {
    let end = inner.find('`').filter(|end| *end <= LONGEST)?;
    let said = &inner[..end];
    let tail = rest[end + 2..].chars().take_while(|letter| *letter == '_').count();
    match said.strip_suffix('>').and_then(|said| said.split_once('<')) {
        Some((title, target)) if tail > 0 => {
            let found = change(title.trim()).or_else(|| commit(title.trim(), true));
            let is_person = title.starts_with('@') || is_person(target);
            let found = found.map(Some).or_else(|| is_person.then_some(None))?;
            Some((end + 2 + tail, Some(found)))
        }
        _ => commit(said, false).map(|commit| (end + 2, Some(Some(commit)))),
    }
}

/// `<a href="address">#12</a>`.
fn anchor(rest: &str) -> Option<Found> {
    let tag = rest.strip_prefix("<a ").and_then(|inner| inner.find('>'))? + 4;
    let end = rest[tag..].find("</a>").filter(|end| *end <= LONGEST)?;
    let title = rest[tag..tag + end].trim();
    let found = change(title).or_else(|| commit(title, true)).map(Some);
    let found = found.or_else(|| title.starts_with('@').then_some(None))?;
    Some((tag + end + 4, Some(found)))
}

/// `` :issue:`12` ``.
fn role(rest: &str) -> Option<Found> {
    let (name, inner) = rest.strip_prefix(':')?.split_once(":`")?;
    let (said, _) = inner.split_once('`').filter(|(said, _)| said.len() <= LONGEST)?;
    let length = name.len() + said.len() + 4;
    if PEOPLE.contains(&name) {
        return Some((length, Some(None)));
    }
    let number = said.split(['<', ' ']).next().unwrap_or_default();
    let change = ROLES.contains(&name).then(|| change(number).or_else(|| commit(number, true)))??;
    Some((length, Some(Some(change))))
}

/// `{pull}12[12]`, `{issue}12`.
fn macro_call(rest: &str) -> Option<Found> {
    let (name, inner) = rest.strip_prefix('{')?.split_once('}')?;
    let digits = inner.bytes().take_while(u8::is_ascii_digit).count();
    if !ROLES.iter().any(|role| name.trim_end_matches("-url").ends_with(role)) || !(1..=MAX_DIGITS).contains(&digits) {
        return None;
    }
    let behind = &inner[digits..];
    let shown = if behind.starts_with('[') { closing(behind, '[', ']').map_or(0, |end| end + 1) } else { 0 };
    Some((name.len() + 2 + digits + shown, Some(Some(format!("#{}", &inner[..digits])))))
}

/// A word: `#12`, `GH-12`, `JAR-12`, `!12`, `o/r#12`, `3b85520`, `@ann`, or an address. What is passed over as a whole
/// holds no pointer.
fn word(rest: &str) -> Option<Found> {
    if is_scheme(rest) {
        let length = address_length(rest);
        let shown = if rest[length..].starts_with('[') { closing(&rest[length..], '[', ']') } else { None };
        return match of_address(&rest[..length]) {
            Some(change) => Some((length + shown.map_or(0, |end| end + 1), Some(Some(change)))),
            None => Some((length, None)),
        };
    }
    let length = rest.find(|letter: char| !is_in_word(letter)).unwrap_or(rest.len());
    let word = rest[..length].trim_end_matches(['.', '-', '/', '!']);
    if word.is_empty() {
        return None;
    }
    let is_named = word.len() > 1 && word[1..].starts_with(|letter: char| letter.is_ascii_alphabetic());
    if word.starts_with('@') && is_named {
        return Some((word.len(), Some(None)));
    }
    let bare_number = word.bytes().all(|byte| byte.is_ascii_digit());
    match change(word).filter(|_| !bare_number).or_else(|| commit(word, false)) {
        Some(change) => Some((word.len(), Some(Some(change)))),
        None => Some((word.len(), None)),
    }
}

fn is_in_word(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || matches!(letter, '#' | '!' | '@' | '/' | '_' | '-' | '.')
}

/// Reads the name of a change: `12`, `#12`, `!12`, `GH-12`, `JAR-12`, `o/r#12`.
fn change(word: &str) -> Option<String> {
    let is_number =
        |text: &str| (1..=MAX_DIGITS).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    let plain = word.trim_start_matches('\\').trim_start_matches(['#', '!']);
    if is_number(plain) && word.len() - plain.len() <= 2 {
        return Some(format!("#{plain}"));
    }
    if let Some((repository, number)) = word.split_once('#').filter(|(_, number)| is_number(number)) {
        let is_path = repository.split('/').count() == 2 && !repository.starts_with('/') && !repository.ends_with('/');
        return is_path.then(|| format!("{}#{number}", repository.to_lowercase()));
    }
    let (project, number) = word.rsplit_once('-').filter(|(_, number)| is_number(number))?;
    match project {
        "GH" | "gh" | "PR" | "bpo" => Some(format!("#{number}")),
        _ => is_project(project).then(|| word.to_owned()),
    }
}

/// The name of a tracker's project: capitals and digits, two at least, and not that of a standard.
fn is_project(name: &str) -> bool {
    let fits = name.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
    fits && (2..=12).contains(&name.len())
        && name.starts_with(|letter: char| letter.is_ascii_uppercase())
        && !STANDARDS.contains(&name)
}

/// Reads the name of a commit. Where it is the text of a link, digits alone are enough.
fn commit(word: &str, is_title: bool) -> Option<String> {
    let is_hex = word.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'a'..=b'f'));
    let (digit, letter) =
        (word.contains(|c: char| c.is_ascii_digit()), word.contains(|c: char| c.is_ascii_lowercase()));
    let fits = COMMIT.contains(&word.len()) && is_hex && (digit && letter || digit && is_title);
    fits.then(|| format!("commit {}", &word[..TELLING]))
}

/// Reads an address of a change or a commit.
fn of_address(address: &str) -> Option<String> {
    let address = canonical(address.split_once("://")?.1);
    let address = address.split(['?', '#']).next().unwrap_or_default();
    let parts: Vec<&str> = address.split('/').skip(1).filter(|part| *part != "-").collect();
    let [path @ .., sort, name] = parts.as_slice() else { return None };
    if COMMITS.contains(sort) {
        return commit(name, true);
    }
    let number = change(name).filter(|_| CHANGES.contains(sort))?;
    match path {
        [.., owner, repository] => Some(format!("{owner}/{repository}{number}").to_lowercase()),
        _ => Some(number),
    }
}

fn is_person(target: &str) -> bool {
    let Some((_, address)) = target.split_once("://") else { return false };
    let address = canonical(address);
    address.split_once('/').is_some_and(|(host, path)| HOSTS_OF_PEOPLE.contains(&host) && !path.contains('/'))
}

/// Returns where the bracket stands that closes the one at the start of a text.
fn closing(text: &str, open: char, close: char) -> Option<usize> {
    let mut depth = 0;
    for (at, letter) in text.char_indices().take(LONGEST) {
        depth += i32::from(letter == open) - i32::from(letter == close);
        if depth == 0 {
            return (letter == close).then_some(at);
        }
    }
    None
}
