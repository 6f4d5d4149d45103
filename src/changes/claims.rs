//! What an added line claims that may be claimed once in its scope: the number of a field, an anchor, a label, a port, the
//! id of an operation.
//!
//! Not here: names of units in their containers (`units`), numbers in the names of files (`numbered`), what a clash means
//! (`findings::identifier_collision`).

use std::ops::Range;

use super::numbered;
use crate::source::{Text, extension, file_name};

/// How far a claim reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scope {
    /// A block of one file: a message, an enumeration.
    Block,
    /// One file.
    File,
    /// All files of the type in one folder.
    Folder,
    /// All files of the type.
    Repository,
}

/// A claim of one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// How far it reaches.
    pub scope: Scope,
    /// What is claimed, for people: `field number`, `label`.
    pub what: &'static str,
    /// What happens to a second one, for people.
    pub breaks: &'static str,
    /// The block, where the scope is one.
    pub block: String,
    /// The identity.
    pub key: String,
    /// The line, counted from 0.
    pub line: usize,
}

/// So many lines above a constant are its run: each of ten thousand that are added looks for its head.
const MAX_RUN: usize = 200;
/// The head of a block or a list is looked for so many lines above what it holds; who writes longer ones by hand is not known.
const MAX_ABOVE: usize = 2_000;

/// An identity within its scope: the block that holds it, empty where the scope is wider, and what is claimed.
type Identity = (String, String);

/// How lines of some types claim something.
struct Rule {
    endings: &'static [&'static str],
    scope: Scope,
    what: &'static str,
    breaks: &'static str,
    read: fn(&Text, usize) -> Option<Identity>,
}

/// The rules; a format that claims something more is one entry more.
const RULES: &[Rule] = &[
    Rule {
        endings: &["proto"],
        scope: Scope::Block,
        what: "field number",
        breaks: "the compiler refuses the message",
        read: |text, line| numbered_within(text, line, &["message", "oneof"]),
    },
    Rule {
        endings: &["proto"],
        scope: Scope::Block,
        what: "value",
        breaks: "the compiler refuses the enumeration",
        read: |text, line| numbered_within(text, line, &["enum"]),
    },
    Rule {
        endings: &["tex", "ltx"],
        scope: Scope::Repository,
        what: "label",
        breaks: "references lead to the last one",
        read: |text, line| named(between(text.line(line), "\\label{", "}")),
    },
    Rule {
        endings: &["md", "markdown", "mdx", "qmd"],
        scope: Scope::File,
        what: "anchor",
        breaks: "links lead to the first one",
        read: |text, line| named(markdown_anchor(text.line(line))),
    },
    Rule {
        endings: &["rst"],
        scope: Scope::Repository,
        what: "label",
        breaks: "references lead to one of them",
        read: |text, line| named(rst_label(text.line(line).trim())),
    },
    Rule {
        endings: &["adoc", "asciidoc"],
        scope: Scope::File,
        what: "anchor",
        breaks: "links lead to the first one",
        read: |text, line| named(asciidoc_anchor(text.line(line).trim())),
    },
    Rule {
        endings: &["tf"],
        scope: Scope::Folder,
        what: "the name",
        breaks: "the module is refused",
        read: |text, line| named(block_head(text.line(line).trim())),
    },
    Rule {
        endings: &["yml", "yaml", "json"],
        scope: Scope::File,
        what: "operation id",
        breaks: "generators and validators refuse it",
        read: |text, line| named(valued(text.line(line).trim(), "operationId")),
    },
    Rule {
        endings: &["yml", "yaml"],
        scope: Scope::File,
        what: "port of the host",
        breaks: "the second service does not start",
        read: port,
    },
    Rule {
        endings: &["yml", "yaml"],
        scope: Scope::Folder,
        what: "the name",
        breaks: "the second object replaces the first",
        read: object,
    },
    Rule {
        endings: &["c", "h", "cc", "cpp", "hpp", "hh"],
        scope: Scope::Block,
        what: "number",
        breaks: "nothing tells the two apart",
        read: constant,
    },
    Rule {
        endings: &["py", "js", "ts", "mjs", "go", "rb", "php", "kt", "rs", "java"],
        scope: Scope::Repository,
        what: "route",
        breaks: "one of the two is never reached",
        read: route,
    },
    Rule {
        endings: &["sql"],
        scope: Scope::Folder,
        what: "the name",
        breaks: "the second migration fails",
        read: |text, line| created(text.line(line)).map(|key| (String::new(), key)),
    },
];

