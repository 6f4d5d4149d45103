//! The noun of values: a number with its unit, a date, a time, a version, a reference, in canonical form.
//!
//! Not here: where values stand in a sentence (`values`), values in words (`quantities`).

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

/// Numbers as words, up to twenty, in order; then the tens.
pub(super) const NUMBER_WORDS: &[&str] = &[
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

/// Tens as words, from thirty on.
pub(super) const TENS: &[&str] = &["thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

/// Units as written, as compared, and how many of the compared one is.
pub(super) const UNITS: &[(&[&str], &str, u64)] = &[
    (&["%", "percent", "pct"], "%", 1),
    (&["hundred"], "", 100),
    (&["k", "thousand"], "", 1_000),
    (&["m", "million"], "", 1_000_000),
    (&["bn", "billion"], "", 1_000_000_000),
    (&["ms", "millisecond", "milliseconds"], "ms", 1),
    (&["s", "sec", "secs", "second", "seconds"], "ms", 1_000),
    (&["min", "mins", "minute", "minutes"], "ms", 60_000),
    (&["h", "hr", "hrs", "hour", "hours"], "ms", 3_600_000),
    (&["d", "day", "days"], "ms", 86_400_000),
    (&["week", "weeks"], "ms", 604_800_000),
    (&["month", "months"], "mo", 1),
    (&["year", "years", "yr", "yrs"], "mo", 12),
    (&["kb", "kilobyte", "kilobytes"], "kb", 1),
    (&["mb", "megabyte", "megabytes"], "kb", 1_000),
    (&["gb", "gigabyte", "gigabytes"], "kb", 1_000_000),
    (&["tb", "terabyte", "terabytes"], "kb", 1_000_000_000),
    (&["kwh"], "kwh", 1),
    (&["mwh"], "kwh", 1_000),
    (&["gwh"], "kwh", 1_000_000),
    (&["km", "kilometre", "kilometres", "kilometer", "kilometers"], "km", 1),
    (&["kg", "kilogram", "kilograms", "kilo", "kilos"], "kg", 1),
    (&["x", "times"], "x", 1),
];

impl Value {
    /// What a number counts: its unit, empty where it has none.
    #[must_use]
    pub fn unit(&self) -> &str {
        let is_unit = |letter: char| letter.is_alphabetic() || letter == '%';
        self.form.find(is_unit).filter(|_| self.kind == ValueKind::Number).map_or("", |at| &self.form[at..])
    }

    /// Tells whether two values can be one: equal, or days of which one has no year.
    #[must_use]
    pub fn meets(&self, other: &Value) -> bool {
        let part =
            |one: &Value, other: &Value| other.form.strip_prefix(&one.form).is_some_and(|rest| rest.starts_with('-'));
        let days = self.kind == ValueKind::Date && other.kind == ValueKind::Date;
        self == other || days && (part(self, other) || part(other, self))
    }
}

pub(super) fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

pub(super) fn number_word(word: &str) -> Option<usize> {
    let tens = || TENS.iter().position(|known| *known == word).map(|index| 30 + 10 * index);
    NUMBER_WORDS.iter().position(|known| *known == word).filter(|index| *index > 0).or_else(tens)
}

pub(super) fn is_space(words: &[&str], at: usize) -> bool {
    words.get(at).is_some_and(|word| word.trim().is_empty())
}

/// A number with the units that follow it, glued or after a space: "1.5m", "8 gb", "2 million", "25 °c".
pub(super) fn number_with_unit(words: &[&str], at: usize, number: &str) -> Option<(Value, usize)> {
    let known = |unit: &str| UNITS.iter().find(|(written, _, _)| written.contains(&unit));
    let digits = number.trim_end_matches(|letter: char| letter.is_alphabetic());
    let glued = &number[digits.len()..];
    let plain = digits.replace(',', "");
    let value = |form: String, taken| Some((Value { kind: ValueKind::Number, form }, taken));
    if !glued.is_empty() {
        return match known(glued) {
            Some((_, unit, factor)) => value(format!("{}{unit}", scaled(&plain, *factor)), 1),
            None => value(format!("{}{glued}", scaled(&plain, 1)), 1),
        };
    }
    let gap = usize::from(is_space(words, at + 1));
    let mut next = at + 1 + gap;
    if words.get(next) == Some(&"°") {
        let degree = words.get(next + 1).copied().filter(|unit| matches!(*unit, "c" | "f"));
        return value(
            format!("{}{}", scaled(&plain, 1), degree.unwrap_or_default()),
            next + 1 - at + usize::from(degree.is_some()),
        );
    }
    let (mut factor, mut name) = (1u64, "");
    // "million" is followed by another unit at times: "2 million hours".
    while let Some((_, unit, times)) = words.get(next).and_then(|word| known(word)).filter(|_| name.is_empty()) {
        (factor, name) = (factor.saturating_mul(*times), unit);
        next += 1;
        if !name.is_empty() || !is_space(words, next) || words.get(next + 1).and_then(|word| known(word)).is_none() {
            break;
        }
        next += 1;
    }
    let taken = if factor == 1 && name.is_empty() { 1 } else { next - at };
    value(format!("{}{name}", scaled(&plain, factor)), taken)
}

/// A decimal number times a factor, without needless zeros; a number too long to count stays as it is.
pub(super) fn scaled(plain: &str, factor: u64) -> String {
    let (whole, part) = plain.split_once('.').unwrap_or((plain, ""));
    if whole.len() + part.len() > 18 || !(whole.chars().chain(part.chars())).all(|digit| digit.is_ascii_digit()) {
        return plain.to_owned();
    }
    let mantissa: u128 = format!("{whole}{part}").parse().unwrap_or_default();
    let unit = 10u128.pow(u32::try_from(part.len()).unwrap_or_default());
    let all = mantissa * u128::from(factor);
    let rest = format!("{:0width$}", all % unit, width = part.len());
    match rest.trim_end_matches('0') {
        "" => (all / unit).to_string(),
        rest => format!("{}.{rest}", all / unit),
    }
}
