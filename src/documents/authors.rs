//! What documents write of people and times, made fit to be told: names without what a terminal would obey, times as
//! seconds.
//!
//! Not here: where in a document people are named (one reader a format).

use crate::source::Traces;

/// A longer name is no name.
const MAX_LETTERS: usize = 80;

/// Makes the traces of a name and a time as they are written; either may be missing or not make sense.
#[must_use]
pub(super) fn traces(name: Option<&str>, date: Option<&str>) -> Traces {
    let author = name.and_then(clean);
    // A time without a person tells nobody anything.
    let time = date.and_then(seconds).filter(|_| author.is_some());
    Traces { author, time, ..Traces::default() }
}

/// Takes out of a name what is no letter to see, and cuts it where it is too long.
#[must_use]
pub(super) fn clean(name: &str) -> Option<String> {
    let is_hidden = |letter: &char| {
        letter.is_control()
            || matches!(letter, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
    };
    let seen: String = name.chars().take(MAX_LETTERS * 4).filter(|letter| !is_hidden(letter)).collect();
    let mut words = seen.split_whitespace().collect::<Vec<_>>().join(" ");
    if words.chars().count() > MAX_LETTERS {
        words = words.chars().take(MAX_LETTERS - 1).chain(['…']).collect();
    }
    (!words.is_empty()).then_some(words)
}

/// Reads `2025-02-21T19:32:07`, whatever stands behind it, as seconds since 1970 in UTC.
#[must_use]
pub(super) fn seconds(date: &str) -> Option<i64> {
    let number = |from: usize, to: usize| -> Option<i64> {
        let digits = date.get(from..to)?;
        digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok())?
    };
    let (year, month, day) = (number(0, 4)?, number(5, 7)?, number(8, 10)?);
    let (hour, minute, second) = (number(11, 13)?, number(14, 16)?, number(17, 19)?);
    let is_date = (1..=12).contains(&month) && (1..=31).contains(&day) && hour < 24 && minute < 60 && second < 61;
    // Counted from March, a leap day is the last of its year (Howard Hinnant's days_from_civil).
    let year = if month <= 2 { year - 1 } else { year };
    let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let days = era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468;
    is_date.then_some(((days * 24 + hour) * 60 + minute) * 60 + second)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_made_fit_to_be_told() {
        assert_eq!(clean(" Anna\t\u{1b}[31m\u{202e}  Berg\n").as_deref(), Some("Anna[31m Berg"));
        assert_eq!((clean(" \u{7}"), clean(&"x".repeat(10_000)).map(|name| name.chars().count())), (None, Some(80)));
    }

    #[test]
    fn times_are_read_and_nonsense_is_not() {
        assert_eq!(seconds("1970-01-01T00:00:00Z"), Some(0));
        assert_eq!(seconds("2025-02-21T19:32:07.037"), Some(1_740_166_327));
        assert_eq!(seconds("2000-02-29T12:00:00"), Some(951_825_600));
        for wrong in
            ["", "2025-13-01T00:00:00", "2025-02-21", "2025-02-21T99:00:00", "äöüäöüäöüäöüäöü", "+025-02-21T19:32:07"]
        {
            assert_eq!(seconds(wrong), None, "{wrong}");
        }
    }
}
