//! What looks like an accident and is custom: the principles by which a pair stays unsaid whatever its likeness.
//!
//! Not here: likeness. Each principle is one function with the reason beside it; none knows a language or a project.

use super::background::Background;
use super::{languages, releases};
use crate::changes::change::Change;
use crate::pairs::pair::{Family, Measure, Pair};
use crate::pairs::prose::measure_something;
use crate::quiet;
use crate::units::prose::sentence;
use crate::units::unit::{TokenClass, UnitKind};

/// Two files that repeat more than this share of lines that the base holds follow its custom.
const MAX_KNOWN_ELSEWHERE: f64 = 0.5;
/// Of a block in which no reader knows a name the base may hold this share of the lines.
const MAX_KNOWN_OF_A_BLOCK: f64 = 0.2;
/// Code in other containers must say at least so many words: below, a getter or a guard is an idiom.
const MIN_TOKENS_ELSEWHERE: usize = 30;
/// A sentence in another file must say at least four words, as a share of the forty of a full sentence.
const MIN_SIZE_ELSEWHERE: f64 = 0.1;
/// A remark under another heading must say at least three words.
const MIN_SIZE_OF_A_REMARK: f64 = 0.075;
/// A block of a file that nothing reads must say so much in another file: thirty words and signs of forty.
const MIN_SIZE_OF_A_BLOCK: f64 = 0.75;
/// A file that is brought twice must say so much: twenty words of forty.
const MIN_SIZE_OF_A_FILE: f64 = 0.5;
/// And so many where its structure differs, too.
const MIN_TOKENS_RESHAPED: usize = 40;
/// Above this likeness of structure code has one shape.
const SAME_SHAPE: f64 = 0.6;
/// Above this share of equal words two texts differ in a word or two.
const NEARLY_ALL: f64 = 0.85;
/// Two stretches of a file that nothing reads are one when they share so many of their words and signs.
const ALMOST_EVERY_WORD: f64 = 0.95;
/// Methods of one name in two types do the same work for two things; so many words make a copy of it.
const MIN_TOKENS_OF_PARALLELS: usize = 60;
/// So near (four lines apart, on the scale of the measure) a statement of one block was doubled, however common it is.
const NEIGHBOURS: f64 = 0.85;
/// Two sentences with other values are the same sentence when so much of them stands in the same order.
const MIN_ORDER: f64 = 0.8;
/// Two sentences of which this share of the words answer to each other make one statement, whatever its values.
const ONE_STATEMENT: f64 = 0.75;
/// A line of a file whose type is unknown must hold so many letters and digits to say something by itself.
const MIN_LETTERS_OF_A_LINE: usize = 12;
/// Code of one shape that shares less than this of what it calls and says does other work.
const SAME_WORK: f64 = 0.7;
/// A unit that is less than this of a new document is a part of it.
const MOST_OF_A_FILE: f64 = 0.5;
/// A statement of fewer words does nothing of its own: `return;`, `break;`.
const MIN_TOKENS_OF_A_STATEMENT: usize = 4;
/// So much of two sentences stands in the same order when one is the other with another word put in.
const ONE_PATTERN: f64 = 0.7;
/// One file of the base holds code of a shape when it holds so many of its runs of lines, names and values aside.
const ONE_SHAPE: f64 = 0.8;
/// Two documents that shared so many sentences before are parallel.
const MIN_SENTENCES_IN_COMMON: usize = 3;
/// Marks of containers that the compiler takes one of.
const ALTERNATIVES: &[&str] = &["#[cfg", "#if", "#elif", "#else", "if TYPE_CHECKING"];

pub(super) type Principle = fn(&Pair, (&Change, &Change), &Background) -> bool;

