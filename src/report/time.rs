//! Times as people and programs read them, from git's seconds and offset. The calendar is the proleptic Gregorian one.
//!
//! Not here: clocks. Every time comes from a commit.

/// Writes a time as RFC 3339 has it: `2026-03-01T14:02:00+01:00`.
#[must_use]
pub fn rfc3339((seconds, offset): (i64, i32)) -> String {
    let sign = if offset < 0 { '-' } else { '+' };
    let (hours, minutes) = (offset.abs() / 60, offset.abs() % 60);
    let (date, clock) = parts(seconds, offset);
    let second = (seconds + i64::from(offset) * 60).rem_euclid(60);
    format!("{date}T{clock}:{second:02}{sign}{hours:02}:{minutes:02}")
}

/// Writes a time for people: `2026-03-01 14:02`, by the author's own clock.
#[must_use]
pub fn short((seconds, offset): (i64, i32)) -> String {
    let (date, clock) = parts(seconds, offset);
    format!("{date} {clock}")
}

/// Reads a day, `2026-03-01`, as seconds since 1970 at midnight UTC.
///
/// # Errors
/// Where it is no day; a sentence for people.
pub fn day(text: &str) -> Result<i64, String> {
    let wrong = || format!("'{text}' is no day; write it as 2026-03-01");
    let numbers: Vec<i64> = text.split('-').map(str::parse).collect::<Result<_, _>>().map_err(|_| wrong())?;
    match numbers[..] {
        [year @ 0..=9999, month @ 1..=12, day @ 1..=31] => {
            let days = days(year, month, day);
            // The 31st of February would be a day of March.
            if civil(days) == (year, month, day) { Ok(days * 86_400) } else { Err(wrong()) }
        }
        _ => Err(wrong()),
    }
}

/// Days since 1970-01-01 of a day (the inverse of [`civil`], from the same source).
fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let shifted_month = if month > 2 { month - 3 } else { month + 9 };
    let day_of_year = (153 * shifted_month + 2) / 5 + day - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

fn parts(seconds: i64, offset: i32) -> (String, String) {
    let local = seconds.saturating_add(i64::from(offset) * 60);
    let (day, second) = (local.div_euclid(86_400), local.rem_euclid(86_400));
    let (year, month, day) = civil(day);
    (format!("{year:04}-{month:02}-{day:02}"), format!("{:02}:{:02}", second / 3600, second / 60 % 60))
}

/// Days since 1970-01-01 as year, month, day (Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms").
fn civil(days: i64) -> (i64, i64, i64) {
    let shifted = days.saturating_add(719_468);
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    (year_of_era + era * 400 + i64::from(month <= 2), month, day)
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
}
