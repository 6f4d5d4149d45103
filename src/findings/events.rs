//! Findings of one cause are one finding: a class and not its methods, a doubled chapter and not its sentences, two
//! mirrored folders once.
//!
//! Not here: which pairs matter.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::finding::{Changes, Finding, Kind, Severity};
use crate::changes::change::Change;
use crate::pairs::pair::Pair;

/// Blank lines, a separator or a line that differs may stand between two members of an event.
const MAX_GAP: usize = 4;

/// Of a stretch that was doubled as a whole so many lines in a row may have been edited since.
const MAX_STRETCH: usize = 80;

/// A place of the result: the file by its index, first and last line counted from 1.
type Place = (usize, (usize, usize));

/// Keeps of findings that show the same the surest, of those within each other the widest, and joins what follows each
/// other on both sides.
pub(super) fn of(findings: Vec<Finding>, changes: Changes<'_>) -> Vec<Finding> {
    let joined = joined(widest(surest(findings, changes), changes), changes);
    let joined = counted(joined, |finding| in_marked_file(finding, changes));
    let of_files = counted(joined, |finding| between_files(finding, changes));
    counted(of_files, |finding| in_mirrors(finding, changes))
}

/// Returns where both copies of a pair stand: in the result, else in their own versions.
pub(super) fn places(pair: &Pair, changes: Changes<'_>) -> [Place; 2] {
    let (ours, theirs) = (&changes.0[pair.ours], &changes.1[pair.theirs]);
    let own = |change: &Change| (change.unit.span.start_line, change.unit.span.end_line);
    let lines = match pair.places {
        Some(places) => places,
        None => [ours, theirs].map(|change| change.stands.merged.unwrap_or_else(|| own(change))),
    };
    [(ours.file, lines[0]), (theirs.file, lines[1])]
}

/// The same, upper or earlier place first: A beside B is B beside A.
fn in_order(pair: &Pair, changes: Changes<'_>) -> [Place; 2] {
    let mut places = places(pair, changes);
    places.sort_unstable();
    places
}

fn rank(finding: &Finding) -> (bool, bool) {
    (finding.severity == Severity::Note, finding.unsaid.is_some())
}

fn holds(outer: Place, inner: Place) -> bool {
    outer.0 == inner.0 && outer.1.0 <= inner.1.0 && inner.1.1 <= outer.1.1
}

/// Keeps each unit in one finding, its surest one.
fn surest(mut findings: Vec<Finding>, changes: Changes<'_>) -> Vec<Finding> {
    let indexes = |finding: &Finding| (finding.pairs[0].ours, finding.pairs[0].theirs);
    findings.sort_by(|one, other| {
        let sureness = other.confidence.total_cmp(&one.confidence);
        // What was counted stands where it was counted; what was followed may have slid beside it.
        let counted = other.pairs[0].doubled.cmp(&one.pairs[0].doubled);
        rank(one).cmp(&rank(other)).then(sureness).then(counted).then(indexes(one).cmp(&indexes(other)))
    });
    let mut taken = BTreeSet::new();
    findings.retain(|finding| {
        let pair = &finding.pairs[0];
        let [our, their] = places(pair, changes);
        let keys = [
            (our.0, changes.0[pair.ours].unit.kind, our.1.0, our.1.1),
            (their.0, changes.1[pair.theirs].unit.kind, their.1.0, their.1.1),
        ];
        let is_free = keys.iter().all(|key| !taken.contains(key));
        if is_free {
            taken.extend(keys);
        }
        is_free
    });
    findings
}

/// Leaves out what says nothing new beside a wider one: both its places lie in the wider one's.
fn widest(mut findings: Vec<Finding>, changes: Changes<'_>) -> Vec<Finding> {
    let width = |finding: &Finding| {
        let pair = &finding.pairs[0];
        changes.0[pair.ours].text.len().min(changes.1[pair.theirs].text.len())
    };
    findings.sort_by(|one, other| {
        let by_width = width(other).cmp(&width(one));
        let sureness = other.confidence.total_cmp(&one.confidence);
        let place = in_order(&one.pairs[0], changes).cmp(&in_order(&other.pairs[0], changes));
        rank(one).cmp(&rank(other)).then(by_width).then(sureness).then(place)
    });
    let (mut kept, mut places): (Vec<Finding>, _) = (Vec::new(), Nearby::default());
    for finding in findings {
        let own = in_order(&finding.pairs[0], changes);
        // Whatever holds it stands at its first line.
        let around = places.at(own[0].0, own[0].1.0..=own[0].1.0);
        if !around.iter().any(|wide| covers(&kept[*wide], &finding, changes)) {
            own.iter().for_each(|place| places.put(*place, kept.len()));
            kept.push(finding);
        }
    }
    kept
}