/// The principles, each with its name in the weights file and what it tells people. One that has a weight there is a
/// matter of degree: it pulls the confidence down, and strong evidence overrules it. One that has none is a veto.
pub(super) const PRINCIPLES: &[(Principle, &str, &str)] = &[
    (repeated_elsewhere, "repeated-elsewhere", "the base says it already in several files"),
    (repeated_in_base, "repeated-in-base", "the base says it several times already"),
    (repeated_by_one, "repeated-by-one", "one side says it several times there itself"),
    (two_roles, "two-roles", "one person stands in both lists, as another one did before"),
    (parallel_documents, "parallel-documents", "the two documents say much the same by design"),
    (fixture, "fixture", "what a fixture repeats it repeats on purpose"),
    (scaffold, "scaffold", "types and methods much alike in tests are their scaffolds"),
    (calendar, "calendar", "each begins with its own date"),
    (overload, "overload", "one name with other parameters is another function"),
    (alternative, "alternative", "only one of the two branches is compiled"),
    (parallel, "parallel", "two types may each have a method of this name"),
    (phrase, "phrase", "a few words in two files are a phrase"),
    (heading, "heading", "headings that share some words name two parts"),
    (another_section, "another-section", "sections of two versions or days are two sections"),
    (two_blocks, "two-blocks", "text that nothing reads is one only if it is long and the same"),
    (two_files, "two-files", "files that share a part are two files"),
    (poor_line, "poor-line", "so short a line says nothing by itself"),
    (step, "step", "two procedures may have one step"),
    (statement, "statement", "a statement much like one elsewhere is an idiom"),
    (other_work, "other-work", "code of one shape that calls other things does other work"),
    (of_a_family, "of-a-family", "the base holds more of this shape"),
    (idiom, "idiom", "a few words of code in two places are an idiom"),
    (parametrised, "parametrised", "tests with other values are a table"),
    (another_row, "another-row", "a row of a table is told apart by its first cell"),
    (two_documents, "two-documents", "two new documents each say it for themselves"),
    (two_releases, "two-releases", "two releases may each tell it"),
    (small_statement, "small-statement", "so small a statement says nothing by itself"),
    (another_entry, "another-entry", "an entry is told apart by what it begins with"),
    (pointer, "pointer", "a few words that point elsewhere are two pointers"),
    (another_object, "another-object", "one sentence about two things is two statements"),
    (translation, "translation", "two languages say it each for itself"),
    (another_statement, "another-statement", "other values in other words are another statement"),
];

/// Returns the principles that hold for a pair, one bit each.
pub(super) fn holding(pair: &Pair, sides: (&Change, &Change), background: &Background) -> u64 {
    let held = PRINCIPLES.iter().enumerate().filter(|(_, (holds, ..))| holds(pair, sides, background));
    held.fold(0, |bits, (at, _)| bits | 1 << at)
}

/// Lists the principles of these bits: name and what people are told, in the order of the table.
pub(super) fn named(bits: u64) -> impl Iterator<Item = (&'static str, &'static str)> {
    let held = PRINCIPLES.iter().enumerate().filter(move |(at, _)| bits >> at & 1 == 1);
    held.map(|(_, (_, name, why))| (*name, *why))
}

/// What the base says already and two files repeat is the custom of this repository.
fn repeated_elsewhere(pair: &Pair, _: (&Change, &Change), _: &Background) -> bool {
    pair.likeness.get(Measure::SameFile) < 1.0 && pair.likeness.get(Measure::Known) >= MAX_KNOWN_ELSEWHERE
}

/// What the base says several times already it may say once more, unless only one may stand in the container.
fn repeated_in_base(pair: &Pair, (ours, theirs): (&Change, &Change), background: &Background) -> bool {
    let holds_once = pair.likeness.get(Measure::SameIdentity) > 0.0;
    let exact = pair.likeness.get(Measure::Exact) > 0.0;
    // What was moved stands there once by itself.
    let least = |change: &Change| if change.before.moved { 3 } else { 2 };
    let several = |change: &Change| background.held(change, exact, least(change)) >= 1.0;
    !holds_once && !pair.doubled && !doubled(pair) && several(ours) && several(theirs)
}

