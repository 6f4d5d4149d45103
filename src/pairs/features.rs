//! What of an addition is compared: its family, its words or its tokens, where it points, and its keys for the index.
//!
//! Not here: the comparison.

use std::cell::OnceCell;
use std::ops::Range;

use super::addresses;
use super::align::MAX_WORDS;
use super::code::{Block, hash};
use super::former::Former;
use super::pair::Family;
use super::tails::{self, Tail};
use super::value::{Value, ValueKind};
use super::words::{Words, fold};
use crate::changes::change::Change;
use crate::source::Text;
use crate::units::prose::pointers::{self, Entry};
use crate::units::prose::{address, sentence};
use crate::units::unit::{Piece, Token, TokenClass, Tokens, UnitKind};

/// A small thing of so many tokens is compared as a block of code.
const LARGE: usize = 40;
/// So many of a block's runs of tokens are keys; the smallest hashes, so that both sides choose alike.
const MAX_RUN_KEYS: usize = 32;
/// Words beyond this many are left out of a comparison; a paragraph of this length is found by its beginning.
const MAX_WORDS_BYTES: usize = 8000;
/// Words that begin with the same letters, so many, may be forms of one.
const HEAD: usize = 5;

/// What of an addition is compared.
#[derive(Debug, Clone)]
pub struct Features {
    /// Which measures apply.
    pub family: Family,
    /// The sentence as words; empty for blocks of code.
    pub words: Words,
    /// The code as tokens; empty for sentences.
    pub block: Block,
    /// Canonical addresses it points at.
    pub links: Vec<String>,
    /// Issues, pulls and commits that it points at.
    pub changes: Vec<String>,
    /// In what the sentence runs on: a formula, a list or code.
    pub(super) tail: Tail,
    /// What the entry is about, where that is a link.
    pub subject: Option<Subject>,
    /// Equal for two units that are equal after normalisation.
    pub exact: u64,
    /// Says how much there is: words or tokens.
    pub size: usize,
    /// Keys of the index of candidates; strong ones are enough alone, weak ones need company.
    pub strong: Vec<u64>,
    /// Keys that many unlike units share.
    pub weak: Vec<u64>,
    /// For each weak key those that may stand for it: meanings and first letters of the word; empty for code.
    pub near: Vec<Vec<u64>>,
    /// What it replaced, read when the first pair asks.
    former: OnceCell<Option<Former>>,
}

/// The link that an entry is about.
#[derive(Debug, Clone)]
pub struct Subject {
    /// Where it goes.
    pub target: String,
    /// Whether that is a place within the project, which is one place within one file alone.
    pub is_relative: bool,
    /// How many words its text has.
    pub title: usize,
}

impl Features {
    /// Reads an addition into features.
    #[must_use]
    pub fn of(addition: &Change) -> Features {
        let mut features = Features::to_be_found(addition);
        features.read_words(addition);
        features
    }

    /// Reads of an addition what others are found by. Prose is found by its words, code by its tokens.
    #[must_use]
    pub(super) fn to_be_found(addition: &Change) -> Features {
        let family = family(addition);
        let mut features = match family {
            Family::Prose => of_prose(&addition.text),
            Family::Code | Family::Small => of_code(addition),
        };
        features.family = family;
        if matches!(addition.unit.kind, UnitKind::Section | UnitKind::File) {
            // An address is what an entry is about; a whole part names many beside what it says.
            features.links.clear();
            features.changes.clear();
        }
        features.strong.push(key("exact", features.exact));
        features.strong.extend(features.links.iter().map(|link| key("link", hash(link.as_bytes()))));
        let change = |change: &String| key("change", hash(pointers::number(change).as_bytes()));
        features.strong.extend(features.changes.iter().map(change));
        features.strong.extend(identity_key(addition));
        if addition.unit.kind == UnitKind::Paragraph {
            features.tail = tails::of(&addition.text);
        }
        if family == Family::Prose && is_entry(addition.unit.kind) {
            features.subject = subject(&Entry::of(&addition.text).said);
            features.strong.extend(subject_key(addition, &features));
        }
        if family == Family::Small {
            features
                .strong
                .extend(addition.unit.name.as_ref().map(|name| key("name", hash(last_name(name).as_bytes()))));
            features.strong.extend(value_key(addition));
        }
        features
    }

