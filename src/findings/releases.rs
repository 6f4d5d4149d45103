//! Whether two entries of a changelog belong to two lines of releases, which each tell what was mended in both.
//!
//! Not here: how alike the entries are.

use crate::changes::change::Change;
use crate::pairs::pair::Pair;
use crate::pairs::value::ValueKind;
use crate::pairs::values;
use crate::pairs::words;

/// Tells whether both stand under releases of which the lower is new and came out no earlier than the higher: in one line
/// of releases the lower one comes first. Where not both name a day, versions that differ in more than the last number are
/// two lines, as do two that each mend an earlier one of its line. Documents of two versions, as `CHANGELOG-7.x.md` beside `CHANGELOG-6.x.md`, are two lines too.
///
/// What was counted in the result (`Pair::doubled`) is new wherever it stands.
pub(super) fn of_two_lines(pair: &Pair, ours: &Change, theirs: &Change) -> bool {
    let both = Release::above(ours).zip(Release::above(theirs));
    let lines = both.is_some_and(|(one, other)| {
        let is_new = |change: &Change| pair.doubled || change.around.of_new_release;
        let are_mended = one.mends_another_line_than(&other) && (is_new(ours) || is_new(theirs));
        are_mended || is_new(ours) && one.follows_a_higher(&other) || is_new(theirs) && other.follows_a_higher(&one)
    });
    lines || documents_of_two_versions(&ours.path, &theirs.path)
}

/// Tells whether two headings name two versions or two days: each says for itself what stands below it.
pub(super) fn are_named_apart(ours: &str, theirs: &str) -> bool {
    let values = |name: &str| {
        let (rest, values) = values::split(&words::fold(name));
        let rest: String = rest.chars().filter(|letter| letter.is_alphanumeric()).collect();
        (rest, values.into_iter().map(|value| value.form).collect::<Vec<_>>())
    };
    let ((one, our_values), (other, their_values)) = (values(ours), values(theirs));
    one == other && !our_values.is_empty() && our_values != their_values
}

/// Tells whether a heading names a day and no release.
pub(super) fn is_of_a_day(name: &str) -> bool {
    is_day(name) && !pieces(name).any(|word| is_version(word) && !is_day(word))
}

/// A version and a day, each as its numbers, the greatest unit first.
struct Release {
    version: Vec<u32>,
    day: Option<Vec<u32>>,
}

impl Release {
    /// Reads the release that an entry stands under or is, from the headings above it. What is not released yet comes
    /// after the newest release, in whose line it stands.
    fn above(addition: &Change) -> Option<Release> {
        let name = addition.unit.name.as_deref().unwrap_or_default();
        let own = Release::read(&format!("{} {name}", addition.unit.container.path));
        let open = || Some(Release { day: None, ..Release::read(addition.around.release_below.as_deref()?)? });
        own.or_else(open)
    }

    /// A path joins headings by slashes, and a day is written with them, too.
    fn read(headings: &str) -> Option<Release> {
        // A day written with points is a version only where nothing else is one.
        let mut versions = pieces(headings).filter(|word| is_version(word)).peekable();
        let first = versions.peek().copied()?;
        let version = versions.find(|word| !is_day(word)).unwrap_or(first);
        let (_, values) = values::split(&words::fold(&headings.replacen(version, "", 1)));
        let day = values.into_iter().find(|value| value.kind == ValueKind::Date);
        // The form of a day begins with the day of the month and ends with the year.
        let day = day.map(|day| numbers(&day.form).into_iter().rev().collect());
        Some(Release { version: version_numbers(version), day })
    }

    /// Tells whether both mend what was released, each in a line of its own: 1.42.1 and 1.43.1.
    fn mends_another_line_than(&self, other: &Release) -> bool {
        let mends = |release: &Release| release.version.get(2).is_some_and(|number| *number > 0);
        mends(self) && mends(other) && self.line() != other.line()
    }

    /// The line of releases that it belongs to: `1.42` of 1.42.1.
    fn line(&self) -> &[u32] {
        &self.version[..self.version.len().min(2)]
    }

    fn follows_a_higher(&self, other: &Release) -> bool {
        match (&self.day, &other.day) {
            (Some(day), Some(other_day)) => self.version < other.version && day >= other_day,
            _ => self.line() < other.line(),
        }
    }
}