/// Tells whether a small thing stands twice within a few lines of one block. There nothing else explains it, however
/// common it is elsewhere.
pub(super) fn doubled(pair: &Pair) -> bool {
    let likeness = &pair.likeness;
    let neighbours = likeness.get(Measure::SameContainer) > 0.0 && likeness.get(Measure::Near) >= NEIGHBOURS;
    neighbours && likeness.family == Family::Small && likeness.get(Measure::Exact) > 0.0
}

/// What a side itself says several times, a small thing in one container, a sentence in several containers or files,
/// is no slip there.
fn repeated_by_one(pair: &Pair, (ours, theirs): (&Change, &Change), _: &Background) -> bool {
    let claims = pair.likeness.get(Measure::SameIdentity) > 0.0;
    // What points somewhere is an entry, and one list names it once.
    let apart = [Measure::SameContainer, Measure::SameLink].iter().all(|measure| pair.likeness.get(*measure) == 0.0);
    let counted = match pair.likeness.family {
        Family::Small => true,
        Family::Prose => apart,
        Family::Code => false,
    };
    counted && ours.side != theirs.side && !claims && ours.around.copies.max(theirs.around.copies) > 1
}

/// Who leads two groups stands in the lists of both, as another one does already.
fn two_roles(pair: &Pair, (ours, theirs): (&Change, &Change), _: &Background) -> bool {
    let apart = pair.likeness.get(Measure::SameFile) < 1.0 || ours.unit.container.path != theirs.unit.container.path;
    let is_person =
        |change: &Change| change.text.split('@').skip(1).any(|rest| rest.starts_with(char::is_alphanumeric));
    apart && is_person(ours) && is_person(theirs) && !ours.around.siblings.is_disjoint(&theirs.around.siblings)
}

/// A translation that is not done yet, a second edition, a copy for another tool: two documents that held many sentences
/// in common before go on to do so, and a new one says what the old ones of its template say.
fn parallel_documents(pair: &Pair, (ours, theirs): (&Change, &Change), _: &Background) -> bool {
    let (one, other) = (&ours.around.document, &theirs.around.document);
    let shared = one.intersection(other).take(MIN_SENTENCES_IN_COMMON).count();
    let is_text = pair.likeness.family == Family::Prose || ours.unit.kind == UnitKind::Code;
    // What two new documents share they may say twice: nothing before them shows that they should.
    let is_custom = ours.around.of_new_file.is_none() || theirs.around.of_new_file.is_none();
    ours.file != theirs.file && is_text && is_custom && shared >= MIN_SENTENCES_IN_COMMON
}

/// A file that a test holds the program against, and another file; what nobody reads in files of tests is what a program
/// wrote.
fn fixture(pair: &Pair, (ours, theirs): (&Change, &Change), _: &Background) -> bool {
    let is_text = pair.likeness.family == Family::Prose || ours.unit.tokens.is_empty();
    let in_fixtures = quiet::is_fixture(&ours.path) || quiet::is_fixture(&theirs.path);
    let is_output = is_nameless(ours) && is_nameless(theirs) && are_tests(ours, theirs);
    is_text && (ours.file != theirs.file && in_fixtures || is_output)
}

/// Types that tests bring for themselves, and methods of one name in two of them.
fn scaffold(pair: &Pair, (ours, theirs): (&Change, &Change), _: &Background) -> bool {
    let both = |kind| ours.unit.kind == kind && theirs.unit.kind == kind;
    let methods = both(UnitKind::Method) && ours.unit.name == theirs.unit.name && ours.file != theirs.file;
    let same = is_one(pair);
    let in_tests = are_tests(ours, theirs);
    ((both(UnitKind::Type) || methods) && !same || is_local(ours, theirs)) && in_tests
}

/// Tells whether a pair says the same or claims one identity, and is not only alike.
fn is_one(pair: &Pair) -> bool {
    [Measure::Exact, Measure::SameIdentity].iter().any(|measure| pair.likeness.get(*measure) > 0.0)
}

fn are_tests(ours: &Change, theirs: &Change) -> bool {
    quiet::is_test(&ours.path) && quiet::is_test(&theirs.path)
}