    /// Returns what the addition replaced; `None` where that is nothing.
    pub(super) fn former(&self, addition: &Change) -> Option<&Former> {
        self.former.get_or_init(|| Former::of(addition)).as_ref()
    }

    /// Reads the words of code, too, which only a comparison asks for.
    pub(super) fn read_words(&mut self, addition: &Change) {
        if self.family != Family::Prose {
            let end = addition.text.char_indices().nth(MAX_WORDS_BYTES).map_or(addition.text.len(), |(at, _)| at);
            self.words = Words::of(&addition.text[..end]);
            self.block.read_words(&tokens(addition), addition.unit.name.as_deref().map(last_name));
        }
    }
}

pub(super) fn of_prose(text: &str) -> Features {
    let cut = text.char_indices().map(|(at, _)| at).find(|at| *at >= MAX_WORDS_BYTES).unwrap_or(text.len());
    let entry = Entry::of(&text[..cut]);
    let said = pointers::without_label(&entry.said);
    let label = Words::of(&entry.said[..entry.said.len() - said.len()]).folded;
    let words = Words::with_meanings(&sentence::plain(said));
    let stems = words.stems.iter().map(|stem| key("word", hash(stem.as_bytes())));
    let weak = stems.chain(words.values.iter().map(value_word)).collect();
    let near = near(&words);
    let measures = words.values.iter().filter(|value| value.kind != ValueKind::Reference).count();
    let size = words.stems.len() + measures;
    let mut links = sentence::links(&entry.said);
    links.extend(addresses::without_scheme(&entry.said));
    links.sort();
    links.dedup();
    // Two entries of one title that point at two pages are two entries; where an entry comes from is none of its words.
    let (pages, inner) = (links.join("\0"), entry.inner.join("\0"));
    let exact = hash(format!("{label}\0{}\0{pages}\0{inner}", words.folded).as_bytes());
    let references = words.values.iter().filter(|value| value.kind == ValueKind::Reference);
    let mut changes: Vec<String> = references.map(|value| format!("#{}", value.form)).collect();
    changes.extend(entry.changes().cloned());
    Features { links, changes, exact, size, weak, near, words, ..Features::empty() }
}

fn value_word(value: &Value) -> u64 {
    key("value-word", hash(value.form.as_bytes()))
}

/// Keys that may stand for each word: what it means, and its first letters. Long texts share words enough.
fn near(words: &Words) -> Vec<Vec<u64>> {
    if words.stems.len() > MAX_WORDS {
        return Vec::new();
    }
    let keys = words.stems.iter().zip(&words.meanings).map(|(stem, meanings)| {
        let head: String = stem.chars().take(HEAD).collect();
        let head = (head.len() < stem.len() && head.is_ascii()).then(|| key("head", hash(head.as_bytes())));
        meanings.iter().map(|meaning| key("meaning", u64::from(*meaning))).chain(head).collect()
    });
    keys.collect()
}

fn of_code(addition: &Change) -> Features {
    let tokens = tokens(addition);
    let block = Block::to_be_found(&tokens);
    let mut runs: Vec<u64> = block.runs.iter().map(|(run, _)| key("run", *run)).collect();
    runs.sort_unstable();
    runs.truncate(MAX_RUN_KEYS);
    let strong = vec![key("renamed", block.renamed)];
    Features { exact: block.exact, size: tokens.len(), strong, weak: runs, block, ..Features::empty() }
}

fn tokens(addition: &Change) -> Tokens {
    if addition.unit.tokens.is_empty() { plain_tokens(&addition.text) } else { addition.unit.tokens.clone() }
}

