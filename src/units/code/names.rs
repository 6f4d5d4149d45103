//! What things are called: names without their quotes, signatures of overloads, headers of blocks, what tells one
//! entry of a list from the next.
//!
//! Not here: where a name is found in a tree (the queries), what it names (`walk`).

use tree_sitter::{Node, TreeCursor};

use super::nodes::slice;
use crate::units::grammars::{Grammar, Role};

/// A header is cut here: it names a block, it need not repeat a long condition.
const MAX_HEADER: usize = 48;

/// Fields of a parameter that say what it is called and what it is if not given: no part of a signature.
const NAME_FIELDS: &[&str] = &["name", "pattern", "value", "default_value"];

/// What a parameter is called where it has no field for it.
const NAMES: &[&str] = &["identifier", "simple_identifier"];

/// Stands for a parameter without a type.
const BARE: &str = "_";

/// One parameter among the parts of a function.
const PARAMETER: &str = "parameter";

/// Where a node holds all parameters, the parts of one lie so deep in it.
const PARTS_OF_PARAMETERS: u32 = 2;

/// A header is sought in so many characters, because what follows may be a whole file.
const MAX_LOOK: usize = 400;

/// Keys that tell an entry of a list from the next, the strongest first.
const NAMING_KEYS: &[&str] = &["id", "name", "key", "kind", "title", "uses", "path", "url", "slug", "label", "type"];

/// An object in an object in an object may still name the outer one.
const MAX_NAMING_DEPTH: usize = 3;

/// How many keys of an entry are looked at for one that names it.
const MAX_NAMING_KEYS: usize = 60;

/// Returns a name on one line, without quotes around it or the colon of a symbol.
pub(super) fn clean(name: &str) -> String {
    let line = one_line(name);
    let bare = unquoted(&line);
    let bare = unquoted(bare.strip_prefix(':').unwrap_or(bare).trim_end_matches(':'));
    if bare.is_empty() || bare.starts_with(':') { line } else { bare.to_owned() }
}

/// Returns what stands within quotes, if the same ones begin and end a name.
fn unquoted(name: &str) -> &str {
    let inner = |quote| name.strip_prefix(quote)?.strip_suffix(quote);
    ['"', '\'', '`'].into_iter().find_map(inner).unwrap_or(name)
}

/// Joins words with single spaces.
pub(super) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Returns the types of parameters: what tells overloads apart. Names and default values are left out, a `const`
/// behind the list is not.
pub(super) fn signature(text: &str, node: Node<'_>, grammar: &Grammar) -> String {
    let mut words = types(text, node, PARTS_OF_PARAMETERS, grammar);
    let qualifier = node.next_named_sibling().filter(|next| next.kind() == "type_qualifier");
    words.extend(qualifier.map(|next| slice(text, next)));
    tidy(&words.join(" "))
}

/// Returns the types of parameters that stand among other parts of a function, with the labels by which they are given
/// where the language tells functions apart by these.
pub(super) fn signature_among(text: &str, function: Node<'_>, by_labels: bool, grammar: &Grammar) -> String {
    let mut cursor = function.walk();
    let parameters = function.named_children(&mut cursor).filter(|child| child.kind() == PARAMETER);
    let said = parameters.map(|parameter| {
        let label = parameter.child_by_field_name("external_name").is_none();
        let label = parameter.child_by_field_name("name").filter(|_| by_labels && label);
        let own = types(text, parameter, PARTS_OF_PARAMETERS - 1, grammar).join(" ");
        format!("{} {own}", label.map(|label| slice(text, label)).unwrap_or_default()).trim().to_owned()
    });
    tidy(&format!("({})", said.collect::<Vec<_>>().join(", ")))
}

/// Returns the words of parameters that belong to their types; `depth` is how deep the parts of one lie.
fn types<'t>(text: &'t str, node: Node<'_>, depth: u32, grammar: &Grammar) -> Vec<&'t str> {
    let mut words: Vec<&str> = Vec::new();
    let mut cursor = node.walk();
    let (mut in_declarator, mut in_default) = (false, false);
    loop {
        if cursor.depth() == depth {
            in_declarator = cursor.field_name() == Some("declarator");
        }
        in_default = cursor.depth() >= depth && (in_default || cursor.node().kind() == "=");
        let skipped = in_default || is_no_type(&cursor, in_declarator, depth, grammar);
        if !skipped && cursor.goto_first_child() {
            continue;
        }
        if !skipped {
            words.push(slice(text, cursor.node()));
        } else if is_bare_name(&cursor, depth) {
            words.push(BARE);
        }
        while !cursor.goto_next_sibling() {
            if !cursor.goto_parent() {
                return words;
            }
        }
    }
}

/// Tells whether a node within a list of parameters says nothing of their types. C and its relatives wrap the name
/// in what belongs to the type (`*name`), the others have a field for it.
///
/// Where there is no field either, the name is the word that stands first.
fn is_no_type(cursor: &TreeCursor<'_>, in_declarator: bool, depth: u32, grammar: &Grammar) -> bool {
    let node = cursor.node();
    // A grammar may give the type the same field as the name, behind it.
    let named = cursor.depth() == depth
        && cursor.field_name().is_some_and(|field| NAME_FIELDS.contains(&field))
        && !node.kind().ends_with("type");
    let first = cursor.depth() == depth && cursor.field_name().is_none() && node.prev_named_sibling().is_none();
    if first && NAMES.contains(&node.kind()) || is_bare_name(cursor, depth) {
        return true;
    }
    let own_name = (in_declarator && node.kind() == "identifier") || node.kind() == "variable_declarator";
    named || own_name || node.kind() == "modifiers" || grammar.role(node.kind_id()) == Role::Comment
}

