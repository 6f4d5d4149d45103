//! Identities that both sides claim, in lines and in the names of files.
//!
//! Not here: what lines and names claim (`changes::claims`, `changes::numbered`), what a clash says
//! (`findings::identifier_collision`).

use std::collections::{BTreeMap, BTreeSet};

use super::sites;
use super::uses::is_for_people;
use crate::changes::change::Change;
use crate::changes::claims::{self, Claim, Scope};
use crate::changes::numbered::{self, Follows, Numbered};
use crate::findings::fault::Fault;
use crate::findings::finding::Severity;
use crate::findings::identifier_collision::{self, Clash};
use crate::merge::{FileMerge, Merge, Store};
use crate::quiet;
use crate::source::{Side, Source, extension, file_name};
use crate::units::unit::UnitKind;

/// A folder with more new files of each side holds data.
const MAX_NEW: usize = 40;
/// So many siblings of the base teach what a folder is.
const MAX_SIBLINGS: usize = 2_000;

/// Finds what both sides claim; `claimed` holds the claims of each side with the index of their file.
pub(super) fn of(merge: &Merge, store: &dyn Store, claimed: &[Vec<(usize, Claim)>; 2]) -> Vec<Fault> {
    let search = Search { merge, store };
    let mut faults = search.lines(claimed);
    faults.extend(search.files());
    faults
}

/// What tells one identity from another.
type Identity<'a> = (Scope, &'static str, String, &'a str, &'a str);

struct Search<'a> {
    merge: &'a Merge,
    store: &'a dyn Store,
}

impl Search<'_> {
    /// What both sides claim by lines, each once and at another place.
    fn lines(&self, claimed: &[Vec<(usize, Claim)>; 2]) -> Vec<Fault> {
        let [ours, theirs] = claimed.each_ref().map(|claims| self.by_identity(claims));
        let both = ours.iter().filter_map(|(identity, ours)| Some((identity, ours, theirs.get(identity)?)));
        let once = both.filter(|(_, ours, theirs)| ours.len() == 1 && theirs.len() == 1);
        once.filter_map(|(identity, ours, theirs)| self.clash(identity, ours[0], theirs[0])).collect()
    }

    fn by_identity<'c>(&self, claims: &'c [(usize, Claim)]) -> BTreeMap<Identity<'c>, Vec<&'c (usize, Claim)>> {
        let mut found: BTreeMap<Identity<'c>, Vec<&(usize, Claim)>> = BTreeMap::new();
        for claimed in claims {
            let (file, claim) = claimed;
            let path = self.merge.files[*file].path();
            let reach = match claim.scope {
                Scope::Block | Scope::File => path.to_owned(),
                Scope::Folder => folder_of(path).to_owned(),
                Scope::Repository => extension(path),
            };
            found.entry((claim.scope, claim.what, reach, &claim.block, &claim.key)).or_default().push(claimed);
        }
        found
    }

    fn clash(&self, identity: &Identity<'_>, ours: &(usize, Claim), theirs: &(usize, Claim)) -> Option<Fault> {
        let (_, what, _, _, key) = identity;
        let one = self.standing(Side::Ours, ours)?;
        let other = self.standing(Side::Theirs, theirs)?;
        // Both sides wrote one line at one place: git kept one of them.
        let is_one = (one.file, one.stands.merged) == (other.file, other.stands.merged);
        let is_new = is_one || !self.is_held(ours, theirs);
        let same_line = ours.0 == theirs.0 && one.text.trim() == other.text.trim();
        let clash = Clash { what: format!("{what} `{key}`"), breaks: ours.1.breaks, severity: Severity::Error };
        (!is_one && is_new && !same_line).then(|| identifier_collision::fault(&clash, one, other))
    }

    /// Tells whether a side's version, or the base, holds the identity besides.
    fn is_held(&self, ours: &(usize, Claim), theirs: &(usize, Claim)) -> bool {
        let is_same =
            |claim: &Claim| claim.what == ours.1.what && claim.block == ours.1.block && claim.key == ours.1.key;
        let count = |source: &Source| {
            let all = std::iter::once(0..source.text.line_count());
            claims::of(&source.path, &source.text, all).iter().filter(|claim| is_same(claim)).count()
        };
        let twice = [(Side::Ours, ours.0), (Side::Theirs, theirs.0)]
            .into_iter()
            .any(|(side, file)| count(&self.store.read(self.merge.files[file].versions.side(side))) > 1);
        let mut found = twice;
        if !found && matches!(ours.1.scope, Scope::Folder | Scope::Repository) {
            let own = self.merge.files[ours.0].path();
            let ending = extension(own);
            let reaches = |path: &str| ours.1.scope == Scope::Repository || folder_of(path) == folder_of(own);
            let wanted = |path: &str| extension(path) == ending && reaches(path) && quiet::path(path).is_none();
            self.store.visit_base(&wanted, &mut |source| {
                found = count(source) > 0;
                !found
            });
        }
        found
    }

    /// The line of a claim, where it stands in the result.
    fn standing(&self, side: Side, (index, claim): &(usize, Claim)) -> Option<Change> {
        let file = &self.merge.files[*index];
        let version = self.store.read(file.versions.side(side));
        let result = self.store.read(&file.merged);
        let place = sites::place(&version, &result, claim.line)?;
        let unit = sites::lines(&version, claim.line..claim.line + 1, UnitKind::Line, Some(&claim.key));
        Some(sites::change(self.merge, (*index, side), &version, unit, Some((place + 1, place + 1))))
    }

    /// What both sides claim by new files: a number in a series, or a parent that may be followed once.
    fn files(&self) -> Vec<Fault> {
        let new = Side::BOTH.map(|side| self.new_files(side));
        let mut faults = Vec::new();
        for (folder, ours) in &new[0] {
            let Some(theirs) = new[1].get(folder).filter(|theirs| theirs.len().max(ours.len()) <= MAX_NEW) else {
                continue;
            };
            let siblings = self.siblings(folder);
            let clashes = Folder { search: self, siblings: &siblings, ours, theirs };
            faults.extend(clashes.numbers().or_else(|| clashes.parents()));
        }
        faults
    }

    /// The files that a side brought and the result has, by folder.
    fn new_files(&self, side: Side) -> BTreeMap<String, Vec<usize>> {
        let mut folders: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        let is_new = |file: &FileMerge| {
            !file.versions.base.is_there()
                && file.versions.side(side).is_there()
                && !file.versions.side(side.other()).is_there()
        };
        for (index, file) in
            self.merge.files.iter().enumerate().filter(|(_, file)| is_new(file) && file.merged.is_there())
        {
            let path = file.path();
            folders.entry(folder_of(path).to_owned()).or_default().push(index);
        }
        folders
    }

    /// The files of the base in a folder, each with the lines that may name a parent.
    fn siblings(&self, folder: &str) -> Vec<(String, Vec<Follows>)> {
        let mut siblings = Vec::new();
        let is_sibling = |path: &str| folder_of(path) == folder;
        self.store.visit_base(&is_sibling, &mut |source| {
            siblings.push((source.path.clone(), numbered::follows(source)));
            siblings.len() < MAX_SIBLINGS
        });
        siblings
    }
}

