//! Instants and durations: from the stamps of logs, to text, and back.
//!
//! An instant is an i64 of nanoseconds since 1970 in UTC, so it reaches from 1677 to
//! 2262; what is outside does not parse. A stamp is recognised by its shape alone, one
//! shape for each family, and a shape that could be read two ways (`03/04/2025`) is no
//! stamp. What a stamp without a zone means is said by its [`Zone`].

use super::calendar::{Moment, days_from_date, days_in_month, padded};
use super::zone::Zone;

/// Nanoseconds in a second.
pub const SECOND: i64 = 1_000_000_000;
/// Nanoseconds in a day.
pub const DAY: i64 = 86_400 * SECOND;

const DAY_SECONDS: i64 = 86_400;

/// Three letters of each month.
const MONTHS: [&[u8; 3]; 12] =
    [b"Jan", b"Feb", b"Mar", b"Apr", b"May", b"Jun", b"Jul", b"Aug", b"Sep", b"Oct", b"Nov", b"Dec"];

/// The instant of a stamp. A stamp that names no zone is in `zone`.
///
/// Shapes: `2026-01-02`, `2026-01-02T03:04`, `2026-01-02 03:04:05.678Z` (also with `/` in
/// the date, `,` before the fraction, and zones like `+01:00`, `-0700`, `+01`, `UTC`);
/// `10/Oct/2000:13:55:36 -0700`; `Mon, 02 Jan 2006 15:04:05 GMT`; and seconds since 1970
/// in 10 digits, milliseconds in 13, microseconds in 16, nanoseconds in 19, with any
/// fraction. A leap second is the second after it.
#[inline]
pub fn parse(text: &[u8], zone: &Zone) -> Option<i64> {
    match Shape::of(text)? {
        Shape::Iso(date, rest) => after_iso(iso_midnight(date)?, rest, zone),
        Shape::Clf(date, rest) => after_clf(clf_midnight(date)?, rest, zone),
        Shape::Other => epoch(text).or_else(|| mail(text, zone)),
    }
}

/// The instant of a time literal: the shapes of [`parse`], in UTC.
pub fn parse_literal(text: &str) -> Option<i64> {
    parse(text.as_bytes(), &Zone::UTC)
}

/// Remembers the last date it saw: in a log the next one is mostly the same.
#[derive(Clone, Debug, Default)]
pub struct DateCache {
    /// `2026-01-02`, and seconds from 1970 to its midnight. Zeros, which spell no date, at
    /// first.
    iso: ([u8; 10], i64),
    /// The same for `10/Oct/2000`.
    clf: ([u8; 11], i64),
}

impl DateCache {
    /// [`parse`], quicker for a date that it has just seen.
    #[inline]
    pub fn parse(&mut self, text: &[u8], zone: &Zone) -> Option<i64> {
        match Shape::of(text)? {
            Shape::Iso(date, rest) => {
                if self.iso.0 != *date {
                    self.iso = (*date, iso_midnight(date)?);
                }
                after_iso(self.iso.1, rest, zone)
            }
            Shape::Clf(date, rest) => {
                if self.clf.0 != *date {
                    self.clf = (*date, clf_midnight(date)?);
                }
                after_clf(self.clf.1, rest, zone)
            }
            Shape::Other => parse(text, zone),
        }
    }
}

/// The family of a stamp by two bytes of it, with its date and what follows.
enum Shape<'a> {
    /// `2026-01-02` or `2026/01/02`.
    Iso(&'a [u8; 10], &'a [u8]),
    /// `10/Oct/2000`.
    Clf(&'a [u8; 11], &'a [u8]),
    Other,
}

impl Shape<'_> {
    #[inline(always)]
    fn of(text: &[u8]) -> Option<Shape<'_>> {
        let (date, rest) = text.split_first_chunk::<10>()?;
        Some(match (date[2], date[4]) {
            (_, b'-' | b'/') => Shape::Iso(date, rest),
            (b'/', _) => {
                let (date, rest) = text.split_first_chunk()?;
                Shape::Clf(date, rest)
            }
            _ => Shape::Other,
        })
    }
}

#[inline]
fn iso_midnight(date: &[u8; 10]) -> Option<i64> {
    if date[7] != date[4] {
        return None;
    }
    let year = two(date, 0)? * 100 + two(date, 2)?;
    midnight(year, two(date, 5)?, two(date, 8)?)
}

