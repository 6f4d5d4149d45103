//! Documents of Yjs: each client counts what it wrote, and nothing says what a client knew when it wrote. So it takes two
//! copies: what both hold by these counts is the base, and what their merge would be the result.
//!
//! Not here: how a value becomes lines (`outline`).

use std::collections::BTreeSet;

use yrs::updates::decoder::Decode as _;
use yrs::updates::encoder::{Encoder as _, EncoderV1};
use yrs::{
    Any, Array as _, ArrayRef, Doc, GetString as _, Map as _, MapRef, Options, Out, ReadTxn, Snapshot, StateVector,
    TextRef, Transact as _, Update, XmlFragment as _, XmlFragmentRef, XmlOut,
};

use super::outline::{self, MAX_DEPTH, MAX_VALUES, Value};
use super::saved::{Merged, Saved};
use crate::error::{Error, Result};
use crate::merge::held::Held;
use crate::source::{Sides, Source, Traces};

/// Names the merge of two copies of a document, each saved as one update.
///
/// # Errors
/// Bytes that are no update of Yjs, one copy alone, a copy that holds all of the other.
pub fn merges(saved: &[Saved]) -> Result<Vec<Merged>> {
    let [ours, theirs] = saved else {
        return Err(Error::new("a document of Yjs does not say who knew of whom when they wrote")
            .hint("name two copies of it: `--yjs OURS THEIRS`"));
    };
    let (our_doc, their_doc) = (opened(&[ours])?, opened(&[theirs])?);
    let snapshots = [&our_doc, &their_doc].map(|doc| doc.transact().snapshot());
    let base = common(&snapshots);
    if snapshots.iter().any(|snapshot| snapshot.state_map == base.state_map && snapshot.delete_set == base.delete_set) {
        return Err(Error::new(format!("one of {} and {} holds all that the other holds", ours.path, theirs.path)));
    }
    let path = ours.path.as_str();
    let versions = Sides {
        base: source(path, &at(&our_doc, &base, path)?),
        ours: source(path, &our_doc),
        theirs: source(path, &their_doc),
    };
    let held = Held::new(versions, source(path, &opened(&[ours, theirs])?));
    let merge = held.merge([&ours.path, &theirs.path]);
    Ok(vec![(merge, held)])
}

/// A document that keeps what was deleted, for older states are read of it.
fn empty() -> Doc {
    Doc::with_options(Options { skip_gc: true, ..Options::default() })
}

fn opened(saved: &[&Saved]) -> Result<Doc> {
    let doc = empty();
    for saved in saved {
        let wrong = |error: &dyn std::fmt::Display| Error::new(format!("{}: no update of Yjs: {error}", saved.path));
        let update = Update::decode_v1(&saved.bytes).map_err(|error| wrong(&error))?;
        doc.transact_mut().apply_update(update).map_err(|error| wrong(&error))?;
    }
    Ok(doc)
}

/// What two states hold in common: of each client the lesser count, and what both deleted.
fn common([ours, theirs]: &[Snapshot; 2]) -> Snapshot {
    let clients = ours.state_map.iter().map(|(client, clock)| (*client, (*clock).min(theirs.state_map.get(client))));
    let state: StateVector = clients.filter(|(_, clock)| *clock > 0).collect();
    Snapshot::new(state, ours.delete_set.intersect(&theirs.delete_set))
}

/// Reads a document as it stood at an older state.
fn at(doc: &Doc, state: &Snapshot, path: &str) -> Result<Doc> {
    let failed = |error: &dyn std::fmt::Display| Error::new(format!("{path}: its older state cannot be read: {error}"));
    let mut encoder = EncoderV1::new();
    doc.transact().encode_state_from_snapshot(state, &mut encoder).map_err(|error| failed(&error))?;
    let update = Update::decode_v1(&encoder.to_vec()).map_err(|error| failed(&error))?;
    let older = empty();
    older.transact_mut().apply_update(update).map_err(|error| failed(&error))?;
    Ok(older)
}

fn source(path: &str, doc: &Doc) -> Source {
    let transaction = doc.transact();
    let mut reader = Reader { transaction: &transaction, left: MAX_VALUES };
    let mut roots: Vec<(String, Out)> = transaction.root_refs().map(|(name, out)| (name.to_owned(), out)).collect();
    roots.sort_by(|(one, _), (other, _)| one.cmp(other));
    let fields = roots.into_iter().map(|(name, out)| (name, reader.value(out, 0))).collect();
    outline::source(path, &Value::Map(fields))
}

