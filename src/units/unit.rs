//! The noun of this stage: one thing that a version says.
//!
//! Not here: how a format is read (one file each beside this one), or which units are alike (`pairs`).

use std::cmp::Reverse;
use std::fmt;
use std::ops::{Deref, Range};
use std::sync::Arc;

use crate::source::{Span, Text};

/// What a unit is. The names are what people and programs read in reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum UnitKind {
    /// A function that stands alone.
    Function,
    /// A function in a class, trait or implementation.
    Method,
    /// A test case.
    Test,
    /// A class, struct, enum, interface, trait or implementation block.
    Type,
    /// A field or property of a type.
    Member,
    /// One value of an enumeration.
    EnumEntry,
    /// One import, include or use.
    Import,
    /// A constant, variable, type alias or macro definition.
    Declaration,
    /// A statement in a body.
    Statement,
    /// A call that its siblings tell apart by its text: a route, an option, a link of a chain.
    Call,
    /// An element of markup within code that its siblings tell apart.
    Element,
    /// A key of an object, mapping or table, with its value.
    Key,
    /// An entry of an array or sequence in data.
    Entry,
    /// A heading.
    Heading,
    /// A heading with all that stands under it.
    Section,
    /// An entry of a list.
    Bullet,
    /// An entry of a list with a check box.
    Task,
    /// A paragraph.
    Paragraph,
    /// A row of a table.
    TableRow,
    /// The definition of a link or a footnote.
    Link,
    /// A fence of code in a document.
    Code,
    /// A whole slide.
    Slide,
    /// A line of the speaker's notes.
    Note,
    /// A reviewer's comment.
    Comment,
    /// A cell of a notebook.
    Cell,
    /// A line of a file whose type is unknown or whose lines are its entries.
    Line,
    /// Lines between blank lines in a file whose type is unknown.
    Block,
    /// A whole file.
    File,
}

/// The names that reports use.
const NAMES: &[(UnitKind, &str)] = &[
    (UnitKind::Function, "function"),
    (UnitKind::Method, "method"),
    (UnitKind::Test, "test"),
    (UnitKind::Type, "type"),
    (UnitKind::Member, "member"),
    (UnitKind::EnumEntry, "enum-entry"),
    (UnitKind::Import, "import"),
    (UnitKind::Declaration, "declaration"),
    (UnitKind::Statement, "statement"),
    (UnitKind::Call, "call"),
    (UnitKind::Element, "element"),
    (UnitKind::Key, "key"),
    (UnitKind::Entry, "entry"),
    (UnitKind::Heading, "heading"),
    (UnitKind::Section, "section"),
    (UnitKind::Bullet, "bullet"),
    (UnitKind::Task, "task"),
    (UnitKind::Paragraph, "paragraph"),
    (UnitKind::TableRow, "table-row"),
    (UnitKind::Link, "link"),
    (UnitKind::Code, "code"),
    (UnitKind::Slide, "slide"),
    (UnitKind::Note, "note"),
    (UnitKind::Comment, "comment"),
    (UnitKind::Cell, "cell"),
    (UnitKind::Line, "line"),
    (UnitKind::Block, "block"),
    (UnitKind::File, "file"),
];

impl UnitKind {
    /// Returns the name that reports use.
    #[must_use]
    pub fn name(self) -> &'static str {
        NAMES.iter().find(|(kind, _)| *kind == self).map_or("", |(_, name)| name)
    }

    /// Finds a kind by the name that reports use.
    #[must_use]
    pub fn by_name(name: &str) -> Option<UnitKind> {
        NAMES.iter().find(|(_, known)| *known == name).map(|(kind, _)| *kind)
    }
}

/// One thing that a version says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    /// What it is.
    pub kind: UnitKind,
    /// Where it stands in its version, from its first to its last character; a comment that documents it is outside.
    pub span: Span,
    /// What it is called, for people: `slugify`, `server.timeout`, the words of a heading.
    pub name: Option<String>,
    /// What must not stand twice in its container: symbol with its parameter types where the language overloads,
    /// key, canonical import, heading anchor. `None` where a second one is no clash.
    pub identity: Option<String>,
    /// What it lives in.
    pub container: Container,
    /// Where it stands, for people: `slide 5 › Roadmap › bullet 3`, `impl Title › slugify`. Empty at the top of a file.
    pub place: String,
    /// Depth of a heading or of an entry in nested lists, from 0.
    pub level: u8,
    /// The words of it that count, for code: filled by the code reader, empty elsewhere.
    pub tokens: Tokens,
    /// The branches that it stands in, outer before inner; empty outside code.
    pub branches: Vec<Branch>,
}

