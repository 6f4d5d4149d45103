//! Which file of a crate imports which, read off its `use` lines and the paths within its code.
//!
//! Not here: which imports are allowed (`house`). This is no compiler: it knows modules and the names that `use` gives
//! them, and nothing of what a method call reaches.

use std::collections::{BTreeMap, BTreeSet};

/// The text of each file, by its path below `src/`.
pub(super) type Sources = BTreeMap<String, String>;

/// What each file imports.
pub(super) type Graph = BTreeMap<String, BTreeSet<String>>;

/// The modules of a crate and the files that hold them.
type Modules = BTreeMap<Vec<String>, String>;

/// Reads the imports of all files. Modules under `#[cfg(test)]` are left out, with the files that they name.
pub(super) fn graph(sources: &Sources) -> Graph {
    let mut files: BTreeMap<&String, (Vec<String>, Vec<&str>)> =
        sources.iter().map(|(file, text)| (file, (module_of(file), words(text)))).collect();
    let mut tests = BTreeSet::new();
    for (module, words) in files.values_mut() {
        let (kept, left_out) = without_tests(words);
        *words = kept;
        tests.extend(left_out.into_iter().map(|name| [&module[..], &[name]].concat()));
    }
    files.retain(|_, (module, _)| !tests.iter().any(|test| module.starts_with(test)));
    let modules: Modules = files.iter().map(|(file, (module, _))| (module.clone(), (*file).clone())).collect();
    let imports = |(file, (module, words)): (&&String, &(Vec<String>, Vec<&str>))| {
        let mut found =
            Reader { modules: &modules, names: BTreeMap::new(), found: BTreeSet::new() }.read(module, words);
        found.remove(*file);
        ((*file).clone(), found)
    };
    files.iter().map(imports).collect()
}

/// Names the module that a file holds: `merge/git.rs` and `merge/git/mod.rs` hold `merge::git`, `lib.rs` the root.
fn module_of(file: &str) -> Vec<String> {
    let stem = file.strip_suffix(".rs").unwrap_or(file);
    let stem = stem.strip_suffix("/mod").unwrap_or(stem);
    if stem == "lib" { Vec::new() } else { stem.split('/').map(str::to_owned).collect() }
}

/// Cuts Rust into names, `::` and single signs. Comments, texts, characters and lifetimes are left out.
fn words(text: &str) -> Vec<&str> {
    let (mut words, mut rest) = (Vec::new(), text);
    while let Some(first) = rest.chars().next() {
        let name = rest.len() - rest.trim_start_matches(|sign: char| sign.is_alphanumeric() || sign == '_').len();
        let (length, is_word) = match first {
            _ if literal(rest) > 0 => (literal(rest), false),
            _ if name > 0 => (name, true),
            _ if rest.starts_with("::") => (2, true),
            _ => (first.len_utf8(), !first.is_whitespace()),
        };
        words.extend(is_word.then(|| &rest[..length]));
        rest = &rest[length..];
    }
    words
}

/// Measures the comment, text, character or lifetime at the start; 0 where none stands there.
fn literal(text: &str) -> usize {
    if text.starts_with("//") {
        return text.find('\n').unwrap_or(text.len());
    }
    if text.starts_with("/*") {
        return comment(text);
    }
    let bare = text.trim_start_matches(['b', 'c']);
    let prefix = text.len() - bare.len();
    let raw = bare.strip_prefix('r').unwrap_or("");
    let fence = raw.len() - raw.trim_start_matches('#').len();
    if prefix <= 1 && raw[fence..].starts_with('"') {
        let end = format!("\"{}", "#".repeat(fence));
        let length = raw[fence + 1..].find(&end).map_or(raw.len(), |at| fence + 1 + at + end.len());
        return prefix + 1 + length;
    }
    match bare.chars().next() {
        Some('"') if prefix <= 1 => prefix + 1 + closed_by(&bare[1..], '"'),
        Some('\'') if prefix <= 1 => prefix + 1 + character(&bare[1..]),
        _ => 0,
    }
}

