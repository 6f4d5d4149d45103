//! What tells siblings apart: where all calls of one function in one place begin with other texts, or all elements of one
//! list have other ids, that text is what each is called, and a second one of it is a clash.
//!
//! Not here: what a call or an element says (`calls`, `elements`, `members`).

use std::collections::{BTreeMap, BTreeSet};

use super::calls::is_name;
use super::names::header;
use super::under_way::Member;
use crate::units::unit::UnitKind;

/// So many siblings must be told apart: two that differ may differ by chance.
const MIN_SIBLINGS: usize = 3;

/// Of so many siblings on several receivers one may bear the text of another, and they are still one set.
const MIN_SHARE: usize = 4;
/// A text without a name around it must say so much.
const MIN_LETTERS: usize = 3;

/// A member with what it is called.
#[derive(Debug)]
pub(super) struct Told {
    /// The member.
    pub(super) member: Member,
    /// What it is called among its siblings.
    pub(super) text: String,
    /// Whether this version tells all siblings apart so. Only then a second one is a clash; where a text stands twice, a
    /// second one has its place.
    pub(super) apart: bool,
}

/// Names the members of those groups that a text tells apart, or nearly.
pub(super) fn apart(mut members: Vec<Member>) -> Vec<Told> {
    join_roots(&mut members);
    let mut groups: BTreeMap<(UnitKind, String, String), Vec<Member>> = BTreeMap::new();
    for member in members {
        groups.entry((member.kind, member.frame.path.clone(), member.head.clone())).or_default().push(member);
    }
    let mut told = Vec::new();
    let mut left = Vec::new();
    for members in groups.into_values() {
        match if members.len() < MIN_SIBLINGS { Err(members) } else { group(members) } {
            Ok(group) => told.extend(group),
            Err(members) => left.extend(members),
        }
    }
    told.extend(by_whole(left));
    told
}

/// Lets those that are called on what a sibling made count as its own, where all of them together are told apart: what
/// two parsers take each for itself has one text more than once.
fn join_roots(members: &mut [Member]) {
    let heads: BTreeSet<(String, String)> =
        members.iter().map(|member| (member.frame.path.clone(), member.head.clone())).collect();
    for member in members.iter_mut() {
        member.root = member.root.take().filter(|root| heads.contains(&(member.frame.path.clone(), root.clone())));
    }
    let mut families: BTreeMap<(String, String), Vec<usize>> = BTreeMap::new();
    for (at, member) in members.iter().enumerate() {
        let root = member.root.as_ref().unwrap_or(&member.head);
        families.entry((member.frame.path.clone(), root.clone())).or_default().push(at);
    }
    for ((_, root), family) in families {
        let is_root = |at: &usize| members[*at].root.is_none();
        let texts: Vec<Option<String>> = family.iter().filter_map(|at| texts(&members[*at..=*at], 1).pop()).collect();
        let one = family.iter().any(is_root) && !family.iter().all(is_root);
        if one && texts.iter().all(Option::is_some) && repeats(&texts) * MIN_SHARE <= texts.len() {
            family.into_iter().for_each(|at| members[at].head.clone_from(&root));
        }
    }
}

/// Names members by all that they say. One that stands twice already may stand again.
fn by_whole(members: Vec<Member>) -> Vec<Told> {
    let mut counts: BTreeMap<(UnitKind, String, String), usize> = BTreeMap::new();
    let key = |member: &Member| Some((member.kind, member.frame.path.clone(), member.whole.clone()?));
    members.iter().filter_map(key).for_each(|key| *counts.entry(key).or_default() += 1);
    let told = members.into_iter().filter_map(|mut member| {
        let apart = counts.get(&key(&member)?) == Some(&1);
        member.head = String::new();
        Some(Told { text: member.whole.clone()?, member, apart })
    });
    told.collect()
}

impl Told {
    /// What it claims among its siblings.
    pub(super) fn identity(&self) -> String {
        format!("{} {}", self.member.head, self.text).trim().to_owned()
    }

    /// What people are told that it is called: `arg(Arg::new(copies))`, `<NavLink to="/team">`.
    pub(super) fn name(&self) -> String {
        let (head, text) = (self.member.head.as_str(), self.text.as_str());
        let written = match self.member.kind {
            _ if head.is_empty() => text.to_owned(),
            UnitKind::Call => {
                let opening = if head.ends_with(['=', ',']) { "" } else { "(" };
                let open = (head.matches('(').count() + opening.len()).saturating_sub(head.matches(')').count());
                format!("{head}{opening}{text}{}", ")".repeat(open))
            }
            UnitKind::Element if head.contains(' ') => format!("{head}=\"{text}\">"),
            UnitKind::Element => format!("{head}>{text}"),
            _ => text.to_owned(),
        };
        header(&written)
    }
}

