//! What a call says: which function, on what, and the text it begins with: `app.get("/team", …)`, `.arg(Arg::new("x"))`,
//! `@route("/team")`.
//!
//! Not here: which calls are told apart by that text (`told`), where they stand (`members`).

use tree_sitter::Node;

use super::names::{clean, one_line};
use super::nodes::slice;
use crate::units::grammars::{Grammar, Role};

/// Nodes around a receiver which add nothing to it.
const AROUND: &[&str] =
    &["await", "await_expression", "try_expression", "non_null_expression", "parenthesized_expression"];
/// Nodes that give an argument a name.
const NAMED: &[&str] = &["keyword_argument", "element_value_pair", "pair"];
/// What a literal is made of where nothing is computed in it.
const PLAIN_PARTS: &[&str] = &["string", "escape", "content", "fragment"];
/// A longer function name or argument is an expression, and tells nothing.
const MAX_NAME: usize = 100;
/// What is called is looked at so far.
const MAX_CALLED: usize = 400;
/// So many texts at the beginning may be needed to tell calls apart: a method and a route.
const MAX_TEXTS: usize = 2;
/// So many arguments are looked at.
const MAX_ARGUMENTS: usize = 4;
/// Chains are followed so far.
const MAX_CHAIN: usize = 400;

/// What a call begins with.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Said {
    /// The function, and the arguments before the first text: `app.get`, `arg(Arg::new`.
    pub(super) head: String,
    /// The texts that its arguments begin with.
    pub(super) texts: Vec<String>,
}

/// The parts of one call.
pub(super) struct Call<'t> {
    /// What it is called on.
    pub(super) receiver: Option<Node<'t>>,
    /// The method, or the function as a whole.
    pub(super) name: Node<'t>,
    /// Its arguments.
    pub(super) arguments: Option<Node<'t>>,
}

/// Takes a call apart.
pub(super) fn parts<'t>(node: Node<'t>, grammar: &Grammar) -> Option<Call<'t>> {
    let known = &grammar.known;
    let arguments = known.arguments.first(node).or_else(|| list_of_arguments(node));
    let function = known.functions.first(node).map(|function| known.function.first(function).unwrap_or(function));
    let (receiver, name) = match function {
        Some(function) => {
            let receiver = known.receivers.first(function);
            (receiver, receiver.and_then(|_| known.names.first(function)).unwrap_or(function))
        }
        None => (known.receivers.first(node), known.names.first(node)?),
    };
    Some(Call { receiver, name, arguments })
}

fn list_of_arguments(node: Node<'_>) -> Option<Node<'_>> {
    let mut cursor = node.walk();
    node.named_children(&mut cursor).find(|child| child.kind().ends_with("arguments"))
}

/// Returns the calls of a chain from the last back to the first, and what they all start from.
pub(super) fn chain<'t>(node: Node<'t>, grammar: &Grammar) -> (Vec<(Node<'t>, Call<'t>)>, Node<'t>) {
    let mut calls = Vec::new();
    let mut node = node;
    while calls.len() < MAX_CHAIN {
        node = bare(node);
        let is_call = grammar.role(node.kind_id()) == Role::Call;
        let receiver = match Some(node).filter(|_| is_call).and_then(|node| parts(node, grammar)) {
            Some(call) => {
                let receiver = call.receiver;
                calls.push((node, call));
                receiver
            }
            None => grammar.known.receivers.first(node).filter(|_| grammar.known.names.first(node).is_some()),
        };
        match receiver {
            Some(receiver) => node = receiver,
            None => break,
        }
    }
    (calls, node)
}

