//! What one side added although the version before it said so already, in the same file: the copies that came one after
//! the other.
//!
//! The subtraction: faults(new) − faults(old). The new version is the side's, the old one is the base; the old one's units
//! are the other side of each pair, so that one place of a fault is new and one was held. What the side only moved, and
//! sentences whose words stood at their place before, is no new fault.
//!
//! Not here: what two sides added (`river`). Asked only where somebody is about to commit, or with `--present`: a copy
//! that its author made knowingly is no accident of a merge, so this speaks of equal things in one file alone, and by
//! default only of the classes in `present/classes.rs` that were measured to be right.

mod block;
mod classes;
mod copies;
mod versions;

use crate::changes::change::Change;
use crate::findings::background::Background;
use crate::findings::finding::{Changes, Finding, Kind, Severity};
use crate::findings::{self, Options};
use crate::merge::{Merge, Origin, Store};
use crate::pairs::pair::{Family, Likeness, Measure, Pair};
use crate::pairs::{self, prose::Rarity};
use crate::report::report::Told;
use crate::report::tell;
use crate::source::{Form, Side, Text};
use classes::Class;
use copies::Copy;
use versions::Versions;

/// Finds what each side added although the base held it in the same file.
#[must_use]
pub fn findings(merge: &Merge, store: &dyn Store, options: &Options) -> Vec<Told> {
    if options.off.contains(&Kind::AlreadyPresent) {
        return Vec::new();
    }
    let mut told = Vec::new();
    for (index, file) in merge.files.iter().enumerate() {
        for side in Side::BOTH.into_iter().filter(|side| file.changed_by(*side)) {
            if let Some(versions) = Versions::read(merge, store, index, side) {
                let (found, sides) = in_file(&versions, options);
                told.extend(found.iter().map(|finding| tell_one(finding, (&sides.0, &sides.1), merge, store)));
            }
        }
    }
    told
}

/// Finds what is said again: by units, and by lines where no unit of theirs is told already.
fn in_file(versions: &Versions, options: &Options) -> (Vec<Finding>, (Vec<Change>, Vec<Change>)) {
    let places = versions.places();
    let added = versions.added(&places);
    let copies = match versions.new.form {
        Form::Lines => {
            let kept = places.follow(&versions.new.text);
            copies::of(versions, &kept, classes::is_of_elements(&versions.new.path))
        }
        _ => Vec::new(),
    };
    if added.is_empty() && copies.is_empty() {
        return Default::default();
    }
    let mut sides = (added, versions.held(&places));
    let mut found = of_units((&sides.0, &sides.1), versions, options);
    let untold = copies.into_iter().filter(|copy| !is_told(copy, &found, (&sides.0, &sides.1))).collect();
    found.extend(of_lines(untold, &mut sides, versions, options));
    (found, sides)
}

fn of_units(sides: Changes<'_>, versions: &Versions, options: &Options) -> Vec<Finding> {
    let (added, held) = sides;
    let mut pairs: Vec<Pair> = pairs::between(added, held, Rarity::default).pairs;
    let has_class =
        |pair: &Pair| classes::of(classes::CLASSES, pair, (&added[pair.ours], &held[pair.theirs])).is_some();
    pairs.retain(|pair| has_class(pair) && is_possible(pair, sides, &versions.result) && !was_there(&added[pair.ours]));
    only_twins(&mut pairs);
    let asked = pairs.iter().map(|pair| &added[pair.ours]);
    let mut background = Background::asking(asked.clone());
    background.ask_phrases(asked);
    background.count(&versions.old.text);
    judged(pairs, sides, classes::CLASSES, &background, options)
}

/// The copied lines become changes of both versions, behind those that are there.
fn of_lines(
    copies: Vec<Copy>,
    (added, held): &mut (Vec<Change>, Vec<Change>),
    versions: &Versions,
    options: &Options,
) -> Vec<Finding> {
    let mut pairs = Vec::new();
    for copy in copies {
        let (ours, theirs, likeness) = (added.len(), held.len(), likeness_of_lines());
        pairs.push(Pair { ours, theirs, likeness, places: None, doubled: false });
        added.push(versions.lines(versions.side, copy.new));
        held.push(versions.lines(versions.side.other(), copy.held));
    }
    judged(pairs, (added, held), classes::INSERTIONS, &Background::default(), options)
}