/// Two small functions that two blocks of one file each have for themselves.
fn is_local(ours: &Change, theirs: &Change) -> bool {
    let (one, other) = (&ours.unit, &theirs.unit);
    let both = one.kind == UnitKind::Function && other.kind == UnitKind::Function;
    let is_small = one.tokens.len().min(other.tokens.len()) < MIN_TOKENS_OF_PARALLELS;
    let (here, there) = (one.container.path.as_str(), other.container.path.as_str());
    both && is_small && ours.file == theirs.file && here != there && !here.is_empty() && !there.is_empty()
}

/// Entries that begin with a date are told apart by it.
fn calendar(pair: &Pair, _: (&Change, &Change), _: &Background) -> bool {
    pair.likeness.other_day
}

/// One name with other parameters, where the language allows it.
fn overload(_: &Pair, (ours, theirs): (&Change, &Change), _: &Background) -> bool {
    let (one, other) = (&ours.unit, &theirs.unit);
    let is_code = matches!(one.kind, UnitKind::Function | UnitKind::Method);
    let same_name = one.name.is_some() && one.name == other.name && one.container == other.container;
    is_code && same_name && one.identity.is_some() && other.identity.is_some() && one.identity != other.identity
}

/// Two branches of which only one is compiled: one function under two conditions, or under one and under none.
fn alternative(pair: &Pair, (ours, theirs): (&Change, &Change), _: &Background) -> bool {
    let (one, other) = (condition(ours), condition(theirs));
    let same_name = ours.unit.name.is_some() && ours.unit.name == theirs.unit.name;
    let together = ours.file == theirs.file || one.is_some() && other.is_some();
    same_name && together && one != other && pair.likeness.get(Measure::Exact) == 0.0
}

/// The condition under which something is compiled: its own first line, or that of the container that it stands in.
fn condition(addition: &Change) -> Option<&str> {
    let (path, text) = (addition.unit.container.path.as_str(), addition.text.trim_start());
    let own = text.lines().next().filter(|line| ALTERNATIVES.iter().any(|mark| line.starts_with(mark)));
    let around = || ALTERNATIVES.iter().filter_map(|mark| path.find(mark)).min().map(|at| &path[at..]);
    own.or_else(around)
}

/// One method for two types: each needs its own. Only what is equal to the letter and long was copied.
fn parallel(pair: &Pair, (ours, theirs): (&Change, &Change), _: &Background) -> bool {
    let elsewhere = ours.file != theirs.file || ours.unit.container.path != theirs.unit.container.path;
    let methods = ours.unit.kind == UnitKind::Method && theirs.unit.kind == UnitKind::Method;
    let tokens = ours.unit.tokens.len().min(theirs.unit.tokens.len());
    let exact = pair.likeness.get(Measure::Exact) > 0.0;
    let least = if exact { MIN_TOKENS_ELSEWHERE } else { MIN_TOKENS_OF_PARALLELS };
    methods && elsewhere && ours.unit.name == theirs.unit.name && tokens < least
}

/// A few words in two files: a title, a mark, the name of a part. In one file they are an entry when they stand in a
/// list, and a remark, as `Unreleased`, when they stand alone under two headings. A word or two that are not the same,
/// the names of two people, are two entries also there.
fn phrase(pair: &Pair, (ours, theirs): (&Change, &Change), _: &Background) -> bool {
    let likeness = &pair.likeness;
    let is_remark = |addition: &Change| addition.unit.kind == UnitKind::Paragraph;
    let remarks = is_remark(ours) && is_remark(theirs) && likeness.get(Measure::SameContainer) == 0.0;
    let is_entry = ours.unit.kind != UnitKind::Heading && theirs.unit.kind != UnitKind::Heading;
    let is_alike = is_entry && !is_one(pair) && likeness.get(Measure::SameLink) == 0.0;
    let least = match (likeness.get(Measure::SameFile) > 0.0, remarks || is_alike) {
        (false, _) => MIN_SIZE_ELSEWHERE,
        (true, true) => MIN_SIZE_OF_A_REMARK,
        (true, false) => 0.0,
    };
    likeness.family == Family::Prose && likeness.get(Measure::Size) < least
}