fn folder_of(path: &str) -> &str {
    path[..path.len() - file_name(path).len()].trim_end_matches('/')
}

/// One folder to which both sides brought files.
struct Folder<'a> {
    search: &'a Search<'a>,
    siblings: &'a [(String, Vec<Follows>)],
    ours: &'a [usize],
    theirs: &'a [usize],
}

impl Folder<'_> {
    /// A number that both took; files that share it by their endings (`.up.sql`, `.down.sql`) are one clash.
    fn numbers(&self) -> Option<Fault> {
        let numbers = |files: &[usize]| -> BTreeMap<Numbered, usize> {
            files
                .iter()
                .filter_map(|file| Some((numbered::of(self.search.merge.files[*file].path())?, *file)))
                .collect()
        };
        let (ours, theirs) = (numbers(self.ours), numbers(self.theirs));
        let paths = || self.siblings.iter().map(|(path, _)| path.as_str());
        let is_clash = |(number, _): &(&Numbered, &usize)| {
            theirs.contains_key(*number)
                && numbered::is_series(number, paths())
                && (numbered::is_run(number) || numbered::takes_each_once(number, paths()))
        };
        let (number, our) = ours.iter().find(is_clash)?;
        let what = format!(
            "number {} of {}",
            number.number,
            if number.folder.is_empty() { "this folder" } else { &number.folder }
        );
        let (breaks, severity) = if numbered::is_run(number) {
            ("what runs them in order takes one of them or stops", Severity::Error)
        } else {
            ("two files bear one number now", Severity::Warning)
        };
        let clash = Clash { what, breaks, severity };
        self.fault(&clash, (*our, 0), (theirs[number], 0))
    }

    /// A sibling that both follow.
    fn parents(&self) -> Option<Fault> {
        let followed = |files: &[usize], side: Side| -> BTreeMap<(String, String), (usize, usize)> {
            let mut found = BTreeMap::new();
            // What is written for people tells of names and follows none.
            for file in files.iter().filter(|file| !is_for_people(self.search.merge.files[**file].path())) {
                let source = self.search.store.read(self.search.merge.files[*file].versions.side(side));
                for line in numbered::follows(&source) {
                    if numbered::is_parent(&line, self.siblings) {
                        found.insert((line.key, line.name), (*file, line.line));
                    }
                }
            }
            found
        };
        let (ours, theirs) = (followed(self.ours, Side::Ours), followed(self.theirs, Side::Theirs));
        let both: BTreeSet<_> = ours.keys().filter(|key| theirs.contains_key(*key)).collect();
        let key = both.into_iter().next()?;
        let clash = Clash {
            what: format!("the place behind `{}` ({})", key.1, key.0),
            breaks: "the chain has two ends now, and what runs it stops",
            severity: Severity::Error,
        };
        self.fault(&clash, ours[key], theirs[key])
    }

    fn fault(&self, clash: &Clash, ours: (usize, usize), theirs: (usize, usize)) -> Option<Fault> {
        let place = |side, (file, line): (usize, usize)| {
            let named = &self.search.merge.files[file];
            let version = self.search.store.read(named.versions.side(side));
            if version.is_unread() {
                return None;
            }
            let line = line.min(version.text.line_count().saturating_sub(1));
            let unit = sites::lines(&version, line..line + 1, UnitKind::File, Some(file_name(named.path())));
            Some(sites::change(self.search.merge, (file, side), &version, unit, Some((line + 1, line + 1))))
        };
        let (one, other) = (place(Side::Ours, ours)?, place(Side::Theirs, theirs)?);
        Some(identifier_collision::fault(clash, one, other))
    }
}
