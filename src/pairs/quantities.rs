//! Quantities that are written in words: `half of`, `two thirds`, `two out of three`, `a dozen`, `half an hour`, `the third
//! quarter`, `twenty-five`.
//!
//! Not here: numbers with their units, dates and times in figures (`values.rs`).

use super::value::{UNITS, Value, ValueKind, is_digits, is_space, number_with_unit, number_word, scaled};

/// Parts of a whole, and how many make one.
const PARTS: &[(&str, u64)] = &[
    ("third", 3),
    ("quarter", 4),
    ("fourth", 4),
    ("fifth", 5),
    ("sixth", 6),
    ("seventh", 7),
    ("eighth", 8),
    ("ninth", 9),
    ("tenth", 10),
];
/// What may stand behind one part of a whole; before other words it counts things: `a third party`.
const AFTER_A_PART: &[&str] = &["of", "less", "more", "fewer", "cheaper", "faster", "smaller"];
/// What stands behind a half of something.
const AFTER_HALF: &[&str] =
    &["all", "her", "his", "its", "my", "of", "our", "that", "the", "their", "these", "this", "those", "your"];
/// What makes a half or a quarter one of several in a row.
const ORDER: &[&str] = &["first", "second", "third", "fourth"];
/// Words before `a quarter`, `a day` that make it the span in which something happens, and not how much of it.
const RATES: &[&str] = &["once", "twice", "times", "hours", "days", "euro", "euros", "dollars"];
/// Words that number what follows them: `step two of five`.
const NUMBERED: &[&str] =
    &["chapter", "day", "figure", "page", "part", "phase", "round", "section", "slide", "step", "volume", "week"];
/// Words before `a minute`, `an hour` that make it a length of time.
const LENGTHS: &[&str] = &["about", "after", "in", "last", "lasts", "take", "takes", "than", "under", "within"];
/// Shares are told of so many at most.
const MOST: u64 = 100;

/// Reads the quantity that begins at a token; says how many tokens it takes.
pub(super) fn read(words: &[&str], at: usize) -> Option<(Value, usize)> {
    let first = *words.get(at)?;
    if !first.starts_with(|letter: char| letter.is_ascii_alphanumeric()) {
        return None;
    }
    half(words, at)
        .or_else(|| quarter_of_a_year(words, at))
        .or_else(|| parts(words, at))
        .or_else(|| share(words, at))
        .or_else(|| dozen(words, at))
        .or_else(|| one_span(words, at))
        .or_else(|| tens(words, at))
}

/// Tells whether a quantity or a number may begin with a word.
pub(super) fn counts(word: &str) -> bool {
    matches!(word, "a" | "an" | "half" | "dozen") || ORDER.contains(&word) || number_word(word).is_some()
}

fn number(form: String, taken: usize) -> Option<(Value, usize)> {
    Some((Value { kind: ValueKind::Number, form }, taken))
}

/// The word behind so many others, one space or dash between.
fn word<'a>(words: &[&'a str], at: usize, behind: usize) -> Option<&'a str> {
    let gaps = (0..behind).map(|gap| at + 1 + 2 * gap);
    let is_gap = |gap: usize| is_space(words, gap) || words.get(gap) == Some(&"-");
    gaps.into_iter().all(is_gap).then(|| words.get(at + 2 * behind).copied()).flatten()
}

fn word_before<'a>(words: &[&'a str], at: usize) -> &'a str {
    if at >= 2 && is_space(words, at - 1) { words[at - 2] } else { "" }
}

/// Tells whether a statement ends behind a token.
fn ends(words: &[&str], at: usize) -> bool {
    words.get(at + 1).is_none_or(|next| [".", ",", ";", ":", "!", "?", ")"].contains(next))
}

fn percent(part: u64, whole: u64) -> String {
    let thousandths = 1000 * part / whole.max(1);
    format!("{}%", scaled(&format!("{}.{}", thousandths / 10, thousandths % 10), 1))
}

/// A small number in words or figures; `a` counts as one.
fn count(word: &str) -> Option<u64> {
    match word {
        "a" | "an" | "one" => Some(1),
        _ if is_digits(word) && word.len() <= 3 => word.parse().ok(),
        _ => number_word(word).and_then(|number| u64::try_from(number).ok()),
    }
}

/// A part of a span of time: `half an hour`, `a quarter of an hour`.
fn of_span(unit: &str, part: u64, whole: u64, taken: usize) -> Option<(Value, usize)> {
    let (_, name, factor) =
        UNITS.iter().find(|(written, name, _)| written.contains(&unit) && matches!(*name, "ms" | "mo"))?;
    let exact = (part * factor).is_multiple_of(whole);
    exact.then(|| number(format!("{}{name}", part * factor / whole), taken)).flatten()
}

fn half(words: &[&str], at: usize) -> Option<(Value, usize)> {
    if words[at] != "half" || ORDER.contains(&word_before(words, at)) || word_before(words, at) == "other" {
        return None;
    }
    if let (Some("a" | "an"), Some(unit)) = (word(words, at, 1), word(words, at, 2)) {
        return if unit == "dozen" { number("6".to_owned(), 5) } else { of_span(unit, 1, 2, 5) };
    }
    let is_share = word(words, at, 1).is_some_and(|next| AFTER_HALF.contains(&next));
    let is_end = ends(words, at) && matches!(word_before(words, at), "by" | "in" | "to");
    if is_share || is_end { number("50%".to_owned(), 1) } else { None }
}