/// Two names of parts; only nearly all of the words make them one. What mentions a part of another document by its name
/// is no second part, and what was noted on one day may stand below two headings.
fn heading(pair: &Pair, (ours, theirs): (&Change, &Change), _: &Background) -> bool {
    let [one, other] = [ours, theirs].map(|change| change.unit.kind == UnitKind::Heading);
    let other_values = !pair.likeness.conflicts.is_empty();
    let is_mention = one != other && ours.file != theirs.file;
    let is_note = |change: &Change| change.unit.name.as_deref().is_some_and(releases::is_of_a_day);
    let are_notes = is_note(ours) && is_note(theirs);
    let are_two = one && other && (other_values || !nearly_equal(pair) || are_notes);
    pair.likeness.get(Measure::SameIdentity) == 0.0 && (is_mention || are_two)
}

/// Sections whose headings differ in a number or a date: a release, a year, a day; two notes of one day, where they are
/// not the same.
fn another_section(pair: &Pair, (ours, theirs): (&Change, &Change), _: &Background) -> bool {
    let sections = ours.unit.kind == UnitKind::Section && theirs.unit.kind == UnitKind::Section;
    let names = ours.unit.name.as_deref().zip(theirs.unit.name.as_deref());
    let are_notes = |name: &str| releases::is_of_a_day(name) && !is_one(pair);
    sections && names.is_some_and(|(one, other)| releases::are_named_apart(one, other) || are_notes(one))
}

/// Two files that share much: pages of one template, styles of two examples. Only the same file is one, where it says as
/// much as half a full sentence: what only calls something is called wherever that is needed.
fn two_files(pair: &Pair, (ours, theirs): (&Change, &Change), _: &Background) -> bool {
    let files = ours.unit.kind == UnitKind::File && theirs.unit.kind == UnitKind::File;
    let same = is_one(pair) && pair.likeness.get(Measure::Size) >= MIN_SIZE_OF_A_FILE;
    files && !same
}

/// Two stretches of a file that nothing reads. At two places they must say as much as other code; where they are not the
/// same they must begin alike and say as much as a full sentence, at one place half as much: less is an idiom. Where no
/// reader knows a name in them, only what stands twice in one file and is new to the base was copied: of 14 others that were
/// told in 5,701 merges of 25 repositories none was worth it, and of five in two files one.
fn two_blocks(pair: &Pair, (ours, theirs): (&Change, &Change), _: &Background) -> bool {
    let likeness = &pair.likeness;
    let exact = likeness.get(Measure::Exact) > 0.0;
    let is_text = |change: &Change| {
        change.unit.kind == UnitKind::Block && (change.unit.tokens.is_empty() || change.unit.name.is_some())
    };
    if likeness.get(Measure::SameIdentity) > 0.0 {
        return false;
    }
    let is_new = exact && ours.file == theirs.file && likeness.get(Measure::Known) <= MAX_KNOWN_OF_A_BLOCK;
    if is_nameless(ours) && is_nameless(theirs) && !is_new {
        return true;
    }
    let elsewhere = ours.file != theirs.file || ours.unit.container.path != theirs.unit.container.path;
    let begins = |change: &Change| change.unit.span.start_line == 1;
    // What files begin with is their language's: a declaration, a list of names, a licence.
    let are_heads = ours.file != theirs.file && begins(ours) && begins(theirs);
    let nearly = likeness.get(Measure::Bag) >= ALMOST_EVERY_WORD && first_word(&ours.text) == first_word(&theirs.text);
    let least = match (exact, elsewhere) {
        (true, true) => MIN_SIZE_OF_A_BLOCK,
        (true, false) => 0.0,
        (false, true) => 1.0,
        (false, false) => 0.5,
    };
    let is_one = (exact || nearly) && likeness.get(Measure::Size) >= least;
    is_text(ours) && is_text(theirs) && (are_heads || !is_one)
}

