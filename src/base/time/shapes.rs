//! The shapes of stamps that are not told by two bytes: by the first byte and the digits that
//! follow it, each of them is one.
//!
//! What decides is whether a shape has one meaning. A month that is written as a word has its
//! place whatever the order; a year of four digits that comes first is followed by the month.
//! Two digits are a year in Oracle's own shape only, which is known by its dots and its AM. A
//! date that could be a number, or the number of a ticket (`20251010`, `2025-283`), is one only
//! with a clock.

use super::clock::{basic_time, clock, finish, instant, number, time_of_day, two, word};
use super::{DAY_SECONDS, midnight, month};
use crate::base::calendar::{DAY_NAMES, MONTH_NAMES, date_from_days, days_from_date, days_in_month};
use crate::base::{Zone, num};

/// The instant of a stamp in one of these shapes.
#[inline(never)]
pub(super) fn parse(text: &[u8], zone: &Zone) -> Option<i64> {
    match text.first()? {
        b'0'..=b'9' => {
            let digits = text.iter().take_while(|b| b.is_ascii_digit()).count();
            match digits {
                1 | 2 => day_first(text, zone),
                4 => year_first(text, zone),
                7 | 8 => basic(text, digits, zone),
                14 => compact(text, zone),
                10 | 13 | 16 | 19 if digits == text.len() && text[0] != b'0' => return whole_epoch(text),
                _ => None,
            }
            .or_else(|| epoch(text))
        }
        b'@' => tai(&text[1..]).or_else(|| epoch(&text[1..]).filter(|_| text.get(11).is_none_or(|b| *b == b'.'))),
        _ => word_first(text, zone),
    }
}

/// What may follow a date that starts with its year: nothing, or a clock.
#[cold]
pub(super) fn after_date(midnight: i64, rest: &[u8], zone: &Zone) -> Option<i64> {
    match rest {
        [] => date(midnight, zone),
        // DB2's, with dots in the clock.
        [b'-', rest @ ..] if rest.get(2) == Some(&b'.') => clock(midnight, rest, zone),
        [b'T' | b't' | b' ' | b'_', rest @ ..] => clock(midnight, rest, zone),
        _ => None,
    }
}

/// What may follow a date that names its month.
#[cold]
pub(super) fn after_named_date(midnight: i64, rest: &[u8], zone: &Zone) -> Option<i64> {
    let rest = rest.strip_prefix(b",").unwrap_or(rest);
    match rest {
        [] => date(midnight, zone),
        // Kibana and Java.
        [b' ', b'@', b' ', rest @ ..] | [b' ', b'a', b't', b' ', rest @ ..] => clock(midnight, rest, zone),
        [b' ' | b':' | b'T' | b'_', rest @ ..] => clock(midnight, rest, zone),
        _ => None,
    }
}

/// The first moment of a date in a zone.
fn date(midnight: i64, zone: &Zone) -> Option<i64> {
    instant(midnight - i64::from(zone.east_of_clock(midnight)), 0)
}

/// A year, and what follows: `2025-1-2`, `2025.01.02`, `2025-283T13:55`, `2025-W41-5`.
fn year_first(text: &[u8], zone: &Zone) -> Option<i64> {
    let (year, rest) = number(text, 4, 4)?;
    if let [b'W', rest @ ..] | [b'-', b'W', rest @ ..] = rest {
        return week(year, rest, zone);
    }
    let (between, rest) = rest.split_first().filter(|(b, _)| matches!(b, b'-' | b'/' | b'.'))?;
    let digits = rest.iter().take_while(|b| b.is_ascii_digit()).count();
    if *between == b'-' && digits == 3 {
        return ordinal(year, rest, zone);
    }
    let (month, rest) = number(rest, 1, 2)?;
    let (day, rest) = number(rest.strip_prefix(&[*between])?, 1, 2)?;
    after_date(midnight(year, month, day)?, rest, zone)
}

/// `283T13:55:36`, the day of a year.
fn ordinal(year: u32, text: &[u8], zone: &Zone) -> Option<i64> {
    let (day, rest) = text.split_at_checked(3)?;
    let (day, _) = number(day, 3, 3)?;
    if day == 0 || day > 337 + days_in_month(year, 2) {
        return None;
    }
    let midnight = (days_from_date(i64::from(year), 1, 1) + i64::from(day) - 1) * DAY_SECONDS;
    match rest {
        [b'T' | b't' | b' ', rest @ ..] => any_clock(midnight, rest, zone),
        _ => None,
    }
}

