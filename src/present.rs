//! What one side added against what the base already held: the copies that came one after the other.
//!
//! Not here: what two sides added (`river`). Asked only where somebody is about to commit, or with `--present`: a copy
//! that its author made knowingly is no accident of a merge, so this speaks of equal things in one file alone.

use crate::edits::{self, Edits};
use crate::findings::background::Background;
use crate::findings::finding::{Finding, Kind};
use crate::findings::{self, Options};
use crate::merge::{FileMerge, Merge, Origin, Store};
use crate::pairs::pair::{Family, Measure, Pair};
use crate::pairs::{self, prose::Rarity};
use crate::quiet;
use crate::report::report::Told;
use crate::report::tell;
use crate::source::{Form, Side, Text};
use crate::units::addition::{self, Addition, Ground, Places, Removed};
use crate::units::{self, unit::UnitKind};

/// A sentence of fewer words may stand in a file twice ("See below."); measured as a share of forty words.
const MIN_SIZE: f64 = 0.2;

/// Finds what each side added although the base held it in the same file.
#[must_use]
pub fn findings(merge: &Merge, store: &dyn Store, options: &Options) -> Vec<Told> {
    if options.off.contains(&Kind::AlreadyPresent) {
        return Vec::new();
    }
    let mut told = Vec::new();
    for (index, file) in merge.files.iter().enumerate() {
        for side in Side::BOTH.into_iter().filter(|side| file.changed_by(*side)) {
            told.extend(in_file(merge, store, options, (index, file), side));
        }
    }
    told
}

fn in_file(
    merge: &Merge,
    store: &dyn Store,
    options: &Options,
    (index, file): (usize, &FileMerge),
    side: Side,
) -> Vec<Told> {
    if !file.versions.base.is_there() || quiet::path(file.path()).is_some() || store.is_generated(file.path()) {
        return Vec::new();
    }
    let (base, source) = (store.read(&file.versions.base), store.read(file.versions.side(side)));
    let edits = edits::of(&base.text, &[], &source.text);
    let unread = [&base, &source].iter().any(|source| matches!(source.form, Form::Unread(_)));
    if edits.added.is_empty() || unread || quiet::text(&source.text).is_some() {
        return Vec::new();
    }
    let result = store.read(&file.merged).text;
    let mut removed = Removed::default();
    removed.note(index, &base.text, &edits);
    let view = View { index, path: &source.path, result: &result };
    let added = view.additions(side, units::of(&source).units, (&source.text, &base.text), &edits, &removed);
    if added.is_empty() {
        return Vec::new();
    }
    let all = edits::of(&Text::default(), &[], &base.text);
    let nothing = (&base.text, &Text::default());
    let held = view.additions(side.other(), units::of(&base).units, nothing, &all, &Removed::default());
    judged((&added, &held), &base.text, options)
        .iter()
        .map(|finding| tell_one(finding, (&added, &held), merge, store))
        .collect()
}

/// One file with its result.
struct View<'a> {
    index: usize,
    path: &'a str,
    result: &'a Text,
}

impl View<'_> {
    fn additions(
        &self,
        side: Side,
        units: Vec<units::unit::Unit>,
        (text, base): (&Text, &Text),
        edits: &Edits,
        removed: &Removed,
    ) -> Vec<Addition> {
        let kept = edits::mapping(text, self.result);
        let places = Places::of(self.result, &edits::conflicts::regions(self.result));
        let ground = Ground {
            file: self.index,
            side,
            path: self.path,
            text,
            version: 0,
            base,
            held: &Text::default(),
            edits,
            places: &places,
            kept: &kept,
        };
        addition::among(units, &ground, removed).into_iter().filter(|addition| !addition.moved).collect()
    }
}

fn judged((added, held): (&[Addition], &[Addition]), base: &Text, options: &Options) -> Vec<Finding> {
    let pairs: Vec<Pair> = pairs::between(added, held, Rarity::default);
    let pairs: Vec<Pair> = pairs.into_iter().filter(|pair| is_twin(pair, &added[pair.ours])).collect();
    let mut background = Background::asking(pairs.iter().map(|pair| &added[pair.ours]));
    background.count(base);
    let options = Options { present: true, ..options.clone() };
    findings::among(pairs, (added, held), &background, &options)
}

/// Only what may stand once, or a whole unit again, letter for letter.
fn is_twin(pair: &Pair, added: &Addition) -> bool {
    let likeness = &pair.likeness;
    let exact = likeness.get(Measure::Exact) > 0.0;
    let whole = likeness.family != Family::Small && likeness.get(Measure::Size) >= MIN_SIZE;
    let names_a_part = matches!(added.unit.kind, UnitKind::Heading | UnitKind::Code);
    likeness.get(Measure::SameIdentity) > 0.0 && exact || exact && whole && !names_a_part
}

/// The copy that stood there before has no author among the two sides.
fn tell_one(finding: &Finding, sides: findings::Additions<'_>, merge: &Merge, store: &dyn Store) -> Told {
    let mut told = tell::finding(finding, sides, merge, store);
    told.theirs.origin = Origin::default();
    told.theirs.stood_before = true;
    told
}
