//! What tells siblings apart: where all calls of one function in one place begin with other texts, or all elements of one
//! list have other ids, that text is what each is called, and a second one of it is a clash.
//!
//! Not here: what a call or an element says (`calls`, `elements`, `members`).

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::calls::is_name;
use super::walk::Frame;
use crate::units::unit::UnitKind;

/// So many siblings must be told apart: two that differ may differ by chance.
const MIN_SIBLINGS: usize = 3;

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
    /// The texts that may tell it from them, the first before the second.
    pub(super) texts: Vec<String>,
    /// Whether the text is all that it says, so that a whole sentence may tell it apart.
    pub(super) is_whole: bool,
    /// The unit that it is already, by its index.
    pub(super) unit: Option<usize>,
}

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
pub(super) fn apart(members: Vec<Member>) -> Vec<Told> {
    let mut groups: BTreeMap<(UnitKind, String, String), Vec<Member>> = BTreeMap::new();
    for member in members {
        groups.entry((member.kind, member.frame.path.clone(), member.head.clone())).or_default().push(member);
    }
    groups.into_values().filter(|group| group.len() >= MIN_SIBLINGS).flat_map(group).collect()
}

fn group(members: Vec<Member>) -> Vec<Told> {
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
        return Vec::new();
    }
    let told = members.into_iter().zip(texts).filter_map(|(member, text)| Some((member, text?)));
    told.map(|(member, text)| Told { member, text, apart: repeated == 0 }).collect()
}

/// Returns what each member is called by its first texts, so many; nothing where they are no name.
fn texts(members: &[Member], count: usize) -> Vec<Option<String>> {
    let text = |member: &Member| {
        let texts: Vec<&str> = member.texts.iter().take(count).map(String::as_str).collect();
        let is_name = texts.last().is_some_and(|last| is_name(last) || member.is_whole);
        is_name.then(|| texts.join(" "))
    };
    members.iter().map(text).collect()
}

fn repeats(texts: &[Option<String>]) -> usize {
    texts.iter().flatten().count() - texts.iter().flatten().collect::<BTreeSet<_>>().len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(texts: &[&[&str]]) -> Vec<(String, bool)> {
        let member = |texts: &&[&str]| Member {
            kind: UnitKind::Call,
            bytes: 0..1,
            frame: Frame::default(),
            head: "add".to_owned(),
            texts: texts.iter().map(|text| (*text).to_owned()).collect(),
            is_whole: false,
            unit: None,
        };
        apart(texts.iter().map(member).collect()).into_iter().map(|told| (told.text, told.apart)).collect()
    }

    #[test]
    fn siblings_are_told_apart_by_their_text() {
        let named = |name: &str, apart| (name.to_owned(), apart);
        assert_eq!(told(&[&["a"], &["b"], &["c"]]), [named("a", true), named("b", true), named("c", true)]);
        assert_eq!(told(&[&["a"], &["b"], &["a"]]).first(), Some(&named("a", false)));
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