/// Measures a comment in `/*` and `*/`; they nest.
fn comment(text: &str) -> usize {
    let (mut at, mut depth) = (0, 0);
    while at < text.len() {
        match &text.as_bytes()[at..] {
            [b'/', b'*', ..] => (at, depth) = (at + 2, depth + 1),
            [b'*', b'/', ..] => (at, depth) = (at + 2, depth - 1),
            _ => at += 1,
        }
        if depth == 0 {
            break;
        }
    }
    at
}

/// Measures a text up to its closing sign; a sign behind a backslash closes nothing.
fn closed_by(text: &str, close: char) -> usize {
    let mut escaped = false;
    let end = text.char_indices().find(|(_, sign)| {
        let is_end = *sign == close && !escaped;
        escaped = *sign == '\\' && !escaped;
        is_end
    });
    end.map_or(text.len(), |(at, _)| at + 1)
}

/// Measures what follows a single quote: a character and its closing quote, or the name of a lifetime.
fn character(text: &str) -> usize {
    let mut signs = text.chars();
    match (signs.next(), signs.next()) {
        (Some('\\'), _) => closed_by(text, '\''),
        (Some(sign), Some('\'')) => sign.len_utf8() + 1,
        _ => text.len() - text.trim_start_matches(|sign: char| sign.is_alphanumeric() || sign == '_').len(),
    }
}

/// Leaves out every item under `#[cfg(test)]`, and returns the names of the modules among them.
fn without_tests<'t>(words: &[&'t str]) -> (Vec<&'t str>, Vec<String>) {
    let (mut kept, mut modules, mut at) = (Vec::new(), Vec::new(), 0);
    while at < words.len() {
        let attribute = attribute(&words[at..]);
        let is_test = words[at..].starts_with(&["#", "[", "cfg", "("]) && {
            let condition = &words[at..at + attribute];
            condition.contains(&"test") && !condition.contains(&"not")
        };
        if is_test {
            let item = &words[at + attribute..];
            let item = &item[..self::item(item)];
            let name = item.iter().position(|word| *word == "mod").and_then(|place| item.get(place + 1));
            modules.extend(name.map(|name| (*name).to_owned()));
            at += attribute + item.len();
        } else {
            kept.push(words[at]);
            at += 1;
        }
    }
    (kept, modules)
}

/// Counts the words of the attribute at the start.
fn attribute(words: &[&str]) -> usize {
    if words.starts_with(&["#", "["]) { 1 + group(&words[1..]) } else { 0 }
}

/// Counts the words of the item at the start, its further attributes included.
fn item(words: &[&str]) -> usize {
    let mut at = 0;
    while at < words.len() {
        match words[at] {
            "#" => at += attribute(&words[at..]).max(1),
            ";" => return at + 1,
            "(" | "[" => at += group(&words[at..]),
            "{" => {
                at += group(&words[at..]);
                return at + usize::from(words.get(at) == Some(&";"));
            }
            _ => at += 1,
        }
    }
    at
}

/// Counts the words from an opening bracket to the one that closes it.
fn group(words: &[&str]) -> usize {
    let mut depth = 0;
    for (at, word) in words.iter().enumerate() {
        match *word {
            "(" | "[" | "{" => depth += 1,
            ")" | "]" | "}" => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return at + 1;
        }
    }
    words.len()
}

struct Reader<'m> {
    modules: &'m Modules,
    /// The modules that `use` named, by the name.
    names: BTreeMap<String, Vec<String>>,
    found: BTreeSet<String>,
}

