//! What the build wrote of each language: its settings, its kinds of nodes, and its query as steps that can be walked.
//!
//! Not here: reading settings and queries (`build/`), matching (`units::code::matches`). Numbers stand for names, so
//! that the tables need no work when the program starts.

/// What `language.toml` says of the language itself; its lists of nodes are in the kinds.
#[derive(Debug, Clone, Copy)]
pub struct Settings {
    /// The name for people.
    pub name: &'static str,
    /// Names that a Markdown fence uses.
    pub aliases: &'static [&'static str],
    /// Extensions in lower case, without the dot.
    pub extensions: &'static [&'static str],
    /// Names of files that say the language without an extension.
    pub file_names: &'static [&'static str],
    /// Interpreters that a `#!` line may name.
    pub interpreters: &'static [&'static str],
    /// What begins a comment that ends with its line.
    pub line_comments: &'static [&'static str],
    /// What begins and ends a comment over several lines.
    pub block_comments: &'static [[&'static str; 2]],
    /// Whether this is data: keys and entries, no statements.
    pub data: bool,
    /// Whether indents say what belongs together.
    pub indented: bool,
    /// How many lines the grammar can count; 0 where it counts all of them. Longer files are read in parts.
    pub max_lines: usize,
    /// Whether a second local variable of one name in one block is an error.
    pub locals_clash: bool,
    /// Names that may stand any number of times in one place.
    pub free_names: &'static [&'static str],
    /// Attributes that make a function a test, by the last part of their name.
    pub test_attributes: &'static [&'static str],
    /// How attributes of frameworks end that make a function a test, too; empty for none.
    pub test_suffix: &'static str,
    /// Attributes that leave code in or out of a build.
    pub conditional_attributes: &'static [&'static str],
    /// Attributes that make a second function of one name part of the first.
    pub accessor_attributes: &'static [&'static str],
    /// Attributes of functions that are written once for every set of parameters.
    pub overload_attributes: &'static [&'static str],
    /// Whether a name binds in its function or file, whatever block it stands in.
    pub function_scope: bool,
}

impl Settings {
    /// A language of which nothing is said.
    const NONE: Settings = Settings {
        name: "",
        aliases: &[],
        extensions: &[],
        file_names: &[],
        interpreters: &[],
        line_comments: &[],
        block_comments: &[],
        data: false,
        indented: false,
        max_lines: 0,
        locals_clash: false,
        free_names: &[],
        test_attributes: &[],
        test_suffix: "",
        conditional_attributes: &[],
        accessor_attributes: &[],
        overload_attributes: &[],
        function_scope: false,
    };
}

/// What a node of a grammar is to the reader. A node has one role.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Role {
    /// Nothing in particular.
    #[default]
    Plain,
    /// A comment (`comments` in the settings).
    Comment,
    /// A name that the programmer chose (`identifiers`, and what the grammar itself calls an identifier).
    Identifier,
    /// A number, string or the like; each is one word, whatever it is made of (`literals`).
    Literal,
    /// A list of statements (`blocks`).
    Block,
    /// A body that holds a member only once: a class, an object, an enumeration (`sets`).
    Set,
    /// A list of data (`sequences`).
    Sequence,
    /// A node around a value which adds nothing to it (`wrappers`).
    Wrapper,
    /// An attribute that stands before what it describes (`attributes`).
    Attribute,
    /// A node around a declaration: `export`, `template`, decorators (`carriers`).
    Carrier,
    /// One of several documents in a file (`documents`).
    Document,
    /// A call of a function, or an attribute that takes arguments as calls do (`calls`).
    Call,
    /// An element of markup within code (`elements`).
    Element,
}

/// A kind of node that is something to the reader, or that a pattern asks for.
#[derive(Debug)]
pub struct Kind {
    /// What the grammar calls it.
    pub name: &'static str,
    /// Whether it has a name of its own; else it is a sign or a word of the language.
    pub named: bool,
    /// What it is to the reader, where the settings say it.
    pub role: Option<Role>,
    /// Whether only one of its parts is taken, and whether it can be such a part (`choices`, `ways`).
    pub chooses: (bool, bool),
    /// The patterns that begin at it: from and to, in [`Table::starts`].
    pub starts: (u16, u16),
}

