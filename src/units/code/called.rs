//! What a marked node is called: its name for people, its part of a path, and what must not stand twice.
//!
//! Not here: how a name is written (`names`), what siblings tell apart (`told`).

use super::marks::{Item, Sort};
use super::names::{self, clean, join, segment};
use super::nodes::{slice, whole};
use super::under_way::{Frame, Pending, Walk};
use crate::units::unit::UnitKind;

/// What a unit is called.
#[derive(Debug, Default)]
pub(super) struct Names {
    /// For people.
    pub(super) name: Option<String>,
    /// As a part of a path.
    pub(super) label: String,
    /// What must not stand twice.
    pub(super) identity: Option<String>,
}

impl<'t> Walk<'t, '_> {
    /// Returns what the unit is called.
    pub(super) fn names(&self, kind: UnitKind, sort: Sort, item: &Item<'t>, pending: &Pending, frame: &Frame) -> Names {
        let text = whole(self.text);
        let Some(node) = item.node("name") else {
            let label = item.setting("label").map(|template| item.fill(text, template));
            return Names { name: label.clone(), label: label.unwrap_or_default(), identity: None };
        };
        let bare = clean(slice(text, node));
        let signature = item.node("signature").map(|node| names::signature(text, node, self.grammar));
        let among = || {
            let (owner, by) = (item.node("owner")?, item.setting("parameters")?);
            Some(names::signature_among(text, owner, by == "labels", self.grammar))
        };
        let signature = signature.or_else(among).unwrap_or_default();
        let full = format!("{bare}{signature}");
        let label = item.setting("label").map_or(full.clone(), |template| item.fill(text, template));
        let identity = match item.setting("identity") {
            Some("none") => None,
            Some(template) => Some(item.fill(text, &template.replace("{signature}", &signature))),
            None => Some(full),
        };
        let takes_back = item.setting("takes").is_some();
        let clashes = takes_back || self.clashes(kind, sort);
        let identity = identity.filter(|_| !self.settings.free_names.contains(&bare.as_str()) && clashes);
        let identity = self.by_attributes(identity, pending);
        let is_key = kind == UnitKind::Key;
        let shown = item.setting("label").filter(|_| !is_key).map_or(bare.clone(), |_| label.clone());
        let table = label.starts_with('[');
        let name = match is_key {
            true if table => join(&frame.keys, &bare, "."),
            true => join(&frame.keys, &segment(&bare), "."),
            false => shown,
        };
        Names { name: Some(name), label: if is_key { segment(&label) } else { label }, identity }
    }

    /// Tells whether a second unit of this name in this place is a clash. Variables in a body often shadow.
    fn clashes(&self, kind: UnitKind, sort: Sort) -> bool {
        !(sort == Sort::Variable && kind == UnitKind::Statement) || self.settings.locals_clash
    }

    /// Lets attributes change an identity: the setter of a property bears the name of its getter, an overload that
    /// of its function.
    fn by_attributes(&self, identity: Option<String>, pending: &Pending) -> Option<String> {
        let mut identity = identity?;
        for attribute in &pending.attributes {
            if self.has(self.settings.overload_attributes, attribute) {
                return None;
            }
            if self.has(self.settings.accessor_attributes, attribute) {
                identity = format!("{identity}.{}", names::attribute(attribute));
            }
        }
        Some(identity)
    }
}
