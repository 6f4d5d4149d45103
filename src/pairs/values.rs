//! The values in a sentence: numbers with their units, dates, times, versions, issue numbers, each as a type and a
//! canonical form, so that "12 %" meets "12 percent" and "3 Mar" meets "March 3".
//!
//! Not here: whether other values mean a contradiction (`findings`).

use super::quantities;
use super::value::{Value, ValueKind, is_digits, is_space, number_with_unit, number_word};
use crate::letters::is_wide;

const MONTHS: &[&str] = &[
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

const DAYS: &[&str] = &["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// Words after which the short or ambiguous name of a month means the month.
const BEFORE_MONTHS: &[&str] = &["after", "before", "by", "during", "early", "from", "in", "late", "since", "until"];

/// Takes the values out of folded text. Returns the text with a space in their place, and the values in order.
#[must_use]
pub fn split(folded: &str) -> (String, Vec<Value>) {
    if folded.is_ascii() && !may_hold_a_value(folded) {
        return (folded.to_owned(), Vec::new());
    }
    let words = tokens(folded);
    let (mut rest, mut values) = (String::with_capacity(folded.len()), Vec::new());
    let mut at = 0;
    while at < words.len() {
        match Some(words[at]).filter(|word| begins_a_value(word)).and_then(|_| value_at(&words, at)) {
            Some((value, taken)) => {
                values.push(value);
                rest.push(' ');
                at += taken;
            }
            None => {
                rest.push_str(words[at]);
                at += 1;
            }
        }
    }
    (rest, values)
}

/// Tells whether a value may begin with a token: with a digit, a sign that numbers, or a word that counts or dates.
fn begins_a_value(word: &str) -> bool {
    match word.as_bytes() {
        [b'#', next, ..] | [b'v', next, ..] if next.is_ascii_digit() => true,
        [first, ..] if first.is_ascii_digit() => true,
        [first, ..] if first.is_ascii_lowercase() => quantities::counts(word) || dates(word),
        _ => false,
    }
}

/// Tells whether a word names a day, a month or a quarter.
fn dates(word: &str) -> bool {
    let is_month = |name: &&str| **name == *word || word.len() == 3 && name.starts_with(word);
    let single = word.strip_suffix('s').unwrap_or(word);
    DAYS.contains(&single) || MONTHS.iter().any(is_month) || matches!(word, "sept" | "q1" | "q2" | "q3" | "q4")
}

/// Tells whether a text of plain letters may hold a value. Where it has no digits, its tokens are its words.
fn may_hold_a_value(text: &str) -> bool {
    let is_plain = |letter: char| letter.is_ascii_alphanumeric();
    text.bytes().any(|byte| byte.is_ascii_digit())
        || text.split(|letter| !is_plain(letter)).any(|word| !word.is_empty() && begins_a_value(word))
}

/// Cuts text into runs: words with the signs that belong into values, spaces, single signs.
fn tokens(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut previous: Option<char> = None;
    for (at, letter) in text.char_indices() {
        if previous.is_some_and(|before| !joins(before, letter, text, at)) {
            found.push(&text[start..at]);
            start = at;
        }
        previous = Some(letter);
    }
    if start < text.len() {
        found.push(&text[start..]);
    }
    found
}

/// Tells whether a letter goes on with the run before it. Dots, commas, colons, dashes and slashes join digits only.
fn joins(before: char, letter: char, text: &str, at: usize) -> bool {
    let next_is_digit = || text[at + letter.len_utf8()..].starts_with(|next: char| next.is_ascii_digit());
    if before.is_alphanumeric() && letter.is_alphanumeric() {
        // "2027年3月に" and "1에" are numbers with words behind them.
        return !(before.is_ascii_digit() && is_wide(letter) || is_wide(before) && letter.is_ascii_digit());
    }
    if matches!(letter, '.' | ',' | ':' | '-' | '/') {
        return before.is_ascii_digit() && next_is_digit();
    }
    matches!(before, '.' | ',' | ':' | '-' | '/')
        && letter.is_ascii_digit()
        && text[..at].chars().rev().nth(1).is_some_and(|c| c.is_ascii_digit())
        || before == '#' && letter.is_ascii_digit()
        || before.is_whitespace() && letter.is_whitespace()
}

/// Reads the value that begins at a token; says how many tokens it takes.
fn value_at(words: &[&str], at: usize) -> Option<(Value, usize)> {
    let word = words[at];
    let made = |kind, form: String, taken| Some((Value { kind, form }, taken));
    if let Some(number) = word.strip_prefix('#').filter(|rest| is_digits(rest)) {
        return made(ValueKind::Reference, number.to_owned(), 1);
    }
    if let Some(found) = quantities::read(words, at) {
        return Some(found);
    }
    if let Some((date, taken)) = month_date(words, at).or_else(|| named_day(words, at)) {
        return made(ValueKind::Date, date, taken);
    }
    if let Some((time, taken)) = time(words, at) {
        return made(ValueKind::Time, time, taken);
    }
    if let Some(version) = word.strip_prefix('v').filter(|rest| rest.starts_with(|c: char| c.is_ascii_digit())) {
        return made(ValueKind::Version, version.to_owned(), 1);
    }
    if let Some(number) = number_word(word) {
        // "One" alone is hardly ever a number.
        return number_with_unit(words, at, &number.to_string()).filter(|(_, taken)| number > 1 || *taken > 1);
    }
    if !word.starts_with(|letter: char| letter.is_ascii_digit()) {
        return None;
    }
    match word.matches(['.', '-', '/', ':']).count() {
        0 => number_with_unit(words, at, word),
        1 if word.contains('.') => number_with_unit(words, at, word),
        _ if word.contains(':') => made(ValueKind::Time, word.to_owned(), 1),
        _ if is_date(word) => made(ValueKind::Date, day_first(word), 1),
        _ => made(ValueKind::Version, word.to_owned(), 1),
    }
}

/// A day as numbers: 2026-03-01, 1/3/2026, 01.03.2026.
fn is_date(word: &str) -> bool {
    let parts: Vec<&str> = word.split(['-', '/', '.']).collect();
    parts.len() == 3 && parts.iter().all(|part| is_digits(part)) && parts.iter().any(|part| part.len() == 4)
}

/// A day that is written with the year first, turned round; what is written otherwise may be read in two ways.
fn day_first(date: &str) -> String {
    let parts: Vec<&str> = date.split('-').map(|part| part.trim_start_matches('0')).collect();
    match parts.as_slice() {
        [year, month, day] if year.len() == 4 => format!("{day}-{month}-{year}"),
        _ => date.to_owned(),
    }
}

/// The month that a word names, with its usual short form.
fn month(words: &[&str], at: usize) -> Option<usize> {
    let word = words.get(at)?;
    let found =
        MONTHS.iter().position(|name| name == word || &name[..3] == *word || *word == "sept" && *name == "september");
    // "may" is a verb far more often than a month, and needs a day beside it like the others.
    found.map(|index| index + 1)
}

/// "march 3", "3 mar", "3 march 2026", "3rd of march", each as day-month and the year if there is one.
fn month_date(words: &[&str], at: usize) -> Option<(String, usize)> {
    let day = |index: usize| {
        let word = words.get(index)?;
        let digits = word.trim_end_matches(|letter: char| letter.is_ascii_alphabetic());
        let ending = &word[digits.len()..];
        (is_digits(digits) && digits.len() <= 2 && ["", "st", "nd", "rd", "th"].contains(&ending))
            .then(|| digits.trim_start_matches('0').to_owned())
    };
    let of = if words.get(at + 2) == Some(&"of") { 2 } else { 0 };
    let (day, month, taken) = match (month(words, at), is_space(words, at + 1), day(at + 2)) {
        (Some(month), true, Some(day)) => (day, month, 3),
        _ => (day(at)?, month(words, at + 2 + of).filter(|_| is_space(words, at + 1))?, 3 + of),
    };
    let comma = usize::from(words.get(at + taken) == Some(&","));
    let year = words.get(at + taken + comma + 1).filter(|year| is_digits(year) && year.len() == 4);
    match year.filter(|_| is_space(words, at + taken + comma)) {
        Some(year) => Some((format!("{day}-{month}-{year}"), taken + comma + 2)),
        None => Some((format!("{day}-{month}"), taken)),
    }
}

/// A day of the week, a quarter, or a month alone where nothing else can be meant.
fn named_day(words: &[&str], at: usize) -> Option<(String, usize)> {
    let word = words[at];
    let single = word.strip_suffix('s').unwrap_or(word);
    if DAYS.contains(&single) || matches!(word, "q1" | "q2" | "q3" | "q4") {
        return Some((single.to_owned(), 1));
    }
    let month = month(words, at)?;
    let ambiguous = word.len() < 5 || word == "march";
    let led = at >= 2 && is_space(words, at - 1) && BEFORE_MONTHS.contains(&words[at - 2]);
    (!ambiguous || led).then(|| (format!("m{month}"), 1))
}

/// "10am", "2 pm", "14:30", "2:30 pm", as on a clock of 24 hours.
fn time(words: &[&str], at: usize) -> Option<(String, usize)> {
    let word = words[at];
    let (clock, mut half, mut taken) = match [("am", 0), ("pm", 12)].into_iter().find(|(mark, _)| word.ends_with(mark))
    {
        Some((mark, half)) => (word.strip_suffix(mark)?, Some(half), 1),
        None => (word, None, 1),
    };
    if half.is_none() {
        let (gap, mark) = (is_space(words, at + 1), words.get(at + 2).copied().unwrap_or_default());
        half = [("am", 0), ("pm", 12)].into_iter().find(|(known, _)| gap && *known == mark).map(|(_, half)| half);
        taken = if half.is_some() { 3 } else { 1 };
    }
    let (hours, minutes) = clock.split_once(':').unwrap_or((clock, "00"));
    let fits = is_digits(hours) && hours.len() <= 2 && is_digits(minutes) && minutes.len() == 2;
    if !fits || half.is_none() && !clock.contains(':') {
        return None;
    }
    let hours: u32 = hours.parse().ok()?;
    let hours = half.map_or(hours, |half| hours % 12 + half);
    Some((format!("{hours}:{minutes}"), taken))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let forms: Vec<String> = split(text).1.into_iter().map(|value| value.form).collect();
        assert_eq!(forms, expected, "{text}");
    }

    #[test]
    fn one_value_has_one_form() {
        check("grew 12% in q3", &["12%", "q3"]);
        check("up 12 percent, four percent", &["12%", "4%"]);
        check("$1.5m and $1.5 million and 1,500,000", &["1500000", "1500000", "1500000"]);
        check("march 3, 3 mar, 3rd of march", &["3-3", "3-3", "3-3"]);
        check("on 2026-03-01 with v1.2.3 (#412)", &["1-3-2026", "1.2.3", "412"]);
        check("1 march 2026 or march 1, 2026", &["1-3-2026", "1-3-2026"]);
        check("1,200 users, 1.50 eur", &["1200", "1.5"]);
    }

    #[test]
    fn units_of_one_kind_meet() {
        check("5 minutes or 300 seconds", &["300000ms", "300000ms"]);
        check("one year is 12 months", &["12mo", "12mo"]);
        check("8 gb, 8 mb, 8mb", &["8000000kb", "8000kb", "8000kb"]);
        check("25c and 25 °c", &["25c", "25c"]);
        check("two million hours", &["7200000000000ms"]);
        check("no one of them, three times, 3x", &["3x", "3x"]);
    }

    #[test]
    fn clocks_and_calendars() {
        check("10am, 10:00, 2 pm, 2:30 pm", &["10:00", "10:00", "14:00", "14:30"]);
        check("every monday, on mondays, in q3", &["monday", "monday", "q3"]);
        check("in jan, in january, until may", &["m1", "m1", "m5"]);
        let march = Value { kind: ValueKind::Date, form: "1-3".to_owned() };
        assert!(march.meets(&Value { kind: ValueKind::Date, form: "1-3-2026".to_owned() }));
    }

    #[test]
    fn words_that_only_look_like_values() {
        check("you may go", &[]);
    }
}