/// A step of a pattern is one node: its kind (from 1 in [`Table::kinds`], or [`ANY`] or [`ANY_NAMED`]), its field
/// (from 1; 0 for none), its captures (from 1), a field that it must not have, and the slots of its children: the first
/// and how many.
#[derive(Debug, Clone, Copy)]
pub struct Step(pub u16, pub u8, pub [u8; 2], pub u8, pub u16, pub u8);

/// The kind of a step that any node matches.
pub const ANY: u16 = u16::MAX;
/// The kind of a step that any named node matches.
pub const ANY_NAMED: u16 = u16::MAX - 1;

/// A slot is a child of which one of several steps must match: the first and how many; whether no named node may stand
/// before it, and whether none may follow.
#[derive(Debug, Clone, Copy)]
pub struct Slot(pub u16, pub u8, pub bool, pub bool);

/// A pattern of a query.
#[derive(Debug)]
pub struct Pattern {
    /// The slot of its outermost node.
    pub slot: u16,
    /// What must hold of the texts that it captures.
    pub predicates: &'static [Predicate],
    /// What it says beside: `(#set! label "impl {name}")`.
    pub settings: &'static [(&'static str, &'static str)],
}

/// What must hold of captured nodes, each by its number from 1.
#[derive(Debug)]
pub enum Predicate {
    /// The text is one of these.
    Any(u8, &'static [&'static str]),
    /// Both texts are the same.
    Same(u8, u8),
    /// The text is as one of these choices has it.
    Match(u8, &'static [Choice]),
}

/// One of the texts that an expression allows.
#[derive(Debug)]
pub struct Choice {
    /// Whether nothing stands before it.
    pub at_start: bool,
    /// What stands there.
    pub text: &'static str,
    /// Ranges of letters for the letter behind it, and whether it must be none of them.
    pub next: Option<(bool, &'static [(char, char)])>,
    /// Whether nothing stands behind it.
    pub at_end: bool,
}

/// All that the build wrote of a language.
#[derive(Debug)]
pub struct Table {
    /// What people and the reader need to know of it.
    pub settings: Settings,
    /// Its kinds of nodes, sorted by name and then by whether they are named.
    pub kinds: &'static [Kind],
    /// Patterns by their index, for each kind those that begin at it.
    pub starts: &'static [u16],
    /// The nodes of all patterns.
    pub steps: &'static [Step],
    /// The slots of all patterns.
    pub slots: &'static [Slot],
    /// The patterns; of several that mark one node the first counts.
    pub patterns: &'static [Pattern],
    /// The fields that patterns name.
    pub fields: &'static [&'static str],
    /// The captures.
    pub captures: &'static [&'static str],
}

impl Choice {
    /// Tells whether a text is as the choice has it.
    #[must_use]
    pub fn allows(&self, text: &str) -> bool {
        let follows = |at: usize| {
            let rest = &text[at + self.text.len()..];
            let next = self.next.is_none_or(|(negated, ranges)| {
                let found = |letter| ranges.iter().any(|(first, last)| (*first..=*last).contains(&letter));
                rest.chars().next().is_some_and(|letter| found(letter) != negated)
            });
            let length = rest.chars().next().filter(|_| self.next.is_some()).map_or(0, char::len_utf8);
            next && (!self.at_end || rest.len() == length)
        };
        match self.at_start {
            true => text.starts_with(self.text) && follows(0),
            false => text.match_indices(self.text).any(|(at, _)| follows(at)),
        }
    }
}

include!(concat!(env!("OUT_DIR"), "/grammars.rs"));

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn choices_allow_what_their_expression_says() {
        let digits: &[(char, char)] = &[('0', '9'), ('_', '_')];
        let choice = |at_start, next, at_end| Choice { at_start, text: "test", next, at_end };
        assert!(choice(true, None, false).allows("testing") && !choice(true, None, false).allows("a test"));
        assert!(choice(false, None, true).allows("a test") && !choice(false, None, true).allows("tests"));
        assert!(choice(true, Some((false, digits)), false).allows("test_a"));
        assert!(!choice(true, Some((false, digits)), false).allows("testa"));
        assert!(!choice(true, Some((true, digits)), false).allows("test"), "there must be a letter");
        assert!(choice(true, Some((true, digits)), true).allows("testé"));
    }
}