/// A wider one that stays unsaid explains nothing of what is likelier.
fn covers(wide: &Finding, finding: &Finding, changes: Changes<'_>) -> bool {
    if wide.severity == Severity::Note && wide.confidence < finding.confidence {
        return false;
    }
    let (outer, inner) = (in_order(&wide.pairs[0], changes), in_order(&finding.pairs[0], changes));
    let crossed = [outer[1], outer[0]];
    let both = |outer: [Place; 2]| holds(outer[0], inner[0]) && holds(outer[1], inner[1]);
    both(outer) || both(crossed)
}

/// Joins findings whose places follow each other on both sides; the pairs of one stand in the order of the result, and
/// the kind is the broadest of them.
fn joined(mut findings: Vec<Finding>, changes: Changes<'_>) -> Vec<Finding> {
    findings.sort_by_key(|finding| in_order(&finding.pairs[0], changes));
    let (mut events, mut ends): (Vec<Finding>, _) = (Vec::new(), Nearby::default());
    for finding in findings {
        let [(file, (first, last)), _] = in_order(&finding.pairs[0], changes);
        let before = ends.at(file, first.saturating_sub(MAX_STRETCH.max(MAX_GAP))..=first);
        let at = match before.into_iter().find(|event| follows(&events[*event], &finding, changes)) {
            Some(event) => {
                join(&mut events[event], finding);
                event
            }
            None => {
                events.push(finding);
                events.len() - 1
            }
        };
        ends.put((file, (last, last)), at);
    }
    events
}

/// What stands where, by its index, so that each is held against its neighbours and not against all.
#[derive(Default)]
struct Nearby(HashMap<(usize, usize), Vec<usize>>);

impl Nearby {
    /// So many lines are looked at together.
    const LINES: usize = 64;

    fn put(&mut self, (file, (first, last)): Place, index: usize) {
        for block in first / Self::LINES..=last / Self::LINES {
            self.0.entry((file, block)).or_default().push(index);
        }
    }

    /// Returns what may stand at these lines, the last put first.
    fn at(&self, file: usize, lines: std::ops::RangeInclusive<usize>) -> Vec<usize> {
        let blocks = lines.start() / Self::LINES..=lines.end() / Self::LINES;
        let mut found: Vec<usize> = blocks.filter_map(|block| self.0.get(&(file, block))).flatten().copied().collect();
        found.sort_unstable_by(|one, other| other.cmp(one));
        found.dedup();
        found
    }
}

fn follows(event: &Finding, finding: &Finding, changes: Changes<'_>) -> bool {
    let Some(last) = event.pairs.last() else { return false };
    let is_near = |before: Place, after: Place| {
        before.0 == after.0 && after.1.0 > before.1.1 && after.1.0 - before.1.1 <= MAX_GAP
    };
    let next = &finding.pairs[0];
    let (before, after) = (in_order(last, changes), in_order(next, changes));
    let near = is_near(before[0], after[0]) && is_near(before[1], after[1]) && go_on_alike(last, next, changes);
    rank(event) == rank(finding)
        && event.unsaid == finding.unsaid
        && (near || last.doubled && next.doubled && run_in_parallel(before, after))
}

/// Tells whether two doubled pairs stand as far apart in one copy as in the other: parts of one stretch.
fn run_in_parallel(before: [Place; 2], after: [Place; 2]) -> bool {
    let gap = |at: usize| {
        let (before, after) = (before[at], after[at]);
        (before.0 == after.0 && after.1.0 > before.1.1).then(|| after.1.0 - before.1.1)
    };
    let gaps = gap(0).zip(gap(1));
    gaps.is_some_and(|(one, other)| one.max(other) <= MAX_STRETCH && one.abs_diff(other) * 2 <= one.max(other))
}

