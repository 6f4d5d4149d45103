//! What may be a member of a set without saying so: calls on lines of their own, links of a chain, decorators, elements of
//! a list. Whether it is one, its siblings decide (`told`).
//!
//! Not here: what a call says (`calls`), children of markup (`elements`).

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use tree_sitter::Node;

use super::called::Names;
use super::calls::{self, Call, Said};
use super::names::{self, join};
use super::nodes::{slice, whole};
use super::told;
use super::under_way::{BETWEEN_PLACES, Frame, Member, Pending, Walk};
use crate::units::grammars::Role;
use crate::units::unit::{Unit, UnitKind};

/// What may stand before the name of a call on its line.
const BEFORE: &[&str] = &["", ".", "?.", "&.", "->", "?->", "::", "await"];
/// A call whose result is kept reads something, unless it says as much as this of what it sets up.
const MIN_ARGUMENTS_KEPT: usize = 3;
/// Keys that tell an object of a list from the next.
const TELLING_KEYS: &[&str] = &["id", "key", "path", "href", "to", "url", "slug", "name", "value"];
/// So many pairs of an object are looked at.
const MAX_PAIRS: usize = 60;
/// A link or an element says enough to be known again when it has so many letters and digits, or a name.
const MIN_LETTERS: usize = 24;
/// A longer one is known by what stands in it.
const MAX_WHOLE: usize = 2_000;
/// A merge makes two of what may stand once; a version that holds more by itself may do so.
const MAX_HELD: usize = 2;
/// What is called with a longer text is no name.
const MAX_HEAD: usize = 160;