/// `the third quarter`.
fn quarter_of_a_year(words: &[&str], at: usize) -> Option<(Value, usize)> {
    let number = ORDER.iter().position(|known| *known == words[at])? + 1;
    let is_quarter = word(words, at, 1) == Some("quarter");
    is_quarter.then(|| (Value { kind: ValueKind::Date, form: format!("q{number}") }, 3))
}

/// `a third of`, `two thirds`, `three quarters of an hour`.
fn parts(words: &[&str], at: usize) -> Option<(Value, usize)> {
    let (part, name) = (count(words[at])?, word(words, at, 1)?);
    let (_, whole) = PARTS.iter().find(|(known, _)| name.strip_suffix('s').unwrap_or(name) == *known)?;
    let is_plural = name.ends_with('s');
    if is_plural == (part == 1) || part >= *whole || RATES.contains(&word_before(words, at)) {
        return None;
    }
    let behind = word(words, at, 2);
    if behind == Some("of") && matches!(word(words, at, 3), Some("a" | "an")) {
        let span = word(words, at, 4).and_then(|unit| of_span(unit, part, *whole, 9));
        if span.is_some() {
            return span;
        }
    }
    let is_part = is_plural || ends(words, at + 2) || behind.is_some_and(|word| AFTER_A_PART.contains(&word));
    if is_part { number(percent(part, *whole), 3) } else { None }
}

/// `two of three`, `two out of three`, `one in ten`.
fn share(words: &[&str], at: usize) -> Option<(Value, usize)> {
    let part = count(words[at]).filter(|_| words[at].len() > 1 || is_digits(words[at]))?;
    let behind = match (word(words, at, 1)?, word(words, at, 2)) {
        ("out", Some("of")) => 3,
        ("of" | "in", _) => 2,
        _ => return None,
    };
    let whole = count(word(words, at, behind)?).filter(|whole| part < *whole && *whole <= MOST && *whole > 1)?;
    let last = at + 2 * behind;
    let has_unit = word(words, last, 1).is_some_and(|unit| UNITS.iter().any(|(written, ..)| written.contains(&unit)));
    let is_share = !has_unit && !NUMBERED.contains(&word_before(words, at));
    if is_share { number(percent(part, whole), 2 * behind + 1) } else { None }
}

/// `a dozen`, `two dozen`.
fn dozen(words: &[&str], at: usize) -> Option<(Value, usize)> {
    if words[at] == "dozen" {
        return number("12".to_owned(), 1);
    }
    let many = count(words[at]).filter(|_| word(words, at, 1) == Some("dozen"))?;
    number((12 * many).to_string(), 3)
}

/// `within an hour`.
fn one_span(words: &[&str], at: usize) -> Option<(Value, usize)> {
    let is_length = matches!(words[at], "a" | "an") && LENGTHS.contains(&word_before(words, at));
    is_length.then(|| of_span(word(words, at, 1)?, 1, 1, 3)).flatten()
}

/// `twenty-five`, with the unit behind it.
fn tens(words: &[&str], at: usize) -> Option<(Value, usize)> {
    let tens = number_word(words[at]).filter(|tens| *tens >= 20)?;
    let ones = words.get(at + 2).and_then(|word| number_word(word)).filter(|ones| (1..10).contains(ones))?;
    if words.get(at + 1) != Some(&"-") {
        return None;
    }
    number_with_unit(words, at + 2, &(tens + ones).to_string()).map(|(value, taken)| (value, taken + 2))
}

#[cfg(test)]
mod tests {
    use super::super::values::split;

    fn check(text: &str, expected: &[&str]) {
        let forms: Vec<String> = split(text).1.into_iter().map(|value| value.form).collect();
        assert_eq!(forms, expected, "{text}");
    }

    #[test]
    fn shares_are_percentages() {
        check("half of them, half our shops, cut by half", &["50%", "50%", "50%"]);
        check("a third of all, two thirds, two-thirds, three quarters", &["33.3%", "66.6%", "66.6%", "75%"]);
        check("two out of three, 3 of 4, one in ten, cut by a quarter.", &["66.6%", "75%", "10%", "25%"]);
    }

    #[test]
    fn spans_and_counts() {
        check("half an hour, a quarter of an hour, half a year", &["1800000ms", "900000ms", "6mo"]);
        check("less than a minute, within an hour", &["60000ms", "3600000ms"]);
        check(
            "a dozen, two dozen, half a dozen, twenty-five, thirty-two days",
            &["12", "24", "6", "25", "2764800000ms"],
        );
        check("the third quarter, q3", &["q3", "q3"]);
    }

    #[test]
    fn what_is_no_quantity() {
        check("the first half of the film, the other half, half-baked, a half-day", &[]);
        check("a third party, a third opinion, once a quarter, a quarter past", &[]);
        check("dozens of them, a day in bed, half asleep", &[]);
        check("step two of five", &["2", "5"]);
    }
}
