//! Pairs become Findings: which pairs matter, what kind each is, how sure it is and why.
//!
//! Not here: measuring (`pairs`), telling (`report`).

pub mod background;
mod custom;
mod events;
pub mod fault;
pub mod finding;
mod languages;
pub mod law;
pub mod model;
pub mod page;
mod phrases;
mod releases;
mod words;

mod already_present;
mod contradicting_addition;
pub mod dangling_reference;
mod duplicate_addition;
pub mod identifier_collision;
mod near_duplicate_addition;
pub mod repeated_change;
pub mod stale_copy;

use std::collections::BTreeSet;

use crate::changes::change::Change;
use crate::pairs::code::hash;
use crate::pairs::pair::{Family, Likeness, Measure, Pair};
use background::Background;
use fault::Fault;
use finding::{Changes, Finding, Kind, Severity};
use page::Page;

/// All kinds, in the order in which a pair is asked, and of the manual.
pub const PAGES: &[&Page] = &[
    &duplicate_addition::PAGE,
    &identifier_collision::PAGE,
    &contradicting_addition::PAGE,
    &near_duplicate_addition::PAGE,
    &dangling_reference::PAGE,
    &repeated_change::PAGE,
    &stale_copy::PAGE,
    &already_present::PAGE,
];

/// A warning must be at least this probable. On pairs of repositories that the fit had not seen (`weights.toml` has the
/// table), about five of six were right between 0.5 and 0.6, and more than nineteen of twenty above 0.7.
pub const DEFAULT_THRESHOLD: f64 = 0.55;

/// How to judge.
#[derive(Debug, Clone)]
pub struct Options {
    /// Warnings begin at this probability, 0 to 1.
    pub threshold: f64,
    /// Whether to keep what stays below it, as notes.
    pub all: bool,
    /// What this repository's own fates add: log-odds in any case, and a weight for each of some measures.
    pub tuned: Tuned,
    /// What is less probable than this is not even a note, 0 to 1.
    pub floor: f64,
    /// Kinds that are not wanted.
    pub off: BTreeSet<Kind>,
    /// Whether to ask also what the base already held.
    pub present: bool,
    /// Findings that were allowed for good, by id.
    pub allowed: BTreeSet<String>,
}

/// What a repository's own fates add to the model, in log-odds.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Tuned {
    /// Of every pair.
    pub bias: f64,
    /// Of each measure, 0 to 1, that is named.
    pub weights: Vec<(Measure, f64)>,
}

impl Tuned {
    /// Returns what is added to the log-odds of a pair.
    #[must_use]
    pub fn of(&self, likeness: &Likeness) -> f64 {
        self.weights.iter().fold(self.bias, |sum, (measure, weight)| sum + weight * likeness.get(*measure))
    }

    /// Returns the most that can be added to any pair.
    fn most(&self) -> f64 {
        self.weights.iter().fold(self.bias, |sum, (_, weight)| sum + weight.max(0.0))
    }
}

impl Default for Options {
    fn default() -> Options {
        Options {
            threshold: DEFAULT_THRESHOLD,
            all: false,
            tuned: Tuned::default(),
            floor: 0.0,
            off: BTreeSet::new(),
            present: false,
            allowed: BTreeSet::new(),
        }
    }
}

/// What may be left of the doubt that the threshold allows where two are only alike: two thirds, which makes 0.70 of the
/// usual 0.55, and again two thirds of it, 0.80, where they stand in two files. Of 50 such pairs that were told from 0.55 on
/// in 20,147 merges of 69 repositories, one of the 12 below 0.70 was right or worth a look, and 14 of the 38 above; of the 5
/// in two files between 0.70 and 0.80 one was, and each of the 7 above.
const DOUBT_OF_LIKENESS: f64 = 2.0 / 3.0;

/// Of a thousand pairs that could have met, on the scale of [`Measure::Chances`], one is no rarity in a deck or a page.
const FEW_CHANCES: f64 = 0.376;

/// Judges the pairs, and tells them with the faults that were found already. What is below the threshold is left out unless
/// `options.all` asks for it.
#[must_use]
pub fn among(
    (pairs, faults): (Vec<Pair>, Vec<Finding>),
    additions: Changes<'_>,
    background: &Background,
    options: &Options,
) -> Vec<Finding> {
    let mut found: Vec<Finding> =
        pairs.into_iter().filter_map(|pair| judge(pair, additions, background, options)).collect();
    found.extend(faults.into_iter().filter(|fault| is_wanted(fault, additions, options)));
    let mut findings = events::of(found, additions);
    for finding in &mut findings {
        finding.id = fingerprint(finding, additions);
        if finding.message.is_empty() {
            finding.reasons = words::reasons(finding, additions);
            finding.message = words::message(finding, page(finding.kind), additions);
        } else if finding.more > 0 {
            finding.message += &format!("; and {} more between the same files", finding.more);
        }
    }
    findings.retain(|finding| !options.allowed.contains(&finding.id));
    findings
}

