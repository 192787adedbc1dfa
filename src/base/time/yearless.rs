//! Stamps without a year: syslog's, Cisco's, klog's.
//!
//! They get the year that brings them nearest to a reference, and the spelling of ISO 8601, so
//! that whatever shows, compares or groups them afterwards meets a whole stamp. Taking the
//! current year instead, as many tools do, puts December into the future every January.

use super::clock::{number, seconds, two};
use super::shapes::{after_weekday, month_and_day};
use super::{DAY_SECONDS, SECOND};
use crate::base::calendar::{days_from_date, days_in_month};

/// In seconds, and short of the half of the shortest year.
const HALF_A_YEAR: u64 = 182 * DAY_SECONDS as u64;

/// Appends `2025-10-09T22:14:15.123` for `Oct  9 22:14:15.123`, `*Oct  9 22:14:15.123` or `1009
/// 22:14:15.123`, in the year that brings it nearest to an instant; a fraction and a zone are
/// kept as they are. A 29th of February goes to the nearest year that has one. False, and
/// nothing is appended, when it is no such stamp.
pub fn yearless(text: &[u8], reference: i64, out: &mut Vec<u8>) -> bool {
    let Some((month, day, rest)) = date(text) else { return false };
    let Some(([hour, minute, second], rest)) = clock(rest) else { return false };
    let of_day = hour * 3600 + minute * 60 + second;
    let Some(year) = nearest_year(month, day, of_day, reference) else { return false };
    let mut whole = *b"0000-00-00T00:00:00";
    for (at, count) in [(0, year / 100), (2, year % 100), (5, month), (8, day), (11, hour), (14, minute), (17, second)]
    {
        whole[at] += (count / 10) as u8;
        whole[at + 1] += (count % 10) as u8;
    }
    out.extend_from_slice(&whole);
    out.extend_from_slice(rest);
    true
}

/// The month, the day, and what follows the blank after them.
fn date(text: &[u8]) -> Option<(u32, u32, &[u8])> {
    if text.first()?.is_ascii_digit() {
        let rest = text.get(4..)?.strip_prefix(b" ")?;
        return Some((two(text, 0)?, two(text, 2)?, rest));
    }
    // Cisco marks a clock that is not, or not yet, set by a better one.
    let text = text.strip_prefix(b"*").or_else(|| text.strip_prefix(b".")).unwrap_or(text);
    let (month, day, rest) = month_and_day(after_weekday(text).unwrap_or(text))?;
    Some((month, day, rest.strip_prefix(b" ")?))
}

/// Hour, minute and second of `22:14:15`, and the fraction and zone that follow.
fn clock(text: &[u8]) -> Option<([u32; 3], &[u8])> {
    if let Some((of_day, rest @ ([] | [b'.' | b',', ..]))) = seconds(text) {
        let count = rest.iter().skip(1).take_while(|b| b.is_ascii_digit()).count();
        if rest.is_empty() || count > 0 && count + 1 == rest.len() {
            let of_day = of_day as u32;
            return Some(([of_day / 3600, of_day / 60 % 60, of_day % 60], rest));
        }
    }
    let text = text.strip_prefix(b" ").unwrap_or(text);
    let (hour, rest) = number(text, 1, 2)?;
    let (minute, rest) = number(rest.strip_prefix(b":")?, 2, 2)?;
    let (second, rest) = number(rest.strip_prefix(b":")?, 2, 2)?;
    if hour > 23 || minute > 59 || second > 60 {
        return None;
    }
    let zone = match rest {
        [b'.' | b',', digit, ..] if digit.is_ascii_digit() => {
            let digits = rest[1..].iter().take_while(|b| b.is_ascii_digit()).count();
            &rest[1 + digits..]
        }
        _ => rest,
    };
    let is_zone = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b':');
    let named = match zone {
        [] => return Some(([hour, minute, second], rest)),
        [b' ', named @ ..] => named,
        [b'+' | b'-' | b'Z', ..] => zone,
        _ => return None,
    };
    // A zone is a word of its own, and is checked when the whole stamp is read.
    let fits = (1..=6).contains(&named.len()) && named.iter().all(is_zone);
    fits.then_some(([hour, minute, second], rest))
}

/// The year that brings a date and its seconds since midnight nearest to an instant, the earlier
/// one of two that are as near; None for a date of no year. Zones do not matter here: they move
/// a stamp by hours, and the choice is between years.
#[inline]
pub fn nearest_year(month: u32, day: u32, of_day: u32, reference: i64) -> Option<u32> {
    let seconds = reference.div_euclid(SECOND);
    // The year of the reference, or at the turn of one the year beside it.
    let near = 1970 + (seconds.div_euclid(DAY_SECONDS) * 400).div_euclid(146_097);
    let distance =
        |year: i64| (days_from_date(year, month, day) * DAY_SECONDS + i64::from(of_day) - seconds).unsigned_abs();
    if (month, day) == (2, 29) {
        // Eight years lie between two leap years at most.
        let leap = |year: &i64| days_in_month(*year as u32, 2) == 29;
        return (near - 8..=near + 8).filter(leap).min_by_key(|year| distance(*year)).map(|year| year as u32);
    }
    if !(1..=12).contains(&month) || day == 0 || day > days_in_month(near as u32, month) {
        return None;
    }
    // In other years it is farther off than half of one.
    if distance(near) <= HALF_A_YEAR {
        return Some(near as u32);
    }
    (near - 1..=near + 1).min_by_key(|year| distance(*year)).map(|year| year as u32)
}