/// Takes off what stands around a receiver.
fn bare(node: Node<'_>) -> Node<'_> {
    let mut node = node;
    for _ in 0..4 {
        match node.named_child(0).filter(|_| AROUND.contains(&node.kind())) {
            Some(inner) => node = inner,
            None => break,
        }
    }
    node
}

/// Returns what one call of a chain says, the calls before it left out.
pub(super) fn of_link(call: &Call<'_>, text: &str, grammar: &Grammar) -> Said {
    let mut said = Said { head: name(call, text), texts: Vec::new() };
    begin(call, text, grammar, &mut said);
    said
}

/// Returns what a whole chain on one line says: the texts of all its calls.
pub(super) fn of_chain(calls: &[(Node<'_>, Call<'_>)], base: Node<'_>, text: &str, grammar: &Grammar) -> Said {
    let mut said = Said::default();
    // A function that is called on nothing is the base itself.
    if calls.last().is_some_and(|(_, first)| first.receiver.is_some()) {
        said.head = short(slice(text, base));
    }
    for (_, call) in calls.iter().rev() {
        let own = of_link(call, text, grammar);
        said.head = super::names::join(&said.head, &own.head, ".");
        said.texts.extend(own.texts);
    }
    said.texts.truncate(calls.len().max(MAX_TEXTS));
    said
}

fn name(call: &Call<'_>, text: &str) -> String {
    short(slice(text, call.name))
}

/// The beginning of a text on one line: what is called may be a function of a thousand lines.
fn short(text: &str) -> String {
    let end = text.char_indices().nth(MAX_CALLED).map_or(text.len(), |(end, _)| end);
    one_line(&text[..end])
}

/// Reads the arguments up to the first that is neither text nor a plain name.
fn begin(call: &Call<'_>, text: &str, grammar: &Grammar, said: &mut Said) {
    let Some(arguments) = call.arguments else { return };
    let mut cursor = arguments.walk();
    let is_comment = |node: &Node<'_>| grammar.role(node.kind_id()) == Role::Comment;
    for argument in arguments.named_children(&mut cursor).filter(|node| !is_comment(node)).take(MAX_ARGUMENTS) {
        let (value, label) = value(argument, text);
        if !(label.is_empty() || said.texts.is_empty()) {
            return;
        }
        said.head += &label;
        if let Some(literal) = literal(value, text, grammar) {
            said.texts.push(literal);
            if said.texts.len() == MAX_TEXTS {
                return;
            }
            continue;
        }
        let written = slice(text, value);
        let is_call = grammar.role(value.kind_id()) == Role::Call;
        if !said.texts.is_empty() || written.len() > MAX_NAME && !is_call {
            return;
        }
        if is_call {
            return within(value, text, grammar, said);
        }
        if written.contains(['{', '(', '\n']) {
            return;
        }
        said.head = format!("{}({},", said.head, one_line(written));
    }
}

/// Adds what the first call of an argument's chain says: `Arg::new("x")` of `Arg::new("x").required(true)`.
fn within(argument: Node<'_>, text: &str, grammar: &Grammar, said: &mut Said) {
    let mut node = argument;
    // What is made in what is made is no longer what the outer call is about.
    for _ in 0..2 {
        let (calls, _) = chain(node, grammar);
        let Some((_, first)) = calls.last() else { return };
        said.head = format!("{}({}", said.head, name(first, text));
        let argument = first.arguments.and_then(|arguments| arguments.named_child(0));
        let Some((value, label)) = argument.map(|argument| value(argument, text)) else { return };
        said.head += &label;
        if let Some(literal) = literal(value, text, grammar) {
            said.texts.push(literal);
            return;
        }
        if grammar.role(value.kind_id()) != Role::Call {
            return;
        }
        node = value;
    }
}

/// Returns the value of an argument, and the name that it is given.
fn value<'t>(argument: Node<'t>, text: &str) -> (Node<'t>, String) {
    let last = u32::try_from(argument.named_child_count()).ok().and_then(|count| count.checked_sub(1));
    let inner = last.and_then(|last| argument.named_child(last));
    if argument.kind() == "argument" {
        return (inner.unwrap_or(argument), String::new());
    }
    let is_named = NAMED.contains(&argument.kind());
    let named = argument.named_child(0).zip(inner).filter(|(name, value)| is_named && name != value);
    match named {
        // `task build: [:clean]` names its task by the key.
        Some((key, _)) if argument.kind() == "pair" => (key, String::new()),
        Some((name, value)) => (value, format!("({}=", one_line(slice(text, name)))),
        None => (argument, String::new()),
    }
}

/// Returns the text of a string or symbol in which nothing is computed.
pub(super) fn literal(node: Node<'_>, text: &str, grammar: &Grammar) -> Option<String> {
    let is_symbol = node.kind() == "hash_key_symbol";
    let is_text = node.kind().contains("string") || node.kind().contains("symbol");
    if !is_symbol && (grammar.role(node.kind_id()) != Role::Literal || !is_text) {
        return None;
    }
    let mut cursor = node.walk();
    let is_plain =
        node.named_children(&mut cursor).all(|part| PLAIN_PARTS.iter().any(|known| part.kind().contains(known)));
    let written = slice(text, node);
    (is_plain && written.len() <= MAX_NAME).then(|| clean(written))
}

/// Tells whether a text can be what something is called: one word that says something. A sentence is said, not claimed.
pub(super) fn is_name(text: &str) -> bool {
    let mut last = ' ';
    let says = text.chars().any(|letter| {
        // `%s` and `\n` say nothing.
        let counts = letter.is_alphanumeric() && !matches!(last, '%' | '\\');
        last = letter;
        counts
    });
    says && !text.contains(char::is_whitespace)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_words() {
        for name in ["--jobs", "/export", "x", "a.b", "^team/$", "-v"] {
            assert!(is_name(name), "{name}");
        }
        for other in ["", "/", "%s", "%s\\n", "two words", "----", "\\t"] {
            assert!(!is_name(other), "{other}");
        }
    }
}