/// Tells whether a unit is text in which no reader knows a name.
fn is_nameless(change: &Change) -> bool {
    match change.unit.kind {
        UnitKind::Block => change.unit.tokens.is_empty() && change.unit.name.is_none(),
        kind => kind == UnitKind::Line,
    }
}

/// What a block begins with, up to the first space.
fn first_word(text: &str) -> &str {
    text.split_whitespace().next().unwrap_or_default()
}

/// Tells whether nearly all words are the same.
fn nearly_equal(pair: &Pair) -> bool {
    let measures = [Measure::Exact, Measure::Words, Measure::Bag];
    measures.iter().any(|measure| pair.likeness.get(*measure) >= NEARLY_ALL)
}

/// A line of which nothing tells what it means, unless a file takes it once; an entry that holds no word. Where nobody
/// knows what a line means, nobody knows whether capitals matter to it.
fn poor_line(pair: &Pair, (ours, theirs): (&Change, &Change), _: &Background) -> bool {
    let letters = |change: &Change| change.text.chars().filter(|letter| letter.is_alphanumeric()).collect::<String>();
    let (one, other) = (letters(ours), letters(theirs));
    let is_other = one != other && one.to_lowercase() == other.to_lowercase();
    let is_poor = ours.unit.kind == UnitKind::Line && (one.chars().count() < MIN_LETTERS_OF_A_LINE || is_other);
    let has_no_word = |change: &Change| !change.text.contains(char::is_alphabetic);
    let is_number = pair.likeness.family == Family::Prose && has_no_word(ours) && has_no_word(theirs);
    pair.likeness.get(Measure::SameIdentity) == 0.0 && (is_poor || is_number)
}

/// A few words under a number in two lists: two procedures may have one step.
fn step(pair: &Pair, (ours, theirs): (&Change, &Change), _: &Background) -> bool {
    let is_numbered = |change: &Change| {
        let rest = change.text.trim_start().trim_start_matches(|letter: char| letter.is_ascii_digit());
        change.unit.kind == UnitKind::Bullet
            && change.text.trim_start().len() > rest.len()
            && rest.starts_with(['.', ')'])
    };
    let likeness = &pair.likeness;
    let apart = likeness.get(Measure::SameContainer) == 0.0 || likeness.get(Measure::Near) < NEIGHBOURS;
    is_numbered(ours) && is_numbered(theirs) && apart && likeness.get(Measure::Size) < MIN_SIZE_ELSEWHERE
}

/// A statement in another block: only what is the same there was copied, and in another test not even that, nor an entry of
/// a list.
fn statement(pair: &Pair, (ours, theirs): (&Change, &Change), _: &Background) -> bool {
    let are = |kind: UnitKind| ours.unit.kind == kind && theirs.unit.kind == kind;
    let apart = pair.likeness.get(Measure::SameContainer) == 0.0;
    let is_equal = pair.likeness.get(Measure::Exact) > 0.0;
    let in_tests = are_tests(ours, theirs);
    let is_of_tests = (are(UnitKind::Statement) || are(UnitKind::Entry)) && in_tests;
    apart && (are(UnitKind::Statement) && !is_equal || is_of_tests)
}

/// Code whose shape is one and whose words are not.
fn other_work(pair: &Pair, _: (&Change, &Change), _: &Background) -> bool {
    let likeness = &pair.likeness;
    let same = is_one(pair);
    likeness.family == Family::Code && !same && likeness.calls < SAME_WORK
}

/// One more of what the base does many times, or as alike to what stood beside it as the two are to each other.
fn of_a_family(pair: &Pair, (ours, theirs): (&Change, &Change), background: &Background) -> bool {
    let same = is_one(pair);
    let elsewhere = ours.file != theirs.file;
    let holds_shape = || background.relative(ours) >= ONE_SHAPE && background.relative(theirs) >= ONE_SHAPE;
    !same && (pair.likeness.of_a_family || elsewhere && holds_shape())
}