impl<'t> Walk<'t, '_> {
    /// Takes note of a call. Returns what it is called by what stands in its arguments.
    pub(super) fn call(&mut self, node: Node<'t>) -> Option<String> {
        let call = calls::parts(node, self.grammar)?;
        let said = calls::of_link(&call, whole(self.text), self.grammar);
        if !self.in_test() {
            match self.links.remove(&node.id()) {
                Some((frame, bytes)) => self.part(UnitKind::Call, bytes, frame, said.clone(), false),
                None if self.chained.remove(&node.id()) => {}
                None => self.chain(node),
            }
        }
        let text = said.texts.first().map(String::as_str).unwrap_or_default();
        Some(names::header(&format!("{}({text}", said.head)))
    }

    /// Tells whether a test is open. What a test does it does in steps, and a step may be taken twice.
    pub(super) fn in_test(&self) -> bool {
        self.levels.iter().any(|level| level.is_test)
    }

    /// Takes note of a chain by its last call: of its links that stand on lines of their own, else of the whole.
    fn chain(&mut self, node: Node<'t>) {
        let (all, base) = calls::chain(node, self.grammar);
        self.chained.extend(all.iter().skip(1).map(|(inner, _)| inner.id()));
        let starts: Vec<(usize, Option<usize>)> =
            all.iter().map(|(_, call)| self.line_start(call)).enumerate().collect();
        if starts.iter().all(|(_, start)| start.is_none()) {
            return self.whole_call(node, &all, base);
        }
        let container = self.call_frame();
        let label = names::header(slice(whole(self.text), base_of(&all, base)));
        let path = self.once(join(&container.path, &label, "."), "");
        let place = join(&container.place, &label, BETWEEN_PLACES);
        let frame = Frame { path, place, ..container };
        // A link goes on to where the next one begins its line.
        let mut end = node.end_byte();
        for (at, start) in starts {
            if let Some(start) = start {
                self.links.insert(all[at].0.id(), (frame.clone(), start..end));
                end = all.get(at + 1).map_or(end, |(before, _)| before.end_byte());
            }
        }
        if let Some((frame, bytes)) = self.links.remove(&node.id()) {
            let said = calls::of_link(&all[0].1, whole(self.text), self.grammar);
            self.part(UnitKind::Call, bytes, frame, said, false);
        }
    }

    /// Returns where a link begins that stands on a line of its own.
    fn line_start(&self, call: &Call<'t>) -> Option<usize> {
        call.receiver?;
        let before = self.before(call.name.start_byte());
        let begins = BEFORE.contains(&before.trim());
        begins.then(|| call.name.start_byte() - before.trim_start().len())
    }

    /// Returns what stands before a byte on its line.
    pub(super) fn before(&self, byte: usize) -> &'t str {
        let before = whole(self.text).get(..byte).unwrap_or_default();
        &before[before.rfind('\n').map_or(0, |at| at + 1)..]
    }

    /// Takes note of a call that begins its line, or whose result is kept.
    fn whole_call(&mut self, node: Node<'t>, all: &[(Node<'t>, Call<'t>)], base: Node<'t>) {
        let begins = BEFORE.contains(&self.before(node.start_byte()).trim());
        let frame = self.call_frame();
        let receiver = slice(whole(self.text), base);
        if let Some(name) = self.kept_as(node)
            && receiver.len() <= MAX_HEAD
        {
            self.made.insert((frame.path.clone(), name.to_owned()), receiver.to_owned());
        }
        if !begins && !self.is_kept(node, all) {
            return;
        }
        let said = calls::of_chain(all, base, whole(self.text), self.grammar);
        let maker = self.made.get(&(frame.path.clone(), receiver.to_owned())).cloned();
        let root = maker.and_then(|maker| Some(format!("{maker}{}", said.head.strip_prefix(receiver)?)));
        let noted = self.members.len();
        self.member(UnitKind::Call, node.byte_range(), frame, said);
        self.members[noted..].iter_mut().for_each(|member| member.root.clone_from(&root));
    }

    /// Returns the name under which the result of a call is kept: `group` of `group = parser.add_group("more")`.
    fn kept_as(&self, node: Node<'t>) -> Option<&'t str> {
        let before = self.before(node.start_byte()).trim_end().strip_suffix('=')?;
        let before = before.trim_end_matches([':', ' ']);
        let name = before.rsplit(char::is_whitespace).next()?;
        let is_name = !name.is_empty() && name.chars().all(|letter| letter.is_alphanumeric() || letter == '_');
        is_name.then_some(name)
    }

    /// Tells whether a call sets something up that is kept under a name, as `flag.String("out", "", "where to write")`.
    fn is_kept(&self, node: Node<'t>, all: &[(Node<'t>, Call<'t>)]) -> bool {
        let arguments = all.first().and_then(|(_, call)| call.arguments);
        let many = arguments.is_some_and(|arguments| arguments.named_child_count() >= MIN_ARGUMENTS_KEPT);
        let before = self.before(node.start_byte()).trim_end().strip_suffix('=');
        let is_set = before.is_some_and(|before| !before.ends_with(['=', '!', '<', '>']));
        many && is_set && self.call_around().is_none()
    }

    /// Returns the container of a call: the one that is open, and the call among whose arguments it stands.
    fn call_frame(&self) -> Frame {
        let frame = self.frame(&Pending::default());
        match self.call_around() {
            Some(label) => Frame {
                path: join(&frame.path, label, "."),
                place: join(&frame.place, label.trim_end_matches('('), BETWEEN_PLACES),
                ..frame
            },
            None => frame,
        }
    }

    /// Returns what the call is called among whose arguments the walk is, unless another container opened there.
    fn call_around(&self) -> Option<&String> {
        let open = self.frames.len();
        let mut around = self.levels.iter().rev().take_while(|level| level.frames_before == open);
        around.find_map(|level| level.call.as_ref())
    }

    /// Returns what a decorator says, to be noted when it is known what it stands before.
    pub(super) fn decorator(&self, node: Node<'t>) -> Option<(Said, Range<usize>)> {
        let mut cursor = node.walk();
        let call = node.named_children(&mut cursor).find(|child| self.grammar.role(child.kind_id()) == Role::Call)?;
        let (all, base) = calls::chain(call, self.grammar);
        Some((calls::of_chain(&all, base, whole(self.text), self.grammar), node.byte_range()))
    }

    /// Takes note of the decorators of something that is no test.
    pub(super) fn decorators(&mut self, pending: &Pending) {
        if self.in_test() {
            return;
        }
        for (said, bytes) in &pending.calls {
            let frame = self.frame(&Pending::default());
            self.member(UnitKind::Call, bytes.clone(), frame, said.clone());
        }
    }

    /// Takes note of the element of a list that became a unit last, by its telling key or by its text.
    pub(super) fn element(&mut self, node: Node<'t>, frame: &Frame) {
        let Some(unit) = self.units.len().checked_sub(1).filter(|_| !self.settings.data && !self.in_test()) else {
            return;
        };
        let text = whole(self.text);
        // Some grammars wrap an element once more.
        let inner = node.named_child(0).filter(|_| node.named_child_count() == 1);
        let written =
            [Some(node), inner].into_iter().flatten().find_map(|node| calls::literal(node, text, self.grammar));
        let is_whole = written.is_some();
        let body = self.openable(node).or_else(|| self.openable(inner?));
        let of_body = || self.telling_pair(body?).or_else(|| Some(("[".to_owned(), self.first_text(body?)?)));
        let Some((head, text)) = written.map(|text| (String::new(), text)).or_else(of_body) else { return };
        let texts = vec![text];
        let (bytes, frame) = (node.byte_range(), frame.clone());
        let (kind, unit, whole) = (UnitKind::Entry, Some(unit), None);
        self.members.push(Member { kind, bytes, frame, head, texts, is_whole, whole, unit, root: None });
    }

    /// Returns the key that names an object, and its text.
    fn telling_pair(&self, object: Node<'t>) -> Option<(String, String)> {
        if self.grammar.role(object.kind_id()) != Role::Set {
            return None;
        }
        let mut cursor = object.walk();
        let pairs: Vec<(String, String)> =
            object.named_children(&mut cursor).take(MAX_PAIRS).filter_map(|pair| self.pair(pair)).collect();
        TELLING_KEYS.iter().find_map(|key| pairs.iter().find(|(known, _)| known.eq_ignore_ascii_case(key)).cloned())
    }

    /// Returns the text that a row begins with.
    fn first_text(&self, row: Node<'t>) -> Option<String> {
        let first = row.named_child(0).filter(|_| row.named_child_count() > 1)?;
        let first = first.named_child(0).filter(|_| first.kind() == "literal_element").unwrap_or(first);
        calls::literal(first, whole(self.text), self.grammar)
    }

    fn pair(&self, pair: Node<'t>) -> Option<(String, String)> {
        let count = u32::try_from(pair.named_child_count()).ok().filter(|count| *count > 1)?;
        let key = names::clean(slice(whole(self.text), pair.named_child(0)?));
        let value = pair.named_child(count - 1)?;
        let value = value.named_child(0).filter(|_| value.kind() == "literal_element").unwrap_or(value);
        Some((key, calls::literal(value, whole(self.text), self.grammar)?))
    }

    /// Notes something that its siblings may tell apart.
    fn member(&mut self, kind: UnitKind, bytes: Range<usize>, frame: Frame, said: Said) {
        let Said { head, texts } = said;
        if !head.is_empty() && head.len() <= MAX_HEAD {
            self.members.push(Member {
                kind,
                bytes,
                frame,
                head,
                texts,
                is_whole: false,
                whole: None,
                unit: None,
                root: None,
            });
        }
    }

    /// Notes a link or an element, which means something as a whole, too, where its siblings do not tell it apart.
    pub(super) fn part(&mut self, kind: UnitKind, bytes: Range<usize>, frame: Frame, said: Said, is_whole: bool) {
        let Said { head, texts } = said;
        let written = whole(self.text).get(bytes.clone()).filter(|written| written.len() <= MAX_WHOLE);
        let whole = names::one_line(written.unwrap_or_default());
        let letters = whole.chars().filter(|letter| letter.is_alphanumeric()).count();
        let says_enough = letters >= MIN_LETTERS || !is_whole && texts.iter().any(|text| calls::is_name(text));
        let whole = Some(whole).filter(|whole| says_enough && !whole.is_empty());
        if head.len() <= MAX_HEAD {
            self.members.push(Member { kind, bytes, frame, head, texts, is_whole, whole, unit: None, root: None });
        }
    }

    /// Notes that the unit that came last takes a name back. It does so once, wherever it stands.
    pub(super) fn takes_back(&mut self) {
        let Some(last) = self.units.len().checked_sub(1) else { return };
        self.units[last].container.set_like = true;
        self.taken_back.push(last);
    }

    /// What a version gives and takes back by itself it may give again: its names for a while are no claims. Nor is the
    /// name of a function that stands there again and again.
    pub(super) fn free_what_is_held_again(&mut self) {
        let claim = |unit: &Unit| (unit.container.path.clone(), unit.kind, unit.identity.clone());
        let taken: HashSet<_> = self.taken_back.iter().filter_map(|at| self.units.get(*at)).map(claim).collect();
        let does = |kind| matches!(kind, UnitKind::Function | UnitKind::Method | UnitKind::Test);
        let mut holders: HashMap<_, Vec<usize>> = HashMap::new();
        let claims = |unit: &Unit| unit.identity.is_some() && (does(unit.kind) || !taken.is_empty());
        for (at, unit) in self.units.iter().enumerate().filter(|(_, unit)| claims(unit)) {
            holders.entry(claim(unit)).or_default().push(at);
        }
        let is_free = |held: &(String, UnitKind, Option<String>), count: usize| match taken.contains(held) {
            true => count > 1,
            false => does(held.1) && count > MAX_HELD,
        };
        let again: Vec<usize> = holders
            .into_iter()
            .filter(|(held, units)| is_free(held, units.len()))
            .flat_map(|(_, units)| units)
            .collect();
        for at in again {
            self.units[at].container.set_like = false;
        }
    }

    /// Names what its siblings tell apart: old units get an identity, the others become units.
    pub(super) fn tell_apart(&mut self) {
        for told in told::apart(std::mem::take(&mut self.members)) {
            let (identity, name) = (told.identity(), told.name());
            let member = told.member;
            if let Some(unit) = member.unit.and_then(|unit| self.units.get_mut(unit)) {
                unit.name.get_or_insert(name);
                unit.identity.get_or_insert(identity);
                unit.container.set_like |= told.apart;
                continue;
            }
            let names = Names { name: Some(name), label: String::new(), identity: Some(identity) };
            self.push(member.kind, member.bytes, names, &member.frame);
            if let Some(unit) = self.units.last_mut() {
                unit.container.set_like = told.apart;
            }
        }
    }
}

/// What a chain starts from: its first call if nothing stands before that.
fn base_of<'t>(all: &[(Node<'t>, Call<'t>)], base: Node<'t>) -> Node<'t> {
    match all.last() {
        Some((first, call)) if call.receiver.is_none() => *first,
        _ => base,
    }
}
