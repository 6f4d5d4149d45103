//! Documents of Automerge: each change names those it was made upon, so that the history itself says who did not know of
//! whom. Heads are sides, the changes that both rest upon are the base, and the document as it stands is the result.
//!
//! Not here: how a value becomes lines (`outline`).

use std::collections::{BTreeMap, BTreeSet, HashMap};

use automerge::{ActorId, Automerge, ChangeHash, ObjId, ObjType, ROOT, ReadDoc, ScalarValue};

use super::outline::{self, MAX_DEPTH, MAX_VALUES, Value};
use super::saved::{Merged, Saved};
use crate::error::{Error, Result};
use crate::merge::held::Held;
use crate::source::{Sides, Source, Traces};

/// A document with more open heads is compared by the first ones.
const MAX_HEADS: usize = 8;

/// Names the merges of a document: of each two of its heads where it has several, else the newest one in its history; of
/// two copies the merge of both.
///
/// # Errors
/// Bytes that are no document of Automerge, a history in which nobody ever worked beside another.
pub fn merges(saved: &[Saved]) -> Result<Vec<Merged>> {
    let load = |saved: &Saved| {
        Automerge::load(&saved.bytes)
            .map_err(|error| Error::new(format!("{}: no document of Automerge: {error}", saved.path)))
    };
    let [first, others @ ..] = saved else { return Ok(Vec::new()) };
    let mut document = load(first)?;
    let mut heads = vec![sorted(document.get_heads())];
    for other in others {
        let mut other = load(other)?;
        heads.push(sorted(other.get_heads()));
        document.merge(&mut other).map_err(|error| Error::new(format!("{}: {error}", first.path)))?;
    }
    let history = History::of(&document);
    let names: Vec<String> = match others {
        [] => Vec::new(),
        _ => saved.iter().map(|saved| saved.path.clone()).collect(),
    };
    if others.is_empty() {
        heads = history.sides(&document);
    }
    let reader = Reader { document: &document, history: &history, path: &first.path };
    let result = reader.source(&document.get_heads());
    let (mut merges, mut parted) = (Vec::new(), false);
    for (at, ours) in heads.iter().enumerate() {
        for (behind, theirs) in heads[at + 1..].iter().enumerate() {
            let base = history.common(ours, theirs);
            if base == *ours || base == *theirs {
                continue;
            }
            parted = true;
            let versions =
                Sides { base: reader.source(&base), ours: reader.source(ours), theirs: reader.source(theirs) };
            // What is as one side had it says nothing that this side did not know of.
            if [&versions.ours, &versions.theirs].iter().any(|side| side.text.as_str() == result.text.as_str()) {
                continue;
            }
            let held = Held::new(versions, result.clone());
            let name = |at: usize, heads: &[ChangeHash]| names.get(at).cloned().unwrap_or_else(|| history.name(heads));
            let sides = [name(at, ours), name(at + 1 + behind, theirs)];
            merges.push((held.merge([&sides[0], &sides[1]]), held));
        }
    }
    match parted {
        false => Err(Error::new(format!("{}: nobody ever worked beside another in this document", first.path))
            .hint("name a second copy of it to compare the two")),
        true => Ok(merges),
    }
}

fn sorted(mut heads: Vec<ChangeHash>) -> Vec<ChangeHash> {
    heads.sort_unstable();
    heads
}

/// What is known of each change.
struct History {
    /// In an order in which each stands behind those it was made upon.
    order: Vec<ChangeHash>,
    deps: HashMap<ChangeHash, Vec<ChangeHash>>,
    by: HashMap<ChangeHash, (ActorId, i64)>,
    /// By actor: the first and last operation of each change, and its time.
    times: BTreeMap<ActorId, Vec<(u64, u64, i64)>>,
}

impl History {
    fn of(document: &Automerge) -> History {
        let mut history =
            History { order: Vec::new(), deps: HashMap::new(), by: HashMap::new(), times: BTreeMap::new() };
        for change in document.get_changes(&[]) {
            let (hash, actor, time) = (change.hash(), change.actor_id().clone(), change.timestamp());
            history.order.push(hash);
            history.deps.insert(hash, change.deps().to_vec());
            let operations = (change.start_op().get(), change.max_op(), time);
            history.times.entry(actor.clone()).or_default().push(operations);
            history.by.insert(hash, (actor, time));
        }
        history
    }

    /// The heads that nobody has joined yet, else those that the newest join found.
    fn sides(&self, document: &Automerge) -> Vec<Vec<ChangeHash>> {
        let mut heads = sorted(document.get_heads());
        if heads.len() < 2 {
            let joined = self.order.iter().rev().filter_map(|hash| self.deps.get(hash));
            heads = joined.filter(|deps| deps.len() > 1).map(|deps| sorted(deps.clone())).next().unwrap_or_default();
        }
        heads.into_iter().take(MAX_HEADS).map(|head| vec![head]).collect()
    }