/// Reads the claims of added lines; `added` are ranges of lines counted from 0.
#[must_use]
pub fn of(path: &str, text: &Text, added: impl Iterator<Item = Range<usize>>) -> Vec<Claim> {
    // What overrides names again what it overrides.
    if file_name(path).trim_end_matches(".tf").ends_with("override") {
        return Vec::new();
    }
    let ending = extension(path);
    // Of statements of SQL only those of a series are run one after the other; what leads back is run for itself.
    let is_run = ending != "sql" || numbered::of(path).is_some() && !file_name(path).contains("down");
    let rules: Vec<&Rule> = RULES.iter().filter(|rule| is_run && rule.endings.contains(&ending.as_str())).collect();
    let lines = if rules.is_empty() { None } else { Some(added.flatten()) };
    let claim = |rule: &Rule, line: usize| {
        let (block, key) = (rule.read)(text, line).filter(|(_, key)| !key.is_empty())?;
        let Rule { scope, what, breaks, .. } = *rule;
        Some(Claim { scope, what, breaks, block, key, line })
    };
    lines.into_iter().flatten().flat_map(|line| rules.iter().filter_map(move |rule| claim(rule, line))).collect()
}

/// An identity that no block limits.
fn named(key: Option<&str>) -> Option<Identity> {
    Some((String::new(), key?.to_owned()))
}

/// The lines above a line, nearest first, as far as a head is looked for.
fn above(text: &Text, line: usize) -> impl Iterator<Item = &str> {
    (line.saturating_sub(MAX_ABOVE)..line).rev().map(|at| text.line(at))
}

fn numbered_within(text: &Text, line: usize, heads: &[&str]) -> Option<Identity> {
    let key = field_number(text.line(line).trim())?;
    let block = head_above(text, line)?;
    heads.iter().any(|head| block.starts_with(head)).then(|| (block, key.to_owned()))
}

fn markdown_anchor(line: &str) -> Option<&str> {
    between(line, "{#", "}").or_else(|| between(line, "<a id=\"", "\"")).or_else(|| between(line, "<a name=\"", "\""))
}

fn rst_label(line: &str) -> Option<&str> {
    line.strip_prefix(".. _")?.strip_suffix(':').filter(|name| !name.contains(':'))
}

fn asciidoc_anchor(line: &str) -> Option<&str> {
    let long = line.strip_prefix("[[").and_then(|rest| rest.strip_suffix("]]"));
    long.or_else(|| line.strip_prefix("[#").and_then(|rest| rest.strip_suffix(']')))
}

/// The head of the block in braces that a line stands in.
fn head_above(text: &Text, line: usize) -> Option<String> {
    let mut depth = 0_i32;
    for above in above(text, line) {
        depth += braces(above);
        if depth > 0 {
            return Some(above.trim().trim_end_matches('{').trim().to_owned());
        }
    }
    None
}

fn braces(line: &str) -> i32 {
    let code = line.split("//").next().unwrap_or_default();
    let count = |sign: char| i32::try_from(code.matches(sign).count()).unwrap_or(0);
    count('{') - count('}')
}

/// `string name = 6;` and `NAME = 6 [deprecated = true];`.
fn field_number(line: &str) -> Option<&str> {
    let (head, rest) = line.split_once('=')?;
    let number = rest.trim_start();
    let end = number.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(number.len());
    let is_field = !head.trim().is_empty() && !head.starts_with("option") && !head.starts_with("//");
    let closes = number[end..].trim_start().starts_with([';', '[']);
    (is_field && end > 0 && closes).then(|| &number[..end])
}

fn between<'a>(line: &'a str, open: &str, close: &str) -> Option<&'a str> {
    let (_, rest) = line.split_once(open)?;
    let (inner, _) = rest.split_once(close)?;
    let is_name = inner.chars().all(|letter| !letter.is_whitespace() && !"{}#\\".contains(letter));
    is_name.then_some(inner)
}

/// `resource "aws_s3_bucket" "logs" {` and `variable "azs" {`: the head of a block of a module.
fn block_head(line: &str) -> Option<&str> {
    let head = line.strip_suffix('{')?.trim_end();
    let is_named = ["resource", "data", "variable", "output", "module"]
        .iter()
        .any(|word| head.strip_prefix(word).is_some_and(|rest| rest.starts_with(" \"")));
    is_named.then_some(head)
}