struct Reader<'a, T: ReadTxn> {
    transaction: &'a T,
    left: usize,
}

impl<T: ReadTxn> Reader<'_, T> {
    fn value(&mut self, out: Out, depth: usize) -> Value {
        if depth == MAX_DEPTH || self.left == 0 {
            return Value::Other;
        }
        self.left -= 1;
        match out {
            Out::Any(any) => self.any(&any, depth),
            Out::YText(text) => Value::Text(text.get_string(self.transaction), Traces::default()),
            Out::YArray(list) => self.list(&list, depth),
            Out::YMap(map) => self.map(&map, depth),
            Out::YXmlFragment(fragment) => self.nodes(fragment.children(self.transaction).collect(), depth),
            Out::YXmlElement(element) => self.nodes(element.children(self.transaction).collect(), depth),
            Out::YXmlText(text) => Value::Text(plain(&text.get_string(self.transaction)), Traces::default()),
            Out::UndefinedRef(branch) => self.untold(branch, depth),
            Out::YDoc(_) => Value::Other,
        }
    }

    /// A saved document does not say what its outermost values are: what they hold shows it.
    fn untold(&mut self, branch: yrs::branch::BranchPtr, depth: usize) -> Value {
        let text = TextRef::from(branch).get_string(self.transaction);
        if !text.is_empty() {
            return Value::Text(text, Traces::default());
        }
        let map = MapRef::from(branch);
        if map.len(self.transaction) > 0 {
            return self.map(&map, depth);
        }
        let list = ArrayRef::from(branch);
        let is_page = |out: &Out| matches!(out, Out::YXmlElement(_) | Out::YXmlText(_) | Out::YXmlFragment(_));
        match list.iter(self.transaction).next().is_some_and(|first| is_page(&first)) {
            true => self.nodes(XmlFragmentRef::from(branch).children(self.transaction).collect(), depth),
            false => self.list(&list, depth),
        }
    }

    fn list(&mut self, list: &ArrayRef, depth: usize) -> Value {
        let entries: Vec<Out> = list.iter(self.transaction).take(self.left).collect();
        Value::List(entries.into_iter().map(|entry| self.value(entry, depth + 1)).collect())
    }

    fn map(&mut self, map: &MapRef, depth: usize) -> Value {
        let mut fields: Vec<(String, Out)> =
            map.iter(self.transaction).map(|(key, value)| (key.to_string(), value)).collect();
        fields.sort_by(|(one, _), (other, _)| one.cmp(other));
        Value::Map(fields.into_iter().map(|(key, value)| (key, self.value(value, depth + 1))).collect())
    }

    /// Nodes of a page: what stands in one of them is its text.
    fn nodes(&mut self, nodes: Vec<XmlOut>, depth: usize) -> Value {
        let node = |node: XmlOut| match node {
            XmlOut::Element(element) => self.value(Out::YXmlElement(element), depth + 1),
            XmlOut::Fragment(fragment) => self.value(Out::YXmlFragment(fragment), depth + 1),
            XmlOut::Text(text) => self.value(Out::YXmlText(text), depth + 1),
        };
        Value::List(nodes.into_iter().map(node).collect())
    }

    fn any(&mut self, any: &Any, depth: usize) -> Value {
        if depth == MAX_DEPTH || self.left == 0 {
            return Value::Other;
        }
        self.left -= 1;
        match any {
            Any::String(text) => Value::Word(text.to_string(), Traces::default()),
            Any::Array(entries) => Value::List(entries.iter().map(|entry| self.any(entry, depth + 1)).collect()),
            Any::Map(fields) => {
                let keys: BTreeSet<&String> = fields.keys().collect();
                Value::Map(keys.into_iter().map(|key| (key.clone(), self.any(&fields[key], depth + 1))).collect())
            }
            _ => Value::Other,
        }
    }
}

/// Text of a page without its marks of bold and the like.
fn plain(text: &str) -> String {
    let mut plain = String::new();
    let mut is_mark = false;
    for letter in text.chars() {
        match letter {
            '<' => is_mark = true,
            '>' if is_mark => is_mark = false,
            _ if is_mark => {}
            _ => plain.push(letter),
        }
    }
    plain
}