impl Features {
    fn empty() -> Features {
        Features {
            family: Family::Prose,
            words: Words::default(),
            block: Block::default(),
            links: Vec::new(),
            changes: Vec::new(),
            tail: Tail::new(),
            subject: None,
            exact: 0,
            size: 0,
            strong: Vec::new(),
            weak: Vec::new(),
            near: Vec::new(),
            former: OnceCell::new(),
        }
    }
}

/// Decides which measures apply to a unit.
fn family(addition: &Change) -> Family {
    let tokens = addition.unit.tokens.len();
    match addition.unit.kind {
        UnitKind::Function | UnitKind::Method | UnitKind::Test | UnitKind::Type | UnitKind::Code => Family::Code,
        UnitKind::Block => Family::Code,
        UnitKind::File | UnitKind::Section if tokens > 0 => Family::Code,
        UnitKind::Declaration
        | UnitKind::Key
        | UnitKind::Statement
        | UnitKind::Entry
        | UnitKind::Call
        | UnitKind::Element
            if tokens >= LARGE =>
        {
            Family::Code
        }
        UnitKind::Import
        | UnitKind::Declaration
        | UnitKind::Statement
        | UnitKind::Call
        | UnitKind::Element
        | UnitKind::Member
        | UnitKind::EnumEntry
        | UnitKind::Key
        | UnitKind::Entry
        | UnitKind::Link
        | UnitKind::Line => Family::Small,
        _ => Family::Prose,
    }
}

/// The last part of a path of names.
pub(super) fn last_name(name: &str) -> &str {
    name.rsplit('.').next().unwrap_or(name).trim_matches('"')
}

/// The value of a key of data, when it is a sentence.
fn value_key(addition: &Change) -> Option<u64> {
    let (_, value) = addition.text.split_once([':', '=']).filter(|_| addition.unit.kind == UnitKind::Key)?;
    let value = value.trim().trim_end_matches(',');
    (value.split_whitespace().count() > 2).then(|| key("value", hash(value.as_bytes())))
}

/// The key of what may stand only once in a container of this file.
fn identity_key(addition: &Change) -> Option<u64> {
    let identity = addition.unit.identity.as_ref()?;
    let claim = format!("{}\0{}\0{identity}", addition.file, addition.unit.container.path);
    Some(key("identity", hash(claim.as_bytes())))
}

fn is_entry(kind: UnitKind) -> bool {
    matches!(kind, UnitKind::Bullet | UnitKind::Task | UnitKind::TableRow)
}

fn subject(entry: &str) -> Option<Subject> {
    let link = address::subject(entry)?;
    let is_relative = sentence::links(entry).binary_search(&link.target).is_err();
    Some(Subject { is_relative, title: Words::of(&sentence::plain(&link.title)).stems.len(), target: link.target })
}

/// The key of the page of this project that an entry of this file is about.
fn subject_key(addition: &Change, features: &Features) -> Option<u64> {
    let subject = features.subject.as_ref().filter(|subject| subject.is_relative)?;
    Some(key("subject", hash(format!("{}\0{}", addition.file, subject.target).as_bytes())))
}

/// Words and signs of a text that no grammar reads. A ruler, which is one sign over and over, is one sign.
fn plain_tokens(text: &str) -> Tokens {
    let text = Text::new(fold(text));
    let mut found: Vec<Range<usize>> = Vec::new();
    let is_word = |letter: char| letter.is_alphanumeric() || letter == '_';
    let mut before = ' ';
    for (at, letter) in text.as_str().char_indices() {
        let goes_on = is_word(letter) && is_word(before) || letter == before;
        match found.last_mut() {
            _ if letter.is_whitespace() => {}
            Some(token) if goes_on => token.end = at + letter.len_utf8(),
            _ => found.push(at..at + letter.len_utf8()),
        }
        before = letter;
    }
    let token = |bytes| Token { class: TokenClass::Fixed, text: Piece::of(&text, bytes) };
    found.into_iter().map(token).collect::<Vec<_>>().into()
}

fn key(space: &str, value: u64) -> u64 {
    hash(space.as_bytes()).rotate_left(17) ^ value
}