/// Turns faults into findings; their sites go to the end of the changes of both sides.
#[must_use]
pub fn of_faults(faults: Vec<Fault>, changes: &mut [Vec<Change>; 2]) -> Vec<Finding> {
    let told = faults.into_iter().map(|fault| {
        let Fault { kind, severity, confidence, ours, theirs, message, reasons } = fault;
        let pair = Pair::of_fault(changes[0].len(), changes[1].len());
        changes[0].push(ours);
        changes[1].push(theirs);
        let (unsaid, id) = (None, String::new());
        Finding { kind, severity, confidence, unsaid, pairs: vec![pair], more: 0, id, reasons, message }
    });
    told.collect()
}

/// Tells whether nobody has switched a fault off.
fn is_wanted(fault: &Finding, changes: Changes<'_>, options: &Options) -> bool {
    let pair = &fault.pairs[0];
    let name = fault.kind.name();
    let is_allowed = changes.0[pair.ours].allows(name) || changes.1[pair.theirs].allows(name);
    let is_loud = fault.severity != Severity::Note && fault.confidence >= options.threshold;
    !options.off.contains(&fault.kind) && !is_allowed && (is_loud || options.all)
}

/// The principles by which a pair can stay unsaid whatever its likeness, as people are told them.
pub fn principles() -> impl Iterator<Item = &'static str> {
    custom::PRINCIPLES.iter().map(|(_, _, why)| *why)
}

/// Tells whether one of these measures says anything here: whoever asks for all sees all, and what nobody weighs need not
/// be measured.
#[must_use]
pub fn asks_for(measures: &[Measure], options: &Options) -> bool {
    options.all
        || options.tuned.weights.iter().any(|(measure, _)| measures.contains(measure))
        || model::weighs(measures)
}

/// The customs that hold for a pair, by their names in the weights file.
pub fn customs(likeness: &Likeness) -> impl Iterator<Item = &'static str> {
    custom::named(likeness.customs).map(|(name, _)| name)
}

/// How many customs there are.
pub const CUSTOMS: usize = custom::PRINCIPLES.len();

/// The names of all customs in the weights file, in the order of the table.
pub fn custom_names() -> impl Iterator<Item = &'static str> {
    custom::PRINCIPLES.iter().map(|(_, name, _)| *name)
}

/// Tells whether a pair can become a finding at all, whatever is still to be asked of the base and of its people.
#[must_use]
pub fn could_matter(pair: &Pair, options: &Options) -> bool {
    let least = if options.all { options.floor } else { options.threshold };
    least <= 0.0 || model::probability(model::ceiling(&pair.likeness) + options.tuned.most()) >= least
}

fn judge(mut pair: Pair, additions: Changes<'_>, background: &Background, options: &Options) -> Option<Finding> {
    let (ours, theirs) = (&additions.0[pair.ours], &additions.1[pair.theirs]);
    // Where the second copy is the base's own, the base says nothing about the first.
    if !options.present {
        compare_with_base(&mut pair, (ours, theirs), background);
    }
    if !options.present {
        pair.likeness.own = options.tuned.of(&pair.likeness);
    }
    pair.likeness.customs = custom::holding(&pair, (ours, theirs), background);
    let confidence = model::probability(model::logit(&pair.likeness));
    let kind = if options.present { Kind::AlreadyPresent } else { kind(&pair, (ours, theirs)) };
    let threshold = threshold(kind, &pair.likeness, options.threshold);
    let unsaid = why_unsaid(&pair.likeness, confidence, (threshold, options.present));
    if unsaid.is_some() && !options.all {
        return None;
    }
    let severity = match unsaid {
        Some(_) => Severity::Note,
        None => severity(&pair, ours, confidence, threshold),
    };
    let silenced = options.off.contains(&kind) || ours.allows(kind.name()) || theirs.allows(kind.name());
    if silenced || severity == Severity::Note && !options.all {
        return None;
    }
    let (id, message) = (String::new(), String::new());
    Some(Finding { kind, severity, confidence, unsaid, pairs: vec![pair], more: 0, id, reasons: Vec::new(), message })
}

/// Says by which custom a pair stays unsaid: by a veto in any case, by a matter of degree where the confidence does not
/// reach the threshold. The weights were fitted to two sides: at the other doors every custom is a veto.
fn why_unsaid(likeness: &Likeness, confidence: f64, (threshold, present): (f64, bool)) -> Option<&'static str> {
    let is_veto = |name: &str| present || model::pull(likeness.family, name).is_none();
    let mut held = custom::named(likeness.customs);
    let veto = held.find(|(name, _)| is_veto(name) || confidence < threshold);
    veto.map(|(_, why)| why)
}