/// Tells whether both sides go on in the same container, or in containers of one name: two bullets of one slide whose
/// copies stand on two slides are two events.
fn go_on_alike(last: &Pair, next: &Pair, changes: Changes<'_>) -> bool {
    let container = |changes: &[Change], index: usize| changes[index].unit.container.path.clone();
    let ours = (container(changes.0, last.ours), container(changes.0, next.ours));
    let theirs = (container(changes.1, last.theirs), container(changes.1, next.theirs));
    ours.0 == ours.1 && theirs.0 == theirs.1 || ours.1 == theirs.1
}

fn join(event: &mut Finding, finding: Finding) {
    event.kind = broader(event.kind, finding.kind);
    event.severity = event.severity.min(finding.severity);
    event.confidence = event.confidence.max(finding.confidence);
    event.pairs.extend(finding.pairs);
}

/// An event is a duplicate where all of it is; one clash makes it a clash.
fn broader(one: Kind, other: Kind) -> Kind {
    let breadth = |kind: Kind| match kind {
        Kind::IdentifierCollision => 3,
        Kind::ContradictingAddition => 2,
        Kind::NearDuplicateAddition => 1,
        _ => 0,
    };
    if breadth(other) > breadth(one) { other } else { one }
}

/// The file that a finding is about, where a copy stands between conflict markers that were committed.
fn in_marked_file(finding: &Finding, changes: Changes<'_>) -> Option<usize> {
    let pair = &finding.pairs[0];
    let (ours, theirs) = (&changes.0[pair.ours], &changes.1[pair.theirs]);
    (ours.file == theirs.file && (ours.around.marked || theirs.around.marked)).then_some(ours.file)
}

/// What two files have to do with each other: one cause brought it, however many places it shows at.
fn between_files(finding: &Finding, changes: Changes<'_>) -> Option<(Kind, usize, usize)> {
    let pair = &finding.pairs[0];
    let (ours, theirs) = (changes.0[pair.ours].file, changes.1[pair.theirs].file);
    let of_lines = matches!(finding.kind, Kind::DanglingReference | Kind::StaleCopy);
    (of_lines || ours != theirs).then_some((finding.kind, ours, theirs))
}

/// The two folders of a finding that mirror each other.
fn in_mirrors(finding: &Finding, changes: Changes<'_>) -> Option<(String, String)> {
    let pair = &finding.pairs[0];
    let (ours, theirs) = (&changes.0[pair.ours], &changes.1[pair.theirs]);
    mirrors(&ours.path, &theirs.path).filter(|_| ours.file != theirs.file)
}

/// Joins findings of one cause, as loud as each other: the first is shown, the others are counted.
fn counted<Cause: Ord>(findings: Vec<Finding>, cause: impl Fn(&Finding) -> Option<Cause>) -> Vec<Finding> {
    let mut kept: Vec<Finding> = Vec::new();
    let mut shown: BTreeMap<((bool, bool), Cause), usize> = BTreeMap::new();
    for finding in findings {
        let Some(cause) = cause(&finding) else {
            kept.push(finding);
            continue;
        };
        let at = *shown.entry((rank(&finding), cause)).or_insert(kept.len());
        match kept.get_mut(at) {
            Some(first) => first.more += 1 + finding.more,
            None => kept.push(finding),
        }
    }
    kept
}

/// The two folders in which one path stands, in order; `None` where both files stand in one folder or are called apart.
fn mirrors(one: &str, other: &str) -> Option<(String, String)> {
    let (mut one, mut other) = (one, other);
    if one == other {
        return None;
    }
    let mut shared = 0;
    while let (Some((before, name)), Some((other_before, other_name))) = (one.rsplit_once('/'), other.rsplit_once('/'))
    {
        if name != other_name {
            break;
        }
        (one, other, shared) = (before, other_before, shared + 1);
    }
    let mut folders = [one.to_owned(), other.to_owned()];
    folders.sort();
    let [one, other] = folders;
    (shared > 0).then_some((one, other))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_mirror_each_other_by_the_names_in_them() {
        let folders = |one: &str, other: &str| mirrors(one, other);
        assert_eq!(folders("v2/a/x.md", "v1/a/x.md"), Some(("v1".into(), "v2".into())));
        assert_eq!(folders("a/x.md", "a/y.md"), None);
        assert_eq!(folders("a/x.md", "a/x.md"), None);
    }
}