/// The value of a key, in YAML or JSON.
fn valued<'a>(line: &'a str, key: &str) -> Option<&'a str> {
    let rest = line.trim_start_matches(['-', ' ', '"']).strip_prefix(key)?;
    let rest = rest.trim_start_matches('"').trim_start().strip_prefix(':')?;
    Some(rest.trim().trim_matches([',', '"', '\'', ' ']))
}

/// The port of the host that a service takes: `- "8080:80"` under `ports:`.
fn port(text: &Text, line: usize) -> Option<Identity> {
    let entry = text.line(line).trim().strip_prefix("- ")?.trim_matches(['"', '\'', ' ']);
    let (host, _) = entry.rsplit_once(':')?;
    let is_port = !host.is_empty() && host.chars().all(|letter| letter.is_ascii_digit());
    let mut above = above(text, line).map(str::trim_end);
    let is_listed = above.find(|line| !line.trim().starts_with('-') && !line.is_empty())?.trim() == "ports:";
    // Jobs of a workflow have services, too, each on a machine of its own.
    let is_top = above.find(|line| !line.is_empty() && !line.starts_with([' ', '#']))? == "services:";
    (is_port && is_listed && is_top).then(|| (String::new(), host.to_owned()))
}

/// The verbs of HTTP, as programs call them.
const VERBS: &[&str] = &["get", "post", "put", "delete", "patch", "head", "options"];

/// The route that a line registers with something made elsewhere: `@app.get("/export")`. What a file made itself may have
/// an address of its own before it.
fn route(text: &Text, line: usize) -> Option<Identity> {
    let code = text.line(line).trim().trim_start_matches('@');
    let (callee, rest) = code.split_once('(')?;
    let (receiver, verb) = callee.rsplit_once('.')?;
    let verb = VERBS.iter().find(|known| known.eq_ignore_ascii_case(verb))?;
    let quote = rest.chars().next().filter(|sign| "\"'`".contains(*sign))?;
    let (path, _) = rest[1..].split_once(quote)?;
    let is_name = receiver.chars().all(|letter| letter.is_alphanumeric() || letter == '_');
    let makes = |line: &str| {
        let (head, rest) = line.split_once('=').unwrap_or_default();
        !rest.starts_with('=') && head.trim_end_matches([' ', ':']).ends_with(receiver)
    };
    let is_parameter = |line: &str| {
        line.split_once('(').is_some_and(|(head, rest)| {
            let declares = ["def ", "func ", "function ", "fn "].iter().any(|word| head.contains(word));
            declares && rest.contains(receiver)
        })
    };
    let is_own = || text.lines().any(|line| makes(line) || is_parameter(line));
    let is_route = path.starts_with('/') && is_name && !receiver.is_empty() && !is_own();
    is_route.then(|| (receiver.to_owned(), format!("{} {path}", verb.to_uppercase())))
}

/// The object of a cluster that a document of YAML describes: its kind and name, at the line of the name.
fn object(text: &Text, line: usize) -> Option<Identity> {
    let name = text.line(line).strip_prefix("  name:").map(|name| name.trim().trim_matches(['"', '\'']))?;
    let under = above(text, line).find(|above| !above.starts_with([' ', '#']))?;
    if under.trim_end() != "metadata:" {
        return None;
    }
    let start = (0..line).rev().find(|at| text.line(*at).starts_with("---")).map_or(0, |at| at + 1);
    let end = (line..text.line_count()).find(|at| text.line(*at).starts_with("---")).unwrap_or(text.line_count());
    let value = |key: &str| (start..end).find_map(|at| text.line(at).strip_prefix(key)).map(str::trim);
    let (kind, _) = value("kind:").zip(value("apiVersion:"))?;
    let is_plain = !name.is_empty() && !name.contains("{{");
    let namespace = value("  namespace:").unwrap_or_default();
    is_plain.then(|| (namespace.to_owned(), format!("{kind} {name}")))
}

/// The number of a constant among constants of one beginning that stand together: `#define ERR_QUOTA 11`. Two runs of
/// them number two things.
fn constant(text: &Text, line: usize) -> Option<Identity> {
    let (name, family, number) = numbered_constant(text.line(line))?;
    let sibling = |line| numbered_constant(line).filter(|(_, other, _)| *other == family).map(|(name, ..)| name);
    let run = above(text, line).take(MAX_RUN).map(|line| (sibling(line), line));
    let run = run.take_while(|(sibling, line)| sibling.is_some() || is_between_constants(line));
    let head = run.filter_map(|(sibling, _)| sibling).last().unwrap_or(name);
    Some((format!("constants {family}_ from {head}"), number.to_owned()))
}

