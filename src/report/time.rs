//! Times as people and programs read them, from git's seconds and offset. The calendar is the proleptic Gregorian one.
//!
//! Not here: clocks. Every time comes from a commit.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::Offset;

/// Writes a time as RFC 3339 has it: `2026-03-01T14:02:00+01:00`.
#[must_use]
pub fn rfc3339(time: (i64, i32)) -> String {
    let (time, offset) = known(time);
    time.display_with_offset(offset).to_string()
}

/// Writes a time for people: `2026-03-01 14:02`, by the author's own clock.
#[must_use]
pub fn short(time: (i64, i32)) -> String {
    let (time, offset) = known(time);
    offset.to_datetime(time).strftime("%Y-%m-%d %H:%M").to_string()
}

/// A commit may claim a year or an offset that no calendar has: the year is the last one then, the offset that of UTC.
fn known((seconds, minutes): (i64, i32)) -> (Timestamp, Offset) {
    let last = if seconds < 0 { Timestamp::MIN } else { Timestamp::MAX };
    let offset = minutes.checked_mul(60).and_then(|seconds| Offset::from_seconds(seconds).ok());
    (Timestamp::from_second(seconds).unwrap_or(last), offset.unwrap_or(Offset::UTC))
}

/// Reads a day, `2026-03-01`, as seconds since 1970 at midnight UTC.
///
/// # Errors
/// Where it is no day; a sentence for people.
pub fn day(text: &str) -> Result<i64, String> {
    let day = Date::strptime("%Y-%m-%d", text).and_then(|day| Offset::UTC.to_timestamp(day.at(0, 0, 0, 0)));
    day.map(Timestamp::as_second).map_err(|_| format!("'{text}' is no day; write it as 2026-03-01"))
}

/// Reads a span of days or weeks, `30d` or `4w`, as seconds.
///
/// # Errors
/// Where it is none; a sentence for people.
pub fn span(text: &str) -> Result<i64, String> {
    let wrong = || format!("'{text}' is no span; write it as 30d or 4w");
    let (number, days) = match (text.strip_suffix('d'), text.strip_suffix('w')) {
        (Some(number), _) => (number, 1),
        (_, Some(number)) => (number, 7),
        _ => return Err(wrong()),
    };
    let number: u16 = number.parse().map_err(|_| wrong())?;
    if number == 0 { Err(wrong()) } else { Ok(i64::from(number) * days * 86_400) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times() {
        assert_eq!(rfc3339((0, 0)), "1970-01-01T00:00:00+00:00");
        assert_eq!(rfc3339((1_709_211_723, 330)), "2024-02-29T18:32:03+05:30");
        assert_eq!(short((1_709_251_199, -60)), "2024-02-29 22:59");
        assert_eq!(day("2024-02-29"), Ok(1_709_164_800));
        assert!(day("yesterday").is_err() && day("2024-13-01").is_err());
        assert!(day("2026-02-31").is_err() && day("2026-02-29").is_err() && day("2026-12-31").is_ok());
    }

    #[test]
    fn spans() {
        assert_eq!((span("30d"), span("2w")), (Ok(2_592_000), Ok(1_209_600)));
        assert!(["", "d", "0d", "30", "-1d", "30m", "99999999d"].iter().all(|text| span(text).is_err()));
    }

    #[test]
    fn what_no_calendar_has_is_told_all_the_same() {
        assert_eq!(short((i64::MAX, i32::MAX)), "9999-12-30 22:00");
        assert_eq!(rfc3339((0, 51 * 60)), "1970-01-01T00:00:00+00:00");
        assert!(!rfc3339((i64::MIN, i32::MIN)).is_empty());
    }
}
