//! How alike two blocks of code are.
//!
//! Not here: how text becomes tokens (`units`), what likeness means (`findings`).
//! The measures are those that separated strongly changed copies best on BigCloneBench pairs: the bag of raw tokens,
//! runs of five tokens with names and literals folded, and the order of raw tokens.

use std::collections::BTreeSet;

pub use crate::hash::{Map, hash};

use super::pair::{Likeness, Measure};
use super::prose::{common_subsequence, dice, ratio};
use crate::units::unit::{Token, TokenClass};

/// Longer blocks are compared in order over their first tokens only; bag and runs see the whole.
const MAX_ORDERED: usize = 1500;
/// Tokens in a run.
const RUN: usize = 5;
/// Literals of so many signs say nothing of their own: `0`, `""`.
const MAX_PLAIN_LITERAL: usize = 2;
/// How strings begin that are written to be read: what they say of code is no part of its work.
const DOCUMENT_MARKS: &[&str] = &["\"\"\"", "'''"];
/// What stands before a member.
const MEMBER_MARKS: &[&str] = &[".", "::", "->", "?.", "?->", "&."];
/// Names by which a thing speaks of itself.
const ITSELF: &[&str] = &["self", "Self", "this", "cls"];
/// What stands after something that is called or reached into.
const CALL_MARKS: &[&str] = &["(", "::", "!"];

/// A block of code as features that can be compared.
#[derive(Debug, Clone, Default)]
pub struct Block {
    /// The tokens as written.
    pub raw: Vec<u32>,
    /// The tokens with names numbered by first occurrence: equal for a consistent renaming.
    pub renamed: u64,
    /// The tokens as written, hashed as one.
    pub exact: u64,
    /// Runs of five folded tokens with their counts.
    pub runs: Counts<u64>,
    /// What it calls, reaches into and says in literals, its own name left out: names that no renaming inside can touch.
    calls: Counts<u32>,
    bag: Counts<u32>,
}

/// Each with how often it stands, in order.
type Counts<K> = Vec<(K, u32)>;

fn counts<K: Ord + Copy>(mut all: Vec<K>) -> Counts<K> {
    all.sort_unstable();
    all.chunk_by(|one, other| one == other).map(|run| (run[0], u32::try_from(run.len()).unwrap_or(u32::MAX))).collect()
}

impl Block {
    /// Reads tokens into features. `name` is what the block itself is called.
    #[must_use]
    pub fn of(tokens: &[Token], name: Option<&str>) -> Block {
        let mut block = Block::to_be_found(tokens);
        block.read_words(tokens, name);
        block
    }

    /// Reads tokens into what others are found by, and what their shapes are compared by.
    #[must_use]
    pub fn to_be_found(tokens: &[Token]) -> Block {
        let raw: Vec<u32> = tokens.iter().map(|token| narrow(hash(token.text.as_bytes()))).collect();
        let folded: Vec<u64> = tokens.iter().map(folded).collect();
        let mut block =
            Block { renamed: renamed(tokens), exact: fold_all(raw.iter().map(|t| u64::from(*t))), ..Block::default() };
        let runs = folded.windows(RUN.min(folded.len().max(1)));
        block.runs = counts(runs.map(|run| fold_all(run.iter().copied())).collect());
        block.raw = raw;
        block
    }

    /// Reads of the same tokens what only a comparison asks for.
    pub fn read_words(&mut self, tokens: &[Token], name: Option<&str>) {
        let own = own_names(tokens, name);
        let is_call =
            |at: &usize| reaches_out(tokens, *at) && (!own.contains(&*tokens[*at].text) || reaches_away(tokens, *at));
        self.calls = counts((0..self.raw.len()).filter(is_call).map(|at| self.raw[at]).collect());
        self.bag = counts(self.raw.clone());
    }
}

/// Fills in the measures of two blocks.
pub fn measure(ours: &Block, theirs: &Block, likeness: &mut Likeness) {
    let larger = ours.raw.len().max(theirs.raw.len());
    likeness.set(Measure::Bag, ratio(shared(&ours.bag, &theirs.bag), larger));
    likeness.set(Measure::Grams, same_shape(ours, theirs));
    likeness.calls = shared_calls(ours, theirs);
    let head = |block: &Block| block.raw.len().min(MAX_ORDERED);
    let (our_head, their_head) = (head(ours), head(theirs));
    let common = common_subsequence(&ours.raw[..our_head], &theirs.raw[..their_head]);
    likeness.set(Measure::Sequence, ratio(common, our_head.max(their_head)));
}

/// How far two blocks have one shape, names and literals aside, 0 to 1 (Dice over runs of five folded tokens).
#[must_use]
pub fn same_shape(ours: &Block, theirs: &Block) -> f64 {
    let total = |block: &Block| block.runs.iter().map(|(_, count)| *count as usize).sum();
    dice(shared(&ours.runs, &theirs.runs), total(ours), total(theirs))
}