#[inline]
fn clf_midnight(date: &[u8; 11]) -> Option<i64> {
    if date[6] != b'/' {
        return None;
    }
    let year = two(date, 7)? * 100 + two(date, 9)?;
    midnight(year, month(&date[3..6])?, two(date, 0)?)
}

#[inline(always)]
fn after_iso(midnight: i64, rest: &[u8], zone: &Zone) -> Option<i64> {
    match rest {
        [] => instant(midnight - i64::from(zone.east_of_clock(midnight)), 0),
        [b'T' | b't' | b' ', rest @ ..] => clock(midnight, rest, zone),
        _ => None,
    }
}

#[inline(always)]
fn after_clf(midnight: i64, rest: &[u8], zone: &Zone) -> Option<i64> {
    let [b':', rest @ ..] = rest else { return None };
    clock(midnight, rest, zone)
}

/// The number of two digits.
#[inline(always)]
fn two(text: &[u8], at: usize) -> Option<u32> {
    let pair = text.get(at..at + 2)?;
    let (tens, ones) = (pair[0].wrapping_sub(b'0'), pair[1].wrapping_sub(b'0'));
    (tens <= 9 && ones <= 9).then(|| u32::from(tens) * 10 + u32::from(ones))
}

/// The month, from 1, of three letters in any case.
fn month(name: &[u8]) -> Option<u32> {
    MONTHS.iter().position(|m| m.eq_ignore_ascii_case(name)).map(|i| i as u32 + 1)
}

/// Seconds from 1970 to a date's first moment; None for a date that does not exist.
#[inline]
fn midnight(year: u32, month: u32, day: u32) -> Option<i64> {
    // Only the last days of a month have to be looked up.
    let exists = (1..=12).contains(&month) && day >= 1 && (day <= 28 || day <= days_in_month(year, month));
    exists.then(|| days_from_date(i64::from(year), month, day) * DAY_SECONDS)
}

#[inline(always)]
fn instant(seconds: i64, nanos: i64) -> Option<i64> {
    i64::try_from(i128::from(seconds) * i128::from(SECOND) + i128::from(nanos)).ok()
}

/// `HH:MM[:SS[.fraction]]` and a zone, on a day.
#[inline]
fn clock(midnight: i64, text: &[u8], zone: &Zone) -> Option<i64> {
    let hour_minute: &[u8; 5] = text.first_chunk()?;
    let (hour, minute) = (two(hour_minute, 0)?, two(hour_minute, 3)?);
    if hour > 23 || minute > 59 || hour_minute[2] != b':' {
        return None;
    }
    let mut second = 0;
    let mut nanos = 0;
    let mut at = 5;
    if text.get(5) == Some(&b':') {
        second = two(text, 6)?;
        at = 8;
        if second > 60 {
            return None;
        }
        if matches!(text.get(8), Some(b'.' | b',')) {
            (nanos, at) = fraction(text, 9)?;
        }
    }
    let shown = midnight + i64::from(hour * 3600 + minute * 60 + second);
    let east = match &text[at..] {
        [] => zone.east_of_clock(shown),
        [b'Z' | b'z'] => 0,
        rest => offset(rest)?,
    };
    instant(shown - i64::from(east), nanos)
}

/// The nanoseconds of the digits at `from`, of which there must be one, and where they end.
#[inline]
fn fraction(text: &[u8], from: usize) -> Option<(i64, usize)> {
    /// What a digit counts, by its place.
    const UNITS: [i64; 9] = [100_000_000, 10_000_000, 1_000_000, 100_000, 10_000, 1_000, 100, 10, 1];
    let mut at = from;
    let mut nanos = 0;
    while let Some(digit) = text.get(at).map(|b| b.wrapping_sub(b'0')).filter(|digit| *digit <= 9) {
        nanos += UNITS.get(at - from).copied().unwrap_or(0) * i64::from(digit);
        at += 1;
    }
    (at > from).then_some((nanos, at))
}

/// The seconds east of UTC of `+01:00`, `-0700`, `+01`, `UTC`, `GMT` or `Z`, after a blank
/// or none. Other names have several meanings and are none here.
pub fn offset(text: &[u8]) -> Option<i32> {
    let text = text.strip_prefix(b" ").unwrap_or(text);
    let west = match text.first()? {
        b'+' => false,
        b'-' => true,
        _ => return matches!(text, b"UTC" | b"GMT" | b"Z").then_some(0),
    };
    let hours = two(text, 1)?;
    let minutes = match text.len() {
        3 => 0,
        5 => two(text, 3)?,
        6 if text[3] == b':' => two(text, 4)?,
        _ => return None,
    };
    if hours > 23 || minutes > 59 {
        return None;
    }
    let east = (hours * 3600 + minutes * 60) as i32;
    Some(if west { -east } else { east })
}