/// Judges every pair by its class, not by the model of two sides.
fn judged(
    pairs: Vec<Pair>,
    sides: Changes<'_>,
    table: &'static [Class],
    background: &Background,
    options: &Options,
) -> Vec<Finding> {
    let for_all = Options { present: true, all: true, threshold: 0.0, ..options.clone() };
    let found = findings::among((pairs, Vec::new()), sides, background, &for_all).into_iter();
    let class = |pair: &Pair| classes::of(table, pair, (&sides.0[pair.ours], &sides.1[pair.theirs]));
    found.filter_map(|finding| class(&finding.pairs[0]).and_then(|class| rated(finding, class, options))).collect()
}

/// A small thing may stand once in its object, not once in all objects without a name.
fn is_possible(pair: &Pair, (added, held): Changes<'_>, result: &Text) -> bool {
    let own = || [added[pair.ours].stands.merged, held[pair.theirs].stands.merged];
    let [new, old] = pair.places.map_or_else(own, |places| places.map(Some));
    let in_one_block = classes::lives_in_a_block(pair, &added[pair.ours]);
    !in_one_block || new.zip(old).is_none_or(|(new, old)| block::is_one(result, new, old))
}

/// Tells whether a finding shows the place of a copy already.
fn is_told(copy: &Copy, told: &[Finding], (added, held): Changes<'_>) -> bool {
    let overlaps = |change: &Change| {
        let place = change.stands.merged;
        place.is_some_and(|(start, end)| start <= copy.new.1 && copy.new.0 <= end)
    };
    let mut pairs = told.iter().flat_map(|finding| &finding.pairs);
    pairs.any(|pair| overlaps(&added[pair.ours]) || overlaps(&held[pair.theirs]))
}

/// Tells whether the same words stood at this place before: only a mark or a space was changed.
fn was_there(added: &Change) -> bool {
    let folded = |text: &str| text.chars().filter(|letter| letter.is_alphanumeric()).collect::<String>();
    added.before.was.as_ref().is_some_and(|was| folded(was).contains(&folded(&added.text)))
}

/// The likeness of lines that are equal, in one block.
fn likeness_of_lines() -> Likeness {
    let mut likeness = Likeness { family: Family::Small, ..Likeness::default() };
    for measure in [Measure::Exact, Measure::SameFile, Measure::SameContainer] {
        likeness.flag(measure, true);
    }
    likeness
}

/// An address that several entries were about before is no entry's own.
fn only_twins(pairs: &mut Vec<Pair>) {
    let is_exact = |pair: &Pair| pair.likeness.get(Measure::Exact) > 0.0;
    let count = |ours: usize| pairs.iter().filter(|pair| pair.ours == ours && !is_exact(pair)).count();
    let counts: Vec<usize> = pairs.iter().map(|pair| if is_exact(pair) { 0 } else { count(pair.ours) }).collect();
    let mut counts = counts.into_iter();
    pairs.retain(|_| counts.next().unwrap_or_default() < 2);
}

/// Gives a finding the voice of its class; without being asked only a class that was right speaks.
fn rated(mut finding: Finding, class: &Class, options: &Options) -> Option<Finding> {
    finding.confidence = class.confidence();
    if !class.speaks() || finding.confidence < options.threshold {
        finding.severity = Severity::Note;
    }
    finding.reasons.push(class.name.to_owned());
    (finding.severity != Severity::Note || options.all).then_some(finding)
}

