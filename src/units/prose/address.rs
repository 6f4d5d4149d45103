//! Addresses in a text, each in the one form that all spellings of it share.
//!
//! Not here: addresses that are written without their scheme (`pairs::addresses`), where an address begins and
//! ends (`scheme.rs`), what else a sentence is made of (`sentence.rs`).

use std::collections::BTreeSet;

use super::plain::plain;
use super::scheme::{SCHEMES, address_length, is_scheme};

/// Parameters that say where a reader came from and nothing of where the link goes.
const TRACKING: &[&str] = &["utm_", "fbclid=", "gclid=", "ref=", "ref_src=", "mc_cid=", "mc_eid=", "igshid="];
/// Parts of a page that are the page itself.
const WHOLE_PAGE: &[&str] = &["", "top", "readme", "start", "content", "main", "main-content", "start-of-content"];
/// Names of the page that a folder shows, without their endings.
const FOLDER_PAGES: &[&str] = &["index", "default"];
/// Endings that such a page bears.
const PAGE_ENDINGS: &[&str] = &["html", "htm", "xhtml", "shtml", "php", "asp", "aspx", "jsp"];
/// Branches that a code host shows when none is asked for.
const MAIN_BRANCHES: &[&str] = &["main", "master", "HEAD"];
/// What stands between a repository and a branch of it, on one host or another.
const TREES: &[&[&str]] = &[&["tree"], &["-", "tree"], &["src", "branch"], &["src"]];

/// An entry names the link that it is about within this many words.
const FIRST_WORDS: usize = 8;
/// And that link is looked for in this many bytes at its start.
const LONGEST_START: usize = 2000;

/// Returns the addresses in a text in canonical form, each once: scheme, `www.`, a trailing slash and tracking
/// parameters folded away, the host in lower case.
#[must_use]
pub fn links(text: &str) -> Vec<String> {
    let mut found = BTreeSet::new();
    for scheme in SCHEMES {
        for (at, _) in text.match_indices(scheme) {
            let address = &text[at..at + address_length(&text[at..])];
            found.insert(canonical(&address[scheme.len()..]));
        }
    }
    found.retain(|link| link.contains('.'));
    found.into_iter().collect()
}

/// A link in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FirstLink {
    /// Where it begins: at its text's bracket or tag, or at the address itself.
    pub start: usize,
    /// Where it goes: an address in canonical form, or a target within the project.
    pub target: String,
    /// What its text says; empty where the address stands for itself.
    pub title: String,
}

/// Returns the link that a text has first, pictures left out.
#[must_use]
pub fn first_link(text: &str) -> Option<FirstLink> {
    let mut bracket = None;
    let mut at = 0;
    while let Some(letter) = text[at..].chars().next() {
        let rest = &text[at..];
        if rest.starts_with("![") {
            at += picture_length(rest);
            continue;
        }
        if letter == '[' {
            bracket = bracket.or(Some(at));
        }
        let title = |start: usize| text[start..at].trim_start_matches('[').to_owned();
        let scheme = SCHEMES.iter().find(|scheme| rest.starts_with(**scheme));
        if let Some(scheme) = scheme {
            let target = canonical(&rest[scheme.len()..address_length(rest)]);
            let found = FirstLink { start: bracket.unwrap_or(at), target, title: title_around(text, at, bracket) };
            return found.target.contains('.').then_some(found);
        }
        if let Some(inner) = rest.strip_prefix("](").filter(|inner| is_target(inner)) {
            let (start, target) = (bracket.unwrap_or(at), within(&inner[..address_length(inner)]));
            return Some(FirstLink { start, target, title: title(start) });
        }
        if let Some(found) = other_link(text, at) {
            return Some(found);
        }
        if letter == ']' && !rest.starts_with("](") {
            bracket = None;
        }
        at += letter.len_utf8();
    }
    None
}

/// What the text of a link says whose address begins at a byte: in brackets before or behind it, or before it in quotes
/// of reStructuredText.
fn title_around(text: &str, at: usize, bracket: Option<usize>) -> String {
    let behind = text[at + address_length(&text[at..])..].strip_prefix('[').and_then(|rest| rest.split_once(']'));
    let before = bracket.and_then(|start| text[start..at].strip_suffix("]("));
    let quoted = || text[..at].strip_suffix('<').and_then(|before| before.rsplit_once('`')).map(|(_, title)| title);
    let title = before.map(|title| title.trim_start_matches('[')).or(behind.map(|(title, _)| title)).or_else(quoted);
    title.unwrap_or_default().trim().to_owned()
}

/// How formats other than Markdown open the target of a link, and what ends it.
const OTHER_LINKS: &[(&str, &[char])] = &[
    ("href=\"", &['"']),
    ("href='", &['\'']),
    ("xref:", &['[']),
    ("link:", &['[']),
    (":doc:`", &['`']),
    ("[[file:", &[']']),
];

