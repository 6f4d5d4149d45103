//! What one side added against what the base already held: the copies that came one after the other.
//!
//! Not here: what two sides added (`river`). Asked only where somebody is about to commit, or with `--present`: a copy
//! that its author made knowingly is no accident of a merge, so this speaks of equal things in one file alone, and by
//! default only of the classes in `present/classes.rs` that were measured to be right.

mod block;
mod classes;
mod copies;

use crate::changes::added::{self, Ground};
use crate::changes::change::{Around, Before, Change, Standing};
use crate::changes::places::{Places, Removed};
use crate::edits::{self, Edits};
use crate::findings::background::Background;
use crate::findings::finding::{Changes, Finding, Kind, Severity};
use crate::findings::{self, Options};
use crate::merge::{FileMerge, Merge, Origin, Store};
use crate::pairs::pair::{Family, Likeness, Measure, Pair};
use crate::pairs::{self, prose::Rarity};
use crate::quiet;
use crate::report::report::Told;
use crate::report::tell;
use crate::source::{Form, Side, Span, Text};
use crate::units;
use crate::units::unit::{Container, Unit, UnitKind};
use classes::Class;
use copies::Copy;

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
    let copies = match source.form {
        Form::Lines => {
            let kept = &edits::mapping(&source.text, &result);
            let ground = copies::Ground { base: &base.text, side: &source.text, edits: &edits, kept, result: &result };
            copies::of(&ground, classes::is_of_elements(&source.path))
        }
        _ => Vec::new(),
    };
    if added.is_empty() && copies.is_empty() {
        return Vec::new();
    }
    let all = edits::of(&Text::default(), &[], &base.text);
    let nothing = (&base.text, &Text::default());
    let held = view.additions(side.other(), units::of(&base).units, nothing, &all, &Removed::default());
    let mut found = view.judged((&added, &held), &base.text, options);
    let mut sides = (added, held);
    found.extend(view.insertions(side, &copies, &found, &mut sides, options));
    found.iter().map(|finding| tell_one(finding, (&sides.0, &sides.1), merge, store)).collect()
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
    ) -> Vec<Change> {
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
        let added = added::among(units, &ground, removed).into_iter().filter(|addition| !addition.before.moved);
        // The version holds both copies, the old one and the new one: that is what is asked, and no custom.
        let without_copies = |change: Change| Change { around: Around { copies: 0, ..change.around }, ..change };
        added.map(without_copies).collect()
    }

    fn judged(&self, sides: Changes<'_>, base: &Text, options: &Options) -> Vec<Finding> {
        let (added, held) = sides;
        let mut pairs: Vec<Pair> = pairs::between(added, held, Rarity::default);
        let class = |pair: &Pair| classes::of(classes::CLASSES, pair, (&added[pair.ours], &held[pair.theirs]));
        pairs.retain(|pair| class(pair).is_some() && self.is_possible(pair, sides) && !was_there(&added[pair.ours]));
        only_twins(&mut pairs);
        let mut background = Background::asking(pairs.iter().map(|pair| &added[pair.ours]));
        background.count(base);
        let found = findings::among((pairs, Vec::new()), sides, &background, &asking_for_all(options));
        found
            .into_iter()
            .filter_map(|finding| class(&finding.pairs[0]).and_then(|class| rated(finding, class, options)))
            .collect()
    }

    /// A small thing may stand once in its object, not once in all objects without a name.
    fn is_possible(&self, pair: &Pair, (added, held): Changes<'_>) -> bool {
        let [new, old] = pair
            .places
            .map_or([added[pair.ours].stands.merged, held[pair.theirs].stands.merged], |places| places.map(Some));
        let in_one_block = classes::lives_in_a_block(pair, &added[pair.ours]);
        !in_one_block || new.zip(old).is_none_or(|(new, old)| block::is_one(self.result, new, old))
    }

    /// Tells of copied lines where no unit of theirs is told already.
    fn insertions(
        &self,
        side: Side,
        copies: &[Copy],
        told: &[Finding],
        sides: &mut (Vec<Change>, Vec<Change>),
        options: &Options,
    ) -> Vec<Finding> {
        let overlaps = |place: Option<(usize, usize)>, copy: &Copy| {
            place.is_some_and(|(start, end)| start <= copy.new.1 && copy.new.0 <= end)
        };
        let is_told = |copy: &&Copy| {
            let mut pairs = told.iter().flat_map(|finding| &finding.pairs);
            pairs.any(|pair| {
                overlaps(sides.0[pair.ours].stands.merged, copy) || overlaps(sides.1[pair.theirs].stands.merged, copy)
            })
        };
        let untold: Vec<Copy> = copies.iter().filter(|copy| !is_told(copy)).copied().collect();
        let mut pairs = Vec::new();
        for copy in untold {
            pairs.push(Pair {
                ours: sides.0.len(),
                theirs: sides.1.len(),
                likeness: of_lines(),
                places: None,
                doubled: false,
            });
            sides.0.push(self.lines(side, copy.new));
            sides.1.push(self.lines(side.other(), copy.held));
        }
        let (added, held) = (&sides.0, &sides.1);
        let found =
            findings::among((pairs, Vec::new()), (added, held), &Background::default(), &asking_for_all(options));
        let class = |pair: &Pair| classes::of(classes::INSERTIONS, pair, (&added[pair.ours], &held[pair.theirs]));
        found
            .into_iter()
            .filter_map(|finding| class(&finding.pairs[0]).and_then(|class| rated(finding, class, options)))
            .collect()
    }

    /// Lines of the result as a unit.
    fn lines(&self, side: Side, (start_line, end_line): (usize, usize)) -> Change {
        let lines: Vec<&str> = (start_line..=end_line).map(|line| self.result.line(line - 1)).collect();
        let kind = if lines.len() == 1 { UnitKind::Line } else { UnitKind::Block };
        let unit = Unit {
            kind,
            span: Span { start_line, end_line, bytes: 0..0 },
            name: None,
            identity: None,
            container: Container::default(),
            place: String::new(),
            level: 0,
            tokens: Vec::new(),
            branches: Vec::new(),
        };
        let text = lines.join("\n");
        let merged = Some((start_line, end_line));
        Change {
            file: self.index,
            side,
            path: self.path.to_owned(),
            unit,
            text,
            comments: Vec::new(),
            version: 0,
            before: Before::default(),
            stands: Standing { merged, twin: None },
            around: Around { outermost: true, ..Around::default() },
        }
    }
}

/// Tells whether the same words stood at this place before: only a mark or a space was changed.
fn was_there(added: &Change) -> bool {
    let folded = |text: &str| text.chars().filter(|letter| letter.is_alphanumeric()).collect::<String>();
    added.before.was.as_ref().is_some_and(|was| folded(was).contains(&folded(&added.text)))
}

/// The likeness of lines that are equal, in one block.
fn of_lines() -> Likeness {
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

/// Every pair is judged by its class, not by the model of two sides.
fn asking_for_all(options: &Options) -> Options {
    Options { present: true, all: true, threshold: 0.0, ..options.clone() }
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
        let bytes = |text: &str| text.as_bytes().to_vec();
        let versions = Sides { base: bytes(base), ours: bytes(side), theirs: bytes(base) };
        let merge = files::merge_named(path, versions, Some(bytes(side)));
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