/// `41-5T13:55:36`, a day of a week of ISO 8601; also `415`.
fn week(year: u32, text: &[u8], zone: &Zone) -> Option<i64> {
    let (week, rest) = (i64::from(two(text, 0)?), &text[2..]);
    let (day, rest) = rest.strip_prefix(b"-").unwrap_or(rest).split_first()?;
    if !(b'1'..=b'7').contains(day) {
        return None;
    }
    // The fourth of January is in the first week, and a week belongs to the year of its Thursday.
    let fourth = days_from_date(i64::from(year), 1, 4);
    let monday = fourth - (fourth + 3).rem_euclid(7) + (week - 1) * 7;
    if week == 0 || date_from_days(monday + 3).0 != i64::from(year) {
        return None;
    }
    let midnight = (monday + i64::from(day - b'1')) * DAY_SECONDS;
    match rest {
        [] => date(midnight, zone),
        [b'T' | b't' | b' ', rest @ ..] => any_clock(midnight, rest, zone),
        _ => None,
    }
}

/// `20251010 13:55:36.123456`, `20251010T135536Z`, `2025283T135536Z`.
fn basic(text: &[u8], digits: usize, zone: &Zone) -> Option<i64> {
    let year = two(text, 0)? * 100 + two(text, 2)?;
    if digits == 7 {
        return ordinal(year, &text[4..], zone);
    }
    let midnight = midnight(year, two(text, 4)?, two(text, 6)?)?;
    match &text[8..] {
        [b' ', rest @ ..] => clock(midnight, rest, zone),
        [b'T' | b't' | b'_', rest @ ..] => any_clock(midnight, rest, zone),
        // FIX writes a dash; without colons an offset might follow it.
        [b'-', rest @ ..] if rest.get(2) == Some(&b':') => clock(midnight, rest, zone),
        _ => None,
    }
}

/// A clock with or without colons.
fn any_clock(midnight: i64, text: &[u8], zone: &Zone) -> Option<i64> {
    match basic_time(text) {
        Some((time, rest)) => finish(midnight, time, rest, zone),
        None => clock(midnight, text, zone),
    }
}

/// `20161227210131`, `20161227210131.5Z`. Other numbers of 14 digits are none, so the century
/// must be the last one or this.
fn compact(text: &[u8], zone: &Zone) -> Option<i64> {
    let year = two(text, 0).filter(|century| matches!(century, 19 | 20))? * 100 + two(text, 2)?;
    let (time, rest) = basic_time(&text[8..])?;
    finish(midnight(year, two(text, 4)?, two(text, 6)?)?, time, rest, zone)
}

/// `2 Jan 2006 15:04:05 GMT`, `02-Jan-2006 15:04:05`, `1/Oct/2000:13:55:36 -0700`, `02-JAN-06 03.04.05.678 PM`.
fn day_first(text: &[u8], zone: &Zone) -> Option<i64> {
    let (day, rest) = number(text, 1, 2)?;
    let (between, rest) = rest.split_first().filter(|(b, _)| matches!(b, b' ' | b'-' | b'/'))?;
    let (month, rest) = month_name(rest)?;
    let rest = rest.strip_prefix(&[*between])?;
    if let Some((year, rest)) = number(rest, 4, 4) {
        return after_named_date(midnight(year, month, day)?, rest, zone);
    }
    // Oracle's.
    let (year, rest) = number(rest, 2, 2).filter(|_| *between == b'-')?;
    let is_oracle = |rest: &[u8]| rest.get(2) == Some(&b'.') && rest.windows(2).any(|w| w == b"AM" || w == b"PM");
    let rest = rest.strip_prefix(b" ").filter(|rest| is_oracle(rest))?;
    let year = if year < 50 { 2000 + year } else { 1900 + year };
    clock(midnight(year, month, day)?, rest, zone)
}

/// A stamp that starts with a day of the week or a month.
fn word_first(text: &[u8], zone: &Zone) -> Option<i64> {
    let Some(rest) = after_weekday(text) else { return month_first(text, zone) };
    match rest {
        [b'0'..=b'9', ..] if number(rest, 1, 2).is_some() => day_first(rest, zone),
        [b'0'..=b'9', ..] => year_first(rest, zone),
        _ => month_first(rest, zone),
    }
}

/// What follows `Mon`, `Monday,` and the blank after it.
#[inline]
pub(super) fn after_weekday(text: &[u8]) -> Option<&[u8]> {
    let [a, b, c, after, ..] = text else { return None };
    let day = match &[a | 32, b | 32, c | 32] {
        b"sun" => 0,
        b"mon" => 1,
        b"tue" => 2,
        b"wed" => 3,
        b"thu" => 4,
        b"fri" => 5,
        b"sat" => 6,
        _ => return None,
    };
    if *after == b' ' {
        return Some(&text[4..]);
    }
    let (name, rest) = word(text);
    if name.len() > 3 && !name.eq_ignore_ascii_case(DAY_NAMES[day].as_bytes()) {
        return None;
    }
    rest.strip_prefix(b",").unwrap_or(rest).strip_prefix(b" ")
}