/// A link to a target within the project, as HTML, AsciiDoc, reStructuredText and Org write it.
fn other_link(text: &str, at: usize) -> Option<FirstLink> {
    let rest = &text[at..];
    let (open, ends) = OTHER_LINKS.iter().find(|(open, _)| rest.starts_with(open))?;
    let (inner, behind) = rest[open.len()..].split_once(*ends)?;
    // `:doc:` may hold a title and then, in angle brackets, the page.
    let (title, target) = inner.strip_suffix('>').and_then(|inner| inner.split_once('<')).unwrap_or(("", inner));
    let is_target = !target.is_empty() && !is_scheme(target) && !target.contains(char::is_whitespace);
    let ends = |letter: char| matches!(letter, ']' | '<');
    let shown = behind.trim_start_matches(['[', '>']).split(ends).next().unwrap_or_default();
    let title = if title.is_empty() && *open != ":doc:`" { shown } else { title };
    is_target.then(|| FirstLink { start: at, target: within(target), title: title.trim().to_owned() })
}

/// Returns the link that an entry is about: its first, among its first words. Links to an issue or a person are
/// evidence of an entry, and not what it is about.
#[must_use]
pub fn subject(entry: &str) -> Option<FirstLink> {
    let mut end = entry.len().min(LONGEST_START);
    while !entry.is_char_boundary(end) {
        end -= 1;
    }
    let link = first_link(&entry[..end])?;
    let is_evidence = ["[#", "[\\#", "[@", "[!"].iter().any(|mark| entry[link.start..].starts_with(mark));
    let before = plain(&entry[..link.start]);
    let is_early = before.split_whitespace().count() < FIRST_WORDS;
    (is_early && !is_evidence && !link.target.is_empty()).then_some(link)
}

/// Whether this is where a link within the project begins; addresses with a scheme are found by themselves.
fn is_target(inner: &str) -> bool {
    !is_scheme(inner) && !inner.starts_with(['<', ')', ' '])
}

/// The length of `![words](target)`, or of its first sign where it is no picture.
fn picture_length(rest: &str) -> usize {
    let target = rest.find("](").filter(|at| !rest[..*at].contains('\n'));
    target.and_then(|at| rest[at..].find(')').map(|end| at + end + 1)).unwrap_or(1)
}

/// Returns an address without its scheme in canonical form: the host in lower case, and gone what leads to the same
/// place without it: `www.`, a usual port, the name of the page that a folder shows, the ending `.git`, the branch that
/// a host shows by itself, tracking parameters, a fragment that means the whole page, a slash at the end.
#[must_use]
pub fn canonical(address: &str) -> String {
    let address = address.trim_end_matches(['.', ',', ';', ':', '!', '*', '_']);
    let (address, fragment) = address.split_once('#').unwrap_or((address, ""));
    let (place, query) = address.split_once('?').unwrap_or((address, ""));
    let (host, path) = place.split_once('/').unwrap_or((place, ""));
    let host = host.to_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host);
    let host = host.strip_suffix(":443").or_else(|| host.strip_suffix(":80")).unwrap_or(host);
    let kept = query.split('&').filter(|part| !part.is_empty() && !TRACKING.iter().any(|mark| part.starts_with(mark)));
    let query = kept.collect::<Vec<_>>().join("&");
    let mut found = format!("{host}/{}", path_of(path));
    found.truncate(found.trim_end_matches('/').len());
    for (mark, part) in [('?', query.as_str()), ('#', part_of_page(fragment))] {
        if !part.is_empty() {
            found.push(mark);
            found.push_str(part);
        }
    }
    found
}

/// The fragment of an address, empty where it means the whole page.
fn part_of_page(fragment: &str) -> &str {
    let is_whole = WHOLE_PAGE.iter().any(|whole| whole.eq_ignore_ascii_case(fragment));
    // What a browser is asked to mark says nothing of where it goes.
    if is_whole || fragment.starts_with(":~:") { "" } else { fragment }
}

/// A path without what leads to the same place.
fn path_of(path: &str) -> String {
    let mut parts: Vec<&str> = path.split('/').collect();
    while parts.last().is_some_and(|part| part.is_empty()) {
        parts.pop();
    }
    if parts.last().is_some_and(|page| is_folder_page(page)) {
        parts.pop();
    }
    if let Some(last) = parts.last_mut() {
        *last = last.strip_suffix(".git").filter(|name| !name.is_empty()).unwrap_or(last);
    }
    let shows_main = |tree: &&[&str]| {
        let is_tree = parts.len() == 3 + tree.len() && parts[2..2 + tree.len()] == **tree;
        is_tree && parts.last().is_some_and(|branch| MAIN_BRANCHES.contains(branch))
    };
    if TREES.iter().any(shows_main) {
        parts.truncate(2);
    }
    parts.join("/")
}