/// The copy that stood there before has no author among the two sides.
fn tell_one(finding: &Finding, sides: Changes<'_>, merge: &Merge, store: &dyn Store) -> Told {
    let mut told = tell::finding(finding, sides, merge, store);
    told.theirs.origin = Origin::default();
    told.theirs.stood_before = true;
    told
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::merge::files::{self, FileStore};
    use crate::source::Sides;

    /// Says what is told of a file that one side changed, by its class.
    fn told(path: &str, base: &str, side: &str) -> Vec<String> {
        told_of(path, [base, side], side)
    }

    fn told_of(path: &str, [base, side]: [&str; 2], result: &str) -> Vec<String> {
        let bytes = |text: &str| text.as_bytes().to_vec();
        let versions = Sides { base: bytes(base), ours: bytes(side), theirs: bytes(base) };
        let merge = files::merge_named(path, versions, Some(bytes(result)));
        let found = findings(&merge, &FileStore, &Options::default());
        found.iter().map(|told| told.reasons.last().cloned().unwrap_or_default()).collect()
    }

    #[test]
    fn what_may_stand_once_speaks() {
        let base = "import os\nimport sys\n\nprint(os, sys)\n";
        assert_eq!(told("a.py", base, &base.replace("sys\n\n", "sys\nimport os\n\n")), ["may stand once here"]);
    }

    #[test]
    fn one_address_has_one_entry_whatever_its_words() {
        let base = "# Links\n\n## One\n\n- [Tracing](https://a.example/tracing) for all\n\n## Two\n\n- [Logs](https://b.example/)\n";
        let entry = "- [A guide to traces](https://a.example/tracing)\n";
        assert_eq!(told("a.md", base, &format!("{base}{entry}")), ["an entry about one address"]);
        // A task list sends to one page more than once, a person stands under many entries, a part has its own page.
        for entry in ["- [ ] [Tracing](https://a.example/tracing)\n", "- [Other](https://a.example/other)\n"] {
            assert_eq!(told("a.md", base, &format!("{base}{entry}")), [""; 0]);
        }
    }

    /// The version with both copies holds the sentence twice; among what two sides added that would be its custom.
    #[test]
    fn a_sentence_of_another_section_speaks() {
        let entry = "* :class:`Store\\\\Handler\\\\NativeFileStoreHandler` keeps jars in plain files";
        let base = format!("Own\n---\n\n{entry}\n* something else\n\nCustom\n------\n\n* nothing yet\n");
        assert_eq!(told("a.rst", &base, &format!("{base}{entry}\n")), ["a whole sentence"]);
    }

    #[test]
    fn an_element_stands_once_in_its_parent() {
        let element = "  <module>sample-oauth2-client</module>\n";
        let base = format!("<modules>\n{element}  <module>sample-profile</module>\n</modules>\n");
        let side = base.replace("</modules>", &format!("{element}</modules>"));
        assert_eq!(told("pom.xml", &base, &side), ["an element of one parent"]);
        let other = format!("{base}<others>\n</others>\n");
        let side = other.replace("</others>", &format!("{element}</others>"));
        assert_eq!(told("pom.xml", &other, &side), [""; 0]);
    }

    #[test]
    fn lines_that_somebody_allowed_are_silent() {
        let element = "  <module>sample-oauth2-client</module>\n";
        let base = format!("<modules>\n{element}  <module>sample-profile</module>\n</modules>\n");
        let allowed = format!("  <!-- oneness: allow(already-present) -->\n{element}</modules>");
        assert_eq!(told("pom.xml", &base, &base.replace("</modules>", &allowed)), [""; 0]);
    }

    #[test]
    fn what_stands_in_a_conflict_is_not_decided() {
        let base = "import os\nimport sys\n\nprint(os, sys)\n";
        let side = base.replace("sys\n\n", "sys\nimport os\n\n");
        let open = base.replace("sys\n\n", "sys\n<<<<<<< ours\nimport os\n=======\nimport re\n>>>>>>> theirs\n\n");
        assert_eq!(told_of("a.py", [base, &side], &side), ["may stand once here"]);
        assert_eq!(told_of("a.py", [base, &side], &open), [""; 0]);
    }

    #[test]
    fn two_objects_without_a_name_are_two() {
        let base = "package a\n\nvar all = []T{\n\t{\n\t\tAddr: addr.Resource,\n\t},\n}\n";
        let side = base.replace("\t},\n}", "\t},\n\t{\n\t\tAddr: addr.Resource,\n\t},\n}");
        assert!(told("a.go", base, &side).iter().all(|class| class != "may stand once here"));
    }

    #[test]
    fn idioms_are_silent() {
        let base = "fn a() -> u8 {\n    prepare_all_of_it();\n    0\n}\n\nfn b() -> u8 {\n    1\n}\n";
        assert_eq!(told("a.rs", base, &base.replace("    1\n", "    prepare_all_of_it();\n    1\n")), [""; 0]);
        let base = "# A\n\nSee below.\n\n# B\n\nText of B.\n";
        assert_eq!(told("a.md", base, &format!("{base}\nSee below.\n")), [""; 0]);
    }
}