impl Reader<'_> {
    /// Reads a file twice: a path may stand before the `use` that explains it.
    fn read(mut self, module: &[String], words: &[&str]) -> BTreeSet<String> {
        for _ in 0..2 {
            self.pass(module, words);
        }
        self.found
    }

    fn pass(&mut self, module: &[String], words: &[&str]) {
        let (mut here, mut open, mut at) = (module.to_vec(), Vec::new(), 0);
        while at < words.len() {
            at += match words[at..] {
                ["pub", "(", ..] => 1 + group(&words[at + 1..]),
                ["mod", name, "{", ..] => {
                    here.push(name.to_owned());
                    open.push(true);
                    3
                }
                ["mod", _, ";", ..] => 3,
                ["use", ..] => {
                    let length = words[at..].iter().position(|word| *word == ";").unwrap_or(words.len() - at);
                    self.tree(&here, &[], &words[at + 1..at + length]);
                    length
                }
                ["{", ..] => {
                    open.push(false);
                    1
                }
                ["}", ..] => {
                    if open.pop() == Some(true) {
                        here.pop();
                    }
                    1
                }
                [".", _, ..] => 2,
                [_, "::", ..] => self.path(&here, &words[at..]),
                _ => 1,
            };
        }
    }

    /// Takes in what a `use` names: `a::{self, b as c, d::*}`.
    fn tree(&mut self, here: &[String], before: &[&str], words: &[&str]) {
        let mut path = before.to_vec();
        let mut at = 0;
        while at < words.len() {
            match words[at] {
                "{" => {
                    let inner = &words[at + 1..at + group(&words[at..]).max(2) - 1];
                    self.branches(here, &path, inner);
                    return;
                }
                "::" => {}
                "as" => return self.leaf(here, &path, words.get(at + 1).copied()),
                word => path.push(word),
            }
            at += 1;
        }
        self.leaf(here, &path, None);
    }

    fn branches(&mut self, here: &[String], before: &[&str], words: &[&str]) {
        let (mut start, mut at) = (0, 0);
        while at <= words.len() {
            match words.get(at) {
                None | Some(&",") => {
                    if start < at {
                        self.tree(here, before, &words[start..at]);
                    }
                    start = at + 1;
                    at += 1;
                }
                Some(&"{") => at += group(&words[at..]),
                Some(_) => at += 1,
            }
        }
    }

    fn leaf(&mut self, here: &[String], path: &[&str], name: Option<&str>) {
        let path = match path {
            [path @ .., "self"] if !path.is_empty() => path,
            path => path,
        };
        let Some(full) = self.resolved(here, path) else { return };
        self.add(&full);
        if let Some(name) = name.or(path.last().copied())
            && self.modules.contains_key(&full)
        {
            self.names.insert(name.to_owned(), full);
        }
    }

    /// Takes in a path within code; returns how many words it has.
    fn path(&mut self, here: &[String], words: &[&str]) -> usize {
        let mut path = vec![words[0]];
        let is_name = |word: &str| word.starts_with(|sign: char| sign.is_alphabetic() || sign == '_');
        while let Some(["::", next]) = words.get(2 * path.len() - 1..2 * path.len() + 1)
            && is_name(next)
        {
            path.push(next);
        }
        if let Some(full) = self.resolved(here, &path) {
            self.add(&full);
        }
        (2 * path.len() - 1).max(1)
    }

    /// Says where a path leads, from the root of the crate; `None` where it leads to another crate.
    fn resolved(&self, here: &[String], path: &[&str]) -> Option<Vec<String>> {
        let (first, mut rest) = path.split_first()?;
        let child = [here, &[(*first).to_owned()]].concat();
        let mut full = match *first {
            "crate" | "oneness" => Vec::new(),
            "self" => here.to_vec(),
            "super" => here[..here.len().saturating_sub(1)].to_vec(),
            _ if self.modules.contains_key(&child) => child,
            name => self.names.get(name)?.clone(),
        };
        while let Some((&"super", after)) = rest.split_first() {
            full.pop();
            rest = after;
        }
        full.extend(rest.iter().map(|name| (*name).to_owned()));
        Some(full)
    }

    /// Adds the file of the innermost module on the way.
    fn add(&mut self, full: &[String]) {
        let files = (0..=full.len()).rev().find_map(|length| self.modules.get(&full[..length]));
        self.found.extend(files.cloned());
    }
}
