//! Whether two entries of a changelog belong to two lines of releases, which each tell what was mended in both.
//!
//! Not here: how alike the entries are.

use crate::pairs::values::{self, ValueKind};
use crate::pairs::words;
use crate::units::addition::Addition;

/// Tells whether both stand under releases of which the lower came out no earlier than the higher: in one line of
/// releases the lower one comes first. Where neither names a day, two major versions are two lines.
pub(super) fn of_two_lines(ours: &Addition, theirs: &Addition) -> bool {
    let both = Release::above(ours).zip(Release::above(theirs));
    both.is_some_and(|(one, other)| one.follows_a_higher(&other) || other.follows_a_higher(&one))
}

/// A version and a day, each as its numbers, the greatest unit first.
struct Release {
    version: Vec<u32>,
    day: Option<Vec<u32>>,
}

impl Release {
    /// Reads the release that an entry stands under or is, from the headings above it.
    fn above(addition: &Addition) -> Option<Release> {
        let name = addition.unit.name.as_deref().unwrap_or_default();
        Release::read(&format!("{} {name}", addition.unit.container.path))
    }

    fn read(headings: &str) -> Option<Release> {
        let headings = headings.replace(['/', '[', ']', '(', ')', ','], " ");
        let version = headings.split_whitespace().find(|word| is_version(word))?;
        let (_, values) = values::split(&words::fold(&headings.replacen(version, "", 1)));
        let day = values.into_iter().find(|value| value.kind == ValueKind::Date);
        // The form of a day begins with the day of the month and ends with the year.
        let day = day.map(|day| numbers(&day.form).into_iter().rev().collect());
        Some(Release { version: numbers(version), day })
    }

    fn follows_a_higher(&self, other: &Release) -> bool {
        match (&self.day, &other.day) {
            (Some(day), Some(other_day)) => self.version < other.version && day >= other_day,
            (None, None) => self.version.first() < other.version.first(),
            _ => false,
        }
    }
}

fn is_version(word: &str) -> bool {
    let numbers = word.trim_start_matches('v').split('-').next().unwrap_or_default();
    numbers.contains('.') && numbers.split('.').all(|number| number.parse::<u32>().is_ok())
}

fn numbers(text: &str) -> Vec<u32> {
    text.split(|letter: char| !letter.is_ascii_digit()).flat_map(str::parse).collect()
}

#[cfg(test)]
mod tests {
    use super::Release;

    #[test]
    fn a_lower_version_that_came_later_is_of_another_line() {
        let read = |headings: &str| Release::read(headings).expect("a version and a day");
        let [higher, lower] = ["[2.3.4] 2022-04-07/list", "[2.2.12] 2022-04-13/list"].map(read);
        assert!(lower.follows_a_higher(&higher) && !higher.follows_a_higher(&lower));
        let [first, second] = ["v1.8.0, 2018-10-08", "v1.8.1, 2018-11-30"].map(read);
        assert!(!first.follows_a_higher(&second) && !second.follows_a_higher(&first));
        assert!(Release::read("Unreleased/Added").is_none());
    }
}