/// Names the members of one group, or hands them back where no text tells them apart.
fn group(members: Vec<Member>) -> Result<Vec<Told>, Vec<Member>> {
    let all = members.len();
    let first = texts(&members, 1);
    // `handle("GET", "/team")` is told apart by both.
    let by_two = repeats(&first) * 2 >= all && members.iter().all(|member| member.texts.len() > 1);
    let texts = if by_two { texts(&members, 2) } else { first };
    let named = texts.iter().flatten().count();
    let distinct = texts.iter().flatten().collect::<BTreeSet<_>>().len();
    let repeated = named - distinct;
    // Where many siblings have no such text, or share it, it is no name.
    if named < MIN_SIBLINGS || (all - named) * 3 > all || repeated > distinct {
        return Err(members);
    }
    let told = members.into_iter().zip(texts).filter_map(|(member, text)| Some((member, text?)));
    Ok(told.map(|(member, text)| Told { member, text, apart: repeated == 0 }).collect())
}

/// Returns what each member is called by its first texts, so many; nothing where they are no name.
fn texts(members: &[Member], count: usize) -> Vec<Option<String>> {
    let text = |member: &Member| {
        let (last, before) = member.texts.get(..count.min(member.texts.len()))?.split_last()?;
        let last = if member.is_whole { sentence(last) } else { name(last) }?;
        Some(before.iter().map(String::as_str).chain([last]).collect::<Vec<_>>().join(" "))
    };
    members.iter().map(text).collect()
}

/// A text that is all that is said may be a sentence; a number or a letter is a value.
fn sentence(text: &str) -> Option<&str> {
    (text.chars().filter(|letter| letter.is_alphabetic()).count() >= MIN_LETTERS).then_some(text)
}

/// What is called by a text: one word, or of an option with its short form and its value, `-o, --out <file>`, the long
/// form.
fn name(text: &str) -> Option<&str> {
    let mut words = text.split([',', ' ', '|', '=']).filter(|word| !word.is_empty());
    let option = words.clone().find(|word| word.starts_with("--")).or_else(|| words.next());
    let name = option.filter(|_| text.starts_with('-')).unwrap_or(text);
    is_name(name).then_some(name)
}

fn repeats(texts: &[Option<String>]) -> usize {
    texts.iter().flatten().count() - texts.iter().flatten().collect::<BTreeSet<_>>().len()
}

#[cfg(test)]
mod tests {
    use super::super::under_way::Frame;
    use super::*;

    fn told(texts: &[&[&str]]) -> Vec<(String, bool)> {
        let member = |texts: &&[&str]| Member {
            kind: UnitKind::Call,
            bytes: 0..1,
            frame: Frame::default(),
            head: "add".to_owned(),
            root: None,
            texts: texts.iter().map(|text| (*text).to_owned()).collect(),
            is_whole: false,
            whole: None,
            unit: None,
        };
        apart(texts.iter().map(member).collect()).into_iter().map(|told| (told.text, told.apart)).collect()
    }

    #[test]
    fn siblings_are_told_apart_by_their_text() {
        let named = |name: &str, apart| (name.to_owned(), apart);
        assert_eq!(told(&[&["a"], &["b"], &["c"]]), [named("a", true), named("b", true), named("c", true)]);
        assert_eq!(told(&[&["a"], &["b"], &["a"]]).first(), Some(&named("a", false)));
        assert_eq!(told(&[&["-a, --all <x>"], &["-b"], &["c"]]).first(), Some(&named("--all", true)));
        assert_eq!(told(&[&["a"], &["b"]]), []);
        assert_eq!(told(&[&["a"], &["a"], &["a"], &["a"], &["b"]]), []);
        assert_eq!(told(&[&["a"], &[], &[], &["b"], &["c"]]), []);
    }

    #[test]
    fn two_texts_tell_apart_what_one_does_not() {
        let routes: [&[&str]; 4] = [&["GET", "/a"], &["GET", "/b"], &["GET", "/c"], &["POST", "/a"]];
        assert_eq!(told(&routes).last(), Some(&("POST /a".to_owned(), true)));
    }
}