/// The month whose name stands at the start, and what follows it.
pub(super) fn month_name(text: &[u8]) -> Option<(u32, &[u8])> {
    let (short, after) = text.split_at_checked(3)?;
    let month = month(short)?;
    if after.first().is_none_or(|b| !b.is_ascii_alphabetic()) {
        return Some((month, after));
    }
    let (name, rest) = word(text);
    let whole = MONTH_NAMES[month as usize - 1].as_bytes();
    let known = name.eq_ignore_ascii_case(whole) || name.eq_ignore_ascii_case(b"sept");
    known.then_some((month, rest))
}

/// `Oct 10`, with two blanks where the day has one digit or with one, and what follows it.
pub(super) fn month_and_day(text: &[u8]) -> Option<(u32, u32, &[u8])> {
    let (month, rest) = month_name(text)?;
    let rest = rest.strip_prefix(b" ")?;
    let (day, rest) = number(rest.strip_prefix(b" ").unwrap_or(rest), 1, 2)?;
    Some((month, day, rest))
}

/// `Oct 10 13:55:36 2025`, `Oct 10 13:55:36 CEST 2025`, `Oct 10 2025 13:55:36`, `Oct 10, 2025
/// 1:55:36 PM`.
fn month_first(text: &[u8], zone: &Zone) -> Option<i64> {
    let (month, day, rest) = month_and_day(text)?;
    let rest = match rest {
        [b',', b' ', rest @ ..] | [b' ', rest @ ..] => rest,
        _ => return None,
    };
    if let Some((year, rest)) = number(rest, 4, 4) {
        return after_named_date(midnight(year, month, day)?, rest, zone);
    }
    let (time, rest) = time_of_day(rest)?;
    let (year, said) = year_last(rest)?;
    finish(midnight(year, month, day)?, time, said, zone)
}

/// The year that stands after a clock, and what is said of the zone before it or after.
fn year_last(text: &[u8]) -> Option<(u32, &[u8])> {
    if let Some((year, after)) = text.strip_prefix(b" ").and_then(|rest| number(rest, 4, 4)) {
        return Some((year, after));
    }
    let (before, year) = text.split_last_chunk::<4>()?;
    Some((two(year, 0)? * 100 + two(year, 2)?, before.strip_suffix(b" ")?))
}

/// A number of seconds, milliseconds, microseconds or nanoseconds since 1970, told apart
/// by the digits before the point: whichever it is, 19 digits of it are nanoseconds.
fn epoch(text: &[u8]) -> Option<i64> {
    let digits = text.iter().take_while(|b| b.is_ascii_digit()).count();
    let (number, exponent) = match text.iter().position(|b| matches!(b, b'e' | b'E')) {
        Some(e) => (&text[..e], num::parse(&text[e + 1..])?),
        None => (text, num::Num::Int(0)),
    };
    let num::Num::Int(exponent @ 0..=18) = exponent else { return None };
    if !matches!(digits + exponent as usize, 10 | 13 | 16 | 19) || !num::is_json(number) || number[0] == b'0' {
        return None;
    }
    let mut digits = number.iter().filter(|b| b.is_ascii_digit()).chain(std::iter::repeat(&b'0')).take(19);
    digits.try_fold(0i64, |sum, digit| sum.checked_mul(10)?.checked_add(i64::from(digit - b'0')))
}

/// The same of digits alone, of which there are 10, 13, 16 or 19.
fn whole_epoch(digits: &[u8]) -> Option<i64> {
    // 19 digits fit into 64 bits without a sign.
    let value = digits.iter().fold(0u64, |sum, digit| sum * 10 + u64::from(digit - b'0'));
    i64::try_from(value).ok()?.checked_mul(10i64.pow(19 - digits.len() as u32))
}

/// The labels of TAI64N and TAI64, `400000003b4a39c23294b13c`, as multilog writes them and tai64nlocal
/// reads them: 10 seconds after UTC, and no leap second since.
fn tai(text: &[u8]) -> Option<i64> {
    const SECONDS_OF_1970: i64 = (1 << 62) + 10;
    let hex = |text: &[u8]| {
        text.iter().try_fold(0i64, |sum, b| Some(sum.checked_mul(16)? + i64::from((*b as char).to_digit(16)?)))
    };
    let (seconds, nanos) = text.split_at_checked(16)?;
    let seconds = hex(seconds)? - SECONDS_OF_1970;
    match nanos.len() {
        0 => instant(seconds, 0),
        8 => instant(seconds, hex(nanos).filter(|nanos| *nanos < super::SECOND)?),
        _ => None,
    }
}