/// From which confidence on a finding is told, 0 to 1: what is only alike must be surer than what is equal or claims one
/// identity, and surer still in two files, unless it is among the few things that two people added to one document.
/// `threshold` is the user's.
#[must_use]
pub fn threshold(kind: Kind, likeness: &Likeness, threshold: f64) -> f64 {
    let is_only_alike = matches!(kind, Kind::NearDuplicateAddition | Kind::ContradictingAddition);
    let together = likeness.get(Measure::SameFile) > 0.0;
    let are_few = together && likeness.get(Measure::Chances) <= FEW_CHANCES;
    let doubts = match (is_only_alike && !are_few, together) {
        (false, _) => 0,
        (true, true) => 1,
        (true, false) => 2,
    };
    1.0 - (1.0 - threshold) * DOUBT_OF_LIKENESS.powi(doubts)
}

/// What was moved stood at one place of each side: that the base says it as often as this is custom all the same.
const MOVED_FROM_ONE: u32 = 3;

/// Fills in what the base tells. Equal texts are no template: there only their own occurrences count.
fn compare_with_base(pair: &mut Pair, (ours, theirs): (&Change, &Change), background: &Background) {
    let exact = pair.likeness.get(Measure::Exact) > 0.0;
    // A text that both sides moved stood in the base, and stands twice now.
    let in_place = ours.before.moved || theirs.before.moved || pair.doubled || custom::doubled(pair);
    // An identity is a claim whatever else bears the word.
    let claims = pair.likeness.get(Measure::SameIdentity) > 0.0;
    let known =
        if in_place || claims { 0.0 } else { background.known(ours, exact).max(background.known(theirs, exact)) };
    let template = || background.template(ours).max(background.template(theirs));
    // A sentence that many pages have, each with its number or broken otherwise, is known in two of them, too.
    let is_of_pages = exact && pair.likeness.family == Family::Prose && pair.likeness.get(Measure::SameFile) == 0.0;
    let least = if in_place { MOVED_FROM_ONE } else { 1 };
    let said = || background.said(ours, least).max(background.said(theirs, least));
    let known = match is_of_pages {
        true if in_place => known.max(said()),
        true => known.max(template()).max(said()),
        false => known,
    };
    pair.likeness.set(Measure::Known, known);
    pair.likeness.set(Measure::Template, if exact { 0.0 } else { template() });
}

/// Returns the kind of a pair: the first of the table that has it.
fn kind(pair: &Pair, sides: (&Change, &Change)) -> Kind {
    let is = |page: &&&Page| page.is.is_some_and(|is| is(pair, sides));
    PAGES.iter().find(is).map_or(Kind::NearDuplicateAddition, |page| page.kind)
}

/// Returns what is known of a kind.
#[must_use]
pub fn page(kind: Kind) -> &'static Page {
    PAGES.iter().find(|page| page.kind == kind).unwrap_or(&PAGES[0])
}

fn severity(pair: &Pair, ours: &Change, confidence: f64, threshold: f64) -> Severity {
    let holds_once = pair.likeness.get(Measure::SameIdentity) > 0.0 && pair.likeness.family != Family::Prose;
    if confidence < threshold {
        Severity::Note
    } else if holds_once && identifier_collision::is_named(ours.unit.kind) {
        Severity::Error
    } else {
        Severity::Warning
    }
}

/// Hashes the two contents and the kind, sides in either order, without places.
fn fingerprint(finding: &Finding, additions: Changes<'_>) -> String {
    let content = |additions: &[Change], index: fn(&Pair) -> usize| {
        let texts = finding.pairs.iter().map(|pair| additions[index(pair)].text.as_str());
        let folded: String = texts.flat_map(str::chars).filter(|letter| !letter.is_whitespace()).collect();
        hash(folded.as_bytes())
    };
    let mut sides = [content(additions.0, |pair| pair.ours), content(additions.1, |pair| pair.theirs)];
    sides.sort_unstable();
    let [one, other] = sides;
    format!("{:016x}", hash(format!("{}\0{one:x}\0{other:x}", finding.kind.name()).as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_a_page_with_its_headings() {
        assert!(PAGES.iter().map(|page| page.kind).eq(Kind::all()));
        for page in PAGES {
            let name = page.kind.name();
            assert!(page.manual.starts_with(&format!("# {name}\n")), "{name}");
            for heading in ["## What it finds", "## Why it matters", "## Example", "## How to silence it"] {
                assert!(page.manual.contains(heading), "{name}: {heading}");
            }
        }
    }
}