/// One branch of a choice, of which only one is taken: `else`, `except ImportError`, `#else`, an arm of a `match`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Branch {
    /// The choice, the same in each version of a file.
    pub choice: String,
    /// Which branch of it; empty for the first.
    pub way: String,
}

/// Brings units into the order of the text, outer before inner.
pub fn in_order(units: &mut [Unit]) {
    units.sort_by_key(|unit| (unit.span.bytes.start, Reverse(unit.span.bytes.end)));
}

/// Tells whether two units of one file stand in two branches of one choice.
#[must_use]
pub fn exclude_each_other(one: &Unit, other: &Unit) -> bool {
    let apart =
        |branch: &Branch| other.branches.iter().any(|twin| branch.choice == twin.choice && branch.way != twin.way);
    one.branches.iter().any(apart)
}

impl Unit {
    /// Returns a unit without a name, a claim or a container.
    #[must_use]
    pub fn new(kind: UnitKind, span: Span) -> Unit {
        Unit {
            kind,
            span,
            name: None,
            identity: None,
            container: Container::default(),
            place: String::new(),
            level: 0,
            tokens: Tokens::default(),
            branches: Vec::new(),
        }
    }
}

/// What a unit lives in.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Container {
    /// The path of names from the top of the file, the same in each version: `impl Title`, `server`, `Roadmap/list`.
    pub path: String,
    /// Whether a member may stand in it only once (imports, keys, members, enum entries, link lists, ignore files). It is
    /// the verdict of one version: of calls told apart by a text it holds only while that version tells them all apart, so
    /// that it is asked of what a side says and not of the result, where the clash stands.
    pub set_like: bool,
}

/// One word of code, comments and white space left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// What the word is.
    pub class: TokenClass,
    /// The word as written.
    pub text: Piece,
}

/// A part of a text; a copy shares the text.
#[derive(Clone)]
pub struct Piece {
    text: Text,
    bytes: Range<usize>,
}

impl Piece {
    /// Takes the bytes of a text; what is no part of it is empty.
    #[must_use]
    pub fn of(text: &Text, bytes: Range<usize>) -> Piece {
        Piece { text: text.clone(), bytes }
    }

    /// Returns what it says.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.text.as_str().get(self.bytes.clone()).unwrap_or_default()
    }
}

impl Deref for Piece {
    type Target = str;

    fn deref(&self) -> &str {
        self.as_str()
    }
}

impl fmt::Debug for Piece {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&**self, formatter)
    }
}

impl PartialEq for Piece {
    fn eq(&self, other: &Piece) -> bool {
        **self == **other
    }
}

impl Eq for Piece {}

impl PartialEq<&str> for Piece {
    fn eq(&self, other: &&str) -> bool {
        self.as_str() == *other
    }
}

/// A run of the words of a version; a copy shares them.
#[derive(Clone, Default)]
pub struct Tokens {
    all: Option<Arc<[Token]>>,
    range: Range<usize>,
}

impl Tokens {
    /// Takes a run of words.
    #[must_use]
    pub fn within(all: &Arc<[Token]>, range: Range<usize>) -> Tokens {
        Tokens { all: Some(all.clone()), range }
    }
}

impl From<Vec<Token>> for Tokens {
    fn from(tokens: Vec<Token>) -> Tokens {
        if tokens.is_empty() {
            return Tokens::default();
        }
        Tokens { range: 0..tokens.len(), all: Some(tokens.into()) }
    }
}

impl Deref for Tokens {
    type Target = [Token];

    fn deref(&self) -> &[Token] {
        self.all.as_ref().and_then(|all| all.get(self.range.clone())).unwrap_or_default()
    }
}

impl fmt::Debug for Tokens {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&**self, formatter)
    }
}

impl PartialEq for Tokens {
    fn eq(&self, other: &Tokens) -> bool {
        **self == **other
    }
}

impl Eq for Tokens {}

/// What a word of code is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum TokenClass {
    /// A name that the programmer chose.
    Identifier,
    /// A number, string, character or the like.
    Literal,
    /// A word or sign of the language.
    Fixed,
}