    fn all_below(&self, heads: &[ChangeHash]) -> BTreeSet<ChangeHash> {
        let (mut below, mut open) = (BTreeSet::new(), heads.to_vec());
        while let Some(hash) = open.pop() {
            if below.insert(hash) {
                open.extend(self.deps.get(&hash).into_iter().flatten());
            }
        }
        below
    }

    /// The newest changes that both rest upon.
    fn common(&self, ours: &[ChangeHash], theirs: &[ChangeHash]) -> Vec<ChangeHash> {
        let (ours, theirs) = (self.all_below(ours), self.all_below(theirs));
        let both: BTreeSet<ChangeHash> = ours.intersection(&theirs).copied().collect();
        let older: BTreeSet<&ChangeHash> = both.iter().filter_map(|hash| self.deps.get(hash)).flatten().collect();
        both.iter().filter(|hash| !older.contains(hash)).copied().collect()
    }

    fn name(&self, heads: &[ChangeHash]) -> String {
        heads.first().and_then(|head| self.by.get(head)).map_or_else(String::new, |(actor, _)| called(actor))
    }

    fn traces(&self, actor: &ActorId, operation: u64) -> Traces {
        let known = self.times.get(actor).into_iter().flatten();
        let time =
            known.clone().find(|(first, last, _)| (*first..=*last).contains(&operation)).map(|(_, _, time)| *time);
        Traces { author: Some(called(actor)), time: time.filter(|time| *time != 0), ..Traces::default() }
    }
}

/// "actor 1a2b3c4d": the document knows no names.
fn called(actor: &ActorId) -> String {
    let hex = actor.to_hex_string();
    format!("actor {}", hex.get(..8).unwrap_or(&hex))
}

struct Reader<'a> {
    document: &'a Automerge,
    history: &'a History,
    path: &'a str,
}

impl Reader<'_> {
    /// Reads the document as it stood at some heads.
    fn source(&self, heads: &[ChangeHash]) -> Source {
        let mut left = MAX_VALUES;
        let root = match heads {
            [] => Value::Map(Vec::new()),
            _ => self.object(&ROOT, ObjType::Map, heads, (0, &mut left)),
        };
        outline::source(self.path, &root)
    }

    fn object(&self, object: &ObjId, kind: ObjType, heads: &[ChangeHash], (depth, left): (usize, &mut usize)) -> Value {
        if depth == MAX_DEPTH || *left == 0 {
            return Value::Other;
        }
        *left -= 1;
        match kind {
            ObjType::Map | ObjType::Table => {
                let keys: Vec<String> = self.document.keys_at(object, heads).collect();
                let field = |key: String| {
                    let found = self.document.get_at(object, key.as_str(), heads).ok().flatten();
                    (key, self.value(found, heads, (depth, &mut *left)))
                };
                Value::Map(keys.into_iter().map(field).collect())
            }
            ObjType::List => {
                let length = self.document.length_at(object, heads).min(MAX_VALUES);
                let entry = |at: usize| {
                    let found = self.document.get_at(object, at, heads).ok().flatten();
                    self.value(found, heads, (depth, &mut *left))
                };
                Value::List((0..length).map(entry).collect())
            }
            ObjType::Text => {
                Value::Text(self.document.text_at(object, heads).unwrap_or_default(), self.writer(object, heads))
            }
        }
    }

    fn value(
        &self,
        found: Option<(automerge::Value<'_>, ObjId)>,
        heads: &[ChangeHash],
        (depth, left): (usize, &mut usize),
    ) -> Value {
        match found {
            Some((automerge::Value::Object(kind), object)) => self.object(&object, kind, heads, (depth + 1, left)),
            Some((automerge::Value::Scalar(scalar), id)) => match scalar.as_ref() {
                ScalarValue::Str(text) => Value::Word(text.to_string(), self.traces(&id)),
                _ => Value::Other,
            },
            None => Value::Other,
        }
    }

    fn traces(&self, id: &ObjId) -> Traces {
        match id {
            ObjId::Id(operation, actor, _) => self.history.traces(actor, *operation),
            ObjId::Root => Traces::default(),
        }
    }

    /// Of a text that many write nobody is named but who made the change that is looked at.
    fn writer(&self, object: &ObjId, heads: &[ChangeHash]) -> Traces {
        let known = heads.first().filter(|_| heads.len() == 1).and_then(|head| self.history.by.get(head));
        known.map_or_else(
            || self.traces(object),
            |(actor, time)| Traces {
                author: Some(called(actor)),
                time: Some(*time).filter(|time| *time != 0),
                ..Traces::default()
            },
        )
    }
}
