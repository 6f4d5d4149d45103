//! The values in a sentence: numbers with their units, dates, times, versions, issue numbers, each as a type and a
//! canonical form, so that "12 %" meets "12 percent" and "3 Mar" meets "March 3".
//!
//! Not here: whether other values mean a contradiction (`findings`).

/// A value in a sentence.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Value {
    /// What it is.
    pub kind: ValueKind,
    /// Its canonical form.
    pub form: String,
}

/// What a value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ValueKind {
    /// A number, with its unit if it has one.
    Number,
    /// A day, month or year.
    Date,
    /// A time of day.
    Time,
    /// A version.
    Version,
    /// The number of an issue, change or the like: names a thing and measures nothing.
    Reference,
}

/// Numbers as words, up to twenty, in order.
const NUMBER_WORDS: &[&str] = &[
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
];

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

/// Units as written and as compared. A factor of 1000 or a million belongs to the number.
const UNITS: &[(&str, &str)] = &[
    ("%", "%"),
    ("bn", "e9"),
    ("billion", "e9"),
    ("days", "d"),
    ("day", "d"),
    ("gb", "gb"),
    ("hours", "h"),
    ("hour", "h"),
    ("hrs", "h"),
    ("h", "h"),
    ("k", "e3"),
    ("kb", "kb"),
    ("m", "e6"),
    ("mb", "mb"),
    ("million", "e6"),
    ("milliseconds", "ms"),
    ("min", "min"),
    ("minutes", "min"),
    ("minute", "min"),
    ("months", "mo"),
    ("month", "mo"),
    ("ms", "ms"),
    ("pct", "%"),
    ("percent", "%"),
    ("s", "s"),
    ("sec", "s"),
    ("seconds", "s"),
    ("second", "s"),
    ("tb", "tb"),
    ("thousand", "e3"),
    ("weeks", "wk"),
    ("week", "wk"),
    ("years", "y"),
    ("year", "y"),
];

/// Takes the values out of folded text. Returns the text with a space in their place, and the values in order.
#[must_use]
pub fn split(folded: &str) -> (String, Vec<Value>) {
    let words = tokens(folded);
    let (mut rest, mut values) = (String::with_capacity(folded.len()), Vec::new());
    let mut at = 0;
    while at < words.len() {
        match value_at(&words, at) {
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
        return true;
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
    if let Some((date, taken)) = month_date(words, at) {
        return made(ValueKind::Date, date, taken);
    }
    if let Some(version) = word.strip_prefix('v').filter(|rest| rest.starts_with(|c: char| c.is_ascii_digit())) {
        return made(ValueKind::Version, version.to_owned(), 1);
    }
    if let Some(index) = NUMBER_WORDS.iter().position(|known| *known == word).filter(|index| *index > 1) {
        return number_with_unit(words, at, &index.to_string());
    }
    if !word.starts_with(|letter: char| letter.is_ascii_digit()) {
        return None;
    }
    match word.matches(['.', '-', '/', ':']).count() {
        0 => number_with_unit(words, at, word),
        1 if word.contains('.') => number_with_unit(words, at, word),
        _ if word.contains(':') => made(ValueKind::Time, word.to_owned(), 1),
        _ if is_date(word) => made(ValueKind::Date, word.to_owned(), 1),
        _ => made(ValueKind::Version, word.to_owned(), 1),
    }
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// A day as numbers: 2026-03-01, 1/3/2026, 01.03.2026.
fn is_date(word: &str) -> bool {
    let parts: Vec<&str> = word.split(['-', '/', '.']).collect();
    parts.len() == 3 && parts.iter().all(|part| is_digits(part)) && parts.iter().any(|part| part.len() == 4)
}

/// "march 3", "3 mar", "march 2026", "3 march 2026", each as day-month-year with what is there.
fn month_date(words: &[&str], at: usize) -> Option<(String, usize)> {
    let month = |index: usize| {
        let word = words.get(index)?;
        let found = MONTHS.iter().position(|name| name == word || word.len() >= 3 && &name[..3] == *word)?;
        // "may" is a verb far more often than a month, and needs a day beside it like the others.
        Some(found + 1)
    };
    let day = |index: usize| {
        let word = words.get(index)?;
        let digits = word.trim_end_matches(|letter: char| letter.is_ascii_alphabetic());
        let ending = &word[digits.len()..];
        (is_digits(digits) && digits.len() <= 2 && ["", "st", "nd", "rd", "th"].contains(&ending))
            .then(|| digits.to_owned())
    };
    let space = |index: usize| words.get(index).is_some_and(|word| word.trim().is_empty());
    if let (Some(month), true, Some(day)) = (month(at), space(at + 1), day(at + 2)) {
        return Some((format!("{day}-{month}"), 3));
    }
    if let (Some(day), true, Some(month)) = (day(at), space(at + 1), month(at + 2)) {
        return Some((format!("{day}-{month}"), 3));
    }
    None
}

/// A number with the unit that follows it, glued or after a space.
fn number_with_unit(words: &[&str], at: usize, number: &str) -> Option<(Value, usize)> {
    let digits = number.trim_end_matches(|letter: char| letter.is_alphabetic());
    let glued = &number[digits.len()..];
    let known = |unit: &str| UNITS.iter().find(|(written, _)| *written == unit).map(|(_, canonical)| *canonical);
    let plain = digits.replace(',', "");
    let plain = if plain.contains('.') { plain.trim_end_matches('0').trim_end_matches('.') } else { &plain };
    let value = |form: String, taken| Some((Value { kind: ValueKind::Number, form }, taken));
    if !glued.is_empty() {
        return value(format!("{plain}{}", known(glued).unwrap_or(glued)), 1);
    }
    let sign = words.get(at + 1).and_then(|next| known(next).map(|unit| (unit, 2)));
    let spaced = || words.get(at + 1).filter(|gap| gap.trim().is_empty()).and_then(|_| words.get(at + 2));
    match sign.or_else(|| spaced().and_then(|next| known(next)).map(|unit| (unit, 3))) {
        Some((unit, taken)) => value(format!("{plain}{unit}"), taken),
        None => value(plain.to_owned(), 1),
    }
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
        check("grew 12% in q3", &["12%"]);
        check("up 12 percent, four percent", &["12%", "4%"]);
        check("$1.5m and $1.5 million", &["1.5e6", "1.5e6"]);
        check("march 3, 3 mar, 3rd march", &["3-3", "3-3", "3-3"]);
        check("at 14:30 on 2026-03-01 with v1.2.3 (#412)", &["14:30", "2026-03-01", "1.2.3", "412"]);
        check("1,200 users, 8 gb", &["1200", "8gb"]);
        check("you may go", &[]);
    }
}