/// A number of seconds, milliseconds, microseconds or nanoseconds since 1970, told apart
/// by the digits before the point: whichever it is, 19 digits of it are nanoseconds.
fn epoch(text: &[u8]) -> Option<i64> {
    let digits = text.iter().take_while(|b| b.is_ascii_digit()).count();
    let (number, exponent) = match text.iter().position(|b| matches!(b, b'e' | b'E')) {
        Some(e) => (&text[..e], super::num::parse(&text[e + 1..])?),
        None => (text, super::num::Num::Int(0)),
    };
    let super::num::Num::Int(exponent @ 0..=18) = exponent else { return None };
    if !matches!(digits + exponent as usize, 10 | 13 | 16 | 19) || !super::num::is_json(number) || number[0] == b'0' {
        return None;
    }
    let mut digits = number.iter().filter(|b| b.is_ascii_digit()).chain(std::iter::repeat(&b'0')).take(19);
    digits.try_fold(0i64, |sum, digit| sum.checked_mul(10)?.checked_add(i64::from(digit - b'0')))
}

/// `Mon, 02 Jan 2006 15:04:05 GMT`, as in mail and HTTP; without the weekday too.
fn mail(text: &[u8], zone: &Zone) -> Option<i64> {
    let text = match text {
        [a, b, c, b',', b' ', rest @ ..] if [a, b, c].iter().all(|b| b.is_ascii_alphabetic()) => rest,
        _ => text,
    };
    let (day, rest) = match text {
        [digit @ b'1'..=b'9', b' ', rest @ ..] => (u32::from(digit - b'0'), rest),
        [_, _, b' ', rest @ ..] => (two(text, 0)?, rest),
        _ => return None,
    };
    let [_, _, _, b' ', _, _, _, _, b' ', time @ ..] = rest else { return None };
    let year = two(rest, 4)? * 100 + two(rest, 6)?;
    clock(midnight(year, month(&rest[..3])?, day)?, time, zone)
}

/// Appends an instant as `2026-01-02T03:04:05Z`, with 3, 6 or 9 digits of a fraction
/// where there is one.
pub fn write_rfc3339(ns: i64, out: &mut Vec<u8>) {
    let moment = Moment::new(ns, &Zone::UTC);
    moment.write_date(b'-', out);
    out.push(b'T');
    moment.write_clock(out);
    let nanos = moment.nanos;
    if nanos != 0 {
        out.push(b'.');
        match nanos {
            _ if nanos.is_multiple_of(1_000_000) => padded(nanos / 1_000_000, 3, b'0', out),
            _ if nanos.is_multiple_of(1_000) => padded(nanos / 1_000, 6, b'0', out),
            _ => padded(nanos, 9, b'0', out),
        }
    }
    out.push(b'Z');
}

/// Appends a duration as `1h30m`, `1.5s`, `250ms`, `0s`, `-2d`; it reads back exactly.
pub fn write_duration(ns: i64, out: &mut Vec<u8>) {
    if ns < 0 {
        out.push(b'-');
    }
    let mut rest = ns.unsigned_abs();
    if rest == 0 {
        out.extend_from_slice(b"0s");
    }
    for (unit, name) in [(DAY as u64, b'd'), (3600 * SECOND as u64, b'h'), (60 * SECOND as u64, b'm')] {
        if rest >= unit {
            super::num::write_int((rest / unit) as i64, out);
            out.push(name);
            rest %= unit;
        }
    }
    if rest == 0 {
        return;
    }
    // What is left of a longer duration is seconds, a shorter one has its own unit.
    let (unit, name) = match rest {
        _ if ns.unsigned_abs() >= SECOND as u64 => (SECOND as u64, "s"),
        1_000_000.. => (1_000_000, "ms"),
        1_000.. => (1_000, "us"),
        _ => (1, "ns"),
    };
    super::num::write_int((rest / unit) as i64, out);
    if !rest.is_multiple_of(unit) {
        out.push(b'.');
        padded((rest % unit) as u32, unit.ilog10() as usize, b'0', out);
        while out.last() == Some(&b'0') {
            out.pop();
        }
    }
    out.extend_from_slice(name.as_bytes());
}

#[cfg(test)]
#[path = "time_tests.rs"]
mod tests;