/// Share of what two blocks call, reach into and say in literals that both do (Dice); all of it where one block does at
/// least half of what the other does and nothing else: a statement left out makes no other work.
fn shared_calls(ours: &Block, theirs: &Block) -> f64 {
    let total = |block: &Block| block.calls.iter().map(|(_, count)| *count as usize).sum::<usize>();
    let (shared, smaller, larger) =
        (shared(&ours.calls, &theirs.calls), total(ours).min(total(theirs)), total(ours).max(total(theirs)));
    if shared == smaller && 2 * smaller >= larger { 1.0 } else { dice(shared, smaller, larger) }
}

/// The names that a block brings itself: its own, and those that stand in it other than to be called or reached into,
/// as a parameter does before it is called.
fn own_names<'a>(tokens: &'a [Token], name: Option<&'a str>) -> BTreeSet<&'a str> {
    let is_own = |at: &usize| tokens[*at].class == TokenClass::Identifier && !reaches_out(tokens, *at);
    (0..tokens.len()).filter(is_own).map(|at| &*tokens[at].text).chain(name).collect()
}

/// Tells whether a word names something outside of its block: it is called, reached into, a type, or a literal of more
/// than two signs that is no word of the language (`null`, `true`).
fn reaches_out(tokens: &[Token], at: usize) -> bool {
    let text = &*tokens[at].text;
    let before = at.checked_sub(1).map_or("", |at| &*tokens[at].text);
    let after = tokens.get(at + 1).map_or("", |token| &*token.text);
    match tokens[at].class {
        TokenClass::Fixed => false,
        TokenClass::Literal => {
            let is_word = text.starts_with(char::is_alphabetic);
            let is_document = DOCUMENT_MARKS.iter().any(|mark| text.starts_with(mark));
            text.len() > MAX_PLAIN_LITERAL && !is_word && !is_document
        }
        TokenClass::Identifier => {
            let is_type = text.starts_with(char::is_uppercase);
            is_type || MEMBER_MARKS.contains(&before) || CALL_MARKS.contains(&after)
        }
    }
}

/// Tells whether a word is reached through another name than that of the thing itself: `functions::trim` within `trim` is
/// another one of the same name.
fn reaches_away(tokens: &[Token], at: usize) -> bool {
    let (Some(holder), Some(mark)) = (at.checked_sub(2), at.checked_sub(1)) else { return false };
    let is_member = MEMBER_MARKS.contains(&&*tokens[mark].text);
    is_member && tokens[holder].class == TokenClass::Identifier && !ITSELF.contains(&&*tokens[holder].text)
}

fn shared<K: Ord>(mut ours: &[(K, u32)], mut theirs: &[(K, u32)]) -> usize {
    let mut shared = 0;
    while let ([(one, count), behind @ ..], [(other, count_of_other), after @ ..]) = (ours, theirs) {
        shared += if one == other { *count.min(count_of_other) as usize } else { 0 };
        (ours, theirs) = (if one <= other { behind } else { ours }, if other <= one { after } else { theirs });
    }
    shared
}

fn folded(token: &Token) -> u64 {
    match token.class {
        TokenClass::Identifier => 1,
        TokenClass::Literal => 2,
        TokenClass::Fixed => hash(token.text.as_bytes()) | 4,
    }
}

/// Hashes the tokens with each name replaced by the order of its first occurrence, literals as written.
fn renamed(tokens: &[Token]) -> u64 {
    let mut names: Map<&str, u64> = Map::default();
    fold_all(tokens.iter().map(|token| {
        let next = names.len() as u64;
        match token.class {
            TokenClass::Identifier => *names.entry(&token.text).or_insert(next),
            _ => hash(token.text.as_bytes()),
        }
    }))
}

fn fold_all(values: impl Iterator<Item = u64>) -> u64 {
    values.fold(0xcbf2_9ce4_8422_2325, |hash, value| (hash.rotate_left(5) ^ value).wrapping_mul(0x0100_0000_01b3))
}

#[expect(clippy::cast_possible_truncation, reason = "the lower half of a hash is a hash")]
fn narrow(hash: u64) -> u32 {
    (hash ^ hash >> 32) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    use crate::source::Text;
    use crate::units::unit::Piece;

    fn block(code: &str) -> Block {
        let class = |text: &str| match text.chars().next() {
            Some(letter) if letter.is_ascii_digit() => TokenClass::Literal,
            Some(_) if ["if", "return", "(", ")", "+", "="].contains(&text) => TokenClass::Fixed,
            _ => TokenClass::Identifier,
        };
        let tokens: Vec<Token> = code
            .split(' ')
            .map(|text| Token { class: class(text), text: Piece::of(&Text::new(text.to_owned()), 0..text.len()) })
            .collect();
        Block::of(&tokens, None)
    }

    #[test]
    fn a_consistent_renaming_is_the_same_block() {
        let [one, two, other] = ["a = b + 1 return a", "x = y + 1 return x", "x = y + 1 return y"].map(block);
        assert_eq!(one.renamed, two.renamed);
        assert_ne!(one.renamed, other.renamed);
        let mut likeness = Likeness::default();
        measure(&one, &two, &mut likeness);
        assert!((likeness.get(Measure::Grams) - 1.0).abs() < 1e-9);
        assert!(likeness.get(Measure::Bag) < 0.7);
    }
}
