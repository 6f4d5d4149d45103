//! What is under way while a tree is walked: the containers and nodes that are open, what waits for a later node, and what
//! was found.
//!
//! Not here: the walk itself (`walk`), what each node adds to it (one file each).

use std::ops::Range;

use super::calls::Said;
use super::marks::Marks;
use super::names::{self, join};
use super::words::Words;
use crate::hash::{Map, Set};
use crate::source::Text;
use crate::units::grammars::{Grammar, Settings};
use crate::units::unit::{Branch, Unit, UnitKind};

/// Parts two names of a place for people.
pub(super) const BETWEEN_PLACES: &str = " › ";

/// What kind of container a node stands in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Scope {
    /// A file, module or namespace.
    #[default]
    Module,
    /// A class, struct, interface or enumeration.
    Type,
    /// An object, a mapping, the cases of a choice.
    Object,
    /// A list of data.
    Sequence,
    /// Statements.
    Body,
}

/// A container that is open at this point of the walk.
#[derive(Debug, Clone, Default)]
pub(super) struct Frame {
    pub(super) path: String,
    pub(super) place: String,
    /// The keys that lead here from the outermost object.
    pub(super) keys: String,
    pub(super) scope: Scope,
    /// The path of what is around it, where names bind there and not here: an `if` is no scope of its own.
    pub(super) binds: Option<String>,
}

/// What children of a node are when no mark says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Children {
    Nothing,
    Statements,
    Entries,
}

/// Attributes and outer nodes (`export`) that wait for the unit they belong to.
#[derive(Debug, Clone, Default)]
pub(super) struct Pending {
    pub(super) start: Option<usize>,
    pub(super) attributes: Vec<String>,
    /// What those of them that are calls say, and where.
    pub(super) calls: Vec<(Said, Range<usize>)>,
}

/// An ancestor of the node that the walk is at.
pub(super) struct Level {
    pub(super) start: usize,
    pub(super) row: usize,
    pub(super) children: Children,
    pub(super) pending: Pending,
    pub(super) is_unit: bool,
    pub(super) is_test: bool,
    /// What a call is called by what stands in its arguments.
    pub(super) call: Option<String>,
    /// The choice that it is, in its first branch.
    pub(super) choice: Option<Branch>,
    /// The other branch that it is.
    pub(super) way: Option<String>,
    pub(super) is_preprocessor: bool,
    /// The path and the place of what stands in an element of markup.
    pub(super) element: Option<(String, String)>,
    pub(super) one_line: bool,
    pub(super) frames_before: usize,
}

/// Something that may be told from its siblings by a text.
#[derive(Debug)]
pub(super) struct Member {
    /// What it is.
    pub(super) kind: UnitKind,
    /// Where it stands.
    pub(super) bytes: Range<usize>,
    /// What it stands in.
    pub(super) frame: Frame,
    /// What it shares with its siblings.
    pub(super) head: String,
    /// The same where it is called on something that another sibling made: `group.add_argument` is `parser.add_argument`.
    pub(super) root: Option<String>,
    /// The texts that may tell it from them, the first before the second.
    pub(super) texts: Vec<String>,
    /// Whether the text is all that it says, so that a whole sentence may tell it apart.
    pub(super) is_whole: bool,
    /// All that it says, where it is worth telling by itself.
    pub(super) whole: Option<String>,
    /// The unit that it is already, by its index.
    pub(super) unit: Option<usize>,
}

/// A record of a list of data.
#[derive(Debug)]
pub(super) struct Record {
    /// Its unit, by index.
    pub(super) unit: usize,
    /// The list.
    pub(super) list: String,
    /// For each of the keys that may tell it from the next what it says there.
    pub(super) said: Vec<Option<String>>,
}

/// The walk.
pub(super) struct Walk<'t, 'c> {
    pub(super) text: &'t Text,
    pub(super) grammar: &'c Grammar,
    pub(super) settings: &'static Settings,
    pub(super) marks: Marks<'t, 'c>,
    pub(super) words: Words,
    pub(super) units: Vec<Unit>,
    pub(super) frames: Vec<Frame>,
    pub(super) levels: Vec<Level>,
    /// Containers that wait for the node that is their body.
    pub(super) bodies: Map<usize, Frame>,
    /// Entries of lists: their frame gets its name from what the body says.
    pub(super) entries: Map<usize, Frame>,
    /// How often a path without a name of its own was opened.
    pub(super) opened: Map<String, usize>,
    pub(super) documents: usize,
    /// The path of the last entry of each list of tables, by its name: later tables may belong to it.
    pub(super) arrays: Map<String, String>,
    /// Links of chains that stand on lines of their own, by their call, with their container and their bytes.
    pub(super) links: Map<usize, (Frame, Range<usize>)>,
    /// Calls that belong to a chain whose last call was noted.
    pub(super) chained: Set<usize>,
    /// For each variable that holds the result of a call, by its container, what it was called on.
    pub(super) made: Map<(String, String), String>,
    /// What its siblings may tell apart.
    pub(super) members: Vec<Member>,
    /// Records of data.
    pub(super) records: Vec<Record>,
    /// Units that take a name back, by their index.
    pub(super) taken_back: Vec<usize>,
}

impl Walk<'_, '_> {
    /// Returns the kind of container that is open.
    pub(super) fn scope_here(&self) -> Scope {
        self.frames.last().map_or(Scope::Module, |frame| frame.scope)
    }

    /// Returns the container that is open, within what conditional attributes add.
    pub(super) fn frame(&self, pending: &Pending) -> Frame {
        let mut frame = self.frames.last().cloned().unwrap_or_default();
        for attribute in &pending.attributes {
            if self.has(self.settings.conditional_attributes, attribute) {
                frame.path = join(&frame.path, &names::header(attribute), ".");
            }
        }
        frame
    }

    /// Tells whether an attribute is one of these.
    pub(super) fn has(&self, known: &[&str], attribute: &str) -> bool {
        let name = names::attribute(attribute);
        known.contains(&name)
    }
}