/// A few words of code in two containers.
fn idiom(pair: &Pair, (ours, theirs): (&Change, &Change), _: &Background) -> bool {
    let tokens = ours.unit.tokens.len().min(theirs.unit.tokens.len());
    let together = pair.likeness.get(Measure::SameContainer) > 0.0 && pair.likeness.get(Measure::Exact) > 0.0
        || pair.likeness.get(Measure::SameIdentity) > 0.0;
    let likeness = &pair.likeness;
    let says_much = likeness.get(Measure::Exact) > 0.0 || likeness.get(Measure::Size) >= MIN_SIZE_OF_A_BLOCK;
    let is_copy = likeness.get(Measure::SameFile) >= 1.0 && says_much;
    let is_block = ours.unit.kind == UnitKind::Block || ours.unit.kind == UnitKind::Code && is_copy;
    let is_code = pair.likeness.family == Family::Code && !is_block;
    let least =
        if pair.likeness.get(Measure::Grams) >= SAME_SHAPE { MIN_TOKENS_ELSEWHERE } else { MIN_TOKENS_RESHAPED };
    is_code && !together && tokens < least
}

/// Tests that put other values through one shape are a table.
fn parametrised(pair: &Pair, (ours, theirs): (&Change, &Change), _: &Background) -> bool {
    let literals = |addition: &Change| {
        let literals = addition.unit.tokens.iter().filter(|token| token.class == TokenClass::Literal);
        let mut texts: Vec<String> = literals.map(|token| token.text.to_string()).collect();
        texts.sort();
        texts
    };
    let same_identity = pair.likeness.get(Measure::SameIdentity) > 0.0;
    pair.likeness.get(Measure::Tests) > 0.0 && !same_identity && literals(ours) != literals(theirs)
}

/// A row of a table is told apart by its first cell, unless both rows point at the same place.
fn another_row(pair: &Pair, (ours, theirs): (&Change, &Change), _: &Background) -> bool {
    let first_cell = |addition: &Change| {
        let text = addition.text.trim().trim_start_matches('|');
        let cell = text.split('|').next().unwrap_or_default();
        cell.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>()
    };
    let rows = ours.unit.kind == UnitKind::TableRow && theirs.unit.kind == UnitKind::TableRow;
    rows && pair.likeness.get(Measure::SameLink) == 0.0 && first_cell(ours) != first_cell(theirs)
}

/// Parts of two documents that came as a whole: of one template, of one series, by one hand.
fn two_documents(pair: &Pair, (ours, theirs): (&Change, &Change), _: &Background) -> bool {
    let is_part = |addition: &Change| addition.around.of_new_file.is_some_and(|share| share < MOST_OF_A_FILE);
    let is_text = pair.likeness.family == Family::Prose || matches!(ours.unit.kind, UnitKind::Code);
    is_text && ours.file != theirs.file && is_part(ours) && is_part(theirs)
}

/// Entries of two lines of releases: what was mended in both is told in both.
fn two_releases(pair: &Pair, (ours, theirs): (&Change, &Change), _: &Background) -> bool {
    pair.likeness.family == Family::Prose && releases::of_two_lines(pair, ours, theirs)
}

/// A statement of a word or two, wherever it stands.
fn small_statement(pair: &Pair, (ours, _): (&Change, &Change), _: &Background) -> bool {
    let claims = pair.likeness.get(Measure::SameIdentity) > 0.0;
    ours.unit.kind == UnitKind::Statement && !claims && ours.unit.tokens.len() < MIN_TOKENS_OF_A_STATEMENT
}