/// Tells whether two paths differ in a version alone.
fn documents_of_two_versions(one: &str, other: &str) -> bool {
    let parted = |path: &str| {
        let words = path.split_inclusive(['/', '-', '_', ' ']);
        let named = |word: &str| {
            let bare = word.trim_end_matches(['/', '-', '_', ' ']);
            let stem = bare.rsplit_once('.').filter(|(_, ending)| ending.chars().all(char::is_alphabetic));
            let stem = stem.filter(|(_, ending)| *ending != "x").map_or(bare, |(stem, _)| stem);
            let is_named = is_version(stem) || stem.strip_prefix('v').is_some_and(|rest| rest.parse::<u32>().is_ok());
            is_named.then(|| stem.to_owned())
        };
        let version = words.clone().find_map(named);
        let rest = version.as_ref().map_or_else(|| path.to_owned(), |version| path.replacen(version.as_str(), "", 1));
        (rest, version)
    };
    let ((rest, version), (other_rest, other_version)) = (parted(one), parted(other));
    rest == other_rest && version.is_some() && other_version.is_some() && version != other_version
}

/// `1.2`, `v1.2.3`, `7.x`, `2.0.0rc2`, `1.2.3-beta`.
fn is_version(word: &str) -> bool {
    let mut numbers = word.trim_start_matches('v').split('-').next().unwrap_or_default().split('.');
    let first = numbers.next().is_some_and(|number| number.parse::<u32>().is_ok());
    let mut rest = numbers.peekable();
    first
        && rest.peek().is_some()
        && rest.all(|number| number.starts_with(|digit: char| digit.is_ascii_digit()) || number == "x")
}

/// The words of headings, without what they are set in.
fn pieces(headings: &str) -> impl Iterator<Item = &str> {
    let is_between = |letter: char| letter.is_whitespace() || "/[](),".contains(letter);
    headings.split(is_between).filter(|word| !word.is_empty())
}

/// `2013.07.21`.
fn is_day(word: &str) -> bool {
    let (_, values) = values::split(&words::fold(word));
    values.iter().any(|value| value.kind == ValueKind::Date)
}

/// The numbers of a version; what follows the digits of one, as in `0rc2`, names a step towards it.
fn version_numbers(version: &str) -> Vec<u32> {
    let parts = version.trim_start_matches('v').split(['.', '-']);
    parts.map_while(|part| numbers(part).first().copied()).collect()
}

fn numbers(text: &str) -> Vec<u32> {
    text.split(|letter: char| !letter.is_ascii_digit()).flat_map(str::parse).collect()
}

#[cfg(test)]
mod tests {
    use super::{Release, are_named_apart, documents_of_two_versions, is_of_a_day};

    #[test]
    fn a_lower_version_that_came_later_is_of_another_line() {
        let read = |headings: &str| Release::read(headings).expect("a version and a day");
        let [higher, lower] = ["[2.3.4] 2022-04-07/list", "[2.2.12] 2022-04-13/list"].map(read);
        assert!(lower.follows_a_higher(&higher) && !higher.follows_a_higher(&lower));
        let [first, second] = ["v1.8.0, 2018-10-08", "v1.8.1, 2018-11-30"].map(read);
        assert!(!first.follows_a_higher(&second) && !second.follows_a_higher(&first));
        let [higher, lower] = ["1.43.1 (April 2nd, 2025)/Fixed", "1.42.1 (April 8th, 2025)/Fixed"].map(read);
        assert!(higher.mends_another_line_than(&lower));
        let [first, second] = ["1.43.1/Fixed", "1.43.2/Fixed"].map(read);
        assert!(!first.mends_another_line_than(&second) && !read("1.43.0").mends_another_line_than(&read("1.42.1")));
        assert!(Release::read("Unreleased/Added").is_none());
        let [higher, lower] = ["0.10.0 - 2016/03/07/Added", "0.9.8 - 2017/01/19/Changed"].map(read);
        assert!(lower.follows_a_higher(&higher));
        let [higher, lower] = ["2013.07.21, Version 0.11.6 (Next)", "2013.07.26, Version 0.10.13 (Stable)"].map(read);
        assert!(lower.follows_a_higher(&higher) && !higher.follows_a_higher(&lower));
        let [candidate, older] = ["2.0.0rc2/Core", "1.5.0/Core"].map(read);
        assert!(older.follows_a_higher(&candidate));
    }

    #[test]
    fn documents_and_headings_of_two_versions() {
        assert!(documents_of_two_versions("CHANGELOG-7.x.md", "CHANGELOG-6.x.md"));
        assert!(documents_of_two_versions("docs/v1/intro.md", "docs/v2/intro.md"));
        assert!(!documents_of_two_versions("docs/01-intro.md", "docs/02-intro.md"));
        assert!(!documents_of_two_versions("docs/1.2/a.md", "docs/1.3/b.md"));
        assert!(are_named_apart("Version 2.3.0", "Version 2.2.3") && !are_named_apart("Roadmap", "Roadmap"));
        assert!(!are_named_apart("Plans for 2024", "Roadmap of 2025"));
        assert!(is_of_a_day("2024-10-02  Ada Holm <ada@harbour.example>") && !is_of_a_day("1.2.3 - 2024-10-02"));
        assert!(!is_of_a_day("Moorings"));
    }
}