/// Tells whether a node is a parameter of which only the name is said.
fn is_bare_name(cursor: &TreeCursor<'_>, depth: u32) -> bool {
    cursor.depth() > 0 && cursor.depth() + 1 == depth && cursor.node().kind() == NAMES[0]
}

/// Sets a signature as people do.
fn tidy(words: &str) -> String {
    let changes = [
        ("( ", "("),
        (" )", ")"),
        (" ,", ","),
        (":: ", ""),
        (": ", ""),
        (" <", "<"),
        ("< ", "<"),
        (" >", ">"),
        (" [ ]", "[]"),
    ];
    changes.iter().fold(words.to_owned(), |line, (from, to)| line.replace(from, to))
}

/// Returns what stands before a block on its line, cut to a length that can be read: `if total > 0`.
pub(super) fn header(text: &str) -> String {
    let end = text.char_indices().nth(MAX_LOOK).map_or(text.len(), |(end, _)| end);
    let line = one_line(&text[..end]);
    let line = line.trim_end_matches(['{', ':', '=', ' ']);
    match line.char_indices().nth(MAX_HEADER) {
        Some((end, _)) => format!("{}…", line[..end].trim_end()),
        None => line.to_owned(),
    }
}

/// Returns the last part of an attribute's name: `test` of `#[tokio::test(flavor = "x")]`, `setter` of `@x.setter`.
pub(super) fn attribute(text: &str) -> &str {
    let name = text.trim_start_matches(['#', '@', '[', '!', ' ']);
    let end = name.find(|letter: char| !(letter.is_alphanumeric() || "_:.".contains(letter))).unwrap_or(name.len());
    name[..end].rsplit([':', '.']).next().unwrap_or_default()
}

/// Returns what tells this object or mapping from its neighbours in a list: the value of a key that names things,
/// else its first pair.
pub(super) fn naming(text: &str, node: Node<'_>) -> String {
    naming_within(text, node, MAX_NAMING_DEPTH)
}

/// Where the first value is an object itself, what names that names this one, too.
fn naming_within(text: &str, node: Node<'_>, depth: usize) -> String {
    let mut cursor = node.walk();
    let pairs: Vec<_> =
        node.named_children(&mut cursor).take(MAX_NAMING_KEYS).filter_map(|pair| parts(text, pair)).collect();
    let first = node.named_child(0).filter(|_| depth > 0).and_then(inner_object);
    if let (Some(inner), Some((key, value))) = (first, pairs.first())
        && value.is_empty()
        && !pairs.iter().any(|(key, value)| NAMING_KEYS.contains(&key.as_str()) && !value.is_empty())
    {
        return header(&format!("{key}: {}", naming_within(text, inner, depth - 1)));
    }
    let named =
        NAMING_KEYS.iter().find_map(|key| pairs.iter().find(|(known, value)| known == key && !value.is_empty()));
    match named.or(pairs.first()) {
        Some((key, value)) if NAMING_KEYS[..2].contains(&key.as_str()) => value.clone(),
        Some((key, value)) => header(&format!("{key}: {value}")),
        None => header(slice(text, node)),
    }
}

/// Returns the object that a pair has for its value, taken out of what wraps it.
fn inner_object(pair: Node<'_>) -> Option<Node<'_>> {
    let mut value = pair.child_by_field_name("value")?;
    while value.kind().ends_with("_node") && value.named_child_count() > 0 {
        value = value.named_child(u32::try_from(value.named_child_count()).ok()?.checked_sub(1)?)?;
    }
    matches!(value.kind(), "block_mapping" | "flow_mapping" | "object").then_some(value)
}

/// Returns key and value of a pair; the value only if it is short enough to be a name.
pub(super) fn parts(text: &str, pair: Node<'_>) -> Option<(String, String)> {
    let last = u32::try_from(pair.named_child_count()).ok()?.checked_sub(1)?;
    let key = pair.child_by_field_name("key").or_else(|| pair.named_child(0))?;
    let value = pair.child_by_field_name("value").or_else(|| pair.named_child(last)).filter(|value| *value != key)?;
    let value = slice(text, value);
    let short = if value.contains('\n') { String::new() } else { header(&clean(value)) };
    Some((clean(slice(text, key)), short))
}

/// Returns a name as a part of a path. Dots in it must not look like two parts.
pub(super) fn segment(name: &str) -> String {
    if name.contains('.') && !name.starts_with('[') { format!("\"{name}\"") } else { name.to_owned() }
}

/// Joins two parts of a path; an empty part is none.
pub(super) fn join(path: &str, segment: &str, between: &str) -> String {
    match (path.is_empty(), segment.is_empty()) {
        (true, _) => segment.to_owned(),
        (_, true) => path.to_owned(),
        _ => format!("{path}{between}{segment}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_bare() {
        assert_eq!(clean("\"a b\""), "a b");
        assert_eq!(clean(":size"), "size");
        assert_eq!(clean("\"\""), "\"\"");
        assert_eq!(clean("case \"a\""), "case \"a\"");
        assert_eq!(clean("\"a\":"), "a");
        assert_eq!(clean("a\n  ::b"), "a ::b");
    }

    #[test]
    fn attributes_have_a_last_name() {
        assert_eq!(attribute("#[tokio::test(flavor = \"x\")]"), "test");
        assert_eq!(attribute("@total.setter"), "setter");
        assert_eq!(attribute("#[cfg(unix)]"), "cfg");
        assert_eq!(attribute("["), "");
    }
}