/// Entries that begin with another link or another word of code, and do not meet in any address; entries in other words
/// of which each names a change of its own.
fn another_entry(pair: &Pair, (ours, theirs): (&Change, &Change), _: &Background) -> bool {
    let likeness = &pair.likeness;
    if likeness.family == Family::Prose && !is_one(pair) && likeness.get(Measure::OtherChange) > 0.0 {
        return true;
    }
    let same = [Measure::SameLink, Measure::SameIdentity].iter().any(|measure| likeness.get(*measure) > 0.0);
    let heads = [ours, theirs].map(|addition| sentence::head(&addition.text));
    let [Some(one), Some(other)] = heads else { return false };
    // Where they point somewhere, they must point elsewhere: one page may bear two titles.
    let elsewhere =
        likeness.get(Measure::OtherLink) > 0.0 || !sentence::points(&ours.text) || !sentence::points(&theirs.text);
    likeness.family == Family::Prose && !same && elsewhere && one != other
}

/// A few words and an address, and another address; nothing but a reference to another part, in two documents.
fn pointer(pair: &Pair, (ours, theirs): (&Change, &Change), _: &Background) -> bool {
    let likeness = &pair.likeness;
    let heads = [ours, theirs].map(|addition| sentence::head(&addition.text));
    let one_title = heads[0].is_some() && heads[0] == heads[1];
    let is_other = likeness.get(Measure::OtherLink) > 0.0 && likeness.get(Measure::Size) < MIN_SIZE_ELSEWHERE;
    is_other && !one_title || ours.file != theirs.file && refers(ours) && refers(theirs)
}

/// Tells whether an entry is nothing but a reference to another part of these documents: `[title][part]`, `[title](#part)`.
fn refers(change: &Change) -> bool {
    let text = change.text.trim().trim_start_matches(['*', '-', '+', ' ']);
    let Some((title, rest)) = text.strip_prefix('[').and_then(|text| text.split_once(']')) else { return false };
    let target = rest.strip_prefix(['(', '[']).and_then(|rest| rest.strip_suffix([')', ']']));
    !title.is_empty() && target.is_some_and(|target| !target.contains("://") && !target.contains([')', ']']))
}

/// One pattern with another word in one place of it, `freezing of Mercurial repositories` and `freezing of Git
/// repositories`, or with other code: `set `a`` and `set `b``. Where the word is a name and all else is equal, it may be a
/// contradiction, and is told as one.
fn another_object(pair: &Pair, (ours, theirs): (&Change, &Change), _: &Background) -> bool {
    let likeness = &pair.likeness;
    let same = [Measure::Exact, Measure::SameIdentity];
    let one_pattern = likeness.get(Measure::Order) >= ONE_PATTERN && likeness.substituted > 0.0;
    let told_as_other = likeness.other_name || likeness.shares_target;
    let is_one = told_as_other || same.iter().any(|measure| likeness.get(*measure) > 0.0);
    likeness.family == Family::Prose && !is_one && (one_pattern || of_other_code(ours, theirs))
}

/// Tells whether two sentences name code, and none that both name.
fn of_other_code(ours: &Change, theirs: &Change) -> bool {
    let is_sentence = |addition: &Change| matches!(addition.unit.kind, UnitKind::Bullet | UnitKind::Paragraph);
    let (one, other) = (sentence::codes(&ours.text), sentence::codes(&theirs.text));
    is_sentence(ours) && is_sentence(theirs) && !one.is_empty() && !other.is_empty() && one.is_disjoint(&other)
}

/// Two files whose paths differ in the name of a language alone.
fn translation(pair: &Pair, (ours, theirs): (&Change, &Change), _: &Background) -> bool {
    // Two names of one file, as people give to their copies, are no two documents.
    let two_files = ours.file != theirs.file;
    two_files && pair.likeness.family == Family::Prose && languages::apart(&ours.path, &theirs.path)
}

/// Another number or a denial in other words is more often another statement than a contradiction.
fn another_statement(pair: &Pair, _: (&Change, &Change), _: &Background) -> bool {
    let likeness = &pair.likeness;
    let same = is_one(pair);
    let contradicts = likeness.opposed || measure_something(&likeness.conflicts);
    let in_order = likeness.get(Measure::Order) >= MIN_ORDER || likeness.statement >= ONE_STATEMENT;
    let in_other_words = !likeness.one_statement && !in_order;
    likeness.family == Family::Prose && !same && contradicts && in_other_words
}