fn is_folder_page(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name.split_once('.').is_some_and(|(name, ending)| FOLDER_PAGES.contains(&name) && PAGE_ENDINGS.contains(&ending))
}

/// Returns a target within a project in the form that all its spellings in one file share: without `./`, steps back
/// taken, the page of a folder and a slash at the end left out. Nothing but a part of the same page keeps its sign.
#[must_use]
pub fn within(target: &str) -> String {
    let (place, fragment) = target.split_once('#').unwrap_or((target, ""));
    let place = place.split_once('?').map_or(place, |(place, _)| place);
    let mut parts: Vec<&str> = Vec::new();
    for part in place.split('/') {
        match part {
            "." => {}
            ".." if parts.last().is_some_and(|last| *last != ".." && !last.is_empty()) => drop(parts.pop()),
            _ => parts.push(part),
        }
    }
    while parts.len() > 1 && parts.last().is_some_and(|part| part.is_empty() || is_folder_page(part)) {
        parts.pop();
    }
    match part_of_page(fragment) {
        "" => parts.join("/"),
        part => format!("{}#{part}", parts.join("/")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_link_is_the_one_that_stands_first() {
        let cases = [
            ("- [Zoo](https://zoo.org/) and [Ape](http://ape.org)", Some((2, "zoo.org"))),
            ("- ![badge](https://b.io/x.svg) [Zoo](docs/zoo.md)", Some((31, "docs/zoo.md"))),
            ("* see https://Zoo.org/a?utm_source=x.", Some((6, "zoo.org/a"))),
            ("* [ ] none (here) at all", None),
        ];
        for (text, expected) in cases {
            let found = first_link(text).map(|link| (link.start, link.target));
            assert_eq!(found, expected.map(|(start, target)| (start, target.to_owned())), "{text}");
        }
    }

    #[test]
    fn addresses_are_folded() {
        let found = links("see [x](http://www.Example.org/a/) and https://example.org/a?utm_source=b.");
        assert_eq!(found, ["example.org/a"]);
    }

    #[test]
    fn formats_write_links_in_their_own_ways() {
        let cases = [
            ("- [Zoo](./a.md)", "a.md", "Zoo"),
            ("* xref:a.adoc#b[Zoo]", "a.adoc#b", "Zoo"),
            ("* https://zoo.org/[Zoo]", "zoo.org", "Zoo"),
            ("- `Zoo <https://zoo.org>`_", "zoo.org", "Zoo"),
            ("- :doc:`Zoo <guide/a>`", "guide/a", "Zoo"),
            ("- :doc:`guide/a`", "guide/a", ""),
            ("<li><a href=\"a.html\">Zoo</a>", "a.html", "Zoo"),
            ("- [[file:a.org][Zoo]]", "a.org", "Zoo"),
        ];
        for (text, target, title) in cases {
            let found = subject(text).map(|link| (link.target, link.title));
            assert_eq!(found, Some((target.to_owned(), title.to_owned())), "{text}");
        }
        assert_eq!(subject("- [#12](a.md) and a, b, c, d, e, f, g, h [Zoo](b.md)"), None);
    }

    #[test]
    fn one_place_has_one_form() {
        let cases: &[(&str, &[&str])] = &[
            (
                "example.org",
                &["example.org/", "www.Example.org", "example.org/index.html", "example.org:443/default.aspx"],
            ),
            (
                "code.example/ann/jar",
                &[
                    "code.example/ann/jar.git",
                    "code.example/ann/jar/tree/master/",
                    "code.example/ann/jar/-/tree/main",
                    "code.example/ann/jar#readme",
                ],
            ),
            ("code.example/ann/jar/tree/main/docs", &["code.example/ann/jar/tree/main/docs/index.php"]),
            ("code.example/ann/jar/tree/v2", &["code.example/ann/jar/tree/v2?utm_medium=x"]),
            ("a.b/c?id=3#use", &["a.b/c?id=3&ref=you#use", "a.b/c?fbclid=1&id=3#use"]),
            ("a.b/indexes.html", &["a.b/indexes.html"]),
        ];
        for (expected, spellings) in cases {
            spellings.iter().for_each(|spelling| assert_eq!(canonical(spelling), *expected, "{spelling}"));
        }
    }

    #[test]
    fn targets_within_a_project() {
        let cases = [
            ("./guide/setup.md", "guide/setup.md"),
            ("guide/../guide/setup.md#top", "guide/setup.md"),
            ("../x.md#y", "../x.md#y"),
            ("../../x", "../../x"),
            ("guide/index.html", "guide"),
            ("guide/", "guide"),
            ("index.html", "index.html"),
            ("#use", "#use"),
            ("/docs/", "/docs"),
            ("..", ".."),
            ("", ""),
        ];
        cases.iter().for_each(|(target, expected)| assert_eq!(within(target), *expected, "{target}"));
    }
}