/// The name of a constant, its beginning and its number.
fn numbered_constant(line: &str) -> Option<(&str, &str, &str)> {
    let mut words = line.split_whitespace();
    let (define, name, value, more) = (words.next()?, words.next()?, words.next()?, words.next());
    let (family, rest) = name.split_once('_')?;
    let is_number = value.trim_matches(['(', ')', '-']).chars().all(|letter| letter.is_ascii_digit());
    let is_comment = more.is_none_or(|word| word.starts_with("/*") || word.starts_with("//"));
    let is_constant = define == "#define" && !name.contains('(') && family.len() > 1 && !rest.is_empty();
    (is_constant && is_number && is_comment).then(|| (name, family, value.trim_matches(['(', ')'])))
}

/// What may stand between two constants of one run.
fn is_between_constants(line: &str) -> bool {
    let line = line.trim();
    line.is_empty() || ["/*", "*", "//"].iter().any(|mark| line.starts_with(mark))
}

/// What a statement of SQL makes, where its head stands in one line: `table boats`, `column boats.draught`. What is made
/// only where it is missing, or for a while, may be made again.
fn created(line: &str) -> Option<String> {
    let line = line.trim().to_lowercase();
    let mut words = line.split([' ', '(', ';', ',']).filter(|word| !word.is_empty());
    let mut next = || words.next();
    let (verb, sort) = (next()?, next()?);
    let name = next()?.trim_matches(['"', '`', '[', ']']).to_owned();
    if name == "if" || name == "only" {
        return None;
    }
    match (verb, sort) {
        ("create", "table" | "view" | "type" | "sequence") => Some(format!("{sort} {name}")),
        ("alter", "table") => {
            let is_column = next()? == "add" && next()? == "column";
            let column = next().filter(|column| is_column && *column != "if")?;
            Some(format!("column {name}.{}", column.trim_matches(['"', '`', '[', ']'])))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(path: &str, text: &str) -> Vec<String> {
        let text = Text::new(text.to_owned());
        of(path, &text, std::iter::once(0..text.line_count()))
            .into_iter()
            .map(|claim| format!("{} {}", claim.block, claim.key))
            .collect()
    }

    #[test]
    fn fields_claim_numbers_in_their_message() {
        let text = "message User {\n  string name = 1;\n  enum Kind {\n    NONE = 0;\n  }\n  option deprecated = true;\n  Kind kind = 2 [json_name = \"k\"];\n}\n";
        assert_eq!(keys("a.proto", text), ["message User 1", "enum Kind 0", "message User 2"]);
    }

    #[test]
    fn anchors_ports_and_constants() {
        assert_eq!(keys("a.tex", "\\section{X}\\label{sec:x}\n"), [" sec:x"]);
        assert_eq!(keys("docs/a.rst", ".. _setup:\n.. _x: https://a.example\n"), [" setup"]);
        assert_eq!(
            keys("compose.yml", "services:\n  a:\n    ports:\n      - \"8080:80\"\n    volumes:\n      - \"1:2\"\n"),
            [" 8080"]
        );
        let job = "jobs:\n  a:\n    services:\n      db:\n        ports:\n          - 5432:5432\n";
        assert_eq!(keys("ci.yml", job), [""; 0]);
        assert_eq!(
            keys("a.py", "from web import app\n@app.get(\"/export\")\n@app.get(\"name\")\n"),
            ["app GET /export"]
        );
        assert_eq!(keys("b.py", "app = Router()\n@app.get(\"/export\")\n"), [""; 0]);
        let made = "CREATE TABLE boats (\n  id INT\n);\nALTER TABLE boats ADD COLUMN \"flag\" TEXT;\nCREATE TABLE IF NOT EXISTS x (\n";
        assert_eq!(keys("db/0004_boats.sql", made), [" table boats", " column boats.flag"]);
        assert_eq!(keys("db/0004_boats.down.sql", made), [""; 0]);
        assert_eq!(keys("db/schema.sql", made), [""; 0]);
        assert_eq!(
            keys("a.h", "#define ERR_A 11\n#define SIZE 4\n#define ERR_F(x) 3\n"),
            ["constants ERR_ from ERR_A 11"]
        );
        let two_runs = keys("a.h", "#define UV_FD 0\n/* next */\n#define UV_TTY 1\nint f(void);\n#define UV_LOW 0\n");
        assert_eq!(
            two_runs,
            ["constants UV_ from UV_FD 0", "constants UV_ from UV_FD 1", "constants UV_ from UV_LOW 0"]
        );
    }
}
